//! Reads the source of a sample: the markup of `samples/README.md`.

use std::path::Path;

use super::degrade::Degrade;
use super::source::{
    Align, Arrival, Form, Kind, PageSpec, Part, Pen, Piece, Row, ScanSpec, Source, Stamp, Streak, Turn, Word,
};
use super::typeface::{Family, Style};
use super::{Error, Result};

/// Reads a source; `path` is for messages.
///
/// # Errors
/// [`Error::Source`] names the line that breaks the grammar.
pub fn parse(text: &str, path: &Path) -> Result<Source> {
    let mut reader = Reader {
        source: Source {
            scan: ScanSpec {
                form: Form::Png,
                dpi: 300,
                seed: 1,
                degrade: Degrade::default(),
                quality: 60,
                seal: None,
                arrival: None,
                stamps: Vec::new(),
                staple: None,
                folio: None,
                note: None,
                frame: None,
                streaks: Vec::new(),
                stated: None,
                turned: Turn::None,
                pen: Pen::Blue,
            },
            page: PageSpec::default(),
            parts: Vec::new(),
        },
        section: Section::Body,
        columns: Vec::new(),
    };
    for (index, line) in text.lines().enumerate() {
        reader.line(line.trim()).map_err(|reason| Error::Source {
            path: path.to_owned(),
            line: index + 1,
            reason,
        })?;
    }
    Ok(reader.source)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Left,
    Right,
    Body,
    Recipients,
    Signature,
}

struct Reader {
    source: Source,
    section: Section,
    columns: Vec<(f32, Align)>,
}

type Read = std::result::Result<(), String>;

impl Reader {
    fn line(&mut self, line: &str) -> Read {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if let Some(option) = line.strip_prefix('!') {
            let (name, value) = option.split_once(' ').unwrap_or((option, ""));
            return self.option(name, value.trim());
        }
        if let Some(section) = line.strip_prefix('@') {
            return self.section(section);
        }
        match self.section {
            Section::Body => self.body(line),
            section => {
                let row = match line {
                    "---" => Row::Rule,
                    "(sign)" => Row::Sign,
                    words => Row::Words(inline(words, Style::Upright)?),
                };
                match (self.source.parts.last_mut(), section) {
                    (Some(Part::Letterhead { left, .. }), Section::Left) => left.push(row),
                    (Some(Part::Letterhead { right, .. }), Section::Right) => right.push(row),
                    (Some(Part::Closing { recipients, .. }), Section::Recipients) => recipients.push(row),
                    (Some(Part::Closing { signature, .. }), Section::Signature) => signature.push(row),
                    _ => return Err("`@right` stands after `@left`, `@signature` after `@recipients`".into()),
                }
                Ok(())
            }
        }
    }

    fn section(&mut self, name: &str) -> Read {
        let parts = &mut self.source.parts;
        let (name, value) = name.split_once(' ').unwrap_or((name, ""));
        self.section = match name {
            "left" => {
                parts.push(Part::Letterhead { left: Vec::new(), right: Vec::new() });
                Section::Left
            }
            "right" => Section::Right,
            "body" => Section::Body,
            "recipients" => {
                parts.push(Part::Closing { recipients: Vec::new(), signature: Vec::new() });
                Section::Recipients
            }
            "signature" => Section::Signature,
            "page" => {
                parts.push(Part::NewPage);
                Section::Body
            }
            "back" => {
                parts.push(Part::Back(number(value)?));
                Section::Body
            }
            "scrawl" => {
                parts.push(Part::Scrawl(number(value)?));
                Section::Body
            }
            other => return Err(format!("`@{other}` is no part of a document")),
        };
        Ok(())
    }

