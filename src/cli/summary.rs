//! What is told for people at the end of a batch: a page of its own, and the same short in the terminal.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::terminal::words;
use super::{Loudness, messages};
use crate::batch::{Account, Entry, Figures, Place, State, Unread, When, array};
use crate::config::Config;
use crate::error::Result;
use crate::export::{Form, crop, doubt, encoded, escaped};
use crate::files::ours::SUMMARY;
use crate::files::place::path_from;
use crate::files::write::{Standing, write_file};
use crate::geometry::{Affine, PageIndex};
use crate::scan::{self, Scan};
use crate::words::{Sentence, Words};

/// The page of a whole batch, in its folder of results.
pub(super) const NAME: &str = "summary.html";
/// Rows of the page at most; the journal knows the others.
const ROWS: usize = 500;
/// Rows that show the place.
const CROPS: usize = 24;
/// Records of one scan that are linked.
const RESULTS: usize = 20;
/// Lines in the terminal.
const LINES: usize = 5;
/// A scan of more bytes is not opened again for its picture.
const LARGEST: u64 = 256 << 20;

const STYLE: &str = include_str!("summary.css");

/// Writes the page beside the results, unless somebody else's file stands there, and says where it is.
///
/// # Errors
/// [`Error::Write`](crate::error::Error::Write).
pub(super) fn write(
    out: &Path,
    name: &str,
    folder: &Path,
    account: &Account,
    entries: &[Entry],
    loudness: Loudness,
) -> Result<()> {
    let path = out.join(name);
    let stands = fs::read(&path).ok();
    if stands.is_some_and(|stands| !stands.starts_with(SUMMARY.as_bytes())) {
        return Ok(());
    }
    let page = Page { words: words(), folder, path: &path };
    write_file(&path, page.html(account, entries).as_bytes(), Standing::IsReplaced)?;
    if loudness != Loudness::Quiet {
        let shown = path.display().to_string();
        messages::note(&words().say(&Sentence::new("summary-written").with("path", shown)));
    }
    Ok(())
}

/// The entries of which the page shows a place of their scan.
pub(super) fn shown(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    let has_place = |entry: &&Entry| entry.figures.places.iter().any(|place| place.page.is_some());
    worst(entries).into_iter().take(CROPS).filter(|entry| entry.state != State::Secret).filter(has_place)
}

/// Says the same short.
pub(super) fn tell(entries: &[Entry]) {
    let words = words();
    messages::note(&totals(words, entries));
    // What failed, is damaged or secret has been told by itself.
    let told = |entry: &&&Entry| matches!(entry.state, State::Done | State::Skipped);
    for entry in worst(entries).iter().filter(told).take(LINES) {
        let line = Sentence::new("summary-look").with("path", entry.path.as_str());
        messages::note(&words.say(&line.with("why", reasons(words, entry).join("; "))));
    }
}

/// The account as one line.
pub(super) fn said_account(words: &Words, account: &Account) -> String {
    let mut parts = vec![words.say(&Sentence::new("batch-found").with("files", account.found))];
    for (state, files) in account.states().filter(|(_, files)| *files > 0) {
        let id = format!("batch-count-{}", <&str>::from(state).replace('_', "-"));
        parts.push(words.say(&Sentence::new(id).with("files", files)));
    }
    if account.open() > 0 {
        parts.push(words.say(&Sentence::new("batch-count-open").with("files", account.open())));
    }
    parts.join(", ")
}

/// All that needs a look, worst first.
fn worst(entries: &[Entry]) -> Vec<&Entry> {
    let mut worst: Vec<&Entry> = entries.iter().filter(|entry| entry.weight() > 0).collect();
    worst.sort_by(|a, b| b.weight().cmp(&a.weight()).then_with(|| a.path.cmp(&b.path)));
    worst
}

fn totals(words: &Words, entries: &[Entry]) -> String {
    let sum = |of: fn(&Entry) -> usize| entries.iter().map(of).sum::<usize>();
    let line = Sentence::new("summary-totals")
        .with("documents", sum(|entry| (entry.documents as usize).saturating_sub(entry.repeats.len())))
        .with("pages", sum(|entry| entry.figures.pages as usize))
        .with("words", sum(|entry| entry.figures.doubtful as usize))
        .with("fields", sum(|entry| entry.figures.unread.len()));
    let repeats = sum(|entry| entry.repeats.len());
    if repeats == 0 {
        return words.say(&line);
    }
    format!("{}; {}", words.say(&line), words.say(&Sentence::new("summary-repeats").with("count", repeats)))
}

