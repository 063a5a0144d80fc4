# Two commands for a newcomer: make run, make test. Each sets up what it needs; PYTHON may name another interpreter.
PYTHON ?= python3
BIN := .venv/bin
INSTANCE ?= instance
PORT ?= 8000
export INSTANCE PORT
PYTEST := $(BIN)/python -m pytest -n auto

.PHONY: run test test-all bench check screenshots rules lock browser clean

run: .venv/run.stamp
	@$(BIN)/portal run --demonstration

test: .venv/dev.stamp browser
	$(PYTEST)

test-all: .venv/dev.stamp browser
	ALL_LANGUAGES=1 $(PYTEST)

# The tables of docs/performance.md; some fifteen minutes, most of them for the index of 10,000 agreements.
bench: .venv/dev.stamp
	$(BIN)/python -m tests.bench

check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy content forms portal
	$(BIN)/lint-imports --no-cache
	$(BIN)/portal translations check
	$(BIN)/python -m tests.rules --check

screenshots: .venv/dev.stamp browser
	$(BIN)/python -m tests.browser.screenshots

rules: .venv/dev.stamp
	$(BIN)/python -m tests.rules

lock: .venv/dev.stamp
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

# A browser for the journeys: found, or installed where that is allowed; without one they are skipped and named.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	     && apt-get update -qq && apt-get install -y -qq chromium fonts-noto-core; } \
	|| echo "No browser was found or could be installed: the journeys in the browser will be skipped."

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
