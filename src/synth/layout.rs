//! Sets the parts of a document on pages of A4, by the layout of Decree 30/2020/NĐ-CP.

use super::Result;
use super::canvas::coordinate;
use super::source::{Align, Kind, PageSpec, Part, Piece, Row, Source, Word};
use super::typeface::{Style, Typeface};

/// Width and height of A4, in mm.
pub const A4: (f32, f32) = (210.0, 297.0);

/// A page as set; all measures in mm from its upper left corner.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Printed lines in reading order.
    pub lines: Vec<Line>,
    /// Ruled lines: from x, y to x, y, and thickness.
    pub rules: Vec<[f32; 5]>,
    /// The page number, drawn but no part of the text.
    pub number: Option<Line>,
    /// Middle of the place for seal and signature.
    pub sign: Option<(f32, f32)>,
    /// On the back of a sheet, how dark the page before shows through, 0 to 1.
    pub shows_through: Option<f32>,
    /// Lines written by hand.
    pub scrawl: u8,
}

/// A printed line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Left to right, never empty on a sheet.
    pub words: Vec<SetWord>,
}

/// A word at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct SetWord {
    /// The word.
    pub word: Word,
    /// Left end.
    pub x: f32,
    /// Where letters stand.
    pub baseline: f32,
    /// Size in points.
    pub size: f32,
}

/// One point in mm.
const POINT: f32 = 25.4 / 72.0;
/// Width of a written figure in em of the print around it: hands write wider than Times prints.
pub(super) const HAND: f32 = 0.62;

/// Sets a document on as many pages as it needs.
///
/// # Errors
/// [`Error::NoGlyph`](super::Error::NoGlyph) when the typeface lacks a letter.
pub fn set(source: &Source, typeface: &Typeface) -> Result<Vec<Sheet>> {
    let page = source.page;
    let mut flow =
        Flow { typeface, page, sheets: vec![Sheet::default()], y: page.top, number: 1, title: false };
    for part in &source.parts {
        flow.part(part)?;
    }
    Ok(flow.sheets)
}

struct Flow<'a> {
    typeface: &'a Typeface,
    page: PageSpec,
    sheets: Vec<Sheet>,
    /// Where the next line's top is.
    y: f32,
    /// Number of the page, from 1 in each document and each attachment.
    number: usize,
    /// Whether the last part was centred: a paragraph after a title stands a little off.
    title: bool,
}

/// A line before it has its place: words, its width without stretching.
struct Broken {
    words: Vec<Word>,
    width: f32,
}

