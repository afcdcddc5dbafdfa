"""Cards for a list of people: every row is checked before the first page is drawn, and only good rows are drawn.

Nothing is kept of anybody: a row is read, checked and forgotten, and read again when its card is drawn. That also keeps
memory flat, however long the list.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Literal

from handbook import paper
from handbook.clinic import check_number
from handbook.content import Book
from handbook.domain import (
    DATE_KEYS,
    ClinicKit,
    ClinicNumbers,
    FaultList,
    HandbookError,
    InputError,
    Person,
    clean_field,
    paper_languages,
)
from handbook.exchange import PeopleRow, PeopleTable
from handbook.paper import Flip, Order, Sheet
from handbook.paths import read_bytes
from handbook.tasks.kit_fit import too_long
from handbook.tasks.person_file import STANDARD_STREAM

Stage = Literal["check", "draw"]
Progress = Callable[[Stage, int, int], None]
"""Told what is being done, how many rows or cards are done, and of how many. May raise to stop the work."""

LONGEST_LIST = 50_000_000
"""Bytes. A row has a few hundred: this is a hundred thousand people and more."""

YEARS_AHEAD, YEARS_BACK, OLDEST = 2, 30, 130
"""An infusion date further away than that is a slip of the pen; so is a birth date."""

LOOK_AHEAD = 2_000
"""So many rows are looked through for a first sheet; where none of them is good, the check has more to say."""

_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00(?:\.0+)?)?$")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_SHEET_ERROR = re.compile(r"#{3,}|#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!)")
_DIGITS = ("record_number", "batch", "phone_24h", "caregiver_phone")


@dataclass(frozen=True, slots=True)
class Rejected:
    """One fault of one row. ``error`` may quote the row, so it is for the eyes of whoever has the list."""

    row: int
    field: str
    error: HandbookError


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how many rows there are, how many can be printed, and why not the others, in their order.

    ``places`` is what the good rows take on the sheets: a card in two languages takes two, one in each.
    """

    rows: int
    good: int
    places: int
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class CardJob:
    """What all cards of a batch have in common. ``language`` holds for rows that name none."""

    book: Book
    kit: ClinicKit | None
    numbers: ClinicNumbers
    language: str
    which: Literal["family", "doctor"]
    qr: bool
    printed_on: date

    def languages(self, person: Person) -> tuple[str, ...]:
        """The languages of one card."""
        return paper_languages(person.language or self.language)


def read_people(path: Path | Literal["-"], *, columns: Mapping[str, str], lenient: bool = False) -> PeopleTable:
    """The list at ``path``, or of standard input if it is ``"-"``.

    Raises:
        HandbookError: the faults of :class:`handbook.exchange.PeopleTable` and :func:`handbook.paths.read_bytes`.
    """
    if path == STANDARD_STREAM:
        data = sys.stdin.buffer.read(LONGEST_LIST + 1)
        if len(data) > LONGEST_LIST:
            raise InputError("file.too-large", where=path, longest=LONGEST_LIST)
    else:
        data = read_bytes(Path(path), longest=LONGEST_LIST)
    return PeopleTable(data, where=str(path), columns=columns, lenient=lenient)


def check_people(table: PeopleTable, job: CardJob, *, progress: Progress | None = None) -> Checked:
    """Check every row of ``table``; nothing is drawn.

    Raises:
        InputError: ``people.no-rows``, and the faults of :meth:`handbook.exchange.PeopleTable.rows`.
        FaultList: what of the kit itself has no room on a card (``clinic.does-not-fit``): no row is to blame for it.
    """
    count, repeated = _repeated(table)
    if not count:
        raise InputError("people.no-rows", where=table.where)
    if kit_faults := _kit_faults(job):
        raise FaultList(kit_faults)
    rejected: list[Rejected] = []
    good = places = 0
    for done, row in enumerate(table.rows(), start=1):
        person, faults = _checked(table, row, job)
        if others := repeated.get(row.number):
            named = [str(number) for number in islice((one for one in others if one != row.number), 6)]
            shown = ", ".join(named[:5]) + (" …" if len(named) > 5 else "")
            faults.append(InputError("people.repeated", key="record_number", rows=shown))
        rejected += (Rejected(row.number, str(fault.params.get("key", "")), fault) for fault in faults)
        if not faults:
            good += 1
            places += paper.places(job.languages(person), job.which, qr=job.qr)
        if progress:
            progress("check", done, count)
    return Checked(count, good, places, tuple(rejected))


def draw_people(
    table: PeopleTable,
    checked: Checked,
    job: CardJob,
    *,
    sheet: Sheet,
    start: int,
    flip: Flip,
    order: Order = "list",
    most: int | None = None,
    progress: Progress | None = None,
) -> tuple[bytes, bytes | None]:
    """The cards of all good rows as PDF; with ``manual`` flip the backs as a second one.

    ``order`` and ``most`` (sheets) are those of :func:`handbook.paper.cards`; ``progress`` counts cards.
    Raises ``UsageError("paper.start")`` if the first sheet has no place ``start``.
    """
    bad = {fault.row for fault in checked.rejected}
    people = (_person(table.values(row), job)[0] for row in table.rows() if row.number not in bad)

    def drawn(done: int) -> None:
        if progress:
            progress("draw", done, checked.places)

    return _paper(people, job, sheet=sheet, start=start, flip=flip, order=order, most=most, progress=drawn)


