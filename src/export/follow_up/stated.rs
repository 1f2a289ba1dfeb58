//! What a report states: amounts that were reached ("đạt 8,3 %"), and how far tasks are ("đã hoàn thành").
//!
//! A small grammar over the restored lines: a number counts where a word of reaching stands right before it, and none of
//! aims or of comparison. Numbers in brackets, of other years ("so với năm 2024") and shares of a plan ("bằng 103% dự toán")
//! are no results of an indicator; the last are kept beside the result that they are about.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::passage::{Paragraph, Passages};
use super::vocabulary::{self, Class};
use crate::extract::Quantity;
use crate::extract::quantity::{Amount, UnitKind, amounts, unit, value};
use crate::extract::token::{Flat, pattern, shift};
use crate::record::{Comparison, Direction, Evidence, Record};
use crate::text::{Restored, Span};

/// Something that a report states.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stated {
    pub(super) what: What,
    /// What was measured or done, in the words that tell it from others: each way to cut it out of its sentence.
    pub(super) about: Vec<Vec<String>>,
    /// The sentence.
    pub(super) quote: String,
    /// One entry for each line of the sentence.
    pub(super) evidence: Vec<Evidence>,
    /// The year that it is about, where the sentence names one.
    pub(super) year: Option<i16>,
    /// The sentence is about a part of a year: six months, a quarter.
    pub(super) part_of_year: bool,
    /// Places that the sentence names, folded: `xã tân lập`.
    pub(super) places: Vec<String>,
    /// The number, or the words of the state, are doubtful.
    pub(super) doubtful: bool,
}

/// An amount or a state.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Amount(Reached),
    State(State),
}

/// An amount that was reached.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reached {
    pub(super) value: f64,
    pub(super) value_max: Option<f64>,
    pub(super) unit: Option<String>,
    /// "năm" in "4%/năm".
    pub(super) per: Option<String>,
    pub(super) comparison: Comparison,
    /// A change and no level: "tăng 5%", but not "giảm còn 5%".
    pub(super) change: Option<Direction>,
    /// Reckoned and not counted yet: "ước đạt".
    pub(super) reckoned: bool,
    /// What the sentence says of the plan: "bằng 103% dự toán".
    pub(super) of_plan: Option<String>,
    /// As printed, from the word of reaching to the unit.
    pub(super) written: String,
}

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Done,
    UnderWay,
    NotDone,
}

static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"năm\s+(\d{4})\b"));
static OTHER_YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:so với|cùng kỳ)\s+(?:cùng kỳ\s+)?(?:năm\s+)?\d{4}\b"));
static PART_OF_YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:\d{1,2}\s+tháng|tháng\s+\d{1,2}|quý\s+(?:i|ii|iii|iv|[1-4])\b)"));
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    let kinds = vocabulary::of(Class::Place).collect::<Vec<_>>().join("|");
    Regex::new(&format!(r"\b(?i:{kinds})(?:\s+\p{{Lu}}[\p{{L}}']*)+")).expect("a pattern of our own")
});
/// Times, whose numbers measure nothing.
static TIME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:năm|tháng|ngày|quý)\s+\d+(?:/\d+)*|\d{1,2}/\d{1,2}/\d{4}"));
/// A level to which something went down or up.
static LEVEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:còn|xuống|lên|đạt|tới)\b"));

/// The places that a text names with their kind, folded.
pub(super) fn places(text: &str) -> Vec<String> {
    PLACE.find_iter(text).map(|found| vocabulary::words(found.as_str()).join(" ")).collect()
}

/// Whether the words before a number say that it is a level: "giảm còn", "tăng lên", "đạt".
pub(super) fn is_level(text: &str) -> bool {
    // "tăng 5% trở lên" is a change all the same.
    let folded = crate::vietnamese::fold(text).replace("trở lên", "").replace("trở xuống", "");
    LEVEL.is_match(&folded)
}

/// Whether a text is about a part of a year.
pub(super) fn is_part_of_year(text: &str) -> bool {
    PART_OF_YEAR.is_match(&crate::vietnamese::fold(text))
}

