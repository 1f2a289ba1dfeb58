//! What `vanthu` and its worker `vanthu-ocr` say to each other: a header line, then bytes.
//!
//! The worker opens with a [`Hello`]. After that each [`Request`] on its standard input gets one [`Answer`] on
//! its standard output, in order. All header lines are ASCII but for the text of an error.

use std::io::{self, BufRead, Read, Write};

use super::Segmentation;

/// Changes with every change of the format, so that two programs of different versions do not misread each
/// other.
const VERSION: u32 = 2;

/// Longest header line, in bytes: an error's sentence fits, a runaway stream does not.
const MAX_HEADER: u64 = 4096;

/// Longest answer taken, in bytes. A dense page with all choices has about 3 MB.
const MAX_ANSWER: u64 = 256 << 20;

/// The first line of the worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hello {
    /// It is ready; the version of Tesseract.
    Ready(String),
    /// The data of this language is not installed.
    NoLanguage(String),
    /// It speaks another version of this protocol.
    OtherVersion,
}

/// What the engine should keep beside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choices {
    /// What else was seen for every letter.
    Kept,
    /// Nothing; the plainest way through the engine, used after a failure.
    Dropped,
}

/// A picture to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request<P> {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Dots per inch.
    pub dpi: u32,
    /// How to part it into lines.
    pub segmentation: Segmentation,
    /// What to keep beside the text.
    pub choices: Choices,
    /// Grey pixels, row after row; `width * height` bytes.
    pub pixels: P,
}

/// What came of a [`Request`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The page as hOCR.
    Hocr(String),
    /// What the engine said.
    Refused(String),
}

impl Hello {
    /// Writes it as the first line.
    ///
    /// # Errors
    /// When the other side is gone.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        match self {
            Hello::Ready(version) => writeln!(to, "vanthu-ocr {VERSION} ready {version}")?,
            Hello::NoLanguage(language) => writeln!(to, "vanthu-ocr {VERSION} no-language {language}")?,
            Hello::OtherVersion => writeln!(to, "vanthu-ocr 0 other")?,
        }
        to.flush()
    }

    /// Reads it.
    ///
    /// # Errors
    /// [`io::ErrorKind::UnexpectedEof`] when the worker ended before, [`io::ErrorKind::InvalidData`] when
    /// another program answered.
    pub fn read(from: &mut impl BufRead) -> io::Result<Hello> {
        let line = header(from)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let rest = line.strip_prefix("vanthu-ocr ").ok_or_else(|| strange(&line))?;
        let (version, rest) = rest.split_once(' ').ok_or_else(|| strange(&line))?;
        if version != VERSION.to_string() {
            return Ok(Hello::OtherVersion);
        }
        match rest.split_once(' ') {
            Some(("ready", version)) => Ok(Hello::Ready(version.to_owned())),
            Some(("no-language", language)) => Ok(Hello::NoLanguage(language.to_owned())),
            _ => Err(strange(&line)),
        }
    }
}

impl<P: AsRef<[u8]>> Request<P> {
    /// Writes it.
    ///
    /// # Errors
    /// When the worker is gone.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let Request { width, height, dpi, segmentation, choices, pixels } = self;
        let segmentation = match segmentation {
            Segmentation::Page => "page",
            Segmentation::Column => "column",
            Segmentation::Block => "block",
            Segmentation::Line => "line",
            Segmentation::Raw => "raw",
        };
        let choices = match choices {
            Choices::Kept => "choices",
            Choices::Dropped => "plain",
        };
        writeln!(to, "read {width} {height} {dpi} {segmentation} {choices}")?;
        to.write_all(pixels.as_ref())?;
        to.flush()
    }
}

impl Request<Vec<u8>> {
    /// Reads the next one; `None` when the other side closed.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidData`] when it breaks the format, or the other side went away within it.
    pub fn read(from: &mut impl BufRead) -> io::Result<Option<Request<Vec<u8>>>> {
        let Some(line) = header(from)? else { return Ok(None) };
        let mut fields = line.split(' ');
        if fields.next() != Some("read") {
            return Err(strange(&line));
        }
        let mut number = || fields.next().and_then(|f| f.parse::<u32>().ok()).ok_or_else(|| strange(&line));
        let (width, height, dpi) = (number()?, number()?, number()?);
        let segmentation = match fields.next() {
            Some("page") => Segmentation::Page,
            Some("column") => Segmentation::Column,
            Some("block") => Segmentation::Block,
            Some("line") => Segmentation::Line,
            Some("raw") => Segmentation::Raw,
            _ => return Err(strange(&line)),
        };
        let choices = match fields.next() {
            Some("choices") => Choices::Kept,
            Some("plain") => Choices::Dropped,
            _ => return Err(strange(&line)),
        };
        let length = u64::from(width) * u64::from(height);
        let mut pixels = Vec::new();
        from.take(length).read_to_end(&mut pixels)?;
        if pixels.len() as u64 != length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Some(Request { width, height, dpi, segmentation, choices, pixels }))
    }
}

