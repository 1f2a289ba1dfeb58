//! hOCR, as Tesseract writes it, becomes lines of words with boxes, confidence and alternatives.
//!
//! Tolerant: what is not understood is passed over, since later versions add classes and attributes.

use crate::geometry::PixelBox;
use crate::page::{Block, OcrLine, OcrWord};
use crate::vietnamese::nfc;

/// Alternatives kept for a word.
const ALTERNATIVES: usize = 8;

/// Readings of a word's beginning that are kept while its letters are put together.
const BEAM: usize = 24;

/// By how much the engine's score of a choice has to fall for its estimate to fall to 1/e. The score is
/// 100 minus a cost. A starting value, not fitted: only the order of the alternatives can be relied on.
const SCORE_SCALE: f32 = 6.0;

/// The lines of a page's hOCR, in the order in which they stand there, numbered from 1. Boxes count pixels of
/// the picture that was read.
pub fn lines(hocr: &str) -> Vec<OcrLine> {
    let mut reader = Reader::default();
    let mut rest = hocr;
    while let Some(open) = rest.find('<') {
        reader.text(&rest[..open]);
        let tag = &rest[open + 1..];
        let Some(close) = tag_end(tag) else { break };
        reader.tag(&tag[..close]);
        rest = &tag[close + 1..];
    }
    reader.finish()
}

/// Where a tag ends: at the first `>` outside of quotes.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.bytes().position(|byte| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        (Some(open), _) if open == byte => {
            quote = None;
            false
        }
        _ => false,
    })
}

/// What an open element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Line,
    Word,
    /// A letter as it was read.
    Letter,
    /// Something else that was seen in its place.
    Choice,
    Other,
}

#[derive(Debug, Default)]
struct Reader {
    /// All open elements, outermost first.
    open: Vec<Element>,
    lines: Vec<OcrLine>,
    words: Vec<OcrWord>,
    word: Option<Word>,
}

#[derive(Debug)]
struct Word {
    place: Option<PixelBox>,
    confidence: f32,
    /// Text outside of letters, when the engine does not part the word into them.
    plain: String,
    letters: Vec<Letter>,
}

/// One letter with what else was seen, in the engine's order; the score is 0 to 100.
#[derive(Debug, Default)]
struct Letter {
    text: String,
    choices: Vec<(String, f32)>,
}

impl Reader {
    fn tag(&mut self, tag: &str) {
        if tag.starts_with(['!', '?']) {
            return;
        }
        if let Some(_name) = tag.strip_prefix('/') {
            match self.open.pop() {
                Some(Element::Word) => self.end_word(),
                Some(Element::Line) => self.end_line(),
                _ => {}
            }
            return;
        }
        let title = attribute(tag, "title").unwrap_or_default();
        let element = match attribute(tag, "class").unwrap_or_default() {
            "ocr_line" | "ocr_header" | "ocr_caption" | "ocr_textfloat" => Element::Line,
            "ocrx_word" => {
                self.end_word();
                let confidence = numbers(title, "x_wconf").next().unwrap_or(0.0) / 100.0;
                let confidence = confidence.clamp(0.0, 1.0);
                let place = place(title);
                self.word = Some(Word { place, confidence, plain: String::new(), letters: Vec::new() });
                Element::Word
            }
            "ocrx_cinfo" => match (&mut self.word, numbers(title, "x_confs").next()) {
                (Some(word), Some(score)) => match word.letters.last_mut() {
                    Some(letter) => {
                        letter.choices.push((String::new(), score));
                        Element::Choice
                    }
                    None => Element::Other,
                },
                (Some(word), None) if title.contains("x_bboxes") => {
                    word.letters.push(Letter::default());
                    Element::Letter
                }
                _ => Element::Other,
            },
            _ => Element::Other,
        };
        if tag.ends_with('/') || tag.split_whitespace().next() == Some("meta") {
            return;
        }
        self.open.push(element);
    }

    fn text(&mut self, text: &str) {
        let Some(word) = &mut self.word else { return };
        // `<strong>` and `<em>` stand between a letter and its text.
        let holder = self.open.iter().rev().find(|e| **e != Element::Other);
        let to = match holder {
            Some(Element::Choice) => {
                word.letters.last_mut().and_then(|l| l.choices.last_mut()).map(|(text, _)| text)
            }
            Some(Element::Letter) => word.letters.last_mut().map(|letter| &mut letter.text),
            Some(Element::Word) => Some(&mut word.plain),
            _ => None,
        };
        if let Some(to) = to {
            unescape(text, to);
        }
    }

    fn end_word(&mut self) {
        let Some(word) = self.word.take() else { return };
        let letters: String = word.letters.iter().map(|letter| letter.text.as_str()).collect();
        let text = clean(if letters.trim().is_empty() { &word.plain } else { &letters });
        if text.is_empty() {
            return;
        }
        let alternatives = alternatives(&text, &word.letters);
        self.words.push(OcrWord { text, place: word.place, confidence: word.confidence, alternatives });
    }

