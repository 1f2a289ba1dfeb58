//! Figures read as the letters that look like them, where nothing but a figure can stand: `ngày l5 tháng I2`,
//! `khoản I Điều 3`, `trước I6 giờ`; and the letter of the word `Số:` before a document's number, of which engines
//! without Vietnamese make a figure: `S6: 12/CT-UBND`.
//!
//! A `1` of many typefaces is an `I` or `l` to the engine. The place says that it is a figure (Decree
//! 30/2020/NĐ-CP, annex I, has dates, articles and clauses in Arabic figures), or the engine itself saw the figure
//! too: one of its other readings of the word differs in the letters alone. Figures that were read stay, and none
//! is made of what does not look like it. What was read is kept by the restored word, and the warning
//! `restore.digit_changed` names it.

use super::Spot;
use crate::page::{OcrPage, OcrWord, Origin};
use crate::vietnamese::{fold, strip_marks};

/// Above this confidence a capital L before figures is believed: `L26` may be a plot of land.
const SURE: f32 = 0.6;

/// The words whose figures are to be put right.
pub(super) fn changes(pages: &[OcrPage]) -> Vec<(Spot, String)> {
    let mut changes = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let by_engine = page.origin == Origin::Scan;
        for (number, line) in page.lines.iter().enumerate() {
            for (index, word) in line.words.iter().enumerate() {
                // The word before the first of a line is the last of the line before.
                let before = match index.checked_sub(1) {
                    Some(before) => line.words.get(before),
                    None => number.checked_sub(1).and_then(|n| page.lines[n].words.last()),
                };
                let after = match line.words.get(index + 1) {
                    Some(after) => Some(after),
                    None => page.lines.get(number + 1).and_then(|next| next.words.first()),
                };
                let place = Place::of(before, after);
                if let Some(text) = mended(word, place, by_engine) {
                    changes.push((Spot { page: at, line: number, word: index }, text));
                }
            }
        }
    }
    changes
}

/// What the neighbours of a word say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Between `ngày` and `tháng`.
    Day,
    /// Between `tháng` and `năm`.
    Month,
    /// After `Điều` or `khoản`, after `số` and before a number, after `điểm` and before a document's name.
    Ordinal,
    /// Before a number, and none of these.
    BeforeNumber,
    /// They say nothing.
    Open,
}

impl Place {
    fn of(before: Option<&OcrWord>, after: Option<&OcrWord>) -> Place {
        let names_document = after.is_some_and(|word| word.text.starts_with(char::is_uppercase));
        let word = |word: Option<&OcrWord>| word.map_or_else(String::new, |word| fold(&word.text));
        let (before, after) = (word(before), word(after));
        let number_follows = after.starts_with(|c: char| c.is_ascii_digit());
        let is = |word: &str, mark: &str| word == mark || strip_marks(word) == strip_marks(mark);
        match before.as_str() {
            b if is(b, "ngày") && is(&after, "tháng") => Place::Day,
            b if is(b, "tháng") && is(&after, "năm") => Place::Month,
            "điều" | "khoản" => Place::Ordinal,
            // Points that have letters are points of a clause or article; those of a letter or plan are numbered.
            "điểm" if names_document && !matches!(after.as_str(), "điều" | "khoản") => Place::Ordinal,
            "số" if number_follows => Place::Ordinal,
            _ if number_follows => Place::BeforeNumber,
            _ => Place::Open,
        }
    }
}

/// The word with its figures put right; `None` when it is as it should be, or nothing sure can be said.
fn mended(word: &OcrWord, place: Place, by_engine: bool) -> Option<String> {
    let text = word.text.as_str();
    let core = text.trim_matches(['(', ')', '[', ']', '.', ',', ';', ':', '"', '“', '”']);
    let start = text.find(core)?;
    if place == Place::BeforeNumber && matches!(text, "S6:" | "s6:") {
        return Some(text.replace('6', "ố"));
    }
    let figures = match place {
        Place::Day => date_figure(core, word),
        Place::Month => date_figure(core, word).or_else(|| eleven(core)),
        Place::Ordinal => one(core),
        Place::BeforeNumber | Place::Open => None,
    };
    let figures = figures
        .or_else(|| seen_by_engine(core, word).filter(|_| by_engine))
        .or_else(|| symbol_number(core, word))
        .or_else(|| party_number(core))?;
    Some(format!("{}{figures}{}", &text[..start], &text[start + core.len()..]))
}

/// Letters and signs that a `1` is read as, hardly ever with another meaning beside figures.
fn is_one(c: char) -> bool {
    matches!(c, 'I' | 'l' | 'i' | 'ì' | 'í' | 'ï' | '¡' | '!' | '|')
}

/// The figure that a sign looks like.
fn figure(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'O' | 'o' => Some('0'),
        c if is_one(c) => Some('1'),
        _ => None,
    }
}

