"""What all places have in common."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from handbook.ui.context import Context


class _Content(QWidget):
    """What is scrolled. Its height follows from its width alone."""

    def minimumSizeHint(self) -> QSize:
        """No least height: Qt would take the one of the least width and leave half of every page empty."""
        return QSize(super().minimumSizeHint().width(), 0)


class Page(QScrollArea):
    """One place of the book. The window shows ``title`` and ``subtitle`` above it; the page owns what lies below.

    A page is made when it is first visited and made anew when language, theme or text size change, so it reads
    everything from the context and keeps nothing that it would miss: what is being typed goes into ``draft``.
    """

    place: ClassVar[str] = ""
    heading_changed = Signal()
    moved = Signal(str)
    """The page shows another detail by itself ("" when a form was closed); a rebuilt window opens that one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.theme = context.theme
        self.phrases = context.phrases
        self.title = context.phrases(f"place.{self.place}.title")
        self.subtitle = ""
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = _Content()
        self.content.setProperty("role", "scrolled")
        self.column = QVBoxLayout(self.content)
        # Room on the right and below so that focus rings and the scroll bar never touch a sheet.
        self.column.setContentsMargins(0, 0, self.theme.px(16), self.theme.px(24))
        self.column.setSpacing(self.theme.px(18))
        self.setWidget(self.content)

    @property
    def draft(self) -> dict[str, object]:
        """What was typed here and not yet written down; survives leaving the page and rebuilding the window."""
        return self.context.drafts.setdefault(self.place, {})

    @property
    def busy(self) -> bool:
        """Whether something of this page is still being made in the background (a preview, for example)."""
        return False

    def say(self, key: str, **params: object) -> str:
        """A sentence of this place: ``say("add")`` is ``place.<place>.add``."""
        return self.phrases(f"place.{self.place}.{key}", **params)

    @Slot(object)
    def look_at(self, widget: QWidget) -> None:
        """Put the cursor into ``widget`` and scroll so that it and what stands beside it are seen."""
        widget.setFocus()
        self.ensureWidgetVisible(widget, 0, self.theme.px(110))

    def refresh(self) -> None:
        """The record changed, or the page is shown again."""

    def open(self, detail: str) -> None:
        """Show a detail of the page; "" is the page as first seen."""

    def show_heading(self, title: str, subtitle: str = "") -> None:
        """Change what the window shows above the page."""
        self.title, self.subtitle = title, subtitle
        self.heading_changed.emit()
