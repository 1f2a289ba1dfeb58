//! Broken, hostile and unusual files, one of each kind, kept beside the documents of the evaluation.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{Vanthu, cases, ran};

/// What must come of a file.
struct Case {
    /// Its folder.
    name: &'static str,
    /// Exit code.
    code: i32,
    /// Codes of warnings of each page; for a file that is refused, what is said.
    says: &'static [&'static [&'static str]],
    /// Fewest words on each page.
    words: &'static [u64],
}

/// Files that are read; warnings that say nothing of damage are left out.
const READ: &[Case] = &[
    Case { name: "hostile-jpeg-cut", code: 1, says: &[&["page.damaged"]], words: &[50] },
    Case { name: "hostile-negative", code: 0, says: &[&[]], words: &[100] },
    Case {
        name: "hostile-pdf-cut",
        code: 1,
        says: &[&[], &["page.damaged"], &["page.damaged"]],
        words: &[110, 0, 0],
    },
    Case { name: "hostile-pdf-form-bomb", code: 1, says: &[&["page.damaged"]], words: &[0] },
    Case {
        name: "hostile-pdf-one-page-too-large",
        code: 1,
        says: &[&[], &["page.unread"], &[]],
        words: &[80, 0, 80],
    },
    Case { name: "hostile-pdf-picture-cut", code: 1, says: &[&["page.damaged"]], words: &[70] },
    Case { name: "hostile-pdf-portfolio", code: 0, says: &[&["page.blank"]], words: &[0] },
    Case { name: "hostile-pdf-unknown-filter", code: 1, says: &[&["page.damaged"]], words: &[0] },
    Case { name: "hostile-text-windows-1258", code: 0, says: &[&["page.old_encoding"]], words: &[8] },
    Case { name: "hostile-tiff-cut", code: 1, says: &[&["page.damaged"]], words: &[110] },
    Case { name: "hostile-tiff-fax-204x98", code: 0, says: &[&[]], words: &[100] },
    Case { name: "hostile-tiff-g3", code: 0, says: &[&[]], words: &[110] },
    Case {
        name: "hostile-tiff-page-of-unknown-compression",
        code: 1,
        says: &[&[], &["page.unread"], &[]],
        words: &[110, 0, 110],
    },
    Case { name: "hostile-tiff-palette", code: 0, says: &[&[]], words: &[110] },
    Case { name: "hostile-tiff-thumbnail", code: 0, says: &[&[]], words: &[110] },
];

/// Files that are refused, and a part of what is said.
const REFUSED: &[Case] = &[Case {
    name: "hostile-rtf",
    code: 4,
    says: &[&["is RTF, which is not read", "as PDF or text"]],
    words: &[],
}];

/// Warnings that tell of lost or converted text.
const TOLD: [&str; 5] = ["page.damaged", "page.unread", "page.blank", "page.no_words", "page.old_encoding"];

fn input(folder: &Path) -> std::path::PathBuf {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.file_stem().is_some_and(|stem| stem == "input"));
    files.pop().unwrap()
}

#[test]
#[ignore = "needs tesseract"]
fn files_of_every_kind_give_what_is_expected_of_them() {
    let Some(cases) = cases() else { return };
    let mut wrong = Vec::new();
    for case in READ {
        let file = input(&cases.join(case.name));
        let ran = Vanthu::new().run(["read".as_ref(), "--brief".as_ref(), file.as_os_str()]);
        let Ok(record) = serde_json::from_str::<Value>(&ran.stdout) else {
            wrong.push(format!("{}: no record: {}", case.name, ran.stderr));
            continue;
        };
        let pages = record["pages"].as_array().unwrap();
        let says: Vec<Vec<&str>> = pages
            .iter()
            .map(|page| {
                let codes = page["warnings"].as_array().unwrap().iter().filter_map(Value::as_str);
                codes.filter(|code| TOLD.contains(code)).collect()
            })
            .collect();
        let words: Vec<u64> = pages.iter().map(|page| page["words"].as_u64().unwrap()).collect();
        let enough =
            words.len() == case.words.len() && words.iter().zip(case.words).all(|(w, least)| w >= least);
        if ran.code != Some(case.code) || says != case.says || !enough {
            wrong.push(format!("{}: {:?} {says:?} {words:?}: {}", case.name, ran.code, ran.stderr));
        }
    }
    for case in REFUSED {
        let file = input(&cases.join(case.name));
        let ran = Vanthu::new().run(["read".as_ref(), file.as_os_str()]);
        let said = case.says.iter().flat_map(|all| *all).all(|part| ran.stderr.contains(part));
        if ran.code != Some(case.code) || !said {
            wrong.push(format!("{}: {:?} {}", case.name, ran.code, ran.stderr));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn passwords_are_taken_as_people_store_them() {
    let Some(cases) = cases() else { return };
    for name in ["hostile-password-file-with-bom", "hostile-password-of-the-owner"] {
        let folder = cases.join(name);
        let mut passwords: Vec<_> =
            fs::read_to_string(folder.join("passwords.txt")).unwrap().lines().map(str::to_owned).collect();
        passwords.push("another".to_owned());
        let config = vanthu::config::ScanConfig { passwords, ..vanthu::config::Config::default().scan };
        let file = input(&folder);
        let opened = vanthu::scan::open(&file, fs::read(&file).unwrap(), &config);
        assert!(opened.is_ok(), "{name}: {:?}", opened.err());
    }
}

#[test]
#[ignore = "needs tesseract"]
fn files_that_are_made_by_a_script_stay_within_their_limits() {
    let Some(cases) = cases() else { return };
    let bin = Path::new(env!("CARGO_BIN_EXE_vanthu")).parent().unwrap().to_owned();
    let path = std::env::join_paths(
        std::iter::once(bin).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    )
    .unwrap();
    for (name, record) in [("hostile-flate-bomb", "bomb.json"), ("hostile-one-long-line", "long.json")] {
        let vanthu = Vanthu::new();
        let script = input(&cases.join(name));
        let mut command = Command::new("sh");
        command.arg(script).env("PATH", &path).current_dir(vanthu.path(""));
        let ran = ran(&command.output().unwrap());
        let record = fs::read_to_string(vanthu.path(record)).unwrap();
        assert!(serde_json::from_str::<Value>(&record).is_ok(), "{name}: {} {}", ran.stdout, ran.stderr);
    }
}

/// Damage that is said of a whole file makes its numbers unsure for nothing.
#[test]
fn no_document_of_the_evaluation_is_called_damaged() {
    let Some(eval) = crate::support::eval() else { return };
    let mut wrong = Vec::new();
    for scan in crate::support::documents(&eval).iter().filter_map(|folder| crate::support::scan_of(folder)) {
        let config = vanthu::config::Config::default().scan;
        let opened = vanthu::scan::open(&scan, fs::read(&scan).unwrap(), &config).unwrap();
        // The first and the last page, which also tells whether the list of pages breaks off.
        let mut pages = vec![0, opened.page_count() - 1];
        pages.dedup();
        for page in pages {
            let made = opened.page(vanthu::geometry::PageIndex(page)).unwrap();
            let damage =
                made.warnings.iter().filter(|w| w.doubt.code() == vanthu::warning::Code::PageDamaged);
            wrong.extend(damage.map(|warning| {
                format!("{}: {}", scan.display(), vanthu::words::Words::english().warning(warning))
            }));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
