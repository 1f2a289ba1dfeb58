//! Where the names of bodies end: of Sở and Bộ by a list, of all others by what may follow their head.
//!
//! "Sở Nông nghiệp và Môi trường" is listed; "Ban Quản lý các khu công nghiệp" ends before a verb of duty, a mark or a
//! new body. Unsure: names that no list knows.

use std::sync::LazyLock;

use regex::Regex;

use super::place::{near, place_end};
use super::{COUNCIL, Flat, Token};
use crate::extract::agency_words::{HEAD, NO_HEAD, TITLE, WHOLE};
use crate::extract::token::{TokenKind, pattern};
use crate::extract::words;
use crate::lexicon::Lexicon;
use crate::text::{Restored, Span};
use crate::vietnamese::{fold, old_tone_style};

/// Names of Sở and Bộ, with the source of the pattern for each.
pub(super) static NAMES: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    let lexicon = Lexicon::embedded().expect("the dictionaries of the program are sound");
    ["sở", "bộ"].map(|head| {
        let mut names: Vec<String> = lexicon
            .agencies()
            .iter()
            .filter(|(kind, _)| *kind == head)
            .map(|(_, name)| name_pattern(name))
            .collect();
        // The longest first, so that "Nông nghiệp và Môi trường" is not cut at "Nông nghiệp".
        names.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        pattern(&format!(r"^(?:các\s+)?{head}\s*:?\s*(?P<name>{})\b", names.join("|")))
    })
});
/// A name of a Sở or Bộ, as in [`NAMES`], that follows another in a list: "các Sở: Y tế, Nội vụ và Tài chính".
pub(super) static NEXT_NAME: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [0, 1].map(|head| {
        let source = NAMES[head].as_str();
        let names = source.find("(?P<name>").map_or("", |at| &source[at..]);
        pattern(&format!(r"^(?:\s*[,;]\s*|\s+và\s+){names}"))
    })
});

/// The pattern of a name: any spacing, either dash.
fn name_pattern(name: &str) -> String {
    name.split_whitespace()
        .map(|word| match word {
            "-" => r"[-–]".to_owned(),
            _ => {
                let bare = word.trim_end_matches(',');
                let folded = regex::escape(&old_tone_style(&fold(bare)));
                if bare.len() < word.len() { format!(r"{folded}\s*,") } else { folded }
            }
        })
        .collect::<Vec<_>>()
        .join(r"\s*")
}

/// Words of names whose second syllable alone would end the name: "hợp tác | xã", "việc | làm".
const COMPOUNDS: &[(&str, &str)] = &[
    ("tác", "xã"),
    ("việc", "làm"),
    ("hàng", "không"),
    ("tiến", "đầu"),
    ("dục", "thường"),
    ("vụ", "tổng"),
    ("đào", "tạo"),
    ("hoạch", "tổng"),
    ("thư", "ký"),
    ("trật", "tự"),
    ("tiền", "gửi"),
    ("án", "đầu"),
    ("tư", "xây"),
    ("xây", "dựng"),
    ("trung", "ương"),
];

