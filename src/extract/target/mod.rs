//! Numbers to be reached.
//!
//! Which rule finds which:
//! | Rule | Finds | Example (invented) |
//! | --- | --- | --- |
//! | [`stated`] | what is measured, then the number | "Tỷ lệ hộ nghèo giảm còn dưới 3%" |
//! | [`share`] | a share first, then of what | "100% cơ quan, đơn vị dùng chữ ký số" |
//! | [`counted`] | a verb, a number, a thing | "Thành lập mới 120 doanh nghiệp" |
//! | [`listed`] | an item that names what, then its number and its parts | "Lắp đặt mới trạm đo mưa: 12 trạm" |
//! | [`table`] | a row of a table of targets | "Trồng rừng \| ha \| 1.200" |
//!
//! Every amount of running text is proposed in a document that sets aims or is about emulation; in one that lays down norms
//! only under goals and in items that speak of a goal or of the whole of something (other amounts there tell apart: "ít
//! nhất 03 năm kinh nghiệm"), read by the first of these grammars that fits, and a judge says which are
//! aims; [`features`] is what it sees. Rows of tables of targets are taken as they are.

mod clause;
mod counted;
mod features;
mod listed;
mod period;
mod share;
mod stated;
mod table;

use std::sync::LazyLock;

use regex::Regex;

use super::around::{self, Near};
use super::confidence;
use super::context::Context;
use super::judge::{self, Features, Proposals};
use super::quantity::Amount;
use super::token::pattern;
use super::{Finding, Target};
use crate::document::{NodeIndex, NodeKind};
use crate::text::{Restored, Span};

/// A number that a rule takes for a target, before its period is looked for.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    /// The number.
    pub(super) amount: Amount,
    /// What is measured.
    pub(super) indicator: String,
    /// The passage that states it.
    pub(super) quote: Span<Restored>,
    /// The rule.
    pub(super) rule: &'static str,
}

/// All amounts of a document that may be aims, in its order, and the rows of tables of targets.
pub(crate) struct Proposed {
    /// As they would be found; confidence is open, `part_of` points into this list.
    pub(crate) findings: Vec<Finding<Target>>,
    features: Vec<Features>,
    near: Vec<Near>,
    /// The targets of tables, which are not judged.
    pub(crate) rows: Vec<Finding<Target>>,
}

impl Proposals for Proposed {
    const KIND: &'static str = "target";

    fn features(&self) -> Vec<Features> {
        self.features.clone()
    }

    fn again(&self, first: &[f64]) -> Vec<Features> {
        around::again(self.features(), &self.near, first)
    }
}

/// All targets of a document, in its order. `taken` are the spans of cited documents.
pub(crate) fn targets(context: &Context<'_>, taken: &[Span<Restored>]) -> Vec<Finding<Target>> {
    let mut proposed = proposed(context, taken);
    let chosen = judge::choose(&proposed, context.judges);
    let mut found: Vec<Finding<Target>> = Vec::with_capacity(chosen.len());
    // Where each proposal that is held for true stands among them.
    let mut at = vec![None; proposed.findings.len()];
    for judge::Chosen { index, confidence, .. } in chosen {
        at[index] = Some(found.len());
        let mut finding = proposed.findings[index].clone();
        finding.value.part_of = finding.value.part_of.and_then(|whole| at[whole]);
        finding.confidence = confidence * context.certainty(finding.quote);
        found.push(finding);
    }
    let rows = std::mem::take(&mut proposed.rows);
    if rows.is_empty() {
        return found;
    }
    // In the order of the document; rows belong to no whole.
    let mut all: Vec<(Option<usize>, Finding<Target>)> =
        found.into_iter().enumerate().map(|(i, f)| (Some(i), f)).collect();
    all.extend(rows.into_iter().map(|row| (None, row)));
    all.sort_by_key(|(_, finding)| finding.quote);
    let moved: Vec<Option<usize>> = all.iter().map(|(from, _)| *from).collect();
    let now = |old: usize| moved.iter().position(|from| *from == Some(old));
    all.into_iter()
        .map(|(_, mut finding)| {
            finding.value.part_of = finding.value.part_of.and_then(now);
            finding
        })
        .collect()
}

