"""Copying the record while it is open, by SQLite's own backup."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import apsw

from handbook.record.connection import connect


def back_up(source: apsw.Connection, target: Path) -> None:
    """Copy the whole record to ``target``, one file that needs no other; it appears whole or not at all.

    Raises:
        OSError, apsw.Error: it could not be written; nothing is left behind.
    """
    target.parent.mkdir(mode=0o700, exist_ok=True)
    half = target.with_name(f"{target.name}.part")
    half.unlink(missing_ok=True)
    try:
        copy = connect(half, create=True)
        try:
            with copy.backup("main", source, "main") as job:
                job.step()
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()
        finally:
            copy.close()
        half.replace(target)
    except BaseException:
        with suppress(OSError):
            half.unlink()
        raise
