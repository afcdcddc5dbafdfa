"""What a person typed for a measurement, read without ever changing it: doubt is turned into a question."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from handbook.domain import InputError, Quantity, from_fahrenheit, unusual

_NUMBER = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)\s*(?:°\s?[cf]|度|%|mmhg|kg|千克|公斤|bpm|次/分)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """A number in the unit in which it was typed.

    ``asked`` says that it should be asked about; ``instead`` is what may have been meant.
    """

    value: float
    asked: bool = False
    instead: float | None = None


def read(quantity: Quantity, text: str, *, fahrenheit: bool = False) -> Typed | None:
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
    if not unusual(quantity, from_fahrenheit(value) if fahrenheit else value):
        return Typed(value)
    if fahrenheit:
        meant = value / 10
        forgot = value == int(value) and not unusual(quantity, from_fahrenheit(meant))
        return Typed(value, asked=True, instead=meant if forgot else None)
    return Typed(value, asked=True, instead=_instead(quantity, value))


def _instead(quantity: Quantity, value: float) -> float | None:
    """The point was forgotten (385), or, for a temperature, it was read off in Fahrenheit (101.3)."""
    if value == int(value):
        for power in (10, 100):
            if not unusual(quantity, value / power):
                return value / power
    celsius = round((value - 32) / 1.8, 1)
    return celsius if quantity is Quantity.TEMPERATURE and not unusual(quantity, celsius) else None
