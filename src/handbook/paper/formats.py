"""The formats of everything printed: one table, all lengths in millimetres, sizes of type in points.

Sources: ID-1 card 85.60 × 53.98 mm, ISO/IEC 7810; A4 210 × 297 mm, ISO 216; Letter 8.5 × 11 inches, 215.9 × 279.4 mm,
ANSI/ASME Y14.1. The booklet's eight panels are the exact eighths of the page, on A4 74.25 × 105 mm (the "74 × 105" of
ISO 216 A7 is that, rounded down), on Letter 69.85 × 107.95 mm, so that every fold halves the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
"""Points in a millimetre."""

CARD_LEAST = 9.0
PAGE_LEAST = 12.0
SMALL = 6.5
"""The smallest type, in points: on cards, on A4 pages, and of the small line with version, approval and print date."""


@dataclass(frozen=True, slots=True)
class Format:
    """A page, or a panel of it: size and margins in mm; type in points.

    ``types`` holds (size, distance of baselines, height of a row to be filled in by pen) from generous to tight; a
    panel takes the first that holds its text, and none is below the minimum.
    """

    width: float
    height: float
    margin: tuple[float, float]
    types: tuple[tuple[float, float, float], ...]


A4, LETTER = (210.0, 297.0), (215.9, 279.4)
PAPERS = {"a4": A4, "letter": LETTER}
CARD = (85.60, 53.98)
"""A bank card; also the least size of a card on a sheet, because type does not shrink."""

_CARD_TYPES = ((9.0, 12.0, 15.0), (9.0, 11.2, 13.0), (9.0, 10.6, 11.5), (9.0, 10.2, 10.2), (9.0, 10.0, 10.0))
_LARGE_TYPES = ((16.0, 22.0, 24.0), (16.0, 20.5, 22.0), (16.0, 19.2, 20.0), (16.0, 18.4, 18.4), (16.0, 17.4, 17.4))
FORMATS = {
    "booklet": Format(
        74.25,
        105.0,
        (5.0, 5.0),
        ((9.5, 13.0, 18.0), (9.5, 12.0, 16.0), (9.0, 11.4, 14.0), (9.0, 10.8, 12.0), (9.0, 10.8, 11.0)),
    ),
    "booklet-letter": Format(
        69.85,
        107.95,
        (4.0, 5.0),
        ((9.5, 13.0, 18.0), (9.5, 12.0, 16.0), (9.0, 11.4, 14.0), (9.0, 10.8, 12.0), (9.0, 10.8, 11.0)),
    ),
    "fold": Format(*CARD, (3.0, 2.0), _CARD_TYPES),
    "bank": Format(*CARD, (3.5, 3.0), _CARD_TYPES),
    "large-print": Format(*A4, (12.0, 10.0), _LARGE_TYPES),
    "large-print-letter": Format(*LETTER, (12.0, 8.0), _LARGE_TYPES),
    "checklist": Format(*A4, (12.0, 10.0), ((12.0, 16.0, 22.0), (12.0, 15.0, 20.0), (12.0, 14.2, 18.0))),
    "checklist-large": Format(*A4, (12.0, 10.0), ((16.0, 20.0, 26.0),)),
    "medicines": Format(*A4, (15.0, 15.0), ((12.0, 16.0, 24.0),)),
}
