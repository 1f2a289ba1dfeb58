//! What is to be read: the files that were named, and those in the folders that were named.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::{natural, ours, write};
use crate::config::ScanConfig;
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::fault::caught;
use crate::file_kind::OtherKind;
use crate::scan;
use crate::source::Source;
use crate::words::Words;

/// Which file of the system it is, whatever its path: device and number.
pub(crate) type Identity = (u64, u64);

/// The identity of a file that is there, links followed.
pub(crate) fn identity(there: &Metadata) -> Identity {
    (there.dev(), there.ino())
}

/// A file to be read.
#[derive(Debug)]
pub(crate) struct Input {
    /// As it was typed, or as it was found below a folder that was typed; `-` is standard input.
    pub(crate) path: PathBuf,
    /// The same from the folder that was typed; of a file that was typed its name alone.
    pub(crate) below: PathBuf,
    /// Which file it is, where it is there; of standard input the file behind it, if there is one.
    pub(crate) identity: Option<Identity>,
    /// How many pages it has, where it was looked at.
    pub(crate) pages: Option<u32>,
    /// SHA-256 of its bytes, where a plan says what it has to be; of several files as [`sha256_of_all`] makes it.
    ///
    /// [`sha256_of_all`]: crate::digest::sha256_of_all
    pub(crate) expected: Option<String>,
    /// What is known of one that lies in a store, and is fetched when it is to be read.
    pub(crate) known: Option<Known>,
    /// What stops it before it is read.
    pub(crate) trouble: Option<Error>,
    /// The files that it consists of, in the order of their pages.
    files: Vec<PathBuf>,
    /// The same from the folder that was typed.
    parts: Vec<PathBuf>,
}

/// How the files of an input stand there: what changes when one of them is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    /// Bytes.
    pub(crate) size: u64,
    /// When it was written last, in nanoseconds since 1970; of several files a hash of sizes and times.
    pub(crate) modified: i64,
}

/// What a store says of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    /// How it stands there: instead of the time a hash of its versions.
    pub(crate) look: Look,
    /// SHA-256 of its bytes, where they are those of a plan.
    pub(crate) sha256: Option<String>,
}

impl Input {
    /// The pictures of a folder as one document.
    pub(crate) fn folder(path: &Path, below: &Path, pages: Vec<Input>) -> Input {
        let count = pages.iter().map(|page| page.pages).sum();
        let parts = pages.iter().map(|page| page.below.clone()).collect();
        let files = pages.into_iter().flat_map(|page| page.files).collect();
        Input { pages: count, files, parts, ..input(path, below.to_owned()) }
    }

    /// The same with what a plan says of its bytes.
    pub(crate) fn expecting(self, sha256: Option<String>) -> Input {
        Input { expected: sha256, ..self }
    }

    /// Whether it stands for a folder in which there is nothing to be read.
    pub(crate) fn stands_for_nothing(&self) -> bool {
        matches!(self.trouble, Some(Error::EmptyFolder { .. } | Error::NothingToRead { .. }))
    }

    /// The files that it consists of, in the order of their pages; at least one.
    pub(crate) fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// The same from the folder that was typed, or in which the plan was made.
    pub(crate) fn parts(&self) -> &[PathBuf] {
        &self.parts
    }

    /// Whether it is a folder, the pictures in which are one document.
    pub(crate) fn is_folder(&self) -> bool {
        self.files.first() != Some(&self.path)
    }

    /// What is read.
    pub(crate) fn source(&self) -> Source {
        if self.is_folder() {
            Source::Files { path: self.path.clone(), files: self.files.clone() }
        } else {
            Source::File(self.path.clone())
        }
    }

