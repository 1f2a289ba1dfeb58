//! Signs that the house is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;
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

/// The code of a file without its tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.split("\n#[cfg(test)]\nmod tests").next().unwrap().to_owned()
}

/// Compares what was counted in each file with a list of today's exceptions, which may only shrink: a file that has fewer
/// is to be listed with fewer, a file that has none is to leave the list, and none may have more.
#[track_caller]
fn only_exceptions(what: &str, listed: &[(&str, usize)], count: impl Fn(&str) -> usize) {
    let src = root().join("src");
    let counted: Vec<(String, usize)> = sources()
        .iter()
        .map(|path| (path.strip_prefix(&src).unwrap().display().to_string(), count(&code(path))))
        .filter(|(_, count)| *count > 0)
        .collect();
    let listed: Vec<(String, usize)> =
        listed.iter().map(|(file, count)| ((*file).to_owned(), *count)).collect();
    let more: Vec<_> = counted.iter().filter(|entry| !listed.contains(entry)).collect();
    let gone: Vec<_> = listed.iter().filter(|entry| !counted.contains(entry)).collect();
    assert!(more.is_empty() && gone.is_empty(), "{what}: there are {more:?}, and listed are {gone:?}");
}

/// Bytes of a line of code, and alternatives of a pattern: beyond these it is a list of words, which belongs into a
/// dictionary where a reader who does not program can mend it.
const LONG_LINE: usize = 160;
const MANY_ALTERNATIVES: usize = 8;

#[test]
fn no_line_of_code_is_over_160_bytes() {
    only_exceptions("lines of over 160 bytes", &LONG_LINES, |code| {
        let of_code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        of_code.filter(|line| line.len() > LONG_LINE).count()
    });
}

#[test]
fn no_pattern_has_over_8_alternatives() {
    only_exceptions("patterns of over 8 alternatives", &LARGE_PATTERNS, |code| {
        literals(code).iter().filter(|text| alternatives(text) > MANY_ALTERNATIVES).count()
    });
}

/// The texts in quotes of some code, as they stand there, without their quotes.
fn literals(code: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(['/', '"', '\'']) {
        let from = &rest[at..];
        let hashes = rest[..at].bytes().rev().take_while(|byte| *byte == b'#').count();
        let is_raw = rest[..at - hashes].ends_with('r');
        rest = if from.starts_with("//") {
            from.find('\n').map_or("", |end| &from[end..])
        } else if let Some(text) = from.strip_prefix('"') {
            let close = if is_raw { format!("\"{}", "#".repeat(hashes)) } else { "\"".to_owned() };
            let end = (text.match_indices(&close).map(|(end, _)| end))
                .find(|end| {
                    is_raw || text[..*end].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0
                })
                .unwrap_or(text.len());
            all.push(&text[..end]);
            text.get(end + close.len()..).unwrap_or_default()
        } else if let Some(letter) = from.strip_prefix('\'') {
            // A character, or a lifetime.
            let mut after = letter.chars();
            match (after.next(), after.next()) {
                (Some('\\'), Some(_)) => after.as_str().split_once('\'').map_or("", |(_, rest)| rest),
                (Some(_), Some('\'')) => after.as_str(),
                _ => letter,
            }
        } else {
            &from[1..]
        };
    }
    all
}

/// How many alternatives a pattern has, in all its groups together: bars outside of character classes, and one.
fn alternatives(pattern: &str) -> usize {
    let (mut bars, mut in_class, mut escaped) = (0, false, false);
    for c in pattern.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '|' if !in_class => bars += 1,
            _ => {}
        }
    }
    bars + 1
}

