//! Reads one page: its regions in order, the right way up, without what is no text of it.

use std::borrow::Cow;

use super::budget::Timed;
use super::ink::Ink;
use super::stamps::{self, Stamp};
use super::{
    OcrEngine, Reading, Segmentation, faint, handwriting, inlay, language, layout, leaders, lines,
    marks_below, number_ink, second_reading, specks, streaks, tables, words,
};
use crate::config::{OcrConfig, SecondReading};
use crate::error::{Error, Result};
use crate::geometry::{PixelBox, pixels};
use crate::limit;
use crate::page::{Block, Frame, Mark, MarkKind, OcrLine, OcrPage, OcrWord, PageImage, READ, is_page_number};
use crate::scan::{Content, Page, lies_on_its_side};
use crate::warning::{Doubt, Warned, Warning};

/// Dots per inch that a picture is taken to have when its page does not say.
const USUAL_DPI: f64 = 300.0;

/// Under this mean confidence the page may lie on its side. A starting value, not measured on turned scans: too
/// high costs time, too low leaves a turned page unread.
const POOR: f32 = 0.62;

/// Pages with fewer pieces of ink than a few words have are not turned: there is nothing to tell by.
const FEW_PIECES: usize = 60;

/// Words of a mark under this confidence are not legible.
const LEGIBLE: f32 = 0.4;

/// Around a stamp so much is taken off with it, in millimetres: the pale edge of its frame.
const STAMP_EDGE_MM: f64 = 0.7;

/// The same around a speck.
const SPECK_EDGE_MM: f64 = 0.15;

/// By how much the reading in a mirror must be better than the best turned one.
const BACK: f32 = 1.6;

/// The same where it is no good reading either, and what it must be worth: of a front that hardly shows through a few
/// words are read, a third of a line together, and in every other way none.
const PALE_BACK: (f32, f32) = (4.0, 30.0);

/// By how much a turned reading must be better to be believed.
const BETTER: f32 = 1.3;

/// A page as it was read, and as it looked to the engine.
#[derive(Debug)]
pub struct ReadPage {
    /// What was read.
    pub page: OcrPage,
    /// The picture that the engine was given: the right way up, stamps and specks taken off. `None` for text.
    pub picture: Option<PageImage>,
}

/// Reads a page: its picture by the engine, or its text as it is. A page that the engine cannot read comes back
/// empty, with a warning.
///
/// # Errors
/// [`Error::EngineMissing`] when the engine is not installed.
pub fn read_page(engine: &dyn OcrEngine, page: Page, config: &OcrConfig) -> Result<Warned<ReadPage>> {
    let mut warnings = Vec::new();
    let index = page.index;
    let engine: &dyn OcrEngine = &Timed::new(engine, config.page_timeout);
    let (page, read) = read(engine, page, config, &mut warnings);
    let read = read.and_then(|seen| darker(engine, &page, seen, config));
    let Seen { mut lines, marks: seen_marks, lifted, cleaned, pieces, rules, is_dust, hand: _ } = match read {
        Ok(seen) => seen,
        Err(Error::EngineFailed { engine, reason, .. }) => {
            warnings.push(Warning::new(Doubt::PageUnread { engine: engine.to_owned(), reason }).on(index));
            Seen::default()
        }
        Err(error) => return Err(error),
    };
    let Page { index, origin, frame, content, mut marks, inlays } = page;
    inlay::read(engine, index, &inlays, &mut lines, &mut marks);
    if let (Content::Picture { scale, .. }, Some(frame)) = (&content, &frame) {
        to_frame(&mut lines, *scale, frame);
        let to_frame = |mark: Mark| Mark { place: down(mark.place, *scale, frame), ..mark };
        let lifted: Vec<Mark> = lifted.into_iter().map(to_frame).collect();
        // A stamp in colour was taken for a seal by its size.
        marks.retain(|mark| !lifted.iter().any(|stamp| mostly_inside(&stamp.place, &mark.place)));
        let seen_marks: Vec<Mark> = seen_marks.into_iter().map(to_frame).collect();
        // Coloured words of a page by hand are no signatures.
        let is_hand = |hand: &Mark| hand.kind == MarkKind::Handwriting;
        marks.retain(|mark| {
            let inside = |hand: &Mark| mostly_inside(&mark.place, &hand.place);
            mark.kind != MarkKind::Signature || !seen_marks.iter().any(|hand| is_hand(hand) && inside(hand))
        });
        marks.extend(seen_marks);
        words::mend(&mut lines);
        marks_below::take_out(&mut lines);
        handwriting::leave_out(&mut lines, &mut marks);
        move_into_marks(&mut lines, &mut marks);
        marks.extend(lifted);
        move_above_head(&mut lines, &mut marks);
        drop_page_number(&mut lines, frame.height);
        drop_rules_of_cells(&mut lines);
        lines.retain(says_something);
        for (number, line) in (1..).zip(&mut lines) {
            line.number = number;
        }
    }
    // Of a page that was not read, of one by hand and of text, no ink is known.
    if lines.is_empty() && pieces + rules > 0 {
        let doubt = if is_dust { Doubt::PageBlank } else { Doubt::PageNoWords };
        warnings.push(Warning::new(doubt).on(index));
    }
    if let Some(share) = language::other_than_vietnamese(&lines) {
        warnings.push(Warning::new(Doubt::PageOtherLanguage { share }).on(index));
    }
    let picture = cleaned.or(match content {
        Content::Picture { image, .. } => Some(image),
        Content::Text(_) => None,
    });
    let page = OcrPage { page: index, origin, frame, marks, lines, layer: Vec::new() };
    Ok(Warned { output: ReadPage { page, picture }, warnings })
}