    fn body(&mut self, line: &str) -> Read {
        let part = if line == "---" {
            Part::Rule
        } else if let Some(space) = line.strip_prefix("(space ").and_then(|l| l.strip_suffix(')')) {
            Part::Space(number(space)?)
        } else if let Some(words) = line.strip_prefix("= ") {
            Part::Centred(inline(words, Style::Upright)?)
        } else if let Some(words) = line.strip_prefix("> ") {
            Part::Flush(inline(words, Style::Upright)?)
        } else if let Some(cells) = line.strip_prefix('|') {
            return self.row(cells);
        } else {
            Part::Paragraph(inline(line, Style::Upright)?)
        };
        self.source.parts.push(part);
        Ok(())
    }

    fn row(&mut self, cells: &str) -> Read {
        let cells = cells.strip_suffix('|').ok_or("a row of a table ends with `|`")?;
        let cells: Vec<_> =
            cells.split('|').map(|c| inline(c, Style::Upright)).collect::<std::result::Result<_, _>>()?;
        if cells.len() != self.columns.len() {
            return Err(format!("{} cells in a table of {} columns", cells.len(), self.columns.len()));
        }
        match self.source.parts.last_mut() {
            Some(Part::Table { rows, .. }) => rows.push(cells),
            _ => {
                let columns = self.columns.clone();
                self.source.parts.push(Part::Table { columns, rows: vec![cells] });
            }
        }
        Ok(())
    }

    fn option(&mut self, name: &str, value: &str) -> Read {
        let scan = &mut self.source.scan;
        match name {
            "scan" => {
                let (form, dpi) = value.split_once(' ').ok_or("`!scan` needs a form and a resolution")?;
                scan.form = match form {
                    "pdf-jpeg" => Form::PdfJpeg,
                    "pdf-g4" => Form::PdfG4,
                    "tiff-g4" => Form::TiffG4,
                    "png" => Form::Png,
                    "jpeg" => Form::Jpeg,
                    other => return Err(format!("`{other}` is no form of a scan")),
                };
                scan.dpi = number(dpi)?;
            }
            "seed" => scan.seed = number(value)?,
            "quality" => scan.quality = number(value)?,
            "seal" => scan.seal = Some(value.to_owned()),
            "pen" => {
                scan.pen = match value {
                    "blue" => Pen::Blue,
                    "black" => Pen::Black,
                    other => return Err(format!("`{other}` is no pen")),
                }
            }
            "wear" => pairs(value)?.into_iter().try_for_each(|(key, value)| self.wear(key, value))?,
            "page" => pairs(value)?.into_iter().try_for_each(|(key, value)| self.measure(key, value))?,
            "arrival" => {
                // left top number day office: the office is the rest of the line.
                let mut words = value.splitn(5, ' ');
                let mut word = || words.next().ok_or("`!arrival` needs left, top, number, day and office");
                scan.arrival = Some(Arrival {
                    left: number(word()?)?,
                    top: number(word()?)?,
                    number: word()?.to_owned(),
                    day: word()?.to_owned(),
                    office: word()?.to_owned(),
                });
            }
            "urgency" => {
                let mut words = value.splitn(3, ' ');
                let mut word = || words.next().ok_or("`!urgency` needs left, top and words");
                let (left, top) = (number(word()?)?, number(word()?)?);
                scan.stamps.push(Stamp { left, top, slant: None, lines: vec![word()?.to_owned()] });
            }
            "stamp" => {
                let mut words = value.splitn(4, ' ');
                let mut word = || words.next().ok_or("`!stamp` needs left, top, slant and words");
                let (left, top, slant) = (number(word()?)?, number(word()?)?, Some(number(word()?)?));
                let lines = word()?.split('|').map(|line| line.trim().to_owned()).collect();
                scan.stamps.push(Stamp { left, top, slant, lines });
            }
            "staple" => {
                let (left, top) = value.split_once(' ').ok_or("`!staple` needs left and top")?;
                scan.staple = Some((number(left)?, number(top)?));
            }
            "note" => {
                let [left, top, lines] = value.split_whitespace().collect::<Vec<_>>()[..] else {
                    return Err("`!note` needs left, top and a number of lines".into());
                };
                scan.note = Some((number(left)?, number(top)?, number(lines)?));
            }
            "folio" => scan.folio = Some(number(value)?),
            "frame" => scan.frame = Some(number(value)?),
            "streak" => {
                let mut streak = Streak { left: 0.0, width: 1.0, strength: 1.0, lean: 0.0, broken: 0.0 };
                for (key, value) in pairs(value)? {
                    let place = match key {
                        "left" => &mut streak.left,
                        "width" => &mut streak.width,
                        "strength" => &mut streak.strength,
                        "lean" => &mut streak.lean,
                        "broken" => &mut streak.broken,
                        other => return Err(format!("`{other}` is no measure of a streak")),
                    };
                    *place = number(value)?;
                }
                scan.streaks.push(streak);
            }
            "stated" => scan.stated = Some(number(value)?),
            "columns" => {
                self.columns = value
                    .split_whitespace()
                    .map(|column| match column.strip_suffix('c') {
                        Some(width) => Ok((number(width)?, Align::Middle)),
                        None => Ok((number(column)?, Align::Left)),
                    })
                    .collect::<std::result::Result<_, String>>()?;
            }
            other => return Err(format!("`!{other}` is no option")),
        }
        Ok(())
    }

