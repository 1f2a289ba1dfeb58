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

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Its name, at most 31 characters.
    pub(super) name: String,
    /// What stands above each printed page.
    pub(super) title: String,
    pub(super) rows: Rows,
    /// From the left.
    pub(super) columns: Vec<Column>,
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

/// The sheets of a workbook, in their order.
pub(super) fn sheets() -> &'static [Sheet] {
    static SHEETS: LazyLock<Vec<Sheet>> = LazyLock::new(|| {
        let files = [
            include_str!("../../docs/profiles/theo-doi.tsv"),
            include_str!("../../docs/profiles/chi-tieu.tsv"),
            include_str!("../../docs/profiles/thoi-han.tsv"),
            include_str!("../../docs/profiles/phan-cong.tsv"),
            include_str!("../../docs/profiles/van-ban.tsv"),
            include_str!("../../docs/profiles/so-di.tsv"),
            include_str!("../../docs/profiles/so-den.tsv"),
        ];
        files.map(|file| sheet(file).expect("the profiles are read by the tests of this file")).into()
    });
    &SHEETS
}

/// The columns of a CSV table, in their order.
pub(super) fn table(rows: Rows) -> &'static [&'static str] {
    type Tables = Vec<(Rows, Vec<&'static str>)>;
    static TABLES: LazyLock<Tables> = LazyLock::new(|| {
        let file = include_str!("../../docs/profiles/csv.tsv");
        let tables = lines(file).filter_map(|line| {
            let (rows, fields) = line.split_once('\t')?;
            Some((Rows::from_str(rows).ok()?, fields.split('\t').collect()))
        });
        tables.collect()
    });
    TABLES.iter().find(|(of, _)| *of == rows).map_or(&[], |(_, fields)| fields)
}

fn lines(file: &str) -> impl Iterator<Item = &str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

/// A sheet as its file says; `None` where a line breaks the format.
fn sheet(file: &str) -> Option<Sheet> {
    let (mut name, mut title, mut rows, mut columns) = (None, None, None, Vec::new());
    for line in lines(file) {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["sheet", text] => name = Some(text.to_owned()),
            ["title", text] => title = Some(text.to_owned()),
            ["rows", of] => rows = Some(Rows::from_str(of).ok()?),
            [kind, field, heading] => columns.push(column(kind, field, heading, "8")?),
            [kind, field, heading, width] => columns.push(column(kind, field, heading, width)?),
            _ => return None,
        }
    }
    Some(Sheet { name: name?, title: title?, rows: rows?, columns })
}

fn column(kind: &str, field: &str, heading: &str, width: &str) -> Option<Column> {
    let (field, heading) = (field.to_owned(), heading.to_owned());
    Some(Column { kind: Kind::from_str(kind).ok()?, field, heading, width: width.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_profile_is_read_and_has_its_ids() {
        for sheet in sheets() {
            assert!(sheet.name.chars().count() <= 31, "{}", sheet.name);
            let headings: BTreeSet<&str> = sheet.columns.iter().map(|c| c.heading.as_str()).collect();
            assert_eq!(headings.len(), sheet.columns.len(), "{}: two columns of one heading", sheet.name);
            let ids = sheet.columns.iter().filter(|c| c.kind == Kind::Hidden && c.field == "id");
            assert_eq!(ids.count(), 1, "{}", sheet.name);
        }
        assert!(sheet("sheet\tA\ntitle\tA\nrows\tnothing").is_none());
        assert!(sheet("sheet\tA\ntitle\tA\nrows\ttargets\nfield\ta\tA\twide").is_none());
    }

    #[test]
    fn registers_have_the_ten_columns_of_the_decree() {
        let headings = |rows: Rows| -> Vec<&str> {
            let sheet = sheets().iter().find(|sheet| sheet.rows == rows).unwrap();
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
        }
    }
}
