//! Measures restoration on folders of texts with their truth: what is right before and after, what the program
//! itself believes, and how far its confidence can be relied on.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::faults::{Faults, Numbers, names};
use super::{confusions, corpus};
use crate::config::Config;
use crate::error::Result;
use crate::evaluate::align::{Step, align};
use crate::evaluate::tokens::{is_anything, syllables};
use crate::evaluate::{harm, mend, text};
use crate::geometry::PageIndex;
use crate::page::OcrPage;
use crate::restore::{Restoration, Restorer};
use crate::scan::{self, Content};

/// Lower ends of the bins of confidence.
const BINS: [f32; 8] = [0.0, 0.7, 0.85, 0.9, 0.95, 0.98, 0.99, 0.999];

/// Words by confidence: how many, how many of them right, and the sum of what was believed.
#[derive(Debug, Clone, Copy, Default)]
struct Reliability {
    bins: [(usize, usize, f64); BINS.len()],
}

impl Reliability {
    fn add(&mut self, believed: f32, right: bool) {
        let bin = BINS.iter().rposition(|low| *low <= believed).unwrap_or(0);
        let (words, ones, sum) = &mut self.bins[bin];
        *words += 1;
        *ones += usize::from(right);
        *sum += f64::from(believed);
    }

    fn join(&mut self, other: &Reliability) {
        for (a, b) in self.bins.iter_mut().zip(&other.bins) {
            *a = (a.0 + b.0, a.1 + b.1, a.2 + b.2);
        }
    }
}

/// What came of one text, or of several together.
#[derive(Debug, Clone, Default)]
struct Sum {
    texts: usize,
    syllables: usize,
    wrong_before: i64,
    wrong_after: i64,
    numbers: usize,
    numbers_wrong: usize,
    garbled: usize,
    mended: usize,
    right: usize,
    spoiled: usize,
    harm_words: usize,
    harm_changed: usize,
    /// Largest distance between the estimated and the true share, before and after.
    apart: [f64; 2],
    reliability: Reliability,
    /// The worst text, share of its syllables that are right, 0 to 1; and the sum of these shares.
    worst: f64,
    shares: f64,
    faults: Faults,
    figures: Numbers,
}

/// Mistakes of a kind that are listed.
const SHOWN: usize = 40;

/// Restores every text under `folders` and reports each, each kind (what stands before `-` in a name), and the
/// reliability of confidences. `folder/name/` holds `text.txt` or `gold.txt`, and `ocr.txt` or `layer.txt`; without
/// one of these the truth itself is restored, and any change is harm. Then every text layer of `layers` is restored by
/// `load` with its own scanner left out of what was learned from them.
///
/// # Errors
/// [`Read`](crate::error::Error::Read) when a folder cannot be read.
pub(crate) fn measure(
    folders: &[PathBuf],
    layers: &[PathBuf],
    load: &dyn Fn() -> Result<Restorer>,
    report: &mut dyn FnMut(&str),
) -> Result<()> {
    if !folders.is_empty() {
        texts(folders, &load()?, report)?;
    }
    if !layers.is_empty() {
        scanners(layers, load, report)?;
    }
    Ok(())
}

