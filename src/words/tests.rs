//! Both languages say everything, with the arguments that they are given.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use strum::VariantArray;

use super::{Language, Words};
use crate::error::{self, Altered, Differs, Error, Held, InStore, Missing, Wanted};
use crate::file_kind::OtherKind;
use crate::geometry::PageIndex;
use crate::reason::{Ended, Reason, ReasonKind};
use crate::warning::{Code, DigitChange, Doubt, Warning};

/// One of each doubt.
fn doubts() -> Vec<Doubt> {
    vec![
        Doubt::PageBlank,
        Doubt::PageLowResolution { dpi: 96 },
        Doubt::PageOrientationUnsure,
        Doubt::PageWithoutTextLayer,
        Doubt::PageUnread {
            engine: "tesseract".to_owned(),
            reason: Reason::NotReadInTime { time: Duration::from_secs(120) },
        },
        Doubt::PageOtherLanguage { share: 12 },
        Doubt::PageDamaged { reason: Reason::CannotBeDrawn },
        Doubt::PagesMissing { promised: 5, reason: None },
        Doubt::PagesMissing { promised: 5, reason: Some(Reason::EndsEarly) },
        Doubt::PagesEnd { is_sure: true, reason: Reason::PageListPointsBack },
        Doubt::PagesEnd { is_sure: false, reason: Reason::EndsEarly },
        Doubt::TextDamaged { characters: 2 },
        Doubt::PageTooLarge { pixels: 900_000_000, limit: 150_000_000 },
        Doubt::PageNotRead { reason: Reason::SampleBits { bits: 24 } },
        Doubt::PageNotDrawn { reason: Reason::NotDrawnInTime { time: Duration::from_secs(120) } },
        Doubt::TextOldEncoding { encoding: "Windows-1258".to_owned() },
        Doubt::TextUnmarked { encoding: "UTF-16".to_owned() },
        Doubt::PageNoWords,
        Doubt::PageHandwriting,
        Doubt::FileAttachments { names: vec!["phu-luc.xlsx".to_owned(), "bieu-mau.docx".to_owned()] },
        Doubt::FilePortfolio { names: Vec::new() },
        Doubt::FilePortfolio { names: vec!["phu-luc.pdf".to_owned()] },
        Doubt::FileForm,
        Doubt::PageFault { place: "src/text.rs:12:5".to_owned(), reason: "a page too many".to_owned() },
        Doubt::PageOldEncoding { encoding: "TCVN3".to_owned() },
        Doubt::RestoreDoubtful { doubtful: 3, words: 40 },
        Doubt::RestoreDigitChanged {
            words: 4,
            shown: vec![DigitChange { page: PageIndex(1), read: "l5".to_owned(), now: "15".to_owned() }; 3],
        },
        Doubt::DocumentNoNumber,
        Doubt::DocumentNumberByHand,
        Doubt::DocumentNumberBlank,
        Doubt::DocumentNoDate,
        Doubt::DocumentDateByHand,
        Doubt::DocumentDateBlank,
        Doubt::DocumentNoSigner,
        Doubt::DocumentSeveral { others: vec![(3, 3), (4, 6)] },
        Doubt::DocumentNoLetterhead,
        Doubt::ExtractTwoLeads { names: vec!["Sở Nội vụ".to_owned(), "Sở Y tế".to_owned()] },
        Doubt::DateWithoutYear { written: "trước ngày 15/12".to_owned() },
        Doubt::DateUnresolved { written: "sau 05 ngày".to_owned() },
        Doubt::ReferenceDate {
            symbol: "712/2031/NĐ-CP".to_owned(),
            here: "2031-03-06".to_owned(),
            elsewhere: "2031-03-05".to_owned(),
        },
        Doubt::ReferenceIssuer {
            symbol: "712/2031/NĐ-CP".to_owned(),
            here: "Bộ Nội vụ".to_owned(),
            elsewhere: "Chính phủ".to_owned(),
        },
        Doubt::ExtractDoubtfulWord { finding: "gửi báo cáo".to_owned() },
    ]
}

