"""The diary and the look-back interview: doses, calls with the team, shifts, the long-term record, answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from handbook.record import rows
from handbook.record.actions import there
from handbook.record.beside import BesideTheBook

if TYPE_CHECKING:
    from handbook.domain import Dose, LookBackAnswer, Medicine, PassportEntry, Shift, TeamCall
    from handbook.record.journal import Done

T = TypeVar("T")
_SHORT = 24


class _Kept(msgspec.Struct, Generic[T], frozen=True):
    """How one kind of entry is kept. ``action`` is the first part of its actions' names."""

    action: str
    table: str
    select: str
    row: Callable[[T], rows.Row]
    read: Callable[[tuple[Any, ...]], T]
    subject: Callable[[T], str]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


_CALL: _Kept[TeamCall] = _Kept(
    "call", "team_call", rows.SELECT_CALL, rows.call_row, rows.call, lambda c: _short(c.who or c.said)
)
_SHIFT: _Kept[Shift] = _Kept("shift", "shift", rows.SELECT_SHIFT, rows.shift_row, rows.shift, lambda s: _short(s.carer))
_PASSPORT: _Kept[PassportEntry] = _Kept(
    "passport", "passport", rows.SELECT_PASSPORT, rows.passport_row, rows.passport, lambda p: _short(p.what)
)


