//! What is found in a document: targets, deadlines, assignments, agencies, references, the emulation movement.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use crate::text::{Restored, Span};
use crate::warning::Warning;

/// A value read from the document, and where it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding<T> {
    /// The value.
    pub value: T,
    /// The passage that states it.
    pub quote: Span<Restored>,
    /// Ranges of [`Document::text`](crate::document::Document::text) it rests on. Never empty.
    pub evidence: Vec<Span<Restored>>,
    /// Labels from the top of the outline down to it, as `IV.6`; `None` outside the outline.
    pub place_in_outline: Option<String>,
    /// 0 to 1: the share of such findings that were right.
    pub confidence: f32,
    /// The rule that found it, as `deadline.before_day`: file and rule, `snake_case`.
    pub rule: &'static str,
}

/// All that was found, each list in the order of the document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings {
    /// Numbers to be reached.
    pub targets: Vec<Finding<Target>>,
    /// What is due when.
    pub deadlines: Vec<Finding<Deadline>>,
    /// Who does what.
    pub assignments: Vec<Finding<Assignment>>,
    /// One for each body named, by first mention.
    pub agencies: Vec<Agency>,
    /// One for each document cited, by first mention; `evidence` lists every mention.
    pub references: Vec<Finding<Reference>>,
    /// For each line of `Nơi nhận`, the full names of the bodies meant, by first mention; none for people and files.
    pub recipients: Vec<Vec<String>>,
    /// The emulation movement that the document launches, if any.
    pub emulation: Option<Finding<Emulation>>,
    /// Doubts.
    pub warnings: Vec<Warning>,
}

/// A number to be reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// What is measured, in the words of the text, without the number.
    pub indicator: String,
    /// For "tăng thêm", "giảm".
    pub direction: Option<Direction>,
    /// How the number binds.
    pub comparison: Comparison,
    /// The number and its unit.
    pub quantity: Quantity,
    /// "năm" in "giảm 4%/năm".
    pub per: Option<String>,
    /// What it is compared with: "so với năm 2021".
    pub baseline: Option<Baseline>,
    /// Index into [`Findings::targets`] of the target above "trong đó".
    pub part_of: Option<usize>,
    /// Comparison, number and unit as printed: "đạt từ 10% trở lên".
    pub written: String,
    /// The time it holds for.
    pub period: Option<Period>,
    /// The bodies it is set for, as written.
    pub agencies: Vec<Mention>,
}

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// tăng
    Increase,
    /// giảm
    Decrease,
}

/// How a number binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// từ … trở lên, ít nhất, tối thiểu, ≥
    AtLeast,
    /// trên, hơn
    MoreThan,
    /// không quá, tối đa, ≤
    AtMost,
    /// dưới
    LessThan,
    /// đạt
    Equal,
    /// khoảng
    About,
    /// từ … đến …
    Range,
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// In plain form: `4.000` is 4000, `55,7` is 55.7. The lower end of a range.
    pub value: f64,
    /// The upper end of a range.
    pub value_max: Option<f64>,
    /// As written, with its multiplier: "%", "tỷ đồng", the counted noun.
    pub unit: Option<String>,
}

/// A number that JSON prints without a fraction when it has none.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Amount(pub f64);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Up to 2^53 every whole number has its own f64.
        #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small enough")]
        if self.0.fract() == 0.0 && self.0.abs() < 9_007_199_254_740_992.0 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// What a target is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Baseline {
    /// "so với năm 2021".
    pub written: String,
    /// "2021".
    pub period: Option<String>,
    /// The number of the baseline, when it is given.
    pub value: Option<Amount>,
}

/// A stretch of time as written. The precision written is kept: quý IV/2025 is not 31/12/2025 until asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// First day.
    #[schemars(with = "Option<String>")]
    pub from: Option<Date>,
    /// Last day.
    #[schemars(with = "Option<String>")]
    pub to: Option<Date>,
    /// `before` where it is to be reached before this time ("trước ngày 15/12/2022"); otherwise not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<Bound>,
    /// As printed.
    pub written: String,
}

/// What is due when.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadline {
    /// What must be done, in the words of the text.
    pub task: String,
    /// When; `None` for a recurrence without a year.
    pub due: Option<Due>,
    /// How often.
    pub recurrence: Option<Recurrence>,
    /// Who must, as written.
    pub agencies: Vec<Mention>,
}

/// A point in time by which something is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Due {
    /// Its last day; `None` when it depends on what is not known.
    #[schemars(with = "Option<String>")]
    pub date: Option<Date>,
    /// What was written: a day, a month, a year.
    pub precision: Precision,
    /// By, before, on, from, during.
    pub bound: Bound,
    /// First day, where a stretch is written.
    #[schemars(with = "Option<String>")]
    pub from: Option<Date>,
    /// As printed.
    pub written: String,
    /// "sau 05 ngày làm việc kể từ ngày ký".
    pub relative: Option<Relative>,
    /// "Đại hội XIV".
    pub event: Option<String>,
}

