"""Entries of the record in the words of the book: the same on paper and in files for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handbook.content.words import FixedWords
from handbook.domain import (
    FAHRENHEIT,
    Dose,
    HowKnown,
    Kind,
    Medicine,
    PartialDate,
    Quantity,
    Reading,
    SymptomAnswer,
    TeamCall,
    read_off,
)
from handbook.domain.curve import Happening

_TOLD = ("daily_max", "reason", "prescriber", "bought_at", "side_effect", "told_by", "note")
_UNITS = {
    Quantity.TEMPERATURE: "celsius", Quantity.PULSE: "a-minute", Quantity.SYSTOLIC: "mmhg", Quantity.DIASTOLIC: "mmhg",
    Quantity.OXYGEN: "percent", Quantity.WEIGHT: "kg",
}  # fmt: skip


def day_text(day: PartialDate, words: FixedWords) -> str:
    """``2026-08-15``, ``2026-08``, ``约 2026-08``; "" if it is not known."""
    text = str(replace(day, about=False))
    return words("medicine_list.about", date=text) if day.about else text


def name_texts(medicine: Medicine, words: FixedWords) -> tuple[str, str]:
    """What a medicine is called, and behind it brand, strength and form."""
    brand = words("medicine_list.brand", text=medicine.brand) if medicine.brand else ""
    return medicine.name, " ".join(filter(None, (brand, medicine.strength, medicine.form)))


def use_text(medicine: Medicine, words: FixedWords) -> str:
    """How it is taken, in one line."""
    parts = [medicine.dose, medicine.route, medicine.how_often]
    parts += [words("medicine_list.as_needed")] if medicine.as_needed else []
    return words("medicine_list.comma").join(filter(None, parts))


def date_texts(medicine: Medicine, words: FixedWords) -> tuple[str, str]:
    """From when, and until when; what is not known is said as such."""
    start = words("medicine_list.start_unknown")
    if medicine.start.known:
        start = words("medicine_list.start", date=day_text(medicine.start, words))
    if medicine.end is None:
        return start, words("medicine_list.on_hold" if medicine.on_hold else "medicine_list.ongoing")
    if medicine.end.known:
        return start, words("medicine_list.end", date=day_text(medicine.end, words))
    return start, words("medicine_list.end_unknown")


def more_text(medicine: Medicine, words: FixedWords) -> str:
    """All else that was written down, in one line; "" if nothing was."""
    more = []
    if medicine.kind is not Kind.NOT_SAID:
        more.append(words("medicine_list.kind", text=words(f"kinds.{medicine.kind}")))
    if medicine.how_known is not HowKnown.NOT_SAID:
        more.append(words("medicine_list.known", text=words(f"how_known.{medicine.how_known}")))
    if medicine.ingredients:
        parts = (" ".join(filter(None, (one.name, one.strength))) for one in medicine.ingredients)
        more.append(words("medicine_list.ingredients", text=words("medicine_list.and").join(parts)))
    told = {field: getattr(medicine, field) for field in _TOLD}
    more += [words(f"medicine_list.{field}", text=text) for field, text in told.items() if text]
    return words("medicine_list.comma").join(more)


def value_text(quantity: Quantity, value: float, words: FixedWords) -> str:
    """A number with the unit in which it is kept: ``38.2 ℃``; as it was read off, never rounded."""
    number = f"{value:.10g}"
    if quantity is Quantity.TEMPERATURE and value == int(value):
        number = f"{value:.1f}"  # a thermometer shows 38.0
    return words(f"diary.unit.{_UNITS[quantity]}", n=number)


def axis_text(panel: str, words: FixedWords) -> str:
    """What a panel of the curve shows, and in which unit: ``体温（℃）``."""
    pressure = panel == "pressure"
    what = words("curve.pressure" if pressure else f"quantities.{panel}")
    unit = _UNITS[Quantity.SYSTOLIC if pressure else Quantity(panel)]
    return words("curve.axis", what=what, unit=words(f"diary.unit.{unit}", n="").strip())


def read_off_text(reading: Reading, words: FixedWords) -> str:
    """The number with its unit as the person read it: ``38.2 ℃``, ``100.8 °F``."""
    value, unit = read_off(reading)
    if unit == FAHRENHEIT:
        return words("diary.unit.fahrenheit", n=f"{value:.10g}" if value != int(value) else f"{value:.1f}")
    return value_text(reading.quantity, value, words)


def reading_text(reading: Reading, words: FixedWords) -> str:
    """``体温 38.2 ℃（耳）``."""
    text = f"{words(f'quantities.{reading.quantity}')} {read_off_text(reading, words)}"
    return words("diary.at_site", what=text, site=words(f"sites.{reading.site}")) if reading.site else text


def dose_text(dose: Dose, words: FixedWords, medicines: Mapping[str, str]) -> str:
    """``用药：对乙酰氨基酚；1 片``; ``medicines`` are names by id."""
    name = medicines.get(dose.medicine) or words("diary.dose_unknown")
    return words("diary.dose", what=words("medicine_list.comma").join(filter(None, (name, dose.amount))))


def call_text_of(call: TeamCall, words: FixedWords) -> str:
    """``和团队通话：值班护士；马上来``."""
    return words("medicine_list.comma").join(filter(None, (words("diary.call", who=call.who), call.said)))


def happening_text(
    line: Happening, words: FixedWords, *, medicines: Mapping[str, str], symptoms: Mapping[str, str]
) -> str:
    """One line of the table of what happened: what it was, who wrote it down, and the note.

    Args:
        line: From :func:`handbook.domain.curve.happenings`.
        words: The language.
        medicines: Names by id, for doses.
        symptoms: Words by item; an item that the book no longer has goes by its id.
    """
    entry = line.entry
    if isinstance(entry, Reading):
        text, who, note = reading_text(entry, words), entry.observer, entry.note
    elif isinstance(entry, SymptomAnswer):
        what = symptoms.get(entry.item, entry.item)
        text = words("diary.symptom", what=what, answer=words(f"diary.{entry.answer}"))
        who, note = entry.observer, ""
    elif isinstance(entry, Dose):
        text, who, note = dose_text(entry, words, medicines), entry.observer, entry.note
    else:
        text, who, note = call_text_of(entry, words), entry.by, entry.note
    text = words("diary.by", what=text, who=who) if who else text
    return words("medicine_list.comma").join(filter(None, (text, words("diary.note", text=note) if note else "")))
