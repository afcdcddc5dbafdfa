"""The symptom card: every press is on disk at once, with its time and observer. Nothing is judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from handbook import tasks
from handbook.domain import Answer, HandbookError, Reading, SymptomCard
from handbook.record import Done
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.pages.card_note import CardNote, note_of
from handbook.ui.pages.curve_sheet import CurveSheet
from handbook.ui.pages.readings import FIRST_SHOWN, ReadingForm, ReadingList
from handbook.ui.pages.symptom_card import GroupSheet, ItemRow, ObserverBar, TwoColumns, newest_today
from handbook.ui.saving import SheetOut
from handbook.ui.widgets import Columns, Sheet, button, flow, label, tab_after
from handbook.ui.widgets.callframe import CallFrame
from handbook.ui.widgets.moment import MomentChoice, moment_words
from handbook.ui.widgets.more import More
from handbook.ui.widgets.spoken import name_parts_of

LEFT = ("fever-heart", "breathing-belly", "bleeding-infection")
"""The groups of the left column; the others stand on the right."""
WIDE = 820


class SymptomsPage(Page):
    """The card in use, the readings, and earlier cards to read.

    Drafts: ``card`` the id of the card in use and ``asked_on`` the day on which it was asked for, ``read`` the id of
    an earlier one that is open to be read, ``note``, ``measure``.
    """

    place = "symptoms"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._items = tuple(item.id for group in context.book.symptoms for item in group.items)
        self._out = SheetOut(context, self)
        self._keeping = False
        self._day = context.today()
        self._days: dict[str, date] = {}
        self._lists: object = None
        self._most = FIRST_SHOWN
        if "card" not in self.draft:
            self.draft["card"] = note_of(self.draft) or self._newest_today() or context.new_id()
        self.column.addWidget(self._head())
        self._rows: list[ItemRow] = []
        self._numbers = context.numbers
        self._end_of_card()
        self._card_area = self._card_part()
        self.column.addWidget(self._card_area)
        measure = self.draft.setdefault("measure", {})
        assert isinstance(measure, dict)  # noqa: S101  # made by the line above
        self.form = ReadingForm(context, self.say, measure)
        self.form.keep.connect(self._keep_readings)
        self.form.wrong.connect(self.look_at)
        self._below = Columns(least=self.theme.px(400), gap=self.theme.px(22), weights=(1, 1))
        self._list_cell = QWidget()
        self._list_column = QVBoxLayout(self._list_cell)
        self._list_column.setContentsMargins(0, 0, 0, 0)
        self._list_column.setSpacing(self.theme.px(18))
        self._below.add(self.form)
        self.column.addWidget(self._below)
        curve = self.draft.setdefault("curve", {})
        assert isinstance(curve, dict)  # noqa: S101  # made by the line above
        self.curve = CurveSheet(context, curve)
        if self.theme.elder:
            self.folded = More(self.theme, self.phrases, self._list_cell, self.curve)
            self.column.addWidget(self.folded)
        else:
            self._below.add(self._list_cell)
            self.column.addWidget(self.curve)
        self.column.addStretch(1)
        context.bridge.saved.connect(self._saved)
        context.bridge.failed.connect(self._refused)
        self.refresh()

    # -- building ----------------------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(14))
        self.temperature = button(self.say("temperature"), self._temperature, role="primary")
        self.new = button(self.say("new"), self._new)
        self.print = button(self.say("print"), self.save_sheet)
        self.back = button(self.say("back"), self._back, role="primary")
        column.addWidget(flow(self.back, self.temperature, self.new, self.print, gap=self.theme.px(12)))
        self.who = ObserverBar(self.context)
        column.addWidget(self.who)
        self.earlier = button(self.say("answers_earlier"), self._not_now, role="link")
        self._earlier_line = flow(self.earlier)
        column.addWidget(self._earlier_line)
        self.when = MomentChoice(self.context, self.say("answers_when"), {})  # no draft: who comes back writes of now
        name_parts_of(self.phrases, self.say("answers_when"), self.when.findChildren(QWidget))  # the form has one too
        column.addWidget(self.when)
        self.when.hide()
        return head

    def _card_part(self) -> TwoColumns:
        groups: list[tuple[QWidget, bool]] = []
        for group in self.context.book.symptoms:
            sheet = GroupSheet(self.context, group)
            self._rows += sheet.rows
            groups.append((sheet, group.id in LEFT))
        for line in self._rows:
            line.pressed.connect(self._answered)
        return TwoColumns(self.context, CallFrame(self.context), groups, self._end)

    def _end_of_card(self) -> None:
        self._end = Sheet(self.theme, gap=12)
        self.rest = button(self.say("rest"), self._rest)
        self._rest_part = QWidget()
        column = QVBoxLayout(self._rest_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(2))
        column.addWidget(flow(self.rest))
        column.addWidget(label(self.say("rest_why"), "soft"))
        self._end.add(self._rest_part)
        self.note = CardNote(
            self.context,
            (self.say("note"), self.say("note_hint")),
            self.draft,
            in_use=lambda: self.card,
            card=lambda key: self._kept(key) or SymptomCard(key, self.when.at),
        )
        self._note_read = label("")
        self._end.add(self.note, self._note_read)

    # -- which card --------------------------------------------------------------------------------------------

    def _newest_today(self) -> str:
        """The id of the newest card that was begun today, or ""."""
        card = newest_today(self.context)
        return card.id if card else ""

    def _kept(self, key: str) -> SymptomCard | None:
        return next((card for card in self.context.state.cards if card.id == key), None)

    @property
    def reading(self) -> SymptomCard | None:
        """The earlier card that is open to be read, or None."""
        return self._kept(str(self.draft.get("read", "")))

    @property
    def card(self) -> SymptomCard:
        """The card in use. Nothing is written of a new one before its first answer; its time is that of the answer."""
        key = str(self.draft["card"])
        return self._kept(key) or SymptomCard(key, self.context.now())

    # -- showing -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the record as it stands; nothing is rebuilt but the lists, and those only if they changed."""
        if self._day != self.context.today():  # a page that was left open overnight asks about the new day
            self._day = self.context.today()
            self._now_again()
            self._choose_card()
        if self.context.numbers != self._numbers:
            self._rebuild_card()
        reading = self.reading
        card = reading or self.card
        saved = self._kept(card.id) is not None
        for line in self._rows:
            line.show_answer(card.answer(line.item), reading.begun.date() if reading else None)
        time = moment_words(self.context, card.begun)
        key = "subtitle_read" if reading else "subtitle" if saved else "subtitle_new"
        self.show_heading(self.title, self.say(key, time=time))
        self.back.setVisible(reading is not None)
        for widget in (self.temperature, self.new, self.print, self._rest_part, self.note):
            widget.setVisible(reading is None)
        self._earlier_line.setVisible(reading is None and self.when.isHidden())
        self._note_read.setVisible(reading is not None and bool(reading.note))
        self._end.setVisible(reading is None or bool(reading.note))
        if reading:
            self._note_read.setText(self.say("note_read", note=reading.note))
        self.note.show_of(card)
        self.form.when.refresh()
        self.who.show_names()
        self._show_lists()
        self.curve.refresh()

    def _rebuild_card(self) -> None:
        """The clinic's line or words changed: the fixed text is written anew."""
        self._numbers = self.context.numbers
        self._rows = []
        old, self._card_area = self._card_area, self._card_part()
        self.column.replaceWidget(old, self._card_area)
        old.hide()
        old.deleteLater()
        before: QWidget = self.who.offered[-1] if self.who.offered else self.who.input
        for line in self._rows:  # what is made last would be reached last
            for answer in (Answer.YES, Answer.NO):
                press = line.answers.press(answer.value)
                QWidget.setTabOrder(before, press)
                before = press
        self._arrange()

    def _show_lists(self) -> None:
        state = self.context.state
        reading = self.reading
        shown = (
            state.readings,
            [card.id for card in state.cards],
            reading,
            self.card.id,
            self.context.today(),
            self._most,
            state.older,
        )
        if shown == self._lists:
            return
        self._lists = shown
        focused = self.focusWidget()
        inside = focused is not None and self._list_cell.isAncestorOf(focused)
        while (item := self._list_column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        readings = ReadingList(self.context, self.say, state.readings, most=self._most)
        readings.deleted.connect(self._delete_reading)
        readings.more.connect(self._show_more)
        earlier = Sheet(self.theme, self.say("earlier"))
        presses = []
        for card in state.cards:
            if card.id not in {self.draft["card"], reading.id if reading else ""}:
                time = moment_words(self.context, card.begun)
                press = button(time, self._open_card, role="", name=self.say("earlier_open", time=time))
                press.setProperty("card", card.id)
                presses.append(press)
        earlier.add(flow(*presses, gap=self.theme.px(8)) if presses else label(self.say("earlier_none"), "soft"))
        if "card" in state.older:
            earlier.add(flow(button(self.say("earlier_more"), self.context.bridge.reach_further, role="link")))
        for sheet in (readings, earlier):
            self._list_column.addWidget(sheet)
        self._list_column.addStretch(1)
        tab_after(self.folded.press if self.theme.elder else self.form.submit_button, self._list_cell)
        if inside:
            again = self._list_cell.findChildren(QPushButton)
            (again[0] if again else self.form.values[next(iter(self.form.values))].input).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self._card_area.arrange(wide=self.viewport().width() >= self.theme.px(WIDE))

    # -- moving about ------------------------------------------------------------------------------------------

    def open(self, detail: str) -> None:
        """``"new"`` begins a card, ``"temperature"`` goes to the temperature, a card's id opens it to be read."""
        self._now_again()
        if detail == "new":
            self._new()
        elif detail == "temperature":
            self._temperature()
        elif self._kept(detail):
            self.draft["read"] = detail
            self.refresh()
        else:
            self._choose_card()
        if detail in {"new", "temperature"}:
            self.moved.emit("")

    def _choose_card(self) -> None:
        """The card in use; in place of one of another day, or not asked for, the newest of today or a new one."""
        today = self.context.today()
        kept = self._kept(str(self.draft["card"]))
        begun = self.draft.get("asked_on") == today or bool(note_of(self.draft))
        in_use = kept.begun.date() == today if kept else begun
        if not in_use:
            self.note.keep()
            self.draft["card"] = self._newest_today() or self.context.new_id()
            self.refresh()

    @Slot()
    def _new(self) -> None:
        self.note.keep()
        self.draft.pop("read", None)
        self._now_again()
        key = str(self.draft["card"])
        if self._kept(key) or key in self._days:  # something was asked of it
            self.draft["card"] = self.context.new_id()
        self.draft["asked_on"] = self.context.today()
        self.refresh()
        self.verticalScrollBar().setValue(0)
        if self._rows:  # none in a damaged installation
            self._rows[0].answers.press(Answer.YES.value).setFocus()

    @Slot()
    def _temperature(self) -> None:
        self.draft.pop("read", None)
        self.refresh()
        self.form.ready()
        QTimer.singleShot(0, self._to_form)

    @Slot()
    def _to_form(self) -> None:
        # From its heading on, as far as there is page below it.
        top = self.form.mapTo(self.content, self.form.rect().topLeft()).y()
        self.verticalScrollBar().setValue(top)

    @Slot()
    def _open_card(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.note.keep()
            self.context.go.emit(self.place, str(sender.property("card")))
            self.verticalScrollBar().setValue(0)
            self.back.setFocus()

    @Slot()
    def _back(self) -> None:
        self.draft.pop("read", None)
        self.moved.emit("")
        self.refresh()
        self.new.setFocus()

    # -- writing -----------------------------------------------------------------------------------------------

    @Slot()
    def _not_now(self) -> None:
        self.when.show()
        self._earlier_line.hide()
        self.when.minus[0].setFocus()

    def _now_again(self) -> None:
        self.when.clear()
        self.when.hide()

    def _asked(self) -> tuple[SymptomCard, str, datetime] | None:
        """The card in use, who writes, and of which time; None while that cannot be read, which is told beside it."""
        if not self.when.ready():
            self.look_at(self.when.first())
            self.refresh()  # what was pressed is not written down
            return None
        at = self.when.at
        return self._card_of(at), self.who.name, at

    def _card_of(self, at: datetime) -> SymptomCard:
        """The card in use if it is of that day; else the newest one of that day, or a new one, is from now on in use.

        Nothing is written of a new card before its first answer; until the record has it, its day is known here.
        """
        key = str(self.draft["card"])
        kept = self._kept(key)
        day = kept.begun.date() if kept else self._days.get(key)
        if day not in {None, at.date()}:
            self.context.bridge.reach(at)
            known = [card.id for card in self.context.state.cards if card.begun.date() == at.date()]
            known += [one for one, of in self._days.items() if of == at.date()]
            key = self.draft["card"] = known[0] if known else self.context.new_id()
            kept = self._kept(key)
        elif kept is None:
            self.context.bridge.reach(at)
        self._days.setdefault(key, at.date())
        return kept or SymptomCard(key, at)

    @Slot(str, str)
    def _answered(self, item: str, key: str) -> None:
        answer = Answer(key) if key else None
        if (asked := self._asked()) is not None:
            card, who, at = asked
            self.context.bridge.do(lambda store: store.answer(card, item, answer, observer=who, at=at))

    @Slot()
    def _rest(self) -> None:
        items = self._items
        if (asked := self._asked()) is not None:
            card, who, at = asked
            self.context.bridge.do(lambda store: store.answer_rest(card, items, observer=who, at=at))

    @Slot(object)
    def _keep_readings(self, made: tuple[Reading, ...]) -> None:
        if self._keeping:  # pressed twice, before the disk has answered: it was measured once
            return
        self._keeping = True
        written = tuple(replace(reading, observer=self.who.name) for reading in made)
        self.context.bridge.do(lambda store: store.add_readings(written))

    @Slot(str)
    def _delete_reading(self, key: str) -> None:
        self.context.bridge.do(lambda store: store.delete_reading(key))

    @Slot(object)
    def _saved(self, done: Done) -> None:
        if self._keeping and done.name == "reading.add":
            self._keeping = False
            self.form.clear()
        self.note.saved(done)

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:  # noqa: ARG002  # the window says why
        """What was pressed is not on disk, so the button comes up again; what was typed stays."""
        self._keeping = False
        if key := self.note.refused():
            self.draft["card"] = key
        self.refresh()

    @Slot()
    def _show_more(self) -> None:
        if self._most >= len(self.context.state.readings):
            self.context.bridge.reach_further()
        self._most *= 2
        self._show_lists()

    # -- the blank sheet ---------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether the blank sheet or the curve is being made."""
        return self._out.busy or self.curve.busy

    @Slot()
    def save_sheet(self) -> None:
        """Save the sheet to be ticked by pen where the person says."""
        context = self.context
        job = partial(
            tasks.make_checklist,
            context.book,
            numbers=context.numbers,
            kit=context.kit,
            languages=(context.language,),
            printed_on=context.today(),
        )
        self._out.save(self.say("print"), self.say("print_file"), job)
