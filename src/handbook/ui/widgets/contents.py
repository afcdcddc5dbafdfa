"""The list of chapters and pages."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from handbook.ui import fonts
from handbook.ui.context import Context

PAGE = int(Qt.ItemDataRole.UserRole)
"""The role under which an item keeps the id of its page; a chapter has none."""


class ContentsList(QListWidget):
    """Chapters as headings, pages below them. Arrow keys move, Enter or a click opens."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setAccessibleName(context.phrases("place.handbook.contents"))
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(0)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._theme = theme = context.theme
        self._rows: dict[str, QListWidgetItem] = {}
        for chapter in context.book.chapters(context.language):
            head = QListWidgetItem(chapter.title)
            face = self.font()
            face.setPixelSize(theme.text("small"))
            face.setBold(True)
            head.setFont(face)
            head.setTextAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(head)
            for page in chapter.pages:
                item = QListWidgetItem(page.title)
                item.setData(PAGE, page.id)
                self.addItem(item)
                self._rows[page.id] = item

    def mark(self, page: str) -> None:
        """Show which page is open."""
        if page in self._rows:
            self.setCurrentItem(self._rows[page])
            self.scrollToItem(self._rows[page])
            if self.currentRow() <= 1:
                self.scrollToTop()  # the heading of the first chapter too
        else:
            self.setCurrentRow(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Titles wrap at the new width; the view itself would cut them off."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        px, rows = self._theme.px, range(self.count())
        room = QRect(0, 0, max(px(80), self.viewport().width() - px(26)), 10_000)
        for row in rows:
            item = self.item(row)
            chapter = not item.data(PAGE)
            metrics = QFontMetrics(fonts.font(self._theme.text("small" if chapter else "body"), bold=chapter))
            tall = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), item.text()).height()
            item.setSizeHint(QSize(0, tall + px(12 if not chapter else 26 if row else 12)))

    def grow(self) -> None:
        """As tall as all of it: where there is one column, the page scrolls and not the list."""
        self._measure()
        self.doItemsLayout()
        tall = sum(self.sizeHintForRow(row) for row in range(self.count()))
        self.setFixedHeight(tall + 2 * self.frameWidth() + 2)
