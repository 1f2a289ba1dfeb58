"""What Python reads in a package for an archive: one line for each complaint. Argument: the ZIP."""

import hashlib
import sys
import xml.etree.ElementTree as tree
import zipfile
from pathlib import PurePosixPath

METS, LINK = "{http://www.loc.gov/METS/}", "{http://www.w3.org/1999/xlink}href"
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"


def complaints(path):
    archive = zipfile.ZipFile(path)
    broken = archive.testzip()
    if broken:
        yield f"{broken} is broken"
    names = archive.namelist()
    roots = {name.split("/")[0] for name in names}
    if len(roots) != 1:
        yield f"it has the roots {roots}"
    root = roots.pop()
    told = {f"{root}/METS.xml"}
    for mets in (f"{root}/METS.xml", f"{root}/representations/rep1/METS.xml"):
        read = tree.fromstring(archive.read(mets))
        files = [(one, one) for one in read.iter(METS + "mdRef")]
        files += [(one, one.find(METS + "FLocat")) for one in read.iter(METS + "file")]
        for about, place in files:
            name = str(PurePosixPath(mets).parent / place.get(LINK))
            told.add(name)
            if hashlib.sha256(archive.read(name)).hexdigest().upper() != about.get("CHECKSUM"):
                yield f"{name} has another hash"
    if told != set(names):
        yield f"METS and the archive differ: {told ^ set(names)}"
    for name in names:
        if not name.endswith((".xml", ".xsd")):
            continue
        read = tree.fromstring(archive.read(name))
        if "EAD" in name:
            level = "ead_doc" if "EAD_doc" in name else "ead"
            schema = tree.fromstring(archive.read(f"{root}/schemas/{level}.xsd"))
            fields = [one.get("name") for one in schema.iter(SCHEMA + "element")]
            if [read.tag] + [one.tag for one in read] != fields:
                yield f"{name} has other fields than its schema"


for complaint in complaints(sys.argv[1]):
    print(complaint)
