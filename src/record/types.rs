//! The types of the record, format 1, as `docs/record.md` explains them: what is printed, written, exported and read back.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::geometry::PixelBox;
use crate::warning::Code;

// What has no place on the page is of the same type as in the step that made it.
pub use crate::document::{Filed, Signer};
pub use crate::extract::{
    Agency, AgencyKind, Amount, Baseline, Bound, Comparison, Direction, Due, EmulationPeriod, Every, Level,
    Period, Precision, Recurrence, Relation, Relative, RelativeUnit,
};
pub use crate::page::{MarkKind, Origin};

/// The version of the format that this program writes, and the latest it reads.
pub const VERSION: u32 = 1;

/// One document: what was read, what was restored, what it asks for, each value with its place.
///
/// Boxes are `[left, top, right, bottom]` in pixels of the upright page at the source's own resolution; origin top
/// left, right and bottom outside. A plain-text source has no picture: there every box is null and evidence carries
/// `line`. Pages count from 1. Dates are ISO 8601. Probabilities are 0 to 1. Lists are in the order of the document
/// and may be empty. `null`: the document does not say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The input as it was named to the program. Only in a line that `--json` or a pipe prints, or of a `.jsonl` file: there
    /// it tells lines apart as it does for inputs that failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// Always `vanthu.record`.
    pub format: Format,
    /// Version of the format.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// From the source's SHA-256 and page range: the same document keeps it.
    pub id: String,
    /// What made the record.
    pub made_by: MadeBy,
    /// What it was made from.
    pub source: Source,
    /// One for each page.
    pub pages: Vec<Page>,
    /// One for each page.
    pub text: Vec<PageText>,
    /// What restoration did.
    pub restoration: Restoration,
    /// The header fields.
    pub document: Document,
    /// The parts of the document, as a tree.
    pub outline: Vec<OutlineNode>,
    /// The emulation movement, when the document launches one.
    pub emulation: Option<Emulation>,
    /// Numbers to be reached.
    pub targets: Vec<Target>,
    /// What is due when.
    pub deadlines: Vec<Deadline>,
    /// Who does what.
    pub assignments: Vec<Assignment>,
    /// Bodies named.
    pub agencies: Vec<Agency>,
    /// Documents cited.
    pub references: Vec<Reference>,
    /// Doubts.
    pub warnings: Vec<Warning>,
}

/// The name of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Format {
    /// The only one.
    #[serde(rename = "vanthu.record")]
    Record,
}

/// What made a record. Equal input and equal `made_by` give equal bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MadeBy {
    /// Program and version.
    pub program: String,
    /// OCR engine and version; null when no page had to be read.
    pub engine: Option<String>,
    /// Languages of the engine, best first.
    pub languages: Vec<String>,
    /// One hash over the bytes of the language model and of all dictionaries: 12 hexadecimal digits.
    pub model: String,
    /// One hash over the choices that change records (languages, text layer and others), where a batch made it: by this it
    /// knows what is to be made again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<String>,
}

/// What a record was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The files, in the order of their pages.
    pub files: Vec<SourceFile>,
    /// First and last page of the file that belong to the document.
    pub page_range: [u32; 2],
    /// Digital signatures present.
    pub signatures: Vec<Signature>,
    /// Names of other files that hold the same document, where it is counted once among many; in no record that is written.
    #[serde(skip)]
    pub repeats: Vec<String>,
}

/// A file that a record was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceFile {
    /// Its name, without folders; `-` for standard input.
    pub file: String,
    /// Where it stood, from the folder of the record; left out where the record was not written into a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Such as `application/pdf`.
    pub media_type: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// How many pages were found in it.
    pub pages: u32,
    /// How many pages it says it has, where it says more than were found; otherwise not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_pages: Option<u32>,
}

/// A digital signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    /// Who signed, as the file says.
    pub name: Option<String>,
    /// When, ISO 8601.
    pub time: Option<String>,
    /// `not checked`.
    pub verified: String,
}

/// A page: its size, the way back to the source, and what is on it besides text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Page {
    /// From 1.
    pub page: u32,
    /// Pixels; null for plain text.
    pub width: Option<u32>,
    /// Pixels; null for plain text.
    pub height: Option<u32>,
    /// Dots per inch; null for plain text.
    pub dpi: Option<u32>,
    /// Degrees the page was turned clockwise to come upright: 0, 90, 180, 270.
    pub turned: u16,
    /// Degrees of skew that were taken out.
    pub skew: f64,
    /// From these pixels to the source page (points or pixels), affine a b c d e f; null for plain text.
    pub to_source: Option<[f64; 6]>,
    /// Where its text comes from.
    pub origin: Origin,
    /// How many words were read.
    pub words: u32,
    /// Mean confidence of its restored words; null without words.
    pub confidence: Option<f64>,
    /// Codes of the warnings about this page.
    pub warnings: Vec<Code>,
    /// Seals, stamps, handwriting.
    pub marks: Vec<Mark>,
}

