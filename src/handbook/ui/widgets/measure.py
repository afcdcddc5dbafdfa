"""The measure of a page: how wide a line of text may become."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook.ui.theme import Theme

WIDEST = 38
"""Chinese characters in a line of running text, at most."""


class Measure(QWidget):
    """Holds one widget to the measure.

    A maximum width on a wrapping label alone would not do: a layout asks for the height of the width that it has, and
    the label answers for that width, not for the one it will get.
    """

    def __init__(self, theme: Theme, widget: QWidget, *, size: int = 18) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(widget)
        self.setMaximumWidth(theme.px(WIDEST * size))

    def heightForWidth(self, width: int) -> int:
        """The height at the width that it will really have."""
        return super().heightForWidth(min(width, self.maximumWidth()))
