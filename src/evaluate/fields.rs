//! Header fields, recipients and the emulation movement of a record against the truth.

use serde_json::Value;

use crate::evaluate::pairs::{Confidence, F1, Verdict, pair};
use crate::evaluate::similarity::{
    at, contains, list, list_f1, norm, overlap, says_something, symbol_key, text,
};

/// The fields that the truth may give, in the order of the page.
const FIELDS: [&str; 8] = ["kind", "number", "symbol", "parent_body", "issuer", "place", "date", "subject"];

/// A list of named yes-or-no questions about a record, in a fixed order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checks {
    /// Each question, and whether the record has it right.
    pub named: Vec<(&'static str, bool)>,
}

impl Checks {
    /// How many are right.
    pub fn right(&self) -> usize {
        self.named.iter().filter(|(_, right)| *right).count()
    }

    /// How many there are.
    pub fn of(&self) -> usize {
        self.named.len()
    }

    /// Share of right ones, 0 to 1; 0 when there are none.
    pub fn accuracy(&self) -> f64 {
        self.right() as f64 / self.of().max(1) as f64
    }
}

/// The value of a header field, with or without its status around it.
pub(super) fn value<'a>(record: &'a Value, name: &str) -> &'a Value {
    let field = at(at(record, "document"), name);
    if field.get("status").is_some() { at(field, "value") } else { field }
}

fn status<'a>(record: &'a Value, name: &str) -> &'a str {
    text(at(at(record, "document"), name), "status")
}

/// Compares the header fields that the truth gives. Mistakes are appended to `mistakes`, stated confidence is counted
/// for fields that have a value.
pub(super) fn score(
    expected: &Value,
    record: &Value,
    mistakes: &mut Vec<String>,
    confidence: &mut Confidence,
) -> Checks {
    let truth = at(expected, "document");
    let mut checks = Checks::default();
    let mut note = |name: &'static str, want: &Value, right: bool| {
        let got = value(record, name);
        if !right {
            mistakes.push(format!("document.{name}: expected {want}, found {got}"));
        }
        let stated = at(at(at(record, "document"), name), "confidence").as_f64();
        if let Some(stated) = stated.filter(|_| says_something(got)) {
            confidence.add(stated, Verdict::from(right));
        }
        checks.named.push((name, right));
    };
    for name in FIELDS {
        if let Some(want) = truth.get(name) {
            note(name, want, is_right(name, want, truth, record));
        }
    }
    if let Some(want) = truth.get("signer") {
        let got = value(record, "signer");
        let right = match (says_something(want), says_something(got)) {
            (false, false) => true,
            (true, true) => {
                norm(text(want, "name")) == norm(text(got, "name"))
                    && contains(text(want, "title"), text(got, "title")) >= 0.99
            }
            _ => false,
        };
        note("signer", want, right);
    }
    checks
}

fn is_right(name: &str, want: &Value, truth: &Value, record: &Value) -> bool {
    let got = value(record, name);
    let (wanted, given) = (want.as_str().unwrap_or_default(), got.as_str().unwrap_or_default());
    match name {
        "number" | "symbol" | "date" => {
            let (wanted, given) = (symbol_key(wanted), symbol_key(given));
            let told = status(record, name);
            // Nothing stands on the page: the record must say so, not merely leave it out.
            let right = if want.is_null() {
                given.is_empty() && ["absent", "blank", "unreadable"].contains(&told)
            } else {
                wanted == given
            };
            let by_hand =
                ["handwritten", "blank", "partial"].contains(&text(truth, &format!("{name}_status")));
            // Honest about handwriting: the status says so, and nothing is given beyond what is printed.
            let honest = [text(truth, &format!("{name}_status")), "handwritten", "partial", "unreadable"]
                .contains(&told)
                && wanted.starts_with(&given);
            right || (by_hand && honest)
        }
        "subject" if wanted.is_empty() => !says_something(got),
        "subject" => overlap(wanted, given) >= 0.95,
        _ => norm(wanted) == norm(given),
    }
}

/// Pairs the recipients; `None` when the truth does not give them.
pub(super) fn recipients(expected: &Value, record: &Value) -> Option<F1> {
    let written = |item: &Value| norm(item.as_str().unwrap_or(text(item, "written")));
    let want: Vec<String> =
        at(at(expected, "document"), "recipients").as_array()?.iter().map(written).collect();
    let got = value(record, "recipients").as_array();
    let got: Vec<String> = got.into_iter().flatten().map(written).collect();
    let alike = |a: &String, b: &String| Some(overlap(a, b)).filter(|score| *score >= 0.8).unwrap_or(0.0);
    Some(F1::new(pair(&want, &got, alike).len(), want.len(), got.len()))
}