/// The last year that a text names, other than one that something is compared with.
pub(super) fn year(text: &str) -> Option<i16> {
    let folded = crate::vietnamese::fold(text);
    let own = OTHER_YEAR.replace_all(&folded, " ");
    YEAR.captures_iter(&own).last()?[1].parse().ok()
}

/// All that a report states, in its order. What stands under a heading of things to come is left out.
pub(super) fn stated(record: &Record) -> Vec<Stated> {
    let passages = Passages::of(record);
    let mut all = Vec::new();
    let (mut ahead, mut results): (Option<u8>, Option<u8>) = (None, None);
    let mut before = None;
    for paragraph in &passages.paragraphs {
        if let Some(level) = level(&passages, *paragraph) {
            for (part, class) in [(&mut ahead, Class::Ahead), (&mut results, Class::Result)] {
                if part.is_some_and(|of| level <= of) {
                    *part = None;
                }
                if part.is_none() && heads(&passages, *paragraph) == Some(class) {
                    *part = Some(level);
                }
            }
        }
        for clause in passages.clauses(*paragraph) {
            if ahead.is_none() {
                of_clause(&passages, clause, Around { before, of_results: results.is_some() }, &mut all);
            }
            before = Some(clause);
        }
    }
    all
}

/// What stands around a sentence.
#[derive(Debug, Clone, Copy)]
struct Around {
    /// The sentence before it.
    before: Option<Span<Restored>>,
    /// It stands under a heading of results.
    of_results: bool,
}

/// The level of a paragraph that may be a heading: of its label, or the highest for one that is all in capitals.
fn level(passages: &Passages<'_>, paragraph: Paragraph) -> Option<u8> {
    let text = passages.flat.text(paragraph.span);
    let capitals = text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase);
    paragraph.level.or(capitals.then_some(0))
}

/// What the part under a heading is about: what is to come, what was reached.
fn heads(passages: &Passages<'_>, paragraph: Paragraph) -> Option<Class> {
    const HEADING: usize = 20;
    let words = vocabulary::words(passages.flat.text(paragraph.span));
    vocabulary::at(&words, 0).filter(|_| words.len() <= HEADING).map(|(_, class)| class)
}

fn of_clause(passages: &Passages<'_>, clause: Span<Restored>, around: Around, all: &mut Vec<Stated>) {
    let flat = &passages.flat;
    let text = flat.text(clause);
    let before = all.len();
    let times: Vec<Span<Restored>> =
        TIME.find_iter(flat.low(clause)).map(|time| shift(clause, time.start(), time.end())).collect();
    let mut found = amounts(flat, clause, &times);
    found.extend(fractions(flat, clause, &times));
    found.sort_by_key(|amount| amount.number);
    // What was measured is named once: "… đạt 7,1%, năm 2025 đạt 8,3%".
    let mut named: Option<Vec<Vec<String>>> = None;
    let mut from = clause.start();
    for (at, amount) in found.iter().enumerate() {
        let next = found.get(at + 1).map_or(clause.end(), |next| next.written.start());
        let segment = Span::new(from.min(amount.number.start()), amount.number.start());
        from = amount.written.end();
        let behind = Span::new(amount.written.end(), next.max(amount.written.end()));
        let (after, plan) = (flat.text(behind), plan_length(flat.low(behind)));
        if in_brackets(text, amount.number.start() - clause.start()) {
            continue;
        }
        if plan > 0
            && let Some(Stated { what: What::Amount(last), .. }) = all[before..].last_mut()
        {
            let plan = Span::new(amount.written.start(), amount.written.end() + plan);
            last.of_plan.get_or_insert(flat.quote(plan));
            continue;
        }
        let Some(cut) = cut(passages, segment, amount, after, around) else { continue };
        let about = match (cut.about.is_empty(), named.clone()) {
            (true, Some(named)) if year(flat.text(segment)).is_some() => named,
            // "Số hóa hồ sơ lưu trữ. Kết quả: 120/120 hồ sơ."
            (true, None) if cut.of_result => match around.before.map(|before| content(flat.text(before))) {
                Some(before) if before.len() >= LEAST => vec![before],
                _ => continue,
            },
            (true, _) => continue,
            (false, _) => cut.about,
        };
        named = Some(about.clone());
        let number = Span::new(cut.cue.min(amount.written.start()), amount.written.end() + plan);
        let mut reached = reached(passages, amount, number);
        if flat.low(Span::new(amount.number.end(), amount.written.end())).trim_start().starts_with('/') {
            reached.of_plan = Some(flat.quote(Span::new(amount.number.start(), amount.written.end())));
        }
        if plan > 0 {
            // A share of the plan is another measure than what was planned.
            let words = flat.quote(Span::new(amount.written.end(), amount.written.end() + plan));
            reached.unit = Some(format!("{} {}", reached.unit.unwrap_or_default(), words.trim()));
        }
        all.push(Stated {
            what: What::Amount(reached),
            about,
            year: year(flat.text(segment)).or_else(|| year_behind(after)),
            doubtful: passages.is_doubtful(number),
            ..sentence(passages, clause)
        });
    }
    if all.len() == before
        && let Some((state, cue)) = state(text)
    {
        let words = vocabulary::words(text);
        let about = vocabulary::content(&[&words[..cue.start], &words[cue.end..]].concat());
        if about.len() >= LEAST {
            all.push(Stated {
                what: What::State(state),
                about: vec![about],
                year: year(text),
                doubtful: passages.is_doubtful(clause),
                ..sentence(passages, clause)
            });
        }
    }
}

