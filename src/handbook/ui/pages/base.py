"""What all places have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QScrollArea, QTextBrowser, QVBoxLayout, QWidget

from handbook.ui.theme import BAR
from handbook.ui.widgets import Field, label
from handbook.ui.widgets.question import Question

if TYPE_CHECKING:
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
    look: ClassVar[str] = ""
    """The theme that this place has whatever the theme of the window; "" for none of its own."""
    alone: ClassVar[bool] = False
    """Whether the bar of places stays away while it is shown."""
    to_read: ClassVar[bool] = False
    """Whether it is opened to be read: always at its top, with the cursor on none of its controls yet."""
    title_role: ClassVar[str] = ""
    """How the window writes its title; "" as any title."""
    band: QWidget | None = None
    """What the window shows between the heading and the page, however far the page is scrolled."""
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
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().rangeChanged.connect(self._ranged)
        self._ranged(0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = _Content()
        self.content.setProperty("role", "scrolled")
        whole = QVBoxLayout(self.content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._lead = QWidget()
        lead = QVBoxLayout(self._lead)
        # The scroll bar stands in the margin: a page ends where its heading ends. The rest of it, and what lies below,
        # is room for focus rings.
        right = self.theme.px(16) - self.theme.px(BAR)
        lead.setContentsMargins(0, 0, right, self.theme.px(14))
        lead.setSpacing(self.theme.px(2))
        self._lead_title, self._lead_subtitle = label("", "title-narrow"), label("", "subtitle")
        lead.addWidget(self._lead_title)
        lead.addWidget(self._lead_subtitle)
        whole.addWidget(self._lead)
        self._lead.hide()
        self.column = QVBoxLayout()
        whole.addLayout(self.column, 1)
        self.column.setContentsMargins(0, 0, right, self.theme.px(24))
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
        QTimer.singleShot(0, self.show_focus)  # what has just been shown has its place only then

    def focus_first(self) -> None:
        """Put the cursor on the first control, where what had it is gone."""
        for part in self.content.findChildren(QWidget):
            if part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and part.isVisibleTo(self) and part.isEnabled():
                part.setFocus()
                return

    def from_the_top(self) -> None:
        """What matters most stands first; Tab leads to the first control from here."""
        self.setFocus()
        self.verticalScrollBar().setValue(0)

    @Slot(int, int)
    def _ranged(self, _least: int, most: int) -> None:
        """The bar keeps its place, so that lines keep their width; its handle is seen only where there is more."""
        self.verticalScrollBar().setEnabled(most > 0)

    def show_lead(self) -> None:
        """Show the heading on the page itself; the window asks for it where it has no room above the page."""
        self._lead_title.setText(self.title)
        self._lead_subtitle.setText(self.subtitle)
        self._lead_subtitle.setVisible(bool(self.subtitle))
        self._lead.show()

    def show_focus(self) -> None:
        """Scroll so that what has the focus on this page is seen with its ring."""
        focused = self.window().focusWidget()  # where the cursor is, or will be when the window is active again
        if focused is None or not self.content.isAncestorOf(focused) or isinstance(focused, QTextBrowser):
            return
        room, whole = self.viewport().height(), focused.parentWidget()
        while whole is not None and not isinstance(whole, Field | Question):
            whole = whole.parentWidget()
        if whole is not None and whole.height() <= room:
            focused = whole  # with its label, which says what is to be typed, or with what is asked
        at = focused.mapTo(self.content, QPoint(0, 0)).y()
        bar, margin = self.verticalScrollBar(), max(0, min(self.theme.px(8), (room - focused.height()) // 2))
        top, bottom = at - margin, at + focused.height() + margin
        if top < bar.value() or bottom - top > room:
            bar.setValue(top)
        elif bottom > bar.value() + room:
            bar.setValue(bottom - room)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Qt would keep 50 pixels around what is reached, and in a low window scroll past it."""
        moved = super().focusNextPrevChild(forward)
        self.show_focus()
        return moved

    def refresh(self) -> None:
        """The record changed, or the page is shown again."""

    def open(self, detail: str) -> None:
        """Show a detail of the page; "" is the page as first seen."""

    def step_back(self) -> bool:
        """Close what is open on the page itself, before one leaves it; whether there was something."""
        return False

    def print_page(self) -> bool:
        """Print what is shown here; False where Ctrl+P means the pocket card."""
        return False

    def leave(self) -> None:
        """The window closes while this page is shown."""

    def show_heading(self, title: str, subtitle: str = "") -> None:
        """Change what the window shows above the page."""
        self.title, self.subtitle = title, subtitle
        self.heading_changed.emit()
