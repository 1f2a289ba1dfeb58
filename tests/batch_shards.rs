//! A batch over many machines: `vanthu plan`, `vanthu batch --plan`, `vanthu merge`, and what lies in `deploy/`.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{Vanthu, root};

const TEXT: &str = "Giao So Noi vu chu tri, bao cao truoc ngay 15/12/2031.\n";

fn records(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn shards_of_a_plan_make_the_whole_and_the_merge_says_what_is_missing() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans")).unwrap();
    for number in 0..12 {
        vanthu.file(&format!("scans/{number}.txt"), TEXT.repeat(number + 1));
    }
    vanthu.file("scans/empty.pdf", "");
    let planned = vanthu.run([
        "plan",
        "scans",
        "--out",
        "out",
        "--shards",
        "4",
        "-o",
        "plan.json",
        "--name",
        "{file}-x",
    ]);
    assert_eq!(planned.code, Some(0), "{}", planned.stderr);
    assert_eq!(planned.stdout, "sbatch --array=1-4 deploy/slurm-array.sh plan.json\n");
    assert_eq!(planned.stderr, "planned: 13 documents in 4 shards, plan.json\n");
    let again = vanthu.run(["plan", "scans", "--out", "out", "--shards", "4", "-o", "plan.json"]);
    assert_eq!(again.code, Some(5), "a plan is not replaced");
    // What comes after the plan is of no shard.
    vanthu.file("scans/late.txt", TEXT);
    let shard = |part: &str| vanthu.run(["batch", "--plan", "plan.json", "--shard", part, "--quiet"]);
    for part in ["1/4", "2/4", "4/4"] {
        let ran = shard(part);
        assert_eq!(ran.code, Some(0), "files that fail are told by the merge: {}", ran.stderr);
    }
    let merge = || vanthu.run(["merge", "plan.json"]);
    let missing = merge();
    assert_eq!(missing.stdout, "sbatch --array=3 deploy/slurm-array.sh plan.json\n");
    assert!(missing.stderr.contains("not at their end: 1 shards: 3\n"), "{}", missing.stderr);
    assert!(matches!(missing.code, Some(1 | 6)), "{missing:?}");
    assert_eq!(shard("3/4").code, Some(0));
    let merged = merge();
    assert_eq!((merged.stdout.as_str(), merged.code), ("", Some(6)), "{}", merged.stderr);
    assert!(merged.stderr.contains("13 files found, 12 done, 1 failed\n"), "{}", merged.stderr);
    let summary = fs::read_to_string(vanthu.path("out/summary.html")).unwrap();
    assert!(summary.contains("empty.pdf is empty") && summary.contains("12 documents"), "{summary}");
    assert!(!summary.contains("http:") && !summary.contains("https:"), "it needs no network");
    // The options of the plan hold, and the records are those of a run on one machine.
    assert_eq!(
        vanthu.run(["batch", "scans", "--out", "alone", "--name", "{file}-x", "--quiet"]).code,
        Some(6)
    );
    let (mut alone, shards) = (records(&vanthu.path("alone")), records(&vanthu.path("out")));
    alone.retain(|(name, _)| name != "late-x.json");
    assert!(shards.len() == 12 && alone == shards, "the same bytes");
    // Requeued, a shard does nothing twice.
    let log = vanthu.run(["batch", "--plan", "plan.json", "--shard", "3/4", "--json-log", "--quiet"]).stdout;
    let states: BTreeSet<String> = log
        .lines()
        .filter_map(|line| Some(serde_json::from_str::<Value>(line).unwrap()["state"].as_str()?.to_owned()))
        .collect();
    assert!(states.iter().all(|state| state == "skipped" || state == "failed"), "{log}");
}

#[test]
fn a_shard_refuses_another_program() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans")).unwrap();
    vanthu.file("scans/a.txt", TEXT);
    assert_eq!(
        vanthu.run(["plan", "scans", "--out", "out", "--shards", "2", "-o", "plan.json"]).code,
        Some(0)
    );
    let plan = fs::read_to_string(vanthu.path("plan.json")).unwrap();
    let value: Value = serde_json::from_str(&plan).unwrap();
    let shard = |plan: &str, part: &str| vanthu.run(["batch", "--plan", plan, "--shard", part]);
    for (key, said) in [("executable", "another version of vanthu"), ("model", "other dictionaries")] {
        vanthu.file("other.json", plan.replace(value[key].as_str().unwrap(), "0123456789ab"));
        let refused = shard("other.json", "1/2");
        assert_eq!(refused.code, Some(8), "{}", refused.stderr);
        assert!(refused.stderr.contains(said), "{}", refused.stderr);
    }
    assert_eq!(shard("plan.json", "1/3").code, Some(8));
    vanthu.file("none.json", "{}");
    assert_eq!(shard("none.json", "1/2").code, Some(8));
    assert_eq!(vanthu.run(["batch", "--plan", "plan.json"]).code, Some(2), "a part has to be named");
    assert!(!vanthu.path("out/a.txt.json").exists());
}

