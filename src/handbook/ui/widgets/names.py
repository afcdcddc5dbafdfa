"""A line of text with names that may be meant in a plain list below it. Only the name itself is ever taken from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from handbook.ui.context import Context
from handbook.ui.widgets.basic import line_edit
from handbook.ui.widgets.spoken import announce

MOST = 6
"""Names shown: more would have to be read before one could go on."""

SHARE = 0.4
"""Of the height of a low window the list takes this much; the rest of it is scrolled to."""


class NameList(QListWidget):
    """Lies over what is below the field, so that nothing jumps at a keystroke. The cursor stays in the field."""

    def __init__(self, context: Context, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("names")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(context.phrases("names.title"))
        theme, c = context.theme, context.theme.colours
        self.setStyleSheet(
            f"QListWidget {{ background: {c.sheet}; border: {theme.px(2)}px solid {c.outline};"
            f" border-radius: {theme.px(8)}px; padding: {theme.px(2)}px; }}"
            f"QListWidget::item {{ min-height: {theme.target}px; padding: 0 {theme.px(10)}px; }}"
            f"QListWidget::item:hover {{ background: {c.wash}; }}"
            f"QListWidget::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}"
        )
        self._edge, self._row = theme.px(4), theme.target
        self.hide()

    def show_names(self, names: Sequence[str], below: QWidget) -> None:
        """Show ``names`` right below a widget; an empty list goes away."""
        self.clear()
        for name in names:
            self.addItem(QListWidgetItem(name))
        self.setCurrentRow(-1)
        host = self.parentWidget()
        if not names or host is None:
            self.hide()
            return
        at = below.mapTo(host, QPoint(0, below.height()))
        row = max(self._row, self.sizeHintForRow(0))
        rows = min(len(names), max(2, int(SHARE * host.window().height() / row)))
        self.setGeometry(at.x(), at.y(), below.width(), row * rows + 2 * self._edge)
        self.show()
        self.raise_()


class NameEdit(QLineEdit):
    """``find`` gives the names for a text, best first; ``host`` is what the list lies on.

    Down and Up choose, Enter takes, Esc closes the list.
    """

    taken = Signal()
    """A name was taken from the list."""
    offered = Signal(object)
    """The list lies below the field and has to be seen."""

    def __init__(self, context: Context, text: str, host: QWidget, find: Callable[[str], Sequence[str]]) -> None:
        super().__init__(text)
        self.setMaxLength(line_edit().maxLength())
        self._context, self._find = context, find
        self.names = NameList(context, host)
        self.names.itemClicked.connect(self._clicked)
        self.textEdited.connect(self._typed)

    @Slot(str)
    def _typed(self, text: str) -> None:
        wanted = text.strip()
        names = [name for name in self._find(wanted) if name != wanted][:MOST] if wanted else []
        before = self.names.count() if self.names.isVisible() else 0
        self.names.show_names(names, self)
        if names:
            self.offered.emit(self.names)
        if names and len(names) != before:
            self._announce(self._context.phrases("names.found", n=len(names)))

    def event(self, event: QEvent) -> bool:
        """Esc closes the list before it may lead away from the page."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.names.isVisible()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the list while it is shown; all others are typed."""
        key, names = event.key(), self.names
        if not names.isVisible():
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = 1 if key == Qt.Key.Key_Down else -1
            # One place more than there are names: "none of them", where one begins.
            names.setCurrentRow((names.currentRow() + 1 + step) % (names.count() + 1) - 1)
            if (item := names.currentItem()) is not None:
                self._announce(item.text())
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(names.currentItem())
        elif key == Qt.Key.Key_Escape:
            names.hide()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes on has no use for the list."""
        super().focusOutEvent(event)
        self.names.hide()

    @Slot(QListWidgetItem)
    def _clicked(self, item: QListWidgetItem) -> None:
        self._take(item)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.setText(item.text())
        self.names.hide()
        if item is not None:
            self.taken.emit()

    def _announce(self, words: str) -> None:
        announce(self, words)
