"""The family's own questions for the team on A4, each with room for the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain import ClinicKit, ClinicNumbers, Note, Person
from handbook.paper.blocks import HAIRLINE, HEAVY, Bar, Block, Gap, Para, Placed, Row, Ruled, Stack
from handbook.paper.breaks import BLANK
from handbook.paper.divide import divided_lines
from handbook.paper.facts import Facts
from handbook.paper.flow import Part, Sides, draw_parts, kept_lines, part, sheets, text_parts, together
from handbook.paper.formats import A4, MM
from handbook.paper.pageparts import editions
from handbook.paper.sheet import Sheet
from handbook.paper.text import Style

if TYPE_CHECKING:
    from handbook.content import Book

_TOP, _BOTTOM = 13 * MM, 11 * MM
_PEN = 9 * MM
"""Distance of lines to write on."""
_EMPTY = 5
"""Questions to write by pen where none was typed."""


def questions(
    book: Book,
    asked: Sequence[Note],
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    *,
    language: str,
    printed_on: date,
) -> bytes:
    """Questions for the team on A4 as PDF, 12 pt, in the order given; without any, lines to write them on.

    Args:
        book: The book, for its words and the titles of the pages that the questions were written beside.
        asked: The questions; the text is printed as it was typed.
        numbers: The clinic's numbers, the kit's already over the family's own.
        kit: The kit.
        language: Language of the labels.
        printed_on: Print date; also the date of the file.

    Raises:
        InputError: ``paper.no-glyph`` as for cards; ``key`` is the beginning of the question.
    """
    made = _Questions(Facts(book, Person(), numbers, kit, printed_on), language)
    room = A4[1] * MM - _TOP - _BOTTOM - made.foot("0").height - made.head().height
    pages = sheets(list(made.parts(asked)), room, room, key="questions")
    sheet = Sheet(made.words("questions.title"), language=language, printed_on=printed_on)
    left = (A4[0] * MM - made.type.measure) / 2
    for number, parts in enumerate(pages, 1):
        with sheet.page(*A4):
            head, foot = made.head(), made.foot(made.words("handout.page", n=number, total=len(pages)))
            head.draw(sheet, left, _TOP)
            draw_parts(sheet, parts, left, _TOP + head.height)
            foot.draw(sheet, left, A4[1] * MM - _BOTTOM - foot.height)
    return sheet.bytes()


class _Questions:
    """Sets the sheet in one language."""

    def __init__(self, facts: Facts, language: str) -> None:
        self.facts, self.words = facts, facts.words(language)
        self.type = editions(language, large_print=False)[0]
        self._titles = {page.id: page.title for page in facts.book.pages(language)}

    def head(self) -> Placed:
        """Whose sheet it is and the number to call, as on every handout."""
        words, body, facts = self.words, self.type.body, self.facts
        strong, large = replace(self.type.close, bold=True), Style(body.size * 1.15, body.leading, bold=True)
        clinic = facts.hospital or words("handout.clinic", line=BLANK)
        phone = words("handout.phone", number=facts.phone or BLANK)
        printed = words("card.printed", date=words.date(facts.printed_on))
        return self._stack(
            Sides(clinic, phone, strong, large, "phone_24h"),
            Sides(words("questions.own"), printed, self.type.close, self.type.close, "printed"),
            Bar(HEAVY, 4, 16),
        )

    def foot(self, number: str) -> Placed:
        """What to do with the sheet, and the page number."""
        close = self.type.close
        return self._stack(
            Bar(HAIRLINE, 10, 4), Sides(self.words("questions.keep"), number, close, close, "questions.keep")
        )

    def parts(self, asked: Sequence[Note]) -> Iterator[Part]:
        """The title, and question after question with room for its answer."""
        yield from together(
            list(self._text(self.words("questions.title"), self.type.title, 0.0, key="questions.title"))
        )
        for number in range(1, len(asked or range(_EMPTY)) + 1):
            note = asked[number - 1] if asked else None
            yield from self._question(number, note) if note else self._by_pen(number)
            yield part(self._answer(), self.type.gap(0.2))

    def _question(self, number: int, note: Note) -> Iterator[Part]:
        style = replace(self.type.body, bold=True)
        indent, mark, above = 2 * style.size, f"{number}.", self.type.gap(1.1)
        for line in note.text.split("\n"):
            yield from together(list(self._text(line, style, above, key=note.short, indent=indent, mark=mark)))
            mark, above = "", 0.0
        if title := self._titles.get(note.page):
            words = self.words("questions.page", title=title)
            yield from together(list(self._text(words, self.type.close, 0.0, key="questions.page", indent=indent)))

    def _by_pen(self, number: int) -> Iterator[Part]:
        row = Row(f"{number}.", "", 2 * self.type.body.size, self.type.body, "questions", self.type.body, _PEN)
        yield part(row.place(self.type.measure), self.type.gap(1.1), stays=True)

    def _answer(self) -> Placed:
        """Two lines to write on, and who said it on which day."""
        body = self.type.body
        indent, label = 2 * body.size, self.words("questions.answer")
        width = kept_lines(label, body, self.type.measure, key="questions.answer")[0].width + 0.5 * body.size
        said = Para(self.words("questions.said", line=BLANK), body, "questions.said", blank=45 * MM)
        lines: list[Block] = [
            Row(label, "", width, body, "questions.answer", body, _PEN), Ruled(_PEN, 1), Gap(0.4 * body.leading), said,
        ]  # fmt: skip
        placed = Stack(lines).place(self.type.measure - indent)

        def draw(sheet: Sheet, x: float, y: float) -> None:
            placed.draw(sheet, x + indent, y)

        return replace(placed, draw=draw)

    def _text(
        self, text: str, style: Style, above: float, *, key: str, indent: float = 0.0, mark: str = ""
    ) -> Iterator[Part]:
        lines = divided_lines(text or " ", style, self.type.measure - indent, key=key)  # a long web address, say
        marked = kept_lines(mark, style, self.type.measure, key=key) if mark else ()
        return text_parts(lines, style, above, indent=indent, mark=(0.0, marked))

    def _stack(self, *blocks: Block) -> Placed:
        return Stack(blocks).place(self.type.measure)
