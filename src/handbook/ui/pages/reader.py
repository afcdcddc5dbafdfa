"""One page of the book as it is read: the text, what the family wrote beside it, where it comes from, what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from handbook import tasks
from handbook.content import MANUAL_CHAPTER, Block
from handbook.content import Page as BookPage
from handbook.ui import icons
from handbook.ui.beside import QUESTIONS
from handbook.ui.context import Context
from handbook.ui.pages.sheet_row import SheetRow
from handbook.ui.widgets import button, flow, label
from handbook.ui.widgets.book import BookView, TermSheet
from handbook.ui.widgets.cards import turn
from handbook.ui.widgets.find import Part, parts_of, text_of
from handbook.ui.widgets.growing import Growing
from handbook.ui.widgets.measure import WIDEST, Measure
from handbook.ui.widgets.notes import NotesSheet, notes_of
from handbook.ui.widgets.read_aloud import ReadAloud
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
    finished = Signal()
    """The whole page is there: a long one is built in several rounds of the event loop."""

    def __init__(self, context: Context, out: SheetOut) -> None:
        super().__init__()
        self._context, self._out = context, out
        self._theme = context.theme
        self._jumps: dict[str, QWidget] = {}
        self._views: list[QWidget] = []
        self._notes: NotesSheet | None = None
        self.page: BookPage | None = None
        self.star: QPushButton | None = None
        self.to_notes: QPushButton | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._body = Growing(context.theme, gap=14)
        self._body.finished.connect(self.finished)
        column.addWidget(self._body)

    @property
    def busy(self) -> bool:
        """Whether parts of the page are still to come."""
        return self._body.busy

    def complete(self) -> None:
        """Build at once what is still to come, for who needs the whole page."""
        self._body.complete()

    @property
    def notes(self) -> NotesSheet | None:
        """What the family wrote beside the page."""
        self.complete()
        return self._notes

    @property
    def parts(self) -> list[Part]:
        """The texts and headings of the page in reading order, for finding in it."""
        self.complete()
        found: list[Part] = []
        for view in self._views:
            if isinstance(view, QLabel):
                found.append(view)
            elif isinstance(view, BookView):
                found += parts_of(view)
        return found

    def draw(self, page: BookPage | None, term: str = "") -> None:
        """Show a page, or else a word. ``finished`` follows, at once or when the last part has been built."""
        self._jumps, self._views = {}, []
        self.page, self._notes, self.star, self.to_notes = page, None, None, None
        if page is not None:
            self._body.grow(self._page_parts(page))
        elif term:
            sheet = TermSheet(self._context, term, closable=False, title=False)
            sheet.link.connect(self.link)
            self._body.grow([sheet])
        else:
            self._body.grow([])

    def refresh(self) -> None:
        """Show the star and what was written beside the page as the record has it."""
        if self._notes is not None:
            self._notes.refresh()
        self._show_star()

    # -- building ----------------------------------------------------------------------------------------------

    def _page_parts(self, page: BookPage) -> Iterator[QWidget]:
        """What the page is made of, from top to bottom."""
        px = self._theme.px
        parts = sections(page)
        yield self._own()
        yield self._view(parts[0].blocks[:1], page.title, role="large")
        if page.id == QUESTIONS:
            yield self._notes_sheet(page)
        titles = [part.title for part in parts[1:]]
        if len(titles) > 2:
            yield self._headings(titles)
        if len(parts[0].blocks) > 1:
            yield self._view(parts[0].blocks[1:], "")
        for part in parts[1:]:
            head = label(part.title, "heading")
            head.setContentsMargins(px(3), px(12), 0, 0)
            self._jumps[part.title] = head
            self._views.append(head)
            yield head
            yield self._view(part.blocks, part.title)
        if page.manual:
            yield self._lower(SheetRow(self._context, self._out, "manual", MANUAL_CHAPTER))
        elif page.id != QUESTIONS:  # which prints the questions themselves
            yield self._lower(self._notes_sheet(page))
            yield SheetRow(self._context, self._out, "page", page.id, title=page.title)
        line = QFrame()
        line.setProperty("role", "rule")
        line.setMaximumWidth(px(WIDEST * 18))
        yield self._lower(line)
        yield SourceList(self._context, page)
        pages = self._context.book.beside(page)
        at = pages.index(page)
        if at + 1 < len(pages):
            yield self._next(pages[at + 1])

    def _lower(self, widget: QWidget) -> QWidget:
        """With a little more room above it."""
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, self._theme.px(8), 0, 0)
        column.addWidget(widget)
        return made

    def _notes_sheet(self, page: BookPage) -> QWidget:
        self._notes = NotesSheet(self._context, page.id)
        self._notes.writing.connect(self.writing)
        self._notes.printed.connect(self._print)
        self._notes.saved.connect(self._save)
        return Measure(self._theme, self._notes)

    def _own(self) -> QWidget:
        """The star, the voice, and the way down to what was written beside the page."""
        self.star = button("", self._star_pressed, role="plain", theme=self._theme)
        side = self._theme.px(22)
        self.star.setIconSize(QSize(side, side))
        self.to_notes = button("", self._to_notes, role="link")
        self._show_star()
        self.aloud = ReadAloud(self._context, self._said)
        return flow(self.star, self.aloud, self.to_notes, gap=self._theme.px(14))

    def _said(self) -> list[str]:
        """The page for ears: its title, then all of its text in reading order."""
        assert self.page is not None  # noqa: S101  # only a page has the button
        return [self.page.title, *map(text_of, self.parts)]

    def _view(self, blocks: Sequence[Block], name: str, *, role: str = "body") -> BookView:
        view = BookView(self._context, blocks, name=name, role=role)
        view.link.connect(self.link)
        self._views.append(view)
        return view

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
        if page is None or self.star is None or self.to_notes is None:
            return
        starred = page.id in self._context.state.stars
        self.star.setText(say("reading.starred" if starred else "reading.star"))
        self.star.setAccessibleName(say("reading.unstar_name" if starred else "reading.star_name", title=page.title))
        drawing = "places/star-full" if starred else "places/star"
        self.star.setIcon(icons.icon(drawing, self._theme.colours.accent, self._theme.px(22)))
        count = len(notes_of(self._context, page.id))
        words = say("reading.to_notes", n=count) if count else say("reading.to_notes_none")
        self.to_notes.setText(words)
        self.to_notes.setAccessibleName(words)
        if page.manual:  # one does not ask the team how the program is used
            self.to_notes.hide()

    @Slot()
    def _star_pressed(self) -> None:
        if self.page is not None:
            page, starred = self.page.id, self.page.id not in self._context.state.stars
            self._context.bridge.do(lambda store: store.set_star(page, starred))

    @Slot()
    def _to_notes(self) -> None:
        if (notes := self.notes) is not None:
            self.jumped.emit(notes)
            notes.first.setFocus()

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
        self._out.print(self._context.phrases("reading.print_name"), self._job(), backs=False)

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
        self.complete()
        if sender is not None and (head := self._jumps.get(str(sender.property("heading")))) is not None:
            self.jumped.emit(head)
