"""The clinic's own numbers and words: from a kit, or typed in by the family with who said it and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

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
