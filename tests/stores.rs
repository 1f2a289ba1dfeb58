//! Batches over a real S3 store: moto's, started for each test, or one whose address is in `VANTHU_S3`.
//!
//! `.ci/checkers` installs moto (`make test-s3`); without it these tests say so and are left out.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::support::{Ran, Vanthu, ran, root};

/// A store with an empty bucket.
struct Store {
    server: Option<Child>,
    endpoint: String,
    python: PathBuf,
    bucket: String,
}

impl Store {
    /// `None` where no server is installed, which is said.
    #[expect(clippy::print_stdout, reason = "a test says what it left out")]
    fn new() -> Option<Store> {
        static BUCKETS: AtomicUsize = AtomicUsize::new(0);
        let bucket = format!("kho-{}-{}", std::process::id(), BUCKETS.fetch_add(1, Ordering::Relaxed));
        let pythons = [root().join("target/checkers/bin/python"), PathBuf::from("python3")];
        let has_moto = |python: &PathBuf| {
            let mut command = Command::new(python);
            command
                .args(["-c", "import boto3, moto.server"])
                .output()
                .is_ok_and(|output| output.status.success())
        };
        let Some(python) = pythons.into_iter().find(has_moto) else {
            println!("skipped: moto (make test-s3)");
            return None;
        };
        // It is read by this test alone, to try another store by hand.
        #[expect(clippy::disallowed_methods, reason = "tests read the environment")]
        let other = std::env::var("VANTHU_S3").ok();
        let (server, endpoint) = match other {
            Some(endpoint) => (None, endpoint),
            None => {
                let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
                let mut server = Command::new(&python);
                server.args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &port.to_string()]);
                server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
                let server = server.spawn().unwrap();
                let is_up = || TcpStream::connect(("127.0.0.1", port)).is_ok();
                let up = (0..600).any(|_| is_up() || (thread::sleep(Duration::from_millis(100)), false).1);
                assert!(up, "moto does not listen");
                (Some(server), format!("http://127.0.0.1:{port}"))
            }
        };
        let store = Store { server, endpoint, python, bucket };
        assert_eq!(store.client(["bucket", &store.bucket]), "");
        Some(store)
    }

    fn environment(&self, command: &mut Command) {
        command.env("AWS_ENDPOINT_URL", &self.endpoint).env("AWS_REGION", "us-east-1");
        command.env("AWS_DEFAULT_REGION", "us-east-1");
        command.env("AWS_ACCESS_KEY_ID", "testing-key").env("AWS_SECRET_ACCESS_KEY", "testing-secret");
        command.env("NO_PROXY", "127.0.0.1");
    }

    fn client<const N: usize>(&self, args: [&str; N]) -> String {
        let mut command = Command::new(&self.python);
        command.arg(root().join("tests/stores/client.py")).args(args);
        self.environment(&mut command);
        let ran = ran(&command.output().unwrap());
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{args:?}");
        ran.stdout
    }

    fn address(&self, key: &str) -> String {
        format!("s3://{}/{key}", self.bucket)
    }

    /// All that is in the bucket, by its key.
    fn all(&self) -> BTreeMap<String, Vec<u8>> {
        let folder = tempfile::tempdir().unwrap();
        self.client(["get", &self.bucket, folder.path().to_str().unwrap()]);
        files(folder.path())
    }

    /// What a clerk's folder would hold: records and lists of them.
    fn results(&self) -> BTreeMap<String, Vec<u8>> {
        results(self.all())
    }

    fn put(&self, folder: &Path) {
        self.client(["put", folder.to_str().unwrap(), &self.bucket]);
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

/// All files below a folder, by their paths in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut waiting, mut all) = (vec![folder.to_owned()], BTreeMap::new());
    while let Some(at) = waiting.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let key = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                all.insert(key, fs::read(path).unwrap());
            }
        }
    }
    all
}

fn results(mut all: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    all.retain(|key, _| {
        key.starts_with("out/.vanthu/lists/") || key.starts_with("out/") && !key.contains(".vanthu")
    });
    all.remove("out/summary.html");
    all.remove("out/cuts.txt");
    all
}

/// The program on one machine of several: each has a state of its own.
fn on(vanthu: &Vanthu, store: &Store, machine: &str, args: &[&str]) -> Command {
    let mut command = vanthu.command(args);
    store.environment(&mut command);
    command.env("XDG_STATE_HOME", vanthu.path(machine));
    command
}

