"""Cells of a table that goes through a spreadsheet: guarded on the way out, understood on the way back."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timezone
from typing import Generic, Literal, TypeVar

from handbook.domain import HandbookError, InputError, PartialDate, parse_day

# A spreadsheet takes a cell that begins so for a formula. The apostrophe that guards it also guards itself, so that
# taking one away always gives back what was written.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
YES_NO = (("是", "yes"), ("否", "no"))
NOT_KNOWN = ("不清楚", "not known")
DAYS = frozenset({"start", "end", "day"})
"""Columns that a spreadsheet shall take for days."""

# "1/2" of a tablet, "5-10" mg: elsewhere it must not.
_DAY_LIKE = re.compile(r"\s*\d{1,4}\s*[-/]\s*\d{1,4}\s*(?:[-/]\s*\d{1,4}\s*)?")
_MONTH = re.compile(r"(\d{4})[/年.](\d{1,2})月?")
# What a spreadsheet makes of 2026-08 when it shows a month in its own way.
_SHOWN_MONTH = re.compile(r"([A-Z][a-z]{2})-(\d{2})")
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?")
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-]\d{1,2}):?(\d{2})?(?::?(\d{2})(?:\.(\d{6}))?)?")
_ANYTHING = re.compile(r'[^\s,;"]')
_LONGEST_SHOWN = 40

T = TypeVar("T")
Headings = Mapping[str, tuple[str, str]]
"""Field, Chinese heading, English heading, in the order of the table."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not understood: its number as a spreadsheet counts, the field, and why."""

    row: int
    field: str
    error: HandbookError


@dataclass(frozen=True, slots=True)
class ReadTable(Generic[T]):
    """What a table says: entries with the rows they stand in, refused rows, and each heading with its field or ""."""

    entries: tuple[T, ...]
    rows: tuple[int, ...]
    refused: tuple[RefusedRow, ...]
    columns: tuple[tuple[str, str], ...]


def guarded(text: str) -> str:
    """``text`` so that no spreadsheet runs it; undone by :func:`unguarded`."""
    return f"'{text}" if _risky(text) else text


def _no_day(text: str) -> str:
    """The same, and no spreadsheet takes it for a day either."""
    return f"'{text}" if _DAY_LIKE.fullmatch(text) else guarded(text)


def unguarded(cell: str) -> str:
    """The text of a cell; an apostrophe that guards nothing belongs to it."""
    return cell[1:] if cell.startswith("'") and (_risky(cell[1:]) or _DAY_LIKE.fullmatch(cell[1:])) else cell


def _risky(text: str) -> bool:
    """Also behind blanks: some programs take them away before they look."""
    return text.startswith(RISKY) or text.lstrip("\ufeff \u00a0\u3000").startswith(RISKY)


def written(headings: Headings, rows: Iterable[Mapping[str, str]], column: int) -> bytes:
    """The table: UTF-8 with BOM, commas, CRLF. ``column`` 0 is Chinese, 1 English."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names[column] for names in headings.values())
    for row in rows:
        writer.writerow(row[key] if key in DAYS else _no_day(row[key]) for key in headings)
    return out.getvalue().encode("utf-8-sig")


def read(  # noqa: PLR0917  # what to read, as what, from where
    data: bytes,
    headings: Headings,
    need: Sequence[str],
    columns: Mapping[str, str],
    where: str,
    make: Callable[[Mapping[str, str]], T],
) -> ReadTable[T]:
    """Read a table row by row.

    Args:
        data: The file; own tables, or any CSV in UTF-8 or GB18030 with commas, semicolons or tabs.
        headings: The fields that are known, by their own name or by either heading.
        need: Fields without which no row can be understood.
        columns: Field to heading, where a person says which column is which.
        where: The file, for sentences.
        make: One entry of a row's cells by field; raises ``HandbookError`` with ``field`` for what is no entry.

    Raises:
        InputError: ``exchange.no-column`` (``names``) and the faults of
            :class:`handbook.exchange.table_file.TableFile`.
    """
    rows = _rows(data, headings, where)
    shown = _headings(rows, where)
    fields = matched(shown, headings, columns)
    for field in need:
        if field not in fields:
            raise InputError("exchange.no-column", where=where, names=" / ".join(headings[field]))
    entries, numbers, refused = [], [], []
    for number, cells in rows:
        row = {field: unguarded(cell) for field, cell in zip(fields, cells, strict=False) if field}
        try:
            entries.append(make(row))
            numbers.append(number)
        except HandbookError as error:
            field = str(error.params.get("field", ""))
            told = type(error)(error.code, where=f"{where}:{number}", **error.params)
            refused.append(RefusedRow(number, field, told))
    return ReadTable(tuple(entries), tuple(numbers), tuple(refused), tuple(zip(shown, fields, strict=True)))


def headings_of(data: bytes, headings: Headings, where: str) -> tuple[str, ...]:
    """The first row. Raises as :func:`read`."""
    return _headings(_rows(data, headings, where), where)


def _headings(rows: Iterator[tuple[int, list[str]]], where: str) -> tuple[str, ...]:
    first = next(rows, None)
    if first is None:
        raise InputError("people.empty", where=where)
    return tuple(name.strip() for name in first[1])


def matched(names: Sequence[str], headings: Headings, columns: Mapping[str, str]) -> list[str]:
    """The field that each of the names in the first row is taken for, "" for none; a field is taken once."""
    fields = [_field(name, headings, columns) for name in names]
    return [field if field not in fields[:at] else "" for at, field in enumerate(fields)]


def _rows(data: bytes, headings: Headings, where: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of an own table exactly as they were written; those of any other file as people's lists are read."""
    if data.startswith(codecs.BOM_UTF8):
        try:
            lines = io.StringIO(data.decode("utf-8-sig"), newline="")
            first, *others = csv.reader(lines, strict=True)
        except (UnicodeDecodeError, csv.Error, ValueError):
            first, others = [], []
        if any(first == [names[column] for names in headings.values()] for column in (0, 1)):
            yield 1, first
            yield from ((number, row) for number, row in enumerate(others, 2) if any(cell.strip() for cell in row))
            return
    if not _ANYTHING.search(data.decode("latin-1")):
        raise InputError("people.empty", where=where)
    from handbook.exchange.table_file import TableFile  # noqa: PLC0415  # own tables do not need it

    yield from TableFile(data, where=where).rows()


