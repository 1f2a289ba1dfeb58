//! Pages of many documents in flight over one pool of workers.
//!
//! As many threads as the engine has workers take one task after another. In this order: finish a document whose
//! last page is read; read the first page of a document, so that something of it is soon known; open the next
//! source, while fewer than [`Queue::window`] documents are open; read the next page of the document that came
//! first. A page is drawn and read by the same thread, so that there are never more pictures in memory than threads.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::config::Config;
use crate::error::{Error, Result};
use crate::events::{Events, InWork};
use crate::fault::{Fault, caught};
use crate::geometry::PageIndex;
use crate::limit::{Limit, Over, Stop};
use crate::ocr::{OcrEngine, ReadPage, Stoppable};
use crate::page::{OcrPage, Origin};
use crate::pipeline::{self, Steps};
use crate::reason::Reason;
use crate::restore::Restorer;
use crate::scan::Scan;
use crate::source::Source;
use crate::warning::{Doubt, Warned, Warning};

/// So often it is looked whether the work was cancelled while nothing else happens.
const CANCEL_INTERVAL: Duration = Duration::from_millis(50);

/// What came out of one source, and which it was.
type Done = (usize, Result<Steps>);

/// What all documents are read with.
#[derive(Clone, Copy)]
pub(crate) struct Tools<'a> {
    pub(crate) restorer: &'a Restorer,
    pub(crate) engine: &'a dyn OcrEngine,
    pub(crate) config: &'a Config,
}

/// The work on some sources.
struct Queue<'a, S> {
    tools: Tools<'a>,
    events: &'a dyn Events,
    stop: Stop,
    window: usize,
    state: Mutex<State<S>>,
    changed: Condvar,
}

/// What is waiting, and what is in work.
struct State<S> {
    sources: S,
    /// Whether `sources` may have another.
    more: bool,
    /// Number of the next source, counted from 0.
    next: usize,
    /// Sources that are being opened.
    opening: usize,
    /// Opened documents by number, until they are finished.
    open: BTreeMap<usize, Document>,
    /// Documents that are being finished.
    finishing: usize,
}

/// An opened document.
struct Document {
    opened: Arc<Opened>,
    /// The next page to be read.
    next: u32,
    /// How many are being read.
    in_flight: u32,
    read: Vec<(PageIndex, Warned<OcrPage>)>,
    /// What stopped it: of several pages, the first.
    failed: Option<(PageIndex, Error)>,
}

/// What the pages of a document share.
struct Opened {
    scan: Scan,
    about: InWork,
}

enum Task {
    Open(usize, Source),
    Page(usize, Arc<Opened>, PageIndex),
    Finish(usize, Document),
}

/// Reads all sources; `done` is called on this thread with the number of a source, counted from 0, and what came out
/// of it, as soon as it is there. A break of `done` ends the work as a cancel does.
pub(crate) fn read<S: Iterator<Item = Source> + Send>(
    tools: Tools<'_>,
    sources: S,
    events: &dyn Events,
    done: &mut dyn FnMut(usize, Result<Steps>) -> ControlFlow<()>,
) {
    let jobs = tools.config.ocr.jobs.max(1);
    let state = State { sources, more: true, next: 0, opening: 0, open: BTreeMap::new(), finishing: 0 };
    let queue = Queue {
        tools,
        events,
        stop: Stop::default(),
        // One more than threads, so that while the last pages of some are read the next is opened.
        window: jobs + 1,
        state: Mutex::new(state),
        changed: Condvar::new(),
    };
    thread::scope(|scope| {
        // Should `done` panic, the threads are not to go through all the rest first.
        let _end = StopAtEnd(&queue.stop);
        let (send, receive) = mpsc::channel();
        for _ in 0..jobs {
            let (queue, send) = (&queue, send.clone());
            scope.spawn(move || queue.work(&send));
        }
        drop(send);
        loop {
            match receive.recv_timeout(CANCEL_INTERVAL) {
                Ok((number, outcome)) => {
                    if done(number, outcome).is_break() {
                        queue.cancel();
                    }
                }
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if events.is_cancelled() {
                queue.cancel();
            }
        }
    });
    let left = std::mem::take(&mut queue.locked().open);
    for number in left.into_keys() {
        // Nobody is left to be stopped by a break.
        let _ = done(number, Err(Error::Interrupted));
    }
}

struct StopAtEnd<'a>(&'a Stop);

