# The few commands a person types. Everything is set up on the way; a second call is quick.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export SAM_CLI_TELEMETRY := 0

.PHONY: help serve test bench artifact docs golden lint lock clean

help: ## what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/'

serve: $(VENV)/local ## serve the sample stories at a local address
	$(BIN)/slugline serve --storage tests --port $(PORT)

test: $(VENV)/test ## run all tests, after installing the real parts they run on
	$(BIN)/python -m tests.parts.install
	$(BIN)/python -m pytest $(ARGS)

bench: $(VENV)/test ## measure, and print the table
	$(BIN)/python -m tests.parts.install
	$(BIN)/python -m tests.bench $(PARTS)

artifact: $(VENV)/local ## assemble what the Lambda carries, in dist/render; THEME=folder
	rm -rf dist/render
	$(BIN)/python -m infra.artifact dist/render $(THEME)

docs: $(VENV)/local ## write the generated pages anew: the story format, the template context
	$(BIN)/python -m infra.documents

lint: $(VENV)/test ## what the style and type tests check, by hand
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports

golden: $(VENV)/test ## write the golden pages anew; review them as a diff
	$(BIN)/python -m tests.golden

lock: $(VENV)/test ## resolve the dependencies anew
	$(BIN)/python -m infra.lock

clean: ## forget everything that was set up
	rm -rf $(VENV) .cache dist build tests/node_modules

$(VENV)/python:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/local: $(VENV)/python infra/locks/local.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r infra/locks/local.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test: $(VENV)/local infra/locks/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r infra/locks/test.txt
	@touch $@