def _field(name: str, headings: Headings, columns: Mapping[str, str]) -> str:
    for field, heading in columns.items():
        if heading == name:
            return field
    for field, known in headings.items():
        if field not in columns and name.casefold() in {field.casefold(), *(one.casefold() for one in known)}:
            return field
    return ""


def text(row: Mapping[str, str], field: str) -> str:
    """A cell as text. Raises ``InputError("text.control")`` for what the record cannot hold."""
    value = row.get(field, "")
    for char in value:
        if char == "\0" or "\ud800" <= char <= "\udfff":
            raise InputError("text.control", key=field, field=field, char=f"U+{ord(char):04X}")
    return value


def choice(row: Mapping[str, str], field: str, known: Mapping[str, T], otherwise: T) -> T:
    """One of a few words. Raises ``InputError("exchange.choice")`` (``value``, ``known``)."""
    cell = row.get(field, "").strip()
    if not cell:
        return otherwise
    if cell.casefold() not in known:
        said = ", ".join(list(known)[:_LONGEST_SHOWN])
        raise InputError("exchange.choice", key=field, field=field, value=cell[:_LONGEST_SHOWN], known=said)
    return known[cell.casefold()]


def yes_or_no(row: Mapping[str, str], field: str) -> bool:
    """是, 否, yes, no; an empty cell is no."""
    known = {word: said for words, said in zip(YES_NO, (True, False), strict=True) for word in words}
    return choice(row, field, known, otherwise=False)


def day(row: Mapping[str, str], field: str) -> PartialDate:
    """A date as it is kept, as offices write it, or a month as a spreadsheet shows it; empty is not known.

    Raises ``InputError("date.wrong")``.
    """
    cell = row.get(field, "").strip()
    if cell.casefold() in NOT_KNOWN:
        return PartialDate()
    if match := _MONTH.fullmatch(cell):
        cell = f"{match[1]}-{match[2]:0>2}"
    elif (match := _SHOWN_MONTH.fullmatch(cell)) and match[1] in _NAMES:
        cell = f"20{match[2]}-{_NAMES.index(match[1]) + 1:02}"
    try:
        return PartialDate.parse(cell)
    except InputError:
        try:
            return PartialDate.exact(parse_day(cell))
        except InputError as error:
            raise InputError(error.code, key=field, field=field, value=error.params["value"]) from None


def moment_cells(at: datetime) -> dict[str, str]:
    """Day, time of day and offset, each in a cell that no spreadsheet turns into something else."""
    bare = at.replace(tzinfo=None)
    clock = bare.time().isoformat()
    return {
        "day": bare.date().isoformat(),
        "time": clock.removesuffix(":00") if clock.count(":") == 2 and len(clock) == 8 else clock,
        "offset": "UTC" + at.isoformat()[len(bare.isoformat()) :],
    }


def moment(row: Mapping[str, str], now: datetime) -> datetime:
    """The moment of a row; without an offset it has that of ``now``.

    Raises ``InputError``: ``exchange.no-day``, ``exchange.time`` (``value``), ``date.wrong``.
    """
    cell = row.get("day", "").strip().replace("T", " ")
    head, _, tail = cell.partition(" ")
    clock = row.get("time", "").strip() or tail.strip()
    if not head:
        raise InputError("exchange.no-day", key="day", field="day")
    try:
        when = parse_day(head)
    except InputError as error:
        raise InputError(error.code, key="day", field="day", value=error.params["value"]) from None
    try:
        made = _moment(when, clock, row.get("offset", "").strip(), now)
    except (ValueError, OverflowError):
        shown = f"{clock} {row.get('offset', '')}".strip()[:_LONGEST_SHOWN]
        raise InputError("exchange.time", key="time", field="time", value=shown) from None
    return made


def _moment(when: date, clock: str, offset: str, now: datetime) -> datetime:
    """Day, time of day and offset together. Raises ``ValueError`` or ``OverflowError``."""
    match, zone = _CLOCK.fullmatch(clock), _offset(offset)
    if not match or zone is None:
        raise ValueError(clock)
    hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3))
    fraction = int((match[4] or "").ljust(6, "0"))
    made = datetime.combine(when, time(hour, minute, second, fraction), zone or now.tzinfo)
    made.astimezone(UTC)  # the first and last days of the calendar have moments that no other offset can write
    return made


def _offset(cell: str) -> timezone | Literal[""] | None:
    """The offset; "" if none is said; None if it cannot be read."""
    if not cell:
        return ""
    if not (match := _OFFSET.fullmatch(cell)):
        return None
    hours, minutes, seconds = match[1], match[2] or "00", match[3] or "00"
    try:
        text = f"2000-01-01T00:00:00{hours[0]}{hours[1:]:0>2}:{minutes}:{seconds}" + (
            f".{match[4]}" if match[4] else ""
        )
        zone = datetime.fromisoformat(text).tzinfo
    except ValueError:
        return None
    return zone if isinstance(zone, timezone) else None
