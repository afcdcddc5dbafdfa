"""A family's medicines: what is taken, what was stopped within the look-back, what lies further back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
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
class Ingredient:
    """One of several substances or herbs in a product, as the family knows it."""

    name: str
    strength: str = ""


@dataclass(frozen=True, slots=True)
class Medicine:
    """One product, one row; free text is kept as typed (fields: medical.md 3.1).

    ``end`` None is "still taking"; ``end`` UNKNOWN is "stopped, date not known". ``on_hold``: paused, not stopped.
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
    brand: str = ""
    form: str = ""
    bought_at: str = ""
    daily_max: str = ""
    side_effect: str = ""
    as_needed: bool = False
    on_hold: bool = False
    ingredients: tuple[Ingredient, ...] = ()


@dataclass(frozen=True, slots=True)
class Dose:
    """One time a medicine was given. ``medicine`` is its id; ``at`` carries its offset."""

    id: str
    medicine: str
    at: datetime
    amount: str = ""
    observer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grouped:
    """The three lists of the medicines page and of the doctor's page, each in reading order."""

    current: tuple[Medicine, ...]
    stopped: tuple[Medicine, ...]
    older: tuple[Medicine, ...]


def taken_on(medicine: Medicine, today: date) -> bool:
    """Whether nobody says that it was stopped by ``today``: a last day that is still to come changes nothing yet."""
    return medicine.end is None or medicine.end.earliest > today


def group(medicines: Iterable[Medicine], window: LookBack, today: date) -> Grouped:
    """Sort medicines into taken now, stopped within the look-back or since, and older.

    Newest start first; equal starts by name, so that the order never depends on the order of entry.
    """
    rows = sorted(medicines, key=lambda m: (m.name, m.id))
    rows.sort(key=lambda m: m.start.earliest, reverse=True)
    current = tuple(m for m in rows if taken_on(m, today))
    stopped = tuple(m for m in rows if not (taken_on(m, today) or window.ended_before(m.end)))
    older = tuple(m for m in rows if window.ended_before(m.end) and not taken_on(m, today))
    return Grouped(current, stopped, older)


def same_medicine(one: Medicine, other: Medicine) -> bool:
    """Whether the two rows may be one product, to be offered for merging; never merged unasked.

    They may be if name or brand is written alike (spaces, width, case and punctuation aside), the strength does not
    differ, and the times can overlap: a second course is a row of its own.
    """
    if one.id == other.id or not _names(one) & _names(other):
        return False
    strengths = {_amount(one.strength), _amount(other.strength)} - {""}
    return len(strengths) < 2 and _may_begin_before_end(one, other) and _may_begin_before_end(other, one)


def look_alikes(medicines: Iterable[Medicine]) -> tuple[tuple[Medicine, Medicine], ...]:
    """The pairs that may be one product (:func:`same_medicine`), each once, by name."""
    found: dict[tuple[str, str], tuple[Medicine, Medicine]] = {}
    before: dict[str, list[Medicine]] = {}
    for row in sorted(medicines, key=lambda m: (m.name, m.id)):
        for name in sorted(_names(row)):
            alike = before.setdefault(name, [])
            found |= {(other.id, row.id): (other, row) for other in alike if same_medicine(other, row)}
            alike.append(row)
    return tuple(found.values())


def merged(keep: Medicine, other: Medicine) -> Medicine:
    """``keep`` with what only ``other`` says. Where the two differ (:func:`differing`) ``keep`` stands.

    Both notes are kept; the dates are those of ``keep`` unless it does not know them.
    """
    filled = {name: getattr(other, name) for name in _MERGED if not getattr(keep, name)}
    notes = dict.fromkeys(filter(None, (keep.note, other.note)))
    return replace(
        keep,
        **filled,
        note="\n".join(notes),
        start=keep.start if keep.start.known else other.start,
        end=other.end if keep.end == UNKNOWN and other.end is not None else keep.end,
    )


def differing(keep: Medicine, other: Medicine) -> tuple[str, ...]:
    """The fields of which :func:`merged` has to drop what ``other`` says, for a person to look at first."""
    both = merged(keep, other)
    told = [name for name in _MERGED if getattr(other, name)]
    told += ["on_hold"]
    told += ["start"] if other.start.known else []
    told += [] if other.end == UNKNOWN and both.end is not None else ["end"]
    return tuple(name for name in told if getattr(other, name) != getattr(both, name))


_MERGED = tuple(one.name for one in fields(Medicine) if one.name not in {"id", "note", "start", "end", "on_hold"})


def _plain(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum() or char in ".%/+")


_UNITS = {
    "毫克": "mg", "克": "g", "微克": "mcg", "μg": "mcg", "ug": "mcg", "毫升": "ml", "单位": "iu", "units": "iu",
}  # fmt: skip
_ZEROS = re.compile(r"(\d)\.0+(?!\d)|(\.\d*[1-9])0+(?!\d)")


def _amount(text: str) -> str:
    """A strength, however its unit and its zeros are written: 5 毫克 is 5mg, 100.0 mg is 100 mg."""
    plain = _plain(text)
    for unit in sorted(_UNITS, key=len, reverse=True):
        plain = plain.replace(unit, _UNITS[unit])
    return _ZEROS.sub(r"\1\2", plain)


def _names(medicine: Medicine) -> set[str]:
    return {_plain(medicine.name), _plain(medicine.brand)} - {""}


def _may_begin_before_end(one: Medicine, other: Medicine) -> bool:
    return other.end is None or one.start.earliest <= other.end.latest
