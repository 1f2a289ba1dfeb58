//! A workbook (XLSX): sheets that an office prints and works with.

use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet,
    XlsxError,
};

use super::line::{Cell, Line};
use super::office::Office;
use super::profile::{Column, Fill, Kind, Rows, Sheet};
use super::row::rows;
use super::typed::{Found, Kept, KeptSheet, Typed};
use crate::record::Record;
use crate::words::{Language, Sentence, Words};

/// As Decree 30 asks for the letters of documents.
const FONT: &str = "Times New Roman";
/// Points.
const SIZE: f64 = 11.0;
/// Behind what a person should look at.
const DOUBTFUL: Color = Color::RGB(0x00FF_F2CC);
/// Behind headings.
const HEADING: Color = Color::RGB(0x00E7_E6E6);
/// A4, as the format numbers papers.
const A4: u8 = 9;
/// The most characters that a cell holds.
const CELL: usize = 32_767;

/// A workbook of some documents, with what people typed into the one before.
///
/// # Errors
/// What the library says, as of a sheet too long for the format.
pub(super) fn write(
    records: &[&Record],
    office: Option<&Office>,
    profiles: &[Sheet],
    kept: Kept,
) -> Result<Vec<u8>, XlsxError> {
    let mut all = Vec::new();
    for sheet in profiles {
        let Fill::Rows(kind) = sheet.rows else { continue };
        let is_register = matches!(kind, Rows::Outgoing | Rows::Incoming);
        if !is_register || office.is_some() || kept.sheets.contains_key(&sheet.name) {
            all.push(Filled::new(sheet, rows(kind, records, office)));
        }
    }
    book(&all, records, kept)
}

/// A sheet with what stands in it.
pub(super) struct Filled<'a> {
    pub(super) sheet: &'a Sheet,
    /// From the top.
    pub(super) lines: Vec<Box<dyn Line + 'a>>,
}

impl<'a> Filled<'a> {
    pub(super) fn new<T: Line + 'a>(sheet: &'a Sheet, lines: Vec<T>) -> Filled<'a> {
        Filled { sheet, lines: lines.into_iter().map(|line| Box::new(line) as Box<dyn Line + 'a>).collect() }
    }
}

/// A workbook of some sheets, with what people typed into the one before.
///
/// # Errors
/// What the library says, as of a sheet too long for the format.
pub(super) fn book(all: &[Filled<'_>], records: &[&Record], mut kept: Kept) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_default_format(&Format::new().set_font_name(FONT).set_font_size(SIZE), 20, 64)?;
    book.set_properties(&properties(records)?);
    for Filled { sheet, lines } in all {
        let typed = kept.sheets.remove(&sheet.name).unwrap_or_default();
        Written { sheet, typed }.write(book.add_worksheet(), lines)?;
    }
    for (name, rows) in &kept.others {
        let to = book.add_worksheet();
        to.set_name(name)?;
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                if let Some(cell) = cell {
                    put_typed(to, row, column, cell, &Format::new().set_font_name(FONT).set_font_size(SIZE))?;
                }
            }
        }
    }
    book.save_to_buffer()
}

/// Whom it is from and when it was made: what the documents say, so that equal records give equal bytes.
fn properties(records: &[&Record]) -> Result<DocProperties, XlsxError> {
    let dates =
        records.iter().filter_map(|record| record.document.date.value.as_deref()?.parse::<Date>().ok());
    let day = dates.max().filter(|day| (1900..=2999).contains(&day.year()));
    let made = excel_day(day.unwrap_or(jiff::civil::date(2000, 1, 1)))?;
    let by = records.first().map_or("", |record| record.made_by.program.as_str());
    Ok(DocProperties::new().set_author(by).set_creation_datetime(&made))
}

fn excel_day(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |part: i8| u8::try_from(part).unwrap_or_default();
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or_default(), part(day.month()), part(day.day()))
}

/// A sheet that is written, and what was typed into it before.
struct Written<'a> {
    sheet: &'a Sheet,
    typed: KeptSheet,
}

/// The manners in which cells of a sheet are shown.
struct Manner {
    doubtful: bool,
}

