"""The night page (F2): near-black, and no more on it than three in the morning needs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent, QWindow
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook.domain import Answer, Dose, Medicine, Reading, SymptomCard
from handbook.record import Done
from handbook.ui.context import Context
from handbook.ui.lock import STIRS
from handbook.ui.pages.base import Page
from handbook.ui.pages.night_panels import ChangedPanel, DatePanel, MedicinePanel, TemperaturePanel
from handbook.ui.pages.symptom_card import newest_today
from handbook.ui.widgets import Columns, button, flow, label, tab_after
from handbook.ui.widgets.callframe import CallFrame, whose_call
from handbook.ui.widgets.cards import LargeButton

QUIET_SECONDS = 120
"""So long without a key or click, and the page shows its four buttons again; what was typed is kept."""

SECOND_MS = 1000

DOORS = (
    ("temperature", "symptoms/fever"),
    ("changed", "places/symptoms"),
    ("medicine", "places/medicines"),
    ("call", "places/phone"),
)
"""Name and picture of the four buttons, in reading order; all but the last open a panel on this page."""

DATE = "date"
"""The panel for the infusion date, offered as long as there is none."""


_DRAFTS = {"reading.add": "temperature", "symptom.note": "changed", "dose.new": "medicine", "date.set": DATE}
"""Of which panel an action has written down what was typed."""

Panel = TemperaturePanel | ChangedPanel | MedicinePanel | DatePanel


class NightPage(Page):
    """The time, the number and Day +N above; the fixed call text; four buttons, or what one of them has opened.

    Each entry bears the moment at which it is made. Nothing asks and nothing rings: what was written is told, with the
    way back, by the foot of the window.
    """

    place = "night"
    look = "night"
    alone = True
    title_role = "clock"
    _watched: QWindow | None = None  # here, because Qt asks the filter while the page is still being made

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._last = context.now()
        self._opened = self._waiting = ""
        self._shown: object = None
        self._numbers = context.numbers
        self.panel: Panel | None = None
        self._holder = QVBoxLayout()
        self._holder.setSpacing(0)
        self._low = False
        self.band = QWidget()
        band = QVBoxLayout(self.band)
        band.setContentsMargins(0, 0, 0, 0)
        self._frame = CallFrame(context, large=True)
        band.addWidget(self._frame)
        self._owner = label(whose_call(context), "soft")
        self._doors_part = Columns(least=self.theme.px(215), gap=self.theme.px(14), weights=(1, 1))
        self.doors: dict[str, LargeButton] = {}
        for name, icon in DOORS:
            door = LargeButton(self.theme, self.say(name), icon=icon, call=name == "call")
            door.setProperty("panel", name)
            door.clicked.connect(self._door)
            self._doors_part.add(door)
            self.doors[name] = door
        self.leave_button = button("", self.context.back.emit, role="link")
        self.card_button = button(self.say("print_card"), self._print_card, role="link")
        self.date_button = button(self.say("write_date"), self._write_date, role="link")
        self.column.addWidget(self._doors_part)
        self.column.addLayout(self._holder)
        self.column.addWidget(flow(self.leave_button, self.card_button, self.date_button, gap=self.theme.px(28)))
        self.column.addWidget(self._owner)
        self._owner.hide()
        self.column.addStretch(1)
        self._clock = QTimer(self)
        self._clock.setInterval(SECOND_MS)
        self._clock.timeout.connect(self.look_at_the_clock)
        context.bridge.saved.connect(self._saved)
        context.bridge.failed.connect(self._refused)
        self._name_leave()
        self.refresh()

    # -- time --------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Only what is seen follows the clock."""
        super().showEvent(event)
        self._last = self.context.now()
        self._clock.start()
        self._watch(self.window().windowHandle())

    def hideEvent(self, event: QHideEvent) -> None:
        """And nothing else."""
        super().hideEvent(event)
        self._clock.stop()
        self._watch(None)

    def _watch(self, window: QWindow | None) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note when somebody was there last; what happens goes on its way."""
        if watched is self._watched and event.type() in STIRS:
            self._last = self.context.now()
        return super().eventFilter(watched, event)

    @Slot()
    def look_at_the_clock(self) -> None:
        """Show the minute, and the quiet page if nobody has been there for a while."""
        title = self.say("clock", time=f"{self.context.now():%H:%M}")
        if title != self.title:
            self.show_heading(title)
        if self._opened and self.context.now() - self._last >= timedelta(seconds=QUIET_SECONDS):
            self.close_panel()

    # -- what the window calls ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the record as it stands; an open list is made anew if it has changed."""
        self.look_at_the_clock()
        if self.context.numbers != self._numbers:
            self._numbers, old = self.context.numbers, self._frame
            self._frame = CallFrame(self.context, large=True)
            self._frame.set_low(self._low)
            old.hide()
            old.deleteLater()
            layout = self.band.layout() if self.band else None
            assert layout is not None  # noqa: S101  # made with it
            layout.replaceWidget(old, self._frame)
            self._owner.setText(whose_call(self.context))
        self._name_leave()
        if self._opened in {"changed", "medicine"} and self._shown != self._lists():
            self._open_panel(self._opened)

    def _lists(self) -> object:
        state = self.context.state
        return state.medicines, state.cards, self.context.today()

    def show_lead(self) -> None:
        """In a low window the fixed text takes as little of the height as it can."""
        super().show_lead()
        self._low = True
        self._frame.set_low(True)
        self._owner.show()

    def open(self, detail: str) -> None:
        """One of the panels by its name, or the quiet page."""
        if detail == DATE or (detail in self.doors and detail != "call"):
            self._open_panel(detail)
        else:
            self.close_panel()

    def step_back(self) -> bool:
        """Esc closes what is open on the page first."""
        was = bool(self._opened)
        if was:
            self.close_panel()
        return was

    # -- panels ------------------------------------------------------------------------------------------------

    @Slot()
    def _door(self) -> None:
        sender = self.sender()
        name = str(sender.property("panel")) if sender is not None else ""
        if name == "call":
            self.context.go.emit("call", "")
        else:
            self._open_panel(name)
            if isinstance(self.panel, TemperaturePanel):
                self.panel.value.input.selectAll()  # a number from before is replaced; one being typed is not
            self.moved.emit(name)

    def _open_panel(self, name: str) -> None:
        self._drop_panel()
        self._last = self.context.now()
        self._opened, self._shown = name, self._lists()
        self.panel = self._made(name)
        self._holder.addWidget(self.panel)
        self.panel.show()
        self._doors_part.hide()
        tab_after(self.doors["call"], self.panel)
        self._name_leave()
        self.panel.ready()
        QTimer.singleShot(0, self.show_focus)

    def _made(self, name: str) -> Panel:
        if name == "temperature":
            temperature = TemperaturePanel(self.context, self._drafted(name))
            temperature.keep.connect(self._keep_reading)
            temperature.wrong.connect(self.look_at)
            return temperature
        if name == "changed":
            changed = ChangedPanel(self.context, self._drafted(name))
            changed.symptom.connect(self._keep_symptom)
            changed.note.connect(self._keep_note)
            return changed
        if name == DATE:
            date_ = DatePanel(self.context, self._drafted(DATE))
            date_.entered.connect(self._keep_date)
            return date_
        medicine = MedicinePanel(self.context, self._drafted("medicine"))
        medicine.given.connect(self._keep_dose)
        medicine.new.connect(self._keep_new)
        return medicine

    def _drafted(self, name: str) -> dict[str, Any]:
        """What was typed in a panel and not yet written down."""
        draft = self.draft.setdefault(name, {})
        assert isinstance(draft, dict)  # noqa: S101  # made by the line above
        return draft

    def close_panel(self) -> None:
        """The quiet page: the four buttons, with the focus on the one that was pressed last."""
        before = self._opened if self._opened in self.doors else next(iter(self.doors))
        self._drop_panel()
        if self._opened:
            self._opened = ""
            self.moved.emit("")
        self._doors_part.show()
        self._name_leave()
        self.doors[before].setFocus()
        self.verticalScrollBar().setValue(0)

    def _drop_panel(self) -> None:
        if self.panel is not None:
            self._holder.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None

    def _name_leave(self) -> None:
        words = self.say("back" if self._opened else "leave")
        self.leave_button.setText(words)
        self.leave_button.setAccessibleName(words)
        self.card_button.setVisible(not self._opened)
        self.date_button.setVisible(not self._opened and self.context.state.journey.infusion is None)

    @Slot()
    def _print_card(self) -> None:
        self.context.go.emit("card", "print")

    @Slot()
    def _write_date(self) -> None:
        self._open_panel(DATE)
        self.moved.emit(DATE)

    # -- writing -----------------------------------------------------------------------------------------------

    @Slot(object)
    def _keep_reading(self, reading: Reading) -> None:
        if not self._waiting:
            self._waiting = "reading.add"
            self.context.bridge.do(lambda store: store.add_reading(reading))

    @Slot(str)
    def _keep_symptom(self, item: str) -> None:
        """On the newest card of today; on a new one if that one holds an answer already, so that both are kept."""
        if self._waiting:
            return
        self._waiting = "symptom.answer"
        kept, who = newest_today(self.context), self.context.settings.observer
        card = kept if kept and kept.answer(item) is None else self._new_card()
        self.context.bridge.do(lambda store: store.answer(card, item, Answer.YES, observer=who))

    @Slot(str)
    def _keep_note(self, words: str) -> None:
        """Below what the note of the card says already, with its time."""
        if self._waiting:
            return
        self._waiting = "symptom.note"
        card = newest_today(self.context) or self._new_card()
        line = self.say("note_line", time=f"{self.context.now():%H:%M}", words=words)
        note = f"{card.note}\n{line}" if card.note else line
        self.context.bridge.do(lambda store: store.set_card_note(card, note))

    @Slot(str)
    def _keep_dose(self, medicine: str) -> None:
        """The amount is the one that stands on the button."""
        if self._waiting:
            return
        self._waiting = "dose.add"
        amount = next((one.dose for one in self.context.state.medicines if one.id == medicine), "")
        dose = Dose(
            id=self.context.new_id(),
            medicine=medicine,
            at=self.context.now(),
            amount=amount,
            observer=self.context.settings.observer,
        )
        self.context.bridge.do(lambda store: store.add_dose(dose))

    @Slot(str)
    def _keep_new(self, name: str) -> None:
        """A medicine that is on no list yet: on the list, with this dose."""
        if self._waiting:
            return
        self._waiting = "dose.new"
        medicine = Medicine(id=self.context.new_id(), name=name)
        dose = Dose(self.context.new_id(), medicine.id, self.context.now(), observer=self.context.settings.observer)
        self.context.bridge.do(lambda store: store.add_new_and_dose(medicine, dose))

    @Slot(object)
    def _keep_date(self, day: date) -> None:
        if not self._waiting:
            self._waiting = "date.set"
            self.context.bridge.do(lambda store: store.set_date("infusion", day))

    def _new_card(self) -> SymptomCard:
        return SymptomCard(self.context.new_id(), self.context.now())

    @Slot(object)
    def _saved(self, done: Done) -> None:
        if self._waiting and done.name == self._waiting:
            self._waiting = ""
            self.draft.pop(_DRAFTS.get(done.name, ""), None)
            self.close_panel()

    @Slot(object)
    def _refused(self, _error: object) -> None:
        """The foot says why; what was typed stays."""
        self._waiting = ""
