"""An installation that is damaged: what is still there is shown, and one sentence says that something is not."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from handbook import resources
from handbook.domain import HandbookError, MachineError
from handbook.ui import fonts


def found(*, read: bool = False) -> MachineError | None:
    """What is missing of the program's own files, or a font that cannot be read; None where all is well.

    ``read``: every other file is read as well.
    """
    return resources.fault(read=read) or fonts.fault()


def told_by(error: Exception) -> MachineError | None:
    """The fault to tell where no window could be made for ``error``; None if that is a bug and no damage."""
    if isinstance(error, HandbookError):
        return MachineError("resources.missing", where=error.where)
    if isinstance(error, KeyError | OSError | ValueError):
        return found(read=True)
    return None


def say_only(lines: Sequence[str], *, smoke: bool) -> None:
    """A window with nothing but these sentences, until it is closed; the system's font and colours are enough."""
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415  # every start asks whether something is damaged

    app = QApplication.instance() or QApplication(sys.argv[:1])
    box = QMessageBox(QMessageBox.Icon.Critical, "CAR-T 手册 / CAR-T Handbook", "\n".join(lines))
    box.show()
    if smoke:
        QTimer.singleShot(0, box.close)
    app.exec()
