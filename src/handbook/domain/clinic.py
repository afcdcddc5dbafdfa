"""The clinic's own numbers and words: from a kit, or typed in by the family with who said it and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

WORD_KEYS = ("call", "steroids", "strangers")


@dataclass(frozen=True, slots=True)
class ClinicNumbers:
    """Every field of a kit that stands in text or on paper; None is "not set: ask the team".

    ``fever_line`` is in ℃; ``*_days`` are whole days counted from the infusion; ``temperature_per_day`` is a count.
    ``words`` maps a language to the clinic's own wording of ``call``, ``steroids`` and ``strangers``.
    """

    name: str | None = None
    department: str | None = None
    phone_24h: str | None = None
    phone_day: str | None = None
    address: str | None = None
    fever_line: float | None = None
    daily_checks_days: int | None = None
    near_days: int | None = None
    no_driving_days: int | None = None
    company_days: int | None = None
    temperature_per_day: int | None = None
    irradiated_from_days: int | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def over(self, other: ClinicNumbers) -> ClinicNumbers:
        """These numbers where they are set, else those of ``other`` (a kit over the family's own)."""
        chosen = {
            f.name: getattr(other, f.name) if getattr(self, f.name) is None else getattr(self, f.name)
            for f in fields(self)
            if f.name != "words"
        }
        languages = {*other.words, *self.words}
        words = {key: {**other.words.get(key, {}), **self.words.get(key, {})} for key in languages}
        return ClinicNumbers(**chosen, words=words)


NUMBER_KEYS = tuple(f.name for f in fields(ClinicNumbers) if f.name != "words")


@dataclass(frozen=True, slots=True)
class Told:
    """One of "our team's numbers": the value as typed, who said it, and when."""

    value: str
    by: str = ""
    on: date | None = None


class Signature(StrEnum):
    """Who stands behind a kit: nobody; somebody whom this computer does not know; somebody whom it trusts.

    A kit whose signature does not match is none of these: it is refused.
    """

    NONE = "none"
    UNKNOWN = "unknown"
    TRUSTED = "trusted"


@dataclass(frozen=True, slots=True)
class ClinicKit:
    """A kit that has been read and checked (``handbook.clinic``)."""

    numbers: ClinicNumbers
    version: str
    languages: tuple[str, ...] = ()
    review_by: date | None = None
    approved_content: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    accent: str = ""
    logo: bytes = field(default=b"", repr=False)
    """A PNG, or a drawing that screen and paper paint alike (``handbook.clinic.logo``); empty for none."""
    signature: Signature = Signature.NONE

    def approves(self, content_version: str) -> bool:
        """Whether this kit approves the book of that version.

        Only the kit of a trusted signer does: anybody can write a name behind ``approved_by``, and the words "not yet
        approved by a clinician" must never go away because somebody did.
        """
        approved = bool(self.approved_by) and self.approved_content == content_version
        return approved and self.signature is Signature.TRUSTED

    def expired(self, today: date) -> bool:
        """Whether the day by which the clinic wanted to review it is over. It stays in use, with a notice."""
        return self.review_by is not None and self.review_by < today