/// A file of the plan that is gone or has other bytes fails with words of its own, and so does its shard.
#[test]
fn what_was_planned_has_to_be_there() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans/p")).unwrap();
    for name in ["a.txt", "b.txt", "c.txt"] {
        vanthu.file(&format!("scans/{name}"), TEXT);
    }
    let plan = ["plan", "scans", "--out", "out", "--shards", "1", "-o", "plan.json"];
    assert_eq!(vanthu.run(plan).code, Some(0));
    fs::remove_file(vanthu.path("scans/a.txt")).unwrap();
    vanthu.file("scans/b.txt", TEXT.replace("15", "16"));
    let shard = || vanthu.run(["batch", "--plan", "plan.json", "--shard", "1/1"]);
    for _ in 0..2 {
        let ran = shard();
        assert_eq!(ran.code, Some(9), "{}", ran.stderr);
        for said in
            ["scans/a.txt is gone since the plan was made", "scans/b.txt has changed since the plan was made"]
        {
            assert!(ran.stderr.contains(said), "{}", ran.stderr);
        }
    }
    assert_eq!(records(&vanthu.path("out")).len(), 1, "the other file was read, and nothing else");
    assert_eq!(vanthu.run(["merge", "plan.json"]).code, Some(9));
    vanthu.file("scans/a.txt", TEXT).file("scans/b.txt", TEXT);
    let ran = shard();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(vanthu.run(["merge", "plan.json"]).code, Some(0));
}

fn deploy(name: &str) -> String {
    fs::read_to_string(root().join("deploy").join(name)).unwrap()
}

/// Every command that the files of `deploy/` name is one, and has the options that they give it.
#[test]
fn commands_of_deployment_are_there() {
    let vanthu = Vanthu::new();
    let mut seen = 0;
    for name in
        ["slurm-array.sh", "kubernetes-job.yaml", "Containerfile", "vanthu-watch.service", "package.sh"]
    {
        for line in deploy(name).lines() {
            let line = line.replace("\"$vanthu\"", "vanthu").replace("/usr/bin/vanthu", "vanthu");
            let mut words = line.split_whitespace().skip_while(|word| *word != "vanthu").skip(1).peekable();
            let commands = ["plan", "batch", "merge", "manual", "completions", "config", "read"];
            let Some(command) = words.next_if(|word| commands.contains(word)) else { continue };
            let help = vanthu.run([command, "--help"]);
            assert_eq!(help.code, Some(0), "{name}: {line}");
            for option in words.filter(|word| word.starts_with("--")) {
                assert!(
                    help.stdout.contains(&format!("{option} "))
                        || help.stdout.contains(&format!("{option}\n")),
                    "{name}: vanthu {command} has no {option}"
                );
            }
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen} commands were found");
}

#[test]
fn scripts_and_manifests_are_well_formed() {
    for (shell, name) in [("bash", "slurm-array.sh"), ("sh", "package.sh")] {
        let status = Command::new(shell).arg("-n").arg(root().join("deploy").join(name)).status().unwrap();
        assert!(status.success(), "{name}");
    }
    // Where a parser is at hand it says more than the lines below.
    let parser = "import sys, yaml; job = yaml.safe_load(open(sys.argv[1])); spec = job['spec']; \
                  assert spec['completionMode'] == 'Indexed' and spec['podReplacementPolicy'] == 'Failed'; \
                  rules = spec['podFailurePolicy']['rules']; \
                  assert [rule['action'] for rule in rules] == ['FailIndex', 'Ignore']; \
                  assert 8 in rules[0]['onExitCodes']['values']; \
                  shards = spec['completions']; \
                  assert f'))/{shards}' in spec['template']['spec']['containers'][0]['args'][0]";
    let has_parser =
        Command::new("python3").args(["-c", "import yaml"]).output().is_ok_and(|ran| ran.status.success());
    if has_parser {
        let job = root().join("deploy/kubernetes-job.yaml");
        let parsed = Command::new("python3").args(["-c", parser]).arg(job).output().unwrap();
        assert!(parsed.status.success(), "{}", String::from_utf8_lossy(&parsed.stderr));
    }
    for line in deploy("kubernetes-job.yaml").lines().filter(|line| !line.trim_start().starts_with('#')) {
        assert!(!line.contains('\t') && (line.len() - line.trim_start().len()) % 2 == 0, "{line}");
    }
    let unit = deploy("vanthu-watch.service");
    let mut section = None;
    for line in unit.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[') {
            Some(name) => section = name.strip_suffix(']'),
            None => assert!(section.is_some() && line.contains('='), "{line}"),
        }
    }
    assert_eq!(section, Some("Install"));
}

