//! Where the documents of a stack begin that was scanned into one file.
//!
//! A document begins at a letterhead, behind a separator sheet, and where the numbers of pages begin anew. What is no sure
//! sign is listed, whether the stack is cut there or not: a person decides, and says so with `--cuts`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::document::{Signs, signs};
use crate::page::OcrPage;
use crate::restore::{Restoration, RestoredPage};
use crate::vietnamese::{fold, strip_marks};

/// A page with fewer letters and figures bears nothing but dust.
const FEWEST_LETTERS: usize = 8;
/// A separator sheet says no more words than this.
const MOST_WORDS: usize = 12;
/// What separator sheets say, without marks.
const SEPARATORS: [&str; 6] =
    ["to phan cach", "trang phan cach", "to ngan cach", "trang ngan cach", "separator sheet", "patch code"];

/// What tells that a document begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Sign {
    /// It is the first page.
    First,
    /// A letterhead.
    Letterhead,
    /// The national title, and no whole letterhead.
    NationalTitle,
    /// A separator sheet before it.
    Separator,
    /// The numbers of the pages begin anew.
    PageNumber,
    /// The document before it is closed, and the page does not say that it belongs to it.
    AfterClosing,
    /// The very head of a page before it: a sheet that was scanned twice, or a second copy.
    Repeated,
    /// The page could not be read: whatever may begin there.
    Unread,
    /// A person said so.
    Person,
}

/// A page at which a document begins, or may begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cut {
    /// From 1.
    pub(crate) page: u32,
    /// What tells it; at least one.
    pub(crate) signs: Vec<Sign>,
    /// Whether a document was begun there.
    pub(crate) taken: bool,
    /// Whether a person should look.
    pub(crate) doubtful: bool,
}

/// Why a page is in no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Empty {
    /// Nothing is on it, and no document is open.
    Blank,
    /// It is a separator sheet.
    Separator,
    /// There is text on it, and a person's cuts leave it out.
    LeftOut,
}

/// A stack, cut into documents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Division {
    /// The pages of each document, as they are counted in the file from 1, rising. None is empty.
    pub(crate) parts: Vec<Vec<u32>>,
    /// Where they begin, and where others may.
    pub(crate) cuts: Vec<Cut>,
    /// Pages of no document.
    pub(crate) left: Vec<(u32, Empty)>,
}

/// What a page is in a stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    /// Nothing is known of it.
    Unread,
    Blank,
    Separator,
}

/// A page of a stack.
#[derive(Debug, Clone, Copy)]
struct Leaf {
    /// From 1.
    page: u32,
    kind: Kind,
    signs: Signs,
}

/// Cuts a stack. `barred` are the pages that bear the bars of a separator sheet, `unread` those of which nothing is known,
/// both counted from 1.
pub(super) fn divide(restored: &Restoration, barred: &BTreeSet<u32>, unread: &BTreeSet<u32>) -> Division {
    cut(&leaves(restored, barred, unread))
}

fn leaves(restored: &Restoration, barred: &BTreeSet<u32>, unread: &BTreeSet<u32>) -> Vec<Leaf> {
    let leaf = |(page, signs): (&RestoredPage, Signs)| {
        let number = page.page.number();
        let kind = match kind(page) {
            Kind::Text if barred.contains(&number) && words(page).count() <= MOST_WORDS => Kind::Separator,
            Kind::Blank if barred.contains(&number) => Kind::Separator,
            Kind::Blank if unread.contains(&number) => Kind::Unread,
            kind => kind,
        };
        Leaf { page: number, kind, signs }
    };
    restored.pages.iter().zip(signs(restored)).map(leaf).collect()
}

fn words(page: &RestoredPage) -> impl Iterator<Item = &str> {
    page.lines.iter().flat_map(|line| &line.words).map(|word| word.chosen.text.as_str())
}