/// Something on a page that is not of its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// Where it is.
    #[serde(rename = "box")]
    #[schemars(with = "[u32; 4]")]
    pub place: PixelBox,
    /// What is written in it.
    pub text: Option<String>,
    /// What was understood of it; null when nothing.
    pub values: Option<MarkValues>,
}

/// What a stamp says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MarkValues {
    /// Number of arrival.
    pub number: Option<String>,
    /// Day of arrival, ISO 8601.
    pub date: Option<String>,
}

/// The text of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageText {
    /// From 1.
    pub page: u32,
    /// In reading order.
    pub lines: Vec<TextLine>,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TextLine {
    /// In a text file the line of the file, on a scan the line of the page; from 1.
    pub line: u32,
    /// As restored.
    pub text: String,
    /// As read.
    pub read: String,
    /// Where it stands; null for plain text.
    #[serde(rename = "box")]
    #[schemars(with = "Option<[u32; 4]>")]
    pub place: Option<PixelBox>,
    /// Mean confidence of its words.
    pub confidence: f64,
    /// Its words; left out by `--brief`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Vec<TextWord>>,
}

/// A word of a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TextWord {
    /// As restored.
    pub text: String,
    /// As read.
    pub read: String,
    /// Where it stands; null for plain text.
    #[serde(rename = "box")]
    #[schemars(with = "Option<[u32; 4]>")]
    pub place: Option<PixelBox>,
    /// How sure the choice is.
    pub confidence: f64,
    /// Other candidates with their probabilities, best first.
    pub alternatives: Vec<(String, f64)>,
    /// Whether a person should look.
    pub doubtful: bool,
}

/// What restoration did to the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Restoration {
    /// Words in the document.
    pub words: u32,
    /// How many of them were changed.
    pub changed: u32,
    /// How many of them are doubtful.
    pub doubtful: u32,
    /// Estimated share of syllables that were right as read.
    pub accuracy_before: f64,
    /// Estimated share of syllables that are right now.
    pub accuracy_after: f64,
}

/// A header field: its value, how it stands on the page, and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Field_of_{T}")]
pub struct Field<T> {
    /// The value; null when nothing was read.
    pub value: Option<T>,
    /// How it stands on the page.
    pub status: Status,
    /// How sure it is.
    pub confidence: f64,
    /// Where it stands.
    pub evidence: Vec<Evidence>,
    /// Set once a person confirmed or corrected it.
    pub checked: Option<Checked>,
}

/// How a header field stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Printed and read.
    Read,
    /// Written by hand.
    Handwritten,
    /// Only a part is printed or was read.
    Partial,
    /// Its place is left blank.
    Blank,
    /// The page has no place for it.
    Absent,
    /// It is there and could not be read.
    Unreadable,
    /// Entered by a person.
    Entered,
}

/// That a person looked at a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Checked {
    /// Who.
    pub by: String,
    /// When, ISO 8601.
    pub at: String,
    /// What stood there before, when it was corrected.
    pub was: Option<String>,
}

/// Where a value was read, and the words there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// From 1.
    pub page: u32,
    /// The box on that page; null for plain text.
    #[serde(rename = "box")]
    #[schemars(with = "Option<[u32; 4]>")]
    pub place: Option<PixelBox>,
    /// The line, from 1; only for plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The restored words there.
    pub text: String,
}

/// The header fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// `Quyết định`.
    pub kind: Field<String>,
    /// `57`.
    pub number: Field<String>,
    /// `QĐ-UBND`.
    pub symbol: Field<String>,
    /// Number and symbol as printed: `57/QĐ-UBND`, `34-CT/TW`.
    pub code: Field<String>,
    /// The body above the issuer.
    pub parent_body: Field<String>,
    /// The issuer, as printed.
    pub issuer: Field<String>,
    /// Place of issue.
    pub place: Field<String>,
    /// Date of issue: `2022-01-27`; `2022-01` or `2022` when the page gives no more.
    pub date: Field<String>,
    /// Day from which it has effect.
    pub effective: Field<String>,
    /// `trích yếu`, as printed.
    pub subject: Field<String>,
    /// HỎA TỐC, THƯỢNG KHẨN, KHẨN.
    pub urgency: Field<String>,
    /// MẬT, TỐI MẬT, TUYỆT MẬT.
    pub secrecy: Field<String>,
    /// Who signed.
    pub signer: Field<Signer>,
    /// The others, of documents issued jointly.
    pub co_signers: Field<Vec<Signer>>,
    /// The lines of `Nơi nhận`.
    pub recipients: Field<Vec<Recipient>>,
    /// The line `Lưu:`.
    pub filed: Field<Filed>,
    /// Attached plans and appendices.
    pub appendices: Field<Vec<Appendix>>,
}

