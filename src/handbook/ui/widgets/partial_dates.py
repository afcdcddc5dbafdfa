"""Dates of which a family may know only the month, or "about".

Every box carries its name, so that nobody can swap day and month.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from handbook.domain import UNKNOWN, InputError, PartialDate
from handbook.ui.context import Context
from handbook.ui.theme import Theme
from handbook.ui.widgets.basic import choice, label, line_edit
from handbook.ui.widgets.layouts import flow
from handbook.ui.widgets.question import Question

EARLIEST_YEAR = 1900
Say = Callable[..., str]
"""The sentences of the window, for example ``say("dates.year")``."""


def plain_digits(text: str) -> str:
    """Full-width digits and signs as the plain ones, without spaces around."""
    return unicodedata.normalize("NFKC", text).strip()


def date_words(say: Say, written: Callable[[object], str], value: PartialDate) -> str:
    """A date for reading: ``2026 年 8 月 15 日``, ``约 2026 年 8 月`` or that it is not known.

    ``written`` writes an exact or month-only date (``FixedWords.date``). No line ends inside a date.
    """
    if not value.known:
        return say("dates.unknown")
    text = written(str(value).rstrip("~")).replace(" ", "\u00a0")
    return say("dates.about_date", date=text) if value.about else text


class PartialDateField(QWidget):
    """Year, month and day in boxes of their own, and "about". What is left empty is not known."""

    changed = Signal()
    """Something was typed or chosen; :attr:`parts` has it."""

    def __init__(self, context: Context, title: str, *, hint: str = "") -> None:
        super().__init__()
        theme, say = context.theme, context.phrases
        self._context, self._say = context, say
        self._sure: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(label(title, "soft"))
        self.year = line_edit()
        self.month = choice([("", "—"), *((str(n), say(f"dates.month_{n}")) for n in range(1, 13))])
        self.day = line_edit()
        self.about = QCheckBox(say("dates.about"))
        self.about.setAccessibleName(f"{title} {say('dates.about')}")
        boxes: dict[str, tuple[QLineEdit | QComboBox, int]] = {
            "year": (self.year, 92), "month": (self.month, 150), "day": (self.day, 66),
        }  # fmt: skip
        cells = []
        for part in say("dates.order").split():
            control, width = boxes[part]
            control.setFixedWidth(theme.px(width))
            control.setAccessibleName(f"{title} {say(f'dates.{part}')}")
            cells.append(_cell(theme, say(f"dates.{part}"), control))
        cells.append(_cell(theme, " ", self.about))
        column.addWidget(flow(*cells, gap=theme.px(10)))
        self._hint = label(hint, "soft")
        column.addWidget(self._hint)
        self._hint.setVisible(bool(hint))
        self._fault = label("", "error")
        self._fault.hide()
        column.addWidget(self._fault)
        self.doubt = Question(theme, self._stay)
        column.addWidget(self.doubt)
        self.year.textEdited.connect(self._edited)
        self.day.textEdited.connect(self._edited)
        self.month.activated.connect(self._month_chosen)
        self.about.toggled.connect(self._edited)

    @property
    def parts(self) -> dict[str, str]:
        """What stands in the boxes: ``year``, ``month`` (1 to 12), ``day``, ``about`` ("yes" or "")."""
        return {
            "year": self.year.text(),
            "month": str(self.month.currentData() or ""),
            "day": self.day.text(),
            "about": "yes" if self.about.isChecked() else "",
        }

    def show_parts(self, parts: Mapping[str, str]) -> None:
        """Put what :attr:`parts` gave back into the boxes."""
        self.year.setText(parts["year"])
        self.month.setCurrentIndex(max(0, self.month.findData(parts["month"])))
        self.day.setText(parts["day"])
        self.about.setChecked(bool(parts["about"]))

    def read(self) -> PartialDate | None:
        """The date; None if it cannot be one or has not come yet: a sentence or a question stands beside the boxes."""
        self.doubt.hide()
        try:
            value = from_parts(self.parts)
        except InputError as error:
            self.fault(self._say(f"dates.fault_{error.params['part']}"))
            return None
        self.fault("")
        if value.earliest <= self._context.today() or self._sure == self.parts:
            return value
        written = date_words(self._say, self._context.words.date, value)
        self.doubt.ask(self._say("dates.ahead", date=written), stay=self._say("dates.ask_stay", date=written))
        return None

    @Slot()
    def _stay(self) -> None:
        self._sure = self.parts
        self.doubt.hide()
        self.first_box().setFocus()

    def first_box(self) -> QWidget:
        """The box in which one begins to write, in the order of the language; what asks, while something is asked."""
        if self.doubt.asked:
            return self.doubt.first()
        return {"year": self.year, "day": self.day}.get(self._say("dates.order").split()[0], self.month)

    def fault(self, sentence: str) -> None:
        """Show what is wrong; "" takes it away."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        for box in (self.year, self.month, self.day):
            box.setAccessibleDescription(sentence or self._hint.text())

    @property
    def fault_text(self) -> str:
        """The sentence that stands beside the boxes."""
        return self._fault.text()

    @Slot()
    def _edited(self) -> None:
        self.doubt.hide()
        self.changed.emit()

    @Slot()
    def _month_chosen(self) -> None:
        # Most dates of a medicine list lie in the last months: the year appears in its box, to be seen and changed.
        month = int(self.month.currentData() or 0)
        if month and not self.year.text().strip():
            today = self._context.today()
            self.year.setText(str(today.year - (month > today.month)))
        self.doubt.hide()
        self.changed.emit()


def _cell(theme: Theme, words: str, control: QWidget) -> QWidget:
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(2))
    caption = label(words, "soft", wrap=False)
    if words.strip():
        caption.setBuddy(control)  # on Linux the name of a drop-down list is read from its label alone
        caption.setAccessibleName(control.accessibleName())
    column.addWidget(caption)
    column.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
    return cell


def parts_of(value: PartialDate) -> dict[str, str]:
    """A date as the boxes of :class:`PartialDateField` show it; all empty for one that is not known."""
    return {
        "year": str(value.year or ""),
        "month": str(value.month or ""),
        "day": str(value.day or ""),
        "about": "yes" if value.about else "",
    }


def from_parts(parts: Mapping[str, str]) -> PartialDate:
    """The date that the boxes mean; nothing in them is "not known".

    Raises:
        InputError: ``date.wrong`` with ``part``: the box (``year``, ``month``, ``day``) that has to be looked at.
    """
    year, month, day = (plain_digits(parts[part]) for part in ("year", "month", "day"))
    if not (year or month or day):
        return UNKNOWN
    if not (year.isdecimal() and EARLIEST_YEAR <= int(year) <= 9999):
        raise InputError("date.wrong", value=year, part="year")
    if not month:
        raise InputError("date.wrong", value=month, part="month")
    try:
        if day:
            date(int(year), int(month), int(day))
    except ValueError:
        raise InputError("date.wrong", value=day, part="day") from None
    return PartialDate(int(year), int(month), int(day or 0), about=bool(parts["about"]))
