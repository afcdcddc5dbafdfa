"""Save or print a sheet: made off the GUI thread, written whole, then told at the foot of the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from handbook import tasks
from handbook.paths import write_whole
from handbook.ui import background, dialogs
from handbook.ui.printing import PrintRun, Wanted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from handbook.domain import HandbookError
    from handbook.ui.context import Context

PageImage = tuple[QImage, tuple[float, float]]
"""A page and its size in millimetres."""


class SheetOut(QObject):
    """The way of a page's sheets to a file or a printer. ``busy`` while one is being made or printed.

    A page makes one and calls :meth:`save` and :meth:`print`; everything else happens by itself and is told at the foot
    of the window: progress with a button to stop, what went wrong, where the file lies with a button to open it, and
    for a printer without duplex how to turn the stack before the backs are printed.
    """

    printed = Signal(str)
    """Something was sent to the printer of that name."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._making = 0

    @property
    def busy(self) -> bool:
        """Whether a sheet is still being made or printed."""
        return self._making > 0

    def save(self, title: str, name: str, job: Callable[[], bytes], *, ending: str = "pdf", kind: str = "PDF") -> None:
        """Ask where, then make and write; then the file can be opened from the foot of the window.

        ``job`` holds data only; ``name`` is offered, without its ``ending``; ``kind`` is what such a file is called.
        """
        path = dialogs.save_path(self._page, title, f"{name}.{ending}", f"{kind} (*.{ending})")
        if path is not None:
            self._making += 1
            background.run(partial(_written, job, path), done=self._saved, failed=self._refused, bug=self._bug)

    def print(
        self, title: str, job: Callable[[], bytes], *, backs: bool = True, corrected: bool = True, printer: str = ""
    ) -> None:
        """Make, then ask for the printer and print at true size, without holding up the window.

        Args:
            title: The title of the system's dialog.
            job: Makes the PDF; holds data only. Whether it has two sides, and on which edge they are turned, is read
                from the PDF.
            backs: On a printer without duplex, print the fronts, show how to turn the stack, then print the backs.
                False where two sides only save paper: such a printer then prints one page a sheet.
            corrected: Put right what was measured on this printer's proof.
            printer: The printer to begin with.
        """
        self._making += 1
        run = PrintRun(self._context, self._page.window(), Wanted(title, job, backs, corrected, printer))
        run.over.connect(self._over)
        run.start()

    @Slot(str)
    def _over(self, printer: str) -> None:
        self._making -= 1
        if printer:
            self.printed.emit(printer)

    @Slot(object)
    def _saved(self, path: Path) -> None:
        self._making -= 1
        say = self._context.phrases
        viewer = _Viewer(self._context, path)
        self._context.offered.emit(say("saving.saved", path=str(path)), say("saving.open"), viewer.open, False)

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:
        self._making -= 1
        self._context.message.emit(" ".join(self._context.phrases.error(error)))

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self._making -= 1
        self._context.bridge.crashed.emit(error)


class _Viewer:
    """What the button beside "saved" does; knows no page, so that none is kept alive."""

    def __init__(self, context: Context, path: Path) -> None:
        self._context, self._path = context, path

    def open(self) -> None:
        """Open the file in the system's own program."""
        if not dialogs.open_file(self._path):
            self._context.message.emit(self._context.phrases("saving.no_viewer", path=str(self._path)))


def _written(job: Callable[[], bytes], path: Path) -> Path:
    write_whole(path, job())
    return path


def page_images(pdf: bytes, dpi: float) -> list[PageImage]:
    """The pages of a PDF as they print, as images that own their pixels."""
    return [
        (QImage(p.data, p.width, p.height, p.stride, QImage.Format.Format_RGB32).copy(), p.size_mm)
        for p in tasks.render(pdf, dpi=dpi)
    ]
