//! Documents for tests, made from text without the steps before: each paragraph a node, parents by their labels.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Document, Field, Header, Line, Node, NodeIndex, NodeKind, Status, Word, halves};
use crate::geometry::PageIndex;
use crate::page::Block;
use crate::text::{Restored, Span};

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?P<article>Điều\s+\d+)\.?|(?P<part>[IVX]+)\.|(?P<sub>\d+(?:\.\d+)+)\.?|(?P<clause>\d+)\.|(?P<point>[a-zđ])\)|(?P<bullet>[-•])|(?P<plus>\+))\s",
    )
    .expect("the pattern is valid")
});

/// A document of these paragraphs: one a line, or more lines until a blank one, a label or a full stop ends them.
pub(crate) fn document(text: &str) -> Document {
    let mut document = Document {
        text: text.to_owned() + "\n",
        lines: Vec::new(),
        words: Vec::new(),
        header: Header::absent(),
        outline: Vec::new(),
    };
    let mut at = 0;
    let mut open: Option<Span<Restored>> = None;
    let mut paragraphs = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        let span = Span::new(at, at + line.len());
        at += line.len() + 1;
        for word in line.split_whitespace() {
            let start = span.start() + (word.as_ptr() as usize - line.as_ptr() as usize);
            document.words.push(Word {
                span: Span::new(start, start + word.len()),
                line: number,
                place: None,
                probability: 1.0,
                doubtful: false,
            });
        }
        let number = u32::try_from(number + 1).unwrap_or(u32::MAX);
        document.lines.push(Line { span, page: PageIndex(0), number, block: Block::Body });
        let ended = |open: Span<Restored>| {
            let before = text[open.range()].trim_end();
            before.ends_with(['.', ':', ';']) && line.trim_start().starts_with(char::is_uppercase)
        };
        if line.trim().is_empty() || LABEL.is_match(line.trim_start()) || open.is_some_and(ended) {
            paragraphs.extend(open.take());
        }
        if !line.trim().is_empty() {
            open = Some(open.map_or(span, |o| o.union(span)));
        }
    }
    paragraphs.extend(open);
    let mut above: Vec<(u32, NodeIndex)> = Vec::new();
    let mut closing = false;
    for own in paragraphs {
        let written = document.text[own.range()].trim_start();
        closing |= written.starts_with("Nơi nhận");
        let captures = LABEL.captures(written);
        let named = |name: &str| captures.as_ref().is_some_and(|c| c.name(name).is_some());
        let (kind, rank) = if closing {
            (NodeKind::Frame, 0)
        } else if named("part") {
            (NodeKind::Part, 1)
        } else if named("article") {
            (NodeKind::Article, 2)
        } else if named("clause") {
            (NodeKind::Clause, 3)
        } else if named("sub") {
            (NodeKind::SubClause, 4)
        } else if named("point") {
            (NodeKind::Point, 5)
        } else if named("bullet") {
            (NodeKind::Bullet, 6)
        } else if named("plus") {
            (NodeKind::Plus, 7)
        } else if written.starts_with("Căn cứ") && written.ends_with([';', '.']) && above.is_empty() {
            (NodeKind::Basis, 8)
        } else {
            (NodeKind::Paragraph, 8)
        };
        let label = captures
            .as_ref()
            .and_then(|c| c.iter().skip(1).flatten().next())
            .map(|m| m.as_str().trim_start_matches("Điều").trim().to_owned());
        let labelled = captures.as_ref().map_or(0, |c| c.get_match().len());
        let start = own.end() - written.len();
        if rank < 8 {
            above.retain(|(other, _)| *other < rank);
        }
        if written.starts_with("Trên đây") || rank == 0 {
            above.clear();
        }
        let parent = above.last().map(|(_, index)| *index);
        let level = u32::try_from(above.len() + 1).unwrap_or(u32::MAX);
        let index = NodeIndex(document.outline.len());
        document.outline.push(Node {
            kind,
            label,
            own,
            body: Span::new(start + labelled, own.end()),
            parent,
            level,
            column: None,
        });
        if rank < 8 && rank > 0 {
            above.push((rank, index));
        }
    }
    document.outline = halves::join(&document.text, document.outline);
    document
}

/// The same with a title and a date.
pub(crate) fn dated(title: &str, date: &str, text: &str) -> Document {
    titled(document(&format!("{title}\n\n{text}")), title, date)
}

/// The same with the outline that the step before makes of such a text, tables and all.
pub(crate) fn modelled(title: &str, date: &str, text: &str) -> Document {
    titled(crate::document::tests::plain(&format!("{title}\n\n{text}")), title, date)
}

fn titled(mut made: Document, title: &str, date: &str) -> Document {
    let read = |value: &str, span| Field {
        value: Some(value.to_owned()),
        status: Status::Read,
        confidence: 1.0,
        evidence: vec![span],
    };
    made.header.subject = read(title, Span::new(0, title.len()));
    made.header.date = read(date, Span::new(0, 0));
    made
}
