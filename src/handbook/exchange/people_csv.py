"""The list of people that a clinic's office keeps, and the list of those that could not be printed."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from difflib import get_close_matches

from handbook.domain import CHINESE_HEADINGS, KEYS, InputError, UsageError
from handbook.exchange.cells import guarded, unguarded
from handbook.exchange.table_file import TableFile

REJECT_COLUMNS = ("row", "field", "reason")
"""Stand behind the original columns of a rejects file, and mean nothing when it is fed again."""

MOST_ROWS = 100_000
MOST_COLUMNS = 2_000

_LINE_BREAK = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")
_FORCED_TEXT = re.compile(r'="([^"]*)"')


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """One row. ``fault`` is the code of what leaves it open whose cells these are, else ""."""

    number: int
    cells: tuple[str, ...]
    fault: str = ""


class PeopleTable:
    """A list of people whose headings have been understood; its rows are read anew each time.

    ``columns`` maps each field to its column, counted from 0.
    """

    def __init__(
        self, data: bytes, *, where: str = "", columns: Mapping[str, str] | None = None, lenient: bool = False
    ) -> None:
        """Read the headings of ``data``.

        Args:
            data: The file.
            where: Its name, for sentences.
            columns: Field and heading, for those that are named otherwise than in ``CHINESE_HEADINGS`` and ``KEYS``.
            lenient: Leave to a person which column is the name and which of two is meant, with :meth:`with_columns`.

        Raises:
            UsageError: ``people.field`` (``nearest``) if ``columns`` names a field that there is not.
            InputError: ``people.too-many-columns`` (``count``, ``most``), ``people.no-name-column`` (``count``),
                ``people.no-column`` (``heading``), ``people.heading-twice`` (``first``, ``second``), and the faults of
                :class:`handbook.exchange.table_file.TableFile`.
        """
        wanted = {_field(key): heading for key, heading in (columns or {}).items()}
        self.where = where
        self._lenient = lenient
        self._file = TableFile(data, where=where)
        self._head, cells = next(self._file.rows())  # an empty file was refused
        if len(cells) > MOST_COLUMNS:
            raise InputError("people.too-many-columns", where=where, count=len(cells), most=MOST_COLUMNS)
        names = [unguarded(cell).strip("\ufeff \t\r\n\u3000\u00a0") for cell in cells]
        plain = [_plain(name) for name in names]
        self._own = slice(0, 0)
        if tuple(plain[-3:]) == REJECT_COLUMNS:
            self._own = slice(len(names) - 3, len(names))
            del names[self._own]
        while names and not names[-1]:
            names.pop()
        self.headings = tuple(names)
        self.columns = self._columns(wanted)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headings that are not used."""
        used = set(self.columns.values())
        return tuple(name for at, name in enumerate(self.headings) if name and at not in used)

    @property
    def encoding(self) -> str:
        """``utf-8`` or ``gb18030``."""
        return self._file.encoding

    @property
    def delimiter(self) -> str:
        """A comma, a semicolon or a tab."""
        return self._file.delimiter

    def with_columns(self, columns: Mapping[str, int]) -> PeopleTable:
        """The same list understood in another way: field and column, counted from 0."""
        made = copy(self)
        made.columns = dict(sorted(columns.items(), key=lambda column: column[1]))
        return made

    def rows(self) -> Iterator[PeopleRow]:
        """The rows below the headings that have anything in them.

        Raises ``InputError``: ``people.too-many-rows`` (``most``), ``people.quotes`` (``row``).
        """
        width = len(self.headings)
        for count, (number, cells) in enumerate(self._file.rows()):
            if count > MOST_ROWS:
                raise InputError("people.too-many-rows", where=self.where, most=MOST_ROWS)
            if number > self._head:
                del cells[self._own]
                yield PeopleRow(number, tuple(cells), self._fault(cells, width))

    def values(self, row: PeopleRow) -> dict[str, str]:
        """What the row says of each field, trimmed; fields that are blank are left out.

        A guard against formulas is taken away, ``="0123"`` is 0123, and a line break within a cell becomes a space.
        """
        found = {key: _value(row.cells[at]) for key, at in self.columns.items() if at < len(row.cells)}
        return {key: text for key, text in found.items() if text}

    def heading(self, key: str) -> str:
        """How this list calls a field; its Chinese name if it has no such column."""
        at = self.columns.get(key)
        return CHINESE_HEADINGS.get(key, key) if at is None else self.headings[at]

    def rejects(self, said: Callable[[int], tuple[str, str] | None]) -> bytes:
        """The rows for which ``said`` gives fields and reason, with these behind them: UTF-8 with BOM, comma, CRLF.

        The original columns come first and as they were, guarded against formulas, so that the file can be mended and
        fed again.
        """
        # A row may hold more cells than there are headings, and nothing of it must be lost.
        width = max(
            [len(self.headings), *(_filled(row.cells) for row in self.rows() if row.fault and said(row.number))]
        )
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([*map(guarded, _padded(self.headings, width)), *REJECT_COLUMNS])
        for row in self.rows():
            if word := said(row.number):
                cells = [guarded(unguarded(cell)) for cell in _padded(row.cells, width)]
                writer.writerow([*cells, row.number, *word])
        return out.getvalue().encode("utf-8-sig")

    def _columns(self, wanted: Mapping[str, str]) -> dict[str, int]:
        """Field and column: as asked for, else by key or Chinese name."""
        plain = [_plain(name) for name in self.headings]
        columns: dict[str, int] = {}
        for key, heading in wanted.items():
            places = [at for at, name in enumerate(self.headings) if name == heading.strip()]
            places = places or [at for at, name in enumerate(plain) if name and name == _plain(heading)]
            if not places:
                raise InputError("people.no-column", where=self.where, heading=heading[:40])
            self._once(places)
            columns[key] = places[0]
        taken = set(columns.values())
        for key, names in _NAMES.items():
            places = [at for at, name in enumerate(plain) if name in names and at not in taken]
            if key not in columns and places:
                self._once(places)
                columns[key] = places[0]
        if "name" not in columns and not self._lenient:
            raise InputError("people.no-name-column", where=self.where, count=len(self.headings))
        return dict(sorted(columns.items(), key=lambda column: column[1]))

    def _once(self, places: list[int]) -> None:
        if len(places) > 1 and not self._lenient:
            first, second = (self.headings[at][:40] for at in places[:2])
            raise InputError("people.heading-twice", where=self.where, first=first, second=second)

    def _fault(self, cells: Sequence[str], width: int) -> str:
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            return "people.too-many-cells"
        # Two quotation marks that belong to different rows make one cell of all that lies between, people included.
        between = self._file.delimiter
        if width > 1 and any(cell.count(between) >= width - 1 and _LINE_BREAK.search(cell) for cell in cells):
            return "people.swallowed"
        return ""


def _value(cell: str) -> str:
    text = unguarded(cell).strip()
    if forced := _FORCED_TEXT.fullmatch(text):
        text = forced[1].strip()
    return _LINE_BREAK.sub(" ", text)


def _plain(name: str) -> str:
    """A heading without what offices write differently: case, full width, spaces, underscores, colons, asterisks."""
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())


_NAMES = {key: {_plain(key), _plain(CHINESE_HEADINGS[key])} for key in KEYS}


def _field(name: str) -> str:
    """The key that is meant by a key or its Chinese name."""
    for key, names in _NAMES.items():
        if _plain(name) in names:
            return key
    nearest = (get_close_matches(name, KEYS, n=1, cutoff=0.0) or [""])[0]
    raise UsageError("people.field", value=name[:40], nearest=nearest)


def _filled(cells: tuple[str, ...]) -> int:
    """How many cells there are up to the last that is not blank."""
    return max((at for at, cell in enumerate(cells, start=1) if cell.strip()), default=0)


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))
