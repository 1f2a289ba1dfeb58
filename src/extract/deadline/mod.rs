//! What is due when.
//!
//! Which rule finds which:
//! | Rule | Finds | Example (invented) |
//! | --- | --- | --- |
//! | [`dated`] | a day, month, quarter or year that something is bound to | "trước ngày 15/12/2026", "trong quý I/2026" |
//! | [`recurring`] | what comes again | "định kỳ 6 tháng", "hằng năm" |
//! | [`relative`] | a stretch counted from an act | "trong 05 ngày làm việc kể từ ngày nhận hồ sơ" |
//! | [`event`] | something that ends with an event | "đến khi tổng kết phong trào" |
//! | [`bracketed`] | years in brackets in a list of what is done when | "Mở rộng dịch vụ (2026 - 2027)" |
//! | [`attributed`] | the time named under a task or in its column | "Thời gian thực hiện: Quý I/2026" |
//!
//! Not taken: dates of cited documents, the document's own, years that only name a plan or its figures.

mod attributed;
mod bracketed;
mod dated;
mod event;
mod past;
mod recurring;
mod relative;
mod task;

use super::confidence;
use super::context::Context;
use super::{Deadline, Due, Finding, Recurrence};
use crate::document::{NodeIndex, NodeKind};
use crate::text::{Restored, Span};

/// A time that a rule takes for a deadline.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    /// The words of time.
    pub(super) span: Span<Restored>,
    /// When.
    pub(super) due: Option<Due>,
    /// How often.
    pub(super) recurrence: Option<Recurrence>,
    /// The rule.
    pub(super) rule: &'static str,
}

/// All deadlines of a document, in its order. `cited` are the spans of cited documents.
pub(crate) fn deadlines(context: &Context<'_>, cited: &[Span<Restored>]) -> Vec<Finding<Deadline>> {
    let mut found = Vec::new();
    for (index, node) in context.nodes() {
        match node.kind {
            NodeKind::Frame | NodeKind::Basis | NodeKind::Appendix | NodeKind::Cell => {}
            NodeKind::Row => found.extend(attributed::row(context, index)),
            _ => text(context, index, cited, &mut found),
        }
    }
    found.sort_by_key(|f| f.quote);
    found
}

fn text(
    context: &Context<'_>,
    index: NodeIndex,
    cited: &[Span<Restored>],
    found: &mut Vec<Finding<Deadline>>,
) {
    let own = context.flat.text(context.node(index).body);
    let shouted = !own.chars().any(char::is_lowercase);
    if context.is_footnote(index) || shouted || context.flat.has(&task::NAMES_ONLY, context.node(index).body)
    {
        return;
    }
    let attributes = attributed::times(context, index, found);
    let body = context.node(index).body;
    let body = Span::new(body.start(), attributes.unwrap_or(body.end()).max(body.start()));
    let bracketed: Vec<(Span<Restored>, bracketed::Bracket)> = context
        .flat
        .sentences(body)
        .into_iter()
        .flat_map(|sentence| bracketed::of_task(context, sentence).into_iter().map(move |c| (sentence, c)))
        .collect();
    for sentence in context.flat.clauses(body) {
        let mut candidates = Vec::new();
        relative::read(context, sentence, &mut candidates);
        recurring::read(context, sentence, cited, &mut candidates);
        dated::read(context, sentence, cited, &mut candidates);
        event::read(context, sentence, &mut candidates);
        bracketed::read(context, index, sentence, &mut candidates);
        candidates.retain(|c| !bracketed.iter().any(|(_, other)| other.value.overlaps(c.span)));
        candidates.sort_by_key(|c| c.span);
        for candidate in candidates {
            if past::tells_what_was(context, sentence, candidate.span) {
                continue;
            }
            let (task, quote) = task::of(context, index, sentence, candidate.span);
            found.push(finding(context, index, candidate, task, quote));
        }
    }
    for (sentence, bracket) in bracketed {
        for candidate in bracket.candidates {
            let (task, quote) = task::of(context, index, sentence, bracket.value);
            found.push(finding(context, index, candidate, task, quote));
        }
    }
}