/// What the engine saw on a page; boxes count pixels of its picture.
#[derive(Debug, Default)]
struct Seen {
    lines: Vec<OcrLine>,
    /// Stamps and writing by hand that were found by their shape.
    marks: Vec<Mark>,
    /// Stamps that were taken off the picture, so that no word in their place is theirs.
    lifted: Vec<Mark>,
    /// The picture as it was read, where that is not the page's own.
    cleaned: Option<PageImage>,
    /// How many pieces of ink are on the page, but for rules.
    pieces: usize,
    /// How many rules, across and down.
    rules: usize,
    /// Whether they are dust and the shadow of the lid.
    is_dust: bool,
    /// Where everything stands on a page that looks as if written by hand.
    hand: Option<PixelBox>,
}

/// What is on a page, and the page as it was turned.
fn read(
    engine: &dyn OcrEngine,
    page: Page,
    config: &OcrConfig,
    warnings: &mut Vec<Warning>,
) -> (Page, Result<Seen>) {
    if let Content::Text(lines) = &page.content {
        let lines = lines.clone();
        return (page, Ok(Seen { lines, ..Seen::default() }));
    }
    let seen = match upright(engine, &page, config) {
        // Words of dust and of the edge of the lid are noise.
        Ok(seen) if seen.is_dust && mean_confidence(&seen.lines) < POOR => {
            return (page, Ok(Seen { lines: Vec::new(), ..seen }));
        }
        Ok(seen) if seen.pieces >= FEW_PIECES && mean_confidence(&seen.lines) < POOR => seen,
        read => return (page, read),
    };
    if let Some(place) = seen.hand.filter(|_| is_unread(&seen.lines)) {
        warnings.push(Warning::new(Doubt::PageHandwriting).on(page.index));
        let marks = vec![Mark { kind: MarkKind::Handwriting, place, text: None }];
        return (page, Ok(Seen { marks, ..Seen::default() }));
    }
    match turn(engine, &page, &seen.lines, warnings) {
        Ok(Lies::Upright) => (page, Ok(seen)),
        Ok(Lies::Back) => {
            warnings.push(Warning::new(Doubt::PageBlank).on(page.index));
            (page, Ok(Seen::default()))
        }
        Ok(Lies::Turned(degrees)) => {
            let page = page.turned(degrees);
            let read = upright(engine, &page, config);
            (page, read)
        }
        Err(error) => (page, Err(error)),
    }
}

/// Whether nothing of what was read on a page can be trusted.
fn is_unread(lines: &[OcrLine]) -> bool {
    mean_confidence(lines) < READ
}

/// How a page that was read badly lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lies {
    /// As it should, or nobody can say.
    Upright,
    /// It has to be turned clockwise by so many degrees.
    Turned(u16),
    /// It is the blank back of a sheet whose front shows through: seen in a mirror it is read, turned in no way it is.
    Back,
}

/// Whether a page of which no more than `best` is read in any other way is read in a mirror.
fn is_back(engine: &dyn OcrEngine, page: &Page, best: f32) -> Result<bool> {
    let Content::Picture { image, scale } = &page.content else { return Ok(false) };
    let image = image.mirrored();
    let how = Reading { segmentation: Segmentation::Page, dpi: picture_dpi(page.frame.as_ref(), *scale) };
    let front = engine.read(page.index, &image, whole(&image), &how)?;
    let (times, least) = if is_unread(&front) { PALE_BACK } else { (BACK, 0.0) };
    Ok(score(&front) > (times * best).max(least))
}

