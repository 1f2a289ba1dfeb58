# Lỗi. Mỗi lỗi nói rõ vì sao phải dừng; `.hint` là cách xử lý, kèm lệnh cần gõ nếu có.

error-read = không đọc được { $path }
    .hint = kiểm tra lại tên tệp; lệnh `ls` liệt kê các tệp trong thư mục
error-read-denied = không đọc được { $path }
    .hint = xin quyền đọc tệp này, hoặc sao chép tệp về thư mục của mình
error-is-folder = { $path } là thư mục
    .hint = ghi rõ tên tệp: `vanthu read { $quoted }/*.pdf`
error-unknown-format = { $path } không phải là tệp PDF, tệp ảnh hay văn bản thuần
    .hint = hãy đưa vào tệp PDF, TIFF, PNG, JPEG, WebP, BMP, GIF, JPEG 2000 hoặc .txt; lệnh `file TÊN` cho biết tệp thuộc loại nào
error-empty = { $path } là tệp rỗng
    .hint = sao chép hoặc quét lại: trong tệp không có gì
error-damaged = { $path } bị hỏng: { $reason }
    .hint = quét hoặc sao chép lại
error-damaged-pdf = { $path } bị hỏng: { $reason }
    .hint = quét hoặc sao chép lại; tệp PDF thường sửa được bằng lệnh `qpdf { $quoted } { $mended }`
error-other-kind-office = { $path } là { $kind }, loại tệp này không đọc được
    .hint = lưu lại thành PDF hoặc văn bản thuần: `soffice --headless --convert-to pdf --outdir pdf/ { $quoted }`
error-other-kind-postscript = { $path } là { $kind }, loại tệp này không đọc được
    .hint = chuyển sang PDF: `ps2pdf { $quoted } { $pdf }`
error-other-kind-heic = { $path } là { $kind }, loại tệp này không đọc được
    .hint = chuyển sang PDF: `magick { $quoted } { $pdf }`
error-other-kind-djvu = { $path } là { $kind }, loại tệp này không đọc được
    .hint = chuyển sang PDF: `ddjvu -format=pdf { $quoted } { $pdf }`
error-other-kind-mail = { $path } là { $kind }, loại tệp này không đọc được
    .hint = lưu các tệp đính kèm ra ngoài rồi đọc các tệp đó: `ripmime -i { $quoted } -d tep-dinh-kem/`
error-other-kind-archive = { $path } là { $kind }, loại tệp này không đọc được
    .hint = giải nén rồi đọc các tệp bên trong: `bsdtar -xf { $quoted }`
error-other-kind-xml = { $path } là { $kind }, loại tệp này không đọc được
    .hint = hãy đưa vào tệp PDF hoặc ảnh đi kèm tệp này
error-not-read = { $path } thuộc kiểu không đọc được: { $reason }
    .hint = chuyển sang tệp khác: `magick { $quoted } { $png }`
error-wrong-password = mật khẩu đã cho không mở được { $path }
    .hint = kiểm tra lại mật khẩu, kể cả chữ hoa và dấu; tệp của --password-file ghi mỗi dòng một mật khẩu
error-encrypted = { $path } có đặt mật khẩu
    .hint = ghi mật khẩu vào một tệp rồi chỉ ra bằng --password-file TỆP, hoặc gỡ mật khẩu bằng lệnh `qpdf --decrypt --password=MẬT-KHẨU { $quoted } { $mended }`
error-no-pages = { $path } không có trang nào
    .hint = quét lại, hoặc đề nghị nơi gửi gửi lại tệp đầy đủ
error-no-such-document = { $path } chỉ chứa { $found } văn bản, không có văn bản thứ { $number }
    .hint = bỏ --document để đọc văn bản thứ nhất và xem các trang nào chứa văn bản khác
error-page-too-large = trang { $page } của { $path } có { $pixels } điểm ảnh, vượt mức cho phép { $limit }
    .hint = quét lại ở 300 dpi, hoặc nâng mức cho phép bằng --max-pixels SỐ