/// Text layers of scanners, each with its own left out; and in any order also as learned from with the others.
fn scanners(
    layers: &[PathBuf],
    load: &dyn Fn() -> Result<Restorer>,
    report: &mut dyn FnMut(&str),
) -> Result<()> {
    report("");
    report("text layer, its scanner left out  syll.  raw  any order  in place  believed  learned from");
    let (mut of, mut right) = (0, 0.0);
    let (mut all, mut faults, mut apart) = (Numbers::default(), Faults::default(), 0.0f64);
    let mut signers = [0; 3];
    let of_all = load()?.with_layers(&confusions::layers(layers, &mut |_| {})?)?;
    for (at, folder) in layers.iter().enumerate() {
        let truth = corpus::first(folder, &["gold.txt", "text.txt"])?;
        let Some((truth, read)) = truth.zip(corpus::first(folder, &["ocr.txt", "layer.txt"])?) else {
            continue;
        };
        let mut others = layers.to_vec();
        others.remove(at);
        let restorer = load()?.with_layers(&confusions::layers(&others, &mut |_| {})?)?;
        let restored = restore(&restorer, &read)?;
        let score = text::score(&truth, &lines(&restored).1, 0);
        let any_order = score.syllables_any_order_f1;
        let learned = text::score(&truth, &lines(&restore(&of_all, &read)?).1, 0).syllables_any_order_f1;
        report(&format!(
            "{:<28} {:>6} {:>6.2} {:>6.2} {:>6.2} {:>+6.1} {:>6.2}",
            folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy(),
            score.syllables.of,
            100.0 * text::score(&truth, &read, 0).syllables_any_order_f1,
            100.0 * any_order,
            100.0 * score.syllables.accuracy,
            100.0 * (restored.accuracy_after - any_order),
            100.0 * learned,
        ));
        apart = apart.max((restored.accuracy_after - any_order).abs());
        let mut list = Vec::new();
        let numbers = Numbers::of(&truth, &restored, &mut list);
        let signed = names(&truth, &restored, &mut list);
        report(&format!("  {}: {}", numbers.line(), list.join(", ")));
        let own = Faults::of(&truth, &restored);
        own.report(SHOWN, report);
        faults.join(own);
        all.join(numbers);
        of += score.syllables.of;
        right += any_order * score.syllables.of as f64;
        signers.iter_mut().zip(signed).for_each(|(sum, count)| *sum += count);
    }
    report(&format!(
        "as one {:.2}; believed at most {:.1} points off; {} names alone on their line, {} right, {} marked",
        100.0 * right / of.max(1) as f64,
        100.0 * apart,
        signers[0],
        signers[1],
        signers[2],
    ));
    report(&all.line());
    faults.report(0, report);
    Ok(())
}

/// Texts and their truths.
fn texts(folders: &[PathBuf], restorer: &Restorer, report: &mut dyn FnMut(&str)) -> Result<()> {
    report(
        "document                     syll.    raw  believed  after  believed  numbers  any order  mended spoiled   harm",
    );
    let mut kinds: BTreeMap<String, Sum> = BTreeMap::new();
    let mut all = [Reliability::default(), Reliability::default()];
    for folder in folders {
        for path in corpus::sorted(folder)? {
            let Some(truth) = corpus::first(&path, &["gold.txt", "text.txt"])? else { continue };
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            let read = corpus::first(&path, &["ocr.txt", "layer.txt"])?;
            if let Some(read) = &read {
                let sum = one(restorer, &name, &truth, read, report)?;
                all[0].join(&sum.reliability);
                let kind = name.split('-').next().unwrap_or(&name).to_owned();
                kinds.entry(kind).or_default().join(&sum);
            }
            let clean = truth.replace(['⟨', '⟩'], "");
            // A garbled text's truth is the text of another measured document, mostly.
            if read.is_none() || !name.contains('-') {
                let sum = one(restorer, &name, &clean, &clean, report)?;
                all[1].join(&sum.reliability);
                kinds.entry("clean".to_owned()).or_default().join(&sum);
            }
        }
    }
    report("");
    for (kind, sum) in &kinds {
        report(&sum.line(&format!("{kind} ({})", sum.texts)));
        report(&format!("  {}", sum.figures.line()));
        sum.faults.report(SHOWN, report);
    }
    let garbled = kinds.iter().filter(|(kind, _)| *kind != "clean").map(|(_, sum)| sum);
    let (texts, shares, worst) =
        garbled.fold((0, 0.0, 1.0f64), |(n, s, w), sum| (n + sum.texts, s + sum.shares, w.min(sum.worst)));
    if texts > 0 {
        let mean = 100.0 * shares / texts as f64;
        report(&format!("{texts} garbled texts: mean {mean:.2}, worst {:.2}", 100.0 * worst));
    }
    for (name, reliability) in ["garbled", "clean"].iter().zip(&all) {
        report(&format!("\nconfidence on {name} text: from, words, believed, right"));
        table(reliability, report);
    }
    Ok(())
}

