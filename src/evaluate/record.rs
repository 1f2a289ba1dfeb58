//! Which findings of a record are right.

use serde_json::{Map, Value, json};

use crate::evaluate::fields::{self, Checks, WHETHER};
use crate::evaluate::header::{self, HeaderScore, Sure};
use crate::evaluate::pairs::{Confidence, F1, Verdict, pair};
use crate::evaluate::similarity::{
    self, at, bounds, list, name_f1, names, overlap, period, says_something, text,
};

/// Findings of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct KindScore {
    /// Name of the list in the record: `targets`, `deadlines`, `assignments`, `references`.
    pub kind: &'static str,
    /// How many were found. Those that the truth calls doubtful count neither way.
    pub rate: F1,
    /// For each attribute, in how many of the `rate.right` pairs it is right.
    pub attributes: Vec<(&'static str, usize)>,
}

impl KindScore {
    /// Share of the pairs in which an attribute is right, 0 to 1; `None` when there is no pair.
    pub fn share(&self, right: usize) -> Option<f64> {
        (self.rate.right > 0).then(|| right as f64 / self.rate.right as f64)
    }
}

/// How a record compares with the truth.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordScore {
    /// Targets, deadlines, assignments, references, in this order.
    pub kinds: Vec<KindScore>,
    /// Header fields that the truth gives.
    pub fields: Checks,
    /// The same fields by how honestly they were given, where the truth has nothing but them.
    pub header: Option<HeaderScore>,
    /// Recipients, where the truth gives them.
    pub recipients: Option<F1>,
    /// The emulation movement, where the truth says whether there is one.
    pub emulation: Option<Checks>,
    /// Header fields that were given as sure, and those of them that are wrong.
    pub sure: Sure,
    /// How stated confidence compares with what was right, over header fields and findings.
    pub confidence: Confidence,
    /// The first mistakes: findings missed, wrong, with a wrong attribute, kind by kind; then fields.
    pub mistakes: Vec<String>,
}

/// Whether an attribute of an expected finding is the same in the one found.
type IsRight = fn(&Value, &Value) -> bool;

/// What makes a finding of one kind the same as another, and what is compared once they are paired.
struct FindingKind {
    name: &'static str,
    similarity: fn(&Value, &Value) -> f64,
    attributes: &'static [(&'static str, IsRight)],
}

const KINDS: [FindingKind; 4] = [
    FindingKind {
        name: "targets",
        similarity: similarity::target,
        attributes: &[
            ("comparison", |e, f| same(e, f, "comparison") && same(e, f, "direction")),
            ("period", |e, f| bounds(text(e, "period")) == period(f)),
            ("indicator", |e, f| overlap(text(e, "indicator"), text(f, "indicator")) >= 0.8),
        ],
    },
    FindingKind {
        name: "deadlines",
        similarity: similarity::deadline,
        attributes: &[("bound", |e, f| {
            !says_something(at(e, "due")) || at(e, "bound") == at(at(f, "due"), "bound")
        })],
    },
    FindingKind {
        name: "assignments",
        similarity: similarity::assignment,
        attributes: &[
            ("lead", |e, f| all_bodies(e, f, "lead")),
            ("support", |e, f| all_bodies(e, f, "support")),
        ],
    },
    FindingKind {
        name: "references",
        similarity: similarity::reference,
        attributes: &[("date", |e, f| same(e, f, "date"))],
    },
];

fn same(e: &Value, f: &Value, key: &str) -> bool {
    at(e, key) == at(f, key)
}

fn all_bodies(e: &Value, f: &Value, key: &str) -> bool {
    name_f1(&names(list(e, key)), &names(list(f, key))) >= 1.0
}

/// Compares a record with the truth (`expected.json`); lists at most `show` mistakes.
pub fn score(expected: &Value, record: &Value, show: usize) -> RecordScore {
    let (mut mistakes, mut confidence) = (Vec::new(), Confidence::default());
    if header::is_alone(expected) {
        let header = header::score(expected, record, &mut mistakes);
        mistakes.truncate(show);
        let doubtful = list(expected, "doubtful_fields").iter().any(|field| field == "recipients");
        let given = !doubtful && says_something(at(at(expected, "document"), "recipients"));
        let recipients = if given { fields::recipients(expected, record) } else { None };
        let (kinds, fields, sure) = (Vec::new(), Checks::default(), Sure::of(&header));
        let header = Some(header);
        return RecordScore {
            kinds,
            fields,
            header,
            recipients,
            emulation: None,
            sure,
            confidence,
            mistakes,
        };
    }
    let kinds =
        KINDS.iter().map(|kind| kind.score(expected, record, &mut mistakes, &mut confidence)).collect();
    let fields = fields::score(expected, record, &mut mistakes, &mut confidence);
    mistakes.truncate(show);
    RecordScore {
        kinds,
        fields,
        header: None,
        recipients: fields::recipients(expected, record),
        emulation: fields::emulation(expected, record),
        sure: Sure::of(&header::score(expected, record, &mut Vec::new())),
        confidence,
        mistakes,
    }
}

