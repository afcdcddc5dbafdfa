"""Between rows of the file and the words of the domain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

import apsw

from handbook import domain
from handbook.domain import InputError

if TYPE_CHECKING:
    from handbook.domain import (
        Dose,
        LookBackAnswer,
        Medicine,
        Note,
        PartialDate,
        PassportEntry,
        Reading,
        Shift,
        TeamCall,
    )

SELECT_MEDICINE = """SELECT id, name, strength, dose, route, how_often, reason, prescriber, kind, how_known, told_by,
note, start_date, end_date, brand, form, bought_at, daily_max, side_effect, as_needed, on_hold, ingredients
FROM medicine"""
SELECT_READING = "SELECT id, quantity, value, at, site, observer, note, unit FROM reading"
SELECT_NOTE = "SELECT id, page, kind, text, at, ticked FROM note"
SELECT_DOSE = "SELECT id, medicine, at, amount, observer, note FROM dose"
SELECT_CALL = "SELECT id, at, who, by, said, note FROM team_call"
SELECT_SHIFT = "SELECT id, carer, begins, ends, note FROM shift"
SELECT_PASSPORT = "SELECT id, kind, day, what, place, note FROM passport"
SELECT_LOOKBACK = "SELECT question, month, heard, at, how_known, told_by, note FROM lookback_answer"

Row = Mapping[str, str | int | float | None]
"""Values by column. Columns are always named, so that those a newer program has added are left as they are."""

_MEDICINE_WORDS = (
    "name", "strength", "dose", "route", "how_often", "reason", "prescriber", "told_by", "note", "brand", "form",
    "bought_at", "daily_max", "side_effect",
)  # fmt: skip
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


def stored_moment(text: str) -> datetime:
    """A moment as it is kept. ``ValueError`` for one that was never written so, without an offset for example."""
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise ValueError(text)
    return when


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


def whole(connection: apsw.Connection, table: str, key: str) -> dict[str, Any] | None:
    """The row with that id by column, whatever columns there are; None if there is none."""
    row = connection.execute(f"SELECT * FROM {table} WHERE id = ?", (key,)).fetchone()  # noqa: S608  # ours
    return None if row is None else dict(zip(columns(connection, table), row, strict=True))


def columns(connection: apsw.Connection, table: str) -> tuple[str, ...]:
    """The columns of a table in their order, which is that of a changeset."""
    return tuple(str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})"))


def defaults(connection: apsw.Connection, table: str) -> Row:
    """What stands in the columns that have a default if nothing is written there."""
    found = connection.execute(f"PRAGMA table_info({table})").fetchall()
    # The file's own literals: '' and 0 and '[]'.
    told = {str(row[1]): connection.execute(f"SELECT {row[4]}").get for row in found if row[4] is not None}
    return dict(told)


def _insert(table: str, row: Row) -> str:
    marks = ", ".join("?" * len(row))
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608  # names from this package only


def reading_subject(r: domain.Reading) -> str:
    """What the history calls a reading: ``temperature 38.2``, with °F if it was read off so."""
    value, unit = domain.read_off(r)
    return f"{r.quantity.value} {value:g}{unit}"


def medicine_row(m: Medicine) -> Row:
    """As kept. Raises ``InputError("record.no-name")`` if there is no name."""
    if not m.name.strip():
        raise InputError("record.no-name")
    import json  # noqa: PLC0415  # not for an empty record

    parts = [[text("ingredients", part) for part in (one.name, one.strength)] for one in m.ingredients]
    return {
        "id": m.id,
        **{key: text(key, getattr(m, key)) for key in _MEDICINE_WORDS},
        "kind": m.kind.value,
        "how_known": m.how_known.value,
        "start_date": str(m.start),
        "end_date": None if m.end is None else str(m.end),
        "as_needed": int(m.as_needed),
        "on_hold": int(m.on_hold),
        "ingredients": json.dumps(parts, ensure_ascii=False),
    }


def medicine(row: tuple[Any, ...]) -> Medicine:
    """Read a row of ``SELECT_MEDICINE``."""
    import json  # noqa: PLC0415  # not for an empty record

    id_, name, strength, dose_, route, how_often, reason, prescriber, kind, how_known, told_by, note, start, end = row[
        :14
    ]
    brand, form, bought_at, daily_max, side_effect, as_needed, on_hold, ingredients = row[14:]
    return domain.Medicine(
        id_, name, strength, dose_, route, how_often, reason, prescriber,
        domain.Kind(kind), domain.HowKnown(how_known), told_by, note,
        stored_day(start), None if end is None else stored_day(end),
        brand, form, bought_at, daily_max, side_effect, bool(as_needed), bool(on_hold),
        tuple(domain.Ingredient(*part) for part in json.loads(ingredients)),
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
        "unit": text("unit", r.unit),
    }


def reading(row: tuple[Any, ...]) -> Reading:
    """Read a row of ``SELECT_READING``."""
    id_, quantity, value, at, site, observer, note, unit = row
    return domain.Reading(
        id_, domain.Quantity(quantity), value, stored_moment(at), domain.Site(site), observer, note, unit
    )


def note_row(n: Note) -> Row:
    """As kept; only a question can be ticked. Raises ``InputError`` as :func:`handbook.domain.clean_note`."""
    ticked = n.ticked if n.kind is domain.NoteKind.QUESTION else None
    return {
        "id": n.id,
        "page": text("page", n.page),
        "kind": n.kind.value,
        "text": domain.clean_note(n.text),
        "at": n.at.isoformat(),
        "moment": moment(n.at),
        "ticked": ticked.isoformat() if ticked else None,
    }


def note(row: tuple[Any, ...]) -> Note:
    """Read a row of ``SELECT_NOTE``."""
    id_, page, kind, words, at, ticked = row
    asked = stored_moment(ticked) if ticked else None
    return domain.Note(id_, page, domain.NoteKind(kind), words, stored_moment(at), asked)


def dose_row(d: Dose) -> Row:
    """As kept."""
    return {"id": d.id, "medicine": d.medicine, **_timed(d.at), **_words(d, "amount", "observer", "note")}


def dose(row: tuple[Any, ...]) -> Dose:
    """Read a row of ``SELECT_DOSE``."""
    id_, medicine_, at, amount, observer, note_ = row
    return domain.Dose(id_, medicine_, stored_moment(at), amount, observer, note_)


def call_row(c: TeamCall) -> Row:
    """As kept. Raises ``InputError("record.no-text")`` if neither a person nor what was said is written."""
    if not (c.who.strip() or c.said.strip()):
        raise InputError("record.no-text")
    return {"id": c.id, **_timed(c.at), **_words(c, "who", "by", "said", "note")}


def call(row: tuple[Any, ...]) -> TeamCall:
    """Read a row of ``SELECT_CALL``."""
    id_, at, who, by, said, note_ = row
    return domain.TeamCall(id_, stored_moment(at), who, by, said, note_)


def shift_row(s: Shift) -> Row:
    """As kept. Raises ``InputError("record.no-carer")`` if nobody is named."""
    if not s.carer.strip():
        raise InputError("record.no-carer")
    return {
        "id": s.id,
        **_words(s, "carer", "note"),
        "begins": s.begins.isoformat(),
        "moment": moment(s.begins),
        "ends": s.ends.isoformat() if s.ends else None,
    }


def shift(row: tuple[Any, ...]) -> Shift:
    """Read a row of ``SELECT_SHIFT``."""
    id_, carer, begins, ends, note_ = row
    return domain.Shift(id_, carer, stored_moment(begins), stored_moment(ends) if ends else None, note_)


def passport_row(p: PassportEntry) -> Row:
    """As kept. Raises ``InputError("record.no-text")`` if nothing says what it was."""
    if not p.what.strip():
        raise InputError("record.no-text")
    return {
        "id": p.id,
        "kind": p.kind.value,
        "day": str(p.day),
        "place": text("where", p.where),
        **_words(p, "what", "note"),
    }


def passport(row: tuple[Any, ...]) -> PassportEntry:
    """Read a row of ``SELECT_PASSPORT``."""
    id_, kind, day, what, place, note_ = row
    return domain.PassportEntry(id_, domain.PassportKind(kind), stored_day(day), what, place, note_)


def lookback_row(a: LookBackAnswer) -> Row:
    """As kept."""
    return {
        "heard": a.heard.value,
        "at": a.at.isoformat(),
        "how_known": a.how_known.value,
        **_words(a, "question", "month", "told_by", "note"),
    }


def lookback(row: tuple[Any, ...]) -> LookBackAnswer:
    """Read a row of ``SELECT_LOOKBACK``."""
    question, month, heard, at, how_known, told_by, note_ = row
    return domain.LookBackAnswer(
        question, month, domain.Heard(heard), stored_moment(at), domain.HowKnown(how_known), told_by, note_
    )


def stored_day(text: str) -> PartialDate:
    """A day as it is kept. What was never written so is a ``ValueError``, as for everything that is read."""
    try:
        return domain.PartialDate.parse(text)
    except InputError as error:
        raise ValueError(text) from error


def _timed(at: datetime) -> Row:
    return {"at": at.isoformat(), "moment": moment(at)}


def _words(entry: object, *keys: str) -> Row:
    return {key: text(key, getattr(entry, key)) for key in keys}