    /// How it stands there.
    ///
    /// # Errors
    /// Those of the system.
    pub(crate) fn look(&self) -> io::Result<Look> {
        if let Some(known) = &self.known {
            return Ok(known.look);
        }
        let mut looks = Vec::with_capacity(self.files.len());
        for file in &self.files {
            let there = file.metadata()?;
            let modified = there.mtime().saturating_mul(1_000_000_000).saturating_add(there.mtime_nsec());
            looks.push(Look { size: there.len(), modified });
        }
        if let [one] = looks[..] {
            return Ok(one);
        }
        let named = self.files.iter().zip(&looks);
        let all: String = named
            .map(|(file, look)| format!("{} {} {}\n", file.display(), look.size, look.modified))
            .collect();
        let modified = i64::from_str_radix(&sha256(all.as_bytes())[..15], 16).unwrap_or(0);
        Ok(Look { size: looks.iter().map(|look| look.size).sum(), modified })
    }
}

/// Something in a folder that is not read.
#[derive(Debug)]
pub(crate) struct LeftOut {
    /// Its path below the folder that was typed.
    pub(crate) path: PathBuf,
    /// Why.
    pub(crate) why: Why,
}

/// Why something in a folder is not read.
#[derive(Debug)]
pub(crate) enum Why {
    /// Its name begins with a dot.
    Hidden,
    /// A file that a program is writing, or left behind.
    Temporary,
    /// A record that was made from a scan, or what `--keep-steps` kept of one.
    Result,
    /// JSON of another kind.
    Data,
    /// A folder in the folder, without `-r`.
    Folder,
    /// A link to a folder, which may lead round in a circle.
    LinkToFolder,
    /// Neither file nor folder.
    Special,
    /// The file with the passwords.
    Passwords,
    /// It was named on its own, or was found under another path.
    Named,
    /// It is of a format that is not read.
    OtherFormat,
    /// It is of a kind that is known and not read; another program can make a PDF of most.
    OtherKind(OtherKind),
}

impl Why {
    /// Why, in the language of whoever reads.
    pub(crate) fn said(&self, words: &Words) -> String {
        if let Why::OtherKind(kind) = self {
            return words.kind(*kind);
        }
        words.text(match self {
            Why::Hidden => "why-hidden",
            Why::Temporary => "why-temporary",
            Why::Result => "why-result",
            Why::Data => "why-data",
            Why::Folder => "why-folder",
            Why::LinkToFolder => "why-link-to-folder",
            Why::Special => "why-special",
            Why::Passwords => "why-passwords",
            Why::Named => "why-named",
            Why::OtherFormat | Why::OtherKind(_) => "why-other-format",
        })
    }

    /// What to do to have it read, where something can be done.
    pub(crate) fn hint(&self, path: &Path, words: &Words) -> Option<String> {
        match self {
            Why::OtherKind(kind) => words.hint(&Error::OtherKind { path: path.to_owned(), kind: *kind }),
            _ => None,
        }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// In the order of the arguments; of a folder in natural order.
    pub(crate) all: Vec<Input>,
    /// What was left out of folders, in the same order.
    pub(crate) left_out: Vec<LeftOut>,
}

impl Inputs {
    /// Makes one input of the pictures in each folder, in the place of the first of them. What is no picture stays alone.
    pub(crate) fn join_pictures(&mut self) {
        let mut places: BTreeMap<PathBuf, usize> = BTreeMap::new();
        // The pages of each, and the folder of those that are joined.
        let mut joined: Vec<(Option<PathBuf>, Vec<Input>)> = Vec::new();
        for input in self.all.drain(..) {
            if input.trouble.is_some() || !begins_a_picture(&input.path) {
                joined.push((None, vec![input]));
                continue;
            }
            let folder = write::folder_of(&input.path).to_owned();
            let place = *places.entry(folder.clone()).or_insert(joined.len());
            match joined.get_mut(place) {
                Some((_, pages)) => pages.push(input),
                None => joined.push((Some(folder), vec![input])),
            }
        }
        let one = |(folder, mut pages): (Option<PathBuf>, Vec<Input>)| {
            let Some(folder) = folder else { return pages.pop() };
            let below = pages.first()?.below.parent().unwrap_or(Path::new("")).to_owned();
            let is_root = below.as_os_str().is_empty();
            let name = || folder.canonicalize().ok()?.file_name().map(PathBuf::from);
            let below = if is_root { name().unwrap_or_else(|| PathBuf::from("folder")) } else { below };
            Some(Input::folder(&folder, &below, pages))
        };
        self.all = joined.into_iter().filter_map(one).collect();
    }
}

fn begins_a_picture(path: &Path) -> bool {
    let mut head = [0; 32];
    let read = File::open(path).and_then(|mut file| file.read(&mut head));
    read.is_ok_and(|read| scan::is_picture(&head[..read]))
}

/// Which folders are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// The folders named.
    Named,
    /// All below them too.
    All,
}

