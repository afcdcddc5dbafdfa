"""The measure of a page: how wide a line of text may become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from handbook.ui.theme import Theme

WIDEST = 38
"""Chinese characters in a line of running text, at most."""


class _Column(QVBoxLayout):
    """Answers for the width that its widget will really have."""

    def __init__(self, parent: QWidget, widest: int) -> None:
        super().__init__(parent)
        self._widest = widest
        self.setContentsMargins(0, 0, 0, 0)

    def heightForWidth(self, width: int) -> int:
        """The height at the measure, if there is more room."""
        return super().heightForWidth(min(width, self._widest))


class Measure(QWidget):
    """Holds one widget to the measure.

    A maximum width on a wrapping label alone would not do: a layout asks for the height at the width that it has
    itself, and the label answers for that one, so that its last line is cut off.
    """

    def __init__(self, theme: Theme, widget: QWidget, *, size: int = 18) -> None:
        super().__init__()
        widest = theme.px(WIDEST * size)
        self.setMaximumWidth(widest)
        _Column(self, widest).addWidget(widget)
