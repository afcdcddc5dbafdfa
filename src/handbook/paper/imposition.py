"""Where cards stand on a sheet of paper, and where their backs must stand to meet them. Lengths in millimetres.

x runs from the left and y from the top of the page as it is read. A card is turned like the page of a book, so its back
stands upright when the sheet is turned about its vertical edge. ISO 32000-1 table 150 and printers speak of the long
and the short edge: on a portrait page the vertical edge is the long one, on a landscape page the short one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from handbook.domain import LONGEST_TOML, FaultList, HandbookError, InputError, UsageError, read_toml
from handbook.paper.formats import CARD, PAPERS
from handbook.paths import read_bytes

Flip = Literal["long", "short", "none", "manual"]
Mark = tuple[float, float, float, float]

_MARK, _MARK_GAP, _EDGE = 4.0, 1.0, 2.0
"""Length of a crop mark, how far it stays away from the cards, and from the edge of the page."""
_TOLERANCE = 0.005
_MOST_PLACES, _LONGEST_SIDE = 1000, 5000.0


@dataclass(frozen=True, slots=True)
class Place:
    """The top left corner of a card on the page; ``turned`` cards stand on their head."""

    x: float
    y: float
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cards in columns and rows on one page; all lengths in mm.

    ``outlines`` draws the edge of every card, ``crop_marks`` short ticks around the block of cards.
    """

    width: float
    height: float
    columns: int
    rows: int
    card_width: float = CARD[0]
    card_height: float = CARD[1]
    margin_left: float = 0.0
    margin_top: float = 0.0
    gutter_across: float = 0.0
    gutter_down: float = 0.0
    outlines: bool = False
    crop_marks: bool = True

    @property
    def places(self) -> int:
        """Cards on a sheet."""
        return self.columns * self.rows

    def count(self, cards: int, start: int = 1) -> int:
        """How many sheets so many cards take, the first one used from place ``start`` on."""
        return -(-(cards + start - 1) // self.places) if cards else 0

    def front(self, number: int) -> Place:
        """The place ``number``, counted from 0 along the rows."""
        row, column = divmod(number, self.columns)
        return Place(
            self.margin_left + column * (self.card_width + self.gutter_across),
            self.margin_top + row * (self.card_height + self.gutter_down),
        )

    def back(self, number: int, flip: Flip) -> Place:
        """Where the back of that card stands on the second page.

        ``none`` is for two sheets that are cut and glued: the same place. ``manual`` is turned like the page of a book.
        A page of one card is never turned: the machine that prints cards turns them itself.
        """
        front = self.front(number)
        if flip == "none" or (self.places == 1 and not self.margin_left and not self.margin_top):
            return front
        if flip == "manual" or (flip == "long") == (self.height >= self.width):
            return replace(front, x=self.width - front.x - self.card_width)
        return Place(front.x, self.height - front.y - self.card_height, turned=True)

    def crops(self) -> Iterator[Mark]:
        """Crop marks as lines (x1, y1, x2, y2) in the margins, none on a card; none where a margin has no room."""
        last = self.front(self.places - 1)
        right, bottom = last.x + self.card_width, last.y + self.card_height
        xs = {x for n in range(self.columns) for x in (self.front(n).x, self.front(n).x + self.card_width)}
        firsts = [self.front(row * self.columns).y for row in range(self.rows)]
        ys = {y for first in firsts for y in (first, first + self.card_height)}
        for lower, upper in _ticks(self.margin_top, bottom, self.height):
            yield from ((x, lower, x, upper) for x in _apart(xs))
        for lower, upper in _ticks(self.margin_left, right, self.width):
            yield from ((lower, y, upper, y) for y in _apart(ys))


def _apart(values: set[float]) -> list[float]:
    """In order; two that are the same but for rounding are one."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _TOLERANCE:
            kept.append(value)
    return kept


def _ticks(start: float, end: float, page: float) -> Iterator[tuple[float, float]]:
    """From where to where the marks before ``start`` and after ``end`` run."""
    for inner, outer, sign in ((start, start - _EDGE, -1), (end, page - end - _EDGE, 1)):
        length = min(_MARK, outer - _MARK_GAP)
        if length >= 1:
            ends = inner + sign * _MARK_GAP, inner + sign * (_MARK_GAP + length)
            yield min(ends), max(ends)


def _centred(paper: str, columns: int, rows: int) -> Sheet:
    width, height = PAPERS[paper]
    left, top = (width - columns * CARD[0]) / 2, (height - rows * CARD[1]) / 2
    return Sheet(width, height, columns, rows, margin_left=left, margin_top=top)


SHEETS: Mapping[str, Sheet] = {
    "a4-10": _centred("a4", 2, 5),
    "letter-8": _centred("letter", 2, 4),
    "bank": Sheet(*CARD, 1, 1),
}


def read_sheet(name_or_path: str | Path) -> Sheet:
    """The sheet of that name (``a4-10``, ``letter-8``, ``bank``), or the one described in a TOML file.

    Raises:
        InputError: a fault of reading the file (also :func:`handbook.domain.read_toml`), ``paper.sheet-toml``, or a
            ``FaultList`` of ``paper.sheet-unknown`` (``nearest``), ``-missing``, ``-number``, ``-small`` (``least``),
            ``-overlap``, ``-off`` (``over``), each naming ``key``.
    """
    if name_or_path in SHEETS:
        return SHEETS[str(name_or_path)]
    path = Path(name_or_path)
    where = str(path)
    try:
        table = read_toml(read_bytes(path, longest=LONGEST_TOML).decode("utf-8-sig"), where=where)
    except (ValueError, RecursionError):
        raise InputError("paper.sheet-toml", where=where) from None
    return _Reader(table, where).sheet()


_SIZES = ("page_width", "page_height", "card_width", "card_height")
_LENGTHS = ("margin_left", "margin_top", "gutter_across", "gutter_down")
_COUNTS = ("columns", "rows")
_FLAGS = ("outlines", "crop_marks")
_KEYS = ("paper", *_SIZES, *_COUNTS, *_LENGTHS, *_FLAGS)


class _Reader:
    """Checks one table; collects every fault before it gives up."""

    def __init__(self, table: Mapping[str, object], where: str) -> None:
        self.table, self.where = table, where
        self.faults: list[HandbookError] = []

    def fault(self, kind: str, key: str, **params: object) -> None:
        """One more fault of the key."""
        self.faults.append(InputError(f"paper.sheet-{kind}", where=self.where, key=key[:40], **params))

    def sheet(self) -> Sheet:
        """The sheet; without margins the block of cards stands in the middle of the page."""
        for key in self.table:
            if key not in _KEYS:
                self.fault("unknown", key, nearest=(get_close_matches(key, _KEYS, n=1, cutoff=0.0) or [""])[0])
        width, height = self.page()
        columns, rows = (self.whole(key) for key in _COUNTS)
        card = self.number("card_width", CARD[0]), self.number("card_height", CARD[1])
        for key, size, least in zip(("card_width", "card_height"), card, CARD, strict=True):
            if size < least - _TOLERANCE:
                self.fault("small", key, least=f"{least:.2f}")
        gutters = self.number("gutter_across", 0.0), self.number("gutter_down", 0.0)
        for key, gutter in zip(("gutter_across", "gutter_down"), gutters, strict=True):
            if gutter < 0:
                self.fault("overlap", key)
        flags = [self.flag(key, default) for key, default in zip(_FLAGS, (False, True), strict=True)]
        self.stop()
        across, down = (
            count * size + (count - 1) * gutter
            for count, size, gutter in zip((columns, rows), card, gutters, strict=True)
        )
        left = self.number("margin_left", (width - across) / 2)
        top = self.number("margin_top", (height - down) / 2)
        for key, margin, block, page in (("margin_left", left, across, width), ("margin_top", top, down, height)):
            over = max(-margin, margin + block - page)
            if over > _TOLERANCE:
                named = key if key in self.table else {"margin_left": "columns", "margin_top": "rows"}[key]
                self.fault("off", named, over=round(over, 1))
        self.stop()
        return Sheet(width, height, columns, rows, *card, max(left, 0.0), max(top, 0.0), *gutters, *flags)

    def stop(self) -> None:
        """Raise what was found so far."""
        if self.faults:
            raise FaultList(self.faults)

    def page(self) -> tuple[float, float]:
        """The size of the page: by name, or its two sides."""
        if "paper" not in self.table:
            return self.number("page_width", None), self.number("page_height", None)
        for key in ("page_width", "page_height"):
            if key in self.table:
                self.fault("twice", key)
        paper = self.table["paper"]
        if isinstance(paper, str) and paper in PAPERS:
            return PAPERS[paper]
        self.fault("paper", "paper")
        return _LONGEST_SIDE, _LONGEST_SIDE

    def number(self, key: str, default: float | None) -> float:
        """A length in mm; sizes are above 0. Without a default it must be there."""
        value = self.table.get(key, default)
        if value is None:
            self.fault("missing", key)
            return _LONGEST_SIDE
        least = 1.0 if key in _SIZES else -_LONGEST_SIDE
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= _LONGEST_SIDE:
            self.fault("number", key)
            return _LONGEST_SIDE
        return float(value)

    def whole(self, key: str) -> int:
        """A count from 1."""
        value = self.table.get(key)
        if value is None:
            self.fault("missing", key)
        elif type(value) is not int or not 1 <= value <= _MOST_PLACES:
            self.fault("whole", key, most=_MOST_PLACES)
        else:
            return value
        return 1

    def flag(self, key: str, default: bool) -> bool:  # as the key says
        """Yes or no."""
        value = self.table.get(key, default)
        if isinstance(value, bool):
            return value
        self.fault("flag", key)
        return default


def check_start(sheet: Sheet, start: int) -> None:
    """Raise ``UsageError("paper.start")`` if the first sheet has no place of that number."""
    if not 1 <= start <= sheet.places:
        raise UsageError("paper.start", start=start, places=sheet.places)
