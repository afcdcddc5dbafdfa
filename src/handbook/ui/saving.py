"""Save or print a sheet: made off the GUI thread, written whole, then told at the foot of the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from handbook import tasks
from handbook.domain import HandbookError
from handbook.paths import write_whole
from handbook.ui import background, dialogs
from handbook.ui.context import Context

PRINT_DPI = 300.0

PageImage = tuple[QImage, tuple[float, float]]
"""A page and its size in millimetres."""


class SheetOut(QObject):
    """The way of a page's sheets to a file or a printer. ``busy`` while one is being made."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._making = 0
        self._title = ""

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

    def print(self, title: str, job: Callable[[], bytes]) -> None:
        """Make, then ask for the printer and print at true size. ``job`` holds data only."""
        self._making += 1
        self._title = title
        background.run(partial(_printable, job), done=self._ask_printer, failed=self._refused, bug=self._bug)

    @Slot(object)
    def _ask_printer(self, pages: list[PageImage]) -> None:
        self._making -= 1
        if dialogs.print_pages(self._page, self._title, pages):
            self._context.message.emit(self._context.phrases("saving.printed"))

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


def _printable(job: Callable[[], bytes]) -> list[PageImage]:
    return page_images(job(), PRINT_DPI)


def page_images(pdf: bytes, dpi: float) -> list[PageImage]:
    """The pages of a PDF as they print, as images that own their pixels."""
    return [
        (QImage(p.data, p.width, p.height, p.stride, QImage.Format.Format_RGB32).copy(), p.size_mm)
        for p in tasks.render(pdf, dpi=dpi)
    ]
