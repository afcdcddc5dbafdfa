"""Rendered pages, and marks whose places can be found on them."""

from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageOps

from handbook.paper.blocks import Placed
from handbook.paper.formats import MM

DPI = 600
MARK = 1.0
"""Side of a mark in mm."""


def render(pdf: bytes, number: int = 0, dpi: float = DPI) -> Image.Image:
    """One page in grey."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[number].render(scale=dpi / 72, grayscale=True).to_pil().copy()
    document.close()
    return picture


def turned_over(page: Image.Image, edge: str) -> Image.Image:
    """The back of a sheet as seen through it from the front, turned about its vertical or horizontal edge."""
    return ImageOps.mirror(page) if edge == "vertical" else ImageOps.flip(page)


def mark_in(page: Image.Image, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """The middle of the ink in a rectangle of a page at 600 dpi, in mm from the rectangle's top left corner."""
    dots = DPI / 25.4
    box = tuple(round(length * dots) for length in (x, y, x + width, y + height))
    ink = page.crop(box).point(lambda value: 255 if value < 128 else 0).getbbox()
    assert ink is not None
    assert (ink[2] - ink[0]) / dots < MARK + 0.2  # the mark, and nothing else
    return (ink[0] + ink[2]) / 2 / dots, (ink[1] + ink[3]) / 2 / dots


@dataclass(frozen=True)
class Mark:
    """A block: a black square with its middle at (x, y) mm from the top left corner of the column."""

    x: float
    y: float

    def place(self, width: float) -> Placed:
        def draw(sheet, x, y):
            top = y + (self.y - MARK / 2) * MM
            left = x + (self.x - MARK / 2) * MM
            sheet.rule(left, top + MARK / 2 * MM, left + MARK * MM, top + MARK / 2 * MM, weight=MARK * MM)

        return Placed(self.y * MM, draw)
