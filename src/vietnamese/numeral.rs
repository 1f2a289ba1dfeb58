//! Numbers without figures: Roman numerals, the letters of points, words.

/// The letters that number points, in their order.
pub const POINT_LETTERS: &str = "abcdđeghiklmnopqrstuvxy";

/// Numbers of one word; not "năm", which is mostly a year.
pub const OF_ONE_WORD: [(&str, u32); 9] = [
    ("một", 1),
    ("hai", 2),
    ("ba", 3),
    ("bốn", 4),
    ("sáu", 6),
    ("bảy", 7),
    ("tám", 8),
    ("chín", 9),
    ("mười", 10),
];

/// Those of two words that days are counted with.
const OF_TWO_WORDS: [(&str, u32); 3] = [("mười lăm", 15), ("hai mươi", 20), ("ba mươi", 30)];

/// The number that words in small letters, with one space between two, stand for; `None` when they are none of these.
pub fn in_words(words: &str) -> Option<u32> {
    OF_ONE_WORD.iter().chain(&OF_TWO_WORDS).find(|(word, _)| *word == words).map(|(_, number)| *number)
}

const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];

/// The numeral in capitals of a number from 1 to 39.
pub fn roman(number: u32) -> String {
    let (tens, ones) = (number as usize / 10, number as usize % 10);
    "X".repeat(tens) + ONES[ones]
}

/// The number, 1 to 39, that a numeral in capitals stands for; `None` when it is not well formed.
pub fn roman_value(numeral: &str) -> Option<u32> {
    let tens = numeral.chars().take_while(|c| *c == 'X').count();
    // `IX` begins with I: its X is not among the tens.
    let ones = ONES.iter().position(|one| *one == &numeral[tens..])?;
    let number = tens * 10 + ones;
    (tens <= 3 && number > 0).then(|| u32::try_from(number).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_numbers_and_a_year_is_none() {
        assert_eq!(["ba", "mười lăm", "năm", "mười  lăm"].map(in_words), [Some(3), Some(15), None, None]);
    }

    #[test]
    fn numerals_go_both_ways() {
        for number in 1..40 {
            assert_eq!(roman_value(&roman(number)), Some(number));
        }
        assert_eq!(roman(29), "XXIX");
        for wrong in ["", "IIII", "VX", "XXXX", "XL", "iv", "XĐ", "IXI"] {
            assert_eq!(roman_value(wrong), None, "{wrong}");
        }
    }
}
