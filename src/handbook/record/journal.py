"""Actions and their history: one transaction, one stored changeset, undo and redo across restarts.

An action is undone by applying the inverse of its changeset, redone by applying the changeset itself; both are entries
of the history like any other, so nothing ever leaves it. The state of an action (in effect, undone, undone for good) is
kept with it, so that "the newest action" means the same after a restart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import apsw

from handbook.domain import InputError
from handbook.record import migrations
from handbook.record.connection import transaction

T = TypeVar("T")

_IN_EFFECT, _UNDONE, _GONE = 0, 1, 2
_UNDOABLE = "kind = 'do' AND state = 0 ORDER BY number DESC LIMIT 1"
_REDOABLE = "kind = 'do' AND state = 1 ORDER BY number LIMIT 1"


@dataclass(frozen=True, slots=True)
class Done:
    """An action that was made, undone or redone, or that could be.

    ``number`` is the action's own number in the history, also after undo and redo; 0 means that nothing had to change,
    so nothing was written. ``name`` is one of :data:`handbook.record.ACTIONS`; ``subject`` is what a person calls the
    thing: the medicine's name, or the id of a symptom, step, field or item; for a reading ``"temperature 38.2"``.
    """

    number: int
    name: str
    subject: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the history. ``kind`` is ``do``, ``undo`` or ``redo``; ``undone``: a ``do`` not in effect."""

    number: int
    kind: str
    name: str
    subject: str
    at: datetime
    undone: bool


class Journal:
    """Runs actions on a connection and keeps their history."""

    def __init__(self, connection: apsw.Connection, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def act(self, name: str, change: Callable[[], str]) -> Done:
        """Run ``change``, which returns the subject, as one action. All of it is on disk afterwards, or nothing is."""
        with transaction(self._connection):
            subject, changeset = self._recorded(change)
            if not changeset:
                return Done(0, name, subject)
            self._connection.execute("UPDATE action SET state = ? WHERE kind = 'do' AND state = ?", (_GONE, _UNDONE))
            return Done(self._write("do", None, name, subject, changeset), name, subject)

    def undo(self) -> Done | None:
        """Take back the newest action in effect; None if there is none that can be.

        Raises:
            InputError: ``record.undo-conflict``: its entries were changed from outside; nothing was changed now.
        """
        return self._turn("undo", _UNDOABLE, _UNDONE, apsw.Changeset.invert)

    def redo(self) -> Done | None:
        """Bring back the action that was undone last; None after a new action. Raises as :meth:`undo`."""
        return self._turn("redo", _REDOABLE, _IN_EFFECT, lambda changeset: changeset)

    def undoable(self) -> Done | None:
        """What :meth:`undo` would take back."""
        found = self._find(_UNDOABLE)
        return found[0] if found else None

    def redoable(self) -> Done | None:
        """What :meth:`redo` would bring back."""
        found = self._find(_REDOABLE)
        return found[0] if found else None

    def history(self, limit: int) -> tuple[HistoryEntry, ...]:
        """The newest ``limit`` entries, newest first."""
        rows = self._connection.execute(
            "SELECT number, kind, name, subject, at, state FROM action ORDER BY number DESC LIMIT ?", (limit,)
        )
        return tuple(
            HistoryEntry(number, kind, name, subject, datetime.fromisoformat(at), state != _IN_EFFECT)
            for number, kind, name, subject, at, state in rows
        )

    def _find(self, which: str) -> tuple[Done, bytes] | None:
        """The action, and its changeset; None if there is none or the file's shape has changed since it was made."""
        row = self._connection.execute(
            f"SELECT number, name, subject, schema, changeset FROM action WHERE {which}"  # noqa: S608  # two constants
        ).fetchone()
        if row is None or row[3] != migrations.version_of(self._connection).number:
            return None
        return Done(*row[:3]), row[4]

    def _turn(self, kind: str, which: str, state: int, direction: Callable[[bytes], bytes]) -> Done | None:
        with transaction(self._connection):
            found = self._find(which)
            if found is None:
                return None
            done, stored = found
            wanted = direction(stored)
            try:
                _, applied = self._recorded(lambda: apsw.Changeset.apply(wanted, self._connection))
            except apsw.AbortError:
                raise InputError("record.undo-conflict") from None
            # Applying to a table that is no longer there does nothing and says nothing.
            if _entries(applied) != _entries(wanted):
                raise InputError("record.undo-conflict")
            self._connection.execute("UPDATE action SET state = ? WHERE number = ?", (state, done.number))
            self._write(kind, done.number, done.name, done.subject, applied)
            return done

    def _recorded(self, change: Callable[[], T]) -> tuple[T, bytes]:
        """Run ``change`` and return its result with the changeset of what it did."""
        session = apsw.Session(self._connection, "main")
        try:
            session.attach()  # every table; those that must stay out would be filtered here
            result = change()
            return result, session.changeset()
        finally:
            session.close()

    def _write(self, kind: str, target: int | None, name: str, subject: str, changeset: bytes) -> int:
        self._connection.execute(
            "INSERT INTO action (kind, target, state, name, subject, at, schema, changeset) VALUES (?,?,?,?,?,?,?,?)",
            (
                kind, target, _IN_EFFECT, name, subject, self._clock().isoformat(),
                migrations.version_of(self._connection).number, changeset,
            ),
        )  # fmt: skip
        number = self._connection.last_insert_rowid()
        self._connection.executemany(
            "INSERT INTO touched (action, of_table, id) VALUES (?, ?, ?)",
            ((number, table, key) for table, key in _entries(changeset)),
        )
        return number


def _entries(changeset: bytes) -> set[tuple[str, str]]:
    """The (table, id) pairs that a changeset touches; a key of several columns is joined by "/"."""
    pairs = set()
    for change in apsw.Changeset.iter(changeset):
        row = change.old or change.new
        assert row is not None  # noqa: S101  # an insert has the new row, everything else the old one
        pairs.add((change.name, "/".join(str(row[column]) for column in sorted(change.pk_columns))))
    return pairs
