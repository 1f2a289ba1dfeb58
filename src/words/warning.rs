//! Warnings as sentences.

use super::{Sentence, Words};
use crate::warning::{Doubt, Warning};

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
            Doubt::PageUnread { engine, reason } => {
                Sentence::new("page-unread").with("engine", engine.as_str()).with("reason", reason.as_str())
            }
            Doubt::PageOtherLanguage { share } => Sentence::new("page-other-language").with("share", share),
            Doubt::PageDamaged { reason } => Sentence::new("page-damaged").with("reason", reason.as_str()),
            Doubt::PictureDamaged => Sentence::new("page-damaged-picture"),
            Doubt::PageFault { place, reason } => Sentence::new("page-damaged-fault")
                .with("place", place.as_str())
                .with("reason", reason.as_str()),
            Doubt::PageOldEncoding { encoding } => {
                Sentence::new("page-old-encoding").with("encoding", encoding.as_str())
            }
            Doubt::RestoreDoubtful { doubtful, words } => {
                Sentence::new("restore-doubtful").with("doubtful", doubtful).with("words", words)
            }
            Doubt::RestoreDigitChanged { words, shown } => {
                let changes: Vec<String> =
                    shown.iter().map(|(read, now)| format!("{read} → {now}")).collect();
                let more = if *words > shown.len() { ", …" } else { "" };
                Sentence::new("restore-digit-changed")
                    .with("words", words)
                    .with("shown", changes.join(", ") + more)
            }
            Doubt::DocumentNoNumber => Sentence::new("document-no-number"),
            Doubt::DocumentNoDate => Sentence::new("document-no-date"),
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
                .with("here", here.as_str())
                .with("elsewhere", elsewhere.as_str()),
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
