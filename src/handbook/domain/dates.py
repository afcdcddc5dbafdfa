"""Dates as families know them: exact, month only, about, or not known (EDTF level 1).

Notation kept in the record: ``2026-08-15``, ``2026-08``, ``2026-08-15~``, ``2026-08~``, and ``""`` for unknown.
Source: Extended Date/Time Format, ISO 8601-2:2019, annex A.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import normalize

from handbook.domain.errors import InputError

_EDTF = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?(?P<about>~)?")
_SPREADSHEET = re.compile(r"(\d{4})[/年.-](\d{1,2})[/月.-](\d{1,2})日?")

ABOUT_DAYS = 15
"""How far "about" reaches on each side of a day when a look-back asks whether it could fall in."""
_LAST = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date with the precision that the family has; ``day`` 0 is "month only", ``year`` 0 is "not known"."""

    year: int = 0
    month: int = 0
    day: int = 0
    about: bool = False

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read the notation above. Raises ``InputError("date.wrong")`` for anything else."""
        text = text.strip()
        if not text:
            return UNKNOWN
        match = _EDTF.fullmatch(text)
        if not match:
            raise InputError("date.wrong", value=text)
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"] or 0)
        try:
            date(year, month, day or 1)
        except ValueError:
            raise InputError("date.wrong", value=text) from None
        if match["day"] == "00":
            raise InputError("date.wrong", value=text)
        return cls(year, month, day, about=bool(match["about"]))

    @classmethod
    def exact(cls, day: date) -> PartialDate:
        """The calendar day itself."""
        return cls(day.year, day.month, day.day)

    @property
    def known(self) -> bool:
        """Whether anything at all is known."""
        return self.year > 0

    def __str__(self) -> str:
        """The notation kept in the record."""
        if not self.known:
            return ""
        text = f"{self.year:04}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")
        return text + ("~" if self.about else "")

    @property
    def earliest(self) -> date:
        """The first day it can mean; ``date.min`` if not known."""
        if not self.known:
            return date.min
        return shift(date(self.year, self.month, self.day or 1), -ABOUT_DAYS if self.about else 0)

    @property
    def latest(self) -> date:
        """The last day it can mean; ``date.max`` if not known."""
        if not self.known:
            return date.max
        last = self.day or _last(self.year, self.month)
        return shift(date(self.year, self.month, last), ABOUT_DAYS if self.about else 0)


UNKNOWN = PartialDate()


def shift(day: date, days: int) -> date:
    """The day ``days`` later; the first or the last day of the calendar where that lies beyond it."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def parse_day(value: object) -> date:
    """An exact day from TOML (``date``) or from text as offices write it: 2026-11-02, 2026/11/2, 2026年11月2日.

    Full-width digits and signs are read as the plain ones.

    Raises ``InputError("date.wrong")`` for anything else.
    """
    if type(value) is date:
        return value
    if isinstance(value, str) and (match := _SPREADSHEET.fullmatch(normalize("NFKC", value).strip())):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            pass
    raise InputError("date.wrong", value=str(value)[:40])


@dataclass(frozen=True, slots=True)
class LookBack:
    """The ``days`` days before ``anchor``: day ``days`` before is in, the day before that is out; the anchor is in."""

    anchor: date
    days: int = 90

    @property
    def first(self) -> date:
        """The earliest day that counts."""
        return shift(self.anchor, -self.days)

    def touches(self, start: PartialDate, end: PartialDate | None) -> bool:
        """Whether any day from ``start`` to ``end`` can fall in; ``end`` None means "still taking".

        An unknown start or end can be any day, so it counts.
        """
        return start.earliest <= self.anchor and (end is None or end.latest >= self.first)

    def ended_before(self, end: PartialDate | None) -> bool:
        """Whether the last day it can mean lies before the window."""
        return end is not None and end.latest < self.first


def months_of(window: LookBack, today: date) -> tuple[str, ...]:
    """The calendar months that the look-back touches and that have begun, newest first, as ``2026-08``.

    The anchor may be a planned date: nothing can be said of what has not come. If none has begun, it is this month.
    """
    months, day = [], min(window.anchor, today).replace(day=1)
    while True:
        months.append(f"{day.year:04}-{day.month:02}")
        if day <= window.first or day == date.min:
            return tuple(months)
        day = shift(day, -1).replace(day=1)


def _last(year: int, month: int) -> int:
    """The last day of a month. Python's own calendar module brings all the names of months along."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _LAST[month - 1]
