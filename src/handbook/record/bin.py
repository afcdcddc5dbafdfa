"""What was taken out and what was before: the bin, photos, earlier versions of an entry, and erasing everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast

import apsw
import msgspec

from handbook.domain import InputError, MachineError
from handbook.record import rows
from handbook.record.actions import there
from handbook.record.connection import transaction
from handbook.record.diary import Diary

if TYPE_CHECKING:
    from handbook.record.journal import Done, HistoryEntry

T = TypeVar("T")

BIN_DAYS = 90
"""So long a deleted entry stays in the bin."""

LARGEST_PHOTO = 8_000_000
"""Bytes of one picture."""

_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}

ENTRY_TABLES = (
    "medicine", "reading", "note", "dose", "team_call", "shift", "passport", "medicine_photo",
)  # fmt: skip
"""Tables whose rows go into the bin."""

AREAS = {
    "reading": "reading", "symptom_answer": "symptom", "lookback_answer": "lookback", "team_number": "number",
    "step_date": "date", "person_field": "person",
}  # fmt: skip
"""Tables whose rows a person does not name by her own words, with the area of the actions that name them."""

VERSIONED = (*ENTRY_TABLES, *(table for table in AREAS if table not in ENTRY_TABLES))
"""Tables of which an earlier version of a row can be brought back."""

_SINGLE = {
    "team_number": "key", "step_date": "step", "person_field": "key", "symptom_answer": "card || '/' || item",
    "lookback_answer": "question || '/' || month",
}  # fmt: skip
"""What has one value, without a bin: its table, and by what the history knows a row."""

_CALLED = {"medicine": "name", "shift": "carer", "passport": "what"}
"""The column by which a person calls an entry, where the history's own line may name another or only how many."""


_COUNTS = """SELECT 'medicines', count(*) FROM medicine UNION ALL SELECT 'cards', count(*) FROM symptom_card
UNION ALL SELECT 'readings', count(*) FROM reading UNION ALL SELECT 'notes', count(*) FROM note
UNION ALL SELECT 'doses', count(*) FROM dose
UNION ALL SELECT 'calls', count(*) FROM team_call UNION ALL SELECT 'shifts', count(*) FROM shift
UNION ALL SELECT 'passport', count(*) FROM passport UNION ALL SELECT 'photos', count(*) FROM photo
UNION ALL SELECT 'answers', count(*) FROM lookback_answer UNION ALL SELECT 'dates', count(*) FROM step_date
UNION ALL SELECT 'numbers', count(*) FROM team_number UNION ALL SELECT 'fields', count(*) FROM person_field
UNION ALL SELECT 'prepared', count(*) FROM prepared UNION ALL SELECT 'stars', count(*) FROM star
UNION ALL SELECT 'bin', count(*) FROM bin UNION ALL SELECT 'actions', count(*) FROM action"""


class Binned(msgspec.Struct, frozen=True):
    """An entry in the bin. ``table`` and ``entry`` are where it was; ``subject`` what a person calls it."""

    id: str
    table: str
    entry: str
    subject: str
    at: datetime


class Version(msgspec.Struct, frozen=True):
    """An entry as it was after one line of the history; ``values`` by column, None if it was not there then."""

    line: HistoryEntry
    values: dict[str, Any] | None


class Cleared(msgspec.Struct, frozen=True):
    """What has no value any more since ``at``: ``entry`` is its table and key, ``team_number/day``."""

    entry: str
    at: datetime


class Photo(msgspec.Struct, frozen=True):
    """A picture of a box, without its bytes. ``type`` is ``image/png`` or ``image/jpeg``."""

    id: str
    medicine: str
    at: datetime
    type: str