impl Manner {
    fn cell(&self) -> Format {
        let cell = Format::new()
            .set_font_name(FONT)
            .set_font_size(SIZE)
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Top)
            .set_text_wrap();
        if self.doubtful { cell.set_background_color(DOUBTFUL) } else { cell }
    }

    fn day(&self) -> Format {
        self.cell().set_num_format("dd/mm/yyyy")
    }
}

impl Written<'_> {
    fn write(mut self, to: &mut Worksheet, rows: &[Box<dyn Line + '_>]) -> Result<(), XlsxError> {
        let columns = &self.sheet.columns;
        let added = std::mem::take(&mut self.typed.added);
        // What people added stands between ours and those that are not shown.
        let shown = columns.iter().filter(|column| column.kind != Kind::Hidden);
        let hidden = columns.iter().filter(|column| column.kind == Kind::Hidden);
        let places: Vec<Place<'_>> = (shown.map(Place::Ours))
            .chain(added.iter().map(|heading| Place::Added(heading)))
            .chain(hidden.map(Place::Ours))
            .collect();
        to.set_name(&self.sheet.name)?;
        let mut at = 0;
        for row in rows {
            at += 1;
            let doubtful = !row.doubts().is_empty();
            let found = self.typed.take(row.id());
            let mut lines = 1;
            for (column, place) in (0..).zip(&places) {
                let is_made = matches!(place, Place::Ours(ours) if ours.kind != Kind::Typed);
                let manner = Manner { doubtful: doubtful && is_made };
                match place {
                    Place::Ours(ours) if is_made => {
                        let cell = row.cell(&ours.field).unwrap_or(Cell::Empty);
                        if let (Cell::Text(text) | Cell::Link { text, .. }, true) = (&cell, place.is_shown())
                        {
                            lines = lines.max(place.lines(text));
                        }
                        put(to, at, column, &cell, &manner)?;
                    }
                    _ => {
                        let cell = found.get(place.heading());
                        lines = lines.max(place.lines_of(cell));
                        put_found(to, at, column, cell, &manner)?;
                    }
                }
            }
            to.set_row_height(at, height(lines))?;
        }
        // Nothing that was typed is lost: rows whose finding is gone, and rows that people added.
        for (id, found) in self.typed.rest() {
            at += 1;
            stray(to, at, &places, id.as_deref(), &found)?;
        }
        head(to, self.sheet, &places, at)
    }
}

/// A column of a sheet as it is written.
enum Place<'a> {
    Ours(&'a Column),
    /// One that people added, by its heading.
    Added(&'a str),
}

/// Characters in a column that people added.
const ADDED: u16 = 14;
/// Points of a line of [`SIZE`], and what is left around the lines of a row.
const LINE: f64 = 15.0;
const AROUND: f64 = 2.0;
/// The highest row that there is, in points.
const HIGHEST: f64 = 409.0;

/// The height of a row of so many lines. Programs make rows fit by themselves only where they please.
fn height(lines: usize) -> f64 {
    (0..lines).map(|_| LINE).sum::<f64>().min(HIGHEST - AROUND) + AROUND
}

impl Place<'_> {
    fn is_shown(&self) -> bool {
        !matches!(self, Place::Ours(column) if column.kind == Kind::Hidden)
    }

    /// In characters.
    fn width(&self) -> u16 {
        match self {
            Place::Ours(column) => column.width,
            Place::Added(_) => ADDED,
        }
    }

    /// How many lines a text takes. Lines end between words, so none is full.
    fn lines(&self, text: &str) -> usize {
        let width = usize::from(self.width()).max(1);
        let of_words = |line: &str| {
            let (mut lines, mut at) = (1, 0);
            for word in line.split(' ') {
                let length = word.chars().count();
                if at > 0 && at + 1 + length > width {
                    (lines, at) = (lines + 1, 0);
                }
                at += length + usize::from(at > 0);
                // A word that is too long is broken.
                lines += at.saturating_sub(1) / width;
                at = if at > width { (at - 1) % width + 1 } else { at };
            }
            lines
        };
        text.split('\n').map(of_words).sum()
    }

    fn lines_of(&self, cell: Option<&Typed>) -> usize {
        match cell {
            Some(Typed::Text(text)) if self.is_shown() => self.lines(text),
            _ => 1,
        }
    }

    fn heading(&self) -> &str {
        match self {
            Place::Ours(column) => &column.heading,
            Place::Added(heading) => heading,
        }
    }
}

