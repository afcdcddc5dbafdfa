"""Running text over several sheets: what stays together, where a sheet may end, columns of a table. In points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import ceil

from handbook.paper.blocks import Draw, Placed
from handbook.paper.breaks import breaks
from handbook.paper.formats import MM
from handbook.paper.sheet import HAIRLINE, RULE, Sheet
from handbook.paper.text import Content, Line, Run, Style, does_not_fit, runs_of, set_lines

GUTTER = 12.0
_CELL_PAD = 3.0
_LEAST_COLUMN = 5.5
"""A column is not squeezed below this many ems: Chinese may break anywhere, and would stand one sign to a line."""
_WHOLE_TABLE = 5
"""A table of so many rows, its header among them, stays on one sheet."""
_RAGGED = 1.06
"""How much longer a text gets by lines that end early."""


@dataclass(frozen=True, slots=True)
class Part:
    """What no sheet divides: a line of text, a row of a table, a frame.

    ``above`` is the room before it, which falls away at the head of a sheet. ``stays``: no sheet ends after it.
    ``head`` is drawn before it where a sheet begins with it (the header of a table). ``opens``: a section begins here.
    ``floats``: a picture, which may stand at the head of the next sheet while the text goes on.
    """

    height: float
    draw: Draw
    above: float = 0.0
    stays: bool = False
    head: Part | None = None
    opens: bool = False
    floats: bool = False


def part(placed: Placed, above: float = 0.0, *, stays: bool = False) -> Part:
    """A placed block as one part."""
    return Part(placed.height, placed.draw, above, stays)


def text_parts(
    lines: Sequence[Line],
    style: Style,
    above: float,
    *,
    indent: float = 0.0,
    mark: tuple[float, Sequence[Line]] = (0, ()),
) -> Iterator[Part]:
    """A paragraph line by line. The first two lines stay together, and the last two.

    Args:
        lines: The set lines.
        style: What they were set in.
        above: Room before the paragraph.
        indent: From the left of the column.
        mark: What stands before the first line (the dot or number of an item), and where.
    """
    last = len(lines) - 1
    for number, line in enumerate(lines):

        def draw(sheet: Sheet, x: float, y: float, number: int = number, line: Line = line) -> None:
            if not number:
                sheet.lines(mark[1], x + mark[0], y + style.ascent, style.leading)
            sheet.lines([line], x + indent, y + style.ascent, style.leading)

        yield Part(style.leading, draw, 0.0 if number else above, number < last and number in {0, last - 1})


def kept_lines(content: Content, style: Style, measure: float, *, key: str, blank: float = 20 * MM) -> tuple[Line, ...]:
    """As :func:`handbook.paper.text.set_lines`, but kept: a page is laid out several times with the same words.

    The distance of the lines has no part in where they break.
    """
    fixed = content if isinstance(content, str) else tuple(content)
    return _kept(fixed, Style(style.size, style.size, style.bold), measure, key, blank)


@lru_cache(maxsize=4096)
def _kept(content: str | tuple[Run, ...], style: Style, measure: float, key: str, blank: float) -> tuple[Line, ...]:
    return set_lines(content, style, measure, key=key, blank=blank)


def together(parts: Sequence[Part]) -> list[Part]:
    """The same parts, with the last one held to what follows."""
    return [*parts[:-1], *(replace(one, stays=True) for one in parts[-1:])]


def sheets(parts: Sequence[Part], first: float, others: float, *, key: str, floating: bool = False) -> list[list[Part]]:
    """Share ``parts`` out over sheets with room for ``first`` and then ``others`` points.

    ``floating``: where a picture does not fit any more, the sections after it that do fit come before it.

    Raises:
        InputError: ``paper.does-not-fit`` for a part that is higher than a sheet.
    """
    found: list[list[Part]] = []
    start, room = 0, first
    while start < len(parts):
        head = parts[start].head
        free = room - (head.height if head else 0.0)
        end = _end(parts, start, free, key)
        if floating and end < len(parts) and parts[end].floats:
            parts, end = _float(parts, start, end, free)
        found.append([*([head] if head else []), *parts[start:end]])
        start, room = end, others
    return found


def _float(parts: Sequence[Part], start: int, at: int, room: float) -> tuple[Sequence[Part], int]:
    """The parts with the picture ``at`` behind the last section that still fits, and where it stands then."""
    used = sum(one.height + one.above for one in parts[start:at])
    best = at
    for index in range(at + 1, len(parts)):
        if parts[index].opens:
            best = index - 1
        used += parts[index].height + parts[index].above
        if used > room:
            break
    return [*parts[:at], *parts[at + 1 : best + 1], parts[at], *parts[best + 1 :]], best


def _end(parts: Sequence[Part], start: int, room: float, key: str) -> int:
    """Where the sheet that begins with ``parts[start]`` ends."""
    used = 0.0
    for index in range(start, len(parts)):
        used += parts[index].height + (parts[index].above if index > start else 0.0)
        if used > room + 0.01:
            break
    else:
        return len(parts)
    if index == start:
        raise does_not_fit(key, used - room, 1)
    at = index
    while at > start and parts[at - 1].stays:
        at -= 1
    return at if at > start else index  # what should stay together and fills more than a sheet is divided after all


def draw_parts(sheet: Sheet, parts: Sequence[Part], x: float, y: float) -> None:
    """Draw the parts of one sheet one under the other."""
    for number, one in enumerate(parts):
        y += one.above if number else 0.0
        one.draw(sheet, x, y)
        y += one.height


@dataclass(frozen=True, slots=True)
class Sides:
    """A text and another at the right margin, on one baseline; each may take several lines."""

    left: Content
    right: Content
    left_style: Style
    right_style: Style
    key: str
    left_blank: float = 40 * MM
    right_blank: float = 40 * MM

    def place(self, width: float) -> Placed:
        """The right text takes what it needs, at most two thirds of the width; the left one wraps in the rest."""
        right = set_lines(self.right, self.right_style, 0.66 * width, key=self.key, blank=self.right_blank)
        room = width - max(line.width for line in right) - GUTTER
        left = set_lines(self.left, self.left_style, room, key=self.key, blank=self.left_blank)
        leading = max(self.left_style.leading, self.right_style.leading)
        count = max(len(left), len(right))

        def draw(sheet: Sheet, x: float, y: float) -> None:
            baseline = y + leading / 2 + 0.38 * max(self.left_style.size, self.right_style.size)
            sheet.lines(left, x, baseline, leading)
            for number, line in enumerate(right):
                sheet.lines([line], x + width - line.width, baseline + number * leading, 0)

        return Placed(count * leading, draw, self.key, count, leading)


def columns(rows: Sequence[Sequence[Content]], style: Style, width: float, *, key: str) -> tuple[float, ...] | None:
    """Widths of a table's columns, or None if the table is too wide for ``width``.

    Each column has room for its longest word; then room goes, bit by bit, to where it saves most lines.
    """
    cells, widths = [], []
    for column in zip(*rows, strict=True):
        cells.append([_width(cell, style, key) for cell in column])
        longest = max(_longest_word(cell, style, key) for cell in column)
        widths.append(max(longest, min(max(cells[-1]), _LEAST_COLUMN * style.size)))
    room = width - GUTTER * (len(widths) - 1)
    if sum(widths) > room:
        return None
    while True:
        free = room - sum(widths)
        wider = [
            [*widths[:at], target, *widths[at + 1 :]]
            for at, own in enumerate(widths)
            for target in sorted({_RAGGED * cell / count for cell in cells[at] for count in range(1, 7)})
            if own < target <= own + free
        ]
        now, before = _lines(cells, widths), sum(widths)
        gains = [(now - _lines(cells, tried)) / (sum(tried) - before) for tried in wider]
        if not any(gains):
            return tuple(own + free / len(widths) for own in widths)
        widths = wider[gains.index(max(gains))]


def _lines(cells: Sequence[Sequence[float]], widths: Sequence[float]) -> float:
    """About how many lines a table takes whose cells are so wide in one line: its rows, and a little for each cell."""
    counts = [
        [ceil(_RAGGED * cell / width - 0.001) for cell in column] for column, width in zip(cells, widths, strict=True)
    ]
    rows: int = sum(max(row) for row in zip(*counts, strict=True))
    return rows + 0.1 * sum(sum(column) for column in counts)


def _width(cell: Content, style: Style, key: str) -> float:
    """Width of a cell on one line."""
    return max(line.width for line in kept_lines(cell, style, 9999, key=key))


def _longest_word(cell: Content, style: Style, key: str) -> float:
    """Width of the longest piece that a line would rather not divide."""
    runs = runs_of(cell)
    text, bold = "".join(run.text for run in runs), any(run.bold for run in runs)
    cuts = [0, *sorted(breaks(text)[0]), len(text)]
    return max(_width([Run(text[start:end], bold)], style, key) for start, end in pairwise(cuts))


def table_parts(
    rows: Sequence[Sequence[Content]], widths: Sequence[float], style: Style, above: float, *, key: str
) -> Iterator[Part]:
    """A table row by row, the first row its header, which stands again where the table goes on; a short one is whole.

    Args:
        rows: Cells of equal number; the first row is bold by its own runs.
        widths: As from :func:`columns`.
        style: Size and leading of all cells.
        above: Room before the table.
        key: Names the table in errors.
    """
    head: Part | None = None
    for number, row in enumerate(rows):
        cells = [
            kept_lines(cell, style, width + 0.01, key=key, blank=min(20 * MM, width))
            for cell, width in zip(row, widths, strict=True)
        ]
        draw = _row(cells, widths, style, weight=HAIRLINE if number else RULE)
        tall = max(len(lines) for lines in cells) * style.leading + 2 * _CELL_PAD
        stays = number in {0, len(rows) - 2} or (len(rows) <= _WHOLE_TABLE and number < len(rows) - 1)
        made = Part(tall, draw, 0.0 if number else above, stays, head)
        head = head or made
        yield made


def _row(cells: Sequence[Sequence[Line]], widths: Sequence[float], style: Style, *, weight: float) -> Draw:
    """Draws one row of a table and the rule under it."""
    foot = max(len(lines) for lines in cells) * style.leading + 2 * _CELL_PAD

    def draw(sheet: Sheet, x: float, y: float) -> None:
        left = x
        for lines, width in zip(cells, widths, strict=True):
            sheet.lines(lines, left, y + _CELL_PAD + style.ascent, style.leading)
            left += width + GUTTER
        sheet.rule(x, y + foot, left - GUTTER, y + foot, weight=weight)

    return draw


__all__ = [
    "GUTTER", "Part", "Sides", "columns", "draw_parts", "kept_lines", "part", "sheets", "table_parts", "text_parts",
    "together",
]  # fmt: skip
