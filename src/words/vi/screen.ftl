# Những gì dòng lệnh in ra ngoài lỗi và cảnh báo.

label-error = lỗi: { $sentence }
label-hint = cách xử lý: { $sentence }
label-warning = cảnh báo: { $file }: { $sentence }
label-warning-page = cảnh báo: { $file }: trang { $page }: { $sentence }
label-warning-more = cảnh báo: { $file }: còn { $count } cảnh báo cùng loại, xem trong tệp kết quả

no-interruption-code = khi bị ngắt, chương trình sẽ không báo được mã thoát 130: { $reason }
interrupted-files = đã ngừng theo yêu cầu: { $files }/{ $all } tệp chưa được đọc
under-floor = tỷ lệ âm tiết đúng từ bản quét đến văn bản thấp hơn mức --floor yêu cầu

# doctor
doctor-ok = đạt
doctor-missing = thiếu
doctor-program = vanthu { $version }
doctor-settings = cấu hình trong { $path }
doctor-dictionaries = bộ từ điển { $hash }
doctor-no-dictionaries = bộ từ điển: { $error }
doctor-engine = { $engine }, ngôn ngữ { $languages }
doctor-no-engine = bộ nhận dạng chữ: { $error }
doctor-jobs = đọc { $jobs } trang cùng lúc

# Bảng
summary = { $pages } trang, { $words } từ, đã sửa { $changed } từ, còn { $doubtful } từ chưa chắc chắn
usage-read = để đọc, gõ: `vanthu read { $path }`
restored = { $words } từ: sửa { $changed }, giữ nguyên { $left }, chưa chắc { $doubtful }
table-file = === { $path } ===
table-doubt = ? là chỗ chưa chắc chắn, cần đối chiếu với bản quét
table-check = Cần xem lại: { $fields }
table-targets = Chỉ tiêu
table-deadlines = Thời hạn
table-assignments = Nhiệm vụ
table-agencies = Cơ quan
column-page = Trang
column-indicator = Chỉ tiêu
column-value = Giá trị
column-period = Thời kỳ
column-due = Thời hạn
column-task = Nhiệm vụ
column-who = Cơ quan thực hiện
column-leads = Chủ trì
column-supports = Phối hợp
column-task-pages = Trang giao việc
column-name = Tên cơ quan
column-mentions = Số lần nêu

# Vì sao có một kết quả
explain-none = không có mục nào được xét là kết quả
explain-finding = { $share } % { $quote }
explain-for = ủng hộ: { $what }
explain-against = phản đối: { $what }
explain-outline = vị trí trong bố cục
explain-above = đề mục ở trên
explain-body = cơ quan
explain-said = cách diễn đạt
explain-words = từ ngữ xung quanh
explain-neighbours = các mục lân cận

# Các mục ở phần đầu văn bản cần người xem lại.
field-kind = loại văn bản
field-code = số, ký hiệu
field-date = ngày ban hành
field-issuer = cơ quan ban hành
field-subject = trích yếu
field-signer = người ký
field-state = { $field } ({ $state })
state-doubtful = chưa chắc chắn
state-handwritten = viết tay
state-partial = chỉ có một phần
state-blank = để trống
state-unreadable = không đọc được

# Thời gian: chính xác đến đâu, rồi ràng buộc thế nào.
time-day = { $day }
time-clock = { $hour } giờ { $minute } ngày { $day }
time-month = tháng { $month }
time-quarter = quý { $quarter ->
    [1] I
    [2] II
    [3] III
   *[4] IV
}/{ $year }
time-half = 6 tháng { $half ->
    [1] đầu
   *[2] cuối
} năm { $year }
time-year = năm { $year }
due-by = đến { $time }
due-by-end = đến hết { $time }
due-before = trước { $time }
due-on = ngày { $time }
due-at = lúc { $time }
due-on-stretch = trong { $time }
due-from = từ { $time }
due-during = trong { $time }
due-during-day = đến { $time }
due-from-to = từ { $from } đến { $to }