/// A row that no finding has, as it was found.
fn stray(
    to: &mut Worksheet,
    at: u32,
    places: &[Place<'_>],
    id: Option<&str>,
    found: &Found,
) -> Result<(), XlsxError> {
    let gone = Typed::Text(Words::of(Language::Vietnamese).text("doubt-gone"));
    let lines = places.iter().map(|place| place.lines_of(found.get(place.heading()))).max();
    to.set_row_height(at, height(lines.unwrap_or(1)))?;
    for (column, place) in (0..).zip(places) {
        let is_doubts = matches!(place, Place::Ours(ours) if ours.field == "doubts");
        let cell = if is_doubts && id.is_some() { Some(&gone) } else { found.get(place.heading()) };
        put_found(to, at, column, cell, &Manner { doubtful: id.is_some() })?;
    }
    Ok(())
}

/// Headings, widths, and how it is printed.
fn head(to: &mut Worksheet, sheet: &Sheet, places: &[Place<'_>], last: u32) -> Result<(), XlsxError> {
    let heading = Format::new()
        .set_font_name(FONT)
        .set_font_size(SIZE)
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(HEADING)
        .set_text_wrap();
    let mut right = 0;
    // Bold letters are a little wider.
    let lines =
        places.iter().filter(|place| place.is_shown()).map(|place| place.lines(place.heading())).max();
    to.set_row_height(0, height(lines.unwrap_or(1) + 1))?;
    for (column, place) in (0..).zip(places) {
        to.write_string_with_format(0, column, place.heading(), &heading)?;
        match place {
            Place::Ours(ours) if ours.kind == Kind::Hidden => drop(to.set_column_hidden(column)?),
            _ => drop(to.set_column_width(column, place.width())?),
        }
        right = column;
    }
    to.autofilter(0, 0, last, right)?;
    to.set_freeze_panes(1, 0)?;
    to.set_repeat_rows(0, 0)?;
    to.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    to.set_margins(0.4, 0.4, 0.8, 0.6, 0.3, 0.3);
    to.set_header(format!("&C&\"{FONT},Bold\"&13{}", sheet.title.replace('&', "&&")));
    let page = Sentence::new("sheet-page").with("page", "&P").with("pages", "&N");
    to.set_footer(format!("&C&\"{FONT},Regular\"&10{}", Words::of(Language::Vietnamese).say(&page)));
    Ok(())
}

fn put(to: &mut Worksheet, row: u32, column: u16, cell: &Cell, manner: &Manner) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => to.write_blank(row, column, &manner.cell())?,
        Cell::Text(text) => {
            to.write_string_with_format(row, column, cut(text), &of_text(manner.cell(), text))?
        }
        Cell::Number(number) => to.write_number_with_format(row, column, *number, &manner.cell())?,
        Cell::Date(day) if day.year() >= 1900 => {
            to.write_datetime_with_format(row, column, excel_day(*day)?, &manner.day())?
        }
        Cell::PartOfDate(iso) => {
            let day = Words::of(Language::Vietnamese).partial_day(iso);
            to.write_string_with_format(row, column, day, &manner.cell())?
        }
        // The format knows no earlier day.
        Cell::Date(day) => {
            let day = Words::of(Language::Vietnamese).day(*day);
            to.write_string_with_format(row, column, day, &manner.cell())?
        }
        Cell::Link { text, to: page } => {
            let link = Url::new(format!("file:///{page}")).set_text(cut(text));
            let format = manner
                .cell()
                .set_font_color(Color::RGB(0x0005_63C1))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single);
            to.write_url_with_format(row, column, link, &format)?
        }
    };
    Ok(())
}

