//! Words of closed forms that an engine misread, where only one form can stand: `(bíc)` behind a recipient is `(b/c)`,
//! `7/TTr-HDND` is of a `HĐND`, `Quií I[H năm 2027` is the `Quí III năm 2027` that the document names elsewhere.
//!
//! Only pages that an engine has read are looked at, and only shapes that no sound text has are changed.

use super::Spot;
use crate::page::{Block, OcrPage, OcrWord, Origin};
use crate::vietnamese::{bare, fold, strip_marks, syllable};

/// The words that were misread, and their text as it should be.
pub(super) fn changes(pages: &[OcrPage]) -> Vec<(Spot, String)> {
    let words = words(pages);
    let mut changes = Vec::new();
    for (at, (spot, word)) in words.iter().enumerate() {
        let next = words.get(at + 1).map(|(_, next)| *next);
        let block = pages[spot.page].lines[spot.line].block;
        let text = if block == Block::Recipients { purpose(&word.text) } else { None };
        let text = text
            .or_else(|| stop_inside(&word.text, next))
            .or_else(|| council(&word.text))
            .or_else(|| share(&word.text));
        changes.extend(text.map(|text| (*spot, text)));
    }
    changes.extend(quarters(&words));
    changes.extend(abbreviations(&words));
    changes
}

/// The words that an engine has read, with their places.
fn words(pages: &[OcrPage]) -> Vec<(Spot, &OcrWord)> {
    let read = pages.iter().enumerate().filter(|(_, page)| page.origin == Origin::Scan);
    read.flat_map(|(page, read)| {
        let lines = read.lines.iter().enumerate();
        lines.flat_map(move |(line, read)| {
            let words = read.words.iter().enumerate();
            words.map(move |(word, read)| (Spot { page, line, word }, read))
        })
    })
    .collect()
}

/// `(b/c)`, "để báo cáo": the only purpose of three signs that ends in c.
fn purpose(text: &str) -> Option<String> {
    let end = text.find(')')?;
    let (inside, rest) = text.split_at(end);
    let (bracket, inside) = inside.strip_prefix('(').map_or(("", inside), |inside| ("(", inside));
    let signs: Vec<char> = inside.chars().collect();
    // The slash may be seen twice: `(bí/c)`.
    let [first, slash, .., last] = signs[..] else { return None };
    let is_slash = |sign: &char| "/íìïilI1!|".contains(*sign);
    let twice = signs.get(2..signs.len() - 1).is_some_and(|between| between.iter().all(is_slash));
    let report =
        signs.len() <= 4 && twice && "bBđĐhH6".contains(first) && is_slash(&slash) && "cC©€¢ç".contains(last);
    (report && inside != "b/c").then(|| format!("{bracket}b/c{rest}"))
}

/// `các sở, ban. ngành`: a full stop before a small letter is a comma, for no sentence begins so.
fn stop_inside(text: &str, next: Option<&OcrWord>) -> Option<String> {
    let word = text.strip_suffix('.')?;
    let small = next.is_some_and(|next| {
        next.text.chars().filter(|c| c.is_alphabetic()).count() > 1
            && next.text.chars().next().is_some_and(char::is_lowercase)
            && !next.text.contains([')', '/'])
    });
    // `v.v.`, `tr.`, `tp.`: abbreviations keep their stop.
    let vowel = strip_marks(word).contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let whole = word.chars().count() > 1 && vowel && word.chars().all(char::is_lowercase);
    (small && whole).then(|| format!("{word},"))
}

/// `14#/năm`: Vietnamese writing has no such sign, and behind figures it is that of a share.
fn share(text: &str) -> Option<String> {
    let (figures, rest) = text.split_once('#')?;
    let number = figures.trim_start_matches('(');
    let sound = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == ',');
    (sound && (rest.is_empty() || rest.starts_with(['/', '.', ',', ';', ')'])))
        .then(|| format!("{figures}%{rest}"))
}

/// Councils in symbols: `HD` stands for guidance (`Hướng dẫn`) only where the kind of a document stands, alone.
fn council(text: &str) -> Option<String> {
    const COUNCILS: [&str; 6] = ["HDND", "HDTĐ", "HDTV", "HDQT", "HDPH", "HDGD"];
    let start = text.rfind(['-', '/']).map_or(0, |at| at + 1);
    let (before, last) = text.split_at(start);
    let core = last.trim_end_matches(|c: char| !c.is_alphanumeric());
    COUNCILS.contains(&core).then(|| format!("{before}HĐ{}", &last[2..]))
}

