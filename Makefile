# Two commands matter: `make run` and `make test`. Both make .venv from the lock file when it is missing or old.
# The lock files name every package, so pip is told --no-deps: older pips otherwise look past a pin for a package
# that another asks for with an extra, and stop as soon as it has a newer release.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test faults bench dist smoke deb-test size offline lock tools clean
.DEFAULT_GOAL := run

.venv/.run: requirements.lock pyproject.toml
	@echo "Preparing .venv (a few minutes the first time) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make run PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.test: .venv/.run requirements-dev.lock
	@echo "Adding the test tools to .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

run: .venv/.run
	@$(BIN)/python packaging/run.py

# The Debian packages that tests need stand in packaging/debian-tools.txt; installed here where that is allowed.
tools:
	@$(PYTHON) packaging/tools.py

test: .venv/.test tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/handbook content check
	$(BIN)/python packaging/test.py

faults: .venv/.test tools
	HANDBOOK_FAULTS=full $(BIN)/python packaging/test.py tests/faults tests/record/test_record_keys.py

# The proof of offline at full length: a tour in both languages, three themes and two sizes under strace.
offline: .venv/.test tools
	HANDBOOK_FAULTS=full $(BIN)/python -m pytest tests/test_offline.py

.venv/.bench: .venv/.test requirements-bench.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-bench.lock
	@touch $@

bench: .venv/.bench
	$(BIN)/python tests/benchmarks/bench.py

# The packages that this machine can make, into dist/, from a .ship of its own: nothing that only tests need gets in.
.ship/.ready: requirements.lock requirements-ship.lock pyproject.toml
	@test -x .ship/bin/python || $(PYTHON) -m venv .ship
	@.ship/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@.ship/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-ship.lock
	@.ship/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

dist: .ship/.ready
	@! command -v dpkg >/dev/null || $(PYTHON) packaging/tools.py packaging/debian-tools.txt packaging/linux/debian-tools.txt
	.ship/bin/python packaging/build.py

# What make dist has made, driven with real keys; and the .deb in a fresh Debian (as root; a root made before: DEBIAN_ROOT=DIR).
smoke:
	$(PYTHON) packaging/smoke_test.py dist/car-t-handbook/handbook
	QT_QPA_PLATFORM=offscreen $(PYTHON) packaging/smoke_installed.py dist/car-t-handbook/handbook

deb-test:
	$(PYTHON) packaging/debian_root.py $(if $(DEBIAN_ROOT),--root $(DEBIAN_ROOT))

# Folder, download, start-up and memory of the frozen program beside a bare frozen window.
size: .ship/.ready
	.ship/bin/python packaging/size.py

# Rewrites all lock files from pyproject.toml; needs uv on the PATH. They name no index.
lock:
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --group build -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --group build --group dev -o requirements-dev.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group bench -o requirements-bench.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group ship -o requirements-ship.lock

clean:
	rm -rf .venv .ship out dist build
