# Trợ giúp của dòng lệnh. Tiếng Anh đứng ngay cạnh các tham số, trong src/cli/args.rs.
# help-LỆNH: giới thiệu lệnh; help-LỆNH-THAM_SỐ hoặc help-arg-THAM_SỐ: tham số; help-of-THAM_SỐ-GIÁ_TRỊ: giá trị.

help = Đọc văn bản hành chính tiếng Việt từ bản quét và chuyển thành dữ liệu: văn bản đã khôi phục, chỉ tiêu, thời hạn và cơ quan thực hiện, kèm vị trí của từng mục trên trang.
help-usage = Cách dùng:
help-arguments = Tham số
help-options = Tùy chọn
help-commands = Lệnh
help-values = nhận
help-values-long = Các giá trị
help-default = mặc định

help-value-COMMAND = LỆNH
help-value-FILE = TỆP
help-value-FILE-FOLDER = TỆP|THƯ-MỤC
help-value-FOLDER = THƯ-MỤC
help-value-LANGUAGE = NGÔN-NGỮ
help-value-LANGUAGES = NGÔN-NGỮ
help-value-NAME = TÊN
help-value-NUMBER = SỐ
help-value-OPTIONS = TÙY CHỌN
help-value-OUT = THƯ-MỤC
help-value-PART = PHẦN
help-value-PROGRAM = CHƯƠNG-TRÌNH
help-value-SECONDS = GIÂY
help-value-SHARE = TỶ-LỆ
help-value-TEXT_LAYER = CÁCH
help-value-SECOND_READING = CÁCH
help-value-WITHOUT = CÁCH

help-arg-help = In trợ giúp (`-h` ngắn gọn, `--help` đầy đủ)
help-arg-version = In phiên bản
help-arg-lang = Ngôn ngữ của trợ giúp, bảng và thông báo; mặc định theo vanthu.toml hoặc môi trường. Tệp kết quả không thay đổi theo ngôn ngữ
help-arg-quiet = Chỉ in lỗi, không in gì khác ra luồng lỗi chuẩn
help-arg-verbose = In những việc đang làm ra luồng lỗi chuẩn; ghi hai lần thì in cả từng bước
help-of-lang-en = tiếng Anh
help-of-lang-vi = tiếng Việt

help-read = Đọc bản quét hoặc văn bản và cho kết quả: bảng trên màn hình, JSON khi chuyển tiếp
help-read-files = Tệp PDF, TIFF, PNG, JPEG và các loại ảnh khác, hoặc văn bản thuần, hoặc thư mục chứa các tệp đó; `-` là đầu vào chuẩn
help-read-recursive = Đọc cả các thư mục con
help-read-output = Ghi vào tệp này (.json, .txt; .jsonl cho nhiều văn bản), hoặc vào thư mục này, mỗi văn bản một tệp JSON
help-read-replace = Ghi đè tệp đã có ở nơi ghi kết quả, kể cả khi không phải kết quả của cùng tệp đó; bản quét thì không bao giờ bị ghi đè
help-read-json = In mỗi tệp đầu vào một dòng JSON, kể cả tệp bị lỗi
help-read-pretty = Viết JSON thành nhiều dòng cho dễ đọc
help-read-table = In bảng chỉ tiêu, thời hạn và cơ quan cả khi chuyển tiếp hoặc khi dùng -o
help-read-text = Chỉ in văn bản đã khôi phục, các trang cách nhau bằng ký tự sang trang
help-read-brief = Không ghi từng từ vào phần văn bản của kết quả
help-read-strict = Thoát với mã 7 khi kết quả có cảnh báo
help-read-keep_steps = Ghi kết quả của từng bước vào thư mục này: trang đã làm sạch, từ đọc được, văn bản đã khôi phục, kết quả
help-read-document = Đọc văn bản thứ mấy của một tệp chứa nhiều văn bản, tính từ 1; nếu không chỉ ra thì đọc văn bản thứ nhất và cảnh báo về các văn bản khác
help-read-password_file = Tệp chứa mật khẩu của các PDF có mật khẩu, mỗi dòng một mật khẩu; mật khẩu rỗng luôn được thử
help-read-max_pixels = Không nhận trang có nhiều điểm ảnh hơn số này
help-read-text_layer = Xử lý lớp văn bản của PDF như thế nào
help-of-text_layer-judge = dùng ở những trang có lớp văn bản tốt; ở trang khác thì đối chiếu với ảnh
help-of-text_layer-ignore = không dùng
help-of-text_layer-only = chỉ dùng lớp văn bản và khôi phục, dù sai đến đâu