impl Answer {
    /// Writes it.
    ///
    /// # Errors
    /// When the other side is gone.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        match self {
            Answer::Hocr(hocr) => {
                writeln!(to, "hocr {}", hocr.len())?;
                to.write_all(hocr.as_bytes())?;
            }
            Answer::Refused(why) => writeln!(to, "refused {}", why.replace('\n', " "))?,
        }
        to.flush()
    }

    /// Reads it.
    ///
    /// # Errors
    /// [`io::ErrorKind::UnexpectedEof`] when the worker ended instead, [`io::ErrorKind::InvalidData`] when the
    /// answer breaks the format.
    pub fn read(from: &mut impl BufRead) -> io::Result<Answer> {
        let line = header(from)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        match line.split_once(' ') {
            Some(("hocr", length)) => {
                let length = length.parse::<u64>().map_err(|_| strange(&line))?;
                if length > MAX_ANSWER {
                    return Err(strange(&line));
                }
                let mut hocr = Vec::new();
                from.take(length).read_to_end(&mut hocr)?;
                if hocr.len() as u64 != length {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                String::from_utf8(hocr).map(Answer::Hocr).map_err(|_| io::ErrorKind::InvalidData.into())
            }
            Some(("refused", why)) => Ok(Answer::Refused(why.to_owned())),
            _ => Err(strange(&line)),
        }
    }
}

/// A header line without its end; `None` at the end of the stream.
fn header(from: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = String::new();
    from.take(MAX_HEADER).read_line(&mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    match line.pop() {
        Some('\n') => Ok(Some(line)),
        // The stream broke off within the line, or the line does not end.
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn strange(line: &str) -> io::Error {
    let start: String = line.chars().take(60).collect();
    io::Error::new(io::ErrorKind::InvalidData, format!("unexpected line `{start}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request<Vec<u8>> {
        Request {
            width: 3,
            height: 2,
            dpi: 300,
            segmentation: Segmentation::Block,
            choices: Choices::Kept,
            pixels: vec![0, 10, 13, 255, b'\n', 7],
        }
    }

    #[test]
    fn requests_come_through_one_after_another() {
        let second = Request { segmentation: Segmentation::Line, choices: Choices::Dropped, ..request() };
        let mut stream = Vec::new();
        request().write(&mut stream).unwrap();
        second.write(&mut stream).unwrap();
        let mut from = stream.as_slice();
        assert_eq!(Request::read(&mut from).unwrap(), Some(request()));
        assert_eq!(Request::read(&mut from).unwrap(), Some(second));
        assert_eq!(Request::read(&mut from).unwrap(), None);
    }

    #[test]
    fn a_request_cut_short_is_an_error_and_not_a_smaller_picture() {
        let mut stream = Vec::new();
        request().write(&mut stream).unwrap();
        for end in 1..stream.len() {
            assert!(Request::read(&mut &stream[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn answers_come_through() {
        for answer in [
            Answer::Hocr("<p>Quyết định\n</p>\n".to_owned()),
            Answer::Hocr(String::new()),
            Answer::Refused("the picture is too small".to_owned()),
        ] {
            let mut stream = Vec::new();
            answer.write(&mut stream).unwrap();
            assert_eq!(Answer::read(&mut stream.as_slice()).unwrap(), answer);
        }
    }

    #[test]
    fn an_answer_cut_short_says_that_the_worker_ended() {
        let mut stream = Vec::new();
        Answer::Hocr("<p/>".to_owned()).write(&mut stream).unwrap();
        for end in 0..stream.len() {
            let error = Answer::read(&mut &stream[..end]).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof, "cut at {end}");
        }
    }

    #[test]
    fn the_first_line_tells_who_answers() {
        struct Case {
            line: &'static str,
            hello: Option<Hello>,
        }
        for case in [
            Case { line: "vanthu-ocr 2 ready 5.3.0\n", hello: Some(Hello::Ready("5.3.0".to_owned())) },
            Case { line: "vanthu-ocr 2 no-language vie\n", hello: Some(Hello::NoLanguage("vie".to_owned())) },
            Case { line: "vanthu-ocr 99 whatever\n", hello: Some(Hello::OtherVersion) },
            Case { line: "bash: no such thing\n", hello: None },
            Case { line: "vanthu-ocr 2 rea", hello: None },
            Case { line: "", hello: None },
        ] {
            assert_eq!(Hello::read(&mut case.line.as_bytes()).ok(), case.hello, "{:?}", case.line);
        }
    }
}
