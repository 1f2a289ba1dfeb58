//! Puts the noise of a scanner on a text: the confusions counted from a pair of texts, or those of a scanner that
//! is made up anew for each document.

use std::collections::BTreeMap;

use super::confusions::{self, Pair};
use crate::restore::confusion::{Counts, LONGEST_PIECE, Piece, Printed};
use crate::restore::confusions_file::KEPT_ENG;
use crate::synth::random::Random;
use crate::vietnamese::letters::{Case, Letter};

/// Readings of a printed letter or pair with their probabilities, 0 to 1; what they leave to 1 is the letter itself
/// (of a pair: its letters one by one).
type Readings = Vec<(Vec<char>, f32)>;

/// What a scanner does to a text.
#[derive(Debug, Clone)]
pub(crate) struct Noise {
    readings: BTreeMap<Printed, Readings>,
    /// Probability that a space is lost, and that one is put into a word.
    spaces: [f32; 2],
    /// Probability that a letter changes its case, where both cases look alike in print.
    capitals: f32,
    /// Probability that a speck is read as a sign inside a word, or that a sign after a word is lost or another.
    specks: f32,
    /// Probability that a digit is read as a letter or another digit.
    digits: f32,
}

/// Characters that an engine without Vietnamese puts for a letter, by its base; `x` stands for the base itself.
const LOOKALIKES: [(char, &[&str]); 14] = [
    ('a', &["á", "à", "4", "@", "d", "ä", "â", "il", "A"]),
    ('b', &["h", "6", "l3", "b'"]),
    ('c', &["e", "o", "¢", "C", "("]),
    ('d', &["d", "đ", "cl", "dl", "a", "P", "B", "D"]),
    ('e', &["é", "è", "ê", "6", "€", "¢", "c", "ẻ", "e'", "&"]),
    ('h', &["h", "b", "n", "li", "ii"]),
    ('i', &["1", "l", "í", "ì", "j", "!", "j", "|", "f", "I"]),
    ('l', &["1", "I", "t", "i", "|"]),
    ('m', &["m", "rn", "in", "ni", "n1"]),
    ('n', &["n", "ii", "u", "h", "ri"]),
    ('o', &["ó", "ò", "ô", "6", "0", "d", "o'", "c", "8", "é", "&", "O", "9", "e"]),
    ('t', &["t", "l", "f", "1", "r"]),
    ('u', &["ú", "ù", "û", "ii", "tr", "ir", "v", "w", "u'", "i1", "U", "d"]),
    ('y', &["ý", "y'", "v", "ÿ", "j"]),
];

impl Noise {
    /// Counted from a text and what was read of it.
    pub(crate) fn counted(truth: &str, read: &str) -> Noise {
        let lines = |text: &str| text.lines().map(crate::vietnamese::nfc).collect();
        let words = confusions::word_pairs(&Pair { printed: lines(truth), read: lines(read) });
        let mut pairs = BTreeMap::new();
        for pair in words.into_iter().filter(|(a, b)| confusions::alike(a, b) >= 0.4) {
            *pairs.entry(pair).or_insert(0.0) += 1.0;
        }
        let counts = confusions::count(&pairs, KEPT_ENG);
        Noise {
            readings: readings(&counts),
            spaces: [0.02, 0.01],
            capitals: 0.002,
            specks: 0.01,
            digits: 0.002,
        }
    }

    /// A scanner of its own: every marked letter has two or three readings, some of the others too.
    pub(crate) fn invented(random: &mut Random) -> Noise {
        let mut readings: BTreeMap<Printed, Readings> = BTreeMap::new();
        for letter in Letter::all() {
            for case in Case::BOTH {
                let marked = letter.index() >= 26;
                let base = letter.base();
                let alike = LOOKALIKES.iter().find(|(b, _)| *b == base).map_or(&[][..], |(_, list)| list);
                let mut list = Vec::new();
                let plain = if case == Case::Upper { upper(base) } else { base };
                if marked {
                    // The mark is mostly lost; the rest goes to one or two readings of this scanner's own.
                    let lost = random.between(0.25, 0.85);
                    list.push((vec![plain], lost));
                    let mut rest = 0.97 - lost;
                    while rest > 0.05 && !alike.is_empty() {
                        let share = rest * random.between(0.4, 0.9);
                        list.push((shaped(random.choose::<&str>(alike), case), share));
                        rest -= share;
                    }
                } else if !alike.is_empty() && random.unit() < 0.6 {
                    list.push((shaped(random.choose::<&str>(alike), case), random.between(0.0, 0.05)));
                }
                if !list.is_empty() {
                    readings.insert(Printed { case, first: letter, second: None }, list);
                }
            }
        }
        Noise {
            readings,
            spaces: [random.between(0.005, 0.04), random.between(0.002, 0.02)],
            capitals: random.between(0.0, 0.02),
            specks: random.between(0.005, 0.03),
            digits: random.between(0.0, 0.01),
        }
    }

