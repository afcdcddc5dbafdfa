"""A card that is pressed as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from handbook.ui.widgets.basic import label, picture
from handbook.ui.widgets.rows import PressRow, unbroken

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

    from handbook.ui.theme import Theme


class CardButton(PressRow):
    """Words and a picture below each other. ``name`` is what a screen reader says; its parts never take the mouse."""

    def __init__(self, theme: Theme, name: str, *, gap: float = 6) -> None:
        super().__init__(name)
        self.setProperty("role", "card")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.column = QVBoxLayout(self)
        margin = theme.px(20)
        self.column.setContentsMargins(margin, margin, margin, theme.px(14))
        self.column.setSpacing(theme.px(gap))
        self.parts: list[QWidget] = []

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below each other."""
        for widget in widgets:
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.column.addWidget(widget)
            self.parts.append(widget)

    @staticmethod
    def level(cards: Sequence[CardButton]) -> None:
        """Let like parts of cards that stand side by side begin on one line, however many lines each needs."""
        rows: dict[int, list[CardButton]] = {}
        for card in cards:
            rows.setdefault(card.y(), []).append(card)
        for beside in rows.values():
            for parts in zip(*(card.parts for card in beside), strict=False):
                tall = max(part.heightForWidth(part.width()) for part in parts) if len(parts) > 1 else 0
                for part in parts:
                    if isinstance(part, QLabel):
                        part.setAlignment(Qt.AlignmentFlag.AlignTop)
                        part.setMinimumHeight(max(0, tall))


class LargeButton(PressRow):
    """A picture and words to press with a sleepy hand; the words wrap. ``below`` is a second, softer line."""

    def __init__(
        self, theme: Theme, words: str, below: str = "", *, icon: str = "", call: bool = False, low: bool = False
    ) -> None:
        """``call`` has the colour of what is called; ``low`` is one of many, so it is less tall."""
        super().__init__(f"{words} {below}".strip())
        self.setProperty("role", "large-call" if call else "large-low" if low else "large")
        line = QHBoxLayout(self)
        side, ends = theme.px(14 if low else 22), theme.px(6)
        line.setContentsMargins(side, ends, side, ends)
        line.setSpacing(theme.px(10 if low else 18))
        self._slim = theme.px(300)
        self._picture = picture(theme, icon, 30 if low else 44, theme.colours.call if call else "") if icon else None
        if self._picture is not None:
            line.addWidget(self._picture)
        column = QVBoxLayout()
        column.setSpacing(0)
        first = label(unbroken(words), "call-large" if call else "" if low else "heading")
        column.addWidget(first)
        if below:
            second = label(below, "soft")
            first.setAlignment(Qt.AlignmentFlag.AlignBottom)
            second.setAlignment(Qt.AlignmentFlag.AlignTop)
            column.addWidget(second)
        line.addLayout(column, 1)
        self.let_through()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is slim the words need the room of the picture, which only repeats them."""
        super().resizeEvent(event)
        if self._picture is not None:
            self._picture.setVisible(self.width() >= self._slim)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that is held down presses once: what it opens must not be pressed by its repeats."""
        if not event.isAutoRepeat():
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Nor does the second half of a double click press what has just come to lie under the pointer."""
        event.accept()


class LinkButton(PressRow):
    """A line to press that may be longer than one line: words of the book's own length wrap instead of pushing."""

    def __init__(self, theme: Theme, words: str, pressed: Callable[[], object], *, name: str = "") -> None:
        super().__init__(name or words)
        self.setProperty("role", "link")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(3), theme.px(9), theme.px(3), theme.px(9))  # inside of the focus ring
        column.addWidget(label(words, "link"))
        self.let_through()
        self.clicked.connect(pressed)


def turn(theme: Theme, word: str, title: str, page: str, pressed: Callable[[], object], *, name: str) -> CardButton:
    """The way to a neighbouring page: ``word`` says which, ``page`` is kept as the property of that name."""
    card = CardButton(theme, name, gap=2)
    card.column.setContentsMargins(theme.px(18), theme.px(10), theme.px(18), theme.px(12))
    card.setProperty("page", page)
    card.add(label(word, "accent"), label(title, "strong"))
    card.column.addStretch(1)
    card.clicked.connect(pressed)
    return card
