//! What a clerk sees whose system speaks Vietnamese, on 80 columns; vanthu.toml.

use std::fs;

use crate::support::{Ran, Vanthu};

/// No line is wider than 80 columns: Vietnamese letters are one column each, in composed form.
#[track_caller]
fn fits_80_columns(text: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{} columns: {line}", line.chars().count());
    }
}

#[track_caller]
fn said(ran: &Ran, code: i32, message: &str) {
    fits_80_columns(&ran.stderr);
    assert_eq!(ran.stderr, message);
    assert_eq!(ran.code, Some(code));
}

#[test]
fn errors_are_in_vietnamese() {
    let vanthu = Vanthu::new();
    vanthu.file("rong.pdf", b"").fixture("encrypted.pdf").fixture("no-pages.pdf");
    vanthu.file("thu.docx", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xfe");
    for (file, message) in [
        (
            "khong-co.pdf",
            "lỗi: không đọc được khong-co.pdf: không có tệp hoặc thư mục này\n\
             cách xử lý: kiểm tra lại tên tệp; lệnh `ls` liệt kê các tệp trong thư mục\n",
        ),
        (
            "rong.pdf",
            "lỗi: rong.pdf là tệp rỗng\ncách xử lý: sao chép hoặc quét lại: trong tệp không có gì\n",
        ),
        (
            "encrypted.pdf",
            "lỗi: encrypted.pdf có đặt mật khẩu\n\
             cách xử lý: ghi mật khẩu vào một tệp rồi chỉ ra bằng --password-file TỆP, hoặc\n  \
             gỡ mật khẩu bằng lệnh\n  `qpdf --decrypt --password=MẬT-KHẨU encrypted.pdf encrypted-da-mo.pdf`\n",
        ),
        (
            "no-pages.pdf",
            "lỗi: no-pages.pdf không có trang nào\n\
             cách xử lý: quét lại, hoặc đề nghị nơi gửi gửi lại tệp đầy đủ\n",
        ),
        (
            "thu.docx",
            "lỗi: thu.docx là tệp nén, loại tệp này không đọc được\n\
             cách xử lý: giải nén rồi đọc các tệp bên trong: `bsdtar -xf thu.docx`\n",
        ),
    ] {
        said(&vanthu.run_in_vietnamese(["read", file]), 4, message);
    }
}

#[test]
fn an_output_that_cannot_be_written_is_told_in_vietnamese() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", "Sở Nội vụ báo cáo trước ngày 15/12/2024.\n");
    let ran = vanthu.run_in_vietnamese(["read", "a.txt", "-o", "khong-co/a.json"]);
    fits_80_columns(&ran.stderr);
    assert!(
        ran.stderr
            .contains("lỗi: không ghi được khong-co/a.json: không có tệp hoặc thư mục này\ncách xử lý: "),
        "{}",
        ran.stderr
    );
    assert_eq!(ran.code, Some(5));
}

