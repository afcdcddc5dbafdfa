"""One page of the book as it is read: the text, what the family wrote beside it, where it comes from, what follows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from handbook import tasks
from handbook.content import Page as BookPage
from handbook.ui import icons
from handbook.ui.beside import QUESTIONS
from handbook.ui.context import Context
from handbook.ui.widgets import button, flow, label
from handbook.ui.widgets.book import BookView, TermSheet, empty
from handbook.ui.widgets.cards import turn
from handbook.ui.widgets.find import Part, parts_of
from handbook.ui.widgets.measure import WIDEST, Measure
from handbook.ui.widgets.notes import NotesSheet
from handbook.ui.widgets.richtext import sections
from handbook.ui.widgets.sources import SourceList

if TYPE_CHECKING:
    from handbook.ui.saving import SheetOut


class Reader(QWidget):
    """Shows one page, or one word of the glossary."""

    link = Signal(str)
    turned = Signal(str)
    """To the page with that id."""
    jumped = Signal(object)
    """To a widget further down on this page."""
    writing = Signal(object)
    """A field to write in was opened and has the focus; it must be seen."""

    def __init__(self, context: Context, out: SheetOut) -> None:
        super().__init__()
        self._context, self._out = context, out
        self._theme = context.theme
        self._jumps: dict[str, QWidget] = {}
        self._views: list[QWidget] = []
        self.page: BookPage | None = None
        self.notes: NotesSheet | None = None
        self.star: QPushButton | None = None
        self.to_notes: QPushButton | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(self._theme.px(14))

    @property
    def parts(self) -> list[Part]:
        """The texts and headings of the page in reading order, for finding in it."""
        found: list[Part] = []
        for view in self._views:
            if isinstance(view, QLabel):
                found.append(view)
            elif isinstance(view, BookView):
                found += parts_of(view)
        return found

    def draw(self, page: BookPage | None, term: str = "") -> None:
        """Show a page, or else a word."""
        self._jumps, self._views = {}, []
        self.page, self.notes, self.star, self.to_notes = page, None, None, None
        empty(self._column)
        if page is not None:
            self._draw_page(page)
        elif term:
            sheet = TermSheet(self._context, term, closable=False, title=False)
            sheet.link.connect(self.link)
            self._column.addWidget(sheet)

    def refresh(self) -> None:
        """Show the star and what was written beside the page as the record has it."""
        if self.notes is not None:
            self.notes.refresh()
        self._show_star()

    # -- building ----------------------------------------------------------------------------------------------

    def _draw_page(self, page: BookPage) -> None:
        px = self._theme.px
        parts = sections(page)
        self.notes = NotesSheet(self._context, page.id)
        self.notes.setMaximumWidth(px(WIDEST * 18 + 6))
        self.notes.writing.connect(self.writing)
        self.notes.printed.connect(self._print)
        self.notes.saved.connect(self._save)
        self._column.addWidget(self._own())
        self._add_view(page, parts[0].blocks[:1], role="large")
        if page.id == QUESTIONS:
            self._column.addWidget(self.notes)
        titles = [part.title for part in parts[1:]]
        if len(titles) > 2:
            self._column.addWidget(self._headings(titles))
        if len(parts[0].blocks) > 1:
            self._add_view(page, parts[0].blocks[1:])
        for part in parts[1:]:
            head = label(part.title, "heading")
            head.setContentsMargins(px(3), px(12), 0, 0)
            self._jumps[part.title] = head
            self._views.append(head)
            self._column.addWidget(head)
            self._add_view(page, part.blocks)
        if page.id != QUESTIONS:
            self._column.addSpacing(px(8))
            self._column.addWidget(self.notes)
        line = QFrame()
        line.setProperty("role", "rule")
        line.setMaximumWidth(px(WIDEST * 18))
        self._column.addSpacing(px(8))
        self._column.addWidget(line)
        self._column.addWidget(SourceList(self._context, page))
        pages = self._context.book.pages(self._context.language)
        at = pages.index(page)
        if at + 1 < len(pages):
            self._column.addWidget(self._next(pages[at + 1]))
        self._show_star()

    def _own(self) -> QWidget:
        """The star, and the way down to what was written beside the page."""
        self.star = button("", self._star_pressed, role="plain", theme=self._theme)
        side = self._theme.px(22)
        self.star.setIconSize(QSize(side, side))
        self.to_notes = button("", self._to_notes, role="link")
        return flow(self.star, self.to_notes, gap=self._theme.px(14))

    def _add_view(self, page: BookPage, blocks: tuple[object, ...], *, role: str = "body") -> None:
        view = BookView(self._context, blocks, name=page.title, role=role)  # type: ignore[arg-type]
        view.link.connect(self.link)
        self._views.append(view)
        self._column.addWidget(view)

    def _headings(self, titles: list[str]) -> QWidget:
        presses = []
        for title in titles:
            name = self._context.phrases("place.handbook.jump", title=title)
            press = button(title, self._jump, role="link", name=name)
            press.setProperty("heading", title)
            presses.append(press)
        return Measure(self._theme, flow(*presses, gap=self._theme.px(14)))

    def _next(self, after: BookPage) -> QWidget:
        say = self._context.phrases
        word = say("place.handbook.next")
        name = say("place.handbook.turn", word=word, title=after.title)
        return Measure(self._theme, turn(self._theme, word, after.title, after.id, self._next_pressed, name=name))

    # -- the star and the notes --------------------------------------------------------------------------------

    def _show_star(self) -> None:
        page, say = self.page, self._context.phrases
        if page is None or self.star is None or self.to_notes is None or self.notes is None:
            return
        starred = page.id in self._context.state.stars
        self.star.setText(say("reading.starred" if starred else "reading.star"))
        self.star.setAccessibleName(say("reading.unstar_name" if starred else "reading.star_name", title=page.title))
        drawing = "places/star-full" if starred else "places/star"
        self.star.setIcon(icons.icon(drawing, self._theme.colours.accent, self._theme.px(22)))
        count = len(self.notes.notes)
        words = say("reading.to_notes", n=count) if count else say("reading.to_notes_none")
        self.to_notes.setText(words)
        self.to_notes.setAccessibleName(words)

    @Slot()
    def _star_pressed(self) -> None:
        if self.page is not None:
            page, starred = self.page.id, self.page.id not in self._context.state.stars
            self._context.bridge.do(lambda store: store.set_star(page, starred))

    @Slot()
    def _to_notes(self) -> None:
        if self.notes is not None:
            self.jumped.emit(self.notes)
            self.notes.first.setFocus()

    # -- the questions on paper --------------------------------------------------------------------------------

    def _job(self) -> partial[bytes]:
        context = self._context
        return partial(
            tasks.make_questions,
            context.book,
            context.state.notes,
            numbers=context.numbers,
            kit=context.kit,
            language=context.language,
            printed_on=context.today(),
        )

    @Slot()
    def _print(self) -> None:
        self._out.print(self._context.phrases("reading.print_name"), self._job())

    @Slot()
    def _save(self) -> None:
        say = self._context.phrases
        name = say("reading.file_name", date=self._context.today().isoformat())
        self._out.save(say("reading.save_name"), name, self._job())

    # -- going elsewhere ---------------------------------------------------------------------------------------

    @Slot()
    def _next_pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.turned.emit(sender.property("page"))

    @Slot()
    def _jump(self) -> None:
        sender = self.sender()
        if sender is not None and (head := self._jumps.get(str(sender.property("heading")))) is not None:
            self.jumped.emit(head)