/// One of each error.
fn errors() -> Vec<Error> {
    let path = || PathBuf::from("cong-van.pdf");
    let source = |kind| io::Error::from(kind);
    let reason = || Reason::ObjectListUnreadable;
    let said = || "no end of its list of objects".to_owned();
    let (page, engine, key) = (PageIndex(2), "tesseract", || "jbos".to_owned());
    let kinds = OtherKind::VARIANTS.iter().map(|kind| Error::OtherKind { path: path(), kind: *kind });
    let wanted =
        Wanted::VARIANTS.iter().map(|what| Error::NotRecord { path: path(), what: *what, reason: reason() });
    let plans = Differs::VARIANTS.iter().map(|what| Error::OtherPlan { path: path(), what: *what });
    let altered = Altered::VARIANTS.iter().map(|what| Error::NotAsPlanned { path: path(), what: *what });
    let stores =
        InStore::VARIANTS.iter().map(|why| Error::InStore { path: "s3://kho/scans".into(), why: *why });
    let others = vec![
        Error::Read { path: path(), source: io::Error::from_raw_os_error(2) },
        Error::Read { path: path(), source: source(io::ErrorKind::PermissionDenied) },
        Error::Read { path: "s3://kho/a.pdf".into(), source: source(io::ErrorKind::PermissionDenied) },
        Error::Write { path: "s3://kho/a.pdf".into(), source: source(io::ErrorKind::TimedOut) },
        Error::IsFolder { path: path() },
        Error::MissingFolder { path: path(), of: Held::Scans },
        Error::MissingFolder { path: path(), of: Held::Results },
        Error::PasswordFile { path: path() },
        Error::UnknownFormat { path: path() },
        Error::Empty { path: path() },
        Error::Damaged { path: path(), reason: reason() },
        Error::Damaged { path: "quyet-dinh.tif".into(), reason: reason() },
        Error::Encrypted { path: path() },
        Error::NoPages { path: path() },
        Error::NoSuchDocument { path: path(), number: 3, found: 2 },
        Error::PageTooLarge { path: path(), page, pixels: 900_000_000, limit: 150_000_000 },
        Error::EngineMissing { engine, missing: Missing::Worker(None) },
        Error::EngineMissing { engine, missing: Missing::Worker(Some(path())) },
        Error::EngineMissing { engine, missing: Missing::Permission(path()) },
        Error::EngineMissing { engine, missing: Missing::Library },
        Error::EngineMissing { engine, missing: Missing::Language("vie".to_owned()) },
        Error::EngineMissing { engine, missing: Missing::Language("eng".to_owned()) },
        Error::EngineMissing {
            engine,
            missing: Missing::LanguageIn { language: "vie".to_owned(), folder: path() },
        },
        Error::EngineMissing { engine, missing: Missing::Version },
        Error::EngineMissing { engine, missing: Missing::Stranger(said()) },
        Error::EngineMissing { engine, missing: Missing::Start(reason()) },
        Error::Fault { path: path(), place: "src/text.rs:12:5".to_owned(), reason: said() },
        Error::TooLong { path: path(), seconds: 120 },
        Error::Interrupted,
        Error::EngineFailed { engine, page, reason: reason() },
        Error::Dictionary { path: path(), line: 3, reason: said() },
        Error::NotText { path: path(), media_type: "application/pdf" },
        Error::SettingsSyntax { path: path(), reason: reason() },
        Error::UnknownSetting { path: path(), key: key() },
        Error::BadSetting { path: path(), key: key(), value: "0".to_owned() },
        Error::ForeignSetting { path: path(), key: key() },
        Error::NoFolder { path: path() },
        Error::BatchRuns { path: path() },
        Error::CutFile { path: path(), line: 3 },
        Error::NoSuchPage { path: path(), page: 9, found: 7 },
        Error::Journal { path: path(), reason: reason() },
        Error::Unclosed { found: 3, told: 2 },
        Error::Secret { path: path() },
        Error::Write { path: path(), source: source(io::ErrorKind::StorageFull) },
        Error::ReplacesInput { path: path(), input: path() },
        Error::OtherResult { path: path(), of: "../cong-van-2.pdf".to_owned() },
        Error::ForeignFile { path: path() },
        Error::UnknownForm { path: path(), ending: "docx".to_owned() },
        Error::UnknownBook { path: path(), ending: "pdf".to_owned() },
        Error::Formless { path: path(), form: None },
        Error::Formless { path: "-".into(), form: None },
        Error::Formless { path: path(), form: Some("html") },
        Error::OnTerminal { path: path(), of: "cong-van.json".into(), form: "pdf" },
        Error::SeveralInOne { path: path() },
        Error::Form { path: path(), reason: reason() },
        Error::Form { path: path(), reason: Reason::NoOrgans },
        Error::Form { path: path(), reason: Reason::Lacks { fields: "Subject".to_owned() } },
        Error::Form { path: path(), reason: Reason::NoScan },
        Error::Form { path: path(), reason: Reason::NoPlaces },
        Error::Form { path: path(), reason: Reason::NoWords },
        Error::NoRecords { path: path() },
        Error::NoRecords { path: "/".into() },
        Error::Profile { path: path(), line: 3, reason: reason() },
        Error::Profile { path: path(), line: 0, reason: reason() },
        Error::NothingToRead { path: path() },
        Error::EmptyFolder { path: path() },
        Error::NothingToEvaluate { path: path(), what: Wanted::Marks },
        Error::NewerRecord { path: path(), found: 2, known: 1 },
        Error::NotRead { path: path(), reason: reason() },
        Error::WrongPassword { path: path() },
    ];
    kinds.chain(wanted).chain(plans).chain(altered).chain(stores).chain(others).collect()
}

