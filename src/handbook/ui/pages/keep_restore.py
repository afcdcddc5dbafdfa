"""Make a record of a backup beside the one that is there, never over it, and open it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook.record import restore
from handbook.ui import dialogs, opening, people
from handbook.ui.context import Context
from handbook.ui.errands import Errands
from handbook.ui.widgets import button, flow, label
from handbook.ui.widgets.measure import Measure


class RestoreBeside(QWidget):
    """Two ways for one backup: among the records of this window, or into a folder of one's own choice."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._path: Path | None = None
        self._made: Path | None = None
        self.errands = Errands(context, self)
        say, theme = context.phrases, context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self._which = label("", selectable=True)
        column.addWidget(self._which)
        column.addWidget(Measure(theme, label(say("restoring.never_over"), "soft"), size=15))
        self.here = button(say("restoring.here"), self._restore_here)
        self.elsewhere = button(say("restoring.elsewhere"), self._restore_elsewhere)
        column.addWidget(flow(self.here, self.elsewhere, gap=theme.px(8)))
        self.result = label("", selectable=True)
        self.open = button(say("restoring.open"), self._open, role="primary")
        self._opens = flow(self.open)
        column.addWidget(self.result)
        column.addWidget(self._opens)
        self.result.hide()
        self._opens.hide()

    def offer(self, path: Path) -> None:
        """Speak of another backup."""
        self._path = path
        self._which.setText(self._context.phrases("restoring.which", path=str(path)))
        self.result.hide()
        self._opens.hide()

    @Slot()
    def _restore_here(self) -> None:
        self._restore(people.next_folder(self._context.data_dir))

    @Slot()
    def _restore_elsewhere(self) -> None:
        chosen = dialogs.folder_path(self, self._context.phrases("restoring.choose"))
        if chosen is not None:
            self._restore(opening.free_folder(chosen, self._context.today()))

    def _restore(self, folder: Path) -> None:
        assert self._path is not None  # noqa: S101  # offered before its buttons can be pressed
        self.errands.run(partial(_restored, self._path, folder), self._restored)

    @Slot(object)
    def _restored(self, folder: Path) -> None:
        self._made = folder
        self.result.setText(self._context.phrases("restoring.done", path=str(folder)))
        self.result.show()
        self._opens.show()
        self.open.setFocus()

    @Slot()
    def _open(self) -> None:
        if self._made is not None:
            self._context.change.emit(opening.beside(self._context, self._made))


def _restored(path: Path, folder: Path) -> Path:
    restore(path, folder)
    return folder
