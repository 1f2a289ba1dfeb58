//! Words that the engine saw twice, parted or ran together, known by their boxes and letters.

use crate::geometry::PixelBox;
use crate::page::{OcrLine, OcrWord};
use crate::vietnamese::fold;

/// A letter of which so much lies over the next word was seen twice.
const OVER: f64 = 0.4;

/// Letters nearer than this share of their height belong to one word; a space has a quarter at least.
const CLOSE: f64 = 0.1;

/// What the dash of an item is read as.
const DASHES: [&str; 4] = ["~", "_", "_-", "-_"];

/// Puts the words of all lines right.
pub(super) fn mend(lines: &mut [OcrLine]) {
    for line in lines {
        if let [first, _, ..] = line.words.as_mut_slice()
            && DASHES.contains(&first.text.as_str())
        {
            first.text = "-".to_owned();
        }
        if let Some(first) = line.words.first_mut() {
            without_speck_before_label(first);
        }
        line.words.iter_mut().for_each(without_speck);
        let words = std::mem::take(&mut line.words);
        for word in words {
            match line.words.last_mut() {
                Some(last) if is_seen_twice(last, &word) => *last = word,
                Some(last) => match joined(last, &word) {
                    Some(text) => join(last, &word, text),
                    None => line.words.extend(parted(word)),
                },
                None => line.words.extend(parted(word)),
            }
        }
    }
}

/// `„3.`: dirt before the label of an item.
fn without_speck_before_label(word: &mut OcrWord) {
    let label = word.text.trim_start_matches(['„', '‚', ',', '\'', '’', '´', '`', '.', ':', ';', '~', '_']);
    let is_label = label.strip_suffix(['.', ')']).is_some_and(|number| {
        !number.is_empty()
            && number.len() <= 3
            && number.chars().all(|c| c.is_ascii_digit() || c.is_ascii_lowercase())
    });
    if is_label {
        word.text = label.to_owned();
    }
}

/// `VSA'TTP`: the foot of one capital near the head of the next looks like a sign between them. In names (`H'HEN`) it stands
/// behind the first letter.
fn without_speck(word: &mut OcrWord) {
    let Some((before, after)) = word.text.split_once(['\'', '’']) else { return };
    let is_capitals = |part: &str| part.chars().count() >= 2 && part.chars().all(char::is_uppercase);
    if is_capitals(before) && is_capitals(after.trim_end_matches([',', ';', '.', ':', ')'])) {
        word.text = format!("{before}{after}");
    }
}

/// `á áp`, the letter over the word: the engine begins a word and begins it anew.
fn is_seen_twice(first: &OcrWord, second: &OcrWord) -> bool {
    let mut letters = first.text.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return false };
    let (Some(a), Some(b)) = (first.place, second.place) else { return false };
    let over = a.right().min(b.right()).saturating_sub(a.left().max(b.left()));
    letter.is_alphabetic()
        && second.text.chars().count() > 1
        && second.text.starts_with(letter)
        && f64::from(over) >= OVER * f64::from(a.width().max(1))
}

/// The text of two words that are one symbol: its hyphen was seen twice (`5/QĐ- -TTg`), or it was parted between two
/// capitals that stand as close as letters do (`5-QĐ/T W`).
fn joined(first: &OcrWord, second: &OcrWord) -> Option<String> {
    let (a, b) = (first.place?, second.place?);
    let symbol = first.text.trim_start_matches(['(', '"', '“']);
    if !symbol.starts_with(|c: char| c.is_ascii_digit()) || !symbol.contains(['/', '-']) {
        return None;
    }
    let capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
    if let (Some(start), Some(end)) = (first.text.strip_suffix('-'), second.text.strip_prefix('-')) {
        let over = b.left() < a.right() && capital(end.chars().next());
        return over.then(|| format!("{start}-{end}"));
    }
    let last = symbol.rsplit(['/', '-']).next().unwrap_or_default();
    let single = last.chars().count() == 1 && capital(last.chars().next());
    let gap = b.left().saturating_sub(a.right());
    let close = f64::from(gap) <= CLOSE * f64::from(a.height().min(b.height()));
    let capitals = second.text.trim_end_matches(|c: char| !c.is_alphabetic());
    (single && close && !capitals.is_empty() && capitals.chars().all(char::is_uppercase))
        .then(|| format!("{}{}", first.text, second.text))
}

