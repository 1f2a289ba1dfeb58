"""What other programs read in forms of vanthu: one line for each complaint, `skipped: ...` where a reader is not installed.

Arguments: the folder with out.xlsx, out.ics, out.alto.xml, out.hocr, out.html, out.pdf, out.txt; and the record.
"""

import datetime
import html.parser
import json
import shutil
import subprocess
import sys
import xml.etree.ElementTree as tree
from pathlib import Path


def workbook(folder, record):
    try:
        import openpyxl
    except ImportError:
        yield "skipped: openpyxl"
        return
    book = openpyxl.load_workbook(folder / "out.xlsx")
    sheet = book["Theo dõi"]
    headings = [cell.value for cell in sheet[1]]
    if sheet.page_setup.orientation != "landscape" or sheet.page_setup.paperSize != 9:
        yield "it is not A4 landscape"
    if sheet.print_title_rows != "$1:$1":
        yield "its headings are not repeated"
    for row in sheet.iter_rows(min_row=2):
        for heading, cell in zip(headings, row):
            if cell.font.name != "Times New Roman":
                yield f"{cell.coordinate} is in {cell.font.name}"
            if cell.data_type == "f":
                yield f"{cell.coordinate} is a formula"
            if heading == "Ngày cuối" and cell.value is not None:
                if not isinstance(cell.value, datetime.datetime) or cell.number_format != "dd/mm/yyyy":
                    yield f"{cell.coordinate} is no day"
            if heading == "Trang" and not (cell.hyperlink and cell.hyperlink.target.endswith("scan.pdf")):
                yield f"{cell.coordinate} leads nowhere"
    rows = book["Chỉ tiêu"].max_row - 1
    if rows != len(record["targets"]):
        yield f"{rows} targets of {len(record['targets'])}"


def calendar(folder, record):
    try:
        import icalendar
    except ImportError:
        yield "skipped: icalendar"
        return
    read = icalendar.Calendar.from_ical((folder / "out.ics").read_bytes())
    events = read.walk("VEVENT")
    if not events:
        yield "no event was read"
    for event in events:
        day, end = event["DTSTART"].dt, event["DTEND"].dt
        if end - day != datetime.timedelta(days=1):
            yield f"{event['UID']} is no whole day"
        alarm = event.walk("VALARM")[0]["TRIGGER"].dt
        reminded = datetime.datetime.combine(day, datetime.time()) + alarm
        working = 0
        for days in range((day - reminded.date()).days):
            working += (reminded.date() + datetime.timedelta(days=days)).weekday() < 5
        if working != 5 or reminded.weekday() > 4 or reminded.hour != 8:
            yield f"{event['UID']} of {day} is reminded at {reminded}"


def words(record):
    return [word["text"] for page in record["text"] for line in page["lines"] for word in line["words"]]


def alto(folder, record):
    name = "{http://www.loc.gov/standards/alto/ns-v4#}String"
    read = [word.get("CONTENT") for word in tree.parse(folder / "out.alto.xml").iter(name)]
    if read != words(record):
        yield "its words are not those of the record"


def hocr(folder, record):
    read = [span.text for span in tree.parse(folder / "out.hocr").iter() if span.get("class") == "ocrx_word"]
    if read != words(record):
        yield "its words are not those of the record"


def page(folder, _):
    class Reader(html.parser.HTMLParser):
        def __init__(self):
            super().__init__()
            self.open, self.complaints = [], []

        def handle_startendtag(self, tag, _):
            pass

        def handle_starttag(self, tag, _):
            if tag not in ("meta", "br"):
                self.open.append(tag)

        def handle_endtag(self, tag):
            if not self.open or self.open.pop() != tag:
                self.complaints.append(f"</{tag}> ends nothing")

    reader = Reader()
    reader.feed((folder / "out.html").read_text())
    yield from reader.complaints
    if reader.open:
        yield f"{reader.open} are not ended"


def pdf(folder, record):
    path = folder / "out.pdf"
    try:
        from pikepdf import pdfa

        report = pdfa.validate_written(path, "2b")
        if not report.passed:
            yield report.summary()
    except ImportError:
        yield "skipped: pikepdf.pdfa"
    if shutil.which("verapdf"):
        ran = subprocess.run(["verapdf", "--flavour", "2b", "--format", "text", path], capture_output=True, text=True)
        if not ran.stdout.startswith("PASS"):
            yield ran.stdout
    else:
        yield "skipped: verapdf"
    if not shutil.which("pdftotext"):
        yield "skipped: pdftotext"
        return
    text = ["pdftotext", path, "-"], ["pdftotext", "-raw", path, "-"]
    read, raw = (subprocess.run(how, capture_output=True, text=True, check=True).stdout.split() for how in text)
    # Where boxes touch it sees no space between two words.
    if sorted("".join(read)) != sorted("".join(words(record))):
        yield "its text has other letters than the record"
    if "".join(raw) != "".join(words(record)):
        yield "its words stand in another order"
    apart = len(set(words(record)) - set(raw)) / len(set(words(record)))
    if apart > 0.03:
        yield f"{apart:.0%} of its words are not parted"
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()
    for line in fonts[2:]:
        # Embedded, a part or not, with its map to Unicode.
        if line.split()[-5] != "yes" or line.split()[-3] != "yes":
            yield f"a font is not whole: {line}"


def main():
    folder, record = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
    for check in (workbook, calendar, alto, hocr, page, pdf):
        for complaint in check(folder, record):
            print(f"{check.__name__}: {complaint}")


main()
