"""Save a sheet where the person says: made off the GUI thread, written whole, then told at the foot of the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from handbook.domain import HandbookError
from handbook.paths import write_whole
from handbook.ui import background, dialogs
from handbook.ui.context import Context


class PdfSaver(QObject):
    """Belongs to a page. ``busy`` while a sheet is being made."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._making = 0

    @property
    def busy(self) -> bool:
        """Whether a sheet is still being made."""
        return self._making > 0

    def save(self, title: str, name: str, job: Callable[[], bytes]) -> None:
        """Ask where, then make and write. ``job`` holds data only; ``name`` is offered, without its ending."""
        path = dialogs.save_path(self._page, title, f"{name}.pdf", "PDF (*.pdf)")
        if path is not None:
            self._making += 1
            background.run(partial(_written, job, path), done=self._saved, failed=self._refused, bug=self._bug)

    @Slot(object)
    def _saved(self, path: Path) -> None:
        self._making -= 1
        self._context.message.emit(self._context.phrases("saving.saved", path=str(path)))

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:
        self._making -= 1
        self._context.message.emit(" ".join(self._context.phrases.error(error)))

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self._making -= 1
        self._context.bridge.crashed.emit(error)


def _written(job: Callable[[], bytes], path: Path) -> Path:
    write_whole(path, job())
    return path