error-engine-missing = không dùng được bộ nhận dạng chữ `{ $engine }`: { $reason }
    .hint = cài đặt bằng lệnh `apt install tesseract-ocr tesseract-ocr-vie`; lệnh `vanthu doctor` cho biết còn thiếu gì
error-engine-no-language = không dùng được bộ nhận dạng chữ `{ $engine }`: { $reason }
    .hint = cài đặt bằng lệnh `apt install tesseract-ocr-{ $language }`, hoặc chỉ ra thư mục khác bằng --tessdata
error-engine-failed = bộ nhận dạng chữ `{ $engine }` bị lỗi ở trang { $page }: { $reason }
    .hint = cho thêm thời gian bằng --page-timeout SỐ-GIÂY, hoặc quét lại trang này
error-dictionary = { $path }, dòng { $line }: { $reason }
    .hint = sửa dòng này; dictionaries/README.md nói rõ nội dung từng tệp
error-not-text = { $path } là { $type }, không phải văn bản thuần
    .hint = đọc tệp này bằng lệnh `vanthu read { $quoted }`
error-fault = khi đọc { $path }, vanthu gặp lỗi của chính chương trình tại { $place }: { $reason }
    .hint = báo dòng trên cho người làm vanthu, kèm tệp nếu được phép gửi
error-too-long = đọc { $path } mất hơn { $seconds } giây
    .hint = cho thêm thời gian bằng --page-timeout SỐ-GIÂY, hoặc chỉ đọc một phần của tệp
error-interrupted = đã ngừng theo yêu cầu
error-settings-syntax = { $path } không đúng cú pháp TOML: { $reason }
    .hint = mỗi dòng ghi một tùy chọn, ví dụ `page-timeout = 300`
error-unknown-setting = { $path } có mục `{ $key }`, không phải là tùy chọn nào
    .hint = bỏ dòng đó hoặc sửa lại tên; docs/settings.md liệt kê các tùy chọn
error-bad-setting = { $path } đặt `{ $key }` là `{ $value }`, giá trị này không hợp lệ
    .hint = lệnh `vanthu read --help` cho biết --{ $key } nhận những giá trị nào
error-foreign-setting = { $path } có mục `{ $key }`, mục này chỉ được đặt trong vanthu.toml của riêng người dùng
    .hint = bỏ dòng đó, hoặc chuyển sang vanthu/vanthu.toml trong thư mục cấu hình của mình
error-no-folder = { $path } không phải là thư mục
    .hint = chỉ ra thư mục chứa tệp này, hoặc đọc riêng bằng lệnh `vanthu read { $quoted }`
error-batch-runs = một lượt xử lý khác đang ghi vào { $path }
    .hint = chờ lượt đó xong, hoặc chọn thư mục khác bằng --out
error-journal = không dùng được sổ ghi { $path }: { $reason }
    .hint = xóa bằng lệnh `rm { $quoted }`: sổ sẽ được lập lại từ các tệp kết quả
error-unclosed = số liệu không khớp: tìm thấy { $found } tệp nhưng chỉ rõ kết quả của { $told } tệp
    .hint = báo dòng trên cho người làm vanthu; các kết quả đã ghi vẫn nguyên vẹn
error-secret = { $path } có dấu độ mật nên không được xử lý
    .hint = nếu được phép, đọc bằng --allow-secret
error-write = không ghi được { $path }
    .hint = chọn nơi khác, hoặc dọn bớt chỗ và kiểm tra quyền ghi ở đó
error-replaces-input = nếu ghi vào { $path } thì sẽ đè lên { $input } là tệp đang cần đọc
    .hint = chọn tệp hoặc thư mục khác bằng -o
error-other-result = { $path } là kết quả của một tệp khác: { $of }
    .hint = chọn tệp hoặc thư mục khác bằng -o, hoặc cho phép ghi đè bằng --replace
error-foreign-file = { $path } đã có sẵn và không phải là tệp kết quả của vanthu
    .hint = chọn tệp hoặc thư mục khác bằng -o, hoặc cho phép ghi đè bằng --replace
