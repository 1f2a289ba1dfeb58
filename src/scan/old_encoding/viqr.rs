//! VIQR: Vietnamese in plain ASCII, its marks behind their letters: `Quye^'t ddi.nh`.

use crate::scan::spelling::could_be_vietnamese;

/// So many different words must have the mark of a vowel behind it and become possible words.
const TELLING: usize = 8;
/// The share of the words with such marks that become possible words, in percent: of those garbled by a scanner half do.
const CONVERTIBLE: usize = 90;

/// Letters with the signs that make others of them.
const VOWELS: [(char, char, char); 6] =
    [('a', '^', 'â'), ('e', '^', 'ê'), ('o', '^', 'ô'), ('a', '(', 'ă'), ('o', '+', 'ơ'), ('u', '+', 'ư')];
/// Signs of the tones, and the combining marks that they stand for.
const TONES: [(char, char); 5] =
    [('\'', '\u{301}'), ('`', '\u{300}'), ('?', '\u{309}'), ('~', '\u{303}'), ('.', '\u{323}')];

/// Whether a text is in VIQR.
pub(super) fn is_viqr(distinct: &[&str]) -> bool {
    let with_signs = distinct.iter().filter(|word| word.is_ascii() && has_vowel_sign(word));
    let (mut old, mut all) = (0, 0);
    for word in with_signs {
        all += 1;
        let made = converted(word, Ending::Tone);
        let is_word = |end: Ending| could_be_vietnamese(&converted(word, end)) == Some(true);
        old += usize::from(!made.is_ascii() && (is_word(Ending::Tone) || is_word(Ending::Stop)));
    }
    old >= TELLING && old * 100 >= CONVERTIBLE * all
}

/// Whether a vowel has the sign behind it that makes another of it: what plain English and figures do not have.
fn has_vowel_sign(word: &str) -> bool {
    let mut pairs = word.as_bytes().windows(2);
    pairs.any(|pair| vowel(char::from(pair[0].to_ascii_lowercase()), char::from(pair[1])).is_some())
}

fn vowel(letter: char, sign: char) -> Option<char> {
    VOWELS.iter().find(|(base, mark, _)| *base == letter && *mark == sign).map(|(.., made)| *made)
}

/// What a full stop behind the last vowel of a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Tone,
    Stop,
}

/// Converts the words of a line.
pub(super) fn convert_line(words: &mut [&mut String]) -> bool {
    let mut changed = false;
    for at in 0..words.len() {
        let next = words.get(at + 1).and_then(|word| word.chars().find(|c| c.is_alphanumeric()));
        // A sentence ends before a capital and at the end of a line, though some words there have their tone last.
        let ends = next.is_none_or(|c| !c.is_lowercase());
        let ending = if ends { Ending::Stop } else { Ending::Tone };
        let word = words[at].as_str();
        let made = converted(word, ending);
        changed |= made != *word;
        *words[at] = made;
    }
    changed
}

/// A word in Unicode; signs that stand behind no vowel stay.
fn converted(word: &str, ending: Ending) -> String {
    // A figure has its own full stops, and an address its own signs.
    if !word.is_ascii()
        || word.chars().any(|c| c.is_ascii_digit())
        || word.contains('@')
        || word.contains("://")
    {
        return word.to_owned();
    }
    let chars: Vec<char> = word.chars().collect();
    let mut made = String::new();
    let mut at = 0;
    while let Some(&letter) = chars.get(at) {
        at += 1;
        let lower = letter.to_ascii_lowercase();
        if letter == '\\' && chars.get(at).is_some_and(|c| !c.is_alphanumeric()) {
            // A sign that is meant as such.
            made.push(chars[at]);
            at += 1;
            continue;
        }
        if lower == 'd' && chars.get(at).is_some_and(|c| c.eq_ignore_ascii_case(&'d')) {
            made.push(if letter == 'D' { 'Đ' } else { 'đ' });
            at += 1;
            continue;
        }
        let mut vowel_made = lower;
        if let Some(other) = chars.get(at).and_then(|sign| vowel(lower, *sign)) {
            vowel_made = other;
            at += 1;
        }
        let tone = chars.get(at).and_then(|sign| TONES.iter().find(|(tone, _)| tone == sign));
        let tone = tone.filter(|(sign, _)| {
            let last = chars[at + 1..].iter().all(|c| !c.is_alphanumeric());
            // A tone and a stop behind it are two signs.
            let alone = !chars[at + 1..].contains(sign);
            let stop = last && alone && *sign == '.' && ending == Ending::Stop;
            "aeiouyâêôăơư".contains(vowel_made) && !stop
        });
        let mut one = if letter.is_ascii_uppercase() {
            vowel_made.to_uppercase().to_string()
        } else {
            vowel_made.to_string()
        };
        if let Some((_, mark)) = tone {
            one.push(*mark);
            at += 1;
        }
        made.push_str(&one);
    }
    crate::vietnamese::nfc(&made)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> String {
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let distinct: Vec<&str> = line.split(' ').collect();
        if is_viqr(&distinct) {
            convert_line(&mut words.iter_mut().collect::<Vec<_>>());
        }
        words.join(" ")
    }

    #[test]
    fn viqr_is_recognised_and_read() {
        let viqr = "U?y ban nha^n da^n ti?nh So+n Ha` quye^'t ddi.nh: DDie^`u 1. Giao So+? No^.i vu. chu? tri`, pho^'i \
                    ho+.p vo+'i ca'c huye^.n thu+.c hie^.n (tru+o+'c nga`y 15.12) va` ba'o ca'o vu.. Ca'c xa~ ba'o ca'o.";
        let unicode = "Ủy ban nhân dân tỉnh Sơn Hà quyết định: Điều 1. Giao Sở Nội vụ chủ trì, phối hợp với các huyện \
                       thực hiện (trước ngày 15.12) và báo cáo vụ. Các xã báo cáo.";
        assert_eq!(
            read(&viqr.split_whitespace().collect::<Vec<_>>().join(" ")),
            unicode.split_whitespace().collect::<Vec<_>>().join(" ")
        );
    }

    #[test]
    fn other_ascii_stays() {
        for line in [
            "Thuwce hien nhi~m vu ph;it tri€n kinh t~ - xa h9i, I~p k~ ho~ch d~n nam, hi~n tr~ng c6ng vi~c d~n d6ng",
            "x^2 + y^2 = z^2; a(b + c) = a(b) + a(c); f(x), e^x, o+1, u+v, cO+ va o^ x",
            "The quick brown fox (see a.b, e.g. o.k.) doesn't jump; isn't, can't, won't, it's",
        ] {
            assert_eq!(read(line), line);
        }
    }
}
