//! What the steps made, put into the record.

use super::evidence::evidence;
use super::probability;
use super::types::*;
use super::{damage, findings};
use crate::digest::sha256;
use crate::document::{self, Document as Model, NodeIndex, NodeKind};
use crate::extract::Findings;
use crate::geometry::PixelBox;
use crate::restore::{self, RestoredLine, RestoredPage};
use crate::scan::Scan;
use crate::text::one_line;
use crate::warning;
use crate::words::Words;

/// What a record was made from and with.
#[derive(Debug, Clone, Copy)]
pub struct MadeFrom<'a> {
    /// The scan.
    pub scan: &'a Scan,
    /// Name and version of the engine.
    pub engine: &'a str,
    /// Its languages.
    pub languages: &'a [String],
    /// Hash of model and dictionaries.
    pub model: &'a str,
    /// What the steps before the findings warned of, in their order.
    pub warnings: &'a [warning::Warning],
}

/// Puts together the record of one document.
pub fn write(
    from: &MadeFrom<'_>,
    restored: &restore::Restoration,
    model: &Model,
    found: &Findings,
) -> Record {
    let pages = from.scan.page_count();
    // Of a file that holds several documents, the pages of this one.
    let number = |page: Option<&RestoredPage>| page.map(|page| page.page.number());
    let page_range =
        [number(restored.pages.first()).unwrap_or(1), number(restored.pages.last()).unwrap_or(pages)];
    let [first, last] = page_range;
    let id = sha256(format!("{} {first}-{last}", from.scan.sha256).as_bytes())[..16].to_owned();
    let was_read = restored.pages.iter().any(|page| page.origin == Origin::Scan);
    let findings = findings::Findings::new(model, found, &id);
    let mut record = Record {
        input: None,
        format: Format::Record,
        version: VERSION,
        made_by: MadeBy {
            program: concat!("vanthu ", env!("CARGO_PKG_VERSION")).to_owned(),
            engine: was_read.then(|| from.engine.to_owned()),
            languages: if was_read { from.languages.to_vec() } else { Vec::new() },
            model: from.model.to_owned(),
            settings: None,
        },
        source: Source {
            files: from.scan.files().iter().map(source_file).collect(),
            page_range,
            signatures: from
                .scan
                .signatures
                .iter()
                .map(|s| Signature {
                    name: s.name.clone(),
                    time: s.time.clone(),
                    verified: "not checked".to_owned(),
                })
                .collect(),
            repeats: Vec::new(),
        },
        pages: restored.pages.iter().map(|restored| page(restored, from.warnings)).collect(),
        text: text(restored),
        restoration: restoration(restored),
        document: header(model, found, &restored.pages),
        outline: outline(model),
        emulation: findings.emulation(),
        targets: findings.targets(),
        deadlines: findings.deadlines(),
        assignments: findings.assignments(),
        agencies: findings.agencies(),
        references: findings.references(),
        warnings: from.warnings.iter().chain(&found.warnings).map(warning).collect(),
        id,
    };
    damage::doubt(&mut record);
    record
}

fn source_file(scan: &Scan) -> SourceFile {
    let (pages, promised) = (scan.page_count(), scan.promised_pages());
    SourceFile {
        file: scan.path.file_name().map_or_else(|| "-".to_owned(), |n| n.to_string_lossy().into_owned()),
        path: None,
        media_type: scan.media_type.to_owned(),
        bytes: scan.bytes,
        sha256: scan.sha256.clone(),
        pages,
        promised_pages: (promised > pages).then_some(promised),
    }
}

/// A record with other findings of the same document.
#[cfg(feature = "train")]
pub(crate) fn with_findings(record: &Record, model: &Model, found: &Findings) -> Record {
    let findings = findings::Findings::new(model, found, &record.id);
    Record {
        emulation: findings.emulation(),
        targets: findings.targets(),
        deadlines: findings.deadlines(),
        assignments: findings.assignments(),
        agencies: findings.agencies(),
        references: findings.references(),
        ..record.clone()
    }
}

