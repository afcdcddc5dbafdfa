"""One page of the book as parts for paper: the tree that the screen draws; what is not set is a line to write on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handbook.content import (
    Block,
    CallText,
    ClinicSpan,
    Drawing,
    FactSpan,
    Heading,
    ListBlock,
    Page,
    Paragraph,
    Span,
    Table,
    call_owner,
    call_text,
    clinic_text,
)
from handbook.domain import WINDOWS, is_chinese
from handbook.domain.numbers import with_unit
from handbook.paper.blocks import HEAVY, Frame, Gap, Para
from handbook.paper.breaks import BLANK
from handbook.paper.facts import Facts
from handbook.paper.flow import Part, columns, kept_lines, part, table_parts, text_parts, together
from handbook.paper.formats import MM
from handbook.paper.sheet import Sheet
from handbook.paper.text import Content, Run, Style

_BAR, _BAR_GAP = 3.0, 11.0
_FRAME_PAD = 9.0
_DOT, _DOT_OUT = 1.15, 0.1
"""Indent of an item in ems. The font's dot stands in the middle of an em: a little out, its ink is near the margin."""
_PICTURE_TYPE = 24.0
"""Size of the words in a picture, in its own units (handbook.content.pictures)."""
_WIDEST = 182 * MM
_COLOURS = {"ink": "#000000", "accent": "#0C5458", "wash": "#E3EDEA", "paper": "#FFFFFF"}
_LONG_BLANKS = {"phone_24h": 45 * MM, "phone_day": 45 * MM, "address": 90 * MM}
_UNITS = {
    "fever_line": "celsius", "temperature_per_day": "times-a-day", "daily_checks_days": "day", "near_days": "day",
    "no_driving_days": "day", "company_days": "day",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Type:
    """The sizes of one edition in one language.

    ``measure`` is the width of the column in points, ``space`` what the room between blocks is multiplied with.
    """

    measure: float
    space: float
    body: Style
    close: Style
    message: Style
    title: Style
    section: Style
    heading: Style
    small: Style

    def gap(self, lines: float) -> float:
        """Room of so many lines."""
        return lines * self.space * self.body.leading


_SPACES = {True: ((1.56, 1.0), (1.5, 0.8), (1.44, 0.6)), False: ((1.42, 1.0), (1.38, 0.8), (1.34, 0.6))}
"""Leading and room between blocks, from generous to tight, for Chinese and for alphabets."""


def editions(language: str, *, large_print: bool) -> tuple[Type, ...]:
    """12 pt in a column of 38 Chinese characters, or 16 pt in one of 30 (A4 leaves no room for more).

    From generous to tight; a page takes the first one that needs the fewest sheets.
    """
    size, measure = (16.0, 480.0) if large_print else (12.0, 456.0)

    def style(scale: float, leading: float, *, bold: bool = False) -> Style:
        return Style(size * scale, round(size * scale * leading, 1), bold)

    return tuple(
        Type(
            measure=measure,
            space=space,
            body=style(1, leading),
            close=style(1, 1.34),
            message=style(1.2, 1.4, bold=True),
            title=style(1.8, 1.3, bold=True),
            section=style(1.28, 1.35, bold=True),
            heading=style(1.08, 1.4, bold=True),
            small=Style(round(size * 0.67), round(size * 0.92)),
        )
        for leading, space in _SPACES[is_chinese(language)]
    )


class PageParts:
    """Sets one page of the book.

    ``numbers_of`` gives the number of the sheet on which a page of the book begins, where it is in the same PDF;
    ``tallest`` is the room on a sheet in points.
    """

    def __init__(self, facts: Facts, page: Page, type_: Type, numbers_of: Mapping[str, int], *, tallest: float) -> None:
        self.facts, self.page, self.type, self.tallest = facts, page, type_, tallest
        self.words = facts.words(page.language)
        self.numbers_of = numbers_of
        self.blanks = False
        self._makers: dict[type, Callable[..., Iterator[Part]]] = {
            Heading: self._heading, Paragraph: self._paragraph, ListBlock: self._list, Table: self._table,
            CallText: self._call, Drawing: self._drawing,
        }  # fmt: skip

    def parts(self) -> list[Part]:
        """Title, main message, the page, and where it comes from.

        When to call stands on one sheet with the call text, if a sheet can hold it.
        """
        title = together(list(self._text(self.page.title, self.type.title, 0.0)))
        message = self.page.message
        found = [*title, self._message(message)]
        for key, blocks in _sections([block for block in self.page.blocks if block is not message]):
            made = list(self._blocks(blocks, 0.0))
            made[:1] = [replace(one, opens=True) for one in made[:1]]
            whole = key == "call" and sum(one.height + one.above for one in made) <= self.tallest
            found += [*(replace(one, stays=True) for one in made[:-1]), *made[-1:]] if whole else made
        return found + list(self._origin())

    def _blocks(self, blocks: Sequence[Block], indent: float) -> Iterator[Part]:
        for number, block in enumerate(blocks):
            after = blocks[number - 1] if number else None
            close = isinstance(after, Heading)
            made = list(self._makers[type(block)](block, indent, close))
            follows = blocks[number + 1] if number + 1 < len(blocks) else None
            leads = isinstance(block, Heading) or isinstance(follows, ListBlock | Table | CallText)
            yield from together(made) if leads else made

    def _text(
        self, content: Content, style: Style, above: float, indent: float = 0.0, mark: tuple[float, str] = (0.0, "")
    ) -> Iterator[Part]:
        lines = kept_lines(content, style, self.type.measure - indent, key=self.page.id, blank=self._blank(content))
        marked = kept_lines(mark[1], style, self.type.measure, key=self.page.id) if mark[1] else ()
        return text_parts(lines, style, above, indent=indent, mark=(mark[0], marked))

    def _blank(self, content: Content) -> float:
        """The longest of the lines to write on that stand in this text; runs know theirs by their field."""
        longest = 18 * MM * self.type.body.size / 12
        if not isinstance(content, str):
            longest = max([longest, *(run.blank for run in content if isinstance(run, Pen))])
        return longest

    def _message(self, message: Paragraph) -> Part:
        """The main message, bold beside a bar."""
        words = self.runs(message.spans, refer=False)
        inner = Para(words, self.type.message, self.page.id).place(self.type.measure - _BAR_GAP)

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.rule(x + _BAR / 2, y + 1, x + _BAR / 2, y + inner.height - 1, weight=_BAR)
            inner.draw(sheet, x + _BAR_GAP, y)

        return Part(inner.height, draw, 0.5 * self.type.body.leading)

    def _heading(self, heading: Heading, indent: float, _close: bool) -> Iterator[Part]:
        style = self.type.section if heading.level <= 2 else self.type.heading
        above = self.type.gap(1.1 if heading.level <= 2 else 0.8)
        return iter(together([*self._text(self.runs(heading.spans), style, above, indent)]))

    def _paragraph(self, paragraph: Paragraph, indent: float, close: bool) -> Iterator[Part]:
        return self._text(self.runs(paragraph.spans), self.type.body, self._above(close), indent)

    def _above(self, close: bool) -> float:
        return self.type.gap(0.2 if close else 0.5)

    def _list(self, block: ListBlock, indent: float, close: bool) -> Iterator[Part]:
        style, body = self.type.body, self.type.body.size
        marks = [f"{number}." if block.ordered else "•" for number in range(1, len(block.items) + 1)]
        widths = [line.width for mark in marks for line in kept_lines(mark, style, 999, key=self.page.id)]
        room = max(widths) + 0.45 * body if block.ordered else _DOT * body
        for number, item in enumerate(block.items):
            above = self.type.gap(0.2 if number or close else 0.35)
            place = indent - (0.0 if block.ordered else _DOT_OUT * body)
            made = list(self._item(item, above, indent + room, (place, marks[number])))
            lonely = number in {0, len(block.items) - 2} and len(block.items) > 1
            yield from together(made) if lonely else made

    def _item(self, item: Sequence[Block], above: float, indent: float, mark: tuple[float, str]) -> Iterator[Part]:
        first = item[0].spans if item and isinstance(item[0], Paragraph) else ()
        rest = item[1:] if first else item
        lead = list(self._text(self.runs(first), self.type.body, above, indent, mark))
        yield from together(lead) if rest else lead
        yield from self._blocks(rest, indent)

    def _table(self, table: Table, indent: float, close: bool) -> Iterator[Part]:
        style = self.type.close
        rows = [[self.runs(cell, strong=True) for cell in table.header]]
        rows += [[self.runs(cell) for cell in row] for row in table.rows]
        widths = columns(rows, style, self.type.measure - indent, key=self.page.id)
        if widths is not None:
            yield from table_parts(rows, widths, style, self._above(close), key=self.page.id)
            return
        for row in rows[1:]:  # too wide for the sheet: each row as a short list
            named = [Run(run.text, bold=True) for run in row[0]]
            yield from together(list(self._text(named, self.type.body, self._above(close), indent)))
            left, mark = indent + _DOT * style.size, (indent - _DOT_OUT * style.size, "•")
            for name, cell in zip(rows[0][1:], row[1:], strict=True):
                text = [*name, Run(self.words("handout.colon"), bold=True), *cell]
                yield from self._text(text, self.type.body, self.type.gap(0.1), left, mark)

    def _call(self, _block: CallText, _indent: float, _close: bool) -> Iterator[Part]:
        """The fixed call text in its frame, the number, and whose words these are."""
        words, style, key = self.words, self.type.body, "call"
        numbers, bold = self.facts.numbers, Style(style.size * 1.08, style.leading * 1.04, bold=True)
        kit = self.facts.kit
        owner = call_owner(numbers, words, approved=kit is not None and kit.approves(self.facts.book.version))
        phone = words("handout.phone", number=self.facts.phone or BLANK)
        inner = Frame(
            [
                Para(call_text(numbers, words), bold, key),
                Gap(0.2 * style.leading),
                Para(phone, Style(style.size * 1.3, style.leading * 1.3, bold=True), "phone_24h", blank=60 * MM),
                Gap(0.15 * style.leading),
                Para(owner, self.type.close, key),
            ],
            _FRAME_PAD,
            weight=HEAVY,
        )
        yield part(inner.place(self.type.measure), self.type.gap(0.7))

    def _drawing(self, block: Drawing, _indent: float, _close: bool) -> Iterator[Part]:
        """A picture, wide enough that its words are not smaller than the text, as far as the sheet allows."""
        picture = self.facts.book.picture(block.name, self.page.language, colours=_COLOURS)
        svg, wide, high = picture.svg, picture.width, picture.height
        width = self.type.body.size / _PICTURE_TYPE * wide
        if width > _WIDEST:  # a quarter turn gives it the length of the sheet
            svg, wide, high = _turned(svg, wide, high), high, wide
            width = min(width, self.tallest) * wide / high
        out = (width - self.type.measure) / 2

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.picture(svg, x - out, y, width)

        yield Part(width * high / wide, draw, self.type.gap(0.7), floats=True)

    def _origin(self) -> Iterator[Part]:
        """Sources with their dates, when they were last read against the page, and what a blank line is for."""
        words, book, language = self.words, self.facts.book, self.page.language
        style, gap = self.type.close, self.type.gap(0.2)
        if self.blanks:
            yield from self._text(words("handout.pen"), self.type.body, self.type.gap(0.8))
        if self.page.sources:
            yield from together(list(self._text(words("handout.sources"), self.type.heading, self.type.gap(1.0))))
        for key in self.page.sources:
            source = book.sources[key]
            date = words.date(source.date) if source.date else words("handout.undated")
            text = words("handout.source", title=source.title[language], date=date)
            text += self._weak() if source.weak else ""
            yield from self._text(text, style, gap, _DOT * style.size, (-_DOT_OUT * style.size, "•"))
        yield from self._text(words("handout.reviewed", date=words.date(self.page.reviewed)), style, 2 * gap)

    def runs(self, spans: Sequence[Span], *, strong: bool = False, refer: bool = True) -> tuple[Run, ...]:
        """Spans as runs of text; ``refer`` says on which sheet of this PDF a page is that a link leads to."""
        found: list[Run] = []
        referred = False
        for span in spans:
            bold = span.strong or strong
            if isinstance(span, ClinicSpan):
                found.append(self._clinic(span.field))
                continue
            text = span.text
            if isinstance(span, FactSpan):
                reference = self._weak() if span.weak else ""
            else:
                reference = self._reference(span.link, "".join(run.text for run in found) + text) if refer else ""
            if referred:
                text = text.removeprefix(" ")  # a Chinese bracket has its room
            referred = reference.endswith("）")
            found.append(Run(text + reference, bold))
        return tuple(found)

    def _reference(self, link: str, before: str) -> str:
        """Where in this PDF the page is that a link leads to; "" if it is not in it."""
        kind, _, target = link.partition(":")
        if kind != "page" or target not in self.numbers_of or target == self.page.id:
            return ""
        inside = before.count("（") + before.count("(") > before.count("）") + before.count(")")
        return self.words("handout.reference_inside" if inside else "handout.reference", n=self.numbers_of[target])

    def _weak(self) -> str:
        return self.words("handout.weak", mark=self.words("fixed.weak"))

    def _clinic(self, field: str) -> Run:
        """The clinic's own number, or a line to write it on with its unit."""
        if getattr(self.facts.numbers, field) is not None:
            return Run(clinic_text(field, self.facts.numbers, self.words), bold=True)
        self.blanks = True
        text = BLANK
        if field in _UNITS:  # the blank breaks and is spaced like a number
            text = with_unit("0", self.facts.book.spoken(self.page.language).units[_UNITS[field]])
            text = (self.words.at_least(text) if field in WINDOWS else text).replace("0", BLANK, 1)
        return Pen(text, blank=_LONG_BLANKS.get(field, 0.0))


def _turned(svg: str, wide: float, high: float) -> str:
    """A drawing of that size, turned a quarter against the clock: its top is on the left."""
    return f'<svg viewBox="0 0 {high:g} {wide:g}"><g transform="matrix(0 -1 1 0 0 {wide:g})">{svg}</g></svg>'


def _sections(blocks: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """Blocks cut at headings of level 2, each with the key of its heading."""
    found: list[tuple[str, list[Block]]] = [("", [])]
    for block in blocks:
        if isinstance(block, Heading) and block.level <= 2:
            found.append((block.key, []))
        found[-1][1].append(block)
    return found


@dataclass(frozen=True, slots=True)
class Pen(Run):
    """A run with a line to write on, of a length of its own."""

    blank: float = 0.0
