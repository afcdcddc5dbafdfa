"""The book: chapters and pages on the left, the page on the right, and one search box over all of it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QListWidgetItem, QVBoxLayout, QWidget

from handbook.content import Hit
from handbook.content import Page as BookPage
from handbook.domain import InputError
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.widgets import Field, button, flow, label
from handbook.ui.widgets.book import BookView, TermSheet, empty, follow, show_rect
from handbook.ui.widgets.cards import turn
from handbook.ui.widgets.contents import PAGE, ContentsList
from handbook.ui.widgets.hits import HitList, SearchBox
from handbook.ui.widgets.measure import WIDEST, Measure
from handbook.ui.widgets.richtext import sections
from handbook.ui.widgets.sources import SourceList

PANE = 300
"""Width of the list of chapters at 100 %."""

LEAST = 900
"""Below this width at 100 % there is one column."""

LIMIT = 30
"""Results that are shown."""

SETTLE_MS = 250
"""While the layout of a page settles, its length changes; until then the place where it was left is kept."""


class HandbookPage(Page):
    """Reads the book. The page that was open last is open again."""

    place = "handbook"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.opened = ""
        self._shown: object = None
        self._asked = False
        self._jumps: dict[str, QWidget] = {}
        self._wanted = -1
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self._arrived)
        self._focus = QTimer(self)
        self._focus.setSingleShot(True)
        self._focus.timeout.connect(self._focus_search)
        self._pane = QFrame(self)
        self._pane_column = QVBoxLayout(self._pane)
        self._pane_column.setContentsMargins(0, 0, self.theme.px(28), self.theme.px(12))
        self._pane_column.setSpacing(self.theme.px(10))
        self.search = SearchBox(self.say("search_hint"))
        self.search.textChanged.connect(self._searched)
        self.search.stepped.connect(self._stepped)
        self.search.returnPressed.connect(self._entered)
        self._box = Field(self.theme, self.say("search"), self.search)
        self._pane_column.addWidget(self._box)
        self.contents = ContentsList(context)
        self.contents.itemClicked.connect(self._item_chosen)
        self.contents.itemActivated.connect(self._item_chosen)
        self._pane_column.addWidget(self.contents, 1)
        self._to_list = flow(button(self.say("to_contents"), self._contents_pressed))
        self.column.addWidget(self._to_list)
        self._to_list.hide()
        self._reader = QWidget()
        self._found = QWidget()
        for part in (self._reader, self._found):
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(self.theme.px(14))
            self.column.addWidget(part)
        self.column.addStretch(1)
        self._count = label("", "soft")
        self.hits = HitList(self.theme, self.say("results"), {k: self.say(f"kind_{k}") for k in ("page", "term")})
        self.hits.chosen.connect(self._hit_chosen)
        self._found.hide()
        found = cast("QVBoxLayout", self._found.layout())
        found.addWidget(self._count)
        found.addWidget(self.hits)
        self.verticalScrollBar().rangeChanged.connect(self._restore)
        self.search.setText(str(self.draft.get("typed", "")))
        self._lay_out()

    # -- two columns or one ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list stands beside the page where there is room."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        px = self.theme.px
        narrow = self.width() < px(LEAST)
        searching = bool(self.search.text().strip())
        if narrow:
            self.setViewportMargins(0, 0, 0, 0)
            if self._pane.parent() is not self.content:
                self.column.insertWidget(0, self._pane)
            self._pane.setVisible(not self.opened or searching or self._asked)
            self.contents.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.contents.grow()
            self.contents.setVisible(not self.opened and not searching)
        else:
            if self._pane.parent() is not self:
                self.column.removeWidget(self._pane)
                self._pane.setParent(self)
                self._pane.show()
            self.contents.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            self.contents.setMinimumHeight(0)
            self.contents.setMaximumHeight(16777215)
            self.contents.show()
            self.setViewportMargins(px(PANE), 0, 0, 0)
            self._pane.setGeometry(0, 0, px(PANE), self.height())
        self._to_list.setVisible(narrow and bool(self.opened) and not searching and not self._asked)
        self._found.setVisible(searching)
        self._reader.setVisible(bool(self.opened) and not searching)

    # -- reading -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """A number of the clinic may have changed since the page was drawn."""
        if self.opened and self._shown != self._seen():
            self._draw()

    def open(self, detail: str) -> None:
        """A page id, ``term:ID``, ``search`` for the search box, or "" for the page read last."""
        self._asked = detail == "search"
        if self._asked:
            # The way back from a page that was found leads to what was found.
            self.search.setText(str(self.draft.get("query", "")))
            self.search.selectAll()
            self.search.setFocus()
            self._focus.start(0)  # once more when the page is in front
            self._choose(self.opened or self._last())
            return
        if detail:  # a page was asked for, not what was searched before
            query = self.draft.get("query", "")
            self.search.clear()
            self.draft["query"] = query
        self._choose(detail if detail and self._there(detail) else self._last())

    def _last(self) -> str:
        kept = str(self.draft.get("page", ""))
        if kept and self._there(kept):
            return kept
        pages = self.context.book.pages(self.context.language)
        return pages[0].id if pages and not self._slim() else ""

    def _slim(self) -> bool:
        # Before the page has been laid out, its own width says nothing: ask the window.
        width = self.width() if self.isVisible() else self.window().width() - self.theme.px(250)
        return width < self.theme.px(LEAST)

    def _there(self, detail: str) -> bool:
        kind, _, term = detail.partition(":")
        return term in self.context.book.glossary if kind == "term" else self._page(detail) is not None

    def _page(self, key: str) -> BookPage | None:
        try:
            return self.context.book.page(key, self.context.language)
        except InputError:
            return None

    def _choose(self, detail: str) -> None:
        if self.opened:
            self._scrolls[self.opened] = self.verticalScrollBar().value()
        changed = detail != self.opened
        self.opened = detail
        if detail:
            self.draft["page"] = detail
        if changed or self._shown != self._seen():
            self._draw()
        self.contents.mark(detail)
        self._title()
        self._lay_out()
        if changed:
            self._wanted = self._scrolls.get(detail, 0)
            self._restore()
            self._settling.start(SETTLE_MS)

    @property
    def _scrolls(self) -> dict[str, int]:
        return cast("dict[str, int]", self.draft.setdefault("scrolls", {}))

    @Slot()
    def _restore(self) -> None:
        """Go back to where the page was left, as soon as it is long enough again."""
        bar = self.verticalScrollBar()
        if 0 <= self._wanted <= bar.maximum():
            bar.setValue(self._wanted)

    @Slot()
    def _arrived(self) -> None:
        self._wanted = -1

    @Slot()
    def _focus_search(self) -> None:
        self.search.setFocus()

    def _title(self) -> None:
        page = self._page(self.opened)
        kind, _, term = self.opened.partition(":")
        if self.search.text().strip():
            self.show_heading(self.say("title"), self.say("searching"))
        elif page is not None:
            chapters = self.context.book.chapters(self.context.language)
            self.show_heading(page.title, next((c.title for c in chapters if c.id == page.chapter), ""))
        elif kind == "term":
            self.show_heading(self.context.book.glossary[term].term[self.context.language], self.say("kind_term"))
        else:
            self.show_heading(self.say("title"), self.say("subtitle"))

    def _seen(self) -> object:
        return self.opened, self.context.numbers

    def _draw(self) -> None:
        self._shown = self._seen()
        self._jumps = {}
        column = cast("QVBoxLayout", self._reader.layout())
        empty(column)
        page = self._page(self.opened)
        kind, _, term = self.opened.partition(":")
        if page is not None:
            self._draw_page(column, page)
        elif kind == "term":
            sheet = TermSheet(self.context, term, closable=False, title=False)
            sheet.link.connect(self._link)
            column.addWidget(sheet)

    def _draw_page(self, column: QVBoxLayout, page: BookPage) -> None:
        parts = sections(page)
        column.addWidget(self._view(page, parts[0].blocks[:1], role="large"))
        titles = [part.title for part in parts[1:]]
        if len(titles) > 2:
            column.addWidget(self._headings(titles))
        if len(parts[0].blocks) > 1:
            column.addWidget(self._view(page, parts[0].blocks[1:]))
        for part in parts[1:]:
            head = label(part.title, "heading")
            head.setContentsMargins(self.theme.px(3), self.theme.px(12), 0, 0)
            self._jumps[part.title] = head
            column.addWidget(head)
            column.addWidget(self._view(page, part.blocks))
        line = QFrame()
        line.setProperty("role", "rule")
        line.setMaximumWidth(self.theme.px(WIDEST * 18))
        column.addSpacing(self.theme.px(8))
        column.addWidget(line)
        column.addWidget(SourceList(self.context, page))
        pages = self.context.book.pages(self.context.language)
        at = pages.index(page)
        if at + 1 < len(pages):
            after = pages[at + 1]
            word = self.say("next")
            name = self.say("turn", word=word, title=after.title)
            following = turn(self.theme, word, after.title, after.id, self._next_pressed, name=name)
            column.addWidget(Measure(self.theme, following))

    def _view(self, page: BookPage, blocks: tuple[object, ...], *, role: str = "body") -> BookView:
        view = BookView(self.context, blocks, name=page.title, role=role)  # type: ignore[arg-type]
        view.link.connect(self._link)
        return view

    def _headings(self, titles: list[str]) -> QWidget:
        presses = []
        for title in titles:
            press = button(title, self._jump, role="link", name=self.say("jump", title=title))
            press.setProperty("heading", title)
            presses.append(press)
        made = flow(*presses, gap=self.theme.px(14))
        return Measure(self.theme, made)

    # -- searching ---------------------------------------------------------------------------------------------

    @Slot(str)
    def _searched(self, text: str) -> None:
        self.draft["typed"] = self.draft["query"] = text
        query = text.strip()
        if query:
            found = self.context.book.search(query, language=self.context.language, limit=LIMIT)
            self.hits.show_hits(found)
            self.hits.setVisible(bool(found))
            self._count.setText(self.say("found", n=len(found)) if found else self.say("none", query=query))
        self._title()
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    @Slot(int)
    def _stepped(self, rows: int) -> None:
        self.hits.step(rows)
        show_rect(self.hits.viewport(), self.hits.current_rect())

    @Slot()
    def _entered(self) -> None:
        if self.search.text().strip():
            self.hits.open_current()

    # -- what a person does ------------------------------------------------------------------------------------

    @Slot(object)
    def _hit_chosen(self, hit: Hit) -> None:
        if not self._asked:  # so that the way back leads to what was found
            self.context.go.emit("handbook", "search")
        self.context.go.emit("handbook", hit.id if hit.kind == "page" else f"term:{hit.id}")

    @Slot(QListWidgetItem)
    def _item_chosen(self, item: QListWidgetItem) -> None:
        if item.data(PAGE):
            self.context.go.emit("handbook", item.data(PAGE))

    @Slot(str)
    def _link(self, link: str) -> None:
        follow(self.context, link)

    @Slot()
    def _next_pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.context.go.emit("handbook", sender.property("page"))

    @Slot()
    def _jump(self) -> None:
        sender = self.sender()
        head = self._jumps.get(str(sender.property("heading"))) if sender is not None else None
        if isinstance(head, QLabel):
            at = head.mapTo(self.content, head.rect().topLeft())
            self.verticalScrollBar().setValue(at.y())

    @Slot()
    def _contents_pressed(self) -> None:
        self.draft.pop("page", None)
        self._asked = False
        self.search.clear()
        self._choose("")
