//! The emulation movement that a document launches, in the terms of Điều 17 of the emulation law (06/2022/QH15).
//!
//! "Ủy ban nhân dân tỉnh phát động phong trào thi đua … với chủ đề “…”" (invented). Not: documents that only ask to
//! take part in movements, or reward their results. Unsure: a movement whose name runs over several clauses.

mod launch;
mod lists;
mod time;

use std::sync::LazyLock;

use regex::Regex;

use self::launch::Launch;
use super::agency;
use super::assignment::Found;
use super::confidence;
use super::context::Context;
use super::token::pattern;
use super::{Emulation, Finding, Period};
use crate::text::{Restored, Span};

const RULE: &str = "emulation";

static THEME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?:chủ\s+đề|khẩu\s+hiệu)[^“”"';.]{0,50}?[“"]([^”"]{4,400})[”"]"#));
/// Only where the movement has no name of its own.
static CALLED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"tên\s+gọi(?:\s+là)?\s*:?\s*[“"]([^”"]{4,400})[”"]"#));
static FORM: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"thi\s+đua\s+(thường\s+xuyên|theo\s+chuyên\s+đề|chuyên\s+đề|theo\s+đợt)"));

/// The movement that a document launches, if it launches one.
pub(crate) fn emulation(context: &Context<'_>, assignments: &[Found]) -> Option<Finding<Emulation>> {
    let flat = &context.flat;
    let launch = launch::find(context)?;
    let Launch { at, sentence, name, .. } = launch;
    let theme = theme(context, &launch);
    let launched_by = agency::bodies(flat, Span::new(sentence.start(), name.start().max(sentence.start())))
        .first()
        .map(|b| flat.quote(b.span))
        .or_else(|| context.document.header.issuer.value.clone());
    let value = Emulation {
        movement: Some(flat.quote(name)),
        theme: theme.map(|span| flat.quote(span)),
        form: FORM.captures(flat.low(sentence)).and_then(|c| c.get(1)).map(|m| m.as_str().to_owned()),
        launched_by,
        goals: lists::under(context, &lists::GOALS),
        scope: lists::under(context, &lists::SCOPE),
        participants: lists::participants(context, &launch, assignments),
        criteria: lists::criteria(context),
        rewards: lists::under(context, &lists::REWARDS),
        reviews: lists::under(context, &lists::REVIEWS),
        period: time::of(context, &launch),
    };
    let mut evidence = vec![name];
    evidence.extend(theme);
    Some(Finding {
        value,
        quote: name,
        evidence,
        place_in_outline: at.and_then(|i| context.place(i)),
        confidence: confidence::of(context, RULE, name),
        rule: RULE,
    })
}

/// How long the movement lasts that a document launches.
pub(crate) fn time(context: &Context<'_>) -> Option<Period> {
    let launch = launch::find(context)?;
    let time = time::of(context, &launch)?;
    Some(Period { from: time.from, to: time.to, written: time.written, bound: None })
}

/// The theme as the text gives it; of a movement without a name what it is called or the title puts in quotes.
fn theme(context: &Context<'_>, launch: &Launch) -> Option<Span<Restored>> {
    let flat = &context.flat;
    let all = flat.all();
    let said = |words: &Regex| {
        let found = words.captures(flat.low(all))?.get(1)?;
        let span = flat.trim(Span::new(all.start() + found.start(), all.start() + found.end()), &[]);
        (!span.overlaps(launch.name) || !launch.quoted).then_some(span)
    };
    let title = context.document.header.subject.evidence.iter().copied().reduce(Span::union);
    said(&THEME)
        .filter(|theme| !launch.quoted || flat.low(*theme) != flat.low(launch.name))
        .or_else(|| said(&CALLED).filter(|_| !launch.quoted))
        .or_else(|| quoted(context, title?).filter(|_| !launch.quoted))
}

