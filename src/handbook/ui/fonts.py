"""The shipped fonts, registered from their files (the bytes variant keeps a second copy of 26 MB in memory)."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from handbook import resources
from handbook.domain import MachineError

FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


@cache
def register() -> str:
    """Register both weights once a process and return the family's name.

    Raises:
        MachineError: ``font.unreadable`` names the file.
    """
    family = ""
    for name in FILES:
        path = resources.root() / "fonts" / name
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            raise MachineError("font.unreadable", where=str(path))
        family = QFontDatabase.applicationFontFamilies(number)[0]
    return family


def font(pixels: int, *, bold: bool = False) -> QFont:
    """The shipped face at a size in logical pixels. The family is always named: Han unification would guess."""
    face = QFont(register())
    face.setPixelSize(pixels)
    face.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    # A character that the family lacks comes from the system instead of becoming a box.
    face.setStyleStrategy(QFont.StyleStrategy.PreferDefault)
    return face