/// The targets of tables.
fn rows(context: &Context<'_>, times: &period::Times<'_>) -> Vec<Finding<Target>> {
    let mut found = Vec::new();
    let rows = context.nodes().filter(|(_, node)| node.kind == NodeKind::Row);
    for (index, _) in rows {
        for (candidate, heads) in table::candidates(context, index) {
            let amount = candidate.amount.clone();
            let period = period::of_column(context, times, index, &heads);
            found.push(finding(context, index, candidate, &amount, None, period));
        }
    }
    found
}

/// All amounts of running text that may be aims, in the order of the document.
pub(crate) fn proposed(context: &Context<'_>, taken: &[Span<Restored>]) -> Proposed {
    let mut found: Vec<Finding<Target>> = Vec::new();
    let mut raw: Vec<Raw> = Vec::new();
    let times = period::Times::new(context, taken);
    let wide = context.aims || features::of_movement(context);
    let texts = context.nodes().filter(|(index, node)| {
        context.is_text(*index)
            && !matches!(node.kind, NodeKind::Row | NodeKind::Cell)
            && (wide || features::under_goal(context, *index) || features::reaches(context, *index))
    });
    for (index, node) in texts {
        // The target that "trong đó" of the next sentence belongs to.
        let mut whole: Option<usize> = None;
        let sentences = context
            .flat
            .clauses(node.body)
            .into_iter()
            .flat_map(|sentence| std::iter::once(sentence).chain(clause::bracketed(context, sentence)));
        // An item with its parts, those in brackets too.
        let mut read_whole: Option<Span<Restored>> = None;
        for sentence in sentences {
            if read_whole.is_some_and(|whole| whole.contains(sentence)) {
                continue;
            }
            let listed = listed::read(context, index, sentence);
            if !listed.is_empty() {
                read_whole = Some(sentence);
                let first = found.len();
                for (candidate, of_first) in listed {
                    let amount = candidate.amount.clone();
                    let period = period::of_listed(context, &times, index, sentence, &candidate);
                    let whole = of_first.then_some(first);
                    raw.push(Raw {
                        index,
                        amount: amount.clone(),
                        clause: sentence,
                        within: of_first,
                        listed: true,
                    });
                    found.push(finding(context, index, candidate, &amount, whole, period));
                }
                continue;
            }
            for part in clause::parts(context, sentence, taken) {
                let last = found.last().filter(|last| node.body.contains(last.quote));
                let mut candidate = shared(context, &part, last)
                    .or_else(|| share::read(context, &part))
                    .or_else(|| stated::read(context, &part))
                    .or_else(|| counted::read(context, &part))
                    .unwrap_or_else(|| counted::any(context, &part));
                if candidate.indicator.is_empty() {
                    candidate.indicator = headed(context, &part);
                }
                let part_of = part.within.then_some(whole).flatten();
                if let Some(whole) = part_of.filter(|_| candidate.rule == "target.stated") {
                    candidate.indicator = stated::joined(&found[whole].value.indicator, &candidate.indicator);
                }
                let period = period::of(context, &times, index, &part, &candidate);
                let mut amount = part.amount.clone();
                amount.direction = amount.direction.or_else(|| clause::moved(context, &part));
                amount.per = amount.per.or_else(|| clause::per(context, &part));
                // "Điểm hài lòng đạt 4,3": what is measured says what it is counted in.
                if amount.quantity.unit.is_none()
                    && crate::vietnamese::fold(&candidate.indicator).starts_with("điểm ")
                {
                    amount.quantity.unit = Some("điểm".to_owned());
                }
                if !part.within {
                    whole = Some(found.len());
                }
                let (clause, within) = (part.sentence, part.within);
                raw.push(Raw { index, amount: amount.clone(), clause, within, listed: false });
                found.push(finding(context, index, candidate, &amount, part_of, period));
            }
        }
    }
    let features = features::of(context, &raw);
    let near = raw.iter().map(|raw| features::near(context, raw)).collect();
    Proposed { findings: found, features, near, rows: rows(context, &times) }
}

/// An amount of running text.
struct Raw {
    index: NodeIndex,
    amount: Amount,
    clause: Span<Restored>,
    within: bool,
    listed: bool,
}

/// What is measured where a colon stands behind it and only a time before its number: "Giải ngân: hết quý III đạt 80%".
fn headed(context: &Context<'_>, part: &clause::Part) -> String {
    let flat = &context.flat;
    let ahead = Span::new(part.sentence.start(), part.before.end());
    let Some(colon) = flat.text(ahead).rfind(": ") else { return String::new() };
    let head = stated::open(context, Span::new(ahead.start(), ahead.start() + colon));
    flat.quote(head)
}

