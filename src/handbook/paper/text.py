"""Setting text: measured widths, lines, punctuation as a typographer would have it. Lengths in points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handbook.domain import InputError
from handbook.paper.breaks import BLANK, breaks
from handbook.paper.fonts import BOLD, RAISED, RAISED_BY, RAISED_SIZE, REGULAR, font
from handbook.paper.formats import MM

# Full-width signs have their ink in one half. Where two meet, or one stands at the edge of a line, the empty half goes.
_INK_LEFT = frozenset("，。、；：）」』》〉】〕")
_INK_RIGHT = frozenset("（「『《〈【〔")
_HALF = 500
_PAUSES = frozenset("，。、；： ")
# Noto Sans SC has Western quotation marks and the middle dot on the full em only; beside Latin letters they are trimmed
# to their ink: (cut before, cut after) in thousandths of the em.
_TRIM = {"’": (0, 760), "”": (0, 580), "‘": (760, 0), "“": (580, 0), "·": (250, 250), "•": (250, 250)}


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one weight. ``BLANK`` in it is a line to write on."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """Size of the em and distance of the baselines."""

    size: float
    leading: float
    bold: bool = False

    @property
    def ascent(self) -> float:
        """From the top of the line to its baseline: Chinese characters stand in the middle of the line."""
        return self.leading / 2 + 0.38 * self.size


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters drawn in one go, ``x`` from the left of the line; a line to write on has no text."""

    x: float
    width: float
    text: str
    font: str
    size: float
    rise: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One set line."""

    pieces: tuple[Piece, ...]
    width: float
    text: str


Content = str | Sequence[Run]


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text was set: with it another text can be set in the same place.

    ``right``: the text ends at its place instead of beginning there.
    """

    key: str
    style: Style
    measure: float
    right: bool = False


def runs_of(content: Content, *, bold: bool = False) -> tuple[Run, ...]:
    """Content as runs."""
    return (Run(content, bold),) if isinstance(content, str) else tuple(content)


@lru_cache(maxsize=8192)
def _advance(char: str, name: str) -> float:
    return font(name).advance(char)


class _Glyphs:
    """The characters of a paragraph with their weights and places: ``at[i]`` to ``at[i + 1]`` is character ``i``."""

    def __init__(self, runs: Sequence[Run], style: Style, key: str, blank: float) -> None:
        self.text = "".join(run.text for run in runs)
        self.fonts = [BOLD if run.bold or style.bold else REGULAR for run in runs for _ in run.text]
        self.style, self.blank = style, blank
        self.before = [0.0] * len(self.text)
        self.widths: list[float] = []
        for index, char in enumerate(self.text):
            before, width = self._place(index, char, key)
            self.before[index] = before
            self.widths.append(width)

    def _place(self, index: int, char: str, key: str) -> tuple[float, float]:
        """Shift to the left before the character, and its advance from there."""
        em = self.style.size / 1000
        if char == BLANK:
            return 0.0, self.blank
        try:
            width = _advance(char, self.fonts[index])
        except KeyError:
            raise InputError("paper.no-glyph", key=key, char=char, point=f"U+{ord(char):04X}") from None
        last, following = self.text[index - 1 : index], self.text[index + 1 : index + 2]
        before = 0.0
        if char in _TRIM and (last or following) and (last + following).isascii():
            before, after = _TRIM[char]
            width -= after
        elif (last in _INK_LEFT and char in _INK_LEFT | _INK_RIGHT) or (last in _INK_RIGHT and char in _INK_RIGHT):
            before = _HALF
        return before * em, width * em

    def start_shift(self, index: int) -> float:
        """How far a line that begins with this character moves to the left, so that its ink meets the margin."""
        return self.style.size * _HALF / 1000 if self.text[index] in _INK_RIGHT else 0.0

    def width(self, start: int, end: int) -> float:
        """Width of the line ``text[start:end]``; the empty half of punctuation at its ends does not count."""
        while end > start and self.text[end - 1] in " \u3000":
            end -= 1
        if end == start:
            return 0.0
        total = sum(self.widths[start:end]) - sum(self.before[start + 1 : end])
        hang = self.style.size * _HALF / 1000 if self.text[end - 1] in _INK_LEFT else 0.0
        return total - hang - self.start_shift(start)

    def line(self, start: int, end: int) -> Line:
        """The line ``text[start:end]`` in as few pieces as possible."""
        while end > start and self.text[end - 1] in " \u3000":
            end -= 1
        size, pieces = self.style.size, []
        x = -self.start_shift(start) if end > start else 0.0
        index = start
        while index < end:
            x -= self.before[index] if index > start else 0.0
            stop = index + 1
            if self.text[index] != BLANK:
                while stop < end and self._joins(stop):
                    stop += 1
            text, raised = self.text[index:stop], self.text[index] in RAISED
            width = sum(self.widths[index:stop])
            pieces.append(
                Piece(
                    x, width, "" if text == BLANK else text, self.fonts[index],
                    size * RAISED_SIZE if raised else size, size * RAISED_BY if raised else 0.0,
                )
            )  # fmt: skip
            x += width
            index = stop
        return Line(tuple(pieces), self.width(start, end), self.text[start:end])

    def _joins(self, index: int) -> bool:
        """Whether this character is drawn together with the one before it."""
        char, last = self.text[index], self.text[index - 1]
        return (
            self.fonts[index] == self.fonts[index - 1]
            and not self.before[index]
            and char != BLANK
            and (char in RAISED) == (last in RAISED)
            and last not in _TRIM
        )


