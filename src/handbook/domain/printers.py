"""How a printer misses its place, from what was measured on the printer proof. All lengths in millimetres.

A printer puts a point that belongs at ``p`` (from the left or the top edge of the paper) at ``o + s * p``. ``s`` shows
in the length of a line of 100 mm, ``o`` in the distance of a cross from the edge. Sent to ``(p - o) / s`` it lands at
``p``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from handbook.domain.errors import InputError

BAR, CROSS = 100.0, 22.0
"""On the proof: the length of the lines, and how far the crosses stand from the edges of the paper."""
BAR_RANGE, CROSS_RANGE = (90.0, 110.0), (12.0, 32.0)
"""What can have been measured. A printer that is further off has fitted the page to the paper, or the ruler slipped."""
# The decimal sign of an English, a European and a Chinese keyboard.
_LENGTH = re.compile(r"(\d{1,4}(?:[.,。]\d{1,3})?)\s*(?:mm|毫米)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Correction:
    """Where a point of one side must be sent so that it lands right: ``x + scale_x * p`` from the left, so too down."""

    x: float = 0.0
    y: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where the point ``x``, ``y`` must be sent."""
        return self.x + self.scale_x * x, self.y + self.scale_y * y

    def point_turned(self, x: float, y: float, width: float, height: float) -> tuple[float, float]:
        """The same on paper of ``width`` x ``height`` that goes through the printer upside down.

        A printer that turns sheets on their short edge prints the backs standing on their head, while its own faults
        stay where they are in the machine: seen from the page both axes are mirrored.
        """
        far_x, far_y = self.point(width - x, height - y)
        return width - far_x, height - far_y


@dataclass(frozen=True, slots=True)
class Measured:
    """One side of the proof: the lines of 100 mm across and down, the top left cross from the left and top edge.

    Raises ``ValueError`` for what cannot have been measured; settings that say so are damaged.
    """

    across: float = BAR
    down: float = BAR
    left: float = CROSS
    top: float = CROSS

    def __post_init__(self) -> None:
        for lengths, (low, high) in (((self.across, self.down), BAR_RANGE), ((self.left, self.top), CROSS_RANGE)):
            if not all(low <= length <= high for length in lengths):
                raise ValueError(lengths)

    @property
    def correction(self) -> Correction:
        """What puts it right."""
        scale_x, scale_y = self.across / BAR, self.down / BAR
        return Correction(
            (CROSS * scale_x - self.left) / scale_x, (CROSS * scale_y - self.top) / scale_y, 1 / scale_x, 1 / scale_y
        )


@dataclass(frozen=True, slots=True)
class PrinterSides:
    """What was measured on both sides of one printer's proof; a side that was not measured is as it should be."""

    front: Measured = Measured()
    back: Measured = Measured()


def read_length(text: str, low: float, high: float) -> float:
    """A length in mm as people write it: ``99.5``, ``99,5``, ``９９．５``, ``99.5 mm``.

    Raises ``InputError``: ``printer.length`` (it is no number), ``printer.range`` (``low``, ``high``).
    """
    match = _LENGTH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match:
        raise InputError("printer.length", value=text.strip()[:40])
    length = float(match[1].replace(",", ".").replace("。", "."))
    if not low <= length <= high:
        raise InputError("printer.range", value=text.strip()[:40], low=f"{low:g}", high=f"{high:g}")
    return length