/// How exactly a time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// ngày
    Day,
    /// tháng
    Month,
    /// quý
    Quarter,
    /// 6 tháng
    HalfYear,
    /// năm
    Year,
}

/// How a time binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// đến, hết, chậm nhất
    By,
    /// trước
    Before,
    /// vào ngày
    On,
    /// từ
    From,
    /// trong
    During,
}

/// A time counted from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Relative {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: RelativeUnit,
    /// "kể từ ngày ký".
    pub after: String,
}

/// What a relative time is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RelativeUnit {
    /// ngày
    Day,
    /// ngày làm việc
    WorkingDay,
    /// tháng
    Month,
    /// năm
    Year,
}

/// How often something is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Recurrence {
    /// The stretch.
    pub every: Every,
    /// How many stretches; 2 with a year is every two years. At least 1.
    pub interval: u32,
    /// "trước ngày 15/12".
    pub detail: Option<String>,
    /// "hằng năm".
    pub written: String,
}

/// The stretch of a recurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// hằng ngày
    Day,
    /// hằng tuần
    Week,
    /// hằng tháng
    Month,
    /// hằng quý
    Quarter,
    /// 6 tháng
    HalfYear,
    /// hằng năm
    Year,
    /// định kỳ
    Periodic,
    /// thường xuyên
    Ongoing,
}

/// Who does what.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// What must be done, first sentence.
    pub task: String,
    /// Who leads.
    pub lead: Vec<Mention>,
    /// Who helps.
    pub support: Vec<Mention>,
    /// Who is reported to.
    pub report_to: Vec<Mention>,
    /// Indexes into [`Findings::deadlines`].
    pub deadlines: Vec<usize>,
    /// "báo cáo", "kế hoạch".
    pub product: Option<String>,
}

/// A body named in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// As written.
    pub written: String,
    /// Where.
    pub span: Span<Restored>,
    /// Index into [`Findings::agencies`].
    pub agency: Option<usize>,
}

/// A body, one entry across the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Agency {
    /// `kon-tum.so-noi-vu`: place and name, without marks.
    pub id: String,
    /// Full name with its place.
    pub name: String,
    /// A body, a class of bodies, or a holder of an office.
    pub kind: AgencyKind,
    /// Each form written, by first mention.
    pub written: Vec<String>,
    /// Its level, when known.
    pub level: Option<Level>,
    /// Id of the body above, when it is known.
    pub parent: Option<String>,
    /// How many times it is named.
    pub mentions: u32,
}

/// What sort of agency it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgencyKind {
    /// One body.
    Body,
    /// "các sở, ban, ngành".
    Class,
    /// "Chủ tịch UBND các huyện".
    OfficeHolder,
}

/// Levels of government and Party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// trung ương
    Central,
    /// tỉnh, thành phố
    Province,
    /// huyện, until 30/6/2025
    District,
    /// xã, phường, đặc khu
    Commune,
}

/// A document cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// "Nghị quyết".
    pub kind: String,
    /// "56".
    pub number: Option<String>,
    /// "56/NQ-HĐND", as cited; `None` for a law cited by name.
    pub symbol: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Why it is cited.
    pub relation: Relation,
}

/// Why a document is cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// căn cứ
    Basis,
    /// thực hiện
    Implements,
    /// thay thế
    Replaces,
    /// sửa đổi, bổ sung
    Amends,
    /// bãi bỏ
    Repeals,
    /// any other mention
    Cites,
}

/// An emulation movement, in the terms of Điều 17 of the emulation law (06/2022/QH15).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Emulation {
    /// "phong trào thi đua yêu nước năm 2022".
    pub movement: Option<String>,
    /// What stands after "chủ đề".
    pub theme: Option<String>,
    /// "thường xuyên", "theo chuyên đề", "theo đợt".
    pub form: Option<String>,
    /// As written.
    pub launched_by: Option<String>,
    /// mục tiêu
    pub goals: Vec<String>,
    /// phạm vi
    pub scope: Vec<String>,
    /// đối tượng
    pub participants: Vec<String>,
    /// tiêu chí
    pub criteria: Vec<String>,
    /// khen thưởng
    pub rewards: Vec<String>,
    /// sơ kết, tổng kết
    pub reviews: Vec<String>,
    /// thời gian
    pub period: Option<EmulationPeriod>,
}

/// The time of an emulation movement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EmulationPeriod {
    /// First day.
    #[schemars(with = "Option<String>")]
    pub from: Option<Date>,
    /// Last day.
    #[schemars(with = "Option<String>")]
    pub to: Option<Date>,
    /// What ends it, when that is an event: "Đại hội XIV".
    pub until_event: Option<String>,
    /// As printed.
    pub written: String,
}
