"""Finding in a page: everything that a query means is marked, and one goes from one place to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QLabel, QTextEdit, QVBoxLayout, QWidget

from handbook.ui.context import Context
from handbook.ui.widgets.basic import button, label
from handbook.ui.widgets.book import BookText, BookView, show_rect
from handbook.ui.widgets.callframe import CallFrame
from handbook.ui.widgets.layouts import flow
from handbook.ui.widgets.rows import typed, utf16
from handbook.ui.widgets.spoken import announce

Part = BookText | QLabel
Mark = tuple[int, int, int]
"""Number of the part, start and end in its text."""
_LONGEST = 10
"""Characters of the query that are repeated."""


class Finder(QObject):
    """Marks a query in the parts of a page. ``at`` is the place that was gone to, counted from 1; 0 is none yet."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._parts: list[Part] = []
        self._plain: list[str] = []
        self._marks: list[Mark] = []
        self.query = ""
        self.at = 0
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._rewritten)

    @property
    def count(self) -> int:
        """In how many places it stands."""
        return len(self._marks)

    def show(self, query: str, parts: Sequence[Part]) -> None:
        """Mark ``query`` in ``parts``, in reading order."""
        self.clear()
        self.query, self.at = query, 0
        self._parts = list(parts)
        self._plain = [text_of(part) for part in parts]
        self._marks = places(self._context, query, self._plain)
        for part in self._parts:
            if isinstance(part, BookText):
                part.textChanged.connect(self._again.start)
        self._paint()
        self.changed.emit()

    def clear(self) -> None:
        """Take all marks away."""
        self._again.stop()
        self._marks, self.query, self.at = [], "", 0
        self._paint()
        for part in self._parts:
            if isinstance(part, BookText):
                part.textChanged.disconnect(self._again.start)
        self._parts = []
        self.changed.emit()

    def forget(self) -> None:
        """The parts are gone: the page is drawn anew."""
        self._again.stop()
        self._parts, self._plain, self._marks, self.query, self.at = [], [], [], "", 0
        self.changed.emit()

    def step(self, by: int) -> None:
        """Go to the next place (1) or the one before (-1); after the last comes the first."""
        if not self._marks:
            return
        first = 1 if by > 0 else self.count
        self.at = (self.at - 1 + by) % self.count + 1 if self.at else first
        self._paint()
        number, start, _ = self._marks[self.at - 1]
        part = self._parts[number]
        if isinstance(part, BookText):
            show_rect(part.viewport(), part.cursorRect(_cursor(part, self._plain[number], start, start)))
        else:
            show_rect(part, part.rect())
        self.changed.emit()

    @Slot()
    def _rewritten(self) -> None:
        """A table was written in another way, so its places are others."""
        at = self.at
        self._plain = [text_of(part) for part in self._parts]
        self._marks = places(self._context, self.query, self._plain)
        self.at = min(at, self.count)
        self._paint()
        self.changed.emit()

    def _paint(self) -> None:
        for number, part in enumerate(self._parts):
            marks = [(n, mark) for n, mark in enumerate(self._marks, 1) if mark[0] == number]
            if isinstance(part, BookText):
                self._paint_text(part, self._plain[number], marks)
            else:
                self._paint_label(part, self._plain[number], marks)

    def _colours(self, number: int) -> tuple[str, str]:
        c = self._context.theme.colours
        return (c.on_accent, c.accent) if number == self.at else (c.accent, c.wash)

    def _paint_text(self, part: BookText, plain: str, marks: Sequence[tuple[int, Mark]]) -> None:
        selections = []
        for number, (_, start, end) in marks:
            ink, ground = self._colours(number)
            shape = QTextCharFormat()
            shape.setForeground(QColor(ink))
            shape.setBackground(QColor(ground))
            shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            selection = QTextEdit.ExtraSelection()
            selection.cursor = _cursor(part, plain, start, end)
            selection.format = shape
            selections.append(selection)
        part.setExtraSelections(selections)

    def _paint_label(self, part: QLabel, plain: str, marks: Sequence[tuple[int, Mark]]) -> None:
        if not marks:
            part.setTextFormat(Qt.TextFormat.PlainText)
            part.setText(plain)
            return
        html, last = "", 0
        for number, (_, start, end) in marks:
            ink, ground = self._colours(number)
            style = f"color:{ink}; background-color:{ground}; text-decoration:underline;"
            html += f'{escape(plain[last:start])}<span style="{style}">{escape(plain[start:end])}</span>'
            last = end
        part.setProperty("plain", plain)
        part.setTextFormat(Qt.TextFormat.RichText)
        part.setText((html + escape(plain[last:])).replace("\n", "<br>"))


def text_of(part: Part) -> str:
    """The text of a part, marked or not."""
    if isinstance(part, BookText):
        return part.toPlainText()
    if part.textFormat() == Qt.TextFormat.RichText:
        return str(part.property("plain"))
    return typed(part.text())


def places(context: Context, query: str, texts: Sequence[str]) -> list[Mark]:
    """Where ``query`` stands in ``texts``, understood over all of them together."""
    whole = "\n".join(texts)
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    found, number = [], 0
    for start, end in context.book.marks(query, whole, context.language):
        while number + 1 < len(starts) and starts[number + 1] <= start:
            number += 1
        found.append((number, start - starts[number], min(end - starts[number], len(texts[number]))))
    return found


def parts_of(view: BookView) -> Iterator[Part]:
    """The texts of a view and the fixed call text, in reading order; not what only explains a word."""
    for widget in view.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if isinstance(widget, BookText):
            yield widget
        elif isinstance(widget, CallFrame):
            yield from widget.findChildren(QLabel)


def _cursor(part: BookText, plain: str, start: int, end: int) -> QTextCursor:
    cursor = QTextCursor(part.document())
    cursor.setPosition(utf16(plain, start))
    cursor.setPosition(utf16(plain, end), QTextCursor.MoveMode.KeepAnchor)
    return cursor


class FindBar(QFrame):
    """Says what is marked and leads from place to place; it stays while the page scrolls."""

    def __init__(self, context: Context, finder: Finder) -> None:
        super().__init__()
        self.setProperty("role", "wash")
        self._context, self._finder = context, finder
        theme = context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(4), theme.px(8), theme.px(4))
        self._words = label("", "strong", wrap=False)
        self._words.setMinimumHeight(theme.target)
        say = context.phrases
        self.before = button(say("reading.before"), self._before, role="link", name=f"{say('reading.before')} Shift+F3")
        self.after = button(say("reading.after"), self._after, role="link", name=f"{say('reading.after')} F3")
        self.unmark = button(say("reading.unmark"), finder.clear, role="link")
        column.addWidget(flow(self._words, self.before, self.after, self.unmark, gap=theme.px(12)))
        finder.changed.connect(self._changed)
        self.hide()

    @Slot()
    def _before(self) -> None:
        self._finder.step(-1)

    @Slot()
    def _after(self) -> None:
        self._finder.step(1)

    @Slot()
    def _changed(self) -> None:
        finder, say = self._finder, self._context.phrases
        if not finder.count:
            return
        query = finder.query if len(finder.query) <= _LONGEST else finder.query[:_LONGEST] + "…"
        if finder.at:
            words = say("reading.hit", query=query, at=finder.at, n=finder.count)
        else:
            words = say("reading.hits", query=query, n=finder.count)
        self._words.setText(words)
        announce(self, words)
