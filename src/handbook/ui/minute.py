"""When the clock on the wall shows another minute: times that say "now" and the day in the corner follow it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

LATE_MS = 20
"""A timer may ring a little early; the minute must have turned when it does."""


class MinuteHand(QObject):
    """Tells of every minute as it begins; a computer that slept through some is told of when somebody looks."""

    turned = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._now = now
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.look)
        self.over = False
        """Whether nothing is told any more."""
        self._seen = self._wait()

    def stop(self) -> None:
        """Tell nothing any more: the window closes."""
        self.over = True
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Tell of another minute if it is one, and wait for the next."""
        if self.over:
            return
        before, self._seen = self._seen, self._wait()
        if self._seen != before:
            self.turned.emit()

    def _wait(self) -> datetime:
        now = self._now()
        self._timer.start(60_000 - now.second * 1000 - now.microsecond // 1000 + LATE_MS)
        return now.replace(second=0, microsecond=0)