#[test]
fn wrong_arguments_are_told_in_vietnamese() {
    let ran = Vanthu::new().run_in_vietnamese(["read", "--page-timeout", "0", "a.pdf"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr
            .starts_with("lỗi: giá trị '0' không hợp lệ cho '--page-timeout <GIÂY>': phải từ 1 trở lên\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn help_is_in_vietnamese() {
    let vanthu = Vanthu::new();
    let root = vanthu.run_in_vietnamese(["--help"]);
    assert_eq!(root.code, Some(0));
    for part in ["Cách dùng: vanthu [TÙY CHỌN] <LỆNH>", "Lệnh:", "Tùy chọn:", "Đọc bản quét hoặc văn bản"]
    {
        assert!(root.stdout.contains(part), "{part} in {}", root.stdout);
    }
    let read = vanthu.run_in_vietnamese(["read", "--help"]);
    for part in [
        "Cách dùng: vanthu read [TÙY CHỌN] <TỆP|THƯ-MỤC>...",
        "Tham số:",
        "[mặc định: 120]",
        "- judge: dùng ở",
    ] {
        assert!(read.stdout.contains(part), "{part} in {}", read.stdout);
    }
    for page in [&root.stdout, &read.stdout] {
        fits_80_columns(page);
        assert!(!page.contains("Print") && !page.contains("Options"), "{page}");
    }
    assert_eq!(vanthu.run_in_vietnamese(["help", "read"]).stdout, read.stdout);
    // Words typed ahead of the environment.
    let english = vanthu.run_in_vietnamese(["--lang", "en", "--help"]);
    assert!(english.stdout.contains("Usage: vanthu"), "{}", english.stdout);
}

#[test]
fn doctor_speaks_vietnamese() {
    let vanthu = Vanthu::new();
    let ran = vanthu.run_in_vietnamese(["doctor", "--worker", "./khong-co"]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    fits_80_columns(&ran.stdout);
    assert!(ran.stdout.starts_with("đạt      vanthu "), "{}", ran.stdout);
    assert!(ran.stdout.contains("\nthiếu    bộ nhận dạng chữ: không dùng được"), "{}", ran.stdout);
    assert!(ran.stdout.contains("`apt install tesseract-ocr"), "{}", ran.stdout);
}

const PLAN: &str = "\
ỦY BAN NHÂN DÂN\nTỈNH SƠN HÀ\n\nSố: 12/KH-UBND\n\nSơn Hà, ngày 04 tháng 3 năm 2024\n\nKẾ HOẠCH\nTuyên truyền năm 2024\n\n\
I. CHỈ TIÊU\n1. Phấn đấu tỷ lệ hộ nghèo còn dưới 4,5% vào cuối năm 2024.\n\n\
II. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính xây dựng kế hoạch, hoàn thành trước ngày \
30/11/2024.\n2. Sở Y tế báo cáo kết quả trong tháng 12/2024.\n";

#[test]
fn the_table_is_in_vietnamese() {
    let vanthu = Vanthu::new();
    vanthu.file("ke-hoach.txt", PLAN);
    let ran = vanthu.run_in_vietnamese(["read", "--table", "ke-hoach.txt"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    fits_80_columns(&ran.stdout);
    fits_80_columns(&ran.stderr);
    for part in [
        "Kế hoạch · 12/KH-UBND · 04/03/2024 · ",
        "\nChỉ tiêu\n",
        "\nThời hạn\n",
        "\nNhiệm vụ\n",
        "\nCơ quan\n",
        "Chủ trì",
        "Phối hợp",
        "trước 30/11/2024",
        "trong tháng 12/2024",
        "< 4,5%",
    ] {
        assert!(ran.stdout.contains(part), "{part} in {}", ran.stdout);
    }
    let english = vanthu.run(["read", "--table", "ke-hoach.txt"]);
    for part in ["\nDeadlines\n", "before 2024-11-30", "in 2024-12", "< 4.5%"] {
        assert!(english.stdout.contains(part), "{part} in {}", english.stdout);
    }
}

#[test]
fn warnings_are_in_vietnamese_and_the_record_is_not() {
    let vanthu = Vanthu::new();
    vanthu.fixture("blank.pdf");
    let ran = vanthu.run_in_vietnamese(["read", "blank.pdf"]);
    assert!(
        ran.stderr.contains("cảnh báo: blank.pdf: trang 1: trang trắng, không có chữ in\n"),
        "{}",
        ran.stderr
    );
    assert_eq!(ran.stdout, vanthu.run(["read", "blank.pdf"]).stdout);
    assert!(ran.stdout.contains("nothing is printed on page 1"), "{}", ran.stdout);
}

#[test]
fn the_language_is_the_one_typed_then_set_then_of_the_environment() {
    let vanthu = Vanthu::new();
    let said = |ran: &Ran| ran.stderr.split(':').next().unwrap().to_owned();
    assert_eq!(said(&vanthu.run(["read", "khong-co.pdf"])), "error");
    assert_eq!(said(&vanthu.run(["--lang=vi", "read", "khong-co.pdf"])), "lỗi");
    assert_eq!(said(&vanthu.run(["read", "khong-co.pdf", "--lang", "vi"])), "lỗi");
    vanthu.file("vanthu.toml", "lang = \"vi\"\n");
    assert_eq!(said(&vanthu.run(["read", "khong-co.pdf"])), "lỗi");
    assert_eq!(said(&vanthu.run(["read", "--lang", "en", "khong-co.pdf"])), "error");
    // LC_ALL stands above LANG, as everywhere.
    fs::remove_file(vanthu.path("vanthu.toml")).unwrap();
    let mut command = vanthu.command(["read", "khong-co.pdf"]);
    command.env("LANG", "vi_VN.UTF-8").env("LC_ALL", "C");
    assert_eq!(said(&crate::support::ran(&command.output().unwrap())), "error");
}

#[test]
fn settings_hold_until_something_is_typed() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", "Sở Nội vụ.\n").file("huge.png", crate::cli::png_head(30_000, 30_000));
    vanthu.file("vanthu.toml", "max-pixels = 1000\n");
    let said = |args: &[&str]| vanthu.run(args).stderr;
    assert!(said(&["read", "huge.png"]).contains("pixels, more than 1000\n"));
    assert!(said(&["read", "--max-pixels", "2000", "huge.png"]).contains("pixels, more than 2000\n"));
    let doctor = vanthu.run(["doctor", "--worker", "./nowhere"]);
    assert!(doctor.stdout.contains("vanthu.toml\n"), "{}", doctor.stdout);
    let help = vanthu.run(["read", "--help"]);
    assert!(help.stdout.contains("[default: 1000]"), "{}", help.stdout);
}

#[test]
fn settings_that_are_wrong_are_refused_with_file_and_key() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", "Sở Nội vụ.\n").file("vanthu.toml", "jbos = 2\n");
    let path = vanthu.path("vanthu.toml").canonicalize().unwrap();
    vanthu.run(["read", "a.txt"]).failed(
        2,
        &format!(
            "error: {} sets `jbos`, which is no option\n\
             hint: take the line out, or mend the name; docs/settings.md lists the options\n",
            path.display()
        ),
    );
    vanthu.file("vanthu.toml", "page-timeout = \"long\"\n");
    let ran = vanthu.run(["read", "a.txt"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("sets `page-timeout` to `\"long\"`, which it cannot have"), "{}", ran.stderr);
    // A folder of scans may come from anybody: it does not say what program is started.
    vanthu.file("vanthu.toml", "worker = \"./worker\"\n");
    let ran = vanthu.run(["read", "a.txt"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("sets `worker`, which only your own vanthu.toml may set"), "{}", ran.stderr);
    // Help is there all the same.
    assert_eq!(vanthu.run(["--help"]).code, Some(0));
}
