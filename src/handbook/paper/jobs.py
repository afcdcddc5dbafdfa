"""What can be printed: the public functions of this package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from handbook.domain import ClinicKit, ClinicNumbers, Grouped, InputError, LookBack, Person, UsageError, paper_languages
from handbook.paper.bank import bank
from handbook.paper.booklet import booklet
from handbook.paper.facts import Facts
from handbook.paper.fold import fold
from handbook.paper.largeprint import large_print

if TYPE_CHECKING:
    from handbook.content import Book

CardFormat = Literal["booklet", "fold", "bank", "large-print"]
Paper = Literal["a4", "letter"]
Which = Literal["family", "doctor", "both"]


def card(
    book: Book,
    person: Person | None,
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    *,
    languages: tuple[str, ...],
    format: CardFormat,  # noqa: A002  # the word on the command line
    which: Which = "both",
    paper: Paper = "a4",
    qr: bool = False,
    printed_on: date,
) -> bytes:
    """The pocket card as PDF.

    Args:
        book: The book; its version stands on the card.
        person: Whose card; None for a blank one.
        numbers: The clinic's numbers, the kit's already over the family's own.
        kit: The kit, for what the small line says of approval and signature.
        languages: One or two language tags; the first is that of the document.
        format: ``booklet`` is one page of eight panels, ``fold`` one page of pieces that are folded once, ``bank``
            pages of 85.60 × 53.98 mm, ``large-print`` a page a language with the family card's words and the full
            symptom list.
        which: The family's part, the doctor's, or both; large print is for the family.
        paper: What all but bank cards are printed on.
        qr: Add the family card's words as a code; large print has none.
        printed_on: Print date; also the date of the file.

    Raises:
        InputError: ``paper.does-not-fit`` (``key``, ``over`` in mm, ``lines``), ``paper.no-glyph`` (``key``, ``char``,
            ``point`` such as ``U+20BB7``).
    """
    facts = Facts(book, person or Person(), numbers, kit, printed_on)
    try:
        if format == "bank":
            return bank(facts, languages, which, qr=qr)
        if format == "large-print":
            return large_print(facts, languages, paper=paper)
        return {"booklet": booklet, "fold": fold}[format](facts, languages, which, paper=paper, qr=qr)
    except InputError as error:
        raise facts.named(error) from None


def checklist(
    book: Book,
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    *,
    languages: tuple[str, ...],
    days: int = 7,
    large_print: bool = False,
    printed_on: date,
) -> bytes:
    """The symptom card as a daily sheet on A4, as PDF: a page a language and week, 12 pt, large print 16 pt.

    Args:
        book: The book; its symptom list is printed whole.
        numbers: The clinic's numbers, for the fever line, the call text and the number.
        kit: The kit, for what the small line says of approval and signature.
        languages: Language tags; each has its own pages.
        days: Columns, 1 to 31.
        large_print: 16 pt, on as many pages as that takes.
        printed_on: Print date.

    Raises:
        UsageError: ``paper.days`` if ``days`` is not from 1 to 31.
        InputError: as for :func:`card`.
    """
    if not 1 <= days <= 31:
        raise UsageError("paper.days", days=days)
    facts = Facts(book, Person(), numbers, kit, printed_on)
    from handbook.paper.daysheet import daysheet  # noqa: PLC0415  # a card does not need it

    return daysheet(facts, languages, days, large=large_print)


def medicines(
    book: Book,
    grouped: Grouped,
    window: LookBack,
    person: Person | None,
    *,
    language: str,
    printed_on: date,
    said: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """The doctor's page on A4 as PDF, 12 pt: medicines as grouped, an empty group said as such.

    Args:
        book: The book, for its words and version.
        grouped: The three lists, from :func:`handbook.domain.group`.
        window: The look-back they were grouped by.
        person: Name, birth date and allergies of the head; None leaves them to the pen.
        language: Language of the labels, ``zh-Hans+en`` for pages in each; what the family typed is printed as typed.
        printed_on: Print date.
        said: By language, what the look-back interview found, in lines.

    Raises:
        InputError: as for :func:`card`; ``key`` is the medicine's name.
    """
    from handbook.paper.divide import shown  # noqa: PLC0415  # a card does not need it
    from handbook.paper.doctorpage import doctorpage  # noqa: PLC0415

    facts = Facts(book, shown(person or Person()), ClinicNumbers(), None, printed_on)

    return doctorpage(facts, grouped, window, paper_languages(language), said or {})
