"""What is read out on the telephone, on A4: the fixed text and the numbers first, then the lines of the call page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from handbook.content import call_text
from handbook.domain import ClinicKit, ClinicNumbers, Person
from handbook.paper.blocks import HAIRLINE, Bar, Frame, Gap, Pair, Para, Row
from handbook.paper.breaks import BLANK
from handbook.paper.divide import divided
from handbook.paper.doctorpage import FORM, Cells, Kept, pages
from handbook.paper.facts import Facts
from handbook.paper.parts import Parts, inside
from handbook.paper.text import Style

if TYPE_CHECKING:
    from handbook.content import Book

_EMERGENCY = "120"
_DIGITS = Style(26, 34, bold=True)
_SHARES = (0.3, 0.7)
_PEN = 22.0


def call_sheet(
    book: Book,
    *,
    opening: str,
    rows: Sequence[tuple[str, Sequence[str]]],
    foot: Sequence[str],
    at: datetime,
    phone: str,
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    language: str,
) -> bytes:
    """The sheet as PDF, 12 pt.

    Args:
        book: The book, for its words and version.
        opening: The first sentence to say, in ``language``.
        rows: Name and lines of each thing to say; one without lines is a line to write on.
        foot: What is said of the rows, a paragraph each.
        at: The moment until which the rows tell; also the print date.
        phone: The 24-hour number; "" leaves it to the pen.
        numbers: The clinic's numbers, for the call text.
        kit: The kit, for whose words the call text is and for the small line.
        language: A single language tag.
    """
    facts = Facts(book, Person(phone_24h=phone), numbers, kit, at.date())

    def blocks(parts: Parts, language: str) -> list[Kept]:
        words, width = facts.words(language), inside(FORM)[0]
        call = [Para(call_text(numbers, words), Style(14, 20, bold=True), "call")]
        call += [Para(own, parts.body, "call")] if (own := facts.call_own(language)) else []
        moment = words("call_sheet.moment", date=words.date(at.date()), time=f"{at:%H:%M}")
        found: list[Kept] = [
            (Para(words("call_sheet.title"), Style(20, 26, bold=True), "call_sheet.title"), True),
            (Para(moment, parts.body, "call_sheet.title"), True),
            (Gap(8), True),
            (Frame(call, 8), False),
            (Gap(8), True),
            (_number(words("numbers.phone_24h"), facts.phone, parts), True),
            (_number(words("call_sheet.emergency"), _EMERGENCY, parts), False),
            (Bar(HAIRLINE, above=5, below=7), True),
            (Para(divided(opening, parts.strong, width, key="call_sheet"), parts.strong, "call_sheet"), False),
            (Gap(6), True),
        ]
        for label, lines in rows:
            if not lines:
                found.append((Row(label, "", _SHARES[0] * width, parts.body, "label", parts.body, _PEN), False))
            for number, line in enumerate(lines):
                texts = ("" if number else label, line)
                found.append((Cells(texts, parts.body, "call_sheet", _SHARES), False))
            found.append((Bar(HAIRLINE, above=3, below=3), False))
        found.append((Gap(4), True))
        return [*found, *((Para(text, parts.body, "call_sheet.title"), False) for text in foot)]

    return pages(facts, [language], "call_sheet.title", blocks)


def _number(label: str, number: str, parts: Parts) -> Pair:
    return Pair(label, number or BLANK, parts.body, _DIGITS, "phone_24h", _DIGITS.leading, blank=180.0)
