"""Ctrl+Z and Ctrl+Y go to the record, unless the field that has the cursor has something of its own to take back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

Field = QLineEdit | QPlainTextEdit


class UndoKeys(QObject):
    """Qt's fields take both keys for themselves even with nothing to undo; the foot promises another thing."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  # there is no window without one
        app.focusChanged.connect(self._moved)

    @Slot(QWidget, QWidget)
    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, Field):
            now.installEventFilter(self)  # a second time it changes nothing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say that the key is not wanted here."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and isinstance(watched, Field):
            undo, redo = _own(watched)
            for key, own in ((QKeySequence.StandardKey.Undo, undo), (QKeySequence.StandardKey.Redo, redo)):
                if event.matches(key) and not own:
                    event.ignore()
                    return True
        return False

    @Slot()
    def forget(self) -> None:
        """What stands where the cursor is has been written down: from now on it is taken back in the record."""
        field = QApplication.focusWidget()
        if isinstance(field, QPlainTextEdit):
            field.document().clearUndoRedoStacks()
        elif isinstance(field, QLineEdit):
            at = field.cursorPosition()
            field.blockSignals(True)
            field.setText(field.text())  # Qt has no other way to forget
            field.setCursorPosition(at)
            field.blockSignals(False)


def _own(field: Field) -> tuple[bool, bool]:
    """Whether the field itself has something to take back, and to bring back."""
    if isinstance(field, QPlainTextEdit):
        return field.document().isUndoAvailable(), field.document().isRedoAvailable()
    return field.isUndoAvailable(), field.isRedoAvailable()
