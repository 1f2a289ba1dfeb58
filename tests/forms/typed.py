"""Types into a workbook as a person does, or sees whether that is still there.

Arguments: `type` or `see`, the workbook. Prints what is not there.
"""

import sys

import openpyxl

NOTE, BESIDE = "Đã giao phòng chuyên môn", "ý kiến riêng"


def cells(book):
    """The note of the first row, and a column of one's own beside the last."""
    sheet = book["Theo dõi"]
    headings = [cell.value for cell in sheet[1]]
    own = headings.index(BESIDE) + 1 if BESIDE in headings else len(headings) + 1
    return sheet, sheet.cell(2, headings.index("Ghi chú") + 1), sheet.cell(1, own), sheet.cell(2, own)


def main():
    what, path = sys.argv[1:]
    book = openpyxl.load_workbook(path)
    sheet, note, heading, beside = cells(book)
    if what == "type":
        note.value, heading.value, beside.value = NOTE, BESIDE, 7
        total = book.create_sheet("Cộng")
        total["A1"] = f"=SUM('Theo dõi'!{beside.coordinate},5)"
        book.save(path)
        return
    read = [note.value, heading.value, beside.value, openpyxl.load_workbook(path, data_only=True)["Cộng"]["A1"].value]
    if read != [NOTE, BESIDE, 7, 12]:
        print(f"what was typed became {read}")
    if sheet.cell(1, 1).font.name != "Times New Roman":
        print(f"it is in {sheet.cell(1, 1).font.name}")


main()