error-unknown-form = không ghi được { $path }: không có dạng kết quả `.{ $ending }`
    .hint = đặt tên tệp có đuôi .json, .jsonl, .txt, .xlsx, .csv, .ics, .html hoặc .pdf, hoặc tên thư mục kết thúc bằng `/`
error-formless = tên { $path } không có đuôi nên không rõ cần ghi dạng nào
    .hint = đặt tên { $json } để ghi tệp kết quả, { $text } để ghi văn bản, hoặc { $folder } nếu là thư mục
error-several-in-one = { $path } chỉ chứa được một văn bản, trong khi có nhiều văn bản cần đọc
    .hint = đặt tên tệp có đuôi .jsonl hoặc .xlsx, chứa được nhiều văn bản, hoặc tên thư mục kết thúc bằng `/`
error-form = không ghi được { $path }: { $reason }
    .hint = đưa ít văn bản hơn vào một tệp, hoặc đọc lại bản quét mà không dùng --brief
error-nothing-to-read = thư mục { $path } không có tệp nào đọc được
    .hint = chỉ đúng thư mục chứa bản quét, hoặc đọc cả các thư mục con bằng -r
error-empty-folder = thư mục { $path } không có gì bên trong
    .hint = chỉ đúng thư mục chứa bản quét
error-nothing-to-evaluate = trong { $path } không có gì kèm { $what }
    .hint = chỉ ra thư mục chứa các văn bản, mỗi văn bản có text.txt hoặc expected.json; xem docs/accuracy.md
error-newer-record = { $path } do phiên bản mới hơn ghi (định dạng { $found }; bản này đọc được đến { $known })
    .hint = đọc bằng vanthu bản mới hơn, hoặc tạo lại bằng bản này
error-not-record = { $path } không phải là { $what } hợp lệ: { $reason }
    .hint = tạo tệp bằng lệnh `vanthu read BẢN-QUÉT -o KẾT-QUẢ.json`

# Các loại tệp không đọc được.
kind-docx = tệp Word (DOCX)
kind-xlsx = bảng tính Excel (XLSX)
kind-pptx = tệp trình chiếu PowerPoint (PPTX)
kind-old-office = tệp Word, Excel hoặc PowerPoint đời trước 2007
kind-open-document = tệp OpenDocument
kind-rtf = tệp RTF
kind-html = trang web (HTML)
kind-xml = tệp XML
kind-mail = thư điện tử (EML)
kind-postscript = tệp PostScript
kind-heic = ảnh HEIC
kind-djvu = tệp DjVu
kind-archive = tệp nén

# Bộ nhận dạng chữ còn thiếu gì.
missing-named-worker = không có chương trình { $path }
missing-worker = chưa cài chương trình đi kèm `vanthu-ocr`
missing-permission = { $path } không được phép chạy
missing-library = chưa cài Tesseract
missing-vietnamese = chưa cài dữ liệu tiếng Việt `vie`
missing-language = chưa cài dữ liệu ngôn ngữ `{ $language }`
missing-version = `vanthu-ocr` khác phiên bản với `vanthu`
missing-stranger = `vanthu-ocr` là một chương trình khác: { $said }
missing-start = chương trình đi kèm không khởi động được: { $did }

# Lời của hệ điều hành.
system-not-found = không có tệp hoặc thư mục này
system-denied = không có quyền
system-exists = đã có sẵn
system-no-folder = chỗ cần thư mục lại là một tệp
system-folder = đây là thư mục
system-full = đã hết chỗ trống
system-read-only = nơi này chỉ cho đọc, không ghi được
system-bad-name = tên quá dài hoặc có ký tự không dùng được
system-time = chờ quá lâu
system-memory = không đủ bộ nhớ

# Tệp JSON cần là gì.
wanted-record = tệp kết quả của vanthu
wanted-truth = tệp đáp án
wanted-marks = tệp đánh dấu

# Phần thêm vào tên tệp do lệnh gợi ý tạo ra.
name-mended = -da-sua
name-open = -da-mo
error-profile = { $path }: { $reason }
    .hint = xem cách viết mẫu cột và các bảng trong docs/profiles/README.md và docs/forms.md
