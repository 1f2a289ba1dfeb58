//! Text as the steps share it: spans that know which text they count.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Range;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Marks the text as the engine read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {}

/// Marks the text after restoration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restored {}

/// A half-open range of UTF-8 bytes in the text named by `T`, on character boundaries.
///
/// `Span<Read>` and `Span<Restored>` are different types, so that an offset into one text can never be used in
/// the other. Invariant: `start <= end`.
pub struct Span<T> {
    start: u32,
    end: u32,
    text: PhantomData<T>,
}

impl<T> Span<T> {
    /// The bytes from `start` (inside) to `end` (outside).
    ///
    /// # Panics
    /// When `start > end`, or the text is over 4 GiB.
    pub fn new(start: usize, end: usize) -> Span<T> {
        assert!(start <= end, "a span runs forward");
        let narrow = |at| u32::try_from(at).expect("a document's text is under 4 GiB");
        Span { start: narrow(start), end: narrow(end), text: PhantomData }
    }

    /// First byte inside.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// First byte after.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing is inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range to slice its text with.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn union(self, other: Span<T>) -> Span<T> {
        Span { start: self.start.min(other.start), end: self.end.max(other.end), text: PhantomData }
    }

    /// Whether a byte is inside both.
    pub fn overlaps(self, other: Span<T>) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether all of `other` is inside.
    pub fn contains(self, other: Span<T>) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

// Written out, since derives would ask the same of the marker `T`.
impl<T> Clone for Span<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Span<T> {}
impl<T> PartialEq for Span<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<T> Eq for Span<T> {}
impl<T> PartialOrd for Span<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Span<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<T> Hash for Span<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
/// As `[start, end]`.
impl<T> Serialize for Span<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start, self.end).serialize(serializer)
    }
}
impl<'de, T> Deserialize<'de> for Span<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Span<T>, D::Error> {
        let (start, end) = <(u32, u32)>::deserialize(deserializer)?;
        if start > end {
            return Err(D::Error::custom("a span runs forward"));
        }
        Ok(Span { start, end, text: PhantomData })
    }
}
impl<T> fmt::Debug for Span<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// White space of any length as one space, none at the ends.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
