"""The ruler of the look-back: days before a date, and a bar for each thing that lasted. It draws days, nothing more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from handbook.domain import LookBack, PartialDate
from handbook.ui import fonts
from handbook.ui.theme import Theme
from handbook.ui.widgets import spoken

NEAR_DAYS = 14
"""The second mark of the ruler, in days before the date."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in days before the anchor, oldest first: 90 to 0, and the days in it that are certain, if any are."""

    oldest: int
    newest: int
    certain: tuple[int, int] | None


def bar(
    start: PartialDate, end: PartialDate | None, window: LookBack, today: date, *, loose: bool = False
) -> Bar | None:
    """What the ruler shows of the days from ``start`` to ``end`` (None: still going on); None if nothing falls in.

    Nothing is drawn into days that have not come. ``loose``: on hold, or taken when it is needed, so that no day is
    certain; it is drawn from the day that is written, unless only "about" brings it in.
    """
    if loose and (start.about or (end and end.about)):
        written = bar(replace(start, about=False), end and replace(end, about=False), window, today, loose=True)
        if written is not None:
            return written
    stop = min(today, window.anchor)
    first, last = max(start.earliest, window.first), min(stop, end.latest if end else stop)
    if first > last:
        return None
    certain = max(start.latest, window.first), min(stop, end.earliest if end else stop)
    before = [(window.anchor - day).days for day in (first, last, *certain)]
    return Bar(before[0], before[1], None if loose or certain[0] > certain[1] else (before[2], before[3]))


class _Scaled(QWidget):
    """A strip whose left edge is the first day of the look-back and whose right edge is the end of its last day."""

    spoken_role = spoken.CHART

    def __init__(self, theme: Theme, window: LookBack, height: int) -> None:
        super().__init__()
        self._theme, self._window = theme, window
        self._least = height
        self.setMinimumHeight(height)
        # As tall as the name beside it, so that the ground of all strips is one.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Wide enough to tell days apart."""
        return QSize(self._theme.px(240), self._least)

    def _x(self, days_before: float) -> float:
        inset = self._theme.px(2)
        return inset + (self.width() - 2 * inset) * (1 - days_before / (self._window.days + 1))

    def _ground(self, painter: QPainter, top: float, bottom: float) -> None:
        colours = self._theme.colours
        # A day is as wide as itself: day 14 before begins 15 day-widths from the right edge.
        left = self._x(NEAR_DAYS + 1)
        painter.fillRect(QRectF(left, top, self._x(0) - left, bottom - top), QColor(colours.wash))
        painter.setPen(QPen(QColor(colours.outline), max(1, self._theme.px(1))))
        painter.drawLine(round(left), round(top), round(left), round(bottom))
        painter.setPen(QPen(QColor(colours.accent), self._theme.px(3)))
        painter.drawLine(round(self._x(0)), round(top), round(self._x(0)), round(bottom))


class RulerScale(_Scaled):
    """The head of the ruler: where the look-back begins, where its last fortnight begins, and the date itself.

    Only words: the fortnight may be narrower than they are.
    """

    def __init__(self, theme: Theme, window: LookBack, *, first: str, near: str, dates: tuple[str, str]) -> None:
        self._metrics = QFontMetrics(fonts.font(theme.text("small")))
        self._line = round(self._metrics.height() * 1.15)
        super().__init__(theme, window, 2 * self._line + theme.px(4))
        self._first, self._near, self._dates = first, near, dates
        self.setAccessibleName(" ".join((first, dates[0], near, dates[1])))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's signature
        """Draw words and marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.font(self._theme.text("small")))
        painter.setPen(QColor(self._theme.colours.soft))
        right = self._x(0)
        line = QRectF(0, 0, right, self._line)
        near = self._metrics.horizontalAdvance(self._near)
        # The words of the fortnight stand above it, and where it is narrower than they are, they end where it ends.
        left = min(self._x(NEAR_DAYS + 1), right - near)
        if self._metrics.horizontalAdvance(self._first) + self._theme.px(12) < left:
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._first)
        painter.drawText(
            QRectF(left, 0, right - left + 1, self._line),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self._near,
        )
        line.translate(0, self._line)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._dates[0])
        painter.setPen(QColor(self._theme.colours.ink))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._dates[1])
        painter.end()


class RulerBar(_Scaled):
    """One bar on the same ground, thick on its certain days and dashed on the others. ``name`` says it in words."""

    def __init__(self, theme: Theme, window: LookBack, shown: Bar, name: str) -> None:
        super().__init__(theme, window, theme.px(34))
        self._bar = shown
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's signature
        """Draw the line of days and the bar on it."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, 0, self.height())
        middle = self.height() / 2
        # Thin and whole: dashes are a bar that is not certain.
        painter.setPen(QPen(QColor(colours.line), max(1, theme.px(1))))
        painter.drawLine(round(self._x(self._window.days + 1)), round(middle), round(self._x(0)), round(middle))
        thick = theme.px(14)
        whole, certain = (self._bar.oldest, self._bar.newest), self._bar.certain
        if certain != whole:
            pen = QPen(QColor(colours.ink), theme.px(2))
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            painter.setBrush(QColor(colours.sheet))
            edge = theme.px(1)
            box = self._box(*whole, middle, thick).adjusted(edge, edge, -edge, -edge)
            painter.drawRoundedRect(box, thick / 2, thick / 2)
        if certain is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.ink))
            painter.drawRoundedRect(self._box(*certain, middle, thick), thick / 2, thick / 2)
        painter.end()

    def _box(self, oldest: int, newest: int, middle: float, thick: float) -> QRectF:
        left, right = self._x(oldest + 1), self._x(newest)
        return QRectF(left, middle - thick / 2, max(right - left, self._theme.px(6)), thick)
