# Everything that a person does with this repository. `make` alone shows it.

.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
STACK := $(PYTHON) -m deploy.local

# The tests have a stack of their own, so they can run beside `make up`.
TEST_STACK := REDWELL_RUN=.run-test REDWELL_PORT_BASE=8100 $(STACK)

# Half of what the tests take is waiting, so more of them run side by side than there are cores.
WORKERS ?= 3

.PHONY: help up down restart reset status logs contracts compose format bench
.PHONY: test test-stack check check-python check-web

help: ## Show this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

up: ## Install what is missing, start everything; WITH="clamd libreoffice" for these too
	@$(STACK) up --with "$(WITH)"

down: ## Stop everything; what it kept stays
	@$(STACK) down

restart: ## Restart Redwell's own programs, for changed code
	@$(STACK) restart

reset: ## Stop everything and forget all data
	@$(STACK) reset

status: ## Show every part, its address and its state
	@$(BIN)/redwell status

logs: ## Follow the logs of all parts; Ctrl+C ends it
	@$(STACK) logs

check: ## Run the quick checks: format, lint, types, layers
	@$(STACK) prepare
	@$(MAKE) --no-print-directory -j2 --output-sync check-python check-web

check-python:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-cache

check-web:
	cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent lint
	cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent contracts
	cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent check
	cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm test --silent

test: ## Run everything: the checks, then all tests against real parts
	@$(STACK) prepare --tests
	@$(TEST_STACK) reset >/dev/null
	@trap '[ $$? = 0 ] || $(TEST_STACK) down' EXIT; \
	  $(MAKE) --no-print-directory -j3 --output-sync check-python check-web test-stack
	@trap '$(TEST_STACK) down' EXIT; \
	  REDWELL_RUN=.run-test $(BIN)/python -m pytest -n $(WORKERS) $(TESTS)

test-stack:
	@$(TEST_STACK) up --quiet

contracts: ## Write asyncapi.yaml, openapi.yaml and the documents' tables
	$(BIN)/python -m contracts.asyncapi
	$(BIN)/python -m contracts.handbook
	$(BIN)/python -m gateway.openapi
	$(BIN)/python -m gateway.doorplan

compose: ## Write docker-compose.yml and its example of settings from the services
	$(BIN)/python -m deploy.compose

format: ## Put all code in its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent format

bench: ## Measure sending, reading and delivery, on a stack of its own
	@$(BIN)/python -m bench