/// One of each reason.
fn reasons() -> Vec<Reason> {
    vec![
        Reason::CannotBeOpened,
        Reason::EndsEarly,
        Reason::ObjectListRebuilt,
        Reason::ObjectsLost,
        Reason::ObjectListUnreadable,
        Reason::ObjectListTooLarge { megabytes: 3 },
        Reason::ObjectsTooDeep,
        Reason::ObjectsUnreadable,
        Reason::EncryptionUnknown,
        Reason::EncryptionBroken,
        Reason::PageListUnreadable,
        Reason::PageListPointsBack,
        Reason::PageListEndless,
        Reason::PageListEntryUnreadable,
        Reason::PageListRest,
        Reason::CannotBeDrawn,
        Reason::DrawnForHours,
        Reason::ContentMissing,
        Reason::ContentPartMissing,
        Reason::ContentBroken,
        Reason::ContentEndsEarly,
        Reason::ContentTooLarge { megabytes: 3 },
        Reason::ContentPackedOver,
        Reason::PictureUndecoded,
        Reason::PictureNotDecodable,
        Reason::PictureFilterUnknown { name: "Foo2".to_owned() },
        Reason::PictureTooLong,
        Reason::PictureMissing,
        Reason::PictureBroken,
        Reason::PictureEndsEarly,
        Reason::PictureBreaksOff { said: "Foo2".to_owned() },
        Reason::PictureLost,
        Reason::RowsMissing { missing: 3, of: 3 },
        Reason::TooLarge,
        Reason::ColoursUnknown,
        Reason::ColourKind { kind: 3 },
        Reason::ColourCount { count: 3 },
        Reason::SeveralPictures,
        Reason::PackedAs { name: "Foo2".to_owned() },
        Reason::PackedAsOldJpeg,
        Reason::PackedAsNumber { number: 3 },
        Reason::SampleBits { bits: 3 },
        Reason::SampleCount { samples: 3 },
        Reason::SamplesPredicted,
        Reason::SamplesFew,
        Reason::TileSize,
        Reason::NotDrawnInTime { time: Duration::from_millis(300) },
        Reason::NotDrawnInMemory { megabytes: 3, signal: Some(9) },
        Reason::DrawerStrange,
        Reason::DrawerNotStarted { said: "Foo2".to_owned() },
        Reason::DrawerMissing,
        Reason::NotReadInTime { time: Duration::from_millis(300) },
        Reason::NotStartedInTime { time: Duration::from_millis(300) },
        Reason::NotStarted { said: "Foo2".to_owned() },
        Reason::EndedAtOnce { how: Ended::Signal(9) },
        Reason::WorkerEnded { how: Ended::Signal(9) },
        Reason::GivenUp,
        Reason::NothingStored,
        Reason::InLine { line: 3, said: "Foo2".to_owned() },
        Reason::OtherFormat { format: "Foo2".to_owned() },
        Reason::NoPlaces,
        Reason::ProfileLine,
        Reason::NoFields,
        Reason::NoOrgans,
        Reason::NoFile,
        Reason::OrganLine,
        Reason::ProfileLacks,
        Reason::Lacks { fields: "OrganId".to_owned() },
        Reason::NoWords,
        Reason::NoScan,
        Reason::PageNotShown { page: 2 },
        Reason::TooManyPages,
        Reason::Said("unexpected end of file".to_owned()),
        Reason::NotDrawnInMemory { megabytes: 3, signal: None },
        Reason::EndedAtOnce { how: Ended::Code(2) },
        Reason::WorkerEnded { how: Ended::Unknown },
    ]
}

/// Names of sentences, with their attributes, and the arguments that each names.
fn sentences(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    let mut name = String::new();
    for line in language.files().iter().flat_map(|file| file.lines()) {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if let Some((id, _)) = line.split_once(" = ") {
            name = match id.trim_start().strip_prefix('.') {
                Some(attribute) => format!("{}.{attribute}", name.split('.').next().unwrap_or_default()),
                None => id.to_owned(),
            };
            assert!(all.insert(name.clone(), BTreeSet::new()).is_none(), "{name} is there twice");
        }
        let arguments = line
            .split('$')
            .skip(1)
            .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric()).collect::<String>());
        all.get_mut(&name).unwrap().extend(arguments);
    }
    all
}

