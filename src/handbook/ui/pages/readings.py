"""Readings: what was measured, written down as it was read off, and the list of the last ones. Nothing is judged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from handbook.domain import FAHRENHEIT, InputError, Quantity, Reading, Site, from_fahrenheit
from handbook.ui import actions, measure
from handbook.ui.context import Context
from handbook.ui.widgets import Answers, Columns, Field, Sheet, button, flow, label, line_edit, rule
from handbook.ui.widgets.moment import MomentChoice, moment_words
from handbook.ui.widgets.question import Question
from handbook.ui.widgets.rows import breakable, capital
from handbook.ui.widgets.spoken import tell_apart

OTHERS: tuple[Quantity, ...] = tuple(quantity for quantity in Quantity if quantity is not Quantity.TEMPERATURE)
CELSIUS = "celsius"
"""The key of the button; readings in ℃ carry no unit."""

FIRST_SHOWN = 12
Say = Callable[..., str]


class ValueField(QWidget):
    """One number. A doubtful one is asked about beside it, with two buttons; it is never changed unasked."""

    def __init__(self, context: Context, say: Say, quantity: Quantity) -> None:
        super().__init__()
        self.quantity = quantity
        self.fahrenheit = False
        self._context, self._say = context, say
        self._sure = self._instead = ""
        theme = context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self.input: QLineEdit = line_edit()
        self.input.setMinimumWidth(theme.px(120))
        self.input.textEdited.connect(self._typed)
        self.field = Field(theme, say(f"field_{quantity.value}"), self.input)
        column.addWidget(self.field)
        self.doubt = Question(theme, self._stay, self._take)
        self.take, self.stay = self.doubt.take, self.doubt.stay
        column.addWidget(self.doubt)
        column.addStretch(1)

    @property
    def asking(self) -> bool:
        """Whether the question stands beside the field."""
        return self.doubt.asked

    def ready(self) -> bool:
        """Whether the number can be written down as it is (an empty field can: it is left out)."""
        self.doubt.hide()
        self.field.fault("")
        try:
            typed = measure.read(self.quantity, self.input.text(), fahrenheit=self.fahrenheit)
        except InputError as error:
            self.field.fault(" ".join(self._context.phrases.error(error)))
            return False
        if typed is None or not typed.asked or self._sure == self.input.text():
            return True
        value = f"{typed.value:g}"
        stay = self._say("ask_stay", value=value)
        if typed.instead is None:
            self.doubt.ask(self._say("ask", value=value), stay=stay)
        else:
            self._instead = f"{typed.instead:g}"
            sentence = self._say("ask_instead", value=value, instead=self._instead)
            self.doubt.ask(sentence, stay=stay, take=self._say("ask_take", instead=self._instead))
        return False

    @property
    def value(self) -> float | None:
        """The number; None if nothing is written."""
        typed = measure.read(self.quantity, self.input.text(), fahrenheit=self.fahrenheit)
        return typed.value if typed else None

    def first(self) -> QWidget:
        """Where the cursor belongs when something has to be looked at."""
        if self.asking:
            return self.doubt.first()
        return self.input

    def reading(self, at: datetime, site: Site = Site.NOT_SAID) -> Reading | None:
        """What is written, as it is kept; None if nothing is."""
        number = self.value
        if number is None:
            return None
        return Reading(
            id=self._context.new_id(),
            quantity=self.quantity,
            value=from_fahrenheit(number) if self.fahrenheit else number,
            unit=FAHRENHEIT if self.fahrenheit else "",
            at=at,
            site=site,
        )

    @Slot()
    def _typed(self) -> None:
        self._sure = ""
        self.doubt.hide()
        self.field.fault("")

    @Slot()
    def _take(self) -> None:
        self.input.setText(self._instead)
        self.doubt.hide()
        self.input.setFocus()
        self.input.textEdited.emit(self.input.text())

    @Slot()
    def _stay(self) -> None:
        self._sure = self.input.text()
        self.doubt.hide()
        self.input.setFocus()


class UnitChoice(Answers):
    """The unit of the family's thermometer: one of the two always holds, and it is kept, because it is a habit."""

    def __init__(self, context: Context, say: Say, temperature: ValueField) -> None:
        super().__init__(
            context.theme, say("field_temperature"), [(CELSIUS, say("unit_c")), (FAHRENHEIT, say("unit_f"))]
        )
        self._context, self._temperature = context, temperature
        self.changed = self._chosen
        self._show()

    def _chosen(self, key: str) -> None:
        if key:
            self._context.remember(temperature_unit="" if key == CELSIUS else key)
        self._show()

    def _show(self) -> None:
        unit = self._context.settings.temperature_unit
        self.show_answer(unit or CELSIUS)
        self._temperature.fahrenheit = unit == FAHRENHEIT


class SiteChoice(Answers):
    """Where the temperature was taken, if that is known; ``draft`` keeps it."""

    def __init__(self, context: Context, say: Say, draft: dict[str, Any]) -> None:
        sites = [(site.value, capital(context.words(f"sites.{site.value}"))) for site in Site if site.value]
        super().__init__(context.theme, say("site"), sites, draft.get("site", ""), wrap=True)
        self._draft = draft
        self.changed = self._chosen

    def _chosen(self, key: str) -> None:
        self._draft["site"] = key


