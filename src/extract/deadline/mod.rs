//! What is due when: every mention of a time that is bound to a clause is proposed, and a judge says which bind.
//!
//! Which grammar reads which:
//! | Grammar | Finds | Example (invented) |
//! | --- | --- | --- |
//! | [`dated`] | a day, month, quarter or year | "trước ngày 15/12/2026", "trong quý I/2026" |
//! | [`recurring`] | what comes again | "định kỳ 6 tháng", "hằng năm" |
//! | [`relative`] | a stretch of time | "trong 05 ngày làm việc kể từ ngày nhận hồ sơ" |
//! | [`event`] | something that ends with an event | "đến khi tổng kết phong trào" |
//! | [`bracketed`] | times in brackets behind a task | "Mở rộng dịch vụ (2026 - 2027)" |
//! | [`attributed`] | the time named under a task or in its column | "Thời gian thực hiện: Quý I/2026" |
//!
//! The grammars say what a time says (day, bound, how often); [`features`] what stands around it. Not proposed: dates of
//! cited documents, of the head, of footnotes and of headings in capitals.

mod attributed;
mod bracketed;
mod dated;
mod event;
mod features;
mod recurring;
mod relative;
mod task;

pub(super) use dated::bound;

use super::around::{self, Near};
use super::context::Context;
use super::judge::{self, Features, Proposals};
use super::{Deadline, Due, Finding, Recurrence};
use crate::document::{NodeIndex, NodeKind};
use crate::text::{Restored, Span};

/// A time that may bind.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    /// The words of time.
    pub(super) span: Span<Restored>,
    /// When.
    pub(super) due: Option<Due>,
    /// How often.
    pub(super) recurrence: Option<Recurrence>,
    /// The grammar.
    pub(super) rule: &'static str,
}

/// Where a time stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In running text.
    Clause,
    /// Alone in brackets at the end of a sentence.
    Bracket,
    /// In a line that names the time of a task.
    Attribute,
    /// In the column of times of a row.
    Row,
    /// The same, of a table of procedures.
    Procedure,
}

/// A time with its task.
struct Raw {
    candidate: Proposal,
    index: NodeIndex,
    /// The clause, value or cell that it stands in.
    clause: Span<Restored>,
    task: String,
    quote: Span<Restored>,
    place: Place,
}

/// All times of a document that may bind, in its order.
pub(crate) struct Proposed {
    /// As they would be found; their confidence is open.
    pub(crate) findings: Vec<Finding<Deadline>>,
    features: Vec<Features>,
    near: Vec<Near>,
    /// Whether each stands where the document itself says that it is the time of a task: in a column or line of times.
    named: Vec<bool>,
}

impl Proposals for Proposed {
    const KIND: &'static str = "deadline";

    fn features(&self) -> Vec<Features> {
        self.features.clone()
    }

    fn again(&self, first: &[f64]) -> Vec<Features> {
        around::again(self.features(), &self.near, first)
    }

    fn choose(&self, probabilities: &[f64], threshold: f64) -> Vec<usize> {
        let least = |index: usize| if self.named[index] { threshold.min(LEAST_NAMED) } else { threshold };
        (0..probabilities.len()).filter(|index| probabilities[*index] >= least(*index)).collect()
    }
}

/// The probability from which on a time binds that the document names as the time of a task: the line or column says it
/// already. The steps of procedures and the times of events are not among them.
const LEAST_NAMED: f64 = 0.1;

/// All deadlines of a document, in its order. `cited` are the spans of cited documents.
pub(crate) fn deadlines(context: &Context<'_>, cited: &[Span<Restored>]) -> Vec<Finding<Deadline>> {
    let mut proposed = proposed(context, cited);
    let chosen = judge::choose(&proposed, context.judges);
    let mut found = Vec::with_capacity(chosen.len());
    for judge::Chosen { index, confidence, .. } in chosen {
        let finding = &mut proposed.findings[index];
        finding.confidence = confidence * context.certainty(finding.quote);
        found.push(finding.clone());
    }
    found
}

