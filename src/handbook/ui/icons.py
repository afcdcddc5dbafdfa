"""Line drawings from resources, painted in any colour at the screen's own resolution."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from handbook import resources

_BLACK = re.compile(rb'(fill|stroke)="(?:currentColor|#000000|#000|black)"')


_NONE = b'<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48"/>'
"""In place of a drawing that cannot be read: the word beside it says the same."""


@lru_cache(maxsize=64)
def _source(name: str) -> bytes:
    try:
        return (resources.root() / "icons" / f"{name}.svg").read_bytes()
    except OSError:
        return _NONE


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, pixels: int, ratio: float = 1.0) -> QPixmap:
    """The drawing ``name`` (``places/steps``, ``symptoms/fever``) in ``colour``, ``pixels`` logical pixels square."""
    painted = _BLACK.sub(lambda match: match[1] + b'="' + colour.encode() + b'"', _source(name))
    if b"currentColor" in painted:
        painted = painted.replace(b"currentColor", colour.encode())
    canvas = QPixmap(round(pixels * ratio), round(pixels * ratio))
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    QSvgRenderer(QByteArray(painted)).render(painter, QRectF(0, 0, canvas.width(), canvas.height()))
    painter.end()
    canvas.setDevicePixelRatio(ratio)
    return canvas


def icon(name: str, colour: str, pixels: int, checked: str = "") -> QIcon:
    """An icon for a button; ``checked`` is its colour when the button is down."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, colour, pixels, ratio))
        if checked:
            made.addPixmap(pixmap(name, checked, pixels, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return made
