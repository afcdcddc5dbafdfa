"""What the elder view folds away, and a place for one widget that is replaced as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook.ui.widgets.basic import button
from handbook.ui.widgets.layouts import flow

if TYPE_CHECKING:
    from handbook.phrases import Phrases
    from handbook.ui.theme import Theme


class More(QWidget):
    """Parts of a page that are needed less: in the elder view behind one button, in the full view simply there."""

    def __init__(self, theme: Theme, phrases: Phrases, *parts: QWidget) -> None:
        super().__init__()
        self._phrases = phrases
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(18))
        self.press = button("", self._pressed)
        self._line = flow(self.press)
        self._inner = QWidget()
        inner = QVBoxLayout(self._inner)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.px(18))
        for part in parts:
            inner.addWidget(part)
        column.addWidget(self._line)
        column.addWidget(self._inner)
        self._line.setVisible(theme.elder)
        self.fold(folded=theme.elder)

    @property
    def folded(self) -> bool:
        """Whether the parts are hidden."""
        return self._inner.isHidden()

    def fold(self, *, folded: bool) -> None:
        """Hide the parts, or show them."""
        self._inner.setVisible(not folded)
        words = self._phrases("elder.more" if folded else "elder.less")
        self.press.setText(words)
        self.press.setAccessibleName(self._phrases("elder.more_name" if folded else "elder.less_name"))

    @Slot()
    def _pressed(self) -> None:
        self.fold(folded=not self.folded)


class Holder(QWidget):
    """A place for one widget that is replaced as a whole."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._now: QWidget | None = None

    def fill(self, widget: QWidget | None) -> None:
        """Show ``widget`` in place of what was there; None leaves no gap."""
        if self._now is not None:
            self._now.hide()
            self._now.deleteLater()
        self._now = widget
        if widget is not None:
            cast("QVBoxLayout", self.layout()).addWidget(widget)
        self.setVisible(widget is not None)
