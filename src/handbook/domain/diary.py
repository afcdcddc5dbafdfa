"""What the carer noticed: symptom answers and readings, each with time and observer. Kept as given, never judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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


class Site(StrEnum):
    """Where the temperature was taken."""

    ARMPIT = "armpit"
    MOUTH = "mouth"
    EAR = "ear"
    FOREHEAD = "forehead"
    NOT_SAID = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One measurement as it was read off, in the unit of its quantity."""

    id: str
    quantity: Quantity
    value: float
    at: datetime
    site: Site = Site.NOT_SAID
    observer: str = ""
    note: str = ""
