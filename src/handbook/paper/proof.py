"""The printer proof: two lines of 100 mm to measure, and crosses on both sides that meet when held to the light."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from handbook.paper.blocks import Block, Gap, Para, fill
from handbook.paper.breaks import BLANK
from handbook.paper.formats import MM, PAGE_LEAST, PAPERS
from handbook.paper.sheet import HAIRLINE, RULE, Sheet
from handbook.paper.text import Style, set_lines

if TYPE_CHECKING:
    from handbook.content import Book

BAR = 100.0
CROSS = 22.0
"""Distance of a cross from both edges of the page, in mm; the crosses of the back lie behind those of the front."""
_ARM, _TICK = 10.0, 1.2
_TITLE, _BODY = Style(18, 24, bold=True), Style(PAGE_LEAST, 16)
_TOP, _MARGIN = 40.0, 24.0


def crosses(paper: str) -> tuple[tuple[float, float], ...]:
    """The centres of the crosses in mm from the top left corner, the same on both sides."""
    width, height = PAPERS[paper]
    return tuple((x, y) for y in (CROSS, height - CROSS) for x in (CROSS, width - CROSS))


def calibration(book: Book, *, paper: Literal["a4", "letter"] = "a4", printed_on: date) -> bytes:
    """The proof as PDF: front and back of one sheet, in every language of the book.

    Args:
        book: For its words.
        paper: ``a4`` or ``letter``.
        printed_on: Date of the file.
    """
    width, height = PAPERS[paper]
    first = book.languages[0]
    sheet = Sheet(
        book.words(first)("calibration.title"), language=first, printed_on=printed_on, duplex="DuplexFlipLongEdge"
    )
    across, left = (width - BAR) / 2, 34.0
    with sheet.page(width, height):
        _crosses(sheet, paper, scaled=True)
        _bar(sheet, across, 24.0, down=False)
        _bar(sheet, left - 10, (height - BAR) / 2, down=True)
        blocks: list[Block] = []
        for language in book.languages:
            words = book.words(language)
            pairs = (("bar_across", "bar_down"), ("across", "down"))
            fields = ["    ".join(words(f"calibration.{key}", line=BLANK) for key in pair) for pair in pairs]
            blocks += [
                Para(f"{words('calibration.title')} · {words('calibration.front')}", _TITLE, "calibration.title"),
                Gap(4),
                Para(words("calibration.steps"), _BODY, "calibration.steps"),
                Para(words("calibration.tick"), _BODY, "calibration.tick"),
                Gap(10),
                Para("\n".join(fields), Style(PAGE_LEAST, 26), "calibration.fields"),
                Gap(20),
            ]
        fill(sheet, blocks, left * MM, _TOP * MM, (width - left - _MARGIN) * MM, (height - _TOP - 40) * MM)
        _label(sheet, book, width, across)
    with sheet.page(width, height):
        _crosses(sheet, paper, scaled=False)
        backs = " / ".join(dict.fromkeys(book.words(language)("calibration.back") for language in book.languages))
        lines = set_lines(backs, _TITLE, width * MM, key="calibration.back")
        sheet.lines(lines, (width * MM - lines[0].width) / 2, height / 2 * MM, 0)
    return sheet.bytes()


def _label(sheet: Sheet, book: Book, width: float, across: float) -> None:
    text = " / ".join(dict.fromkeys(book.words(language)("calibration.bar") for language in book.languages))
    lines = set_lines(text, _BODY, width * MM, key="calibration.bar")
    sheet.lines(lines, (across + BAR / 2) * MM - lines[0].width / 2, 21.5 * MM, 0)


def _crosses(sheet: Sheet, paper: str, *, scaled: bool) -> None:
    """Fine crosses; on the front with a step for every millimetre, on the back with a ring around them."""
    for x, y in crosses(paper):
        sheet.rule((x - _ARM) * MM, y * MM, (x + _ARM) * MM, y * MM)
        sheet.rule(x * MM, (y - _ARM) * MM, x * MM, (y + _ARM) * MM)
        if not scaled:
            sheet.box((x - 2) * MM, (y - 2) * MM, 4 * MM, 4 * MM, weight=HAIRLINE, radius=2 * MM)
            continue
        for step in range(-int(_ARM), int(_ARM) + 1):
            tick = _TICK * (2 if step % 5 == 0 else 1)
            sheet.rule((x + step) * MM, (y - tick) * MM, (x + step) * MM, (y + tick) * MM)
            sheet.rule((x - tick) * MM, (y + step) * MM, (x + tick) * MM, (y + step) * MM)


def _bar(sheet: Sheet, x: float, y: float, *, down: bool) -> None:
    """A line of 100 mm between two strokes: what is measured runs from stroke to stroke, centre to centre."""
    ends = ((x, y), (x, y + BAR)) if down else ((x, y), (x + BAR, y))
    (x1, y1), (x2, y2) = ends
    sheet.rule(x1 * MM, y1 * MM, x2 * MM, y2 * MM, weight=RULE)
    for end_x, end_y in ends:
        if down:
            sheet.rule((end_x - 3) * MM, end_y * MM, (end_x + 3) * MM, end_y * MM)
        else:
            sheet.rule(end_x * MM, (end_y - 3) * MM, end_x * MM, (end_y + 3) * MM)
