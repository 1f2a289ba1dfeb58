# Warnings. These sentences stand in records: to change one changes records.

page-blank = nothing is printed on page { $page }
page-low-resolution = page { $page } was scanned at { $dpi } dots per inch
page-orientation-unsure = page { $page }: it could not be told which way is up
page-unread-no-layer = page { $page } has no text layer
page-unread = page { $page } was not read: the OCR engine `{ $engine }` failed on page { $page }: { $reason }
page-other-language = only { $share } % of its words could be Vietnamese syllables: it may be in another language
page-damaged = page { $page } could not be read from the file: { $reason }
page-damaged-picture = a picture on page { $page } could not be decoded
page-damaged-fault = page { $page } met a fault of vanthu at { $place }: { $reason }
page-old-encoding = text of page { $page } was in { $encoding } and was converted
restore-doubtful = { $doubtful } of { $words } words stay doubtful
restore-digit-changed = { $words } words have other digits than were read: { $shown }
document-no-number = no number of the document was found
document-no-date = no whole date of the document was found
document-no-signer = no signer was found
document-several = the file holds further documents, on pages { $pages }
document-no-letterhead = no letterhead was found, so the kind of document is unsure
reference-date = { $symbol } is of { $elsewhere } where other documents cite it, here of { $here }
reference-issuer = { $symbol } is of { $elsewhere } where other documents cite it, here of { $here }
extract-two-leads = a task names { $count } bodies to lead it: { $names }
extract-date-unresolved-year = `{ $written }` names no year; the first that fits the document's date was taken
extract-date-unresolved = `{ $written }` depends on what the document does not say
extract-doubtful-word = a finding rests on doubtful words: { $finding }
