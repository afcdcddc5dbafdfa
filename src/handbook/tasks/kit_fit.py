"""What of a clinic's kit does not fit on paper: by its key in kit.toml, in which format, and by how many characters.

A panel that is too full names its longest text, which may be a label of ours beside the clinic's. So the clinic's own
texts are shortened one by one until the panel holds: the one that helps is the one that is too long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from handbook import paper
from handbook.content import Book
from handbook.domain import ClinicKit, ClinicNumbers, HandbookError, InputError, Person, Signature

Draw = Callable[[ClinicNumbers, ClinicKit], object]
"""Makes the sheet with these numbers and this kit, or raises what keeps it from being made."""

_FIELDS = ("name", "department", "phone_24h", "phone_day", "address")
_SHEETS = ("booklet", "fold", "bank", "large-print", "checklist")


def kit_faults(book: Book, kit: ClinicKit, *, where: str, printed_on: date) -> list[HandbookError]:
    """Every text of the kit that is too long for a format in one of its languages, or has a character without a glyph.

    Tried with an empty card and with a short name, as most are. ``clinic.does-not-fit`` has ``key``, ``format``,
    ``language``, ``length``, ``most`` and ``over`` in characters.
    """
    found: dict[str, HandbookError] = {}
    room: dict[str, int] = {}
    for state, name, languages, draw in _trials(book, kit, printed_on):
        trial = _Trial(draw, state.numbers, state)
        if room and trial.fault(room) is None:
            continue  # not tighter than the one that was found
        for error in _tried(trial, languages, name, where=where):
            key, most = str(error.params["key"]), error.params.get("most")
            if key not in found or (isinstance(most, int) and most < room.get(key, most + 1)):
                found[key] = error
                room |= {key: most} if isinstance(most, int) else {}
    return [*found.values()]


def blamed(
    error: InputError,
    draw: Draw,
    *,
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    languages: Sequence[str],
    name: str,
) -> HandbookError:
    """The fault of a sheet that could not be made: what of the kit is too long, if an empty sheet does not fit either.

    Args:
        error: Why the sheet could not be made.
        draw: Makes the sheet for nobody in particular.
        numbers: The numbers that hold.
        kit: The kit, if any.
        languages: The languages of the sheet.
        name: The format, as it is called on the command line.
    """
    faults = too_long(draw, numbers=numbers, kit=kit, languages=languages, name=name)
    if faults or kit is None:
        return faults[0] if faults else error
    return _renamed(error, kit)


def too_long(
    draw: Draw, *, numbers: ClinicNumbers, kit: ClinicKit | None, languages: Sequence[str], name: str
) -> list[HandbookError]:
    """What of the kit keeps this sheet from being made; [] if it can be made, or if the kit has no part in it."""
    if kit is None:
        return []
    return [*_tried(_Trial(draw, numbers, kit), languages, name, where=kit.numbers.name or "")]


def _trials(book: Book, kit: ClinicKit, on: date) -> Iterator[tuple[ClinicKit, str, tuple[str, ...], Draw]]:
    """Every format with every language of the kit: empty, whoever signed and however old; filled in, at best and worst.

    The small line says who signed and that a kit is overdue, and takes another line for it.
    """
    states = [
        replace(kit, signature=signature, review_by=on - timedelta(late))
        for late in (0, 1)
        for signature in (Signature.TRUSTED, Signature.UNKNOWN)
    ]
    one = [(language,) for language in kit.languages]
    both = [("zh-Hans", "en")] if len(kit.languages) > 1 else []
    somebody = Person(
        name="张三", product="CAR-T", birth_date=date(1980, 12, 28), infusion_date=on + timedelta(7), batch="AB12345",
        physician="李四", caregiver="王五", caregiver_phone="138 0000 0000",
    )  # fmt: skip
    for name in _SHEETS:
        for languages in [*one, *(both if name in {"booklet", "fold"} else [])]:
            for state in states:
                yield state, name, languages, partial(_drawn, book, None, name, languages, on)
            for state in () if name == "checklist" else (states[0], states[-1]):
                yield state, name, languages, partial(_drawn, book, somebody, name, languages, on)


def _drawn(  # noqa: PLR0917  # filled by partial
    book: Book,
    person: Person | None,
    name: str,
    languages: tuple[str, ...],
    on: date,
    numbers: ClinicNumbers,
    kit: ClinicKit,
) -> None:
    if name == "checklist":
        paper.checklist(book, numbers, kit, languages=languages, printed_on=on)
    else:
        paper.card(book, person, numbers, kit, languages=languages, format=name, printed_on=on)  # type: ignore[arg-type]


def _tried(trial: _Trial, languages: Sequence[str], name: str, *, where: str) -> list[InputError]:
    """Why this sheet cannot be made, by the keys of the kit; [] if it can, or if the kit has no part in it."""
    error = trial.fault({})
    if error is None:
        return []
    texts = _texts(trial.kit)
    if error.code == "paper.no-glyph":
        return [
            InputError(error.code, where=where, **(error.params | {"key": key}))
            for key, text in texts.items()
            if str(error.params["char"]) in text
        ]
    by_length = sorted(texts, key=lambda key: -len(texts[key]))
    helping = [key for key in by_length if trial.fault({key: 1}) is None][:1] or _together(trial, by_length)
    language = " + ".join(languages)
    return [
        InputError(
            "clinic.does-not-fit", where=where, key=key, format=name, language=language,
            length=len(texts[key]), most=most, over=len(texts[key]) - most,
        )
        for key, most in _longest(trial, {key: texts[key] for key in helping}).items()
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Trial:
    """One sheet with texts of the kit cut short."""

    draw: Draw
    numbers: ClinicNumbers
    kit: ClinicKit

    def fault(self, cut: Mapping[str, int]) -> InputError | None:
        """Why it cannot be made with the texts ``cut`` to so many characters; None if it can."""
        numbers, kit = self.numbers, self.kit
        for key, length in cut.items():
            if key == "approved_by":
                kit = replace(kit, approved_by=kit.approved_by[:length])
            elif key.startswith("words."):
                _, language, word = key.split(".")
                own = {**numbers.words[language], word: numbers.words[language][word][:length]}
                numbers = replace(numbers, words={**numbers.words, language: own})
            else:
                numbers = replace(numbers, **{key: getattr(numbers, key)[:length]})
        try:
            self.draw(numbers, kit)
        except InputError as error:
            return error
        return None


def _together(trial: _Trial, keys: Sequence[str]) -> list[str]:
    """The texts that are too long only together, the longest first; [] if that is not what is wrong."""
    for count in range(2, len(keys) + 1):
        if trial.fault(dict.fromkeys(keys[:count], 1)) is None:
            return [*keys[:count]]
    return []


def _longest(trial: _Trial, texts: Mapping[str, str]) -> dict[str, int]:
    """How many characters each of these texts may have, all shortened in the same proportion."""
    low, high = 0, max(map(len, texts.values()), default=0)  # of the longest one: low fits, high does not
    whole = high

    def lengths(share: int) -> dict[str, int]:
        return {key: max(1, len(text) * share // whole) for key, text in texts.items()}

    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if trial.fault(lengths(middle)) is None else (low, middle)
    return lengths(low) if whole else {}


def _texts(kit: ClinicKit) -> dict[str, str]:
    """The clinic's own texts that stand on paper, by their keys in kit.toml; a doctor's card has both languages."""
    texts = {key: getattr(kit.numbers, key) or "" for key in _FIELDS} | {"approved_by": kit.approved_by}
    for language, own in kit.numbers.words.items():
        texts |= {f"words.{language}.{key}": text for key, text in own.items()}
    return {key: text for key, text in texts.items() if text}


def _renamed(error: InputError, kit: ClinicKit) -> InputError:
    """A word of the kit by its whole key, where the sheet names it by the last part."""
    for language, own in kit.numbers.words.items():
        if error.params.get("key") in own:
            key = f"words.{language}.{error.params['key']}"
            return InputError(error.code, where=error.where, **(error.params | {"key": key}))
    return error