/// So many of how many: "120/120 hồ sơ". The unit is that of both.
fn fractions(flat: &Flat, clause: Span<Restored>, times: &[Span<Restored>]) -> Vec<Amount> {
    static FRACTION: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?:^|[\s:(])(\d{1,3}(?:\.\d{3})+|\d+)\s?/\s?(?:\d{1,3}(?:\.\d{3})+|\d+)\s")
    });
    let low = flat.low(clause);
    let found = FRACTION.captures_iter(low).filter_map(|captures| {
        let (all, number) = (captures.get(0)?, captures.get(1)?);
        let mut end = all.end() - 1;
        let unit_from = end;
        let (kind, value) = (unit(low, &mut end), value(number.as_str())?);
        let written = shift(clause, number.start(), end);
        let is_count = kind == UnitKind::Count && !times.iter().any(|time| time.overlaps(written));
        is_count.then(|| Amount {
            number: shift(clause, number.start(), number.end()),
            written,
            quantity: Quantity {
                value,
                value_max: None,
                unit: Some(flat.quote(shift(clause, unit_from, end)).trim().to_owned()),
            },
            unit: kind,
            per: None,
            comparison: Comparison::Equal,
            direction: None,
        })
    });
    found.collect()
}

/// The words of a sentence that tell it from others, without what says that a result follows.
fn content(text: &str) -> Vec<String> {
    let words = vocabulary::words(text);
    vocabulary::content(&without_year(&words[result(&words)..]))
}

/// How many words at the head of some only say that a result follows.
fn result(words: &[String]) -> usize {
    vocabulary::at(words, 0).filter(|(_, class)| *class == Class::Result).map_or(0, |(count, _)| count)
}

/// Fewer words tell nothing apart.
const LEAST: usize = 2;

/// What is the same for all that a sentence states.
fn sentence(passages: &Passages<'_>, clause: Span<Restored>) -> Stated {
    let quote = passages.flat.quote(clause).trim().to_owned();
    Stated {
        what: What::State(State::NotDone),
        about: Vec::new(),
        evidence: passages.evidence(passages.flat.trim(clause, &[])),
        year: None,
        part_of_year: is_part_of_year(&quote),
        places: places(&quote),
        quote,
        doubtful: false,
    }
}

/// Whether an open bracket stands before a byte of a text.
fn in_brackets(text: &str, at: usize) -> bool {
    let before = &text[..at];
    before.matches('(').count() > before.matches(')').count()
}

/// Bytes of the words of a plan at the head of a folded text; 0 where it begins otherwise.
fn plan_length(low: &str) -> usize {
    static PLAN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\s*(?:so\s+với\s+)?(?:chỉ\s+tiêu\s+)?(\p{L}+\s+\p{L}+)"));
    let Some(found) = PLAN.captures(low) else { return 0 };
    let words = vocabulary::words(&found[1]);
    if matches!(vocabulary::at(&words, 0), Some((2, Class::Plan))) { found[0].len() } else { 0 }
}

