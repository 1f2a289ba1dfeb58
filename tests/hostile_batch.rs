//! A batch of which every tenth file is broken or hostile: all others have their record, every file is accounted for, and
//! no process takes more memory than it may.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{fs, thread};

use serde_json::Value;

use crate::support::{Vanthu, documents, ran, root, scan_of, soaks, text_of};

/// Kilobytes that the program may take in a long run, and each of its workers.
const PARENT: u64 = 400 << 10;
const WORKER: u64 = 350 << 10;

/// A PDF of these objects, counted from 1; the first is its catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        file.extend(format!("{number} 0 obj\n").bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let list = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    file.extend(places.iter().flat_map(|place| format!("{place:010} 00000 n \n").into_bytes()));
    let end = format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{list}\n%%EOF\n", places.len() + 1);
    file.extend(end.bytes());
    file
}

/// A page of A4 with this content and these resources, and what they point at from object 5 on.
fn page(resources: &str, content: &[u8], others: Vec<Vec<u8>>) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {resources} >> >>"
        )
        .into_bytes(),
        stream("", content),
    ];
    objects.extend(others);
    pdf(&objects)
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<< {entries} /Length {} >>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// The deflated form of so many zeros.
fn zeros(mut count: usize) -> Vec<u8> {
    use std::io::Write;
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![0; 1 << 20];
    while count > 0 {
        let next = count.min(block.len());
        packer.write_all(&block[..next]).unwrap();
        count -= next;
    }
    packer.finish().unwrap()
}

/// Files that ask for more time or memory than they may have, made for the purpose.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    const DRAW: &[u8] = b"q 595 0 0 842 0 0 cm /X Do Q";
    const X: &str = "/XObject << /X 5 0 R >>";
    let picture = "/Type /XObject /Subtype /Image /BitsPerComponent 8 /ColorSpace /DeviceGray";
    let flate = |size: u32, count| {
        let entries = format!("{picture} /Width {size} /Height {size} /Filter /FlateDecode");
        page(X, DRAW, vec![stream(&entries, &zeros(count))])
    };
    let steps = "q 1 0 0 1 0 0 cm 0 0 m 9 9 l S Q\n".repeat(400_000);
    let noise = image::GrayImage::from_fn(1240, 1754, |x, y| {
        // Not random, and without any order that a reader could find.
        let mixed = x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca6b);
        image::Luma([if mixed.wrapping_mul(mixed >> 7 | 1) >> 28 == 0 { 0 } else { 255 }])
    });
    let mut png = std::io::Cursor::new(Vec::new());
    noise.write_to(&mut png, image::ImageFormat::Png).unwrap();
    vec![
        ("unpacks-to-gigabytes.pdf", flate(100, 1 << 31)),
        ("says-it-is-huge.pdf", flate(60_000, 1 << 20)),
        ("many-steps.pdf", page("", steps.as_bytes(), Vec::new())),
        ("brackets.pdf", page("", &b"[".repeat(1 << 20), Vec::new())),
        ("nested.pdf", pdf(&[[b"<< /Type /Catalog /Pages ".to_vec(), b"<< /A ".repeat(200_000)].concat()])),
        ("object-streams.pdf", pdf(&[b"/ObjStm ".repeat(1 << 17)])),
        ("noise.png", png.into_inner()),
        ("brackets.txt", "(".repeat(1 << 18).into_bytes()),
        ("one-word.txt", "ọ".repeat(1 << 17).into_bytes()),
        ("one-line.txt", "Sở Nội vụ báo cáo trước ngày 15/12/2031. ".repeat(5000).into_bytes()),
    ]
}

/// The most memory that a process has had so far, in kilobytes.
fn peak(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The processes that a process has started.
fn children(id: u32) -> Vec<u32> {
    let all =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let parent = |child: &u32| {
        let stat = fs::read_to_string(format!("/proc/{child}/stat")).ok()?;
        stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
    };
    all.filter(|child| parent(child) == Some(id)).collect()
}

/// Puts `count` files into a folder, every tenth of them hostile; gives the names of the others.
fn batch(folder: &Path, count: usize) -> Vec<String> {
    let samples = documents(&root().join("samples"));
    let scans: Vec<PathBuf> = samples.iter().filter_map(|sample| scan_of(sample)).collect();
    let texts: Vec<PathBuf> = samples.iter().filter_map(|sample| text_of(sample)).collect();
    let mut hostile = hostile();
    for entry in fs::read_dir(root().join("tests/crashes")).unwrap() {
        let path = entry.unwrap().path();
        // A letter is no scan: in a folder it is left out, and said to be.
        if path.extension().is_some_and(|ending| ending != "md" && ending != "eml") {
            hostile.push(("", fs::read(&path).unwrap()));
        }
    }
    let mut sound = Vec::new();
    for number in 0..count {
        if number % 10 == 9 {
            let (name, bytes) = &hostile[number / 10 % hostile.len()];
            fs::write(folder.join(format!("{number:03}-{name}")), bytes).unwrap();
            continue;
        }
        // A scan takes as long as a hundred texts: one of ten in a long run, and none in a quick one.
        let scan = soaks() && number % 10 == 4;
        let sources = if scan { &scans } else { &texts };
        let source = &sources[number / 10 % sources.len()];
        let name = format!("{number:03}.{}", source.extension().unwrap().to_str().unwrap());
        fs::copy(source, folder.join(&name)).unwrap();
        sound.push(name);
    }
    sound
}

#[test]
#[ignore = "needs tesseract"]
fn a_batch_with_hostile_files_is_read_to_its_end() {
    let count = if soaks() { 300 } else { 40 };
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("in")).unwrap();
    let sound = batch(&vanthu.path("in"), count);
    let mut command = vanthu.command(["read", "in", "--json", "--brief", "-o", "out/", "--quiet"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (id, done) = (child.id(), AtomicBool::new(false));
    let (ran, peaks) = thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut peaks = BTreeMap::new();
            while !done.load(Ordering::Acquire) {
                for process in children(id).into_iter().chain([id]) {
                    if let Some(peak) = peak(process) {
                        peaks.insert(process, peak);
                    }
                }
                thread::sleep(Duration::from_millis(20));
            }
            peaks
        });
        let ran = ran(&child.wait_with_output().unwrap());
        done.store(true, Ordering::Release);
        (ran, watch.join().unwrap())
    });
    assert_eq!(ran.code, Some(6), "{}", ran.stderr);
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), count, "every file has its line");
    let is_failed = |line: &&Value| line.get("error").is_some();
    let failed: Vec<&str> =
        lines.iter().filter(is_failed).filter_map(|line| line["input"].as_str()).collect();
    for name in &sound {
        assert!(!failed.iter().any(|input| input.ends_with(name.as_str())), "{name} failed");
        let record = fs::read_to_string(vanthu.path("out").join(name).with_extension("json")).unwrap();
        let record: Value = serde_json::from_str(&record).unwrap();
        let pages = record["pages"].as_array().unwrap();
        assert!(pages.iter().any(|page| page["words"].as_u64() > Some(20)), "{name}: {pages:?}");
    }
    let parent = peaks[&id];
    let worker = peaks.iter().filter(|(process, _)| **process != id).map(|(_, peak)| *peak).max();
    eprintln!(
        "{count} files, {} failed; at most {} MB, and {} MB in a worker",
        failed.len(),
        parent >> 10,
        worker.unwrap_or(0) >> 10
    );
    assert!(parent <= PARENT && worker.unwrap_or(0) <= WORKER, "{peaks:?}");
}