class ReadingForm(Sheet):
    """Temperature with its site; pulse, pressure, oxygen and weight on demand; now, or some minutes ago.

    ``keep`` carries the readings that are to be written down; ``draft`` is changed in place at every key.
    """

    keep = Signal(object)
    wrong = Signal(object)
    """The control that has to be looked at."""

    def __init__(self, context: Context, say: Say, draft: dict[str, Any]) -> None:
        super().__init__(context.theme, say("measure"), gap=14)
        self._context, self._say, self.draft = context, say, draft
        theme = context.theme
        self.values = {quantity: ValueField(context, say, quantity) for quantity in Quantity}
        temperature = self.values[Quantity.TEMPERATURE]
        temperature.setMaximumWidth(theme.px(340))
        self.unit = UnitChoice(context, say, temperature)
        self.add(flow(temperature, self._titled("unit", self.unit), gap=theme.px(14)))
        self.site = SiteChoice(context, say, draft)
        self.add(self._titled("site", self.site))
        self._others = Columns(least=theme.px(150), gap=theme.px(14), weights=(1, 1))
        for quantity in OTHERS:
            self._others.add(self.values[quantity])
        self._others.setMaximumWidth(theme.px(38 * 18))
        self.more = button("", self._more, role="link")
        self.add(flow(self.more), self._others)
        for quantity, value in self.values.items():
            value.input.setText(draft.get(quantity.value, ""))
            value.input.textEdited.connect(self._typed)
            value.input.returnPressed.connect(self.submit)
        self._show_others(shown=bool(draft.get("more")))
        self.when = MomentChoice(context, say("when"), draft)
        self.add(self.when)
        self.submit_button = button(say("keep"), self.submit, role="primary")
        self.add(flow(self.submit_button))

    def _titled(self, key: str, *widgets: QWidget) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._context.theme.px(4))
        for widget in (label(self._say(key), "soft"), *widgets):
            column.addWidget(widget)
        return cell

    def ready(self) -> None:
        """Put the cursor into the temperature."""
        self.values[Quantity.TEMPERATURE].input.setFocus()

    def clear(self) -> None:
        """Empty again: everything is on disk."""
        more = self.draft.get("more")
        self.draft.clear()
        self.draft["more"] = more
        for value in self.values.values():
            value.input.clear()
        self.site.show_answer("")
        self.when.clear()

    # -- what is typed -----------------------------------------------------------------------------------------

    @Slot()
    def _typed(self) -> None:
        for quantity, value in self.values.items():
            self.draft[quantity.value] = value.input.text()

    @Slot()
    def _more(self) -> None:
        self._show_others(shown=self._others.isHidden())
        if not self._others.isHidden():
            self.values[OTHERS[0]].input.setFocus()

    def _show_others(self, *, shown: bool) -> None:
        # A number that was typed is never hidden.
        shown = shown or any(self.values[quantity].input.text() for quantity in OTHERS)
        self.draft["more"] = shown
        self._others.setVisible(shown)
        words = self._say("measure_less" if shown else "measure_more")
        self.more.setText(words)
        self.more.setAccessibleName(words)

    @Slot()
    def submit(self) -> None:
        """Send ``keep``, or show beside the fields what has to be looked at."""
        waiting = [value for value in self.values.values() if not value.ready()]
        if waiting:
            self.wrong.emit(waiting[0].first())
            return
        if not self.when.ready():
            self.wrong.emit(self.when.first())
            return
        site = Site(self.draft.get("site", ""))
        made = [
            reading
            for quantity, value in self.values.items()
            if (reading := value.reading(self.when.at, site if quantity is Quantity.TEMPERATURE else Site.NOT_SAID))
        ]
        if made:
            self.keep.emit(tuple(made))
        else:
            self.values[Quantity.TEMPERATURE].field.fault(self._say("empty_measure"))
            self.wrong.emit(self.values[Quantity.TEMPERATURE].input)


class ReadingList(Sheet):
    """The last readings, newest first: time, number, site, observer."""

    deleted = Signal(str)
    more = Signal()

    def __init__(self, context: Context, say: Say, readings: tuple[Reading, ...], *, most: int) -> None:
        super().__init__(context.theme, say("readings"), gap=6)
        older = "reading" in context.state.older
        if not readings:
            self.add(label(say("readings_not_lately" if older else "readings_none"), "soft"))
        shown = readings[:most]
        for number, reading in enumerate(shown):
            if number:
                self.add(rule())
            self.add(self._row(context, say, reading))
        if len(shown) < len(readings) or older:
            self.add(flow(button(say("readings_more"), self.more.emit, role="link")))
        tell_apart(context.phrases, self.findChildren(QPushButton))

    def _row(self, context: Context, say: Say, reading: Reading) -> QWidget:
        what = actions.reading(context, reading)
        time = moment_words(context, reading.at)
        site = context.words(f"sites.{reading.site.value}") if reading.site else ""
        details = say("comma").join(part for part in (time, site, breakable(reading.observer)) if part)
        press = button(say("delete"), self._pressed, role="link", name=say("delete_name", what=what, time=time))
        press.setObjectName(f"delete {reading.id}")
        press.setProperty("reading", reading.id)
        cell = QWidget()
        grid = QGridLayout(cell)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(context.theme.px(14))
        grid.setVerticalSpacing(0)
        grid.addWidget(label(capital(what), "strong"), 0, 0)
        grid.addWidget(label(capital(details), "soft"), 1, 0)
        grid.addWidget(press, 0, 1, 2, 1)
        grid.setColumnStretch(0, 1)
        return cell

    @Slot()
    def _pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.deleted.emit(str(sender.property("reading")))
