"""In place of the system's print dialog: a PDF file that stands for the sheets of paper."""

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrinter

from handbook.ui import dialogs


class Chosen:
    """What the person chooses in the system's dialog."""

    def __init__(self, path):
        self.path, self.name, self.asked = path, "", []
        self.able, self.resolution, self.pages, self.paper, self.copies = True, 300, "", None, 1
        self.duplex = QPrinter.DuplexMode.DuplexNone

    def __call__(self, _parent, title, sizes, flip, name=""):
        self.asked.append((title, len(sizes), flip, name))
        made = QPrinter()
        made.setOutputFileName(str(self.path))
        made.setResolution(self.resolution)
        dialogs.prepare(made, [self.paper or size for size in sizes], flip)
        if self.paper:
            made.setPageSize(QPageSize(QSizeF(*self.paper), QPageSize.Unit.Millimeter))
        # A file has no duplex: what the program wants of the printer is caught here.
        made.duplex = lambda: self.duplex
        made.setDuplex = lambda mode: setattr(self, "duplex", mode)
        if self.pages:
            made.setPrintRange(QPrinter.PrintRange.PageRange)
            made.setPageRanges(QPageRanges.fromString(self.pages))
        made.setCopyCount(self.copies)
        made.printerName = lambda: self.name
        self.made = made
        return made
