"""A button for what cannot be undone: the first press says what goes, only the second one does it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook.ui.theme import Theme
from handbook.ui.widgets.basic import Sheet, button, label
from handbook.ui.widgets.layouts import flow


class TwoSteps(QWidget):
    """Nothing covers the page and nothing is done by Enter pressed twice: the cursor then stands on "leave it"."""

    def __init__(self, theme: Theme, words: str, *, sure: str, leave: str, pressed: Callable[[], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.first = button(words, self._asked, role="call")
        self._line = flow(self.first)
        column.addWidget(self._line)
        self._sheet = Sheet(theme, role="wash")
        self._statement = label("", selectable=True)
        self.second = button(sure, self._done, role="call")
        self.leave = button(leave, self._left)
        self._sheet.add(self._statement, flow(self.leave, self.second, gap=theme.px(8)))
        column.addWidget(self._sheet)
        self._sheet.hide()
        self._pressed = pressed

    def say(self, statement: str) -> None:
        """What goes and what stays, before the second step."""
        self._statement.setText(statement)
        for press in (self.leave, self.second):  # a reader hears it with the button that the cursor stands on
            press.setAccessibleDescription(statement)

    @property
    def asked(self) -> bool:
        """Whether the first step has been made."""
        return not self._sheet.isHidden()

    @Slot()
    def _asked(self) -> None:
        self._sheet.show()
        self._line.hide()
        self.leave.setFocus()

    @Slot()
    def _left(self) -> None:
        self._line.show()
        self._sheet.hide()
        self.first.setFocus()

    @Slot()
    def _done(self) -> None:
        self._left()
        self._pressed()
