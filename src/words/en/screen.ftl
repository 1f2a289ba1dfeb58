# What the command line prints besides errors and warnings.

label-error = error: { $sentence }
label-hint = hint: { $sentence }
label-warning = warning: { $file }: { $sentence }
label-warning-page = warning: { $file }: page { $page }: { $sentence }
label-warning-more = warning: { $file }: { $count } more of this kind are in the record

no-interruption-code = an interruption will not be told by exit code 130: { $reason }
interrupted-files = interrupted: { $files } of { $all } files were not read
under-floor = fewer syllables were right from scan to text than --floor asks for

# doctor
doctor-ok = ok
doctor-missing = missing
doctor-program = vanthu { $version }
doctor-settings = settings of { $path }
doctor-dictionaries = dictionaries { $hash }
doctor-no-dictionaries = dictionaries: { $error }
doctor-engine = { $engine } with language { $languages }
doctor-no-engine = engine: { $error }
doctor-jobs = { $jobs ->
    [one] { $jobs } page at once
   *[other] { $jobs } pages at once
}

# Tables
summary = { $pages ->
    [one] { $pages } page
   *[other] { $pages } pages
}, { $words } words, { $changed } of them changed, { $doubtful } doubtful
usage-read = to read it: `vanthu read { $path }`
restored = { $words } words: { $changed } changed, { $left } left as they stood, { $doubtful } doubtful
table-file = === { $path } ===
table-doubt = ? is doubtful: compare it with the page
table-check = To check: { $fields }
table-targets = Targets
table-deadlines = Deadlines
table-assignments = Assignments
table-agencies = Agencies
column-page = Page
column-indicator = Indicator
column-value = Value
column-period = Period
column-due = Due
column-task = Task
column-who = Who
column-leads = Leads
column-supports = Supports
column-task-pages = Pages of tasks
column-name = Name
column-mentions = Mentions

# Why a finding is there
explain-none = nothing was judged to be a finding
explain-finding = { $share } % { $quote }
explain-for = for: { $what }
explain-against = against: { $what }
explain-outline = place in the outline
explain-above = what stands above
explain-body = the body
explain-said = how it is said
explain-words = words around
explain-neighbours = neighbours

# Header fields that a person should look at.
field-kind = kind
field-code = number and symbol
field-date = date
field-issuer = issuer
field-subject = subject
field-signer = signer
field-state = { $field } ({ $state })
state-doubtful = doubtful
state-handwritten = written by hand
state-partial = only a part
state-blank = left blank
state-unreadable = not legible

# Times: how exact they are, then how they bind.
time-day = { $day }
time-clock = { $hour }:{ $minute } on { $day }
time-month = { $month }
time-quarter = quarter { $quarter } of { $year }
time-half = the { $half ->
    [1] first
   *[2] second
} half of { $year }
time-year = { $year }
due-by = by { $time }
due-by-end = by the end of { $time }
due-before = before { $time }
due-on = on { $time }
due-at = at { $time }
due-on-stretch = in { $time }
due-from = from { $time }
due-during = in { $time }
due-during-day = until { $time }
due-from-to = from { $from } to { $to }

# Files and folders
left-out = left out: { $path }: { $why }
left-out-more = left out: { $count } more: { $why }
why-hidden = hidden
why-temporary = a temporary file
why-result = a result of vanthu
why-data = JSON, not a document
why-folder = a folder; -r reads it too
why-link-to-folder = a link to a folder
why-special = no file
why-passwords = the file with the passwords
why-named = named already
why-other-format = not a PDF, PNG, JPEG, TIFF or text file
account-read = { $files ->
    [one] { $files } file read
   *[other] { $files } files read
}
account-failed = { $files } failed
account-left-out = { $files } left out
document-read = { $path }: { $pages }, { $targets }, { $deadlines }, { $assignments }
document-written = { $summary } → { $path }
records-repeat = repeats: { $path } is the same document as { $first }, it is counted once
exported = { $records ->
    [one] { $records } document
   *[other] { $records } documents
} → { $path }
without-day = without a day, and so in no calendar: { $count }
signature-stays = { $path }: the digital signature stays with the scan, and is not in the new file
pages-not-whole = { $path }: pages that are damaged or were not read: { $pages }
scan-not-there = { $path }: its scan is not there, or was changed; its text is shown instead
count-pages = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
count-targets = { $count ->
    [one] { $count } target
   *[other] { $count } targets
}
count-deadlines = { $count ->
    [one] { $count } deadline
   *[other] { $count } deadlines
}
count-assignments = { $count ->
    [one] { $count } assignment
   *[other] { $count } assignments
}

# The line that shows how far the work is. Its numbers stand where the names in it are.
progress-files = { $done } files looked at
progress-pages = { $done }/{ $all } pages
progress-rate = { $pages } a minute
progress-left = { $time } left
progress-minutes = { $time } min
progress-hours = { $time } h

direction-increase = up by
direction-decrease = down by

# config
config-default = built in
config-file = { $path }
config-unset = not set