/// Quarters whose numeral is no numeral, where the document names one quarter of the same year elsewhere.
fn quarters(words: &[(Spot, &OcrWord)]) -> Vec<(Spot, String)> {
    let year = |at: usize| -> Option<&str> {
        let named = words.get(at).is_some_and(|(_, word)| bare(&word.text) == "nam");
        let year = words.get(at + 1)?.1.text.trim_end_matches(|c: char| !c.is_ascii_digit());
        (named && year.len() == 4 && year.chars().all(|c| c.is_ascii_digit())).then_some(year)
    };
    let is_quarter = |at: usize| {
        let plain = bare(&words[at].1.text);
        plain
            .strip_prefix("qu")
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| "iy".contains(c)))
    };
    let named: Vec<(usize, &str)> = (0..words.len().saturating_sub(3))
        .filter(|at| is_quarter(*at))
        .filter_map(|at| Some((at, year(at + 2)?)))
        .collect();
    let sound = |at: usize| ["I", "II", "III", "IV"].contains(&words[at + 1].1.text.as_str());
    let mut changes = Vec::new();
    for (at, year) in named.iter().filter(|(at, _)| !sound(*at)) {
        let mut others =
            named.iter().filter(|(other, of)| of == year && sound(*other)).map(|(other, _)| *other);
        let Some(other) = others.next() else { continue };
        let numeral = words[other + 1].1.text.as_str();
        let agree = others.all(|other| words[other + 1].1.text == numeral);
        if agree && looks_like(&words[at + 1].1.text, numeral) {
            changes.push((words[*at].0, words[other].1.text.clone()));
            changes.push((words[at + 1].0, numeral.to_owned()));
        }
    }
    changes
}

/// Whether what was read has about as many strokes as a numeral, and nothing else.
fn looks_like(read: &str, numeral: &str) -> bool {
    let strokes = |c: char| match c {
        'I' | 'l' | 'i' | '1' | '|' | '!' | '[' | ']' | 'J' | 'Í' | 'Ì' | 'í' | 'ì' => Some(1),
        'H' | 'N' | 'U' | 'V' | 'n' | 'u' => Some(2),
        _ => None,
    };
    let count = |text: &str| text.chars().map(strokes).sum::<Option<u32>>();
    matches!((count(read), count(numeral)), (Some(a), Some(b)) if a.abs_diff(b) <= 1)
}

/// An abbreviation seen once in a while that is one letter away from one that the document uses at least three times as
/// often: `QLUXD` beside `QLXD`. Both are of four letters and more, all capitals, so no word and no numeral.
fn abbreviations(words: &[(Spot, &OcrWord)]) -> Vec<(Spot, String)> {
    const SHORTEST: usize = 4;
    let core = |text: &str| -> Option<String> {
        let core = text.trim_matches(|c: char| !c.is_alphanumeric());
        let letters = core.chars().count() >= SHORTEST && core.chars().all(char::is_uppercase);
        let vowels = core.chars().filter(|c| "AEIOUY".contains(&strip_marks(&c.to_string()))).count();
        // Words in capitals have a vowel in every syllable; abbreviations hardly any.
        let word = syllable::is_possible(&fold(core));
        (letters && !word && vowels * 4 <= core.chars().count()).then(|| core.to_owned())
    };
    let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (_, word) in words {
        if let Some(core) = core(&word.text) {
            *counts.entry(core).or_default() += 1;
        }
    }
    let better = |rare: &str, count: usize| {
        counts
            .iter()
            .filter(|(other, often)| {
                **often >= 3 * count && strsim::levenshtein(rare, other) == 1 && is_slip(rare, other)
            })
            .max_by_key(|(_, often)| **often)
            .map(|(other, _)| other.clone())
    };
    words
        .iter()
        .filter_map(|(spot, word)| {
            let read = core(&word.text)?;
            let to = better(&read, *counts.get(&read)?)?;
            Some((*spot, word.text.replacen(&read, &to, 1)))
        })
        .collect()
}

