# make demo, make test: a fresh machine needs python3 (3.11 or newer, with venv) and make, nothing else.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
ARGS   ?=

# Some machines switch the cache of bytecode off, which makes every import of pandas take 1.6 s.
export PYTHONDONTWRITEBYTECODE :=
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test cover lint types imports wheel docs bench fuzz mutants audit dist check lock clean test-lowest

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
demo: $(VENV)/.project ## rank the case that ships and write a report of it; installs only what that takes
	@$(BIN)/policymcda rank cyber-policy
	@$(BIN)/policymcda report cyber-policy -o build/cyber-policy.html
test: $(VENV)/.dev ## the tests; make test ARGS="-k topsis" for some of them, THOROUGH=1 for more trials of each claim
	$(BIN)/python -m pytest -n auto $(ARGS)
cover: $(VENV)/.dev ## the tests again, with the branches that they do not reach; takes minutes
	$(BIN)/python -m pytest -n auto --cov --cov-report=term $(ARGS)
lint: types imports ## style, types and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
types: $(VENV)/.dev
	$(BIN)/mypy
	$(BIN)/mypy --strict tests/typed_client.py
imports: $(VENV)/.dev
	$(BIN)/lint-imports --no-logo
wheel: $(VENV)/.dev ## build it, install it into an empty environment elsewhere, use it there
	@bash .ci/wheel "$(BIN)"
docs: $(VENV)/.dev ## build/docs/index.html, with the examples run
	$(BIN)/sphinx-build -q -W --keep-going -b html docs build/docs
bench: $(VENV)/.dev ## figures and ratios to other libraries; make bench ARGS=case for one subject
	$(BIN)/python -m benchmarks $(ARGS)
fuzz: $(VENV)/.dev ## ten minutes of hostile input; make fuzz ARGS="--minutes 1 --kind pandas-tables"
	$(BIN)/python -m fuzz $(ARGS)
mutants: $(VENV)/.dev ## small mistakes in the arithmetic, and whether the tests see them; goes on where it stopped
	nice $(BIN)/python -m mutants $(ARGS)
audit: $(VENV)/.dev ## known weaknesses of what the library needs, where the database of them can be asked
	$(BIN)/uv tool run -q pip-audit --strict --require-hashes --disable-pip -r requirements/run.txt
dist: $(VENV)/.dev ## dist/: the two files of a release, from the files that git tracks, and their hashes
	@bash .ci/dist "$(BIN)" dist
test-lowest: $(VENV)-lowest/.dev ## the tests with the oldest versions that pyproject.toml declares
	$(VENV)-lowest/bin/python -m pytest $(ARGS)
check: export THOROUGH := 1
check: lint wheel docs test ## all of it, as CI does, with more trials
clean: ## back to a fresh checkout
	rm -rf $(VENV) $(VENV)-lowest .bench build dist docs/auto_examples docs/generated .*_cache .hypothesis .coverage*

# Two pinned sets, one within the other at the same versions; with hashes, without addresses.
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
lock: $(VENV)/.dev ## new versions of everything
	$(COMPILE) -U pyproject.toml --all-extras --group dev --group docs --group browser -o requirements/dev.txt
	$(COMPILE) -U pyproject.toml --extra excel --group build -c requirements/dev.txt -o requirements/run.txt
	echo uv | $(COMPILE) -U - -o requirements/uv.txt
	$(COMPILE) -U --resolution lowest-direct pyproject.toml --all-extras -o requirements/lowest.txt
	! grep -n '://' requirements/*.txt

# uv installs in seconds; where it cannot reach what pip reaches, pip does it.
install = $(BIN)/uv pip install -q --python $(BIN)/python $(1) \
	|| { echo "uv could not; pip does it, in a minute or so"; $(BIN)/python -m pip install -q --disable-pip-version-check $(1); }

# When pins change the environment is made anew; what the tests need comes on top of what the demo needs.
$(VENV)/.run: requirements/uv.txt requirements/run.txt requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "policymcda needs Python 3.11 or newer and $(PYTHON) is %d.%d; name another: make PYTHON=python3.12 $(MAKECMDGOALS)" % sys.version_info[:2])'
	@echo "installing what the library needs into $(VENV): about 20 s"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(call install,--require-hashes -r requirements/run.txt)
	@touch $@
$(VENV)/.project: $(VENV)/.run pyproject.toml setup.py src/policymcda/_version.py
	@$(call install,--no-deps --no-build-isolation -e .)
	@touch $@
$(VENV)/.dev: $(VENV)/.run | $(VENV)/.project
	@echo "installing what tests and docs need into $(VENV): about 20 s"
	@$(call install,--require-hashes -r requirements/dev.txt)
	@touch $@
$(VENV)-lowest/.dev: requirements/lowest.txt pyproject.toml $(VENV)/.dev
	@echo "installing the oldest versions into $(VENV)-lowest"
	@$(PYTHON) -m venv --clear $(VENV)-lowest
	@sed -E '/^ +--hash/d; s/ \\$$//' requirements/lowest.txt > $(VENV)-lowest/oldest.txt
	@$(BIN)/uv pip install -q --python $(VENV)-lowest/bin/python --group dev --group docs --group browser -c $(VENV)-lowest/oldest.txt
	@$(BIN)/uv pip install -q --python $(VENV)-lowest/bin/python --require-hashes -r requirements/lowest.txt
	@$(BIN)/uv pip install -q --python $(VENV)-lowest/bin/python --no-deps --no-build-isolation -e .
	@touch $@
