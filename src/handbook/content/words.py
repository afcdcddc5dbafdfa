"""Fixed words that screen and paper share, in the language of the book; and a clinic's numbers put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.domain import NUMBER_KEYS, WINDOWS
from handbook.domain.numbers import date_text, hedged, plain, with_unit

if TYPE_CHECKING:
    from handbook.content.spoken import Language
    from handbook.domain import ClinicNumbers
    from handbook.sentences import Sentences

CLINIC_FIELDS = tuple(key for key in NUMBER_KEYS if key not in {"name", "department"})
"""What a page may name as ``{clinic:FIELD}``."""


class FixedWords:
    """The words of one language, for example ``words("fixed.window", date="…")``."""

    def __init__(self, language: str, sentences: Sentences, spoken: Language) -> None:
        self.language = language
        self._sentences = sentences
        self._spoken = spoken

    @property
    def keys(self) -> frozenset[str]:
        """Every dotted key."""
        return self._sentences.keys

    def __call__(self, key: str, **params: object) -> str:
        """The words with their parameters filled in. An unknown key is a bug and raises ``KeyError``."""
        sentence = self._sentences[key]
        return sentence.format(**params) if params else sentence

    def get(self, key: str) -> str | None:
        """The words without parameters, or None where there are none."""
        return self._sentences.get(key)

    def quantity(self, number: float, unit: str) -> str:
        """A number with a unit of language.toml, for example ``(28, "day")`` → ``28 天``."""
        return with_unit(plain(number), self._spoken.units[unit], one=number == 1)

    def at_least(self, text: str) -> str:
        """``至少 28 天`` from ``28 天``."""
        return hedged(text, self._spoken.bounds["at-least"])

    def date(self, value: object) -> str:
        """A date, or EDTF text as in facts and sources, as the language writes it."""
        dates = self._spoken.dates
        return date_text(str(value), dates.patterns, dates.names)


def clinic_text(field: str, numbers: ClinicNumbers, words: FixedWords) -> str:
    """The clinic's own number in words, or 「未设定：请问治疗团队」.

    A window in days reads "at least N days": a source that says so never gives an end date.
    """
    value = getattr(numbers, field)
    if value is None:
        return words("unset")
    if field == "fever_line":
        return words.quantity(value, "celsius")
    if field == "temperature_per_day":
        return words.quantity(value, "times-a-day")
    if field == "irradiated_from_days":
        return words.quantity(abs(value), "day-before" if value < 0 else "day-after")
    if field in WINDOWS:
        return words.at_least(words.quantity(value, "day"))
    return str(value)


def call_text(numbers: ClinicNumbers, words: FixedWords) -> str:
    """Whom to call: the clinic's wording in this language if it has one, else the fixed text of the handbook."""
    return numbers.words.get(words.language, {}).get("call") or words("fixed.call")


def call_owner(numbers: ClinicNumbers, words: FixedWords, *, approved: bool = False) -> str:
    """Whose words :func:`call_text` gives; ``approved`` says that the clinic's kit approves this book."""
    if not own_words(numbers, words):
        return words("fixed.call_owner_clinic")
    return words("fixed.call_owner_approved" if approved else "fixed.call_owner")


def own_words(numbers: ClinicNumbers, words: FixedWords) -> bool:
    """Whether :func:`call_text` gives this handbook's own words, so that they must be marked as such."""
    return not numbers.words.get(words.language, {}).get("call")
