# The first Python of at least 3.11 that this machine has; `make PYTHON=python3.13 setup` chooses.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
    $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: setup run dashboard screenshots test slow docs lint wheel wheel-check bench bench-dashboard bench-search bench-archives bench-compare bench-beside bench-growth bench-cluster eval-html bench-language train eval eval-quick train-topics eval-topics fuzz

setup: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Copydesk needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 setup"; exit 2; }
	@echo "Setting up .venv with $(PYTHON) (a minute or two, once)"
	@$(PYTHON) -m venv .venv
	@$(INSTALL) -e '.[dev]'
	@touch $@

run: setup
	@$(BIN)/copydesk run data/raw

dashboard: run
	@$(BIN)/copydesk dashboard

# Pictures of the dashboard for docs/, taken with Chromium.
screenshots: run .venv/browsers
	@$(BIN)/python -m bench.screenshots data/copydesk.duckdb docs

test: setup
	@$(BIN)/python -m pytest -n auto --dist worksteal

# Tests of minutes, and a fresh install on each Python from 3.11 to 3.13 that this machine has.
slow: setup .venv/dasks .venv/benches .venv/browsers
	@$(BIN)/python -m pytest -m slow
	@COPYDESK_EXAMPLES=250 $(BIN)/python -m pytest tests/compare/test_stories.py

# The data dictionary from the comments in sql/.
docs: setup
	@$(BIN)/python -m flows.view.dictionary

.venv/dasks: .venv/installed
	@$(INSTALL) -e '.[dask]'
	@touch $@

# Chromium itself is the system's: apt-get install chromium, or COPYDESK_CHROMIUM names one.
.venv/browsers: .venv/installed
	@$(INSTALL) -e '.[browser]'
	@touch $@

.venv/lints: .venv/installed
	@$(INSTALL) -e '.[lint]'
	@touch $@

# Without the variable pyright asks the network whether there is a newer one.
lint: setup .venv/lints
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright --pythonpath $(BIN)/python

wheel: setup
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w dist .

wheel-check: setup
	@$(BIN)/python -m pytest -m slow tests/test_wheel.py -k 'not fresh'

bench: setup
	@$(BIN)/python -m bench.run

bench-dashboard: run
	@$(BIN)/python -m bench.dashboard data/copydesk.duckdb

bench-search: setup
	@$(BIN)/python -m bench.search

bench-archives: setup
	@$(BIN)/python -m bench.archives

bench-compare: setup
	@$(BIN)/python -m bench.compare

bench-beside: setup .venv/benches
	@$(BIN)/python -m bench.beside

# Older pips stumble over what newspaper4k asks for.
.venv/benches: .venv/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@$(INSTALL) -e '.[bench]'
	@touch $@

# Whole runs of 1,000 and 10,000 pages, 100 more, and nothing new: about a quarter of an hour.
bench-growth: setup .venv/benches
	@$(BIN)/python -m bench.growth

bench-cluster: setup .venv/dasks
	@$(BIN)/python -m bench.cluster

eval-html: setup
	@$(BIN)/python -m train.evaluate_html

bench-language: setup
	@$(BIN)/python -m bench.language

# Training and cross-validation want the reference pages (COPYDESK_REFERENCE) and two more packages.
.venv/trains: .venv/installed
	@$(INSTALL) -e '.[train]'
	@touch $@

train: setup .venv/trains
	@$(BIN)/python -m train.lines

eval: setup .venv/trains
	@$(BIN)/python -m train.evaluate

eval-quick: setup
	@$(BIN)/python -m train.evaluate --quick

# A quarter of an hour each, once the encoder has read every text (.cache/).
train-topics: setup .venv/trains
	@$(BIN)/python -m train.topics

eval-topics: setup .venv/trains
	@$(BIN)/python -m train.evaluate_topics

# Mutated pages through every stage and the flow: about 20 minutes of two cores. It takes real pages too
# where COPYDESK_REFERENCE names them.
fuzz: setup
	@$(BIN)/python -m tests.fuzz
