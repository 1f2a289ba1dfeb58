//! What is still wrong in a restored text, by kinds: what to mend next.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::evaluate::align::{Step, align};
use crate::evaluate::tokens::{is_anything, numbers, plain, syllables};
use crate::restore::{Restoration, RestoredWord};
use crate::vietnamese::{fold, strip_marks};

/// A kind of mistake; the kinds stand in the order in which they are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The letters are right, their marks are not.
    Marks,
    /// Half of the letters or more are right.
    Letters,
    /// Hardly a letter is right.
    Other,
    /// A figure that came out otherwise.
    Figure,
    /// A word that came out as a figure.
    WordAsFigure,
    /// Two words that came out as one, or one as two.
    Space,
    /// Nothing stands for it.
    Lost,
    /// Nothing is printed there.
    Added,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Marks => "marks",
            Kind::Letters => "letters",
            Kind::Other => "another word",
            Kind::Figure => "figures",
            Kind::WordAsFigure => "words as figures",
            Kind::Space => "spaces",
            Kind::Lost => "lost",
            Kind::Added => "added",
        }
    }
}

/// The mistakes of a text by kind, each as `printed → restored (read)`.
#[derive(Debug, Clone, Default)]
pub(super) struct Faults(BTreeMap<Kind, Vec<String>>);

impl Faults {
    /// Compares with the truth. What stands in another place, as in the columns of a letterhead, is no mistake.
    pub(super) fn of(truth: &str, restored: &Restoration) -> Faults {
        let truth = syllables(truth);
        let (mut made, mut read) = (Vec::new(), Vec::new());
        for word in words(restored) {
            let own = syllables(&word.chosen.text);
            read.extend(own.iter().map(|_| word.read.as_str()));
            made.extend(own);
        }
        let mut left = surplus(&truth, &made);
        let mut take = |token: &str, of_truth: bool| {
            let Some(count) = left.get_mut(token) else { return false };
            let wrong = if of_truth { *count > 0 } else { *count < 0 };
            *count -= i64::from(wrong) * if of_truth { 1 } else { -1 };
            wrong
        };
        let steps = align(&truth, &made, |token| is_anything(token));
        let mut faults = Faults::default();
        for (number, step) in steps.iter().enumerate().filter(|(_, step)| step.is_wrong()) {
            let (printed, came) = (step.truth().map(|at| &truth[at]), step.read().map(|at| &made[at]));
            let missing = printed.is_some_and(|token| take(token, true));
            let wrong = came.is_some_and(|token| take(token, false));
            if !missing && !wrong {
                continue;
            }
            let (printed, came) = (printed.filter(|_| missing), came.filter(|_| wrong));
            let space = |other: Option<&Step>| other.is_some_and(|other| joins(*step, *other, &truth, &made));
            let near = space(number.checked_sub(1).map(|at| &steps[at])) || space(steps.get(number + 1));
            let kind = if near { Kind::Space } else { kind(printed, came) };
            let shown = |token: Option<&String>| token.map_or("∅", String::as_str).to_owned();
            let read = step.read().map_or("", |at| read[at]);
            faults.0.entry(kind).or_default().push(format!("{} → {} ({read})", shown(printed), shown(came)));
        }
        faults
    }

    pub(super) fn join(&mut self, other: Faults) {
        for (kind, list) in other.0 {
            self.0.entry(kind).or_default().extend(list);
        }
    }

    /// Each kind with its count and its mistakes, at most `show` of them.
    pub(super) fn report(&self, show: usize, report: &mut dyn FnMut(&str)) {
        for (kind, list) in &self.0 {
            let dots = if list.len() > show { ", …" } else { "" };
            let shown = list.iter().take(show).map(String::as_str).collect::<Vec<_>>().join(", ");
            report(&format!("  {} {}: {shown}{dots}", list.len(), kind.name()));
        }
    }
}

/// The words of a restoration in order.
fn words(restored: &Restoration) -> impl Iterator<Item = &RestoredWord> {
    restored.pages.iter().flat_map(|page| &page.lines).flat_map(|line| &line.words)
}

/// For each token how often more it is printed than it came out.
fn surplus(truth: &[String], made: &[String]) -> HashMap<String, i64> {
    let mut left: HashMap<String, i64> = HashMap::new();
    for token in truth.iter().filter(|token| !is_anything(token)) {
        *left.entry(token.clone()).or_default() += 1;
    }
    for token in made {
        *left.entry(token.clone()).or_default() -= 1;
    }
    left
}

/// Whether two neighbouring steps are one word for two, or two for one.
fn joins(step: Step, other: Step, truth: &[String], made: &[String]) -> bool {
    let (Some(t), Some(m)) = (step.truth().or(other.truth()), step.read().or(other.read())) else {
        return false;
    };
    let bare = |text: &str| strip_marks(text);
    let two = |list: &[String], a: Option<usize>, b: Option<usize>| {
        let (a, b) = (a?, b?);
        Some(bare(&format!("{}{}", list[a.min(b)], list[a.max(b)])))
    };
    two(truth, step.truth(), other.truth()).is_some_and(|both| both == bare(&made[m]))
        || two(made, step.read(), other.read()).is_some_and(|both| both == bare(&truth[t]))
}

