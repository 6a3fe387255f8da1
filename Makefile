# Two commands: `make app` runs the triage app on the demonstration catalogue, `make test` proves the project.
PYTHON ?= python3
export TESSEBS_DATA_DIR ?= $(CURDIR)/tessebs-data
BIN := .venv/bin

.PHONY: app test lint docs benchmark lock clean

app: .venv/app.stamp
	$(BIN)/tessebs demo --if-empty
	$(BIN)/tessebs app

# Two browsers at a time, and beside them nothing: a page waits for its kernel longer than it computes.
test: .venv/test.stamp lint
	scripts/system_packages chromium mariadb-server
	scripts/hub_proxy
	TESSEBS_REQUIRE_ALL=1 $(BIN)/python -m pytest -n 2 --dist loadfile --ignore tests/browser
	TESSEBS_REQUIRE_ALL=1 $(BIN)/python -m pytest -n 2 --dist loadfile tests/browser

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: .venv/test.stamp
	$(BIN)/python -m sphinx --fail-on-warning --keep-going docs build/site

benchmark: .venv/test.stamp
	for each in box_least_squares ephemeris_coverage "period_decision 103 26"; do \
		$(BIN)/python -m benchmarks.$$each || exit 1; done

lock: .venv/test.stamp
	scripts/lock

clean:
	rm -rf .venv

.venv/bin/python:
	scripts/virtual_environment $(PYTHON)

.venv/app.stamp: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

.venv/test.stamp: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[docs,hub,test]'
	touch .venv/app.stamp $@