def set_lines(content: Content, style: Style, measure: float, *, key: str, blank: float = 20 * MM) -> tuple[Line, ...]:
    """Break ``content`` into lines of at most ``measure``; a line feed ends a line.

    Args:
        content: Text, or runs of text.
        style: Size and weight.
        measure: Width of the column.
        key: What the text is, for errors.
        blank: Width of a line to write on.

    Raises:
        InputError: ``paper.no-glyph`` (``char``, ``point``) or ``paper.does-not-fit`` (``over`` in mm, ``lines``) for a
            piece that cannot be broken and is wider than the column.
    """
    runs = runs_of(content)
    if plain := _plain_line(runs, style, measure):
        return (plain,)
    lines: list[Line] = []
    for part in _paragraphs(runs):
        glyphs = _Glyphs(part, style, key, blank)
        spans = _wrap(glyphs, measure, key)
        if len(spans) > 1:
            spans = _fuller_last_line(glyphs, spans, measure)
        lines.extend(glyphs.line(*span) for span in spans)
    return tuple(lines)


_SPECIAL = re.compile("[" + re.escape("".join({*_INK_LEFT, *_INK_RIGHT, *_TRIM, *RAISED, BLANK, "\n", "\u3000"})) + "]")


def _plain_line(runs: Sequence[Run], style: Style, measure: float) -> Line | None:
    """The line of a short text without special signs, as most names and numbers are; None if it is anything else."""
    text = "".join(run.text for run in runs)
    if not text or text[-1] == " " or _SPECIAL.search(text):
        return None
    em, x = style.size / 1000, 0.0
    pieces: list[Piece] = []
    for run in runs:
        if not run.text:
            continue
        name = BOLD if run.bold or style.bold else REGULAR
        try:
            width = sum([_advance(char, name) for char in run.text]) * em
        except KeyError:
            return None
        if pieces and pieces[-1].font == name:
            last = pieces.pop()
            pieces.append(Piece(last.x, last.width + width, last.text + run.text, name, style.size))
        else:
            pieces.append(Piece(x, width, run.text, name, style.size))
        x += width
    return Line(tuple(pieces), x, text) if x <= measure else None


def _paragraphs(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Cut at line feeds."""
    part: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        part.append(Run(first, run.bold))
        for text in others:
            yield part
            part = [Run(text, run.bold)]
    yield part


def _wrap(glyphs: _Glyphs, measure: float, key: str) -> list[tuple[int, int]]:
    """Fill line after line; a piece that no line can hold may break between number and unit or after a hyphen."""
    text = glyphs.text
    if glyphs.width(0, len(text)) <= measure + 0.001:
        return [(0, len(text))]
    good, any_break = breaks(text)
    spans, start, fits = [], 0, 0
    ends = [*sorted(good), len(text)]
    at = 0
    while at < len(ends):
        if glyphs.width(start, ends[at]) <= measure + 0.001:
            fits = ends[at]
            at += 1
        elif fits > start:
            spans.append((start, fits))
            start = fits
        else:
            forced = [end for end in any_break if start < end < ends[at] and glyphs.width(start, end) <= measure]
            if not forced:
                raise too_wide(key, glyphs.width(start, ends[at]), measure)
            spans.append((start, max(forced)))
            start = max(forced)
    return [*spans, (start, len(text))]


def _fuller_last_line(glyphs: _Glyphs, spans: list[tuple[int, int]], measure: float) -> list[tuple[int, int]]:
    """No scrap alone on the last line: the line before it ends earlier, best after punctuation or a space.

    Between two characters only to save one or two from standing alone.
    """
    em, ((start, cut), (_, end)) = glyphs.style.size, spans[-2:]
    last = glyphs.width(cut, end)
    if last >= 4 * em:
        return spans
    earlier = [at for at in sorted(breaks(glyphs.text)[0], reverse=True) if start < at < cut]
    fuller = [at for at in earlier if 4 * em <= glyphs.width(at, end) <= measure]
    pauses = [at for at in fuller if glyphs.text[at - 1] in _PAUSES and glyphs.width(start, at) >= 0.4 * measure]
    best = pauses or (fuller if last < 2 * em else [])
    return [*spans[:-2], (start, best[0]), (best[0], end)] if best else spans


def too_wide(key: str, width: float, measure: float) -> InputError:
    """The error for a piece that is wider than its column."""
    return does_not_fit(key, width - measure, max(1, round(width / measure)))


def does_not_fit(key: str, over: float, lines: int) -> InputError:
    """The error for a text that is ``over`` points, about ``lines`` lines, too long for its place."""
    return InputError("paper.does-not-fit", key=key, over=round(over / MM, 1), lines=lines)
