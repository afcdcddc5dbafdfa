"""A row of a list that is pressed as a whole, by mouse or keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QKeyEvent

_LONG_RUN = r"([^\s\u2e80-\uffff]{16})(?=[^\s\u2e80-\uffff])"
"""Python takes three milliseconds to understand it, and the first page has no need of it."""


def capital(words: str) -> str:
    """Words that begin a line or a button."""
    return words[:1].upper() + words[1:]


def breakable(text: str) -> str:
    """The same text with places where a line may break inside a run without spaces, so that nothing is cut off."""
    return re.sub(_LONG_RUN, "\\1\u200b", text)


def unbroken(text: str) -> str:
    """The same text with figures kept beside the words around them, and "24-hour" and "CAR-T" in one piece."""
    made = list(text)
    for at in range(1, len(text) - 1):
        before, char, after = text[at - 1], text[at], text[at + 1]
        if char == " " and (after.isdecimal() or (before.isdecimal() and "\u4e00" <= after <= "\u9fff")):
            made[at] = "\u00a0"
        elif char == "-" and (before + after).isascii() and after.isalpha() and (before.isdigit() or before.isupper()):
            made[at] = "\u2011"
    return "".join(made)


def whole(text: str) -> str:
    """The same text with "CAR-T" in one piece: a line would end at its hyphen."""
    return text.replace("CAR-T", "CAR\u2011T")


def typed(text: str) -> str:
    """A shown text as it is typed and written: what :func:`whole` did to it is undone."""
    return text.replace("\u2011", "-")


def utf16(text: str, at: int) -> int:
    """The place ``at`` as Qt counts it: a character beyond the basic plane is two."""
    return at + sum(char > "\uffff" for char in text[:at])


class PressRow(QPushButton):
    """A button whose face is a layout of labels. Enter presses it as Space does; ``name`` is what readers hear."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "row")
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def let_through(self) -> None:
        """Have the labels on it pass the mouse on; called when they are all in place."""
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """As large as what lies on it."""
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As narrow as what lies on it allows."""
        layout = self.layout()
        return layout.minimumSize() if layout else super().minimumSizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, as people expect of a list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)
