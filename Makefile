# One door. Needs only make and Python 3.11 or newer; everything else is installed into .venv by the hashes in requirements/.
.DEFAULT_GOAL := help
.PHONY: help run test check bench fuzz docs lock clean setup-run setup-dev
SHELL := /bin/sh

help:  ## show this list
	@printf 'Stepladder. Two commands are enough: make run, make test.\n\n'
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)$$/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

run: export STEPLADDER_BEGAN := $(shell date +%s)
run: setup-run  ## install, fill the demo when empty, and serve it (PORT, HOST and STEPLADDER_DATA are heeded)
	@exec .venv/bin/stepladder serve --demo

test: setup-dev  ## run every test: on SQLite with a real browser, then again on a real PostgreSQL (ARGS="tests/skills -x" for some)
	@.venv/bin/python scripts/run_tests.py $(ARGS)

check: setup-dev  ## format, lint, types, layers, production settings, migrations, docs, changelog
	@.venv/bin/python scripts/run_checks.py

bench: setup-dev  ## measure speed, side by side with peers
	@.venv/bin/python scripts/run_benchmarks.py $(ARGS)

fuzz: setup-dev  ## look for input on which the credentials library fails (ARGS="--minutes 60")
	@.venv/bin/python scripts/fuzz.py $(ARGS)

docs: setup-dev  ## build the documentation into site/
	@NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict

lock: setup-dev  ## write requirements/*.lock anew from pyproject.toml (ARGS=--upgrade takes the newest)
	@sh scripts/lock.sh $(ARGS)

clean:  ## remove what these commands made; data in STEPLADDER_DATA stays
	@rm -rf .venv .venv-bench .venv-fuzz .fuzz .browser .peers site build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis

setup-run:
	@sh scripts/setup.sh run

setup-dev:
	@sh scripts/setup.sh dev
