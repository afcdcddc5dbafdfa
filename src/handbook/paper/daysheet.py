"""The symptom card on A4 as a daily sheet: the items down the page, a column a day, boxes for yes and no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Literal

from handbook.content import SymptomItem, call_text
from handbook.paper.blocks import Bar, Block, Frame, Gap, Pair, Para, Placed, Ruled, fill
from handbook.paper.breaks import BLANK
from handbook.paper.facts import CALL_120, Facts
from handbook.paper.formats import FORMATS, MM, Format
from handbook.paper.logo import with_logo
from handbook.paper.parts import Parts, inside
from handbook.paper.sheet import HEAVY, RULE, Sheet
from handbook.paper.text import Style, does_not_fit, set_lines

MOST_DAYS = 7
"""Columns on one page; more days go on further pages."""

_PAD = 0.9
_BOX, _BETWEEN = 10.5, 3.5
Cells = Literal["boxes", "letters", "empty", "none"]


@dataclass(frozen=True, slots=True)
class DayRow:
    """One item with a cell for each day: two boxes, their letters, room to write, or nothing."""

    text: str
    style: Style
    key: str
    days: int
    day_width: float
    cells: Cells
    letters: tuple[str, str] = ("", "")
    least: float = 0.0

    def place(self, width: float) -> Placed:
        """Set the text; the boxes stand in the middle of its height."""
        start = width - self.days * self.day_width
        room = width if self.cells == "none" else start - 6
        lines = set_lines(self.text, self.style, room, key=self.key, blank=self.style.size * 3)
        inner = len(lines) * self.style.leading
        height = max(inner + 2 * _PAD, self.least)
        scale = self.style.size / 12

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.lines(lines, x, y + (height - inner) / 2 + self.style.ascent, self.style.leading)
            sheet.rule(x, y + height, x + width, y + height)
            if self.cells == "none":
                return
            box, between = _BOX * scale, _BETWEEN * scale
            for day in range(self.days):
                left = x + start + day * self.day_width
                sheet.rule(left, y, left, y + height)
                first = left + (self.day_width - 2 * box - between) / 2
                for number, letter in enumerate(self.letters):
                    at = first + number * (box + between)
                    if self.cells == "boxes":
                        sheet.box(at, y + (height - box) / 2, box, box, weight=RULE)
                    elif self.cells == "letters":
                        set_letter = set_lines(letter, self.style, self.day_width, key="checklist.yes")
                        middle = at + (box - set_letter[0].width) / 2
                        sheet.lines(set_letter, middle, y + (height - inner) / 2 + self.style.ascent, 0)
            sheet.rule(x + width, y, x + width, y + height)

        return Placed(height, draw, self.key, len(lines), self.style.leading)


@dataclass(frozen=True, slots=True)
class _Page:
    """What one page is filled with."""

    head: Sequence[Block]
    rows: Sequence[Block]
    foot: Sequence[Block]


def daysheet(facts: Facts, languages: Sequence[str], days: int, *, large: bool) -> bytes:
    """The sheets as PDF: for each language a page a week (large print: as many as the items take)."""
    form = FORMATS["checklist-large" if large else "checklist"]
    sheet = Sheet(facts.words(languages[0])("checklist.title"), language=languages[0], printed_on=facts.printed_on)
    width, height = inside(form)
    x, y = form.margin[0] * MM, form.margin[1] * MM
    for language in languages:
        for columns in _weeks(days):
            for page in _pages(facts, language, columns, form):
                with sheet.page(form.width, form.height):
                    fill(sheet, [*page.head, *page.rows, *page.foot], x, y, width, height)
    return sheet.bytes()


def _weeks(days: int) -> list[int]:
    """How many columns stand on each page: as even as can be."""
    pages = ceil(days / MOST_DAYS)
    return [days // pages + (number < days % pages) for number in range(pages)]


def _pages(facts: Facts, language: str, days: int, form: Format) -> list[_Page]:
    """One page in the first size of type that holds all items, else several."""
    _, height = inside(form)
    for kind in form.types:
        parts = Parts(facts, *kind)
        width = _day_width(parts, language, days, form)
        head, rows = _head(parts, language, days, width), _rows(parts, language, days, width)
        foot = _foot(parts, language)
        room = height - _height([*head, *foot], form)
        if _height([block for block, _ in rows], form) <= room:
            return [_Page(head, [block for block, _ in rows], foot)]
    return [_Page(head, part, foot) for part in _cut(rows, room, form)]


def _height(blocks: Sequence[Block], form: Format) -> float:
    width, _ = inside(form)
    return sum(block.place(width).height for block in blocks)


def _cut(rows: Sequence[tuple[Block, bool]], room: float, form: Format) -> list[list[Block]]:
    """The rows page by page; a heading stays with what follows."""
    cuts, used = [0], 0.0
    for index, (block, _) in enumerate(rows):
        height = _height([block], form)
        if used + height > room:
            at = index - 1 if rows[index - 1][1] else index
            if at <= cuts[-1]:
                raise does_not_fit("checklist", height - room, 1)
            cuts.append(at)
            used = _height([block for block, _ in rows[at:index]], form)
        used += height
    return [[block for block, _ in rows[start:end]] for start, end in pairwise([*cuts, len(rows)])]


def _day_width(parts: Parts, language: str, days: int, form: Format) -> float:
    """As wide as the longest item leaves it, within reason: 30 to 45 points at 12 pt."""
    texts = [_text(parts, item, language) for group in parts.facts.book.symptoms for item in group.items]
    longest = max(set_lines(text, parts.strong, 9999, key="symptoms", blank=parts.size * 3)[0].width for text in texts)
    scale = parts.size / 12
    return min(45 * scale, max(30 * scale, (inside(form)[0] - longest - 8) / days))


def _head(parts: Parts, language: str, days: int, day_width: float) -> list[Block]:
    """Title, whom to call, and the rows to be filled in for each day."""
    facts, words, style = parts.facts, parts.facts.words(language), parts.body
    title = Style(parts.size * 1.6, parts.size * 2.0, bold=True)

    def row(key: str, cells: Cells, least: float = 0.0) -> DayRow:
        letters = (words("checklist.yes"), words("checklist.no"))
        return DayRow(words(f"checklist.{key}"), style, f"checklist.{key}", days, day_width, cells, letters, least)

    call = [Para(call_text(facts.numbers, words), parts.strong, "call")]
    if own := facts.call_own(words.language):
        call.append(Para(own, style, "card.call_own"))
    name = f"{words('checklist.name')} {BLANK}"
    note = facts.numbers.fever_line is None
    room = (42 if facts.kit and facts.kit.logo else 60) * MM
    heading = Pair(words("checklist.title"), name, title, style, "checklist.title", title.leading, blank=room)
    # The logo is no higher than the title, so that no item of the list moves or shrinks for it.
    return [
        with_logo(facts.kit, [heading], wide=30 * MM, high=title.leading),
        Gap(4),
        Frame(call, 4, weight=HEAVY),
        Gap(2),
        parts.number([language], parts.size * 1.5),
        Gap(2),
        *([Para(words("checklist.fever_note"), style, "fever_note")] if note else []),
        Para(words("checklist.legend"), style, "checklist.legend"),
        Bar(HEAVY, above=3, below=0),
        row("date", "empty", parts.pen),
        row("time", "empty", parts.pen),
        row("observer", "empty", parts.pen),
        row("temperature", "empty", parts.pen),
        row("answer", "letters"),
    ]


def _text(parts: Parts, item: SymptomItem, language: str) -> str:
    """An item's words; fever has the clinic's line with it."""
    if item.id != "fever":
        return item.text[language]
    return parts.facts.words(language)("fixed.fever", line=parts.facts.fever_line(language))


def _rows(parts: Parts, language: str, days: int, width: float) -> list[tuple[Block, bool]]:
    """Groups and items; True marks a heading."""
    rows: list[tuple[Block, bool]] = []
    for group in parts.facts.book.symptoms:
        rows.append((DayRow(group.name[language], parts.strong, f"symptoms.{group.id}", days, width, "none"), True))
        for item in group.items:
            text, style = _text(parts, item, language), parts.strong if item.id in CALL_120 else parts.body
            rows.append((DayRow(text, style, f"symptoms.{item.id}", days, width, "boxes"), False))
    return rows


def _foot(parts: Parts, language: str) -> list[Block]:
    words = parts.facts.words(language)
    return [
        Gap(3),
        Para(words("checklist.handwriting"), parts.body, "checklist.handwriting"),
        Ruled(24, 1),
        Gap(4, spring=True),
        parts.small_line(language),
    ]