/// All times that may bind, in the order of the document.
pub(crate) fn proposed(context: &Context<'_>, cited: &[Span<Restored>]) -> Proposed {
    let mut raw = Vec::new();
    for (index, node) in context.nodes() {
        match node.kind {
            NodeKind::Frame | NodeKind::Basis | NodeKind::Appendix | NodeKind::Cell => {}
            NodeKind::Row => raw.extend(attributed::row(context, index)),
            _ => text(context, index, cited, &mut raw),
        }
    }
    raw.sort_by_key(|raw| (raw.quote, raw.candidate.span));
    let features = features::of(context, &raw);
    let near = raw.iter().map(|raw| features::near(context, raw)).collect();
    let named = raw
        .iter()
        .map(|raw| matches!(raw.place, Place::Row | Place::Attribute) && !features::of_event(context, raw))
        .collect();
    let findings = raw
        .into_iter()
        .map(|raw| Finding {
            value: Deadline {
                task: raw.task,
                due: raw.candidate.due,
                recurrence: raw.candidate.recurrence,
                agencies: Vec::new(),
            },
            quote: raw.quote,
            evidence: vec![raw.quote],
            place_in_outline: context.place(raw.index),
            confidence: 0.0,
            rule: raw.candidate.rule,
        })
        .collect();
    Proposed { findings, features, near, named }
}

fn text(context: &Context<'_>, index: NodeIndex, cited: &[Span<Restored>], out: &mut Vec<Raw>) {
    let body = context.node(index).body;
    let shouted = !context.flat.text(body).chars().any(char::is_lowercase);
    if context.is_footnote(index) || shouted {
        return;
    }
    let attributes = attributed::times(context, index, out);
    let body = Span::new(body.start(), attributes.unwrap_or(body.end()).max(body.start()));
    let bracketed: Vec<(Span<Restored>, bracketed::Bracket)> = context
        .flat
        .sentences(body)
        .into_iter()
        .flat_map(|sentence| bracketed::of_task(context, sentence).into_iter().map(move |c| (sentence, c)))
        .collect();
    let from = out.len();
    for clause in context.flat.clauses(body) {
        let mut candidates = Vec::new();
        recurring::read(context, clause, cited, &mut candidates);
        relative::read(context, clause, &mut candidates);
        dated::read(context, clause, cited, &mut candidates);
        event::read(context, clause, &mut candidates);
        candidates.retain(|c| !bracketed.iter().any(|(_, other)| other.value.overlaps(c.span)));
        for candidate in candidates {
            let (task, quote) = task::of(context, index, clause, candidate.span);
            out.push(Raw { candidate, index, clause, task, quote, place: Place::Clause });
        }
    }
    joined(context, out, from);
    for (sentence, bracket) in bracketed {
        for candidate in bracket.candidates {
            let (task, quote) = task::of(context, index, sentence, bracket.value);
            out.push(Raw { candidate, index, clause: sentence, task, quote, place: Place::Bracket });
        }
    }
}

