"""The book's tree on the screen: blocks as text that can be selected, followed by keyboard and read aloud.

A run of blocks becomes one :class:`BookText`; the fixed call text stands apart in its frame (:class:`CallFrame`); a
word of the glossary is explained in place, below the text that it stands in (:class:`BookView`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, QRect, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from handbook.content import (
    Block,
    CallText,
    ClinicSpan,
    FactSpan,
    Heading,
    ListBlock,
    Page,
    Paragraph,
    Span,
    Table,
    call_text,
    clinic_text,
    own_words,
)
from handbook.ui.context import Context
from handbook.ui.widgets.basic import Sheet, button, label
from handbook.ui.widgets.layouts import flow

WIDEST = 38
"""Chinese characters in a line of running text, at most."""

LINE_HEIGHT = 1.5
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_SCROLL_KEYS = {
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading of level 2; the first section of a page has no title."""

    title: str
    key: str
    blocks: tuple[Block, ...]


def sections(page: Page) -> list[Section]:
    """A page cut at its headings of level 2, in reading order. The main message is the first section's first block."""
    found = [Section("", "", ())]
    for block in page.blocks:
        if isinstance(block, Heading) and block.level <= 2:
            found.append(Section(words_of(block.spans), block.key, ()))
        else:
            last = found[-1]
            found[-1] = Section(last.title, last.key, (*last.blocks, block))
    return found


def words_of(spans: Iterable[Span]) -> str:
    """The bare words of spans (a heading holds no clinic field)."""
    return "".join("" if isinstance(span, ClinicSpan) else span.text for span in spans)


class Writer:
    """Writes blocks as the rich text that Qt understands, in the colours and sizes of the window."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.colours = context.theme.colours
        self.small = context.theme.text("small")

    def blocks(self, blocks: Iterable[Block], *, stacked: bool) -> str:
        """All blocks; ``stacked`` writes a table row by row below each other, for a column too slim for a table."""
        return "".join(self.block(block, stacked=stacked) for block in blocks)

    def block(self, block: Block, *, stacked: bool) -> str:
        """One block."""
        if isinstance(block, Heading):
            return f"<h3>{self.spans(block.spans)}</h3>"
        if isinstance(block, Paragraph):
            return f"<p>{self.spans(block.spans)}</p>"
        if isinstance(block, ListBlock):
            kind = "ol" if block.ordered else "ul"
            return f"<{kind}>{''.join(self.item(item, stacked=stacked) for item in block.items)}</{kind}>"
        if isinstance(block, Table):
            return self.stack(block) if stacked else self.table(block)
        return ""  # the call text has a frame of its own

    def item(self, blocks: Sequence[Block], *, stacked: bool) -> str:
        """One item of a list: a first paragraph stands on the line of the bullet."""
        first, rest = blocks[:1], blocks[1:]
        head = self.spans(first[0].spans) if first and isinstance(first[0], Paragraph) else ""
        return f"<li>{head}{self.blocks(rest if head else blocks, stacked=stacked)}</li>"

    def table(self, table: Table) -> str:
        """A table across the whole column."""
        pad = self.context.theme.px(8)
        head = "".join(f'<th align="left" bgcolor="{self.colours.wash}">{self.spans(c)}</th>' for c in table.header)
        rows = "".join("<tr>" + "".join(f"<td>{self.spans(c)}</td>" for c in row) + "</tr>" for row in table.rows)
        return (
            f'<table width="100%" border="1" cellspacing="0" cellpadding="{pad}" '
            f'style="border-collapse:collapse; border-color:{self.colours.outline}; border-style:solid;">'
            f"<tr>{head}</tr>{rows}</table>"
        )

    def stack(self, table: Table) -> str:
        """A table as one short list a row: the first cell names it, the others carry their column's name."""
        parts = []
        for row in table.rows:
            parts.append(f"<p><b>{self.spans(row[0])}</b></p>" if row else "")
            cells = zip(table.header[1:], row[1:], strict=False)
            lines = [
                self.context.phrases("book.cell", name=self.spans(name), value=self.spans(cell)) for name, cell in cells
            ]
            parts.append("<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>")
        return "".join(parts)

    def spans(self, spans: Iterable[Span]) -> str:
        """Running text."""
        return "".join(self.span(span) for span in spans)

    def span(self, span: Span) -> str:
        """One span: words, a figure with the mark of a weak source, or the clinic's own number."""
        if isinstance(span, ClinicSpan):
            text = words(clinic_text(span.field, self.context.numbers, self.context.words))
            if getattr(self.context.numbers, span.field) is None:
                return f'<a href="team:{span.field}">{text}</a>'
            return f"<b>{text}</b>"
        text = words(span.text)
        if isinstance(span, FactSpan):
            text += self.weak_mark() if span.weak else ""
        elif span.link:
            text = f'<a href="{escape(span.link)}">{text}</a>'
        return f"<b>{text}</b>" if span.strong else text

    def weak_mark(self) -> str:
        """The mark that a figure or a source is second-hand."""
        c = self.colours
        mark = escape(self.context.words("fixed.weak"))
        return f' <span style="background-color:{c.wash}; color:{c.accent}; font-size:{self.small}px;">\u00a0{mark}\u00a0</span>'


