//! What made a result worse without stopping the work.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use crate::geometry::{PageIndex, PixelBox};
use crate::reason::Reason;

/// A doubt about a result: what it is, and where.
///
/// It holds no sentence: [`words`](crate::words) makes one, in the language of whoever reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Warning {
    /// What is doubted.
    pub doubt: Doubt,
    /// The page it is about, when it is about one.
    pub page: Option<PageIndex>,
    /// The place on that page, when there is one.
    pub place: Option<PixelBox>,
}

impl Warning {
    /// A warning about the whole document.
    pub fn new(doubt: Doubt) -> Warning {
        Warning { doubt, page: None, place: None }
    }

    /// The same about one page.
    #[must_use]
    pub fn on(mut self, page: PageIndex) -> Warning {
        self.page = Some(page);
        self
    }

    /// The same about one place of its page.
    #[must_use]
    pub fn at(mut self, place: Option<PixelBox>) -> Warning {
        self.place = place;
        self
    }
}

/// A result, and what to distrust in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Warned<T> {
    /// The result.
    pub output: T,
    /// The doubts, in the order they arose. May be empty.
    pub warnings: Vec<Warning>,
}

impl<T> Warned<T> {
    /// A result without a doubt.
    pub fn sure(output: T) -> Warned<T> {
        Warned { output, warnings: Vec::new() }
    }

    /// The result, its doubts moved to `warnings`.
    pub fn take(self, warnings: &mut Vec<Warning>) -> T {
        warnings.extend(self.warnings);
        self.output
    }
}