impl Flow<'_> {
    fn part(&mut self, part: &Part) -> Result<()> {
        let (left, right) = (self.page.left, A4.0 - self.page.right);
        let (size, space) = (self.page.size, self.page.space * POINT);
        let after_title = std::mem::replace(&mut self.title, matches!(part, Part::Centred(_) | Part::Rule));
        if after_title && !self.title {
            self.y += space;
        }
        match part {
            Part::Letterhead { left, right } => self.letterhead(left, right)?,
            Part::Paragraph(words) => {
                self.paragraph(words, self.page.indent)?;
                self.y += space;
            }
            Part::Flush(words) => {
                self.paragraph(words, 0.0)?;
                self.y += space;
            }
            Part::Centred(words) => {
                if !after_title {
                    self.y += space;
                }
                // A title breaks before it touches the margins: 8 mm on each side.
                for line in self.broken(words, size, right - left - 16.0, 0.0)? {
                    self.room(self.height(size));
                    self.y += self.height(size);
                    self.centred(line, size, f32::midpoint(left, right));
                }
            }
            Part::Rule => {
                self.y += 1.6;
                let (middle, half) = (f32::midpoint(left, right), 17.0);
                let y = self.y;
                self.sheet().rules.push([middle - half, y, middle + half, y, 0.25]);
                self.y += 1.4;
            }
            Part::Space(height) => self.y += height,
            Part::Table { columns, rows } => {
                self.table(columns, rows)?;
                self.y += space;
            }
            Part::Closing { recipients, signature } => self.closing(recipients, signature)?,
            Part::NewPage => {
                self.number = 0;
                self.new_page();
            }
            Part::Back(strength) => {
                self.number = 0;
                self.new_page();
                self.sheet().shows_through = Some(*strength);
            }
            Part::Scrawl(lines) => {
                self.number = 0;
                self.new_page();
                self.sheet().scrawl = *lines;
            }
        }
        Ok(())
    }

    fn sheet(&mut self) -> &mut Sheet {
        self.sheets.last_mut().expect("there is always a page")
    }

    /// From baseline to baseline, in mm.
    fn height(&self, size: f32) -> f32 {
        size * self.page.pitch * POINT
    }

    /// Starts a page when `height` mm do not fit on this one.
    fn room(&mut self, height: f32) {
        if self.y + height > A4.1 - self.page.bottom {
            self.new_page();
        }
    }

    fn new_page(&mut self) {
        self.number += 1;
        self.y = self.page.top;
        let mut sheet = Sheet::default();
        // Annex I of Decree 30: centred in the top margin, not on the first page.
        if self.number > 1 {
            let text = self.number.to_string();
            let size = 13.0;
            let width = self.typeface.width(&text, Style::Upright) * size * POINT;
            let x = f32::midpoint(self.page.left, A4.0 - self.page.right) - width / 2.0;
            let word = Word { pieces: vec![Piece { text, kind: Kind::Printed(Style::Upright) }] };
            let baseline = self.page.top * 0.6;
            sheet.number = Some(Line { words: vec![SetWord { word, x, baseline, size }] });
        }
        self.sheets.push(sheet);
    }

    fn width(&self, word: &Word, size: f32) -> Result<f32> {
        let mut width = 0.0;
        for piece in &word.pieces {
            width += match piece.kind {
                Kind::Printed(style) => {
                    self.typeface.check(&piece.text, style)?;
                    self.typeface.width(&piece.text, style)
                }
                Kind::Hand => coordinate(piece.text.chars().count()) * HAND + 0.15,
            };
        }
        Ok(width * size * POINT)
    }

    fn gap(&self, size: f32) -> f32 {
        self.typeface.width(" ", Style::Upright) * size * POINT
    }

    /// Lines at most `limit` mm wide; the first is shorter by `indent`.
    fn broken(&self, words: &[Word], size: f32, limit: f32, indent: f32) -> Result<Vec<Broken>> {
        let gap = self.gap(size);
        let mut lines: Vec<Broken> = Vec::new();
        for word in words {
            let wide = self.width(word, size)?;
            let limit = if lines.len() <= 1 { limit - indent } else { limit };
            match lines.last_mut() {
                Some(line) if line.width + gap + wide <= limit => {
                    line.width += gap + wide;
                    line.words.push(word.clone());
                }
                _ => lines.push(Broken { words: vec![word.clone()], width: wide }),
            }
        }
        Ok(lines)
    }

    /// Places a line with its left end at `x`, words `gap` mm apart, standing on `self.y`.
    fn place(&mut self, line: Broken, size: f32, x: f32, gap: f32) {
        let mut pen = x;
        let mut words = Vec::new();
        // Letters reach a fifth of their size under the line.
        let baseline = self.y - 0.25 * size * POINT;
        for word in line.words {
            let wide = self.width(&word, size).unwrap_or(0.0);
            words.push(SetWord { word, x: pen, baseline, size });
            pen += wide + gap;
        }
        self.sheet().lines.push(Line { words });
    }

    fn centred(&mut self, line: Broken, size: f32, middle: f32) {
        let (x, gap) = (middle - line.width / 2.0, self.gap(size));
        self.place(line, size, x, gap);
    }

    fn paragraph(&mut self, words: &[Word], indent: f32) -> Result<()> {
        let (size, left) = (self.page.size, self.page.left);
        let limit = A4.0 - self.page.right - left;
        let lines = self.broken(words, size, limit, indent)?;
        let last = lines.len().saturating_sub(1);
        let heavy = |piece: &Piece| matches!(piece.kind, Kind::Printed(Style::Bold));
        let heading = words.iter().flat_map(|w| &w.pieces).all(heavy);
        for (i, line) in lines.into_iter().enumerate() {
            // As word processors do: no heading at the foot of a page, no single first or last line of a
            // paragraph alone on a page.
            let together = match i {
                0 if heading => 3.0,
                0 if last > 0 => 2.0,
                i if i > 1 && i + 1 == last => 2.0,
                _ => 1.0,
            };
            self.room(together * self.height(size));
            self.y += self.height(size);
            let indent = if i == 0 { indent } else { 0.0 };
            let gaps = coordinate(line.words.len().saturating_sub(1)).max(1.0);
            let spare = if i == last { 0.0 } else { limit - indent - line.width };
            let gap = self.gap(size) + spare / gaps;
            self.place(line, size, left + indent, gap);
        }
        Ok(())
    }

    /// Centred rows of a column; the top of the column is `self.y`.
    fn column(&mut self, rows: &[Row], size: f32, middle: f32, limit: f32) -> Result<()> {
        for row in rows {
            match row {
                Row::Words(words) => {
                    for line in self.broken(words, size, limit, 0.0)? {
                        self.y += self.height(size);
                        self.centred(line, size, middle);
                    }
                }
                Row::Rule => {
                    // As long as the text above under the motto, a third to a half of it under a name.
                    let above = self.sheet().lines.last().cloned().unwrap_or_default();
                    let end = |w: &SetWord| self.width(&w.word, size).map(|wide| w.x + wide);
                    let width = match (above.words.first(), above.words.last()) {
                        (Some(first), Some(last)) => end(last)? - first.x,
                        _ => 30.0,
                    };
                    let motto =
                        above.words.len() >= 6 && above.words.iter().any(|w| w.word.pieces[0].text == "-");
                    let half = if motto { width / 2.0 } else { width.max(40.0) * 0.2 };
                    self.y += 1.2;
                    let y = self.y;
                    self.sheet().rules.push([middle - half, y, middle + half, y, 0.25]);
                    self.y += 0.6;
                }
                Row::Sign => {
                    let y = self.y;
                    self.sheet().sign = Some((middle, y + 14.0));
                    self.y += 28.0;
                }
            }
        }
        Ok(())
    }

    fn letterhead(&mut self, left: &[Row], right: &[Row]) -> Result<()> {
        let top = self.y;
        // The left column takes two fifths of the width and may reach 8 mm into the margin, as tables in
        // word processors do.
        let (from, to) = (self.page.left - 8.0, A4.0 - self.page.right + 4.0);
        let split = from + (to - from) * 0.41;
        let after = |rows: &[Row]| rows.iter().position(|r| *r == Row::Rule).map_or(rows.len(), |i| i + 1);
        let (left_head, left_tail) = left.split_at(after(left));
        let (right_head, right_tail) = right.split_at(after(right));
        // Number and date stand on one row, below the longer of the two heads. The height of a head is
        // known only when it is set, so heads are set, measured, and the sheet put back.
        let before = self.sheet().clone();
        let mut low = top;
        for (rows, a, b) in [(left_head, from, split), (right_head, split, to)] {
            self.y = top;
            self.column(rows, 13.0, f32::midpoint(a, b), b - a)?;
            low = low.max(self.y);
        }
        *self.sheet() = before;
        let mut end = top;
        for (head, tail, a, b) in [(left_head, left_tail, from, split), (right_head, right_tail, split, to)] {
            self.y = top;
            self.column(head, 13.0, f32::midpoint(a, b), b - a)?;
            self.y = low + 1.5;
            self.column(tail, 13.0, f32::midpoint(a, b), b - a)?;
            end = end.max(self.y);
        }
        self.y = end + 5.0;
        Ok(())
    }

    fn closing(&mut self, recipients: &[Row], signature: &[Row]) -> Result<()> {
        let (from, to) = (self.page.left, A4.0 - self.page.right);
        let split = from + (to - from) * 0.46;
        let rows = coordinate(recipients.len().max(1));
        let tall =
            signature.iter().map(|r| if *r == Row::Sign { 28.0 } else { self.height(14.0) }).sum::<f32>();
        // The closing is never torn: it moves to the next page whole.
        self.room((rows * self.height(11.0) + 4.0).max(tall + 2.0));
        self.y += 2.0;
        let top = self.y;
        for (i, row) in recipients.iter().enumerate() {
            if let Row::Words(words) = row {
                let size = if i == 0 { 12.0 } else { 11.0 };
                for line in self.broken(words, size, split - from, 0.0)? {
                    self.y += self.height(size) * 0.97;
                    let gap = self.gap(size);
                    self.place(line, size, from, gap);
                }
            }
        }
        let low = self.y;
        self.y = top;
        self.column(signature, 14.0, f32::midpoint(split, to), to - split)?;
        self.y = self.y.max(low) + 4.0;
        Ok(())
    }

    fn table(&mut self, columns: &[(f32, Align)], rows: &[Vec<Vec<Word>>]) -> Result<()> {
        // Cells are set a point smaller than the text, with 1.5 mm beside and 1 mm above and below.
        let size = self.page.size - 1.0;
        let (beside, above) = (1.5, 1.0);
        let total: f32 = columns.iter().map(|c| c.0).sum();
        let left = f32::midpoint(self.page.left, A4.0 - self.page.right) - total / 2.0;
        let mut first_on_page = true;
        for row in rows {
            let mut cells = Vec::new();
            for (cell, (width, _)) in row.iter().zip(columns) {
                cells.push(self.broken(cell, size, width - 2.0 * beside, 0.0)?);
            }
            let most = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
            let tall = coordinate(most) * self.height(size) + 2.0 * above;
            let page = self.sheets.len();
            self.room(tall);
            first_on_page |= page != self.sheets.len();
            let top = self.y;
            if first_on_page {
                self.sheet().rules.push([left, top, left + total, top, 0.18]);
                first_on_page = false;
            }
            let mut x = left;
            for (lines, (width, align)) in cells.into_iter().zip(columns) {
                let spare = coordinate(most - lines.len()) * self.height(size);
                self.y = top + above + spare / 2.0;
                for line in lines {
                    self.y += self.height(size);
                    match align {
                        Align::Left => {
                            let gap = self.gap(size);
                            self.place(line, size, x + beside, gap);
                        }
                        Align::Middle => self.centred(line, size, x + width / 2.0),
                    }
                }
                self.sheet().rules.push([x, top, x, top + tall, 0.18]);
                x += width;
            }
            let bottom = top + tall;
            self.sheet().rules.push([x, top, x, bottom, 0.18]);
            self.sheet().rules.push([left, bottom, x, bottom, 0.18]);
            self.y = bottom;
        }
        Ok(())
    }
}