/// What is on a page of faint ink when it is made darker, if more of it is read so.
fn darker(engine: &dyn OcrEngine, page: &Page, seen: Seen, config: &OcrConfig) -> Result<Seen> {
    let Content::Picture { image, scale } = &page.content else { return Ok(seen) };
    // Nothing is to be read on the back of a sheet, nor on a page by hand, nor in dust.
    let is_empty = seen.pieces == 0 || seen.is_dust && seen.lines.is_empty();
    if config.second_reading == SecondReading::Never || is_empty {
        return Ok(seen);
    }
    let Some(image) = faint::darker(image) else { return Ok(seen) };
    let content = Content::Picture { image, scale: *scale };
    let darker = Page { content, marks: Vec::new(), inlays: Vec::new(), ..*page };
    let again = upright(engine, &darker, config)?;
    if score(&again.lines) <= score(&seen.lines) {
        return Ok(seen);
    }
    let Content::Picture { image, .. } = darker.content else { return Ok(again) };
    Ok(Seen { cleaned: again.cleaned.or(Some(image)), ..again })
}

/// A page read as it stands, region by region.
fn upright(engine: &dyn OcrEngine, page: &Page, config: &OcrConfig) -> Result<Seen> {
    let Content::Picture { image, scale } = &page.content else { return Ok(Seen::default()) };
    let dpi = picture_dpi(page.frame.as_ref(), *scale);
    let mut clean = streaks::without(image, dpi).map_or(Cow::Borrowed(image), Cow::Owned);
    limit::check();
    let mut ink = Ink::of(&clean, dpi);
    limit::check();
    let dots = leaders::find(&ink);
    if !dots.is_empty() {
        dots.iter().for_each(|dot| stamps::whiten(clean.to_mut(), dot, ink.px(SPECK_EDGE_MM)));
        ink = Ink::of(&clean, dpi);
    }
    let hand = handwriting::page(&ink);
    let mut tables = tables::find(&ink);
    limit::check();
    let stamps = stamps::read(engine, page.index, &clean, &ink, &tables)?;
    let (lifted, mut marks) = taken_off(stamps, &mut clean, &mut ink);
    if !lifted.is_empty() {
        // A stamp may have hidden a rule, or have been taken for one.
        tables = tables::find(&ink);
    }
    let stamps: Vec<PixelBox> = marks.iter().map(|mark| mark.place).collect();
    limit::check();
    let specks = specks::find(&ink);
    limit::check();
    let plan = layout::plan(&ink, tables, &stamps, &specks, page.index);
    for stamp in stamps.iter().filter(|stamp| !stamps::is_over_text(&ink, stamp, &plan.letters)) {
        stamps::whiten(clean.to_mut(), stamp, ink.px(STAMP_EDGE_MM));
    }
    for speck in specks {
        stamps::whiten(clean.to_mut(), &speck, ink.px(SPECK_EDGE_MM));
    }
    let mut parts = Vec::new();
    let mut regions = plan.regions.clone();
    let mut next = 0;
    while let Some(mut region) = regions.get(next).copied() {
        let how = Reading { segmentation: region.segmentation, dpi };
        let own = lines::read(engine, page.index, &clean, (&ink, &plan.letters), &region)?;
        let mut read = match own {
            Some(lines) => lines,
            None => engine.read(page.index, &clean, region.place, &how)?,
        };
        let end = layout::address(&ink, &region, &read)
            .or_else(|| layout::title(&ink, &plan.letters, &region, &read));
        if let Some(top) = end {
            layout::end_head(&ink, &mut regions, next, top);
            region = regions[next];
            read.retain(|line| line.place().is_none_or(|place| place.middle_y() < top));
        }
        let region = &region;
        next += 1;
        for line in &mut read {
            line.block = region.block;
        }
        parts.push((*region, read));
    }
    // Lines by hand are read no better one by one, and each costs as much as a region.
    let is_hopeless =
        hand.is_some() && is_unread(&parts.iter().flat_map(|(_, read)| read.clone()).collect::<Vec<_>>());
    if config.second_reading == SecondReading::Doubtful && !is_hopeless {
        for (region, read) in &mut parts {
            second_reading::improve(engine, page.index, &clean, (&ink, &plan.letters), region, read)?;
        }
    }
    let mut lines: Vec<OcrLine> = parts.into_iter().flat_map(|(_, read)| read).collect();
    for place in handwriting::take_out(&ink, &mut lines) {
        marks.push(Mark { kind: MarkKind::Handwriting, place, text: None });
    }
    if let Some(place) = number_ink::by_hand(&ink, &lines) {
        marks.push(Mark { kind: MarkKind::Handwriting, place, text: None });
    }
    let cleaned = match clean {
        Cow::Owned(cleaned) => Some(cleaned),
        Cow::Borrowed(_) => None,
    };
    let rules = ink.across.len() + ink.down.len();
    let is_dust = specks::are_all(&ink);
    Ok(Seen { lines, marks, lifted, cleaned, pieces: ink.pieces.len(), rules, is_dust, hand })
}

