//! The file of counted confusions, `dictionaries/confusions.tsv`: reading and writing.
//!
//! One edit a line: engine, printed, read, count. `none` stands for nothing printed or nothing read; the line with
//! `total` says how often the letter or pair was printed, so that seldom edits can be left out.

use std::path::Path;

use super::confusion::{Counts, Piece, Printed, Source};
use crate::error::{Error, Result};
use crate::vietnamese::letters::{Case, Letter};

/// A file of confusions, for messages.
const PATH: &str = "dictionaries/confusions.tsv";
const LAYERS_PATH: &str = "dictionaries/layers.tsv";

/// Share of unmarked and of marked letters read as themselves, where nothing was counted: engine with Vietnamese.
pub(crate) const KEPT_VIE: [f32; 2] = [0.995, 0.97];
/// The same: engine without Vietnamese.
pub(crate) const KEPT_ENG: [f32; 2] = [0.95, 0.1];

/// The two counted sources, `vie` and `eng`.
///
/// # Errors
/// [`Error::Dictionary`] with the line that breaks the format.
pub(crate) fn sources(text: &str) -> Result<[Source; 2]> {
    let [vie, eng] = parse(PATH, ["vie", "eng"], text)?;
    Ok([Source::counted(vie, KEPT_VIE), Source::counted(eng, KEPT_ENG)])
}

/// What scanners of offices that knew no Vietnamese put into text layers.
///
/// # Errors
/// [`Error::Dictionary`] with the line that breaks the format.
pub(crate) fn layers(text: &str) -> Result<Source> {
    let [layer] = parse(LAYERS_PATH, ["layer"], text)?;
    Ok(Source::of_few(layer, KEPT_ENG))
}

/// The counts of each of these engines.
fn parse<const N: usize>(path: &str, engines: [&str; N], text: &str) -> Result<[Counts; N]> {
    let mut counts = std::array::from_fn(|_| Counts::default());
    for (number, line) in (1..).zip(text.lines()) {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let error = |reason: &str| Error::Dictionary {
            path: Path::new(path).to_owned(),
            line: number,
            reason: reason.to_owned(),
        };
        let fields: Vec<&str> = line.split('\t').collect();
        let [engine, printed, read, count] = fields.as_slice() else {
            return Err(error("has not four columns"));
        };
        let Some(number) = engines.iter().position(|known| known == engine) else {
            return Err(error("names an unknown engine"));
        };
        let counts: &mut Counts = &mut counts[number];
        let count: f32 = count.parse().map_err(|_| error("has no number as its count"))?;
        if *printed == "none" {
            let mut chars = read.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => counts.insertion(c, count),
                _ => return Err(error("inserts something else than one character")),
            }
            continue;
        }
        let printed = parse_printed(printed).ok_or_else(|| error("prints something else than letters"))?;
        match *read {
            "total" => counts.occurrence(printed, count),
            "none" => counts.edit((printed, Piece::new(&[])), count),
            _ => {
                let chars: Vec<char> = read.chars().collect();
                if chars.len() > super::confusion::LONGEST_PIECE {
                    return Err(error("reads more than three characters"));
                }
                counts.edit((printed, Piece::new(&chars)), count);
            }
        }
    }
    Ok(counts)
}

fn parse_printed(printed: &str) -> Option<Printed> {
    let mut chars = printed.chars();
    let first = chars.next()?;
    let second = match chars.next() {
        Some(c) => Some(Letter::of(c)?),
        None => None,
    };
    if chars.next().is_some() {
        return None;
    }
    Some(Printed { case: Case::of(first), first: Letter::of(first)?, second })
}

/// Edits seen less often are left out: one letter, two letters.
#[cfg(feature = "train")]
const SELDOM: [f32; 2] = [0.5, 2.0];

/// Appends the counts of an engine.
#[cfg(feature = "train")]
pub(crate) fn write(engine: &str, counts: &Counts, file: &mut String) {
    use std::fmt::Write;
    let name = |p: Printed| {
        let mut name = p.first.printed(p.case).to_string();
        name.extend(p.second.map(|s| s.printed(Case::Lower)));
        name
    };
    let mut last = None;
    for ((printed, read), count) in counts.edits() {
        let longer = usize::from(printed.second.is_some() || read.len() > 1);
        if count < SELDOM[longer] || read.chars().iter().any(|c| c.is_whitespace()) {
            continue;
        }
        if last != Some(printed) {
            let _ = writeln!(file, "{engine}\t{}\ttotal\t{:.1}", name(printed), counts.occurred(printed));
            last = Some(printed);
        }
        let read: String = read.chars().iter().collect();
        let read = if read.is_empty() { "none" } else { &read };
        let _ = writeln!(file, "{engine}\t{}\t{read}\t{count:.1}", name(printed));
    }
    for (read, count) in counts.insertions() {
        if count >= SELDOM[0] {
            let _ = writeln!(file, "{engine}\tnone\t{read}\t{count:.1}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_line_is_named() {
        struct Case {
            text: &'static str,
            line: usize,
        }
        let cases = [
            Case { text: "# x\neng\tạ\ta", line: 2 },
            Case { text: "eng\tạ\ta\t1\nabc\tạ\ta\t1", line: 2 },
            Case { text: "eng\tạ\tabcd\t1", line: 1 },
            Case { text: "eng\t1\ta\t1", line: 1 },
            Case { text: "eng\tạ\ta\tviel", line: 1 },
        ];
        for case in cases {
            match sources(case.text) {
                Err(Error::Dictionary { line, .. }) => assert_eq!(line, case.line, "{}", case.text),
                other => panic!("{}: {other:?}", case.text),
            }
        }
    }

    #[cfg(feature = "train")]
    #[test]
    fn what_is_written_is_read_back() {
        let text = "eng\tạ\ttotal\t10.0\neng\tạ\ta\t9.0\neng\tạn\ttotal\t4.0\neng\tạn\tm\t3.0\n\
                    eng\tnone\t.\t2.0\n";
        let [_, eng] = sources(text).unwrap();
        let mut file = String::new();
        write("eng", eng.counts(), &mut file);
        assert_eq!(file, text);
    }
}