fn table(reliability: &Reliability, report: &mut dyn FnMut(&str)) {
    let (mut sure, mut sure_right, mut right) = (0, 0, 0);
    for (low, (words, ones, sum)) in BINS.iter().zip(&reliability.bins) {
        right += ones;
        if *low >= 0.95 {
            sure += words;
            sure_right += ones;
        }
        if *words > 0 {
            let of = *words as f64;
            report(&format!("{low:<6} {words:>7} {:>7.4} {:>7.4}", sum / of, *ones as f64 / of));
        }
    }
    report(&format!(
        "of {sure} words given at 0.95 or more {:.2} % are right; of {right} right ones {:.1} % are given so",
        100.0 * sure_right as f64 / sure.max(1) as f64,
        100.0 * sure_right as f64 / right.max(1) as f64,
    ));
}

fn one(
    restorer: &Restorer,
    name: &str,
    truth: &str,
    read: &str,
    report: &mut dyn FnMut(&str),
) -> Result<Sum> {
    let restored = restore(restorer, read)?;
    let (was, is) = lines(&restored);
    let score = text::score(truth, &is, 0);
    let mut sum = Sum {
        texts: 1,
        syllables: score.syllables.of,
        wrong_before: signed(text::syllable_rate(truth, read).wrong),
        wrong_after: signed(score.syllables.wrong),
        numbers: score.numbers.of,
        numbers_wrong: score.numbers.wrong,
        ..Sum::default()
    };
    if truth == read {
        if let Ok(harm) = harm::score(&was, &is, 0) {
            (sum.harm_words, sum.harm_changed) = (harm.words, harm.changed);
        }
    } else if let Ok(mend) = mend::score(truth, &was, &is, 0) {
        (sum.garbled, sum.mended) = (mend.garbled, mend.mended_count);
        (sum.right, sum.spoiled) = (mend.right, mend.spoiled_count);
    }
    let of = sum.syllables.max(1) as f64;
    let (before, after) = (1.0 - sum.wrong_before as f64 / of, 1.0 - sum.wrong_after as f64 / of);
    sum.apart = [restored.accuracy_before - before, restored.accuracy_after - after];
    sum.reliability = reliability(truth, &restored);
    (sum.worst, sum.shares) = (after, after);
    sum.faults = Faults::of(truth, &restored);
    sum.figures = Numbers::of(truth, &restored, &mut Vec::new());
    let mut line = sum.line(name);
    write!(line, "  any order {:.2}", 100.0 * score.syllables_any_order_f1)
        .expect("writing to a string does not fail");
    report(&line);
    sum.apart = sum.apart.map(f64::abs);
    Ok(sum)
}

fn restore(restorer: &Restorer, read: &str) -> Result<Restoration> {
    let config = Config::default();
    let scan = scan::open(Path::new("text.txt"), read.as_bytes().to_vec(), &config.scan)?;
    let mut pages = Vec::new();
    for index in 0..scan.page_count() {
        let page = scan.page(PageIndex(index))?.output;
        if let Content::Text(lines) = page.content {
            pages.push(OcrPage { marks: page.marks, ..OcrPage::of_lines(page.index, page.origin, lines) });
        }
    }
    Ok(restorer.restore(&pages, &config.restore).output)
}

/// What was read and what was restored, line for line.
fn lines(restored: &Restoration) -> (String, String) {
    let (mut was, mut is) = (String::new(), String::new());
    for line in restored.pages.iter().flat_map(|p| &p.lines) {
        was.push_str(&line.read);
        was.push('\n');
        is.push_str(&line.words.iter().map(|w| w.chosen.text.as_str()).collect::<Vec<_>>().join(" "));
        is.push('\n');
    }
    (was, is)
}