/// A number for another time of what the statement before it in the same sentence measures: "năm 2026 trên 8% và năm 2027
/// trên 9%".
fn shared(context: &Context<'_>, part: &clause::Part, last: Option<&Finding<Target>>) -> Option<Proposal> {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^[\s,;]*(?:và\s+)?(?:(?:đến|trong|vào|hết)\s+)*(?:cuối\s+)?(?:năm|giai\s+đoạn|quý|tháng)\s+[\divx]",
        )
    });
    static REACHES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^[\s,;]*(?:và\s+)?(?:(?:đạt|lên|còn|xuống|tăng|giảm|ở|là|mức|tỷ\s+lệ|từ|phấn\s+đấu)\s*)*$")
    });
    let flat = &context.flat;
    let last = last.filter(|last| last.rule != "target.listed")?;
    let timed = flat.has(&TIME, part.before) || flat.has(&TIME, part.after);
    // "… và đạt 100% vào năm 2035", whatever stands before.
    static REACHES_LAST: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\svà\s+(?:tăng\s+lên|đạt|giảm\s+còn)(?:\s+tỷ\s+lệ)?\s*$"));
    let alone =
        flat.has(&REACHES, stated::open(context, part.before)) || flat.has(&REACHES_LAST, part.before);
    let same = last.value.quantity.unit == part.amount.quantity.unit;
    (timed && alone && same).then(|| Proposal {
        amount: part.amount.clone(),
        indicator: last.value.indicator.clone(),
        quote: flat.trim(Span::new(part.before.start(), part.amount.written.end()), &[',', ';']),
        rule: "target.stated",
    })
}

