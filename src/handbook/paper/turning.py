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
_MARGIN = 18.0
_LEAST_PAGE = 150.0


def turning_page(sheet: Sheet, book: Book, width: float, height: float) -> None:
    """A page of this size in mm with the picture, and the steps in every language of the book.

    A page that is too small for words (one card) has the picture only.
    """
    margin = min(_MARGIN, width / 12)
    measure = width - 2 * margin
    high = 0.34 * measure
    with sheet.page(width, height):
        sheet.picture(TURN_STACK, margin * MM, margin * MM, measure * MM)
        if min(width, height) < _LEAST_PAGE:
            return
        blocks: list[Block] = []
        for language in book.languages:
            words = book.words(language)
            blocks += [
                Para(words("turning.title"), _TITLE, "turning.title"),
                Gap(4),
                Para(words("turning.steps"), _BODY, "turning.steps"),
                Gap(18),
            ]
        top = margin + high + 8
        fill(sheet, blocks, margin * MM, top * MM, measure * MM, (height - top - margin) * MM)
