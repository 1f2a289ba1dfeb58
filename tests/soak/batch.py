#!/usr/bin/env python3
"""`vanthu batch` at length: killed, out of room, twice at once, watching, and over many pages. Run by `make soak`.

    batch.py PROGRAM [PART …]      parts: killed full twice watch memory; all of them by default

Every part makes its own folder, prints one line of what it measured, and ends the run with 1 where something is not as it must be.
The inputs are the samples, with comments behind the end of a PDF or a line behind a text so that no two have the same bytes, and files
that are damaged, locked, empty, huge, deadly to a worker, secret or written by hand. Moments have a fixed seed; what is being done
at a moment hangs on the machine, and must not matter.
"""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXTS = sorted((ROOT / "samples").glob("*/text.txt"))
SCANS = sorted((ROOT / "samples").glob("*/scan.pdf"))
DOCUMENTS = 300
KILLS = 20
PAGES = 10_000
# A worker that reads the same line on every picture: what is measured is all around the engine.
READS = """#!/bin/sh
echo vanthu-ocr 2 ready 9.9
while read -r verb width height rest; do
    head -c $((width * height)) > /dev/null
    hocr="<div class='ocr_page'><span class='ocr_line' title='bbox 100 200 900 260'><span class='ocrx_word' title='bbox 100 200 300 260; x_wconf 90'>WORD</span></span></div>"
    printf 'hocr %s\\n%s' "$(printf %s "$hocr" | wc -c)" "$hocr"
done
"""


def check(holds, what):
    if not holds:
        sys.exit(f"not as it must be: {what}")


def results(folder):
    """All results with their bytes, without what the program keeps for itself and what a run tells."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".vanthu" not in path.parts and not path.name.startswith(("summary", "cuts"))
    }


class Place:
    """A folder with scans, results and a journal of its own."""

    def __init__(self, program):
        self.program = program
        self.folder = Path(tempfile.mkdtemp(prefix="soak-"))
        (self.folder / "scans").mkdir()

    def command(self, out, *options):
        return [self.program, "batch", "scans", "--out", out, "--json-log", "--quiet", *options]

    def environment(self):
        names = {"XDG_STATE_HOME": "state", "XDG_CONFIG_HOME": "settings"}
        return {"PATH": os.environ["PATH"], **{name: str(self.folder / to) for name, to in names.items()}}

    def start(self, out, *options, before=()):
        return subprocess.Popen(
            [*before, *self.command(out, *options)], cwd=self.folder, env=self.environment(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )

    def run(self, out, *options):
        child = self.start(out, *options)
        said, complained = child.communicate()
        account = next((json.loads(line)["account"] for line in said.splitlines()[::-1] if '"account"' in line), None)
        return child.returncode, account, complained

    def forget(self):
        shutil.rmtree(self.folder / "state", ignore_errors=True)


def fill(scans, wrong):
    """Three hundred documents: texts, every tenth a scan, every tenth one of those that something is wrong with."""
    for number in range(DOCUMENTS):
        folder = scans / f"{number % 3}"
        folder.mkdir(exist_ok=True)
        if number % 10 == 9:
            name, data = wrong[number // 10 % len(wrong)]
            (folder / f"{number:03}-{name}").write_bytes(data)
        elif number % 10 == 4:
            scan = SCANS[number // 10 % len(SCANS)].read_bytes()
            (folder / f"{number:03}.pdf").write_bytes(scan + b"\n%% %d\n" % number)
        else:
            text = TEXTS[number % len(TEXTS)].read_text() + f"\nBản số {number}.\n"
            (folder / f"{number:03}.txt").write_text(text)


def wrong_ones(program):
    scan = SCANS[0].read_bytes()
    fixtures = ROOT / "tests" / "fixtures"
    with tempfile.TemporaryDirectory() as hard:
        draw = [program, "draw", "--quiet", "--hard", hard, str(ROOT / "samples" / "ct-phan-cong")]
        subprocess.run(draw, check=True, stdout=subprocess.DEVNULL)
        by_hand = next(file for file in (Path(hard) / "by-hand").iterdir() if file.stem == "scan")
        by_hand = (f"hand{by_hand.suffix}", by_hand.read_bytes())
    return [
        ("cut.pdf", scan[: len(scan) * 2 // 3]),
        ("locked.pdf", (fixtures / "encrypted.pdf").read_bytes()),
        ("empty.pdf", b""),
        ("huge.pdf", page_of(60_000)),
        ("deadly.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages " + b"<< /A " * 200_000),
        ("secret.txt", "MẬT\nỦY BAN NHÂN DÂN TỈNH SƠN HÀ\nKẾ HOẠCH điều động lực lượng\n".encode()),
        by_hand,
        ("no-pages.pdf", (fixtures / "no-pages.pdf").read_bytes()),
    ]


def page_of(side):
    """A page with a picture that says it has so many pixels each way, and has not."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
        b"<< /Length 29 >>\nstream\nq 595 0 0 842 0 0 cm /X Do Q \nendstream",
        b"<< /Type /XObject /Subtype /Image /BitsPerComponent 8 /ColorSpace /DeviceGray /Width %d /Height %d /Length 9 >>\n"
        b"stream\n123456789\nendstream" % (side, side),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(data)