fn put_found(
    to: &mut Worksheet,
    row: u32,
    column: u16,
    found: Option<&Typed>,
    manner: &Manner,
) -> Result<(), XlsxError> {
    match found {
        None => to.write_blank(row, column, &manner.cell()).map(drop),
        Some(cell) => put_typed(to, row, column, cell, &manner.cell()),
    }
}

fn put_typed(
    to: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Typed,
    format: &Format,
) -> Result<(), XlsxError> {
    let format = format.clone();
    match cell {
        Typed::Text(text) => to.write_string_with_format(row, column, cut(text), &of_text(format, text))?,
        Typed::Number(number) => to.write_number_with_format(row, column, *number, &format)?,
        Typed::Truth(truth) => to.write_boolean_with_format(row, column, *truth, &format)?,
        Typed::Day(day) => {
            let shown = if day.fract() == 0.0 { "dd/mm/yyyy" } else { "dd/mm/yyyy hh:mm" };
            to.write_number_with_format(row, column, *day, &format.set_num_format(shown))?
        }
    };
    Ok(())
}

/// Text that would become a formula as soon as somebody edits its cell is marked as text.
fn of_text(format: Format, text: &str) -> Format {
    if text.starts_with(['=', '+', '-', '@', '\t']) { format.set_quote_prefix() } else { format }
}