fn finding(
    context: &Context<'_>,
    index: NodeIndex,
    candidate: Proposal,
    task: String,
    quote: Span<Restored>,
) -> Finding<Deadline> {
    Finding {
        confidence: confidence::of(context, candidate.rule, candidate.span),
        value: Deadline { task, due: candidate.due, recurrence: candidate.recurrence, agencies: Vec::new() },
        quote,
        evidence: vec![quote],
        place_in_outline: context.place(index),
        rule: candidate.rule,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::{Bound, Every, findings, fixture};

    fn read(text: &str) -> Vec<(String, Option<Bound>, Option<Every>)> {
        let document = fixture::dated("Kế hoạch công tác", "2026-03-02", text);
        findings(&document)
            .deadlines
            .into_iter()
            .map(|f| {
                let date =
                    f.value.due.as_ref().and_then(|d| d.date).map_or_else(String::new, |d| d.to_string());
                (date, f.value.due.map(|d| d.bound), f.value.recurrence.map(|r| r.every))
            })
            .collect()
    }

    #[test]
    fn hits() {
        struct Case(&'static str, &'static str, Option<Bound>, Option<Every>);
        for Case(text, date, bound, every) in [
            Case(
                "1. Sở Y tế gửi báo cáo về Sở Nội vụ trước ngày 15/12/2026.",
                "2026-12-15",
                Some(Bound::Before),
                None,
            ),
            Case(
                "1. Chậm nhất ngày 05/9/2026, các sở hoàn thành việc rà soát.",
                "2026-09-05",
                Some(Bound::By),
                None,
            ),
            Case(
                "1. Hoàn thành việc số hóa hồ sơ trong quý III/2026.",
                "2026-09-30",
                Some(Bound::During),
                None,
            ),
            Case(
                "1. Các xã hoàn thành việc lập danh sách đến hết năm 2027.",
                "2027-12-31",
                Some(Bound::By),
                None,
            ),
            Case("1. Gửi danh sách về Sở Nội vụ trước ngày 30/4.", "2026-04-30", Some(Bound::Before), None),
            Case("1. Sở Nội vụ báo cáo kết quả hằng quý.", "", None, Some(Every::Quarter)),
            Case("1. Sở Nội vụ định kỳ tổng hợp, báo cáo kết quả.", "", None, Some(Every::Periodic)),
            Case(
                "1. Trả kết quả trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ.",
                "",
                Some(Bound::By),
                None,
            ),
            Case(
                "1. Di dời các hộ dân, xong trước 17 giờ ngày 08/9/2026.",
                "2026-09-08",
                Some(Bound::Before),
                None,
            ),
            Case("1. Lắp thiết bị báo cháy trước mùa khô năm 2027.", "2027-12-31", Some(Bound::Before), None),
            Case("1. Sở Nội vụ báo cáo trước ngày 20 của tháng cuối quý.", "", None, Some(Every::Quarter)),
            Case(
                "1. Rà soát danh mục dịch vụ công.\n- Thời gian thực hiện: Tháng 6/2026.",
                "2026-06-30",
                Some(Bound::During),
                None,
            ),
            Case(
                "1. Rà soát danh mục dịch vụ công.\n- Thời gian thực hiện: Thường xuyên.",
                "",
                None,
                Some(Every::Ongoing),
            ),
        ] {
            assert_eq!(read(text), [(date.to_owned(), bound, every)], "{text}");
        }
    }

    #[test]
    fn a_day_beside_a_recurrence_is_its_detail() {
        let document = fixture::dated(
            "Kế hoạch",
            "2026-03-02",
            "1. Sở Nội vụ báo cáo hằng năm (trước ngày 15 tháng 11).",
        );
        let found = findings(&document).deadlines;
        let recurrence = found[0].value.recurrence.clone().unwrap();
        assert_eq!(
            (recurrence.every, recurrence.detail.as_deref()),
            (Every::Year, Some("trước ngày 15 tháng 11"))
        );
    }

    #[test]
    fn years_that_bind_and_years_that_name() {
        for text in [
            "1. Thực thi phương án tại Quyết định số 15/QĐ-TTg theo lộ trình, hoàn thành trong năm 2027.",
            "1. Thực thi phương án đã nêu tại Quyết định số 15/QĐ-TTg hoàn thành trong năm 2027.",
            "1. Nhà thầu tăng ca, bảo đảm thông xe kỹ thuật năm 2027.",
        ] {
            assert_eq!(read(text), [("2027-12-31".to_owned(), Some(Bound::During), None)], "{text}");
        }
        for text in [
            "1. Các nhiệm vụ phát triển hạ tầng số của tỉnh đến năm 2030 bao gồm:",
            "1. Kinh phí thực hiện từ năm 2026 - 2030: 1.500 triệu đồng.",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn several_times_in_one_value() {
        let of = |value: &str| {
            read(&format!("1. Rà soát danh mục dịch vụ công.\n- Thời gian thực hiện: {value}."))
        };
        let day = |text: &str| text.to_owned();
        assert_eq!(
            of("Quý II/2026 và Quý IV/2026"),
            [(day("2026-06-30"), Some(Bound::During), None), (day("2026-12-31"), Some(Bound::During), None),]
        );
        assert_eq!(
            of("Thường xuyên trong năm 2027"),
            [(day("2027-12-31"), Some(Bound::During), Some(Every::Ongoing))]
        );
        assert_eq!(
            of("Quý I/2027 và thường xuyên"),
            [(day("2027-03-31"), Some(Bound::During), None), (day(""), None, Some(Every::Ongoing))]
        );
        assert_eq!(
            of("6 tháng, hằng năm"),
            [(day(""), None, Some(Every::HalfYear)), (day(""), None, Some(Every::Year))]
        );
        assert_eq!(
            read("1. Sở Nội vụ báo cáo định kỳ hằng tháng, quý."),
            [(day(""), None, Some(Every::Month)), (day(""), None, Some(Every::Quarter))]
        );
    }

    #[test]
    fn hours_and_events() {
        for (text, bound) in [
            ("1. Phun khử khuẩn trong vòng 24 giờ sau khi nước rút.", Bound::By),
            ("1. Các xã tổ chức quán triệt ngay sau khi Kế hoạch này được ban hành.", Bound::From),
            ("1. Sửa chữa trường lớp xong trước khi vào năm học mới.", Bound::Before),
        ] {
            assert_eq!(read(text), [(String::new(), Some(bound), None)], "{text}");
        }
        for text in [
            "1. Báo cáo ngay khi có sự cố.",
            "1. Trường hợp hồ sơ thiếu thì trả lại ngay sau khi kết thúc buổi tiếp nhận.",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn misses() {
        for text in [
            "1. Thực hiện Kế hoạch số 15/KH-UBND ngày 10/01/2026 của UBND tỉnh Sơn Hà.",
            "1. Quyết định này có hiệu lực kể từ ngày 15/3/2026.",
            "1. Năm 2025, tỉnh đã hoàn thành việc sắp xếp trước ngày 30/6/2025.",
            "1. Triển khai Chương trình phát triển đô thị giai đoạn 2026 - 2030.",
            "1. Theo bản tin, từ ngày 07/9 đến ngày 09/9/2026 có mưa to.",
            "1. Duy trì tỷ lệ theo Nghị quyết hằng năm của Hội đồng nhân dân tỉnh.",
            "1. Bố trí kinh phí trong dự toán ngân sách nhà nước hằng năm.",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
