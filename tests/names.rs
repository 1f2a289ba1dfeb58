//! Names of all 54 peoples and abbreviations that no list has, in clean documents: they go out as they came in.

use std::collections::BTreeSet;

use crate::support::{Vanthu, root};

/// Forms of names for each people.
const FORMS: usize = 20;
/// Most names and most abbreviations that may be changed.
const NAMES_CHANGED: usize = 2;
const ABBREVIATIONS_CHANGED: usize = 1;

const HEAD: &str = "ỦY BAN NHÂN DÂN\nHUYỆN SƠN HÀ\n\nSố: 171/KH-UBND\n\nSơn Hà, ngày 12 tháng 8 năm 2027\n\nKẾ HOẠCH\n\
    Phát động phong trào thi đua xây dựng nông thôn mới năm 2027\n\nI. MỤC ĐÍCH, YÊU CẦU\n\
    1. Nâng cao chất lượng đời sống vật chất, tinh thần của người dân nông thôn trên địa bàn huyện.\n\
    2. Các phòng, ban, ngành và Ủy ban nhân dân các xã xây dựng kế hoạch, tổ chức thực hiện nghiêm túc, hiệu quả.\n\
    II. TỔ CHỨC THỰC HIỆN\n";

fn list(name: &str) -> Vec<String> {
    let path = root().join("tests/fixtures").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

/// Name forms of a people: words that stand first, in the middle and last, in all ways to join them, until there are enough.
fn forms(line: &str) -> Vec<String> {
    let columns: Vec<Vec<&str>> = line.split('\t').map(|column| column.split(';').collect()).collect();
    let [_, first, middle, given] = columns.as_slice() else { panic!("four columns: {line}") };
    let mut forms: Vec<String> = Vec::new();
    for i in 0..first.len() * middle.len() * given.len() * 8 {
        let words = [
            first[i % first.len()],
            middle[i / first.len() % middle.len()],
            given[(i + i / given.len()) % given.len()],
        ];
        let form = words.into_iter().filter(|word| *word != "-").collect::<Vec<_>>().join(" ");
        if !forms.contains(&form) && forms.len() < FORMS {
            forms.push(form);
        }
    }
    forms
}

/// A clean document that names people in its sentences, in a list and as signers, and bodies by their abbreviations.
fn document(names: &[String], abbreviations: &[String]) -> String {
    let mut text = HEAD.to_owned();
    for (number, pair) in (1..).zip(names.chunks(2)) {
        let with = pair.get(1).map_or(String::new(), |name| format!(" phối hợp với ông {name}"));
        text += &format!(
            "{number}. Đồng chí {}{with} chuẩn bị nội dung, báo cáo trước ngày 15/9/2027.\n",
            pair[0]
        );
    }
    text += "III. DANH SÁCH KHEN THƯỞNG\n";
    for (number, name) in (1..).zip(names) {
        text += &format!("{number}. {name}, hộ gia đình tiêu biểu, thôn {}\n", number % 9 + 1);
    }
    let (running, listed) = abbreviations.split_at(abbreviations.len() / 2);
    text += &format!(
        "IV. ĐƠN VỊ THAM GIA\nGiao {} chủ trì, phối hợp với các đơn vị liên quan thực hiện.\n\nNơi nhận:\n- Như trên;\n- {};\n- Lưu: VT.\n\n",
        running.join(", "),
        listed.join(", ")
    );
    for name in names {
        text += &format!("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n{name}\n\n");
    }
    text
}

#[test]
fn names_of_all_peoples_and_abbreviations_stay() {
    let peoples: Vec<Vec<String>> = list("names-of-peoples.tsv").iter().map(|line| forms(line)).collect();
    let abbreviations = list("abbreviations.txt");
    assert_eq!(peoples.len(), 54);
    let count: usize = peoples.iter().map(Vec::len).sum();
    assert!(
        count >= 1000 && abbreviations.len() >= 500,
        "{count} names, {} abbreviations",
        abbreviations.len()
    );
    let (mut names_changed, mut abbreviations_changed) = (BTreeSet::new(), BTreeSet::new());
    for (names, abbreviations) in peoples.iter().zip(abbreviations.chunks(abbreviations.len().div_ceil(54))) {
        let text = document(names, abbreviations);
        let vanthu = Vanthu::new();
        vanthu.file("text.txt", &text);
        let ran = vanthu.run(["restore", "text.txt"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        for (before, after) in text.lines().zip(ran.stdout.lines()).filter(|(before, after)| before != after)
        {
            let lost = |form: &&String| before.contains(form.as_str()) && !after.contains(form.as_str());
            names_changed.extend(names.iter().filter(lost).map(|name| format!("{name}: {after}")));
            abbreviations_changed.extend(abbreviations.iter().filter(lost).cloned());
        }
    }
    println!(
        "{} of {count} names, {} of {} abbreviations changed",
        names_changed.len(),
        abbreviations_changed.len(),
        abbreviations.len()
    );
    assert!(names_changed.len() <= NAMES_CHANGED, "{names_changed:?}");
    assert!(abbreviations_changed.len() <= ABBREVIATIONS_CHANGED, "{abbreviations_changed:?}");
}
