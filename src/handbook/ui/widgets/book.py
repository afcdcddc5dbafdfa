"""The book's tree on the screen: blocks as text that can be selected, followed by keyboard and read aloud.

A run of blocks becomes one :class:`BookText`; the fixed call text stands apart in its frame (``CallFrame``); a
word of the glossary is explained in place, below the text that it stands in (:class:`BookView`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, QRect, QSize, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextListFormat,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QPushButton, QScrollArea, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from handbook.content import Block, CallText, Drawing, Table
from handbook.ui import fonts
from handbook.ui.context import Context
from handbook.ui.widgets.basic import Sheet, button, label
from handbook.ui.widgets.callframe import CallFrame
from handbook.ui.widgets.cards import LinkButton
from handbook.ui.widgets.drawing import DrawingView
from handbook.ui.widgets.measure import WIDEST, Measure
from handbook.ui.widgets.richtext import Writer
from handbook.ui.widgets.rows import typed
from handbook.ui.widgets.spoken import announce

LINE_HEIGHT = 1.5
LEAST = 120
"""Width of the slimmest column of text at 100 %."""

_SCROLL_KEYS = {
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right,
}  # fmt: skip


class BookText(QTextBrowser):
    """A run of rich text as tall as it needs to be: the page scrolls, never the text in it.

    ``name`` is the heading above it, for screen readers; "" takes its own first words.
    """

    link = Signal(str)
    """A link was followed: ``page:ID``, ``term:ID``, ``source:ID`` or ``team:FIELD``."""

    def __init__(self, context: Context, blocks: Sequence[Block] = (), *, name: str, role: str = "body") -> None:
        super().__init__()
        self._context = context
        self._blocks = tuple(blocks)
        self._size = context.theme.text(role)
        self._columns = max((len(block.header) for block in blocks if isinstance(block, Table)), default=0)
        self._stacked = self._placed = False
        self._heights: dict[tuple[int, int, str], int] = {}
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumWidth(context.theme.px(LEAST))
        self.setMaximumWidth(context.theme.px(WIDEST * 18 + 6) * self._size // context.theme.text("body"))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.anchorClicked.connect(self._followed)
        self.setFont(fonts.font(self._size))  # measured before the style sheet arrives
        self.document().setDefaultFont(fonts.font(self._size))
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(context.theme.px(24))
        if blocks:
            self._write()
        if not name:
            self.setAccessibleName(self.document().begin().text().strip())

    def show_html(self, html: str) -> None:
        """Show rich text that :class:`Writer` and :func:`words` made."""
        px, c = self._context.theme.px, self._context.theme.colours
        size = self._size
        self.document().setDefaultStyleSheet(
            f"body, p, li, td, th {{ font-size: {size}px; color: {c.ink}; }}"
            f"p {{ margin: 0 0 {px(10)}px 0; }} ul, ol {{ margin: 0 0 {px(8)}px 0; }} li {{ margin: 0 0 {px(4)}px 0; }}"
            f"h3 {{ font-size: {size}px; font-weight: bold; margin: {px(10)}px 0 {px(4)}px 0; }}"
            f".strong {{ font-weight: bold; }} a {{ color: {c.accent}; text-decoration: underline; }}"
            f".soft {{ color: {c.soft}; }}"
        )
        self.setHtml(html)
        self._set_lines()
        if not self._columns:
            self._heights.clear()
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
            if block.blockFormat().headingLevel():
                shape.setTopMargin(self._context.theme.px(12) if block.position() else 0)
                shape.setBottomMargin(self._context.theme.px(6))
                same = QTextCharFormat()
                same.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
                same.setProperty(QTextFormat.Property.FontPixelSize, self._size)
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(same)
            cursor.mergeBlockFormat(shape)
            listed = block.textList()
            if listed is not None and listed.format().style() != QTextListFormat.Style.ListDecimal:
                # Qt sets a bullet one space before the text, which is too close: drawn in paintEvent instead.
                bare = listed.format()
                bare.setStyle(QTextListFormat.Style.ListStyleUndefined)
                listed.setFormat(bare)
            for at in block.textFormats():
                if at.format.anchorHref().startswith("term:"):
                    dotted = QTextCharFormat()
                    dotted.setFontUnderline(False)
                    dotted.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
                    cursor.setPosition(block.position() + at.start)
                    cursor.setPosition(block.position() + at.start + at.length, QTextCursor.MoveMode.KeepAnchor)
                    cursor.mergeCharFormat(dotted)
            block = block.next()

    def toPlainText(self) -> str:
        """What is written, without what keeps words in one piece."""
        return typed(super().toPlainText())

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is written is what is copied."""
        copied = super().createMimeDataFromSelection()
        copied.setHtml(typed(copied.html()))
        copied.setText(typed(copied.text()))
        return copied

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that the text needs in ``width``; laid out once for each width, face and frame."""
        if width <= self.minimumWidth():
            return self._size  # asked by layouts that look for the least size; no window is so narrow
        self.ensurePolished()  # face and frame arrive with the style sheet of the window
        width, frame = min(width, self.maximumWidth()), 2 * self.frameWidth()
        key = (width, frame, self.font().key())
        if key not in self._heights:
            self._set_width(width - frame)
            self._heights[key] = math.ceil(self.document().size().height()) + frame
            if self._placed:  # layouts ask for widths that they do not give then
                self._set_width(self.viewport().width())
        return self._heights[key]

    def _set_width(self, width: int) -> None:
        """Lay the text out in ``width``, unheard by the widget, which would set it back to the width that it has now.

        A text without a place yet is about to get the width that was asked for: Qt need not lay it out again.
        """
        self._stack(width)
        document = self.document()
        if document.textWidth() != width:
            heard = document.documentLayout().blockSignals(True)
            document.setTextWidth(width)
            document.documentLayout().blockSignals(heard)

    def sizeHint(self) -> QSize:
        """As wide as a line may be; how tall, only :meth:`heightForWidth` can say."""
        return QSize(self.maximumWidth(), self._size)

    def minimumSizeHint(self) -> QSize:
        """The height comes from the width alone."""
        return QSize(self.minimumWidth(), self._size)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A column too slim for a table gets the rows below each other."""
        self._placed = True
        self._stack(self.viewport().width())
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, and a dot before each item of a list."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._context.theme.colours.ink))
        radius = self._size / 6
        layout = self.document().documentLayout()
        block = self.document().begin()
        while block.isValid():
            listed = block.textList()
            if listed is not None and listed.format().style() == QTextListFormat.Style.ListStyleUndefined:
                at, line = layout.blockBoundingRect(block), block.layout().lineAt(0)
                middle = QPointF(at.left() + line.x() - self._size * 0.7, at.top() + line.y() + line.height() * 0.54)
                painter.drawEllipse(middle, radius, radius)
            block = block.next()
        painter.end()

    def _stack(self, width: int) -> None:
        slim = width < self._columns * self._size * 7
        if self._columns and slim != self._stacked:
            self._stacked = slim
            self._write()

    def focusNextPrevChild(self, forward: bool) -> bool:  # Qt's own hook
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

    @Slot(QUrl)
    def _followed(self, url: QUrl) -> None:
        self.link.emit(url.toString())


