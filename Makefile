# make run: everything from a bare machine with Python 3.11, make and git to the dashboard.

.DEFAULT_GOAL := help
.PHONY: audit help install licences run screenshots benchmark fuzz test soak data clean browser
.DELETE_ON_ERROR:

PYTHON := .venv/bin/python
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check
STORE := data/agyn.sqlite
BULLETINS := $(wildcard data/bulletins/*)
EXTRACTOR := $(shell find extract data/reservoirs.csv data/regions.csv -name '*.py' -o -name '*.csv')

help: ## what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 16

install: .venv/installed ## the environment in .venv, nothing outside this folder

run: install ## the dashboard on http://127.0.0.1:8050 with the sample season
ifdef DATABASE_URL
	@$(PYTHON) -m extract add data/bulletins
else
	@$(MAKE) --silent $(STORE)
endif
	@exec $(PYTHON) -m dashboard

test: .venv/installed-dev browser ## linters, unit tests, doctests, the table rebuilt, a real browser
	.venv/bin/ruff check .
	.venv/bin/lint-imports
	$(PYTHON) -m pytest -n 2

benchmark: .venv/installed-benchmark ## how fast bulletins are read, as ratios to peers: some minutes
	$(PYTHON) -m pytest benchmarks --quiet --benchmark-columns=median,rounds

fuzz: .venv/installed-dev ## ten minutes of fuzzing a language; what breaks the reader is kept as crash-*
	@for code in ru kk en; do $(PYTHON) -m tests.fuzz.target $$code -max_total_time=600 -timeout=60 || exit 1; done

screenshots: .venv/installed-dev browser ## pictures of every page, at three widths and in both themes, in screenshots/
	$(PYTHON) -m tests.browser.screenshots screenshots

soak: .venv/installed-dev ## the tests that repeat, with their full counts
	AGYN_SOAK=1 $(PYTHON) -m pytest -n 2 -m soak

licences: .venv/installed-dev ## the licence of every dependency
	.venv/bin/pip-licenses --order=license

audit: .venv/installed-dev ## known weaknesses of the dependencies; asks the network
	.venv/bin/pip-audit -r requirements.txt

data: install ## data/releases.csv and its description anew from data/bulletins
	$(PYTHON) -m extract.record.season

clean: ## away with the environment, the store and all caches
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache $(STORE) $(STORE)-wal $(STORE)-shm
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The store is younger than what it was made of: a second start has nothing to do here.
$(STORE): $(BULLETINS) $(EXTRACTOR) | install
	@$(PYTHON) -m extract add data/bulletins --store $@
	@touch $@

.venv/installed: requirements.txt
	@for python in python3.11 python3.12 python3.13 python3.14 python3; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; \
	  if [ "$$python" = python3 ]; then \
	    echo "Agyn needs Python 3.11 or newer, and $$(python3 --version 2>/dev/null || echo no Python) is here." >&2; exit 1; \
	  fi; \
	done; \
	if ! "$$python" -c 'import venv, ensurepip' 2>/dev/null; then \
	  echo "Python's venv module is missing: install it first (on Debian and Ubuntu the package python3-venv)." >&2; exit 1; \
	fi; \
	echo "Installing into .venv with $$("$$python" --version): two or three minutes, once."; \
	"$$python" -m venv .venv
	@$(PIP) -r requirements.txt
	@$(PYTHON) -m dashboard.packing
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@$(PIP) -r requirements-dev.txt
	@touch $@

.venv/installed-benchmark: requirements-benchmark.txt .venv/installed-dev
	@$(PIP) -r requirements-benchmark.txt
	@touch $@

# The browser test drives Debian's Chromium: the one step that may need root.
browser:
	@if command -v chromium >/dev/null; then exit 0; fi; \
	if command -v apt-get >/dev/null; then \
	  if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as="sudo -n"; else as=no; fi; \
	  if [ "$$as" != no ] && $$as apt-get update -qq && $$as apt-get install -y -qq chromium >/dev/null; then exit 0; fi; \
	fi; \
	echo "The browser test needs Chromium: install the package chromium (as root: apt-get install chromium)." >&2; exit 1
