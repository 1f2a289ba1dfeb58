//! Why something could not be opened, drawn or read, as a part of the sentence that says so.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use strum::{EnumDiscriminants, VariantArray};

/// Why something could not be opened, drawn or read.
///
/// Its text form is English and follows "page 2 is damaged: "; [`words`](crate::words) says it in either language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error, EnumDiscriminants)]
#[strum_discriminants(doc = "The kinds of reason.", name(ReasonKind), derive(PartialOrd, Ord, VariantArray))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// The file as a whole.
    #[error("it cannot be opened")]
    CannotBeOpened,
    /// Of a file: its last part is missing.
    #[error("the file ends early")]
    EndsEarly,
    /// Of a PDF.
    #[error("the file's list of objects is broken and was put together anew")]
    ObjectListRebuilt,
    /// Of a PDF.
    #[error("a part of the file's objects is broken")]
    ObjectsLost,
    /// Of a PDF.
    #[error("its list of objects cannot be read")]
    ObjectListUnreadable,
    /// Of a PDF.
    #[error("its list of objects unpacks to more than {megabytes} MB")]
    ObjectListTooLarge {
        /// So much is allowed.
        megabytes: u64,
    },
    /// Of a PDF.
    #[error("its objects lie too deep in each other")]
    ObjectsTooDeep,
    /// Of a page of a PDF.
    #[error("its objects cannot be read")]
    ObjectsUnreadable,
    /// Of a PDF.
    #[error("its encryption is of an unknown kind")]
    EncryptionUnknown,
    /// Of a PDF.
    #[error("its encryption is broken")]
    EncryptionBroken,
    /// Of a TIFF.
    #[error("its list of pages cannot be read")]
    PageListUnreadable,
    /// Of a TIFF.
    #[error("it points back")]
    PageListPointsBack,
    /// Of a TIFF.
    #[error("it does not end")]
    PageListEndless,
    /// Of a TIFF.
    #[error("the next entry cannot be read")]
    PageListEntryUnreadable,
    /// Of a TIFF.
    #[error("a part of the file belongs to no page")]
    PageListRest,
    /// Of a page of a PDF.
    #[error("it cannot be drawn")]
    CannotBeDrawn,
    /// Of a page of a PDF.
    #[error("what it draws would take hours")]
    DrawnForHours,
    /// Of a page of a PDF.
    #[error("its content is missing")]
    ContentMissing,
    /// Of a page of a PDF.
    #[error("a part of its content is missing")]
    ContentPartMissing,
    /// Of a page of a PDF.
    #[error("its content is broken")]
    ContentBroken,
    /// Of a page of a PDF.
    #[error("its content ends early")]
    ContentEndsEarly,
    /// Of a page of a PDF.
    #[error("its content unpacks to more than {megabytes} MB")]
    ContentTooLarge {
        /// So much is allowed.
        megabytes: u64,
    },
    /// Of a page of a PDF.
    #[error("its content is packed several times over")]
    ContentPackedOver,
    /// Of a page of a PDF.
    #[error("a picture on it could not be decoded")]
    PictureUndecoded,
    /// Of a page.
    #[error("its picture cannot be decoded")]
    PictureNotDecodable,
    /// Of a page of a PDF.
    #[error("its picture is packed in an unknown way ({name})")]
    PictureFilterUnknown {
        /// As the file names it.
        name: String,
    },
    /// Of a page of a PDF.
    #[error("its picture unpacks to more than its size needs")]
    PictureTooLong,
    /// Of a page of a PDF.
    #[error("a picture that it draws is missing")]
    PictureMissing,
    /// Of a page.
    #[error("the data of its picture are broken")]
    PictureBroken,
    /// Of a page.
    #[error("the data of its picture end early")]
    PictureEndsEarly,
    /// Of a page.
    #[error("its picture breaks off: {said}")]
    PictureBreaksOff {
        /// By the decoder, in English.
        said: String,
    },
    /// Of a page.
    #[error("nothing of its picture can be unpacked")]
    PictureLost,
    /// Of a page.
    #[error("{missing} of {of} rows of its picture are missing")]
    RowsMissing {
        /// At least 1.
        missing: u64,
        /// Rows of the picture.
        of: u64,
    },
    /// Of a picture.
    #[error("it is too large")]
    TooLarge,
    /// Of a picture.
    #[error("its colours are of an unknown kind")]
    ColoursUnknown,
    /// Of a TIFF.
    #[error("its colours are of kind {kind}")]
    ColourKind {
        /// Number of TIFF.
        kind: u64,
    },
    /// Of a JPEG 2000 picture.
    #[error("its picture has {count} colours")]
    ColourCount {
        /// Channels without opacity.
        count: usize,
    },
    /// Of a GIF.
    #[error("it holds several pictures one after another")]
    SeveralPictures,
    /// Of a TIFF.
    #[error("its picture is packed as {name}")]
    PackedAs {
        /// The name of the packing.
        name: String,
    },
    /// Of a TIFF.
    #[error("its picture is packed as JPEG of the old kind")]
    PackedAsOldJpeg,
    /// Of a TIFF.
    #[error("its picture is packed as number {number}")]
    PackedAsNumber {
        /// Number of TIFF.
        number: u16,
    },
    /// Of a TIFF.
    #[error("its samples have {bits} bits")]
    SampleBits {
        /// Bits of each.
        bits: u16,
    },
    /// Of a TIFF.
    #[error("its pixels have {samples} samples")]
    SampleCount {
        /// Of each pixel.
        samples: u16,
    },
    /// Of a TIFF.
    #[error("its samples are predicted as real numbers")]
    SamplesPredicted,
    /// Of a TIFF.
    #[error("its pixels have fewer samples than their colours")]
    SamplesFew,
    /// Of a TIFF.
    #[error("its tiles have an impossible size")]
    TileSize,
    /// Of a heavy page.
    #[error("it could not be drawn within {} s", time.as_secs_f32())]
    NotDrawnInTime {
        /// As long as a page may take.
        time: Duration,
    },
    /// Of a heavy page.
    #[error("it could not be drawn within {megabytes} MB{}", with_signal(*signal))]
    NotDrawnInMemory {
        /// As much as the page may take.
        megabytes: u64,
        /// What ended the process that drew it.
        signal: Option<i32>,
    },
    /// Of a heavy page.
    #[error("the process that made it answered strangely")]
    DrawerStrange,
    /// Of a heavy page.
    #[error("the process that draws it cannot be started: {said}")]
    DrawerNotStarted {
        /// By the system.
        said: String,
    },
    /// Of a heavy page.
    #[error("it is drawn only by the worker `vanthu-ocr`, which is not installed")]
    DrawerMissing,
    /// Of a page.
    #[error("not read within {} s", time.as_secs_f32())]
    NotReadInTime {
        /// As long as a page may take.
        time: Duration,
    },
    /// Of a worker.
    #[error("it did not start within {} s", time.as_secs_f32())]
    NotStartedInTime {
        /// As long as it may take.
        time: Duration,
    },
    /// Of a worker.
    #[error("cannot start it: {said}")]
    NotStarted {
        /// By the system.
        said: String,
    },
    /// Of a worker.
    #[error("it ended at once{how}")]
    EndedAtOnce {
        /// How.
        how: Ended,
    },
    /// Of a worker.
    #[error("the worker ended{how}")]
    WorkerEnded {
        /// How.
        how: Ended,
    },
    /// Of a page.
    #[error("the work was given up")]
    GivenUp,
    /// Of a page, by the engine that reads what was stored.
    #[error("nothing is stored for this page")]
    NothingStored,
    /// Of a file of settings.
    #[error("line {line}: {said}")]
    InLine {
        /// From 1.
        line: usize,
        /// By the reader of TOML, in English.
        said: String,
    },
    /// Of a JSON file.
    #[error("its format is `{format}`")]
    OtherFormat {
        /// As the file says.
        format: String,
    },
    /// Of a record that is to be shown on its page.
    #[error("a text has no places on a page")]
    NoPlaces,
    /// Of a profile.
    #[error(
        "this line is none of `sheet`, `title`, `rows`, `field`, `typed`, `hidden` with what belongs to it"
    )]
    ProfileLine,
    /// Of a profile.
    #[error("it lacks `sheet`, `title`, `rows` or the hidden column `id`")]
    ProfileLacks,
    /// Of a list of offices.
    #[error("this line has not both an office and its code")]
    OrganLine,
    /// Of a table for an archive.
    #[error("none of its columns is `fileCode` (Mã hồ sơ) or `title` (Tiêu đề hồ sơ)")]
    NoFields,
    /// Of a table for an archive.
    #[error("this line names a scan, and no file of documents stands in it or above it")]
    NoFile,
    /// Of a form that must have certain fields.
    #[error("it must have {fields}, which nothing tells")]
    Lacks {
        /// Their names.
        fields: String,
    },
    /// Of a form that names offices by their codes.
    #[error("it needs the codes of offices, which stand on no page")]
    NoOrgans,
    /// Of a record.
    #[error("the record holds no single words; read it again without --brief")]
    NoWords,
    /// Of a record.
    #[error("its scan is not there")]
    NoScan,
    /// Of a record.
    #[error("page {page} of its scan cannot be shown")]
    PageNotShown {
        /// From 1.
        page: u32,
    },
    /// Of a record.
    #[error("it has too many pages")]
    TooManyPages,
    /// What a library said of the bytes, in English.
    #[error("{0}")]
    Said(String),
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// It could not be told.
    Unknown,
    /// With an exit code.
    Code(i32),
    /// By a signal of the system.
    Signal(i32),
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ended::Unknown => Ok(()),
            Ended::Code(code) => write!(f, ", exit code {code}"),
            Ended::Signal(signal) => write!(f, ", killed by signal {signal}"),
        }
    }
}

impl From<Option<std::process::ExitStatus>> for Ended {
    fn from(status: Option<std::process::ExitStatus>) -> Ended {
        use std::os::unix::process::ExitStatusExt;
        match status {
            None => Ended::Unknown,
            Some(status) => match status.signal() {
                Some(signal) => Ended::Signal(signal),
                None => Ended::Code(status.code().unwrap_or_default()),
            },
        }
    }
}

fn with_signal(signal: Option<i32>) -> String {
    signal.map_or_else(String::new, |signal| format!(" (signal {signal})"))
}

impl Reason {
    /// Whether it is about a picture on the page: of several reasons the one that tells a reader most.
    pub(crate) fn is_of_picture(&self) -> bool {
        matches!(
            self,
            Reason::PictureUndecoded
                | Reason::PictureMissing
                | Reason::PictureNotDecodable
                | Reason::PictureFilterUnknown { .. }
                | Reason::PictureTooLong
                | Reason::PictureBroken
                | Reason::PictureEndsEarly
                | Reason::PictureBreaksOff { .. }
                | Reason::PictureLost
                | Reason::RowsMissing { .. }
        )
    }
}
