"""The pages of a PDF as pictures: what is seen on screen is the file that prints."""

from __future__ import annotations

import math
from dataclasses import dataclass
from threading import Lock

_MM = 25.4 / 72

# PDFium may be entered by one thread at a time only.
pdfium_lock = Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """One page. ``data`` is BGRX, 4 bytes a pixel, rows of ``stride`` bytes from the top (Qt's ``Format_RGB32``).

    ``points`` is the size of the page in PDF points (1/72 inch), before any rounding to pixels.
    """

    width: int
    height: int
    stride: int
    data: bytes
    points: tuple[float, float]

    @property
    def size_mm(self) -> tuple[float, float]:
        """The size of the page in millimetres."""
        return self.points[0] * _MM, self.points[1] * _MM


def render(pdf: bytes, *, dpi: float) -> tuple[Picture, ...]:
    """Every page of ``pdf`` at ``dpi`` pixels an inch, on white."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415  # loads 8 MB that only a preview needs

    with pdfium_lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(_picture(document[number], dpi) for number in range(len(document)))
        finally:
            document.close()


def page_points(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """The size of every page of ``pdf`` in PDF points (1/72 inch)."""
    import pypdfium2  # noqa: PLC0415  # as above

    with pdfium_lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(document.get_page_size(number) for number in range(len(document)))
        finally:
            document.close()


def render_part(pdf: bytes, number: int, *, scale: float, area: tuple[int, int, int, int]) -> Picture:
    """A part of page ``number`` (from 0): no more pixels are made than are looked at.

    Args:
        pdf: The file.
        number: The page.
        scale: Pixels a PDF point. The whole page is ``ceil(points * scale)`` pixels wide and high.
        area: Left, top, width and height of the part, in those pixels; it lies within the page.
    """
    import pypdfium2  # noqa: PLC0415  # as above

    left, top, width, height = area
    with pdfium_lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[number]
            across, down = (math.ceil(points * scale) for points in page.get_size())
            # The library takes lengths and rounds them up to pixels: half a pixel less is safe from rounding errors.
            cut = (left, down - top - height, across - left - width, top)
            return _picture(page, scale * 72, crop=tuple(max(0, pixels - 0.5) / scale for pixels in cut))
        finally:
            document.close()


def _picture(page: object, dpi: float, *, crop: tuple[float, ...] = (0, 0, 0, 0)) -> Picture:
    bitmap = page.render(scale=dpi / 72, crop=crop, prefer_bgrx=True)  # type: ignore[attr-defined]  # PdfPage
    return Picture(
        width=bitmap.width,
        height=bitmap.height,
        stride=bitmap.stride,
        data=bytes(bitmap.buffer),
        points=page.get_size(),  # type: ignore[attr-defined]
    )
