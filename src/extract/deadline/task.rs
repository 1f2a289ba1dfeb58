//! The task that a time belongs to: its clause without the words of time, or the item above it.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::NodeIndex;
use crate::extract::context::Context;
use crate::extract::token::{Flat, pattern};
use crate::extract::{agency, cue, words};
use crate::text::{Restored, Span, one_line};

/// How far before a time its task is looked for, in bytes: several long sentences.
const FAR: usize = 4000;

/// The task in the words of the text, and the passage that binds it to the time.
pub(super) fn of(
    context: &Context<'_>,
    index: NodeIndex,
    sentence: Span<Restored>,
    time: Span<Restored>,
) -> (String, Span<Restored>) {
    let flat = &context.flat;
    let quote = flat.trim(near(flat, sentence, time), &['.', ';', ',', '-', '+', '/', ':']);
    let until = time.start().max(quote.start());
    let start = told_from(flat, sentence, Span::new(quote.start(), until));
    let before = flat.trim(Span::new(start, until), &[',', '(', ':', '-']);
    let after = flat.trim(Span::new(time.end().min(quote.end()), quote.end()), &[',', ')', ':', '-', '.']);
    let task = one_line(&format!("{} {}", flat.quote(before), flat.quote(after)));
    if task.split_whitespace().count() >= 3 {
        return (task, quote);
    }
    // "Rà soát danh mục; hoàn thành trong năm 2026": the task is the clause before.
    let body = context.node(index).body;
    let ahead = flat.last(Span::new(body.start(), quote.start().clamp(body.start(), body.end())), FAR);
    let said = |clause: &Span<Restored>| flat.text(*clause).split_whitespace().count() > 3;
    if let Some(clause) = flat.clauses(ahead).into_iter().rfind(said) {
        let before = flat.quote(flat.trim(clause, &['.', ';', ':', '-', '+']));
        static ONLY_DONE: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"^\s*(?:(?:hoàn\s+thành|xong|thực\s+hiện|và)\s*)*$"));
        let said = if ONLY_DONE.is_match(&crate::vietnamese::fold(&task)) {
            before
        } else {
            format!("{before}; {task}")
        };
        return (said, quote);
    }
    // The time stands alone: "Thời gian: …" under its task.
    let above = context.node(index).parent.map(|parent| context.node(parent).body);
    (above.map_or(task, |body| flat.quote(flat.trim(body, &[':', '.', ';']))), quote)
}

/// The clauses of a long sentence that the time stands in: who reads a sentence of eighty words is not told by it what is
/// due. Before the time at least [`ENOUGH`] words; what is due stands behind a time that opens the sentence, or that
/// follows a clause of conditions ("Đối với hồ sơ chưa rõ, trong 05 ngày …").
fn near(flat: &Flat, sentence: Span<Restored>, time: Span<Restored>) -> Span<Restored> {
    let words = |start: usize, end: usize| count(flat, start, end);
    if words(sentence.start(), sentence.end()) <= LONG {
        return sentence;
    }
    let marks = marks(flat, sentence);
    let start = enough_before(flat, sentence, &marks, time.start());
    let before = Span::new(start, time.start().max(start));
    let opens =
        words(start, time.start()) < ENOUGH || flat.has(&CONDITION, before) || flat.has(&THEN, before);
    let behind = if opens { 3 * ENOUGH } else { 0 };
    let end = marks
        .iter()
        .copied()
        .find(|end| {
            *end >= time.end() && words(time.end(), *end) >= behind && words(start, *end) >= 2 * ENOUGH
        })
        .unwrap_or(sentence.end());
    Span::new(start, end)
}

/// Where the task begins that is told right before a time: where its passage does, or a clause earlier where that passage
/// only says that something is handed over, and not what: "…, trình Ủy ban nhân dân tỉnh trong tháng 4".
fn told_from(flat: &Flat, sentence: Span<Restored>, before: Span<Restored>) -> usize {
    let said = flat.trim(before, &[',', '(', ':', '-']);
    if said.start() == sentence.start() {
        return before.start();
    }
    let handed = cue::cues(flat, said).into_iter().next();
    let Some(verb) =
        handed.filter(|cue| matches!(cue.class, "report" | "finish") && cue.span.start() == said.start())
    else {
        return before.start();
    };
    // "gửi về", "báo cáo lên": a word between it and whom.
    let rest = flat.trim(Span::new(verb.span.end(), said.end()), &[]);
    let (list, end) = [Some(rest), flat.find(&TO, rest).map(|to| Span::new(to.end(), rest.end()))]
        .into_iter()
        .flatten()
        .map(|rest| agency::list_at(flat, rest))
        .find(|(list, _)| !list.is_empty())
        .unwrap_or((Vec::new(), rest.start()));
    if list.is_empty() && !rest.is_empty()
        || !words::are_acts(flat, Span::new(end.min(said.end()), said.end()))
    {
        return before.start();
    }
    let mut marks = marks(flat, sentence);
    marks.retain(|mark| *mark < said.start());
    // The mark right before the passage ends what is looked for.
    let ends = marks.pop().unwrap_or(sentence.start());
    enough_before(flat, sentence, &marks, ends)
}

static TO: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:về|cho|tới|đến|lên|qua)\s+"));

