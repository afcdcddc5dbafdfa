"""The page that shows how to turn a stack of paper by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.paper.blocks import Block, Gap, Para, fill
from handbook.paper.formats import MM, PAGE_LEAST
from handbook.paper.howto import TURN_STACK
from handbook.paper.sheet import Sheet
from handbook.paper.text import Style

if TYPE_CHECKING:
    from handbook.content import Book

_TITLE, _BODY = Style(18, 24, bold=True), Style(PAGE_LEAST, 17)
_MARGIN, _WIDEST = 18.0, 130.0
"""Around the page, and of the picture, in mm."""
_LEAST_MEASURE = 60.0
"""Words are not set in a narrower column, in mm."""
_FLAT = 108 / 318
"""Height of the picture as part of its width."""


def turning_page(sheet: Sheet, book: Book, width: float, height: float) -> None:
    """A page of this size in mm with the picture, and the steps in every language of the book.

    A page that is too small for the words, as one of a single card, has the picture only.
    """
    margin = min(_MARGIN, width / 12)
    measure = width - 2 * margin
    across = min(measure, _WIDEST)
    top = margin + _FLAT * across + 8
    room = (height - top - margin) * MM
    blocks: list[Block] = []
    for language in book.languages:
        words = book.words(language)
        more: list[Block] = [
            Gap(18 if blocks else 0),
            Para(words("turning.title"), _TITLE, "turning.title"),
            Gap(4),
            Para(words("turning.steps"), _BODY, "turning.steps"),
        ]
        if measure < _LEAST_MEASURE or sum(block.place(measure * MM).height for block in [*blocks, *more]) > room:
            break
        blocks += more
    with sheet.page(width, height):
        sheet.picture(TURN_STACK, margin * MM, margin * MM, across * MM)
        fill(sheet, blocks, margin * MM, top * MM, measure * MM, max(room, 0.0))
