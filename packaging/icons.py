"""The program's icon in the sizes that each system wants, drawn from resources/icons/handbook.svg."""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
DRAWING = ROOT / "resources" / "icons" / "handbook.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
OF_WINDOWS = (16, 24, 32, 48, 64, 128, 256)


def draw(size: int) -> bytes:
    """The icon as PNG, ``size`` pixels square. Needs no screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice  # noqa: PLC0415  # after the platform is chosen
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "png")
    return bytes(buffer.data().data())


def write_all(folder: Path) -> None:
    """``SIZE.png`` for every size, ``handbook.ico`` and ``handbook.icns``."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        (folder / f"{size}.png").write_bytes(draw(size))
    largest = Image.open(BytesIO(draw(1024)))
    small = [Image.open(BytesIO(draw(size))) for size in OF_WINDOWS]
    small[-1].save(folder / "handbook.ico", sizes=[(size, size) for size in OF_WINDOWS], append_images=small[:-1])
    largest.save(folder / "handbook.icns")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