/// Why an entry needs a look.
fn reasons(words: &Words, entry: &Entry) -> Vec<String> {
    let mut reasons = Vec::new();
    let Figures { words: all, doubtful, unread, places, .. } = &entry.figures;
    if let Some((_, said)) = &entry.error {
        reasons.push(said.clone());
    }
    if entry.state == State::Secret {
        reasons.push(words.text("batch-state-secret"));
    }
    for place in places {
        let label = code(words, place);
        let said = match place.page {
            Some(page) => words.say(&Sentence::new("summary-page").with("page", page).with("what", label)),
            None => label,
        };
        if !reasons.contains(&said) {
            reasons.push(said);
        }
    }
    if *doubtful > 0 {
        let line = Sentence::new("summary-doubtful").with("count", *doubtful).with("words", *all);
        reasons.push(words.say(&line));
    }
    // In the words in which `read` says it.
    let field = |unread: &Unread| {
        let name = words.text(&format!("summary-field-{}", unread.name));
        let state = doubt::state_of(unread.status).map(|state| words.text(state));
        state.map_or(name.clone(), |state| {
            words.say(&Sentence::new("field-state").with("field", name).with("state", state))
        })
    };
    let mut fields: Vec<String> = unread.iter().map(field).collect();
    fields.dedup();
    if !fields.is_empty() {
        reasons.push(words.say(&Sentence::new("summary-unread").with("fields", fields.join(", "))));
    }
    for first in &entry.repeats {
        reasons.push(words.say(&Sentence::new("summary-repeat").with("first", first.as_str())));
    }
    if !entry.left.is_empty() {
        reasons.push(words.say(&Sentence::new("summary-left").with("pages", array(&entry.left))));
    }
    if !entry.cuts.is_empty() {
        let pages: Vec<String> = entry.cuts.iter().map(ToString::to_string).collect();
        reasons.push(words.say(&Sentence::new("summary-cuts").with("pages", pages.join(", "))));
    }
    reasons
}

/// The state of a file, and whether an earlier run came to it.
fn said_state(words: &Words, entry: &Entry) -> String {
    let state = words.text(&format!("batch-state-{}", <&str>::from(entry.state).replace('_', "-")));
    match (entry.when, entry.state) {
        (When::Before, State::Damaged | State::SetApart | State::Secret) => {
            words.say(&Sentence::new("batch-as-before").with("state", state))
        }
        _ => state,
    }
}

/// What a warning or a check is about, in a few words.
fn code(words: &Words, place: &Place) -> String {
    words.text(&format!("summary-{}", place.code.replace(['.', '_'], "-")))
}

/// The page.
struct Page<'a> {
    words: &'a Words,
    folder: &'a Path,
    path: &'a Path,
}

impl Page<'_> {
    fn html(&self, account: &Account, entries: &[Entry]) -> String {
        let words = self.words;
        let title = words.text("summary-title");
        let mut html = format!(
            "{SUMMARY}<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src \
             'unsafe-inline'\">\n<title>{1}</title>\n<style>{STYLE}</style></head>\n<body>\n<h1>{1}</h1>\n<p>{2}</p>\n<p>{3}</p>\n",
            words.text("summary-language"),
            escaped(&title),
            escaped(&said_account(words, account)),
            escaped(&totals(words, entries)),
        );
        let worst = worst(entries);
        if worst.is_empty() {
            let _ = writeln!(html, "<p>{}</p>", escaped(&words.text("summary-nothing")));
        } else {
            let head = |id: &str| format!("<th>{}</th>", escaped(&words.text(id)));
            let heads = ["summary-head-file", "summary-head-state", "summary-head-why", "summary-head-place"];
            let _ = writeln!(html, "<table>\n<tr>{}</tr>", heads.map(head).concat());
            for (at, entry) in worst.iter().take(ROWS).enumerate() {
                html += &self.row(entry, at < CROPS);
            }
            html += "</table>\n";
            if worst.len() > ROWS {
                let more = Sentence::new("batch-look-more").with("count", worst.len() - ROWS);
                let _ = writeln!(html, "<p>{}</p>", escaped(&words.say(&more)));
            }
        }
        html + "</body></html>\n"
    }

    fn row(&self, entry: &Entry, shows: bool) -> String {
        let scan = self.folder.join(&entry.path);
        let link = match path_from(self.path, &scan) {
            Some(path) => format!("<a href=\"{}\">{}</a>", escaped(&encoded(&path)), escaped(&entry.path)),
            None => escaped(&entry.path),
        };
        let mut links = link;
        let records = entry.results.iter().filter(|result| result.ends_with(".json")).count();
        for (at, result) in entry.results.iter().enumerate().take(RESULTS) {
            let label = match Form::of_file(Path::new(result)).filter(|form| *form != Form::Json) {
                Some(form) => form.to_string(),
                None if records > 1 => format!("{} {}", self.words.text("summary-record"), at + 1),
                None => self.words.text("summary-record"),
            };
            let _ = write!(links, "<br><a href=\"{}\">{}</a>", escaped(&encoded(result)), escaped(&label));
        }
        if entry.results.len() > RESULTS {
            links += "<br>…";
        }
        let state = <&str>::from(entry.state).replace('_', "-");
        let reasons: Vec<String> = reasons(self.words, entry).iter().map(|reason| escaped(reason)).collect();
        // Of a secret document nothing is shown.
        let picture =
            (shows && entry.state != State::Secret).then(|| picture(&scan, &entry.figures.places)).flatten();
        let picture = picture.map_or_else(String::new, |data| format!("<img alt=\"\" src=\"{data}\">"));
        format!(
            "<tr class=\"{state}\"><td>{links}</td><td>{}</td><td>{}</td><td>{picture}</td></tr>\n",
            escaped(&said_state(self.words, entry)),
            reasons.join("<br>"),
        )
    }
}

