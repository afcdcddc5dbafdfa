"""The button that has a page read aloud, and stops it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook.ui.context import Context
from handbook.ui.speech import Speaker
from handbook.ui.widgets.basic import button


class ReadAloud(QWidget):
    """``lines`` gives what is read, in order, when the button is pressed. Out of sight it falls silent."""

    def __init__(self, context: Context, lines: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._context, self.lines = context, lines
        self.speaker = Speaker(self)
        self.speaker.over.connect(self._over)
        self.press = button("", self._pressed, theme=context.theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.press)
        self._name()

    def _name(self) -> None:
        words = self._context.phrases("speech.stop" if self.speaker.speaking else "speech.read")
        self.press.setText(words)
        self.press.setAccessibleName(words)

    @Slot()
    def _pressed(self) -> None:
        context = self._context
        if self.speaker.speaking:
            self.speaker.stop()
        else:
            self.speaker.say(self.lines(), context.language, context.settings.speech_pace)
        self._name()

    @Slot(bool)
    def _over(self, said: bool) -> None:
        self._name()
        if not said:
            system = sys.platform if sys.platform in {"win32", "darwin"} else "linux"
            self._context.message.emit(self._context.phrases(f"speech.none_{system}"))

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page, another record, or the end of the program: nothing of this one is said any more."""
        super().hideEvent(event)
        self.speaker.stop()
        self._name()
