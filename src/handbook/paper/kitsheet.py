"""The check sheet of a clinic's kit on A4: every field with a box to tick, for a second person to sign.

A wrong telephone number is the worst fault that this program can have, so the numbers are set largest and are dialled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from handbook.content import KitRow
from handbook.domain import ClinicKit, InputError, Person
from handbook.paper.blocks import HAIRLINE, HEAVY, Bar, Block, Gap, Para, Placed, Row, Stack
from handbook.paper.facts import Facts
from handbook.paper.flow import Part, Sides, draw_parts, part, sheets
from handbook.paper.formats import A4, MM
from handbook.paper.logo import with_logo
from handbook.paper.pageparts import editions
from handbook.paper.sheet import RULE, Sheet
from handbook.paper.text import Line, Style, set_lines

if TYPE_CHECKING:
    from handbook.content import Book

_TOP, _BOTTOM = 13 * MM, 11 * MM
_PEN = 11 * MM
_BOX = 13.0
_INDENT = 24.0
_LABEL = 158.0
_LARGE = (32.0, 26.0, 21.0, 17.0)
"""Sizes of a telephone number: the first in which it stands on one line."""


def kit_sheet(book: Book, rows: Sequence[KitRow], *, kit: ClinicKit, language: str, printed_on: date) -> bytes:
    """The check sheet as PDF.

    Args:
        book: The book, for its words.
        rows: The fields of the kit (:func:`handbook.content.kit_table`) in this language.
        kit: The kit: its name, version and logo stand at the head of every page.
        language: Language of the sheet.
        printed_on: Print date; also the date of the file.

    Raises:
        InputError: ``paper.no-glyph`` and ``paper.does-not-fit`` as for cards; ``key`` is that of kit.toml.
    """
    made = _KitSheet(Facts(book, Person(), kit.numbers, kit, printed_on), language)
    room = A4[1] * MM - _TOP - _BOTTOM - made.foot("0").height - made.head().height
    pages = sheets(list(made.parts(rows)), room, room, key="kit")
    sheet = Sheet(made.words("kit.sheet_title"), language=language, printed_on=printed_on)
    left = (A4[0] * MM - made.type.measure) / 2
    for number, parts in enumerate(pages, 1):
        with sheet.page(*A4):
            head = made.head()
            foot = made.foot(made.words("kit.sheet_page", n=number, total=len(pages)))
            head.draw(sheet, left, _TOP)
            draw_parts(sheet, parts, left, _TOP + head.height)
            foot.draw(sheet, left, A4[1] * MM - _BOTTOM - foot.height)
    return sheet.bytes()


@dataclass(frozen=True, slots=True)
class _Ticked:
    """A box to tick, a label, and the value beside it or, large, below it."""

    label: str
    label_style: Style
    value: Sequence[Line]
    value_style: Style
    below: bool

    def place(self, width: float) -> Placed:
        """As high as its text, with a hairline under it."""
        pad = 5.0
        room = width - _INDENT if self.below else _LABEL - 8
        label = set_lines(self.label, self.label_style, room, key="kit.label")
        above, beside = len(label) * self.label_style.leading, len(self.value) * self.value_style.leading
        inner = above + beside if self.below else max(above, beside)
        left, top = (_INDENT, above) if self.below else (_INDENT + _LABEL, 0.0)

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.box(x, y + pad + (self.label_style.leading - _BOX) / 2, _BOX, _BOX, weight=RULE)
            sheet.lines(label, x + _INDENT, y + pad + self.label_style.ascent, self.label_style.leading)
            baseline = y + pad + top + self.value_style.ascent
            sheet.lines(self.value, x + left, baseline, self.value_style.leading)
            sheet.rule(x, y + inner + 2 * pad, x + width, y + inner + 2 * pad, weight=HAIRLINE)

        return Placed(inner + 2 * pad, draw, "kit", len(self.value), self.value_style.leading)


class _KitSheet:
    """Sets the sheet in one language."""

    def __init__(self, facts: Facts, language: str) -> None:
        self.facts, self.words = facts, facts.words(language)
        self.type = editions(language, large_print=False)[0]

    def head(self) -> Placed:
        """Whose kit it is and which version: a page that lies alone must say it."""
        words, close, kit = self.words, self.type.close, self.facts.kit
        version = f"{words('kit.version')} {kit.version if kit else ''}"
        strong, printed = replace(close, bold=True), words("card.printed", date=words.date(self.facts.printed_on))
        who = (
            Sides(self.facts.numbers.name or "", version, strong, strong, "name"),
            Sides(words("kit.sheet_title"), printed, close, close, "kit.sheet_title"),
        )
        return self._stack(with_logo(kit, who), Bar(HEAVY, 4, 12))

    def foot(self, number: str) -> Placed:
        """The page number."""
        close = self.type.close
        return self._stack(Bar(HAIRLINE, 10, 4), Sides("", number, close, close, "kit.sheet_page"))

    def parts(self, rows: Sequence[KitRow]) -> Iterator[Part]:
        """The title, how to check, field after field, and who signs."""
        words, body = self.words, self.type.body
        yield part(self._stack(Para(words("kit.sheet_title"), self.type.title, "kit.sheet_title"), Gap(6)), stays=True)
        yield part(Para(words("kit.sheet_how"), body, "kit.sheet_how").place(self.type.measure))
        for number, row in enumerate(rows):
            yield part(self._row(row).place(self.type.measure), 0.0 if number else 8.0)
        yield part(self._signatures(), self.type.gap(1.0))

    def _row(self, row: KitRow) -> _Ticked:
        label_style = replace(self.type.close, bold=True)
        if row.is_phone and row.text:
            label = f"{row.label}  ·  {self.words('kit.sheet_dialled')}"
            style, lines = self._large(row)
            return _Ticked(label, label_style, lines, style, below=True)
        style = self.type.body if row.text else self.type.close
        text = row.text or self.words("kit.sheet_unset")
        lines = set_lines(text, style, self.type.measure - _INDENT - _LABEL, key=row.key)
        return _Ticked(row.label, label_style, lines, style, below=False)

    def _large(self, row: KitRow) -> tuple[Style, Sequence[Line]]:
        """A telephone number as large as it fits on one line; a very long one on two."""
        for size in _LARGE:
            style = Style(size, size * 1.3, bold=True)
            lines = self._fitted(row, style)
            if len(lines) == 1:
                break
        return style, lines or set_lines(row.text, style, self.type.measure - _INDENT, key=row.key)

    def _fitted(self, row: KitRow, style: Style) -> Sequence[Line]:
        """The lines; () where a piece of it is too wide even for a line of its own."""
        try:
            return set_lines(row.text, style, self.type.measure - _INDENT, key=row.key)
        except InputError as error:
            if error.code != "paper.does-not-fit":
                raise
            return ()

    def _signatures(self) -> Placed:
        words, body = self.words, self.type.body
        fields = ("kit.sheet_sign", "kit.sheet_date")
        blocks: list[Block] = []
        for who in ("kit.sheet_made", "kit.sheet_checked"):
            blocks += [Gap(8), Row(words(who), "", 92, body, who, replace(body, bold=True), _PEN)]
            blocks += [Row(words(field), "", 92, body, field, body, _PEN) for field in fields]
        return self._stack(*blocks)

    def _stack(self, *blocks: Block) -> Placed:
        return Stack(blocks).place(self.type.measure)