def preview_people(table: PeopleTable, job: CardJob, *, sheet: Sheet, start: int, flip: Flip) -> bytes | None:
    """The first sheet as it will be printed, before the whole list was checked; None without a good row.

    Only so many rows are checked as the sheet needs, so it is there at once; with ``manual`` flip the fronts only. For
    cards in the order of a stack the list must be checked first: then it is :func:`draw_people` with ``most``.
    """
    _, repeated = _repeated(table)
    rows = islice(table.rows(), LOOK_AHEAD)
    found = (_checked(table, row, job) for row in rows if row.number not in repeated)
    people = (person for person, faults in found if not faults)
    first = next(people, None)
    if first is None:
        return None
    return _paper(chain((first,), people), job, sheet=sheet, start=start, flip=flip, most=1)[0]


def draw_blank(
    count: int, job: CardJob, *, sheet: Sheet, start: int, flip: Flip, most: int | None = None
) -> tuple[bytes, bytes | None]:
    """``count`` cards for a pen, in the language of the job; else as :func:`draw_people`."""
    return _paper(repeat(Person(), count), job, sheet=sheet, start=start, flip=flip, most=most)


def blank_places(count: int, job: CardJob) -> int:
    """What ``count`` cards for a pen take on the sheets."""
    return count * paper.places(job.languages(Person()), job.which, qr=job.qr)


def _paper(
    people: Iterable[Person],
    job: CardJob,
    *,
    sheet: Sheet,
    start: int,
    flip: Flip,
    order: Order = "list",
    most: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> tuple[bytes, bytes | None]:
    return paper.cards(
        job.book, people, job.numbers, job.kit, language_of=job.languages, sheet=sheet, which=job.which, start=start,
        flip=flip, order=order, qr=job.qr, printed_on=job.printed_on, most=most, progress=progress,
    )  # fmt: skip


def _kit_faults(job: CardJob) -> list[HandbookError]:
    """What of the kit does not fit on a card that is filled in for nobody."""

    def draw(numbers: ClinicNumbers, kit: ClinicKit) -> None:
        paper.fits(
            job.book, Person(), numbers, kit, languages=paper_languages(job.language), which=job.which, qr=job.qr,
            printed_on=job.printed_on,
        )  # fmt: skip

    return too_long(draw, numbers=job.numbers, kit=job.kit, languages=paper_languages(job.language), name="bank")


def _repeated(table: PeopleTable) -> tuple[int, dict[int, list[int]]]:
    """How many rows there are; and for each row whose record number is not its own, all rows that have it."""
    rows: dict[str, list[int]] = {}
    count = 0
    for row in table.rows():
        count += 1
        number = "" if row.fault else table.values(row).get("record_number", "")
        if number:
            plain = "".join(unicodedata.normalize("NFKC", number).casefold().split())
            rows.setdefault(plain, []).append(row.number)
    return count, {number: shared for shared in rows.values() if len(shared) > 1 for number in shared}


def _checked(table: PeopleTable, row: PeopleRow, job: CardJob) -> tuple[Person, list[HandbookError]]:
    """Who a row is, and everything that keeps the card from being printed."""
    if row.fault:
        return Person(), [InputError(row.fault)]
    person, faults = _person(table.values(row), job)
    if faults:
        return person, faults
    try:
        paper.fits(
            job.book, person, job.numbers, job.kit, languages=job.languages(person), which=job.which, qr=job.qr,
            printed_on=job.printed_on,
        )  # fmt: skip
    except FaultList as several:
        faults += several.faults
    except InputError as fault:
        faults.append(fault)
    return person, faults


def _person(values: Mapping[str, str], job: CardJob) -> tuple[Person, list[HandbookError]]:
    """The person of a row, and what is wrong with the row as far as no paper is needed to see it."""
    kept: dict[str, str | date] = {}
    faults: list[HandbookError] = []
    for key, text in values.items():
        try:
            kept[key] = _cleaned(key, text, job.printed_on)
        except HandbookError as fault:
            faults.append(fault)
    if "name" not in values:
        faults.insert(0, InputError("people.no-name", key="name"))
    if not (values.get("phone_24h") or job.numbers.phone_24h):
        faults.append(InputError("people.no-phone", key="phone_24h"))
    return Person(**kept), faults  # type: ignore[arg-type]  # each key was given its kind one by one


def _cleaned(key: str, text: str, on: date) -> str | date:
    """One cell as the value of a field."""
    if _SHEET_ERROR.fullmatch(text):
        raise InputError("people.sheet-error", key=key, value=text[:40])
    if key in DATE_KEYS:
        return _day(key, text, on)
    cleaned = clean_field(key, text)
    if key in _DIGITS and _SHORTENED.fullmatch(text):
        raise InputError("people.shortened", key=key, value=text[:40])
    if key == "phone_24h":
        check_number(key, text)
    return cleaned


def _day(key: str, text: str, on: date) -> date:
    """A date as offices write it, and near enough to be meant."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _SERIAL.fullmatch(plain):
        # Which day 45993 is depends on the computer that counted it: Excel has two calendars.
        raise InputError("people.serial-date", key=key, value=plain[:40])
    day = clean_field(key, _MIDNIGHT.sub("", plain))
    assert isinstance(day, date)  # noqa: S101  # every key of DATE_KEYS gives one
    parts = (day.year, day.month, day.day)
    if key == "infusion_date":
        if parts > (on.year + YEARS_AHEAD, on.month, on.day):
            raise InputError("people.far-ahead", key=key, date=day, years=YEARS_AHEAD)
        if parts < (on.year - YEARS_BACK, on.month, on.day):
            raise InputError("people.far-back", key=key, date=day, years=YEARS_BACK)
    elif day > on or parts < (on.year - OLDEST, on.month, on.day):
        raise InputError("people.birth-date", key=key, date=day)
    return day
