# make run    the demo on 127.0.0.1:8000 (PORT=... for another port)
# make test   everything that this machine can test; says what it leaves out
# make lint   every check of style, types, layers and words
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
TEMPLATES = $$(find templates portal reconciliation support_services -name '*.html' -not -path '*/node_modules/*')

.PHONY: run serve setup test lint demo-reset bench clean

run: setup
	@exec $(BIN)/python manage.py serve --prepare

setup: $(VENV)/.run build/.front

# --- what is installed; each stamp is newer than the lock that it was made from -----------------

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt | $(BIN)/python
	$(PIP) install --require-hashes --only-binary :all: -r requirements/run.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) install --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@

# The system's npm where there is one, else one from a wheel in the virtual environment.
node_modules/.stamp: package-lock.json $(VENV)/.run
	@if command -v npm >/dev/null; then npm ci --no-audit --no-fund --silent; else \
		$(PIP) install --require-hashes --only-binary :all: -r requirements/node.txt; \
		PATH="$$PWD/$(BIN):$$PATH" $(BIN)/npm ci --no-audit --no-fund --silent; fi
	@touch $@

build/.front: node_modules/.stamp portal/ui/management/commands/build_front.py $(wildcard portal/ui/front/*)
	$(BIN)/python manage.py build_front
	@mkdir -p build && touch $@

# --- test and lint ------------------------------------------------------------------------------

test: $(VENV)/.dev setup
	@$(BIN)/python -m tests.run $(ARGS)

LINTS := ruff types layers templates packages migrations words
.PHONY: $(addprefix lint-,$(LINTS))
lint: $(VENV)/.dev
	@$(MAKE) -j2 -Otarget --keep-going $(addprefix lint-,types $(filter-out types,$(LINTS)))

lint-ruff:
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
lint-types:
	$(BIN)/mypy
lint-layers:
	$(BIN)/lint-imports --no-logo
lint-templates:
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/djlint --lint --quiet $(TEMPLATES)
lint-packages:
	$(BIN)/deptry .
lint-migrations:
	DJANGO_SETTINGS_MODULE=portal.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
lint-words:
	$(BIN)/pytest -q -p no:randomly -p no:cacheprovider tests/architecture/test_words.py

# --- data and figures ---------------------------------------------------------------------------

demo-reset: setup
	rm -f var/portal.sqlite3 var/portal.sqlite3-wal var/portal.sqlite3-shm
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py load_demo

bench: $(VENV)/.dev setup
	@$(BIN)/python -m tests.bench $(ARGS)

clean:
	rm -rf build node_modules $(VENV)
