"""Records to open: of a hundred entries, and of a hundred thousand with the same hundred in the last month."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median

from handbook.domain import Quantity, Reading
from handbook.record import Record, is_locked, new_recovery_code, unlock

NOW = datetime(2026, 11, 3, 4, tzinfo=UTC)
MONTH = timedelta(days=31)
PASSPHRASE = "bench"


def write(folder: Path, entries: int, *, locked: bool = False) -> None:
    """Make a record of so many readings, the newest hundred in the last month."""
    times = (NOW - timedelta(hours=7 * n) for n in count())
    with Record.open(folder, clock=lambda: NOW, new_id=str) as record:
        for begin in range(0, entries, 100):
            some = [Reading(f"r{begin + n}", Quantity.PULSE, 80, next(times)) for n in range(min(100, entries - begin))]
            record.submit(lambda store, some=some: store.add_many(some)).result()
        if locked:
            record.set_passphrase(PASSPHRASE, new_recovery_code()).result()


def opening(folder: Path) -> float:
    """Milliseconds until the window has what it shows first, from the passphrase on."""
    began = time.perf_counter()
    key = unlock(folder, PASSPHRASE) if is_locked(folder) else None
    with Record.open(folder, clock=lambda: NOW, new_id=str, key=key) as record:
        record.submit(lambda s: (s.medicines(), s.cards(), s.readings(NOW - MONTH), s.undoable())).result()
        return (time.perf_counter() - began) * 1000


def measure(folder: Path, *, locked: bool) -> tuple[float, float]:
    """Median milliseconds of opening the large record and the small one, in turn."""
    large, small = folder / f"large-{locked}", folder / f"small-{locked}"
    write(large, 100_000, locked=locked)
    write(small, 100, locked=locked)
    times = [(opening(large), opening(small)) for _ in range(15)]
    return median(t[0] for t in times), median(t[1] for t in times)