fn kind(printed: Option<&String>, came: Option<&String>) -> Kind {
    let figure = |token: &str| token.chars().any(char::is_numeric);
    let (printed, came) = match (printed, came) {
        (Some(printed), Some(came)) => (printed, came),
        (Some(_), None) => return Kind::Lost,
        _ => return Kind::Added,
    };
    let (a, b) = (strip_marks(printed), strip_marks(came));
    match () {
        () if figure(printed) => Kind::Figure,
        () if figure(came) => Kind::WordAsFigure,
        () if a == b => Kind::Marks,
        () => {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let same = align(&a, &b, |_| false).iter().filter(|step| !step.is_wrong()).count();
            if 2 * same >= a.len().max(b.len()) { Kind::Letters } else { Kind::Other }
        }
    }
}

/// What became of the numbers of a truth, and of what else came out as one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Numbers {
    /// Numbers that are printed.
    pub(super) of: usize,
    /// Came out right.
    pub(super) right: usize,
    /// Came out otherwise, marked doubtful.
    pub(super) marked: usize,
    /// Came out otherwise as if it were right, or as nothing at all.
    pub(super) wrong: usize,
    /// What is no number that is printed and came out as one, unmarked; text of a signature among it.
    pub(super) besides: usize,
}

impl Numbers {
    /// Counts those of one text; `list` gets those that came out wrong and are not marked.
    pub(super) fn of(truth: &str, restored: &Restoration, list: &mut Vec<String>) -> Numbers {
        let printed = plain(truth);
        let mut made = Vec::new();
        let mut from: Vec<&RestoredWord> = Vec::new();
        for word in words(restored) {
            let own = plain(&word.chosen.text);
            from.extend(own.iter().map(|_| word));
            made.extend(own);
        }
        let number = |word: &String| numbers(word).into_iter().find(|number| !is_anything(number));
        let mut left: HashMap<String, usize> = HashMap::new();
        for number in made.iter().filter_map(&number) {
            *left.entry(number).or_default() += 1;
        }
        let mut take = |number: &str| {
            left.get_mut(number).filter(|count| **count > 0).map(|count| *count -= 1).is_some()
        };
        let mut sum = Numbers::default();
        let steps = align(&printed, &made, |token| is_anything(token));
        let mut open = Vec::new();
        // Those in their place come first: what is left may stand elsewhere.
        for (step_number, step) in steps.iter().enumerate() {
            let Some(at) = step.truth() else { continue };
            let Some(printed) = number(&printed[at]) else { continue };
            sum.of += 1;
            let same = step.read().and_then(|read| number(&made[read])).is_some_and(|read| read == printed);
            if same && take(&printed) {
                sum.right += 1;
            } else {
                open.push((step_number, printed));
            }
        }
        let mut told: Vec<usize> = Vec::new();
        let printed_numbers: HashSet<String> = printed.iter().filter_map(&number).collect();
        for (at, printed) in open {
            if take(&printed) {
                sum.right += 1;
                continue;
            }
            // What came out near its place, figures before words.
            let near = |at: &usize| steps[*at].read().filter(|_| steps[*at].is_wrong());
            let back = (0..at).rev().take_while(|at| steps[*at].is_wrong()).take(3);
            let around = (at..steps.len()).take_while(|at| steps[*at].is_wrong()).take(3).chain(back);
            let around: Vec<usize> =
                around.filter_map(|at| near(&at)).filter(|at| !told.contains(at)).collect();
            let figure =
                |at: &&usize| number(&made[**at]).is_some_and(|number| !printed_numbers.contains(&number));
            let doubtful = || around.iter().find(|at| from[**at].doubtful);
            let stands = around.iter().find(figure).or_else(doubtful).or_else(|| around.first()).copied();
            told.extend(stands);
            if stands.is_some_and(|at| from[at].doubtful) {
                sum.marked += 1;
            } else {
                sum.wrong += 1;
                let came = stands.map_or("∅".to_owned(), |at| format!("{} ({})", made[at], from[at].read));
                list.push(format!("{printed} → {came}"));
            }
        }
        for (at, number) in made.iter().enumerate().filter_map(|(at, word)| Some((at, number(word)?))) {
            if !told.contains(&at) && take(&number) && !from[at].doubtful {
                sum.besides += 1;
                list.push(format!("∅ → {number} ({})", from[at].read));
            }
        }
        sum
    }

    pub(super) fn join(&mut self, other: Numbers) {
        self.of += other.of;
        self.right += other.right;
        self.marked += other.marked;
        self.wrong += other.wrong;
        self.besides += other.besides;
    }

