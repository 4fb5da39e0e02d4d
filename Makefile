# The first Python of at least 3.11 that this machine has; `make PYTHON=python3.13 setup` chooses.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
    $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin

.PHONY: setup run test lint bench bench-compare bench-language train eval eval-quick train-topics eval-topics

setup: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Copydesk needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 setup"; exit 2; }
	@echo "Setting up .venv with $(PYTHON) (a minute or two, once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: setup
	@$(BIN)/copydesk run data/raw

test: setup
	@$(BIN)/python -m pytest

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

bench: setup
	@$(BIN)/python -m bench.run

bench-compare: setup
	@$(BIN)/python -m bench.compare

bench-language: setup
	@$(BIN)/python -m bench.language

# Training and cross-validation want the reference pages (COPYDESK_REFERENCE) and two more packages.
.venv/trains: .venv/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[train]'
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