    fn wear(&mut self, key: &str, value: &str) -> Read {
        let scan = &mut self.source.scan;
        let degrade = &mut scan.degrade;
        match key {
            "stroke" => degrade.stroke = number(value)?,
            "mottle" => degrade.mottle = number(value)?,
            "skew" => degrade.skew = number(value)?,
            "border" => degrade.border = number(value)?,
            "blur" => degrade.blur = number(value)?,
            "noise" => degrade.noise = number(value)?,
            "speckle" => degrade.speckle = number(value)?,
            "dim" => degrade.dim = number(value)?,
            "threshold" => degrade.threshold = Some(number(value)?),
            "turned" => {
                scan.turned = match value {
                    "90" => Turn::Right,
                    "180" => Turn::Over,
                    "270" => Turn::Left,
                    other => return Err(format!("`{other}` is none of 90, 180 and 270")),
                }
            }
            other => return Err(format!("`{other}` is no damage")),
        }
        Ok(())
    }

    fn measure(&mut self, key: &str, value: &str) -> Read {
        let page = &mut self.source.page;
        let place = match key {
            "font" => {
                page.family = match value {
                    "termes" => Family::Termes,
                    "freeserif" => Family::FreeSerif,
                    "liberation" => Family::Liberation,
                    "sans" => Family::Sans,
                    other => return Err(format!("`{other}` is no typeface")),
                };
                return Ok(());
            }
            "size" => &mut page.size,
            "pitch" => &mut page.pitch,
            "space" => &mut page.space,
            "indent" => &mut page.indent,
            "left" => &mut page.left,
            "right" => &mut page.right,
            "top" => &mut page.top,
            "bottom" => &mut page.bottom,
            other => return Err(format!("`{other}` is no measure of a page")),
        };
        *place = number(value)?;
        Ok(())
    }
}

fn pairs(value: &str) -> std::result::Result<Vec<(&str, &str)>, String> {
    value
        .split_whitespace()
        .map(|pair| pair.split_once('=').ok_or_else(|| format!("`{pair}` is not `key=value`")))
        .collect()
}

fn number<T: std::str::FromStr>(text: &str) -> std::result::Result<T, String> {
    text.trim().parse().map_err(|_| format!("`{text}` is not a number that fits here"))
}