/// As much of a text as a cell holds.
fn cut(text: &str) -> String {
    if text.encode_utf16().count() <= CELL {
        return text.to_owned();
    }
    // Letters of two units are rare enough to leave room for.
    text.chars().take(CELL / 2).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::super::fixture::record;
    use super::super::profile::sheets;
    use super::super::typed;
    use super::*;

    fn cells(bytes: &[u8], sheet: &str) -> Vec<Vec<Data>> {
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
    }

    fn column(rows: &[Vec<Data>], heading: &str) -> usize {
        rows[0].iter().position(|cell| *cell == heading).unwrap_or_else(|| panic!("no {heading}"))
    }

    /// The workbook as somebody leaves it who typed into it and put its rows into another order.
    fn worked_on(bytes: &[u8], change: impl Fn(&mut Vec<Vec<Data>>)) -> Vec<u8> {
        let mut rows = cells(bytes, "Theo dõi");
        change(&mut rows);
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("Theo dõi").unwrap();
        for (row, line) in (0..).zip(&rows) {
            for (column, cell) in (0..).zip(line) {
                match cell {
                    Data::String(text) => drop(sheet.write_string(row, column, text).unwrap()),
                    Data::Float(number) => drop(sheet.write_number(row, column, *number).unwrap()),
                    Data::DateTime(day) => {
                        let format = Format::new().set_num_format("dd/mm/yyyy");
                        sheet.write_number_with_format(row, column, day.as_f64(), &format).unwrap();
                    }
                    _ => {}
                }
            }
        }
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn written_twice_the_bytes_are_the_same() {
        let record = record();
        let office = Office::new("Sở Nội vụ");
        let first = write(&[&record, &record], Some(&office), sheets(), Kept::default()).unwrap();
        assert_eq!(first, write(&[&record, &record], Some(&office), sheets(), Kept::default()).unwrap());
        let again = typed::read(sheets(), &first).unwrap();
        assert_eq!(first, write(&[&record, &record], Some(&office), sheets(), again).unwrap());
    }

    #[test]
    fn dates_are_dates_and_numbers_are_numbers() {
        let record = record();
        let bytes = write(&[&record], None, sheets(), Kept::default()).unwrap();
        let rows = cells(&bytes, "Theo dõi");
        let day = column(&rows, "Ngày cuối");
        // "trước ngày 30/10/2025" ends on the 29th.
        let days = rows.iter().filter_map(|row| match &row[day] {
            Data::DateTime(day) => Some(day.to_ymd_hms_milli()),
            _ => None,
        });
        let days: Vec<(u16, u8, u8)> = days.map(|(year, month, day, ..)| (year, month, day)).collect();
        assert!(days.contains(&(2025, 10, 29)), "{days:?}");
        let targets = cells(&bytes, "Chỉ tiêu");
        let amount = column(&targets, "Giá trị");
        assert_eq!(targets.len(), record.targets.len() + 1);
        for (row, target) in targets[1..].iter().zip(&record.targets) {
            assert_eq!(row[amount], Data::Float(target.value.0));
        }
        assert_eq!(typed::made_from(sheets(), &bytes).unwrap().len(), 1);
    }

    #[test]
    fn what_people_typed_is_kept_by_its_finding_in_any_order() {
        let record = record();
        let bytes = write(&[&record], None, sheets(), Kept::default()).unwrap();
        let head = cells(&bytes, "Theo dõi");
        let (state, result, id) =
            (column(&head, "Tình trạng"), column(&head, "Kết quả"), column(&head, "Mã"));
        let worked = worked_on(&bytes, |rows| {
            rows[2][state] = Data::String("Đang làm".to_owned());
            rows[3][result] = Data::Float(8.5);
            rows[1..].reverse();
            // Their own column, their own row, and a note on a finding that the next reading does not have.
            rows[0].push(Data::String("Người theo dõi".to_owned()));
            rows[1].push(Data::String("=anh Nam".to_owned()));
            let mut gone = head[1].clone();
            gone[id] = Data::String("t-gone".to_owned());
            gone[result] = Data::String("đã xong".to_owned());
            rows.push(gone);
            let mut own = vec![Data::Empty; head[0].len()];
            own[1] = Data::String("Việc thêm".to_owned());
            rows.push(own);
        });
        let again = write(&[&record], None, sheets(), typed::read(sheets(), &worked).unwrap()).unwrap();
        let rows = cells(&again, "Theo dõi");
        let (state, result, id) =
            (column(&rows, "Tình trạng"), column(&rows, "Kết quả"), column(&rows, "Mã"));
        let of = |row: &Vec<Data>| rows.iter().find(|other| other[id] == row[column(&head, "Mã")]).unwrap();
        assert_eq!(of(&head[2])[state], Data::String("Đang làm".to_owned()));
        assert_eq!(of(&head[3])[result], Data::Float(8.5));
        let own = column(&rows, "Người theo dõi");
        assert_eq!(of(&head[head.len() - 1])[own], Data::String("=anh Nam".to_owned()));
        let gone = rows.iter().find(|row| row[id] == "t-gone").unwrap();
        assert_eq!(gone[result], Data::String("đã xong".to_owned()));
        assert_eq!(
            gone[column(&rows, "Cần xem lại")],
            Data::String("không còn trong bản ghi mới".to_owned())
        );
        assert!(rows.iter().any(|row| row[1] == "Việc thêm"));
        assert_eq!(rows.len(), head.len() + 2);
        // Once more nothing changes.
        assert_eq!(again, write(&[&record], None, sheets(), typed::read(sheets(), &again).unwrap()).unwrap());
    }

    #[test]
    fn rows_are_as_high_as_their_text() {
        let place = Place::Added("Ghi chú");
        for (text, lines) in [
            ("", 1),
            ("một hai", 1),
            ("một hai ba bốn", 1),
            ("một hai ba bốn năm", 2),
            ("một\nhai", 2),
            ("3f03c3a6bd662316aa", 2),
            ("a 3f03c3a6bd662316aa", 3),
        ] {
            assert_eq!(place.lines(text), lines, "{text}");
        }
    }

    #[test]
    fn no_text_becomes_a_formula() {
        let mut record = record();
        record.assignments[0].task = "=HYPERLINK(\"x\")".to_owned();
        record.assignments[1].task = "- Báo cáo".to_owned();
        let bytes = write(&[&record], None, sheets(), Kept::default()).unwrap();
        let mut book = Xlsx::new(Cursor::new(&bytes)).unwrap();
        for name in book.sheet_names() {
            assert_eq!(book.worksheet_formula(&name).unwrap().used_cells().count(), 0, "{name}");
        }
        let rows = cells(&bytes, "Phân công");
        assert!(rows.iter().any(|row| row.iter().any(|cell| *cell == "=HYPERLINK(\"x\")")));
    }
}
