//! Text whose `oà`, `oá` and `oã` were taken for the two signs of VNI that make `ồ`, `ố` and `ỗ`: `Hồn thành số hố` for
//! `Hoàn thành số hoá`.
//!
//! Programs that convert a text which already was Unicode leave such a text, and some fonts of PDFs do. It is told by
//! the whole document: it has none of these pairs, and its words with the single letters are far less likely in their
//! places than with the pairs.

use std::collections::BTreeSet;

use super::Spot;
use crate::page::{OcrPage, Origin};
use crate::restore::language_model::{LanguageModel, WordId};
use crate::vietnamese::{nfc, spelling, syllable};

const PAIRS: [(char, &str); 6] =
    [('ồ', "oà"), ('ố', "oá"), ('ỗ', "oã"), ('Ồ', "OÀ"), ('Ố', "OÁ"), ('Ỗ', "OÃ")];

/// By how much likelier (natural logarithm) a word must be with the pair to tell of the document.
const TELLS: f32 = 4.0;
/// So many words must tell, so many of them different, before a document is believed to have lost its pairs.
const TELLING: usize = 4;
const DIFFERENT: usize = 2;
/// A word that is likelier by less than this, either way, is in doubt.
const OPEN: f32 = 2.0;

/// What is to be done with a word of such a document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    pub(super) spot: Spot,
    pub(super) text: String,
    /// Whether the other reading is nearly as likely.
    pub(super) open: bool,
}

/// A word in its place among others.
struct Placed {
    spot: Spot,
    unit: WordId,
    /// It with the pair, if it can be a word so: the whole text and what the model knows it as.
    paired: Option<(String, WordId)>,
    /// Whether a sentence or clause ends with it.
    closes: bool,
}

/// The words of a document that has lost its pairs; none of any other.
pub(super) fn changes(pages: &[OcrPage], model: &LanguageModel) -> Vec<Change> {
    let typed = || pages.iter().enumerate().filter(|(_, page)| page.origin != Origin::Scan);
    let texts = || {
        typed().flat_map(|(_, page)| &page.lines).flat_map(|line| &line.words).map(|word| word.text.as_str())
    };
    let has_pair = |text: &str| PAIRS.iter().any(|(_, pair)| text.contains(pair));
    let has_single = |text: &str| text.contains(PAIRS.map(|(single, _)| single));
    if texts().filter(|text| has_single(text)).count() < TELLING || texts().any(has_pair) {
        return Vec::new();
    }
    let mut words = Vec::new();
    for (page, of) in typed() {
        for (line, of) in of.lines.iter().enumerate() {
            for (word, of) in of.words.iter().enumerate() {
                words.extend(placed(Spot { page, line, word }, &of.text, model));
            }
        }
    }
    let gains: Vec<Option<f32>> = (0..words.len()).map(|at| gain(&words, at, model)).collect();
    let telling = || gains.iter().enumerate().filter(|(_, gain)| gain.is_some_and(|gain| gain >= TELLS));
    let different: BTreeSet<WordId> = telling().map(|(at, _)| words[at].unit).collect();
    if telling().count() < TELLING || different.len() < DIFFERENT {
        return Vec::new();
    }
    let changed = words.into_iter().zip(gains).filter_map(|(word, gain)| {
        let gain = gain.filter(|gain| *gain > -OPEN)?;
        let (text, _) = word.paired?;
        Some(Change { spot: word.spot, text, open: gain < OPEN })
    });
    changed.collect()
}