/// The picture of the first place that has one; of a page without a place all of it.
fn picture(path: &Path, places: &[Place]) -> Option<String> {
    let place = places.iter().find(|place| place.page.is_some())?;
    if path.metadata().ok().filter(|there| there.is_file())?.len() > LARGEST {
        return None;
    }
    let scan: Scan = scan::open(path, fs::read(path).ok()?, &Config::default().scan).ok()?;
    let index = PageIndex(place.page?.checked_sub(1)?);
    let shown = if index.0 < scan.page_count() { scan.shown(index)? } else { return None };
    crop(shown, &Affine(place.to_source?), place.place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Check;
    use crate::record::Status;
    use crate::warning::Code;
    use crate::words::Language;

    fn entry(path: &str, state: State) -> Entry {
        let figures = Figures {
            pages: 2,
            words: 100,
            doubtful: 7,
            unread: vec![Unread { name: "number".to_owned(), status: Status::Handwritten }],
            places: vec![Place {
                code: "page.damaged".to_owned(),
                page: Some(2),
                place: None,
                to_source: None,
            }],
        };
        Entry {
            path: path.to_owned(),
            state,
            error: None,
            documents: 1,
            figures,
            cuts: vec![3],
            left: vec![5, 6],
            repeats: vec!["a.pdf".to_owned()],
            results: vec![format!("{path}.json")],
            when: When::Now,
        }
    }

    #[test]
    fn the_page_is_whole_in_both_languages_and_loads_nothing() {
        for language in [Language::English, Language::Vietnamese] {
            let words = Words::of(language);
            let page = Page { words, folder: Path::new("scans"), path: Path::new("out/summary.html") };
            let mut failed = entry("b<1>.pdf", State::Failed);
            failed.error = Some(("empty".to_owned(), "b<1>.pdf is empty".to_owned()));
            let html = page.html(&Account::new(2), &[entry("a & b.pdf", State::Done), failed]);
            assert!(
                html.find("b&lt;1&gt;.pdf").unwrap() < html.find("a &amp; b.pdf").unwrap(),
                "worst first: {html}"
            );
            for network in ["http:", "https:", "src=\"/", "url("] {
                assert!(!html.contains(network), "{network}: {html}");
            }
            let none = page.html(&Account::new(0), &[]);
            assert!(none.contains(&words.text("summary-nothing")), "{none}");
            let number = words.text("summary-field-number");
            let by_hand = words.text("state-handwritten");
            assert!(html.contains(&format!("{number} ({by_hand})")), "{html}");
            // Two files that each hold one document, which is another's.
            let said = words.say(&Sentence::new("summary-repeat").with("first", "a.pdf"));
            assert!(html.contains(&said), "{html}");
            assert!(html.contains(&words.say(&Sentence::new("summary-repeats").with("count", 2))), "{html}");
        }
    }

    #[test]
    fn every_code_and_field_has_its_words() {
        use strum::VariantArray;
        for language in [Language::English, Language::Vietnamese] {
            let words = Words::of(language);
            let codes = Code::VARIANTS.iter().map(|code| serde_json::to_value(code).unwrap());
            let codes = codes.map(|code| code.as_str().unwrap().to_owned());
            for code in codes.chain(Check::VARIANTS.iter().map(|check| <&str>::from(*check).to_owned())) {
                let place = Place { code, page: None, place: None, to_source: None };
                assert!(!super::code(words, &place).is_empty(), "{place:?}");
            }
            for name in Figures::FIELDS {
                assert!(!words.text(&format!("summary-field-{name}")).is_empty());
            }
        }
    }
}