/// What stands in quotation marks in a name: the theme that the movement is called by.
fn quoted(context: &Context<'_>, name: Span<Restored>) -> Option<Span<Restored>> {
    static QUOTED: LazyLock<Regex> = LazyLock::new(|| pattern(r#"[“"]([^”"]{12,400})[”"]"#));
    let m = QUOTED.captures(context.flat.low(name))?.get(1)?;
    Some(Span::new(name.start() + m.start(), name.start() + m.end()))
}

#[cfg(test)]
mod tests {
    use crate::extract::{findings, fixture};

    #[test]
    fn a_launch_with_theme_time_and_participants() {
        let text = "Ủy ban nhân dân tỉnh phát động phong trào thi đua yêu nước năm 2026 với chủ đề “Đoàn kết, đổi mới” như sau:\n\nI. ĐỐI TƯỢNG: các sở, ban, ngành; Ủy ban nhân dân các xã, phường.\n\nII. TIÊU CHÍ THI ĐUA\n\n- Hoàn thành các chỉ tiêu được giao.";
        let found = findings(&fixture::dated("PHÁT ĐỘNG PHONG TRÀO THI ĐUA NĂM 2026", "2026-01-05", text))
            .emulation
            .unwrap()
            .value;
        assert_eq!(found.movement.as_deref(), Some("phong trào thi đua yêu nước năm 2026"));
        assert_eq!(found.theme.as_deref(), Some("Đoàn kết, đổi mới"));
        assert_eq!(found.period.unwrap().written, "năm 2026");
        assert_eq!(found.participants, ["các sở, ban, ngành", "Ủy ban nhân dân các xã, phường"]);
        assert_eq!(found.criteria, ["Hoàn thành các chỉ tiêu được giao"]);
    }

    #[test]
    fn a_theme_in_the_title_and_those_called_upon() {
        let text = "Ủy ban nhân dân tỉnh phát động phong trào thi đua năm 2026 với các nội dung sau:\n\nI. NỘI DUNG\n\n1. Thời gian giải quyết thủ tục giảm 20% so với năm 2025.\n\n2. Tiêu chí đối với tập thể: hoàn thành mọi chỉ tiêu.\n\nỦy ban nhân dân tỉnh kêu gọi cán bộ, công chức, viên chức, doanh nhân và các tầng lớp Nhân dân hăng hái thi đua.";
        let title = "PHÁT ĐỘNG PHONG TRÀO THI ĐUA “Đoàn kết, về đích sớm các chỉ tiêu”";
        let found = findings(&fixture::dated(title, "2026-01-05", text)).emulation.unwrap().value;
        assert_eq!(found.movement.as_deref(), Some("phong trào thi đua năm 2026"));
        assert_eq!(found.theme.as_deref(), Some("Đoàn kết, về đích sớm các chỉ tiêu"));
        assert_eq!(
            found.participants,
            ["cán bộ, công chức, viên chức", "doanh nhân", "các tầng lớp Nhân dân"]
        );
        assert_eq!(found.criteria, ["hoàn thành mọi chỉ tiêu"]);
        assert_eq!(found.period.unwrap().written, "năm 2026");
    }

    #[test]
    fn launches_by_other_words_and_bodies() {
        for (title, text, movement) in [
            (
                "Về việc mở chiến dịch thi đua 60 ngày “Sạch hồ sơ tồn”",
                "Chủ tịch Ủy ban nhân dân tỉnh mở chiến dịch thi đua 60 ngày “Sạch hồ sơ tồn” như sau:",
                "Sạch hồ sơ tồn",
            ),
            (
                "Về việc phát động và ban hành Kế hoạch thực hiện phong trào thi đua “Thư viện mở”",
                "Điều 1. Phát động phong trào thi đua “Thư viện mở” trên địa bàn tỉnh.",
                "Thư viện mở",
            ),
            (
                "THƯ PHÁT ĐỘNG",
                "Tôi phát động trong toàn Tổng công ty đợt thi đua nước rút “Tàu về đúng giờ”, thời gian từ ngày 01/10/2027 đến ngày 31/12/2027.",
                "Tàu về đúng giờ",
            ),
        ] {
            let found = findings(&fixture::dated(title, "2027-09-20", text)).emulation.unwrap().value;
            assert_eq!(found.movement.as_deref(), Some(movement), "{title}");
        }
    }

    #[test]
    fn no_launch() {
        for text in [
            "1. Sở Y tế tích cực tham gia các phong trào thi đua do tỉnh phát động.",
            "Điều 1. Tặng Bằng khen cho các tập thể có thành tích trong phong trào thi đua năm 2025.",
            "1. Ủy ban nhân dân tỉnh tổ chức hội nghị tổng kết phong trào thi đua năm 2025.",
            "Kêu gọi ủng hộ phong trào “Áo ấm cho em” dịp Tết Đinh Mùi.",
        ] {
            assert_eq!(findings(&fixture::document(text)).emulation, None, "{text}");
        }
    }
    #[test]
    fn names_times_and_those_who_take_part() {
        let text = "Chủ tịch Ủy ban nhân dân tỉnh mở đợt thi đua cao điểm với các nội dung sau:\n\nI. THỜI GIAN\n\nĐợt thi đua thực hiện từ ngày 05/4/2027 đến ngày 30/9/2027.\n\nII. KHẨU HIỆU\n\nKhẩu hiệu của đợt thi đua: “Sạch từng bến, xanh từng bờ”.\n\nIII. CHUẨN ĐỂ XÉT THI ĐUA\n\n1. Đối với xã, phường:\n\n- Thu gom từ 90% lượng rác ven sông trở lên;\n\n2. Đối với cá nhân:\n\n- Tham gia ít nhất 05 buổi dọn rác.\n\nKhông xét khen thưởng nơi để rác tồn đọng.";
        let title = "Về việc mở đợt thi đua cao điểm “Trăm bến sạch” trên địa bàn tỉnh";
        let found = findings(&fixture::modelled(title, "2027-03-20", text)).emulation.unwrap().value;
        assert_eq!(found.movement.as_deref(), Some("Trăm bến sạch"));
        assert_eq!(found.theme.as_deref(), Some("Sạch từng bến, xanh từng bờ"));
        assert_eq!(found.period.unwrap().written, "từ ngày 05/4/2027 đến ngày 30/9/2027");
        assert_eq!(found.participants, ["xã, phường", "cá nhân"]);
        assert_eq!(
            found.criteria,
            ["Thu gom từ 90% lượng rác ven sông trở lên", "Tham gia ít nhất 05 buổi dọn rác"]
        );
    }

    #[test]
    fn movements_named_without_a_word_of_launching() {
        for (title, text) in [
            ("Thi đua xây dựng “Chợ không túi nhựa” giai đoạn 2027 - 2029", "Hai bên thống nhất như sau."),
            (
                "Quy định tiêu chuẩn chấm điểm của Khối thi đua năm 2027",
                "Điều 1. Năm 2027, toàn Khối cùng thực hiện phong trào “Chợ không túi nhựa”. Phong trào mở màn ngày 20/3/2027, bế mạc ngày 15/12/2029.",
            ),
        ] {
            let found = findings(&fixture::dated(title, "2027-03-20", text)).emulation.unwrap().value;
            assert_eq!(found.movement.as_deref(), Some("Chợ không túi nhựa"), "{title}");
            assert_eq!(found.period.unwrap().to.unwrap().year(), 2029, "{title}");
        }
    }
}