def show_rect(widget: QWidget, rect: QRect) -> None:
    """Scroll the page so that ``rect`` of ``widget`` can be seen."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    inside = area.widget() if isinstance(area, QScrollArea) else None
    if isinstance(area, QScrollArea) and inside is not None:
        at = widget.mapTo(inside, rect.center())
        area.ensureVisible(at.x(), at.y(), 0, 3 * rect.height())


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
        self.add(Measure(context.theme, label(entry.plain[language], selectable=True)))
        also = [name for name in entry.also.get(language, ()) if name != entry.term[language]]
        if also:
            comma = phrases("book.comma")
            also_called = label(phrases("book.also", names=comma.join(also)), "soft", selectable=True)
            self.add(Measure(context.theme, also_called))
        self.presses: list[QPushButton] = []
        self._page = entry.page
        if page := next((page for page in context.book.pages(language) if page.id == entry.page), None):
            self.presses.append(LinkButton(context.theme, phrases("book.read", title=page.title), self._read))
        if closable:
            self.presses.append(button(phrases("book.close"), self._close, role="link"))
        self.add(*self.presses)

    @Slot()
    def _read(self) -> None:
        self.link.emit(f"page:{self._page}")

    @Slot()
    def _close(self) -> None:
        self.closed.emit()


class BookView(QWidget):
    """Blocks below each other. Words of the glossary are explained in place; every other link is handed on.

    ``name``, the heading above them, becomes the name of the first run of text; the others are named by their words.
    """

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
            if isinstance(run[0], Drawing):
                self._column.addWidget(DrawingView(context, run[0].name))
                continue
            text = BookText(context, run, name=name, role=role)
            name = ""
            text.link.connect(self._followed)
            self._column.addWidget(text)

    def sizeHint(self) -> QSize:
        """How tall it is follows from its width: a layout that only asks for a hint must not set all the text."""
        return QSize(self._context.theme.px(WIDEST * 18 + 6), 0)

    def minimumSizeHint(self) -> QSize:
        """As slim as its texts may be."""
        return QSize(self._context.theme.px(LEAST), 0)

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
        before: QWidget = below
        for press in self._sheet.presses:
            QWidget.setTabOrder(before, press)
            before = press
        self._sheet.installEventFilter(self)
        plain = self._context.book.glossary[term].plain[self._context.language]
        announce(below, plain)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring the explanation into sight as soon as it has its place."""
        if watched is self._sheet and event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self._show_term)  # not now: what lies around it has not found its place yet
        return False

    @Slot()
    def _show_term(self) -> None:
        if self._sheet is not None:
            show_rect(self._sheet, self._sheet.rect())

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
        if isinstance(block, CallText | Drawing):
            if run:
                yield tuple(run)
            yield (block,)
            run = []
        else:
            run.append(block)
    if run:
        yield tuple(run)


def follow(context: Context, link: str) -> None:
    """Go where a link leads: a page of the book, or the place where a number of the clinic is written down."""
    kind, _, target = link.partition(":")
    if kind == "page":
        context.go.emit("handbook", target)
    elif kind == "team":
        context.go.emit("team", target)