fn kind(page: &RestoredPage) -> Kind {
    let letters = words(page).flat_map(str::chars).filter(|c| c.is_alphanumeric()).take(FEWEST_LETTERS);
    if letters.count() < FEWEST_LETTERS {
        return if page.marks.is_empty() { Kind::Blank } else { Kind::Text };
    }
    let few: Vec<&str> = words(page).take(MOST_WORDS + 1).collect();
    let said = strip_marks(&fold(&few.join(" ")));
    let is_separator = few.len() <= MOST_WORDS && SEPARATORS.iter().any(|words| said.contains(words));
    if is_separator { Kind::Separator } else { Kind::Text }
}

/// What is known of the document that is open.
#[derive(Debug, Default)]
struct Open {
    pages: Vec<u32>,
    closed: bool,
    /// Whether it was closed on the last page with text.
    just_closed: bool,
    appended: bool,
}

fn cut(leaves: &[Leaf]) -> Division {
    let mut division = Division::default();
    let mut open: Option<Open> = None;
    let mut separated = false;
    for (at, leaf) in leaves.iter().enumerate() {
        match (leaf.kind, &mut open) {
            (Kind::Separator, _) => {
                division.left.push((leaf.page, Empty::Separator));
                division.parts.extend(open.take().map(|open| open.pages));
                separated = true;
                continue;
            }
            (Kind::Blank, Some(open)) => {
                open.pages.push(leaf.page);
                continue;
            }
            (Kind::Blank, None) => {
                division.left.push((leaf.page, Empty::Blank));
                continue;
            }
            (Kind::Text | Kind::Unread, _) => {}
        }
        let found = match &open {
            None => Some(first(leaf, separated)),
            Some(open) => {
                let next = leaves[at + 1..].iter().find(|leaf| leaf.kind == Kind::Text);
                later(open, leaf, next)
            }
        };
        if found.as_ref().is_some_and(|cut| cut.taken) {
            division.parts.extend(open.take().map(|open| open.pages));
        }
        division.cuts.extend(found);
        separated = false;
        let open = open.get_or_insert_default();
        open.pages.push(leaf.page);
        open.appended |= leaf.signs.appended && open.pages.len() > 1;
        open.just_closed = leaf.signs.closes;
        open.closed |= leaf.signs.closes;
    }
    division.parts.extend(open.map(|open| open.pages));
    division
}

/// The cut at a page before which no document is open.
fn first(leaf: &Leaf, separated: bool) -> Cut {
    let sign = if separated { Sign::Separator } else { Sign::First };
    let head = (leaf.signs.begins && separated).then_some(Sign::Letterhead);
    Cut { page: leaf.page, signs: [sign].into_iter().chain(head).collect(), taken: true, doubtful: false }
}

/// The cut at a page before which a document is open, if there is a sign of one.
fn later(open: &Open, leaf: &Leaf, next: Option<&Leaf>) -> Option<Cut> {
    if leaf.kind == Kind::Unread {
        let signs = vec![Sign::Unread];
        return Some(Cut { page: leaf.page, signs, taken: false, doubtful: true });
    }
    let Signs { begins, national, numbered, appended, repeated, number, .. } = leaf.signs;
    if appended && !begins {
        return None;
    }
    let restarts =
        number == Some(1) || (number.is_none() && next.is_some_and(|next| next.signs.number == Some(2)));
    let restart = restarts.then_some(Sign::PageNumber);
    let cut = |sign: Option<Sign>, taken: bool, doubtful: bool| {
        Some(Cut { page: leaf.page, signs: sign.into_iter().chain(restart).collect(), taken, doubtful })
    };
    if begins && repeated {
        return cut(Some(Sign::Repeated), false, true);
    }
    if begins && (appended || open.appended) {
        // Forms that are attached have letterheads too; in their numbers are no figures.
        return cut(Some(Sign::Letterhead), open.closed && numbered, true);
    }
    if begins {
        let sure = open.closed && number.is_none_or(|number| number == 1);
        return cut(Some(Sign::Letterhead), true, !sure);
    }
    let ended = open.closed && !open.appended;
    if national {
        return cut(Some(Sign::NationalTitle), ended, true);
    }
    if restarts {
        return cut(None, ended, true);
    }
    if open.just_closed { cut(Some(Sign::AfterClosing), false, true) } else { None }
}