def words(text: str) -> str:
    """Text as HTML. Powers are raised by the layout, because the shipped face has no raised figures.

    An unseen ``^`` stands before them, so that what is copied or read aloud is 10^8 and never 108.
    """
    hidden = '<span style="font-size:1px; color:transparent;">^</span>'
    return _RAISED.sub(lambda match: f"{hidden}<sup>{match[0].translate(_LOWERED)}</sup>", escape(text))


class BookText(QTextBrowser):
    """A run of rich text as tall as it needs to be: the page scrolls, never the text in it."""

    link = Signal(str)
    """A link was followed: ``page:ID``, ``term:ID``, ``source:ID`` or ``team:FIELD``."""

    def __init__(self, context: Context, blocks: Sequence[Block] = (), *, name: str, role: str = "body") -> None:
        super().__init__()
        self._context = context
        self._blocks = tuple(blocks)
        self._size = context.theme.text(role)
        self._columns = max((len(block.header) for block in blocks if isinstance(block, Table)), default=0)
        self._stacked = False
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(context.theme.px(120))
        self.setMaximumWidth(context.theme.px(WIDEST * 18 + 6) * self._size // context.theme.text("body"))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.anchorClicked.connect(self._followed)
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(context.theme.px(24))
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        if blocks:
            self._write()

    def show_html(self, html: str) -> None:
        """Show rich text that :class:`Writer` and :func:`words` made."""
        px, c = self._context.theme.px, self._context.theme.colours
        size = self._size
        self.document().setDefaultStyleSheet(
            f"body, p, li, td, th {{ font-size: {size}px; color: {c.ink}; }}"
            f"p {{ margin: 0 0 {px(10)}px 0; }} ul, ol {{ margin: 0 0 {px(8)}px 0; }} li {{ margin: 0 0 {px(4)}px 0; }}"
            f"h3 {{ font-size: {size}px; font-weight: bold; margin: {px(10)}px 0 {px(4)}px 0; }}"
            f"a {{ color: {c.accent}; text-decoration: underline; }}"
            f".soft {{ color: {c.soft}; }}"
        )
        self.setHtml(html)
        self._set_lines()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _write(self) -> None:
        self.show_html(Writer(self._context).blocks(self._blocks, stacked=self._stacked))

    def _set_lines(self) -> None:
        """Line height, a dotted line under words that are explained, nothing below the last line."""
        document = self.document()
        kind = QTextBlockFormat.LineHeightTypes.FixedHeight.value
        block = document.begin()
        while block.isValid():
            cursor = QTextCursor(block)
            shape = QTextBlockFormat()
            shape.setLineHeight(self._size * LINE_HEIGHT, kind)
            if not block.next().isValid():
                shape.setBottomMargin(0)
            cursor.mergeBlockFormat(shape)
            for at in block.textFormats():
                if at.format.anchorHref().startswith("term:"):
                    dotted = QTextCharFormat()
                    dotted.setFontUnderline(False)
                    dotted.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
                    cursor.setPosition(block.position() + at.start)
                    cursor.setPosition(block.position() + at.start + at.length, QTextCursor.MoveMode.KeepAnchor)
                    cursor.mergeCharFormat(dotted)
            block = block.next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A column too slim for a table gets the rows below each other."""
        super().resizeEvent(event)
        slim = self.viewport().width() < self._columns * self._size * 7
        if slim != self._stacked and self._columns:
            self._stacked = slim
            self._write()
        self._fit()

    @Slot()
    def _fit(self) -> None:
        edge = self.height() - self.viewport().height()
        wanted = math.ceil(self.document().size().height()) + edge
        if wanted != self.height():
            self.setFixedHeight(wanted)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001  # Qt's own hook
        """Tab goes from link to link; the page follows."""
        stays = super().focusNextPrevChild(forward)
        if stays and self.hasFocus():
            show_rect(self, self.cursorRect())
        return stays

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that scroll belong to the page."""
        if event.key() in _SCROLL_KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """So does the wheel."""
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over links."""
        super().mouseMoveEvent(event)

    @Slot(QUrl)
    def _followed(self, url: QUrl) -> None:
        self.link.emit(url.toString())


def show_rect(widget: QWidget, rect: QRect) -> None:
    """Scroll the page so that ``rect`` of ``widget`` can be seen."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea) and area.widget() is not None:
        at = widget.mapTo(area.widget(), rect.center())
        area.ensureVisible(at.x(), at.y(), 0, max(60, rect.height() * 2))


class CallFrame(Sheet):
    """The fixed call text in its frame, with the line that says whose words it is. The same for every reader."""

    def __init__(self, context: Context, *, large: bool = False) -> None:
        super().__init__(context.theme, role="call", gap=6)
        numbers, said = context.numbers, context.words
        text = label(call_text(numbers, said), "call-large" if large else "call", selectable=True)
        text.setMaximumWidth(context.theme.px(WIDEST * 18))
        self.add(text)
        self.add(label(said("fixed.call_owner" if own_words(numbers, said) else "fixed.call_owner_clinic"), "call-soft"))


class TermSheet(Sheet):
    """A word of the glossary, explained; with the way to the page that says more."""

    link = Signal(str)
    closed = Signal()

    def __init__(self, context: Context, term: str, *, closable: bool = True, title: bool = True) -> None:
        super().__init__(context.theme, role="wash", gap=6)
        self.term = term
        entry, language, phrases = context.book.glossary[term], context.language, context.phrases
        if title:
            self.add(label(entry.term[language], "heading", selectable=True))
        self.add(label(entry.plain[language], selectable=True))
        also = [name for name in entry.also.get(language, ()) if name != entry.term[language]]
        if also:
            comma = phrases("book.comma")
            self.add(label(phrases("book.also", names=comma.join(also)), "soft", selectable=True))
        presses = []
        self._page = entry.page
        if entry.page:
            page = context.book.page(entry.page, language)
            presses.append(button(phrases("book.read", title=page.title), self._read, role="link"))
        if closable:
            presses.append(button(phrases("book.close"), self._close, role="link"))
        self.add(flow(*presses, gap=context.theme.px(18)))
        for at in range(self.column.count()):
            part = self.column.itemAt(at).widget()
            if part is not None:
                part.setMaximumWidth(context.theme.px(WIDEST * 18))

    @Slot()
    def _read(self) -> None:
        self.link.emit(f"page:{self._page}")

    @Slot()
    def _close(self) -> None:
        self.closed.emit()


class BookView(QWidget):
    """Blocks below each other. Words of the glossary are explained in place; every other link is handed on."""

    link = Signal(str)

    def __init__(self, context: Context, blocks: Sequence[Block], *, name: str, role: str = "body") -> None:
        super().__init__()
        self._context = context
        self._asked: BookText | None = None
        self._sheet: TermSheet | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(context.theme.px(12))
        for run in _runs(blocks):
            if isinstance(run[0], CallText):
                self._column.addWidget(CallFrame(context))
                continue
            text = BookText(context, run, name=name, role=role)
            text.link.connect(self._followed)
            self._column.addWidget(text)

    @property
    def texts(self) -> list[BookText]:
        """The runs of text, in reading order."""
        return self.findChildren(BookText)

    @property
    def term(self) -> str:
        """The word that is explained just now, or ""."""
        return self._sheet.term if self._sheet is not None else ""

    @Slot(str)
    def _followed(self, link: str) -> None:
        kind, _, target = link.partition(":")
        if kind != "term":
            self.link.emit(link)
            return
        asked = self.sender()
        if isinstance(asked, BookText):
            again = self.term == target
            self.close_term()
            if not again:
                self._explain(target, asked)

    def _explain(self, term: str, below: BookText) -> None:
        self._asked = below
        self._sheet = TermSheet(self._context, term)
        self._sheet.link.connect(self.link)
        self._sheet.closed.connect(self.close_term)
        self._column.insertWidget(self._column.indexOf(below) + 1, self._sheet)
        QWidget.setTabOrder(below, self._sheet)
        self._sheet.installEventFilter(self)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Bring the explanation into sight as soon as it has its place."""
        if watched is self._sheet and self._sheet is not None and event.type() == QEvent.Type.Resize:
            show_rect(self._sheet, self._sheet.rect())
        return False

    @Slot()
    def close_term(self) -> None:
        """Put the explanation away and go back to the text."""
        if self._sheet is None:
            return
        had_focus = self._sheet.isAncestorOf(self._sheet.window().focusWidget() or self)
        self._sheet.hide()
        self._sheet.deleteLater()
        self._sheet = None
        if had_focus and self._asked is not None:
            self._asked.setFocus()


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    run: list[Block] = []
    for block in blocks:
        if isinstance(block, CallText):
            if run:
                yield tuple(run)
            yield (block,)
            run = []
        else:
            run.append(block)
    if run:
        yield tuple(run)


class SourceList(QWidget):
    """Under each page: where it comes from, how old that is, and whether a clinician has approved the words."""

    def __init__(self, context: Context, page: Page) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(8))
        phrases, writer = context.phrases, Writer(context)
        head = label(phrases("book.sources"), "strong")
        head.setContentsMargins(context.theme.px(3), 0, 0, 0)
        column.addWidget(head)
        lines = []
        for key in page.sources:
            source = context.book.sources.get(key)
            if source is None:
                continue
            dated = context.words.date(source.date) if source.date else phrases("book.undated")
            line = phrases("book.source", title=words(source.title[page.language]), date=words(dated))
            lines.append(f"<li>{line}{writer.weak_mark() if source.weak else ''}</li>")
        self.text = BookText(context, name=phrases("book.sources"), role="small")
        self.text.show_html(f"<ul>{''.join(lines)}</ul>")
        column.addWidget(self.text)
        notes = [phrases("book.reviewed", date=context.words.date(page.reviewed)), approval(context, page)]
        for note in notes:
            line_ = label(note, "soft")
            line_.setContentsMargins(context.theme.px(3), 0, 0, 0)
            line_.setMaximumWidth(context.theme.px(WIDEST * 18))
            column.addWidget(line_)


def approval(context: Context, page: Page) -> str:
    """Who approved a page, or that nobody has yet. The same words on every page."""
    by = page.approved_by
    if context.kit is not None and context.kit.approves(context.book.version):
        by = context.kit.approved_by
    return context.words("fixed.approved", by=by) if by else context.phrases(
        "book.not_approved", notice=context.words("fixed.not_approved"), advice=context.words("fixed.not_advice")
    )  # fmt: skip


def bold_font(font: QFont) -> QFont:
    """The same face in bold."""
    made = QFont(font)
    made.setWeight(QFont.Weight.Bold)
    return made
