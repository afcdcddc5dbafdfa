"""The look-back interview: what was asked, and what was heard. "None" and "not known" are answers, silence is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from handbook.domain.dates import LookBack
from handbook.domain.medicines import HowKnown


class Heard(StrEnum):
    """An answer to one question of the interview; a question without an answer was not asked yet."""

    YES = "yes"
    NONE = "none"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class LookBackAnswer:
    """The newest answer to one question for one month.

    ``question`` is an id of the book's list; ``month`` is ``2026-08``, or "" for the whole time. ``at`` carries its
    offset.
    """

    question: str
    month: str
    heard: Heard
    at: datetime
    how_known: HowKnown = HowKnown.NOT_SAID
    told_by: str = ""
    note: str = ""

    def covers(self, window: LookBack) -> bool:
        """Whether it was given when what it speaks of was over: its month, or the whole look-back."""
        end = window.anchor
        if self.month:
            following = date.fromisoformat(f"{self.month}-28") + timedelta(days=4)
            end = min(end, following.replace(day=1) - timedelta(days=1))
        return self.at.date() >= end

    def asked_early(self, window: LookBack, *, older: bool = False) -> date | None:
        """The day on which it was given if that was before what it speaks of was over; ``older`` is over long since."""
        return None if older or self.covers(window) else self.at.date()
