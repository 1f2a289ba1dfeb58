//! The renderer's hard set: a document drawn with one defect of scans at a time, and with all together.

use std::path::Path;

use serde_json::Value;
use vanthu::evaluate::text;
use vanthu::synth::hard;

use crate::support::{record, root, scan_of};

/// A defect, the least share of right syllables, and what must have been put right: quarters, then degrees.
struct Case {
    name: &'static str,
    floor: f64,
    turned: u64,
    skew: f64,
    /// How far the skew that was taken out of a page may be from it.
    within: f64,
}

const fn case(name: &'static str, floor: f64) -> Case {
    Case { name, floor, turned: 0, skew: 0.0, within: 0.101 }
}

/// A selection of the table in `docs/reading.md` that is read in a minute; each floor stands a little under what was
/// reached, and only rises.
const CASES: [Case; 22] = [
    case("100-dpi", 0.98),
    case("150-dpi-bilevel", 0.98),
    Case { skew: 3.0, ..case("skew-3", 0.985) },
    Case { skew: -7.0, ..case("skew-7", 0.98) },
    case("border", 0.98),
    case("jpeg", 0.98),
    case("speckle", 0.975),
    case("faint-ink", 0.98),
    case("arrival", 0.98),
    case("red-seal", 0.98),
    case("black-seal", 0.985),
    case("urgency", 0.98),
    case("portal", 0.965),
    case("streak", 0.975),
    case("streak-pale", 0.98),
    // A long streak draws the slope of one of its pages after it, by 0.6 degrees.
    Case { within: 0.601, ..case("streak-slant", 0.98) },
    case("form", 0.98),
    case("arrival-beside", 0.98),
    case("phone-72", 0.98),
    Case { turned: 270, ..case("turned-90", 0.98) },
    Case { turned: 180, ..case("turned-180", 0.98) },
    Case { turned: 90, ..case("turned-270", 0.98) },
];

#[test]
#[ignore = "needs tesseract, fonts-texgyre and fonts-freefont-ttf"]
fn text_of_hard_scans() {
    let out = tempfile::tempdir().unwrap();
    let wanted = |name: &str| CASES.iter().any(|case| case.name == name);
    let sample = root().join("samples/ct-phan-cong");
    hard::draw_some(&sample, wanted, out.path(), Path::new("/usr/share/fonts")).unwrap();
    let mut wrong = Vec::new();
    for case in &CASES {
        let folder = out.path().join(case.name);
        let record: Value = serde_json::from_str(&record(&scan_of(&folder).unwrap())).unwrap();
        let lines =
            record["text"].as_array().unwrap().iter().flat_map(|page| page["lines"].as_array().unwrap());
        let read: String = lines.map(|line| line["text"].as_str().unwrap().to_owned() + "\n").collect();
        let truth = std::fs::read_to_string(folder.join("text.txt")).unwrap();
        let right = text::score(&truth, &read, 0).syllables.accuracy;
        if right < case.floor {
            wrong.push(format!("{}: {right:.4} is under the floor of {}", case.name, case.floor));
        }
        for page in record["pages"].as_array().unwrap() {
            let (turned, skew) = (page["turned"].as_u64().unwrap(), page["skew"].as_f64().unwrap());
            if turned != case.turned || (skew - case.skew).abs() > case.within {
                wrong.push(format!("{}: turned by {turned}, skew of {skew} taken out", case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
