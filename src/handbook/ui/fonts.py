"""The shipped fonts, registered from their files (the bytes variant keeps a second copy of 26 MB in memory).

Where one cannot be read, the window is drawn with the other, else with the system's: badly drawn words can be read.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from handbook import resources
from handbook.domain import MachineError

FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


def register() -> str:
    """Register both weights once a process and return the family's name. Raises as ``resources.root``."""
    return _registered()[0]


def fault() -> MachineError | None:
    """``font.unreadable`` with the first file that could not be registered."""
    return _registered()[1]


@cache
def _registered() -> tuple[str, MachineError | None]:
    family, fault = "", None
    for name in FILES:
        path = resources.root() / "fonts" / name
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            fault = fault or MachineError("font.unreadable", where=str(path))
        else:
            family = QFontDatabase.applicationFontFamilies(number)[0]
    return family or QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family(), fault


def font(pixels: int, *, bold: bool = False) -> QFont:
    """The shipped face at a size in logical pixels. The family is always named: Han unification would guess."""
    face = QFont(register())
    face.setPixelSize(pixels)
    face.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    # A character that the family lacks comes from the system instead of becoming a box.
    face.setStyleStrategy(QFont.StyleStrategy.PreferDefault)
    return face
