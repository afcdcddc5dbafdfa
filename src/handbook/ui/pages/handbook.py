"""The book: chapters and pages on the left, the page on the right, and one search box over all of it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QListWidgetItem, QVBoxLayout, QWidget

from handbook.content import Hit
from handbook.domain import Note
from handbook.ui import shortcuts
from handbook.ui.beside import home, missing_words, page_of
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.pages.reader import Reader
from handbook.ui.pages.reading_place import ReadingPlace
from handbook.ui.pages.results import Results
from handbook.ui.saving import SheetOut
from handbook.ui.widgets import Field, button, flow, label
from handbook.ui.widgets.book import follow, show_rect
from handbook.ui.widgets.contents import PAGE, ContentsList
from handbook.ui.widgets.find import FindBar, Finder
from handbook.ui.widgets.hits import SearchBox
from handbook.ui.widgets.layouts import NO_LIMIT
from handbook.ui.widgets.measure import Measure

PANE = 300
"""Width of the list of chapters at 100 %."""

LEAST = 900
"""Below this width at 100 % there is one column."""


class HandbookPage(Page):
    """Reads the book. The page that was open last is open again, where it was left.

    Drafts: ``page`` the page that is open, ``places`` how far down each page the reader was (0 to 1), ``typed`` what
    stands in the search box, ``query`` what was searched last, ``find`` the query that is marked and on which page.
    """

    place = "handbook"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.opened = ""
        self._shown: object = None
        self._asked = False
        self._writing: QWidget | None = None
        self._note = ""
        self.reading = ReadingPlace(context, self.draft, self.verticalScrollBar(), self._building)
        self.reading.arrived.connect(self._arrived)
        self._out = SheetOut(context, self)
        self._make_pane()
        self.reader = Reader(context, self._out)
        self.reader.link.connect(self._link)
        self.reader.turned.connect(self._turned)
        self.reader.jumped.connect(self._jumped)
        self.reader.writing.connect(self._show_later)
        self.reader.finished.connect(self._drawn)
        if words := missing_words(context):
            self.column.addWidget(Measure(self.theme, label(words, "soft", selectable=True), size=15))
        self.column.addWidget(self.reader)
        self._make_results()
        for one, slot in zip(shortcuts.BOOK, (self.find_next, self.find_before), strict=True):
            for key in one.keys:
                QShortcut(QKeySequence(key), self).activated.connect(slot)
        self.search.setText(str(self.draft.get("typed", "")))
        self._lay_out()

    def _make_pane(self) -> None:
        """The search box and the list of pages."""
        self._pane = QFrame(self)
        self._pane_column = QVBoxLayout(self._pane)
        self._pane_column.setContentsMargins(0, 0, self.theme.px(28), self.theme.px(12))
        self._pane_column.setSpacing(self.theme.px(10))
        self.search = SearchBox(self.say("search_hint"))
        self.search.textChanged.connect(self._searched)
        self.search.returnPressed.connect(self._entered)
        self._box = Field(self.theme, self.say("search"), self.search)
        self._pane_column.addWidget(self._box)
        self.contents = ContentsList(self.context)
        self.contents.itemClicked.connect(self._item_chosen)
        self.contents.itemActivated.connect(self._item_chosen)
        self._pane_column.addWidget(self.contents, 1)
        self._to_list = flow(button(self.say("to_contents"), self._contents_pressed))
        self.column.addWidget(self._to_list)
        self._to_list.hide()

    def _make_results(self) -> None:
        """What the search box found, and the bar of what is marked in the page."""
        self._found = Results(self.context)
        self._found.hide()
        self._found.chosen.connect(self._hit_chosen)
        self.search.stepped.connect(self._found.step)
        self._found.find_here.connect(self._find_here)
        self.hits, self.here = self._found.hits, self._found.here
        self.column.addWidget(self._found)
        self.column.addStretch(1)
        self.finder = Finder(self.context, self)
        self.find_bar = FindBar(self.context, self.finder)
        self.find_bar.setParent(self)
        self.find_bar.unmark.clicked.connect(self._unmarked)
        self.finder.changed.connect(self._lay_out)

    @property
    def busy(self) -> bool:
        """Whether the page is still being built, or the questions are being put on paper."""
        return self.reader.busy or self._out.busy

    # -- two columns or one ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list stands beside the page where there is room."""
        super().resizeEvent(event)
        self._lay_out()

    @Slot()
    def _lay_out(self) -> None:
        px = self.theme.px
        narrow = self.width() < px(LEAST)
        searching = bool(self.search.text().strip())
        left = 0 if narrow else px(PANE)
        marked = bool(self.finder.count) and not searching
        width = self.width() - left - px(16)
        top = self.find_bar.heightForWidth(width) if marked else 0
        self.find_bar.setVisible(marked)
        self.find_bar.setGeometry(left, 0, width, top)
        self.setViewportMargins(left, top + px(8) if marked else 0, 0, 0)
        if narrow:
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
            self.contents.setMaximumHeight(NO_LIMIT)
            self.contents.show()
            self._pane.setGeometry(0, 0, px(PANE), self.height())
        self._to_list.setVisible(narrow and bool(self.opened) and not searching and not self._asked)
        self._found.setVisible(searching)
        self.reader.setVisible(bool(self.opened) and not searching)

    # -- reading -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """A number of the clinic, a star or a note may have changed since the page was drawn."""
        self.contents.show_stars()
        if self.opened and self._shown != self._seen():
            self._draw()
        else:
            self.reader.refresh()
        if query := self.search.text().strip():
            self._found.show_query(query, self.reader)

    def open(self, detail: str) -> None:
        """A page id, ``term:ID``, ``note:ID``, ``search`` for the search box, or "" for the page read last."""
        self._asked = detail == "search"
        if self._asked:
            # The way back from a page that was found leads to what was found.
            self.search.setText(str(self.draft.get("query", "")))
            self.search.selectAll()
            self.search.setFocus()
            QTimer.singleShot(0, self._focus_search)  # once more when the page is in front
            self._choose(self.opened or self._last())
            return
        if detail:  # a page was asked for, not what was searched before
            query = self.draft.get("query", "")
            self.search.clear()
            self.draft["query"] = query
        note = self._note_of(detail)
        if note is not None:
            detail = home(self.context, note)
        self._choose(detail if detail and self._there(detail) else self._last())
        if note is not None:
            self._note = note.id
            self.reading.wait()

    def leave(self) -> None:
        """The window closes: page and place are kept, which say nothing about a patient."""
        self._remember()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another place is opened."""
        self._remember()
        super().hideEvent(event)

    def _last(self) -> str:
        kept = str(self.draft.get("page", self.context.settings.last_page))
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
        return term in self.context.book.glossary if kind == "term" else page_of(self.context, detail) is not None

    def _note_of(self, detail: str) -> Note | None:
        kind, _, key = detail.partition(":")
        return next((note for note in self.context.state.notes if kind == "note" and note.id == key), None)

    def _choose(self, detail: str) -> None:
        changed = detail != self.opened
        if changed:
            self._remember()
        self.opened = detail
        if detail:
            self.draft["page"] = detail
        if changed or self._shown != self._seen():
            self._draw()
        elif self._find_on(detail) != self.finder.query:
            self._mark()
        self.contents.mark(detail)
        self._title()
        self._lay_out()
        if changed:
            self.reading.go_back(self.opened)

    # -- where the reader was ----------------------------------------------------------------------------------

    def _remember(self) -> None:
        if self.opened and not self.reader.isHidden():
            at = self.reading.remember(self.opened)
            if self.reader.page is not None:
                self.context.remember(last_page=self.opened, last_position=round(at, 4))

    @Slot()
    def _arrived(self) -> None:
        notes = self.reader.notes
        if self._note and notes is not None and (row := notes.row(self._note)) is not None:
            show_rect(row, row.rect())
        self._note = ""

    @Slot(object)
    def _show_later(self, widget: QWidget) -> None:
        self._writing = widget
        QTimer.singleShot(0, self._show_writing)

    @Slot()
    def _show_writing(self) -> None:
        if self._writing is not None and self._writing.hasFocus():
            self.reading.stop()
            self.ensureWidgetVisible(self._writing, 0, self.theme.px(110))
        self._writing = None

    @Slot()
    def _focus_search(self) -> None:
        self.search.setFocus()

    def _title(self) -> None:
        page = page_of(self.context, self.opened)
        kind, _, term = self.opened.partition(":")
        if self.search.text().strip():
            self.show_heading(self.say("title"), self.say("searching"))
        elif page is not None:
            book, language = self.context.book, self.context.language
            chapters = (*book.chapters(language), *book.manual_chapters(language))
            self.show_heading(page.title, next((c.title for c in chapters if c.id == page.chapter), ""))
        elif kind == "term":
            self.show_heading(self.context.book.glossary[term].term[self.context.language], self.say("kind_term"))
        else:
            self.show_heading(self.say("title"), self.say("subtitle"))

    def _seen(self) -> object:
        return self.opened, self.context.numbers

    def _draw(self) -> None:
        self._shown = self._seen()
        self.finder.forget()
        kind, _, term = self.opened.partition(":")
        focused = self.focusWidget()
        here = focused is not None and self.reader.isAncestorOf(focused)
        self.reader.draw(page_of(self.context, self.opened), term if kind == "term" else "")
        if here and self.reader.star is not None:
            self.reader.star.setFocus()

    def _building(self) -> bool:
        return self.reader.busy

    @Slot()
    def _drawn(self) -> None:
        """All of the page is there: what was searched is marked, and it is as long as it will be."""
        self.reading.wait()
        self._mark()

    # -- searching ---------------------------------------------------------------------------------------------

    @Slot(str)
    def _searched(self, text: str) -> None:
        self.draft["typed"] = self.draft["query"] = text
        self._remember()
        if text.strip():
            self._found.show_query(text.strip(), self.reader)
        self._title()
        self._lay_out()
        if text.strip():
            self.reading.stop()
            self.verticalScrollBar().setValue(0)
        else:
            self.reading.go_back(self.opened)

    @Slot()
    def _entered(self) -> None:
        if self.search.text().strip():
            self.hits.open_current()

    # -- finding in the page -----------------------------------------------------------------------------------

    def _find_on(self, page: str) -> str:
        query, where = cast("tuple[str, str]", self.draft.get("find", ("", "")))
        return query if where == page else ""

    def _mark(self) -> None:
        query = self._find_on(self.opened)
        if query:
            self.finder.show(query, self.reader.parts)
        else:
            self.finder.clear()

    @Slot()
    def find_next(self) -> None:
        """The next place on this page; what stands in the search box is found here first."""
        self._find(1)

    @Slot()
    def find_before(self) -> None:
        """The place before."""
        self._find(-1)

    def _find(self, by: int) -> None:
        if self.search.text().strip():
            self._find_here()
            return
        self.reader.complete()
        if not self.finder.count and (query := str(self.draft.get("query", "")).strip()) and self.opened:
            self.draft["find"] = (query, self.opened)
            self._mark()
        if self.finder.count:
            self.reading.stop()
            self.finder.step(by)
        else:
            self.context.go.emit("handbook", "search")

    @Slot()
    def _find_here(self) -> None:
        query, page = self.search.text().strip(), self.opened
        if not self.here.isVisibleTo(self._found):
            return
        self.draft["find"] = (query, page)
        if self._asked:  # so that the way back leads to what was found
            self.context.go.emit("handbook", page)
        else:
            self.open(page)
        self.reader.complete()
        self.reading.stop()
        self.finder.step(1)
        self.find_bar.after.setFocus()

    @Slot()
    def _unmarked(self) -> None:
        self.draft.pop("find", None)

    # -- what a person does ------------------------------------------------------------------------------------

    @Slot(object)
    def _hit_chosen(self, hit: Hit) -> None:
        query = self.search.text().strip()
        if hit.kind == "page":
            self.draft["find"] = (query, hit.id)
        if not self._asked:  # so that the way back leads to what was found
            self.context.go.emit("handbook", "search")
        self.context.go.emit("handbook", hit.id if hit.kind == "page" else f"{hit.kind}:{hit.id}")

    @Slot(QListWidgetItem)
    def _item_chosen(self, item: QListWidgetItem) -> None:
        if item.data(PAGE):
            self.context.go.emit("handbook", item.data(PAGE))

    @Slot(str)
    def _link(self, link: str) -> None:
        follow(self.context, link)

    @Slot(str)
    def _turned(self, page: str) -> None:
        self.context.go.emit("handbook", page)

    @Slot(object)
    def _jumped(self, target: QWidget) -> None:
        self.reading.stop()
        at = target.mapTo(self.content, target.rect().topLeft())
        self.verticalScrollBar().setValue(at.y())

    @Slot()
    def _contents_pressed(self) -> None:
        self._remember()
        self.draft["page"] = ""
        self._asked = False
        self.search.clear()
        self._choose("")