/// Takes the stamps off that leave the text under them; the marks of these, and those of the others.
fn taken_off(stamps: Vec<Stamp>, clean: &mut Cow<PageImage>, ink: &mut Ink) -> (Vec<Mark>, Vec<Mark>) {
    let (lifted, others): (Vec<Stamp>, Vec<Stamp>) = stamps.into_iter().partition(|stamp| stamp.is_pale);
    for stamp in &lifted {
        stamps::lift(clean.to_mut(), &stamp.mark.place, ink.px(STAMP_EDGE_MM));
    }
    if !lifted.is_empty() {
        *ink = Ink::of(clean, ink.dpi());
    }
    let marks = |stamps: Vec<Stamp>| stamps.into_iter().map(|stamp| stamp.mark).collect();
    (marks(lifted), marks(others))
}

fn picture_dpi(frame: Option<&Frame>, scale: f64) -> u32 {
    let dpi = frame.map_or(USUAL_DPI, |frame| f64::from(frame.dpi) * scale);
    // What is outside of this is a wrong entry in the file.
    pixels(dpi.clamp(70.0, 600.0))
}

/// How a badly read page lies.
fn turn(engine: &dyn OcrEngine, page: &Page, lines: &[OcrLine], warnings: &mut Vec<Warning>) -> Result<Lies> {
    let Content::Picture { image, .. } = &page.content else { return Ok(Lies::Upright) };
    // Of a page that lies on its side the engine itself turns the letters, and reads them as well as upright ones:
    // which way the lines run is told by their profiles, and the reading tells only which end is up.
    let turns: &[u16] = match lies_on_its_side(image) {
        Some(true) => &[90, 270],
        Some(false) => &[180],
        None => &[90, 180, 270],
    };
    let mut scores = vec![(0, score(lines))];
    let mut is_read = false;
    for degrees in turns.iter().copied() {
        let turned = page.clone().turned(degrees);
        let Content::Picture { image, scale } = &turned.content else { return Ok(Lies::Upright) };
        let how =
            Reading { segmentation: Segmentation::Page, dpi: picture_dpi(turned.frame.as_ref(), *scale) };
        let read = engine.read(page.index, image, whole(image), &how)?;
        is_read |= mean_confidence(&read) >= POOR;
        scores.push((degrees, score(&read)));
    }
    // The smaller turn of equals.
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let ((best, first), (_, second)) = (scores[0], scores[1]);
    if !is_read && is_back(engine, page, first)? {
        return Ok(Lies::Back);
    }
    if first < BETTER * second {
        warnings.push(Warning::new(Doubt::PageOrientationUnsure).on(page.index));
        return Ok(Lies::Upright);
    }
    Ok(if best == 0 { Lies::Upright } else { Lies::Turned(best) })
}

fn whole(image: &PageImage) -> PixelBox {
    PixelBox::new(0, 0, image.width, image.height)
}

/// What a reading is worth.
fn score(lines: &[OcrLine]) -> f32 {
    lines.iter().flat_map(|line| &line.words).map(OcrWord::worth).sum()
}

/// Mean over letters; 0 when there are none.
fn mean_confidence(lines: &[OcrLine]) -> f32 {
    let words = || lines.iter().flat_map(|line| &line.words);
    let all: f32 = words().map(OcrWord::letters).sum();
    if all > 0.0 { words().map(|w| w.confidence * w.letters()).sum::<f32>() / all } else { 0.0 }
}

/// From pixels of the picture to those of the frame.
fn to_frame(lines: &mut [OcrLine], scale: f64, frame: &Frame) {
    for word in lines.iter_mut().flat_map(|line| &mut line.words) {
        word.place = word.place.map(|place| down(place, scale, frame));
    }
}

fn down(place: PixelBox, scale: f64, frame: &Frame) -> PixelBox {
    let down = |at: u32| pixels(f64::from(at) / scale);
    PixelBox::new(down(place.left()), down(place.top()), down(place.right()), down(place.bottom()))
        .clipped(frame.width, frame.height)
}

