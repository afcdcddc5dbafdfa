"""The clinic's windows as bars on one scale of days: from the infusion to "at least to", and on without an end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from handbook.ui.widgets import spoken

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from handbook.ui.theme import Theme

LEAST_DAYS = 7
BEYOND = 1.25
"""How far the scale goes past the longest window, as its multiple: there is always something right of "at least"."""
MOST = 2.0
"""No day so far off that the bars become dots: today is then shown at the edge, as an arrow."""


class DayScale(msgspec.Struct, frozen=True):
    """Days from the infusion, ``first`` at the left edge and ``last`` at the right one."""

    first: float
    last: float

    @classmethod
    def over(cls, windows: Iterable[int], today: int) -> DayScale:
        """A scale that has room for windows of so many days and, as far as it can, for today."""
        longest = max(LEAST_DAYS, *windows, LEAST_DAYS)
        return cls(max(min(0, today), -longest), max(longest * BEYOND, min(today + 1, longest * MOST)))

    def at(self, day: float) -> float:
        """Where a day lies, 0 to 1; what lies outside lies at the edge."""
        return min(1.0, max(0.0, (day - self.first) / (self.last - self.first)))

    def holds(self, day: float) -> bool:
        """Whether a day lies on the scale."""
        return self.first <= day <= self.last


class WindowBar(QWidget):
    """One window of ``days`` days; ``today`` counts from the infusion as they do. ``name`` says the same in words."""

    spoken_role = spoken.CHART

    def __init__(self, theme: Theme, scale: DayScale, days: int, today: int, name: str) -> None:
        super().__init__()
        self._theme, self._scale, self._days, self._today = theme, scale, days, today
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Wide enough to tell weeks apart, and never what keeps a window from becoming narrower."""
        return QSize(self._theme.px(120), self._theme.px(30))

    def _x(self, day: float) -> float:
        inset = self._theme.px(3)
        return inset + (self.width() - 2 * inset) * self._scale.at(day)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sure days as a bar, what follows as an open line with an arrow, and today across both."""
        super().paintEvent(event)
        px, colours = self._theme.px, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, thick = self.height() / 2, px(14)
        left, sure, right = self._x(0), max(self._x(self._days), self._x(0) + px(6)), self._x(self._scale.last)
        accent = QColor(colours.accent)
        bar = QPainterPath()
        bar.addRoundedRect(QRectF(left, middle - thick / 2, sure - left, thick), px(4), px(4))
        painter.fillPath(bar, accent)
        pen = QPen(accent, px(3))
        pen.setDashPattern([2, 1.6])
        painter.setPen(pen)
        painter.drawLine(QPointF(sure + px(5), middle), QPointF(right - px(7), middle))
        painter.setPen(QPen(accent, px(3)))
        self._arrow(painter, right, middle, px(6))
        self._mark_today(painter, middle)
        painter.end()

    @staticmethod
    def _arrow(painter: QPainter, tip: float, middle: float, side: float) -> None:
        """An open arrow head; a negative ``side`` points to the left."""
        up, down = QPointF(tip - side, middle - abs(side)), QPointF(tip - side, middle + abs(side))
        painter.drawPolyline(QPolygonF([up, QPointF(tip, middle), down]))

    def _mark_today(self, painter: QPainter, middle: float) -> None:
        px, colours = self._theme.px, self._theme.colours
        x = self._x(self._today)
        if not self._scale.holds(self._today):
            side = px(8) if self._today > self._scale.last else -px(8)
            for colour, width in ((colours.sheet, px(9)), (colours.ink, px(4))):
                painter.setPen(QPen(QColor(colour), width))
                self._arrow(painter, x, middle, side)
            return
        for colour, width in ((colours.sheet, px(8)), (colours.ink, px(4))):  # seen on the bar and beside it
            pen = QPen(QColor(colour), width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