/// The pages of a stack that hold no text: blank ones and separator sheets.
pub(super) fn empty(
    restored: &Restoration,
    barred: &BTreeSet<u32>,
    unread: &BTreeSet<u32>,
) -> Vec<(u32, Empty)> {
    let of = |leaf: Leaf| match leaf.kind {
        Kind::Text | Kind::Unread => None,
        Kind::Blank => Some((leaf.page, Empty::Blank)),
        Kind::Separator => Some((leaf.page, Empty::Separator)),
    };
    leaves(restored, barred, unread).into_iter().filter_map(of).collect()
}

/// The division that a person asks for: first and last page of each document, rising, of so many pages. `empty` are the
/// pages without text.
pub(super) fn by_person(ranges: &[(u32, u32)], pages: u32, empty: &[(u32, Empty)]) -> Division {
    let mut division = Division::default();
    let left = |page: u32| {
        empty.iter().find(|(number, _)| *number == page).copied().unwrap_or((page, Empty::LeftOut))
    };
    let mut next = 1;
    for (first, last) in ranges {
        division.left.extend((next..*first).map(left));
        division.parts.push((*first..=*last).collect());
        division.cuts.push(Cut { page: *first, signs: vec![Sign::Person], taken: true, doubtful: false });
        next = last + 1;
    }
    division.left.extend((next..=pages).map(left));
    division
}