/// Where a passage begins that ends at `end`: behind the last of the marks that leaves it [`ENOUGH`] words.
fn enough_before(flat: &Flat, sentence: Span<Restored>, marks: &[usize], end: usize) -> usize {
    let begins = marks.iter().rev().map(|mark| mark + 1);
    let mut enough = begins.filter(|start| *start <= end && count(flat, *start, end) >= ENOUGH);
    enough.next().unwrap_or(sentence.start())
}

/// Where the commas and colons of a sentence stand, rising, but for those in the names of bodies.
fn marks(flat: &Flat, sentence: Span<Restored>) -> Vec<usize> {
    let text = flat.text(sentence);
    let names = agency::bodies(flat, sentence);
    text.match_indices([',', ':'])
        .filter(|(at, mark)| text[at + mark.len()..].starts_with(char::is_whitespace))
        .map(|(at, _)| sentence.start() + at)
        .filter(|at| !names.iter().any(|body| body.span.start() < *at && *at < body.span.end()))
        .collect()
}

fn count(flat: &Flat, start: usize, end: usize) -> usize {
    flat.text(Span::new(start, end.max(start))).split_whitespace().count()
}

/// From how many words on a sentence is long.
const LONG: usize = 26;
/// How many words tell what is due.
const ENOUGH: usize = 6;
static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[\s+–-]*(?:đối\s+với|(?:trong\s+)?trường\s+hợp|khi|sau\s+khi|nếu|căn\s+cứ|trên\s+cơ\s+sở)\b")
});
static THEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bthì\s*$"));

#[cfg(test)]
mod tests {
    use crate::extract::{fixture, proposed};

    fn quotes(text: &str) -> Vec<String> {
        let document = fixture::dated("Kế hoạch công tác", "2026-03-02", text);
        let quote = |span: crate::text::Span<crate::text::Restored>| {
            document.text[span.range()].split_whitespace().collect::<Vec<_>>().join(" ")
        };
        proposed(&document).deadlines.findings.into_iter().map(|f| quote(f.quote)).collect()
    }

    #[test]
    fn of_a_long_sentence_the_clauses_around_the_time() {
        let long = "1. Sở Y tế rà soát danh sách người hành nghề của tất cả các cơ sở khám bệnh trên địa bàn tỉnh, cập nhật dữ liệu lên hệ thống quản lý chung, báo cáo kết quả rà soát về Ủy ban nhân dân tỉnh trước ngày 15/12/2026, trong đó nêu rõ khó khăn của từng cơ sở và những việc cần tỉnh hỗ trợ.";
        assert_eq!(quotes(long), ["báo cáo kết quả rà soát về Ủy ban nhân dân tỉnh trước ngày 15/12/2026"]);
    }

    #[test]
    fn what_is_due_behind_a_time_that_opens_it() {
        let long = "1. Trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ, Phòng Kinh tế xã có trách nhiệm thẩm định hồ sơ, kiểm tra thực tế tại cơ sở, lập biên bản kiểm tra theo mẫu và trình Chủ tịch Ủy ban nhân dân xã ký giấy phép cho cơ sở đủ điều kiện hoạt động.";
        assert_eq!(
            quotes(long),
            [
                "Trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ, Phòng Kinh tế xã có trách nhiệm thẩm định hồ sơ, kiểm tra thực tế tại cơ sở"
            ]
        );
    }

    #[test]
    fn a_time_alone_has_the_clause_before_it_as_its_task() {
        let document = fixture::dated(
            "Kế hoạch công tác",
            "2026-03-02",
            "1. Sở Y tế lập danh mục thuốc thiết yếu của tỉnh; hoàn thành trước ngày 15/12/2026.",
        );
        let found = proposed(&document).deadlines.findings;
        assert_eq!(found[0].value.task, "Sở Y tế lập danh mục thuốc thiết yếu của tỉnh");
    }

    #[test]
    fn what_is_handed_over_is_told_in_the_clause_before() {
        let task = |text: &str| {
            let document = fixture::dated("Kế hoạch công tác", "2026-03-02", text);
            proposed(&document).deadlines.findings.remove(0).value.task
        };
        let long = "1. Giao Sở Tài chính chủ trì, phối hợp với Sở Xây dựng, Sở Nội vụ và các cơ quan liên quan lập phương án bố trí kinh \
            phí của các chương trình, trình Ủy ban nhân dân tỉnh xem xét, quyết định trước ngày 15/12/2026.";
        let told = "phối hợp với Sở Xây dựng, Sở Nội vụ và các cơ quan liên quan lập phương án bố trí kinh phí của các chương \
            trình, trình Ủy ban nhân dân tỉnh xem xét, quyết định";
        assert!(told.ends_with(&task(long)) && task(long).contains("lập phương án"), "{}", task(long));
        let with_object = "1. Giao Sở Tài chính chủ trì, phối hợp với Sở Xây dựng, Sở Nội vụ và các cơ quan liên quan rà soát kinh phí \
            của các chương trình, trình Ủy ban nhân dân tỉnh phương án phân bổ trước ngày 15/12/2026.";
        assert_eq!(task(with_object), "trình Ủy ban nhân dân tỉnh phương án phân bổ");
    }

    #[test]
    fn a_short_sentence_whole() {
        let short = "1. Sở Y tế rà soát danh sách, báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2026.";
        assert_eq!(
            quotes(short),
            ["Sở Y tế rà soát danh sách, báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2026"]
        );
    }
}