fn run(vanthu: &Vanthu, store: &Store, machine: &str, args: &[&str]) -> Ran {
    ran(&on(vanthu, store, machine, args).output().unwrap())
}

/// States of the files in a log, by their paths; the account is left out.
fn states(ran: &Ran) -> BTreeMap<String, String> {
    let lines = ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let state = |line: Value| Some((line["input"].as_str()?.to_owned(), line["state"].as_str()?.to_owned()));
    lines.filter_map(state).collect()
}

fn letter(number: u32) -> String {
    format!(
        "UY BAN NHAN DAN\nTINH SON HA\nSo: {number}/KH-UBND\nCONG HOA XA HOI CHU NGHIA VIET NAM\n\
         Doc lap - Tu do - Hanh phuc\nSon Ha, ngay 6 thang 3 nam 2031\nKE HOACH\nVe viec kiem tra lan thu {number}\n\
         Giao So Noi vu chu tri, bao cao truoc ngay 15/12/2031.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\
         TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Thử\n"
    )
}

/// Nothing of a store stays on a machine whose work came to its end.
#[track_caller]
fn nothing_is_staged(vanthu: &Vanthu, machine: &str) {
    let left: Vec<String> = files(&vanthu.path(machine).join("vanthu/stores")).into_keys().collect();
    assert!(left.iter().all(|name| name.ends_with("/lock")), "{left:?}");
}