/// The pages of a part, out of all that were read.
pub(super) fn pages_of(read: &[OcrPage], part: &[u32]) -> Vec<OcrPage> {
    read.iter().filter(|page| part.contains(&page.page.number())).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::tests::restored_pages;

    const HEAD: Signs = Signs {
        begins: true,
        national: true,
        numbered: true,
        appended: false,
        repeated: false,
        closes: false,
        number: None,
    };
    const PLAIN: Signs = Signs { begins: false, national: false, numbered: false, ..HEAD };

    /// A stack written as one letter for each page: `H` a head, `h` one that is closed too, `e` a page that is closed, `.` a
    /// page that goes on, `P` an appendix, `p` one with a head, `_` a blank page, `?` one that was not read, `|` a separator, figures the number of a page.
    fn stack(written: &str) -> Vec<Leaf> {
        let leaf = |(sign, page): (char, u32)| {
            let (kind, signs) = match sign {
                'H' => (Kind::Text, HEAD),
                'h' => (Kind::Text, Signs { closes: true, ..HEAD }),
                'e' => (Kind::Text, Signs { closes: true, ..PLAIN }),
                'P' => (Kind::Text, Signs { appended: true, ..PLAIN }),
                'p' => (Kind::Text, Signs { appended: true, ..HEAD }),
                'R' => (Kind::Text, Signs { repeated: true, ..HEAD }),
                'N' => (Kind::Text, Signs { national: true, ..PLAIN }),
                '?' => (Kind::Unread, PLAIN),
                '_' => (Kind::Blank, PLAIN),
                '|' => (Kind::Separator, PLAIN),
                figure => (Kind::Text, Signs { number: figure.to_digit(10), ..PLAIN }),
            };
            Leaf { page, kind, signs }
        };
        written.chars().zip(1..).map(leaf).collect()
    }

    /// First and last pages of the documents, and the pages that are doubtful.
    fn divided(written: &str) -> (Vec<(u32, u32)>, Vec<u32>) {
        let division = cut(&stack(written));
        let mut pages: Vec<u32> = division.parts.concat();
        pages.extend(division.left.iter().map(|(page, _)| *page));
        pages.sort_unstable();
        assert!(
            pages.into_iter().eq(1..=u32::try_from(written.len()).unwrap()),
            "every page is in one place"
        );
        let ends = |part: &Vec<u32>| (part[0], part[part.len() - 1]);
        let doubtful = division.cuts.iter().filter(|cut| cut.doubtful).map(|cut| cut.page).collect();
        (division.parts.iter().map(ends).collect(), doubtful)
    }

    #[test]
    fn a_letterhead_behind_a_closing_begins_a_document() {
        assert_eq!(divided("hhh"), (vec![(1, 1), (2, 2), (3, 3)], vec![]));
        assert_eq!(divided("H2eh_H.e"), (vec![(1, 3), (4, 5), (6, 8)], vec![]), "blank backs stay");
        assert_eq!(divided("H.H.e"), (vec![(1, 2), (3, 5)], vec![3]), "one that nothing closes is doubted");
        assert_eq!(divided("hR"), (vec![(1, 2)], vec![2]));
    }

    #[test]
    fn pages_that_were_not_read_are_doubted() {
        assert_eq!(divided("h??.h"), (vec![(1, 4), (5, 5)], vec![2, 3]));
        assert_eq!(divided("|?h"), (vec![(2, 2), (3, 3)], vec![3]), "what closed before it is not known");
    }

    #[test]
    fn separators_make_no_empty_document() {
        assert_eq!(divided("||h|_h||.|_"), (vec![(3, 3), (6, 6), (9, 9)], vec![]));
        assert_eq!(divided("_h"), (vec![(2, 2)], vec![]));
        assert_eq!(divided("|_|"), (vec![], vec![]));
        assert_eq!(divided(""), (vec![], vec![]));
    }

    #[test]
    fn what_may_begin_a_document_is_listed() {
        assert_eq!(divided("H2e.2"), (vec![(1, 3), (4, 5)], vec![4]), "numbers begin anew");
        assert_eq!(divided("H23.2"), (vec![(1, 5)], vec![4]), "before its closing it is not cut");
        assert_eq!(divided("he"), (vec![(1, 2)], vec![2]));
        assert_eq!(divided("hN"), (vec![(1, 1), (2, 2)], vec![2]));
        assert_eq!(divided("hP.P2"), (vec![(1, 5)], vec![]), "appendices have numbers of their own");
        assert_eq!(divided("hPh"), (vec![(1, 2), (3, 3)], vec![3]));
        assert_eq!(
            divided("hp"),
            (vec![(1, 1), (2, 2)], vec![2]),
            "issued with another, and with a number of its own"
        );
    }

    #[test]
    fn a_person_is_obeyed() {
        let division = by_person(&[(2, 3), (5, 5)], 6, &[(4, Empty::Blank)]);
        assert_eq!(division.parts, [vec![2, 3], vec![5]]);
        assert_eq!(division.left, [(1, Empty::LeftOut), (4, Empty::Blank), (6, Empty::LeftOut)]);
    }

    #[test]
    fn sheets_are_told_by_what_is_on_them() {
        let kinds = |text: &str| kind(&restored_pages(&[text]).pages[0]);
        assert_eq!(kinds("TỜ PHÂN CÁCH\nHồ sơ số 3"), Kind::Separator);
        assert_eq!(kinds(". ,\n1"), Kind::Blank);
        assert_eq!(kinds("Sở Y tế in tờ phân cách cho các hồ sơ và gửi báo cáo trước ngày 15"), Kind::Text);
        let pages = restored_pages(&["một hai ba bốn", "x", "năm sáu bảy tám"]);
        let division = divide(&pages, &BTreeSet::from([2]), &BTreeSet::new());
        assert_eq!((division.parts, division.left), (vec![vec![1], vec![3]], vec![(2, Empty::Separator)]));
        let division = divide(&pages, &BTreeSet::new(), &BTreeSet::from([2]));
        assert_eq!(division.parts, [vec![1, 2, 3]], "a page that could not be read is not blank");
    }
}
