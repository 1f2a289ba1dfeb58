//! Where each array of the model lies in its file.
//!
//! All numbers are little-endian; every array begins at a multiple of eight bytes. After the header come, in
//! this order: the ends of the words in the text, the text, and for single words their logarithms of
//! probability, logarithms of back-off weight and first children; then, for each longer n-gram, the arrays of
//! [`LevelSections`].

use std::ops::Range;

/// The first bytes of the file.
pub(crate) const MAGIC: u32 = u32::from_le_bytes(*b"VTLM");

/// Rises when the layout changes.
pub(crate) const VERSION: u32 = 1;

/// For how many contexts one full-width start of children is kept; the others are 16 bits from it.
pub(crate) const BASE_EVERY: usize = 8;

/// Numbers of four bytes in the header: magic, version, order, words, bytes of text, then nodes and contexts of
/// up to three levels, and padding.
const HEADER_NUMBERS: usize = 16;

/// How much there is of everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    /// Words and classes, under 65,536.
    pub(crate) words: usize,
    /// Bytes of all words together.
    pub(crate) text: usize,
    /// For pairs and each longer n-gram, in this order.
    pub(crate) levels: Vec<LevelSizes>,
}

/// How much there is of the n-grams of one length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LevelSizes {
    /// How many n-grams.
    pub(crate) nodes: usize,
    /// How many of them can be continued by one word; 0 for the longest.
    pub(crate) contexts: usize,
}

impl Header {
    /// Reads the header of a file.
    pub(crate) fn read(bytes: &[u8]) -> Result<Header, String> {
        let head = bytes.get(..HEADER_NUMBERS * 4).ok_or("too short for a language model")?;
        let numbers: &[u32] = bytemuck::cast_slice(head);
        if numbers[0] != MAGIC {
            return Err("not a language model".to_owned());
        }
        if numbers[1] != VERSION {
            return Err(format!("a language model of version {}, not {VERSION}", numbers[1]));
        }
        let order = numbers[2] as usize;
        if !(2..=super::MAX_ORDER).contains(&order) {
            return Err(format!("a language model of order {order}"));
        }
        let words = numbers[3] as usize;
        if !(super::LanguageModel::CLASSES..65_536).contains(&words) {
            return Err(format!("a language model of {words} words"));
        }
        let levels = (0..order - 1)
            .map(|i| LevelSizes { nodes: numbers[5 + 2 * i] as usize, contexts: numbers[6 + 2 * i] as usize })
            .collect();
        Ok(Header { words, text: numbers[4] as usize, levels })
    }

    /// The bytes of the header.
    #[cfg_attr(not(feature = "train"), expect(dead_code, reason = "only the trainer writes"))]
    pub(crate) fn write(&self) -> Vec<u8> {
        let number = |n: usize| u32::try_from(n).expect("a model has under 2^32 of everything");
        let mut numbers =
            vec![MAGIC, VERSION, number(self.levels.len() + 1), number(self.words), number(self.text)];
        for level in &self.levels {
            numbers.extend([number(level.nodes), number(level.contexts)]);
        }
        numbers.resize(HEADER_NUMBERS, 0);
        numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
    }
}

/// The ranges of bytes of all arrays.
#[derive(Debug)]
pub(crate) struct Sections {
    /// `u32`: first byte of each word in the text, and one more.
    pub(crate) word_ends: Range<usize>,
    /// The words, one after the other.
    pub(crate) text: Range<usize>,
    /// `f32`: logarithm of the probability of each word.
    pub(crate) unigrams: Range<usize>,
    /// `f32`: logarithm of the back-off weight of each word.
    pub(crate) unigram_backoffs: Range<usize>,
    /// `u32`: first pair of each word, and one more.
    pub(crate) unigram_children: Range<usize>,
    /// Pairs, threes, fours.
    pub(crate) levels: Vec<LevelSections>,
    /// The length of the file.
    pub(crate) end: usize,
}

/// The arrays of n-grams of one length.
#[derive(Debug)]
pub(crate) struct LevelSections {
    /// `f32`, 256: the logarithms of probability that codes stand for, rising.
    pub(crate) probability_book: Range<usize>,
    /// `f32`, 256: the logarithms of back-off weight, rising.
    pub(crate) backoff_book: Range<usize>,
    /// `u16`: the last word of each n-gram; rising within a context.
    pub(crate) words: Range<usize>,
    /// `u8`: the code of the probability of each.
    pub(crate) probabilities: Range<usize>,
    /// `u64`: one bit for each, whether it can be continued.
    pub(crate) has_children: Range<usize>,
    /// `u32`: how many bits are set before each number of `has_children`.
    pub(crate) ranks: Range<usize>,
    /// `u8`: the code of the back-off weight of each that can be continued.
    pub(crate) backoffs: Range<usize>,
    /// `u32`: first child of every [`BASE_EVERY`]th that can be continued.
    pub(crate) child_bases: Range<usize>,
    /// `u16`: first child of each that can be continued, less its base; and one more.
    pub(crate) child_offsets: Range<usize>,
}

impl Sections {
    /// The layout that follows from the sizes.
    pub(crate) fn of(header: &Header) -> Sections {
        let mut end = HEADER_NUMBERS * 4;
        let mut take = |bytes: usize| {
            let start = end.next_multiple_of(8);
            end = start + bytes;
            start..end
        };
        let word_ends = take((header.words + 1) * 4);
        let text = take(header.text);
        let unigrams = take(header.words * 4);
        let unigram_backoffs = take(header.words * 4);
        let unigram_children = take((header.words + 1) * 4);
        let count = header.levels.len();
        let levels = header
            .levels
            .iter()
            .enumerate()
            .map(|(i, &LevelSizes { nodes, contexts })| {
                let inner = usize::from(i + 1 < count);
                LevelSections {
                    probability_book: take(256 * 4),
                    backoff_book: take(256 * 4 * inner),
                    words: take(nodes * 2),
                    probabilities: take(nodes),
                    has_children: take(nodes.div_ceil(64) * 8 * inner),
                    ranks: take(nodes.div_ceil(64) * 4 * inner),
                    backoffs: take(contexts * inner),
                    child_bases: take((contexts / BASE_EVERY + 1) * 4 * inner),
                    child_offsets: take((contexts + 1) * 2 * inner),
                }
            })
            .collect();
        Sections { word_ends, text, unigrams, unigram_backoffs, unigram_children, levels, end }
    }
}
