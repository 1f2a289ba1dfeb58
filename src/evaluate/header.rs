//! Header fields against a truth that gives nothing else (`fields_only`): right, honestly unread, or wrong, and how many of the
//! wrong ones were given as sure. The same as `score.py fields`.

use serde_json::{Value, json};

use crate::evaluate::fields::value;
use crate::evaluate::similarity::{at, contains, list, norm, overlap, says_something, symbol_key, text};

/// The fields that are counted, in the order of the page.
const FIELDS: [&str; 9] =
    ["kind", "number", "symbol", "parent_body", "issuer", "place", "date", "subject", "signer"];

/// A value that is given as read with this confidence or more is taken for sure.
pub const SURE: f64 = 0.9;

/// How a field was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// As it is, or honestly absent.
    Right,
    /// Said to be by hand, partial or unreadable, and nothing false given.
    Honest,
    /// False, or missing without a word.
    Wrong,
}

/// The header fields of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderScore {
    /// Each field that counts, and how it was given.
    pub states: Vec<(&'static str, State)>,
    /// How many values were given as sure.
    pub sure: usize,
    /// Those of them that are wrong.
    pub sure_wrong: Vec<&'static str>,
}

impl HeaderScore {
    /// How many fields were given so.
    pub fn count(&self, state: State) -> usize {
        self.states.iter().filter(|(_, of)| *of == state).count()
    }

    /// As `score.py fields` prints it.
    pub fn to_json(&self) -> Value {
        let name = |state: State| match state {
            State::Right => "right",
            State::Honest => "honest",
            State::Wrong => "wrong",
        };
        let states = self.states.iter().map(|(field, state)| ((*field).to_owned(), name(*state).into()));
        json!({
            "states": Value::Object(states.collect()),
            "sure": self.sure,
            "sure_wrong": self.sure_wrong,
            "right": self.count(State::Right),
            "honest": self.count(State::Honest),
            "of": self.states.len(),
        })
    }
}

/// How many header fields were given as read with a confidence of [`SURE`] or more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sure {
    /// All of them.
    pub given: usize,
    /// Those that are wrong.
    pub wrong: usize,
}

impl Sure {
    pub(super) fn of(header: &HeaderScore) -> Sure {
        Sure { given: header.sure, wrong: header.sure_wrong.len() }
    }

    /// Those of two documents.
    #[must_use]
    pub fn pooled(self, other: Sure) -> Sure {
        Sure { given: self.given + other.given, wrong: self.wrong + other.wrong }
    }
}

/// Whether a truth gives header fields only.
pub(super) fn is_alone(expected: &Value) -> bool {
    says_something(at(expected, "fields_only"))
}

/// Compares the header fields that a truth gives, those left out that it calls doubtful, and the signer where his signature is
/// on a page that is not there. Mistakes are appended to `mistakes`.
pub(super) fn score(expected: &Value, record: &Value, mistakes: &mut Vec<String>) -> HeaderScore {
    let truth = at(expected, "document");
    let doubtful = list(expected, "doubtful_fields");
    let unsigned =
        says_something(at(expected, "signer_absent")) || says_something(at(truth, "signer_absent"));
    let mut score = HeaderScore::default();
    for name in FIELDS {
        let Some(want) = truth.get(name) else { continue };
        if doubtful.iter().any(|field| field == name) || name == "signer" && unsigned {
            continue;
        }
        let field = at(at(record, "document"), name);
        let (got, status) = (value(record, name), text(field, "status"));
        let state = state(name, want, got, status, truth);
        let is_sure = says_something(got)
            && status == "read"
            && at(field, "confidence").as_f64().unwrap_or(0.0) >= SURE;
        score.sure += usize::from(is_sure);
        if state == State::Wrong {
            mistakes.push(format!("document.{name}: expected {want}, found {got} ({status})"));
            if is_sure {
                score.sure_wrong.push(name);
            }
        }
        score.states.push((name, state));
    }
    score
}