# Tệp và thư mục
left-out = bỏ qua: { $path }: { $why }
left-out-more = bỏ qua: { $count } mục khác: { $why }
why-hidden = tệp hoặc thư mục ẩn
why-temporary = tệp tạm
why-result = kết quả của vanthu
why-data = dữ liệu JSON, không phải văn bản
why-folder = thư mục con; thêm -r để đọc cả thư mục này
why-link-to-folder = liên kết đến thư mục
why-special = không phải là tệp
why-passwords = tệp chứa mật khẩu
why-named = đã có trong danh sách đọc
why-other-format = không phải là tệp PDF, PNG, JPEG, TIFF hay văn bản thuần
account-read = đã đọc { $files } tệp
account-failed = { $files } tệp bị lỗi
account-left-out = bỏ qua { $files } mục
document-read = { $path }: { $pages }, { $targets }, { $deadlines }, { $assignments }
document-written = { $summary } → { $path }
records-repeat = trùng: { $path } cùng văn bản với { $first }, chỉ tính một lần
exported = { $records } văn bản → { $path }
without-day = không có ngày nên không đưa vào lịch: { $count }
signature-stays = { $path }: chữ ký số vẫn ở tệp gốc, không có trong tệp mới
pages-not-whole = { $path }: các trang bị hỏng hoặc không đọc được: { $pages }
scan-not-there = { $path }: không thấy bản quét, hoặc bản quét đã bị sửa; hiện văn bản thay cho hình ảnh
count-pages = { $count } trang
count-targets = { $count } chỉ tiêu
count-deadlines = { $count } thời hạn
count-assignments = { $count } nhiệm vụ

# Dòng tiến độ.
progress-files = đã xem { $done } tệp
progress-pages = { $done }/{ $all } trang
progress-rate = { $pages } trang/phút
progress-left = còn khoảng { $time }
progress-minutes = { $time } phút
progress-hours = { $time } giờ

direction-increase = tăng
direction-decrease = giảm

# config
config-default = mặc định
config-file = { $path }
config-unset = chưa đặt

