"""Ctrl+Z and Ctrl+Y go to the record, unless the field that has the cursor has something of its own to take back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


class UndoKeys(QObject):
    """Qt's fields take both keys for themselves even with nothing to undo; the foot promises another thing."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._field: QLineEdit | QPlainTextEdit | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  # there is no window without one
        app.focusChanged.connect(self._moved)

    @Slot(QWidget, QWidget)
    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._field is not None:
            self._field.removeEventFilter(self)
        self._field = now if isinstance(now, QLineEdit | QPlainTextEdit) else None
        if self._field is not None:
            self._field.installEventFilter(self)
            self._field.destroyed.connect(self._gone)

    @Slot()
    def _gone(self) -> None:
        self._field = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say that the key is not wanted here."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and watched is self._field:
            undo, redo = self._own()
            for key, own in ((QKeySequence.StandardKey.Undo, undo), (QKeySequence.StandardKey.Redo, redo)):
                if event.matches(key) and not own:
                    event.ignore()
                    return True
        return False

    def _own(self) -> tuple[bool, bool]:
        """Whether the field itself has something to take back, and to bring back."""
        field = self._field
        if isinstance(field, QPlainTextEdit):
            return field.document().isUndoAvailable(), field.document().isRedoAvailable()
        return (field.isUndoAvailable(), field.isRedoAvailable()) if field is not None else (False, False)

    @Slot()
    def forget(self) -> None:
        """What stands in the field has been written down: from now on it is taken back in the record."""
        field = self._field
        if isinstance(field, QPlainTextEdit):
            field.document().clearUndoRedoStacks()
        elif field is not None:
            at = field.cursorPosition()
            field.blockSignals(True)
            field.setText(field.text())  # Qt has no other way to forget
            field.setCursorPosition(at)
            field.blockSignals(False)
