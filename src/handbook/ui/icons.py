"""Line drawings from resources, painted in any colour at the screen's own resolution."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
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


def sharpest() -> float:
    """Device pixels in a logical one on the sharpest screen; on the others Qt makes a drawing smaller."""
    return max((1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())))


def icon(name: str, colour: str, pixels: int) -> QPixmap:
    """The drawing for a button."""
    return pixmap(name, colour, pixels, sharpest())
