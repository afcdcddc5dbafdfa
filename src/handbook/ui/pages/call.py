"""The call page (F1): whom to call, in digits that can be read from the bed, and what to read out."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from handbook.content import kit_notes, read_off_text
from handbook.domain import Answer, InputError, Medicine, Quantity, Reading, Site, parse_day
from handbook.ui import fonts
from handbook.ui.context import Context
from handbook.ui.frame import day_text
from handbook.ui.pages.base import Page
from handbook.ui.theme import Theme
from handbook.ui.widgets import Columns, Sheet, button, flow, label
from handbook.ui.widgets.callframe import CallFrame
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.recent import called_day, symptom_names

EMERGENCY = "120"
TEMPERATURES = 4
"""How many of the last temperatures are read out."""


class Digits(QLabel):
    """A telephone number, in one line if that is possible with digits no smaller than those at 100 %."""

    def __init__(self, theme: Theme, number: str, role: str) -> None:
        super().__init__(number)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sizes = (theme.at(100).text(role), theme.text(role))
        self._size = theme.text(role)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the size of the digits for the new width."""
        super().resizeEvent(event)
        least, size = self._sizes
        while size > least and _bold(size).horizontalAdvance(self.text()) > self.contentsRect().width():
            size -= 1
        if size != self._size:
            self._size = size
            self.setStyleSheet(f"font-size: {size}px;")


def _bold(size: int) -> QFontMetrics:
    face = fonts.font(size)
    face.setBold(True)
    return QFontMetrics(face)


class CallPage(Page):
    """Everything here is as it was entered; a field that is empty stays a blank line."""

    place = "call"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.subtitle = self.say("subtitle")
        self._shown: object = None
        self._body: QWidget | None = None
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Draw the page anew when the record has changed."""
        seen = (self.context.state, self.context.numbers, self.context.now().replace(second=0, microsecond=0))
        if seen == self._shown:
            return
        self._shown = seen
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
            self.column.takeAt(0)
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(18))
        across = Columns(least=self.theme.px(400), gap=self.theme.px(18), weights=(4, 5))
        across.add(*self._numbers())
        read = self._to_read()
        across.add(read)
        column.addWidget(across)
        self.column.insertWidget(0, self._body)

    # -- whom --------------------------------------------------------------------------------------------------

    @property
    def phone(self) -> str:
        """The 24-hour number from the pocket card, else from our team's numbers; "" if neither has one."""
        return self.context.state.person.get("phone_24h") or self.context.numbers.phone_24h or ""

    def _numbers(self) -> list[QWidget]:
        frame = CallFrame(self.context, large=True)
        if not self.phone:
            return [frame, self._number(self.say("emergency"), EMERGENCY), self._missing(), *self._daytime()]
        return [
            self._own_number(), self._number(self.say("emergency"), EMERGENCY), frame, *self._daytime(),
        ]  # fmt: skip

    def _own_number(self) -> Sheet:
        """The 24-hour number; where it is a kit's that is unsigned or overdue, that is said below it."""
        sheet, kit = self._number(self.say("phone_24h"), self.phone), self.context.kit
        if kit is not None and kit.numbers.phone_24h == self.phone:
            for note in kit_notes(kit, self.context.words, self.context.today()):
                sheet.add(label(note, "soft"))
        return sheet

    def _daytime(self) -> list[QWidget]:
        phone = self.context.numbers.phone_day
        return [self._number(self.say("phone_day"), phone, role="digits")] if phone else []

    def _number(self, name: str, number: str, *, role: str = "huge") -> Sheet:
        sheet = Sheet(self.theme, gap=0)
        digits = Digits(self.theme, number, role)
        digits.setAccessibleName(self.say("number", name=name, number=number))
        sheet.add(label(name, "call-soft"), digits)
        return sheet

    def _missing(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("missing"))
        sheet.add(label(self.say("missing_why")))
        sheet.add(flow(button(self.say("write_number"), self._team, theme=self.theme, icon="places/team")))
        return sheet

    # -- what to say -------------------------------------------------------------------------------------------

    def _to_read(self) -> Sheet:
        context, person = self.context, self.context.state.person
        sheet = Sheet(self.theme, self.say("read_out"), gap=14)
        blank = self.say("blank")
        opening = label(
            self.say("opening", name=person.get("name") or blank, product=person.get("product") or blank),
            selectable=True,
        )
        sheet.add(Measure(self.theme, opening))
        rows = [
            ("name", [person.get("name", "")]),
            ("product", [person.get("product", "")]),
            ("infusion", [self._infusion()]),
            ("day", [day_text(context, context.state.journey) if context.state.journey.infusion else ""]),
            ("temperatures", self._temperatures()),
            ("yes", self._ticked()),
            ("medicines", [self._medicine(m) for m in context.state.medicines if m.end is None]),
        ]
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(10))
        top = Qt.AlignmentFlag.AlignTop
        for name, lines in rows:
            said = [line for line in lines if line] or [blank]
            head = label(self.say(f"row_{name}"), "soft")
            head.setAlignment(top)
            value = label("\n".join(said), selectable=True)
            value.setAlignment(top)
            value.setAccessibleName(self.say("row", name=self.say(f"row_{name}"), value=value.text()))
            value.setObjectName(f"say_{name}")
            # In a slim window the name stands above: lines that are read out must not break at every third word.
            line = Columns(least=self.theme.px(220), gap=self.theme.px(18), weights=(1, 3), below=0)
            line.add(head)
            line.add(value)
            column.addWidget(line)
        sheet.add(made)
        sheet.add(label(self.say("as_entered"), "soft"))
        sheet.column.addStretch(1)
        return sheet

    def _infusion(self) -> str:
        day = self.context.state.journey.infusion
        if day is None:
            try:
                day = parse_day(self.context.state.person.get("infusion_date", ""))
            except InputError:
                return self.context.state.person.get("infusion_date", "")
        planned = day > self.context.today()
        return self.say("planned" if planned else "on_day", date=self.context.words.date(day))

    def _temperatures(self) -> list[str]:
        found = [r for r in self.context.state.readings if r.quantity is Quantity.TEMPERATURE]
        found.sort(key=lambda reading: reading.at, reverse=True)
        return [
            self.say("at", when=self._when(reading.at), what=self._temperature(reading))
            for reading in found[:TEMPERATURES]
        ]

    def _temperature(self, reading: Reading) -> str:
        value = read_off_text(reading, self.context.words)
        if reading.site is Site.NOT_SAID:
            return value
        return self.say("measured_at", value=value, site=self.context.words(f"sites.{reading.site}"))

    def _ticked(self) -> list[str]:
        """What was answered with yes since yesterday morning at 0:00, newest first."""
        now = self.context.now()
        since = datetime.combine(now.date() - timedelta(days=1), time(), now.tzinfo)
        names = symptom_names(self.context)
        given = [
            answer
            for card in self.context.state.cards
            for answer in card.answers
            if answer.answer is Answer.YES and answer.at >= since
        ]
        given.sort(key=lambda answer: answer.at, reverse=True)
        return [self.say("at", when=self._when(a.at), what=names.get(a.item, a.item)) for a in given]

    def _medicine(self, medicine: Medicine) -> str:
        parts = [medicine.name, medicine.strength, medicine.dose, medicine.how_often]
        return self.say("join").join(part for part in parts if part)

    def _when(self, at: datetime) -> str:
        here = at.astimezone(self.context.now().tzinfo)
        return self.say("when", day=called_day(self.context, here.date()), time=f"{here:%H:%M}")

    @Slot()
    def _team(self) -> None:
        self.context.go.emit("team", "phone_24h")
