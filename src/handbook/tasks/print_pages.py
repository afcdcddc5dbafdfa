"""A PDF on its way to a printer: where each page lies on the paper, and its pixels a strip at a time.

The paper stands upright: a page that lies across is turned here and not by the printer's driver, because what was
measured on the printer proof holds for paper that stands upright. So does "long edge": it is an edge of the paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from handbook.domain import Correction, InputError
from handbook.tasks.pictures import pdfium_lock

Side = Literal["front", "back"]
Edge = Literal["none", "long", "short"]
Millimetres = tuple[float, float]

_POINT = 25.4 / 72
_SLACK = 1.0
"""By so much, in mm, a page may be larger than the paper: sizes in points and in inches are rounded differently."""
_STRIP = 1_500_000
"""Pixels of a strip: 6 MB, and no longer at a time in the way of the window than a blink."""
_ACROSS = 3
"""Quarter turns of a page that lies across, in the direction of the clock: its top comes to the left edge."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a page lies on the paper, in pixels from its top left corner; ``quarters`` turned with the clock."""

    left: int
    top: int
    width: int
    height: int
    quarters: int


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of the paper: its place in pixels, and its pixels as in :class:`handbook.tasks.Picture`."""

    left: int
    top: int
    width: int
    height: int
    stride: int
    data: bytes


def place_page(
    page: Millimetres,
    paper: Millimetres,
    dots: float,
    *,
    correction: Correction,
    tumbled: bool = False,
    turned: bool = False,
) -> Placed:
    """Where a page must be sent so that it lies in the middle of the paper; on both sides, so that they meet.

    Args:
        page: Its width and height in mm.
        paper: The paper's, upright.
        dots: Pixels in a mm.
        correction: Of this printer and side.
        tumbled: The printer turned the sheet on its short edge: its faults are mirrored.
        turned: The page must stand on its head (a back turned by hand on the other edge).

    Raises:
        InputError: ``print.paper-small`` (``page``, ``paper``: sizes in mm): nothing is cut off or shrunk.
    """
    across = not _fits(page, paper) and _fits(page[::-1], paper)
    if not (across or _fits(page, paper)):
        raise InputError("print.paper-small", page=_size(page), paper=_size(paper))
    width, height = page[::-1] if across else page
    corner = (paper[0] - width) / 2, (paper[1] - height) / 2
    left, top = _sent(correction, corner, paper, tumbled=tumbled)
    right, bottom = _sent(correction, (corner[0] + width, corner[1] + height), paper, tumbled=tumbled)
    quarters = (_ACROSS * across + 2 * turned) % 4
    return Placed(
        round(left * dots),
        round(top * dots),
        round(right * dots) - round(left * dots),
        round(bottom * dots) - round(top * dots),
        quarters,
    )


def _sent(correction: Correction, point: Millimetres, paper: Millimetres, *, tumbled: bool) -> Millimetres:
    return correction.point_turned(*point, *paper) if tumbled else correction.point(*point)


def _fits(page: Millimetres, paper: Millimetres) -> bool:
    return all(length <= room + _SLACK for length, room in zip(page, paper, strict=True))


def _size(size: Millimetres) -> str:
    return f"{size[0]:.0f} × {size[1]:.0f}"


def turn_order(pages: Sequence[int], *, last_first: bool) -> tuple[int | None, ...]:
    """The backs of a stack whose fronts were printed from ``pages``, in the order of the paper; None is an empty page.

    The odd last sheet goes through as an empty page, so that no sheet stays behind in the tray.
    """
    backs: list[int | None] = [*pages[1::2], *([None] if len(pages) % 2 else [])]
    return tuple(reversed(backs)) if last_first else tuple(backs)


class PrintPages:
    """A PDF opened for printing. One page is read at a time, and of it one strip. :meth:`close` frees it.

    Raises ``InputError("print.unreadable")`` for what is no PDF.
    """

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415  # loads 8 MB that only a preview needs
        from pypdfium2 import raw  # noqa: PLC0415

        self._lib, self._raw = pypdfium2, raw
        with pdfium_lock:
            try:
                self._document: Any = pypdfium2.PdfDocument(pdf)
            except pypdfium2.PdfiumError:
                raise InputError("print.unreadable") from None
            wanted = raw.FPDF_VIEWERREF_GetDuplex(self._document)
            edges: dict[int, Edge] = {raw.DuplexFlipLongEdge: "long", raw.DuplexFlipShortEdge: "short"}
            self.flip: Edge = edges.get(wanted, "none")
            sizes = [self._document.get_page_size(number) for number in range(len(self._document))]
        self.sizes: tuple[Millimetres, ...] = tuple((width * _POINT, height * _POINT) for width, height in sizes)
        """Of every page, in mm."""

    def strips(self, number: int, placed: Placed, paper: tuple[int, int]) -> Iterator[Strip]:
        """The page ``number`` on white, strip by strip from the top; nothing of it beyond the ``paper`` (pixels)."""
        left, top = max(placed.left, 0), max(placed.top, 0)
        width = min(placed.left + placed.width, paper[0]) - left
        bottom = min(placed.top + placed.height, paper[1])
        rows = max(1, _STRIP // max(1, width))
        while top < bottom:
            yield self._strip(number, placed, (left, top, width, min(rows, bottom - top)))
            top += rows

    def _strip(self, number: int, placed: Placed, at: tuple[int, int, int, int]) -> Strip:
        left, top, width, height = at
        with pdfium_lock:
            page = self._document[number]
            bitmap = self._lib.PdfBitmap.new_native(width, height, self._raw.FPDFBitmap_BGRx)
            try:
                bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
                self._raw.FPDF_RenderPageBitmap(
                    bitmap, page, placed.left - left, placed.top - top, placed.width, placed.height,
                    placed.quarters, self._raw.FPDF_ANNOT,
                )  # fmt: skip
                return Strip(left, top, width, height, bitmap.stride, bytes(bitmap.buffer))
            finally:
                bitmap.close()
                page.close()

    def close(self) -> None:
        """Free the document."""
        with pdfium_lock:
            self._document.close()
