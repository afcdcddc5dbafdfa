"""The recovery code of a record on A4: large, in groups, with where to keep it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from handbook.paper.blocks import HEAVY, Bar, Block, Gap, Para, Stack
from handbook.paper.breaks import BLANK
from handbook.paper.formats import A4, MM
from handbook.paper.pageparts import editions
from handbook.paper.sheet import Sheet
from handbook.paper.text import Style

if TYPE_CHECKING:
    from handbook.content import Book

_TOP = 25 * MM
_CODE = Style(26, 40, bold=True)
_IN_A_LINE = 4
"""Groups of the code in one line: they are compared one by one."""


def recovery_sheet(book: Book, code: str, *, language: str, printed_on: date) -> bytes:
    """The sheet as PDF. It names nobody: whoever finds it must not learn whose record it opens.

    Args:
        book: The book, for its words.
        code: The recovery code, in groups with hyphens between them.
        language: Language of the sheet.
        printed_on: Print date; also the date of the file.
    """
    words, style = book.words(language), editions(language, large_print=False)[0]
    groups = code.split("-")
    lines = [groups[at : at + _IN_A_LINE] for at in range(0, len(groups), _IN_A_LINE)]
    gap = style.body.leading
    blocks: list[Block] = [
        Para(words("recovery.title"), style.title, "recovery.title"),
        Bar(HEAVY, gap / 2, gap),
        *(Para(words(key), style.body, key) for key in ("recovery.what", "recovery.how")),
        Gap(gap),
        *(Para("  ".join(line), _CODE, "recovery.code") for line in lines),
        Gap(gap),
        Para(words("recovery.keep"), replace(style.body, bold=True), "recovery.keep"),
        Gap(gap),
        Para(words("recovery.where", line=BLANK), style.body, "recovery.where", blank=60 * MM),
        Gap(gap),
        Para(words("card.printed", date=words.date(printed_on)), style.close, "card.printed"),
    ]
    sheet = Sheet(words("recovery.title"), language=language, printed_on=printed_on)
    with sheet.page(*A4):
        Stack(blocks).place(style.measure).draw(sheet, (A4[0] * MM - style.measure) / 2, _TOP)
    return sheet.bytes()
