"""The doctor's page on A4: what is taken now, what was stopped within the look-back, what lies further back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook.content.entry_words import date_texts, more_text, name_texts, use_text
from handbook.domain import Grouped, LookBack, Medicine
from handbook.paper.blocks import Bar, Block, Gap, Para, Placed, Stack, fill
from handbook.paper.breaks import BLANK
from handbook.paper.divide import divided, divided_lines
from handbook.paper.facts import Facts
from handbook.paper.formats import FORMATS, MM
from handbook.paper.parts import Parts, inside
from handbook.paper.sheet import HAIRLINE, HEAVY, RULE, Sheet
from handbook.paper.text import Content, Line, Run, Style

FORM = FORMATS["medicines"]
_FOOT = 26.0
"""Height of the foot of each page, in points: the small line and the page number."""
SHARES = (0.36, 0.36, 0.28)
"""Shares of the width: what it is, how it is taken, from when to when."""
_GUTTER = 10.0
_FEW = 4
"""Lines of a long note that stay together where it is divided."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Lines side by side, each column ``measure`` wide."""

    lines: Sequence[Sequence[Line]]
    measures: Sequence[float]
    style: Style
    key: str

    def place(self, width: float) -> Placed:  # noqa: ARG002  # the lines are set already
        """As high as the longest column."""
        count = max(map(len, self.lines))

        def draw(sheet: Sheet, x: float, y: float) -> None:
            for lines, measure in zip(self.lines, self.measures, strict=True):
                sheet.lines(lines, x, y + self.style.ascent, self.style.leading)
                x += measure + _GUTTER

        return Placed(count * self.style.leading, draw, self.key, count, self.style.leading)

    def cut(self, most: int) -> list[Block]:
        """The same as blocks of at most ``most`` lines."""
        count = max(map(len, self.lines))
        starts = range(0, count, most)
        return [
            _Columns([lines[n : n + most] for lines in self.lines], self.measures, self.style, self.key) for n in starts
        ]


@dataclass(frozen=True, slots=True)
class Cells:
    """Texts side by side, in fixed shares of the width."""

    texts: Sequence[Content]
    style: Style
    key: str
    shares: Sequence[float] = SHARES

    def columns(self, width: float) -> _Columns:
        """Each text set in its column."""
        measures = [share * (width - (len(self.shares) - 1) * _GUTTER) for share in self.shares]
        lines = [
            divided_lines(text, self.style, measure, key=self.key)
            for text, measure in zip(self.texts, measures, strict=True)
        ]
        return _Columns(lines, measures, self.style, self.key)

    def place(self, width: float) -> Placed:
        """As high as the longest text."""
        return self.columns(width).place(width)


Kept = tuple[Block, bool]
"""A block, and whether it stays with the next one."""


def doctorpage(
    facts: Facts, grouped: Grouped, window: LookBack, languages: Sequence[str], said: Mapping[str, Sequence[str]]
) -> bytes:
    """The pages as PDF, all of them in one language after the other; ``said``: lines of the interview, by language."""

    def blocks(parts: Parts, language: str) -> list[Kept]:
        return _blocks(parts, grouped, window, language, said.get(language, ()))

    return pages(facts, languages, "medicine_list.title", blocks)


def pages(
    facts: Facts, languages: Sequence[str], title: str, blocks_of: Callable[[Parts, str], Sequence[Kept]]
) -> bytes:
    """A4 pages with their number and the small line at the foot, as PDF.

    Args:
        facts: Whose pages; the small line is theirs.
        languages: Each has its own pages; the first is that of the document.
        title: Key of the words for the document's title.
        blocks_of: The blocks in one language.

    Raises:
        InputError: ``paper.no-glyph`` for a name.
    """
    parts = Parts(facts, *FORM.types[0])
    width, height = inside(FORM)
    sheet = Sheet(facts.words(languages[0])(title), language=languages[0], printed_on=facts.printed_on)
    x, y, foot = FORM.margin[0] * MM, FORM.margin[1] * MM, FORM.margin[1] * MM + height - _FOOT
    for language in languages:
        made = _paginate(blocks_of(parts, language), width, height - _FOOT)
        for number, blocks in enumerate(made, 1):
            count = facts.words(language)("medicine_list.page", n=number, total=len(made))
            with sheet.page(FORM.width, FORM.height):
                fill(sheet, blocks, x, y, width, height - _FOOT)
                rule = Bar(HAIRLINE, above=4, below=2)
                fill(sheet, [rule, Para(count, parts.body, "medicine_list.page", align=1.0)], x, foot, width, _FOOT)
                fill(sheet, [parts.small_line(language)], x, foot + 10, width * 0.7, 17)
    return sheet.bytes()