def closes(account):
    states = ["done", "skipped", "failed", "damaged", "set_apart", "secret"]
    return account is not None and account["found"] == sum(account[state] for state in states)


def undisturbed(place):
    begun = time.monotonic()
    code, account, complained = place.run("whole")
    check(account and account["found"] == DOCUMENTS and closes(account), f"the undisturbed run: {code} {account} {complained[-400:]}")
    place.forget()
    return time.monotonic() - begun, account


def same(place, code, account, whole, what):
    check(closes(account) and account["found"] == DOCUMENTS, f"{what}: the account {account}")
    out, undisturbed = results(place.folder / "out"), results(place.folder / "whole")
    for name in sorted(out.keys() | undisturbed.keys()):
        ours, theirs = out.get(name, b"none"), undisturbed.get(name, b"none")
        check(ours == theirs, f"{what}: {name} is\n{ours.decode()}\nand undisturbed\n{theirs.decode()}")
    print(f"{what}: {len(out)} results, each once, the bytes of an undisturbed run; account {account}; exit code {code}", flush=True)


def killed(place):
    seconds, whole = undisturbed(place)
    moments = random.Random(20311215)
    for turn in range(KILLS):
        child = place.start("out")
        time.sleep(moments.uniform(0, seconds / KILLS * 2))
        child.kill()
        child.communicate()
        for name, data in results(place.folder / "out").items():
            part = Path(name).name.startswith(".vanthu-") and name.endswith(".part")
            check(part or json.loads(data), f"half a file: {name}")
        if turn % 7 == 6:
            place.forget()
    code, account, _ = place.run("out")
    same(place, code, account, whole, f"killed {KILLS} times")


def full(place):
    """On a disk of its own, with half the room that the results need; room is made, the journal is gone in between."""
    _, whole = undisturbed(place)
    need = sum(len(data) for data in results(place.folder / "whole").values()) // 1024
    batch = " ".join(place.command("out"))
    script = f"""set -u; mkdir -p out; mount -t tmpfs -o size={need // 2}k none out || exit 97
        {batch} > first.log 2> first.err; echo $? > first.code
        rm -rf state; mount -o remount,size={need * 4}k out; {batch} > second.log 2> second.err; echo $? > second.code
        mkdir copy; cp -r out/. copy/"""
    subprocess.run(["unshare", "--mount", "sh", "-c", script], cwd=place.folder, env=place.environment(), check=True)
    shutil.rmtree(place.folder / "out")
    (place.folder / "copy").rename(place.folder / "out")
    said = {name: (place.folder / name).read_text() for name in ("first.code", "second.code", "first.err", "second.log")}
    check(said["first.code"].strip() == "5" and "cannot write" in said["first.err"], f"the full disk: {said['first.err'][-300:]}")
    account = json.loads(said["second.log"].splitlines()[-1])["account"]
    same(place, said["second.code"].strip(), account, whole, "a full disk, freed, without the journal")


def twice(place):
    _, whole = undisturbed(place)
    children = [place.start("out"), place.start("out")]
    codes = [(child.communicate(), child.returncode)[1] for child in children]
    code, account, _ = place.run("out")
    same(place, code, account, whole, f"two at once (exit codes {codes})")


