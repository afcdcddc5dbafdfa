"""Actions and their history: one transaction, one stored changeset, undo and redo across restarts.

An action is undone by applying the inverse of its changeset, redone by applying the changeset itself; both are entries
of the history like any other, so nothing ever leaves it. The state of an action (in effect, undone, undone for good) is
kept with it, so that "the newest action" means the same after a restart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar, cast

import apsw
import msgspec

from handbook.domain import InputError
from handbook.record import migrations
from handbook.record.connection import transaction
from handbook.record.rows import stored_moment

T = TypeVar("T")

_IN_EFFECT, _UNDONE, _GONE = 0, 1, 2
_MERGE = "medicine.merge"
_MEDICINE = 1
"""The column of a dose and of a photo that says of which medicine it is."""
_UNDOABLE = "kind = 'do' AND state = 0 ORDER BY number DESC LIMIT 1"
_REDOABLE = "kind = 'do' AND state = 1 ORDER BY number LIMIT 1"


class Done(msgspec.Struct, frozen=True):
    """An action that was made, undone or redone, or that could be.

    ``number`` is the action's own number in the history, also after undo and redo; 0 means that nothing had to change,
    so nothing was written. ``name`` is one of :data:`handbook.record.ACTIONS`; ``subject`` is what a person calls the
    thing: the medicine's name, or the id of a symptom, step, field or item; for a reading ``"temperature 38.2"``, for
    an answer of the symptom card ``"fever yes"`` (in older records the item alone).
    """

    number: int
    name: str
    subject: str


class HistoryEntry(msgspec.Struct, frozen=True):
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
        return tuple(map(_line, rows))

    def note(self, name: str, subject: str) -> Done:
        """An entry of the history that cannot be undone, inside the transaction that is running."""
        return Done(self._write("do", None, name, subject, b"", state=_GONE), name, subject)

    def forget(self, entries: set[tuple[str, str]]) -> None:
        """Take (table, id) pairs out of all changesets, inside the transaction that is running.

        What the bin once held of them goes too. What is left of an action can still be undone, unless it
        was a merge; an action of which nothing is left stays in the history as a line without words.
        """
        # A merge changes a row of the bin without saying whose it is: such rows are known by their own ids.
        entries = entries | {
            _entry(change) for entry in entries for change in self._around(*entry) if _in_bin(change) in entries
        }
        for number in {number for entry in entries for number in self._numbers(*entry)}:
            ((changeset, state, name),) = self._connection.execute(
                "SELECT changeset, state, name FROM action WHERE number = ?", (number,)
            ).fetchall()
            kept = _without(cast("bytes", changeset), entries)
            # A merge without the medicine that went cannot be undone by halves: its doses would belong to nothing.
            state = state if kept and name != _MERGE else _GONE
            self._connection.execute(
                "UPDATE action SET changeset = ?, subject = '', state = ? WHERE number = ?", (kept, state, number)
            )
        self._connection.executemany("DELETE FROM touched WHERE of_table = ? AND id = ?", sorted(entries))

    def named_by(self, table: str, medicines: Iterable[str]) -> set[str]:
        """The ids of the rows of ``table`` (doses or photos) that ever belonged to one of these medicines."""
        wanted = set(medicines)
        numbers = self._connection.execute(
            "SELECT DISTINCT action FROM touched WHERE of_table = ?", (table,)
        ).fetchall()
        found = set()
        for (number,) in numbers if wanted else ():
            for change in self._changes_of(cast("int", number)):
                rows = (change.old, change.new) if change.name == table else ()
                if any(row and row[_MEDICINE] in wanted for row in rows):
                    found.add(_entry(change)[1])
        return found

    def bin_rows_of(self, table: str, keys: Iterable[str]) -> set[tuple[str, str]]:
        """The rows of the bin that have held these entries, however often they were put back."""
        return {
            _entry(change) for key in keys for change in self._around(table, key) if _in_bin(change) == (table, key)
        }

    def _numbers(self, table: str, key: str) -> list[int]:
        """The actions that touch an entry."""
        found = self._connection.execute("SELECT action FROM touched WHERE of_table = ? AND id = ?", (table, key))
        return [int(number) for (number,) in found]

    def _around(self, table: str, key: str) -> Iterator[apsw.TableChange]:
        """All that was changed by the actions that touch an entry."""
        for number in self._numbers(table, key):
            yield from self._changes_of(number)

    def _changes_of(self, number: int) -> Iterator[apsw.TableChange]:
        changeset = self._connection.execute("SELECT changeset FROM action WHERE number = ?", (number,)).get
        yield from apsw.Changeset.iter(cast("bytes", changeset))

    def silence(self, table: str, keys: Iterable[str]) -> None:
        """Take the words out of the lines about these entries, which stay; inside the transaction that is running."""
        self._connection.executemany(
            "UPDATE action SET subject = '' WHERE number IN (SELECT action FROM touched WHERE of_table = ? AND id = ?)",
            [(table, key) for key in keys],
        )

    def changes(self, table: str, key: str) -> Iterator[tuple[HistoryEntry, apsw.TableChange]]:
        """What the history holds of one entry, oldest first: the line of the history and the change of the row."""
        found = self._connection.execute(
            """SELECT number, kind, name, subject, at, state, changeset FROM action JOIN touched ON action = number
            WHERE of_table = ? AND id = ? ORDER BY number""",
            (table, key),
        ).fetchall()
        for row in found:
            for change in apsw.Changeset.iter(cast("bytes", row[-1])):
                if _entry(change) == (table, key):
                    yield _line(row), change

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
            session.table_filter(_is_recorded)
            session.attach()
            result = change()
            return result, session.changeset()
        finally:
            session.close()

    def _write(
        self, kind: str, target: int | None, name: str, subject: str, changeset: bytes, *, state: int = _IN_EFFECT
    ) -> int:
        self._connection.execute(
            "INSERT INTO action (kind, target, state, name, subject, at, schema, changeset) VALUES (?,?,?,?,?,?,?,?)",
            (
                kind, target, state, name, subject, self._clock().isoformat(),
                migrations.version_of(self._connection).number, changeset,
            ),
        )  # fmt: skip
        number = self._connection.last_insert_rowid()
        self._connection.executemany(
            "INSERT INTO touched (action, of_table, id) VALUES (?, ?, ?)",
            ((number, table, key) for table, key in _entries(changeset)),
        )
        return number


def _is_recorded(table: str) -> bool:
    """The bytes of photos would make the history many times as large as the record."""
    return table != "photo"


def _line(row: tuple[Any, ...]) -> HistoryEntry:
    number, kind, name, subject, at, state = row[:6]
    return HistoryEntry(number, kind, name, subject, stored_moment(at), state != _IN_EFFECT)


def _entry(change: apsw.TableChange) -> tuple[str, str]:
    """The table and id of a change; a key of several columns is joined by "/"."""
    row = change.old or change.new
    assert row is not None  # noqa: S101  # an insert has the new row, everything else the old one
    return change.name, "/".join(str(row[column]) for column in sorted(change.pk_columns))


def _entries(changeset: bytes) -> set[tuple[str, str]]:
    """The (table, id) pairs that a changeset touches."""
    return {_entry(change) for change in apsw.Changeset.iter(changeset)}


def _without(changeset: bytes, entries: set[tuple[str, str]]) -> bytes:
    builder = apsw.ChangesetBuilder()  # type: ignore[no-untyped-call]
    for change in apsw.Changeset.iter(changeset):
        if not {_entry(change), _in_bin(change)} & entries:
            builder.add_change(change)
    return builder.output()


def _in_bin(change: apsw.TableChange) -> tuple[str, str] | None:
    """Which entry a row of the bin keeps the words of, however often that was deleted and put back before."""
    row = change.new or change.old
    return (str(row[1]), str(row[2])) if change.name == "bin" and row else None  # columns id, of_table, entry
