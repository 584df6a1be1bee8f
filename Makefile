# `make demo` and `make test` set up all they need in .venv and may be run again and again.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
AS_OF := 2026-11-21

.PHONY: help demo test check generate bench clean

help:
	@echo "make demo      review the sample deals"
	@echo "make test      run the tests"
	@echo "make check     format, lint, types, import direction"
	@echo "make generate  write the generated files anew"
	@echo "make bench     measure speed against peers (minutes)"

demo: $(VENV)/.demo
	$(BIN)/dealcoach review deals --as-of $(AS_OF)

test: $(VENV)/.test
	$(BIN)/python -m pytest

check: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m dealcoach.model.generate --check

generate: $(VENV)/.test
	$(BIN)/python -m dealcoach.model.generate
	$(BIN)/python -m tests.docs_generate

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks

$(VENV)/.demo: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.test: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@ $(VENV)/.demo

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
