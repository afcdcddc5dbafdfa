"""The pages of a PDF as pictures: what is seen on screen is the file that prints."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

_MM = 25.4 / 72

# PDFium may be entered by one thread at a time only.
_pdfium = Lock()


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

    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(_picture(document[number], dpi) for number in range(len(document)))
        finally:
            document.close()


def _picture(page: object, dpi: float) -> Picture:
    bitmap = page.render(scale=dpi / 72, prefer_bgrx=True)  # type: ignore[attr-defined]  # PdfPage, imported lazily
    return Picture(
        width=bitmap.width,
        height=bitmap.height,
        stride=bitmap.stride,
        data=bytes(bitmap.buffer),
        points=page.get_size(),  # type: ignore[attr-defined]
    )
