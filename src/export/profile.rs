//! Which columns a sheet or a table has, under which headings: data files of `docs/profiles`, compiled in.

use std::str::FromStr;
use std::sync::LazyLock;

use strum::{EnumString, IntoStaticStr, VariantArray};

/// What the rows of a sheet or a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Rows {
    /// Tasks, deadlines without a task, and targets, in the order of the document.
    FollowUp,
    /// Numbers to be reached.
    Targets,
    /// What is due when.
    Deadlines,
    /// Who does what.
    Assignments,
    /// One for each document.
    Documents,
    /// The documents that the office issued.
    Outgoing,
    /// The documents that came to the office.
    Incoming,
}

/// What fills a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// Rows of records.
    Rows(Rows),
    /// Lines that a form makes of several records or of their scans.
    Own(Own),
}

/// The lines that forms make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Own {
    /// What was asked for, with what reports say of it.
    Book,
    /// What reports say and nothing asked for.
    Stated,
    /// The documents of files of an archive, as it lists them.
    FileDocuments,
    /// Files of an archive, as it lists them.
    Files,
    /// What an archive asks for and nobody gave.
    Lacking,
    /// Counts and shares of what was digitised.
    Figures,
    /// Scans that are not as the circular asks.
    Rescans,
    /// Pages with what was found on each.
    Pages,
    /// What is to be compared with the pages by hand.
    Sample,
}

impl FromStr for Fill {
    type Err = strum::ParseError;

    fn from_str(name: &str) -> Result<Fill, Self::Err> {
        Rows::from_str(name).map(Fill::Rows).or_else(|_| Own::from_str(name).map(Fill::Own))
    }
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Its name, at most 31 characters.
    pub(super) name: String,
    /// What stands above each printed page.
    pub(super) title: String,
    pub(super) rows: Fill,
    /// From the left.
    pub(super) columns: Vec<Column>,
    /// Somebody gave it; it is none of the program's.
    pub(super) given: bool,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) kind: Kind,
    /// The name by which [`Row::cell`](super::row::Row::cell) knows it.
    pub(super) field: String,
    pub(super) heading: String,
    /// In characters.
    pub(super) width: u16,
}

/// Where what stands in a column comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Kind {
    /// From the record.
    Field,
    /// From the record, and not shown.
    Hidden,
    /// People type it.
    Typed,
}

/// The sheets of a form: those of the program, and in their place those that somebody gave.
#[derive(Debug, Clone)]
pub struct Profiles(Vec<Sheet>);

impl Profiles {
    /// Those of a workbook of records.
    pub fn workbook() -> Profiles {
        Profiles(sheets().to_vec())
    }

    /// Those of the follow-up book.
    pub fn follow_up() -> Profiles {
        Profiles(read(&[
            include_str!("../../docs/profiles/so-theo-doi.tsv"),
            include_str!("../../docs/profiles/ket-qua-khac.tsv"),
            include_str!("../../docs/profiles/van-ban.tsv"),
        ]))
    }

    /// Those of the report on which digitised documents are accepted.
    pub fn acceptance() -> Profiles {
        Profiles(read(&[
            include_str!("../../docs/profiles/nghiem-thu.tsv"),
            include_str!("../../docs/profiles/quet-lai.tsv"),
            include_str!("../../docs/profiles/mau-kiem.tsv"),
            include_str!("../../docs/profiles/kiem-trang.tsv"),
            include_str!("../../docs/profiles/van-ban.tsv"),
        ]))
    }

    /// Those of the lists for an archive.
    pub fn archive() -> Profiles {
        Profiles(read(&[
            include_str!("../../docs/profiles/muc-luc-ho-so.tsv"),
            include_str!("../../docs/profiles/muc-luc-van-ban.tsv"),
            include_str!("../../docs/profiles/tt05-van-ban.tsv"),
            include_str!("../../docs/profiles/con-thieu.tsv"),
            include_str!("../../docs/profiles/van-ban.tsv"),
        ]))
    }

    pub(super) fn sheets(&self) -> &[Sheet] {
        &self.0
    }