class Bin(Diary):
    """The part of the store that forgets nothing until it is told to."""

    # The bin

    def bin(self) -> tuple[Binned, ...]:
        """What was deleted, newest first."""
        found = self._connection.execute("SELECT id, of_table, entry, subject, at FROM bin ORDER BY moment DESC, id")
        return tuple(
            Binned(str(id_), str(table), str(entry), str(subject), rows.stored_moment(str(at)))
            for id_, table, entry, subject, at in found
        )

    def restore_from_bin(self, id: str) -> Done:  # noqa: A002
        """Put a deleted entry back. Raises ``InputError``: ``record.no-entry``, ``record.already-there``."""
        import json  # noqa: PLC0415  # not for an empty record

        def change() -> str:
            table, subject, row = there(
                self._connection.execute("SELECT of_table, subject, row FROM bin WHERE id = ?", (id,)).fetchone()
            )
            rows.insert(self._connection, table, json.loads(row))
            self._connection.execute("DELETE FROM bin WHERE id = ?", (id,))
            return str(subject)

        return self._act("bin.restore", change)

    def empty_bin(self, before: datetime | None = None) -> int:
        """Forget what was deleted before ``before`` (all of it for None), in the history too; returns how many.

        With a medicine go its photos and those of its doses that are in the bin; its other doses stay, without its
        name. This cannot be undone. Raises as :meth:`erase_everything`.
        """
        latest = (1 << 63) - 1 if before is None else rows.moment(before)
        found = [
            (str(id_), str(table), str(entry))
            for id_, table, entry in self._connection.execute(
                "SELECT id, of_table, entry FROM bin WHERE moment < ? ORDER BY id", (latest,)
            )
        ]
        # An entry that is there again (brought in with its old id) keeps its history; only the bin forgets it.
        medicines = [entry for _, table, entry in found if table == "medicine" and not self._there(table, entry)]
        found += [one for medicine in medicines for one in self._binned_with(medicine) if one not in found]
        alive = {(table, entry) for _, table, entry in found if self._there(table, entry)}
        photos = {entry for _, table, entry in found if table == "medicine_photo" and (table, entry) not in alive}
        photos |= self._of("medicine_photo", medicines) | self._loose_photos()
        if not (found or photos) and before is not None:
            return 0
        # They go by the medicine's name, in the lines of the history and where they lay in the bin.
        named = {table: self._journal.named_by(table, medicines) for table in ("dose", "medicine_photo")}
        held = {one for table, keys in named.items() for one in self._journal.bin_rows_of(table, keys)}
        held -= {("bin", str(id_)) for (id_,) in self._connection.execute("SELECT id FROM bin")}  # undo needs those

        def forget() -> int:
            entries = {(table, entry) for _, table, entry in found} - alive | {("bin", id_) for id_, _, _ in found}
            with transaction(self._connection):
                self._connection.executemany("DELETE FROM bin WHERE id = ?", [(id_,) for id_, _, _ in found])
                for table in ("medicine_photo", "photo"):
                    self._connection.executemany(
                        f"DELETE FROM {table} WHERE id = ?",  # noqa: S608  # two tables
                        [(key,) for key in sorted(photos)],
                    )
                self._journal.forget(entries | {("medicine_photo", key) for key in photos} | held)
                for table, keys in named.items():
                    self._journal.silence(table, keys)
                if found:
                    self._journal.note("bin.empty", str(len(found)))
            return len(found)

        return self._overwritten(forget)

    def empty_old_bin(self) -> int:
        """:meth:`empty_bin` of what has lain there longer than ``BIN_DAYS``."""
        return self.empty_bin(self._clock() - timedelta(days=BIN_DAYS))

    def erase_everything(self) -> dict[str, int]:
        """Take every entry and the history away for good; returns how many of each kind went.

        :meth:`counts` tells beforehand. The record stays, empty; backups are files beside it and are not touched. This
        cannot be undone. Raises ``MachineError("record.not-overwritten")``: the entries are gone, but for want of room
        some of their bytes may still lie in the file; doing it again takes them too.
        """

        def erase() -> dict[str, int]:
            gone = self.counts()
            # Those of a newer program too; sqlite_sequence and its like look after themselves.
            tables = self._connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            ).fetchall()
            with transaction(self._connection):
                for (table,) in tables:
                    self._connection.execute(f'DELETE FROM "{table}"')  # noqa: S608  # the file's own names
            return gone

        return self._overwritten(erase)

    def _there(self, table: str, entry: str) -> bool:
        return rows.whole(self._connection, table, entry) is not None

    def _binned_with(self, medicine: str) -> list[tuple[str, str, str]]:
        """Doses and photos of a medicine that are in the bin: id, table and entry."""
        rows_there = self._connection.execute(
            """SELECT id, of_table, entry FROM bin WHERE of_table IN ('dose', 'medicine_photo')
            AND json_extract("row", '$.medicine') = ?""",
            (medicine,),
        )
        return [(str(id_), str(table), str(entry)) for id_, table, entry in rows_there]

    def _loose_photos(self) -> set[str]:
        """Pictures whose adding was undone and cannot be redone any more."""
        ids = self._connection.execute(
            """SELECT id FROM photo WHERE id NOT IN (SELECT id FROM medicine_photo)
            AND id NOT IN (SELECT entry FROM bin WHERE of_table = 'medicine_photo')
            AND id NOT IN (SELECT touched.id FROM touched JOIN action ON action.number = touched.action
                WHERE of_table = 'medicine_photo' AND kind = 'do' AND state = 1)"""
        )
        return {str(key) for (key,) in ids}

    def _of(self, table: str, medicines: Iterable[str]) -> set[str]:
        """The ids of the rows of ``table`` that belong to these medicines."""
        return {
            str(key)
            for medicine in medicines
            for (key,) in self._connection.execute(
                f"SELECT id FROM {table} WHERE medicine = ?",  # noqa: S608  # two tables
                (medicine,),
            )
        }

    def counts(self) -> dict[str, int]:
        """How many of each kind there are: ``medicines``, ``cards``, ``readings``, ``notes`` … ``bin``, ``actions``."""
        return {str(name): count for name, count in self._connection.execute(_COUNTS)}

    def _overwritten(self, change: Callable[[], T]) -> T:
        """Run ``change`` so that no byte of what it deletes is left in the files.

        Raises ``MachineError("record.not-overwritten")`` if there was no room for that: what was to go is gone, but
        its bytes may still lie in the file until it is done again.
        """

        def run() -> T:
            self._connection.pragma("secure_delete", 1)
            try:
                result = change()
                self._rewrite()
            finally:
                self._connection.pragma("secure_delete", 0)
            return result

        return self._written(run)

    def _rewrite(self) -> None:
        try:
            self._connection.execute("VACUUM")
            with suppress(apsw.BusyError):  # a second window reads: the log is emptied when it closes
                self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        except (apsw.FullError, apsw.IOError) as error:
            raise MachineError("record.not-overwritten") from error

    # Photos

    def add_photo(self, medicine: str, data: bytes) -> Done:
        """Keep a picture of the box inside the record.

        Raises ``InputError``: ``record.no-entry``, ``photo.kind`` for anything but PNG and JPEG, ``photo.large``
        (``most``: megabytes).
        """
        kind = next((kind for head, kind in _PICTURES.items() if data.startswith(head)), None)
        if kind is None:
            raise InputError("photo.kind")
        if len(data) > LARGEST_PHOTO:
            raise InputError("photo.large", most=LARGEST_PHOTO // 1_000_000)

        def change() -> str:
            (name,) = there(self._connection.execute("SELECT name FROM medicine WHERE id = ?", (medicine,)).fetchone())
            row: rows.Row = {"id": self._new_id(), "medicine": medicine, "at": self._clock().isoformat()}
            rows.insert(self._connection, "medicine_photo", row)
            self._connection.execute("INSERT INTO photo (id, type, bytes) VALUES (?, ?, ?)", (row["id"], kind, data))
            return str(name)

        return self._act("photo.add", change)

    def photos(self, medicine: str) -> tuple[Photo, ...]:
        """The pictures of one medicine, oldest first."""
        found = self._connection.execute(
            """SELECT id, medicine, at, type FROM medicine_photo JOIN photo USING (id) WHERE medicine = ?
            ORDER BY at, id""",
            (medicine,),
        )
        return tuple(Photo(str(id_), str(of), rows.stored_moment(str(at)), str(kind)) for id_, of, at, kind in found)

    def photo_bytes(self, id: str) -> bytes:  # noqa: A002
        """The bytes of one picture. Raises ``InputError("record.no-entry")``."""
        (data,) = there(self._connection.execute("SELECT bytes FROM photo WHERE id = ?", (id,)).fetchone())
        return cast("bytes", data)

    def delete_photo(self, id: str) -> Done:  # noqa: A002
        """Into the bin; its bytes go when the bin is emptied."""

        def change() -> str:
            name = there(
                self._connection.execute(
                    """SELECT coalesce(name, '') FROM medicine_photo LEFT JOIN medicine ON medicine.id = medicine
                    WHERE medicine_photo.id = ?""",
                    (id,),
                ).fetchone()
            )[0]
            self._to_bin("medicine_photo", id, str(name))
            return str(name)

        return self._act("photo.delete", change)

    # Earlier versions

    def versions(self, table: str, key: str) -> tuple[Version, ...]:
        """What the history knows of one entry, newest first.

        ``table`` is one of ``VERSIONED``; the two columns of a key are joined as ``a/b``.
        """
        names = rows.columns(self._connection, table)
        found = []
        values: dict[str, Any] | None = None
        for line, change in self._journal.changes(table, key):
            # The first change of an entry is always its insertion, with all the columns of its time.
            values = None if change.new is None else {**(values or {}), **_told(names, change.new)}
            found.append(Version(line, values))
        return tuple(reversed(found))

    def cleared(self) -> tuple[Cleared, ...]:
        """Numbers, dates, card fields and answers that had a value once and have none now, newest first."""
        found = []
        for table, key in _SINGLE.items():
            found += self._connection.execute(
                f"""SELECT of_table || '/' || id, at, max(number) FROM touched JOIN action ON number = action
                WHERE of_table = ? AND id NOT IN (SELECT {key} FROM {table}) GROUP BY id""",  # noqa: S608  # ours
                (table,),
            ).fetchall()
        gone = [Cleared(str(entry), rows.stored_moment(str(at))) for entry, at, _ in found]
        return tuple(sorted(gone, key=lambda one: (one.at, one.entry), reverse=True))

    def restore_version(self, table: str, key: str, number: int) -> Done:
        """Make an entry again what it was after line ``number`` of the history; a new action.

        A column that the file did not have then is empty again. Raises ``InputError("record.no-entry")`` if the entry
        was not there then.
        """
        if table not in VERSIONED:
            raise KeyError(table)

        def change() -> str:
            version = there(next((one for one in self.versions(table, key) if one.line.number == number), None))
            values = self._moved(table, key, there(version.values))
            if table == "symptom_answer" and not self._there("symptom_card", values["card"]):
                # The card went with its last answer.
                card = next(one.values for one in self.versions("symptom_card", values["card"]) if one.values)
                rows.put(self._connection, "symptom_card", card)
            rows.put(self._connection, table, {**rows.defaults(self._connection, table), **values})
            self._connection.execute("DELETE FROM bin WHERE of_table = ? AND entry = ?", (table, key))
            if table == "reading":
                made = self._connection.execute(rows.SELECT_READING + " WHERE id = ?", (key,)).fetchone()
                return rows.reading_subject(rows.reading(there(made)))
            return _called(table, key, values, version.line.subject)

        return self._act(f"{AREAS.get(table, 'version')}.restore", change)

    def _moved(self, table: str, key: str, values: dict[str, Any]) -> dict[str, Any]:
        """An earlier version, with the medicine that took its own one's place if the two were merged since."""
        if values.get("medicine") is None or self._there("medicine", values["medicine"]):
            return values
        binned = self._connection.execute('SELECT "row" FROM bin WHERE of_table = ? AND entry = ?', (table, key)).get
        import json  # noqa: PLC0415  # as above

        now = rows.whole(self._connection, table, key) or (json.loads(binned) if binned else {})
        return {**values, "medicine": now.get("medicine", values["medicine"])}


def _called(table: str, key: str, values: Mapping[str, Any], subject: str) -> str:
    """What the history calls a row that was brought back, as the actions of its area do."""
    if table == "symptom_answer":
        return f"{values['item']} {values['answer']}"
    if table in AREAS:
        return key.partition("/")[0]
    return str(values[_CALLED[table]]) if table in _CALLED else subject


def _told(names: Iterable[str], row: Iterable[Any]) -> dict[str, Any]:
    """A row of a changeset by column, without those that it leaves as they were; an older row may be shorter."""
    return {name: value for name, value in zip(names, row, strict=False) if value is not apsw.no_change}