fn state(name: &str, want: &Value, got: &Value, status: &str, truth: &Value) -> State {
    let unread = ["handwritten", "partial", "unreadable"].contains(&status);
    let (wanted, given) = (want.as_str().unwrap_or_default(), got.as_str().unwrap_or_default());
    let (right, honest) = match name {
        "signer" => {
            let same_name = norm(text(want, "name")) == norm(text(got, "name"));
            let same_title = contains(text(want, "title"), text(got, "title")) >= 0.99;
            let neither = !says_something(want) && !says_something(got);
            let free = |key: &str| text(got, key).is_empty();
            (neither || same_name && same_title, (free("name") || same_name) && (free("title") || same_title))
        }
        "number" | "symbol" | "date" => {
            let (wanted, given) = (symbol_key(wanted), symbol_key(given));
            let printed = text(truth, &format!("{name}_status")) == "read";
            // Print is not by hand.
            (wanted == given, wanted.starts_with(&given) && !(printed && status == "handwritten"))
        }
        "subject" if wanted.is_empty() => (given.is_empty(), given.is_empty()),
        "subject" => (overlap(wanted, given) >= 0.95, given.is_empty() || contains(wanted, given) >= 0.95),
        _ => (norm(wanted) == norm(given), given.is_empty()),
    };
    match (right, unread && honest) {
        (true, _) => State::Right,
        (false, true) => State::Honest,
        (false, false) => State::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(truth: &Value, field: &str, value: Value, status: &str) -> (State, usize, usize) {
        let record = json!({"document": {field: {"value": value, "status": status, "confidence": 0.95}}});
        let score = score(truth, &record, &mut Vec::new());
        let state = score.states.iter().find(|(name, _)| *name == field).map(|(_, state)| *state);
        (state.unwrap(), score.sure, score.sure_wrong.len())
    }

    #[test]
    fn fields_are_right_honest_or_wrong() {
        let truth = json!({"fields_only": true, "document": {"kind": "Công văn", "number": "57",
            "number_status": "handwritten", "date": "2024-03-05", "date_status": "read", "subject": "V/v trồng rừng",
            "signer": {"name": "Trần An", "title": "GIÁM ĐỐC"}}});
        assert_eq!(of(&truth, "kind", json!("Công văn"), "read"), (State::Right, 1, 0));
        assert_eq!(of(&truth, "kind", json!("Kế hoạch"), "read"), (State::Wrong, 1, 1));
        assert_eq!(of(&truth, "kind", Value::Null, "absent"), (State::Wrong, 0, 0));
        assert_eq!(of(&truth, "kind", Value::Null, "unreadable"), (State::Honest, 0, 0));
        assert_eq!(of(&truth, "number", Value::Null, "handwritten"), (State::Honest, 0, 0));
        assert_eq!(of(&truth, "number", json!("51"), "partial"), (State::Wrong, 0, 0));
        assert_eq!(of(&truth, "date", json!("2024-03"), "partial"), (State::Honest, 0, 0));
        assert_eq!(of(&truth, "date", json!("2024-03"), "handwritten"), (State::Wrong, 0, 0));
        assert_eq!(of(&truth, "subject", json!("V/v trồng"), "partial"), (State::Honest, 0, 0));
        let signer = json!({"name": null, "title": "GIÁM ĐỐC"});
        assert_eq!(of(&truth, "signer", signer, "partial"), (State::Honest, 0, 0));
    }

    #[test]
    fn doubtful_fields_and_signatures_elsewhere_do_not_count() {
        let truth = json!({"document": {"kind": "Công văn", "issuer": "SỞ Y TẾ", "signer": null, "signer_absent": true},
            "doubtful_fields": ["kind"]});
        let score = score(&truth, &json!({}), &mut Vec::new());
        assert_eq!(score.states, [("issuer", State::Wrong)]);
    }
}
