# Everything that is done with Deskbell. A machine needs Python 3.11, make, git and python3-venv; no more.

SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
# Node and npm come from the virtual environment.
export PATH := $(BIN):$(PATH)
export DESKBELL_DATA_DIR
ifndef DESKBELL_DATA_DIR
unexport DESKBELL_DATA_DIR
endif

SERVE := $(BIN)/deskbell serve --demo $(PORT:%=--port %)
# The kernel ends the server with make, however make ends.
TIED := $(shell setpriv --pdeathsig TERM true 2>/dev/null && echo setpriv --pdeathsig TERM)

.PHONY: run dev test test-faults test-why mutants check format bench openapi install install-dev frontends chromium clean

run: frontends ## a demonstration helpdesk on one port; PORT= and DESKBELL_DATA_DIR= choose others
	@exec $(TIED) $(SERVE)

# In development the pages come from Vite, so its origin has to be one that may sign in.
APP ?= agent
VITE_PORT ?= 5173
DEV_ORIGINS := {"http://localhost:$(VITE_PORT)": "admin", "http://127.0.0.1:$(VITE_PORT)": "admin"}

dev: install-dev node_modules ## the same with reload, and APP=agent|admin|support-center by Vite on VITE_PORT=
	@DESKBELL_ORIGINS='$(DEV_ORIGINS)' $(TIED) $(SERVE) --reload & server=$$!; \
	trap 'kill $$server 2>/dev/null; wait $$server' EXIT; trap 'exit 0' INT TERM; \
	cd frontends/$(APP) && DESKBELL_API=http://localhost:$(or $(PORT),$(DESKBELL_PORT),8000) \
	"$$(node -p process.execPath)" ../node_modules/.bin/vite --port $(VITE_PORT) --strictPort

test: install-dev frontends chromium ## unit, API, architecture and browser tests
	@.ci/tests

test-faults: install-dev ## mail both ways under 200 faults, SEED= repeats a round; Postfix and Dovecot
	@.ci/find-mail-servers
	$(BIN)/python -m tests.faults $(SEED:%=--seed %)
	$(BIN)/pytest -n 0 tests/faults/test_real_servers.py

test-why: install-dev ## why and preview over 2,000 random worlds, WORLDS= and SEED= choose others
	DESKBELL_WORLDS=$(or $(WORLDS),2000) DESKBELL_SEED=$(or $(SEED),9) $(BIN)/pytest -n 0 -s --timeout 0 tests/access

mutants: install-dev ## hundreds of faults in what decides about sight and rights: a test finds each
	$(BIN)/python -m tests.mutants

check: install-dev frontends ## format, lint, types, floors, and whether what is generated is up to date
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deskbell openapi --check
	$(BIN)/deskbell settings-table --check
	.ci/check-migrations
	cd frontends && npm run check

format: install-dev ## lay out Python and TypeScript
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	cd frontends && npm run format

bench: install-dev ## load 100,000 tickets and print the table of tests/benchmarks/README.md
	$(BIN)/python -m tests.benchmarks

openapi: install ## write openapi/ and README's table of settings from the code
	$(BIN)/deskbell openapi
	$(BIN)/deskbell settings-table

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: PYTHON=... names it."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/pip
	@echo "Installing Deskbell into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[build]'
	@$(BIN)/python -m compileall -q api
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/.installed
	@echo "Installing the tools of development into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(VENV)/.installed $@

.PHONY: node_modules
node_modules: install
	@.ci/build-frontends packages

frontends: install ## build what changed into api/deskbell/static/
	@.ci/build-frontends

chromium:
	@.ci/find-chromium

clean: ## remove what was installed and built; the data folder stays
	rm -rf $(VENV) api/deskbell/static frontends/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