/// Words of a line: `*slanted*`, `**heavy**`, `***both***`, `⟨by hand⟩`.
fn inline(text: &str, base: Style) -> std::result::Result<Vec<Word>, String> {
    let (mut heavy, mut slanted, mut hand) = (false, false, false);
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '*' => {
                let mut stars = 1;
                while chars.next_if_eq(&'*').is_some() {
                    stars += 1;
                }
                heavy ^= stars >= 2;
                slanted ^= stars != 2;
            }
            '⟨' => hand = true,
            '⟩' => hand = false,
            c if c.is_whitespace() => open = false,
            c => {
                let style = match (heavy, slanted) {
                    (false, false) => base,
                    (true, false) => base.heavier(),
                    (false, true) => base.slanted(),
                    (true, true) => base.heavier().slanted(),
                };
                let kind = if hand { Kind::Hand } else { Kind::Printed(style) };
                if !open {
                    words.push(Word { pieces: Vec::new() });
                    open = true;
                }
                let pieces = &mut words.last_mut().expect("a word was opened").pieces;
                match pieces.last_mut() {
                    Some(piece) if piece.kind == kind => piece.text.push(c),
                    _ => pieces.push(Piece { text: c.to_string(), kind }),
                }
            }
        }
    }
    if heavy || slanted || hand {
        return Err("`*`, `**` or `⟨` is not closed on its line".into());
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Source> {
        parse(text, Path::new("source.txt"))
    }

    #[test]
    fn styles_and_hands_are_parted() {
        let words = inline("**Điều 1.** Số: ⟨57⟩/QĐ-UBND", Style::Upright).unwrap();
        assert_eq!(words.len(), 4);
        assert_eq!(words[1].pieces, [Piece { text: "1.".into(), kind: Kind::Printed(Style::Bold) }]);
        assert_eq!(
            words[3].pieces,
            [
                Piece { text: "57".into(), kind: Kind::Hand },
                Piece { text: "/QĐ-UBND".into(), kind: Kind::Printed(Style::Upright) }
            ]
        );
    }

    #[test]
    fn parts_come_in_order() {
        let source = read(
            "!scan pdf-g4 200\n!wear skew=-1.3 threshold=150\n@left\n**ỦY BAN**\n---\n@right\nĐộc lập\n@body\n= \
             **KẾ HOẠCH**\n---\nĐoạn văn.\n!columns 10c 60\n| 1 | Xã |\n| 2 | Phường |\n@recipients\n- Như trên;\n\
             @signature\n(sign)\n**Trần Minh Khôi**\n@page\n> Phụ lục",
        )
        .unwrap();
        assert_eq!(source.scan.form, Form::PdfG4);
        assert_eq!(source.scan.degrade.threshold, Some(150));
        let kinds: Vec<&str> = source
            .parts
            .iter()
            .map(|part| match part {
                Part::Letterhead { left, right } if left.len() == 2 && right.len() == 1 => "head",
                Part::Centred(_) => "centred",
                Part::Rule => "rule",
                Part::Paragraph(_) => "paragraph",
                Part::Table { rows, .. } if rows.len() == 2 => "table",
                Part::Closing { recipients, signature } if recipients.len() + signature.len() == 3 => {
                    "closing"
                }
                Part::NewPage => "page",
                Part::Flush(_) => "flush",
                _ => "other",
            })
            .collect();
        assert_eq!(kinds, ["head", "centred", "rule", "paragraph", "table", "closing", "page", "flush"]);
    }

    #[test]
    fn a_broken_line_is_named() {
        struct Case {
            text: &'static str,
            says: &'static str,
        }
        let cases = [
            Case { text: "!scan fax 200", says: "source.txt:1: `fax` is no form of a scan" },
            Case {
                text: "\n**Điều 1.", says: "source.txt:2: `*`, `**` or `⟨` is not closed on its line"
            },
            Case { text: "!columns 10 20\n| 1 |", says: "source.txt:2: 1 cells in a table of 2 columns" },
            Case { text: "@head", says: "source.txt:1: `@head` is no part of a document" },
            Case { text: "!wear skew=a", says: "source.txt:1: `a` is not a number that fits here" },
        ];
        for case in cases {
            assert_eq!(read(case.text).unwrap_err().to_string(), case.says);
        }
    }
}