fn page(restored: &RestoredPage, doubts: &[warning::Warning]) -> Page {
    let mut warnings: Vec<_> =
        doubts.iter().filter(|d| d.page == Some(restored.page)).map(|d| d.doubt.code()).collect();
    warnings.sort_unstable();
    warnings.dedup();
    // The words of a line cover all that were read, in order.
    let words: usize = restored.lines.iter().filter_map(|line| Some(line.words.last()?.from.end)).sum();
    Page {
        page: restored.page.number(),
        width: restored.frame.map(|f| f.width),
        height: restored.frame.map(|f| f.height),
        dpi: restored.frame.map(|f| f.dpi),
        turned: restored.frame.map_or(0, |f| f.turned),
        skew: restored.frame.map_or(0.0, |f| (f.skew * 100.0).round() / 100.0),
        to_source: restored.frame.map(|f| f.to_source.0.map(|x| (x * 1e6).round() / 1e6)),
        origin: restored.origin,
        words: u32::try_from(words).unwrap_or(u32::MAX),
        confidence: mean(
            restored
                .lines
                .iter()
                .flat_map(|line| line.words.iter().map(|word| f64::from(word.chosen.probability))),
        ),
        warnings,
        marks: restored
            .marks
            .iter()
            .map(|mark| Mark { kind: mark.kind, place: mark.place, text: mark.text.clone(), values: None })
            .collect(),
    }
}

/// The mean, or `None` of nothing.
fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| probability(sum / count))
}

/// The text of all pages, word by word.
pub fn text(restored: &restore::Restoration) -> Vec<PageText> {
    restored.pages.iter().map(page_text).collect()
}

fn page_text(page: &RestoredPage) -> PageText {
    PageText { page: page.page.number(), lines: page.lines.iter().map(text_line).collect() }
}

fn text_line(line: &RestoredLine) -> TextLine {
    let words = line.words.iter().map(|word| TextWord {
        text: word.chosen.text.clone(),
        read: word.read.clone(),
        place: word.place,
        confidence: probability(f64::from(word.chosen.probability)),
        alternatives: word
            .alternatives
            .iter()
            .map(|other| (other.text.clone(), probability(f64::from(other.probability))))
            .collect(),
        doubtful: word.doubtful,
    });
    TextLine {
        line: line.number,
        text: line.words.iter().map(|w| w.chosen.text.as_str()).collect::<Vec<_>>().join(" "),
        read: line.read.clone(),
        place: line.words.iter().filter_map(|w| w.place).reduce(|a, b| a.union(&b)),
        confidence: mean(line.words.iter().map(|w| f64::from(w.chosen.probability))).unwrap_or(0.0),
        words: Some(words.collect()),
    }
}

/// What restoration did, in figures.
pub fn restoration(restored: &restore::Restoration) -> Restoration {
    let words = || restored.pages.iter().flat_map(|p| &p.lines).flat_map(|l| &l.words);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Restoration {
        words: count(words().count()),
        changed: count(words().filter(|w| w.chosen.text != w.read).count()),
        doubtful: count(words().filter(|w| w.doubtful).count()),
        accuracy_before: probability(restored.accuracy_before),
        accuracy_after: probability(restored.accuracy_after),
    }
}

fn header(model: &Model, found: &Findings, pages: &[RestoredPage]) -> Document {
    let h = &model.header;
    let text = |field: &document::Field<String>| field_of(model, field, String::clone);
    Document {
        kind: text(&h.kind),
        number: text(&h.number),
        symbol: text(&h.symbol),
        code: text(&h.code),
        parent_body: text(&h.parent_body),
        issuer: text(&h.issuer),
        place: text(&h.place),
        date: text(&h.date),
        effective: text(&h.effective),
        subject: text(&h.subject),
        urgency: with_marks(text(&h.urgency), MarkKind::Urgency, pages),
        secrecy: with_marks(text(&h.secrecy), MarkKind::Secrecy, pages),
        signer: field_of(model, &h.signer, Signer::clone),
        co_signers: list_of(model, &h.co_signers, Vec::clone),
        recipients: list_of(model, &h.recipients, |all| recipients(found, all)),
        filed: field_of(model, &h.filed, Filed::clone),
        appendices: list_of(model, &h.appendices, |all| {
            all.iter()
                .map(|a| Appendix {
                    title: a.title.clone(),
                    kind: a.kind.clone(),
                    pages: [a.pages.0.number(), a.pages.1.number()],
                })
                .collect()
        }),
    }
}

