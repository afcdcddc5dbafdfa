"""What stands on a card, as words: one person's and one clinic's values, blank where nothing is set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from handbook.content import own_words, standing
from handbook.domain import WINDOWS, ClinicKit, ClinicNumbers, InputError, MachineError, Person, window_end
from handbook.paper.breaks import BLANK

if TYPE_CHECKING:
    from handbook.content import Book, FixedWords

CARD_KEYS = (
    "name", "birth_date", "product", "batch", "infusion_date", "disease", "hospital", "physician", "caregiver",
    "caregiver_phone", "allergies",
)  # fmt: skip
"""Fields of a person that a card leaves a blank line for."""

CARD_NUMBERS = ("phone_24h", "fever_line", *WINDOWS, "temperature_per_day")
"""Clinic fields that a card leaves a blank line for."""

_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "name_latin", "record_number"),
    "product": ("product", "product_generic"),
    "hospital": ("hospital", "department"),
    "caregiver": ("caregiver", "caregiver_phone"),
}
"""Fields that stand together in one row of a card."""

CALL_120 = frozenset({"not-waking", "seizure", "cannot-breathe"})
"""The three items that the fixed call text sends to 120 first; printed bold for every reader."""

_SECOND = {"name": "name_latin", "product": "product_generic", "caregiver": "caregiver_phone"}
"""What stands behind a field on the same line."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One card's values. ``person`` is an empty Person for a blank card."""

    book: Book
    person: Person
    numbers: ClinicNumbers
    kit: ClinicKit | None
    printed_on: date

    def __post_init__(self) -> None:
        """Raises ``MachineError("resources.missing")``: a card without its symptoms would be worse than none."""
        if not self.book.symptoms:
            raise MachineError("resources.missing", where="symptoms.toml")

    def words(self, language: str) -> FixedWords:
        """The fixed words of a language."""
        return self.book.words(language)

    @property
    def phone(self) -> str:
        """The number to call day and night, "" if not known."""
        return self.person.phone_24h or self.numbers.phone_24h or ""

    @property
    def hospital(self) -> str:
        """Hospital and department."""
        hospital = self.person.hospital or self.numbers.name or ""
        return " ".join(filter(None, (hospital, self.person.department or self.numbers.department or "")))

    def value(self, key: str, language: str) -> str:
        """The value of a label on the card, "" if it is left to the pen."""
        person = self.person
        if key == "infusion_date":
            return self._infusion(language)
        if key == "birth_date":
            return person.birth_date.isoformat() if person.birth_date else ""
        if key == "hospital":
            return self.hospital
        if second := _SECOND.get(key):
            return " ".join(filter(None, (getattr(person, key), getattr(person, second))))
        return str(getattr(person, key))

    def _infusion(self, language: str) -> str:
        day = self.person.infusion_date
        if day is None:
            return ""
        return self.words(language)("card.planned", date=day) if day > self.printed_on else day.isoformat()

    def named(self, error: InputError) -> InputError:
        """The fault of a row with several fields, with the field that brings it: has the character, or is longest."""
        fields = {key: getattr(self.person, key) for key in _TOGETHER.get(str(error.params.get("key")), ())}
        char = error.params.get("char")
        fields = {key: text for key, text in fields.items() if text and (char is None or str(char) in text)}
        if not fields:
            return error
        key = max(fields, key=lambda name: len(fields[name]))
        return InputError(error.code, where=error.where, **(error.params | {"key": key}))

    def fever_line(self, language: str) -> str:
        """The clinic's line with its unit, or room for it."""
        line = self.numbers.fever_line
        return f"{BLANK} ℃" if line is None else self.words(language).quantity(line, "celsius")

    def window(self, key: str, language: str) -> str:
        """「至少到 DATE，并且要等治疗团队说可以」, with a blank for what is not set; never an end date."""
        words, days, infusion = self.words(language), getattr(self.numbers, key), self.person.infusion_date
        if days is None:
            return words("fixed.window", date=BLANK)
        if infusion is None:
            return words("card.window_days", n=days)
        return words("fixed.window", date=window_end(infusion, days))

    def blood(self, language: str, *, brief: bool = False) -> str:
        """Irradiated blood: from when, if the clinic says so and the day is known; until the centre ends it."""
        key = "doctor.brief_blood" if brief else "doctor.blood"
        words, days = self.words(language), self.numbers.irradiated_from_days
        if days is None or self.person.infusion_date is None:
            return words(key)
        return words(f"{key}_from", date=window_end(self.person.infusion_date, days))

    def clinic_words(self, key: str, language: str) -> str:
        """The clinic's own words for ``steroids`` or ``strangers``, "" if it has none."""
        return self.numbers.words.get(language, {}).get(key, "")

    def call_own(self, language: str) -> str:
        """The mark of this handbook's own call text, "" if it is the clinic's. Approved, it is still our own."""
        words = self.words(language)
        if not own_words(self.numbers, words):
            return ""
        approved = self.kit is not None and self.kit.approves(self.book.version)
        return words("card.call_own_approved" if approved else "card.call_own")

    def small_line(self, language: str) -> str:
        """Content version, approval and print date; and what must be said of the kit."""
        words, kit = self.words(language), self.kit
        parts = [words("card.content", version=self.book.version)]
        parts += standing(kit, words, self.book.version, self.printed_on)
        parts.append(words("card.printed", date=self.printed_on).replace(" ", "\u00a0"))
        return " · ".join(parts)


def missing(
    book: Book,  # noqa: ARG001  # the agreed signature; fields may come to depend on the book
    person: Person | None,
    numbers: ClinicNumbers,
    languages: tuple[str, ...],  # noqa: ARG001
) -> tuple[str, ...]:
    """Keys of person and clinic that will be blank lines on the card, in the order of the card.

    A record number stands in for a birth date, and a clinic's name for a hospital.
    """
    person = person or Person()
    stands_in = {
        "birth_date": person.record_number,
        "hospital": numbers.name,
        "phone_24h": person.phone_24h,
    }
    absent = [key for key in CARD_KEYS if not (getattr(person, key) or stands_in.get(key))]
    return (*absent, *(key for key in CARD_NUMBERS if getattr(numbers, key) is None and not stands_in.get(key)))
