"""Blocks that are stacked in a column: paragraphs, labelled rows, rules, frames, lines to write on. In points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Protocol

from handbook.paper.formats import MM
from handbook.paper.sheet import HAIRLINE, HEAVY, RULE, Sheet
from handbook.paper.text import Content, Line, Setting, Style, does_not_fit, set_lines

_MARK_OUT = 0.3  # the font's bullet stands in the middle of an em; this brings its ink near the margin

Draw = Callable[[Sheet, float, float], None]


@dataclass(frozen=True, slots=True)
class Placed:
    """A block at a given width: its height, how it is drawn at (x, y), and what it is made of.

    ``lines`` counts lines of text; ``spring`` blocks share what is left of the column.
    """

    height: float
    draw: Draw
    key: str = ""
    lines: int = 0
    leading: float = 1.0
    spring: bool = False


class Block(Protocol):
    """Anything that can stand in a column."""

    def place(self, width: float) -> Placed:
        """Set the block to a width."""
        ...


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. ``key`` names it in errors; ``indent`` is that of all lines, ``mark`` stands before the first."""

    content: Content
    style: Style
    key: str
    align: float = 0.0
    indent: float = 0.0
    mark: str = ""
    blank: float = 20 * MM

    def place(self, width: float) -> Placed:
        """Break into lines."""
        lines = set_lines(self.content, self.style, width - self.indent, key=self.key, blank=self.blank)
        if self.mark:
            out = self.indent + _MARK_OUT * self.style.size
            lines = (_marked(lines[0], set_lines(self.mark, self.style, width, key=self.key)[0], out), *lines[1:])
        setting = Setting(self.key, self.style, width - self.indent)

        def draw(sheet: Sheet, x: float, y: float) -> None:
            baseline = y + self.style.ascent
            if not self.align:
                sheet.lines(lines, x + self.indent, baseline, self.style.leading, setting)
                return
            for number, line in enumerate(lines):
                left = x + self.indent + self.align * (width - self.indent - line.width)
                sheet.lines([line], left, baseline + number * self.style.leading, 0)

        return Placed(len(lines) * self.style.leading, draw, self.key, len(lines), self.style.leading)


