"""What is shown when the record cannot be opened: why, what to do, and the numbers to call."""

from __future__ import annotations

import tomllib
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from handbook.content import Book
from handbook.domain import HandbookError
from handbook.phrases import Phrases
from handbook.ui import fonts, theme
from handbook.ui.widgets import Sheet, button, flow, label


class UnopenedWindow(QScrollArea):
    """Shown in place of the main window. It never touches the record; card.toml is read if it can be."""

    def __init__(self, error: HandbookError, *, book: Book, phrases: Phrases, look: theme.Theme, folder: Path) -> None:
        super().__init__()
        words = book.words(phrases.language)
        self.setWindowTitle(phrases("app.name"))
        self.setPalette(theme.palette(look))
        self.setStyleSheet(theme.stylesheet(look, fonts.register()))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        edge = look.px(40)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(look.px(18))
        column.addWidget(label(phrases("unopened.title"), "title"))
        why = Sheet(look)
        for sentence in phrases.error(error):
            why.add(label(sentence, selectable=True))
        why.add(label(phrases("unopened.untouched"), "soft"))
        column.addWidget(why)
        call = Sheet(look, role="call")
        call.add(label(words("fixed.call"), "call-large"))
        for key in ("phone_24h", "caregiver_phone"):
            if number := _card(folder).get(key):
                call.add(label(phrases(f"unopened.{key}"), "call-soft"), label(str(number), "digits", selectable=True))
        column.addWidget(call)
        self.close_button = button(phrases("unopened.close"), self.close)
        column.addWidget(flow(self.close_button))
        column.addStretch(1)
        self.setWidget(page)
        self.resize(look.px(860), look.px(620))


def _card(folder: Path) -> dict[str, object]:
    try:
        return tomllib.loads((folder / "card.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
