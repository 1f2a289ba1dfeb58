//! Texts that only lack their marks: typed without them, or sent through something that dropped them.
//!
//! Their letters are those that were meant, so that no word of other letters may take their place: `H'Hen Nie` is no
//! misread `Hạn Mức`.

use std::ops::Range;

use super::capitals::Shape;
use super::output::Chosen;
use super::reading::TokenStream;
use super::tokens::PartKind;
use crate::vietnamese::{self, syllable};

/// A text was typed without marks when so many of its words have none, and so many of those in small letters are made like
/// syllables: other letters than those that stand there are no part of it.
const WITHOUT_MARKS: f64 = 0.97;
const LIKE_SYLLABLES: f64 = 0.95;
const FEW_WORDS: usize = 12;

/// Whether only the marks of a text are missing.
pub(super) fn is_unmarked(reading: &TokenStream) -> bool {
    let words = || reading.parts.iter().filter(|part| part.kind == PartKind::Word && part.chars.len() > 1);
    let small = || words().filter(|part| part.shape == Shape::Lower);
    let count = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    let bare = words().filter(|part| part.chars.iter().all(char::is_ascii)).count();
    let shaped = small().filter(|part| syllable::has_shape(&part.chars.iter().collect::<String>())).count();
    let all = small().count();
    all >= FEW_WORDS
        && count(bare) >= WITHOUT_MARKS * count(words().count())
        && count(shaped) >= LIKE_SYLLABLES * count(all)
}

/// Whether words are made of other letters than those of the parts they stand for.
pub(super) fn is_other(made: &[Chosen], reading: &TokenStream, parts: Range<usize>) -> bool {
    let made: String = made.iter().map(|one| letters(&one.text)).collect();
    let read: String = parts.flat_map(|part| &reading.parts[part].chars).collect();
    made != letters(&read)
}

/// The letters of a word without capitals and marks.
pub(super) fn letters(word: &str) -> String {
    vietnamese::strip_marks(&vietnamese::fold(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::geometry::PageIndex;
    use crate::page::{Block, OcrLine, OcrPage, OcrWord, Origin};
    use crate::restore::Restorer;
    use crate::restore::repair::Repairs;

    fn page(lines: &[&str]) -> OcrPage {
        let word =
            |w: &str| OcrWord { text: w.to_owned(), place: None, confidence: 1.0, alternatives: vec![] };
        let line = |(number, line): (u32, &&str)| OcrLine {
            number,
            block: Block::Unknown,
            words: line.split(' ').map(word).collect(),
        };
        OcrPage::of_lines(PageIndex(0), Origin::PlainText, (1..).zip(lines).map(line).collect())
    }

    #[test]
    fn marks_come_back_and_other_letters_do_not() {
        let page = page(&[
            "Ve viec phan cong nhiem vu cong tac thi dua",
            "Can cu Luat To chuc chinh quyen dia phuong;",
            "Giam doc So GDDT, Truong phong TCCB, BCH Dang bo, MTTQ bao cao.",
            "Ba H'Hen Nie, ong Vang Seo Lung, ong Ksor Kok duoc tang Bang khen",
        ]);
        let restored = Restorer::load().unwrap().restore(&[page], &Config::default().restore).output;
        let lines: Vec<String> = restored.pages[0]
            .lines
            .iter()
            .map(|line| line.words.iter().map(|word| word.chosen.text.as_str()).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(lines[0], "Về việc phân công nhiệm vụ công tác thi đua");
        assert!(
            lines[2].starts_with("Giám đốc Sở GDĐT, Trưởng phòng TCCB, BCH Đảng bộ, MTTQ"),
            "{}",
            lines[2]
        );
        // `Niê` has the letters that were read.
        assert!(lines[3].starts_with("Bà H'Hen Ni") && lines[3].contains("Ksor Kok"), "{}", lines[3]);
        let names = restored.pages[0].lines[3].words.iter().filter(|word| word.read.starts_with(['H', 'K']));
        assert!(
            names.clone().count() >= 3 && names.clone().all(|word| word.doubtful),
            "{:?}",
            names.collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_garbled_text_is_not_one_without_marks() {
        let of = |lines: &[&str]| is_unmarked(&TokenStream::new(&[page(lines)], &Repairs::default()));
        let bare = ["Uy ban nhan dan tinh bao cao ket qua thuc hien nhiem vu phat trien kinh te nam nay"];
        assert!(of(&bare));
        assert!(!of(&["Uy ban nhén dan tinh báo cao kêt qua thưc hien nhiem vu phat trien kinh te nam nay"]));
        assert!(!of(&["Ur ban nhsn dan tlnh bao cxo ket qva thuc hicn nhiem vu phat tricn klnh te nam nay"]));
        assert!(!of(&bare.map(|line| &line[..20])), "of so few words nothing is known");
    }
}
