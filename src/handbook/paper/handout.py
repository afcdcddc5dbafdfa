"""Handouts: pages of the book on A4, in one PDF with contents, page numbers and bookmarks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from handbook.domain import ClinicKit, ClinicNumbers, FaultList, InputError, Person, paper_languages
from handbook.paper.facts import Facts
from handbook.paper.formats import A4, MM
from handbook.paper.pageparts import edition
from handbook.paper.sheet import Sheet

if TYPE_CHECKING:
    from handbook.content import Book

EVERYTHING = "all"
_TOP, _BOTTOM = 13 * MM, 11 * MM
_CONTENTS = "contents"


def handout(
    book: Book,
    ids: Sequence[str],
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    *,
    language: str,
    large_print: bool,
    printed_on: date,
) -> bytes:
    """Pages of the book as one PDF on A4, each page on sheets of its own, in reading order.

    Args:
        book: The book.
        ids: Ids of pages, keys of chapters, or ``all``; what is named twice is printed once.
        numbers: The clinic's numbers, the kit's already over the family's own; what is not set is a line to write on.
        kit: The kit, for approval and what must be said of it.
        language: A language tag, or several joined by ``+``: printed one after the other.
        large_print: 16 pt instead of 12 pt.
        printed_on: Print date; also the date of the file.

    Raises:
        InputError: ``paper.no-page`` (``id``, ``nearest``), several as a ``FaultList``; ``content.no-page`` for a page
            that one of the languages lacks; ``paper.does-not-fit`` and ``paper.no-glyph`` as for cards.
    """
    facts = Facts(book, Person(), numbers, kit, printed_on)
    languages = paper_languages(language)
    wanted = _chosen(book, ids, languages[0])
    sections = [
        section
        for one in languages
        for section in _Volume(facts, one, wanted, edition(one, large_print=large_print)).sections
    ]
    laid, starts = _lay_out(sections)
    title = sections[0].title
    sheet = Sheet(title, language=languages[0], printed_on=printed_on, duplex="DuplexFlipLongEdge")
    number, total = 0, sum(map(len, laid))
    for section, pages, start in zip(sections, laid, starts, strict=True):
        for parts in pages:
            number += 1
            with sheet.page(*A4):
                if number == start:
                    _bookmarks(sheet, book, section, several=len(languages) > 1)
                section.draw(sheet, parts, number, total, opening=number == start)
    if len(sections) > 1:
        sheet.show_outline()
    return sheet.bytes()


def _chosen(book: Book, ids: Sequence[str], language: str) -> tuple[str, ...]:
    """The ids of the pages that were asked for, in reading order."""
    pages = book.pages(language)
    by_name = {page.id: {page.id} for page in pages}
    for chapter in book.chapters(language):
        by_name.setdefault(chapter.id, {page.id for page in chapter.pages})
    by_name.setdefault(EVERYTHING, {page.id for page in pages})
    faults = [
        InputError("paper.no-page", id=name[:40], nearest=get_close_matches(name, by_name, n=1, cutoff=0.0)[0])
        for name in ids
        if name not in by_name
    ]
    if faults:
        raise faults[0] if len(faults) == 1 else FaultList([*faults])
    wanted = {id_ for name in ids for id_ in by_name[name]}
    return tuple(page.id for page in pages if page.id in wanted)