    /// Takes a profile that somebody gave: in the place of those of the same rows, or behind them where there are none.
    ///
    /// # Errors
    /// The line that breaks the format, from 1; 0 where a line is lacking.
    pub fn take(&mut self, file: &str) -> Result<(), usize> {
        let sheet = sheet(file)?;
        let place = self.0.iter().position(|there| there.rows == sheet.rows && !there.given);
        let sheet = Sheet { given: true, ..sheet };
        match place {
            Some(at) => {
                self.0[at] = sheet;
                let (rows, name) = (self.0[at].rows, self.0[at].name.clone());
                self.0.retain(|there| there.given || (there.rows != rows && there.name != name));
            }
            None => {
                self.0.retain(|there| there.name != sheet.name);
                self.0.push(sheet);
            }
        }
        Ok(())
    }
}

/// The sheets of a workbook, in their order.
pub(super) fn sheets() -> &'static [Sheet] {
    static SHEETS: LazyLock<Vec<Sheet>> = LazyLock::new(|| {
        read(&[
            include_str!("../../docs/profiles/theo-doi.tsv"),
            include_str!("../../docs/profiles/chi-tieu.tsv"),
            include_str!("../../docs/profiles/thoi-han.tsv"),
            include_str!("../../docs/profiles/phan-cong.tsv"),
            include_str!("../../docs/profiles/van-ban.tsv"),
            include_str!("../../docs/profiles/so-di.tsv"),
            include_str!("../../docs/profiles/so-den.tsv"),
        ])
    });
    &SHEETS
}

/// Profiles of the program, which the tests of this file read.
fn read(files: &[&str]) -> Vec<Sheet> {
    files.iter().map(|file| sheet(file).expect("the profiles are read by the tests of this file")).collect()
}

/// The columns of all CSV tables, and their headings.
const CSV: &str = include_str!("../../docs/profiles/csv.tsv");

/// What a column of a CSV table is called in Vietnamese.
pub(super) fn heading(field: &str) -> &'static str {
    static HEADINGS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
        lines(CSV).filter_map(|line| line.strip_prefix("heading\t")?.split_once('\t')).collect()
    });
    HEADINGS.iter().find(|(of, _)| *of == field).map_or("", |(_, heading)| heading)
}

/// The columns of a CSV table, in their order.
pub(super) fn table(rows: Rows) -> &'static [&'static str] {
    type Tables = Vec<(Rows, Vec<&'static str>)>;
    static TABLES: LazyLock<Tables> = LazyLock::new(|| {
        let tables = lines(CSV).filter_map(|line| {
            let (rows, fields) = line.split_once('\t')?;
            Some((Rows::from_str(rows).ok()?, fields.split('\t').collect()))
        });
        tables.collect()
    });
    TABLES.iter().find(|(of, _)| *of == rows).map_or(&[], |(_, fields)| fields)
}

/// The fields that an archive asks for.
pub(super) const ARCHIVE: &str = include_str!("../../docs/profiles/tt05.tsv");

/// Those of the circular before, for archives that still take them.
#[cfg(test)]
pub(super) const OLD_CIRCULAR: &str = include_str!("../../docs/profiles/tt02-van-ban.tsv");

pub(super) fn lines(file: &str) -> impl Iterator<Item = &str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

/// A sheet as its file says.
///
/// # Errors
/// The line that breaks the format, from 1; 0 where a line is lacking.
fn sheet(file: &str) -> Result<Sheet, usize> {
    let (mut name, mut title, mut rows, mut columns) = (None, None, None, Vec::<Column>::new());
    for (number, line) in (1..).zip(file.lines()) {
        let line = line.trim_end_matches('\r');
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["sheet", text] if is_name(text) => name = Some(text.to_owned()),
            ["title", text] => title = Some(text.to_owned()),
            ["rows", of] => rows = Some(Fill::from_str(of).map_err(|_| number)?),
            [kind, field, heading] => columns.push(column(kind, field, heading, "8").ok_or(number)?),
            [kind, field, heading, width] => columns.push(column(kind, field, heading, width).ok_or(number)?),
            _ => return Err(number),
        }
        // Two columns of one heading could not be told apart when they are read back.
        if let Some((last, others)) = columns.split_last()
            && others.iter().any(|other| other.heading == last.heading)
        {
            return Err(number);
        }
    }
    let has_id = columns.iter().any(|column| column.kind == Kind::Hidden && column.field == "id");
    let (Some(name), Some(title), Some(rows), true) = (name, title, rows, has_id) else { return Err(0) };
    Ok(Sheet { name, title, rows, columns, given: false })
}

