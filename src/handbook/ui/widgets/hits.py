"""What a search found: a list of titles and snippets in which the words that were found are marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from handbook.content import Hit
from handbook.ui import fonts
from handbook.ui.theme import Theme
from handbook.ui.widgets.rows import utf16

_HIT = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex


class SearchBox(QLineEdit):
    """One line to search in. Up and down are handed on to the results, which need not have the focus."""

    stepped = Signal(int)
    """One further down (1) or up (-1)."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down mean nothing in one line of text."""
        rows = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if rows is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(rows)


class _Painter(QStyledItemDelegate):
    """Draws a hit: the kind in the accent, the title in bold, the snippet with its marks in bold on a wash."""

    def __init__(self, theme: Theme, kinds: dict[str, str], parent: QListWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kinds = kinds
        self._heights: dict[tuple[str, str, int], int] = {}

    def _layouts(self, hit: Hit, width: int) -> list[tuple[QTextLayout, float]]:
        theme, y = self._theme, float(self._theme.px(10))
        made = []
        for text, size, bold, marks in (
            (hit.title, theme.text("body"), True, ()),
            (hit.snippet, theme.text("body"), False, hit.marks),
        ):
            layout = QTextLayout(text, fonts.font(size, bold=bold))
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            layout.setFormats([self._mark(utf16(text, start), utf16(text, end)) for start, end in marks])
            layout.beginLayout()
            top, height = y, 0.0
            while (line := layout.createLine()).isValid():
                line.setLineWidth(width)
                line.setPosition(QPointF(0, height))
                height += size * 1.5
            layout.endLayout()
            made.append((layout, top))
            y += height + theme.px(2)
        made.append((QTextLayout(), y + theme.px(8)))
        return made

    def _mark(self, start: int, end: int) -> QTextLayout.FormatRange:
        found = QTextLayout.FormatRange()
        found.start, found.length = start, end - start
        shape = QTextCharFormat()
        shape.setFont(fonts.font(self._theme.text("body"), bold=True))
        shape.setForeground(QColor(self._theme.colours.accent))
        shape.setBackground(QColor(self._theme.colours.wash))
        found.format = shape
        return found

    def _kind_width(self) -> int:
        return self._theme.px(92)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002  # Qt's own hook
        """As tall as title and snippet need in the width of the list."""
        hit: Hit = index.data(_HIT)
        view = self.parent()
        assert isinstance(view, QListWidget)  # noqa: S101  # given in the constructor
        width = max(self._theme.px(160), view.viewport().width() - self._theme.px(28) - self._kind_width())
        key = (hit.title, hit.snippet, width)
        if key not in self._heights:
            self._heights[key] = round(self._layouts(hit, width)[-1][1])
        return QSize(self._theme.px(160), self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The chosen one lies on a wash with a bar at its side, so that colour is not the only sign."""
        hit: Hit = index.data(_HIT)
        theme, c = self._theme, self._theme.colours
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.wash))
            painter.drawRoundedRect(QRectF(area), theme.px(8), theme.px(8))
            painter.setBrush(QColor(c.accent))
            painter.drawRect(QRectF(area.left(), area.top() + theme.px(10), theme.px(4), area.height() - theme.px(20)))
        painter.setPen(QColor(c.accent))
        painter.setFont(fonts.font(theme.text("small")))
        left = area.left() + theme.px(14)
        painter.drawText(
            QRect(left, area.top() + theme.px(12), self._kind_width(), theme.px(24)),
            int(Qt.AlignmentFlag.AlignLeft), self._kinds.get(hit.kind, ""),
        )  # fmt: skip
        painter.setPen(QColor(c.ink))
        width = area.width() - theme.px(28) - self._kind_width()
        for layout, top in self._layouts(hit, width)[:-1]:
            layout.draw(painter, QPointF(left + self._kind_width(), area.top() + top))
        painter.setPen(QPen(QColor(c.line), max(1, theme.px(1))))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.restore()


class HitList(QListWidget):
    """Hits below each other, as tall as all of them; a click or Enter opens one."""

    chosen = Signal(object)
    """The ``Hit`` to open."""

    def __init__(self, theme: Theme, name: str, kinds: dict[str, str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(_Painter(theme, kinds, self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(theme.px(820))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setPalette(_plain(self.palette(), theme))
        self.itemClicked.connect(self._opened)
        self.itemActivated.connect(self._opened)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Replace what is shown; the first is chosen."""
        self.clear()
        for hit in hits:
            item = QListWidgetItem(f"{hit.title} {hit.snippet}")
            item.setData(_HIT, hit)
            self.addItem(item)
        self.setCurrentRow(0)
        self._fit()

    def step(self, rows: int) -> None:
        """Choose the one ``rows`` further down (or up)."""
        if self.count():
            self.setCurrentRow(min(max(self.currentRow() + rows, 0), self.count() - 1))

    def open_current(self) -> None:
        """Open the chosen one."""
        if (item := self.currentItem()) is not None:
            self.chosen.emit(item.data(_HIT))

    def current_rect(self) -> QRect:
        """Where the chosen one lies."""
        return self.visualItemRect(self.currentItem()) if self.currentItem() is not None else QRect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self._fit()

    def _fit(self) -> None:
        tall = sum(self.sizeHintForRow(row) for row in range(self.count()))
        self.setFixedHeight(tall + 2 * self.frameWidth())

    @Slot(QListWidgetItem)
    def _opened(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_HIT))


def _plain(palette: QPalette, theme: Theme) -> QPalette:
    palette.setColor(QPalette.ColorRole.Text, QColor(theme.colours.ink))
    return palette
