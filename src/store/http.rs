//! What `object_store` speaks HTTP with: one pool of connections, over TLS unless the address of the store says otherwise.

use std::error::Error as AnyError;
use std::time::Duration;

use async_trait::async_trait;
use http_body_util::BodyExt;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::{Connect, HttpConnector as Tcp};
use hyper_util::rt::TokioExecutor;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse,
    HttpResponseBody, HttpService,
};

/// So long a connection may take to be made.
const TO_CONNECT: Duration = Duration::from_secs(10);
/// So long a store may take to begin its answer, once it is connected.
const TO_ANSWER: Duration = Duration::from_secs(60);

/// Whether what is sent is hidden from others on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// By TLS, with the roots that the system trusts.
    Hidden,
    /// It is not: the address of the store begins with `http://`.
    Open,
}

impl HttpConnector for Link {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        let mut tcp = Tcp::new();
        tcp.set_connect_timeout(Some(TO_CONNECT));
        Ok(match self {
            Link::Open => HttpClient::new(Service::new(tcp)),
            Link::Hidden => {
                tcp.enforce_http(false);
                HttpClient::new(Service::new(over_tls(tcp)?))
            }
        })
    }
}

fn over_tls(tcp: Tcp) -> object_store::Result<HttpsConnector<Tcp>> {
    let no_roots = |source| object_store::Error::Generic { store: "S3", source: Box::new(source) };
    let builder = HttpsConnectorBuilder::new().with_native_roots().map_err(no_roots)?;
    Ok(builder.https_only().enable_http1().wrap_connector(tcp))
}

/// Sends requests and hands back what is answered.
#[derive(Debug)]
struct Service<C>(Client<C, HttpRequestBody>);

impl<C: Connect + Clone> Service<C> {
    fn new(connector: C) -> Service<C> {
        Service(Client::builder(TokioExecutor::new()).build(connector))
    }
}

#[async_trait]
impl<C: Connect + Clone + std::fmt::Debug + Send + Sync + 'static> HttpService for Service<C> {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let late = |error| HttpError::new(HttpErrorKind::Timeout, error);
        let answer = tokio::time::timeout(TO_ANSWER, self.0.request(request)).await.map_err(late)?;
        let answer = answer.map_err(|error| {
            let kind = if error.is_connect() { HttpErrorKind::Connect } else { HttpErrorKind::Request };
            HttpError::new(kind, Causes::of(&error))
        })?;
        let (head, body) = answer.into_parts();
        let broken = |error| HttpError::new(HttpErrorKind::Interrupted, error);
        Ok(HttpResponse::from_parts(head, HttpResponseBody::new(body.map_err(broken))))
    }
}

/// An error with all its causes: the last one tells what is wrong.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Causes(String);

impl Causes {
    fn of(error: &dyn AnyError) -> Causes {
        let (mut said, mut next) = (error.to_string(), error.source());
        while let Some(cause) = next {
            said = format!("{said}: {cause}");
            next = cause.source();
        }
        Causes(said)
    }
}