fn finding(
    context: &Context<'_>,
    index: NodeIndex,
    candidate: Proposal,
    amount: &Amount,
    part_of: Option<usize>,
    period: period::Found,
) -> Finding<Target> {
    let quote = candidate.quote;
    Finding {
        value: Target {
            indicator: candidate.indicator,
            direction: amount.direction,
            comparison: amount.comparison,
            quantity: amount.quantity.clone(),
            per: amount.per.clone(),
            baseline: period.baseline,
            part_of,
            written: context.flat.quote(amount.written),
            period: period.period,
            agencies: Vec::new(),
        },
        quote,
        evidence: vec![quote],
        place_in_outline: context.place(index),
        confidence: confidence::of(context, candidate.rule, quote),
        rule: candidate.rule,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::{Comparison, Direction, findings, fixture, proposed};

    fn read(text: &str) -> Vec<(String, Comparison, f64, Option<f64>, String)> {
        let document = fixture::dated("Kế hoạch phát triển kinh tế - xã hội năm 2026", "2026-01-05", text);
        proposed(&document)
            .targets
            .findings
            .into_iter()
            .map(|f| {
                let q = f.value.quantity;
                (f.value.indicator, f.value.comparison, q.value, q.value_max, q.unit.unwrap_or_default())
            })
            .collect()
    }

    #[test]
    fn hits() {
        struct Case(&'static str, &'static str, Comparison, f64, &'static str);
        for Case(line, indicator, comparison, value, unit) in [
            Case(
                "Tốc độ tăng trưởng kinh tế đạt từ 8,5% trở lên;",
                "Tốc độ tăng trưởng kinh tế",
                Comparison::AtLeast,
                8.5,
                "%",
            ),
            Case(
                "Thu nhập bình quân đầu người khoảng 61 triệu đồng;",
                "Thu nhập bình quân đầu người",
                Comparison::About,
                61.0,
                "triệu đồng",
            ),
            Case(
                "Phấn đấu thành lập mới 120 doanh nghiệp.",
                "thành lập mới doanh nghiệp",
                Comparison::Equal,
                120.0,
                "doanh nghiệp",
            ),
            Case("Trồng mới trên 1.500 ha rừng.", "Trồng mới rừng", Comparison::MoreThan, 1500.0, "ha"),
            Case(
                "100% cơ quan, đơn vị sử dụng chữ ký số.",
                "cơ quan, đơn vị sử dụng chữ ký số",
                Comparison::Equal,
                100.0,
                "%",
            ),
            Case(
                "Đào tạo kỹ năng số cho 12.500 lượt cán bộ.",
                "Đào tạo kỹ năng số cho lượt cán bộ",
                Comparison::Equal,
                12_500.0,
                "lượt cán bộ",
            ),
            Case("Tốc độ tăng bình quân 8%/năm.", "Tốc độ tăng bình quân", Comparison::Equal, 8.0, "%"),
            Case("Tỷ lệ hộ nghèo còn dưới 3%.", "Tỷ lệ hộ nghèo", Comparison::LessThan, 3.0, "%"),
            Case(
                "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng không quá 9%.",
                "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng",
                Comparison::AtMost,
                9.0,
                "%",
            ),
        ] {
            let found = read(&format!("II. CÁC CHỈ TIÊU CHỦ YẾU\n\n- {line}"));
            assert_eq!(found, [(indicator.to_owned(), comparison, value, None, unit.to_owned())], "{line}");
        }
    }

    #[test]
    fn the_judge_tells_aims_from_what_was() {
        let text = "I. TÌNH HÌNH THỰC HIỆN\n\n- Năm 2025, tỷ lệ hộ nghèo đã giảm còn 4,5%.\n\nII. CÁC CHỈ TIÊU CHỦ YẾU\n\n- Phấn đấu tỷ lệ hộ dùng nước sạch đạt từ 95% trở lên;\n- 100% cơ quan, đơn vị sử dụng chữ ký số.";
        let document = fixture::dated("Kế hoạch phát triển kinh tế - xã hội năm 2026", "2026-01-05", text);
        let found = findings(&document).targets;
        assert_eq!(found.iter().map(|f| f.value.quantity.value).collect::<Vec<_>>(), [95.0, 100.0]);
    }

    #[test]
    fn the_whole_of_something_in_a_task() {
        for (text, indicator) in [
            ("1. Sở Y tế rà soát, kiểm tra 100% cơ sở y tế.", "rà soát, kiểm tra cơ sở y tế"),
            ("1. Giải ngân vốn đầu tư công đạt trên 95% kế hoạch.", "Giải ngân vốn đầu tư công"),
        ] {
            let found = read(text);
            assert_eq!(found.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), [indicator], "{text}");
        }
    }

    #[test]
    fn counts_that_running_text_demands() {
        for (line, indicator, value, unit) in [
            ("Xây dựng ít nhất 02 mô hình điểm du lịch.", "Xây dựng mô hình điểm du lịch", 2.0, "mô hình"),
            ("Trồng mới 120 ha rừng phòng hộ.", "Trồng mới rừng phòng hộ", 120.0, "ha"),
            ("Mỗi xã có ít nhất 01 câu lạc bộ văn nghệ.", "Mỗi xã câu lạc bộ văn nghệ", 1.0, "câu lạc bộ"),
            ("Thu hút từ 3 - 5 dự án chế biến gỗ.", "Thu hút dự án chế biến gỗ", 3.0, "dự án"),
            ("Tổ chức diễn tập chữa cháy ít nhất 02 lần/năm.", "Tổ chức diễn tập chữa cháy lần", 2.0, "lần"),
            ("Giới thiệu từ 02 đến 03 điển hình.", "Giới thiệu điển hình", 2.0, "điển hình"),
            ("Tổ chức 03 lớp tập huấn.", "Tổ chức lớp tập huấn", 3.0, "lớp"),
            (
                "Rút gọn quy trình, cắt giảm ít nhất 30% thời gian giải quyết.",
                "thời gian giải quyết",
                30.0,
                "%",
            ),
            ("Bảo đảm 100% hồ sơ được số hóa.", "hồ sơ được số hóa", 100.0, "%"),
            ("Bảo đảm mục tiêu tỷ lệ hộ dùng nước sạch đạt 98%.", "tỷ lệ hộ dùng nước sạch", 98.0, "%"),
        ] {
            let found: Vec<_> =
                read(&format!("III. NỘI DUNG\n\n1. {line}")).into_iter().map(|f| (f.0, f.2, f.4)).collect();
            assert_eq!(found, [(indicator.to_owned(), value, unit.to_owned())], "{line}");
        }
    }

    #[test]
    fn an_item_with_its_number_and_parts() {
        let found = |line: &str| {
            let document = fixture::dated("Kế hoạch năm 2026", "2026-01-05", line);
            proposed(&document)
                .targets
                .findings
                .into_iter()
                .map(|f| (f.value.indicator, f.value.quantity.value, f.value.part_of))
                .collect::<Vec<_>>()
        };
        let made = |name: &str, value: f64, part_of| (name.to_owned(), value, part_of);
        assert_eq!(
            found("- Lắp đặt mới trạm đo mưa: 12 trạm (Trong đó: vùng núi: 8 trạm; ven biển: 4 trạm)."),
            [
                made("Lắp đặt mới trạm đo mưa", 12.0, None),
                made("Lắp đặt mới trạm đo mưa vùng núi", 8.0, Some(0)),
                made("Lắp đặt mới trạm đo mưa ven biển", 4.0, Some(0)),
            ]
        );
        assert_eq!(
            found("- Số điểm đo: 09 điểm (5 điểm ở sông; 3 điểm ở hồ)."),
            [made("Số điểm đo", 9.0, None)]
        );
        assert_eq!(found("- Số lượng: 300 cuốn."), [made("Số lượng cuốn", 300.0, None)]);
    }

    #[test]
    fn numbers_that_go_on_with_a_statement() {
        let found = |line: &str| {
            let document = fixture::dated("Kế hoạch", "2026-01-05", line);
            let found = proposed(&document).targets.findings;
            found
                .into_iter()
                .map(|f| {
                    let year = f.value.period.and_then(|p| p.to).map(|day| day.year());
                    (f.value.indicator, f.value.quantity.value, year)
                })
                .collect::<Vec<_>>()
        };
        let made = |name: &str, value: f64, year| (name.to_owned(), value, year);
        assert_eq!(
            found("- Phấn đấu tăng trưởng kinh tế năm 2026 đạt 8% và năm 2027 đạt 9%."),
            [made("tăng trưởng kinh tế", 8.0, Some(2026)), made("tăng trưởng kinh tế", 9.0, Some(2027))]
        );
        let costs = found("- Cắt giảm ít nhất 30% thời gian giải quyết, 25% chi phí tuân thủ.");
        assert_eq!(costs.iter().map(|f| f.1).collect::<Vec<_>>(), [30.0, 25.0]);
        assert_eq!(
            found("- Chỉ tiêu 3: 90% cán bộ được tập huấn."),
            [made("cán bộ được tập huấn", 90.0, None)]
        );
        assert_eq!(
            found("- Đẩy nhanh tiến độ thi công (phấn đấu sản lượng mỗi tháng đạt tối thiểu 15%)."),
            [made("sản lượng mỗi tháng", 15.0, None)]
        );
    }

    #[test]
    fn parts_directions_and_periods() {
        let text = "II. CHỈ TIÊU\n\n- Tỷ lệ lao động qua đào tạo đạt 60%; trong đó đào tạo nghề đạt 42%;\n- Tỷ lệ hộ nghèo giảm ít nhất 2%/năm;\n- Đến năm 2030, tỷ lệ che phủ rừng đạt 58%.";
        let document = fixture::dated("Kế hoạch năm 2026", "2026-01-05", text);
        let found = proposed(&document).targets.findings;
        assert_eq!(found[1].value.part_of, Some(0));
        assert_eq!(found[1].value.indicator, "Tỷ lệ lao động qua đào tạo nghề");
        assert_eq!(
            (found[2].value.direction, found[2].value.per.as_deref()),
            (Some(Direction::Decrease), Some("năm"))
        );
        let years: Vec<_> =
            found.iter().map(|f| f.value.period.as_ref().map(|p| p.written.clone())).collect();
        assert_eq!(years[0].as_deref(), Some("năm 2026"));
        assert_eq!(years[3].as_deref(), Some("năm 2030"));
    }

    /// It had the day before which as its last one, and did not say `trước`.
    #[test]
    fn what_is_reached_before_a_time_says_so() {
        let text = "II. CHỈ TIÊU\n\n- Trước ngày 30/10/2026, 90% hộ dân ký cam kết;\n- Đến ngày 30/11/2026, tỷ lệ hộ có nước sạch đạt 95%.";
        let document = fixture::dated("Kế hoạch năm 2026", "2026-01-05", text);
        let periods: Vec<_> =
            proposed(&document).targets.findings.into_iter().filter_map(|f| f.value.period).collect();
        let day = |month, day| Some(jiff::civil::date(2026, month, day));
        assert_eq!((periods[0].bound, periods[0].to), (Some(crate::extract::Bound::Before), day(10, 30)));
        assert_eq!(periods[0].written, "Trước ngày 30/10/2026");
        assert_eq!((periods[1].bound, periods[1].to), (None, day(11, 30)));
        assert_eq!(periods[1].written, "ngày 30/11/2026");
    }
}