/// How to look for files.
pub(crate) struct Search<'a> {
    /// Which folders are read.
    pub(crate) depth: Depth,
    /// A file that is not to be read though it stands among the scans.
    pub(crate) passwords: Option<&'a Path>,
    /// How files are opened to see what they are.
    pub(crate) scan: &'a ScanConfig,
    /// Is told how many files were looked at. Where somebody waits for that, pages of files that were named are counted
    /// too.
    pub(crate) looked_at: Option<&'a dyn Fn(usize)>,
}

impl Search<'_> {
    /// Finds what is to be read.
    pub(crate) fn find(&self, typed: &[PathBuf]) -> Inputs {
        let mut found = Inputs::default();
        let mut named = BTreeSet::new();
        for path in typed.iter().filter(|path| !path.is_dir()) {
            named.extend(path.canonicalize());
        }
        for path in typed {
            let folder = path;
            if path.is_dir() {
                let before = found.all.len();
                self.walk(path, &mut found, &mut named);
                if found.all.len() == before {
                    let is_empty = fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
                    let path = path.clone();
                    let trouble =
                        if is_empty { Error::EmptyFolder { path } } else { Error::NothingToRead { path } };
                    let trouble = Some(trouble);
                    found.all.push(Input { trouble, ..input(folder, folder.clone()) });
                }
            } else {
                let below = path.file_name().map_or_else(|| path.clone(), PathBuf::from);
                let pages = self.looked_at.and_then(|_| self.pages(path));
                found.all.push(Input { pages, ..input(path, below) });
                self.tell(found.all.len());
            }
        }
        found
    }

    fn tell(&self, count: usize) {
        if let Some(looked_at) = self.looked_at {
            looked_at(count);
        }
    }

    /// How many pages a file has, where that can be told.
    fn pages(&self, path: &Path) -> Option<u32> {
        // What is no file can be read once.
        let bytes = path.is_file().then(|| fs::read(path).ok())??;
        let opened = caught(|| scan::open(path, bytes, self.scan));
        Some(opened.ok()?.ok()?.page_count())
    }

    /// All that is in a folder, and below it where that is asked for.
    fn walk(&self, root: &Path, found: &mut Inputs, named: &mut BTreeSet<PathBuf>) {
        // What is still to be looked at, the next last.
        let mut waiting = vec![root.to_owned()];
        while let Some(path) = waiting.pop() {
            let looked = if path == root { Ok(Kind::Folder) } else { self.kind(&path, named) };
            match looked {
                Ok(Kind::Folder) => match entries(&path) {
                    Ok(entries) => waiting.extend(entries.into_iter().rev()),
                    Err(source) => {
                        let trouble = Some(Error::Read { path: path.clone(), source });
                        found.all.push(Input { trouble, ..input(&path, below(root, &path)) });
                    }
                },
                Ok(Kind::Scan(pages)) => {
                    let input = Input { pages, ..input(&path, below(root, &path)) };
                    named.extend(path.canonicalize());
                    found.all.push(input);
                    self.tell(found.all.len());
                }
                Err(why) => found.left_out.push(LeftOut { path, why }),
            }
        }
    }

    /// What stands in a folder.
    fn kind(&self, path: &Path, named: &BTreeSet<PathBuf>) -> std::result::Result<Kind, Why> {
        let name = path.file_name().unwrap_or_default();
        if is_temporary(name) {
            return Err(Why::Temporary);
        }
        if name.to_string_lossy().starts_with('.') {
            return Err(Why::Hidden);
        }
        // One that cannot be looked at fails when it is read, which says why.
        let Ok(there) = path.metadata() else { return Ok(Kind::Scan(None)) };
        if there.is_dir() {
            return if path.is_symlink() {
                Err(Why::LinkToFolder)
            } else if ours::is_steps(path) {
                Err(Why::Result)
            } else if self.depth == Depth::Named {
                Err(Why::Folder)
            } else {
                Ok(Kind::Folder)
            };
        }
        if !there.is_file() {
            return Err(Why::Special);
        }
        if self.passwords.and_then(of_path) == Some(identity(&there)) {
            return Err(Why::Passwords);
        }
        if path.canonicalize().is_ok_and(|path| named.contains(&path)) {
            return Err(Why::Named);
        }
        self.of_content(path)
    }

    fn of_content(&self, path: &Path) -> std::result::Result<Kind, Why> {
        let Ok(bytes) = fs::read(path) else { return Ok(Kind::Scan(None)) };
        if ours::made_from(&bytes).is_some() || ours::is_told(&bytes) {
            return Err(Why::Result);
        }
        if ours::is_json(&bytes) {
            return Err(Why::Data);
        }
        match caught(|| scan::open(path, bytes, self.scan)) {
            Ok(Ok(scan)) => Ok(Kind::Scan(Some(scan.page_count()))),
            Ok(Err(Error::OtherKind { kind, .. })) => Err(Why::OtherKind(kind)),
            // Bytes that are nothing known, under the name of a scan, are a copy that failed: no scan is lost without a word.
            Ok(Err(Error::UnknownFormat { .. })) if !is_named_as_scan(path) => Err(Why::OtherFormat),
            // A scan that cannot be read: that is told, not left out.
            _ => Ok(Kind::Scan(None)),
        }
    }
}

