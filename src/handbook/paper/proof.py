"""The printer proof: two lines of 100 mm to measure, and crosses on both sides that meet when held to the light."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from handbook.domain import BAR, CROSS
from handbook.paper.blocks import Block, Gap, Para, fill
from handbook.paper.breaks import BLANK
from handbook.paper.formats import MM, PAGE_LEAST, PAPERS
from handbook.paper.sheet import HAIRLINE, RULE, Sheet
from handbook.paper.text import Style, set_lines

if TYPE_CHECKING:
    from handbook.content import Book

_ARM, _TICK = 10.0, 1.2
_TITLE, _BODY = Style(18, 24, bold=True), Style(PAGE_LEAST, 16)
_LEFT, _TOP, _MARGIN = 34.0, 40.0, 24.0
_FIELDS = ("bar_across", "bar_down", "across", "down")


def crosses(paper: str) -> tuple[tuple[float, float], ...]:
    """The centres of the crosses in mm from the top left corner, the same on both sides, so that they meet."""
    width, height = PAPERS[paper]
    return tuple((x, y) for y in (CROSS, height - CROSS) for x in (CROSS, width - CROSS))


def calibration(book: Book, *, paper: Literal["a4", "letter"] = "a4", again: bool = False, printed_on: date) -> bytes:
    """The proof as PDF: front and back of one sheet, in every language of the book.

    Args:
        book: For its words.
        paper: ``a4`` or ``letter``.
        again: The second one, printed with what was measured on the first: it says what must be seen, and has no room
            to write down numbers, so that nobody takes them from the wrong sheet.
        printed_on: Date of the file.
    """
    first = book.languages[0]
    title = book.words(first)("calibration.again_title" if again else "calibration.title")
    sheet = Sheet(title, language=first, printed_on=printed_on, duplex="DuplexFlipLongEdge")
    _side(sheet, book, paper, "front", again=again)
    _side(sheet, book, paper, "back", again=again)
    return sheet.bytes()


def _side(sheet: Sheet, book: Book, paper: str, side: Literal["front", "back"], *, again: bool) -> None:
    width, height = PAPERS[paper]
    across, down = (width - BAR) / 2, (height - BAR) / 2
    with sheet.page(width, height):
        _crosses(sheet, paper, scaled=side == "front")
        _bar(sheet, across, CROSS + 2, down=False)
        _bar(sheet, CROSS + 2, down, down=True)
        blocks: list[Block] = []
        for language in book.languages:
            words = book.words(language)
            title = words("calibration.again_title" if again else "calibration.title")
            blocks.append(Para(f"{title} · {words(f'calibration.{side}')}", _TITLE, "calibration.title"))
            blocks.append(Gap(4))
            if again:
                blocks.append(Para(words("calibration.again"), _BODY, "calibration.again"))
            else:
                if side == "front":
                    blocks.append(Para(words("calibration.steps"), _BODY, "calibration.steps"))
                    blocks.append(Gap(6))
                fields = "\n".join(words(f"calibration.{key}", line=BLANK) for key in _FIELDS)
                blocks.append(Para(fields, Style(PAGE_LEAST, 24), "calibration.fields"))
            blocks.append(Gap(20))
        fill(sheet, blocks, _LEFT * MM, _TOP * MM, (width - _LEFT - _MARGIN) * MM, (height - _TOP - 40) * MM)
        bar = " / ".join(dict.fromkeys(book.words(language)("calibration.bar") for language in book.languages))
        _label(sheet, f"1 · {bar}", width / 2, CROSS - 0.5, middle=True)
        _label(sheet, "2", CROSS - 4, height / 2)
        _label(sheet, "3", _ARM - 1, CROSS - 4)
        _label(sheet, "4", CROSS + 2, _ARM)


def _label(sheet: Sheet, text: str, x: float, y: float, *, middle: bool = False) -> None:
    """A line of words at this place in mm, or with its middle there; the numbers are those of the picture on screen."""
    lines = set_lines(text, _BODY, PAPERS["a4"][0] * MM, key="calibration.bar")
    sheet.lines(lines, x * MM - (lines[0].width / 2 if middle else 0), y * MM, 0)


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
