"""A safer way of writing an amount, shown below its field beside what was typed; taken only if the person says so."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QLineEdit

from handbook.domain import safe_notation
from handbook.ui.context import Context
from handbook.ui.widgets.basic import Sheet, button, label
from handbook.ui.widgets.layouts import flow
from handbook.ui.widgets.rows import breakable

PAUSE_MS = 700
"""Whoever pauses so long has finished the amount; before, every ``.`` on the way to it would be asked about."""


class Safer(Sheet):
    """Stands below one line of text; hidden while there is nothing to propose. It never keeps anything from saving.

    ``settled``: a text that is not asked about: what stood there before, or what the person said to keep.
    """

    kept = Signal(str)
    """The person keeps this text as it is."""

    def __init__(self, context: Context, control: QLineEdit, settled: str) -> None:
        super().__init__(context.theme, role="wash", gap=6)
        self._context, self._control, self._settled = context, control, settled
        self._hint = control.accessibleDescription()
        self.proposed = ""
        """What would be safer to read; "" if nothing is proposed."""
        self._words = label("")
        self.add(self._words)
        say = context.phrases
        subject = control.accessibleName()
        self.take = button(say("safer.take"), self._take, name=f"{subject} {say('safer.take')}")
        self.keep = button(say("safer.keep"), self._keep, role="", name=f"{subject} {say('safer.keep')}")
        self.add(flow(self.take, self.keep, gap=context.theme.px(8)))
        self.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._paused)
        control.textEdited.connect(self._typed)
        control.returnPressed.connect(self.look)
        control.editingFinished.connect(self._left)
        self.look()

    @Slot()
    def look(self) -> None:
        """Propose what there is to propose for the text as it stands."""
        self._pause.stop()
        text = self._control.text().strip()
        safer = "" if text == self._settled.strip() else safe_notation(text, self._context.language)
        self.proposed = safer if safer != text else ""
        words = self._context.phrases("safer.words", typed=breakable(text), safer=breakable(safer))
        self._words.setText(words)
        self._control.setAccessibleDescription(words if self.proposed else self._hint)
        self.setVisible(bool(self.proposed))

    @Slot()
    def _typed(self) -> None:
        if self.proposed:
            self.look()  # it no longer fits what stands there
        self._pause.start()

    @Slot()
    def _left(self) -> None:
        if self._pause.isActive():
            self._pause.start()

    @Slot()
    def _paused(self) -> None:
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:  # nothing may move under a press that has begun
            self._pause.start()
        else:
            self.look()

    @Slot()
    def _take(self) -> None:
        self._control.setText(self.proposed)
        self._control.setFocus()
        self._control.textEdited.emit(self.proposed)
        self.look()

    @Slot()
    def _keep(self) -> None:
        self._settled = self._control.text()
        self._control.setFocus()
        self.kept.emit(self._settled)
        self.look()