/// Whether one abbreviation is another with a letter too many, or one that looks alike: `PGD` and `PCD` may be two offices,
/// and so may those that differ in their first letter.
fn is_slip(rare: &str, often: &str) -> bool {
    const ALIKE: [(char, char); 8] =
        [('T', 'I'), ('T', 'F'), ('D', 'Đ'), ('U', 'Ư'), ('C', 'G'), ('O', 'Q'), ('P', 'F'), ('B', 'E')];
    let (a, b): (Vec<char>, Vec<char>) = (rare.chars().collect(), often.chars().collect());
    if a.len() == b.len() {
        let mut changed = a.iter().zip(&b).filter(|(x, y)| x != y);
        return changed.next().is_some_and(|(x, y)| ALIKE.contains(&(*x, *y)) || ALIKE.contains(&(*y, *x)));
    }
    a.len() == b.len() + 1 && a.first() == b.first() && a.last() == b.last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::PageIndex;
    use crate::page::OcrLine;

    #[track_caller]
    fn becomes(block: Block, read: &str, expected: &str) {
        let word =
            |w: &str| OcrWord { text: w.to_owned(), place: None, confidence: 1.0, alternatives: vec![] };
        let line = OcrLine { number: 1, block, words: read.split_whitespace().map(word).collect() };
        let mut pages = [OcrPage {
            page: PageIndex(0),
            origin: Origin::Scan,
            frame: None,
            marks: Vec::new(),
            lines: vec![line],
            layer: Vec::new(),
        }];
        for (spot, text) in changes(&pages) {
            pages[spot.page].lines[spot.line].words[spot.word].text = text;
        }
        let now: Vec<&str> = pages[0].lines[0].words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(now.join(" "), expected);
    }

    #[test]
    fn purposes_of_recipients() {
        becomes(Block::Recipients, "- Bộ Y tế (bíc);", "- Bộ Y tế (b/c);");
        becomes(Block::Recipients, "- Tỉnh ủy (để b/€);", "- Tỉnh ủy (để b/c);");
        becomes(Block::Recipients, "- Tỉnh ủy (hí/c):", "- Tỉnh ủy (b/c):");
        for stays in ["- Các xã (t/h);", "- Sở Y tế (p/h);", "- Lưu: VT, KT (bcd);", "- Ông Hà (40c);"]
        {
            becomes(Block::Recipients, stays, stays);
        }
        becomes(Block::Body, "mẫu (bíc);", "mẫu (bíc);");
    }

    #[test]
    fn a_stop_inside_a_sentence_is_a_comma() {
        becomes(Block::Body, "các sở. ban. ngành tỉnh", "các sở, ban, ngành tỉnh");
        for stays in ["cây, v.v. và hoa", "báo cáo. Các sở", "tr. năm", "thực hiện. 2 xã", "đúng. a) rà soát"]
        {
            becomes(Block::Body, stays, stays);
        }
    }

    #[test]
    fn a_share_has_its_sign() {
        becomes(Block::Body, "bình quân 10 - 14#/năm", "bình quân 10 - 14%/năm");
        becomes(Block::Body, "phòng #12 và C#", "phòng #12 và C#");
    }

    #[test]
    fn councils_have_their_bar() {
        becomes(Block::Body, "số 7/TTr-HDND ngày", "số 7/TTr-HĐND ngày");
        becomes(Block::Body, "số 7/TTr- HDTV, ngày", "số 7/TTr- HĐTV, ngày");
        becomes(Block::Body, "số 7/HD-SNV ngày", "số 7/HD-SNV ngày");
    }

    #[test]
    fn quarters_are_those_named_elsewhere() {
        becomes(
            Block::Body,
            "Quií I[H năm 2027 x kế hoạch Quí III năm 2027, nay",
            "Quí III năm 2027 x kế hoạch Quí III năm 2027, nay",
        );
        for stays in [
            "Quií I[H năm 2027 x kế hoạch Quí III năm 2028, nay",
            "Quií I[H năm 2027 x Quí III năm 2027 và Quí II năm 2027",
            "Quý IV năm 2027 x kế hoạch Quí III năm 2027, nay",
            "Quý đầu năm 2027 x kế hoạch Quí III năm 2027, nay",
        ] {
            becomes(Block::Body, stays, stays);
        }
    }

    #[test]
    fn abbreviations_are_those_of_the_document() {
        becomes(Block::Body, "QLXD QLXD; (QLXD) x QLUXD.", "QLXD QLXD; (QLXD) x QLXD.");
        for stays in
            ["QLXD QLXD QLXD QLGD", "QLXD QLXD QLUXD", "HĐND HĐND HĐND UBND", "THANH THANH THANH THANHH"]
        {
            becomes(Block::Body, stays, stays);
        }
    }
}
