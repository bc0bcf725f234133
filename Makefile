# `make help` lists what there is. Everything lives in .venv/ (what is installed) and var/ (what is kept).

PYTHON ?= python3
bin := .venv/bin
# For every Python that the app runs on, and naming no host.
pinned := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links
export PYTHON
export DEMO ?= 1
# What is compiled is kept: the app, its workers and the tests start some dozens of processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check fix demo bench lock

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 8

run: .venv/run.stamp ## the whole app on this machine, until Ctrl-C (PORT=8000)
	@exec $(bin)/python manage.py run

test: .venv/dev.stamp .venv/judges.stamp ## all tests, in a real browser where it matters
	@scripts/install-chromium
	$(bin)/pytest -n auto --dist loadscope $(TESTS)

check: .venv/dev.stamp ## what CI checks before the tests: format, lint, types, imports, templates, migrations
	$(bin)/ruff format --check .
	$(bin)/ruff check .
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	$(bin)/djlint --lint --quiet templates
	$(bin)/python manage.py makemigrations --check --dry-run
	$(bin)/python manage.py spectacular --validate --fail-on-warn --file var/openapi.yaml
	diff docs/openapi.yaml var/openapi.yaml
	! grep -nE '://|--(extra-)?index-url|--find-links' requirements/*.txt

fix: .venv/dev.stamp ## format, and mend what can be mended without thinking
	$(bin)/ruff format .
	$(bin)/ruff check --fix .
	-$(bin)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')
	$(bin)/python manage.py spectacular --file docs/openapi.yaml

demo: .venv/run.stamp ## load the demo cases where they are missing
	$(bin)/python manage.py demo

bench: .venv/dev.stamp ## the headline size, measured (ARGS="--interactions 28800000")
	$(bin)/python -m benchmarks $(ARGS)

lock: .venv/dev.stamp ## pin the newest versions that pyproject.toml allows
	$(bin)/uv pip compile $(pinned) --upgrade --group dev -o requirements/dev.txt pyproject.toml
	$(bin)/uv pip compile $(pinned) --constraint requirements/dev.txt -o requirements/run.txt pyproject.toml
	$(bin)/uv pip compile $(pinned) --constraint requirements/dev.txt --group pyproject.toml:bench -o requirements/bench.txt
	$(bin)/uv pip compile $(pinned) --upgrade --group pyproject.toml:judges -o requirements/judges.txt
	$(bin)/uv pip compile $(pinned) --constraint requirements/dev.txt --extra spark -o requirements/spark.txt pyproject.toml

.venv/%.stamp: requirements/%.txt
	@scripts/install $*
