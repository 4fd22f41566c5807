# make run     set up and serve at http://localhost:3000 (WORKERS=2 for two processes)
# make dev     the same, reloading on change
# make stranger  somebody to practise with, at ADDRESS (MODE=--video or --voice for calls, --question)
# make test    everything: Python, JavaScript, browser
# make check   the fast part
# make audit   known weaknesses of the dependencies (asks PyPI and npm)
# make bench   the speed table
# make lighthouse  Lighthouse's scores of the start page
# make docs    the page of the settings
# make soak    strangers at random for ten minutes while things break (SECONDS=60)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOOLS := $(VENV)/tools/node_modules/.bin
# What needs a server, a browser, a network or a database of its own, or seconds of media.
SLOW := tests/wire tests/launch tests/browser tests/stranger tests/load tests/calls/test_mirror.py tests/calls/test_turn.py \
  tests/storage/test_history.py tests/storage/test_migrating.py tests/storage/test_migrations.py \
  tests/test_network.py tests/test_second_try.py tests/servers tests/deploys tests/faults tests/soak tests/security tests/field tests/promises \
  tests/moderation/test_access.py tests/moderation/test_blocks.py tests/moderation/test_command.py tests/moderation/test_desk.py \
  tests/moderation/test_privacy_told.py tests/moderation/test_reports.py tests/moderation/test_retention.py tests/moderation/test_sanctions.py \
  tests/moderation/test_set_aside.py tests/moderation/test_shunned.py tests/moderation/test_switches.py tests/moderation/screens/test_flood.py \
  tests/moderation/screens/test_own.py tests/moderation/screens/test_screens.py
# Of these, what measures has the machine to itself, and what crowds it for moments runs two at a time; the
# others mostly wait, side by side.
ALONE := tests/deploys/test_rolling.py tests/load tests/servers/test_distance.py tests/security/test_t17_floods.py
CROWDS := tests/soak tests/faults/test_process_killed.py tests/security/test_t18_crowds.py
BESIDE := $(filter-out $(ALONE) $(CROWDS),$(SLOW)) $(ALONE:%=--ignore=%) $(CROWDS:%=--ignore=%)
export PATH := $(abspath $(BIN)):$(PATH)
# Python keeps what it compiled, whatever the environment says, so that no start compiles all of whimsy.
unexport PYTHONDONTWRITEBYTECODE
export REFLEX_USE_NPM := 1
export REFLEX_TELEMETRY_ENABLED := false
export REFLEX_CHECK_LATEST_VERSION := false

# `make run WHIMSY_PORT=3001` and the like reach the program.
export

.PHONY: run dev stranger test check audit bench lighthouse soak docs migrate format clean

run: $(VENV)/.runs
	@case "$${WHIMSY_PRODUCTION:-}$${WHIMSY_HOST:-localhost}" in localhost) export WHIMSY_SELF_MATCH=$${WHIMSY_SELF_MATCH-1};; esac; \
	exec env $(if $(WORKERS),WHIMSY_WORKERS=$(WORKERS)) $(BIN)/python -m whimsy

dev: $(VENV)/.runs
	@WHIMSY_SELF_MATCH=$${WHIMSY_SELF_MATCH-1} exec $(BIN)/reflex run

stranger: $(VENV)/.runs
	@exec $(BIN)/python -m whimsy.stranger --address $(or $(ADDRESS),http://localhost:$(or $(WHIMSY_PORT),3000)) $(MODE)

test:
	@$(MAKE) --no-print-directory -j 3 browser $(VENV)/.tests $(VENV)/.tools
	@$(MAKE) --no-print-directory -j 2 check built
	$(BIN)/python -m tests.second_try "-n 4 --no-loadscope-reorder $(BESIDE)" "-n 2 --no-loadscope-reorder $(CROWDS)" "$(ALONE)"

# The front end, built beside `check`, whose first part needs one core.
.PHONY: built
built: $(VENV)/.tests
	$(BIN)/python -m whimsy build

# Lint, types, layers, domain on real stores, JavaScript cores: no server, no browser.
check: $(VENV)/.tests $(VENV)/.tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(TOOLS)/biome ci .
	$(TOOLS)/tsc --project jsconfig.json
	$(BIN)/node --test --test-reporter=dot tests/js/*.test.mjs
	$(BIN)/pytest -n 2 tests $(SLOW:%=--ignore=%)

audit: $(VENV)/.tests
	$(BIN)/python -m tests.audit

bench: $(VENV)/.tests
	$(BIN)/python -m tests.load.bench

lighthouse: browser $(VENV)/.tests
	$(BIN)/python -m tests.load.lighthouse

soak: $(VENV)/.tests
	$(BIN)/python -m tests.soak.soak --seconds $(or $(SECONDS),600) $(if $(SEED),--seed $(SEED))

docs: $(VENV)/.tests
	$(BIN)/python -m tests.settings_page

migrate: $(VENV)/.runs
	$(BIN)/python -m whimsy migrate

format: $(VENV)/.tests $(VENV)/.tools
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(TOOLS)/biome check --write .

clean:
	rm -rf .web .data .states assets/external tests/artefacts

# --- set-up: each step is done once, and again when what it depends on has changed

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Whimsy needs Python 3.11 or newer; $(PYTHON) is older or missing." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python cannot make a virtual environment here. On Debian: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.runs: requirements.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.tests: tests/requirements.txt $(VENV)/.runs
	$(BIN)/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

# Biome and TypeScript, from npm as the lock has them.
$(VENV)/.tools: tests/js/package-lock.json | $(VENV)/.runs
	@mkdir -p $(VENV)/tools && cp tests/js/package.json tests/js/package-lock.json $(VENV)/tools
	@cd $(VENV)/tools && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

.PHONY: browser
browser:
	@sh tests/browser/install.sh
