"""Between rows of the file and the words of the domain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any

import apsw

from handbook.domain import (
    HowKnown,
    InputError,
    Kind,
    Medicine,
    Note,
    NoteKind,
    PartialDate,
    Quantity,
    Reading,
    Site,
    clean_note,
)

SELECT_MEDICINE = """SELECT id, name, strength, dose, route, how_often, reason, prescriber, kind, how_known, told_by,
note, start_date, end_date FROM medicine"""
SELECT_READING = "SELECT id, quantity, value, at, site, observer, note FROM reading"
SELECT_NOTE = "SELECT id, page, kind, text, at, ticked FROM note"

Row = Mapping[str, str | int | float | None]
"""Values by column. Columns are always named, so that those a newer program has added are left as they are."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def text(key: str, value: str) -> str:
    """``value`` as typed. Raises ``InputError("text.control")`` for what no file can hold: half characters and NUL."""
    for char in value:
        if char == "\0" or "\ud800" <= char <= "\udfff":
            raise InputError("text.control", key=key, char=f"U+{ord(char):04X}")
    return value


def moment(at: datetime) -> int:
    """Whole microseconds since 1970 UTC, to sort by. A time without an offset is a bug and raises ``TypeError``."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def insert(connection: apsw.Connection, table: str, row: Row) -> None:
    """Write a new row. Raises ``InputError("record.already-there")`` if there is one with its key."""
    try:
        connection.execute(_insert(table, row), tuple(row.values()))
    except apsw.ConstraintError:
        raise InputError("record.already-there") from None


def put(connection: apsw.Connection, table: str, row: Row) -> None:
    """Write a row, in place of the one with the same key if there is one."""
    changes = ", ".join(f"{column} = excluded.{column}" for column in row)
    connection.execute(f"{_insert(table, row)} ON CONFLICT DO UPDATE SET {changes}", tuple(row.values()))


def _insert(table: str, row: Row) -> str:
    marks = ", ".join("?" * len(row))
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608  # names from this package only


def medicine_row(m: Medicine) -> Row:
    """As kept. Raises ``InputError("record.no-name")`` if there is no name."""
    if not m.name.strip():
        raise InputError("record.no-name")
    words = ("name", "strength", "dose", "route", "how_often", "reason", "prescriber", "told_by", "note")
    return {
        "id": m.id,
        **{key: text(key, getattr(m, key)) for key in words},
        "kind": m.kind.value,
        "how_known": m.how_known.value,
        "start_date": str(m.start),
        "end_date": None if m.end is None else str(m.end),
    }


def medicine(row: tuple[Any, ...]) -> Medicine:
    """Read a row of ``SELECT_MEDICINE``."""
    id_, name, strength, dose, route, how_often, reason, prescriber, kind, how_known, told_by, note, start, end = row
    return Medicine(
        id_, name, strength, dose, route, how_often, reason, prescriber, Kind(kind), HowKnown(how_known), told_by, note,
        PartialDate.parse(start), None if end is None else PartialDate.parse(end),
    )  # fmt: skip


def reading_row(r: Reading) -> Row:
    """As kept. Raises ``InputError("record.no-number")`` for NaN and infinity."""
    if not isfinite(r.value):
        raise InputError("record.no-number")
    return {
        "id": r.id,
        "quantity": r.quantity.value,
        "value": float(r.value),
        "at": r.at.isoformat(),
        "moment": moment(r.at),
        "site": r.site.value,
        "observer": text("observer", r.observer),
        "note": text("note", r.note),
    }


def reading(row: tuple[Any, ...]) -> Reading:
    """Read a row of ``SELECT_READING``."""
    id_, quantity, value, at, site, observer, note = row
    return Reading(id_, Quantity(quantity), value, datetime.fromisoformat(at), Site(site), observer, note)


def note_row(n: Note) -> Row:
    """As kept; only a question can be ticked. Raises ``InputError`` as :func:`handbook.domain.clean_note`."""
    ticked = n.ticked if n.kind is NoteKind.QUESTION else None
    return {
        "id": n.id,
        "page": text("page", n.page),
        "kind": n.kind.value,
        "text": clean_note(n.text),
        "at": n.at.isoformat(),
        "moment": moment(n.at),
        "ticked": ticked.isoformat() if ticked else None,
    }


def note(row: tuple[Any, ...]) -> Note:
    """Read a row of ``SELECT_NOTE``."""
    id_, page, kind, words, at, ticked = row
    asked = datetime.fromisoformat(ticked) if ticked else None
    return Note(id_, page, NoteKind(kind), words, datetime.fromisoformat(at), asked)