    fn end_line(&mut self) {
        self.end_word();
        let words = std::mem::take(&mut self.words);
        if !words.is_empty() {
            let number = u32::try_from(self.lines.len() + 1).expect("a page has few lines");
            self.lines.push(OcrLine { number, block: Block::Unknown, words });
        }
    }

    fn finish(mut self) -> Vec<OcrLine> {
        self.end_line();
        self.lines
    }
}

/// NFC without white space: a word is one word whatever the engine puts into it.
///
/// The letters đ and eth look the same in capitals, and the engine knows both: where it gives them side by side it
/// has seen one letter twice (`QĐÐ`, `ÐĐÐT`). Nobody prints an eth beside a đ. Nor does `V/v` have the slash of
/// fractions, which the engine gives for a slanting one; elsewhere it is a stroke of a hand, and says so.
fn clean(text: &str) -> String {
    let text: String = nfc(text).chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let text = match text.strip_prefix("V\u{2044}") {
        Some(rest) => format!("V/{rest}"),
        None => text,
    };
    if !text.contains('Ð') {
        return text;
    }
    let letters: Vec<char> = text.chars().collect();
    let is_capital = |c: char| matches!(c, 'Đ' | 'Ð');
    letters
        .chunk_by(|a, b| is_capital(*a) && is_capital(*b))
        .flat_map(|run| if run.contains(&'Đ') && run.contains(&'Ð') { &['Đ'][..] } else { run })
        .collect()
}

/// The most likely other readings of a word made of its letters' choices, best first, with estimates of 0 to 1
/// that add up to less than 1 with the reading itself.
fn alternatives(text: &str, letters: &[Letter]) -> Vec<(String, f32)> {
    let mut beam: Vec<(String, f32)> = vec![(String::new(), 0.0)];
    for letter in letters {
        // The first choice is the one that was taken, its score that from which the others fall.
        let top = letter.choices.iter().find(|(choice, _)| *choice == letter.text).map(|(_, score)| *score);
        let top = top.or(letter.choices.first().map(|(_, score)| *score)).unwrap_or(100.0);
        let mut longer = Vec::with_capacity(beam.len() * (letter.choices.len() + 1));
        for (start, cost) in &beam {
            longer.push((format!("{start}{}", letter.text), *cost));
            for (choice, score) in &letter.choices {
                if *choice != letter.text && !choice.trim().is_empty() {
                    // A choice that scores above the one taken lost by the dictionary: it costs nothing more.
                    longer.push((format!("{start}{choice}"), cost + (top - score).max(0.0)));
                }
            }
        }
        longer.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
        longer.truncate(BEAM);
        beam = longer;
    }
    let mut found: Vec<(String, f32)> = Vec::new();
    for (other, cost) in beam {
        let other = clean(&other);
        if other != text && !other.is_empty() && found.iter().all(|(known, _)| *known != other) {
            found.push((other, (-cost / SCORE_SCALE).exp()));
        }
    }
    found.truncate(ALTERNATIVES);
    let whole = 1.0 + found.iter().map(|(_, weight)| weight).sum::<f32>();
    for (_, weight) in &mut found {
        *weight /= whole;
    }
    found
}

/// The value of an attribute, its quotes taken off.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let before = rest[..at].chars().next_back();
        let after = &rest[at + name.len()..];
        if before.is_some_and(char::is_whitespace)
            && let Some(value) = after.strip_prefix('=')
        {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return value[1..].split(quote).next();
        }
        rest = after;
    }
}

/// The numbers after a key of a title: `x_wconf 96`.
fn numbers<'a>(title: &'a str, key: &str) -> impl Iterator<Item = f32> + use<'a> {
    let field = title
        .split(';')
        .map(str::trim)
        .find_map(|field| field.strip_prefix(key).filter(|rest| rest.starts_with(' ')).map(str::trim));
    field.unwrap_or_default().split_whitespace().map_while(|number| number.parse::<f32>().ok())
}

fn place(title: &str) -> Option<PixelBox> {
    let mut corners = numbers(title, "bbox").map(|n| crate::geometry::pixels(f64::from(n)));
    Some(PixelBox::new(corners.next()?, corners.next()?, corners.next()?, corners.next()?))
}

/// Appends a text with its entities resolved; white space around tags is no text.
fn unescape(text: &str, to: &mut String) {
    let mut rest = text.trim();
    while let Some(at) = rest.find('&') {
        to.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end <= 10);
        let letter = end.and_then(|end| match &rest[1..end] {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            entity => {
                let code = entity.strip_prefix('#')?;
                let code = match code.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => code.parse().ok()?,
                };
                char::from_u32(code)
            }
        });
        match (letter, end) {
            (Some(letter), Some(end)) => {
                to.push(letter);
                rest = &rest[end + 1..];
            }
            _ => {
                to.push('&');
                rest = &rest[1..];
            }
        }
    }
    to.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1">
