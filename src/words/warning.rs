//! Warnings as sentences.

use super::{Sentence, Words};
use crate::warning::{DigitChange, Doubt, Warning};

impl Words {
    /// A warning as one sentence: lower case, without a full stop.
    pub fn warning(&self, warning: &Warning) -> String {
        let sentence = self.doubt(&warning.doubt);
        self.say(&match warning.page {
            Some(page) => sentence.with("page", page.number()),
            None => sentence,
        })
    }

    fn doubt<'a>(&self, doubt: &'a Doubt) -> Sentence<'a> {
        match doubt {
            Doubt::PageBlank => Sentence::new("page-blank"),
            Doubt::PageLowResolution { dpi } => Sentence::new("page-low-resolution").with("dpi", dpi),
            Doubt::PageOrientationUnsure => Sentence::new("page-orientation-unsure"),
            Doubt::PageWithoutTextLayer => Sentence::new("page-unread-no-layer"),
            Doubt::PageUnread { engine, reason } => Sentence::new("page-unread")
                .with("engine", engine.as_str())
                .with("reason", self.reason(reason)),
            // As text: these are long, and no plural hangs on them.
            Doubt::PageTooLarge { pixels, limit } => Sentence::new("page-unread-too-large")
                .with("pixels", pixels.to_string())
                .with("limit", limit.to_string()),
            Doubt::PageNotRead { reason } => {
                Sentence::new("page-unread-kind").with("reason", self.reason(reason))
            }
            Doubt::PageNotDrawn { reason } => {
                Sentence::new("page-unread-not-drawn").with("reason", self.reason(reason))
            }
            Doubt::PageOtherLanguage { share } => Sentence::new("page-other-language").with("share", share),
            Doubt::PageDamaged { reason } => {
                Sentence::new("page-damaged").with("reason", self.reason(reason))
            }
            Doubt::PagesMissing { promised, reason: None } => {
                Sentence::new("page-damaged-missing").with("promised", promised)
            }
            Doubt::PagesMissing { promised, reason: Some(reason) } => {
                Sentence::new("page-damaged-missing-why")
                    .with("promised", promised)
                    .with("reason", self.reason(reason))
            }
            Doubt::PagesEnd { is_sure, reason } => {
                Sentence::new(if *is_sure { "page-damaged-end" } else { "page-damaged-end-unsure" })
                    .with("reason", self.reason(reason))
            }
            Doubt::TextDamaged { characters } => {
                Sentence::new("page-damaged-text").with("characters", characters)
            }
            Doubt::PageFault { place, reason } => Sentence::new("page-damaged-fault")
                .with("place", place.as_str())
                .with("reason", reason.as_str()),
            Doubt::PageOldEncoding { encoding } => {
                Sentence::new("page-old-encoding").with("encoding", encoding.as_str())
            }
            Doubt::TextOldEncoding { encoding } => {
                Sentence::new("page-old-encoding-text").with("encoding", encoding.as_str())
            }
            Doubt::TextUnmarked { encoding } => {
                Sentence::new("page-old-encoding-unmarked").with("encoding", encoding.as_str())
            }
            Doubt::PageNoWords => Sentence::new("page-no-words"),
            Doubt::PageHandwriting => Sentence::new("page-handwriting"),
            Doubt::FileAttachments { names } => {
                Sentence::new("file-attachments").with("names", names.join(", "))
            }
            Doubt::FilePortfolio { names } if names.is_empty() => {
                Sentence::new("file-attachments-portfolio-unlisted")
            }
            Doubt::FilePortfolio { names } => {
                Sentence::new("file-attachments-portfolio").with("names", names.join(", "))
            }
            Doubt::FileForm => Sentence::new("file-form"),
            Doubt::RestoreDoubtful { doubtful, words } => {
                Sentence::new("restore-doubtful").with("doubtful", doubtful).with("words", words)
            }
            Doubt::RestoreDigitChanged { words, shown } => {
                let change = |change: &DigitChange| {
                    let DigitChange { page, read, now } = change;
                    let sentence = Sentence::new("digit-change").with("page", page.number());
                    self.say(&sentence.with("read", read.as_str()).with("now", now.as_str()))
                };
                let changes: Vec<String> = shown.iter().map(change).collect();
                let more = if *words > shown.len() { ", …" } else { "" };
                Sentence::new("restore-digit-changed")
                    .with("words", words)
                    .with("shown", changes.join(", ") + more)
            }
            Doubt::DocumentNoNumber => Sentence::new("document-no-number"),
            Doubt::DocumentNumberByHand => Sentence::new("document-no-number-by-hand"),
            Doubt::DocumentNumberBlank => Sentence::new("document-no-number-blank"),
            Doubt::DocumentNoDate => Sentence::new("document-no-date"),
            Doubt::DocumentDateByHand => Sentence::new("document-no-date-by-hand"),
            Doubt::DocumentDateBlank => Sentence::new("document-no-date-blank"),
            Doubt::DocumentNoSigner => Sentence::new("document-no-signer"),
            Doubt::DocumentSeveral { others } => {
                let pages = |(first, last): &(u32, u32)| {
                    if first == last { first.to_string() } else { format!("{first}-{last}") }
                };
                let pages: Vec<String> = others.iter().map(pages).collect();
                Sentence::new("document-several").with("pages", pages.join(", "))
            }
            Doubt::DocumentNoLetterhead => Sentence::new("document-no-letterhead"),
            Doubt::ExtractTwoLeads { names } => {
                Sentence::new("extract-two-leads").with("count", names.len()).with("names", names.join("; "))
            }
            Doubt::DateWithoutYear { written } => {
                Sentence::new("extract-date-unresolved-year").with("written", written.as_str())
            }
            Doubt::DateUnresolved { written } => {
                Sentence::new("extract-date-unresolved").with("written", written.as_str())
            }
            Doubt::ReferenceDate { symbol, here, elsewhere } => Sentence::new("reference-date")
                .with("symbol", symbol.as_str())
                .with("here", self.partial_day(here))
                .with("elsewhere", self.partial_day(elsewhere)),
            Doubt::ReferenceIssuer { symbol, here, elsewhere } => Sentence::new("reference-issuer")
                .with("symbol", symbol.as_str())
                .with("here", here.as_str())
                .with("elsewhere", elsewhere.as_str()),
            Doubt::ExtractDoubtfulWord { finding } => {
                Sentence::new("extract-doubtful-word").with("finding", finding.as_str())
            }
        }
    }
}
