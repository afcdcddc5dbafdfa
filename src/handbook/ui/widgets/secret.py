"""A field for a passphrase or a recovery code: covered, and shown while the box beside it is ticked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from handbook.ui.theme import Theme
from handbook.ui.widgets.basic import Field, line_edit

LONGEST = 1000


class SecretField(QWidget):
    """What is typed is never kept by an input method, and gone when :meth:`take` has handed it out."""

    def __init__(self, theme: Theme, words: str, show: str, *, hint: str = "") -> None:
        """``show`` names the box; "" for a field that is shown and covered by :meth:`follow`."""
        super().__init__()
        self.edit = line_edit(longest=LONGEST)
        self.edit.setMaxLength(LONGEST)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.field = Field(theme, words, self.edit, hint=hint)
        self.box = QCheckBox(show)
        self.box.setAccessibleName(f"{words} {show}")
        self.box.toggled.connect(self._covered)
        self._covered(shown=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self.field)
        column.addWidget(self.box)
        self.box.setVisible(bool(show))

    def follow(self, other: SecretField) -> None:
        """Be shown when ``other`` is."""
        other.box.toggled.connect(self._covered)

    @property
    def text(self) -> str:
        """What stands there."""
        return self.edit.text()

    def clear(self) -> None:
        """Let go of what was typed."""
        self.edit.clear()
        self.field.fault("")

    @Slot(bool)
    def _covered(self, shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