/// What was measured, and where the word of reaching stands.
struct Cut {
    about: Vec<Vec<String>>,
    cue: usize,
    /// It is told as a result of what was named before.
    of_result: bool,
}

/// Cuts what was measured out of what stands before a number, and behind it; `None` where the number is no result.
fn cut(
    passages: &Passages<'_>,
    segment: Span<Restored>,
    amount: &Amount,
    after: &str,
    around: Around,
) -> Option<Cut> {
    let flat = &passages.flat;
    let tokens = flat.tokens(segment);
    // Behind a comma something else is measured, unless nothing stands there but a year.
    let words: Vec<String> = tokens.iter().map(|token| crate::vietnamese::spelling(token.low)).collect();
    let known = vocabulary::all(&words);
    if known.iter().any(|(_, _, class)| matches!(class, Class::Aim | Class::Compared)) {
        return None;
    }
    let mut end = words.len();
    loop {
        match vocabulary::before(&words, end, Class::Link) {
            Some(count) => end -= count,
            None if end > 0
                && is_binding(flat.low(Span::new(tokens[end - 1].span.start(), amount.number.start()))) =>
            {
                end -= 1;
            }
            None => break,
        }
    }
    let counted = !matches!(amount.unit, UnitKind::Percent | UnitKind::None | UnitKind::Time);
    let has = |class| known.iter().any(|(_, _, of)| *of == class);
    let mut of_result = false;
    let start = match vocabulary::before(&words, end, Class::Reached) {
        Some(count) => end - count,
        // "Kết quả: 120/120 hồ sơ", "Tỷ lệ hộ nghèo: 3,1%"; not "Kế hoạch: 500 ha".
        None if end > 0 && words[end - 1] == ":" && !has(Class::Plan) => {
            let count = vocabulary::before(&words, end - 1, Class::Result);
            of_result = count.is_some();
            end - 1 - count.unwrap_or(0)
        }
        // "Đã xây dựng 131 căn nhà"; in a part about results also "Xây dựng 131 căn nhà".
        None if counted && (has(Class::Past) || around.of_results && !has(Class::Plan)) => end,
        None => return None,
    };
    let comma = words[..start].iter().rposition(|word| word == "," || word == ")" || word == ":");
    let own = comma.map_or(0, |at| at + 1);
    let cue = tokens.get(start).map_or(amount.number.start(), |token| token.span.start());
    // "tăng" and "giảm" alone say what happened to what was named before.
    let named: Vec<String> = words[own..start].iter().filter(|word| is_word(word)).cloned().collect();
    let named = vocabulary::content(&without_year(&named[result(&named)..]));
    let unit = vocabulary::words(amount.quantity.unit.as_deref().unwrap_or_default());
    let behind = after.split([',', ';', '(', '.']).next().unwrap_or_default();
    let behind = vocabulary::words(behind);
    let behind = if vocabulary::all(&behind).iter().any(|(_, _, class)| *class == Class::Compared) {
        Vec::new()
    } else {
        vocabulary::content(&without_year(&behind))
    };
    let mut about = vec![named.clone(), [named.clone(), behind.clone()].concat()];
    if of_result && named.is_empty() {
        // What was measured was named in the sentence before.
        about.clear();
    } else if counted {
        about.push([named.clone(), vocabulary::content(&unit), behind].concat());
        about.push([named, vocabulary::content(&unit)].concat());
    }
    about.retain(|words| words.len() >= LEAST);
    about.dedup();
    Some(Cut { about, cue, of_result })
}

fn is_word(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

/// Whether the words right before a number only bind it: "ước đạt khoảng".
fn is_binding(low: &str) -> bool {
    static BINDING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:dưới|vượt|quá|≥|≤|>|<)\s*$"));
    BINDING.is_match(low)
}

/// Without "năm 2025", which is told apart.
fn without_year(words: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        let is_year = word.len() == 4 && word.chars().all(|c| c.is_ascii_digit());
        match kept.last() {
            Some(last) if is_year && last == "năm" => drop(kept.pop()),
            _ => kept.push(word.clone()),
        }
    }
    kept
}

