//! Attached plans, regulations and appendices (Decree 30/2020, annex I, part II.3.a: `Phụ lục`, `(Kèm theo …)`).

use super::column::Column;
use super::label::Class;
use super::phrase::{begins, begins_any, begins_small};
use super::sheet::Sheet;
use super::{Appendix, Field, Role, Status, label, title};
use crate::text::one_line;

/// Marks the titles of attached documents from line `from` on and lists them.
pub(super) fn find(sheet: &Sheet<'_>, from: usize, roles: &mut [Role]) -> Field<Vec<Appendix>> {
    let mut found: Vec<(Appendix, usize)> = Vec::new();
    let mut evidence = Vec::new();
    let mut closed = false;
    let mut line = from;
    while line < sheet.len() {
        if roles[line] != Role::Text {
            closed |= begins(&sheet.lines[line].key, "noi nhan");
            line += 1;
            continue;
        }
        let Some(kind) = starts(sheet, line, closed || !found.is_empty()) else {
            line += 1;
            continue;
        };
        let end = title_end(sheet, line, roles);
        roles[line] = Role::Attached;
        roles[line + 1..end].fill(Role::AttachedGoesOn);
        let span = sheet.span(line, end - 1);
        let page = sheet.document.lines[line].page;
        if let Some((last, _)) = found.last_mut() {
            last.pages.1 = sheet.document.lines[line - 1].page.max(last.pages.0);
        }
        found.push((Appendix { title: one_line(sheet.slice(span)), kind, pages: (page, page) }, line));
        evidence.push(span);
        line = end;
    }
    if found.is_empty() {
        return Field::absent();
    }
    if let (Some((last, _)), Some(end)) = (found.last_mut(), sheet.document.lines.last()) {
        last.pages.1 = end.page;
    }
    Field {
        value: Some(found.into_iter().map(|(appendix, _)| appendix).collect()),
        status: Status::Read,
        confidence: sheet.confidence(0.95, &evidence),
        evidence,
    }
}

/// The kind of attached document whose title begins at a line.
///
/// `PHỤ LỤC` anywhere; another kind only after a closing or where `(Kèm theo …)` follows its title.
fn starts(sheet: &Sheet<'_>, line: usize, closed: bool) -> Option<String> {
    let view = &sheet.lines[line];
    let text = sheet.text(line);
    let short = text.chars().count() <= 40;
    if begins_any(&view.key, &["phu luc", "mau so", "bieu mau"])
        && short
        && !text.ends_with(['.', ';', ','])
        && (view.capitals || closed && !begins_small(text))
    {
        let kind = if begins(&view.key, "phu luc") { "Phụ lục" } else { "Mẫu" };
        return Some(kind.to_owned());
    }
    let kind = title::kind_at(sheet, line)?;
    let attached = (line + 1..sheet.len().min(line + 9)).any(|l| is_attached_to(&sheet.lines[l].key));
    (attached || closed && sheet.lines.get(line + 1).is_some_and(|next| next.capitals))
        .then(|| kind.to_owned())
}

fn is_attached_to(key: &str) -> bool {
    begins_any(key, &["kem theo", "ban hanh kem theo", "dinh kem"])
}

/// First line after the title: up to and with `(Kèm theo …)`, else over capitals and centred lines.
fn title_end(sheet: &Sheet<'_>, first: usize, roles: &[Role]) -> usize {
    let reach = sheet.len().min(first + 14);
    // A chapter needs no mark after its number.
    let divides = |x: &label::Label| x.marked || x.class.rank() <= Class::Article.rank();
    let stop = |l: usize| {
        let text = sheet.text(l);
        roles[l] != Role::Text
            // "TT" begins a table.
            || Column::of(&sheet.lines[l].key) == Column::Number
            || (!text.starts_with('(') && label::parse(text, &[]).is_some_and(|x| divides(&x)))
    };
    if let Some(at) = (first + 1..sheet.len().min(first + 10))
        .take_while(|l| !stop(*l))
        .find(|l| is_attached_to(&sheet.lines[*l].key))
    {
        let mut end = at;
        while end < reach && !sheet.text(end).contains(')') && !stop(end) {
            end += 1;
        }
        return (end + 1).min(reach);
    }
    let mut end = first + 1;
    while end < reach && !stop(end) && (sheet.lines[end].capitals || sheet.is_centred(end)) {
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use crate::document::NodeKind;
    use crate::document::tests::{drawn, plain};

    #[test]
    fn a_title_ends_before_the_first_chapter() {
        let document = plain(
            "QUY ĐỊNH\n\nVỀ TRỒNG RỪNG\n\n(Ban hành kèm theo Quyết định số 57/QĐ-UBND)\n\nChương I\n\nQUY ĐỊNH CHUNG\n\n\
             Điều 1. Phạm vi\n",
        );
        assert!(document.outline.iter().any(|n| n.kind == NodeKind::Chapter));
        let document = plain(
            "Điều 1. Ban hành Quy định.\n\nPHỤ LỤC\n\nVỀ TRỒNG RỪNG\n\nChương I\n\nQUY ĐỊNH CHUNG\n\nĐiều 1. Phạm vi\n",
        );
        assert_eq!(
            drawn(&document),
            "Article 1: Điều 1. Ban hành\nAppendix : PHỤ LỤC VỀ TRỒNG\n  Chapter I: Chương I QUY ĐỊNH\n\
             \x20   Article I.1: Điều 1. Phạm vi\n"
        );
    }

    #[test]
    fn an_attached_plan_begins_its_own_ladder() {
        let document = plain(
            "QUYẾT ĐỊNH\n\nVề việc ban hành Kế hoạch trồng rừng\n\nĐiều 1. Ban hành Kế hoạch.\n\n\
             Điều 2. Các sở thi hành Quyết định này./.\n\nNơi nhận:\n- Như Điều 2;\n- Lưu: VT.\n\nCHỦ TỊCH\nTrần Minh Khôi\n\
             \u{c}\nKẾ HOẠCH\n\nTRỒNG RỪNG PHÒNG HỘ\n\n(Kèm theo Quyết định số 57/QĐ-UBND ngày 05/3/2024\ncủa Chủ tịch UBND tỉnh)\n\n\
             I. MỤC TIÊU\n\n- Trồng 120 ha.\n\nPHỤ LỤC\n\n1. Danh sách các xã.\n",
        );
        assert_eq!(
            drawn(&document),
            "Article 1: Điều 1. Ban hành\nArticle 2: Điều 2. Các sở\n\
             Appendix : KẾ HOẠCH TRỒNG RỪNG\n  Part I: I. MỤC TIÊU\n    Bullet I: - Trồng 120 ha.\n\
             Appendix : PHỤ LỤC\n  Clause 1: 1. Danh sách các\n"
        );
        let appendices = document.header.appendices.value.unwrap();
        let kinds: Vec<&str> = appendices.iter().map(|a| a.kind.as_str()).collect();
        assert_eq!(kinds, ["Kế hoạch", "Phụ lục"]);
        assert!(appendices[0].title.ends_with("của Chủ tịch UBND tỉnh)"));
        assert_eq!((appendices[0].pages.0.0, appendices[0].pages.1.0), (1, 1));
        assert!(document.outline.iter().any(|n| n.kind == NodeKind::Frame));
    }
}
