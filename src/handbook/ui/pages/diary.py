"""The diary: calls with the team, who was there when, what belongs in the long record; and the hand-over page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from handbook import tasks
from handbook.domain import PassportEntry, PassportKind, Shift, TeamCall
from handbook.record import Done, Store
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.pages.diary_entries import Draft, EntrySheet, Job
from handbook.ui.saving import SheetOut
from handbook.ui.widgets import Columns, Field, Sheet, button, choice, flow, label
from handbook.ui.widgets.moment import MomentChoice, moment_words
from handbook.ui.widgets.partial_dates import PartialDateField, date_words, parts_of
from handbook.ui.widgets.rows import capital
from handbook.ui.widgets.spoken import announce

if TYPE_CHECKING:
    from handbook.content import Book
    from handbook.record import Record

HAND_OVER_HOURS = 12
"""How far the hand-over page looks back while no shift is written down."""


class CallsSheet(EntrySheet[TeamCall]):
    """Calls with the team: when, with whom, who called, what was said."""

    kind = "call"
    fields = ("who", "by", "said")
    long = frozenset({"said"})
    needed = ("who", "said")

    def entries(self) -> Sequence[TeamCall]:
        """Newest first."""
        return self.context.state.calls

    def words(self, entry: TeamCall) -> tuple[str, str]:
        """Time and person; below, what was said."""
        comma = self.context.phrases("book.comma")
        by = self.say("call_by_words", by=entry.by) if entry.by else ""
        time = moment_words(self.context, entry.at)
        return comma.join(part for part in (capital(time), entry.who, by) if part), entry.said

    def texts(self, entry: TeamCall) -> dict[str, str]:
        """As they are kept."""
        return {name: str(getattr(entry, name)) for name in self.fields}

    def begin(self, draft: Draft, old: TeamCall | None) -> None:
        """Who writes is most likely who called; an entry that is changed keeps its time."""
        if old is None:
            draft["by"] = self.context.settings.observer
        else:
            draft["at"] = draft["sure"] = old.at.isoformat()

    def more(self, column: QVBoxLayout, draft: Draft) -> None:
        """When it was."""
        self._when = MomentChoice(self.context, self.say("call_when"), draft)
        column.addWidget(self._when)

    def more_fault(self) -> QWidget | None:
        """A time that cannot be read."""
        return None if self._when.ready() else self._when.first()

    def write(self, draft: Draft, old: TeamCall | None) -> Job:
        """Add it, or change it."""
        texts = {name: draft[name].strip() for name in self.fields}
        call = TeamCall(id=draft["id"], at=self._when.at, note=old.note if old else "", **texts)
        return (lambda store: store.change_call(call)) if old else (lambda store: store.add_call(call))

    def remove(self, store: Store, key: str) -> Done:
        """Into the bin."""
        return store.delete_call(key)


class ShiftsSheet(EntrySheet[Shift]):
    """Who was with the patient, from when to when."""

    kind = "shift"
    fields = ("carer", "note")
    needed = ("carer",)

    def entries(self) -> Sequence[Shift]:
        """Newest first."""
        return self.context.state.shifts

    def words(self, entry: Shift) -> tuple[str, str]:
        """The person, and from when to when."""
        begins = moment_words(self.context, entry.begins)
        if entry.ends is None:
            return entry.carer, " ".join(filter(None, (self.say("shift_since", time=begins), entry.note)))
        ends = moment_words(self.context, entry.ends)
        return entry.carer, " ".join(filter(None, (self.say("shift_from_to", begins=begins, ends=ends), entry.note)))

    def texts(self, entry: Shift) -> dict[str, str]:
        """As they are kept."""
        return {"carer": entry.carer, "note": entry.note}

    def begin(self, draft: Draft, old: Shift | None) -> None:
        """A new shift begins now, with who writes; one that is changed keeps its times."""
        if old is None:
            draft["carer"] = self.context.settings.observer
        else:
            draft["at"] = draft["sure"] = old.begins.isoformat()

    def more(self, column: QVBoxLayout, draft: Draft) -> None:
        """When it began."""
        self._when = MomentChoice(self.context, self.say("shift_when"), draft)
        self._order = label("", "error")
        self._order.hide()
        column.addWidget(self._when)
        column.addWidget(self._order)

    def more_fault(self) -> QWidget | None:
        """A time that cannot be read, or that lies after the end that is written down."""
        self._order.hide()
        if not self._when.ready():
            return self._when.first()
        old = self._entry(self.draft["id"]) if self.draft else None
        if old is None or old.ends is None or self._when.at <= old.ends:
            return None
        self._order.setText(self.say("shift_order", time=moment_words(self.context, old.ends)))
        self._order.show()
        announce(self._when.first(), self._order.text())
        return self._when.first()

    def write(self, draft: Draft, old: Shift | None) -> Job:
        """Add it, or change it."""
        texts = {name: draft[name].strip() for name in self.fields}
        shift = Shift(id=draft["id"], begins=self._when.at, ends=old.ends if old else None, **texts)
        return (lambda store: store.change_shift(shift)) if old else (lambda store: store.add_shift(shift))

    def remove(self, store: Store, key: str) -> Done:
        """Into the bin."""
        return store.delete_shift(key)

    def presses(self) -> list[QPushButton]:
        """A button that ends each shift that is running."""
        made = []
        for shift in self.entries():
            if shift.ends is None:
                press = button(self.say("shift_end", carer=shift.carer), self._end)
                press.setProperty("entry", shift.id)
                press.setObjectName(f"end {shift.id}")
                made.append(press)
        return made

    @Slot()
    def _end(self) -> None:
        shift = self._entry(self._sent())
        if isinstance(shift, Shift):
            ended = replace(shift, ends=self.context.now())
            self.context.bridge.do(lambda store: store.change_shift(ended))


class PassportSheet(EntrySheet[PassportEntry]):
    """What later doctors ask about: immunoglobulin, vaccines, transfusions, blood results. Text, as it was told."""

    kind = "passport"
    fields = ("what", "where", "note")
    needed = ("what",)

    def entries(self) -> Sequence[PassportEntry]:
        """Newest day first."""
        return self.context.state.passport

    def words(self, entry: PassportEntry) -> tuple[str, str]:
        """Kind and what; below, day, place and note."""
        day = date_words(self.context.phrases, self.context.words.date, entry.day)
        comma = self.context.phrases("book.comma")
        detail = comma.join(part for part in (day, entry.where, entry.note) if part)
        return self.say("passport_line", kind=self.say(f"passport_kind_{entry.kind.value}"), what=entry.what), detail

    def texts(self, entry: PassportEntry) -> dict[str, str]:
        """As they are kept."""
        return {name: str(getattr(entry, name)) for name in self.fields}

    def begin(self, draft: Draft, old: PassportEntry | None) -> None:
        """Kind and day."""
        draft["kind"] = old.kind.value if old else PassportKind.IMMUNOGLOBULIN.value
        draft["day"] = parts_of(old.day) if old else dict.fromkeys(("year", "month", "day", "about"), "")

    def more(self, column: QVBoxLayout, draft: Draft) -> None:
        """Kind and day, of which only the month may be known."""
        options = [(kind.value, self.say(f"passport_kind_{kind.value}")) for kind in PassportKind]
        self._kind: QComboBox = choice(options, draft["kind"])
        self._kind.activated.connect(self._chosen)
        column.addWidget(Field(self.context.theme, self.say("passport_kind"), self._kind))
        self._day = PartialDateField(self.context, self.say("passport_day"), hint=self.say("passport_day_hint"))
        self._day.show_parts(draft["day"])
        self._day.changed.connect(self._chosen)
        column.addWidget(self._day)

    @Slot()
    def _chosen(self) -> None:
        if (draft := self.draft) is not None:
            draft["kind"], draft["day"] = str(self._kind.currentData()), self._day.parts

    def more_fault(self) -> QWidget | None:
        """A day that cannot be one."""
        return None if self._day.read() is not None else self._day.first_box()

    def write(self, draft: Draft, old: PassportEntry | None) -> Job:
        """Add it, or change it."""
        day = self._day.read()
        assert day is not None  # noqa: S101  # more_fault has seen it
        texts = {name: draft[name].strip() for name in self.fields}
        entry = PassportEntry(id=draft["id"], kind=PassportKind(draft["kind"]), day=day, **texts)
        return (lambda store: store.change_passport(entry)) if old else (lambda store: store.add_passport(entry))

    def remove(self, store: Store, key: str) -> Done:
        """Into the bin."""
        return store.delete_passport(key)


class HandOverSheet(Sheet):
    """The page for who takes over: everything written since a time, on paper."""

    def __init__(self, context: Context, draft: dict[str, Any], out: SheetOut) -> None:
        super().__init__(context.theme, context.phrases("place.diary.handover_title"))
        self._context, self._draft, self._out = context, draft, out
        say = context.phrases
        self.add(label(say("place.diary.handover_why"), "soft"))
        self.since = MomentChoice(context, say("place.diary.handover_since"), draft)
        self.since.changed.connect(self._touched)
        self.add(self.since)
        self.print = button(say("place.diary.handover_print"), self._print, icon="places/print", theme=context.theme)
        self.save = button(say("place.diary.handover_save"), self._save)
        self.add(flow(self.print, self.save, gap=context.theme.px(12)))
        self.refresh()

    def refresh(self) -> None:
        """Until a person chooses, it begins where the running shift or the last one began."""
        if not self._draft.get("touched"):
            self._draft["at"] = self._usual().isoformat()
        self.since.refresh()

    def _usual(self) -> datetime:
        shifts = self._context.state.shifts
        return shifts[0].begins if shifts else self._context.now() - timedelta(hours=HAND_OVER_HOURS)

    @Slot()
    def _touched(self) -> None:
        self._draft["touched"] = True

    def _job(self) -> Callable[[], bytes]:
        context = self._context
        how = {
            "since": self.since.at,
            "until": context.now(),
            "kit": context.kit,
            "language": context.language,
            "printed_on": context.today(),
        }
        return partial(_handover, context.bridge.record, context.book, how)

    @Slot()
    def _print(self) -> None:
        if self.since.ready():
            self._out.print(self._context.phrases("place.diary.handover_print"), self._job())

    @Slot()
    def _save(self) -> None:
        if self.since.ready():
            say = self._context.phrases
            self._out.save(say("place.diary.handover_save"), say("place.diary.handover_file"), self._job())


class DiaryPage(Page):
    """The three kinds of entries and the hand-over page. Drafts: one for each kind, ``handover``."""

    place = "diary"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.subtitle = self.say("subtitle")
        self._out = SheetOut(context, self)
        self.calls, self.shifts, self.passport = CallsSheet(context), ShiftsSheet(context), PassportSheet(context)
        handover = self.draft.setdefault("handover", {})
        assert isinstance(handover, dict)  # noqa: S101  # made by the line above
        self.handover = HandOverSheet(context, handover, self._out)
        across = Columns(least=self.theme.px(400), gap=self.theme.px(18), weights=(1, 1))
        across.add(self.calls, self.passport)
        across.add(self.shifts, self.handover)
        for sheet in (self.calls, self.shifts, self.passport):
            sheet.writing.connect(self.look_at)
        self.column.addWidget(across)
        self.column.addWidget(flow(button(self.phrases("place.give.open"), self._give)))
        self.column.addStretch(1)

    @property
    def busy(self) -> bool:
        """Whether the hand-over page is being made."""
        return self._out.busy

    @Slot()
    def _give(self) -> None:
        self.context.go.emit("give", "")

    def refresh(self) -> None:
        """Show the record as it stands."""
        for sheet in (self.calls, self.shifts, self.passport, self.handover):
            sheet.refresh()

    def open(self, detail: str) -> None:
        """``"call"``, ``"shift"`` or ``"passport"`` begins an entry of that kind."""
        for sheet in (self.calls, self.shifts, self.passport):
            if sheet.kind == detail:
                sheet.new.click()


def _handover(record: Record, book: Book, how: dict[str, Any]) -> bytes:
    """Read what was written since then, however long ago that is, and make the page; called in the background only."""
    diary, shifts = record.submit(lambda store: (tasks.read_diary(store, how["since"]), store.shifts())).result()
    return tasks.make_handover(
        book,
        **diary.given(),
        shifts=shifts,
        numbers=tasks.own_numbers(diary.numbers, how["kit"]),
        **how,
    )
