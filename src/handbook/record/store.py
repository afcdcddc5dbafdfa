"""What a family's record can do and tell, as the jobs of the worker thread see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from handbook import domain
from handbook.record import rows, symptoms
from handbook.record.actions import there
from handbook.record.bin import Bin
from handbook.record.on_card import OnCard
from handbook.record.unfinished import Unfinished

if TYPE_CHECKING:
    from handbook.domain import (
        Answer,
        Journey,
        Medicine,
        PartialDate,
        Reading,
        SymptomCard,
        Told,
    )
    from handbook.record.journal import Done

ACTIONS = (
    "medicine.add", "medicine.change", "medicine.stop", "medicine.delete",
    "symptom.answer", "symptom.clear", "symptom.rest", "symptom.note",
    "reading.add", "reading.change", "reading.delete",
    "date.set", "date.clear", "number.set", "number.clear", "person.set", "person.clear",
    "preparation.tick", "preparation.untick",
    "page.star", "page.unstar", "note.add", "note.change", "note.delete",
    "question.add", "question.change", "question.delete", "question.tick", "question.untick",
    "medicine.merge", "medicine.many", "reading.many", "photo.add", "photo.delete",
    "dose.add", "dose.new", "dose.change", "dose.delete", "call.add", "call.change", "call.delete",
    "shift.add", "shift.change", "shift.delete", "passport.add", "passport.change", "passport.delete",
    "lookback.set", "lookback.rest", "lookback.clear", "bin.restore", "bin.empty", "version.restore",
    "reading.restore", "symptom.restore", "lookback.restore", "number.restore", "date.restore", "person.restore",
    "card.leave-out", "card.put-back",
)  # fmt: skip
"""Every name that an action can have; a sentence is made of each by the front."""

_BY_MOMENT = {"reading": "reading", "dose": "dose", "call": "team_call", "shift": "shift", "card": "symptom_card"}
"""Kinds of entries that become many, with their tables."""

_INFUSION = {"infusion_date": "infusion"}
"""The pocket card's field that is one of the journey's dates: written down once, the same in both places."""


class Store(Bin, OnCard, Unfinished):
    """The open record. Used only inside jobs given to :meth:`handbook.record.Record.submit`.

    Every action returns when it is on disk and raises ``InputError("record.read-only")`` in a second window,
    ``InputError("record.no-entry")`` for an entry that is not there, and ``MachineError`` (``record.no-space``,
    ``record.io``, ``record.busy``) with the record as it was before.
    """

    # Medicines

    def medicines(self) -> tuple[Medicine, ...]:
        """All, by name."""
        return tuple(map(rows.medicine, self._connection.execute(rows.SELECT_MEDICINE + " ORDER BY name, id")))

    def medicine(self, id: str) -> Medicine:  # noqa: A002
        """One of them. Raises ``InputError("record.no-entry")``."""
        return rows.medicine(there(self._connection.execute(rows.SELECT_MEDICINE + " WHERE id = ?", (id,)).fetchone()))

    def add_medicine(self, m: Medicine) -> Done:
        """Add a new one. Raises ``InputError``: ``record.no-name``, ``text.control``, ``record.already-there``."""

        def change() -> str:
            rows.insert(self._connection, "medicine", rows.medicine_row(m))
            return m.name

        return self._act("medicine.add", change)

    def change_medicine(self, m: Medicine) -> Done:
        """Replace the one with the same id. Raises as :meth:`add_medicine`."""

        def change() -> str:
            self.medicine(m.id)
            rows.put(self._connection, "medicine", rows.medicine_row(m))
            return m.name

        return self._act("medicine.change", change)

    def stop_medicine(self, id: str, end: PartialDate) -> Done:  # noqa: A002
        """Write down the last day it was taken, as far as it is known."""

        def change() -> str:
            stopped = replace(self.medicine(id), end=end)
            rows.put(self._connection, "medicine", rows.medicine_row(stopped))
            return stopped.name

        return self._act("medicine.stop", change)

    def delete_medicine(self, id: str) -> Done:  # noqa: A002
        """Into the bin."""

        def change() -> str:
            name = self.medicine(id).name
            self._to_bin("medicine", id, name)
            return name

        return self._act("medicine.delete", change)

    def merge_medicines(self, merged: Medicine, other: str) -> Done:
        """Put ``merged`` in place of the medicine with its id and take ``other`` off the list, doses and photos moved.

        Two entries for one product are never merged unasked. Raises ``InputError("record.no-entry")``.
        """

        def change() -> str:
            self.medicine(merged.id)
            gone = self.medicine(other)
            rows.put(self._connection, "medicine", rows.medicine_row(merged))
            for table in ("dose", "medicine_photo"):
                self._connection.execute(
                    f"UPDATE {table} SET medicine = ? WHERE medicine = ?",  # noqa: S608  # two tables
                    (merged.id, other),
                )
            self._connection.execute(  # what lies in the bin comes back to where it then belongs
                """UPDATE bin SET "row" = json_set("row", '$.medicine', ?)
                WHERE of_table IN ('dose', 'medicine_photo') AND json_extract("row", '$.medicine') = ?""",
                (merged.id, other),
            )
            self._to_bin("medicine", other, gone.name)
            return merged.name

        return self._act("medicine.merge", change)

    def add_many(self, entries: Sequence[Medicine] | Sequence[Reading]) -> Done:
        """Add medicines, or readings, in one action that is undone as one; ``subject`` is how many."""
        medicines = any(isinstance(entry, domain.Medicine) for entry in entries)

        def change() -> str:
            for entry in entries:
                if isinstance(entry, domain.Medicine):
                    rows.insert(self._connection, "medicine", rows.medicine_row(entry))
                else:
                    rows.insert(self._connection, "reading", rows.reading_row(entry))
            return str(len(entries))

        return self._act("medicine.many" if medicines else "reading.many", change)

    # The symptom card

    def begin_card(self) -> SymptomCard:
        """A new, empty card. Nothing is written until its first answer or note."""
        return domain.SymptomCard(self._new_id(), self._clock())

    def cards(self, limit: int = 30, since: datetime | None = None) -> tuple[SymptomCard, ...]:
        """The newest ``limit`` cards and all since ``since``, newest first, with their answers as they were given."""
        return symptoms.newest(self._connection, limit, since)

    def noted(self) -> dict[str, datetime]:
        """When the note of each card was written last, by the card's id."""
        found = self._connection.execute(
            """SELECT id, at, max(number) FROM touched JOIN action ON number = action
            WHERE of_table = 'symptom_card' AND name = 'symptom.note' GROUP BY id"""
        )
        return {str(key): rows.stored_moment(str(at)) for key, at, _ in found}

    def card(self, id: str) -> SymptomCard:  # noqa: A002
        """One of them. Raises ``InputError("record.no-entry")`` also while nothing is written on it."""
        return there(symptoms.one(self._connection, id))

    def answer(
        self, card: SymptomCard, item: str, answer: Answer | None, *, observer: str, at: datetime | None = None
    ) -> Done:
        """Write the answer to one item; None takes it back to "not asked". ``at`` is now unless given."""

        def change() -> str:
            if answer is None:
                symptoms.take_back(self._connection, card.id, item)
                symptoms.drop_if_empty(self._connection, card.id)
            else:
                given = domain.SymptomAnswer(item, answer, at or self._clock(), observer)
                symptoms.write(self._connection, card, given)
            return item if answer is None else f"{item} {answer.value}"

        return self._act("symptom.clear" if answer is None else "symptom.answer", change)

    def answer_rest(
        self, card: SymptomCard, items: Sequence[str], *, observer: str, at: datetime | None = None
    ) -> Done:
        """Write NO for those of ``items`` that were not asked, in one action; no answer is ever replaced.

        ``at`` is now unless given.
        """

        def change() -> str:
            known = symptoms.one(self._connection, card.id) or card
            when = at or self._clock()
            for item in items:
                if known.answer(item) is None:
                    symptoms.write(self._connection, card, domain.SymptomAnswer(item, domain.Answer.NO, when, observer))
            return ""

        return self._act("symptom.rest", change)

    def set_card_note(self, card: SymptomCard | str, note: str) -> Done:
        """Replace the note of a card; the card itself, not its id, if nothing may be written on it yet."""
        id_ = card if isinstance(card, str) else card.id

        def change() -> str:
            if isinstance(card, str):
                self.card(id_)
            else:
                symptoms.begin(self._connection, card)
            self._connection.execute("UPDATE symptom_card SET note = ? WHERE id = ?", (rows.text("note", note), id_))
            symptoms.drop_if_empty(self._connection, id_)
            return ""

        return self._act("symptom.note", change)

    # Readings

    def older(self, since: datetime) -> frozenset[str]:
        """Of which kinds (reading, dose, call, shift, card) there is something from before ``since``."""
        before = rows.moment(since)
        return frozenset(
            kind
            for kind, table in _BY_MOMENT.items()
            if self._connection.execute(
                f"SELECT EXISTS (SELECT 1 FROM {table} WHERE moment < ?)",  # noqa: S608  # five tables
                (before,),
            ).get
        )

    def readings(self, since: datetime | None = None) -> tuple[Reading, ...]:
        """Newest first; those at or after ``since`` if it is given."""
        earliest = -(1 << 63) if since is None else rows.moment(since)
        found = self._connection.execute(
            rows.SELECT_READING + " WHERE moment >= ? ORDER BY moment DESC, id", (earliest,)
        )
        return tuple(map(rows.reading, found))

    def add_reading(self, r: Reading) -> Done:
        """Add a new one. Raises ``InputError``: ``record.no-number``, ``text.control``, ``record.already-there``."""

        def change() -> str:
            rows.insert(self._connection, "reading", rows.reading_row(r))
            return rows.reading_subject(r)

        return self._act("reading.add", change)

    def add_readings(self, readings: Sequence[Reading]) -> Done:
        """Add what was measured together in one action; ``subject`` names each, joined by ";"."""

        def change() -> str:
            for r in readings:
                rows.insert(self._connection, "reading", rows.reading_row(r))
            return ";".join(map(rows.reading_subject, readings))

        return self._act("reading.add", change)

    def change_reading(self, r: Reading) -> Done:
        """Replace the one with the same id. Raises as :meth:`add_reading`."""

        def change() -> str:
            self._reading(r.id)
            rows.put(self._connection, "reading", rows.reading_row(r))
            return rows.reading_subject(r)

        return self._act("reading.change", change)

    def delete_reading(self, id: str) -> Done:  # noqa: A002
        """Into the bin."""

        def change() -> str:
            subject = rows.reading_subject(self._reading(id))
            self._to_bin("reading", id, subject)
            return subject

        return self._act("reading.delete", change)

    # Dates, numbers, the pocket card, the preparation list

    def journey(self) -> Journey:
        """The family's own dates."""
        found = self._connection.execute("SELECT step, day FROM step_date").fetchall()
        return domain.Journey(**{str(step): date.fromisoformat(str(day)) for step, day in found})

    def set_date(self, step: str, day: date | None) -> Done:
        """Write down the day of one of ``STEP_DATES``, planned or done; None takes it out."""
        if step not in domain.STEP_DATES:
            raise KeyError(step)
        if day is None:
            return self._clear("date.clear", "DELETE FROM step_date WHERE step = ?", step)
        return self._set("date.set", step, "step_date", {"step": step, "day": day.isoformat()})

    def numbers(self) -> dict[str, Told]:
        """Our team's numbers: those that were written down."""
        found = self._connection.execute("SELECT key, value, told_by, told_on FROM team_number ORDER BY key")
        return {
            str(key): domain.Told(str(value), str(by), date.fromisoformat(str(on)) if on else None)
            for key, value, by, on in found
        }

    def set_number(self, key: str, told: Told | None) -> Done:
        """Write down one of ``NUMBER_KEYS`` as it was told; None takes it out."""
        if key not in domain.NUMBER_KEYS:
            raise KeyError(key)
        if told is None:
            return self._clear("number.clear", "DELETE FROM team_number WHERE key = ?", key)
        row = {
            "key": key,
            "value": rows.text(key, told.value),
            "told_by": rows.text("by", told.by),
            "told_on": told.on.isoformat() if told.on else "",
        }
        return self._set("number.set", key, "team_number", row)

    def person(self) -> dict[str, str]:
        """The pocket card's fields that are filled in, as text; dates as ISO."""
        fields = {
            str(key): str(value) for key, value in self._connection.execute("SELECT key, value FROM person_field")
        }
        for key, step in _INFUSION.items():
            if day := getattr(self.journey(), step):
                fields[key] = day.isoformat()
        return {key: fields[key] for key in domain.KEYS if key in fields} if fields else {}

    def set_person(self, key: str, value: str) -> Done:
        """Fill in one field; "" takes it out. ``infusion_date`` is the journey's own date, kept once.

        Raises:
            InputError: as :func:`handbook.domain.clean_field`.
        """
        if key not in domain.KEYS:
            raise KeyError(key)
        cleaned = domain.clean_field(key, value) if value.strip() else ""
        if key in _INFUSION:
            return self.set_date(_INFUSION[key], cleaned if isinstance(cleaned, date) else None)
        if cleaned == "":
            return self._clear("person.clear", "DELETE FROM person_field WHERE key = ?", key)
        return self._set("person.set", key, "person_field", {"key": key, "value": str(cleaned)})

    def prepared(self) -> frozenset[str]:
        """The ticked items of the preparation list."""
        return frozenset(str(item) for (item,) in self._connection.execute("SELECT item FROM prepared"))

    def set_prepared(self, item_id: str, done: bool) -> Done:
        """Tick or untick one item."""
        if not done:
            return self._clear("preparation.untick", "DELETE FROM prepared WHERE item = ?", item_id)

        def change() -> str:
            self._connection.execute(
                "INSERT INTO prepared (item, at) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (item_id, self._clock().isoformat()),
            )
            return item_id

        return self._act("preparation.tick", change)

    def _reading(self, id: str) -> Reading:  # noqa: A002
        return rows.reading(there(self._connection.execute(rows.SELECT_READING + " WHERE id = ?", (id,)).fetchone()))
