//! What parts are numbered with besides figures: Roman numerals, and the letters of points.

/// The letters that number points, in their order.
pub const POINT_LETTERS: &str = "abcdđeghiklmnopqrstuvxy";

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
