# Chỗ sai trong những gì đã gõ. Tiếng Anh do thư viện clap nói.

usage-no-value = '{ $argument }' cần có giá trị
usage-invalid-value = giá trị '{ $value }' không hợp lệ cho '{ $argument }'
usage-why-least = phải từ { $from } trở lên
usage-why-range = phải từ { $from } đến { $to }
usage-why-whole = phải là số nguyên
usage-why-number = phải là một số, dấu thập phân là dấu chấm
usage-why-zero = phải lớn hơn 0
usage-why-large = quá lớn
usage-why-small = quá nhỏ
usage-why-shard = viết SỐ/TỔNG-SỐ-PHẦN, từ 1 đến tổng số phần, ví dụ 3/16
usage-unknown-argument = không có tùy chọn '{ $argument }'
usage-unknown-command = không có lệnh '{ $command }'
usage-conflict = không dùng '{ $argument }' cùng với '{ $other }'
usage-twice = '{ $argument }' chỉ được ghi một lần
usage-missing = thiếu tham số bắt buộc: { $list }
usage-no-command = thiếu lệnh
usage-too-many = thừa giá trị '{ $value }' cho '{ $argument }'
usage-too-few = '{ $argument }' còn thiếu giá trị
usage-not-text = có tham số không phải là chữ hợp lệ (UTF-8)
usage-valid-values = các giá trị hợp lệ: { $list }
usage-commands = các lệnh: { $list }
usage-similar = có phải muốn gõ: { $list }
usage-line = Cách dùng: { $usage }
usage-more = Gõ '--help' để xem thêm.