/// What is doubted, with all that its sentence names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// [`Code::PageBlank`].
    PageBlank,
    /// [`Code::PageLowResolution`].
    PageLowResolution {
        /// Dots per inch, under 150.
        dpi: u32,
    },
    /// [`Code::PageOrientationUnsure`].
    PageOrientationUnsure,
    /// [`Code::PageUnread`]: its text layer alone was to be used, and it has none.
    PageWithoutTextLayer,
    /// [`Code::PageUnread`]: the engine failed on it, twice.
    PageUnread {
        /// The engine.
        engine: String,
        /// Why.
        reason: Reason,
    },
    /// [`Code::PageUnread`]: its picture is larger than allowed.
    PageTooLarge {
        /// Pixels of its picture.
        pixels: u64,
        /// How many are allowed.
        limit: u64,
    },
    /// [`Code::PageUnread`]: it is whole, and packed or coloured in a way that is not read.
    PageNotRead {
        /// What is not read.
        reason: Reason,
    },
    /// [`Code::PageUnread`]: drawing it took more time or memory than a page may.
    PageNotDrawn {
        /// Of which.
        reason: Reason,
    },
    /// [`Code::PageOtherLanguage`].
    PageOtherLanguage {
        /// Share of its words that could be Vietnamese, in percent, 0 to 100.
        share: usize,
    },
    /// [`Code::PageDamaged`]: a part of it is missing or broken, or all of it.
    PageDamaged {
        /// What.
        reason: Reason,
    },
    /// [`Code::PageDamaged`] of the last page there is: the file says that it has more.
    PagesMissing {
        /// How many it says it has.
        promised: u32,
        /// Why they are not there, where it is known.
        reason: Option<Reason>,
    },
    /// [`Code::PageDamaged`] of the last page there is: the list of pages is broken behind it.
    PagesEnd {
        /// Whether the list says that another page follows; otherwise it may have ended there.
        is_sure: bool,
        /// How it is broken.
        reason: Reason,
    },
    /// [`Code::PageDamaged`] of a text file: characters that could not be read.
    TextDamaged {
        /// How many. At least 1.
        characters: usize,
    },
    /// [`Code::PageDamaged`]: the program itself is at fault and gave up on the page.
    PageFault {
        /// Where in the code, as `src/text.rs:12:5`.
        place: String,
        /// What the code said.
        reason: String,
    },
    /// [`Code::PageOldEncoding`].
    PageOldEncoding {
        /// Such as `TCVN3`.
        encoding: String,
    },
    /// [`Code::PageOldEncoding`] of a text file.
    TextOldEncoding {
        /// Such as `Windows-1258`.
        encoding: String,
    },
    /// [`Code::PageOldEncoding`] of a text file that does not begin with the mark of its encoding.
    TextUnmarked {
        /// Such as `UTF-16`.
        encoding: String,
    },
    /// [`Code::PageNoWords`].
    PageNoWords,
    /// [`Code::PageHandwriting`].
    PageHandwriting,
    /// [`Code::FileAttachments`].
    FileAttachments {
        /// Their names, in the order of the file. At least one.
        names: Vec<String>,
    },
    /// [`Code::FileAttachments`]: the file is nothing but such files.
    FilePortfolio {
        /// Their names, in the order of the file; empty where none could be listed.
        names: Vec<String>,
    },
    /// [`Code::FileForm`].
    FileForm,
    /// [`Code::RestoreDoubtful`].
    RestoreDoubtful {
        /// How many words are doubtful.
        doubtful: usize,
        /// Of how many.
        words: usize,
    },
    /// [`Code::RestoreDigitChanged`].
    RestoreDigitChanged {
        /// How many words have other digits. At least 1.
        words: usize,
        /// The first of them, at most [`Doubt::SHOWN`].
        shown: Vec<DigitChange>,
    },
    /// [`Code::DocumentNoNumber`]: there is no place for one, or nothing in it could be read.
    DocumentNoNumber,
    /// [`Code::DocumentNoNumber`]: it is written by hand, which is not read.
    DocumentNumberByHand,
    /// [`Code::DocumentNoNumber`]: its place is left blank, as in a draft.
    DocumentNumberBlank,
    /// [`Code::DocumentNoDate`]: there is no place for one, or not all of it could be read.
    DocumentNoDate,
    /// [`Code::DocumentNoDate`]: it is written by hand, at least in part, which is not read.
    DocumentDateByHand,
    /// [`Code::DocumentNoDate`]: its place is left blank, at least in part.
    DocumentDateBlank,
    /// [`Code::DocumentNoSigner`].
    DocumentNoSigner,
    /// [`Code::DocumentSeveral`].
    DocumentSeveral {
        /// First and last page of each further document, as they are counted in the file. At least one.
        others: Vec<(u32, u32)>,
    },
    /// [`Code::DocumentNoLetterhead`].
    DocumentNoLetterhead,
    /// [`Code::ReferenceDisagrees`]: by its date.
    ReferenceDate {
        /// Of the document that is cited.
        symbol: String,
        /// Its date here, as YYYY-MM-DD.
        here: String,
        /// Its date where others cite it.
        elsewhere: String,
    },
    /// [`Code::ReferenceDisagrees`]: by who issued it.
    ReferenceIssuer {
        /// Of the document that is cited.
        symbol: String,
        /// The issuer as named here.
        here: String,
        /// The issuer where others cite it.
        elsewhere: String,
    },
    /// [`Code::ExtractTwoLeads`].
    ExtractTwoLeads {
        /// As written, in the order of the text. At least two.
        names: Vec<String>,
    },
    /// [`Code::ExtractDateUnresolved`]: a day or month without its year; the first that fits was taken.
    DateWithoutYear {
        /// As printed.
        written: String,
    },
    /// [`Code::ExtractDateUnresolved`]: it depends on what the document does not say.
    DateUnresolved {
        /// As printed.
        written: String,
    },
    /// [`Code::ExtractDoubtfulWord`].
    ExtractDoubtfulWord {
        /// The finding, in its own words.
        finding: String,
    },
}

/// A word that has other digits than were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigitChange {
    /// Its page.
    pub page: PageIndex,
    /// As read.
    pub read: String,
    /// As restored.
    pub now: String,
}

impl Doubt {
    /// How many words a doubt about many shows.
    pub const SHOWN: usize = 3;

