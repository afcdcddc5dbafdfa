"""The few questions that only the system's own dialogs can ask.

Pages call them through this module, so that a test can put a plain function in their place.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget


def save_path(parent: QWidget, title: str, suggested: str, filter: str) -> Path | None:  # noqa: A002  # Qt's word
    """Where a file is to be kept; None if the person went back. The system's dialog asks before it replaces a file.

    Args:
        parent: The page that asks.
        title: The title of the dialog.
        suggested: A file name with its ending; never one that names the patient.
        filter: The kind of file as Qt writes it, for example ``"PDF (*.pdf)"``.
    """
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path.home() / suggested), filter)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(Path(suggested).suffix)


def open_path(parent: QWidget, title: str, filter: str) -> Path | None:  # noqa: A002  # Qt's word
    """Which file is meant; None if the person went back. Arguments as for :func:`save_path`."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(Path.home()), filter)
    return Path(chosen) if chosen else None


def print_pages(parent: QWidget, title: str, pages: list[tuple[QImage, tuple[float, float]]]) -> bool:
    """Ask for a printer and print; False if the person went back or the printer refused.

    Args:
        parent: The page that asks.
        title: The title of the dialog.
        pages: Each page as an image and its size in millimetres; it is printed at that size, never fitted to the sheet.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    printer.setPageSize(_paper(pages[0][1]))
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    return paint_pages(printer, pages)


def paint_pages(printer: QPrinter, pages: list[tuple[QImage, tuple[float, float]]]) -> bool:
    """Paint the pages at their true size from the top left corner of the sheet."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    dots = printer.resolution() / 25.4
    for number, (image, (width, height)) in enumerate(pages):
        if number and not printer.newPage():
            painter.end()
            return False
        painter.drawImage(QRectF(0, 0, width * dots, height * dots), image)
    return painter.end()


def _paper(size_mm: tuple[float, float]) -> QPageSize:
    """The sheet a page lies on: a bank card is cut from A4."""
    wide = max(size_mm) > 200
    return QPageSize(QSizeF(*size_mm), QPageSize.Unit.Millimeter) if wide else QPageSize(QPageSize.PageSizeId.A4)