def _marked(line: Line, mark: Line, out: float) -> Line:
    """The line with the mark before it, ``out`` to the left."""
    pieces = (*(replace(piece, x=piece.x - out) for piece in mark.pieces), *line.pieces)
    return Line(pieces, line.width, mark.text + line.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value; without a value, a line to write on."""

    label: str
    value: Content
    label_width: float
    style: Style
    key: str
    label_style: Style
    pen: float = 0.0

    def place(self, width: float) -> Placed:
        """Set label and value on one baseline, at the foot of the row if the value is left to the pen."""
        room = width - self.label_width
        label = (
            set_lines(self.label, self.label_style, self.label_width - 3, key=f"label.{self.key}") if self.label else ()
        )
        value: tuple[Line, ...] = ()
        if self.value:
            value = set_lines(self.value, self.style, room, key=self.key)
        setting = Setting(self.key, self.style, room)
        count = max(len(label), len(value), 1)
        height = count * self.style.leading
        extra = 0.0 if value else max(0.0, self.pen - height)

        def draw(sheet: Sheet, x: float, y: float) -> None:
            baseline = y + extra + self.style.ascent
            sheet.lines(label, x, baseline, self.style.leading)
            sheet.lines(value, x + self.label_width, baseline, self.style.leading, setting)
            if not value:
                sheet.rule(x + self.label_width, baseline + 1.6, x + width, baseline + 1.6)

        return Placed(height + extra, draw, self.key if value else "", count, self.style.leading)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts on one line, the second set to the right margin."""

    left: Content
    right: Content
    left_style: Style
    right_style: Style
    key: str
    leading: float
    blank: float = 20 * MM

    def place(self, width: float) -> Placed:
        """Set both on one baseline; they must not meet."""
        right = set_lines(self.right, self.right_style, width, key=self.key, blank=self.blank)
        room = width - max(line.width for line in right) - 6
        left = set_lines(self.left, self.left_style, max(room, 1), key=self.key)
        if max(len(left), len(right)) > 1:
            raise does_not_fit(self.key, sum(line.width for line in (*left, *right)) - width, 1)
        setting = Setting(self.key, self.right_style, width - left[0].width - 6, right=True)

        def draw(sheet: Sheet, x: float, y: float) -> None:
            baseline = y + self.leading / 2 + 0.38 * max(self.left_style.size, self.right_style.size)
            sheet.lines(left, x, baseline, 0)
            sheet.lines(right, x + width - right[0].width, baseline, 0, setting)

        return Placed(self.leading, draw, self.key, 1, self.leading)


@dataclass(frozen=True, slots=True)
class Bar:
    """A rule across the column with room around it."""

    weight: float = RULE
    above: float = 0.0
    below: float = 0.0

    def place(self, width: float) -> Placed:
        """A line in its room."""

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.rule(x, y + self.above, x + width, y + self.above, weight=self.weight)

        return Placed(self.above + self.below, draw)


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty room; ``spring`` takes what is left of the column."""

    height: float = 0.0
    spring: bool = False

    def place(self, width: float) -> Placed:  # noqa: ARG002  # as every block
        """Nothing is drawn."""
        return Placed(self.height, lambda _sheet, _x, _y: None, spring=self.spring)


@dataclass(frozen=True, slots=True)
class Ruled:
    """Lines to write on, ``pitch`` apart; ``count`` 0 fills what is left of the column."""

    pitch: float
    count: int = 0

    def place(self, width: float) -> Placed:
        """Lines across the column."""
        return self._at(width, self.count * self.pitch)

    def _at(self, width: float, height: float) -> Placed:
        def draw(sheet: Sheet, x: float, y: float) -> None:
            for number in range(1, int(height / self.pitch + 0.01) + 1):
                sheet.rule(x, y + number * self.pitch, x + width, y + number * self.pitch)

        return Placed(height, draw, spring=not self.count)

    def stretched(self, width: float, height: float) -> Placed:
        """As many lines as there is room for."""
        return self._at(width, height)


@dataclass(frozen=True, slots=True)
class Frame:
    """Blocks in a box."""

    blocks: Sequence[Block]
    padding: float
    weight: float = HEAVY

    def place(self, width: float) -> Placed:
        """The blocks with the box around them."""
        inner = Stack(self.blocks).place(width - 2 * self.padding)

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.box(x, y, width, inner.height + 2 * self.padding, weight=self.weight, radius=2)
            inner.draw(sheet, x + self.padding, y + self.padding)

        return replace(inner, height=inner.height + 2 * self.padding, draw=draw)


@dataclass(frozen=True, slots=True)
class Stack:
    """Blocks one under the other, as one block."""

    blocks: Sequence[Block]

    def place(self, width: float) -> Placed:
        """All of them."""
        placed = [block.place(width) for block in self.blocks]

        def draw(sheet: Sheet, x: float, y: float) -> None:
            for one in placed:
                one.draw(sheet, x, y)
                y += one.height

        longest = max(placed, key=lambda one: one.lines)
        return replace(longest, height=sum(one.height for one in placed), draw=draw, spring=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A line drawing (SVG) as wide as given, in the middle of the column."""

    svg: str
    wide: float

    def place(self, width: float) -> Placed:
        """As high as its view box says."""
        _, _, across, down = (float(number) for number in self.svg.split('viewBox="')[1].split('"')[0].split())

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.picture(self.svg, x + (width - self.wide) / 2, y, self.wide)

        return Placed(self.wide * down / across, draw)


@dataclass(frozen=True, slots=True)
class Beside:
    """A square block with other blocks to its right."""

    square: Block
    blocks: Sequence[Block]
    gutter: float

    def place(self, width: float) -> Placed:
        """The square is as wide as it is high."""
        square = self.square.place(width)
        left = square.height + self.gutter
        others = Stack(self.blocks).place(width - left)

        def draw(sheet: Sheet, x: float, y: float) -> None:
            square.draw(sheet, x, y)
            others.draw(sheet, x + left, y)

        return replace(others, height=max(square.height, others.height), draw=draw)


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of equal width side by side."""

    columns: Sequence[Sequence[Block]]
    gutter: float

    def place(self, width: float) -> Placed:
        """Each column as a stack."""
        one = (width - self.gutter * (len(self.columns) - 1)) / len(self.columns)
        placed = [Stack(column).place(one) for column in self.columns]

        def draw(sheet: Sheet, x: float, y: float) -> None:
            for column in placed:
                column.draw(sheet, x, y)
                x += one + self.gutter

        return replace(max(placed, key=lambda column: column.height), draw=draw)


def fill(  # noqa: PLR0917  # a place is x, y, width, height everywhere
    sheet: Sheet, blocks: Sequence[Block], x: float, y: float, width: float, height: float
) -> None:
    """Draw ``blocks`` one under the other into a box.

    Raises:
        InputError: ``paper.does-not-fit``: ``over`` mm and ``lines`` too much; ``key`` is the longest text of the box.
    """
    placed = [block.place(width) for block in blocks]
    left = height - sum(one.height for one in placed)
    if left < -0.01:
        longest = max(placed, key=lambda one: (one.lines, bool(one.key)))
        raise does_not_fit(longest.key, -left, ceil(-left / longest.leading))
    springs = sum(one.spring for one in placed)
    for block, one in zip(blocks, placed, strict=True):
        room = left / springs if one.spring else 0.0
        drawn = block.stretched(width, one.height + room) if isinstance(block, Ruled) and one.spring else one
        drawn.draw(sheet, x, y)
        y += one.height + room


__all__ = [
    "HAIRLINE", "HEAVY", "RULE", "Bar", "Beside", "Block", "Columns", "Frame", "Gap", "Pair", "Para", "Picture",
    "Placed", "Row", "Ruled", "Stack", "fill",
]  # fmt: skip
