# Two commands to know: `make run` (chat with the bot in this terminal) and `make test` (everything that is checked).
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt

.PHONY: run test lint check eval unit bench format

run: .venv/.ready
	@$(BIN)/shinro chat

test: lint check eval unit

lint: .venv/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: .venv/.ready-dev
	$(BIN)/shinro check

eval: .venv/.ready-dev
	$(BIN)/shinro eval

unit: .venv/.ready-dev
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report --skip-covered --fail-under=85

bench: .venv/.ready-dev
	$(BIN)/python -m tests.benchmarks

format: .venv/.ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Shinro needs Python 3.11 or newer: make PYTHON=python3.12 run")'
	$(PYTHON) -m venv .venv

.venv/.ready: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e .
	@touch $@

.venv/.ready-dev: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e '.[dev]'
	@touch .venv/.ready $@