def watch(place):
    """A burst, a file that grows for half a minute, a folder moved in, a rename, a file replaced while it is read; with and without events."""
    # A namespace in which nobody may be told of events.
    deaf = "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$@\""
    for before in ([], ["unshare", "--user", "--map-root-user", "sh", "-c", deaf, "sh"]):
        scans = place.folder / "scans"
        shutil.rmtree(scans)
        scans.mkdir()
        out = f"watched{len(before)}"
        child = place.start(out, "--watch", "--every", "1", before=before)
        for number in range(200):
            (scans / f"{number:03}.txt").write_text(f"Giao Sở Nội vụ chủ trì, báo cáo trước ngày 15/12/2031. Bản {number}.\n")
        moved = place.folder / "moved"
        moved.mkdir(exist_ok=True)
        (moved / "a.txt").write_text("Giao Sở Y tế chủ trì.\n")
        moved.rename(scans / "moved")
        (scans / ".unseen.txt").write_text("Giao Sở Xây dựng chủ trì.\n")
        (scans / ".unseen.txt").rename(scans / "seen.txt")
        scan = SCANS[0].read_bytes()
        (scans / "replaced.pdf").write_bytes(scan)
        time.sleep(3)
        other = scan + b"\n% again\n"
        (scans / "replaced.pdf").write_bytes(other)
        for second in range(30):
            with open(scans / "grows.txt", "a") as grows:
                grows.write("Giao Sở Tài chính chủ trì.\n")
            time.sleep(1)
        for _ in range(120):
            if len(results(place.folder / out)) == 204:
                break
            time.sleep(1)
        time.sleep(5)
        child.send_signal(signal.SIGINT)
        said, _ = child.communicate()
        times = {}
        for line in map(json.loads, said.splitlines()):
            if line.get("state") == "done":
                times[line["input"]] = times.get(line["input"], 0) + 1
        again = times.pop("scans/replaced.pdf", 0)
        record = json.loads(results(place.folder / out)["replaced.pdf.json"])
        check(record["source"]["files"][0]["bytes"] == len(other), "the replaced file was not read")
        check(len(times) == 203 and set(times.values()) == {1}, f"watched {before[:1]}: {len(times)} {[n for n, t in times.items() if t > 1]}")
        print(f"watched {'without' if before else 'with'} events: 203 files once each, the replaced one read {again} times, its last bytes", flush=True)


def memory(place):
    """Resident memory around the 500th page and at the last ones, which must not be a tenth more.

    Pictures come and go by tens of megabytes, so that each figure is the mean over 500 pages.
    """
    worker = place.folder / "worker"
    worker.write_text(READS)
    worker.chmod(0o755)
    page = (ROOT / "tests/fixtures/two-words.pdf").read_bytes()
    for number in range(PAGES):
        folder = place.folder / "scans" / f"{number // 500:02}"
        folder.mkdir(exist_ok=True)
        (folder / f"{number:05}.pdf").write_bytes(page + b"\n%% %d\n" % number)
    child = place.start("out", "--text-layer", "ignore", "--worker", "./worker", "--jobs", "2")
    resident = []
    for line in child.stdout:
        if '"state"' in line:
            status = Path(f"/proc/{child.pid}/status").read_text()
            resident.append(int(re.search(r"VmRSS:\s+(\d+)", status)[1]))
    child.communicate()
    check(len(resident) == PAGES, f"{len(resident)} pages were told")
    early, late = (sum(part) // len(part) for part in (resident[250:750], resident[-500:]))
    check(late <= early * 1.1, f"memory grew from {early} to {late} kB")
    told = f"{early // 1024} MB around the 500th, {late // 1024} MB at the last ({late / early:.3f} ×), at most {max(resident) // 1024} MB"
    print(f"{PAGES} pages: {told}", flush=True)


PARTS = {"killed": killed, "full": full, "twice": twice, "watch": watch, "memory": memory}


def main():
    program, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:] or list(PARTS)
    of_documents = {"killed", "full", "twice"}
    wrong = wrong_ones(program) if of_documents & set(wanted) else []
    for part in wanted:
        place = Place(program)
        if part in of_documents:
            fill(place.folder / "scans", wrong)
        try:
            PARTS[part](place)
        finally:
            shutil.rmtree(place.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
