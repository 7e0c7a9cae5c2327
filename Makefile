# Needs python3 (3.11 or newer) and make; everything else is set up in .venv from the hash-pinned requirements/*.txt.
PYTHON ?= python3
VENV   ?= .venv
OUT    ?= out
SHELL  := /bin/bash
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --quiet --disable-pip-version-check
export PYTHONUTF8 := 1

.PHONY: help demo test test-postgres check lint types layers bench bench-event bench-ledger soak samples picture viewers fuzz score lock clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    compile the sample documents, take them into a ledger and open its site"
	@echo "make test    ruff, mypy, import-linter and every test"
	@echo "make check   ruff, mypy and import-linter alone"
	@echo "make bench   speed, memory, start, beside OpenCC, re and jieba; then the two below"
	@echo "make bench-event  timetables beside greedy and CP-SAT, re-plans, matching, a million listings"
	@echo "make bench-ledger  every page and search over 100,000 claims, SQLite beside PostgreSQL"
	@echo "make soak    the property tests with many more examples"
	@echo "make score   the measure, where ../shared is present"
	@echo "make samples write samples/*.pdf and *.docx again"
	@echo "make picture take the picture of the README again"
	@echo "make lock    pin the newest versions in requirements/*.txt"
	@echo "make clean   remove what make has made"

# --- setting up: each stamp is newer than the lock it installed

$(VENV)/pip.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Yuheng needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "$(PYTHON) cannot make an environment; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/core.stamp: requirements/core.txt pyproject.toml | $(VENV)/pip.stamp
	$(PIP) install --require-hashes --requirement requirements/core.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/server.stamp: requirements/server.txt $(VENV)/core.stamp
	$(PIP) install --require-hashes --requirement requirements/server.txt
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/server.stamp
	$(PIP) install --require-hashes --requirement requirements/dev.txt
	@touch $@

# jieba comes as source, and what builds it must be there first
$(VENV)/bench.stamp: requirements/bench.txt $(VENV)/core.stamp
	@sed -n '/^setuptools==/,/[^\\]$$/p' requirements/bench.txt > $(VENV)/setuptools.txt
	$(PIP) install --require-hashes --requirement $(VENV)/setuptools.txt
	$(PIP) install --no-build-isolation --require-hashes --requirement requirements/bench.txt
	@touch $@

$(VENV)/lock.stamp: requirements/lock.txt | $(VENV)/pip.stamp
	$(PIP) install --require-hashes --requirement requirements/lock.txt
	@touch $@

# --- what people ask for

demo: $(VENV)/server.stamp
	@$(BIN)/python samples/demo.py $(OUT)/demo

test: check viewers
	$(BIN)/python -m pytest -n 2 --dist loadfile
	$(MAKE) --no-print-directory test-postgres

# what touches the store, on the other engine
test-postgres: $(VENV)/dev.stamp
	scripts/postgres.sh $(BIN)/python -m pytest tests -n 2 --dist loadfile -m "django_db or store"

check: lint types layers

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

layers: $(VENV)/dev.stamp
	$(BIN)/lint-imports

bench-ledger: $(VENV)/server.stamp
	@$(BIN)/python bench/ledger_bench.py

bench: $(VENV)/bench.stamp $(VENV)/server.stamp
	@$(BIN)/python bench/bench.py
	@$(BIN)/python bench/merge_bench.py
	@$(MAKE) --no-print-directory bench-event
	@$(MAKE) --no-print-directory bench-ledger

bench-event: $(VENV)/bench.stamp
	@$(BIN)/python bench/event_bench.py --large --listings 1000000

soak: $(VENV)/dev.stamp
	HYPOTHESIS_PROFILE=soak YUHENG_MUTATIONS=$${YUHENG_MUTATIONS:-10000} $(BIN)/python -m pytest tests/unit tests/gold

samples: $(VENV)/dev.stamp
	$(BIN)/python samples/make_samples.py

# the README's pictures: the reader, and the workbench as the browser's flow goes through it
picture: viewers $(VENV)/dev.stamp
	YUHENG_NO_BROWSER=1 $(MAKE) --no-print-directory demo
	$(BIN)/python docs/img/make_picture.py $(OUT)/demo
	YUHENG_PICTURES=1 $(BIN)/python -m pytest tests/flows/test_*_browser.py

# Chromium and LibreOffice; without them the tests that look through them are skipped
viewers:
	scripts/viewers.sh

# the interface against its own description, by a tool that needs an environment of its own
fuzz: $(VENV)/dev.stamp
	scripts/fuzz_api.sh $(BIN)/python

score: $(VENV)/dev.stamp
	@test ! -d ../shared/gold || $(BIN)/python tests/gold/test_figures_score.py

COMPILE := $(BIN)/uv pip compile --quiet --no-header --no-annotate --generate-hashes --universal --python-version 3.11 \
           --no-emit-index-url --no-emit-find-links --upgrade

lock: $(VENV)/lock.stamp
	$(COMPILE) pyproject.toml --extra charts requirements/core.in --output-file requirements/core.txt
	for set in server dev bench ocr exchange lock; do $(COMPILE) requirements/$$set.in --output-file requirements/$$set.txt || exit 1; done

clean:
	rm -rf $(OUT) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache $(VENV)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