/// Whether a workbook can have a sheet of that name.
fn is_name(name: &str) -> bool {
    const LONGEST: usize = 31;
    (1..=LONGEST).contains(&name.chars().count()) && !name.contains(['[', ']', ':', '*', '?', '/', '\\'])
}

fn column(kind: &str, field: &str, heading: &str, width: &str) -> Option<Column> {
    let (field, heading) = (field.to_owned(), heading.to_owned());
    let width = width.parse().ok().filter(|width| (1..=255).contains(width))?;
    Some(Column { kind: Kind::from_str(kind).ok()?, field, heading, width })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_profile_is_read_and_has_its_ids() {
        for sheet in sheets()
            .iter()
            .chain(Profiles::follow_up().sheets())
            .chain(Profiles::archive().sheets())
            .chain(Profiles::acceptance().sheets())
        {
            assert!(sheet.name.chars().count() <= 31, "{}", sheet.name);
            let headings: BTreeSet<&str> = sheet.columns.iter().map(|c| c.heading.as_str()).collect();
            assert_eq!(headings.len(), sheet.columns.len(), "{}: two columns of one heading", sheet.name);
            let ids = sheet.columns.iter().filter(|c| c.kind == Kind::Hidden && c.field == "id");
            assert_eq!(ids.count(), 1, "{}", sheet.name);
        }
        assert_eq!(sheet("sheet\tA\ntitle\tA\nrows\tnothing").unwrap_err(), 3);
        assert_eq!(sheet("sheet\tA\ntitle\tA\nrows\ttargets\nfield\ta\tA\twide").unwrap_err(), 4);
        assert_eq!(sheet("sheet\tA\ntitle\tA\nrows\ttargets\nfield\ta\tA\n").unwrap_err(), 0);
        assert_eq!(sheet("sheet\tA/B\n").unwrap_err(), 1);
    }

    #[test]
    fn a_given_profile_stands_in_the_place_of_ours() {
        let mut profiles = Profiles::workbook();
        let count = profiles.sheets().len();
        let mine =
            "sheet\tMục tiêu\ntitle\tMỤC TIÊU\nrows\ttargets\nfield\tindicator\tTên\t40\nhidden\tid\tMã\n";
        assert_eq!(profiles.take(mine), Ok(()));
        assert_eq!(profiles.sheets().len(), count);
        assert!(profiles.sheets().iter().any(|sheet| sheet.name == "Mục tiêu" && sheet.columns.len() == 2));
        assert!(profiles.sheets().iter().all(|sheet| sheet.name != "Chỉ tiêu"));
        assert_eq!(profiles.take("sheet\tA\n"), Err(0));
    }

    #[test]
    fn registers_have_the_ten_columns_of_the_decree() {
        let headings = |rows: Rows| -> Vec<&str> {
            let sheet = sheets().iter().find(|sheet| sheet.rows == Fill::Rows(rows)).unwrap();
            sheet.columns.iter().take(10).map(|column| column.heading.as_str()).collect()
        };
        assert_eq!(
            headings(Rows::Outgoing),
            [
                "Số, ký hiệu văn bản",
                "Ngày tháng văn bản",
                "Tên loại và trích yếu nội dung văn bản",
                "Người ký",
                "Nơi nhận văn bản",
                "Đơn vị, người nhận bản lưu",
                "Số lượng bản",
                "Ngày chuyển",
                "Ký nhận",
                "Ghi chú"
            ]
        );
        assert_eq!(
            headings(Rows::Incoming),
            [
                "Ngày đến",
                "Số đến",
                "Tác giả",
                "Số, ký hiệu văn bản",
                "Ngày tháng văn bản",
                "Tên loại và trích yếu nội dung văn bản",
                "Đơn vị hoặc người nhận",
                "Ngày chuyển",
                "Ký nhận",
                "Ghi chú"
            ]
        );
    }

    #[test]
    fn every_kind_of_rows_has_a_csv_table() {
        for rows in Rows::VARIANTS {
            let fields = table(*rows);
            assert_eq!(fields.first(), Some(&"id"), "{rows:?}");
            let unique: BTreeSet<_> = fields.iter().collect();
            assert_eq!(unique.len(), fields.len(), "{rows:?}");
            let headings: BTreeSet<_> = fields.iter().map(|field| heading(field)).collect();
            assert!(!headings.contains(""), "{rows:?}: a field has no heading");
            assert_eq!(headings.len(), fields.len(), "{rows:?}: two fields have one heading");
        }
    }
}
