"""What holds for every test: no screen, no warning unnoticed, nothing outside the test's own folders."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Before anything imports Qt: the offscreen platform, and a home that is thrown away. Workers of pytest-xdist inherit
# the environment, so the real home is handed on by name.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
REAL_HOME = Path(os.environ.setdefault("HANDBOOK_TEST_REAL_HOME", str(Path.home())))
TEST_HOME = Path(tempfile.mkdtemp(prefix="handbook-home-"))
atexit.register(shutil.rmtree, TEST_HOME, ignore_errors=True)
for _name, _folder in {
    "HOME": ".",
    "USERPROFILE": ".",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
}.items():
    os.environ[_name] = str(TEST_HOME / _folder)
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(TEST_HOME / "hypothesis")
os.environ.pop("SOURCE_DATE_EPOCH", None)

import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

# Seeded, so that a failure is the same failure tomorrow; no deadline, because several tests share a busy machine.
settings.register_profile(
    "sample", derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("full", settings.get_profile("sample"), max_examples=1000)
settings.load_profile("full" if os.environ.get("HANDBOOK_FAULTS") == "full" else "sample")

# Where programs leave things behind, one level deep; only names of ours, as other programs of this person are at work.
_WATCHED = (".", ".config", ".local/share", ".local/state", ".cache", "Library/Preferences", "AppData/Local")
_OURS = ("handbook", "car-t", "qtproject")


def _left_behind() -> set[tuple[str, int]]:
    return {
        (entry.path, entry.stat(follow_symlinks=False).st_mtime_ns)
        for folder in _WATCHED
        if (REAL_HOME / folder).is_dir()
        for entry in os.scandir(REAL_HOME / folder)
        if any(word in entry.name.lower() for word in _OURS)
    }


@pytest.fixture(scope="session", autouse=True)
def _home_untouched() -> Iterator[None]:
    """Nothing of the program's may appear or change in the real home."""
    before = _left_behind()
    yield
    assert _left_behind() == before, "a test wrote into the real home"


class _Keep(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def loud_records() -> Iterator[list[logging.LogRecord]]:
    """Every log record of WARNING and above. One that is left at the end fails the test; take out what you expect."""
    keep = _Keep()
    logging.getLogger().addHandler(keep)
    yield keep.records
    if not gc.isenabled():  # a window of this process has taken it upon itself, in an event loop that may not run
        gc.collect(1)
    logging.getLogger().removeHandler(keep)
    assert [f"{record.name}: {record.getMessage()}" for record in keep.records] == []


@pytest.fixture(scope="session")
def qapp(qapp):
    """The one QApplication of pytest-qt, dressed by the function that the program uses: shipped fonts and style."""
    from PySide6.QtCore import QStandardPaths  # noqa: PLC0415  # tests without a window do not load Qt

    from handbook.ui.app import application  # noqa: PLC0415

    QStandardPaths.setTestModeEnabled(True)
    assert application() is qapp
    return qapp
