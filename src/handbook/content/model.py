"""What the book consists of, as its files have it: typed, frozen, checked when read (msgspec)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import msgspec

from handbook.content.spoken import MANUAL_FOLDER, OWN_FOLDER, Strict
from handbook.domain import Kind, Words

if TYPE_CHECKING:
    from handbook.content.tree import Block, Paragraph

Number = int | float


class Fact(Strict, frozen=True, kw_only=True):
    """One figure, its unit and its source (facts.toml).

    ``value`` is a number, a range, or text (EDTF with the unit "date"). ``power`` is the power of ten it is multiplied
    with. ``weak``: second-hand or weakly sourced, by itself or because its source is. ``later`` names the facts that
    say more or otherwise.
    """

    value: Number | tuple[Number, Number] | str
    unit: str
    source: str
    verdict: Literal["agrees", "differs", "outdated", "unsupported", "later"]
    as_of: str = ""
    weak: bool = False
    row: int | None = None
    section: str = ""
    power: int = 0
    times: int = 1
    about: bool = False
    bound: Literal["", "at-least", "under", "up-to", "over"] = ""
    later: tuple[str, ...] = ()
    note: Words = msgspec.field(default_factory=dict)


class Source(Strict, frozen=True, kw_only=True):
    """Where a fact was read (sources.toml). ``date`` is EDTF text; ``medical`` the key in the project's notes."""

    title: Words
    short: Words
    publisher: str
    kind: Literal["label", "leaflet", "guideline", "paper", "news", "article", "hospital"]
    date: str = ""
    url: str = ""
    weak: bool = False
    medical: str = ""


class Term(Strict, frozen=True, kw_only=True):
    """A word of the glossary; ``also`` are synonyms that the search treats as the same word."""

    term: Words
    plain: Words
    also: Mapping[str, tuple[str, ...]] = {}
    page: str = ""


class SymptomItem(Strict, frozen=True, kw_only=True):
    """One line of the symptom card; ``id`` is stored in records and never changes."""

    id: str
    icon: str
    text: Words
    short: Words
    source: tuple[str, ...]


class SymptomGroup(Strict, frozen=True, kw_only=True, rename={"items": "item"}):
    """Symptoms that stand together on the card."""

    id: str
    name: Words
    items: tuple[SymptomItem, ...]


class PreparationItem(Strict, frozen=True, kw_only=True):
    """One line of the preparation list."""

    id: str
    text: Words
    detail: Words
    page: str
    source: tuple[str, ...]


class LookBackQuestion(Strict, frozen=True, kw_only=True):
    """One question of the look-back interview; ``id`` is stored in records and never changes.

    ``kind`` is the kind of medicine that a "yes" begins with, "" for none.
    """

    id: str
    text: Words
    examples: Words
    source: tuple[str, ...]
    kind: Kind = Kind.NOT_SAID


class LookBackGroup(Strict, frozen=True, kw_only=True, rename={"questions": "question"}):
    """Questions that are asked together: ``monthly`` ones for each month, ``older`` ones however long ago."""

    id: str
    text: Words
    short: Words
    why: Words
    questions: tuple[LookBackQuestion, ...]
    monthly: bool = False
    older: bool = False


class MedicineName(Strict, frozen=True, kw_only=True):
    """A generic name offered while typing; ``pinyin`` spells the Chinese one, syllables with spaces between."""

    name: Words
    pinyin: str
    source: tuple[str, ...]


class FrontMatter(Strict, frozen=True, kw_only=True):
    """What stands between the ``+++`` lines of a page."""

    id: str
    title: str
    order: int
    article: tuple[str, ...]
    sources: tuple[str, ...]
    reviewed: date
    approved_by: str
    brief: str
    chapter: str = ""
    family: str = ""
    source_hash: str = ""


@dataclass(frozen=True, eq=False)
class Page:
    """One page in one language. ``blocks`` is parsed when first asked for; ``body`` is the Markdown."""

    id: str
    language: str
    title: str
    chapter: str
    order: int
    article: tuple[str, ...]
    sources: tuple[str, ...]
    reviewed: date
    approved_by: str
    brief: str
    family: str
    source_hash: str
    body: str
    parse: Callable[[Page], tuple[Block, ...]]
    own: bool = False
    """Whether a clinic's kit brings it (``handbook.content.own``); its place is then ``pages/`` of that kit."""
    manual: bool = False
    """Whether it says how the program is used. Such a page holds nothing medical: no source, no figure, no approval."""

    @property
    def file(self) -> str:
        """The page's file within the book's folder, or within the kit."""
        own, manual = OWN_FOLDER if self.own else "", MANUAL_FOLDER if self.manual else ""
        return f"{own}{self.language}/{manual}{self.id}.md"

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The page as the one tree for screen and paper."""
        return self.parse(self)

    @property
    def message(self) -> Paragraph:
        """The one main message: the first paragraph."""
        from handbook.content.tree import Paragraph  # noqa: PLC0415  # tree reads this module

        return next((block for block in self.blocks if isinstance(block, Paragraph)), Paragraph(()))

    def section(self, key: str) -> tuple[Block, ...]:
        """The blocks under the standard heading ``key``, up to the next heading of that level; () if it has none."""
        from handbook.content.tree import Heading  # noqa: PLC0415  # tree reads this module

        inside, found = False, []
        for block in self.blocks:
            if isinstance(block, Heading) and block.level <= 2:
                inside = block.key == key
            elif inside:
                found.append(block)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its pages in reading order."""

    id: str
    title: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that is not the book's in which something was found: its number among those given, snippet, marks."""

    number: int
    snippet: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A page or a word that was found. ``marks`` are the places in ``snippet`` to emphasise, start and end.

    The book itself finds no ``note``: that is what the window calls a family's own words among the others.
    """

    kind: Literal["page", "term", "note"]
    id: str
    language: str
    title: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
