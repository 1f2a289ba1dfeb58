"""Speed of `vanthu batch` over a folder of scans in pages a second, beside OCRmyPDF over the same folder in one run, and what a
second core gains beside bare Tesseract.

Arguments: `vanthu`, each `ocrmypdf` to compare with (Debian's, the current one), `--`, the scans (PDF). `vanthu batch` makes
records, and records with PDF/A; OCRmyPDF runs with `-j 1 -l vie --deskew`, as many at once as cores, each on one thread. The
gain is measured on the pages as pictures of 300 dpi: the same commands bound to one core and to two.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CORES = len(os.sched_getaffinity(0))
ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}


def quiet(command, cores=None):
    """Runs a command, on the first so many cores; its exit code."""
    bound = ["taskset", "-c", ",".join(map(str, sorted(os.sched_getaffinity(0))[:cores]))] if cores else []
    return subprocess.run([*bound, *command], env=ONE_THREAD, capture_output=True).returncode


def seconds(work):
    began = time.monotonic()
    work()
    return time.monotonic() - began


def version(program):
    told = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    return f"{Path(program).name} {told.split()[-1]}"


def ocrmypdf(program, scans, to):
    """All scans by OCRmyPDF, which makes PDF/A by itself; those of which it makes nothing are told."""
    told = subprocess.run([program, "--help"], capture_output=True, text=True).stdout
    how = [program, "-l", "vie", "--deskew", "-j", "1", "--force-ocr", "-q"]
    if "--invalidate-digital-signatures" in told:
        how.append("--invalidate-digital-signatures")

    def make(scan):
        quiet([*how, str(scan), str(to / scan.name)])
        if not (to / scan.name).exists():
            print(f"{program} made nothing of {scan.name}", flush=True)

    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(make, scans))


def main():
    parted = sys.argv.index("--")
    programs, given = [os.path.abspath(one) for one in sys.argv[1:parted]], [Path(one) for one in sys.argv[parted + 1 :]]
    vanthu = programs[0]
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        scans, pictures = folder / "scans", folder / "pictures"
        scans.mkdir(), pictures.mkdir()
        for number, scan in enumerate(given):
            shutil.copy(scan, scans / f"{number:02}.pdf")
            quiet(["pdftoppm", "-r", "300", "-gray", "-png", str(scan), str(pictures / f"{number:02}")])
        scans, pages = sorted(scans.iterdir()), sorted(pictures.iterdir())

        def batch(*options):
            def work():
                out, journal = folder / "out", folder / "journal"
                command = [vanthu, "batch", str(scans[0].parent), "--out", str(out), "--journal", str(journal), *options]
                quiet([*command, "--quiet"])
                shutil.rmtree(out), journal.unlink()

            return work

        def theirs(program):
            def work():
                (folder / "theirs").mkdir()
                ocrmypdf(program, scans, folder / "theirs")
                shutil.rmtree(folder / "theirs")

            return work

        ways = {"vanthu batch": batch(), "vanthu batch --to pdf": batch("--to", "pdf")}
        ways |= {version(program): theirs(program) for program in programs[1:]}
        took = {name: seconds(work) for name, work in ways.items()}
        print(f"{len(scans)} scans, {len(pages)} pages, {CORES} cores")
        for number, name in enumerate(ways):
            beside = [f"{took[other] / took[name]:.2f} x as fast as {other}" for other in list(ways)[2:]]
            print(f"{name:24} {len(pages) / took[name]:6.3f} pages a second", *(beside if number < 2 else []), sep="; ")
        if CORES < 2:
            return

        def read(cores):
            command = [vanthu, "read", "--json", "--quiet", "--jobs", str(cores), *map(str, pages)]
            return seconds(lambda: quiet(command, cores))

        def bare(cores):
            def work():
                with ThreadPoolExecutor(cores) as pool:
                    list(pool.map(lambda page: quiet(["tesseract", str(page), "-", "-l", "vie"], cores), pages))

            return seconds(work)

        ours, engine = read(1) / read(2), bare(1) / bare(2)
        print(f"from one core to two: vanthu gains {ours:.2f}, bare tesseract {engine:.2f}: {ours / engine:.2f} of it")


main()