/// Whether a file's name says that it is a scan.
fn is_named_as_scan(path: &Path) -> bool {
    const ENDINGS: [&str; 6] = ["pdf", "tif", "tiff", "jpg", "jpeg", "png"];
    path.extension().is_some_and(|own| ENDINGS.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
}

/// What is read of a folder.
enum Kind {
    Folder,
    /// A file, and how many pages it has, if that could be told.
    Scan(Option<u32>),
}

/// A file to be read, as it is found now.
pub(crate) fn input(path: &Path, below: PathBuf) -> Input {
    let (path, files, parts) = (path.to_owned(), vec![path.to_owned()], vec![below.clone()]);
    Input {
        identity: of_path(&path),
        path,
        below,
        pages: None,
        expected: None,
        known: None,
        trouble: None,
        files,
        parts,
    }
}

fn of_path(path: &Path) -> Option<Identity> {
    let path = if path == Path::new("-") { Path::new("/dev/stdin") } else { path };
    path.metadata().ok().map(|there| identity(&there))
}

fn below(root: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(root).unwrap_or(path).to_owned()
}

/// What is in a folder, in natural order.
pub(crate) fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<io::Result<Vec<PathBuf>>>()?;
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    paths.sort_by(|a, b| natural::compare(&name(a), &name(b)));
    Ok(paths)
}

/// Names of files that programs write for a while: ours, those of offices, editors and browsers; and the notes that
/// systems keep in folders.
fn is_temporary(name: &OsStr) -> bool {
    const BEGINS: [&str; 3] = [write::UNFINISHED.0, ".~lock.", "~$"];
    const ENDS: [&str; 7] = ["~", ".tmp", ".part", ".partial", ".crdownload", ".swp", ".bak"];
    const NAMES: [&str; 2] = ["thumbs.db", "desktop.ini"];
    let name = name.to_string_lossy().to_lowercase();
    BEGINS.iter().any(|begin| name.starts_with(begin))
        || ENDS.iter().any(|end| name.ends_with(end))
        || NAMES.contains(&name.as_str())
}

