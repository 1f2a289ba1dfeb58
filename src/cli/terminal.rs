//! Who reads what is printed: the language, and how wide a line may be.

use std::io::IsTerminal;
use std::sync::OnceLock;

use terminal_size::{Width, terminal_size_of};
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use crate::export::Headings;
use crate::words::{Language, Words};

/// Columns of a table where there is no terminal to ask.
const TABLE_WIDTH: u16 = 100;

#[derive(Debug)]
struct Reader {
    language: Language,
    /// `COLUMNS` of the environment, for where there is no terminal.
    columns: Option<u16>,
}

static READER: OnceLock<Reader> = OnceLock::new();

/// Says once, before anything is printed, which language is spoken and how wide a line is where no terminal tells.
pub(super) fn set(language: Language, columns: Option<u16>) {
    // A second call changes nothing: what was printed so far was in the first language.
    let _ = READER.set(Reader { language, columns });
}

/// The sentences in the language of whoever reads.
pub(super) fn words() -> &'static Words {
    Words::of(READER.get().map_or(Language::English, |reader| reader.language))
}

/// What the columns of CSV are called for whoever reads.
pub(super) fn headings() -> Headings {
    match words().language() {
        Language::English => Headings::Fields,
        Language::Vietnamese => Headings::Vietnamese,
    }
}

/// Columns for a table on standard output. At least 40: in less no column has room for a word.
pub(super) fn table_width() -> u16 {
    let asked = terminal_size_of(std::io::stdout()).map(|(Width(width), _)| width);
    asked.or_else(columns).unwrap_or(TABLE_WIDTH).max(40)
}

/// A message for standard error: its lines end between words at the width of the terminal, and all but the first are
/// indented. In a file or pipe a message stays one line, so that it can be searched, unless `COLUMNS` is set.
pub(super) fn wrapped(message: &str) -> String {
    let asked = terminal_size_of(std::io::stderr()).map(|(Width(width), _)| width);
    let asked = asked.filter(|_| std::io::stderr().is_terminal());
    match asked.or_else(columns) {
        Some(width) => wrap(message, usize::from(width.max(20))),
        None => message.to_owned(),
    }
}

/// A line of a list on standard output: nine columns for what becomes of a thing, then the sentence about it, wrapped
/// under itself. Ends with a line break.
pub(super) fn columns_of_two(state: &str, sentence: &str) -> String {
    const STATE: usize = 9;
    let asked = terminal_size_of(std::io::stdout()).map(|(Width(width), _)| width);
    let state = format!("{state}{}", " ".repeat(STATE.saturating_sub(state.chars().count())));
    let line = match asked.or_else(columns) {
        Some(width) => {
            let (width, indent) = (usize::from(width.max(40)), " ".repeat(STATE));
            let options = options(width).initial_indent(&state).subsequent_indent(&indent);
            textwrap::fill(&held(sentence), options).replace(HELD, " ")
        }
        None => state + sentence,
    };
    line + "\n"
}

fn columns() -> Option<u16> {
    READER.get().and_then(|reader| reader.columns)
}

/// Lines of at most `width` columns. A word that is wider, such as a path, stays whole, and so does a command in
/// backticks, so that it can be copied as it is: the terminal itself breaks it without a line end.
pub(super) fn wrap(message: &str, width: usize) -> String {
    let line = |line: &str| {
        let indent = &line[..line.len() - line.trim_start().len()];
        let indent = format!("{indent}  ");
        textwrap::fill(&held(line), options(width).subsequent_indent(&indent))
    };
    message.split('\n').map(line).collect::<Vec<_>>().join("\n").replace(HELD, " ")
}

/// Stands for a space at which no line may end; of private use, so that no message has it.
const HELD: char = '\u{e000}';

/// A line whose commands in backticks have no space at which it may end.
fn held(line: &str) -> String {
    let parts = line.split('`').enumerate().map(|(number, part)| {
        if number % 2 == 1 { part.replace(' ', &HELD.to_string()) } else { part.to_owned() }
    });
    parts.collect::<Vec<_>>().join("`")
}

fn options<'a>(width: usize) -> Options<'a> {
    Options::new(width)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words() {
        let message = "lỗi: không đọc được thu-muc/mot-ten-tep-rat-dai-khong-the-cat.pdf: không có quyền";
        let lines = wrap(message, 30);
        assert_eq!(
            lines,
            "lỗi: không đọc được\n  thu-muc/mot-ten-tep-rat-dai-khong-the-cat.pdf:\n  không có quyền"
        );
        assert_eq!(wrap(message, 200), message);
        // A command can be copied from one line.
        assert_eq!(
            wrap("sửa bằng lệnh `qpdf a.pdf b.pdf` rồi đọc lại", 28),
            "sửa bằng lệnh\n  `qpdf a.pdf b.pdf` rồi đọc\n  lại"
        );
        // Lines that are there stay, with what they are indented by.
        assert_eq!(wrap("một\n\n  hai ba bốn năm sáu", 19), "một\n\n  hai ba bốn năm\n    sáu");
    }
}
