//! Capitals: the shape a word was read in, and a restored word written in that shape.

use crate::vietnamese::letters::{Case, Letter};

/// How the letters of a word are capitalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Shape {
    /// `phát`
    Lower,
    /// `Phát`
    Capital,
    /// `PHÁT`
    Upper,
}

impl Shape {
    /// The case of the first letter and of those after it.
    pub(crate) fn cases(self) -> (Case, Case) {
        match self {
            Shape::Lower => (Case::Lower, Case::Lower),
            Shape::Capital => (Case::Upper, Case::Lower),
            Shape::Upper => (Case::Upper, Case::Upper),
        }
    }

    /// The shape of a read word, `line` being that of its line: it decides for a single letter, and where
    /// the word itself is half and half.
    pub(crate) fn of(read: &[char], line: Shape) -> Shape {
        let letters = || read.iter().filter(|c| c.is_alphabetic());
        let total = letters().count();
        // `I` stands for l and i in garbled lower-case words, and i and l for I in capitals: neither tells.
        let telling = |c: &&char| !matches!(c, 'I' | 'l' | 'i');
        let uppers = letters().skip(1).filter(telling).filter(|c| c.is_uppercase()).count();
        let lowers = letters().skip(1).filter(telling).filter(|c| c.is_lowercase()).count();
        let first_upper = read.first().is_some_and(|c| c.is_uppercase());
        if total == 0 {
            return if line == Shape::Upper { Shape::Upper } else { Shape::Lower };
        }
        if total == 1 || (uppers == 0 && lowers == 0) {
            return match (line, first_upper) {
                (Shape::Upper, _) => Shape::Upper,
                (_, true) if total > 1 && letters().all(|c| c.is_uppercase()) => Shape::Upper,
                (_, true) => Shape::Capital,
                (_, false) => Shape::Lower,
            };
        }
        let all_caps = uppers > lowers || (uppers == lowers && line == Shape::Upper);
        match (all_caps, first_upper) {
            // `hOA`, `kY` are hardly all capitals outside a line of capitals.
            (true, false) if line != Shape::Upper && read.first().is_some_and(|c| c.is_lowercase()) => {
                Shape::Lower
            }
            (true, _) => Shape::Upper,
            (false, true) => Shape::Capital,
            (false, false) => Shape::Lower,
        }
    }

    /// The shape of most letters of a line, counted over words of two letters and more.
    pub(crate) fn of_line<'a>(words: impl Iterator<Item = &'a [char]>) -> Shape {
        let (mut uppers, mut others) = (0usize, 0usize);
        for word in words {
            let letters: Vec<char> = word.iter().copied().filter(|c| c.is_alphabetic()).collect();
            if letters.len() < 2 {
                continue;
            }
            let caps = letters.iter().filter(|c| c.is_uppercase()).count();
            uppers += caps;
            others += letters.len() - caps;
        }
        // A line of capitals may hold a few misread small letters; a body line with abbreviations is far from it.
        if uppers > 3 * others && uppers >= 4 { Shape::Upper } else { Shape::Lower }
    }

    /// A lower-case word in this shape.
    pub(crate) fn write(self, lower: &str) -> String {
        let (first, rest) = self.cases();
        lower
            .chars()
            .enumerate()
            .map(|(i, c)| match Letter::of(c) {
                Some(letter) => letter.printed(if i == 0 { first } else { rest }),
                None => c,
            })
            .collect()
    }
}

/// A word as it was read, but for capitals with marks behind a small first letter, which nobody prints and a large small letter
/// looks like: `cuỐi`, `hỢp`. Signs of units (`kWh`, `pH`) have no marks.
pub(crate) fn settled(read: &[char]) -> String {
    let small = read.first().is_some_and(|first| first.is_lowercase());
    let is_marked_capital = |c: char| c.is_uppercase() && !c.is_ascii();
    let plain = |c: &char| !c.is_uppercase() || is_marked_capital(*c);
    if !small || !read.iter().all(plain) {
        return read.iter().collect();
    }
    read.iter().flat_map(|c| c.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_seen_through_noise() {
        struct Case {
            read: &'static str,
            line: Shape,
            shape: Shape,
        }
        let cases = [
            Case { read: "phat", line: Shape::Lower, shape: Shape::Lower },
            Case { read: "Phat", line: Shape::Lower, shape: Shape::Capital },
            Case { read: "PHAT", line: Shape::Lower, shape: Shape::Upper },
            Case { read: "CHiJ", line: Shape::Upper, shape: Shape::Upper },
            Case { read: "truOng", line: Shape::Lower, shape: Shape::Lower },
            Case { read: "kY", line: Shape::Lower, shape: Shape::Lower },
            Case { read: "v6i", line: Shape::Lower, shape: Shape::Lower },
            Case { read: "V&i", line: Shape::Lower, shape: Shape::Capital },
            Case { read: "6", line: Shape::Upper, shape: Shape::Upper },
            Case { read: "Ở", line: Shape::Lower, shape: Shape::Capital },
            Case { read: "TU", line: Shape::Lower, shape: Shape::Upper },
        ];
        for case in cases {
            let read: Vec<char> = case.read.chars().collect();
            assert_eq!(Shape::of(&read, case.line), case.shape, "{}", case.read);
        }
    }

    #[test]
    fn a_word_is_written_in_its_shape() {
        assert_eq!(Shape::Lower.write("đề"), "đề");
        assert_eq!(Shape::Capital.write("đề"), "Đề");
        assert_eq!(Shape::Upper.write("đề"), "ĐỀ");
    }

    #[test]
    fn capitals_with_marks_behind_a_small_letter_are_small() {
        for (read, settled) in [
            ("cuỐi", "cuối"),
            ("hỢp", "hợp"),
            ("đỘ", "độ"),
            ("kWh", "kWh"),
            ("pH", "pH"),
            ("cUỐi", "cUỐi"),
            ("SỞ", "SỞ"),
            ("Sở", "Sở"),
        ] {
            assert_eq!(super::settled(&read.chars().collect::<Vec<_>>()), settled, "{read}");
        }
    }
}
