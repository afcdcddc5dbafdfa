"""A column that is built in several rounds of the event loop, so that a long page never holds up the window."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook.ui.theme import Theme

SLICE = 0.002
"""Seconds of building in one round; laying out and painting what was built takes about twice as long again."""

PAUSE_MS = 5
"""What was built is painted, and keys are heard, before more is built."""


class _Leaf(QWidget):
    """What was built in one round. Its height follows from its width alone, and only the real width is asked for."""

    def sizeHint(self) -> QSize:
        """As wide as the column is."""
        column = self.parentWidget()
        return QSize(column.width() if column is not None else 0, 0)

    def minimumSizeHint(self) -> QSize:
        """Everything in it wraps."""
        return QSize(0, 0)


class Growing(QWidget):
    """Shows widgets below each other. What does not fit one round follows in the next ones; ``busy`` until then."""

    finished = Signal()
    """All of it is there."""

    def __init__(self, theme: Theme, *, gap: float) -> None:
        super().__init__()
        self._gap = theme.px(gap)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(self._gap)
        self._leaves: list[QWidget] = []
        self._gone: list[QWidget] = []
        self._coming: Iterator[QWidget | None] | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._round)

    @property
    def busy(self) -> bool:
        """Whether more is to come."""
        return self._coming is not None

    def grow(self, widgets: Iterable[QWidget | None]) -> None:
        """Show these in place of what is shown.

        ``widgets`` makes each one when it is asked for. None: something was added to one that is there already.
        """
        before, self._leaves = self._leaves, []
        self._gone += before
        self._again.stop()
        self._coming = iter(widgets)
        self._leaf(SLICE, before)
        self._rest()

    def complete(self) -> None:
        """Build at once what is still to come."""
        if self.busy:
            self._again.stop()
            self._leaf(float("inf"), ())
            self._rest()

    @Slot()
    def _round(self) -> None:
        self._leaf(SLICE, ())
        self._rest()

    def _rest(self) -> None:
        if self.busy:
            self._again.start(PAUSE_MS)
        else:
            for old in self._gone:  # not earlier: it takes its time too
                old.deleteLater()
            self._gone = []
            self.finished.emit()

    def _leaf(self, seconds: float, before: Iterable[QWidget]) -> None:
        """One round. Built unseen and shown as a whole: Qt would show part after part, and lay out all after each."""
        leaf, end = _Leaf(self), time.perf_counter() + seconds
        column = QVBoxLayout(leaf)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._gap)
        for widget in self._coming or ():
            if widget is not None:
                column.addWidget(widget)
            if time.perf_counter() > end:
                break
        else:
            self._coming = None
        for old in before:
            self._column.removeWidget(old)
            old.hide()
        if column.isEmpty():
            leaf.deleteLater()
            return
        self._leaves.append(leaf)
        self._column.addWidget(leaf)
        leaf.show()
