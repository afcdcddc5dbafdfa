"""A card that is pressed as a whole."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from handbook.ui.theme import Theme


class CardButton(QPushButton):
    """A button as large as what lies in it. ``name`` is what a screen reader says; its parts never take the mouse."""

    def __init__(self, theme: Theme, name: str, *, gap: float = 6) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.column = QVBoxLayout(self)
        margin = theme.px(20)
        self.column.setContentsMargins(margin, margin, margin, theme.px(14))
        self.column.setSpacing(theme.px(gap))

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below each other."""
        for widget in widgets:
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.column.addWidget(widget)

    def sizeHint(self) -> QSize:
        """As large as what lies in it."""
        return self.column.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Never smaller than its words."""
        return self.column.totalMinimumSize()