    /// Right, marked, wrong and not marked in hundredths, and what came out as a number besides.
    pub(super) fn line(&self) -> String {
        let share = |part: usize| 100.0 * part as f64 / self.of.max(1) as f64;
        format!(
            "{} numbers: {:.1} right, {:.1} marked, {:.1} wrong and not marked; {} besides",
            self.of,
            share(self.right),
            share(self.marked),
            share(self.wrong),
            self.besides,
        )
    }
}

/// What became of names: of the printed lines that are nothing but two to five capitalised words, how many came out
/// right, how many otherwise and marked; `list` gets the others.
pub(super) fn names(truth: &str, restored: &Restoration, list: &mut Vec<String>) -> [usize; 3] {
    let mut made = Vec::new();
    let mut doubtful = Vec::new();
    for word in words(restored) {
        let own = syllables(&word.chosen.text);
        doubtful.extend(own.iter().map(|_| word.doubtful));
        made.extend(own);
    }
    let mut counts = [0; 3];
    let lines: Vec<&str> = truth.lines().map(str::trim).filter(|line| is_name(line)).collect();
    for line in lines {
        let name = syllables(line);
        counts[0] += 1;
        if made.windows(name.len()).any(|words| words == name) {
            counts[1] += 1;
            continue;
        }
        // The place where most of its letters came out.
        let bare: Vec<String> = name.iter().map(|word| strip_marks(word)).collect();
        let alike = |at: usize| {
            let there = &made[at..(at + name.len()).min(made.len())];
            there.iter().zip(&bare).filter(|(a, b)| strip_marks(a) == **b).count()
        };
        // Signers stand at the end.
        let best = (0..made.len()).max_by_key(|at| (alike(*at), *at));
        let marked = best.is_some_and(|at| {
            alike(at) == 0 || doubtful[at..(at + name.len()).min(made.len())].iter().any(|doubtful| *doubtful)
        });
        counts[2] += usize::from(marked);
        if !marked {
            list.push(format!(
                "{} → {}",
                fold(line),
                best.map_or_else(String::new, |at| { made[at..(at + name.len()).min(made.len())].join(" ") })
            ));
        }
    }
    counts
}

fn is_name(line: &str) -> bool {
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().count() > 0
            && letters.all(char::is_lowercase)
    };
    (2..=5).contains(&line.split(' ').count()) && line.split(' ').all(capitalised)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::PageIndex;
    use crate::page::{Block, Origin};
    use crate::restore::{Candidate, RestoredLine, RestoredPage};

    /// A restoration of one line; a word with `?` behind it is doubtful.
    fn restoration(text: &str) -> Restoration {
        let word = |(at, word): (usize, &str)| RestoredWord {
            from: at..at + 1,
            read: "read".to_owned(),
            chosen: Candidate { text: word.trim_end_matches('?').to_owned(), probability: 1.0 },
            alternatives: Vec::new(),
            doubtful: word.ends_with('?'),
            place: None,
        };
        let words = text.split(' ').enumerate().map(word).collect();
        let line = RestoredLine { number: 1, block: Block::Unknown, read: text.to_owned(), words };
        let page = RestoredPage {
            page: PageIndex(0),
            origin: Origin::PlainText,
            frame: None,
            marks: Vec::new(),
            lines: vec![line],
        };
        Restoration { pages: vec![page], accuracy_before: 1.0, accuracy_after: 1.0 }
    }

    #[test]
    fn mistakes_are_told_by_kind() {
        let truth = "Sở Nội vụ và chủ trì các kiểm tra 12 xã trong tỉnh";
        let faults = Faults::of(truth, &restoration("Sở Nội vù và chủtrì các kiếng tra 13 xã tỉnh hồ"));
        let counts: Vec<(Kind, usize)> = faults.0.iter().map(|(kind, list)| (*kind, list.len())).collect();
        assert_eq!(
            counts,
            [
                (Kind::Marks, 1),
                (Kind::Letters, 1),
                (Kind::Figure, 1),
                (Kind::Space, 2),
                (Kind::Lost, 1),
                (Kind::Added, 1)
            ]
        );
        assert!(Faults::of("một hai", &restoration("hai một")).0.is_empty(), "in another place");
    }

    #[test]
    fn numbers_are_right_marked_or_wrong() {
        let mut list = Vec::new();
        let made = restoration("12 xã, ngày 3/4/203l? Điều 5 lệ 8 của 77");
        let numbers = Numbers::of("12 xã, ngày 3/4/2031 Điều 6 lệ của", &made, &mut list);
        assert_eq!(
            (numbers.of, numbers.right, numbers.marked, numbers.wrong, numbers.besides),
            (3, 1, 1, 1, 2),
            "{list:?}"
        );
    }

    #[test]
    fn names_are_lines_of_capitalised_words() {
        let mut list = Vec::new();
        let truth = "Phạm Thị Lúa\nLê Văn Mít\nSở Nội vụ\nHồ Sen";
        assert_eq!(names(truth, &restoration("Phạm Thị Lúa Lê Văn? Mịt Hồ Sên"), &mut list), [3, 1, 1]);
        assert_eq!(list.len(), 1);
    }
}
