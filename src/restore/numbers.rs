//! Numbers, dates and symbols of garbled text, after its words are decoded: what a closed form or a known citation
//! tells is put right, what stays open is marked.
//!
//! `ngày 3OlBl2O25` can only be ngày 30/8/2025, `Điều 3l` Điều 31, `Nghị định số IZO|ZOZilUU-CP` a decree that many
//! cite. A digit goes out only where what was read looks like it ([`digits`](super::digits)).

mod beside;

use std::ops::Range;

use jiff::civil::Date;

use super::cited::CitedList;
use super::digits::{self, Figure};
use super::output::Chosen;
use super::reading::TokenStream;
use super::tokens::PartKind;
use crate::vietnamese as text;
use crate::vietnamese::spelling;
use crate::vietnamese::syllable;

/// How probable the only figure that fits must be, 0 to 1.
const SURE: f32 = 0.85;
/// What a figure that was spelled from letters is believed, at most.
const MOST: f32 = 0.9;
/// What a figure is believed that stays as read though it is no sound one.
const OPEN: f32 = 0.3;

/// How probable it must be that one or two digits are a number and no word, 0 to 1.
const WORD: f32 = 0.95;

/// Words that a number of one or two digits follows, and the largest that it can be.
const BEFORE_NUMBERS: [(&str, u32); 9] = [
    ("ngày", 31),
    ("tháng", 12),
    ("điều", 300),
    ("khoản", 40),
    ("mục", 40),
    ("chương", 40),
    ("trang", 300),
    ("tuổi", 99),
    ("năm", 2100),
];

/// Words that short numbers stand behind or before.
const AROUND_NUMBERS: [&str; 23] = [
    "số",
    "thứ",
    "quý",
    "hơn",
    "trên",
    "dưới",
    "mẫu",
    "lục",
    "biểu",
    "tháng",
    "năm",
    "ngày",
    "giờ",
    "phút",
    "người",
    "hộ",
    "xã",
    "phường",
    "huyện",
    "tỷ",
    "triệu",
    "ha",
    "km",
];

/// Kinds of documents as they stand before a symbol.
const KINDS: [&str; 14] = [
    "báo cáo",
    "công văn",
    "hướng dẫn",
    "kế hoạch",
    "tờ trình",
    "nghị định",
    "nghị quyết",
    "quyết định",
    "chỉ thị",
    "thông tư",
    "kết luận",
    "luật",
    "pháp lệnh",
    "công điện",
];

/// Most read words that make one figure.
const LONGEST: usize = 3;

/// Pieces of the same parts, with what was read there.
struct Group {
    parts: Range<usize>,
    pieces: Range<usize>,
    made: String,
    kind: PartKind,
}

/// Puts the figures of a garbled document right. `chosen` are its pieces in order.
pub(super) fn mend(reading: &TokenStream, chosen: Vec<Chosen>, cited: &CitedList) -> Vec<Chosen> {
    let year = year_of(reading);
    let groups = groups(reading, &chosen);
    let mut out = Vec::with_capacity(chosen.len());
    let mut chosen: Vec<Option<Chosen>> = chosen.into_iter().map(Some).collect();
    let mut at = 0;
    // The words that went out last on this line, lower case.
    let mut before: Vec<String> = Vec::new();
    let mut line = usize::MAX;
    while at < groups.len() {
        let here = reading.parts[groups[at].parts.start].line;
        if here != line {
            // A sentence goes on over the end of a line.
            before = before.split_off(before.len().saturating_sub(4));
            line = here;
        }
        let read = Read { reading, groups: &groups, at, year, before: &before, cited };
        if let Some(pieces) = read.month_run_together() {
            before.extend(pieces.iter().map(|one| text::fold(&one.text)));
            out.extend(pieces);
            at += 1;
            continue;
        }
        if let Some((count, one)) = read.mended() {
            before.push(text::fold(&one.text));
            out.push(one);
            at += count;
            continue;
        }
        let likely = groups[at].pieces.clone().filter_map(|piece| chosen[piece].as_ref());
        let likely = likely.map(|one| one.posterior).fold(1.0, f32::min);
        let open = read.is_open(likely);
        for piece in groups[at].pieces.clone() {
            if let Some(mut one) = chosen[piece].take() {
                if open {
                    one.posterior = one.posterior.min(OPEN);
                    one.doubtful = true;
                }
                out.push(one);
            }
        }
        before.extend(groups[at].made.split(' ').map(text::fold));
        at += 1;
    }
    beside::part_words(reading, &mut out);
    out
}

