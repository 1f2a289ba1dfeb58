# Cảnh báo.

page-blank = trang trắng, không có chữ in
page-low-resolution = độ phân giải bản quét chỉ { $dpi } dpi, thấp hơn mức cần có
page-orientation-unsure = không xác định được chiều của trang
page-unread-no-layer = trang không có lớp văn bản
page-unread = không đọc được trang: bộ nhận dạng chữ `{ $engine }` bị lỗi: { $reason }
page-other-language = chỉ { $share }% số từ có thể là tiếng Việt; trang này có thể viết bằng ngôn ngữ khác
page-damaged = không lấy được trang này từ tệp: { $reason }
page-damaged-picture = có hình trên trang không giải mã được
page-damaged-fault = vanthu gặp lỗi của chính chương trình tại { $place }: { $reason }
page-old-encoding = chữ trên trang dùng bảng mã cũ { $encoding }, đã chuyển sang Unicode
restore-doubtful = còn { $doubtful } trong tổng số { $words } từ chưa chắc chắn
restore-digit-changed = { $words } chỗ có chữ số khác với chữ số đọc được: { $shown }
document-no-number = không tìm thấy số của văn bản
document-no-date = không tìm thấy đầy đủ ngày, tháng, năm ban hành
document-no-signer = không tìm thấy người ký
document-several = tệp còn chứa văn bản khác, ở trang { $pages }
document-no-letterhead = không tìm thấy phần đầu văn bản (quốc hiệu, cơ quan ban hành), nên chưa chắc loại văn bản
reference-date = { $symbol } được các văn bản khác viện dẫn với ngày { $elsewhere }, ở đây là ngày { $here }
reference-issuer = { $symbol } được các văn bản khác viện dẫn là của { $elsewhere }, ở đây là của { $here }
extract-two-leads = một nhiệm vụ nêu { $count } cơ quan chủ trì: { $names }
extract-date-unresolved-year = `{ $written }` không ghi năm; đã lấy năm gần nhất phù hợp với ngày ban hành
extract-date-unresolved = `{ $written }` phụ thuộc vào điều văn bản không nêu
extract-doubtful-word = kết quả dựa trên những từ chưa chắc chắn: { $finding }
