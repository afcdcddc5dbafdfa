"""One of the book's pictures on the screen, as sharp as the screen is."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from handbook.domain import InputError
from handbook.ui.context import Context
from handbook.ui.widgets.basic import label

READABLE = 0.68
"""Drawn smaller than this, compared with the text of the page, a picture's words are written out below it."""


class _Canvas(QWidget):
    def __init__(self, svg: str, width: float, height: float, widest: int) -> None:
        super().__init__()
        self._renderer = QSvgRenderer(QByteArray(svg.encode()), self)
        self._ratio = height / width
        self.setMaximumWidth(widest)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """It keeps its proportions."""
        return True

    def heightForWidth(self, width: int) -> int:
        """It keeps its proportions."""
        return round(min(width, self.maximumWidth()) * self._ratio)

    def sizeHint(self) -> QSize:
        """Its own size."""
        return QSize(self.maximumWidth(), self.heightForWidth(self.maximumWidth()))

    def minimumSizeHint(self) -> QSize:
        """It shrinks with the column."""
        return QSize(40, round(40 * self._ratio))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it in its proportions."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._renderer.render(painter, QRectF(0, 0, self.width(), self.width() * self._ratio))
        painter.end()


class DrawingView(QWidget):
    """A picture and, where it is drawn small, what can be seen on it in words. Screen readers always get the words."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(8))
        c = context.theme.colours
        colours = {"ink": c.ink, "accent": c.accent, "wash": c.wash, "paper": c.sheet}
        try:
            picture = context.book.picture(name, context.language, colours=colours)
        except InputError as error:  # the page stays readable without it
            column.addWidget(label(" ".join(context.phrases.error(error)), "soft"))
            self._words, self._least = None, 0.0
            return
        widest = context.theme.px(picture.width)
        self._least = widest * READABLE
        canvas = _Canvas(picture.svg, picture.width, picture.height, widest)
        canvas.setAccessibleName(picture.description)
        column.addWidget(canvas)
        self._words = label(picture.description, "soft", selectable=True)
        self._words.hide()
        column.addWidget(self._words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words below a picture that is too small for its own."""
        super().resizeEvent(event)
        if self._words is not None:
            self._words.setVisible(event.size().width() < self._least)