    /// Loses marks and nothing else: of a share of the words, which is drawn for the document, all or some.
    pub(crate) fn lost_marks(random: &mut Random) -> Noise {
        let share = random.between(0.3, 0.9);
        let mut readings = BTreeMap::new();
        for letter in Letter::all().filter(|l| l.index() >= 26) {
            for case in Case::BOTH {
                let plain = if case == Case::Upper { upper(letter.base()) } else { letter.base() };
                readings.insert(Printed { case, first: letter, second: None }, vec![(vec![plain], share)]);
            }
        }
        Noise { readings, spaces: [0.0, 0.0], capitals: 0.0, specks: 0.0, digits: 0.0 }
    }

    /// A line as it is read.
    pub(crate) fn line(&self, line: &str, random: &mut Random) -> String {
        let mut out = String::new();
        for (i, word) in line.split_whitespace().enumerate() {
            if i > 0 && random.unit() >= self.spaces[0] {
                out.push(' ');
            }
            self.word(&word.chars().collect::<Vec<_>>(), random, &mut out);
        }
        out
    }

    fn word(&self, word: &[char], random: &mut Random, out: &mut String) {
        let mut at = 0;
        while at < word.len() {
            if at > 0 && random.unit() < self.spaces[1] / 4.0 {
                out.push(' ');
            }
            at += self.piece(word, at, random, out);
            if random.unit() < self.specks / 4.0 {
                out.push(*random.choose(&['.', '\'', ',', '-', '·', '*', '`']));
            }
        }
    }

    /// Reads what stands at a place of a word; how many characters that were.
    fn piece(&self, word: &[char], at: usize, random: &mut Random, out: &mut String) -> usize {
        let c = word[at];
        let Some(first) = Letter::of(c) else {
            match c {
                '0'..='9' if random.unit() < self.digits => {
                    out.push(*random.choose(&['1', '0', '6', '8', 'l', 'O', '3', 'S']));
                }
                ',' | '.' | ';' | ':' if random.unit() < self.specks => {
                    out.push_str(random.choose::<&str>(&["", ".", ",", ";", ":", "_", "j"]));
                }
                _ => out.push(c),
            }
            return 1;
        };
        let case = Case::of(c);
        let mut left = random.unit();
        for (second, length) in [(word.get(at + 1).and_then(|c| Letter::of(*c)), 2), (None, 1)] {
            if length == 2 && second.is_none() {
                continue;
            }
            for (read, p) in self.readings.get(&Printed { case, first, second }).into_iter().flatten() {
                if left < *p {
                    out.extend(read);
                    return length;
                }
                left -= p;
            }
        }
        let alike = matches!(first.base(), 'c' | 'o' | 's' | 'u' | 'v' | 'w' | 'x' | 'z' | 'p' | 'k' | 'y');
        if alike && random.unit() < self.capitals {
            out.push(first.printed(if case == Case::Upper { Case::Lower } else { Case::Upper }));
        } else {
            out.push(c);
        }
        1
    }
}

fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

fn shaped(read: &str, case: Case) -> Vec<char> {
    if case == Case::Upper {
        read.to_uppercase().chars().take(LONGEST_PIECE).collect()
    } else {
        read.chars().collect()
    }
}

/// Shares of the counted edits. What a letter was never seen as is left out but for lost marks.
fn readings(counts: &Counts) -> BTreeMap<Printed, Readings> {
    let mut out: BTreeMap<Printed, Readings> = BTreeMap::new();
    for ((printed, read), count) in counts.edits() {
        let same = printed.second.is_none() && read == Piece::new(&[printed.first.printed(printed.case)]);
        let occurred = counts.occurred(printed);
        if !same && count >= 0.3 && occurred > 0.0 {
            out.entry(printed).or_default().push((read.chars().to_vec(), count / (occurred + 1.0)));
        }
    }
    for letter in Letter::all().filter(|l| l.index() >= 26) {
        for case in Case::BOTH {
            let printed = Printed { case, first: letter, second: None };
            if counts.occurred(printed) < 2.0 {
                let plain = if case == Case::Upper { upper(letter.base()) } else { letter.base() };
                out.entry(printed).or_insert_with(|| vec![(vec![plain], 0.9)]);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_noise_repeats_what_was_seen() {
        let noise = Noise::counted(&"xã hội mới ".repeat(30), &"x4 hdi m6i ".repeat(30));
        let mut random = Random::new(7);
        let read = noise.line(&"xã hội ".repeat(40), &mut random);
        let times = |w: &str| read.matches(w).count();
        assert!(times("x4") > 30 && times("hdi") > 30, "{read}");
    }

    #[test]
    fn the_same_seed_gives_the_same_noise() {
        let once = |seed| {
            let mut random = Random::new(seed);
            Noise::invented(&mut random).line("Ủy ban nhân dân tỉnh giao Sở Nội vụ chủ trì", &mut random)
        };
        assert_eq!(once(3), once(3));
        assert_ne!(once(3), once(4));
    }

    #[test]
    fn lost_marks_leave_letters_and_digits() {
        let mut random = Random::new(5);
        let text = "Thực hiện 12 chỉ tiêu, đạt 55,7% kế hoạch";
        let read = Noise::lost_marks(&mut random).line(text, &mut random);
        assert_ne!(read, text);
        assert_eq!(crate::vietnamese::strip_marks(&read), crate::vietnamese::strip_marks(text));
    }
}
