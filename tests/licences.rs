//! What stands below us keeps to `deny.toml`: licences, banned crates, where crates come from. No network, nothing to install.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::support::root;

/// `deny.toml` by `section.key`. Its values are written as JSON writes them, one a line.
fn rules() -> BTreeMap<String, Value> {
    let text = fs::read_to_string(root().join("deny.toml")).unwrap();
    let mut section = String::new();
    let mut rules = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name.to_owned();
        } else {
            let (key, value) = line.split_once(" = ").unwrap_or_else(|| panic!("deny.toml: {line}"));
            let value = serde_json::from_str(value).unwrap_or_else(|e| panic!("deny.toml: {line}: {e}"));
            rules.insert(format!("{section}.{key}"), value);
        }
    }
    rules
}

/// All crates that are built on this machine, those of tests and build scripts too.
fn packages() -> Vec<Value> {
    let output = |command: &mut Command| {
        let output = command.current_dir(root()).output().unwrap();
        assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let about = output(Command::new("rustc").arg("-vV"));
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--offline", "--locked", "--format-version", "1", "--all-features"]);
    let all: Value = serde_json::from_str(&output(cargo.args(["--filter-platform", host]))).unwrap();
    all["packages"].as_array().unwrap().clone()
}

/// Whether a licence expression (SPDX; `/` is an old way to write `OR`) can be met with the allowed licences alone.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let met = any_of(&words, &mut at, allowed);
    assert_eq!(at, words.len(), "not an expression of licences: {expression}");
    met
}

fn any_of(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let mut met = all_of(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all_of(words, at, allowed);
    }
    met
}

fn all_of(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let word = words.get(*at).copied().unwrap_or_default();
    *at += 1;
    if word == "(" {
        let met = any_of(words, at, allowed);
        assert_eq!(words.get(*at), Some(&")"), "{words:?}");
        *at += 1;
        return met;
    }
    if words.get(*at) == Some(&"WITH") {
        let with = format!("{word} WITH {}", words.get(*at + 1).copied().unwrap_or_default());
        *at += 2;
        return allowed.contains(&with.as_str());
    }
    allowed.contains(&word)
}

#[test]
fn every_crate_keeps_to_deny_toml() {
    let mut rules = rules();
    let mut rule = |key: &str| rules.remove(key).unwrap_or_else(|| panic!("deny.toml has no {key}"));
    let allowed = rule("licenses.allow");
    let allowed: Vec<&str> = allowed.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    let banned = rule("bans.deny");
    let banned: Vec<&str> = banned.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    // What these say is what is checked below; another word would need another check.
    assert_eq!(rule("bans.multiple-versions"), "allow");
    assert_eq!(rule("bans.wildcards"), "deny");
    assert_eq!(rule("sources.unknown-registry"), "deny");
    assert_eq!(rule("sources.unknown-git"), "deny");
    assert!(rules.is_empty(), "rules that are not checked: {rules:?}");

    let mut wrong = Vec::new();
    let packages = packages();
    assert!(packages.len() > 100, "only {} crates", packages.len());
    for package in &packages {
        let name = format!("{} {}", package["name"].as_str().unwrap(), package["version"].as_str().unwrap());
        match package["license"].as_str() {
            Some(licence) if is_allowed(licence, &allowed) => {}
            Some(licence) => wrong.push(format!("{name} has the licence {licence}")),
            None => wrong.push(format!("{name} does not say its licence")),
        }
        if banned.contains(&package["name"].as_str().unwrap()) {
            wrong.push(format!("{name} is banned"));
        }
        let is_ours = package["name"] == "vanthu";
        match package["source"].as_str() {
            Some("registry+https://github.com/rust-lang/crates.io-index") => {}
            None if is_ours => {}
            other => wrong.push(format!("{name} comes from {other:?}")),
        }
        for dependency in package["dependencies"].as_array().unwrap().iter().filter(|_| is_ours) {
            if dependency["req"] == "*" {
                wrong.push(format!("{name} takes any version of {}", dependency["name"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn licences_are_understood() {
    let allowed = ["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"];
    for hit in ["MIT", "GPL-3.0 OR MIT", "GPL-3.0/MIT", "(GPL-3.0 OR MIT) AND Unicode-3.0"] {
        assert!(is_allowed(hit, &allowed), "{hit}");
    }
    assert!(is_allowed("Apache-2.0 WITH LLVM-exception OR GPL-3.0", &allowed));
    for miss in ["GPL-3.0", "MIT AND GPL-3.0", "Apache-2.0", "GPL-3.0 OR MIT AND GPL-2.0", "GPL-3.0 WITH MIT"]
    {
        assert!(!is_allowed(miss, &allowed), "{miss}");
    }
}
