"""What a person typed for a measurement, read without ever changing it: doubt is turned into a question."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from handbook.domain import InputError, Quantity

CREDIBLE: dict[Quantity, tuple[float, float]] = {
    Quantity.TEMPERATURE: (25, 45),
    Quantity.PULSE: (20, 260),
    Quantity.SYSTOLIC: (40, 280),
    Quantity.DIASTOLIC: (15, 180),
    Quantity.OXYGEN: (30, 100),
    Quantity.WEIGHT: (2, 300),
}
"""Outside of these a slip of the finger is likelier than the number; nothing is said about what lies inside."""

_NUMBER = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)\s*(?:°\s?[cf]|度|%|mmhg|kg|千克|公斤|bpm|次/分)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """A number as typed. ``asked`` says that it should be asked about; ``instead`` is what may have been meant."""

    value: float
    asked: bool = False
    instead: float | None = None


def read(quantity: Quantity, text: str) -> Typed | None:
    """Read a number with a point or a comma, in plain or full-width digits, with or without its unit; None if empty.

    Raises:
        InputError: ``record.no-number`` if it is no number.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("。", ".").replace(",", ".").replace("、", ".")
    if not plain:
        return None
    match = _NUMBER.fullmatch(plain)
    if not match:
        raise InputError("record.no-number")
    value = float(match[1])
    if _credible(quantity, value):
        return Typed(value)
    return Typed(value, asked=True, instead=_instead(quantity, value))


def _credible(quantity: Quantity, value: float) -> bool:
    low, high = CREDIBLE[quantity]
    return low <= value <= high


def _instead(quantity: Quantity, value: float) -> float | None:
    """The point was forgotten (385), or, for a temperature, it was read off in Fahrenheit (101.3)."""
    if value == int(value):
        for power in (10, 100):
            if _credible(quantity, value / power):
                return value / power
    celsius = round((value - 32) / 1.8, 1)
    return celsius if quantity is Quantity.TEMPERATURE and _credible(quantity, celsius) else None
