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
batch-gap = missing: numbers { $numbers } of { $year }, { $symbol }, { $issuer }
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
batch-state-damaged = damaged, as before
batch-state-set-apart = set apart, as before
batch-state-secret = secret, as before
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