fn join(first: &mut OcrWord, second: &OcrWord, text: String) {
    first.text = text;
    first.place = first.place.zip(second.place).map(|(a, b)| a.union(&b));
    first.confidence = first.confidence.min(second.confidence);
    first.alternatives.clear();
}

/// `ngày05`: a day written close behind its word is a word of its own.
fn parted(word: OcrWord) -> Vec<OcrWord> {
    let start = word.text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let (name, number) = word.text.split_at(start);
    // A day by hand may be read as anything that begins with a figure.
    let is_date =
        matches!(fold(name).as_str(), "ngày" | "tháng" | "năm") && (1..=5).contains(&number.chars().count());
    if !is_date {
        return vec![word];
    }
    let all = u32::try_from(word.text.chars().count()).unwrap_or(1);
    let before = u32::try_from(name.chars().count()).unwrap_or(0);
    let cut = word.place.map(|place| place.left() + place.width() * before / all);
    let part = |text: &str, place| OcrWord {
        text: text.to_owned(),
        place,
        confidence: word.confidence,
        alternatives: Vec::new(),
    };
    let half = |left: Option<u32>, right: Option<u32>| {
        let place = word.place?;
        let (left, right) = (left.unwrap_or(place.left()), right.unwrap_or(place.right()));
        Some(PixelBox::new(left, place.top(), right, place.bottom()))
    };
    vec![part(name, half(None, cut)), part(number, half(cut, None))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Block;

    fn mended(words: &[(&str, u32, u32)]) -> String {
        let word = |&(text, left, right): &(&str, u32, u32)| OcrWord {
            text: text.to_owned(),
            place: Some(PixelBox::new(left, 100, right, 140)),
            confidence: 0.9,
            alternatives: Vec::new(),
        };
        let mut lines = [OcrLine { number: 1, block: Block::Body, words: words.iter().map(word).collect() }];
        mend(&mut lines);
        lines[0].words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_seen_twice_parted_or_run_together_are_put_right() {
        assert_eq!(mended(&[("á", 100, 120), ("áp", 106, 140), ("dụng", 152, 230)]), "áp dụng");
        assert_eq!(
            mended(&[("số", 10, 40), ("52/2019/QĐ-", 50, 260), ("-TTg", 250, 330)]),
            "số 52/2019/QĐ-TTg"
        );
        assert_eq!(mended(&[("(12-QĐ/T", 50, 210), ("W);", 212, 260), ("các", 275, 330)]), "(12-QĐ/TW); các");
        assert_eq!(mended(&[("ngày0Đ'", 70, 190), ("tháng", 200, 280)]), "ngày 0Đ' tháng");
        assert_eq!(mended(&[("Hà,", 10, 60), ("ngày05", 70, 190), ("tháng", 200, 280)]), "Hà, ngày 05 tháng");
    }

    #[test]
    fn dirt_at_the_head_of_a_line_and_between_capitals_goes() {
        assert_eq!(mended(&[("~", 10, 20), ("Theo", 30, 90)]), "- Theo");
        assert_eq!(mended(&[("_-", 10, 20), ("90%", 30, 90)]), "- 90%");
        assert_eq!(mended(&[("„3.", 10, 30), ("Sở", 40, 90)]), "3. Sở");
        assert_eq!(mended(&[("về", 10, 30), ("VSA'TTP;", 40, 190)]), "về VSATTP;");
        for words in [&[("H'HEN", 10, 90), ("NIÊ", 100, 150)][..], &[("~", 10, 20)], &[("“3.", 10, 30)]] {
            let texts: Vec<&str> = words.iter().map(|(text, ..)| *text).collect();
            assert_eq!(mended(words), texts.join(" "));
        }
    }

    #[test]
    fn words_that_stand_apart_stay() {
        for words in [
            &[("à", 100, 120), ("à", 130, 150)][..],
            &[("a", 100, 110), ("an", 122, 150)],
            &[("5/NQ-", 50, 260), ("CP", 272, 330)],
            &[("5/QĐ-", 50, 260), ("-", 272, 330), ("TTg", 340, 380)],
            &[("Khối", 10, 40), ("3/A", 50, 90), ("B", 102, 120)],
            &[("ngày", 10, 90), ("m2", 100, 130), ("năm2024-2025", 140, 300)],
        ] {
            let texts: Vec<&str> = words.iter().map(|(text, ..)| *text).collect();
            assert_eq!(mended(words), texts.join(" "));
        }
    }
}