<html><head><meta name='ocr-system' content='tesseract 5.3.0' /></head><body>
 <div class='ocr_page' id='page_1' title='image "a>b.png"; bbox 0 0 2480 3508; ppageno 0'>
  <div class='ocr_carea' title="bbox 100 100 900 260"><p class='ocr_par' lang='vie' title="bbox 1 2 3 4">
   <span class='ocr_line' id='line_1_1' title="bbox 100 100 900 150; baseline 0 -9; x_size 40">
    <span class='ocrx_word' id='word_1_1' title='bbox 100 100 300 150; x_wconf 91'>
     <span class='ocrx_cinfo' title='x_bboxes 100 100 130 150; x_conf 97.5'>t</span>
      <span class='ocrx_cinfo' id='lstm_choices_1_1_1'>
       <span class='ocrx_cinfo' id='choice_1_1_1' title='x_confs 98'>t</span>
       <span class='ocrx_cinfo' id='choice_1_1_2' title='x_confs 50'>f</span>
      </span>
     <span class='ocrx_cinfo' title='x_bboxes 130 100 300 150; x_conf 97.5'><strong>i&#39;</strong></span>
      <span class='ocrx_cinfo' id='lstm_choices_1_1_2'>
       <span class='ocrx_cinfo' id='choice_1_1_3' title='x_confs 97'>i&#39;</span>
       <span class='ocrx_cinfo' id='choice_1_1_4' title='x_confs 94'>ỉ</span>
       <span class='ocrx_cinfo' id='choice_1_1_5' title='x_confs 95'></span>
      </span>
    </span>
    <span class='ocrx_word' id='word_1_2' title='bbox 320 100 420 150; x_wconf 40'><em>&lt;A&amp;B</em></span>
    <span class='ocrx_word' id='word_1_3' title='bbox 430 100 440 150; x_wconf 5'> </span>
   </span>
   <span class='ocr_header' title="bbox 100 200 900 260"><span class='ocrx_word' title='bbox 100 200 180 260; x_wconf 96'>tỉnh</span></span>
   <span class='ocr_line' title="bbox 0 0 1 1"></span>
  </p></div></div></body></html>"#;

    #[test]
    fn lines_words_and_letters_are_found() {
        let lines = lines(PAGE);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert_eq!((lines[0].number, lines[1].number), (1, 2));
        let texts: Vec<&str> = lines[0].words.iter().map(|w| w.text.as_str()).collect();
        assert_eq!(texts, ["ti'", "<A&B"], "a word of white space is none");
        let word = &lines[0].words[0];
        assert_eq!(word.place, Some(PixelBox::new(100, 100, 300, 150)));
        assert!((word.confidence - 0.91).abs() < 1e-6);
        assert_eq!(lines[1].words[0].text, "tỉnh", "composed (NFC)");
    }

    #[test]
    fn choices_of_letters_become_alternatives_of_the_word() {
        let word = &lines(PAGE)[0].words[0];
        let texts: Vec<&str> = word.alternatives.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["tỉ", "fi'", "fỉ"]);
        let estimates: Vec<f32> = word.alternatives.iter().map(|(_, estimate)| *estimate).collect();
        assert!(estimates.is_sorted_by(|a, b| a >= b), "{estimates:?}");
        assert!(estimates.iter().sum::<f32>() < 1.0, "{estimates:?}");
        assert!(estimates[0] > 100.0 * estimates[1], "48 points below: {estimates:?}");
    }

    #[test]
    fn what_is_cut_off_or_strange_does_not_stop_the_rest() {
        for end in (0..PAGE.len()).filter(|end| PAGE.is_char_boundary(*end)) {
            let found = lines(&PAGE[..end]);
            assert!(found.iter().all(|line| !line.words.is_empty()));
        }
        assert!(lines("").is_empty());
        let one = "<span class='ocr_line'><span class='ocrx_word' title='bbox a b'>Số &nbsp; &#1234567890; &x</span>";
        assert_eq!(lines(one)[0].words[0].text, "Số&nbsp;&#1234567890;&x");
        assert_eq!(lines(one)[0].words[0].place, None);
    }

    #[test]
    fn one_letter_seen_as_two_that_look_the_same_is_one() {
        for (read, letter) in [
            ("QĐÐ/TW", "QĐ/TW"),
            ("GD&ÐĐÐT", "GD&ĐT"),
            ("QÐ", "QÐ"),
            ("BĐĐBP", "BĐĐBP"),
            ("V\u{2044}v", "V/v"),
            ("4\u{2044}7", "4\u{2044}7"),
        ] {
            assert_eq!(clean(read), letter);
        }
    }

    #[test]
    fn alternatives_are_few_and_differ() {
        let letter = |text: &str| Letter {
            text: text.to_owned(),
            choices: ["a", "á", "à", "ả"].iter().map(|c| ((*c).to_owned(), 90.0)).collect(),
        };
        let letters = [letter("a"), letter("á"), letter("à")];
        let found = alternatives("aáà", &letters);
        assert_eq!(found.len(), ALTERNATIVES);
        for (at, (text, _)) in found.iter().enumerate() {
            assert_ne!(text, "aáà");
            assert!(found[..at].iter().all(|(other, _)| other != text));
        }
    }
}
