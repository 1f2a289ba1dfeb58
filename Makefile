# make demo    builds, reads a sample scan, shows what it asks for
# make test    everything that has to hold before a change is handed over
# make soak    batches killed, out of room, watched; hours of random and damaged inputs: SOAK is how many times more than in make test (425: a million)
# make package a Debian package in target/package, with man pages, completions, service and scripts for clusters
# make test-forms     results opened by LibreOffice, Chromium, validators and schemas
# make test-s3        batches over a real S3 store, started for it
# make test-cluster   the script for Slurm on a real Slurm of one node, started for it
# make bench   speeds, as ratios in one run
# make train   the language model, the dictionaries and the confusions, from CORPUS and WORDLISTS
# Each installs what is missing first (on Debian).

SHELL := /bin/sh
CORPUS ?= ../shared/corpus
WORDLISTS ?= ../shared/wordlists
SOAK ?= 425
# What make package builds besides: s3 for stores.
FEATURES ?=
# Scans that PDF/A is made of in make bench.
PDFS ?= $(wildcard ../shared/eval/*/scan.pdf) $(wildcard samples/*/scan.pdf)

# What the build needs; what running needs; what tests and samples need besides.
BUILD := gcc libc6-dev pkg-config clang libclang-dev libtesseract-dev libleptonica-dev
RUN := tesseract-ocr tesseract-ocr-vie tesseract-ocr-eng
TEST := python3 python3-openpyxl python3-icalendar poppler-utils fonts-liberation fonts-texgyre fonts-freefont-ttf

# What people open results with; the tests of forms leave out what is not there, and say so.
OPENERS := python3-venv libxml2-utils libreoffice-calc-nogui chromium

# Found when a recipe runs, so that it can be installed first.
CARGO = "$$(.ci/cargo)"

.PHONY: demo test test-forms test-s3 test-cluster soak bench train samples package install-build install-test install-bench

demo: install-build
	@$(CARGO) build --release
	@target/release/vanthu read --table --output target/demo/ samples/qd-phat-dong/scan.pdf

test: install-test
	$(CARGO) fmt --check
	$(CARGO) clippy --quiet --all-targets --all-features -- -D warnings
	$(CARGO) clippy --quiet -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --quiet --no-deps --all-features
	$(CARGO) test --all-features -- --include-ignored

test-forms: install-test
	@.ci/install $(OPENERS)
	@.ci/checkers target/checkers
	$(CARGO) test --all-features --test tests -- --include-ignored forms

test-s3: install-test
	@.ci/install python3-venv
	@.ci/checkers target/checkers
	$(CARGO) test --all-features --test tests -- stores

soak: install-test
	VANTHU_SOAK=$(SOAK) $(CARGO) test --profile quick --all-features --test tests -- --include-ignored --nocapture hostile_batch damage fuzz forms_of_real_scans
	$(CARGO) build --quiet --profile quick --all-features
	@python3 tests/soak/batch.py target/quick/vanthu

test-cluster: install-build
	@.ci/install slurm-wlm munge
	$(CARGO) build --quiet --all-features
	tests/cluster.sh target/debug

package: install-build
	$(CARGO) build --release --quiet --features "$(FEATURES)"
	@mkdir -p target/package
	deploy/package.sh target/release target/package

bench: install-bench
	@$(CARGO) bench --quiet --all-features
	@$(CARGO) build --quiet --release
	@python3 tests/bench/pdfa.py target/release/vanthu /usr/bin/ocrmypdf target/ocrmypdf/bin/ocrmypdf -- $(PDFS)
	@python3 tests/bench/batch.py target/release/vanthu /usr/bin/ocrmypdf target/ocrmypdf/bin/ocrmypdf -- $(PDFS)

train: install-test
	$(CARGO) run --release --all-features --bin vanthu -- train --corpus $(CORPUS) --wordlists $(WORDLISTS) --out dictionaries

samples: install-test
	$(CARGO) run --release --all-features --bin vanthu -- draw samples

install-build:
	@.ci/install $(BUILD) $(RUN)

install-test: install-build
	@.ci/install $(TEST)

install-bench: install-test
	@.ci/install ocrmypdf poppler-utils python3-venv
	@[ -x target/ocrmypdf/bin/ocrmypdf ] || { python3 -m venv target/ocrmypdf && target/ocrmypdf/bin/pip install --quiet ocrmypdf; }
