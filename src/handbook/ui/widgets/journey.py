"""Two drawings of the way through treatment: the arrows between the steps, and own dates on a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from handbook.ui.widgets.basic import label

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from handbook.ui.theme import Theme


class Way(QWidget):
    """Widgets below each other with an arrow from each stop to the next, wherever the layout has put them."""

    resized = Signal()

    def __init__(self, theme: Theme, *, gap: float = 34) -> None:
        super().__init__()
        self._theme = theme
        self._stops: list[QWidget] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(gap))

    def connect_stops(self, stops: Sequence[QWidget]) -> None:
        """Draw the way through ``stops``, in this order."""
        self._stops = list(stops)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The arrows lie elsewhere now."""
        super().resizeEvent(event)
        self.update()
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The arrows lie in the gaps."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for start, end in zip(self._stops, self._stops[1:], strict=False):
            self._arrow(painter, self._place(start), self._place(end))
        painter.end()

    def _place(self, stop: QWidget) -> QRect:
        return QRect(stop.mapTo(self, QPoint(0, 0)), stop.size())

    def _arrow(self, painter: QPainter, start: QRect, end: QRect) -> None:
        edge = self._theme.px(5)
        if end.left() > start.right():  # side by side
            y = start.top() + min(start.height(), end.height()) / 3
            way = [QPointF(start.right() + edge, y), QPointF(end.left() - edge, y)]
        else:
            top, bottom = start.bottom() + edge, end.top() - edge
            if bottom <= top:
                return
            x = end.center().x() if start.left() <= end.center().x() <= start.right() else start.center().x()
            way = [QPointF(x, top), QPointF(x, bottom)]
            if not end.left() <= x <= end.right():
                middle, aim = (top + bottom) / 2 - edge, end.center().x()
                way = [QPointF(x, top), QPointF(x, middle), QPointF(aim, middle), QPointF(aim, bottom)]
        pen = QPen(QColor(self._theme.colours.accent), max(1.5, self._theme.px(2)))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(way))
        tip, before = way[-1], way[-2]
        side = self._theme.px(6)
        if tip.x() > before.x():
            head = [QPointF(tip.x() - side, tip.y() - side), tip, QPointF(tip.x() - side, tip.y() + side)]
        else:
            head = [QPointF(tip.x() - side, tip.y() - side), tip, QPointF(tip.x() + side, tip.y() - side)]
        painter.drawPolyline(QPolygonF(head))


class Stop(msgspec.Struct, frozen=True):
    """One point on a line of dates. ``above`` is the word "today" or ""."""

    name: str
    date: str
    above: str = ""


class _Node(QWidget):
    """A point on the line: a ring, larger for today. Nothing is filled in: a date that has passed is not "done"."""

    def __init__(self, theme: Theme, *, today: bool, upright: bool, first: bool, last: bool) -> None:
        super().__init__()
        self._theme = theme
        self._today, self._upright, self._first, self._last = today, upright, first, last
        size = theme.px(44)
        if upright:
            self.setFixedWidth(size)
            self.setMinimumHeight(size)
        else:
            self.setFixedHeight(size)
        self.setSizePolicy(
            QSizePolicy.Policy.Fixed if upright else QSizePolicy.Policy.Expanding,
            QSizePolicy.Policy.Expanding if upright else QSizePolicy.Policy.Fixed,
        )

    def sizeHint(self) -> QSize:
        """A square."""
        size = self._theme.px(44)
        return QSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line through the point, and the ring on it."""
        super().paintEvent(event)
        c, px = self._theme.colours, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, px(22) if self._upright else self.height() / 2)
        painter.setPen(QPen(QColor(c.outline), px(4)))
        if self._upright:
            start = middle if self._first else QPointF(middle.x(), 0)
            painter.drawLine(start, middle if self._last else QPointF(middle.x(), self.height()))
        else:
            start = middle if self._first else QPointF(0, middle.y())
            painter.drawLine(start, middle if self._last else QPointF(self.width(), middle.y()))
        painter.setPen(QPen(QColor(c.accent), px(4)))
        painter.setBrush(QColor(c.sheet))
        radius = px(16 if self._today else 10)
        painter.drawEllipse(middle, radius, radius)
        painter.end()


class DateLine(QWidget):
    """Dates in their order on a line, across where there is room, else downwards."""

    def __init__(self, theme: Theme, stops: Sequence[Stop]) -> None:
        super().__init__()
        self._theme = theme
        self._stops = tuple(stops)
        self._upright: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._arrange(upright=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Downwards where the words would not fit beside each other."""
        super().resizeEvent(event)
        self._arrange(upright=event.size().width() < len(self._stops) * self._theme.px(136))

    def minimumSizeHint(self) -> QSize:
        """As slim as the upright form: the line must never keep the window from becoming narrower."""
        return QSize(self._theme.px(200), super().minimumSizeHint().height())

    def _arrange(self, *, upright: bool) -> None:
        if upright == self._upright:
            return
        self._upright = upright
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number in range(max(self._grid.columnCount(), len(self._stops))):
            self._grid.setColumnStretch(number, 0)
        last = len(self._stops) - 1
        for number, stop in enumerate(self._stops):
            node = _Node(
                self._theme, today=bool(stop.above), upright=upright, first=number == 0, last=number == last
            )  # fmt: skip
            above = label(stop.above, "strong", wrap=False)
            if upright:
                self._grid.addWidget(node, number, 0)
                words = QWidget()
                column = QVBoxLayout(words)
                column.setContentsMargins(self._theme.px(8), self._theme.px(8), 0, self._theme.px(8))
                column.setSpacing(0)
                for part in ([above] if stop.above else []) + ([label(stop.name)] if stop.name else []):
                    column.addWidget(part)
                column.addWidget(label(stop.date, "soft"))
                column.addStretch(1)
                self._grid.addWidget(words, number, 1)
                self._grid.setColumnStretch(1, 1)
                continue
            centre = Qt.AlignmentFlag.AlignHCenter
            self._grid.addWidget(above, 0, number, centre)
            self._grid.addWidget(node, 1, number)
            words = QWidget()
            column = QVBoxLayout(words)
            column.setContentsMargins(self._theme.px(4), 0, self._theme.px(4), 0)
            column.setSpacing(0)
            # A stop without a name keeps the line of it, so that all dates stand on one line.
            for part in (label(stop.name or "\u00a0"), label(stop.date, "soft")):
                part.setAlignment(centre)
                column.addWidget(part)
            column.addStretch(1)
            self._grid.addWidget(words, 2, number)
            self._grid.setColumnStretch(number, 1)
        self.updateGeometry()