fn year_behind(after: &str) -> Option<i16> {
    static BEHIND: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:trong\s+|vào\s+)?năm\s+(\d{4})\b"));
    BEHIND.captures(&crate::vietnamese::fold(after))?[1].parse().ok()
}

fn reached(passages: &Passages<'_>, amount: &Amount, number: Span<Restored>) -> Reached {
    let flat = &passages.flat;
    let low = flat.low(shift(number, 0, amount.number.start() - number.start()));
    let words = vocabulary::words(low);
    let has = |word: &str| words.iter().any(|there| there == word);
    let change = if is_level(low) {
        None
    } else if has("tăng") || has("nâng") {
        Some(Direction::Increase)
    } else if has("giảm") {
        Some(Direction::Decrease)
    } else {
        amount.direction
    };
    let reckoned = has("ước");
    let comparison = match amount.comparison {
        Comparison::About if reckoned => Comparison::Equal,
        other => other,
    };
    Reached {
        value: amount.quantity.value,
        value_max: amount.quantity.value_max,
        unit: amount.quantity.unit.clone(),
        per: amount.per.clone(),
        comparison,
        change,
        reckoned,
        of_plan: None,
        written: flat.quote(number).trim().to_owned(),
    }
}

/// How far a task is by the first words of it that say so, and which words of the text these are.
fn state(text: &str) -> Option<(State, Range<usize>)> {
    let words = vocabulary::words(text);
    let known = vocabulary::all(&words);
    if known.iter().any(|(_, _, class)| *class == Class::Aim) {
        return None;
    }
    let of = |class| match class {
        Class::Done => Some(State::Done),
        Class::UnderWay => Some(State::UnderWay),
        Class::NotDone => Some(State::NotDone),
        _ => None,
    };
    let mut states = known.iter().filter_map(|(from, count, class)| Some((of(*class)?, *from..from + count)));
    let first = states.next()?;
    // "đã hoàn thành … nhưng chưa …" says two things, of which none holds for the whole.
    states.all(|(state, _)| state == first.0).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::of_text;
    use super::*;

    /// What a report with such a body states, in short.
    fn short(body: &str) -> Vec<String> {
        let all = stated(&of_text(body));
        let short = all.iter().map(|stated| match &stated.what {
            What::Amount(reached) => {
                let year = stated.year.map_or_else(String::new, |year| format!(" {year}"));
                let unit = reached.unit.as_deref().unwrap_or_default();
                format!("{} = {}{unit}{year}", stated.about[0].join(" "), reached.value)
            }
            What::State(state) => format!("{} : {state:?}", stated.about[0].join(" ")),
        });
        short.collect()
    }

    #[test]
    fn results_are_told_from_plans_and_other_years() {
        for (body, results) in [
            (
                "1. Tốc độ tăng trưởng kinh tế đạt 8,3% (kế hoạch 8%), tăng 0,5% so với năm 2024.",
                vec!["tốc độ tăng trưởng kinh tế = 8.3%"],
            ),
            ("- Tỷ lệ hộ nghèo giảm còn 2,7%.", vec!["hộ nghèo = 2.7%"]),
            ("- Tỷ lệ hộ nghèo phấn đấu giảm còn 2,7%.", vec![]),
            (
                "- Thu ngân sách nhà nước ước đạt 4.120 tỷ đồng, bằng 103% dự toán.",
                vec!["thu ngân sách nhà nước = 4120tỷ đồng"],
            ),
            (
                "- Tỷ lệ che phủ rừng năm 2024 đạt 41,2%, năm 2025 đạt 42,5%.",
                vec!["che phủ rừng = 41.2% 2024", "che phủ rừng = 42.5% 2025"],
            ),
            (
                "- Số sáng kiến được công nhận tăng 12% so với năm 2024.",
                vec!["sáng kiến được công nhận = 12%"],
            ),
            ("- Thu ngân sách nhà nước đạt 103% dự toán.", vec!["thu ngân sách nhà nước = 103% dự toán"]),
            ("- Đến năm 2030, mục tiêu tỷ lệ đô thị hóa đạt 45%.", vec![]),
            ("- Số hộ nghèo giảm còn 3,1 %.", vec!["hộ nghèo = 3.1%"]),
            ("- Tỷ lệ hộ nghèo: 3,1 %.", vec!["hộ nghèo = 3.1%"]),
            ("- Kế hoạch trồng rừng: 500 ha.", vec![]),
            ("- Số tiêu chí nông thôn mới đạt 15/19 tiêu chí.", vec!["tiêu chí nông thôn mới = 15tiêu chí"]),
            (
                "1. Giải quyết thủ tục đất đai đúng hạn. Kết quả: 120/120 hồ sơ.",
                vec!["giải quyết thủ tục đất đai đúng hạn = 120hồ"],
            ),
            ("2. Số hóa sổ hộ tịch\nKết quả: 1.240/1.300 trang.", vec!["hóa sổ hộ tịch = 1240trang"]),
            ("- Kết quả thu gom rác thải nhựa: 4,5 tấn.", vec!["thu gom rác thải nhựa = 4.5tấn"]),
            ("- Họp ngày 15/3 tháng sau.", vec![]),
        ] {
            assert_eq!(short(body), results, "{body}");
        }
    }

    #[test]
    fn what_is_counted_is_named_behind_the_number() {
        let all =
            stated(&of_text("- Đã xây dựng được 131 căn nhà đại đoàn kết cho hộ nghèo, vượt 9% kế hoạch."));
        assert_eq!(all.len(), 1, "{all:#?}");
        assert!(
            all[0].about.contains(&vocabulary::words("xây dựng căn nhà đại đoàn kết hộ nghèo")),
            "{all:#?}"
        );
        let What::Amount(reached) = &all[0].what else { panic!("{all:#?}") };
        assert_eq!(reached.of_plan.as_deref(), Some("vượt 9% kế hoạch"));
    }

    #[test]
    fn under_a_heading_of_results_no_past_is_needed() {
        let body = "I. KẾT QUẢ THỰC HIỆN\n- Kết nạp 12 đảng viên.\n- Kế hoạch kết nạp 20 đảng viên.\nII. KHÓ KHĂN\n- Thiếu 3 phòng học.";
        assert_eq!(short(body), ["kết nạp = 12đảng viên"]);
    }

    #[test]
    fn states_of_tasks() {
        for (body, states) in [
            (
                "- Sở Nội vụ đã hoàn thành việc xây dựng quy chế làm việc.",
                vec!["sở nội vụ xây dựng quy chế làm : Done"],
            ),
            (
                "- Sở Y tế đang rà soát thủ tục khám bệnh.",
                vec!["sở y tế rà soát thủ tục khám bệnh : UnderWay"],
            ),
            ("- Quy chế làm việc chưa ban hành.", vec!["quy chế làm : NotDone"]),
            ("- Sẽ hoàn thành việc xây dựng quy chế trong quý tới.", vec![]),
            ("- Đã ban hành quy chế làm việc nhưng chưa hoàn thành đề án số hóa.", vec![]),
        ] {
            assert_eq!(short(body), states, "{body}");
        }
    }

    #[test]
    fn what_is_to_come_is_no_result() {
        let body = "I. KẾT QUẢ\n- Tỷ lệ hộ nghèo còn 2,7%.\nII. PHƯƠNG HƯỚNG NĂM 2026\n1. Về kinh tế\n- Tỷ lệ hộ nghèo còn 2%.\nIII. KHEN THƯỞNG\n- Tỷ lệ tập thể được khen đạt 20%.";
        assert_eq!(short(body).len(), 2, "{:?}", short(body));
    }

    #[test]
    fn years_and_places() {
        assert_eq!(year("đạt 5% so với năm 2024"), None);
        assert_eq!(year("Năm 2025, tăng so với cùng kỳ năm 2024"), Some(2025));
        assert_eq!(places("Tại xã Tân Lập và TỈNH HÒA AN"), ["xã tân lập", "tỉnh hòa an"]);
        assert!(is_part_of_year("Kết quả 6 tháng đầu năm") && !is_part_of_year("Kết quả năm 2025"));
    }
}