impl Drop for StopAtEnd<'_> {
    fn drop(&mut self) {
        self.0.set();
    }
}

impl<S: Iterator<Item = Source> + Send> Queue<'_, S> {
    fn locked(&self) -> MutexGuard<'_, State<S>> {
        // The state is changed in one go, by code that does not panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cancel(&self) {
        self.stop.set();
        self.changed.notify_all();
    }

    /// What a thread does.
    fn work(&self, done: &Sender<Done>) {
        while let Some(task) = self.next_task() {
            let outcome = match task {
                Task::Open(number, source) => self.open(number, source),
                Task::Page(number, opened, page) => {
                    self.page(number, &opened, page);
                    None
                }
                Task::Finish(number, document) => {
                    let outcome = self.finish(document);
                    self.locked().finishing -= 1;
                    Some((number, outcome))
                }
            };
            self.changed.notify_all();
            if let Some(outcome) = outcome {
                // The receiver lives as long as the threads.
                let _ = done.send(outcome);
            }
        }
    }

    /// Waits for something to do; `None` when nothing will come.
    fn next_task(&self) -> Option<Task> {
        let mut state = self.locked();
        loop {
            if self.events.is_cancelled() {
                self.stop.set();
            }
            if self.stop.is_set() {
                self.changed.notify_all();
                return None;
            }
            if let Some(task) = state.task(self.window) {
                return Some(task);
            }
            if !state.more && state.opening + state.open.len() + state.finishing == 0 {
                self.changed.notify_all();
                return None;
            }
            let waited = self.changed.wait_timeout(state, CANCEL_INTERVAL);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Opens a source; gives its outcome when that fails.
    fn open(&self, number: usize, source: Source) -> Option<Done> {
        let path = source.path().to_owned();
        let limit = Limit::new(self.tools.config.ocr.page_timeout, &self.stop);
        let opened = caught(|| {
            self.events.opening(number)?;
            let open = || source.open(&self.tools.config.scan);
            let scan = limit.within(open).unwrap_or_else(|over| Err(self.given_up(&path, over, 1)))?;
            let about = InWork { number, path: path.clone(), pages: scan.page_count() };
            self.events.opened(&about)?;
            Ok(Opened { scan, about })
        });
        let opened = opened.unwrap_or_else(|fault| Err(of_document(&path, fault)));
        let mut state = self.locked();
        state.opening -= 1;
        match opened {
            Ok(opened) => {
                let opened = Arc::new(opened);
                let document = Document { opened, next: 0, in_flight: 0, read: Vec::new(), failed: None };
                state.open.insert(number, document);
                None
            }
            Err(error) => Some((number, Err(error))),
        }
    }

    /// Reads one page.
    fn page(&self, number: usize, opened: &Opened, index: PageIndex) {
        let Tools { engine, config, .. } = self.tools;
        let engine = Stoppable { engine, stop: &self.stop };
        let limit = Limit::new(config.ocr.page_timeout, &self.stop);
        let read = caught(|| limit.within(|| pipeline::page(&opened.scan, index, &engine, config)));
        let read = match read {
            Ok(Ok(read)) => read,
            Ok(Err(Over::Stopped)) => Err(Error::Interrupted),
            Ok(Err(Over::Time)) => Ok(unread(index, config.ocr.page_timeout)),
            Err(fault) => Ok(damaged(index, &fault)),
        };
        let read = read.and_then(|page| {
            let Warned { output, warnings } = page;
            caught(|| self.events.page_read(&opened.about, &output))
                .unwrap_or_else(|fault| Err(of_document(&opened.about.path, fault)))?;
            Ok(Warned { output: output.page, warnings })
        });
        let mut state = self.locked();
        let Some(document) = state.open.get_mut(&number) else { return };
        document.in_flight -= 1;
        match read {
            Ok(page) => document.read.push((index, page)),
            Err(error) => {
                // Pages before it are all in flight or read: of several errors the first does not hang on time.
                let is_first = document.failed.as_ref().is_none_or(|(other, _)| index < *other);
                if is_first {
                    document.failed = Some((index, error));
                }
            }
        }
    }

    /// What becomes of a document whose work was given up.
    fn given_up(&self, path: &Path, over: Over, pages: u32) -> Error {
        let limit = self.tools.config.ocr.page_timeout.saturating_mul(pages);
        match over {
            Over::Stopped => Error::Interrupted,
            Over::Time => Error::TooLong { path: path.to_owned(), seconds: limit.as_secs() },
        }
    }

    /// Takes the pages of a document through the other steps.
    fn finish(&self, document: Document) -> Result<Steps> {
        let Document { opened, mut read, failed, .. } = document;
        if let Some((_, error)) = failed {
            return Err(error);
        }
        read.sort_by_key(|(index, _)| *index);
        let pages: Vec<_> = read.into_iter().map(|(_, page)| page).collect();
        let Tools { restorer, engine, config } = self.tools;
        let done = |step| {
            self.stop.check()?;
            self.events.step_done(&opened.about, step);
            Ok(())
        };
        // The steps that take all pages at once have the time of all.
        let pages_time = config.ocr.page_timeout.saturating_mul(opened.about.pages);
        let limit = Limit::new(pages_time, &self.stop);
        // An engine may have to be started to tell its name: not for a text, which none reads.
        let is_scan = pages.iter().any(|page| page.output.origin == Origin::Scan);
        let name = if is_scan { engine.name() } else { "" };
        let steps = || pipeline::document(&opened.scan, pages, name, restorer, config, &done);
        let path = &opened.about.path;
        caught(|| limit.within(steps))
            .map(|made| made.unwrap_or_else(|over| Err(self.given_up(path, over, opened.about.pages))))
            .unwrap_or_else(|fault| Err(of_document(path, fault)))
    }
}

impl<S: Iterator<Item = Source>> State<S> {
    /// The next thing to do, if there is one now.
    fn task(&mut self, window: usize) -> Option<Task> {
        let complete = self.open.iter().find(|(_, document)| document.is_complete());
        if let Some(number) = complete.map(|(number, _)| *number) {
            self.finishing += 1;
            return self.open.remove(&number).map(|document| Task::Finish(number, document));
        }
        if let Some(task) = self.page(|document| document.next == 0) {
            return Some(task);
        }
        if self.more && self.open.len() + self.opening < window {
            if let Some(source) = self.sources.next() {
                let number = self.next;
                self.next += 1;
                self.opening += 1;
                return Some(Task::Open(number, source));
            }
            self.more = false;
        }
        self.page(|_| true)
    }

    /// The next page of the first document that has one and is wanted.
    fn page(&mut self, wanted: impl Fn(&Document) -> bool) -> Option<Task> {
        let mut open = self.open.iter_mut();
        let (number, document) = open.find(|(_, document)| document.has_next() && wanted(document))?;
        let index = PageIndex(document.next);
        document.next += 1;
        document.in_flight += 1;
        Some(Task::Page(*number, Arc::clone(&document.opened), index))
    }
}

impl Document {
    /// Whether a page of it is to be begun. After a failure no other is.
    fn has_next(&self) -> bool {
        self.failed.is_none() && self.next < self.opened.about.pages
    }

    fn is_complete(&self) -> bool {
        self.in_flight == 0 && !self.has_next()
    }
}

fn of_document(path: &Path, Fault { place, reason }: Fault) -> Error {
    Error::Fault { path: path.to_owned(), place, reason }
}

fn damaged(index: PageIndex, Fault { place, reason }: &Fault) -> Warned<ReadPage> {
    unknown(index, Doubt::PageFault { place: place.clone(), reason: reason.clone() })
}

fn unread(index: PageIndex, time: Duration) -> Warned<ReadPage> {
    unknown(index, Doubt::PageNotDrawn { reason: Reason::NotReadInTime { time } })
}

/// A page of which nothing is known.
fn unknown(index: PageIndex, doubt: Doubt) -> Warned<ReadPage> {
    let page = OcrPage::of_lines(index, Origin::Scan, Vec::new());
    let warnings = vec![Warning::new(doubt).on(index)];
    Warned { output: ReadPage { page, picture: None }, warnings }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::error::Missing;
    use crate::geometry::PixelBox;
    use crate::ocr::Reading;
    use crate::page::{OcrLine, PageImage};
    use crate::pipeline::Step;
    use crate::warning::Code;

    static RESTORER: LazyLock<Restorer> = LazyLock::new(|| Restorer::load().unwrap());

    /// What the engine of a test does with a picture.
    enum Engine {
        Panics,
        IsMissing,
    }

    impl OcrEngine for Engine {
        fn name(&self) -> &str {
            "test"
        }
        fn read(&self, _: PageIndex, _: &PageImage, _: PixelBox, _: &Reading) -> Result<Vec<OcrLine>> {
            match self {
                Engine::Panics => panic!("a page too many"),
                Engine::IsMissing => Err(Error::EngineMissing { engine: "test", missing: Missing::Library }),
            }
        }
    }

    fn config(jobs: usize) -> Config {
        let mut config = Config::default();
        config.ocr.jobs = jobs;
        config
    }

    /// A text with some pages.
    fn text(name: &str, pages: u32) -> Source {
        let page = |page| format!("Giao So Noi vu cua {name} bao cao truoc ngay {page}/12/2031.\n");
        let pages: Vec<String> = (1..=pages).map(page).collect();
        Source::Bytes { path: name.into(), bytes: pages.join("\u{c}").into_bytes() }
    }

    /// A picture with rows of dashes.
    fn picture() -> Source {
        let image = image::GrayImage::from_fn(620, 877, |x, y| {
            let inked = y % 40 < 12 && (100..500).contains(&x) && (100..700).contains(&y) && x % 30 < 20;
            image::Luma([if inked { 0 } else { 255 }])
        });
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        Source::Bytes { path: "picture.png".into(), bytes: bytes.into_inner() }
    }

    fn all(
        jobs: usize,
        engine: &Engine,
        sources: Vec<Source>,
        events: &dyn Events,
    ) -> BTreeMap<usize, Result<Steps>> {
        let tools = Tools { restorer: &RESTORER, engine, config: &config(jobs) };
        let mut outcomes = BTreeMap::new();
        read(tools, sources.into_iter(), events, &mut |number, outcome| {
            assert!(outcomes.insert(number, outcome).is_none(), "{number} came twice");
            ControlFlow::Continue(())
        });
        outcomes
    }

    fn alone(source: Source, events: &dyn Events) -> Result<Steps> {
        all(1, &Engine::Panics, vec![source], events).remove(&0).unwrap()
    }

    /// Writes down what happens, and cancels after so many entries.
    #[derive(Default)]
    struct Log(Mutex<Vec<String>>, Option<usize>);

    impl Log {
        fn add(&self, entry: String) {
            self.0.lock().unwrap().push(entry);
        }
    }

    impl Events for Log {
        fn opened(&self, document: &InWork) -> Result<()> {
            self.add(format!("{} of {}", document.path.display(), document.pages));
            Ok(())
        }
        fn page_read(&self, document: &InWork, page: &ReadPage) -> Result<()> {
            self.add(format!("{}{}", document.path.display(), page.page.page.number()));
            Ok(())
        }
        fn step_done(&self, document: &InWork, step: Step) {
            if step == Step::Record {
                self.add(format!("{} done", document.path.display()));
            }
        }
        fn is_cancelled(&self) -> bool {
            self.1.is_some_and(|entries| self.0.lock().unwrap().len() >= entries)
        }
    }

    #[test]
    fn the_first_page_comes_before_the_others_and_what_is_read_is_finished() {
        let log = Log::default();
        let sources = vec![text("a", 3), text("b", 2), text("c", 1)];
        assert!(all(1, &Engine::Panics, sources, &log).values().all(Result::is_ok));
        let expected = "a of 3|a1|b of 2|b1|a2|a3|a done|c of 1|c1|c done|b2|b done";
        assert_eq!(log.0.into_inner().unwrap().join("|"), expected);
    }

    #[test]
    fn the_result_does_not_depend_on_threads_nor_on_the_others() {
        let sources = || vec![text("a", 5), text("b", 1), text("c", 7), text("d", 2)];
        let together = all(3, &Engine::Panics, sources(), &());
        for (number, source) in sources().into_iter().enumerate() {
            let alone = alone(source, &()).unwrap();
            assert_eq!(together[&number].as_ref().unwrap().record, alone.record);
            assert!(alone.read.iter().map(|page| page.page.0).eq(0..alone.record.source.files[0].pages));
        }
    }

    #[test]
    fn a_panic_costs_its_page() {
        let sources = vec![text("a", 2), picture(), text("b", 2)];
        let outcomes = all(2, &Engine::Panics, sources, &());
        assert_eq!(outcomes.len(), 3);
        let warnings = &outcomes[&1].as_ref().unwrap().record.warnings;
        let damaged: Vec<_> = warnings.iter().filter(|w| w.code == Code::PageDamaged).collect();
        assert_eq!(damaged.len(), 1, "{warnings:?}");
        assert_eq!(damaged[0].page, Some(1));
        assert!(damaged[0].message.contains("src/queue.rs:"), "{damaged:?}");
        assert!(damaged[0].message.contains("a page too many"), "{damaged:?}");
        assert!(outcomes[&0].is_ok() && outcomes[&2].is_ok());
    }

    #[test]
    fn a_panic_in_a_document_costs_the_document() {
        struct Panics;
        impl Events for Panics {
            fn step_done(&self, document: &InWork, step: Step) {
                assert!(document.number != 1 || step != Step::Extract, "at its end");
            }
        }
        let sources = vec![text("a", 1), text("b", 2), text("c", 1)];
        let outcomes = all(2, &Engine::Panics, sources, &Panics);
        match &outcomes[&1] {
            Err(Error::Fault { path, place, reason }) => {
                assert_eq!((path.to_str(), reason.as_str()), (Some("b"), "at its end"));
                assert!(place.starts_with("src/queue.rs:"), "{place}");
            }
            other => panic!("{other:?}"),
        }
        assert!(outcomes[&0].is_ok() && outcomes[&2].is_ok());
    }

    #[test]
    fn what_stops_one_document_does_not_stop_the_others() {
        let missing = Source::File("no/such/file.pdf".into());
        let sources = vec![missing, text("a", 2), picture(), text("b", 1)];
        let outcomes = all(2, &Engine::IsMissing, sources, &());
        assert!(matches!(outcomes[&0], Err(Error::Read { .. })), "{outcomes:?}");
        assert!(matches!(outcomes[&2], Err(Error::EngineMissing { .. })), "{outcomes:?}");
        assert!(outcomes[&1].is_ok() && outcomes[&3].is_ok());
    }

    #[test]
    fn of_several_errors_the_first_page_counts() {
        struct Refuses;
        impl Events for Refuses {
            fn page_read(&self, _: &InWork, page: &ReadPage) -> Result<()> {
                let number = page.page.page.number();
                if number == 3 {
                    // So that another thread is first with a later page.
                    thread::sleep(Duration::from_millis(20));
                }
                if number < 3 { Ok(()) } else { Err(Error::NoPages { path: number.to_string().into() }) }
            }
        }
        match all(4, &Engine::Panics, vec![text("a", 9)], &Refuses).remove(&0).unwrap() {
            Err(Error::NoPages { path }) => assert_eq!(path.to_str(), Some("3")),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_cancel_ends_what_is_open_and_begins_nothing() {
        // Opened, first page read, opened: then the second document has no page, and the third is never told.
        let log = Log(Mutex::default(), Some(3));
        let sources = vec![text("a", 3), text("b", 2), text("c", 1)];
        let outcomes = all(1, &Engine::Panics, sources, &log);
        assert!(outcomes.values().all(|outcome| matches!(outcome, Err(Error::Interrupted))), "{outcomes:?}");
        assert_eq!(outcomes.into_keys().collect::<Vec<_>>(), [0, 1]);
        assert_eq!(log.0.into_inner().unwrap().join("|"), "a of 3|a1|b of 2");
    }

    #[test]
    fn a_break_ends_the_work() {
        let taken = AtomicBool::new(false);
        let sources = (0..1000).map(|number: u32| {
            taken.store(number > 900, Ordering::Release);
            text("a", 1)
        });
        let mut count = 0;
        let tools = Tools { restorer: &RESTORER, engine: &Engine::Panics, config: &config(1) };
        read(tools, sources, &(), &mut |_, _| {
            count += 1;
            ControlFlow::Break(())
        });
        assert!(count > 0 && !taken.load(Ordering::Acquire), "{count}");
    }
}
