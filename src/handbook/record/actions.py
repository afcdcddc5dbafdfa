"""How anything is written: as an action of the journal, with card.toml brought up to date after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from handbook.domain import InputError
from handbook.record import rows
from handbook.record.journal import Journal

if TYPE_CHECKING:
    import apsw

    from handbook.record.card_file import CardFile
    from handbook.record.journal import Done, HistoryEntry

T = TypeVar("T")


class Actions:
    """What every part of the store is built on: actions, undo, redo and their history."""

    def __init__(
        self,
        connection: apsw.Connection,
        card_file: CardFile,
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        holder: str | None,
    ) -> None:
        self._connection = connection
        self._card_file = card_file
        self._journal = Journal(connection, clock)
        self._clock = clock
        self._new_id = new_id
        self._holder = holder

    def undo(self) -> Done | None:
        """Take back the newest action and name it, if there is one. Raises ``InputError("record.undo-conflict")``."""
        return self._written(self._journal.undo)

    def redo(self) -> Done | None:
        """Bring back the action undone last and name it; None after a new action. Raises as :meth:`undo`."""
        return self._written(self._journal.redo)

    def undoable(self) -> Done | None:
        """What :meth:`undo` would take back; None in a second window."""
        return self._journal.undoable() if self._holder is None else None

    def redoable(self) -> Done | None:
        """What :meth:`redo` would bring back; None in a second window."""
        return self._journal.redoable() if self._holder is None else None

    def history(self, limit: int = 200) -> tuple[HistoryEntry, ...]:
        """The newest ``limit`` entries, newest first; undo and redo are entries too."""
        return self._journal.history(limit)

    # Inside an action

    def _act(self, name: str, change: Callable[[], str]) -> Done:
        return self._written(lambda: self._journal.act(name, change))

    def _written(self, action: Callable[[], T]) -> T:
        if self._holder is not None:
            raise InputError("record.read-only", holder=self._holder)
        result = action()
        self._card_file.refresh(self._connection)
        return result

    def _set(self, name: str, key: str, table: str, row: rows.Row) -> Done:
        def change() -> str:
            rows.put(self._connection, table, row)
            return key

        return self._act(name, change)

    def _clear(self, name: str, statement: str, key: str) -> Done:
        def change() -> str:
            self._connection.execute(statement, (key,))
            return key

        return self._act(name, change)

    def _to_bin(self, table: str, key: str, subject: str) -> None:
        """Take a row out of its table and keep it in the bin; undo of the running action puts both back."""
        import json  # noqa: PLC0415  # not for an empty record

        row = there(rows.whole(self._connection, table, key))
        self._connection.execute(f"DELETE FROM {table} WHERE id = ?", (key,))  # noqa: S608  # a table of this package
        now = self._clock()
        kept: rows.Row = {
            "id": self._new_id(), "of_table": table, "entry": key, "subject": subject, "at": now.isoformat(),
            "moment": rows.moment(now), "row": json.dumps(row, ensure_ascii=False),
        }  # fmt: skip
        rows.insert(self._connection, "bin", kept)


def there(found: T | None) -> T:
    """What was found. Raises ``InputError("record.no-entry")`` for None."""
    if found is None:
        raise InputError("record.no-entry")
    return found
