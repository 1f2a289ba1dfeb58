//! Words of letters and digits: codes and measures, numbers with digits read as letters, numbers run into words.

/// Where the digits end that begin here and that a lost space may have run together with a word: `năm2025`.
pub(super) fn number_end(chars: &[char], from: usize) -> Option<usize> {
    let digits = chars[from..].iter().take_while(|c| c.is_numeric()).count();
    let inside = from > 0 && chars[from - 1].is_numeric();
    let whole = digits == chars.len();
    // One digit inside a word is mostly a misread letter.
    let enough = digits >= 2 || (digits == 1 && from >= 3 && from + 1 == chars.len());
    (enough && !inside && !whole).then_some(from + digits)
}

/// A number some of whose digits were read as the letters that look like them: `2O21`, `l5`. `5l` is a measure.
pub(super) fn figure(chars: &[char]) -> Option<String> {
    let digits = chars.iter().filter(|c| c.is_ascii_digit()).count();
    if 2 * digits < chars.len() || digits == chars.len() || is_code(chars) {
        return None;
    }
    let last = chars.len() - 1;
    let mut text = String::with_capacity(chars.len());
    for (i, &c) in chars.iter().enumerate() {
        text.push(match c {
            '0'..='9' | '.' | ',' => c,
            'O' | 'o' if i > 0 => '0',
            'l' | 'I' | '|' if i < last => '1',
            _ => return None,
        });
    }
    Some(text)
}

/// Digits with letters that make a code or a measure: `m2`, `5ha`, `QH15`, `24h`, `A4`.
pub(super) fn is_code(chars: &[char]) -> bool {
    let text: String = chars.iter().collect();
    let letters = text.trim_matches(|c: char| c.is_numeric());
    let inner_digits = letters.chars().any(char::is_numeric);
    if inner_digits || letters.is_empty() {
        return false;
    }
    let before = text.starts_with(char::is_numeric);
    let after = text.ends_with(char::is_numeric);
    match (before, after) {
        (false, true) => {
            letters.chars().all(char::is_uppercase)
                || matches!(letters, "m" | "km" | "cm" | "dm" | "mm" | "hm")
        }
        (true, false) => {
            letters.chars().all(|c| c.is_ascii_uppercase())
                || matches!(letters, "m" | "km" | "cm" | "mm" | "ha" | "kg" | "g" | "h" | "đ" | "tr" | "x")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn letters_that_look_like_digits_are_digits_again() {
        for (read, text) in
            [("2O21", Some("2021")), ("l5", Some("15")), ("5l", None), ("m2", None), ("2021", None)]
        {
            assert_eq!(figure(&chars(read)).as_deref(), text, "{read}");
        }
    }

    #[test]
    fn codes_and_measures_are_told_from_misread_words() {
        for code in ["m2", "5ha", "QH15", "24h", "A4"] {
            assert!(is_code(&chars(code)), "{code}");
        }
        for word in ["nă1", "2O21", "h0i"] {
            assert!(!is_code(&chars(word)), "{word}");
        }
    }

    #[test]
    fn a_number_that_ran_together_with_a_word_ends_with_its_digits() {
        assert_eq!(number_end(&chars("năm2025"), 3), Some(7));
        assert_eq!(number_end(&chars("2025"), 0), None);
        assert_eq!(number_end(&chars("n1m"), 1), None);
    }
}
