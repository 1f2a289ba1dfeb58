//! Cuts text into the units that the language model counts: words, numbers, document symbols, sentence breaks.
//!
//! The trainer and the decoder must cut alike, so both use [`units`]. The rules, for each piece between white space:
//!
//! 1. A document symbol (`56/NQ-HĐND`, `34-CT/TW`, `30/2020/NĐ-CP`, `/QĐ-UBND` where the number was left blank)
//!    is one [`UnitClass::Symbol`].
//! 2. Else it is cut at everything that is neither letter nor digit: `kinh tế-xã hội` is four words, `HĐND-UBND` two.
//! 3. A run with a digit is a [`UnitClass::Number`], also `m2` and `5ha`; numbers joined by one of `. , / - : –`
//!    (`1.250,5`, `20/10/2021`, `2021-2025`) are one. Signs around it, as `%`, are no part of the model.
//! 4. Other runs are words.
//! 5. `. ; : ! ? …` at the end of the piece, also before closing quotes and brackets, is a [`UnitClass::Break`]. So is
//!    the end of a line where the caller says so; breaks never follow each other.
//!
//! Punctuation inside a sentence is not in the model.
#![cfg_attr(not(feature = "train"), allow(dead_code, reason = "units are counted in training alone"))]

use std::ops::Range;

/// What a unit is to the language model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitClass {
    /// A run of letters.
    Word,
    /// A figure, a date, a share, or a word with a digit inside.
    Number,
    /// Number and symbol of a document, or its symbol alone after `/`.
    Symbol,
    /// The end of a sentence or of a clause.
    Break,
}

/// One unit and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    /// What it is.
    pub kind: UnitClass,
    /// Its bytes in the text that was cut. Never empty; of a break, the punctuation.
    pub at: Range<usize>,
}

/// The units of a text in order. Line ends are white space like any other: a caller whose lines are sentences
/// passes them one by one and puts a break between.
pub(crate) fn units(text: &str) -> Vec<Unit> {
    let mut out = Vec::new();
    for (start, piece) in pieces(text) {
        if let Some(symbol) = symbol(piece) {
            out.push(Unit { kind: UnitClass::Symbol, at: start + symbol.start..start + symbol.end });
        } else {
            runs(piece, start, &mut out);
        }
        if let Some(tail) = closing_break(piece)
            && !matches!(out.last(), None | Some(Unit { kind: UnitClass::Break, .. }))
        {
            out.push(Unit { kind: UnitClass::Break, at: start + tail..start + piece.len() });
        }
    }
    out
}

/// Pieces between white space with their first byte.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let base = text.as_ptr() as usize;
    text.split_whitespace().map(move |piece| (piece.as_ptr() as usize - base, piece))
}

/// Where the closing punctuation of a piece begins, when it ends a sentence or clause.
fn closing_break(piece: &str) -> Option<usize> {
    let body = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
    piece[body.len()..].contains(['.', ';', ':', '!', '?', '…']).then_some(body.len())
}

/// The runs of letters and digits of a piece, numbers joined.
fn runs(piece: &str, start: usize, out: &mut Vec<Unit>) {
    let mut previous: Option<(usize, UnitClass)> = None; // end within the piece and kind of the run before
    let mut rest = 0;
    while let Some(from) = piece[rest..].find(char::is_alphanumeric).map(|i| rest + i) {
        let to = piece[from..].find(|c: char| !is_inner(c)).map_or(piece.len(), |i| from + i);
        let run = &piece[from..to];
        let kind = if run.contains(|c: char| c.is_numeric()) { UnitClass::Number } else { UnitClass::Word };
        match (previous, out.last_mut()) {
            (Some((end, UnitClass::Number)), Some(last))
                if kind == UnitClass::Number && joins(&piece[end..from]) =>
            {
                last.at.end = start + to;
            }
            _ => out.push(Unit { kind, at: start + from..start + to }),
        }
        previous = Some((to, kind));
        rest = to;
    }
}

