"""Cards, checklists, medicine lists and handouts: the sheets that both fronts make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from handbook import paper
from handbook.clinic import numbers_from_told
from handbook.content import Book
from handbook.domain import (
    ClinicKit,
    ClinicNumbers,
    InputError,
    Journey,
    LookBack,
    Medicine,
    Note,
    Person,
    Told,
    group,
    paper_languages,
)
from handbook.exchange import medicines_csv

Format = Literal["booklet", "fold", "bank", "large-print"]
Paper = Literal["a4", "letter"]
Which = Literal["family", "doctor", "both"]


def own_numbers(told: Mapping[str, Told], kit: ClinicKit | None) -> ClinicNumbers:
    """The numbers that hold: the kit's field by field, else what the family wrote down."""
    own = numbers_from_told(told)
    return kit.numbers.over(own) if kit else own


def look_back(journey: Journey, today: date, days: int) -> LookBack:
    """The ``days`` days before the infusion (done or planned), or before today where no date is written down."""
    return LookBack(journey.infusion or today, days)


def require_phone(person: Person, numbers: ClinicNumbers, *, where: str = "") -> None:
    """A filled card needs the 24-hour number. Raises ``InputError("person.no-phone")`` where neither has one."""
    if not (person.phone_24h or numbers.phone_24h):
        raise InputError("person.no-phone", where=where, key="phone_24h")


def make_card(
    book: Book,
    person: Person | None,
    *,
    kit: ClinicKit | None,
    numbers: ClinicNumbers,
    languages: tuple[str, ...],
    format: Format,  # noqa: A002  # the name of the option
    which: Which,
    paper_size: Paper = "a4",
    qr: bool = False,
    printed_on: date,
) -> bytes:
    """The pocket card as PDF; ``person`` None is the blank card. ``numbers`` already holds the kit over the family's.

    Raises ``InputError`` (or a ``FaultList``) for text that does not fit or has no glyph, naming the field.
    """
    return paper.card(
        book,
        person,
        numbers,
        kit,
        languages=languages,
        format=format,
        which=which,
        paper=paper_size,
        qr=qr,
        printed_on=printed_on,
    )


def make_calibration(book: Book, *, paper_size: Paper = "a4", printed_on: date) -> bytes:
    """The printer proof as PDF: both sides of one sheet with lines to measure and crosses that must meet."""
    return paper.calibration(book, paper=paper_size, printed_on=printed_on)


def make_checklist(
    book: Book,
    *,
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    languages: tuple[str, ...],
    days: int = 7,
    large_print: bool = False,
    printed_on: date,
) -> bytes:
    """The symptom checklist as PDF, ``days`` (1 to 31) columns to tick."""
    return paper.checklist(
        book, numbers, kit, languages=languages, days=days, large_print=large_print, printed_on=printed_on
    )


def make_medicines(
    book: Book,
    medicines: Iterable[Medicine],
    *,
    as_: Literal["pdf", "csv"],
    window: LookBack,
    person: Person | None,
    language: str,
    printed_on: date,
) -> bytes:
    """The medicines, sorted by the look-back: the doctor's page as PDF, or a table as CSV.

    A table is in one language; of ``zh-Hans+en`` it takes the first.
    """
    grouped = group(medicines, window)
    if as_ == "csv":
        return medicines_csv(grouped, book.words(paper_languages(language)[0]))
    return paper.medicines(book, grouped, window, person, language=language, printed_on=printed_on)


def make_handout(
    book: Book,
    ids: Sequence[str],
    *,
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    language: str,
    large_print: bool = False,
    printed_on: date,
) -> bytes:
    """Pages of the book on A4 as PDF: ids of pages, keys of chapters, or ``all``; ``zh-Hans+en`` prints both.

    Raises ``InputError`` (or a ``FaultList``) for what is not in the book (``paper.no-page``) or cannot be set.
    """
    return paper.handout(book, ids, numbers, kit, language=language, large_print=large_print, printed_on=printed_on)


def make_questions(
    book: Book,
    notes: Iterable[Note],
    *,
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    language: str,
    printed_on: date,
) -> bytes:
    """The questions for the team that were not asked yet as PDF, each with room for the answer.

    Raises ``InputError`` for a character that cannot be set.
    """
    asked = [note for note in notes if note.open]
    return paper.questions(book, asked, numbers, kit, language=language, printed_on=printed_on)


def blank_fields(
    book: Book, person: Person | None, numbers: ClinicNumbers, languages: tuple[str, ...]
) -> tuple[str, ...]:
    """The keys that the card leaves as blank lines, for the window to name what is still missing."""
    return paper.missing(book, person, numbers, languages)
