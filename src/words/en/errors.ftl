# Errors. Each says what stopped the work; its hint says what to do, as a command where there is one.

error-read = cannot read { $path }
    .hint = check the name; `ls` lists the files of a folder
error-read-denied = cannot read { $path }
    .hint = ask for the right to read it, or copy it to a folder of your own
error-is-folder = { $path } is a folder
    .hint = name the files: `vanthu read { $quoted }/*.pdf`
error-unknown-format = { $path } is not a PDF, a picture or a text file
    .hint = give a PDF, TIFF, PNG, JPEG, WebP, BMP, GIF, JPEG 2000 or .txt file; `file NAME` says what a file is
error-empty = { $path } is empty
    .hint = copy or scan it again: nothing is in it
error-damaged = { $path } is damaged: { $reason }
    .hint = scan or copy it again
error-damaged-pdf = { $path } is damaged: { $reason }
    .hint = scan or copy it again; a PDF can often be mended with `qpdf { $quoted } { $mended }`
error-other-kind-office = { $path } is { $kind }, which is not read
    .hint = save it as PDF or text: `soffice --headless --convert-to pdf --outdir pdf/ { $quoted }`
error-other-kind-postscript = { $path } is { $kind }, which is not read
    .hint = make a PDF of it: `ps2pdf { $quoted } { $pdf }`
error-other-kind-heic = { $path } is { $kind }, which is not read
    .hint = make a PDF of it: `magick { $quoted } { $pdf }`
error-other-kind-djvu = { $path } is { $kind }, which is not read
    .hint = make a PDF of it: `ddjvu -format=pdf { $quoted } { $pdf }`
error-other-kind-mail = { $path } is { $kind }, which is not read
    .hint = save its attachments and read those: `ripmime -i { $quoted } -d attachments/`
error-other-kind-archive = { $path } is { $kind }, which is not read
    .hint = unpack it and read what is in it: `bsdtar -xf { $quoted }`
error-other-kind-xml = { $path } is { $kind }, which is not read
    .hint = give the PDF or picture that belongs to it
error-not-read = { $path } is of a kind that is not read: { $reason }
    .hint = make another file of it: `magick { $quoted } { $png }`
error-wrong-password = the password given does not open { $path }
    .hint = check it, capitals and marks too; the file of --password-file holds one password a line
error-encrypted = { $path } is encrypted
    .hint = put its password in a file and name it with --password-file FILE, or remove it with `qpdf --decrypt --password=PASSWORD { $quoted } { $mended }`
error-no-pages = { $path } has no pages
    .hint = scan it again, or ask its sender for the whole file
error-no-such-document = { $path } holds { $found } document(s), and none is number { $number }
    .hint = leave --document out to read the first, and see which pages hold others
error-page-too-large = page { $page } of { $path } has { $pixels } pixels, more than { $limit }
    .hint = scan it at 300 dpi, or allow more with --max-pixels NUMBER
error-engine-missing = the OCR engine `{ $engine }` cannot be used: { $reason }
    .hint = install it with `apt install tesseract-ocr tesseract-ocr-vie`; `vanthu doctor` says what is missing
error-engine-no-language = the OCR engine `{ $engine }` cannot be used: { $reason }
    .hint = install it with `apt install tesseract-ocr-{ $language }`, or name another folder with --tessdata
error-engine-failed = the OCR engine `{ $engine }` failed on page { $page }: { $reason }
    .hint = give it more time with --page-timeout SECONDS, or scan the page again
error-dictionary = { $path }:{ $line }: { $reason }
    .hint = mend the line; dictionaries/README.md says what each file holds
error-not-text = { $path } is { $type }, not text
    .hint = read it with `vanthu read { $quoted }`
error-fault = { $path } met a fault of vanthu at { $place }: { $reason }
    .hint = tell those who make vanthu the line above, with the file where it may be shown
error-too-long = { $path } takes more than { $seconds } s
    .hint = allow more with --page-timeout SECONDS, or read a part of the file
error-interrupted = interrupted
error-settings-syntax = { $path } is not TOML: { $reason }
    .hint = write one option a line, as `page-timeout = 300`
error-unknown-setting = { $path } sets `{ $key }`, which is no option
    .hint = take the line out, or mend the name; docs/settings.md lists the options
error-bad-setting = { $path } sets `{ $key }` to `{ $value }`, which it cannot have
    .hint = `vanthu read --help` says what --{ $key } can be
error-foreign-setting = { $path } sets `{ $key }`, which only your own vanthu.toml may set
    .hint = take the line out, or put it into vanthu/vanthu.toml in your configuration folder
error-no-folder = { $path } is no folder
    .hint = name the folder it is in, or read it alone with `vanthu read { $quoted }`
error-cut-file = { $path }:{ $line } is no cut
    .hint = write `PATH: 1 4 9-12`: the path below the folder, and the pages at which documents begin
error-no-such-page = { $path } has { $found ->
        [one] one page
       *[other] { $found } pages
    }, and the cuts name page { $page }
    .hint = correct the file given with --cuts
error-other-plan-program = { $path } was made by another version of vanthu
    .hint = run all shards with the version that made the plan, or make the plan anew with `vanthu plan`
error-other-plan-dictionaries = { $path } was made with other dictionaries
    .hint = run all shards with the dictionaries that the plan was made with, or make the plan anew with `vanthu plan`
error-other-plan-shards = { $path } has another number of shards
    .hint = write --shard as NUMBER/SHARDS, with the number of shards of the plan