/// Letters and digits, and marks that could not be composed.
fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// Whether the signs between two numbers make them one.
fn joins(between: &str) -> bool {
    let mut signs = between.chars();
    matches!((signs.next(), signs.next()), (Some('.' | ',' | '/' | '-' | ':' | '–'), None))
}

/// The range of a document symbol within a piece, without quotes, brackets and punctuation around it.
///
/// It begins with a digit or with `/`, and after a `/` or `-` comes a group of two letters or more that begins
/// with a capital. `24/7` and `2021-2025` have no such group; `HĐND-UBND` does not begin with a digit.
fn symbol(piece: &str) -> Option<Range<usize>> {
    let from = piece.find(|c: char| c.is_alphanumeric() || c == '/')?;
    let to = piece.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    if from >= to {
        return None;
    }
    let body = &piece[from..to];
    let first = body.chars().next()?;
    if !(first.is_numeric() || first == '/') {
        return None;
    }
    if !body.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '–' | '.')) {
        return None;
    }
    let has_group = body.split(['/', '-', '–']).skip(1).any(|group| {
        group.chars().next().is_some_and(char::is_uppercase)
            && group.chars().filter(|c| c.is_alphabetic()).count() >= 2
    });
    has_group.then_some(from..to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        units(text)
            .into_iter()
            .map(|unit| match unit.kind {
                UnitClass::Word => crate::vietnamese::spelling(&text[unit.at]),
                UnitClass::Number => format!("N<{}>", &text[unit.at]),
                UnitClass::Symbol => format!("S<{}>", &text[unit.at]),
                UnitClass::Break => "|".to_owned(),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn text_is_cut_into_units() {
        struct Case {
            text: &'static str,
            units: &'static str,
        }
        let cases = [
            Case { text: "Phát triển kinh tế - xã hội", units: "phát triển kinh tế xã hội" },
            Case { text: "kinh tế-xã hội; HĐND-UBND", units: "kinh tế xã hội | hđnd ubnd" },
            Case { text: "Quyết định số 56/NQ-HĐND,", units: "quyết định số S<56/NQ-HĐND>" },
            Case { text: "(34-CT/TW) và 30/2020/NĐ-CP.", units: "S<34-CT/TW> và S<30/2020/NĐ-CP> |" },
            Case { text: "Luật số 31/2024/QH15", units: "luật số S<31/2024/QH15>" },
            Case { text: "Số:     /QĐ-UBND", units: "số | S</QĐ-UBND>" },
            Case { text: "ngày 20/10/2021, đạt 55,7%", units: "ngày N<20/10/2021> đạt N<55,7>" },
            Case {
                text: "giai đoạn 2021-2025: 1.250 tỷ", units: "giai đoạn N<2021-2025> | N<1.250> tỷ"
            },
            Case { text: "1.Mục tiêu", units: "N<1> mục tiêu" },
            Case { text: "a) TP.Sơn Hà đạt 5ha, 10m2", units: "a tp sơn hà đạt N<5ha> N<10m2>" },
            Case { text: "“Xong chưa?” Rồi… ... - Chưa!", units: "xong chưa | rồi | chưa |" },
            Case { text: "Hoà Uỷ quý", units: "hòa ủy quý" },
            Case { text: "... ; -", units: "" },
            Case { text: "", units: "" },
        ];
        for case in cases {
            assert_eq!(shown(case.text), case.units, "{}", case.text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(3), ..Default::default() })]

        #[test]
        fn units_cover_every_letter_and_digit_once_in_order(text in r"[a-zđưỒ0-9/\-., :;()]{0,60}") {
            let cut = units(&text);
            let mut end = 0;
            for unit in &cut {
                prop_assert!(unit.at.start >= end && unit.at.start < unit.at.end);
                prop_assert!(!text[end..unit.at.start].contains(char::is_alphanumeric));
                end = unit.at.end;
            }
            prop_assert!(!text[end..].contains(char::is_alphanumeric));
            prop_assert!(!cut.windows(2).any(|w| w[0].kind == UnitClass::Break && w[1].kind == UnitClass::Break));
        }
    }
}
