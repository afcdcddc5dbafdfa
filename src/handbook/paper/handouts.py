"""Handouts: pages of the book on A4, in one PDF with contents, page numbers and bookmarks."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from itertools import accumulate
from typing import TYPE_CHECKING

from handbook.content import approval, page_approval, standing
from handbook.domain import ClinicKit, ClinicNumbers, FaultList, InputError, Person, paper_languages
from handbook.paper.blocks import HAIRLINE, HEAVY, Bar, Block, Gap, Para, Placed, Stack
from handbook.paper.breaks import BLANK
from handbook.paper.facts import Facts
from handbook.paper.flow import Part, Sides, draw_parts, sheets, text_parts, together
from handbook.paper.formats import A4, MM
from handbook.paper.logo import with_logo
from handbook.paper.pageparts import PageParts, Type, editions
from handbook.paper.sheet import Sheet
from handbook.paper.text import Style, set_lines

if TYPE_CHECKING:
    from handbook.content import Book, Page

EVERYTHING = "all"
_TOP, _BOTTOM = 13 * MM, 11 * MM
_CONTENTS = ":contents"
_LINKED = re.compile(r"\]\(page:([\w-]+)\)")


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
        ids: Ids of pages, keys of chapters, or ``all`` (the book without its manual, which is the chapter ``manual``);
            what is named twice is printed once.
        numbers: The clinic's numbers, the kit's already over the family's own; what is not set is a line to write on.
        kit: The kit, for approval and what must be said of it.
        language: A language tag, or several joined by ``+``: printed one after the other.
        large_print: 16 pt instead of 12 pt.
        printed_on: Print date; also the date of the file.

    Raises:
        InputError: ``paper.no-page`` (``id``, ``nearest``), several as a ``FaultList``; ``content.no-page`` for a page
            that one of the languages lacks; ``paper.does-not-fit`` and ``paper.no-glyph`` as for cards.
    """
    languages = paper_languages(language)
    wanted = _chosen(book, ids, languages[0])
    facts = Facts(book, Person(), numbers, kit, printed_on)
    sections = [
        section
        for one in languages
        for section in _sections(facts, one, wanted, editions(one, large_print=large_print))
    ]
    laid = _lay_out(sections)
    sheet = Sheet(sections[0].title, language=languages[0], printed_on=printed_on, duplex="DuplexFlipLongEdge")
    outline = _Outline(sheet, book, several=len(languages) > 1)
    number, total = 0, sum(map(len, laid))
    for section, pages in zip(sections, laid, strict=True):
        for place, parts in enumerate(pages):
            number += 1
            with sheet.page(*A4):
                if not place:
                    outline.add(section)
                section.draw(sheet, parts, place, number, total)
    if len(sections) > 1:
        sheet.show_outline()
    return sheet.bytes()


def _chosen(book: Book, ids: Sequence[str], language: str) -> tuple[str, ...]:
    """The ids of the pages that were asked for, in reading order."""
    pages = (*book.pages(language), *book.manual(language))
    by_name = {page.id: {page.id} for page in pages}
    for chapter in (*book.chapters(language), *book.manual_chapters(language)):
        by_name.setdefault(chapter.id, {page.id for page in chapter.pages})
    by_name.setdefault(EVERYTHING, {page.id for page in book.pages(language)})
    faults = [
        InputError("paper.no-page", id=name[:40], nearest=get_close_matches(name, by_name, n=1, cutoff=0.0)[0])
        for name in ids
        if name not in by_name
    ]
    if faults:
        raise faults[0] if len(faults) == 1 else FaultList([*faults])
    wanted = {id_ for name in ids for id_ in by_name[name]}
    return tuple(page.id for page in pages if page.id in wanted)


def _sections(facts: Facts, language: str, wanted: Sequence[str], types: Sequence[Type]) -> list[_Section]:
    """Contents, if there is more than one page, and the pages."""
    pages = [facts.book.page(id_, language) for id_ in wanted]
    found: list[_Section] = [_PageSection(facts, page, types) for page in pages]
    if len(pages) == 1:
        return found
    return [_Contents(facts, language, types, pages), *found]


def _lay_out(sections: Sequence[_Section]) -> list[list[list[Part]]]:
    """Every section on its sheets.

    A reference may take another digit once it is known where its page begins, and that may take another line; so this
    is done again until nothing moves. A section never gives back a sheet that it once took, or it might never end.
    """
    counts = [1] * len(sections)
    while True:
        numbers: dict[str, dict[str, int]] = {}
        for section, before in zip(sections, accumulate(counts, initial=0), strict=False):
            numbers.setdefault(section.language, {})[section.id] = before + 1
        laid = [section.sheets(numbers[section.language]) for section in sections]
        needed = [max(count, len(pages)) for count, pages in zip(counts, laid, strict=True)]
        if needed == counts:
            return [[*pages, *[[]] * (count - len(pages))] for count, pages in zip(counts, laid, strict=True)]
        counts = needed