/// What an entry of the truth a finding is.
#[cfg(feature = "train")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Met {
    /// The entry of this index.
    Entry(usize),
    /// One that another finding is already, and more alike.
    Again,
    /// None.
    Nothing,
}

/// What each of some findings of a kind is in the truth: pairs as for scoring, sure and doubtful entries together.
#[cfg(feature = "train")]
pub(crate) fn paired(kind: &str, truth: &[Value], found: &[Value]) -> Vec<Met> {
    let Some(kind) = KINDS.iter().find(|k| k.name == kind) else { return vec![Met::Nothing; found.len()] };
    let mut met: Vec<Met> = found
        .iter()
        .map(|f| match truth.iter().any(|e| (kind.similarity)(e, f) > 0.0) {
            true => Met::Again,
            false => Met::Nothing,
        })
        .collect();
    for (entry, at) in pair(truth, found, |e, f| (kind.similarity)(e, f)) {
        met[at] = Met::Entry(entry);
    }
    met
}

impl FindingKind {
    fn score(
        &self,
        expected: &Value,
        record: &Value,
        mistakes: &mut Vec<String>,
        confidence: &mut Confidence,
    ) -> KindScore {
        let all: Vec<&Value> = list(expected, self.name).iter().collect();
        let found: Vec<&Value> = list(record, self.name).iter().collect();
        let alike = |e: &&Value, f: &&Value| (self.similarity)(e, f);
        let is_doubtful = |e: &Value| says_something(at(e, "doubtful"));

        // What pairs with a doubtful entry counts neither way.
        let mut counted = vec![true; found.len()];
        for (i, j) in pair(&all, &found, alike) {
            counted[j] = !is_doubtful(all[i]);
        }
        let sure: Vec<&Value> = all.into_iter().filter(|e| !is_doubtful(e)).collect();
        let found: Vec<&Value> =
            found.into_iter().zip(counted).filter_map(|(f, counts)| counts.then_some(f)).collect();

        let pairs = pair(&sure, &found, alike);
        let (mut hit, mut right) = (vec![false; sure.len()], vec![false; found.len()]);
        for (i, j) in &pairs {
            (hit[*i], right[*j]) = (true, true);
        }
        for (e, _) in sure.iter().zip(&hit).filter(|(_, hit)| !**hit) {
            mistakes.push(format!("{}: missed: {}", self.name, shown(e, &["quote"])));
        }
        for (f, right) in found.iter().zip(right) {
            if !right {
                mistakes.push(format!("{}: wrong: {}", self.name, shown(f, &["quote", "symbol"])));
            }
            if let Some(stated) = at(f, "confidence").as_f64() {
                confidence.add(stated, Verdict::from(right));
            }
        }
        let mut attributes: Vec<(&'static str, usize)> =
            self.attributes.iter().map(|(name, _)| (*name, 0)).collect();
        for (i, j) in &pairs {
            for ((name, is_right), (_, count)) in self.attributes.iter().zip(&mut attributes) {
                if is_right(sure[*i], found[*j]) {
                    *count += 1;
                } else {
                    mistakes.push(format!("{}: {name} differs: {}", self.name, shown(sure[*i], &["quote"])));
                }
            }
        }
        KindScore { kind: self.name, rate: F1::new(pairs.len(), sure.len(), found.len()), attributes }
    }
}

/// The first of some texts that a finding has; all of it when it has none.
fn shown(finding: &Value, keys: &[&str]) -> String {
    let first = keys.iter().map(|key| text(finding, key)).find(|text| !text.is_empty());
    first.map_or_else(|| finding.to_string(), str::to_owned)
}

impl RecordScore {
    /// As `score.py` prints it.
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        if let Some(header) = &self.header {
            out.extend(object(header.to_json()));
            if let Some(recipients) = self.recipients {
                out.insert("recipients".to_owned(), json!(recipients));
            }
            out.insert("mistakes".to_owned(), json!(self.mistakes));
            return out.into();
        }
        for kind in &self.kinds {
            let mut rates = object(json!(kind.rate));
            rates.extend(
                kind.attributes.iter().map(|(name, right)| ((*name).to_owned(), json!(kind.share(*right)))),
            );
            out.insert(kind.kind.to_owned(), rates.into());
        }
        let counts = |checks: &Checks| object(json!({"right": checks.right(), "of": checks.of()}));
        let named = |checks: &Checks| {
            let shown = checks.named.clone().into_iter().filter(|(name, _)| *name != WHETHER);
            shown.map(|(name, right)| (name.to_owned(), Value::from(right))).collect::<Vec<_>>()
        };
        let mut fields = counts(&self.fields);
        fields.insert("accuracy".to_owned(), self.fields.accuracy().into());
        fields.extend(named(&self.fields));
        out.insert("fields".to_owned(), fields.into());
        if let Some(recipients) = self.recipients {
            out.insert("recipients".to_owned(), json!(recipients));
        }
        if let Some(emulation) = &self.emulation {
            let mut all = counts(emulation);
            all.extend(named(emulation));
            out.insert("emulation".to_owned(), all.into());
        }
        out.insert("mistakes".to_owned(), json!(self.mistakes));
        out.into()
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        other => Map::from_iter([("value".to_owned(), other)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(indicator: &str, value: i64) -> Value {
        json!({"quote": format!("{indicator} đạt {value}%"), "indicator": indicator, "comparison": "equal",
            "value": value, "unit": "%", "period": "2025"})
    }

    fn found(indicator: &str, value: i64, confidence: f64) -> Value {
        json!({"quote": format!("{indicator} đạt {value}%"), "indicator": indicator, "comparison": "equal",
            "direction": null, "value": value, "value_max": null, "unit": "%", "confidence": confidence,
            "period": {"from": "2025-01-01", "to": "2025-12-31", "written": "năm 2025"}})
    }

    #[test]
    fn targets_counted_by_hand() {
        let mut doubtful = target("Tỷ lệ đô thị hóa", 40);
        doubtful["doubtful"] = json!(true);
        let mut at_least = found("Tỷ lệ che phủ rừng", 60, 0.8);
        at_least["comparison"] = json!("at_least");
        let expected = json!({"targets": [target("Tỷ lệ hộ nghèo", 4), target("Tỷ lệ che phủ rừng", 60), doubtful,
            target("Tỷ lệ học sinh đến trường", 99)]});
        // One right, one with a wrong comparison, one that is doubtful, one wrong.
        let record = json!({"targets": [found("Tỷ lệ hộ nghèo", 4, 0.97), at_least, found("Tỷ lệ đô thị hóa", 40, 0.9),
            found("Tỷ lệ xã đạt chuẩn", 70, 0.96)]});
        let score = score(&expected, &record, 9);
        let targets = &score.kinds[0];
        assert_eq!(targets.rate, F1::new(2, 3, 3));
        assert_eq!(targets.attributes, [("comparison", 1), ("period", 2), ("indicator", 2)]);
        assert_eq!(score.confidence, Confidence { values: 3, right: 2, sure: 2, sure_right: 1 });
        assert_eq!(
            score.mistakes,
            [
                "targets: missed: Tỷ lệ học sinh đến trường đạt 99%",
                "targets: wrong: Tỷ lệ xã đạt chuẩn đạt 70%",
                "targets: comparison differs: Tỷ lệ che phủ rừng đạt 60%",
            ]
        );
    }

    #[test]
    fn an_assignment_without_its_lead_is_another() {
        let expected = json!({"assignments": [{"quote": "Sở Nội vụ chủ trì tổng hợp báo cáo", "lead": ["Sở Nội vụ"],
            "support": ["Sở Tài chính"], "task": "tổng hợp báo cáo"}]});
        let record = |lead: &str| {
            json!({"assignments": [{"quote": "Sở Nội vụ chủ trì tổng hợp báo cáo", "task": "tổng hợp báo cáo",
                "lead": [{"written": lead}], "support": []}]})
        };
        let right = &score(&expected, &record("Sở Nội vụ"), 0).kinds[2];
        assert_eq!((right.rate.right, &right.attributes[..]), (1, &[("lead", 1), ("support", 0)][..]));
        assert_eq!(score(&expected, &record("Sở Y tế"), 0).kinds[2].rate.right, 0);
    }

    #[test]
    fn an_empty_record_has_nothing_right() {
        let expected = json!({"targets": [target("Tỷ lệ hộ nghèo", 4)], "document": {"kind": "Kế hoạch", "place": null},
            "emulation": null});
        let json = score(&expected, &json!({}), 9).to_json();
        assert_eq!(json["targets"]["f1"], 0.0);
        assert_eq!(json["targets"]["period"], Value::Null);
        assert_eq!(json["deadlines"]["f1"], 1.0);
        assert_eq!(
            json["fields"],
            json!({"right": 1, "of": 2, "accuracy": 0.5, "kind": false, "place": true})
        );
        assert_eq!(json["emulation"], json!({"right": 1, "of": 1}));
    }
}