    /// Its stable code.
    pub fn code(&self) -> Code {
        match self {
            Doubt::PageBlank => Code::PageBlank,
            Doubt::PageLowResolution { .. } => Code::PageLowResolution,
            Doubt::PageOrientationUnsure => Code::PageOrientationUnsure,
            Doubt::PageWithoutTextLayer
            | Doubt::PageUnread { .. }
            | Doubt::PageTooLarge { .. }
            | Doubt::PageNotRead { .. }
            | Doubt::PageNotDrawn { .. } => Code::PageUnread,
            Doubt::PageOtherLanguage { .. } => Code::PageOtherLanguage,
            Doubt::PageDamaged { .. }
            | Doubt::PagesMissing { .. }
            | Doubt::PagesEnd { .. }
            | Doubt::TextDamaged { .. }
            | Doubt::PageFault { .. } => Code::PageDamaged,
            Doubt::PageOldEncoding { .. } | Doubt::TextOldEncoding { .. } | Doubt::TextUnmarked { .. } => {
                Code::PageOldEncoding
            }
            Doubt::PageNoWords => Code::PageNoWords,
            Doubt::PageHandwriting => Code::PageHandwriting,
            Doubt::FileAttachments { .. } | Doubt::FilePortfolio { .. } => Code::FileAttachments,
            Doubt::FileForm => Code::FileForm,
            Doubt::RestoreDoubtful { .. } => Code::RestoreDoubtful,
            Doubt::RestoreDigitChanged { .. } => Code::RestoreDigitChanged,
            Doubt::DocumentNoNumber | Doubt::DocumentNumberByHand | Doubt::DocumentNumberBlank => {
                Code::DocumentNoNumber
            }
            Doubt::DocumentNoDate | Doubt::DocumentDateByHand | Doubt::DocumentDateBlank => {
                Code::DocumentNoDate
            }
            Doubt::DocumentNoSigner => Code::DocumentNoSigner,
            Doubt::DocumentSeveral { .. } => Code::DocumentSeveral,
            Doubt::DocumentNoLetterhead => Code::DocumentNoLetterhead,
            Doubt::ReferenceDate { .. } | Doubt::ReferenceIssuer { .. } => Code::ReferenceDisagrees,
            Doubt::ExtractTwoLeads { .. } => Code::ExtractTwoLeads,
            Doubt::DateWithoutYear { .. } | Doubt::DateUnresolved { .. } => Code::ExtractDateUnresolved,
            Doubt::ExtractDoubtfulWord { .. } => Code::ExtractDoubtfulWord,
        }
    }
}

/// The kinds of doubt. Their text form (`page.blank`) is stable and stands in the record.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, VariantArray,
)]
pub enum Code {
    /// Nothing is printed on the page.
    #[serde(rename = "page.blank")]
    PageBlank,
    /// The scan has fewer than 150 dots per inch.
    #[serde(rename = "page.low_resolution")]
    PageLowResolution,
    /// It could not be told which way is up.
    #[serde(rename = "page.orientation_unsure")]
    PageOrientationUnsure,
    /// The page could not be read at all.
    #[serde(rename = "page.unread")]
    PageUnread,
    /// The page seems to be in another language than Vietnamese.
    #[serde(rename = "page.other_language")]
    PageOtherLanguage,
    /// Some part of the source page could not be drawn.
    #[serde(rename = "page.damaged")]
    PageDamaged,
    /// The text of the page was in an encoding from before Unicode and was converted.
    #[serde(rename = "page.old_encoding")]
    PageOldEncoding,
    /// There is ink on the page, and no word was read.
    #[serde(rename = "page.no_words")]
    PageNoWords,
    /// The page is written by hand, and was not read.
    #[serde(rename = "page.handwriting")]
    PageHandwriting,
    /// Files are attached to the file, and were not read.
    #[serde(rename = "file.attachments")]
    FileAttachments,
    /// The file holds a form that is not drawn.
    #[serde(rename = "file.form")]
    FileForm,
    /// Many words of the document stay doubtful.
    #[serde(rename = "restore.doubtful")]
    RestoreDoubtful,
    /// A digit was changed by a closed grammar.
    #[serde(rename = "restore.digit_changed")]
    RestoreDigitChanged,
    /// No number of the document was found.
    #[serde(rename = "document.no_number")]
    DocumentNoNumber,
    /// No date of the document was found.
    #[serde(rename = "document.no_date")]
    DocumentNoDate,
    /// No signer was found.
    #[serde(rename = "document.no_signer")]
    DocumentNoSigner,
    /// The file holds further documents; the warning names their pages.
    #[serde(rename = "document.several")]
    DocumentSeveral,
    /// No letterhead was found, so the kind of document is unsure.
    #[serde(rename = "document.no_letterhead")]
    DocumentNoLetterhead,
    /// A citation has another date or issuer than the same document where others cite it.
    #[serde(rename = "reference.disagrees")]
    ReferenceDisagrees,
    /// A task names more than one body to lead it.
    #[serde(rename = "extract.two_leads")]
    ExtractTwoLeads,
    /// A date could not be resolved: a relative one whose start is unknown.
    #[serde(rename = "extract.date_unresolved")]
    ExtractDateUnresolved,
    /// A finding rests on a doubtful word.
    #[serde(rename = "extract.doubtful_word")]
    ExtractDoubtfulWord,
}
