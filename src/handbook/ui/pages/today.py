"""Today: Day +N, own dates on a line, what comes next, and what was written in the last 24 hours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from handbook.content import clinic_text
from handbook.domain import STEP_DATES, WINDOWS, window_end
from handbook.ui import fonts
from handbook.ui.heading import day_text
from handbook.ui.pages.base import Page
from handbook.ui.widgets import Columns, Sheet, button, flow, label, picture, show_part, tab_after
from handbook.ui.widgets.callframe import CallFrame
from handbook.ui.widgets.cards import CardButton, LargeButton, LinkButton
from handbook.ui.widgets.dates import DateField
from handbook.ui.widgets.journey import DateLine, Stop
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.more import Holder, More
from handbook.ui.widgets.recent import Line, day_name, recent, short_date, weekday
from handbook.ui.widgets.rows import breakable, unbroken
from handbook.ui.widgets.windows import DayScale, WindowBar

if TYPE_CHECKING:
    from handbook.ui.context import Context
    from handbook.ui.saving import SheetOut
    from handbook.ui.widgets.recent import Line

DOORS = (("steps", "steps", ""), ("card", "card", ""), ("medicines", "medicines", "new"), ("team", "team", ""))
"""Name, place and detail of the four doors of the first start."""


class Coming(msgspec.Struct, frozen=True):
    """A date to come or one of the clinic's windows.

    ``field`` is the window's; it is not ``set`` while the clinic's number is missing, and has ``days`` where it can be
    drawn from the infusion.
    """

    name: str
    text: str
    set: bool = True
    field: str = ""
    days: int | None = None


class TodayPage(Page):
    """The calendar and the diary of one day. A date that has passed is a date, not something done."""

    place = "today"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._out: SheetOut | None = None
        self._shown: object = None
        self._first = self._first_start()
        self._line = Holder()
        self._call = self._call_sheet()
        self._recent = Sheet(self.theme, self.say("recent"))
        self._recent_lines = Holder()
        self._recent.add(self._recent_lines)
        diary = LinkButton(self.theme, self.say("diary"), self._go)
        diary.setProperty("place", "diary")
        diary.setProperty("detail", "")
        self._recent.add(diary)
        self._next = Sheet(self.theme, self.say("next"))
        self._next_lines = Holder()
        self._next.add(self._next_lines)
        self._date = self._date_sheet()
        turn = LinkButton(self.theme, self.phrases("elder.leave" if self.theme.elder else "elder.enter"), self._turn)
        self.column.addWidget(turn)
        across = Columns(least=self.theme.px(400), gap=self.theme.px(18), weights=(6, 5))
        self._soon = Holder()
        if self.theme.elder:
            across.add(self._recent)
            across.add(self._next, self._date)
            self.folded = More(self.theme, self.phrases, self._line, across)
            parts: tuple[QWidget, ...] = (self._soon, self._first, self._call, self.folded)
        else:
            across.add(self._call, self._next)
            across.add(self._recent, self._date)
            parts = (self._first, self._line, across)
        for part in parts:
            self.column.addWidget(part)
        self.column.addStretch(1)
        context.minute.connect(self.refresh)  # what is older than 24 hours goes
        self.refresh()

    # -- parts -------------------------------------------------------------------------------------------------

    def _first_start(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(14))
        column.addWidget(Measure(self.theme, label(self.say("welcome"), "heading"), size=21))
        doors = Columns(least=self.theme.px(208), gap=self.theme.px(18))
        self.doors: dict[str, CardButton] = {}
        for name, place, detail in DOORS:
            door = CardButton(self.theme, self.say(f"door_{name}"))
            door.setAccessibleDescription(self.say(f"door_{name}_why"))
            door.setProperty("place", place)
            door.setProperty("detail", detail)
            door.clicked.connect(self._go)
            frame = Sheet(self.theme, role="wash")
            frame.column.setContentsMargins(0, self.theme.px(10), 0, self.theme.px(10))
            frame.column.addWidget(picture(self.theme, f"places/{place}", 60), 0, Qt.AlignmentFlag.AlignHCenter)
            title = unbroken(self.say(f"door_{name}"))
            door.add(frame, label(title, "link-strong"), label(self.say(f"door_{name}_why"), "soft"))
            door.column.addStretch(1)
            doors.add(door)
            self.doors[name] = door
        column.addWidget(doors)
        return made

    def _call_sheet(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("now"), gap=14)
        self._frame = Holder()
        if self.theme.elder:
            sheet.add(self._large_buttons(), self._frame)
            return sheet
        presses = []
        for name, place, detail, role, icon in (
            ("temperature", "symptoms", "temperature", "primary", "symptoms/fever"),
            ("symptoms", "symptoms", "new", "second", "places/symptoms"),
            ("call", "call", "", "call", "places/phone"),
        ):
            press = button(self.say(name), self._go, role=role, theme=self.theme, icon=icon)
            press.setProperty("place", place)
            press.setProperty("detail", detail)
            presses.append(press)
        sheet.add(flow(*presses, gap=self.theme.px(12)), self._frame)
        return sheet

    def _large_buttons(self) -> QWidget:
        """What is done day and night, for whoever sees little or shakes."""
        made = Columns(least=self.theme.px(250), gap=self.theme.px(12), weights=(1, 1))
        for words, place, detail, icon in (
            (self.say("temperature"), "symptoms", "temperature", "symptoms/fever"),
            (self.say("symptoms"), "symptoms", "new", "places/symptoms"),
            (self.phrases("elder.dose"), "medicines", "dose", "places/medicines"),
            (self.say("call"), "call", "", "places/phone"),
        ):
            press = LargeButton(self.theme, words, icon=icon, call=place == "call")
            press.setProperty("place", place)
            press.setProperty("detail", detail)
            press.clicked.connect(self._go)
            made.add(press)
        return made

    @Slot()
    def _turn(self) -> None:
        self.context.keep(elder=not self.theme.elder)

    def _date_sheet(self) -> Sheet:
        sheet = Sheet(self.theme)
        self.field = DateField(self.theme, self.phrases, self.say("infusion"), hint=self.say("infusion_why"))
        self.field.input.setMaximumWidth(self.theme.px(320))
        self.field.changed.connect(self._date_entered)
        self.field.typed.connect(self._date_typed)
        sheet.add(self.field)
        press = LinkButton(self.theme, self.say("other_dates"), self._go)
        press.setProperty("place", "steps")
        press.setProperty("detail", "dates")
        sheet.add(press)
        draft = self.draft.get("infusion")
        self.field.set_value(self.context.state.journey.infusion)
        if isinstance(draft, str):
            self.field.set_draft(draft)
        return sheet

    # -- what the window calls ---------------------------------------------------------------------------------

    @property
    def empty(self) -> bool:
        """Whether nothing at all has been written down yet."""
        state = self.context.state
        own_dates = any(getattr(state.journey, step) for step in STEP_DATES)
        return not (
            own_dates or state.medicines or state.cards or state.readings or state.person or state.numbers
            or state.prepared or state.calls or state.shifts or state.passport or state.doses or state.lookback
            or state.older
        )  # fmt: skip

    @Slot()
    def refresh(self) -> None:
        """Show the day as it is now; what has not changed is left alone."""
        context, journey = self.context, self.context.state.journey
        today = context.today()
        self.field.set_value(journey.infusion)
        since = context.now() - timedelta(hours=24)
        lines = recent(context, since)
        seen = (today, journey, context.numbers, lines, self.empty)
        if seen == self._shown:
            return
        self._shown = seen
        said = {
            "date": context.words.date(today),
            "weekday": weekday(context, today),
            "stage": context.words(f"stages.{journey.stage(today)}"),
        }
        dated = journey.day(today) is not None
        title = day_text(context, journey) if dated else self.phrases("place.today.title")
        self.show_heading(title, self.say("subtitle" if not self.empty else "subtitle_empty", **said))
        show_part(self._first, shown=self.empty)
        show_part(self._recent, shown=not self.empty)
        stops = self._stops(today)
        self._line.fill(DateLine(self.theme, stops) if len(stops) > 1 else None)
        self._frame.fill(CallFrame(context))
        show_part(self._next, shown=not self.empty)
        if not self.empty:  # at the first start nothing is written and nothing comes
            self._recent_lines.fill(self._recent_grid(lines))
            self._next_lines.fill(self._next_columns(today))
            before = self._call.findChildren(QPushButton)[-1]
            if self.theme.elder:
                before = self._recent.findChildren(QPushButton)[-1]
                soon = next((row for row in self.coming(today) if not row.field), None)
                words = self.say("soon", name=soon.name, text=soon.text) if soon else ""
                self._soon.fill(Measure(self.theme, label(words)) if words else None)
            tab_after(before, self._next_lines)

    # -- the line ----------------------------------------------------------------------------------------------

    def _stops(self, today: date) -> list[Stop]:
        """Own dates and today, in the order of the calendar."""
        journey = self.context.state.journey
        found: dict[date, list[str]] = {}
        for step in STEP_DATES:
            if (day := getattr(journey, step)) is not None:
                found.setdefault(day, []).append(self.say(f"stop_{step}"))
        if not found:
            return []
        found.setdefault(today, [])
        comma = self.phrases("book.comma")
        return [
            Stop(
                comma.join(found[day]),
                self.say("on_day", date=short_date(self.context, day)),
                above=self.say("today") if day == today else "",
            )
            for day in sorted(found)
        ]

    # -- what comes next ---------------------------------------------------------------------------------------

    def coming(self, today: date) -> list[Coming]:
        """Own dates to come, the nearest first; then the clinic's windows, always in the same order."""
        context, journey = self.context, self.context.state.journey
        own = ((getattr(journey, step), step) for step in STEP_DATES)
        dated = sorted((day, step) for day, step in own if day is not None and day > today)
        rows = [Coming(self.say(f"stop_{s}"), self.say("planned", date=context.words.date(day))) for day, s in dated]
        for field in WINDOWS:
            name, days = context.words(f"numbers.{field}"), getattr(context.numbers, field)
            if days is None:
                rows.append(Coming(name, context.words("unset"), set=False, field=field))
            elif journey.infusion is None:
                text = self.say("from_infusion", days=clinic_text(field, context.numbers, context.words))
                rows.append(Coming(name, text, field=field))
            else:
                end = context.words.date(window_end(journey.infusion, days))
                rows.append(Coming(name, context.words("fixed.window", date=end), field=field, days=days))
        return rows

    def _next_columns(self, today: date) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(12))
        rows, now = self.coming(today), self.context.state.journey.day(today)
        scale = DayScale.over([row.days for row in rows if row.days is not None], now or 0)
        for row in rows:
            name = label(row.name, "strong")
            if row.days is not None and now is not None:
                said = self.say("bar", name=row.name, text=row.text, today=short_date(self.context, today))
                column.addWidget(_stack(name, WindowBar(self.theme, scale, row.days, now, said), label(row.text)))
                continue
            if row.set:
                column.addWidget(_stack(name, label(row.text)))
                continue
            press = LinkButton(
                self.theme, row.text, self._go, name=self.say("unset_name", name=row.name, text=row.text)
            )
            press.setProperty("place", "team")
            press.setProperty("detail", row.field)
            column.addWidget(_stack(name, press))
        if any(row.days is not None for row in rows):
            column.addWidget(label(self.say("bars" if scale.holds(now or 0) else "bars_far"), "soft"))
        if any(getattr(self.context.state.journey, step) for step in STEP_DATES):
            column.addWidget(LinkButton(self.theme, self.say("calendar"), self._calendar))
        return made

    # -- the last 24 hours -------------------------------------------------------------------------------------

    def _recent_grid(self, lines: list[Line]) -> QWidget:
        made = QWidget()
        if not lines:
            column = QVBoxLayout(made)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(label(self.say("nothing"), "soft"))
            return made
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self.theme.px(14))
        grid.setVerticalSpacing(self.theme.px(6))
        grid.setColumnStretch(1, 1)
        day: date | None = None
        top = Qt.AlignmentFlag.AlignTop
        for line in lines:
            at = line.at.astimezone(self.context.now().tzinfo)
            if at.date() != day:
                day = at.date()
                head = label(day_name(self.context, day), "accent")
                head.setContentsMargins(0, self.theme.px(6) if grid.count() else 0, 0, 0)
                grid.addWidget(head, grid.rowCount(), 0, 1, 3)
            row = grid.rowCount()
            grid.addWidget(label(f"{at:%H:%M}", "strong", wrap=False), row, 0, top)
            grid.addWidget(label(line.text, selectable=True), row, 1, top)
            grid.addWidget(self._observer(line.observer), row, 2, top)
        return made

    def _observer(self, name: str) -> QLabel:
        """Small beside what was observed; a long name, or several, take lines and no more room."""
        made, px = label(breakable(name), "soft"), self.theme.px
        metrics = QFontMetrics(fonts.font(self.theme.text("small")))
        made.setFixedWidth(min(metrics.horizontalAdvance(name) + px(2), px(100)))
        made.setContentsMargins(0, px(3), 0, 0)  # on the line of the larger words beside it
        return made

    # -- what a person does ------------------------------------------------------------------------------------

    @Slot()
    def _go(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.context.go.emit(sender.property("place"), sender.property("detail"))

    @property
    def busy(self) -> bool:
        """Whether the calendar is being written."""
        return self._out is not None and self._out.busy

    @Slot()
    def _calendar(self) -> None:
        from handbook.ui.saving import SheetOut  # noqa: PLC0415  # printing and its dialogs, for the one who asks
        from handbook.ui.taking import save_calendar  # noqa: PLC0415

        if self._out is None:
            self._out = SheetOut(self.context, self)
        save_calendar(self.context, self._out)

    @Slot(str)
    def _date_typed(self, text: str) -> None:
        self.draft["infusion"] = text

    @Slot(object)
    def _date_entered(self, day: date | None) -> None:
        self.draft.pop("infusion", None)
        self.context.bridge.do(lambda store: store.set_date("infusion", day))


def _stack(*parts: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part)
    return made