/// Words that belong to stamps and seals leave the text; the marks get them.
fn move_into_marks(lines: &mut Vec<OcrLine>, marks: &mut [Mark]) {
    for mark in marks.iter_mut() {
        if mark.kind == MarkKind::Handwriting {
            // What was read there stands in its place in the line, and is said to be by hand.
            continue;
        }
        let mut moved: Vec<OcrWord> = Vec::new();
        for line in lines.iter_mut() {
            let inside = |word: &OcrWord| word.place.is_some_and(|place| mostly_inside(&place, &mark.place));
            // A line that mostly stands outside of a stamp is text under the stamp.
            let of_stamp: f32 = line.words.iter().filter(|w| inside(w)).map(OcrWord::letters).sum();
            let all: f32 = line.words.iter().map(OcrWord::letters).sum();
            let stamped = 2.0 * of_stamp > all;
            line.words.retain(|word| {
                let limit = match mark.kind {
                    MarkKind::ArrivalStamp
                    | MarkKind::PortalStamp
                    | MarkKind::Urgency
                    | MarkKind::Secrecy
                    | MarkKind::Copy
                    | MarkKind::Folio
                        if stamped =>
                    {
                        2.0
                    }
                    // A name or a title under a seal or a signature is read well, its ring and strokes are not.
                    _ => 0.5,
                };
                let goes = inside(word) && word.confidence < limit;
                if goes {
                    moved.push(word.clone());
                }
                !goes
            });
        }
        if mark.text.is_none() {
            mark.text = legible(&moved);
        }
    }
    lines.retain(|line| !line.words.is_empty());
}

/// The text of words in a mark, when half of their letters are in words that were read: strokes and rings give others.
fn legible(words: &[OcrWord]) -> Option<String> {
    let letters = |words: &mut dyn Iterator<Item = &OcrWord>| words.map(OcrWord::letters).sum::<f32>();
    let is_read = |word: &&OcrWord| word.confidence >= LEGIBLE && word.letters() >= 2.0;
    let read = letters(&mut words.iter().filter(is_read));
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    (read > 0.0 && 2.0 * read >= letters(&mut words.iter())).then(|| texts.join(" "))
}

/// What stands above the head of the first page and is no word is the number of the sheet or a note, by hand.
fn move_above_head(lines: &mut Vec<OcrLine>, marks: &mut Vec<Mark>) {
    let is_head = |line: &OcrLine| matches!(line.block, Block::LetterheadLeft | Block::LetterheadRight);
    let tops = lines.iter().filter(|line| is_head(line)).filter_map(OcrLine::place).map(|place| place.top());
    let Some(head) = tops.min() else { return };
    lines.retain(|line| {
        let Some(place) = line.place().filter(|place| !is_head(line) && place.bottom() <= head) else {
            return true;
        };
        let is_word = |word: &OcrWord| {
            let letters = word.text.chars().filter(|c| c.is_alphabetic()).count();
            letters >= 2 && 2 * letters > word.text.chars().count()
        };
        if line.words.iter().any(is_word) {
            return true;
        }
        marks.push(Mark { kind: MarkKind::Handwriting, place, text: legible(&line.words) });
        false
    });
}

fn mostly_inside(word: &PixelBox, mark: &PixelBox) -> bool {
    let common = word.intersection(mark).map_or(0, |both| both.area());
    10 * common >= 7 * word.area() && common > 0
}

/// By Decree 30/2020/NĐ-CP, annex I, the page number stands alone in the top margin; older documents have it at
/// the foot.
fn drop_page_number(lines: &mut Vec<OcrLine>, height: u32) {
    let places: Vec<Option<PixelBox>> = lines.iter().map(OcrLine::place).collect();
    let is_figures: Vec<bool> = lines
        .iter()
        .map(|line| line.words.len() == 1 && line.words[0].text.chars().all(|c| c.is_ascii_digit()))
        .collect();
    let is_number = |at: usize, line: &OcrLine| {
        let Some(place) = places[at] else { return false };
        let margin = place.bottom() < height * 12 / 100 || place.top() > height * 87 / 100;
        // Nothing stands beside it or within its own height.
        let alone = places.iter().enumerate().all(|(other, beside)| {
            other == at
                // A figure of broken print may be read as two, one above the other.
                || is_figures[other] && beside.is_some_and(|b| is_over(&b, &place))
                || beside.is_none_or(|b| {
                    b.bottom() + place.height() / 2 <= place.top()
                        || place.bottom() + place.height() / 2 <= b.top()
                })
        });
        let others = || {
            let beside = places.iter().zip(&is_figures).filter_map(|(beside, of)| beside.map(|b| (b, *of)));
            beside.filter(|(b, of)| !of || !is_over(b, &place)).map(|(b, _)| b)
        };
        let outermost =
            others().all(|b| b.top() >= place.top()) || others().all(|b| b.bottom() <= place.bottom());
        matches!(line.block, Block::Body)
            && is_page_number(line.words.iter().map(|word| word.text.as_str()))
            && margin
            && alone
            && outermost
    };
    let mut at = 0;
    lines.retain(|line| {
        at += 1;
        !is_number(at - 1, line)
    });
}