#[test]
fn literals_and_alternatives_are_counted() {
    let code = r####"let a = "x|y"; // "no"
        let b = r"\d|[|]"; let c = 'a'; let d: &'static str = r#"say "so"|z"#; let e = '"'; let f = "\"|"; '\''; "g""####;
    assert_eq!(literals(code), ["x|y", r"\d|[|]", r#"say "so"|z"#, r#"\"|"#, "g"]);
    assert_eq!(["x|y", r"\d|[|]", r"a\|b", "(a|b)(c|d)"].map(alternatives), [2, 2, 1, 3]);
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
fn readme_shows_the_example_that_runs() {
    let library = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let lines = library.lines().map(|line| line.trim_start_matches("//!").trim_start_matches(' '));
    let example: Vec<&str> = lines
        .skip_while(|line| *line != "```")
        .skip(1)
        .take_while(|line| !line.starts_with("# Ok"))
        .collect();
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let shown: Vec<&str> = readme
        .lines()
        .skip_while(|line| *line != "```rust")
        .skip(1)
        .take_while(|line| *line != "```")
        .map(str::trim_start)
        .collect();
    assert!(example.len() > 5);
    assert_eq!(shown, example);
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

/// A file of the library and what it imports.
struct File {
    /// From the top: `["scan", "pdf"]`; of `scan/mod.rs` it is `["scan"]`.
    module: Vec<String>,
    /// Paths in its code but for its tests, from the top, each as long as it was written.
    imports: Vec<Vec<String>>,
}

impl File {
    fn read(path: &Path) -> File {
        let inside = path.strip_prefix(root().join("src")).unwrap().with_extension("");
        let mut module: Vec<String> =
            inside.components().map(|part| part.as_os_str().to_str().unwrap().to_owned()).collect();
        module.retain(|part| part != "mod");
        let text = fs::read_to_string(path).unwrap();
        let code: String = (text.split("\n#[cfg(test)]\n").next().unwrap().lines())
            .filter(|line| !line.trim_start().starts_with("//"))
            .map(|line| format!("{line}\n"))
            .collect();
        let imports = paths(&code).iter().filter_map(|path| from_top(path, &module)).collect();
        File { module, imports }
    }
}

/// The paths that begin with `crate`, `super` or `self`, those in braces one by one.
fn paths(code: &str) -> Vec<String> {
    let start = Regex::new(r"\b(?:crate|super|self)::").unwrap();
    let mut all = Vec::new();
    for found in start.find_iter(code) {
        // The second word of `super::super::` is part of the first's path.
        if !code[..found.start()].ends_with("::") {
            spread("", &code[found.start()..], &mut all);
        }
    }
    all
}

/// Adds the paths that a text begins with to `all`, each behind `before`; gives what follows them.
fn spread<'a>(before: &str, text: &'a str, all: &mut Vec<String>) -> &'a str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
    let path = format!("{before}{}", &text[..end]);
    let Some(mut rest) = text[end..].strip_prefix('{') else {
        all.push(path);
        return &text[end..];
    };
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        match rest.strip_prefix('}') {
            Some(after) => return after,
            None if rest.is_empty() => return rest,
            None => rest = spread(&path, rest, all),
        }
        // `as` and the name after it.
        rest = rest.trim_start_matches(|c| c != ',' && c != '}');
    }
}

/// A path as written in a module, from the top of the library.
fn from_top(path: &str, module: &[String]) -> Option<Vec<String>> {
    let mut top = module.to_vec();
    let mut rest = Vec::new();
    for part in path.split("::").filter(|part| !part.is_empty()) {
        match part {
            "crate" => top.clear(),
            "super" => drop(top.pop()?),
            "self" => {}
            _ => rest.push(part.to_owned()),
        }
    }
    top.extend(rest);
    Some(top)
}

fn library() -> Vec<File> {
    let mut files: Vec<File> = sources().iter().map(|path| File::read(path)).collect();
    files.retain(|file| !matches!(file.module[0].as_str(), "lib" | "main" | "bin"));
    files
}

#[test]
fn a_module_imports_only_what_stands_before_it() {
    let list = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let order: Vec<&str> =
        list.lines().filter_map(|line| line.split_once("mod ")?.1.strip_suffix(';')).collect();
    let place = |name: &str| {
        order.iter().position(|other| *other == name).unwrap_or_else(|| panic!("lib.rs does not list {name}"))
    };
    let mut wrong = Vec::new();
    for file in library() {
        let own = place(&file.module[0]);
        for import in file.imports.iter().filter(|import| !import.is_empty() && place(&import[0]) > own) {
            wrong.push(format!("{} imports {}", file.module.join("::"), import.join("::")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let library = library();
    let index: BTreeMap<&[String], usize> =
        library.iter().enumerate().map(|(at, file)| (file.module.as_slice(), at)).collect();
    // For each file those that it imports. That a folder's `mod.rs` names what its own files hold is no import: it
    // is how they are reached.
    let below: Vec<BTreeSet<usize>> = (library.iter().enumerate())
        .map(|(at, file)| {
            let named = file.imports.iter().filter_map(|path| {
                (1..=path.len()).rev().find_map(|length| index.get(&path[..length]).copied())
            });
            named.filter(|other| *other != at && !library[*other].module.starts_with(&file.module)).collect()
        })
        .collect();
    // Files that import nothing of what is left are taken away; what stays is circles and what stands on them.
    let mut left: BTreeSet<usize> = (0..library.len()).collect();
    while let Some(at) = left.iter().copied().find(|at| below[*at].is_disjoint(&left)) {
        left.remove(&at);
    }
    let stuck: Vec<String> = left.iter().map(|at| library[*at].module.join("::")).collect();
    assert!(stuck.is_empty(), "in circles, or above them: {stuck:#?}");
}

#[test]
fn paths_are_found_however_they_are_written() {
    let code = "use super::{a::B, c as d, e::{self, F}};\nuse crate::g::h;\nfn f() { super::super::i::j() }";
    assert_eq!(
        paths(code),
        ["super::a::B", "super::c", "super::e::self", "super::e::F", "crate::g::h", "super::super::i::j"]
    );
    let module = ["x".to_owned(), "y".to_owned()];
    assert_eq!(from_top("super::super::i::j", &module), Some(vec!["i".to_owned(), "j".to_owned()]));
    assert_eq!(from_top("super::e::self", &module), Some(vec!["x".to_owned(), "e".to_owned()]));
}

#[test]
fn dictionaries_are_compiled_in_at_one_place() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let named = text.contains("include_str!(") || text.contains("include_bytes!(");
        // Sentences, and what forms look like.
        let others = [
            "src/words/mod.rs",
            "export/profile.rs",
            "export/page/mod.rs",
            "export/printed.rs",
            "cli/summary.rs",
        ];
        let other = others.iter().any(|other| path.ends_with(other));
        assert!(!named || other || path.ends_with("lexicon/files.rs"), "{} includes a file", path.display());
    }
}

/// Lines of over 160 bytes that stand today, by file.
const LONG_LINES: [(&str, usize); 29] = [
    ("document/column.rs", 1),
    ("document/laid_table.rs", 1),
    ("extract/agency/class.rs", 2),
    ("extract/agency/mod.rs", 1),
    ("extract/agency/place.rs", 1),
    ("extract/agency_entry.rs", 1),
    ("extract/agency_words.rs", 9),
    ("extract/assignment/enforcers.rs", 1),
    ("extract/assignment/support.rs", 3),
    ("extract/attribute.rs", 1),
    ("extract/columns.rs", 1),
    ("extract/date.rs", 2),
    ("extract/deadline/bracketed.rs", 1),
    ("extract/deadline/dated.rs", 2),
    ("extract/deadline/event.rs", 2),
    ("extract/deadline/recurring.rs", 9),
    ("extract/deadline/relative.rs", 1),
    ("extract/duty.rs", 1),
    ("extract/emulation/lists.rs", 1),
    ("extract/fixture.rs", 1),
    ("extract/purpose.rs", 2),
    ("extract/quantity.rs", 5),
    ("extract/target/clause.rs", 6),
    ("extract/target/counted.rs", 2),
    ("extract/target/listed.rs", 3),
    ("extract/target/period.rs", 1),
    ("extract/target/stated.rs", 5),
    ("extract/target/table.rs", 1),
    ("scan/old_encoding/table.rs", 1),
];

/// Patterns of over 8 alternatives that stand today, by file.
const LARGE_PATTERNS: [(&str, usize); 32] = [
    ("document/column.rs", 3),
    ("document/effective.rs", 1),
    ("document/halves.rs", 1),
    ("document/laid_table.rs", 1),
    ("extract/agency/class.rs", 4),
    ("extract/agency/mod.rs", 1),
    ("extract/agency/place.rs", 1),
    ("extract/agency_entry.rs", 2),
    ("extract/agency_words.rs", 9),
    ("extract/assignment/support.rs", 3),
    ("extract/attribute.rs", 1),
    ("extract/columns.rs", 1),
    ("extract/context.rs", 1),
    ("extract/date.rs", 1),
    ("extract/deadline/bracketed.rs", 1),
    ("extract/deadline/dated.rs", 3),
    ("extract/deadline/event.rs", 1),
    ("extract/deadline/recurring.rs", 11),
    ("extract/deadline/relative.rs", 1),
    ("extract/duty.rs", 1),
    ("extract/emulation/lists.rs", 1),
    ("extract/emulation/time.rs", 1),
    ("extract/purpose.rs", 3),
    ("extract/quantity.rs", 10),
    ("extract/target/clause.rs", 6),
    ("extract/target/counted.rs", 2),
    ("extract/target/listed.rs", 4),
    ("extract/target/mod.rs", 1),
    ("extract/target/period.rs", 2),
    ("extract/target/share.rs", 3),
    ("extract/target/stated.rs", 3),
    ("extract/target/table.rs", 3),
];