/// A day or a month of one or two figures, all of which look like one.
fn date_figure(core: &str, word: &OcrWord) -> Option<String> {
    if core.chars().all(|c| c.is_ascii_digit()) || core.chars().count() > 2 {
        return None;
    }
    // An eight of broken print is read as the sign of a section; the engine must have seen the eight, too.
    let eight = |c: char| (c == '§' && other_readings(core, word).any(|o| o.contains('8'))).then_some('8');
    // No letter of the language, and of a figure with a speck above it.
    let five =
        |c: char| (matches!(c, 'Š' | 'š') && core.contains(|c: char| c.is_ascii_digit())).then_some('5');
    let text: String =
        core.chars().map(|c| figure(c).or_else(|| eight(c)).or_else(|| five(c))).collect::<Option<_>>()?;
    text.parse::<u8>().is_ok_and(|number| (1..=31).contains(&number)).then_some(text)
}

/// `T1` behind `tháng`: a crossed stroke may be a 1 or a 7, and of the two 11 alone is a month.
fn eleven(core: &str) -> Option<String> {
    let mut signs = core.chars();
    let (first, second) = (signs.next()?, signs.next()?);
    let one = signs.next().is_none() && (figure(second) == Some('1') || matches!(second, 'Ì' | 'Í'));
    (one && matches!(first, 'T' | 'f' | 'r')).then(|| "11".to_owned())
}

/// `Điều I`, `khoản l`: a single sign that stands for a one.
fn one(core: &str) -> Option<String> {
    matches!(core, "I" | "l" | "|" | "!" | "i").then(|| "1".to_owned())
}

/// What else the engine saw in the place of a word, without the marks around it.
fn other_readings<'a>(core: &'a str, word: &'a OcrWord) -> impl Iterator<Item = &'a str> {
    let around = word.text.chars().count() - core.chars().count();
    let before = word.text.find(core).map_or(0, |bytes| word.text[..bytes].chars().count());
    word.alternatives.iter().filter_map(move |(other, _)| {
        let count = other.chars().count().checked_sub(around)?;
        let from = other.char_indices().nth(before)?.0;
        let end = other.char_indices().nth(before + count).map_or(other.len(), |(at, _)| at);
        (count == core.chars().count()).then(|| &other[from..end])
    })
}

/// A number with figures in it whose letters the engine saw as figures, too.
fn seen_by_engine(core: &str, word: &OcrWord) -> Option<String> {
    let digits = core.chars().filter(char::is_ascii_digit).count();
    let looks = |c: char| {
        figure(c).is_some()
            || c == '§'
            || (c == 'L' && word.confidence < SURE)
            || matches!(c, '.' | ',' | '/' | '-' | '–' | '%')
    };
    let letters = core.chars().filter(|&c| c.is_alphabetic() || matches!(c, '!' | '|' | '¡' | '§')).count();
    if digits == 0 || letters == 0 || !core.chars().all(looks) {
        return None;
    }
    other_readings(core, word)
        .find(|other| {
            core.chars().zip(other.chars()).all(|(read, seen)| {
                seen == read && (read.is_ascii_digit() || !read.is_alphanumeric())
                    || seen.is_ascii_digit() && agrees(read, seen)
            })
        })
        .map(str::to_owned)
}

/// Whether a sign is misread for that figure.
fn agrees(read: char, seen: char) -> bool {
    match read {
        '§' => seen == '8',
        'L' => seen == '1',
        _ => figure(read) == Some(seen) && !read.is_ascii_digit(),
    }
}

/// The number of a symbol of the Party (`3I-CT/TW`): it stands before a hyphen, with figures in it.
fn party_number(core: &str) -> Option<String> {
    let (number, rest) = core.split_once('-')?;
    let letters = rest.chars().filter(|c| c.is_uppercase()).count();
    let sound = rest.contains('/') && letters >= 3 && rest.starts_with(char::is_uppercase);
    let some = number.chars().any(|c| c.is_ascii_digit()) && number.chars().count() <= 4;
    let figures: String = number.chars().map(figure).collect::<Option<_>>()?;
    (sound && some && figures != number).then(|| format!("{figures}-{rest}"))
}