# Batches
batch-found = { $files ->
    [one] { $files } file found
   *[other] { $files } files found
}
batch-count-done = { $files } done
batch-count-skipped = { $files } unchanged
batch-count-failed = { $files } failed
batch-count-damaged = { $files } damaged
batch-count-set-apart = { $files } set apart
batch-count-secret = { $files } secret
batch-count-open = { $files } not begun
batch-done = done: { $path }: { $pages } → { $result } ({ $why })
batch-secret = left alone: { $path }: { $level }
batch-look-damaged = look at: { $path }: it is damaged, what is there was read
batch-look-set-apart = look at: { $path }: pages of it could not be read
batch-look-more = look at: { $count } more of this kind are in the journal
batch-repeats = repeats: { $path } is the same document as { $first } ({ $id })
batch-former = set apart: { $path }: the scan is done another way now; it is kept as { $now }
batch-former-more = set apart: { $count } more results of another way
batch-gap = missing: numbers { $numbers } of { $year }, { $symbol }, { $issuer }
batch-done-several = done: { $path }: { $pages }, { $documents } documents ({ $why })
batch-cut-taken = look at: { $path }, page { $page }: a document was begun there, and it is not sure: { $signs }
batch-cut-left = look at: { $path }, page { $page }: a document may begin there, and none was begun: { $signs }
batch-cuts-unknown = cuts are given for { $path }, which is not there
batch-cuts-more = look at: { $count } more doubtful pages are in { $path }
batch-left-out = look at: { $path }: your cuts leave out pages { $pages }, on which there is text
batch-sign-first = first page
batch-sign-letterhead = letterhead
batch-sign-national-title = national title without a whole letterhead
batch-sign-separator = separator sheet
batch-sign-page-number = page numbers begin anew
batch-sign-after-closing = the document before it is closed
batch-sign-repeated = the same head as a page before
batch-sign-unread = the page could not be read
batch-sign-person = your cut
summary-title = Summary of the batch
summary-language = en
summary-totals = { $documents ->
        [one] one document
       *[other] { $documents } documents
    } on { $pages ->
        [one] one page
       *[other] { $pages } pages
    }, { $words } doubtful words, { $fields } fields not read
summary-repeats = { $count ->
        [one] one more is a repeat and not counted
       *[other] { $count } more are repeats and not counted
    }
summary-repeat = the same document as { $first }
summary-written = for a browser, with what needs a look: { $path }
summary-look = look at: { $path }: { $why }
summary-nothing = Nothing needs a look.
summary-head-file = Scan
summary-head-state = State
summary-head-why = Why it needs a look
summary-head-place = Place
summary-page = page { $page }: { $what }
summary-doubtful = { $count } of { $words } words doubtful
summary-unread = not read: { $fields }
summary-cuts = a document may begin on page { $pages }
summary-left = your cuts leave out pages { $pages }
summary-record = record
summary-field-kind = kind
summary-field-number = number
summary-field-symbol = symbol
summary-field-issuer = issuer
summary-field-date = date
summary-field-subject = subject
summary-page-missing = pages are missing before it, by the printed numbers
summary-page-missing-folio = sheets are missing before it, by the numbers in the corner
summary-page-not-colour = not in colour
summary-page-cut-off = lines run over the edge of the scan
summary-page-under-200-dpi = under 200 dpi
summary-page-upside-down = upside down in the file
summary-page-blank = blank
summary-page-low-resolution = low resolution
summary-page-orientation-unsure = perhaps upside down
summary-page-unread = could not be read
summary-page-other-language = not Vietnamese, or hardly readable
summary-page-damaged = damaged
summary-page-old-encoding = letters of an old encoding
summary-page-no-words = no words found
summary-page-handwriting = handwriting
summary-file-attachments = files attached that are not read
summary-file-form = a form that shows nothing here
summary-restore-doubtful = many doubtful words
summary-restore-digit-changed = figures were changed
summary-document-no-number = number not read
summary-document-no-date = date not read
summary-document-no-signer = no signer
summary-document-several = several documents in one file
summary-document-no-letterhead = no letterhead
summary-reference-disagrees = a cited document is known otherwise
summary-extract-two-leads = two leading agencies
summary-extract-date-unresolved = a date that is not whole
summary-extract-doubtful-word = a doubtful word in a finding
plan-made = planned: { $files } documents in { $shards } shards, { $path }
merge-missing = not at their end: { $count } shards: { $shards }
merge-failed = files failed in { $count } shards: { $shards }
batch-watching = watching { $path }; Ctrl-C ends it
batch-why-new = new
batch-why-changed = changed
batch-why-dictionaries = other dictionaries
batch-why-program = another version of vanthu
batch-why-settings = other settings
batch-why-again = asked for again
batch-would = { $path } ({ $why })
batch-would-read = read
batch-would-restore = restore
batch-would-skip = leave
batch-would-fail = fail
batch-state-done = done
batch-state-skipped = unchanged
batch-state-failed = failed
batch-state-damaged = damaged
batch-state-set-apart = set apart
batch-as-before = { $state }, as before
batch-state-secret = secret
secrecy-secret = secret (MẬT)
secrecy-higher = top secret (TỐI MẬT)
secrecy-highest = of the highest secrecy (TUYỆT MẬT)
followed-up = { $entries } entries, { $reports } reports: { $certain } have a result, { $candidates } are to be compared → { $path }
archive-listed = lists of { $files } files of documents
archive-packed = package of { $documents } documents
archive-lacks = { $file }: not packed, since it lacks { $fields }
archive-twice = { $file }: not packed, since another has the same code
archive-schemas = the packages lack the schemas { $schemas }: name their folder with --schemas where the archive asks for them
scan-below = { $path }: not as the circular asks: { $pages }
below-dpi = page { $page } ({ $dpi } dpi)
below-colour = page { $page } (not in colour)
below-both = page { $page } ({ $dpi } dpi, not in colour)
