"""A list of things to tick: words that wrap, pressed anywhere on the line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from handbook.ui.theme import Theme
from handbook.ui.widgets.basic import label


class Tick(QWidget):
    """A box and its words, with a second line in the soft voice. A tick means only that it was ticked."""

    ticked = Signal(str, bool)
    """The key and whether it is ticked now."""

    def __init__(self, theme: Theme, key: str, words: str, *, detail: str = "") -> None:
        super().__init__()
        self._key = key
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self.box = QCheckBox()
        self.box.setAccessibleName(words)
        self.box.setAccessibleDescription(detail)
        self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.box.clicked.connect(self._clicked)
        line.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.px(2))
        # The first line of the words stands on the middle of the box.
        column.setContentsMargins(0, theme.px(9), 0, theme.px(6))
        for text, role in ((words, ""), (detail, "soft")):
            if text:
                part = label(text, role)
                part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                column.addWidget(part)
        column.addStretch(1)
        line.addLayout(column, 1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The words are pressed like the box."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.box.click()

    @Slot(bool)
    def _clicked(self, now: bool) -> None:  # what Qt sends
        self.ticked.emit(self._key, now)