/// The script for Slurm, with a program and a Slurm that write down how they were called.
#[test]
fn a_task_of_the_array_reads_its_shard() {
    let vanthu = Vanthu::new();
    vanthu.file("plan.json", "{\n  \"format\": \"vanthu.plan\",\n  \"shards\": 2500,\n  \"files\": []\n}\n");
    for (name, code) in [("vanthu", "${CODE:-0}"), ("scontrol", "0")] {
        vanthu.file(name, format!("#!/bin/sh\necho {name} \"$@\" >> calls\nexit {code}\n"));
        fs::set_permissions(vanthu.path(name), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let task = |code: &str, variables: &[(&str, &str)]| {
        let mut command = Command::new("bash");
        command.arg(root().join("deploy/slurm-array.sh")).arg("plan.json").current_dir(vanthu.path("."));
        command.env("PATH", format!("{}:/usr/bin:/bin", vanthu.path(".").display())).env("CODE", code);
        command
            .env("SLURM_ARRAY_JOB_ID", "77")
            .env("SLURM_CPUS_PER_TASK", "2")
            .envs(variables.iter().copied());
        let code = command.status().unwrap().code();
        let calls = fs::read_to_string(vanthu.path("calls")).unwrap_or_default();
        let _ = fs::remove_file(vanthu.path("calls"));
        (code, calls)
    };
    let shard = |number: u32| format!("vanthu batch --plan plan.json --shard {number}/2500 --jobs 2\n");
    let fourth = ("SLURM_ARRAY_TASK_ID", "4");
    assert_eq!(task("0", &[fourth]), (Some(0), shard(4)));
    assert_eq!(task("0", &[fourth, ("VANTHU_OFFSET", "2000")]), (Some(0), shard(2004)));
    assert_eq!(
        task("0", &[("SLURM_ARRAY_TASK_ID", "501"), ("VANTHU_OFFSET", "2000")]),
        (Some(0), String::new())
    );
    for code in [8, 9] {
        let ran = task(&code.to_string(), &[fourth]);
        assert_eq!(ran, (Some(code), shard(4)), "another try will not help");
    }
    assert_eq!(task("5", &[fourth]), (Some(5), shard(4) + "scontrol requeue 77_4\n"));
    assert_eq!(task("5", &[fourth, ("SLURM_RESTART_COUNT", "3")]), (Some(5), shard(4)), "not for ever");
}

#[test]
#[ignore = "packs the programs, which takes a minute"]
fn the_package_holds_all_that_an_office_needs() {
    let tools = ["dpkg-deb", "dpkg", "strip", "ldd"];
    let has = |tool: &&str| {
        Command::new("sh")
            .args(["-c", &format!("command -v {tool}")])
            .output()
            .is_ok_and(|ran| ran.status.success())
    };
    if !tools.iter().all(has) {
        return;
    }
    let vanthu = Vanthu::new();
    let programs = Path::new(env!("CARGO_BIN_EXE_vanthu")).parent().unwrap();
    if !programs.join("vanthu-ocr").exists() {
        return;
    }
    let out = vanthu.path("package");
    let built =
        Command::new("sh").arg(root().join("deploy/package.sh")).arg(programs).arg(&out).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let package = String::from_utf8(built.stdout).unwrap();
    let list = Command::new("dpkg-deb").args(["-c", package.trim()]).output().unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    for path in [
        "usr/bin/vanthu",
        "usr/bin/vanthu-ocr",
        "usr/share/man/man1/vanthu-batch.1.gz",
        "usr/share/man/vi/man1/vanthu-plan.1.gz",
        "usr/share/bash-completion/completions/vanthu",
        "usr/lib/systemd/system/vanthu-watch.service",
        "usr/share/doc/vanthu/vanthu.toml.example",
        "usr/share/doc/vanthu/deploy/slurm-array.sh",
    ] {
        assert!(list.contains(&format!("./{path}\n")), "{path} is not in the package: {list}");
    }
    let about = Command::new("dpkg-deb").args(["-f", package.trim(), "Depends"]).output().unwrap();
    let about = String::from_utf8(about.stdout).unwrap();
    assert!(about.contains("libtesseract5") && about.contains("tesseract-ocr-vie"), "{about}");
    let example = fs::read_to_string(out.join("tree/usr/share/doc/vanthu/vanthu.toml.example")).unwrap();
    assert!(example.lines().all(|line| line.is_empty() || line.starts_with('#')), "{example}");
}
