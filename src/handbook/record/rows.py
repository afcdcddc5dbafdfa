"""Between rows of the file and the words of the domain."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any

from handbook.domain import HowKnown, InputError, Kind, Medicine, PartialDate, Quantity, Reading, Site

SELECT_MEDICINE = """SELECT id, name, strength, dose, route, how_often, reason, prescriber, kind, how_known, told_by,
note, start_date, end_date FROM medicine"""
SELECT_READING = "SELECT id, quantity, value, at, site, observer, note FROM reading"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Row = tuple[str | int | float | None, ...]


def text(key: str, value: str) -> str:
    """``value`` as typed. Raises ``InputError("text.control")`` for what no file can hold: half characters and NUL."""
    for char in value:
        if char == "\0" or "\ud800" <= char <= "\udfff":
            raise InputError("text.control", key=key, char=f"U+{ord(char):04X}")
    return value


def moment(at: datetime) -> int:
    """Whole microseconds since 1970 UTC, to sort by. A time without an offset is a bug and raises ``TypeError``."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def medicine_row(m: Medicine) -> Row:
    """In the order of the table. Raises ``InputError("record.no-name")`` if there is no name."""
    if not m.name.strip():
        raise InputError("record.no-name")
    words = ("name", "strength", "dose", "route", "how_often", "reason", "prescriber")
    return (
        m.id, *(text(key, getattr(m, key)) for key in words), m.kind.value, m.how_known.value,
        text("told_by", m.told_by), text("note", m.note), str(m.start), None if m.end is None else str(m.end),
    )  # fmt: skip


def medicine(row: tuple[Any, ...]) -> Medicine:
    """Read a row of ``SELECT_MEDICINE``."""
    id_, name, strength, dose, route, how_often, reason, prescriber, kind, how_known, told_by, note, start, end = row
    return Medicine(
        id_, name, strength, dose, route, how_often, reason, prescriber, Kind(kind), HowKnown(how_known), told_by, note,
        PartialDate.parse(start), None if end is None else PartialDate.parse(end),
    )  # fmt: skip


def reading_row(r: Reading) -> Row:
    """In the order of the table. Raises ``InputError("record.no-number")`` for NaN and infinity."""
    if not isfinite(r.value):
        raise InputError("record.no-number")
    return (
        r.id, r.quantity.value, float(r.value), r.at.isoformat(), moment(r.at), r.site.value,
        text("observer", r.observer), text("note", r.note),
    )  # fmt: skip


def reading(row: tuple[Any, ...]) -> Reading:
    """Read a row of ``SELECT_READING``."""
    id_, quantity, value, at, site, observer, note = row
    return Reading(id_, Quantity(quantity), value, datetime.fromisoformat(at), Site(site), observer, note)