help-arg-languages = Ngôn ngữ của bộ nhận dạng chữ, ưu tiên trước sau, nối bằng `+`
help-arg-tessdata = Thư mục dữ liệu ngôn ngữ của bộ nhận dạng chữ, khi không ở chỗ thường dùng
help-arg-jobs = Số trang đọc cùng lúc; mặc định bằng số nhân của máy. Kết quả không phụ thuộc vào số này
help-arg-page_timeout = Số giây tối đa để vẽ một trang, rồi để đọc trang đó; mỗi việc được thử hai lần, mỗi lần một nửa
help-arg-second_reading = Những dòng nào được đọc lại riêng từng dòng
help-of-second_reading-doubtful = những dòng bị mất hoặc đọc chưa tốt
help-of-second_reading-never = không dòng nào: nhanh hơn, nhưng kém hơn với trang ố bẩn
help-arg-worker = Chương trình gọi bộ nhận dạng chữ, khi không nằm cạnh vanthu hoặc trong PATH

help-restore = Khôi phục dấu tiếng Việt của một văn bản, giữ nguyên từng dòng
help-restore-file = Tệp văn bản thuần; bỏ trống hoặc `-` là đầu vào chuẩn
help-restore-output = Ghi vào tệp này, nếu ở đó chưa có tệp nào
help-restore-replace = Ghi đè tệp đã có; văn bản đang khôi phục thì không bao giờ bị ghi đè
help-restore-json = In từng từ kèm chữ đọc được, độ tin cậy và các khả năng khác
help-restore-diff = Chỉ in những dòng có thay đổi, trước và sau khi khôi phục

help-evaluate = Đối chiếu văn bản và kết quả với đáp án, trên các thư mục tài liệu
help-evaluate-folders = Thư mục chứa mỗi tài liệu một thư mục con: tệp đầu vào, text.txt, expected.json
help-evaluate-marks = Đối chiếu thêm các văn bản trong thư mục này mà dự án chỉ giữ dấu vị trí; dùng được nhiều lần
help-evaluate-marks_folder = Thư mục chứa các tệp dấu vị trí
help-evaluate-folds = Chia các văn bản có dấu vị trí thành chừng ấy phần, đọc mỗi phần theo những gì học được từ các phần kia; các thư mục tài liệu chỉ dùng để học
help-evaluate-json = In JSON
help-evaluate-markdown = In bảng dạng Markdown
help-evaluate-errors = In những lỗi đầu tiên của mỗi tài liệu
help-evaluate-only = Chỉ đối chiếu những tài liệu có tên thư mục này; dùng được nhiều lần
help-evaluate-floor = Thoát với mã 1 khi tỷ lệ trung bình âm tiết đúng từ bản quét đến văn bản thấp hơn số này

help-schema = In JSON Schema của tệp kết quả
help-doctor = Cho biết đã cài những gì, còn thiếu gì và lệnh để bổ sung

