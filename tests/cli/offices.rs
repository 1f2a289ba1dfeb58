//! What offices and archives ask for of many documents: the follow-up book, packages, the report of acceptance.

use std::fs;

use crate::support::{Vanthu, root};

const LAUNCH: &str = "\
ỦY BAN NHÂN DÂN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH HÒA AN                        Độc lập - Tự do - Hạnh phúc
Số: 15/KH-UBND                 Hòa An, ngày 10 tháng 01 năm 2025

KẾ HOẠCH
Phát động phong trào thi đua năm 2025

I. MỤC TIÊU
1. Tốc độ tăng trưởng kinh tế đạt 8% trở lên.
2. Tỷ lệ hộ nghèo giảm còn dưới 2,5%.
3. Tỷ lệ dân số tham gia bảo hiểm y tế đạt 95%.
4. Tỷ lệ giải ngân vốn đầu tư công đạt trên 95%.
II. NHIỆM VỤ
1. Sở Y tế rà soát thủ tục hành chính lĩnh vực khám chữa bệnh, hoàn thành trong quý II năm 2025.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Bình
";

const REPORT: &str = "\
ỦY BAN NHÂN DÂN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH HÒA AN                        Độc lập - Tự do - Hạnh phúc
Số: 210/BC-UBND                 Hòa An, ngày 20 tháng 12 năm 2025

BÁO CÁO
Kết quả phong trào thi đua năm 2025

I. KẾT QUẢ ĐẠT ĐƯỢC
1. Tốc độ tăng trưởng kinh tế đạt 8,3% (kế hoạch 8%), tăng 0,5% so với năm 2024.
2. Tỷ lệ hộ nghèo giảm còn 2,7%.
3. Tỷ lệ dân số nông thôn tham gia bảo hiểm y tế đạt 93,5%.
- Sở Y tế đang rà soát thủ tục hành chính lĩnh vực khám chữa bệnh.
II. PHƯƠNG HƯỚNG NĂM 2026
1. Tốc độ tăng trưởng kinh tế đạt 9%.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Thị Hoa
";

