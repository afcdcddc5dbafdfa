"""The three lists of medicines and the ruler of days below them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from handbook.domain import Grouped, LookBack, Medicine, PartialDate, taken_on
from handbook.ui.context import Context
from handbook.ui.widgets import Columns, Sheet, button, flow, label, row, rule
from handbook.ui.widgets.layouts import NO_LIMIT
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.partial_dates import date_words
from handbook.ui.widgets.rows import PressRow, breakable
from handbook.ui.widgets.ruler import RulerBar, RulerScale, bar
from handbook.ui.widgets.spoken import tell_apart

WEIGHTS = (10, 6, 7, 5)
_TOP = Qt.AlignmentFlag.AlignTop
WIDE = 860
"""From this width on (at 100 %) the cells of a row stand side by side."""


class _Cells(QWidget):
    """Four cells in the columns of the list, or below each other, each then beside its own caption.

    ``head``: the captions of the columns, of which only the first stays when there are no columns.
    """

    def __init__(self, context: Context, cells: Sequence[tuple[str, QWidget]], *, head: bool = False) -> None:
        super().__init__()
        theme = context.theme
        self._head = head
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.px(8), theme.px(9), theme.px(8), theme.px(9))
        self._grid.setHorizontalSpacing(theme.px(14))
        self._grid.setVerticalSpacing(theme.px(2))
        self._captions = [label(caption, "soft", wrap=False) for caption, _ in cells]
        for caption in self._captions:
            caption.setParent(self)  # a widget that is shown without a parent is a window of its own
            if not theme.elder:  # there it is as large as what stands beside it
                caption.setContentsMargins(0, theme.px(3), 0, 0)
        self._cells = [cell for _, cell in cells]
        for cell in self._cells:
            cell.setParent(self)
            # The columns of all rows must agree, whatever is written in them.
            cell.setMinimumWidth(1)

    def arrange(self, *, wide: bool) -> None:
        """Lay the cells out for the width there is."""
        while self._grid.count():
            self._grid.takeAt(0)
        for number, (caption, cell) in enumerate(zip(self._captions, self._cells, strict=True)):
            self._grid.setColumnStretch(number, WEIGHTS[number] if wide else int(number == 1))
            caption.setVisible(not wide and bool(caption.text()))
            cell.setVisible(wide or not self._head or not number)
            if wide:
                self._grid.addWidget(cell, 0, number, Qt.AlignmentFlag.AlignBottom if self._head else _TOP)
            elif caption.text():
                self._grid.addWidget(caption, number, 0, _TOP)
                self._grid.addWidget(cell, number, 1, _TOP)
            else:
                self._grid.addWidget(cell, number, 0, 1, 2)


class _Row(QWidget):
    """One medicine: pressed as a whole to open it, with what else can be done at its right or below it."""

    def __init__(self, context: Context, medicine: Medicine, owner: MedicineList) -> None:
        super().__init__()
        self._theme = theme = context.theme
        say = owner.say
        name = f"{medicine.name} {medicine.strength}".strip()
        dates = dates_of(context, medicine)
        facts = facts_of(context, medicine)
        known = context.words(f"how_known.{medicine.how_known.value}") if medicine.how_known else ""
        # In a row of its own: a tag is never wider than its word and would hold the whole column to that.
        tag = row(label(known, "tag", wrap=False)) if known else label(say("not_said"), "soft")
        self._cells = _Cells(
            context,
            (
                ("", _title(context, name, *facts)),
                (say("why"), label(breakable(medicine.reason) or say("not_said"))),
                (say("since" if medicine.end is None else "span"), label(dates)),
                (say("how"), tag),
            ),
        )
        spoken = ", ".join(part for part in (name, *facts, medicine.reason, dates.replace("\n", " "), known) if part)
        self.press = PressRow(say("open", name=spoken))
        self.press.setObjectName(f"open {medicine.id}")
        face = QVBoxLayout(self.press)
        face.setContentsMargins(0, 0, 0, 0)
        face.addWidget(self._cells)
        self.press.let_through()
        self.press.clicked.connect(owner.row_pressed)
        self._actions = QWidget()
        line = QHBoxLayout(self._actions)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(9))
        line.addStretch(1)
        self._presses: list[QPushButton] = [self.press]
        if medicine.end is None:
            stop = button(say("stop"), owner.stop_pressed, role="link", name=say("stop_name", name=medicine.name))
            stop.setObjectName(f"stop {medicine.id}")
            line.addWidget(stop)
            self._presses.append(stop)
        delete = button(say("delete"), owner.delete_pressed, role="link", name=say("delete_name", name=medicine.name))
        delete.setObjectName(f"delete {medicine.id}")
        line.addWidget(delete)
        self._presses.append(delete)
        for press in self._presses:
            press.setProperty("medicine", medicine.id)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(0, 1)

    @property
    def actions_width(self) -> int:
        """What its buttons need side by side."""
        return self._actions.sizeHint().width()

    def arrange(self, *, wide: bool, actions: int) -> None:
        """Lay the row out; ``actions`` is the width that every row keeps for its buttons."""
        self._cells.arrange(wide=wide)
        self._grid.takeAt(0)
        self._grid.takeAt(0)
        self._grid.addWidget(self.press, 0, 0)
        if wide:
            self._actions.setFixedWidth(actions)
            self._actions.setContentsMargins(0, 0, 0, 0)
            self._grid.addWidget(self._actions, 0, 1, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        else:
            self._actions.setMinimumWidth(0)
            self._actions.setMaximumWidth(NO_LIMIT)
            self._actions.setContentsMargins(self._theme.px(5), 0, 0, 0)  # where the words above begin
            self._grid.addWidget(self._actions, 1, 0, Qt.AlignmentFlag.AlignLeft)


def facts_of(context: Context, medicine: Medicine) -> tuple[str, str, str]:
    """What stands below the name: brand, how it is taken, whether it is paused; each "" if there is nothing of it."""
    words = context.words
    brand = context.phrases("place.medicines.brand", text=medicine.brand) if medicine.brand else ""
    way = [medicine.dose, medicine.how_often, medicine.route]
    way += [words("medicine_list.as_needed")] if medicine.as_needed else []
    way += [context.phrases("place.medicines.at_most", text=medicine.daily_max)] if medicine.daily_max else []
    paused = words("medicine_list.on_hold") if medicine.on_hold and taken_on(medicine, context.today()) else ""
    return brand, context.phrases("place.medicines.comma").join(filter(None, way)), paused


def _title(context: Context, name: str, brand: str, way: str, paused: str) -> QWidget:
    title = QWidget()
    column = QVBoxLayout(title)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(context.theme.px(1))
    column.addWidget(label(breakable(name), "strong"))
    for text in filter(None, (brand, way)):
        column.addWidget(label(breakable(text), "soft"))
    if paused:
        column.addWidget(row(label(paused, "tag", wrap=False)))
    return title


def dates_of(context: Context, medicine: Medicine) -> str:
    """From when to when, on one or two lines."""

    def say(key: str, **params: str) -> str:
        return context.phrases(f"place.medicines.{key}", **params)

    start = date_words(context.phrases, context.words.date, medicine.start)
    if medicine.end is None:
        return say("from", start=start) if medicine.start.known else say("from_unknown")
    if not medicine.start.known:
        start = say("from_unknown")
    if not medicine.end.known:
        return say("ended_unknown", start=start)
    end = date_words(context.phrases, context.words.date, medicine.end)
    return end if medicine.start == medicine.end else say("between", start=start, end=end)


class MedicineList(Sheet):
    """Taken now; stopped within the look-back; older. An empty one says "nothing written", never "none"."""

    opened = Signal(str)
    stop_asked = Signal(str)
    """The id, or "" when the question is taken back."""
    stopped = Signal(str, str)
    """The id and the last day as EDTF text; "" for not known, ``"other"`` to write it in the form."""
    deleted = Signal(str)

    def __init__(self, context: Context, grouped: Grouped, window: LookBack, stopping: str) -> None:
        super().__init__(context.theme, gap=0)
        self._context = context
        self._rows: list[_Row] = []
        self._heads: list[tuple[QWidget, _Cells]] = []
        self._now: bool | None = None
        sections = (
            ("now", grouped.current, "since"),
            ("stopped", grouped.stopped, "span"),
            ("older", grouped.older, "span"),
        )
        for number, (key, medicines, dates) in enumerate(sections):
            if number:
                self.column.addSpacing(context.theme.px(22))
            self._head(self.say(key, days=window.days), captions=bool(medicines), dates=self.say(dates))
            if not medicines:
                empty = label(self.say(f"nothing_{key}"), "soft")
                empty.setContentsMargins(context.theme.px(8), context.theme.px(6), 0, context.theme.px(2))
                self.add(Measure(context.theme, empty, size=15))
            for medicine in medicines:
                line = _Row(context, medicine, self)
                self._rows.append(line)
                self.add(rule(), line)
                if medicine.id == stopping:
                    self.add(self._question(medicine))
        self._arrange()
        tell_apart(context.phrases, self.findChildren(QPushButton))

    def say(self, key: str, **params: object) -> str:
        """A sentence of the page."""
        return self._context.phrases(f"place.medicines.{key}", **params)

    def _head(self, heading: str, *, captions: bool, dates: str) -> None:
        words = [self.say("why"), dates, self.say("how")] if captions else [""] * 3
        parts = [("", label(heading, "heading")), *(("", label(word, "soft")) for word in words)]
        cells = _Cells(self._context, parts, head=True)
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(cells)
        self._heads.append((line, cells))
        self.add(line)

    def _question(self, medicine: Medicine) -> QWidget:
        """When was the last time: four answers, each one press; none is chosen beforehand."""
        today = self._context.today()
        theme = self._context.theme
        days = (
            ("today", PartialDate.exact(today)),
            ("yesterday", PartialDate.exact(today - timedelta(days=1))),
            ("unknown", ""),
            ("other", "other"),
        )
        presses = []
        for key, value in days:
            press = button(self.say(f"stop_{key}"), self.day_pressed)
            press.setObjectName(f"{key} {medicine.id}")
            press.setProperty("medicine", medicine.id)
            press.setProperty("day", str(value))
            presses.append(press)
        presses.append(button(self.say("stop_back"), self.question_closed, role="link"))
        sheet = Sheet(theme, role="wash", gap=6)
        sheet.add(label(self.say("stop_question", name=breakable(medicine.name)), "strong"))
        sheet.add(flow(*presses, gap=theme.px(8)))
        return sheet

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns where there is room for them."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        theme = self._context.theme
        wide = self.width() >= theme.px(WIDE)
        if wide == self._now:
            return
        self._now = wide
        actions = max((line.actions_width for line in self._rows), default=0)
        for head, cells in self._heads:
            cells.arrange(wide=wide)
            margins = head.contentsMargins()
            layout = head.layout()
            assert layout is not None  # noqa: S101  # made in _head
            layout.setContentsMargins(0, margins.top(), actions if wide else 0, 0)
        for line in self._rows:
            line.arrange(wide=wide, actions=actions)

    # -- pressed -----------------------------------------------------------------------------------------------

    def _pressed(self) -> str:
        sender = self.sender()
        return str(sender.property("medicine")) if sender is not None else ""

    @Slot()
    def row_pressed(self) -> None:
        """Open it."""
        self.opened.emit(self._pressed())

    @Slot()
    def stop_pressed(self) -> None:
        """Ask for the last day."""
        self.stop_asked.emit(self._pressed())

    @Slot()
    def question_closed(self) -> None:
        """It is still taken."""
        self.stop_asked.emit("")

    @Slot()
    def day_pressed(self) -> None:
        """The last day was chosen."""
        sender = self.sender()
        if sender is not None:
            self.stopped.emit(self._pressed(), str(sender.property("day")))

    @Slot()
    def delete_pressed(self) -> None:
        """Take it off the list; the bar at the foot brings it back."""
        self.deleted.emit(self._pressed())


def ruler_sheet(context: Context, medicines: Iterable[Medicine], window: LookBack) -> Sheet:
    """A ruler over the days of the look-back with one bar a medicine, oldest first."""
    theme, phrases = context.theme, context.phrases

    def say(key: str, **params: object) -> str:
        return phrases(f"place.medicines.{key}", **params)

    def day(value: PartialDate) -> str:
        return date_words(phrases, context.words.date, value)

    infusion = context.state.journey.infusion
    anchor = "ruler_today" if not infusion else "ruler_planned" if infusion > context.today() else "ruler_infusion"
    sheet = Sheet(theme, say("ruler", days=window.days), gap=0)
    sheet.column.addSpacing(theme.px(8))

    def line(words: str, strip: QWidget) -> None:
        across = Columns(least=theme.px(230), gap=0, weights=(3, 7))
        name = label(breakable(words)) if words else QWidget()  # an empty label would be a line high
        name.setContentsMargins(0, theme.px(4), theme.px(12), theme.px(4))
        across.add(name)
        across.add(strip)
        sheet.add(across)

    dates = (day(PartialDate.exact(window.first)), say(anchor, date=day(PartialDate.exact(window.anchor))))
    scale = RulerScale(theme, window, first=say("ruler_first", days=window.days), near=say("ruler_near"), dates=dates)
    line("", scale)
    today = context.today()
    bars = ((m, bar(m.start, m.end, window, today, loose=m.on_hold or m.as_needed)) for m in medicines)
    shown = [(m, b) for m, b in bars if b is not None]
    shown.sort(key=lambda pair: (-pair[1].oldest, pair[0].name))
    for medicine, drawn in shown:
        spoken = say("ruler_bar", name=medicine.name, dates=dates_of(context, medicine).replace("\n", " "))
        line(medicine.name, RulerBar(theme, window, drawn, spoken))
    if not shown:
        sheet.add(label(say("ruler_none"), "soft"))
    sheet.column.addSpacing(theme.px(8))
    sheet.add(Measure(theme, label(say("ruler_note"), "soft"), size=15))
    return sheet
