"""A doubt beside a field: is what was typed what was meant? Nothing is ever changed or refused unasked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from handbook.ui.theme import Theme
from handbook.ui.widgets.basic import button, label
from handbook.ui.widgets.layouts import flow
from handbook.ui.widgets.spoken import announce


class Question(QWidget):
    """Hidden until :meth:`ask`. ``stay`` keeps what was typed, ``take`` puts what may have been meant in its place."""

    def __init__(self, theme: Theme, stay: Callable[[], object], take: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._sentence = label("", "strong")
        self.take, self.stay = button("", take), button("", stay, role="")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self._sentence)
        column.addWidget(flow(self.take, self.stay, gap=theme.px(8)))
        self.hide()

    def ask(self, sentence: str, *, stay: str, take: str = "") -> None:
        """Show the question with the words of its buttons; without ``take`` nothing else suggests itself."""
        self._sentence.setText(sentence)
        self.take.setVisible(bool(take))
        for press, words in ((self.take, take), (self.stay, stay)):
            press.setText(words)
            press.setAccessibleName(words)
        self.show()
        announce(self, sentence)

    @property
    def asked(self) -> bool:
        """Whether it stands there."""
        return not self.isHidden()

    @property
    def text(self) -> str:
        """The question."""
        return self._sentence.text()

    def first(self) -> QPushButton:
        """Where the cursor belongs while it stands there."""
        return self.stay if self.take.isHidden() else self.take
