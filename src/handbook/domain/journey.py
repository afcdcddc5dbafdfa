"""Day +N, the stage of treatment, and the clinic's windows. Pure calendar: nothing is inferred from a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

STEP_DATES = ("collection", "chemotherapy", "infusion")
"""The dates a family writes down, in order; infusion is day 0, planned or done."""


class Stage(StrEnum):
    """Where a date lies on the journey. A name, never advice."""

    BEFORE = "before"
    COLLECTION = "collection"
    MAKING = "making"
    CHEMOTHERAPY = "chemotherapy"
    INFUSION = "infusion"
    MONTH_AFTER = "month-after"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Journey:
    """The family's own dates; None is "not written down"."""

    collection: date | None = None
    chemotherapy: date | None = None
    infusion: date | None = None

    def day(self, today: date) -> int | None:
        """Days since infusion (day 0); negative before it; None without a date."""
        return (today - self.infusion).days if self.infusion else None

    def stage(self, today: date) -> Stage:
        """The stage's name by the calendar alone."""
        if self.infusion and today >= self.infusion:
            days = (today - self.infusion).days
            return Stage.INFUSION if days == 0 else Stage.MONTH_AFTER if days <= 30 else Stage.LATER
        if self.chemotherapy and today >= self.chemotherapy:
            return Stage.CHEMOTHERAPY
        if self.collection and today >= self.collection:
            return Stage.COLLECTION if today == self.collection else Stage.MAKING
        return Stage.BEFORE if self.infusion or self.chemotherapy or self.collection else Stage.UNKNOWN


WINDOWS = ("daily_checks_days", "near_days", "company_days", "no_driving_days")
"""Clinic fields that count days from the infusion; each prints as "at least to DATE, and until the team says so"."""


def window_end(infusion: date, days: int) -> date:
    """The day that "at least ``days`` days from the infusion" reaches."""
    from handbook.domain.dates import shift  # noqa: PLC0415  # the other kinds of dates come along

    return shift(infusion, days)