/// The bytes of a file; `-` is standard input.
///
/// # Errors
/// [`Error::Read`], [`Error::IsFolder`].
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let broken = |source| Error::Read { path: path.to_owned(), source };
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(broken)?;
        return Ok(bytes);
    }
    if path.is_dir() {
        return Err(Error::IsFolder { path: path.to_owned() });
    }
    fs::read(path).map_err(broken)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::config::Config;

    /// Inputs and left-outs below a folder, as `path` and `path: why`.
    fn found(root: &Path, depth: Depth) -> (Vec<String>, Vec<String>) {
        let config = Config::default().scan;
        let passwords = root.join("passwords.txt");
        let search = Search { depth, passwords: Some(&passwords), scan: &config, looked_at: None };
        let inputs = search.find(&[root.to_owned()]);
        let name = |path: &Path| path.strip_prefix(root).unwrap().display().to_string();
        (
            inputs.all.iter().map(|input| input.below.display().to_string()).collect(),
            inputs
                .left_out
                .iter()
                .map(|left| format!("{}: {}", name(&left.path), left.why.said(Words::english())))
                .collect(),
        )
    }

    #[test]
    fn a_folder_is_read_by_what_is_in_its_files() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let record = r#"{"format":"vanthu.record","version":1,"source":{"files":[]}}"#;
        fs::create_dir_all(at("phòng 2/kept")).unwrap();
        for (name, text) in [
            ("trang 10.txt", "Sở Nội vụ"),
            ("trang 2", "Sở Nội vụ"),
            ("trang 3.pdf", "Một tệp văn bản mang tên khác"),
            ("phòng 2/a.txt", "Sở Y tế"),
            ("phòng 2/kept/read.txt", "So Y te"),
            ("phòng 2/kept/restored.txt", "Sở Y tế"),
            ("phòng 2/kept/record.json", record),
            (".hidden.txt", "x"),
            ("~$bản thảo.txt", "x"),
            (".vanthu-Ab1.part", "x"),
            ("a.json", record),
            ("b.json", "[1]"),
            ("empty.pdf", ""),
            ("letter.docx", "PK\u{3}\u{4}\u{0}\u{1}\u{2}"),
            ("passwords.txt", "bí mật"),
        ] {
            fs::write(at(name), text).unwrap();
        }
        symlink(".", at("vòng")).unwrap();
        symlink("trang 2", at("trang 2 nữa")).unwrap();
        let (all, left_out) = found(folder.path(), Depth::Named);
        // A file without bytes is a copy that failed: that is told when it is read.
        assert_eq!(all, ["empty.pdf", "trang 2", "trang 3.pdf", "trang 10.txt"]);
        assert_eq!(
            left_out,
            [
                ".hidden.txt: hidden",
                ".vanthu-Ab1.part: a temporary file",
                "a.json: a result of vanthu",
                "b.json: JSON, not a document",
                "letter.docx: an archive of files",
                "passwords.txt: the file with the passwords",
                "phòng 2: a folder; -r reads it too",
                "trang 2 nữa: named already",
                "vòng: a link to a folder",
                "~$bản thảo.txt: a temporary file",
            ]
        );
        let (all, left_out) = found(folder.path(), Depth::All);
        assert_eq!(all, ["empty.pdf", "phòng 2/a.txt", "trang 2", "trang 3.pdf", "trang 10.txt"]);
        assert!(left_out.contains(&"phòng 2/kept: a result of vanthu".to_owned()), "{left_out:?}");
    }

    #[test]
    fn a_file_that_is_no_scan_any_more_is_told_and_not_left_out() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("cut.pdf"), "%PDF-1.7\n1 0 obj").unwrap();
        fs::write(folder.path().join("junk.PDF"), [0, 1, 2]).unwrap();
        fs::write(folder.path().join("junk.dat"), [0, 1, 2]).unwrap();
        symlink("nowhere.pdf", folder.path().join("link.pdf")).unwrap();
        assert_eq!(found(folder.path(), Depth::Named).0, ["cut.pdf", "junk.PDF", "link.pdf"]);
    }

    #[test]
    fn a_folder_without_scans_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::default().scan;
        let search = Search { depth: Depth::All, passwords: None, scan: &config, looked_at: None };
        let inputs = search.find(&[folder.path().to_owned()]);
        assert!(matches!(inputs.all[0].trouble, Some(Error::EmptyFolder { .. })));
        fs::write(folder.path().join("a.json"), "[1]").unwrap();
        let inputs = search.find(&[folder.path().to_owned()]);
        assert!(matches!(inputs.all[0].trouble, Some(Error::NothingToRead { .. })));
    }
}