/// Restored words against the truth: a word is right when all of its syllables are.
fn reliability(truth: &str, restored: &Restoration) -> Reliability {
    let truth = syllables(truth);
    let mut made = Vec::new();
    let mut words = Vec::new();
    for word in restored.pages.iter().flat_map(|p| &p.lines).flat_map(|l| &l.words) {
        let own = syllables(&word.chosen.text);
        words.push((word.chosen.probability, made.len()..made.len() + own.len()));
        made.extend(own);
    }
    let mut right = vec![None; made.len()];
    for step in align(&truth, &made, |t| is_anything(t)) {
        if let Some(at) = step.read() {
            let by_hand = step.truth().is_some_and(|t| is_anything(&truth[t]));
            right[at] = (!by_hand).then_some(matches!(step, Step::Same(..)));
        }
    }
    let mut reliability = Reliability::default();
    for (believed, at) in words {
        let verdicts: Option<Vec<bool>> = right[at].iter().copied().collect();
        if let Some(verdicts) = verdicts.filter(|v| !v.is_empty()) {
            reliability.add(believed, verdicts.iter().all(|right| *right));
        }
    }
    reliability
}

impl Sum {
    fn join(&mut self, other: &Sum) {
        self.texts += other.texts;
        self.syllables += other.syllables;
        self.wrong_before += other.wrong_before;
        self.wrong_after += other.wrong_after;
        self.numbers += other.numbers;
        self.numbers_wrong += other.numbers_wrong;
        self.garbled += other.garbled;
        self.mended += other.mended;
        self.right += other.right;
        self.spoiled += other.spoiled;
        self.harm_words += other.harm_words;
        self.harm_changed += other.harm_changed;
        for (a, b) in self.apart.iter_mut().zip(other.apart) {
            *a = a.max(b);
        }
        self.reliability.join(&other.reliability);
        self.worst = if self.texts == other.texts { other.worst } else { self.worst.min(other.worst) };
        self.shares += other.shares;
        self.faults.join(other.faults.clone());
        self.figures.join(other.figures);
    }

    fn line(&self, name: &str) -> String {
        let share = |part: f64, of: usize| 100.0 * part / of.max(1) as f64;
        let right = |wrong: i64| 100.0 - share(wrong as f64, self.syllables);
        let mut line = format!(
            "{name:<28} {:>6} {:>6.2} {:>+6.1} {:>7.2} {:>+6.1} {:>7.1}",
            self.syllables,
            right(self.wrong_before),
            100.0 * self.apart[0],
            right(self.wrong_after),
            100.0 * self.apart[1],
            100.0 - share(self.numbers_wrong as f64, self.numbers),
        );
        if self.harm_words > 0 {
            let harm = share(self.harm_changed as f64, self.harm_words);
            write!(line, "  harm {harm:.3} ({} of {})", self.harm_changed, self.harm_words)
                .expect("writing to a string does not fail");
        } else {
            let (mended, spoiled) =
                (share(self.mended as f64, self.garbled), share(self.spoiled as f64, self.right));
            write!(line, "  mended {mended:.1} spoiled {spoiled:.2} ({} of {})", self.spoiled, self.right)
                .expect("writing to a string does not fail");
        }
        line
    }
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fall_into_their_bins() {
        let mut reliability = Reliability::default();
        for (believed, right) in [(0.2, false), (0.96, true), (0.97, false), (1.0, true)] {
            reliability.add(believed, right);
        }
        let counts: Vec<(usize, usize)> = reliability.bins.iter().map(|b| (b.0, b.1)).collect();
        assert_eq!(counts[0], (1, 0));
        assert_eq!(counts[4], (2, 1));
        assert_eq!(counts[7], (1, 1));
    }
}
