"""Whether what a file holds can still be read as what was written into it.

A file without a passphrase has no checksums: a bit that falls over inside a date or a word leaves it a sound database.
Asked only when something could not be read, because everything is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from typing import Any

import apsw

from handbook.domain import STEP_DATES, Answer
from handbook.record import migrations, rows

_READ: tuple[tuple[str, Callable[[tuple[Any, ...]], object]], ...] = (
    (rows.SELECT_MEDICINE, rows.medicine),
    (rows.SELECT_READING, rows.reading),
    (rows.SELECT_NOTE, rows.note),
    (rows.SELECT_DOSE, rows.dose),
    (rows.SELECT_CALL, rows.call),
    (rows.SELECT_SHIFT, rows.shift),
    (rows.SELECT_PASSPORT, rows.passport),
    (rows.SELECT_LOOKBACK, rows.lookback),
    ("SELECT begun, id, note FROM symptom_card", lambda row: rows.stored_moment(row[0])),
    (
        "SELECT at, answer, card, item, observer FROM symptom_answer",
        lambda row: (rows.stored_moment(row[0]), Answer(row[1])),
    ),
    ("SELECT day, step FROM step_date", lambda row: (date.fromisoformat(row[0]), STEP_DATES.index(row[1]))),
    ("SELECT told_on, key, value, told_by FROM team_number", lambda row: date.fromisoformat(row[0] or "2000-01-01")),
    ("SELECT at, id, of_table, entry, subject, row FROM bin", lambda row: rows.stored_moment(row[0])),
    ("SELECT at, name, subject FROM action", lambda row: rows.stored_moment(row[0])),
    ("SELECT key, value FROM person_field", lambda _row: None),
    ("SELECT item, at FROM prepared", lambda _row: None),
    ("SELECT page, at FROM star", lambda _row: None),
    ("SELECT key FROM card_left_out", lambda _row: None),
    ("SELECT id, medicine, at FROM medicine_photo", lambda row: rows.stored_moment(row[2])),
)


def understood(connection: apsw.Connection) -> bool:
    """Whether every row of every table can be read, and every name is one this program writes."""
    try:
        for select, read in _READ:
            for row in connection.execute(select):
                read(row)
        columns = _columns(connection)
    except (ValueError, TypeError, KeyError, apsw.Error):
        return False
    with closing(apsw.Connection(":memory:")) as as_built:
        migrations.build(as_built)
        return columns == _columns(as_built)


def _columns(connection: apsw.Connection) -> set[tuple[str, str]]:
    return set(
        connection.execute(
            "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c "
            "WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
        )
    )