error-other-plan-format = { $path } is no plan of vanthu, or of a newer version
    .hint = name the file that `vanthu plan FOLDER --out RECORDS --shards NUMBER -o PLAN.json` wrote
error-batch-runs = another batch writes into { $path } now
    .hint = wait until it is done, or name another folder with --out
error-journal = the journal { $path } cannot be used: { $reason }
    .hint = remove it with `rm { $quoted }`: it is made anew from the results
error-unclosed = the account does not close: { $found } files were found, { $told } are told of
    .hint = tell those who make vanthu the line above; results that were written are whole
error-secret = { $path } bears a stamp of secrecy and is left alone
    .hint = read it with --allow-secret where that is permitted
error-write = cannot write { $path }
    .hint = name another place, or make room and check your rights there
error-replaces-input = the output { $path } would replace { $input }, which is to be read
    .hint = name another file or folder with -o
error-other-result = { $path } is the result of another file: { $of }
    .hint = name another file or folder with -o, or let it be replaced with --replace
error-foreign-file = { $path } is there already and is no record of vanthu
    .hint = name another file or folder with -o, or let it be replaced with --replace
error-unknown-form = { $path } cannot be written: no results are made as `.{ $ending }`
    .hint = name a .json, .jsonl, .txt, .xlsx, .csv, .ics, .html or .pdf file, or a folder, whose name ends in `/`
error-unknown-book = { $path } cannot be written: no such book is made as `.{ $ending }`
    .hint = name a .xlsx file to go on working with, or a .html file to be printed
error-on-terminal = a .{ $form } file is not for a terminal
    .hint = write it into a file: `vanthu export { $of } -o { $path }`
error-formless-form = { $path } does not say what is to be written: its name has no ending
    .hint = name { $file } for one file, or { $folder } for a folder with one for each record
error-formless = { $path } does not say what is to be written: its name has no ending
    .hint = name { $json } for a record, { $text } for the text, or { $folder } for a folder
error-several-in-one = { $path } holds one document, and several are to be read
    .hint = name a folder, as { $folder }, for one file each; of the files, .jsonl, .xlsx, .csv and .ics hold several
error-form = { $path } cannot be written: { $reason }
    .hint = put fewer documents into one file
error-form-no-organs = { $path } cannot be written: { $reason }
    .hint = give a table of offices and their codes (CSV: name, code): `vanthu export RECORD.json -o MESSAGE.edxml --organs FILE.csv`
error-form-lacks = { $path } cannot be written: { $reason }
    .hint = put the offices that lack a code into the table of --organs; `vanthu page` shows what was read, and what was not
error-form-no-scan = { $path } cannot be written: { $reason }
    .hint = put the scan back where it was when it was read, or read it again from where it is now
error-form-no-places = { $path } cannot be written: { $reason }
    .hint = name another form, as .xlsx or .html, or read the scan in place of the text
error-form-no-words = { $path } cannot be written: { $reason }
    .hint = read it again with `vanthu read` without --brief
error-no-records = { $path } holds no records
    .hint = make them of the scans with `vanthu read -r { $quoted } -o records/`, and name records/
error-no-records-file = { $path } holds no records
    .hint = make one of a scan with `vanthu read { $quoted } -o RECORD.json`, and name that
error-nothing-to-read = { $path } holds no file that can be read
    .hint = name the folder that holds the scans, or read those below it too with -r
error-empty-folder = the folder { $path } is empty
    .hint = name the folder that holds the scans
error-nothing-to-evaluate = nothing in { $path } has { $what }
    .hint = name a folder of documents, each with its text.txt or expected.json; docs/accuracy.md says more
error-newer-record = { $path } was written by a newer version (format { $found }; this one reads up to { $known })
    .hint = read it with the newer vanthu, or make it again with this one
error-not-record = { $path } is not { $what }: { $reason }
    .hint = make it with `vanthu read SCAN -o RECORD.json`

# Kinds of files that are not read.
kind-docx = a Word document (DOCX)
kind-xlsx = an Excel workbook (XLSX)
kind-pptx = a PowerPoint presentation (PPTX)
kind-old-office = a Word, Excel or PowerPoint document of before 2007
kind-open-document = an OpenDocument file
kind-rtf = RTF
kind-html = a web page (HTML)
kind-xml = an XML file
kind-mail = an electronic letter (EML)
kind-postscript = PostScript
kind-heic = a HEIC picture
kind-djvu = a DjVu file
kind-archive = an archive of files

# What of the engine is missing.
missing-named-worker = the worker { $path } is not there
missing-worker = its worker `vanthu-ocr` is not installed
missing-permission = { $path } may not be run
missing-library = Tesseract is not installed
missing-vietnamese = the Vietnamese data `vie` is not installed
missing-language = the language data `{ $language }` is not installed
missing-version = `vanthu-ocr` is of another version than `vanthu`
missing-stranger = `vanthu-ocr` is another program: { $said }
missing-start = { $did }

# What the system said. In English its own words are shown.
system-not-found = there is no such file or folder
system-denied = you have no right to it
system-exists = it is there already
system-no-folder = a file stands where a folder should
system-folder = it is a folder
system-full = no room is left
system-read-only = nothing can be written there
system-bad-name = the name is too long or not allowed
system-time = it took too long
system-memory = memory is used up

# What a JSON file was asked to be.
wanted-record = a record
wanted-truth = a truth file
wanted-marks = a file of marks

# Ends of names of files that a command in a hint makes.
name-mended = -mended
name-open = -open
error-profile = { $path }: { $reason }
    .hint = docs/profiles/README.md and docs/forms.md explain how profiles and tables are written
