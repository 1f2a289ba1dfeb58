//! Garbled texts of documents that are not in training, to measure restoration on: texts with their truth in the
//! layout that `vanthu evaluate` takes.
//!
//! | Kind | What is done to the text |
//! | --- | --- |
//! | `pair…` | confusions counted from a pair of texts that the caller has, put on other documents |
//! | `invented` | confusions of a scanner made up for each document, harsher than what was counted from drawn pages |
//! | `eng`, `vie` | drawn, worn, read by Tesseract without and with Vietnamese |
//! | `marks` | Vietnamese text of which a share of the marks is lost |
//!
//! Sources are the whole documents of the corpus that training keeps back, and any folder of documents with their
//! `text.txt`. Every second source goes into a kind, the others into the next one.

use std::fs;
use std::path::{Path, PathBuf};

use super::confusions;
use super::corpus;
use super::noise::Noise;
use crate::error::{Error, Result};
use crate::synth::random::Random;
use crate::vietnamese;

/// Words taken of a document.
const WORDS: usize = 1_000;
/// Whole documents of the corpus that are used, evenly spread.
const WHOLE: usize = 12;
/// Characters on a line.
const LINE: usize = 86;

/// What garbled texts are made of.
#[derive(Debug, Clone)]
pub(crate) struct Sources {
    /// The corpus: its `whole/` is used.
    pub corpus: PathBuf,
    /// Folders of documents, each a folder with its `text.txt`.
    pub documents: Vec<PathBuf>,
    /// Folders with a truth and what was read of it, to count noise from.
    pub pairs: Vec<PathBuf>,
    /// Folder with the fonts.
    pub fonts: PathBuf,
}

/// Writes `out/<kind>-<document>/{text.txt,ocr.txt}`; the same files every time with the same engine and fonts.
///
/// # Errors
/// [`Error::Read`], [`Error::Write`]; a missing font or engine.
pub(crate) fn build(
    sources: &Sources,
    out: &Path,
    scratch: &Path,
    report: &mut dyn FnMut(&str),
) -> Result<()> {
    let documents = documents(sources)?;
    let typefaces = confusions::load_typefaces(&sources.fonts)?;
    let mut kinds = Vec::new();
    for pair in &sources.pairs {
        let (truth, read) =
            (read_one(pair, &["gold.txt", "text.txt"])?, read_one(pair, &["ocr.txt", "layer.txt"])?);
        kinds.push((format!("pair{}", kinds.len() + 1), Some(Noise::counted(&truth, &read))));
    }
    kinds.extend(["invented", "marks", "eng", "vie"].map(|name| (name.to_owned(), None)));
    for (k, (kind, noise)) in kinds.iter().enumerate() {
        for (name, lines) in documents.iter().skip(k % 2).step_by(2) {
            let mut random = Random::new(0x6a4b).part(&format!("{kind} {name}"));
            let (truth, read) = match (kind.as_str(), noise) {
                ("eng" | "vie", _) => {
                    let page = random.below(1_000);
                    let texts: Vec<&str> = lines.iter().map(String::as_str).collect();
                    // A page has 36 lines, some 350 words.
                    let (mut truth, mut read) = (Vec::new(), Vec::new());
                    for (i, texts) in texts.chunks(30).take(3).enumerate() {
                        let pair = confusions::read_back(texts, page + i, kind, &typefaces, scratch)?;
                        truth.extend(pair.printed);
                        read.extend(pair.read);
                    }
                    (truth, read)
                }
                (kind, noise) => {
                    let noise = match noise {
                        Some(noise) => noise.clone(),
                        None if kind == "marks" => Noise::lost_marks(&mut random),
                        None => Noise::invented(&mut random),
                    };
                    let read = lines.iter().map(|line| noise.line(line, &mut random)).collect();
                    (lines.clone(), read)
                }
            };
            let folder = out.join(format!("{kind}-{name}"));
            fs::create_dir_all(&folder).map_err(|source| Error::Write { path: folder.clone(), source })?;
            for (file, lines) in [("text.txt", &truth), ("ocr.txt", &read)] {
                let path = folder.join(file);
                fs::write(&path, lines.join("\n") + "\n").map_err(|source| Error::Write { path, source })?;
            }
            report(&format!("{kind}-{name}: {} lines, {} read", truth.len(), read.len()));
        }
    }
    Ok(())
}

/// Names and lines of the documents.
fn documents(sources: &Sources) -> Result<Vec<(String, Vec<String>)>> {
    let mut out = Vec::new();
    let held = corpus::held_out_documents(&sources.corpus.join("whole"))?;
    let step = held.len().div_ceil(WHOLE).max(1);
    for (i, path) in held.iter().step_by(step).enumerate() {
        out.push((format!("whole{i:02}"), first_lines(from_letterhead(&read_file(path)?))));
    }
    for folder in &sources.documents {
        for path in corpus::sorted(folder)? {
            let file = path.join("text.txt");
            if file.is_file() {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                let whole = read_file(&file)?.replace(['⟨', '⟩', '\u{c}'], "");
                out.push((name, first_lines(&whole)));
            }
        }
    }
    Ok(out)
}

/// The first words of a text, long lines wrapped.
fn first_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut words = 0;
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        let mut wrapped = String::new();
        for word in line.split_whitespace() {
            if !wrapped.is_empty() && wrapped.chars().count() + word.chars().count() >= LINE {
                lines.push(std::mem::take(&mut wrapped));
            }
            if !wrapped.is_empty() {
                wrapped.push(' ');
            }
            wrapped.push_str(word);
            words += 1;
        }
        lines.push(wrapped);
        if words >= WORDS {
            break;
        }
    }
    lines
}

/// What a page of the web says before the letterhead is no part of the document.
fn from_letterhead(document: &str) -> &str {
    let head = ["ỦY BAN NHÂN", "UỶ BAN NHÂN", "HỘI ĐỒNG NHÂN", "CỘNG HÒA XÃ", "CỘNG HOÀ XÃ"];
    let start = head.iter().filter_map(|words| document.find(words)).min();
    &document[start.unwrap_or(0)..]
}

fn read_one(folder: &Path, names: &[&str]) -> Result<String> {
    let found = names.iter().map(|name| folder.join(name)).find(|path| path.is_file());
    read_file(&found.unwrap_or_else(|| folder.join(names[0])))
}

fn read_file(path: &Path) -> Result<String> {
    let read = fs::read_to_string(path);
    read.map(|t| vietnamese::nfc(&t)).map_err(|source| Error::Read { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_begin_with_their_letterhead_and_have_short_lines() {
        let long = "Giao Sở Nội vụ theo dõi ".repeat(9);
        let text = format!("Ngày ban hành:\n\nHỘI ĐỒNG NHÂN DÂN\n\n{long}\n");
        let lines = first_lines(from_letterhead(&text));
        assert_eq!(lines[0], "HỘI ĐỒNG NHÂN DÂN");
        assert_eq!(lines[1..].join(" "), long.trim_end());
        assert!(lines.iter().all(|line| line.chars().count() <= LINE));
    }
}
