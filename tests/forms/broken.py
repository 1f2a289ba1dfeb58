"""Breaks a PDF/A-2b in each way that ours could break, and sees that the checks tell: one line for each that they pass over.

Argument: a whole one. Prints `skipped: ...` where a reader is not installed.
"""

import io
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

try:
    import pikepdf
    from pikepdf import pdfa
except ImportError:
    print("skipped: pikepdf.pdfa")
    sys.exit(0)

from check import own


def without(key):
    def broken(pdf):
        del pdf.Root[key]

    return broken


def font(change):
    def broken(pdf):
        change(next(iter(pdf.pages[0].Resources.Font.values())))

    return broken


def picture(change):
    def broken(pdf):
        change(next(iter(pdf.pages[0].Resources.XObject.values())))

    return broken


def metadata(old, new):
    def broken(pdf):
        text = pdf.Root.Metadata.read_bytes()
        assert re.search(old, text), old
        pdf.Root.Metadata.write(re.sub(old, new, text))

    return broken


def file_of(font):
    del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def notdef(font):
    glyphs = font.DescendantFonts[0].CIDToGIDMap
    glyphs.write(bytes(len(glyphs.read_bytes())))


def unmapped(font):
    font.ToUnicode.write(b"/CMapName /A def 1 begincodespacerange <0000> <ffff> endcodespacerange")


def encoding(font):
    font.Encoding = pikepdf.Name("/Identity-X")


def widths(font):
    font.DescendantFonts[0].DW = 900


def smooth(image):
    image.Interpolate = True


def alternate(image):
    image.Alternates = pikepdf.Array([])


def cmyk(image):
    image.ColorSpace = pikepdf.Name.DeviceCMYK


def script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))


def title(pdf):
    pdf.docinfo["/Title"] = "another"


def mode(pdf):
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b" /Missing gs")


def profile(pdf):
    pdf.Root.OutputIntents[0].DestOutputProfile.write(b"no profile")


WAYS = {
    "6.1.3 without its identifier": None,
    "6.2.3 without an intent of colours": without("/OutputIntents"),
    "6.2.3 its profile is none": profile,
    "6.6.2 without metadata": without("/Metadata"),
    "6.6.4 it says that it is of another part": metadata(rb"<pdfaid:part>2<", b"<pdfaid:part>7<"),
    "6.6.2.3 the title is another": title,
    "6.2.11.4 its font is not embedded": font(file_of),
    "6.2.11.3 its font has an unknown encoding": font(encoding),
    "6.2.11.5 its font has other widths": font(widths),
    "6.2.11.8 text is drawn with .notdef": font(notdef),
    "6.2.11.7 text leads to no letters": font(unmapped),
    "6.2.8 its picture is smoothed": picture(smooth),
    "6.2.8 its picture has alternates": picture(alternate),
    "6.2.4 its picture is in other colours": picture(cmyk),
    "6.2.2 it asks for what is not there": mode,
    "6.5 it has an action": script,
}


def tells(path):
    return not pdfa.validate_written(path, "2b").passed or any(True for _ in own(path))


def main():
    whole = Path(sys.argv[-1])
    if tells(whole):
        print(f"the whole one is broken: {pdfa.validate_written(whole, '2b').summary()} {list(own(whole))}")
    with tempfile.TemporaryDirectory() as folder:
        for way, change in WAYS.items():
            path = Path(folder) / "broken.pdf"
            if change is None:
                path.write_bytes(re.sub(rb"/ID ?\[[^]]*\]", lambda found: b" " * len(found[0]), whole.read_bytes()))
            else:
                with pikepdf.open(io.BytesIO(whole.read_bytes())) as pdf:
                    change(pdf)
                    pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable, fix_metadata_version=False)
            if not tells(path):
                print(f"nothing is told of: {way}")


if __name__ == "__main__":
    main()