/// Whether one box stands straight above the other and hardly further off than nothing.
fn is_over(one: &PixelBox, other: &PixelBox) -> bool {
    let across = one.right().min(other.right()).saturating_sub(one.left().max(other.left()));
    let gap = one.top().max(other.top()).saturating_sub(one.bottom().min(other.bottom()));
    2 * across > one.width().min(other.width()) && 4 * gap < one.height().max(other.height())
}

/// What is left of the rules of a table is read as `_` and `|` beside the words of its cells.
fn drop_rules_of_cells(lines: &mut [OcrLine]) {
    for line in lines.iter_mut().filter(|line| matches!(line.block, Block::Cell(_))) {
        line.words.retain(|word| !word.text.chars().all(|c| "_|".contains(c)));
    }
}

/// A line without a letter or digit is a rule or dirt, but for the sign at the end of an official text.
fn says_something(line: &OcrLine) -> bool {
    let has = |word: &OcrWord| word.text.chars().any(char::is_alphanumeric) || word.text == "./.";
    line.words.iter().any(has)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Affine, PageIndex};
    use crate::ocr::ink::tests::drawn;
    use crate::page::Origin;
    use crate::reason::{Ended, Reason};
    use crate::warning::Code;

    fn word(text: &str, place: [u32; 4], confidence: f32) -> OcrWord {
        OcrWord { text: text.to_owned(), place: Some(place.into()), confidence, alternatives: Vec::new() }
    }

    fn line(words: Vec<OcrWord>) -> OcrLine {
        OcrLine { number: 1, block: Block::Body, words }
    }

    fn texts(lines: &[OcrLine]) -> Vec<String> {
        let text = |line: &OcrLine| line.words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
        lines.iter().map(text).collect()
    }

    #[test]
    fn a_stamp_takes_its_words_and_leaves_those_under_it() {
        let mut lines = vec![
            line(vec![word("ĐẾN", [110, 110, 190, 140], 0.95), word("Ngày:", [200, 110, 280, 140], 0.4)]),
            line(vec![
                word("Căn", [250, 180, 290, 198], 0.9),
                word("!;l", [230, 180, 245, 198], 0.2),
                word("cứ Luật Thi đua", [310, 180, 700, 198], 0.9),
            ]),
        ];
        let place = PixelBox::new(100, 100, 300, 200);
        let mut marks = [Mark { kind: MarkKind::ArrivalStamp, place, text: None }];
        move_into_marks(&mut lines, &mut marks);
        assert_eq!(texts(&lines), ["Căn cứ Luật Thi đua"]);
        assert_eq!(marks[0].text.as_deref(), Some("ĐẾN Ngày: !;l"));
    }

    #[test]
    fn a_page_number_read_as_two_goes_and_a_number_in_the_text_stays() {
        let mut lines = vec![
            line(vec![word("4", [500, 40, 520, 55], 0.6)]),
            line(vec![word("3", [499, 56, 521, 80], 0.6)]),
            line(vec![word("triển khai", [100, 150, 400, 180], 0.9)]),
            line(vec![word("25", [100, 200, 130, 230], 0.9)]),
            line(vec![word("26", [100, 232, 130, 262], 0.9)]),
        ];
        drop_page_number(&mut lines, 1000);
        assert_eq!(texts(&lines), ["triển khai", "25", "26"]);
    }

    #[test]
    fn a_number_by_hand_above_the_head_becomes_a_mark() {
        let head = |mut line: OcrLine| {
            line.block = Block::LetterheadLeft;
            line
        };
        let mut lines = vec![
            line(vec![word("T5(¿", [700, 10, 760, 40], 0.6), word(")", [765, 10, 770, 40], 0.6)]),
            line(vec![word("Mẫu", [100, 20, 160, 40], 0.9), word("2", [170, 20, 180, 40], 0.9)]),
            head(line(vec![word("ỦY BAN NHÂN DÂN", [100, 60, 400, 90], 0.9)])),
        ];
        let mut marks = Vec::new();
        move_above_head(&mut lines, &mut marks);
        assert_eq!(texts(&lines), ["Mẫu 2", "ỦY BAN NHÂN DÂN"]);
        assert_eq!(marks[0].text.as_deref(), Some("T5(¿ )"));
    }

    #[test]
    fn a_name_under_the_seal_stays() {
        let mut lines = vec![line(vec![
            word("Trần", [110, 110, 190, 140], 0.9),
            word("★:", [195, 110, 199, 140], 0.1),
            word("Minh Khôi", [200, 110, 400, 140], 0.9),
        ])];
        let place = PixelBox::new(50, 50, 300, 300);
        move_into_marks(&mut lines, &mut [Mark { kind: MarkKind::Seal, place, text: None }]);
        assert_eq!(texts(&lines), ["Trần Minh Khôi"]);
    }

    #[test]
    fn only_a_lone_number_in_a_margin_is_a_page_number() {
        struct Case {
            what: &'static str,
            lines: Vec<OcrLine>,
            left: &'static [&'static str],
        }
        let body = || line(vec![word("Điều 1.", [300, 500, 900, 540], 0.9)]);
        let number = |text: &str, top: u32| line(vec![word(text, [1200, top, 1230, top + 40], 0.9)]);
        for case in [
            Case { what: "at the top", lines: vec![number("2", 100), body()], left: &["Điều 1."] },
            Case { what: "at the foot", lines: vec![body(), number("-3-", 3300)], left: &["Điều 1."] },
            Case { what: "in the text", lines: vec![number("2", 400), body()], left: &["2", "Điều 1."] },
            Case { what: "a year", lines: vec![number("2024", 100), body()], left: &["2024", "Điều 1."] },
            Case {
                what: "beside others",
                lines: vec![number("2", 500), body(), number("7", 500)],
                left: &["2", "Điều 1.", "7"],
            },
        ] {
            let mut lines = case.lines;
            drop_page_number(&mut lines, 3508);
            assert_eq!(texts(&lines), case.left, "{}", case.what);
        }
    }

    /// Reads well only when the picture is higher than wide.
    #[derive(Debug)]
    struct UprightOnly;

    impl OcrEngine for UprightOnly {
        fn name(&self) -> &str {
            "test"
        }
        fn read(&self, _: PageIndex, image: &PageImage, area: PixelBox, _: &Reading) -> Result<Vec<OcrLine>> {
            // The first column of a turned picture tells which way it was turned.
            let dark = image.data[(image.width + 1) as usize] == 0;
            let confidence = if image.height > image.width && dark { 0.95 } else { 0.3 };
            let place = [area.left() + 2, area.top() + 2, area.left() + 300, area.top() + 40];
            Ok(vec![line(vec![word("Quyết", place, confidence)])])
        }
    }

    #[derive(Debug)]
    struct Broken;

    impl OcrEngine for Broken {
        fn name(&self) -> &str {
            "test"
        }
        fn read(&self, page: PageIndex, _: &PageImage, _: PixelBox, _: &Reading) -> Result<Vec<OcrLine>> {
            Err(Error::EngineFailed {
                engine: "test",
                page,
                reason: Reason::WorkerEnded { how: Ended::Signal(9) },
            })
        }
    }

    /// Finds no word anywhere.
    #[derive(Debug)]
    struct Wordless;

    impl OcrEngine for Wordless {
        fn name(&self) -> &str {
            "test"
        }
        fn read(&self, _: PageIndex, _: &PageImage, _: PixelBox, _: &Reading) -> Result<Vec<OcrLine>> {
            Ok(Vec::new())
        }
    }

    fn page(image: PageImage) -> Page {
        let frame = Frame {
            width: image.width,
            height: image.height,
            dpi: 300,
            turned: 0,
            skew: 0.0,
            to_source: Affine::IDENTITY,
        };
        Page {
            index: PageIndex(0),
            origin: Origin::Scan,
            frame: Some(frame),
            content: Content::Picture { image, scale: 1.0 },
            marks: Vec::new(),
            inlays: Vec::new(),
        }
    }

    /// Rows of boxes of a letter's size, and one mark in the top left corner.
    fn text_like(width: u32, height: u32) -> PageImage {
        let mut boxes = vec![PixelBox::new(0, 0, 4, 4)];
        for y in (100..height - 100).step_by(80) {
            for x in (100..width - 100).step_by(30) {
                boxes.push(PixelBox::new(x, y, x + 20, y + 25));
            }
        }
        drawn(width, height, &boxes)
    }

    #[test]
    fn a_page_on_its_side_is_turned() {
        let lying = page(text_like(600, 900)).turned(90);
        let read = read_page(&UprightOnly, lying, &crate::config::Config::default().ocr).unwrap();
        let frame = read.output.page.frame.unwrap();
        assert_eq!((frame.width, frame.height, frame.turned), (600, 900, 0), "turned there and back");
        assert!(read.warnings.is_empty(), "{:?}", read.warnings);
        assert_eq!(read.output.page.lines[0].words[0].confidence, 0.95);
    }

    #[test]
    fn a_page_that_cannot_be_read_is_empty_with_a_warning() {
        let read =
            read_page(&Broken, page(text_like(600, 900)), &crate::config::Config::default().ocr).unwrap();
        assert!(read.output.page.lines.is_empty());
        assert_eq!(read.warnings[0].doubt.code(), Code::PageUnread);
    }

    #[test]
    fn a_page_of_rules_and_no_word_has_a_warning() {
        let rules: Vec<PixelBox> = (1..8).map(|at| PixelBox::new(50, at * 100, 550, at * 100 + 4)).collect();
        let ruled = page(drawn(600, 900, &rules));
        let read = read_page(&Wordless, ruled, &crate::config::Config::default().ocr).unwrap();
        assert!(read.output.page.lines.is_empty());
        assert_eq!(read.warnings[0].doubt.code(), Code::PageNoWords);
    }

    #[test]
    fn a_blank_page_does_not_ask_the_engine() {
        let read =
            read_page(&Broken, page(drawn(600, 900, &[])), &crate::config::Config::default().ocr).unwrap();
        assert!(read.output.page.lines.is_empty() && read.warnings.is_empty());
    }

    /// Reads print whose ink is at the left of the upper half of an upright sheet, and guesses elsewhere.
    #[derive(Debug)]
    struct LeftOnly;

    impl OcrEngine for LeftOnly {
        fn name(&self) -> &'static str {
            "left"
        }

        fn read(&self, _: PageIndex, image: &PageImage, _: PixelBox, _: &Reading) -> Result<Vec<OcrLine>> {
            let width = image.width as usize;
            let rows = image.data.chunks_exact(width).take(image.height as usize / 2);
            let is_left = rows.into_iter().any(|row| row[..width / 3].iter().any(|grey| *grey < 128));
            let is_upright = image.height > image.width;
            let (text, confidence) =
                if is_left && is_upright { ("Quyết định", 0.95) } else { ("hnib tếyuQ", 0.2) };
            Ok(vec![line(vec![word(text, [10, 10, 300, 40], confidence)])])
        }
    }

    fn warned(boxes: &[PixelBox]) -> (Vec<Code>, ReadPage) {
        let config = crate::config::Config::default().ocr;
        let read = read_page(&LeftOnly, page(drawn(1200, 2400, boxes)), &config).unwrap();
        (read.warnings.iter().map(|warning| warning.doubt.code()).collect(), read.output)
    }

    #[test]
    fn a_back_whose_front_shows_through_is_blank() {
        // Letters, so many that they could be read.
        let letters = |left: u32| -> Vec<PixelBox> {
            (0..80)
                .map(|at| (left + 11 * (at / 10) % 30 + 30 * (at % 10), 100 + 60 * (at / 10)))
                .map(|(x, y)| PixelBox::new(x, y, x + 18, y + 28))
                .collect()
        };
        let (codes, read) = warned(&letters(820));
        assert_eq!((codes, read.page.lines.len()), (vec![Code::PageBlank], 0));
        let (codes, read) = warned(&letters(60));
        assert!(codes.is_empty() && !read.page.lines.is_empty(), "{codes:?}");
    }

    #[test]
    fn a_page_by_hand_is_said_to_be_so_once() {
        // Strokes of 6 mm that hang together, at 300 dots per inch; rules are longer.
        let word = |x: u32, y: u32| {
            [[x, y, x + 75, y + 5], [x, y + 70, x + 75, y + 75], [x, y, x + 5, y + 75]].map(PixelBox::from)
        };
        let words: Vec<PixelBox> =
            (0..68).flat_map(|at| word(500 + 150 * (at % 4), 60 + 130 * (at / 4))).collect();
        let (codes, read) = warned(&words);
        assert_eq!(codes, [Code::PageHandwriting]);
        assert!(read.page.lines.is_empty());
        assert_eq!(read.page.marks.len(), 1, "{:?}", read.page.marks);
        assert_eq!(read.page.marks[0].kind, MarkKind::Handwriting);
    }
}
