"""Rendered pages below each other, as wide as there is room and never larger than they were rendered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from handbook.ui.theme import Theme


class Sheets(QWidget):
    """Pages of a PDF. ``name`` and their number are what readers hear."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(14))
        self._name = name
        self._pages: list[tuple[QLabel, QPixmap]] = []

    @property
    def count(self) -> int:
        """How many pages are shown."""
        return len(self._pages)

    def show_pages(self, pixmaps: Sequence[QPixmap]) -> None:
        """Show other pages."""
        for old, _ in self._pages:
            old.hide()
            self._column.removeWidget(old)
            old.deleteLater()
        self._pages = []
        for number, pixmap in enumerate(pixmaps, start=1):
            page = QLabel()
            page.setAccessibleName(f"{self._name} {number}")
            page.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            page.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._column.addWidget(page)
            self._pages.append((page, pixmap))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        ratio = self.devicePixelRatioF()
        for page, pixmap in self._pages:
            wide = max(1, min(round(self.width() * ratio), pixmap.width()))
            shown = pixmap.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
            shown.setDevicePixelRatio(ratio)
            page.setPixmap(shown)
            page.setFixedHeight(round(shown.height() / ratio))
