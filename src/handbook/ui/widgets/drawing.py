"""One of the book's pictures on the screen, as sharp as the screen is."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from handbook.domain import InputError
from handbook.ui.context import Context
from handbook.ui.widgets import spoken
from handbook.ui.widgets.basic import label
from handbook.ui.widgets.rows import whole

READABLE = 0.68
"""Drawn smaller than this, compared with the text of the page, a picture's words are written out below it."""


class Canvas(QWidget):
    """A drawing in its own proportions, never wider than ``widest`` pixels."""

    spoken_role = spoken.PICTURE

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
        least = self.fontMetrics().height()
        return QSize(least, round(least * self._ratio))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it in its proportions."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._renderer.render(painter, QRectF(0, 0, self.width(), self.width() * self._ratio))
        painter.end()


class _Column(QVBoxLayout):
    """Counts the words in for the widths at which they are shown, whether or not they are shown just now.

    They come and go with the width: a layout that asked for another one would give the picture the wrong height.
    """

    def __init__(self, parent: QWidget, canvas: Canvas, words: QLabel, least: float) -> None:
        super().__init__(parent)
        self._canvas, self._words, self._least = canvas, words, least
        self.addWidget(canvas)
        self.addWidget(words)

    def heightForWidth(self, width: int) -> int:
        """The height of the picture, and of its words where they are shown."""
        height = self._canvas.heightForWidth(width)
        if width < self._least:
            self._words.ensurePolished()
            height += self.spacing() + self._words.heightForWidth(width)
        return height

    def minimumHeightForWidth(self, width: int) -> int:
        """It cannot be less."""
        return self.heightForWidth(width)


class DrawingView(QWidget):
    """A picture and, where it is drawn small, what can be seen on it in words. Screen readers always get the words."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        c = context.theme.colours
        colours = {"ink": c.ink, "accent": c.accent, "wash": c.wash, "paper": c.sheet}
        try:
            picture = context.book.picture(name, context.language, colours=colours)
        except InputError as error:  # the page stays readable without it
            line = QVBoxLayout(self)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(label(" ".join(context.phrases.error(error)), "soft"))
            self._words, self._least = None, 0.0
            return
        widest = context.theme.px(picture.width)
        self._least = widest * READABLE
        canvas = Canvas(picture.svg, picture.width, picture.height, widest)
        canvas.setAccessibleName(picture.description)
        self._words = label(whole(picture.description), "soft", selectable=True)
        self._words.hide()
        column = _Column(self, canvas, self._words, self._least)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(8))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words below a picture that is too small for its own."""
        super().resizeEvent(event)
        if self._words is not None:
            self._words.setVisible(event.size().width() < self._least)