/// The number of a symbol (`l2/NQ-HĐND`, `2O/2021/QH15`) and of a session of the assembly (`QHl5`): figures only.
fn symbol_number(core: &str, word: &OcrWord) -> Option<String> {
    let eight = || other_readings(core, word).any(|other| other.starts_with('8'));
    let eighth = core.strip_prefix('§').filter(|_| eight()).map(|rest| format!("8{rest}"));
    let core = eighth.as_deref().unwrap_or(core);
    let mut groups: Vec<String> = core.split('/').map(str::to_owned).collect();
    let is_letters = |group: &str| {
        group.chars().next().is_some_and(char::is_uppercase)
            && group.chars().filter(|c| c.is_uppercase()).count() >= 2
            && !group.chars().all(|c| figure(c).is_some())
    };
    let letters = groups.iter().position(|group| is_letters(group)).filter(|at| *at > 0)?;
    let mut changed = eighth.is_some();
    for (at, group) in groups.iter_mut().enumerate() {
        let begins = match at < letters {
            true => 0,
            false if group.starts_with("QH") => 2,
            false => continue,
        };
        let Some(tail) = group.get(begins..).filter(|tail| tail.chars().any(|c| c.is_ascii_digit())) else {
            continue;
        };
        let figures: Option<String> = tail.chars().map(figure).collect();
        if let Some(figures) = figures.filter(|figures| figures != tail) {
            group.replace_range(begins.., &figures);
            changed = true;
        }
    }
    changed.then(|| groups.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::PageIndex;
    use crate::page::{Block, OcrLine};
    use crate::restore::language_model::LanguageModel;
    use crate::restore::repair::Repairs;

    /// A page as the engine reads it; other readings stand after a word in braces: `I6{16}`.
    fn page(lines: &[&str]) -> OcrPage {
        let word = |word: &str| {
            let (text, other) = word.split_once('{').unwrap_or((word, ""));
            let others = other.split('{').map(|other| other.trim_end_matches('}')).filter(|o| !o.is_empty());
            OcrWord {
                text: text.to_owned(),
                place: None,
                confidence: 0.5,
                alternatives: others.map(|other| (other.to_owned(), 0.2)).collect(),
            }
        };
        let line = |text: &&str| OcrLine {
            number: 1,
            block: Block::Body,
            words: text.split_whitespace().map(word).collect(),
        };
        OcrPage {
            page: PageIndex(0),
            origin: Origin::Scan,
            frame: None,
            marks: Vec::new(),
            lines: lines.iter().map(line).collect(),
            layer: Vec::new(),
        }
    }

    fn mended(text: &str) -> String {
        let pages = [page(&[text])];
        let model = LanguageModel::embedded().unwrap();
        let repairs = Repairs::of(&pages, &model);
        let words: Vec<&str> = (pages[0].lines[0].words.iter().enumerate())
            .map(|(at, word)| repairs.text(Spot { page: 0, line: 0, word: at }).unwrap_or(&word.text))
            .collect();
        words.join(" ")
    }

    #[test]
    fn figures_are_figures_where_the_place_says_so() {
        for (read, right) in [
            ("ngày l5 tháng I2 năm 2024", "ngày 15 tháng 12 năm 2024"),
            ("ngày 1Š tháng 6 năm 2024", "ngày 15 tháng 6 năm 2024"),
            ("ngày Š tháng 6", "ngày Š tháng 6"),
            ("ngày O5 tháng II năm 2024", "ngày 05 tháng 11 năm 2024"),
            ("NGÀY 05 THÁNG !2 NĂM 2024", "NGÀY 05 THÁNG 12 NĂM 2024"),
            ("tháng §{8} năm 2024", "tháng 8 năm 2024"),
            ("tháng T1 năm 2024", "tháng 11 năm 2024"),
            ("tháng TÌ năm 2024", "tháng 11 năm 2024"),
            ("ngày T1 tháng 5", "ngày T1 tháng 5"),
            ("Chỉ thị số 3I-CT/TW của", "Chỉ thị số 31-CT/TW của"),
            ("điểm b khoản I, Điều l.", "điểm b khoản 1, Điều 1."),
            ("tổ số l, 2 và 4", "tổ số 1, 2 và 4"),
            ("S6: 12/CT-UBND", "Số: 12/CT-UBND"),
            ("tại điểm l Công văn", "tại điểm 1 Công văn"),
            ("số §8/CĐ-TTg{88/CĐ-TTg}", "số 88/CĐ-TTg"),
            ("số l2/NQ-HĐND và 2O/2021/QHl5;", "số 12/NQ-HĐND và 20/2021/QH15;"),
        ] {
            assert_eq!(mended(read), right);
        }
    }

    #[test]
    fn elsewhere_the_engine_must_have_seen_the_figure_too() {
        for (read, right) in [
            ("trước I6{16}{l6} giờ", "trước 16 giờ"),
            ("(i6.{(16.} giờ)", "(16. giờ)"),
            ("xóa L26{I26}{126} nhà", "xóa 126 nhà"),
            ("đạt 2O{20} triệu", "đạt 20 triệu"),
            ("trước 3l/l2/2025{31/12/2025}", "trước 31/12/2025"),
        ] {
            assert_eq!(mended(read), right);
        }
    }

    #[test]
    fn letters_stay_letters() {
        for read in [
            "quý II năm 2025",
            "Phụ lục I của Công văn",
            "tháng § năm 2024",
            "điểm l khoản 3, điểm l Điều 4, điểm l và m",
            "số §8/CĐ-TTg",
            "5l nước, m2, QH15, A4, khối I6",
            "Chương I quy định, số I của tạp chí",
            "xóa L26{L16} nhà",
            "ngày càng tháng lại năm",
            "ngày 15 tháng 12 năm 2024",
            "3/QĐ-BCĐ25 và 52/2019/QĐ-TTg",
            "l/năm 1/Ia",
            "S6: đất ở, lô S6 12 m2",
        ] {
            let plain: String = mended(read);
            let words: Vec<&str> =
                read.split_whitespace().map(|w| w.split('{').next().unwrap_or_default()).collect();
            assert_eq!(plain, words.join(" "));
        }
    }
}