fn placed(spot: Spot, text: &str, model: &LanguageModel) -> Option<Placed> {
    let core = text.trim_matches(|c: char| !c.is_alphanumeric());
    if core.is_empty() {
        return None;
    }
    let id = |word: &str| {
        if word.chars().any(char::is_numeric) {
            LanguageModel::NUMBER
        } else {
            model.id(&spelling(word)).unwrap_or(LanguageModel::UNKNOWN)
        }
    };
    let found = PAIRS.iter().find(|(single, _)| core.contains(*single));
    let paired = found.and_then(|(single, pair)| {
        let small = core.chars().filter(|c| c.is_lowercase()).count();
        // In a word that begins with it, only the first of two letters is a capital.
        let pair = if small > 0 && single.is_uppercase() {
            let mut letters = pair.chars();
            letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect()
        } else {
            (*pair).to_owned()
        };
        let made = nfc(&core.replace(*single, &pair));
        let known = id(&made);
        let is_word = syllable::is_possible(&spelling(&made)) && known != LanguageModel::UNKNOWN;
        is_word.then(|| (text.replace(*single, &pair), known))
    });
    let closes = text.ends_with(['.', ';', ':', '!', '?']);
    Some(Placed { spot, unit: id(core), paired, closes })
}

/// How much likelier the words around a place are with the pair than as read, in natural logarithms.
fn gain(words: &[Placed], at: usize, model: &LanguageModel) -> Option<f32> {
    let (_, paired) = words[at].paired.as_ref()?;
    let likely = |here: WordId| {
        let mut state = model.begin();
        let mut sum = 0.0;
        for (near, placed) in words.iter().enumerate().take(at + 3).skip(at.saturating_sub(2)) {
            let word = if near == at { here } else { placed.unit };
            let (next, log) = model.next(state, word);
            state = if placed.closes { model.begin() } else { next };
            if near >= at {
                sum += log;
            }
        }
        sum
    };
    Some(likely(*paired) - likely(words[at].unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::PageIndex;
    use crate::page::{Block, OcrLine, OcrWord};

    fn read(text: &str) -> String {
        let word =
            |w: &str| OcrWord { text: w.to_owned(), place: None, confidence: 1.0, alternatives: vec![] };
        let words: Vec<OcrWord> = text.split_whitespace().map(word).collect();
        let mut page = OcrPage {
            page: PageIndex(0),
            origin: Origin::PlainText,
            frame: None,
            marks: Vec::new(),
            lines: vec![OcrLine { number: 1, block: Block::Unknown, words }],
            layer: Vec::new(),
        };
        let model = LanguageModel::embedded().unwrap();
        for change in changes(std::slice::from_ref(&page), &model) {
            page.lines[0].words[change.spot.word].text = change.text;
        }
        page.lines[0].words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lost_pairs_come_back_where_the_document_shows_it() {
        let broken = "Ủy ban nhân dân tỉnh Sơn Hà yêu cầu các sở, ban, ngành tồn tỉnh hồn thành số hố hồ sơ trước ngày 15 \
                      tháng 12; bảo đảm an tồn thông tin, phát triển văn hố, khơng để tồn tại kéo dài; hồn thiện cơ sở dữ \
                      liệu; thành phố báo cáo kết quả.";
        let right = "Ủy ban nhân dân tỉnh Sơn Hà yêu cầu các sở, ban, ngành toàn tỉnh hoàn thành số hoá hồ sơ trước ngày 15 \
                     tháng 12; bảo đảm an toàn thông tin, phát triển văn hoá, khơng để tồn tại kéo dài; hoàn thiện cơ sở dữ \
                     liệu; thành phố báo cáo kết quả.";
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(read(broken), one_line(right));
    }

    #[test]
    fn other_documents_stay() {
        for text in [
            "Số hồ sơ còn tồn đọng của thành phố là 15 hồ sơ; các hồ, đồi, rồi nguồn vốn, hố ga, công trình tồn tại \
             nhiều năm, cá bống, cây trồng, đồng ruộng và cộng đồng.",
            // One slip of a writer tells nothing while the pair is there.
            "Các đơn vị hồn thành nhiệm vụ, tồn tỉnh có toàn bộ hồ sơ, văn hố và số hố dữ liệu.",
        ] {
            assert_eq!(read(text), text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}
