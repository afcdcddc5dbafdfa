"""Pictures of medicine boxes: made small and clean before they are kept, and read back for the screen.

Nothing here touches a widget, so all of it runs off the GUI thread.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QColorSpace, QImage, QImageReader, QImageWriter, QPainter

from handbook.domain import InputError
from handbook.paths import read_bytes

LONGEST = 1600
"""Pixels of the longer side that are kept: the small print of a box can be read, and a record stays small."""

_QUALITY = 88
_FILE = 60_000_000
_DRAWN = {"svg", "svgz", "pdf"}


def clean_photo(path: Path) -> bytes:
    """A picture file as a JPEG of at most ``LONGEST`` pixels, upright, with nothing of the file but its pixels.

    Where and when a phone took it stands in the file beside the pixels; it is painted anew, so none of that is kept.
    Raises ``InputError``: ``photo.unreadable`` for what is no picture, and what ``paths.read_bytes`` raises.
    """
    data = QByteArray(read_bytes(path, longest=_FILE))
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()).decode() in _DRAWN:
        raise InputError("photo.unreadable")
    if size.isValid() and max(size.width(), size.height()) > LONGEST:  # the largest cameras' pictures fit no memory
        reader.setScaledSize(_fitted(size))
    image = reader.read()
    if image.isNull():
        raise InputError("photo.unreadable")
    if image.colorSpace().isValid():
        image.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    if max(image.width(), image.height()) > LONGEST:
        image = image.scaled(
            _fitted(image.size()), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    clean = QImage(image.size(), QImage.Format.Format_RGB32)
    clean.fill(QColor("white"))
    painter = QPainter(clean)
    painter.drawImage(0, 0, image)
    painter.end()
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(out, b"jpeg")
    writer.setQuality(_QUALITY)
    writer.write(clean)
    return bytes(out.data().data())


def picture(data: bytes) -> QImage:
    """The picture in ``data``; an empty one if it cannot be read."""
    return QImage.fromData(data)


def _fitted(size: QSize) -> QSize:
    return size.scaled(LONGEST, LONGEST, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