impl Line {
    /// As it stands in the truth: words parted by one space, handwriting between ⟨ and ⟩.
    pub fn text(&self) -> String {
        let words = self.words.iter().map(|set| {
            let pieces = set.word.pieces.iter().map(|piece| match piece.kind {
                Kind::Printed(_) => piece.text.clone(),
                Kind::Hand => format!("⟨{}⟩", piece.text),
            });
            pieces.collect::<String>()
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::markup;
    use super::super::typeface::Family;
    use super::*;

    fn pages(text: &str) -> (Vec<Sheet>, Typeface) {
        let typeface = Typeface::load(Path::new("/usr/share/fonts"), Family::Termes).unwrap();
        let source = markup::parse(text, Path::new("source.txt")).unwrap();
        (set(&source, &typeface).unwrap(), typeface)
    }

    const LONG: &str = "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành, Ủy ban nhân dân các huyện, thành phố chủ động \
        triển khai thực hiện, định kỳ báo cáo kết quả về Sở Nội vụ để tổng hợp.";

    #[test]
    #[ignore = "needs fonts-texgyre"]
    fn lines_are_justified_between_the_margins() {
        let (sheets, typeface) = pages(LONG);
        let lines = &sheets[0].lines;
        assert_eq!(lines.len(), 3);
        let end = |line: &Line| {
            let last = line.words.last().unwrap();
            last.x + typeface.width(&last.word.pieces[0].text, Style::Upright) * last.size * POINT
        };
        // Margins of 30 and 17 mm, the first line 12.7 mm further in; the last line is not stretched.
        assert!((lines[0].words[0].x - 42.7).abs() < 0.01 && (lines[1].words[0].x - 30.0).abs() < 0.01);
        assert!((end(&lines[0]) - 193.0).abs() < 0.1 && (end(&lines[1]) - 193.0).abs() < 0.1);
        assert!(end(&lines[2]) < 190.0);
    }

    #[test]
    #[ignore = "needs fonts-texgyre"]
    fn number_and_date_of_a_letterhead_stand_on_one_row() {
        let (sheets, _) = pages(
            "@left\nUBND TỈNH SƠN HÀ\n**SỞ NỘI VỤ**\n---\nSố: 8/SNV\nV/v báo cáo\n@right\n**CỘNG HÒA**\n**Độc lập - Tự do - \
             Hạnh phúc**\n---\n*Sơn Hà, ngày 04 tháng 11 năm 2024*",
        );
        let lines = &sheets[0].lines;
        let texts: Vec<String> = lines.iter().map(Line::text).collect();
        assert_eq!(texts[2], "Số: 8/SNV");
        assert_eq!(texts[6], "Sơn Hà, ngày 04 tháng 11 năm 2024");
        assert!((lines[2].words[0].baseline - lines[6].words[0].baseline).abs() < 0.01);
        // The motto's rule is as long as the motto, the other is shorter than the name.
        let length = |r: &[f32; 5]| r[2] - r[0];
        assert!(length(&sheets[0].rules[1]) > 2.0 * length(&sheets[0].rules[0]));
    }

    #[test]
    #[ignore = "needs fonts-texgyre"]
    fn pages_are_numbered_from_the_second_and_attachments_on_their_own() {
        let many = vec![LONG; 24].join("\n");
        let (sheets, _) = pages(&format!("{many}\n@page\n{many}"));
        let numbers: Vec<Option<String>> =
            sheets.iter().map(|sheet| sheet.number.as_ref().map(Line::text)).collect();
        let two = Some("2".to_owned());
        assert_eq!(numbers, [None, two.clone(), None, two]);
        // A paragraph of three lines cannot be torn without leaving one line alone.
        for sheet in &sheets {
            assert_eq!(sheet.lines.len() % 3, 0);
            assert!(sheet.lines.iter().flat_map(|l| &l.words).all(|w| w.baseline < A4.1 - 20.0));
        }
    }

    #[test]
    #[ignore = "needs fonts-texgyre"]
    fn cells_stay_in_their_columns_row_by_row() {
        let (sheets, typeface) = pages(
            "!columns 12c 40 30c\n| **TT** | **Đơn vị** | **Chỉ tiêu** |\n| 1 | Xã Tân Lộc và các thôn lân cận | 22.000 |\n| \
             2 | Xã Phú An | 310,5 |",
        );
        let sheet = &sheets[0];
        let texts: Vec<String> = sheet.lines.iter().map(Line::text).collect();
        let rows = [
            "TT",
            "Đơn vị",
            "Chỉ tiêu",
            "1",
            "Xã Tân Lộc và các",
            "thôn lân cận",
            "22.000",
            "2",
            "Xã Phú An",
            "310,5",
        ];
        assert_eq!(texts, rows);
        let uprights: Vec<f32> = sheet.rules.iter().filter(|r| r[0] == r[2]).map(|r| r[0]).collect();
        assert_eq!(uprights.len(), 3 * 4);
        for word in sheet.lines.iter().flat_map(|line| &line.words) {
            let width = typeface.width(&word.word.pieces[0].text, Style::Upright) * word.size * POINT;
            let crossed = uprights.iter().any(|x| word.x < *x && *x < word.x + width);
            assert!(!crossed, "{word:?}");
        }
    }
}
