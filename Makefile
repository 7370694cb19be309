# The few commands a person types. Everything is set up on the way; a second call is quick.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SAM ?= sam
DEPLOY ?= --guided
SAM_PORT ?= 3000
EDGE_PORT ?= 8080
ARCH ?= arm64
PYTHON_VERSION ?= 3.14
export SAM_CLI_TELEMETRY := 0

.PHONY: help serve edge sam test bench artifact deploy docs golden lint lock clean

help: ## what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/'

serve: $(VENV)/local ## serve the sample stories at a local address; THEME=folder
	$(BIN)/slugline serve --storage tests --port $(PORT) $(if $(THEME),--theme $(THEME))

edge: $(VENV)/local ## serve them as readers get them: through Varnish in the place of the CDN; ARGS="--storage folder --theme folder"
	$(BIN)/python -m infra.edge --port $(EDGE_PORT) $(ARGS)

sam: $(VENV)/test ## serve the sample stories out of a Lambda container, by SAM; ARGS="--storage folder --theme folder"
	$(BIN)/python -m tests.parts.install "SAM CLI"
	$(BIN)/python -m infra.sam.start --port $(SAM_PORT) $(ARGS)

test: $(VENV)/test ## run all tests, after installing the real parts they run on
	$(BIN)/python -m tests.parts.install
	$(BIN)/python -m pytest $(ARGS)

bench: $(VENV)/test ## measure, and print the table
	$(BIN)/python -m tests.parts.install
	$(BIN)/python -m tests.bench $(PARTS)

artifact: $(VENV)/local ## build what the Lambdas carry, in dist/; ARCH=x86_64 PYTHON_VERSION=3.13 THEME=folder
	$(BIN)/python -m infra.artifact --arch $(ARCH) --python $(PYTHON_VERSION) $(if $(THEME),--theme $(THEME))

deploy: override ARCH := arm64
deploy: override PYTHON_VERSION := 3.14
deploy: artifact ## build both functions and deploy the stack, with the SAM CLI; THEME=folder
	@command -v $(SAM) >/dev/null || { echo 'The SAM CLI is missing: pip install aws-sam-cli, or see its installation page.'; exit 1; }
	$(SAM) deploy $(DEPLOY) --template-file infra/template.yaml

docs: $(VENV)/local ## write the generated pages anew: the story format, the template context
	$(BIN)/python -m infra.documents

lint: $(VENV)/test ## what the style and type tests check, by hand
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports

golden: $(VENV)/test ## write the golden pages anew, and take the screenshots; review what changed
	$(BIN)/python -m tests.golden
	$(BIN)/python -m tests.screens

lock: $(VENV)/test ## resolve the dependencies anew
	$(BIN)/python -m infra.lock

clean: ## forget everything that was set up
	rm -rf $(VENV) .cache dist build tests/node_modules

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Slugline needs Python 3.11 or later: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/local: $(VENV)/python infra/locks/local.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r infra/locks/local.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test: $(VENV)/local infra/locks/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r infra/locks/test.txt
	@touch $@
