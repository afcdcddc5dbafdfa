"""A clinic's logo on the screen: on white in every theme, as on paper."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMargins, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from handbook.ui.theme import Theme
from handbook.ui.widgets import spoken

HIGH, WIDE = 56, 220
"""The box of the logo at 100 %."""


class LogoView(QWidget):
    """Draws ``ClinicKit.logo`` in its own proportions."""

    spoken_role = spoken.PICTURE

    def __init__(self, theme: Theme, data: bytes, name: str) -> None:
        super().__init__()
        self._image = QImage.fromData(data) if data.startswith(b"\x89PNG") else QImage()
        self._drawing = QSvgRenderer(QByteArray(data if self._image.isNull() else b""), self)
        size = QSize(self._drawing.defaultSize() if self._image.isNull() else self._image.size())
        self._margin = theme.px(6)
        inner = size.scaled(theme.px(WIDE), theme.px(HIGH), Qt.AspectRatioMode.KeepAspectRatio)
        self.setFixedSize(inner.grownBy(self._around()))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """White first: most logos are drawn for it, and it is what the paper will be."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        room = QRectF(self.rect().marginsRemoved(self._around()))
        painter.setClipRect(room)
        if self._image.isNull():
            self._drawing.render(painter, room)
        else:
            painter.drawImage(room, self._image)
        painter.end()

    def _around(self) -> QMargins:
        return QMargins(self._margin, self._margin, self._margin, self._margin)