/// Joins how often something is done with the clause that says in which time: "quan trắc 02 lần/tháng; thời gian quan trắc
/// từ tháng 3 đến tháng 10 năm 2027" is one, which comes again until the end. `from` is the first of the item's times.
fn joined(context: &Context<'_>, out: &mut Vec<Raw>, from: usize) {
    let flat = &context.flat;
    let says_time = |raw: &Raw| {
        raw.candidate.due.is_some() && flat.low(flat.trim(raw.clause, &['-', '+'])).starts_with("thời gian ")
    };
    let mut at = from;
    while at + 1 < out.len() {
        let clause = out[at + 1].clause;
        let often = out[at].candidate.recurrence.is_some() && out[at].candidate.due.is_none();
        if !often || out[at].clause == clause || !says_time(&out[at + 1]) {
            at += 1;
            continue;
        }
        let end = out[at + 1..].iter().take_while(|raw| raw.clause == clause).count() + at + 1;
        out[at].candidate.due = out[end - 1].candidate.due.clone();
        out[at].quote = out[at].quote.union(out[end - 1].quote);
        out.drain(at + 1..end);
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::{Bound, Every, findings, fixture, proposed};

    fn read(text: &str) -> Vec<(String, Option<Bound>, Option<Every>)> {
        let document = fixture::dated("Kế hoạch công tác", "2026-03-02", text);
        let found = proposed(&document).deadlines.findings;
        found
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
        let found = proposed(&document).deadlines.findings;
        let recurrence = found[0].value.recurrence.clone().unwrap();
        assert_eq!(
            (recurrence.every, recurrence.detail.as_deref()),
            (Every::Year, Some("trước ngày 15 tháng 11"))
        );
    }

    #[test]
    fn years_that_bind() {
        for text in [
            "1. Thực thi phương án tại Quyết định số 15/QĐ-TTg theo lộ trình, hoàn thành trong năm 2027.",
            "1. Thực thi phương án đã nêu tại Quyết định số 15/QĐ-TTg hoàn thành trong năm 2027.",
            "1. Nhà thầu tăng ca, bảo đảm thông xe kỹ thuật năm 2027.",
        ] {
            assert_eq!(read(text), [("2027-12-31".to_owned(), Some(Bound::During), None)], "{text}");
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
    fn how_often_and_in_which_time_are_one() {
        assert_eq!(
            read(
                "1. Trạm Quan trắc lấy mẫu nước hồ với tần suất hằng tháng; thời gian lấy mẫu từ tháng 3 đến tháng 10 năm 2026."
            ),
            [("2026-10-31".to_owned(), Some(Bound::During), Some(Every::Month))]
        );
        assert_eq!(
            read("1. Rà soát danh mục.\n- Thời gian thực hiện: Năm 2026 và các năm tiếp theo."),
            [("2026-12-31".to_owned(), Some(Bound::From), None)]
        );
        assert_eq!(read("1. Giảm được 02 ngày làm việc (01 giờ làm việc = 40.000 đồng)."), []);
    }

    #[test]
    fn stretches_in_words_seasons_and_the_end_of_a_year() {
        for (text, date) in [
            ("1. Mười (10) ngày làm việc kể từ ngày nhận đủ hồ sơ, Sở Y tế trả kết quả.", ""),
            ("1. Đơn vị trả lời không quá 24h00 kể từ khi nhận được thông báo.", ""),
            ("1. Các xã tăng thời lượng phát thanh trong hai tháng cuối năm 2026.", "2026-12-31"),
            ("1. Gieo cấy xong vào vụ xuân 2029.", "2029-12-31"),
        ] {
            let found = read(text);
            assert_eq!(found.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), [date], "{text}");
        }
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
    }

    #[test]
    fn dates_of_cited_documents_and_names_in_quotes_are_not_proposed() {
        for text in [
            "1. Thực hiện Kế hoạch số 15/KH-UBND ngày 10/01/2026 của UBND tỉnh Sơn Hà.",
            "1. Triển khai Đề án “Phát triển đô thị xanh, đến năm 2035” trên địa bàn tỉnh.",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn the_judge_tells_what_binds() {
        let text = "I. TÌNH HÌNH\n\n1. Năm 2025, tỉnh đã hoàn thành việc sắp xếp, được ban hành ngày 30/6/2025.\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế rà soát danh mục, báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2026.";
        let document = fixture::dated("Kế hoạch công tác", "2026-03-02", text);
        let found = findings(&document).deadlines;
        let dates: Vec<String> =
            found.iter().filter_map(|f| f.value.due.as_ref()?.date).map(|date| date.to_string()).collect();
        assert_eq!(dates, ["2026-12-15"]);
        assert!(found[0].confidence > 0.8, "{found:?}");
    }

    #[test]
    fn stretches_hours_and_terms() {
        for (text, count) in [
            ("1. Trả lời trong 05 ngày làm việc.", 1),
            ("1. Có mặt sau 30 phút.", 1),
            ("1. Gửi báo cáo lúc 17 giờ 30 cùng ngày.", 0),
            ("- Báo cáo 6 tháng (trước ngày 15/6), năm (trước ngày 10/12).", 2),
            ("1. Họp giao ban hai tuần một lần.", 1),
            ("1. Sở Y tế vệ sinh bể chứa 02 lần/năm.", 1),
        ] {
            assert_eq!(read(text).len(), count, "{text}");
        }
    }
}
