//! Whether a document was issued by the office that keeps the registers.

use crate::record::Record;
use crate::vietnamese::bare;

/// The office that keeps the registers, as its letterhead names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Folded; more than one where it changed its name.
    names: Vec<String>,
}

impl Office {
    /// An office of one name, or of several parted by semicolons.
    pub fn new(names: &str) -> Office {
        Office { names: names.split(';').map(folded).filter(|name| !name.is_empty()).collect() }
    }

    /// Whether it issued the document: a document of unknown issuer came from elsewhere.
    pub fn issued(&self, record: &Record) -> bool {
        let issuer = record.document.issuer.value.as_deref().map(folded);
        issuer.is_some_and(|issuer| self.names.contains(&issuer))
    }
}

/// Without case, marks and what is no letter: letterheads are in capitals and break their lines where they like.
pub(super) fn folded(name: &str) -> String {
    bare(name)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::record;
    use super::*;

    #[test]
    fn an_office_is_known_by_its_letterhead() {
        let mut record = record();
        record.document.issuer.value = Some("ỦY BAN NHÂN DÂN\nXÃ BÌNH HÒA".to_owned());
        assert!(Office::new("Uỷ ban nhân dân xã Bình Hoà").issued(&record));
        assert!(Office::new("Phòng Nội vụ; Ủy ban nhân dân xã Bình Hòa").issued(&record));
        assert!(!Office::new("Ủy ban nhân dân xã Bình").issued(&record));
        record.document.issuer.value = None;
        assert!(!Office::new("Ủy ban nhân dân xã Bình Hòa").issued(&record));
    }
}
