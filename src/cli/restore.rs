//! `vanthu restore`: a text in, the same text with its diacritics out, line for line.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::args::Restore;
use super::results::{self, Guard, OnRequest};
use super::terminal::words;
use super::{Loudness, messages, output, written};
use crate::config::Config;
use crate::digest::sha256;
use crate::error::{Error, ExitCode, Result};
use crate::files::inputs;
use crate::files::write::{Unfinished, write_file};
use crate::geometry::PageIndex;
use crate::page::OcrPage;
use crate::record;
use crate::restore::{Restoration, RestoredLine, Restorer};
use crate::scan::{self, Content, Scan};
use crate::words::Sentence;

pub(super) fn run(args: &Restore, loudness: Loudness) -> Result<ExitCode> {
    let path = args.file.clone().unwrap_or_else(|| PathBuf::from("-"));
    let on_request = if args.replace { OnRequest::Yes } else { OnRequest::No };
    let input = inputs::input(&path, path.clone());
    let guard = Guard::new(std::slice::from_ref(&input), on_request);
    let bytes = inputs::bytes(&path)?;
    let hash = sha256(&bytes);
    if let Some(file) = &args.output {
        guard.standing(file, Some(&input), Some(&hash))?;
        Unfinished::begin(file)?;
    }
    let source = scan::decode(&bytes).unwrap_or_default();
    let config = Config::default();
    let scan = scan::open(&path, bytes, &config.scan)?;
    if scan.media_type != "text/plain" {
        return Err(Error::NotText { path, media_type: scan.media_type });
    }
    let pages = text_pages(&scan)?;
    let restored = Restorer::load()?.restore(&pages, &config.restore).output;
    let text = if args.json {
        json(&restored)
    } else if args.diff {
        diff(&source, &restored)
    } else {
        restored_text(&source, &restored)
    };
    match &args.output {
        Some(file) => {
            let standing = guard.standing(file, Some(&input), Some(&hash))?;
            written::remember(text.as_bytes(), [results::of(&input, &hash)]);
            write_file(file, text.as_bytes(), standing)?;
        }
        None => output::print(&text)?,
    }
    if loudness != Loudness::Quiet {
        messages::note(&told(&restored, args.output.as_deref()));
    }
    Ok(ExitCode::Done)
}

/// How many words were changed and how many are doubtful: the text itself does not show it.
fn told(restored: &Restoration, output: Option<&Path>) -> String {
    let counts = record::restoration(restored);
    let line = Sentence::new("restored")
        .with("words", words().count(counts.words))
        .with("changed", words().count(counts.changed))
        .with("left", words().count(counts.words.saturating_sub(counts.changed)))
        .with("doubtful", words().count(counts.doubtful));
    let said = words().say(&line);
    output.map_or(said.clone(), |output| format!("{said} → {}", output.display()))
}

/// The pages of a text file as restoration takes them.
pub(super) fn text_pages(scan: &Scan) -> Result<Vec<OcrPage>> {
    let pages = (0..scan.page_count()).map(|index| {
        let page = scan.page(PageIndex(index))?.output;
        let lines = match page.content {
            Content::Text(lines) => lines,
            Content::Picture { .. } => Vec::new(),
        };
        Ok(OcrPage { marks: page.marks, ..OcrPage::of_lines(page.index, page.origin, lines) })
    });
    pages.collect()
}

/// The source text with its words replaced: blank lines, form feeds and the white space at line starts stay, and
/// between words too where their number is the same.
pub(super) fn restored_text(source: &str, restored: &Restoration) -> String {
    // A line with two columns was read as two.
    let mut lines: BTreeMap<(usize, u32), Vec<&RestoredLine>> = BTreeMap::new();
    for (page, of) in restored.pages.iter().enumerate() {
        for line in &of.lines {
            lines.entry((page, line.number)).or_default().push(line);
        }
    }
    let mut text = String::with_capacity(source.len() + source.len() / 4);
    let mut page = 0;
    for (number, raw) in (1..).zip(source.split_inclusive('\n')) {
        for (part, piece) in raw.split('\u{c}').enumerate() {
            if part > 0 {
                text.push('\u{c}');
                page += 1;
            }
            match lines.get(&(page, number)) {
                Some(line) if !piece.trim().is_empty() => restored_line(piece, line, &mut text),
                _ => text.push_str(piece),
            }
        }
    }
    text
}

fn restored_line(raw: &str, columns: &[&RestoredLine], text: &mut String) {
    let content = raw.trim_end();
    let mut gaps = Vec::new();
    let mut rest = content;
    while !rest.is_empty() {
        let word = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
        gaps.push(&rest[..word]);
        let end = rest[word..].find(char::is_whitespace).map_or(rest.len(), |at| word + at);
        rest = &rest[end..];
    }
    let mut before = 0;
    for line in columns {
        let mut previous_end = 0;
        for (index, word) in line.words.iter().enumerate() {
            if index == 0 || word.from.start >= previous_end {
                text.push_str(gaps.get(before + word.from.start).copied().unwrap_or(" "));
            } else {
                text.push(' ');
            }
            text.push_str(&word.chosen.text);
            previous_end = word.from.end;
        }
        before += previous_end;
    }
    text.push_str(&raw[content.len()..]);
}

fn json(restored: &Restoration) -> String {
    let value = serde_json::json!({
        "restoration": record::restoration(restored),
        "text": record::text(restored),
    });
    format!("{value:#}\n")
}

/// The lines that changed, as they stand in the text, with the white space at their start and between words.
fn diff(source: &str, restored: &Restoration) -> String {
    let mut text = String::new();
    let now = restored_text(source, restored);
    let line_of = |line: &'_ str| line.trim_end().replace('\u{c}', "");
    for ((read, now), number) in source.lines().zip(now.lines()).zip(1..) {
        let (read, now) = (line_of(read), line_of(now));
        if now != read {
            writeln!(text, "{number}: - {read}\n{number}: + {now}")
                .expect("writing to a string does not fail");
        }
    }
    text
}

/// Restores a text as `vanthu restore` does; `path` is for messages.
pub(super) fn restore_text(restorer: &Restorer, path: &Path, source: &str) -> Result<String> {
    let config = Config::default();
    let scan = scan::open(path, source.as_bytes().to_vec(), &config.scan)?;
    let restored = restorer.restore(&text_pages(&scan)?, &config.restore).output;
    Ok(restored_text(source, &restored))
}
