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
//! Not taken: money granted, what was reached in the past, recipients, articles, ages, stretches of time.

mod clause;
mod counted;
mod demand;
mod listed;
mod meant;
mod period;
mod share;
mod stated;
mod table;

use std::sync::LazyLock;

use regex::Regex;

use super::confidence;
use super::context::Context;
use super::quantity::{Amount, UnitKind};
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

/// All targets of a document, in its order. `taken` are the spans of cited documents.
pub(crate) fn targets(context: &Context<'_>, taken: &[Span<Restored>]) -> Vec<Finding<Target>> {
    let mut found: Vec<Finding<Target>> = Vec::new();
    for (index, node) in context.nodes().filter(|(index, _)| context.is_text(*index)) {
        if node.kind == NodeKind::Row {
            for (candidate, heads) in table::candidates(context, index) {
                let amount = candidate.amount.clone();
                let period = period::of_column(context, index, &heads);
                found.push(finding(context, index, candidate, &amount, None, period));
            }
            continue;
        }
        let mut strength = clause::strength(context, index);
        // The target that "trong đó" of the next sentence belongs to.
        let mut whole: Option<usize> = None;
        // "Đến năm 2030, a; b; c.": up to its full stop all of a sentence is to be by then.
        let mut ahead = false;
        let sentences =
            context.flat.clauses(node.body).into_iter().flat_map(|sentence| {
                std::iter::once(sentence).chain(clause::bracketed_goals(context, sentence))
            });
        for sentence in sentences {
            // "… phấn đấu: a; b; c": what follows in the same paragraph is to be reached too.
            if strength == clause::Strength::Plain && clause::says_goal(context, sentence) {
                strength = clause::Strength::Goal;
            }
            if strength == clause::Strength::Never || clause::is_past(context, sentence) {
                continue;
            }
            ahead = ahead || clause::looks_ahead(context, sentence);
            let strength = if ahead { clause::Strength::Goal } else { strength };
            ahead = ahead && context.flat.text(sentence).trim_end().ends_with(';');
            let listed = listed::read(context, index, sentence);
            if !listed.is_empty() {
                let first = found.len();
                for (candidate, of_first) in listed {
                    let amount = candidate.amount.clone();
                    let period = period::of_listed(context, index, sentence, &candidate);
                    found.push(finding(
                        context,
                        index,
                        candidate,
                        &amount,
                        of_first.then_some(first),
                        period,
                    ));
                }
                continue;
            }
            for part in clause::parts(context, sentence, taken) {
                let last = found.last().filter(|last| part.sentence.contains(last.quote));
                let read = || {
                    share::read(context, &part)
                        .or_else(|| stated::read(context, &part))
                        .or_else(|| counted::read(context, &part, strength))
                };
                let meant = meant::may_be_target(context, &part, strength) || goes_on(context, &part, last);
                let candidate = shared(context, &part, last).or_else(|| meant.then(read).flatten());
                let Some(mut candidate) = candidate else { continue };
                let part_of = part.within.then_some(whole).flatten();
                if let Some(whole) = part_of.filter(|_| candidate.rule == "target.stated") {
                    candidate.indicator = stated::joined(&found[whole].value.indicator, &candidate.indicator);
                }
                let period = period::of(context, index, &part, &candidate);
                let mut amount = part.amount.clone();
                amount.direction = amount.direction.or_else(|| demand::moved(context, &part));
                if !part.within {
                    whole = Some(found.len());
                }
                found.push(finding(context, index, candidate, &amount, part_of, period));
            }
        }
    }
    found
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

/// Whether a number with nothing of its own before it goes on with the list of the target before: "cắt giảm 30% thời gian,
/// 20% chi phí", "xây dựng 02 bãi xe, 05 nhà chờ".
fn goes_on(context: &Context<'_>, part: &clause::Part, last: Option<&Finding<Target>>) -> bool {
    static MARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s,]*(?:và\s*)?$"));
    let flat = &context.flat;
    let listed = last.is_some_and(|last| {
        let same_sort =
            (last.value.quantity.unit.as_deref() == Some("%")) == (part.amount.unit == UnitKind::Percent);
        let between =
            Span::new(last.quote.end().min(part.amount.written.start()), part.amount.written.start());
        let near = flat.text(between).split_whitespace().count() <= 4;
        same_sort && near && matches!(last.rule, "target.share" | "target.counted")
    });
    listed
        && matches!(part.amount.unit, UnitKind::Percent | UnitKind::Count | UnitKind::Measure)
        && flat.has(&MARK, part.before)
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
    use crate::extract::{Comparison, Direction, findings, fixture};

    fn read(text: &str) -> Vec<(String, Comparison, f64, Option<f64>, String)> {
        let document = fixture::dated("Kế hoạch phát triển kinh tế - xã hội năm 2026", "2026-01-05", text);
        findings(&document)
            .targets
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
    fn misses() {
        for text in [
            "II. CÁC CHỈ TIÊU CHỦ YẾU\n\n- Thực hiện Điều 5 Nghị quyết số 15/NQ-HĐND ngày 10/12/2025.",
            "I. TÌNH HÌNH THỰC HIỆN\n\n- Năm 2025, tỷ lệ hộ nghèo đã giảm còn 4,5%.",
            "III. KINH PHÍ\n\n- Hỗ trợ 50% chi phí, tối đa 20 triệu đồng cho mỗi hộ.",
            "IV. TỔ CHỨC THỰC HIỆN\n\n1. Sở Tài chính hỗ trợ 100% kinh phí cho các hộ.",
            "IV. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế gửi 05 bộ hồ sơ trong 10 ngày.",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
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
        for line in [
            "Gửi 03 bộ hồ sơ về Sở Du lịch.",
            "Cơ sở có từ 5 lao động trở lên phải đăng ký.",
            "Vận hành chính quyền địa phương 02 cấp.",
            "Hội đồng có ít nhất 05 thành viên.",
            "Hỗ trợ 100% học phí cho học sinh.",
        ] {
            assert_eq!(read(&format!("III. NỘI DUNG\n\n1. {line}")), [], "{line}");
        }
    }

    #[test]
    fn a_regulation_demands_no_counts() {
        let document = fixture::dated(
            "Quyết định ban hành Quy định về quản lý bến xe",
            "2026-01-05",
            "1. Bến xe có ít nhất 02 phòng chờ.\n2. Số điểm đỗ xe: 12 điểm.",
        );
        assert_eq!(findings(&document).targets, []);
    }

    #[test]
    fn an_item_with_its_number_and_parts() {
        let found = |line: &str| {
            let document = fixture::dated("Kế hoạch năm 2026", "2026-01-05", line);
            findings(&document)
                .targets
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
        for line in ["- Số lượng hồ sơ: 01 bộ.", "- Số lượng: 50 đại biểu.", "- Kinh phí: 500 triệu đồng."]
        {
            assert_eq!(found(line), [], "{line}");
        }
    }

    #[test]
    fn numbers_that_go_on_with_a_statement() {
        let found = |line: &str| {
            let document = fixture::dated("Kế hoạch", "2026-01-05", line);
            let found = findings(&document).targets;
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
        let found = findings(&document).targets;
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
}
