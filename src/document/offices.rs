//! Letterheads, titles and closings of offices of all kinds, as texts; provinces and people are invented.

use super::Status;
use super::tests::{plain, scanned_page};
use crate::page::Block;

struct Office {
    /// The left column.
    left: &'static str,
    /// The right column, place and date included.
    right: &'static str,
    parent: Option<&'static str>,
    issuer: &'static str,
    number: Option<&'static str>,
    symbol: &'static str,
}

const STATE: &str =
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSơn Hà, ngày 05 tháng 3 năm 2024";
const PARTY: &str = "ĐẢNG CỘNG SẢN VIỆT NAM\nSơn Hà, ngày 05 tháng 3 năm 2024";

#[test]
fn letterheads_of_everyone() {
    for office in [
        Office {
            left: "ĐẢNG BỘ TỈNH SƠN HÀ\nHUYỆN ỦY BÌNH LÂM\n*\nSố 12-NQ/HU",
            right: PARTY,
            parent: Some("ĐẢNG BỘ TỈNH SƠN HÀ"),
            issuer: "HUYỆN ỦY BÌNH LÂM",
            number: Some("12"),
            symbol: "NQ/HU",
        },
        Office {
            left: "TỈNH ỦY SƠN HÀ\n*\nSố 26 -KL/TU",
            right: PARTY,
            parent: None,
            issuer: "TỈNH ỦY SƠN HÀ",
            number: Some("26"),
            symbol: "KL/TU",
        },
        Office {
            left: "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM\nLIÊN ĐOÀN LAO ĐỘNG\nTỈNH SƠN HÀ\nSố: 81/LĐLĐ-CTCĐ",
            right: STATE,
            parent: Some("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM"),
            issuer: "LIÊN ĐOÀN LAO ĐỘNG TỈNH SƠN HÀ",
            number: Some("81"),
            symbol: "LĐLĐ-CTCĐ",
        },
        Office {
            left: "HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM\nBAN CHẤP HÀNH TỈNH SƠN HÀ\nSố: 15/BC-BTV",
            right: STATE,
            parent: Some("HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM"),
            issuer: "BAN CHẤP HÀNH TỈNH SƠN HÀ",
            number: Some("15"),
            symbol: "BC-BTV",
        },
        Office {
            left: "UBND TỈNH SƠN HÀ\nHIỆP HỘI DOANH NGHIỆP\nSố: 09/HHDN",
            right: STATE,
            parent: Some("UBND TỈNH SƠN HÀ"),
            issuer: "HIỆP HỘI DOANH NGHIỆP",
            number: Some("09"),
            symbol: "HHDN",
        },
        Office {
            left: "SỞ GIÁO DỤC VÀ ĐÀO TẠO\nTRƯỜNG THPT AN THỊNH\nSố: 7/KH-THPTAT",
            right: STATE,
            parent: Some("SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
            issuer: "TRƯỜNG THPT AN THỊNH",
            number: Some("7"),
            symbol: "KH-THPTAT",
        },
        Office {
            left: "TẬP ĐOÀN BƯU CHÍNH SƠN HÀ\nCÔNG TY CỔ PHẦN\nNƯỚC SẠCH AN THỊNH\nSố: 112/QĐ-NS&MT",
            right: STATE,
            parent: Some("TẬP ĐOÀN BƯU CHÍNH SƠN HÀ"),
            issuer: "CÔNG TY CỔ PHẦN NƯỚC SẠCH AN THỊNH",
            number: Some("112"),
            symbol: "QĐ-NS&MT",
        },
        Office {
            left: "TÒA ÁN NHÂN DÂN TỐI CAO\nTÒA ÁN NHÂN DÂN\nTỈNH SƠN HÀ\nSố: 3/2024/QĐ-TA",
            right: STATE,
            parent: Some("TÒA ÁN NHÂN DÂN TỐI CAO"),
            issuer: "TÒA ÁN NHÂN DÂN TỈNH SƠN HÀ",
            number: Some("3"),
            symbol: "2024/QĐ-TA",
        },
        Office {
            left: "BỘ CÔNG AN\nCÔNG AN TỈNH SƠN HÀ\nSố: 52/TTr-CAT(PC04)",
            right: STATE,
            parent: Some("BỘ CÔNG AN"),
            issuer: "CÔNG AN TỈNH SƠN HÀ",
            number: Some("52"),
            symbol: "TTr-CAT(PC04)",
        },
        Office {
            left: "QUÂN KHU 9\nBỘ CHỈ HUY QUÂN SỰ\nTỈNH SƠN HÀ\nSố: 210/KH-BCH",
            right: STATE,
            parent: Some("QUÂN KHU 9"),
            issuer: "BỘ CHỈ HUY QUÂN SỰ TỈNH SƠN HÀ",
            number: Some("210"),
            symbol: "KH-BCH",
        },
        Office {
            left: "UBND TỈNH SƠN HÀ\nVĂN PHÒNG\nSố: 09-01/26/PT-PNC",
            right: STATE,
            parent: Some("UBND TỈNH SƠN HÀ"),
            issuer: "VĂN PHÒNG",
            number: Some("09-01"),
            symbol: "26/PT-PNC",
        },
        Office {
            left: "TẬP ĐOÀN ĐIỆN SƠN HÀ\nCÔNG TY ĐIỆN LỰC AN THỊNH\nSố: 231/PCAT-KT+AT",
            right: STATE,
            parent: Some("TẬP ĐOÀN ĐIỆN SƠN HÀ"),
            issuer: "CÔNG TY ĐIỆN LỰC AN THỊNH",
            number: Some("231"),
            symbol: "PCAT-KT+AT",
        },
        Office {
            left: "ĐẢNG BỘ TỈNH SƠN HÀ\nỦY BAN KIỂM TRA\nHUYỆN ỦY BÌNH LÂM\n*\nSố 7-TB/UBKTHU",
            right: PARTY,
            parent: Some("ĐẢNG BỘ TỈNH SƠN HÀ"),
            issuer: "ỦY BAN KIỂM TRA HUYỆN ỦY BÌNH LÂM",
            number: Some("7"),
            symbol: "TB/UBKTHU",
        },
        // The name of a place broken before a word that begins bodies, too.
        Office {
            left: "UBND HUYỆN BÌNH LÂM\nỦY BAN NHÂN DÂN XÃ TÂN\nHỘI\nSố: 30/BC-UBND",
            right: STATE,
            parent: Some("UBND HUYỆN BÌNH LÂM"),
            issuer: "ỦY BAN NHÂN DÂN XÃ TÂN HỘI",
            number: Some("30"),
            symbol: "BC-UBND",
        },
        // A dash within a name is none between two bodies.
        Office {
            left: "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\nTRUNG TÂM BẢO TRỢ\nSố: 19/TTBT",
            right: STATE,
            parent: Some("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"),
            issuer: "TRUNG TÂM BẢO TRỢ",
            number: Some("19"),
            symbol: "TTBT",
        },
        Office {
            left: "SỞ Y TẾ - SỞ NỘI VỤ\nTỈNH SƠN HÀ\nSố: 8/KHLT-SYT-SNV",
            right: STATE,
            parent: None,
            issuer: "SỞ Y TẾ - SỞ NỘI VỤ TỈNH SƠN HÀ",
            number: Some("8"),
            symbol: "KHLT-SYT-SNV",
        },
        Office {
            left: "BCH ĐOÀN TỈNH SƠN HÀ\n***\nSố: 56-KH/TĐTN",
            right: "ĐOÀN TNCS HỒ CHÍ MINH\nSơn Hà, ngày 05 tháng 3 năm 2024",
            parent: None,
            issuer: "BCH ĐOÀN TỈNH SƠN HÀ",
            number: Some("56"),
            symbol: "KH/TĐTN",
        },
        Office {
            left: "SAO Y: CÔNG AN TỈNH SƠN HÀ; 06/03/2024; 08:30\nBỘ CÔNG AN\nCÔNG AN TỈNH SƠN HÀ\nSố: /CAT-PA05",
            right: STATE,
            parent: Some("BỘ CÔNG AN"),
            issuer: "CÔNG AN TỈNH SƠN HÀ",
            number: None,
            symbol: "CAT-PA05",
        },
    ] {
        let text = format!("{}\n{}\nKẾ HOẠCH\nTrồng rừng\n\n1. Trồng cây.\n", office.left, office.right);
        let header = plain(&text).header;
        assert_eq!(header.parent_body.value.as_deref(), office.parent, "{text}");
        assert_eq!(header.issuer.value.as_deref(), Some(office.issuer), "{text}");
        assert_eq!(header.number.value.as_deref(), office.number, "{text}");
        assert_eq!(header.symbol.value.as_deref(), Some(office.symbol), "{text}");
        assert_eq!(header.date.value.as_deref(), Some("2024-03-05"), "{text}");
        assert_eq!(header.place.value.as_deref(), Some("Sơn Hà"), "{text}");
    }
}

#[test]
fn kinds_beyond_the_list_and_titles_that_share_a_line() {
    struct Case(&'static str, &'static str, Option<&'static str>);
    for Case(title, kind, subject) in [
        Case("PHIẾU TRÌNH\nGiải quyết công việc", "Phiếu trình", Some("Giải quyết công việc")),
        Case("GIẤY XÁC NHẬN\nVề việc công tác", "Giấy xác nhận", Some("Về việc công tác")),
        Case("ĐỀ ÁN TRỒNG RỪNG\nTỈNH SƠN HÀ", "Đề án", Some("TRỒNG RỪNG TỈNH SƠN HÀ")),
        Case("BÁO CÁO ĐỀ XUẤT\nVề việc mở đường", "Báo cáo đề xuất", Some("Về việc mở đường")),
        Case("- _ TỜ TRÌNH -\nVề việc mở đường", "Tờ trình", Some("Về việc mở đường")),
        Case("QUYẾT ĐỊNH :\nVề việc mở đường", "Quyết định", Some("Về việc mở đường")),
        Case(
            "TỜ TRÌNH\nVề việc đề nghị cho phép sáp nhập hội những người trồng cây tại Bình\nLâm và An Thịnh vào hội \
             những người trồng cây tỉnh Sơn Hà đã được\nChủ tịch cho phép lập và đổi tên",
            "Tờ trình",
            Some(
                "Về việc đề nghị cho phép sáp nhập hội những người trồng cây tại Bình Lâm và An Thịnh vào hội những \
                 người trồng cây tỉnh Sơn Hà đã được Chủ tịch cho phép lập và đổi tên",
            ),
        ),
    ] {
        let header = plain(&format!(
            "UBND TỈNH SƠN HÀ\nSỞ Y TẾ\nSố: 12/SYT\n{STATE}\n{title}\nKính gửi: Ủy ban nhân dân tỉnh Sơn Hà\nSở Y tế \
             trình Ủy ban nhân dân tỉnh xem xét, cho phép làm đường vào trạm.\n"
        ))
        .header;
        assert_eq!(header.kind.value.as_deref(), Some(kind), "{title}");
        assert_eq!(header.subject.value.as_deref(), subject, "{title}");
    }
}

#[test]
fn subjects_of_letters() {
    struct Case(&'static str, &'static str);
    for Case(lines, subject) in [
        Case("Số: 12/SYT-NV\nV/v tập huấn cán bộ\ny tế năm 2024", "V/v tập huấn cán bộ y tế năm 2024"),
        Case(
            "Số: 12/SYT-NV\nVề việc tập huấn cán bộ\ny tế năm 2024",
            "Về việc tập huấn cán bộ y tế năm 2024",
        ),
        Case("Số: 12/SYT-NV\nV/ tập huấn cán bộ\ny tế", "V/v tập huấn cán bộ y tế"),
        Case("Số: 12/SYT-NV V/v tập huấn cán bộ\ny tế", "V/v tập huấn cán bộ y tế"),
        // The address was read in the left column.
        Case("Số: 12/SYT-NV\nV/v tập huấn\nKính gửi: Các trạm\ny tế trong tỉnh", "V/v tập huấn"),
    ] {
        let header = plain(&format!(
            "SỞ Y TẾ SƠN HÀ\n{lines}\n{STATE}\nKính gửi: Các trạm y tế.\nSở Y tế đề nghị các trạm cử cán bộ.\n"
        ))
        .header;
        assert_eq!(header.kind.value.as_deref(), Some("Công văn"), "{lines}");
        assert_eq!(header.subject.value.as_deref(), Some(subject), "{lines}");
        assert_eq!(header.symbol.value.as_deref(), Some("SYT-NV"), "{lines}");
        assert_eq!(header.place.value.as_deref(), Some("Sơn Hà"), "{lines}");
    }
}

#[test]
fn who_signs() {
    struct Case(&'static str, Option<&'static str>, Option<&'static str>, &'static str, Option<&'static str>);
    for Case(lines, authority, on_behalf, title, rank) in [
        Case("GIÁM ĐỐC\nThiếu tướng Trần Minh Khôi", None, None, "GIÁM ĐỐC", Some("Thiếu tướng")),
        Case("GIÁM ĐỐC\nBS.CKII Trần Minh Khôi", None, None, "GIÁM ĐỐC", Some("BS.CKII")),
        Case("CHỦ TỊCH\nLS. TS. Trần Minh Khôi", None, None, "CHỦ TỊCH", Some("LS. TS.")),
        Case("K/T GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nTrần Minh Khôi", None, Some("K/T GIÁM ĐỐC"), "PHÓ GIÁM ĐỐC", None),
        Case(
            "T/M BAN THƯỜNG VỤ\nPHÓ CHỦ TỊCH\nTrần Minh Khôi",
            Some("T/M BAN THƯỜNG VỤ"),
            None,
            "PHÓ CHỦ TỊCH",
            None,
        ),
        Case(
            "TUQ. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\nTrần Minh Khôi",
            None,
            Some("TUQ. CHỦ TỊCH"),
            "CHÁNH VĂN PHÒNG",
            None,
        ),
        Case(
            "TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\nTrần Minh Khôi",
            Some("TL. CHỦ TỊCH"),
            Some("KT. CHÁNH VĂN PHÒNG"),
            "PHÓ CHÁNH VĂN PHÒNG",
            None,
        ),
        Case("TRƯỞNG PHÒNG\nThượng tá\nTrần Minh Khôi", None, None, "TRƯỞNG PHÒNG", Some("Thượng tá")),
    ] {
        let text = format!("1. Các trạm thực hiện./.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\n{lines}\n");
        let header = plain(&text).header;
        let signer = header.signer.value.unwrap_or_else(|| panic!("{lines}"));
        assert_eq!(signer.authority.as_deref(), authority, "{lines}");
        assert_eq!(signer.on_behalf.as_deref(), on_behalf, "{lines}");
        assert_eq!(signer.title.as_deref(), Some(title), "{lines}");
        assert_eq!(signer.rank.as_deref(), rank, "{lines}");
        assert_eq!(signer.name.as_deref(), Some("Trần Minh Khôi"), "{lines}");
    }
}

/// A scanned letter: the head in two columns, the closing, a seal and a pen over the signature block.
fn scanned(number: &str, about: &str, place: &str, signature: &[&'static str]) -> super::Header {
    let mut lines = vec![
        (Block::LetterheadLeft, 100, 100, "UBND TỈNH SƠN HÀ".to_owned()),
        (Block::LetterheadLeft, 100, 160, "SỞ Y TẾ _ SƠN HÀ".to_owned()),
        (Block::LetterheadLeft, 100, 220, number.to_owned()),
        (Block::LetterheadLeft, 100, 280, about.to_owned()),
        (Block::LetterheadRight, 900, 100, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned()),
        (Block::LetterheadRight, 900, 160, "Độc lập - Tự do - Hạnh phúc".to_owned()),
        (Block::LetterheadRight, 900, 220, format!("{place}, ngày 05 tháng 3 năm 2024")),
        (Block::Body, 300, 400, "Kính gửi: Các trạm y tế.".to_owned()),
        (Block::Body, 300, 460, "Sở Y tế đề nghị các trạm cử cán bộ tập huấn./.".to_owned()),
        (Block::Recipients, 100, 600, "Nơi nhận:".to_owned()),
        (Block::Recipients, 100, 660, "- Như trên:".to_owned()),
        (Block::Recipients, 100, 720, "- Lưu: VT.".to_owned()),
    ];
    let closing = (600..).step_by(60).zip(signature);
    lines.extend(closing.map(|(top, text)| (Block::Signature, 900, top, (*text).to_owned())));
    let lines: Vec<(Block, u32, u32, &str)> =
        lines.iter().map(|(block, left, top, text)| (*block, *left, *top, text.as_str())).collect();
    super::model(&scanned_page(&lines)).output.header
}

const SIGNED: &[&str] = &["GIÁM ĐỐC", "Trần Minh Khôi"];

#[test]
fn specks_and_lost_slashes_in_the_head_of_a_scan() {
    for (about, subject) in [
        ("V/ tập huấn cán bộ", "V/v tập huấn cán bộ"),
        ("Và% tập huấn cán bộ", "V/v tập huấn cán bộ"),
        ("V tập huấn cán bộ", "V/v tập huấn cán bộ"),
    ] {
        let header = scanned("Số: 12/SYT-NV", about, "Sơn Hà", SIGNED);
        assert_eq!(header.subject.value.as_deref(), Some(subject));
        assert_eq!(header.place.value.as_deref(), Some("Sơn Hà"), "{about}");
        assert!(about.starts_with("V/") || header.subject.confidence < 0.9, "{about}");
        assert_eq!(header.issuer.value.as_deref(), Some("SỞ Y TẾ SƠN HÀ"), "a piece of a rule");
        let recipients = header.recipients.value.unwrap_or_default();
        assert_eq!(recipients[0].written, "Như trên");
    }
    // What stands in the other column is no part of the place.
    let header = scanned("Số: 12/SYT-NV", "Ân cần", "Sơn Hà", SIGNED);
    assert_eq!(header.place.value.as_deref(), Some("Sơn Hà"));
    let header = scanned("Số: 12/SYT-NV", "V/v tập huấn", "Sơn Hạ", SIGNED);
    assert!(header.place.confidence < 0.9 && header.issuer.confidence < 0.9, "one of both was misread");
}

#[test]
fn printed_figures_that_are_doubtful_are_not_said_to_be_by_hand() {
    let with_doubt = |of: &str| {
        let mut page = scanned_page(&[
            (Block::LetterheadLeft, 100, 100, "CÔNG AN TỈNH SƠN HÀ"),
            (Block::LetterheadLeft, 100, 160, "Số: 52/TTr-CAT(PX3)"),
            (Block::LetterheadRight, 900, 100, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (Block::LetterheadRight, 900, 160, "Sơn Hà, ngày II tháng 3 năm 2024"),
            (Block::Body, 600, 300, "TỜ TRÌNH"),
            (Block::Body, 600, 360, "Về việc mở đường"),
        ]);
        for word in page.pages[0].lines.iter_mut().flat_map(|line| &mut line.words) {
            if word.chosen.text.starts_with(of) {
                word.chosen.probability = 0.05;
                word.doubtful = true;
            }
        }
        super::model(&page).output.header
    };
    let header = with_doubt("52/");
    assert_eq!((header.number.status, header.number.value), (Status::Unreadable, None));
    let header = with_doubt("II");
    assert_eq!(header.number.value.as_deref(), Some("52"));
    assert_eq!((header.date.status, header.date.value.as_deref()), (Status::Partial, Some("2024-03")));
}

#[test]
fn strokes_over_a_signature_block_are_no_words_of_it() {
    struct Case(&'static [&'static str], Option<&'static str>, Option<&'static str>, Option<&'static str>);
    for Case(lines, authority, on_behalf, title) in [
        Case(
            &["TT. BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", "JJ/WW/", "Trần Minh Khôi"],
            None,
            Some("TL. BAN THƯỜNG VỤ"),
            Some("CHÁNH VĂN PHÒNG"),
        ),
        Case(&["GIÁM ĐỐC", "V V", "Trần Minh Khôi"], None, None, Some("GIÁM ĐỐC")),
        Case(
            &["TM. ỦY BAN NHÂN DÂN", "1N PHÓ CHỦ TỊCH", "Trần Minh Khôi"],
            Some("TM. ỦY BAN NHÂN DÂN"),
            None,
            Some("PHÓ CHỦ TỊCH"),
        ),
        // The office is hidden but for its end.
        Case(&["TM. ỦY BAN NHÂN DÂN", "TỊCH", "Trần Minh Khôi"], Some("TM. ỦY BAN NHÂN DÂN"), None, None),
        Case(
            &["KT. GIÁM ĐỐC", "TRƯỞNG PHÒNG", "TỔNG HỢP", "Trần Minh Khôi"],
            None,
            Some("KT. GIÁM ĐỐC"),
            Some("TRƯỞNG PHÒNG TỔNG HỢP"),
        ),
    ] {
        let header = scanned("Số: 12/SYT-NV", "V/v tập huấn", "Sơn Hà", lines);
        let (status, sure) = (header.signer.status, header.signer.confidence >= 0.9);
        let signer = header.signer.value.unwrap_or_else(|| panic!("{lines:?}"));
        assert_eq!(signer.authority.as_deref(), authority, "{lines:?}");
        assert_eq!(signer.on_behalf.as_deref(), on_behalf, "{lines:?}");
        assert_eq!(signer.title.as_deref(), title, "{lines:?}");
        assert_eq!(signer.name.as_deref(), Some("Trần Minh Khôi"), "{lines:?}");
        assert!(title.is_some() || status == Status::Partial && !sure, "{lines:?}");
    }
}

#[test]
fn of_a_blank_form_nothing_is_invented() {
    let header = plain(
        "TÊN CƠ QUAN CHỦ QUẢN\nTÊN CƠ QUAN\nSố: …/…\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh \
         phúc\n……, ngày … tháng … năm ……\nGIẤY MỜI\n………\n",
    )
    .header;
    assert_eq!((header.number.value, header.symbol.value), (None, None));
    assert_eq!(header.number.status, Status::Blank);
    assert_eq!((header.date.value, header.place.value), (None, None));
    assert!(header.signer.value.is_none());
}
