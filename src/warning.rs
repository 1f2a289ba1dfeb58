//! What made a result worse without stopping the work.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::geometry::{PageIndex, PixelBox};

/// A doubt about a result: it has a stable code, a place and one sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Warning {
    /// What kind of doubt it is; never renamed.
    pub code: Code,
    /// One sentence in English, lower case, without a full stop, that names the thing.
    pub message: String,
    /// The page it is about, when it is about one.
    pub page: Option<PageIndex>,
    /// The place on that page, when there is one.
    pub place: Option<PixelBox>,
}

impl Warning {
    /// A warning about the whole document.
    pub fn new(code: Code, message: impl Into<String>) -> Warning {
        Warning { code, message: message.into(), page: None, place: None }
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

/// The kinds of doubt. Their text form (`page.blank`) is stable and stands in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
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

impl Code {
    /// All codes, for the documentation and its test.
    pub const ALL: [Code; 17] = [
        Code::PageBlank,
        Code::PageLowResolution,
        Code::PageOrientationUnsure,
        Code::PageUnread,
        Code::PageOtherLanguage,
        Code::PageDamaged,
        Code::PageOldEncoding,
        Code::RestoreDoubtful,
        Code::RestoreDigitChanged,
        Code::DocumentNoNumber,
        Code::DocumentNoDate,
        Code::DocumentNoSigner,
        Code::DocumentNoLetterhead,
        Code::ReferenceDisagrees,
        Code::ExtractTwoLeads,
        Code::ExtractDateUnresolved,
        Code::ExtractDoubtfulWord,
    ];
}
