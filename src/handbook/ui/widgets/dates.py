"""Dates as people type them, with what is wrong beside the field."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from handbook import domain
from handbook.domain import InputError
from handbook.ui.widgets.basic import Field, line_edit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from handbook.phrases import Phrases
    from handbook.ui.theme import Theme


class DateField(Field):
    """An exact day: 2026-11-02, 2026/11/2 or 2026年11月2日; empty is "not written down".

    A field for dates of another kind overrides :meth:`read` and :meth:`write`.
    """

    changed = Signal(object)
    """A day that can be read, or None, was entered: Enter was pressed or the field was left. Not for the same again."""
    typed = Signal(str)
    """The text as it is being typed, for the draft."""

    def __init__(
        self, theme: Theme, phrases: Phrases, words: str, value: object = None, *, hint: str = "", example: str = ""
    ) -> None:
        self.input: QLineEdit = line_edit(placeholder=example or phrases("dates.example"))
        super().__init__(theme, words, self.input, hint=hint)
        self._phrases = phrases
        self._value = value
        self.input.setText(self.write(value))
        self.input.setMinimumWidth(theme.px(170))
        self.input.editingFinished.connect(self._left)
        self.input.textEdited.connect(self.typed)

    def read(self, text: str) -> object:
        """What the text means; None for an empty one. Raises ``InputError`` when it cannot be read."""
        return domain.parse_day(text) if text else None

    def write(self, value: object) -> str:
        """A value as text that :meth:`read` understands."""
        return value.isoformat() if isinstance(value, date) else ""

    @property
    def value(self) -> object:
        """The value that was entered last and could be read."""
        return self._value

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.input.text()

    def set_value(self, value: object) -> None:
        """Show what is kept, unless something is being typed or stands with a fault beside it."""
        if self.input.isModified() or self.fault_text:
            return
        self._value = value
        if self.input.text() != self.write(value):
            self.input.setText(self.write(value))

    def set_draft(self, text: str) -> None:
        """Put back what was being typed before the field was made anew."""
        self.input.setText(text)
        self.input.setModified(True)
        self.check()

    def check(self) -> bool:
        """Whether the text can be read; the sentence beside the field says so if not."""
        try:
            self.read(self.input.text().strip())
        except InputError as error:
            self.fault(" ".join(self._phrases.error(error)))
            return False
        self.fault("")
        return True

    @Slot()
    def _left(self) -> None:
        if not self.check():
            return
        value = self.read(self.input.text().strip())
        self.input.setModified(False)
        self.input.setText(self.write(value))
        if value != self._value:
            self._value = value
            self.changed.emit(value)