/// The latest year that stands by itself or in a sound date; what offices write is hardly older than its last date.
fn year_of(reading: &TokenStream) -> i16 {
    let years = reading.parts.iter().filter(|part| part.kind == PartKind::Number).filter_map(|part| {
        let text: String = part.chars.iter().collect();
        let last = text.rsplit(['/', '-', '.']).next()?;
        let year = last.parse::<i16>().ok().filter(|year| last.len() == 4 && (1990..2060).contains(year))?;
        Some(year)
    });
    let mut years: Vec<i16> = years.collect();
    years.sort_unstable();
    // One misread year must not draw the others away.
    let at = years.len().saturating_sub(1 + years.len() / 10);
    years.get(at).copied().unwrap_or(2025)
}

fn groups(reading: &TokenStream, chosen: &[Chosen]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, one) in chosen.iter().enumerate() {
        match groups.last_mut() {
            Some(last) if last.parts == one.parts => {
                last.pieces.end = at + 1;
                last.made.push(' ');
                last.made.push_str(&one.text);
            }
            _ => groups.push(Group {
                parts: one.parts.clone(),
                pieces: at..at + 1,
                made: one.text.clone(),
                kind: reading.parts[one.parts.start].kind,
            }),
        }
    }
    groups
}

/// A place in the document where a figure may begin.
struct Read<'a> {
    reading: &'a TokenStream,
    groups: &'a [Group],
    at: usize,
    year: i16,
    before: &'a [String],
    cited: &'a CitedList,
}