/// Where the name behind a head ends; `None` when there is neither name nor place.
pub(super) fn name(flat: &Flat, head: Span<Restored>, within: Span<Restored>) -> Option<usize> {
    let rest = Span::new(head.end(), within.end());
    // In a heading in capitals no word is small, so every word is asked whether it ends the name.
    let shouted = flat.text(head).chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
        && flat.text(head).chars().count() > 4;
    let tokens: Vec<Token<'_>> = flat.tokens(Span::new(rest.start(), rest.end().min(near(flat, rest, 200))));
    let mut end = None;
    let mut words = 0;
    let mut listed = false;
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        let here = Span::new(token.span.start(), within.end());
        let next = tokens.get(i + 1);
        if words >= 14 {
            break;
        }
        if token.is_word() {
            // "Cục Đổi | mới sáng | tạo": the second syllable of a listed word that belongs to the name.
            let inside = tokens[..i].last().is_some_and(|before| {
                COMPOUNDS.iter().any(|(first, second)| before.is(first) && token.is(second))
                    || words::is_one(before.low, token.low, before.capital)
            });
            if let Some(place) = place_end(flat, here).filter(|_| !inside) {
                return Some(place);
            }
            // "Ban Quản lý các khu công nghiệp": a name that goes on with a class.
            listed |= token.is("các");
            let of_class = listed
                && token.is("và")
                && next.is_some_and(|n| {
                    n.is_word() && !words::ends_name(flat, Span::new(n.span.start(), within.end()), false)
                })
                || token.is("các")
                    && end.is_some()
                    && flat.low(head) == "ban"
                    && next.is_some_and(|n| n.is("khu") || n.is("dự") || n.is("cụm"));
            // "Trồng trọt và Bảo vệ thực vật": a verb of duty has no capital inside of a sentence.
            let joins = of_class
                || token.is("và")
                    && next.is_some_and(|n| {
                        n.capital
                            && (opens_no_body(flat, n, within) || !shouted && is_proper(flat, n, within))
                    });
            if joins {
                i += 1;
                continue;
            }
            // "Đội thi công số 3" ends with its number; "số 15/KH-UBND" is that of a document.
            if let Some(number) = next.filter(|n| token.is("số") && is_short(&tokens, i + 1, n)) {
                return Some(number.span.end());
            }
            // "Trạm Khí tượng Pom Lót tăng …": behind a proper name of several syllables no small word belongs to it.
            if !token.capital || shouted {
                let before = tokens[..i].iter().rev().take(2);
                let run = before.take_while(|t| is_proper(flat, t, within)).count();
                let ended = || words::ends_name(flat, here, run == 1);
                if !inside && ended() || run == 2 && !token.capital && !shouted {
                    break;
                }
            }
            // A small word belongs to a name only behind a capital one, or before its number.
            let near_capital = || {
                let near = tokens[i..].iter().enumerate().take(4);
                let goes_on = |t: &Token<'_>| {
                    let ends = || words::ends_name(flat, Span::new(t.span.start(), within.end()), false);
                    t.is_word() && (t.capital || t.is("số") || !ends())
                };
                near.take_while(|(_, t)| goes_on(t)).any(|(k, t)| {
                    let number = tokens.get(i + k + 1).filter(|_| t.is("số"));
                    t.capital || number.is_some_and(|n| is_short(&tokens, i + k + 1, n))
                })
            };
            if !token.capital && end.is_none() && !near_capital() {
                break;
            }
            words += 1;
            end = Some(token.span.end());
        } else if token.kind == TokenKind::Number {
            if end.is_none() || token.low.len() > 4 {
                break;
            }
            end = Some(token.span.end());
        } else if token.is("-") || token.is("–") || token.is("&") {
            if !next.is_some_and(|n| n.is_word() && (n.capital || token.is("&"))) {
                break;
            }
        } else if token.is(",") {
            let goes_on = next.is_some_and(|n| n.is("chống") || n.capital && opens_no_body(flat, n, within));
            if !goes_on || end.is_none() {
                break;
            }
        } else {
            break;
        }
        i += 1;
    }
    end
}

/// Whether a token is a number of one or two digits that nothing goes on behind.
fn is_short(tokens: &[Token<'_>], at: usize, token: &Token<'_>) -> bool {
    let goes_on = tokens.get(at + 1).is_some_and(|t| t.is("/") || t.is("-"));
    token.kind == TokenKind::Number && token.low.len() <= 2 && !goes_on
}

/// Whether a word is a syllable of a proper name: a capital and small letters, and no head of a body.
fn is_proper(flat: &Flat, token: &Token<'_>, within: Span<Restored>) -> bool {
    let here = Span::new(token.span.start(), within.end());
    let small = || flat.text(token.span).chars().any(char::is_lowercase);
    token.is_word() && token.capital && small() && !flat.has(&HEAD, here) && !flat.has(&TITLE, here)
}

/// Whether neither a body nor a title nor a verb of duty begins with this word.
pub(super) fn opens_no_body(flat: &Flat, token: &Token<'_>, within: Span<Restored>) -> bool {
    let here = Span::new(token.span.start(), within.end());
    let head = flat.has(&HEAD, here) && !flat.has(&NO_HEAD, here);
    !(head
        || flat.has(&TITLE, here)
        || flat.has(&COUNCIL, here)
        || flat.has(&WHOLE, here)
        || words::ends_name(flat, here, true)
        || token.is("sở")
        || token.is("bộ")
        || token.is("các"))
}
