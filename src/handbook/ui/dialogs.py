"""The few questions that only the system's own dialogs can ask.

Pages call them through this module, so that a test can put a plain function in their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSizeF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QMainWindow, QMessageBox, QWidget

from handbook.tasks import Edge

_DUPLEX = {
    "none": QPrinter.DuplexMode.DuplexNone,
    "long": QPrinter.DuplexMode.DuplexLongSide,
    "short": QPrinter.DuplexMode.DuplexShortSide,
}
_SMALL = 150.0
"""A page whose longer side is shorter than this, in mm, is cut out of a larger sheet."""


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


def folder_path(parent: QWidget, title: str) -> Path | None:
    """Which folder is meant, perhaps a new one; None if the person went back."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(Path.home()))
    return Path(chosen) if chosen else None


def open_file(path: Path) -> bool:
    """Open a file in the system's own program for it; False if there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def printer_names() -> list[str]:
    """The printers that are set up on this computer, the usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != usual, name))


def choose_printer(
    parent: QWidget, title: str, sizes: Sequence[tuple[float, float]], flip: Edge, name: str = ""
) -> QPrinter | None:
    """Ask for the printer; None if the person went back.

    Args:
        parent: The window that asks.
        title: The title of the dialog.
        sizes: Width and height of every page, in mm.
        flip: How the sheet is turned for its back, as the PDF wishes it.
        name: The printer to begin with.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if name:
        printer.setPrinterName(name)
    prepare(printer, sizes, flip)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    _dress(dialog, parent)
    dialog.setMinMax(1, len(sizes))
    dialog.setFromTo(1, len(sizes))
    dialog.setPrintRange(QPrintDialog.PrintRange.AllPages)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def sure(parent: QWidget, title: str, words: str, yes: str, no: str) -> bool:
    """Whether a person really means it: only for what no undo brings back. Enter and Esc both mean no.

    Args:
        parent: The window that asks.
        title: The title of the dialog.
        words: What will happen.
        yes: The button that lets it happen.
        no: The button that does not.
    """
    asking = QMessageBox(parent)
    _dress(asking, parent)
    asking.setWindowTitle(title)
    asking.setTextFormat(Qt.TextFormat.PlainText)
    asking.setText(words)
    agreed = asking.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    refused = asking.addButton(no, QMessageBox.ButtonRole.RejectRole)
    asking.setDefaultButton(refused)
    asking.setEscapeButton(refused)
    asking.exec()
    meant = asking.clickedButton() is agreed
    asking.deleteLater()
    return meant


def _dress(dialog: QDialog, parent: QWidget) -> None:
    """In the colours and at the text size of all that lies in the window, which has no style sheet itself."""
    if isinstance(parent, QMainWindow) and (inside := parent.centralWidget()):
        dialog.setStyleSheet(inside.styleSheet())


def prepare(printer: QPrinter, sizes: Sequence[tuple[float, float]], flip: Edge) -> None:
    """The whole paper, upright, of the size that the first page asks for, and both sides if it has two."""
    printer.setFullPage(True)
    printer.setPageSize(_paper(sizes[0]))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setDuplex(_DUPLEX[flip])


def turns_sheets(printer: QPrinter) -> bool:
    """Whether it prints both sides by itself. A file always has both."""
    if printer.outputFileName():
        return True
    modes = QPrinterInfo.printerInfo(printer.printerName()).supportedDuplexModes()
    return any(mode in modes for mode in (QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexShortSide))


def _paper(size_mm: tuple[float, float]) -> QPageSize:
    """The upright sheet a page lies on, by its name where it has one: drivers know names. A card is cut from A4."""
    if max(size_mm) < _SMALL:
        return QPageSize(QPageSize.PageSizeId.A4)
    upright = QSizeF(min(size_mm), max(size_mm))
    return QPageSize(upright, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