def _paginate(blocks: Sequence[Kept], width: float, height: float) -> list[list[Block]]:
    """Fill page after page; no page begins with a gap, and what is higher than a page goes on on the next."""
    found: list[list[Block]] = [[]]
    used, waiting = 0.0, list[Block]()
    for block, stays in blocks:
        waiting.append(block)
        if stays:
            continue
        placed = Stack(waiting).place(width)
        groups = [waiting] if placed.height <= height else [[part] for part in _cut(waiting, width)]
        for group in groups:
            placed = Stack(group).place(width)
            if used + placed.height > height and found[-1]:
                found.append([])
                used = 0.0
                while isinstance(group[0], Gap):
                    group.pop(0)
                placed = Stack(group).place(width)
            found[-1] += group
            used += placed.height
        waiting = []
    return found


def _cut(blocks: Sequence[Block], width: float) -> Iterator[Block]:
    """Blocks that no page can hold together, their texts in pieces of a few lines."""
    for block in blocks:
        if isinstance(block, Para):
            yield from Cells([block.content], block.style, block.key, (1.0,)).columns(width).cut(_FEW)
        elif isinstance(block, Cells):
            yield from block.columns(width).cut(_FEW)
        else:
            yield block


def head(parts: Parts, language: str, title: str, subtitle: str) -> list[Kept]:
    """Title, what the page is, and whose it is."""
    words = parts.facts.words(language)
    label = parts.labels([f"label.{key}" for key in ("name", "birth_date", "allergies")], [language])
    blocks: list[Block] = [
        Para(words(title), Style(20, 26, bold=True), title),
        Para(subtitle, parts.body, title),
        Bar(HEAVY, above=3, below=5),
        parts.row("name", [language], label, strong=True),
        parts.row("birth_date", [language], label),
        parts.row("allergies", [language], label, strong=True),
        Gap(5),
    ]
    return [(block, True) for block in blocks]


def heading(parts: Parts, language: str, key: str) -> list[Kept]:
    """The heading of a section with its rule, held to what follows."""
    text = Para(parts.facts.words(language)(key), Style(14, 20, bold=True), key)
    return [(Gap(14), True), (text, True), (Bar(RULE, above=1, below=2), True)]


def lists(parts: Parts, grouped: Grouped, language: str) -> list[Kept]:
    """The three lists, each with its heading; an empty one is said to be."""
    words, blocks = parts.facts.words(language), list[Kept]()
    for key in ("current", "stopped", "older"):
        medicines = getattr(grouped, key)
        blocks += heading(parts, language, f"medicine_list.{key}")
        if not medicines:
            blocks.append((Para(words("medicine_list.none"), parts.body, "medicine_list.none"), False))
            continue
        names = [words(f"medicine_list.{column}") for column in ("medicine", "use", "dates")]
        blocks += [(Cells(names, parts.body, "medicine_list.medicine"), True), (Bar(HAIRLINE, 1, 2), True)]
        for medicine in medicines:
            blocks += entry(parts, medicine, language)
    return blocks


def _blocks(parts: Parts, grouped: Grouped, window: LookBack, language: str, said: Sequence[str]) -> list[Kept]:
    words = parts.facts.words(language)
    span = words("medicine_list.window", days=window.days, first=window.first, last=window.anchor)
    reviewed = f"{words('medicine_list.reviewed')} {BLANK}  {words('medicine_list.reviewed_on')} {BLANK}"
    return [
        *head(parts, language, "medicine_list.title", words("medicine_list.subtitle")),
        (Para(span, parts.body, "medicine_list.window"), False),
        *lists(parts, grouped, language),
        *heading(parts, language, "visit.look_back"),
        *((Para(line, parts.body, "visit.look_back"), False) for line in said or [words("visit.look_back_none")]),
        (Gap(22), True),
        (Para(reviewed, parts.body, "medicine_list.reviewed", blank=50 * MM), False),
    ]


def entry(parts: Parts, medicine: Medicine, language: str) -> list[Kept]:
    """One medicine: what it is, how it is taken, from and to; below, all else that was written down."""
    words, key = parts.facts.words(language), medicine.name
    name, behind = name_texts(medicine, words)
    called = [Run(name, bold=True), *([Run(f" {behind}")] if behind else [])]
    texts = (called, use_text(medicine, words), "\n".join(date_texts(medicine, words)))
    row: list[Kept] = [(Cells(texts, parts.body, key), True)]
    if more := more_text(medicine, words):
        row.append((Para(divided(more, parts.body, inside(FORM)[0], key=key), parts.body, key), True))
    return [*row, (Bar(HAIRLINE, above=2, below=3), False)]
