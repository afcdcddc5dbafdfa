"""How an outcome comes from another thread into the GUI thread: one object that stays, and never one for each.

An object of Qt that is let go of in the GUI thread, because its answer has come, while the thread that sent the answer
is still in ``emit``, is a crash.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid


class Courier(QObject):
    """Made in the GUI thread, and there until no other thread can send any more."""

    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._came.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def send(self, to: Callable[[Any], object], value: object) -> None:
        """Have ``to(value)`` called in the GUI thread; from any thread. A page that is gone by then gets nothing."""
        self._came.emit((to, value))

    @Slot(object)
    def _hand_over(self, news: tuple[Callable[[Any], object], object]) -> None:
        to, value = news
        owner = getattr(to, "__self__", None)
        if not isinstance(owner, QObject) or isValid(owner):
            to(value)