class _Outline:
    """The PDF's bookmarks: language if there are several, chapter, page."""

    def __init__(self, sheet: Sheet, book: Book, *, several: bool) -> None:
        self.sheet, self.book, self.level = sheet, book, int(several)
        self.open: tuple[str, str] = ("", "")

    def add(self, section: _Section) -> None:
        """Let the bookmarks of a section lead to the sheet that is being drawn."""
        language, chapter = section.language, section.chapter
        if self.level and language != self.open[0]:
            self.sheet.outline(f"language:{language}", self.book.spoken(language).name, 0)
        if chapter and (language, chapter) != self.open:
            self.sheet.outline(f"chapter:{language}:{chapter}", chapter, self.level)
        self.sheet.outline(section.target(section.id), section.bookmark, self.level + bool(chapter))
        self.open = (language, chapter)


class _Section(ABC):
    """What begins on a new sheet: a page of the book, or the contents."""

    def __init__(
        self, facts: Facts, language: str, types: Sequence[Type], *, id_: str, title: str, chapter: str = ""
    ) -> None:
        self.facts, self.language, self.types, self.type = facts, language, types, types[0]
        self.id, self.title, self.chapter, self.bookmark = id_, title, chapter, title
        self.words = facts.words(language)
        self._known: dict[tuple[int | None, ...], list[list[Part]]] = {}

    @abstractmethod
    def variants(self, numbers: Mapping[str, int]) -> Iterator[list[Part]]:
        """What stands on its sheets, the best first; ``numbers`` gives the sheet on which each page begins."""

    @abstractmethod
    def refers(self) -> Sequence[str]:
        """The pages whose numbers are printed."""

    def target(self, id_: str) -> str:
        """The name of a page within the PDF."""
        return f"page:{self.language}:{id_}"

    def sheets(self, numbers: Mapping[str, int]) -> list[list[Part]]:
        """Shared out over sheets; what was laid out with the same numbers before is not laid out again."""
        known = tuple(numbers.get(id_) for id_ in self.refers())
        if known not in self._known:
            first, others = self._rooms()
            tried = (
                sheets(parts, first, others, key=self.id, floating=floating)
                for parts in self.variants(numbers)
                for floating in (False, True)
            )
            self._known[known] = min(tried, key=len)  # the first of those
        return self._known[known]

    def _rooms(self) -> tuple[float, float]:
        """The room on the first sheet, and on each that follows."""
        room = A4[1] * MM - _TOP - _BOTTOM - self._foot("000 / 000").height
        return room - self._head(0).height, room - self._head(1).height

    def draw(self, sheet: Sheet, parts: Sequence[Part], place: int, number: int, total: int) -> None:
        """Draw the sheet that is at ``place`` in this section and ``number`` of ``total`` in the PDF."""
        left = (A4[0] * MM - self.type.measure) / 2
        head = self._head(place)
        head.draw(sheet, left, _TOP)
        draw_parts(sheet, parts, left, _TOP + head.height)
        foot = self._foot(self.words("handout.page", n=number, total=total))
        foot.draw(sheet, left, A4[1] * MM - _BOTTOM - foot.height)

    def _head(self, place: int) -> Placed:
        """Whose handout it is and the number to call; on the sheets that follow, the page's title and the number."""
        words, body, facts = self.words, self.type.body, self.facts
        strong = replace(self.type.close, bold=True)
        phone = words("handout.phone", number=facts.phone or BLANK)
        if place:
            head = Sides(self.title, phone, self.type.close, strong, "phone_24h")
            if head.place(self.type.measure).lines == 1:
                return self._stack(head, Bar(HAIRLINE, 6, 14))
            title, number = Para(self.title, self.type.close, self.id), Para(phone, strong, "phone_24h", blank=40 * MM)
            return self._stack(title, Gap(4), number, Bar(HAIRLINE, 6, 14))
        clinic = facts.hospital or words("handout.clinic", line=BLANK)
        printed = words("card.printed", date=words.date(facts.printed_on))
        large = Style(body.size * 1.15, body.leading, bold=True)
        who = (
            Sides(clinic, phone, strong, large, "phone_24h"),
            Sides(self.chapter or words("title"), printed, self.type.close, self.type.close, "printed"),
        )
        return self._stack(with_logo(facts.kit, who), Bar(HEAVY, 4, 16))

    def _foot(self, number: str) -> Placed:
        """Who has approved this, or that nobody has yet; the page number; version and what to say of the kit."""
        return self._stack(
            Bar(HAIRLINE, 10, 4),
            Sides(self.notice(), number, self.type.close, self.type.close, "approved_by"),
            Para(self._small(), self.type.small, "handout.small-line"),
        )

    @abstractmethod
    def notice(self) -> str:
        """Who has approved this, or that nobody has yet."""

    def _small(self) -> str:
        words, facts = self.words, self.facts
        texts = [words("title"), words("card.content", version=facts.book.version)]
        texts += [*standing(facts.kit, words, facts.book.version, facts.printed_on)[1:], words("fixed.not_advice")]
        return " · ".join(texts)

    def _stack(self, *blocks: Block) -> Placed:
        return Stack(blocks).place(self.type.measure)


