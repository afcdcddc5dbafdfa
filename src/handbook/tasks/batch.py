"""Cards for a list of people: every row is checked before the first page is drawn, and only good rows are drawn.

Nothing is kept of anybody: a row is read, checked and forgotten, and read again when its card is drawn. That also keeps
memory flat, however long the list.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
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
from handbook.paths import read_bytes
from handbook.tasks.person_file import STANDARD_STREAM

Stage = Literal["check", "draw"]
Progress = Callable[[Stage, int, int], None]
"""Told what is being done, how many rows are done, and of how many. May raise to stop the work."""

LONGEST_LIST = 50_000_000
"""Bytes. A row has a few hundred: this is a hundred thousand people and more."""

YEARS_AHEAD, YEARS_BACK, OLDEST = 2, 30, 130
"""An infusion date further away than that is a slip of the pen; so is a birth date."""

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


def read_people(path: Path | Literal["-"], *, columns: Mapping[str, str]) -> PeopleTable:
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
    return PeopleTable(data, where=str(path), columns=columns)


def check_people(table: PeopleTable, job: CardJob, *, progress: Progress | None = None) -> Checked:
    """Check every row of ``table``; nothing is drawn.

    Raises:
        InputError: ``people.no-rows``, and the faults of :meth:`handbook.exchange.PeopleTable.rows`.
    """
    count, repeated = _repeated(table)
    if not count:
        raise InputError("people.no-rows", where=table.where)
    rejected: list[Rejected] = []
    good = places = 0
    for done, row in enumerate(table.rows(), start=1):
        person, faults = _checked(table, row, job)
        if others := repeated.get(row.number):
            named = [str(number) for number in others if number != row.number]
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
    sheet: paper.Sheet,
    start: int,
    flip: paper.Flip,
    progress: Progress | None = None,
) -> tuple[bytes, bytes | None]:
    """The cards of all good rows in the order of the list, as PDF; with ``manual`` flip the backs as a second one.

    Raises ``UsageError("paper.start")`` if the first sheet has no place ``start``.
    """
    bad = {fault.row for fault in checked.rejected}

    def people() -> Iterator[Person]:
        done = 0
        for row in table.rows():
            if row.number not in bad:
                yield _person(table.values(row), job)[0]
                done += 1
                if progress:
                    progress("draw", done, checked.good)

    return paper.cards(
        job.book, people(), job.numbers, job.kit, language_of=job.languages, sheet=sheet, which=job.which, start=start,
        flip=flip, qr=job.qr, printed_on=job.printed_on,
    )  # fmt: skip


def preview_people(
    table: PeopleTable, job: CardJob, *, sheet: paper.Sheet, start: int, flip: paper.Flip
) -> bytes | None:
    """The first sheet as it will be printed, before the whole list was checked; None without a good row.

    Only so many rows are checked as the sheet needs, so it is there at once; with ``manual`` flip the fronts only.
    """
    _, repeated = _repeated(table)
    people: list[Person] = []
    places = sheet.places - start + 1
    for row in table.rows():
        person, faults = _checked(table, row, job)
        if faults or row.number in repeated:
            continue
        places -= paper.places(job.languages(person), job.which, qr=job.qr)
        if people and places < 0:
            break
        people.append(person)
    if not people:
        return None
    return paper.cards(
        job.book, people, job.numbers, job.kit, language_of=job.languages, sheet=sheet, which=job.which, start=start,
        flip=flip, qr=job.qr, printed_on=job.printed_on,
    )[0]  # fmt: skip


def rejects_csv(table: PeopleTable, checked: Checked, sentence: Callable[[Rejected], str]) -> bytes:
    """The bad rows as CSV: the original columns, then ``row, field, reason``, each row once with all its faults.

    ``sentence`` says one fault in the language of whoever will mend it.
    """
    faults: dict[int, list[Rejected]] = {}
    for fault in checked.rejected:
        faults.setdefault(fault.row, []).append(fault)

    def said(row: int) -> tuple[str, str] | None:
        found = faults.get(row)
        if not found:
            return None
        fields = dict.fromkeys(fault.field for fault in found if fault.field)
        return ", ".join(fields), " ".join(map(sentence, found))

    return table.rejects(said)


def batch_report(job: CardJob, checked: Checked, sheets: int) -> dict[str, object]:
    """What came of a batch, without a word about anybody but the numbers of rows.

    A reason is the code of the fault, the same in every language; a row with two faults is listed twice. After a dry
    run it says what would be printed.
    """
    return {
        "rows": checked.rows,
        "printed": checked.good,
        "rejected": [{"row": one.row, "field": one.field, "reason": one.error.code} for one in checked.rejected],
        "sheets": sheets,
        "content_version": job.book.version,
        "kit": job.kit.version if job.kit else None,
    }


def fault_report(error: HandbookError) -> dict[str, object]:
    """The report of a batch that could not begin; row 0 stands for the file as a whole."""
    faults = error.faults if isinstance(error, FaultList) else (error,)
    rejected = [{"row": fault.params.get("row", 0), "field": "", "reason": fault.code} for fault in faults]
    return {"rows": 0, "printed": 0, "rejected": rejected, "sheets": 0, "content_version": None, "kit": None}


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