/// A folder with the records of a launch and of a report.
fn with_records() -> Vanthu {
    let vanthu = Vanthu::new();
    vanthu.file("launch.txt", LAUNCH).file("report.txt", REPORT);
    let ran = vanthu.run(["read", "launch.txt", "report.txt", "-o", "records/", "-q"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    vanthu
}

/// The cells of each row of a page's first table.
fn rows(page: &str) -> Vec<Vec<String>> {
    let table = page.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    let cell = |cell: &str| {
        let text = cell.split_once('>').unwrap().1.split("</td>").next().unwrap();
        text.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect::<String>()
    };
    table
        .lines()
        .filter(|line| line.starts_with("<tr"))
        .map(|row| row.split("<td").skip(1).map(cell).collect())
        .collect()
}

#[test]
fn results_of_a_report_stand_beside_what_was_asked_for() {
    let vanthu = with_records();
    let ran = vanthu.run(["follow-up", "records", "-o", "so.html"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let page = vanthu.read("so.html");
    let rows = rows(&page);
    // Columns: 2 what, 8 state, 9 result, 10 difference, 16 doubts.
    let of = |words: &str| rows.iter().filter(|row| row[2].contains(words)).collect::<Vec<_>>();
    let growth = of("Tốc độ tăng trưởng kinh tế");
    assert_eq!((growth.len(), growth[0][8].as_str(), growth[0][10].as_str()), (1, "đạt", "0,3"), "{rows:#?}");
    assert!(growth[0][9].contains("8,3%") && growth[0][15].contains("kế hoạch 8%"), "{growth:?}");
    let poor = of("hộ nghèo");
    assert_eq!((poor.len(), poor[0][8].as_str()), (1, "chưa đạt"), "{poor:?}");
    // Part of the people are not the people: a person has to look.
    let insured = of("bảo hiểm y tế");
    assert_eq!(insured.len(), 2, "{insured:?}");
    assert!(
        insured[0][9].is_empty() && insured[1][9].contains("93,5%") && !insured[1][16].is_empty(),
        "{insured:?}"
    );
    assert_eq!(of("giải ngân")[0][8], "chưa thấy trong báo cáo");
    assert_eq!(of("khám chữa bệnh")[0][8], "đang thực hiện, quá hạn", "{rows:#?}");
    // The same when named, and written again.
    let args = ["follow-up", "records/launch.json", "--reports", "records/report.json", "-o", "so.html"];
    assert_eq!(vanthu.run(args).code, Some(0));
    assert_eq!(page, vanthu.read("so.html"));
    for _ in 0..2 {
        assert_eq!(vanthu.run(["follow-up", "records", "-o", "so.xlsx"]).code, Some(0));
    }
    assert_eq!(vanthu.run(["follow-up", "records", "-o", "so.pdf"]).code, Some(2));
}

#[test]
fn packages_are_made_where_nothing_is_lacking() {
    let vanthu = Vanthu::with_record();
    vanthu.file("ho-so.csv", "Mã hồ sơ;Tiêu đề hồ sơ\nH99.2025.01;Hồ sơ thi đua\n");
    let ran = vanthu.run(["archive", "a.json", "--table", "ho-so.csv", "-o", "out"]);
    assert_eq!(ran.code, Some(6), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("not packed, since it lacks") && ran.stderr.contains("maintenance"),
        "{}",
        ran.stderr
    );
    assert!(vanthu.path("out/muc-luc.xlsx").exists() && !vanthu.path("out/H99.2025.01.zip").exists());
    vanthu.file(
        "ho-so.csv",
        "Mã hồ sơ;Tiêu đề hồ sơ;Thời hạn lưu trữ;Chế độ sử dụng;Chế độ dự phòng;Mã hồ sơ gốc giấy;Tệp;issuedDate;Tờ đến\n\
         H99.2025.01;Hồ sơ thi đua;Vĩnh viễn;Công khai;Không;H99.3.01;;;\n\
         ;;;;;;scan.pdf;15/10/2025;1\n",
    );
    let args = ["archive", "a.json", "--table", "ho-so.csv", "-o", "out"];
    let ran = vanthu.run(args);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let first = fs::read(vanthu.path("out/H99.2025.01.zip")).unwrap();
    assert_eq!(vanthu.run(args).code, Some(0));
    assert_eq!(first, fs::read(vanthu.path("out/H99.2025.01.zip")).unwrap());
    let profile = root().join("docs/profiles/tt02-van-ban.tsv");
    let args = args.map(std::ffi::OsStr::new).into_iter().chain(["--profile".as_ref(), profile.as_os_str()]);
    assert_eq!(vanthu.run(args).code, Some(0));
    vanthu.file("ho-so.csv", "a,b\n");
    let ran = vanthu.run(["archive", "a.json", "--table", "ho-so.csv", "-o", "out"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
}

#[test]
fn the_report_of_acceptance_is_the_same_when_made_again() {
    let vanthu = Vanthu::with_record();
    for name in ["nghiem-thu.xlsx", "nghiem-thu.html"] {
        assert_eq!(vanthu.run(["accept", "a.json", "-o", name]).code, Some(0), "{name}");
        let first = fs::read(vanthu.path(name)).unwrap();
        assert_eq!(vanthu.run(["accept", "a.json", "-o", name]).code, Some(0), "{name}");
        assert_eq!(first, fs::read(vanthu.path(name)).unwrap(), "{name}");
    }
    let page = vanthu.read("nghiem-thu.html");
    assert!(
        page.contains("DANH SÁCH TRANG CẦN QUÉT LẠI")
            && !page.contains("figure-")
            && !page.contains(">fault-")
    );
}

#[test]
fn a_message_without_the_codes_of_offices_is_not_written() {
    let vanthu = Vanthu::with_record();
    let ran = vanthu.run(["export", "a.json", "-o", "a.edxml"]);
    assert_eq!(ran.code, Some(5), "{}", ran.stderr);
    assert_eq!(
        ran.stderr,
        "error: a.edxml cannot be written: it needs the codes of offices, which stand on no page\n\
         hint: give a table of offices and their codes (CSV: name, code): `vanthu export RECORD.json -o MESSAGE.edxml --organs FILE.csv`\n"
    );
    vanthu.file("codes.csv", "Sở Nội vụ,H99.1\n");
    let ran = vanthu.run(["export", "a.json", "-o", "a.edxml", "--organs", "codes.csv"]);
    assert_eq!(ran.code, Some(5), "{}", ran.stderr);
    assert!(ran.stderr.contains("From/OrganId"), "{}", ran.stderr);
    assert!(!vanthu.path("a.edxml").exists());
}

#[test]
fn a_page_and_a_workbook_of_ones_own() {
    let vanthu = Vanthu::with_record();
    assert_eq!(vanthu.run(["page", "a.json", "-o", "a.html"]).code, Some(0));
    let page = vanthu.read("a.html");
    assert_eq!(vanthu.run(["export", "a.json", "-o", "a.html"]).code, Some(0));
    assert_eq!(page, vanthu.read("a.html"));
    vanthu.file(
        "mine.tsv",
        "sheet\tViệc\ntitle\tVIỆC\nrows\tassignments\nfield\ttask\tViệc\t40\nhidden\tid\tMã\n",
    );
    assert_eq!(vanthu.run(["export", "a.json", "-o", "a.xlsx", "--profile", "mine.tsv"]).code, Some(0));
    vanthu.file("mine.tsv", "sheet\tViệc\nfeld\ttask\tViệc\t40\n");
    let ran = vanthu.run(["export", "a.json", "-o", "a.xlsx", "--profile", "mine.tsv"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("mine.tsv:2: "), "{}", ran.stderr);
}
