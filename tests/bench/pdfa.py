"""Speed of PDF/A of two layers in pages a second, beside OCRmyPDF on the same scans in one run, with the sizes of the files.

Arguments: `vanthu`, each `ocrmypdf` to compare with (Debian's, the current one), `--`, the scans (PDF). As many at once as
cores, each with `-j 1`; the programs take turns, so that whatever else the machine does slows them alike. Where it does much
else, the seconds of a core are what can be compared.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def pages(scan):
    told = subprocess.run(["pdfinfo", scan], capture_output=True, text=True).stdout
    return next((int(line.split()[1]) for line in told.splitlines() if line.startswith("Pages:")), 0)


def ours(program):
    return lambda scan, made: [program, "read", scan, "-o", made, "--jobs", "1", "--quiet"]


def theirs(program):
    told = subprocess.run([program, "--help"], capture_output=True, text=True).stdout
    # A text layer stops it without --force-ocr; newer ones refuse a signed file, and make PDF/A by themselves.
    more = [["--pdfa-backend", "internal"], ["--invalidate-digital-signatures"]]
    more = [word for option in more if option[0] in told for word in option]
    how = ["-l", "vie", "--deskew", "--output-type", "pdfa", "-j", "1", "--force-ocr", "-q", *more]
    return lambda scan, made: [program, *how, scan, made]


def of_cores():
    """Seconds of a core that ended children have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def version(program):
    told = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    return f"{Path(program).name} {told.split()[-1]}" if told else program


def main():
    programs, scans = sys.argv[1 : sys.argv.index("--")], [Path(one) for one in sys.argv[sys.argv.index("--") + 1 :]]
    commands = {version(programs[0]): ours(programs[0])} | {version(one): theirs(one) for one in programs[1:]}
    took, used = dict.fromkeys(commands, 0.0), dict.fromkeys(commands, 0.0)
    sizes, failed = {name: {} for name in commands}, set()
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        # As many scans together as cores: all by one program, then all by the next.
        for at in range(0, len(scans), cores):
            group = scans[at : at + cores]
            for number, (name, command) in enumerate(commands.items()):

                def make(scan):
                    made = Path(folder) / f"{number}-{scans.index(scan)}.pdf"
                    ran = subprocess.run(command(scan, made), capture_output=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
                    # 1: pages that stayed unread, which is said and no failure of the whole; OCRmyPDF has other codes.
                    if not made.exists():
                        failed.add(scan)
                        print(f"{name} made nothing of {scan}: {ran.stderr.decode()[-300:]}", flush=True)
                        return
                    sizes[name][scan] = made.stat().st_size
                    made.unlink()

                began, before = time.monotonic(), of_cores()
                with ThreadPoolExecutor(cores) as pool:
                    list(pool.map(make, group))
                took[name] += time.monotonic() - began
                used[name] += of_cores() - before
    whole = [scan for scan in scans if scan not in failed]
    count = sum(pages(scan) for scan in scans)
    first = next(iter(commands))
    print(f"{len(scans)} scans, {count} pages, {cores} at once")
    for name in commands:
        faster, leaner = took[name] / took[first], used[name] / used[first]
        print(f"{name:24} {count / took[name]:6.3f} pages a second, {used[name] / count:5.1f} s of a core a page;", end=" ")
        print(f"{first} is {faster:.2f} x as fast, by seconds of a core {leaner:.2f} x")
    print(f"{'kB of each file':32} {'scan':>8} " + " ".join(f"{name[:22]:>22}" for name in commands))
    for scan in whole:
        made = " ".join(f"{sizes[name][scan] / 1000:22.0f}" for name in commands)
        print(f"{'/'.join(scan.parts[-2:])[-32:]:32} {scan.stat().st_size / 1000:8.0f} {made}")
    over = [scan for scan in whole if sizes[first][scan] > 1.1 * scan.stat().st_size + 40_000]
    print(f"{first}: {len(over)} of {len(whole)} files over 1.1 x the scan + 40 kB: {[str(scan) for scan in over]}")


main()
