# Every command of the project. `make` alone prints them.
# `run` and `test` need a machine with Python >= 3.11 (with venv) and make, and nothing else of ours.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# Tools that start Django outside a deployment; the tests have settings of their own (tests/settings.py).
LOCAL := LOCAL=1 DATABASE_URL=sqlite://:memory:
MANAGE := $(LOCAL) $(BIN)/python manage.py
# As a public server would start, with a secret for this one moment.
PRODUCTION := LOCAL=0 DEBUG=0 SITE_URL=https://example.org ALLOWED_HOSTS=example.org DATABASE_URL=sqlite://:memory: \
	SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')
# Pins for every Python and system we support, from the registry alone, naming neither host nor folder.
PIN := $(BIN)/uv pip compile --no-config --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links --quiet $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help run test test-postgresql check bench audit audit-html audit-axe requirements messages migrations \
	clean stack stack-check faults upgrade-check newest install install-dev catalogues

help:  ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install  ## Serve the site on http://127.0.0.1:8000 with example data (PORT=8001 for another port)
	@PORT='$(PORT)' exec $(BIN)/python deploy/run_local.py

test: catalogues  ## Run all tests on SQLite, then on PostgreSQL when TEST_DATABASE_URL is set (ARGS="-k news")
	@deploy/chromium.sh
	@[ -z "$$CI" ] || deploy/servers.sh
	TEST_DATABASE_URL= $(BIN)/python -m pytest $(ARGS)
	$(if $(TEST_DATABASE_URL),$(BIN)/python -m pytest $(ARGS))

test-postgresql: catalogues  ## Run all tests but those in a browser, which sees the same on either database, on TEST_DATABASE_URL
	@test -n "$(TEST_DATABASE_URL)" || { echo "Set TEST_DATABASE_URL=postgres://user@host:5432/name"; exit 1; }
	@[ -z "$$CI" ] || deploy/servers.sh
	$(BIN)/python -m pytest $(ARGS)

check: catalogues  ## Lint, types, layers, templates, dependencies, migrations, catalogues
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(LOCAL) $(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/deptry .
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive familjecentral locations news deploy
	$(MANAGE) update_catalogues --check
	$(MANAGE) makemigrations --check --dry-run --no-input
	$(MANAGE) check --fail-level WARNING
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: catalogues  ## Measure everything beside its limit, one table (QUICK=1: a minute; WRITE=1: docs/performance.md and its plot)
	@deploy/servers.sh
	@$(BIN)/python -m deploy.bench $(if $(QUICK),--quick) $(if $(WRITE),--write)

audit: install-dev  ## Run all audits, on a site of their own or URL=: 0 clean, 1 found, 2 not checked (WRITE=1: the report)
	@deploy/chromium.sh
	@$(BIN)/python -m deploy.audit $(URL) $(if $(WRITE),--write)

audit-html:  ## Check the HTML of a running site, every page and language (URL=http://127.0.0.1:8000): exit 0, 1 or 2
	@$(PYTHON) -m deploy.audit_html $(or $(URL),http://127.0.0.1:8000)

audit-axe: install-dev  ## Run axe on a running site (URL=), every kind of page, language, size and scheme: exit 0, 1 or 2
	@deploy/chromium.sh
	@$(BIN)/python -m deploy.audit_axe $(or $(URL),http://127.0.0.1:8000) $(if $(WRITE),--write)

requirements: install-dev  ## Pin requirements.txt and requirements-dev.txt anew from pyproject.toml (UPGRADE=1 for the newest)
	$(PIN) pyproject.toml --output-file requirements.txt
	$(PIN) pyproject.toml --group dev --constraints requirements.txt --output-file requirements-dev.txt

stack: install-dev  ## Run the whole site as in production on this machine (PORT=8100, EXAMPLE=1 with example data)
	@deploy/servers.sh
	@exec $(BIN)/python deploy/stack.py start --port $(if $(filter-out 8000,$(PORT)),$(PORT),8100) $(if $(EXAMPLE),--example)

stack-check: install-dev  ## Start the same, break parts of it, restore a backup: exit 0, 1 or 2
	@deploy/servers.sh
	@$(BIN)/python deploy/check_stack.py

faults: install-dev  ## Break the same in every way we know, see what visitors get (ARGS="--quick" or names): exit 0, 1 or 2
	@deploy/servers.sh
	@$(BIN)/python -m tests.faults $(ARGS)

upgrade-check: install-dev  ## Upgrade a database from the last release, try both releases on it (BASE=v1.2): exit 0, 1 or 2
	@$(BIN)/python deploy/upgrade_check.py $(BASE)

newest: install-dev  ## Print which dependencies have newer versions; changes nothing
	@$(BIN)/python deploy/newest.py $(PIN) --upgrade

messages: install-dev  ## Collect visible strings into the catalogues and compile them
	$(MANAGE) update_catalogues
	$(MANAGE) compile_catalogues

migrations: install-dev  ## Write migrations for changed models
	$(MANAGE) makemigrations

clean:  ## Remove what can be made again (the local site's data in var/ stays)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache var/static
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

install:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) deploy/install.py requirements.txt

install-dev:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) deploy/install.py requirements-dev.txt

# Django does not know a language before its catalogue is compiled.
catalogues: install-dev
	@$(MANAGE) compile_catalogues >/dev/null
