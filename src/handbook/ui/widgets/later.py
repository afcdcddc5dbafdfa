"""A button for what cannot be undone once it is done: it is done half a minute after the press, unless taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook.ui.context import Context
from handbook.ui.widgets.basic import button, label
from handbook.ui.widgets.layouts import flow
from handbook.ui.widgets.measure import Measure

SECONDS = 30
"""As long as the foot offers the way back."""


class Later(QWidget):
    """What goes stands below the button; the foot says that it is about to, and offers to leave it.

    ``draft`` keeps until when, so that a window that is built anew meanwhile goes on waiting. A record that is locked
    or closed before that stays as it was, unless somebody calls :meth:`now`.
    """

    def __init__(
        self,
        context: Context,
        draft: dict[str, Any],
        words: str,
        *,
        soon: str,
        leave: str,
        pressed: Callable[[], object],
    ) -> None:
        super().__init__()
        self._context, self._draft = context, draft
        self._soon, self._leave, self._pressed = soon, leave, pressed
        self.press = button(words, self._asked)
        self._statement = label("", "soft", selectable=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(4))
        column.addWidget(flow(self.press))
        column.addWidget(Measure(context.theme, self._statement, size=15))
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.now)
        if due := draft.get("due"):
            left = datetime.fromisoformat(due) - context.now()
            self.timer.start(max(0, left // timedelta(milliseconds=1)))

    def say(self, statement: str) -> None:
        """What goes and what stays."""
        self._statement.setText(statement)
        self.press.setAccessibleDescription(statement)

    @Slot()
    def now(self) -> None:
        """Do it at once if it is waiting to be done."""
        if self._draft.pop("due", None) is not None:
            self.timer.stop()
            self._pressed()

    @Slot()
    def _asked(self) -> None:
        if "due" not in self._draft:
            self._draft["due"] = (self._context.now() + timedelta(seconds=SECONDS)).isoformat()
            self.timer.start(SECONDS * 1000)
        self._context.offered.emit(self._soon, self._leave, self._left, False)

    @Slot()
    def _left(self) -> None:
        self._draft.pop("due", None)
        self.timer.stop()
        self._context.message.emit(self._context.phrases("app.left"))
