"""A sheet of cards in small: which places are used, and where to begin; pressed with the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from handbook.ui.theme import Theme

HEIGHT, WIDEST = 190, 240
"""Of the picture at 100 %."""

MOST = 200
"""A sheet of more places is drawn without them."""


class Places(QWidget):
    """The picture of a sheet. ``show_sheet`` takes the size of the page and the places as (x, y, w, h), all in mm.

    It is no stop for the keyboard: the number beside it says and sets the same.
    """

    picked = Signal(int)
    """A place, counted from 1, was pressed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._page = (210.0, 297.0)
        self._places: list[tuple[float, float, float, float]] = []
        self._start = 1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_sheet(
        self, page: tuple[float, float], places: list[tuple[float, float, float, float]], start: int, name: str
    ) -> None:
        """Draw another sheet or another beginning; ``name`` says it in words."""
        self._page, self._places, self._start = page, places[:MOST], start
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """In the proportions of the page."""
        scale = self._scale()
        return QSize(round(self._page[0] * scale), round(self._page[1] * scale))

    def _scale(self) -> float:
        width, height = self._page
        return min(self._theme.px(HEIGHT) / height, self._theme.px(WIDEST) / width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page and its places; those that are used are filled and numbered."""
        super().paintEvent(event)
        colours, scale = self._theme.colours, self._scale()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QPen(QColor(colours.outline), max(1, self._theme.px(1)))
        skipped = QPen(QColor(colours.line), line.widthF(), Qt.PenStyle.DashLine)
        painter.setPen(line)
        painter.setBrush(QColor(colours.sheet))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        font = painter.font()
        font.setPixelSize(self._theme.text("tiny"))
        painter.setFont(font)
        for number, place in enumerate(self._places, start=1):
            box, used = _scaled(place, scale), number >= self._start
            painter.setPen(line if used else skipped)
            painter.setBrush(QColor(colours.wash if used else colours.sheet))
            painter.drawRect(box)
            if used and box.height() > self._theme.text("tiny"):
                painter.setPen(QColor(colours.ink))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin with the place that is pressed."""
        number = self.at(event.position())
        if number:
            self.picked.emit(number)

    def at(self, point: QPointF) -> int:
        """The place at a point, 0 if there is none."""
        scale = self._scale()
        boxes = (_scaled(place, scale) for place in self._places)
        return next((number for number, box in enumerate(boxes, start=1) if box.contains(point)), 0)


def _scaled(place: tuple[float, float, float, float], scale: float) -> QRectF:
    return QRectF(*(value * scale for value in place))
