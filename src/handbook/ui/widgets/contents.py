"""The list of chapters and pages, those with a star first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from handbook.content import Page
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
        self._theme = context.theme
        self._context = context
        self._rows: dict[str, QListWidgetItem] = {}
        self._starred: tuple[str, ...] | None = None
        self.show_stars()

    def show_stars(self) -> None:
        """Bring the pages with a star to the head of the list."""
        context = self._context
        stars = context.state.stars
        book, language = context.book, context.language
        starred = [page for page in (*book.pages(language), *book.manual(language)) if page.id in stars]
        if self._starred == (now := tuple(page.id for page in starred)):
            return
        chosen, scrolled = self.currentItem(), self.verticalScrollBar().value()
        page = str(chosen.data(PAGE)) if chosen is not None else ""
        self._starred = now
        self.clear()
        if starred:
            self._add_chapter(context.phrases("reading.star_chapter"), starred)
        self._rows = {}
        for chapter in (*book.chapters(language), *book.manual_chapters(language)):
            self._rows |= self._add_chapter(chapter.title, chapter.pages)
        self._measure()
        self.mark(page)
        self.verticalScrollBar().setValue(scrolled)

    def _add_chapter(self, title: str, pages: Sequence[Page]) -> dict[str, QListWidgetItem]:
        head = QListWidgetItem(title)
        face = self.font()
        face.setPixelSize(self._theme.text("small"))
        face.setBold(True)
        head.setFont(face)
        head.setTextAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        head.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(head)
        rows = {}
        for page in pages:
            item = rows[page.id] = QListWidgetItem(page.title)
            item.setData(PAGE, page.id)
            self.addItem(item)
        return rows

    def mark(self, page: str) -> None:
        """Show which page is open."""
        chosen = self.currentItem()
        if chosen is not None and chosen.data(PAGE) == page:
            return  # also where it stands among those with a star
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
        self.setFixedHeight(tall + 2 * self.frameWidth() + self._theme.px(2))