/// Compares the emulation movement; `None` when the truth says nothing about one. Where one of both has none, there
/// is one question only: whether there is one.
pub(super) fn emulation(expected: &Value, record: &Value) -> Option<Checks> {
    let e = expected.get("emulation")?;
    let f = at(record, "emulation");
    if e.is_null() || f.is_null() {
        return Some(Checks { named: vec![(WHETHER, e.is_null() && f.is_null())] });
    }
    let alike = |key: &str| match text(e, key) {
        "" => !says_something(at(f, key)),
        wanted => overlap(wanted, text(f, key)) >= 0.8,
    };
    let period = at(f, "period");
    let same_period = match text(e, "period") {
        "" => !says_something(period),
        wanted => contains(wanted, text(period, "written")) >= 0.8,
    };
    let same_list = |key: &str| list_f1(list(e, key), list(f, key)) >= 0.8;
    Some(Checks {
        named: vec![
            ("movement", alike("movement")),
            ("theme", alike("theme")),
            ("period", same_period),
            ("participants", same_list("participants")),
            ("criteria", same_list("criteria")),
        ],
    })
}

/// The one question where the truth or the record has no movement.
pub(super) const WHETHER: &str = "whether";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_and_dates_may_be_honest() {
        struct Case {
            want: Value,
            got: Value,
            right: bool,
        }
        let number =
            |value: Value, status: &str| json!({"document": {"number": {"value": value, "status": status}}});
        let printed = json!({"number": "57", "number_status": "read"});
        let by_hand = json!({"number": "57", "number_status": "handwritten"});
        let none = json!({"number": null, "number_status": "absent"});
        for case in [
            Case { want: printed.clone(), got: number(json!("57"), "read"), right: true },
            Case { want: printed.clone(), got: number(json!("51"), "read"), right: false },
            Case { want: printed, got: number(Value::Null, "handwritten"), right: false },
            Case { want: by_hand.clone(), got: number(Value::Null, "handwritten"), right: true },
            Case { want: by_hand.clone(), got: number(json!("5"), "partial"), right: true },
            Case { want: by_hand.clone(), got: number(json!("51"), "handwritten"), right: false },
            Case { want: by_hand, got: number(Value::Null, "absent"), right: false },
            Case { want: none.clone(), got: number(Value::Null, "absent"), right: true },
            Case { want: none.clone(), got: json!({}), right: false },
            Case { want: none, got: number(json!("1"), "read"), right: false },
        ] {
            let (mut mistakes, mut confidence) = (Vec::new(), Confidence::default());
            let expected = json!({"document": case.want});
            let checks = score(&expected, &case.got, &mut mistakes, &mut confidence);
            assert_eq!(checks.named, [("number", case.right)], "{expected} {}", case.got);
            assert_eq!(mistakes.is_empty(), case.right);
        }
    }

    #[test]
    fn signers_agree_in_name_and_title() {
        let want = json!({"document": {"signer": {"name": "Trần Minh Khôi", "title": "CHỦ TỊCH"}}});
        let check = |got: Value| {
            let got = json!({"document": {"signer": {"value": got, "status": "read", "confidence": 0.97}}});
            let mut confidence = Confidence::default();
            (score(&want, &got, &mut Vec::new(), &mut confidence).right(), confidence.sure)
        };
        assert_eq!(check(json!({"name": "Trần Minh Khôi", "title": "Chủ tịch"})), (1, 1));
        assert_eq!(check(json!({"name": "Trần Minh Khoa", "title": "Chủ tịch"})), (0, 1));
        assert_eq!(check(Value::Null), (0, 0));
    }

    #[test]
    fn recipients_pair_by_their_words() {
        let want = json!({"document": {"recipients": ["Như Điều 3", "Lưu: VT, NC2"]}});
        let got = json!({"document": {"recipients": [{"written": "Lưu VT, NC2"}, "Thường trực Tỉnh ủy"]}});
        assert_eq!(recipients(&want, &got), Some(F1::new(1, 2, 2)));
        assert_eq!(recipients(&json!({}), &got), None);
    }

    #[test]
    fn a_movement_where_there_is_none() {
        let movement = json!({"emulation": {"movement": "thi đua yêu nước", "theme": null, "period": "năm 2025",
            "participants": ["các sở"], "criteria": []}});
        let named = |e: &Value, f: &Value| emulation(e, f).unwrap().named;
        assert_eq!(named(&json!({"emulation": null}), &json!({})), [("whether", true)]);
        assert_eq!(named(&movement, &json!({})), [("whether", false)]);
        let found = json!({"emulation": {"movement": "thi đua yêu nước", "theme": "x",
            "period": {"written": "năm 2025"}, "participants": [{"text": "các sở"}]}});
        assert_eq!(
            named(&movement, &found),
            [
                ("movement", true),
                ("theme", false),
                ("period", true),
                ("participants", true),
                ("criteria", true)
            ]
        );
    }
}
