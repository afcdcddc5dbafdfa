"""What the carer noticed: symptom answers and readings, each with time and observer. Kept as given, never judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handbook.domain.dates import UNKNOWN, PartialDate


class Answer(StrEnum):
    """An answer to one item of the symptom card; an item without an answer was not asked."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class SymptomAnswer:
    """The newest answer to one item of one card. ``at`` carries its offset."""

    item: str
    answer: Answer
    at: datetime
    observer: str = ""


@dataclass(frozen=True, slots=True)
class SymptomCard:
    """One filled card: begun at a time, answered item by item."""

    id: str
    begun: datetime
    answers: tuple[SymptomAnswer, ...] = ()
    note: str = ""

    def answer(self, item: str) -> SymptomAnswer | None:
        """The answer to ``item``, or None if it was not asked."""
        return next((a for a in self.answers if a.item == item), None)


class Quantity(StrEnum):
    """What was measured; the unit in which it is kept."""

    TEMPERATURE = "temperature"  # ℃
    PULSE = "pulse"  # per minute
    SYSTOLIC = "systolic"  # mmHg
    DIASTOLIC = "diastolic"  # mmHg
    OXYGEN = "oxygen"  # %
    WEIGHT = "weight"  # kg


FAHRENHEIT = "°F"
"""What ``Reading.unit`` says of a temperature that was read off in Fahrenheit."""

_TYPING: dict[Quantity, tuple[float, float]] = {
    Quantity.TEMPERATURE: (25, 45),
    Quantity.PULSE: (20, 260),
    Quantity.SYSTOLIC: (40, 280),
    Quantity.DIASTOLIC: (15, 180),
    Quantity.OXYGEN: (30, 100),
    Quantity.WEIGHT: (2, 300),
}


def unusual(quantity: Quantity, value: float) -> bool:
    """Whether a slip of the finger (385 for 38.5, 101.3 read off in °F) is likelier than ``value`` itself.

    It is a check of typing, to ask "is that what you meant?", and no judgement: the bounds are so wide that nothing is
    said about what lies inside them. The value is never refused or changed for it.
    """
    low, high = _TYPING[quantity]
    return not low <= value <= high


class Site(StrEnum):
    """Where the temperature was taken."""

    ARMPIT = "armpit"
    MOUTH = "mouth"
    EAR = "ear"
    FOREHEAD = "forehead"
    NOT_SAID = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One measurement as it was read off; ``value`` is always in the unit of its quantity.

    ``unit`` is "" if it was read off in that unit, or ``FAHRENHEIT``; :func:`read_off` gives what was typed.
    """

    id: str
    quantity: Quantity
    value: float
    at: datetime
    site: Site = Site.NOT_SAID
    observer: str = ""
    note: str = ""
    unit: str = ""


def from_fahrenheit(value: float) -> float:
    """In ℃, not rounded, so that :func:`read_off` finds the number again that was typed."""
    return (value - 32) / 1.8


def read_off(reading: Reading) -> tuple[float, str]:
    """The number as the person read it, and its unit: ``""`` for that of the quantity, or ``FAHRENHEIT``.

    The number is exactly the one given to :func:`from_fahrenheit` if it has at most six decimals.
    """
    if reading.unit == FAHRENHEIT:
        return round(reading.value * 1.8 + 32, 6), FAHRENHEIT
    return reading.value, ""


@dataclass(frozen=True, slots=True)
class TeamCall:
    """A call with the treatment team: with whom, who called, what was said. ``at`` carries its offset."""

    id: str
    at: datetime
    who: str = ""
    by: str = ""
    said: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """Who was with the patient from when to when; ``ends`` None while it lasts."""

    id: str
    carer: str
    begins: datetime
    ends: datetime | None = None
    note: str = ""


class PassportKind(StrEnum):
    """What later doctors ask about."""

    IMMUNOGLOBULIN = "immunoglobulin"
    VACCINE = "vaccine"
    BLOOD_RESULT = "blood-result"
    TRANSFUSION = "transfusion"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PassportEntry:
    """One line of the long-term record, as text: what it was, on which day, where."""

    id: str
    kind: PassportKind
    day: PartialDate = UNKNOWN
    what: str = ""
    where: str = ""
    note: str = ""
