# `make run` and `make test` set up all they need; the rest is for those who work on the project.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run dev test ci bench format messages browser clean

PORT ?= 8000
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/postgres

# Python keeps what it has compiled, also where it is told elsewhere that it should not: the tests
# start it many times.
export PYTHONDONTWRITEBYTECODE :=

VENV := .venv
PY := $(VENV)/bin/python
PYTEST := $(PY) -m pytest -q -n 2
# Where the cores and their tests are. They ask no database, and are covered whole by the examples of
# these alone: to trace all tests would double their time, and what chance draws may miss a line.
CORES := competitions/core standings/core tests/competitions/core tests/standings/core
BESIDES := tests --ignore=tests/competitions/core --ignore=tests/standings/core
# Forms and pages of officials whose services and selectors are asked on both databases; the round
# sheet, going through, changes and every address of the desk stay.
SEEN_ONCE := $(filter-out %/test_routes.py %/test_round_sheet.py %/test_going_through.py \
	%/test_changes.py,$(wildcard tests/standings/admin/test_*.py)) \
	$(filter-out %/test_admin.py %/test_admin_deleting.py %/test_admin_many.py,$(wildcard tests/competitions/test_admin*.py))
# A thousand questions of permission by the same few queries, every link of the site, what no
# database answers: one database is enough.
ASKED_ONCE := --ignore=tests/competitions/permissions/test_matrix.py \
	--ignore=tests/competitions/permissions/test_lists.py \
	--ignore=tests/competitions/services/test_faults.py --ignore=tests/copaperu --ignore=tests/tools \
	--ignore=tests/standings/feeds --ignore=tests/standings/pictures \
	--ignore=tests/standings/test_bulletins.py --ignore=tests/standings/test_exports.py \
	--ignore=tests/standings/test_golden_pages.py --ignore=tests/standings/test_pages_addresses.py \
	--ignore=tests/standings/test_rehearsal.py \
	--ignore=tests/standings/test_structured.py --ignore=tests/standings/test_templatetags.py \
	$(addprefix --ignore=,$(SEEN_ONCE))
# A production that lives only as long as its check.
DEPLOYED := env COPAPERU_ENV=production ALLOWED_HOSTS=copaperu.example DATABASE_URL=sqlite:///:memory: \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')

help:
	@echo "make run      set everything up and serve the site on http://127.0.0.1:$(PORT)/ (PORT= for another)"
	@echo "make test     set everything up and run every test"
	@echo "make ci       every check that a change has to pass"
	@echo "make bench    measure the budgets"
	@echo "make dev      serve with DEBUG and reload"
	@echo "make format   put the code into its format"
	@echo "make messages collect the texts to translate into locale/"
	@echo "make browser  get the browser for the tests"
	@echo "make clean    remove what was set up and what checks left behind"

# Set-up: each step leaves a file behind and is done again only when its list of packages changes.

$(PY):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or name it with PYTHON=."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.runtime: requirements.txt | $(PY)
	@echo "Installing the packages ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt | $(PY)
	@echo "Installing the packages, those for tests and checks too ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.runtime

.env: | $(VENV)/.runtime
	@$(PY) -m tools.write_env

browser: $(VENV)/.dev
	@$(PY) -m tools.browser

# Serving

run: $(VENV)/.runtime .env
	@$(PY) -m tools.messages compile
	@$(PY) manage.py bootstrap
	@STATIC_COLLECTED=1 $(PY) manage.py collectstatic --noinput --verbosity 0
	@echo "Copa Perú: http://127.0.0.1:$(PORT)/  officials: http://127.0.0.1:$(PORT)/admin/  (Ctrl+C ends it)"
	@STATIC_COLLECTED=1 exec $(VENV)/bin/granian --interface wsgi --host 127.0.0.1 --port $(PORT) \
		--workers 1 --blocking-threads 4 --log-level warning copaperu.wsgi:application

dev: $(VENV)/.runtime .env
	@$(PY) -m tools.messages compile
	@$(PY) manage.py bootstrap
	@DEBUG=1 exec $(PY) manage.py runserver 127.0.0.1:$(PORT)

# Checking

test: browser
	$(PYTEST) -m "not hypothesis" --cov --cov-report=term-missing --cov-fail-under=100 $(CORES)
	$(PYTEST) -m hypothesis $(CORES)
	$(PYTEST) $(BESIDES)
	@if $(PY) -m tools.postgres $(POSTGRES_URL); \
	then echo "The same on PostgreSQL:" && \
		DATABASE_URL=$(POSTGRES_URL) $(PYTEST) --migrations -m "not browser" $(BESIDES) $(ASKED_ONCE); \
	else echo "These tests ran on SQLite only."; fi

ci: browser
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(VENV)/bin/lint-imports --no-logo
	$(PY) -m tools.messages check
	COPAPERU_ENV=test $(PY) manage.py makemigrations --check --dry-run
	@COPAPERU_ENV=test DATABASE_URL=sqlite:///:memory: $(PY) manage.py migrate --verbosity 0
	$(DEPLOYED) $(PY) -W error manage.py check --deploy --fail-level WARNING
	@$(PY) -m tools.postgres $(POSTGRES_URL)
	@$(MAKE) --no-print-directory test PYTEST="$(PYTEST) --hypothesis-profile=repeatable"

bench: $(VENV)/.dev
	$(PY) -m tests.bench

format: $(VENV)/.dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

messages: $(VENV)/.dev
	$(PY) -m tools.messages update

clean:
	rm -rf $(VENV) staticfiles .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage
