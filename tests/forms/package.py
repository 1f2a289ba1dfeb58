"""What Python reads in a package for an archive: one line for each complaint. Argument: the ZIP."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
import zipfile
from pathlib import Path, PurePosixPath

from check import schema

METS, LINK = "{http://www.loc.gov/METS/}", "{http://www.w3.org/1999/xlink}href"
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"


def schemas(archive, root):
    """What xmllint says of METS under its schema, where a package that ships it is installed, and of EAD under those packed."""
    if not shutil.which("xmllint"):
        yield "skipped: xmllint (apt install libxml2-utils)"
        return
    with tempfile.TemporaryDirectory() as folder:
        archive.extractall(folder)
        mets = schema("mets.xsd", ("ocrd_validators", "mets.xsd"), folder)
        if mets is None:
            yield "skipped: mets.xsd (pip install --no-deps ocrd)"
        for path in sorted(Path(folder).rglob("*.xml")):
            own = "ead_doc" if "EAD_doc" in path.name else "ead"
            xsd = mets if path.name == "METS.xml" else Path(folder) / root / "schemas" / f"{own}.xsd"
            run = ["xmllint", "--nonet", "--noout", "--schema", xsd, path]
            ran = subprocess.run(run, capture_output=True, text=True) if xsd else None
            if ran and ran.returncode != 0:
                yield ran.stderr[:2000]


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
    yield from schemas(archive, root)
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
    print(f"package: {complaint}")