fn field_of<T, U>(model: &Model, field: &document::Field<T>, value: impl Fn(&T) -> U) -> Field<U> {
    Field {
        value: field.value.as_ref().map(value),
        status: match field.status {
            document::Status::Read => Status::Read,
            document::Status::Handwritten => Status::Handwritten,
            document::Status::Partial => Status::Partial,
            document::Status::Blank => Status::Blank,
            document::Status::Absent => Status::Absent,
            document::Status::Unreadable => Status::Unreadable,
        },
        confidence: probability(f64::from(field.confidence)),
        evidence: evidence(model, &field.evidence),
        checked: None,
    }
}

/// A field that was read from a stamp stands where the stamp stands.
fn with_marks(mut field: Field<String>, kind: MarkKind, pages: &[RestoredPage]) -> Field<String> {
    if field.evidence.is_empty() && field.status != Status::Absent {
        let marks = pages.iter().flat_map(|page| page.marks.iter().map(move |mark| (page, mark)));
        field.evidence = marks
            .filter(|(_, mark)| mark.kind == kind)
            .map(|(page, mark)| Evidence {
                page: page.page.number(),
                place: Some(mark.place),
                line: None,
                text: mark.text.clone().or_else(|| field.value.clone()).unwrap_or_default(),
            })
            .collect();
    }
    field
}

/// As [`field_of`], for lists, which are empty and not null when absent.
fn list_of<T, U>(
    model: &Model,
    field: &document::Field<Vec<T>>,
    value: impl Fn(&Vec<T>) -> Vec<U>,
) -> Field<Vec<U>> {
    let mut field = field_of(model, field, value);
    field.value.get_or_insert_default();
    field
}

fn recipients(found: &Findings, recipients: &[document::Recipient]) -> Vec<Recipient> {
    let with_bodies = recipients.iter().zip(&found.recipients);
    with_bodies
        .map(|(recipient, agencies)| Recipient {
            written: recipient.written.clone(),
            purpose: recipient.purpose.clone(),
            agencies: agencies.clone(),
        })
        .collect()
}

/// The tree of headings and items; paragraphs, rows and the frame of the page are not parts that one looks up.
fn outline(model: &Model) -> Vec<OutlineNode> {
    children(model, None)
}

fn children(model: &Model, parent: Option<NodeIndex>) -> Vec<OutlineNode> {
    let below = model.outline.iter().enumerate().filter(|(_, node)| node.parent == parent);
    below
        .filter(|(_, node)| {
            !matches!(
                node.kind,
                NodeKind::Frame | NodeKind::Row | NodeKind::Cell | NodeKind::Basis | NodeKind::Paragraph
            )
        })
        .map(|(index, node)| OutlineNode {
            label: node.label.clone(),
            title: title(&model.text[node.body.range()]),
            level: node.level,
            page: model.places(node.own).first().map_or(1, |place| place.page.number()),
            children: children(model, Some(NodeIndex(index))),
        })
        .collect()
}

/// The first words of a part: its heading whole, of a paragraph at most 25 words.
fn title(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.get(..25) {
        Some(first) if words.len() > 30 => format!("{} …", first.join(" ")),
        _ => one_line(text),
    }
}

/// The message is in English whoever reads it: records are compared by their bytes.
fn warning(doubt: &warning::Warning) -> Warning {
    Warning {
        code: doubt.doubt.code(),
        message: Words::english().warning(doubt),
        page: doubt.page.map(crate::geometry::PageIndex::number),
        place: doubt.place.map(|b: PixelBox| b),
    }
}