help-train = Xây dựng mô hình ngôn ngữ, danh sách âm tiết và các chỗ hay nhầm của bộ nhận dạng chữ từ kho văn bản
help-train-corpus = Thư mục có legal.txt.xz, provincial.txt.xz, news.txt.xz và whole/
help-train-wordlists = Thư mục chứa các danh sách từ
help-train-out = Nơi ghi các từ điển
help-train-fonts = Thư mục phông chữ dùng để vẽ trang, để đếm các chỗ nhầm
help-train-part = Xây dựng phần nào
help-of-part-all = tất cả
help-of-part-model = mô hình ngôn ngữ và danh sách âm tiết
help-of-part-confusions = các chỗ hay nhầm của bộ nhận dạng chữ, từ các trang được vẽ
help-of-part-layers = các chỗ hay nhầm của máy quét ở các cơ quan, từ lớp văn bản và bản đúng trong --pairs
help-of-part-cited = danh sách những văn bản được nhiều văn bản khác viện dẫn
help-of-part-garbled = văn bản bị làm sai kèm đáp án, để đo việc khôi phục
help-of-part-measure = không phần nào: khôi phục các văn bản trong --documents và in tỷ lệ đúng
help-of-part-marks = dấu vị trí của các kết quả đúng trong --documents: mã băm, khoảng byte, nhãn; không có văn bản
help-of-part-judge = Trọng số để đánh giá các kết quả, từ dấu vị trí của các văn bản trong --marks và đáp án trong --documents
help-train-documents = Thư mục tài liệu, mỗi tài liệu có text.txt: để làm sai thêm ngoài kho văn bản, hoặc để đo
help-train-pairs = Với văn bản bị làm sai: thư mục có bản đúng và bản đọc được, để đếm lỗi
help-train-without = Để đo giá trị của một cách khôi phục: bỏ cách đó
help-train-layers = Để đo với máy quét chưa được học: tệp số liệu lớp văn bản dùng thay cho số liệu của chương trình
help-train-marks = Để học trọng số đánh giá: thư mục chứa các văn bản có dấu vị trí
help-train-marks_folder = Thư mục chứa các tệp dấu vị trí
help-of-without-adaptation = các chỗ hay nhầm của riêng văn bản
help-of-without-cache = từ của riêng văn bản
help-of-without-spaces = khoảng trắng mất hoặc thừa, ký hiệu giữa từ
help-of-without-mixture = tỷ lệ các nguồn do văn bản quyết định
help-of-without-grammars = ký hiệu và chữ số
help-of-without-badly-read = cách xử lý riêng cho từ đọc kém

help-draw = Vẽ các mẫu trong một thư mục thành bản quét, kèm đáp án
help-draw-folder = Thư mục chứa mỗi mẫu một thư mục con; với --hard là thư mục của một mẫu
help-draw-hard = Vẽ bộ mẫu khó vào thư mục này: mẫu với từng khuyết tật của bản quét, và với tất cả cùng lúc
help-draw-fonts = Thư mục phông chữ

help-batch = Đọc cả một thư mục vào thư mục kết quả, và làm tiếp từ chỗ đã dừng
help-batch-folder = Thư mục chứa bản quét; các thư mục con cũng được đọc
help-batch-out = Ghi kết quả vào thư mục này, theo đường dẫn của bản quét
help-batch-dry_run = Chỉ liệt kê việc sẽ làm với từng tệp và lý do, không làm gì
help-batch-watch = Tiếp tục theo dõi: xem thư mục nhiều lần và đọc những gì mới đến
help-batch-every = Dùng với --watch: ít nhất bao nhiêu giây xem lại một lần
help-batch-again = Đọc lại tệp bị hỏng hoặc còn thiếu trang chưa đọc được
help-batch-allow_secret = Đọc cả văn bản có dấu độ mật; nếu không, không lưu gì của các văn bản đó
help-batch-no_readings = Không giữ những gì đã đọc được trên trang: khi đổi từ điển phải đọc lại từ đầu
help-batch-shard = Chỉ lấy phần này của các tệp, ví dụ `3/16`: chia theo mã băm của đường dẫn nên tệp khác không ảnh hưởng
help-batch-json_log = In mỗi tệp một dòng JSON ra luồng chuẩn, dòng cuối là tổng kết
help-batch-journal = Sổ ghi; mặc định mỗi thư mục kết quả một sổ, trong thư mục trạng thái của máy này
help-batch-password_file = Tệp chứa mật khẩu của các PDF có mã hóa, mỗi dòng một mật khẩu; luôn thử mật khẩu trống
help-batch-max_pixels = Từ chối trang có nhiều điểm ảnh hơn
help-batch-text_layer = Xử lý lớp văn bản của PDF thế nào

help-config = In mọi tùy chọn mà vanthu.toml có thể đặt, giá trị và nơi đặt
help-completions = In đoạn lệnh để shell tự hoàn tất những gì đang gõ
help-completions-shell = Loại shell
help-value-SHELL = SHELL
help-of-shell-bash = Bash
help-of-shell-elvish = Elvish
help-of-shell-fish = Fish
help-of-shell-powershell = PowerShell
help-of-shell-zsh = Zsh
help-manual = In trang hướng dẫn man của chương trình, hoặc ghi tất cả các trang vào một thư mục
help-manual-out = Ghi trang của chương trình và của từng lệnh vào thư mục này
