# Warnings. These sentences stand in records: to change one changes records.

page-blank = nothing is printed on page { $page }
page-low-resolution = page { $page } was scanned at { $dpi } dots per inch
page-orientation-unsure = page { $page }: it could not be told which way is up
page-unread-no-layer = page { $page } has no text layer
page-unread = page { $page } was not read: the OCR engine `{ $engine }` failed on page { $page }: { $reason }
page-other-language = only { $share } % of its words could be Vietnamese syllables: it may be in another language
page-unread-too-large = page { $page } has { $pixels } pixels, more than { $limit }; allow more with --max-pixels NUMBER
page-unread-kind = page { $page } is of a kind that is not read: { $reason }
page-unread-not-drawn = page { $page } stayed unread: { $reason }
page-damaged = page { $page } is damaged: { $reason }
page-damaged-missing = the list of pages breaks off after page { $page } of { $promised }
page-damaged-missing-why = the list of pages breaks off after page { $page } of { $promised }: { $reason }
page-damaged-end = the list of pages breaks off after page { $page }: { $reason }
page-damaged-end-unsure = the list of pages may break off after page { $page }: { $reason }
page-damaged-text = the text is damaged: { $characters } of its characters could not be read
page-damaged-fault = page { $page } met a fault of vanthu at { $place }: { $reason }
page-old-encoding = text of page { $page } was in { $encoding } and was converted
page-old-encoding-text = the text was in { $encoding } and was converted
page-old-encoding-unmarked = the text was in { $encoding } without a mark and was converted
page-handwriting = page { $page } is written by hand and was not read
page-no-words = there is ink on page { $page }, and no word was read
file-attachments = the file has attachments that were not read: { $names }
file-attachments-portfolio = the file is a portfolio of files that were not read: { $names }
file-attachments-portfolio-unlisted = the file is a portfolio of files that were not read: none could be listed
file-form = the file holds an XFA form, of which only what is drawn on its pages was read
restore-doubtful = { $doubtful } of { $words } words stay doubtful
restore-digit-changed = { $words ->
    [one] { $words } word has
   *[other] { $words } words have
} other digits than were read: { $shown }
digit-change = { $read } → { $now } (page { $page })
document-no-number = no number of the document was found
document-no-number-by-hand = the number of the document is written by hand and was not read
document-no-number-blank = the number of the document is left blank
document-no-date = no whole date of the document was found
document-no-date-by-hand = the date of the document is written by hand, at least in part, and was not read whole
document-no-date-blank = the date of the document is left blank, at least in part
document-no-signer = no signer was found
document-several = the file holds further documents, on pages { $pages }
document-no-letterhead = no letterhead was found, so the kind of document is unsure
reference-date = { $symbol } is of { $elsewhere } where other documents cite it, here of { $here }
reference-issuer = { $symbol } is of { $elsewhere } where other documents cite it, here of { $here }
extract-two-leads = a task names { $count } bodies to lead it: { $names }
extract-date-unresolved-year = `{ $written }` names no year; the first that fits the document's date was taken
extract-date-unresolved = `{ $written }` depends on what the document does not say
extract-doubtful-word = a finding rests on doubtful words: { $finding }