#[test]
fn both_languages_have_the_same_sentences() {
    let (english, vietnamese) = (sentences(Language::English), sentences(Language::Vietnamese));
    for (name, arguments) in &english {
        let there = vietnamese.get(name).unwrap_or_else(|| panic!("vi lacks {name}"));
        assert!(there.is_subset(arguments), "{name} in vi names {there:?}, in en {arguments:?}");
    }
    // Of these clap has the English.
    let own = |name: &&String| !name.starts_with("help") && !name.starts_with("usage-");
    let more: Vec<_> = vietnamese.keys().filter(own).filter(|name| !english.contains_key(*name)).collect();
    assert!(more.is_empty(), "en lacks {more:?}");
}

#[test]
fn every_file_keeps_the_syntax() {
    for file in Language::VARIANTS.iter().flat_map(|language| language.files()) {
        let read = fluent_bundle::FluentResource::try_new((*file).to_owned());
        assert!(read.is_ok(), "{:?}", read.err().map(|(_, errors)| errors));
        // A line break in a sentence would come out as one.
        assert!(!file.contains('\r') && !file.contains('\t'));
        assert!(unicode_normalization::is_nfc(file), "composed letters, as everywhere");
    }
}

#[test]
fn every_warning_is_said_in_both_languages() {
    let codes: BTreeSet<Code> = doubts().iter().map(Doubt::code).collect();
    assert_eq!(codes, Code::VARIANTS.iter().copied().collect(), "add the new doubt to `doubts`");
    for doubt in doubts() {
        let warning = Warning::new(doubt).on(PageIndex(2));
        for language in Language::VARIANTS {
            let said = Words::of(*language).warning(&warning);
            assert!(said.contains(' ') && !said.contains('{') && !said.ends_with('.'), "{said}");
        }
        assert_ne!(Words::english().warning(&warning), Words::of(Language::Vietnamese).warning(&warning));
    }
}

#[test]
fn every_error_is_said_in_both_languages_with_what_to_do() {
    let codes: BTreeSet<error::Code> = errors().iter().map(error::Code::from).collect();
    assert_eq!(codes, error::Code::VARIANTS.iter().copied().collect(), "add the new error to `errors`");
    for error in errors() {
        let english = Words::english().error(&error);
        let cause = std::error::Error::source(&error).map_or_else(String::new, |cause| format!(": {cause}"));
        assert_eq!(english, format!("{error}{cause}"), "the log and the screen say the same");
        let vietnamese = Words::of(Language::Vietnamese).error(&error);
        assert_ne!(english, vietnamese);
        for language in Language::VARIANTS {
            let (said, hint) = (Words::of(*language).error(&error), Words::of(*language).hint(&error));
            assert!(!said.contains('{') && !said.ends_with('.'), "{said}");
            match hint {
                Some(hint) => assert!(!hint.contains('{'), "{hint}"),
                // Whoever pressed Ctrl-C knows what to do.
                None => assert!(matches!(error, Error::Interrupted), "no hint for {said}"),
            }
        }
    }
}

#[test]
fn every_reason_is_said_in_both_languages() {
    let kinds: BTreeSet<ReasonKind> = reasons().iter().map(ReasonKind::from).collect();
    assert_eq!(kinds, ReasonKind::VARIANTS.iter().copied().collect(), "add the new reason to `reasons`");
    for reason in reasons() {
        let english = Words::english().reason(&reason);
        assert_eq!(english, reason.to_string(), "the log and the screen say the same");
        let vietnamese = Words::of(Language::Vietnamese).reason(&reason);
        assert_ne!(english, vietnamese);
        assert!(!vietnamese.contains('{') && !vietnamese.ends_with('.'), "{vietnamese}");
    }
}

#[test]
fn what_the_system_says_is_said_in_vietnamese() {
    let error = Error::Read { path: "a.pdf".into(), source: io::Error::from_raw_os_error(2) };
    assert_eq!(
        Words::of(Language::Vietnamese).error(&error),
        "không đọc được a.pdf: không có tệp hoặc thư mục này"
    );
}

#[test]
fn plurals_are_those_of_the_language() {
    let said = |language, jobs: u32| {
        Words::of(language).say(&super::Sentence::new("doctor-jobs").with("jobs", jobs))
    };
    assert_eq!(said(Language::English, 1), "1 page at once");
    assert_eq!(said(Language::English, 2), "2 pages at once");
    assert_eq!(said(Language::Vietnamese, 1), "đọc 1 trang cùng lúc");
}

#[test]
fn languages_are_known_by_their_locales() {
    for locale in ["vi", "vi_VN", "vi_VN.UTF-8", "vi-VN", "vi.UTF-8", "VI_VN"] {
        assert_eq!(Language::of_locale(locale), Language::Vietnamese, "{locale}");
    }
    for locale in ["", "C", "POSIX", "en_US.UTF-8", "C.UTF-8", "vie", "visual"] {
        assert_eq!(Language::of_locale(locale), Language::English, "{locale}");
    }
}
