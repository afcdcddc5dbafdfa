"""A family's medicines: what is taken, what was stopped within the look-back, what lies further back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from handbook.domain.dates import UNKNOWN, LookBack, PartialDate


class Kind(StrEnum):
    """What sort of product it is (medical.md 3.1, "Kind")."""

    PRESCRIPTION = "prescription"
    OVER_THE_COUNTER = "otc"
    CHINESE_MEDICINE = "chinese-medicine"
    SUPPLEMENT = "supplement"
    DROPS_OR_CREAM = "drops-cream"
    INHALED = "inhaled"
    INJECTION = "injection"
    VACCINE = "vaccine"
    BLOOD_PRODUCT = "blood-product"
    NOT_SAID = ""


class HowKnown(StrEnum):
    """How the family knows."""

    BOX_SEEN = "box"
    PRESCRIPTION = "prescription"
    MEMORY = "memory"
    NOT_SAID = ""


@dataclass(frozen=True, slots=True)
class Medicine:
    """One product, one row; free text is kept as typed.

    ``end`` None is "still taking"; ``end`` UNKNOWN is "stopped, date not known".
    """

    id: str
    name: str
    strength: str = ""
    dose: str = ""
    route: str = ""
    how_often: str = ""
    reason: str = ""
    prescriber: str = ""
    kind: Kind = Kind.NOT_SAID
    how_known: HowKnown = HowKnown.NOT_SAID
    told_by: str = ""
    note: str = ""
    start: PartialDate = UNKNOWN
    end: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Grouped:
    """The three lists of the medicines page and of the doctor's page, each in reading order."""

    current: tuple[Medicine, ...]
    stopped: tuple[Medicine, ...]
    older: tuple[Medicine, ...]


def group(medicines: Iterable[Medicine], window: LookBack) -> Grouped:
    """Sort medicines into taken now, stopped within the look-back, and older.

    Newest start first; equal starts by name, so that the order never depends on the order of entry.
    """
    rows = sorted(medicines, key=lambda m: (m.name, m.id))
    rows.sort(key=lambda m: m.start.earliest, reverse=True)
    current = tuple(m for m in rows if m.end is None)
    stopped = tuple(m for m in rows if m.end is not None and not window.ended_before(m.end))
    older = tuple(m for m in rows if window.ended_before(m.end))
    return Grouped(current, stopped, older)