# Xử lý hàng loạt
batch-found = tìm thấy { $files } tệp
batch-count-done = đã xong { $files }
batch-count-skipped = không đổi { $files }
batch-count-failed = lỗi { $files }
batch-count-damaged = hỏng { $files }
batch-count-set-apart = để riêng { $files }
batch-count-secret = có dấu mật { $files }
batch-count-open = chưa làm { $files }
batch-done = đã xong: { $path }: { $pages } → { $result } ({ $why })
batch-secret = không xử lý: { $path }: { $level }
batch-look-damaged = cần xem: { $path }: tệp bị hỏng, đã đọc phần còn lại
batch-look-set-apart = cần xem: { $path }: có trang không đọc được
batch-look-more = cần xem: còn { $count } tệp cùng loại, xem trong sổ ghi
batch-repeats = trùng: { $path } cùng văn bản với { $first } ({ $id })
batch-former = để riêng: { $path }: bản quét này nay được làm theo cách khác; kết quả cũ giữ ở { $now }
batch-former-more = để riêng: còn { $count } kết quả làm theo cách khác
batch-gap = thiếu số: { $numbers } năm { $year }, { $symbol }, { $issuer }
batch-done-several = đã xong: { $path }: { $pages }, { $documents } văn bản ({ $why })
batch-cut-taken = cần xem: { $path }, trang { $page }: đã tách thành văn bản mới, chưa chắc: { $signs }
batch-cut-left = cần xem: { $path }, trang { $page }: có thể là văn bản mới, chưa tách: { $signs }
batch-cuts-unknown = có chỗ tách cho { $path }, nhưng không có tệp này
batch-cuts-more = cần xem: còn { $count } trang chưa chắc, ghi trong { $path }
batch-left-out = cần xem: { $path }: tệp chia văn bản bỏ qua các trang { $pages } có chữ
batch-sign-first = trang đầu
batch-sign-letterhead = có phần đầu văn bản
batch-sign-national-title = có Quốc hiệu nhưng phần đầu không đủ
batch-sign-separator = sau tờ phân cách
batch-sign-page-number = số trang bắt đầu lại
batch-sign-after-closing = văn bản trước đã kết thúc
batch-sign-repeated = phần đầu giống một trang trước
batch-sign-unread = không đọc được trang này
batch-sign-person = do người dùng chỉ định
summary-title = Tổng kết đợt xử lý
summary-language = vi
summary-totals = { $documents } văn bản, { $pages } trang, { $words } từ chưa chắc, { $fields } trường không đọc được
summary-repeats = không tính { $count } văn bản trùng
summary-repeat = cùng văn bản với { $first }
summary-written = bản tổng kết, mở bằng trình duyệt: { $path }
summary-look = cần xem: { $path }: { $why }
summary-nothing = Không có gì cần xem lại.
summary-head-file = Bản quét
summary-head-state = Trạng thái
summary-head-why = Lý do cần xem
summary-head-place = Vị trí
summary-page = trang { $page }: { $what }
summary-doubtful = { $count } trên { $words } từ chưa chắc
summary-unread = không đọc được: { $fields }
summary-cuts = có thể bắt đầu văn bản ở trang { $pages }
summary-left = tệp chia văn bản bỏ qua các trang { $pages }
summary-record = kết quả
summary-field-kind = loại văn bản
summary-field-number = số
summary-field-symbol = ký hiệu
summary-field-issuer = cơ quan ban hành
summary-field-date = ngày ban hành
summary-field-subject = trích yếu
summary-page-missing = thiếu trang phía trước, theo số trang in
summary-page-missing-folio = thiếu tờ trước trang này, theo số tờ ở góc
summary-page-not-colour = không phải ảnh màu
summary-page-cut-off = dòng chữ bị cắt ở mép
summary-page-under-200-dpi = dưới 200 dpi
summary-page-upside-down = bị ngược trong tệp
summary-page-blank = trang trắng
summary-page-low-resolution = độ phân giải thấp
summary-page-orientation-unsure = có thể bị ngược
summary-page-unread = không đọc được
summary-page-other-language = không phải tiếng Việt hoặc khó đọc
summary-page-damaged = bị hỏng
summary-page-old-encoding = chữ theo bảng mã cũ
summary-page-no-words = không thấy chữ
summary-page-handwriting = có chữ viết tay
summary-file-attachments = có tệp đính kèm không được đọc
summary-file-form = biểu mẫu không hiển thị nội dung
summary-restore-doubtful = nhiều từ chưa chắc
summary-restore-digit-changed = có chữ số đã sửa
summary-document-no-number = không đọc được số
summary-document-no-date = không đọc được ngày
summary-document-no-signer = không có người ký
summary-document-several = nhiều văn bản trong một tệp
summary-document-no-letterhead = không có phần đầu văn bản
summary-reference-disagrees = văn bản viện dẫn khác với nơi khác
summary-extract-two-leads = có hai cơ quan chủ trì
summary-extract-date-unresolved = ngày tháng chưa đủ
summary-extract-doubtful-word = kết quả có từ chưa chắc
plan-made = đã lập kế hoạch: { $files } văn bản, { $shards } phần, { $path }
merge-missing = chưa xong: { $count } phần: { $shards }
merge-failed = có tệp lỗi trong { $count } phần: { $shards }
batch-watching = đang theo dõi thư mục { $path }; nhấn Ctrl-C để dừng
batch-why-new = mới
batch-why-changed = đã thay đổi
batch-why-dictionaries = bộ từ điển khác
batch-why-program = phiên bản vanthu khác
batch-why-settings = cài đặt khác
batch-why-again = yêu cầu làm lại
batch-would = { $path } ({ $why })
batch-would-read = đọc
batch-would-restore = khôi phục
batch-would-skip = giữ
batch-would-fail = lỗi
batch-state-done = đã xong
batch-state-skipped = không đổi
batch-state-failed = lỗi
batch-state-damaged = bị hỏng
batch-state-set-apart = để riêng
batch-as-before = { $state }, như lần trước
batch-state-secret = có dấu mật
secrecy-secret = dấu MẬT
secrecy-higher = dấu TỐI MẬT
secrecy-highest = dấu TUYỆT MẬT
followed-up = { $entries } mục, { $reports } báo cáo: { $certain } mục có kết quả, { $candidates } mục cần đối chiếu → { $path }
archive-listed = mục lục của { $files } hồ sơ
archive-packed = gói tin gồm { $documents } văn bản
archive-lacks = { $file }: chưa đóng gói vì thiếu { $fields }
archive-twice = { $file }: chưa đóng gói vì trùng mã với hồ sơ khác
archive-schemas = trong gói chưa có lược đồ { $schemas }: chỉ ra thư mục chứa chúng bằng --schemas nếu nơi nhận yêu cầu
scan-below = { $path }: không đạt yêu cầu số hóa: { $pages }
below-dpi = trang { $page } ({ $dpi } dpi)
below-colour = trang { $page } (không phải ảnh màu)
below-both = trang { $page } ({ $dpi } dpi, không phải ảnh màu)