impl Read<'_> {
    /// The figure that begins here, and how many groups it takes.
    fn mended(&self) -> Option<(usize, Chosen)> {
        // Anything that could be a figure has a character that looks like a digit.
        // A symbol that is sound by itself takes no word before it, though that looks like digits.
        let alone = |count: usize| count == 1 || !is_sound(&self.raw(self.at + count - 1));
        let most = (1..=LONGEST).rev().filter(|count| self.is_run(*count) && alone(*count));
        for count in most {
            let chars = self.chars(count);
            if !chars.iter().any(|c| c.is_ascii_digit() || c.is_uppercase() || *c == 'l') {
                continue;
            }
            if let Some(one) = self.symbol(count, &chars).or_else(|| self.date(count, &chars)) {
                return Some((count, one));
            }
        }
        if let Some(found) = self.committee() {
            return Some(found);
        }
        if let Some(one) = self.cut_number() {
            return Some((2, one));
        }
        self.number_word().or_else(|| self.number()).map(|one| (1, one))
    }

    /// What was read for one group.
    fn raw(&self, group: usize) -> Vec<char> {
        self.reading.raw(self.groups[group].parts.clone())
    }

    /// Whether so many groups stand on one line with no more than a space between them.
    fn is_run(&self, count: usize) -> bool {
        let Some(groups) = self.groups.get(self.at..self.at + count) else { return false };
        let (first, last) = (groups[0].parts.start, groups[count - 1].parts.end - 1);
        self.reading.parts[first].line == self.reading.parts[last].line
            && groups.windows(2).all(|pair| {
                let (a, b) = (pair[0].parts.end - 1, pair[1].parts.start);
                self.reading.same_word(a) || self.reading.touches(a) && a + 1 == b
            })
    }

    /// What was read for so many groups, signs between them too, spaces left out.
    fn chars(&self, count: usize) -> Vec<char> {
        let groups = &self.groups[self.at..self.at + count];
        self.reading.raw(groups[0].parts.start..groups[count - 1].parts.end)
    }

    fn last(&self, back: usize) -> &str {
        self.before.len().checked_sub(back).map_or("", |at| self.before[at].as_str())
    }

    fn chosen(&self, count: usize, found: &[Figure]) -> Chosen {
        let groups = &self.groups[self.at..self.at + count];
        let parts = groups[0].parts.start..groups[count - 1].parts.end;
        let others = found.iter().skip(1).take(3).map(|f| (f.text.clone(), f.probability)).collect();
        Chosen {
            chars: 0..self.reading.chars(parts.clone()).len(),
            parts,
            text: found[0].text.clone(),
            posterior: found[0].probability.min(MOST),
            others,
            doubtful: false,
            bare: false,
            apart: false,
        }
    }

    fn date(&self, count: usize, chars: &[char]) -> Option<Chosen> {
        let text: String = chars.iter().collect();
        let after_day = self.last(1) == "ngày";
        // `tháng 11/2025` begins with a word, and so does no date.
        if syllable::is_possible(&spelling(&self.groups[self.at].made))
            && !chars.iter().any(char::is_ascii_digit)
        {
            return None;
        }
        let found = digits::dates(chars, self.year);
        let sure = |found: &[Figure]| found.first().is_some_and(|f| f.probability >= SURE && f.text != text);
        if sure(&found) && (after_day || text.contains('/') || chars.iter().any(|c| c.is_alphabetic())) {
            return Some(self.chosen(count, &found));
        }
        let months = digits::months(chars, self.year);
        if self.last(1) == "tháng" && sure(&months) && !text.contains(char::is_whitespace) {
            return Some(self.chosen(count, &months));
        }
        let days = digits::days(chars);
        let number = chars.iter().all(char::is_ascii_digit);
        // What can be a day is one; `ngày 117` cannot.
        (count == 1 && after_day && number && chars.len() > 2 && sure(&days))
            .then(|| self.chosen(count, &days))
    }

    /// `Điều 3l`: a short number behind a word that a number must follow.
    fn number(&self) -> Option<Chosen> {
        let chars = self.chars(1);
        let letters = chars.iter().any(|c| c.is_alphabetic());
        let most = BEFORE_NUMBERS.iter().find(|(word, _)| *word == self.last(1)).map(|(_, most)| *most)?;
        let digit = chars.iter().any(char::is_ascii_digit);
        if !letters || chars.len() > 4 || !(digit || self.last(1) == "tháng") {
            return None;
        }
        let mut found = digits::numbers(&chars, most);
        if matches!(self.last(1), "điều" | "khoản" | "mục") {
            // `Điều t6` was Điều lệ as well as Điều 16.
            found.retain(|f| f.text.len() == 1 || !f.text.chars().all(|c| matches!(c, '0' | '1' | '6')));
        }
        if self.last(1) == "năm" {
            found.retain(|f| f.text.parse::<i16>().is_ok_and(|year| (1945..=self.year + 10).contains(&year)));
        }
        found.first().is_some_and(|f| f.probability >= SURE).then(|| self.chosen(1, &found))
    }

    /// The symbol of a document that many cite.
    fn symbol(&self, count: usize, chars: &[char]) -> Option<Chosen> {
        let numbered = self.last(1) == "số";
        // A symbol in order is another document's sooner than a garbled one; a word before it is no part of it.
        let word = self.chars(1).iter().skip(1).all(|c| c.is_lowercase());
        if chars.len() < 8 || is_sound(chars) || word {
            return None;
        }
        if let Some(text) = self.without_speck(count, chars) {
            return Some(self.chosen(count, &[Figure { text, probability: MOST }]));
        }
        // The word `số` may have been misread.
        let kind = (1..=2).find_map(|back| self.kind_before(back));
        // Without the word `số` or a kind before it, only a symbol can be read as one.
        if !numbered && kind.is_none() && self.groups[self.at].kind != PartKind::Symbol {
            return None;
        }
        let found = self.cited.readings(chars, kind, self.date_behind(count));
        let figures: Vec<Figure> = found
            .iter()
            .map(|(entry, p)| Figure { text: entry.symbol.to_owned(), probability: *p })
            .collect();
        figures.first().is_some_and(|f| f.probability >= SURE).then(|| self.chosen(count, &figures))
    }

    /// A symbol with a speck inside a number: `30/20.31/NĐ-CP`. What is sound without it is no other document's symbol.
    fn without_speck(&self, count: usize, chars: &[char]) -> Option<String> {
        let without =
            |text: &[char]| text.iter().copied().filter(|c| !matches!(c, '.' | ',')).collect::<Vec<char>>();
        let is_symbol = |text: &[char]| is_sound(text) && !text.iter().any(|c| c.is_lowercase());
        let (made, read) = (self.groups[self.at].made.chars().collect::<Vec<char>>(), without(chars));
        let speck = read.len() < chars.len() && chars.last().is_some_and(|c| c.is_alphanumeric());
        // Its letters are decoded already.
        let made =
            Some(without(&made)).filter(|made| count == 1 && made.len() == read.len() && is_symbol(made));
        let found = made.or(Some(read)).filter(|text| speck && is_symbol(text));
        found.map(|text| text.into_iter().collect())
    }

    /// The day that is written behind so many groups, where it was read without a slip: `ngày 05/3/2031`, `ngày 05
    /// tháng 3 năm 2031`.
    fn date_behind(&self, count: usize) -> Option<Date> {
        let behind = self.groups.get(self.at + count..)?;
        let read = |group: &Group| self.reading.raw(group.parts.clone()).into_iter().collect::<String>();
        let made = |at: usize| behind.get(at).map_or_else(String::new, |group| text::fold(&group.made));
        if made(0) != "ngày" {
            return None;
        }
        let figures: Vec<String> = if made(2) == "tháng" && made(4) == "năm" {
            [1, 3, 5].into_iter().filter_map(|at| behind.get(at)).map(read).collect()
        } else {
            read(behind.get(1)?).split('/').map(str::to_owned).collect()
        };
        let [day, month, year] = figures.as_slice() else { return None };
        // `l0` can only be 10.
        let number = |figure: &String, most: u32| {
            let chars: Vec<char> = figure.chars().collect();
            let found = digits::numbers(&chars, most).into_iter().next().filter(|f| f.probability >= SURE)?;
            found.text.parse::<i16>().ok()
        };
        let (day, month) = (i8::try_from(number(day, 31)?).ok()?, i8::try_from(number(month, 12)?).ok()?);
        Date::new(number(year, 2100)?, month, day).ok()
    }

    /// Whether what was read here is no sound number, nor a word that was made of it: it stays, and is doubtful.
    fn is_open(&self, likely: f32) -> bool {
        let chars = self.chars(1);
        let group = &self.groups[self.at];
        if self.is_garbled_symbol() {
            return true;
        }
        let digits = chars.iter().filter(|c| c.is_ascii_digit()).count();
        if digits == 0 || !group.made.contains(|c: char| c.is_ascii_digit()) {
            return false;
        }
        // No figure has such signs: a pen or a seal.
        let token = &self.reading.tokens[self.reading.parts[group.parts.start].token].token;
        if token.chars.iter().any(|c| "{}[]|\\+*~^<>$#".contains(*c)) {
            return true;
        }
        match group.kind {
            PartKind::Number if digits == chars.len() => {
                let read: String = chars.iter().collect();
                let number = read.parse::<u32>().unwrap_or(u32::MAX);
                // Telephone numbers have ten digits and begin with 0.
                let long = digits >= 5 && !(read.starts_with('0') && (9..=11).contains(&digits));
                let day = self.last(1) == "ngày" && !(1..=31).contains(&number);
                let month = self.last(1) == "tháng" && !(1..=12).contains(&number);
                let year = self.last(1) == "năm" && digits == 4 && !self.is_year(number);
                // It may as well be a word: `Điều 16` was `Điều lệ` where many letters were read as digits.
                let letters = chars.len() > 1 && chars.iter().all(|c| matches!(c, '0' | '1' | '6'));
                let word = may_be_word(&chars) && (likely < WORD || !self.takes_number())
                    || letters && matches!(self.last(1), "điều" | "khoản" | "mục");
                long || day || month || year || word
            }
            PartKind::Mixed | PartKind::Symbol => {
                let made: Vec<char> = group.made.chars().collect();
                let figures =
                    group.made.split(' ').filter(|word| word.contains(|c: char| c.is_ascii_digit()));
                // `ndm2026` is năm 2026.
                let years = || figures.clone().all(|word| word.parse::<u32>().is_ok_and(|n| self.is_year(n)));
                !super::mixed::is_code(&made) && !is_sound(&made) && !years()
            }
            PartKind::Number | PartKind::Word | PartKind::Sign | PartKind::Label => false,
        }
    }

    /// Whether a short number stands here as such: first of its line, behind a word that numbers follow, or before one that
    /// follows numbers.
    fn takes_number(&self) -> bool {
        let group = &self.groups[self.at];
        let line = |group: &Group| self.reading.parts[group.parts.start].line;
        let first = self.at.checked_sub(1).is_none_or(|before| line(&self.groups[before]) != line(group));
        let next = self.groups.get(self.at + 1).map_or_else(String::new, |next| text::fold(&next.made));
        // No list counts from 0.
        first && self.chars(1) != ['0']
            || BEFORE_NUMBERS.iter().any(|(word, _)| *word == self.last(1))
            || AROUND_NUMBERS.contains(&self.last(1))
            || AROUND_NUMBERS.contains(&next.as_str())
    }

    fn is_year(&self, number: u32) -> bool {
        i16::try_from(number).is_ok_and(|year| (1900..=self.year.saturating_add(40)).contains(&year))
    }
}

