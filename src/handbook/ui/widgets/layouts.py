"""Two layouts that keep a page readable from 1024 pixels at 200 % to a 4K screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QLayoutItem, QSizePolicy, QVBoxLayout, QWidget

from handbook.ui.widgets.press import Press

NO_LIMIT = 16_777_215
"""Qt's own word for "no greatest width": it has no name for it in Python."""


class Flow(QLayout):
    """Left to right, and on to the next line when the line is full."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 0) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's own hook: take over an item."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a position, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Hand an item back."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It never asks for spare room."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that ``width`` needs."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place all items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """The size of the largest item, with all its words in one line."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def minimumSize(self) -> QSize:
        """The size of the largest item at its narrowest."""
        size = QSize()
        for item in self._items:
            widget = item.widget()
            size = size.expandedTo(widget.narrowest() if isinstance(widget, Press) else item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, height = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            width = min(hint.width(), rect.width()) if rect.width() > 0 else hint.width()
            tall = item.heightForWidth(width) if item.hasHeightForWidth() else hint.height()
            press = item.widget()
            tight = width < hint.width()
            if isinstance(press, Press) and tight:
                tall = press.heightForWidth(width)
            if x > rect.x() and x + width > rect.x() + rect.width():
                x, y, height = rect.x(), y + height + self._gap, 0
            if move and isinstance(press, Press):  # an item would hold it to one line
                press.tight = tight
                press.setGeometry(x, y, width, tall)
            elif move:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, tall)))
            x += width + self._gap
            height = max(height, tall)
        return y + height - rect.y()


def flow(*widgets: QWidget, gap: int = 0) -> QWidget:
    """Widgets in a :class:`Flow`."""
    made = QWidget()
    line = Flow(made, gap=gap)
    for widget in widgets:
        line.addWidget(widget)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


class _Grid(QGridLayout):
    """Answers for the width that its widget will really have, if that has a greatest one."""

    def heightForWidth(self, width: int) -> int:
        """The height at that width."""
        owner = self.parentWidget()
        return super().heightForWidth(min(width, owner.maximumWidth()) if owner else width)


class Columns(QWidget):
    """Groups of widgets side by side while each column keeps its least width, below each other when not."""

    def __init__(self, *, least: int, gap: int, weights: Sequence[int] = (), below: int | None = None) -> None:
        """``below``: the gap between cells that stand below each other, if it differs from ``gap``."""
        super().__init__()
        self._least = least
        self._weights = list(weights)
        self._cells: list[QWidget] = []
        self._now = 0
        self._placed = False
        self._grid = _Grid(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(gap)
        self._grid.setVerticalSpacing(gap if below is None else below)

    def add(self, *widgets: QWidget) -> QWidget:
        """Add one cell: the widgets below each other. Returns the cell."""
        if len(widgets) == 1:
            cell = widgets[0]
        else:
            cell = QWidget()
            column = QVBoxLayout(cell)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(self._grid.verticalSpacing())
            for widget in widgets:
                column.addWidget(widget)
            column.addStretch(1)
        self._cells.append(cell)
        self._now = 0
        # Most windows are wide: what is arranged for one when it is made needs not be laid out anew when it is shown.
        self._arrange(self.width() if self._placed else NO_LIMIT)
        return cell

    def add_column(self) -> QVBoxLayout:
        """Add one cell whose parts come later, below each other; they keep their own height."""
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._grid.verticalSpacing())
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.add(cell)
        return column

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose how many columns the new width allows."""
        super().resizeEvent(event)
        self._placed = True
        self._arrange(event.size().width())

    def minimumSizeHint(self) -> QSize:
        """One column wide: the number of columns must never keep the window from becoming narrower."""
        widest = max((cell.minimumSizeHint().width() for cell in self._cells), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def _arrange(self, width: int) -> None:
        most = len(self._weights) or len(self._cells)
        gap = self._grid.horizontalSpacing()
        fit = max(1, min(most, (width + gap) // (self._least + gap)))
        if fit < most and most % fit:  # 4 columns become 2 or 1, never 3 and a lonely one
            fit = max(n for n in range(1, fit + 1) if most % n == 0)
        if fit == self._now:
            return
        self._now = fit
        for cell in self._cells:
            # Not takeAt: the item it hands out is never freed, and a cell that is in two items keeps an old height.
            self._grid.removeWidget(cell)
        for column in range(most):
            weight = (self._weights[column] if self._weights and fit == most else 1) if column < fit else 0
            self._grid.setColumnStretch(column, weight)
        for number, cell in enumerate(self._cells):
            # What does not ask for room keeps its own height beside a taller cell: spare room lies below it, not in it.
            asks = bool(cell.sizePolicy().expandingDirections() & Qt.Orientation.Vertical)
            top = Qt.AlignmentFlag(0) if asks else Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(cell, number // fit, number % fit, top)
        self.updateGeometry()