/// A line of `Nơi nhận`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Recipient {
    /// As printed.
    pub written: String,
    /// `để b/c` and the like.
    pub purpose: Option<String>,
    /// Names of the bodies meant: "Như Điều 3" gives those of that article.
    pub agencies: Vec<String>,
}

/// An attached plan or appendix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Appendix {
    /// As printed.
    pub title: String,
    /// `Phụ lục`, `Kế hoạch`.
    pub kind: String,
    /// First and last page.
    pub pages: [u32; 2],
}

/// A part of the outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OutlineNode {
    /// `II`, `1`, `a`, `-`; null without a label.
    pub label: Option<String>,
    /// Its heading or first words.
    pub title: String,
    /// Depth, from 1.
    pub level: u32,
    /// Where it begins, from 1.
    pub page: u32,
    /// The parts below.
    pub children: Vec<OutlineNode>,
}

/// An emulation movement, and where it is launched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Emulation {
    /// What was found of it.
    #[serde(flatten)]
    pub found: crate::extract::Emulation,
    /// Where it is launched.
    pub evidence: Vec<Evidence>,
}

/// Where a finding comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Grounds {
    /// The passage.
    pub quote: String,
    /// Labels from the top: `II`, `IV.6`.
    pub place_in_outline: Option<String>,
    /// How sure it is.
    pub confidence: f64,
    /// The rule that found it.
    pub rule: String,
    /// Where it stands.
    pub evidence: Vec<Evidence>,
    /// Set once a person confirmed or corrected it.
    pub checked: Option<Checked>,
}

/// A number to be reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// From document, place in outline and quote.
    pub id: String,
    /// What is measured.
    pub indicator: String,
    /// For "tăng thêm", "giảm".
    pub direction: Option<Direction>,
    /// How the number binds.
    pub comparison: Comparison,
    /// The number; the lower end of a range.
    pub value: Amount,
    /// The upper end of a range.
    pub value_max: Option<Amount>,
    /// With its multiplier: "tỷ đồng".
    pub unit: Option<String>,
    /// "năm" in "giảm 4%/năm".
    pub per: Option<String>,
    /// What it is compared with.
    pub baseline: Option<Baseline>,
    /// Id of the target above "trong đó".
    pub part_of: Option<String>,
    /// As printed.
    pub written: String,
    /// The time it holds for.
    pub period: Option<Period>,
    /// The bodies it is set for.
    pub agencies: Vec<AgencyMention>,
    /// Where it comes from.
    #[serde(flatten)]
    pub grounds: Grounds,
}

/// What is due when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Deadline {
    /// From document, place in outline and quote.
    pub id: String,
    /// What must be done.
    pub task: String,
    /// When; null for a recurrence without a year.
    pub due: Option<Due>,
    /// How often.
    pub recurrence: Option<Recurrence>,
    /// Who must.
    pub agencies: Vec<AgencyMention>,
    /// Where it comes from.
    #[serde(flatten)]
    pub grounds: Grounds,
}

/// Who does what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assignment {
    /// From document, place in outline and quote.
    pub id: String,
    /// What must be done.
    pub task: String,
    /// Who leads.
    pub lead: Vec<AgencyMention>,
    /// Who helps.
    pub support: Vec<AgencyMention>,
    /// Who is reported to.
    pub report_to: Vec<AgencyMention>,
    /// Ids of its deadlines.
    pub deadlines: Vec<String>,
    /// What must come out.
    pub product: Option<String>,
    /// Where it comes from.
    #[serde(flatten)]
    pub grounds: Grounds,
}

/// A body where it is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AgencyMention {
    /// Id in `agencies`; null when it is not told apart.
    pub agency: Option<String>,
    /// Full name.
    pub name: String,
    /// As written there.
    pub written: String,
}

/// A document cited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// "Nghị quyết".
    pub kind: String,
    /// "56".
    pub number: Option<String>,
    /// Number and symbol as cited; null for a law cited by name.
    pub symbol: Option<String>,
    /// Its date.
    #[schemars(with = "Option<String>")]
    pub date: Option<Date>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Why it is cited.
    pub relation: Relation,
    /// The passage.
    pub quote: String,
    /// How sure it is.
    pub confidence: f64,
    /// Every mention.
    pub evidence: Vec<Evidence>,
}

/// A doubt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// Stable code.
    pub code: Code,
    /// One sentence.
    pub message: String,
    /// From 1; null when it is about the whole document.
    pub page: Option<u32>,
    /// The place on that page.
    #[serde(rename = "box")]
    #[schemars(with = "Option<[u32; 4]>")]
    pub place: Option<PixelBox>,
}