#[test]
fn a_killed_shard_and_its_twin_make_the_records_of_one_machine() {
    let (Some(store), vanthu) = (Store::new(), Vanthu::new()) else { return };
    assert_eq!(store.client(["conditions", &store.bucket]), "", "the store refuses what it is to refuse");
    // The same tree in a folder and in the bucket.
    fs::create_dir_all(vanthu.path("bucket/scans/phòng 2")).unwrap();
    for number in 0..40 {
        let folder = if number % 3 == 0 { "phòng 2/" } else { "" };
        vanthu.file(&format!("bucket/scans/{folder}công văn {number}.txt"), letter(number));
    }
    vanthu.file("bucket/scans/empty.pdf", "").file("bucket/scans/odd #1?%41.txt", letter(99));
    vanthu.file("bucket/scans/secret.txt", format!("MẬT\n{}", letter(98)));
    store.put(&vanthu.path("bucket"));
    let alone = vanthu.run(["batch", "bucket/scans", "--out", "bucket/out", "--quiet"]);
    assert_eq!(alone.code, Some(6), "{}", alone.stderr);
    let expected = results(files(&vanthu.path("bucket")));
    assert_eq!(expected.len(), 41);

    let (scans, out) = (store.address("scans/"), store.address("out"));
    let plan = ["plan", &scans, "--out", &out, "--shards", "2", "-o", "plan.json"];
    let planned = run(&vanthu, &store, "one", &plan);
    assert_eq!(planned.code, Some(0), "{}", planned.stderr);
    assert_eq!(planned.stderr, "planned: 43 documents in 2 shards, plan.json\n");
    nothing_is_staged(&vanthu, "one");
    let text = fs::read_to_string(vanthu.path("plan.json")).unwrap();
    assert!(!text.contains("testing-"), "keys are no part of a plan");

    let shard =
        |part| ["batch", "--plan", "plan.json", "--shard", part, "--json-log", "--quiet", "--jobs", "2"];
    let mut killed = on(&vanthu, &store, "one", &shard("1/2")).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(killed.stdout.take().unwrap()).lines();
    for _ in 0..5 {
        lines.next().unwrap().unwrap();
    }
    // SIGKILL.
    killed.kill().unwrap();
    killed.wait().unwrap();
    let before = store.results();
    assert!((4..20).contains(&before.len()), "what was told was there: {}", before.len());
    // Requeued on the same machine, with a twin on another at the same time.
    let twin = on(&vanthu, &store, "two", &shard("1/2"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let again = run(&vanthu, &store, "one", &shard("1/2"));
    let twin = ran(&twin.wait_with_output().unwrap());
    assert_eq!((again.code, twin.code), (Some(0), Some(0)), "{}{}", again.stderr, twin.stderr);
    let skipped = states(&again).into_values().filter(|state| state == "skipped").count();
    assert!(skipped >= before.len(), "{skipped} of {} were done before", before.len());
    let missing = run(&vanthu, &store, "one", &["merge", "plan.json"]);
    assert_eq!(missing.stdout, "sbatch --array=2 deploy/slurm-array.sh plan.json\n", "{}", missing.stderr);
    assert_eq!(run(&vanthu, &store, "two", &shard("2/2")).code, Some(0));
    let merged = run(&vanthu, &store, "one", &["merge", "plan.json"]);
    assert_eq!((merged.stdout.as_str(), merged.code), ("", Some(6)), "{}", merged.stderr);
    // Of one shard the table of the twin stands, which found some done.
    let account = merged.stderr.lines().find(|line| line.starts_with("43 files found, ")).unwrap();
    let of = |state: &str| {
        let mut parts = account.split(", ").filter_map(|part| part.strip_suffix(state));
        parts.next().map_or(0, |count| count.trim().parse::<u32>().unwrap())
    };
    assert_eq!((of("done") + of("unchanged"), of("failed"), of("secret")), (41, 1, 1), "{account}");

    let all = store.all();
    assert!(results(all.clone()) == expected, "the same bytes");
    let summary = String::from_utf8(all["out/summary.html"].clone()).unwrap();
    assert!(
        summary.contains("empty.pdf") && !summary.contains(&vanthu.path("").display().to_string()),
        "{summary}"
    );
    let of_secret: Vec<&String> =
        all.keys().filter(|key| key.starts_with("out/") && key.contains("secret")).collect();
    assert!(of_secret.is_empty(), "{of_secret:?}");
    // Whole again, with nothing known to the machine, nothing is read, and nothing written but the table.
    let third = run(&vanthu, &store, "three", &shard("1/2"));
    assert!(states(&third).values().all(|state| state != "done"), "{}", third.stdout);
    assert_eq!(third.code, Some(0), "{}", third.stderr);
    for machine in ["one", "two", "three"] {
        nothing_is_staged(&vanthu, machine);
    }
}

#[test]
fn what_stands_in_a_store_stays() {
    let (Some(store), vanthu) = (Store::new(), Vanthu::new()) else { return };
    fs::create_dir_all(vanthu.path("bucket/scans")).unwrap();
    fs::create_dir_all(vanthu.path("bucket/out")).unwrap();
    for (number, name) in (0..).zip(["a", "b", "c", "d", "e"]) {
        vanthu.file(&format!("bucket/scans/{name}.txt"), letter(number));
    }
    // Somebody else's file, and the record of another scan.
    vanthu.file("bucket/out/a.txt.json", "{\"mine\": true}");
    fs::create_dir_all(vanthu.path("other/out")).unwrap();
    vanthu.file("other/x.txt", letter(77));
    assert_eq!(vanthu.run(["batch", "other", "--out", "other/out", "--quiet"]).code, Some(0));
    fs::copy(vanthu.path("other/out/x.txt.json"), vanthu.path("bucket/out/b.txt.json")).unwrap();
    store.put(&vanthu.path("bucket"));
    let (scans, out, plan) = (store.address("scans"), store.address("out"), store.address("plan.json"));
    let planned = run(&vanthu, &store, "one", &["plan", &scans, "--out", &out, "--shards", "1", "-o", &plan]);
    assert_eq!(planned.code, Some(0), "{}", planned.stderr);
    let other = run(&vanthu, &store, "one", &["plan", &scans, "--out", &out, "--shards", "2", "-o", &plan]);
    assert_eq!(other.code, Some(5), "a plan in a store stays too: {}", other.stderr);
    // One is gone by now, one has other bytes, one was written again with the same.
    store.client(["remove", &store.bucket, "scans/c.txt"]);
    fs::remove_file(vanthu.path("bucket/scans/c.txt")).unwrap();
    vanthu.file("bucket/scans/d.txt", letter(55));
    store.put(&vanthu.path("bucket"));
    let before = store.all();
    let shard = ["batch", "--plan", &plan, "--shard", "1/1", "--json-log"];
    let ran = run(&vanthu, &store, "one", &shard);
    assert_eq!(ran.code, Some(9), "{}", ran.stderr);
    for said in [
        format!("{out}/a.txt.json is there already and is no record of vanthu"),
        format!("{out}/b.txt.json is the result of another file: "),
        format!("{scans}/c.txt is gone since the plan was made"),
        format!("{scans}/d.txt has changed since the plan was made"),
    ] {
        assert!(ran.stderr.contains(&said), "{said}: {}", ran.stderr);
    }
    let after = store.all();
    for (key, bytes) in &before {
        assert_eq!(Some(bytes), after.get(key), "{key} was touched");
    }
    let results: Vec<String> = store.results().into_keys().collect();
    assert_eq!(results, ["out/a.txt.json", "out/b.txt.json", "out/e.txt.json"]);
    assert_eq!(states(&ran)[&format!("{scans}/e.txt")], "done");
    nothing_is_staged(&vanthu, "one");
}

#[test]
fn stacks_in_a_store_are_cut_as_in_a_folder() {
    let (Some(store), vanthu) = (Store::new(), Vanthu::new()) else { return };
    fs::create_dir_all(vanthu.path("bucket/scans")).unwrap();
    let stack = |numbers: [u32; 3]| numbers.map(letter).join("\u{c}");
    vanthu.file("bucket/scans/a.txt", stack([1, 2, 3])).file("bucket/scans/b.txt", stack([4, 5, 6]));
    store.put(&vanthu.path("bucket"));
    let split = ["--document", "split"];
    let alone = [&["batch", "bucket/scans", "--out", "bucket/out", "--quiet"], &split[..]].concat();
    assert_eq!(vanthu.run(&alone).code, Some(0));
    let (scans, out) = (store.address("scans"), store.address("out"));
    let plan = |name| [&["plan", &scans, "--out", &out, "--shards", "1", "-o", name], &split[..]].concat();
    assert_eq!(run(&vanthu, &store, "one", &plan("plan.json")).code, Some(0));
    let ran = run(&vanthu, &store, "one", &["batch", "--plan", "plan.json", "--shard", "1/1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let expected = results(files(&vanthu.path("bucket")));
    assert_eq!(expected.len(), 8, "{:?}", expected.keys());
    assert!(store.results() == expected, "the same bytes");
    // A person's cuts make other documents: what they no longer name goes, what kept its pages stays.
    vanthu.file("cuts.txt", "a.txt: 1 3\n");
    let cut = ["--cuts", "cuts.txt"];
    assert_eq!(vanthu.run([&alone[..], &cut].concat()).code, Some(0));
    assert_eq!(run(&vanthu, &store, "one", &[&plan("cut.json")[..], &cut].concat()).code, Some(0));
    let ran = run(&vanthu, &store, "two", &["batch", "--plan", "cut.json", "--shard", "1/1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let expected = results(files(&vanthu.path("bucket")));
    assert!(expected.contains_key("out/a.txt.1-2.json") && expected.len() == 7, "{:?}", expected.keys());
    assert!(store.results() == expected, "the same bytes");
}

#[test]
fn addresses_are_refused_where_they_cannot_be() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans")).unwrap();
    for (args, said) in [
        (&["batch", "s3://kho/scans", "--out", "out"][..], "only batches with a plan work on stores"),
        (&["batch", "scans", "--out", "s3://kho/out"], "only batches with a plan work on stores"),
        (
            &["plan", "s3://kho/scans", "--out", "out", "--shards", "1", "-o", "p.json"],
            "scans and records have to be both in stores or both in folders",
        ),
        (
            &["plan", "scans", "--out", "s3://kho/out", "--shards", "1", "-o", "p.json"],
            "scans and records have to be both in stores or both in folders",
        ),
        (
            &["plan", "s3://kho/a", "--out", "s3://kho/b", "--shards", "1", "-o", "p.json", "--to", "xlsx"],
            "--name and --to need a folder",
        ),
    ] {
        let ran = vanthu.run(args);
        assert!(ran.code == Some(2) && ran.stderr.contains(said), "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("\nhint: "), "{}", ran.stderr);
    }
    assert!(!vanthu.path("s3:").exists() && !vanthu.path("p.json").exists());
}

/// A store that nobody answers for ends the work, and says so.
#[test]
fn a_store_that_is_not_there_is_said() {
    let (Some(store), vanthu) = (Store::new(), Vanthu::new()) else { return };
    let plan = [
        "plan",
        "s3://no-such-bucket/scans",
        "--out",
        "s3://no-such-bucket/out",
        "--shards",
        "1",
        "-o",
        "p.json",
    ];
    let ran = run(&vanthu, &store, "one", &plan);
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    assert!(ran.stderr.contains("cannot read s3://no-such-bucket/scans: "), "{}", ran.stderr);
}
