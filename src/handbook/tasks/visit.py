"""What a family prints of its diary: the doctor's pages, the hand-over of a shift; and its dates for a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from handbook import exchange, paper
from handbook.content import Book
from handbook.domain import (
    ClinicKit,
    ClinicNumbers,
    Dose,
    Journey,
    LookBack,
    LookBackAnswer,
    Medicine,
    PassportEntry,
    Person,
    Reading,
    Shift,
    SymptomAnswer,
    SymptomCard,
    TeamCall,
    Told,
    group,
    paper_languages,
)
from handbook.domain.curve import Entries
from handbook.tasks.interview import look_back_questions
from handbook.tasks.records import readable_person

if TYPE_CHECKING:
    from handbook.record import Store

VISIT_PARTS = paper.LEAVE_OUT
"""What may be left out of the doctor's pages."""


@dataclass(frozen=True, slots=True)
class Diary:
    """What the doctor's pages need of a record."""

    medicines: tuple[Medicine, ...]
    doses: tuple[Dose, ...]
    readings: tuple[Reading, ...]
    cards: tuple[SymptomCard, ...]
    calls: tuple[TeamCall, ...]
    look_back: tuple[LookBackAnswer, ...]
    passport: tuple[PassportEntry, ...]
    journey: Journey
    person: Person
    numbers: dict[str, Told]
    noted: dict[str, datetime]
    """When the note of each symptom card was written, by the card's id."""

    def given(self) -> dict[str, Any]:
        """What both :func:`make_visit` and :func:`make_handover` are told of it, by the names they have for it."""
        names = ("readings", "doses", "calls", "cards", "noted", "medicines", "journey", "person")
        return {name: getattr(self, name) for name in names}


def read_diary(store: Store, since: datetime) -> Diary:
    """Read it in one job of the record; readings, doses and calls from ``since`` on.

    A day earlier than that: on the clock of an entry that day may have begun before it did here.
    """
    if since.date() > date.min:
        since -= timedelta(days=1)
    return Diary(
        store.medicines(),
        store.doses(since),
        store.readings(since),
        store.cards(1 << 62),
        store.calls(since),
        store.lookback_answers(),
        store.passport(),
        store.journey(),
        readable_person(store.person()),
        store.numbers(),
        store.noted(),
    )


def make_visit(
    book: Book,
    *,
    since: date,
    now: datetime,
    readings: Sequence[Reading],
    doses: Sequence[Dose],
    calls: Sequence[TeamCall],
    cards: Sequence[SymptomCard],
    noted: Mapping[str, datetime] = MappingProxyType({}),
    medicines: Sequence[Medicine],
    journey: Journey,
    window: LookBack,
    look_back: Sequence[LookBackAnswer] = (),
    passport: Sequence[PassportEntry] = (),
    questions: Sequence[paper.Question] | None = None,
    person: Person,
    numbers: ClinicNumbers,
    kit: ClinicKit | None = None,
    leave_out: Iterable[str] = (),
    language: str,
    printed_on: date,
) -> bytes:
    """The doctor's pages as PDF (:func:`handbook.paper.visit_pages`); ``questions`` None are those of the book."""
    record = paper.VisitRecord(
        Entries(readings, medicines, doses, _answers(cards), calls),
        group(medicines, window, now.date()),
        window,
        journey,
        look_back_questions(book) if questions is None else questions,
        look_back,
        passport,
        card_notes=_notes(cards, noted),
    )
    return paper.visit_pages(
        book, record, person, numbers, kit, since=since, now=now, leave_out=leave_out, language=language,
        printed_on=printed_on,
    )  # fmt: skip


def make_handover(
    book: Book,
    *,
    since: datetime,
    until: datetime,
    readings: Sequence[Reading],
    doses: Sequence[Dose],
    calls: Sequence[TeamCall],
    shifts: Sequence[Shift],
    cards: Sequence[SymptomCard],
    noted: Mapping[str, datetime] = MappingProxyType({}),
    medicines: Sequence[Medicine],
    journey: Journey | None = None,
    person: Person,
    numbers: ClinicNumbers,
    kit: ClinicKit | None = None,
    language: str,
    printed_on: date,
) -> bytes:
    """What one shift hands to the next as PDF: what was written from ``since`` to ``until``, what is taken now."""
    window = LookBack(until.date(), 1)
    record = paper.VisitRecord(
        Entries(readings, medicines, doses, _answers(cards), calls),
        group(medicines, window, until.date()),
        window,
        journey or Journey(),
        shifts=shifts,
        card_notes=_notes(cards, noted),
    )
    return paper.handover_page(
        book, record, person, numbers, kit, since=since, now=until, language=language, printed_on=printed_on
    )


def make_calendar(
    book: Book, journey: Journey, numbers: ClinicNumbers, *, language: str, owner: str, now: datetime
) -> bytes:
    """The dates and the clinic's windows as iCalendar: all-day events without alarms, in one language.

    ``owner`` tells this record from another one in the same calendar; it cannot be read back from the file.
    """
    words = book.words(paper_languages(language)[0])
    return exchange.calendar_file(journey, numbers, words, owner=owner, now=now)


def _answers(cards: Sequence[SymptomCard]) -> tuple[SymptomAnswer, ...]:
    return tuple(answer for card in cards for answer in card.answers)


def _notes(cards: Sequence[SymptomCard], noted: Mapping[str, datetime]) -> tuple[tuple[datetime, str], ...]:
    """Each note with the time at which it was written, or that of its card if that was filled in long afterwards."""
    found = []
    for card in cards:
        at = noted.get(card.id, card.begun)
        found.append((at if timedelta() <= at - card.begun < timedelta(days=1) else card.begun, card.note))
    return tuple((at, note) for at, note in found if note)