class _PageSection(_Section):
    """One page of the book."""

    def __init__(self, facts: Facts, page: Page, types: Sequence[Type]) -> None:
        # Whose page of its own it is stands beside it already.
        book, language = facts.book, page.language
        chapter = book.own_mark(language) if page.own else book.chapter_title(page.chapter, language)
        super().__init__(facts, page.language, types, id_=page.id, title=page.title, chapter=chapter)
        self.page = page

    def variants(self, numbers: Mapping[str, int]) -> Iterator[list[Part]]:
        tallest = min(self._rooms())
        for type_ in self.types:
            yield PageParts(self.facts, self.page, type_, numbers, tallest=tallest).parts()

    def refers(self) -> Sequence[str]:
        return _LINKED.findall(self.page.body)

    def notice(self) -> str:
        facts = self.facts
        return page_approval(self.page, facts.kit, self.words, facts.book.version, facts.printed_on)


class _Contents(_Section):
    """What is in the PDF, by chapter, with page numbers. Its title is that of the one chapter, or of the book."""

    def __init__(self, facts: Facts, language: str, types: Sequence[Type], pages: Sequence[Page]) -> None:
        chapters = list(dict.fromkeys(page.chapter for page in pages))
        titles = {key: facts.book.chapter_title(key, language) for key in chapters}
        title = titles[chapters[0]] if len(chapters) == 1 else facts.words(language)("title")
        super().__init__(facts, language, types, id_=_CONTENTS, title=title)
        self.bookmark = self.words("handout.contents")
        self.chapters = [(titles[key], [page for page in pages if page.chapter == key]) for key in chapters]
        self._of = next((page for page in pages if not page.manual), pages[0])

    def notice(self) -> str:
        """As on the pages: an approval is of the book, so any page of it will do."""
        facts = self.facts
        if self._of.manual:
            return page_approval(self._of, facts.kit, self.words, facts.book.version, facts.printed_on)
        return approval(facts.kit, self.words, facts.book.version, facts.printed_on)

    def refers(self) -> Sequence[str]:
        return [page.id for _, pages in self.chapters for page in pages]

    def variants(self, numbers: Mapping[str, int]) -> Iterator[list[Part]]:
        type_ = self.type
        found = self._line(self.title, type_.title, 0.0) + self._line(
            self.words("handout.contents"), type_.section, 6.0
        )
        for chapter, pages in self.chapters:
            if len(self.chapters) > 1:
                found += self._line(chapter, type_.heading, type_.gap(0.8))
            entries = [one for page in pages for one in self._entry(type_, page, numbers[page.id])]
            last = len(entries) - 1
            found += [replace(one, stays=place in {0, last - 1} and place < last) for place, one in enumerate(entries)]
        yield found

    def _line(self, text: str, style: Style, above: float) -> list[Part]:
        lines = set_lines(text, style, self.type.measure, key=self.id)
        return together(list(text_parts(lines, style, above)))

    def _entry(self, type_: Type, page: Page, number: int) -> Iterator[Part]:
        """Title, leader, number; the whole entry leads to the page."""
        style, measure, indent = type_.body, type_.measure, type_.body.size
        end = set_lines(str(number), style, measure, key=self.id)
        lines = set_lines(page.title, style, measure - indent - 4 * style.size, key=self.id)
        height = len(lines) * style.leading

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.lines(lines, x + indent, y + style.ascent, style.leading)
            last, edge = y + height - style.leading + style.ascent, x + measure - end[0].width
            sheet.rule(x + indent + lines[-1].width + 5, last - 1, edge - 5, last - 1, dash=True)
            sheet.lines(end, edge, last, style.leading)
            sheet.link(self.target(page.id), x, y, measure, height)

        yield Part(height, draw, 0.1 * style.leading)
