//! Which fields an archive asks for, how long they may be, when they must be there, and the codes that stand in them
//! (`docs/profiles/tt05.tsv`).

use std::sync::LazyLock;

use super::super::office::folded;
use super::super::profile;

/// What a field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Level {
    /// A file of documents (hồ sơ).
    File,
    /// A batch of loose documents.
    Batch,
    Document,
    /// Not part of EAD.
    Other,
}

/// When a field must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Must,
    May,
    /// Where another field has a value.
    If(&'static str, &'static str),
}

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) level: Level,
    pub(super) name: &'static str,
    pub(super) heading: &'static str,
    /// Characters at most; 0 where there is no limit.
    pub(super) length: usize,
    pub(super) need: Need,
}

struct Known {
    fields: Vec<Named>,
    /// Field, code, meaning.
    codes: Vec<(&'static str, &'static str, &'static str)>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known { fields: Vec::new(), codes: Vec::new() };
    for line in profile::lines(profile::ARCHIVE) {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["code", field, code, meaning] => known.codes.push((field, code, meaning)),
            [level, name, heading, length, need] => {
                let (Ok(level), Ok(length)) = (level.parse(), length.parse()) else { continue };
                let need = match need.split_once('=') {
                    Some((field, value)) => Need::If(field, value),
                    None if need == "must" => Need::Must,
                    None => Need::May,
                };
                known.fields.push(Named { level, name, heading, length, need });
            }
            _ => {}
        }
    }
    known
});

/// The fields of a level, in the order of EAD.
pub(super) fn of(level: Level) -> impl Iterator<Item = &'static Named> {
    KNOWN.fields.iter().filter(move |field| field.level == level)
}

/// The field that a heading of a table names, by its name, what people call it, or both: `Tên loại tài liệu (typeName)`.
pub(super) fn named(heading: &str) -> Option<&'static str> {
    let low = folded(heading);
    let is = |field: &&Named| {
        let (name, heading) = (folded(field.name), folded(field.heading));
        low == name || low == heading || low == folded(&format!("{} ({})", field.heading, field.name))
    };
    KNOWN.fields.iter().find(is).map(|field| field.name)
}

/// What people call a field; its name where no list has it.
pub(super) fn heading(name: &'static str) -> &'static str {
    KNOWN.fields.iter().find(|field| field.name == name).map_or(name, |field| field.heading)
}

/// Whether a field holds codes.
pub(super) fn has_codes(field: &str) -> bool {
    KNOWN.codes.iter().any(|(of, ..)| *of == field)
}

/// The code for what stands in a table, be it the code or its meaning; `None` where it is neither.
pub(super) fn code(field: &str, written: &str) -> Option<&'static str> {
    let low = folded(written);
    let of_field = || KNOWN.codes.iter().filter(|(of, ..)| *of == field);
    // Spreadsheets make 1 of 01.
    let is_code = |code: &str| code == low || code.trim_start_matches('0') == low;
    let by_code = of_field().find(|(_, code, _)| is_code(code));
    by_code.or_else(|| of_field().find(|(.., meaning)| folded(meaning) == low)).map(|(_, code, _)| *code)
}

/// What a code means.
pub(super) fn meaning(field: &str, code: &str) -> Option<&'static str> {
    KNOWN.codes.iter().find(|(of, there, _)| *of == field && *there == code).map(|(.., meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_circular_has_so_many_fields() {
        let count = |level| of(level).count();
        assert_eq!((count(Level::File), count(Level::Batch), count(Level::Document)), (18, 5, 21));
        let lines = profile::lines(profile::ARCHIVE).count();
        assert_eq!(lines, KNOWN.fields.len() + KNOWN.codes.len(), "a line is not understood");
    }

    #[test]
    fn codes_are_known_by_what_people_write() {
        assert_eq!(code("maintenance", "Vĩnh viễn"), Some("01"));
        assert_eq!(code("maintenance", "20 NĂM"), Some("05"));
        assert_eq!(code("mode", "1"), Some("01"));
        assert_eq!(code("riskRecovery", "0"), Some("0"));
        assert_eq!(code("maintenance", "15 năm"), None);
        assert_eq!(meaning("mode", "03"), Some("Mật"));
        assert_eq!(named("Mã hồ sơ"), Some("fileCode"));
        assert_eq!(named("PAPERFILECODE"), Some("paperFileCode"));
        assert_eq!(named("Tên loại tài liệu (typeName)"), Some("typeName"));
        assert_eq!(named("khác"), None);
    }
}
