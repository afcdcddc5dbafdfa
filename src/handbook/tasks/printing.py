"""Cards, checklists, medicine lists and handouts: the sheets that both fronts make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Literal

from handbook import exchange, paper
from handbook.content import Book
from handbook.domain import (
    ClinicKit,
    ClinicNumbers,
    InputError,
    Journey,
    LookBack,
    LookBackAnswer,
    Medicine,
    Note,
    PassportEntry,
    Person,
    group,
    paper_languages,
)
from handbook.tasks.interview import look_back_questions, none_taken, said_lines
from handbook.tasks.kit_fit import blamed

Format = Literal["booklet", "fold", "bank", "large-print"]
Paper = Literal["a4", "letter"]
Which = Literal["family", "doctor", "both"]


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

    def draw(somebody: Person | None, numbers: ClinicNumbers, kit: ClinicKit | None) -> bytes:
        return paper.card(
            book, somebody, numbers, kit, languages=languages, format=format, which=which, paper=paper_size, qr=qr,
            printed_on=printed_on,
        )  # fmt: skip

    try:
        return draw(person, numbers, kit)
    except InputError as error:
        raise blamed(error, partial(draw, None), numbers=numbers, kit=kit, languages=languages, name=format) from None


def make_calibration(book: Book, *, paper_size: Paper = "a4", again: bool = False, printed_on: date) -> bytes:
    """The printer proof as PDF: both sides of one sheet with lines to measure and crosses that must meet.

    ``again``: the one that shows whether what was measured puts the printer right, with nothing to write down on it.
    """
    return paper.calibration(book, paper=paper_size, again=again, printed_on=printed_on)


def howto_picture(
    name: Literal["turn-stack", "measure-proof"], *, ink: str, wash: str, paper_colour: str
) -> paper.ScreenPicture:
    """A line drawing without words, in these colours (``#RRGGBB``): how to turn a stack, or what to measure."""
    return paper.howto_picture(name, ink=ink, wash=wash, paper=paper_colour)


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

    def draw(numbers: ClinicNumbers, kit: ClinicKit | None) -> bytes:
        return paper.checklist(
            book, numbers, kit, languages=languages, days=days, large_print=large_print, printed_on=printed_on
        )

    try:
        return draw(numbers, kit)
    except InputError as error:
        raise blamed(error, draw, numbers=numbers, kit=kit, languages=languages, name="checklist") from None


MedicinesAs = Literal["pdf", "csv", "json", "html", "fhir"]


def make_medicines(
    book: Book,
    medicines: Iterable[Medicine],
    *,
    as_: MedicinesAs,
    window: LookBack,
    person: Person,
    language: str,
    printed_on: date,
    look_back: Sequence[LookBackAnswer],
    passport: Sequence[PassportEntry] = (),
    now: datetime | None = None,
) -> bytes:
    """The medicines, sorted by the look-back: the doctor's page as PDF, a web page, or a file for other programs.

    A table and a summary are in one language; of ``zh-Hans+en`` they take the first. ``look_back`` is what the
    interview heard: the pages list it, and FHIR says "none" only if it says so throughout. ``passport`` is for FHIR.
    ``now`` is when a file for other programs was made, the begin of the print date if it is not given.
    """
    grouped = group(medicines, window, printed_on)
    languages = paper_languages(language)
    if as_ == "pdf":
        said = {one: said_lines(book, look_back, window, one, today=printed_on) for one in languages}
        return paper.medicines(book, grouped, window, person, language=language, printed_on=printed_on, said=said)
    words = book.words(languages[0])
    if as_ == "csv":
        return exchange.medicines_table(grouped, words)
    rows = (*grouped.current, *grouped.stopped, *grouped.older)
    at = now or datetime(printed_on.year, printed_on.month, printed_on.day, tzinfo=UTC)
    if as_ == "json":
        return exchange.medicines_json(rows, exported_at=at, content_version=book.version)
    if as_ == "html":
        lines = [paper.small_line(book, one, printed_on) for one in languages]
        asked = [said_lines(book, look_back, window, one, today=printed_on) for one in languages]
        words_of = [book.words(one) for one in languages]
        return exchange.html_page(grouped, window, person, words_of, small_lines=lines, said=asked)
    none_known = none_taken(look_back_questions(book), look_back, window, today=printed_on)
    return exchange.summary(rows, person, words, none_known=none_known, passport=passport, now=at)


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


def make_recovery_sheet(book: Book, code: str, *, language: str, printed_on: date) -> bytes:
    """The recovery code of a record as PDF, to be kept on paper. It names nobody."""
    return paper.recovery_sheet(book, code, language=language, printed_on=printed_on)


def blank_fields(
    book: Book, person: Person | None, numbers: ClinicNumbers, languages: tuple[str, ...]
) -> tuple[str, ...]:
    """The keys that the card leaves as blank lines, for the window to name what is still missing."""
    return paper.missing(book, person, numbers, languages)