class Diary(BesideTheBook):
    """The part of the store that is written day by day.

    Adding raises ``InputError``: ``record.already-there``, ``text.control``, and ``record.no-carer`` or
    ``record.no-text`` for an entry that says nothing; changing and deleting ``record.no-entry``.
    """

    # Doses

    def doses(self, since: datetime | None = None) -> tuple[Dose, ...]:
        """Newest first; those at or after ``since`` if it is given."""
        return self._since(rows.SELECT_DOSE, rows.dose, since)

    def add_dose(self, dose: Dose) -> Done:
        """Write down that a medicine was given; also long after it was."""
        return self._add(self._dose, dose)

    def add_new_and_dose(self, medicine: Medicine, dose: Dose) -> Done:
        """A medicine that was given and is on no list yet: on the list, with this dose, in one action."""

        def change() -> str:
            rows.insert(self._connection, "medicine", rows.medicine_row(medicine))
            rows.insert(self._connection, "dose", rows.dose_row(dose))
            return medicine.name

        return self._act("dose.new", change)

    def change_dose(self, dose: Dose) -> Done:
        """Replace the one with the same id."""
        return self._change(self._dose, dose)

    def delete_dose(self, id: str) -> Done:  # noqa: A002
        """Into the bin."""
        return self._delete(self._dose, id)

    @property
    def _dose(self) -> _Kept[Dose]:
        return _Kept("dose", "dose", rows.SELECT_DOSE, rows.dose_row, rows.dose, self._medicine_of)

    def _medicine_of(self, dose: Dose) -> str:
        """A dose is called by the name of its medicine."""
        row = self._connection.execute("SELECT name FROM medicine WHERE id = ?", (dose.medicine,)).fetchone()
        return str(row[0]) if row else ""

    # Calls with the team

    def calls(self, since: datetime | None = None) -> tuple[TeamCall, ...]:
        """Newest first; those at or after ``since`` if it is given."""
        return self._since(rows.SELECT_CALL, rows.call, since)

    def add_call(self, call: TeamCall) -> Done:
        """Write down a call."""
        return self._add(_CALL, call)

    def change_call(self, call: TeamCall) -> Done:
        """Replace the one with the same id."""
        return self._change(_CALL, call)

    def delete_call(self, id: str) -> Done:  # noqa: A002
        """Into the bin."""
        return self._delete(_CALL, id)

    # Shifts

    def shifts(self, since: datetime | None = None) -> tuple[Shift, ...]:
        """Newest begin first; with ``since`` those that begin at or after it, and those that have not ended."""
        earliest = -(1 << 63) if since is None else rows.moment(since)
        found = self._connection.execute(
            rows.SELECT_SHIFT + " WHERE moment >= ? OR ends IS NULL ORDER BY moment DESC, id", (earliest,)
        )
        return tuple(map(rows.shift, found))

    def add_shift(self, shift: Shift) -> Done:
        """Write down who is there."""
        return self._add(_SHIFT, shift)

    def change_shift(self, shift: Shift) -> Done:
        """Replace the one with the same id, for example with its end."""
        return self._change(_SHIFT, shift)

    def delete_shift(self, id: str) -> Done:  # noqa: A002
        """Into the bin."""
        return self._delete(_SHIFT, id)

    # The long-term record

    def passport(self) -> tuple[PassportEntry, ...]:
        """Newest day first; what has no day last."""
        found = self._connection.execute(rows.SELECT_PASSPORT + " ORDER BY day DESC, id")
        return tuple(map(rows.passport, found))

    def add_passport(self, entry: PassportEntry) -> Done:
        """Write down one line."""
        return self._add(_PASSPORT, entry)

    def change_passport(self, entry: PassportEntry) -> Done:
        """Replace the one with the same id."""
        return self._change(_PASSPORT, entry)

    def delete_passport(self, id: str) -> Done:  # noqa: A002
        """Into the bin."""
        return self._delete(_PASSPORT, id)

    # The look-back interview

    def lookback_answers(self) -> tuple[LookBackAnswer, ...]:
        """All answers, by question and month."""
        return tuple(map(rows.lookback, self._connection.execute(rows.SELECT_LOOKBACK + " ORDER BY question, month")))

    def set_lookback(self, answer: LookBackAnswer) -> Done:
        """Write down an answer in place of an earlier one to the same question and month."""
        return self._set("lookback.set", answer.question, "lookback_answer", rows.lookback_row(answer))

    def set_lookbacks(self, answers: Sequence[LookBackAnswer]) -> Done:
        """Write those that have no answer yet, in one action; ``subject`` is how many. No answer is ever replaced."""

        def change() -> str:
            # The window may not have heard yet of an answer that is on its way before this.
            there_already = {(one.question, one.month) for one in self.lookback_answers()}
            new = [answer for answer in answers if (answer.question, answer.month) not in there_already]
            for answer in new:
                rows.put(self._connection, "lookback_answer", rows.lookback_row(answer))
            return str(len(new))

        return self._act("lookback.rest", change)

    def clear_lookback(self, question: str, month: str) -> Done:
        """Take an answer back to "not asked"."""

        def change() -> str:
            self._connection.execute("DELETE FROM lookback_answer WHERE question = ? AND month = ?", (question, month))
            return question

        return self._act("lookback.clear", change)

    # All kinds alike

    def _since(self, select: str, read: Callable[[tuple[Any, ...]], T], since: datetime | None) -> tuple[T, ...]:
        earliest = -(1 << 63) if since is None else rows.moment(since)
        found = self._connection.execute(f"{select} WHERE moment >= ? ORDER BY moment DESC, id", (earliest,))
        return tuple(map(read, found))

    def _one(self, kept: _Kept[T], key: str) -> T:
        return kept.read(there(self._connection.execute(f"{kept.select} WHERE id = ?", (key,)).fetchone()))

    def _add(self, kept: _Kept[T], entry: T) -> Done:
        def change() -> str:
            rows.insert(self._connection, kept.table, kept.row(entry))
            return kept.subject(entry)

        return self._act(f"{kept.action}.add", change)

    def _change(self, kept: _Kept[T], entry: T) -> Done:
        def change() -> str:
            row = kept.row(entry)
            self._one(kept, str(row["id"]))
            rows.put(self._connection, kept.table, row)
            return kept.subject(entry)

        return self._act(f"{kept.action}.change", change)

    def _delete(self, kept: _Kept[T], key: str) -> Done:
        def change() -> str:
            subject = kept.subject(self._one(kept, key))
            self._to_bin(kept.table, key, subject)
            return subject

        return self._act(f"{kept.action}.delete", change)