/// Whether digits may be a misread word: one or two, or three that all look like letters (`116` for a word of l, i and ô).
fn may_be_word(digits: &[char]) -> bool {
    digits.len() <= 2 || digits.len() == 3 && digits.iter().all(|c| matches!(c, '0' | '1' | '6'))
}

/// Whether a symbol has its number, year and groups in order: `12/2024/NĐ-CP`, `12-KH/TU`.
fn is_sound(chars: &[char]) -> bool {
    let text: String = chars.iter().collect();
    let number = text.split(['/', '-']).next().unwrap_or_default();
    let groups = text.split(['/', '-', '–', '&', '.']).skip(1);
    (1..=4).contains(&number.len())
        && number.chars().all(|c| c.is_ascii_digit())
        && groups.clone().count() > 0
        && groups.into_iter().all(|group| {
            let digits = group.chars().filter(char::is_ascii_digit).count();
            let letters = group.chars().filter(|c| c.is_alphabetic()).count();
            // `QH15`, `2024`, `NĐ`.
            digits == 0
                || letters == 0 && digits == 4
                || digits <= 2
                    && group.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with("QH")
                    && letters + digits == group.chars().count()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_digits_that_look_like_letters_may_be_a_word() {
        for (digits, word) in [("7", true), ("16", true), ("116", true), ("157", false), ("1016", false)] {
            assert_eq!(may_be_word(&digits.chars().collect::<Vec<char>>()), word, "{digits}");
        }
    }

    #[test]
    fn symbols_in_order_are_sound() {
        for (symbol, sound) in [
            ("12/2031/NĐ-CP", true),
            ("45-KH/TU", true),
            ("88/2031/QH19", true),
            ("12612031NĐ-CP", false),
            ("3lr/2031", false),
            ("126120314D-CP", false),
            ("88/2031/QH119", false),
            ("88/2031/QHIS5", false),
            ("02/2031/UBTVQH17", true),
        ] {
            assert_eq!(is_sound(&symbol.chars().collect::<Vec<char>>()), sound, "{symbol}");
        }
    }
}
