//! Signs that the house is kept.

use std::fs;
use std::path::{Path, PathBuf};

use strum::VariantArray;

use crate::support::root;

/// All files under a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all.sort();
    all
}

fn sources() -> Vec<PathBuf> {
    let mut all = files(&root().join("src"));
    all.retain(|path| path.extension().is_some_and(|e| e == "rs"));
    all
}

/// Lines before the tests of a file that are neither blank nor comment.
fn code_lines(text: &str) -> usize {
    text.split("\n#[cfg(test)]\nmod tests")
        .next()
        .unwrap()
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//"))
        .count()
}

#[test]
fn no_file_is_over_500_lines_of_code() {
    let long: Vec<String> = sources()
        .iter()
        .map(|path| (path, code_lines(&fs::read_to_string(path).unwrap())))
        .filter(|(_, lines)| *lines > 500)
        .map(|(path, lines)| format!("{} has {lines}", path.display()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn every_file_says_what_it_does() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} does not begin with `//! `", path.display());
    }
}

#[test]
fn the_pipeline_is_short() {
    let text = fs::read_to_string(root().join("src/pipeline.rs")).unwrap();
    assert!(code_lines(&text) < 80, "src/pipeline.rs has {} lines of code", code_lines(&text));
}

#[test]
fn every_warning_is_documented() {
    let page = fs::read_to_string(root().join("docs/warnings.md")).unwrap();
    for code in vanthu::warning::Code::VARIANTS {
        let name = serde_json::to_value(code).unwrap();
        let name = name.as_str().unwrap();
        assert!(page.contains(&format!("`{name}`")), "docs/warnings.md does not explain {name}");
    }
}

#[test]
fn every_error_is_documented() {
    let page = fs::read_to_string(root().join("docs/errors.md")).unwrap();
    for code in vanthu::error::Code::VARIANTS {
        let name: &str = code.into();
        assert!(page.contains(&format!("\n| `{name}` |")), "docs/errors.md does not explain {name}");
    }
}

#[test]
fn every_setting_is_documented() {
    let page = fs::read_to_string(root().join("docs/settings.md")).unwrap();
    let code = fs::read_to_string(root().join("src/cli/settings.rs")).unwrap();
    let names: Vec<&str> = code
        .lines()
        .filter_map(|line| line.trim().strip_prefix("(\"")?.split_once("\", Kind::"))
        .map(|(n, _)| n)
        .collect();
    assert!(names.len() > 5, "{names:?}");
    for name in names {
        assert!(page.contains(&format!("\n| `{name}` |")), "docs/settings.md does not explain {name}");
    }
}
