//! Reasons as parts of sentences.

use std::time::Duration;

use super::{Sentence, Words};
use crate::reason::{Ended, Reason};

impl Words {
    /// Why something could not be opened, drawn or read: lower case, without a full stop.
    pub fn reason(&self, reason: &Reason) -> String {
        self.say(&self.sentence_of(reason))
    }

    fn sentence_of<'a>(&self, reason: &'a Reason) -> Sentence<'a> {
        let seconds =
            |time: &Duration| self.decimal(f64::from((time.as_secs_f32() * 1000.0).round()) / 1000.0);
        match reason {
            Reason::CannotBeOpened => Sentence::new("reason-cannot-be-opened"),
            Reason::EndsEarly => Sentence::new("reason-ends-early"),
            Reason::ObjectListRebuilt => Sentence::new("reason-object-list-rebuilt"),
            Reason::ObjectsLost => Sentence::new("reason-objects-lost"),
            Reason::ObjectListUnreadable => Sentence::new("reason-object-list-unreadable"),
            Reason::ObjectListTooLarge { megabytes } => {
                Sentence::new("reason-object-list-too-large").with("megabytes", megabytes.to_string())
            }
            Reason::ObjectsTooDeep => Sentence::new("reason-objects-too-deep"),
            Reason::ObjectsUnreadable => Sentence::new("reason-objects-unreadable"),
            Reason::EncryptionUnknown => Sentence::new("reason-encryption-unknown"),
            Reason::EncryptionBroken => Sentence::new("reason-encryption-broken"),
            Reason::PageListUnreadable => Sentence::new("reason-page-list-unreadable"),
            Reason::PageListPointsBack => Sentence::new("reason-page-list-points-back"),
            Reason::PageListEndless => Sentence::new("reason-page-list-endless"),
            Reason::PageListEntryUnreadable => Sentence::new("reason-page-list-entry-unreadable"),
            Reason::PageListRest => Sentence::new("reason-page-list-rest"),
            Reason::CannotBeDrawn => Sentence::new("reason-cannot-be-drawn"),
            Reason::DrawnForHours => Sentence::new("reason-drawn-for-hours"),
            Reason::ContentMissing => Sentence::new("reason-content-missing"),
            Reason::ContentPartMissing => Sentence::new("reason-content-part-missing"),
            Reason::ContentBroken => Sentence::new("reason-content-broken"),
            Reason::ContentEndsEarly => Sentence::new("reason-content-ends-early"),
            Reason::ContentTooLarge { megabytes } => {
                Sentence::new("reason-content-too-large").with("megabytes", megabytes.to_string())
            }
            Reason::ContentPackedOver => Sentence::new("reason-content-packed-over"),
            Reason::PictureUndecoded => Sentence::new("reason-picture-undecoded"),
            Reason::PictureNotDecodable => Sentence::new("reason-picture-not-decodable"),
            Reason::PictureFilterUnknown { name } => {
                Sentence::new("reason-picture-filter-unknown").with("name", name.as_str())
            }
            Reason::PictureTooLong => Sentence::new("reason-picture-too-long"),
            Reason::PictureMissing => Sentence::new("reason-picture-missing"),
            Reason::PictureBroken => Sentence::new("reason-picture-broken"),
            Reason::PictureEndsEarly => Sentence::new("reason-picture-ends-early"),
            Reason::PictureBreaksOff { said } => {
                Sentence::new("reason-picture-breaks-off").with("said", said.as_str())
            }
            Reason::PictureLost => Sentence::new("reason-picture-lost"),
            Reason::RowsMissing { missing, of } => Sentence::new("reason-rows-missing")
                .with("missing", missing.to_string())
                .with("of", of.to_string()),
            Reason::TooLarge => Sentence::new("reason-too-large"),
            Reason::ColoursUnknown => Sentence::new("reason-colours-unknown"),
            Reason::ColourKind { kind } => Sentence::new("reason-colour-kind").with("kind", kind.to_string()),
            Reason::ColourCount { count } => {
                Sentence::new("reason-colour-count").with("count", count.to_string())
            }
            Reason::SeveralPictures => Sentence::new("reason-several-pictures"),
            Reason::PackedAs { name } => Sentence::new("reason-packed-as").with("name", name.as_str()),
            Reason::PackedAsOldJpeg => Sentence::new("reason-packed-as-old-jpeg"),
            Reason::PackedAsNumber { number } => {
                Sentence::new("reason-packed-as-number").with("number", number.to_string())
            }
            Reason::SampleBits { bits } => Sentence::new("reason-sample-bits").with("bits", bits.to_string()),
            Reason::SampleCount { samples } => {
                Sentence::new("reason-sample-count").with("samples", samples.to_string())
            }
            Reason::SamplesPredicted => Sentence::new("reason-samples-predicted"),
            Reason::SamplesFew => Sentence::new("reason-samples-few"),
            Reason::TileSize => Sentence::new("reason-tile-size"),
            Reason::NotDrawnInTime { time } => {
                Sentence::new("reason-not-drawn-in-time").with("seconds", seconds(time))
            }
            Reason::NotDrawnInMemory { megabytes, signal: None } => {
                Sentence::new("reason-not-drawn-in-memory").with("megabytes", megabytes.to_string())
            }
            Reason::NotDrawnInMemory { megabytes, signal: Some(signal) } => {
                Sentence::new("reason-not-drawn-in-memory-killed")
                    .with("megabytes", megabytes.to_string())
                    .with("signal", signal)
            }
            Reason::DrawerStrange => Sentence::new("reason-drawer-strange"),
            Reason::DrawerNotStarted { said } => {
                Sentence::new("reason-drawer-not-started").with("said", said.as_str())
            }
            Reason::DrawerMissing => Sentence::new("reason-drawer-missing"),
            Reason::NotReadInTime { time } => {
                Sentence::new("reason-not-read-in-time").with("seconds", seconds(time))
            }
            Reason::NotStartedInTime { time } => {
                Sentence::new("reason-not-started-in-time").with("seconds", seconds(time))
            }
            Reason::NotStarted { said } => Sentence::new("reason-not-started").with("said", said.as_str()),
            Reason::EndedAtOnce { how } => ended("reason-ended-at-once", *how),
            Reason::WorkerEnded { how } => ended("reason-worker-ended", *how),
            Reason::GivenUp => Sentence::new("reason-given-up"),
            Reason::NothingStored => Sentence::new("reason-nothing-stored"),
            Reason::InLine { line, said } => {
                Sentence::new("reason-in-line").with("line", line.to_string()).with("said", said.as_str())
            }
            Reason::OtherFormat { format } => {
                Sentence::new("reason-other-format").with("format", format.as_str())
            }
            Reason::OrganLine => Sentence::new("reason-organ-line"),
            Reason::NoFields => Sentence::new("reason-no-fields"),
            Reason::NoFile => Sentence::new("reason-no-file"),
            Reason::ProfileLine => Sentence::new("reason-profile-line"),
            Reason::ProfileLacks => Sentence::new("reason-profile-lacks"),
            Reason::Lacks { fields } => Sentence::new("reason-lacks").with("fields", fields.as_str()),
            Reason::NoOrgans => Sentence::new("reason-no-organs"),
            Reason::NoPlaces => Sentence::new("reason-no-places"),
            Reason::NoWords => Sentence::new("reason-no-words"),
            Reason::NoScan => Sentence::new("reason-no-scan"),
            Reason::PageNotShown { page } => {
                Sentence::new("reason-page-not-shown").with("page", page.to_string())
            }
            Reason::TooManyPages => Sentence::new("reason-too-many-pages"),
            Reason::Said(said) => Sentence::new("reason-said").with("said", said.as_str()),
        }
    }
}

fn ended(id: &str, how: Ended) -> Sentence<'static> {
    match how {
        Ended::Unknown => Sentence::new(id.to_owned()),
        Ended::Code(code) => Sentence::new(format!("{id}-code")).with("code", code),
        Ended::Signal(signal) => Sentence::new(format!("{id}-signal")).with("signal", signal),
    }
}
