# Every target makes its own environment in .venv first; python3 >= 3.11 is all it needs.

DEVELOPERS ?= 40
DAYS ?= 182
SERVE ?= 1
DEMO_DIR ?= demo
CLIENT_VERSION ?= latest
BIN := .venv/bin
ESTIMATES := association effects comparison anomaly forecast

.PHONY: help environment demo test test-fast e2e-client e2e-metabase-tools check format docs screenshots dev bench \
	bench-statistics clean-demo

help:  ## Show the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort | expand -t 16

environment:
	@scripts/bootstrap.sh

demo: environment  ## Build a sample company's warehouse and open its boards (SERVE=0: do not open)
	@$(BIN)/agent-analytics demo --dir $(DEMO_DIR) --developers $(DEVELOPERS) --days $(DAYS) \
		$(if $(filter 0,$(SERVE)),--no-serve,--serve)

# Many tests start programs: without bytecode each of them compiles every module again.
test test-fast: export PYTHONDONTWRITEBYTECODE :=

test: check  ## Run everything that continuous integration runs
	@scripts/browser.sh
	$(BIN)/pytest -n 2 --dist worksteal --durations 40 --durations-min 5

test-fast: environment  ## Run the tests that take seconds
	$(BIN)/pytest -n 2 -m "not slow"

e2e-client: environment  ## Drive the real Claude Code from npm against a made-up model service on loopback
	@scripts/e2e_client.sh $(CLIENT_VERSION)

e2e-metabase-tools: environment  ## Let Metabase's own validator and command line from npm judge the dashboards
	@scripts/e2e_metabase_tools.sh

check: environment  ## Run linters, types, import rules and generated documents
	@$(MAKE) --no-print-directory -j 2 check-sql check-python check-documents

.PHONY: check-sql check-python check-documents
check-sql:
	$(BIN)/sqlfluff lint --processes 2 dbt_project/models dbt_project/tests

check-python:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check-documents:
	$(BIN)/python scripts/raw_table_docs.py --check
	$(BIN)/python scripts/documentation.py --check
	$(BIN)/python scripts/dashboard_docs.py --check
	$(BIN)/python scripts/fault_docs.py --check

format: environment  ## Format Python and SQL
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --processes 2 dbt_project/models dbt_project/tests

docs: environment  ## Regenerate the data dictionary, the entity diagram and the command reference
	$(BIN)/python scripts/raw_table_docs.py
	$(BIN)/python scripts/documentation.py
	$(BIN)/python scripts/dashboard_docs.py
	$(BIN)/python scripts/fault_docs.py

screenshots: environment  ## Take the pictures of the boards in docs/images from the demo
	@scripts/browser.sh
	$(BIN)/python scripts/screenshots.py --config $(DEMO_DIR)/agent-analytics.toml

dev: environment  ## Open the Dagster UI on http://127.0.0.1:3000
	$(BIN)/agent-analytics dev

bench: environment  ## Measure speeds and estimates beside a floor, a peer or a planted truth
	@$(MAKE) --no-print-directory BENCHMARKS="$(shell grep -l '__main__' benchmarks/*.py) benchmarks/attribution" benchmarks-of

bench-statistics: environment  ## Judge estimates on worlds with a planted truth, and on worlds without any
	@$(MAKE) --no-print-directory BENCHMARKS="$(ESTIMATES:%=benchmarks/%.py)" benchmarks-of

.PHONY: benchmarks-of
benchmarks-of:
	@uv=$(BIN)/uv; [ -x "$$uv" ] || uv=uv; \
		UV_PROJECT_ENVIRONMENT=.venv-bench "$$uv" sync --frozen --quiet --group bench
	@for benchmark in $(BENCHMARKS); do \
		echo "== $$benchmark"; .venv-bench/bin/python $$benchmark || exit 1; done

clean-demo:  ## Remove the sample company and its warehouse
	rm -rf demo
	@if [ -L agent-analytics.toml ]; then rm agent-analytics.toml; fi
