"""The book: everything under resources/content, read once.

Start-up matters, so pages are parsed when they are shown and the shared tables are read when they are first asked for.
What cannot be read is left out and named; the rest of the book still opens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from handbook import resources
from handbook.content import pictures
from handbook.content.faults import Fault
from handbook.content.files import Files, flatten
from handbook.content.model import (
    Chapter,
    Fact,
    FrontMatter,
    Hit,
    Language,
    Page,
    Passage,
    PreparationItem,
    Source,
    SymptomGroup,
    Term,
)
from handbook.content.pictures import Picture
from handbook.content.tree import PLACEHOLDER, Block, FactSpan, parse
from handbook.content.words import CLINIC_FIELDS, FixedWords
from handbook.domain import SOURCE_LANGUAGE, InputError, Words
from handbook.domain.numbers import amount, date_text, hedged, with_unit
from handbook.paths import unreadable

if TYPE_CHECKING:
    from datetime import date

    from handbook.content.search import Index


def load(root: Path | None = None) -> Book:
    """Open the book in ``root`` (a folder like resources/content; default: the one that is shipped).

    Raises:
        InputError: ``content.no-book`` if the folder holds no book at all, ``file.unreadable`` if the system does not
            let it be looked into. Any lesser fault is in ``left_out``.
    """
    return Book(root or resources.root() / "content")


class Book:
    """The book in all its languages. Safe to use from one thread at a time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = Files(root)
        try:
            folders = [path.parent.name for path in root.glob("*/language.toml")]
        except OSError as error:  # no such name is possible, or the way there is barred
            raise unreadable(error, root) from None
        self.languages: tuple[str, ...] = tuple(sorted(folders, key=lambda name: (name != SOURCE_LANGUAGE, name)))
        self.version = str(self.files.table("content.toml").get("version", ""))
        if not self.version or not self.languages:
            raise InputError("content.no-book", where=str(root))

    @property
    def readable_languages(self) -> tuple[str, ...]:
        """The languages whose language.toml could be read; only these have pages and words."""
        return tuple(language for language in self.languages if language in self._spoken)

    @property
    def left_out(self) -> tuple[Fault, ...]:
        """What could not be read. Reads everything that has not been asked for yet, but parses no page."""
        _ = (self.facts, self.sources, self.article, self.glossary, self.symptoms, self.preparation)
        for language in self.readable_languages:
            _ = (self.pages(language), self.words(language))
        return tuple(self.files.faults)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source by its key."""
        return self.files.entries("sources.toml", Source)

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Every figure by its id; one that rests on a weak source is weak."""
        facts = self.files.entries("facts.toml", Fact)
        weak = {key for key, source in self.sources.items() if source.weak}
        return {
            key: msgspec.structs.replace(fact, weak=True) if fact.source in weak and not fact.weak else fact
            for key, fact in facts.items()
        }

    @cached_property
    def article(self) -> Mapping[str, Words]:
        """The topics of the article: the coverage list."""
        return self.files.entries("article.toml", dict[str, str])

    @cached_property
    def glossary(self) -> Mapping[str, Term]:
        """Every word that the book explains."""
        return self.files.entries("glossary.toml", Term)

    @cached_property
    def symptoms(self) -> tuple[SymptomGroup, ...]:
        """The symptom list in its order."""
        return self.files.items("symptoms.toml", "group", SymptomGroup)

    @cached_property
    def preparation(self) -> tuple[PreparationItem, ...]:
        """The preparation list in its order."""
        return self.files.items("preparation.toml", "item", PreparationItem)

    @cached_property
    def _spoken(self) -> dict[str, Language]:
        """language.toml by language; a language without a good one has no pages."""
        read = {name: self.files.struct(f"{name}/language.toml", Language) for name in self.languages}
        return {name: language for name, language in read.items() if language is not None}

    @cached_property
    def _words(self) -> dict[str, FixedWords]:
        return {}

    @cached_property
    def _pages(self) -> dict[str, dict[str, Page]]:
        return {}

    def words(self, language: str) -> FixedWords:
        """The fixed words of ``language``."""
        if language not in self._words:
            sentences = flatten(self.files.table(f"{language}/words.toml"))
            self._words[language] = FixedWords(language, sentences, self.spoken(language))
        return self._words[language]

    def spoken(self, language: str) -> Language:
        """How ``language`` writes headings, units and dates. Raises ``InputError("content.no-language")``."""
        if language not in self._spoken:
            raise InputError("content.no-language", language=language)
        return self._spoken[language]

    def pages(self, language: str) -> tuple[Page, ...]:
        """The pages of ``language`` in reading order; () for a language without a readable language.toml."""
        if language not in self._pages:
            names = sorted(path.name for path in (self.root / language).glob("*.md"))
            read = [self._read(language, name) for name in names] if language in self._spoken else []
            pages = sorted((page for page in read if page), key=lambda page: (page.order, page.id))
            self._pages[language] = {page.id: page for page in pages}
        return tuple(self._pages[language].values())

    def page(self, id: str, language: str) -> Page:  # noqa: A002  # the name that the front matter gives it
        """One page. Raises ``InputError("content.no-page")`` where there is none."""
        self.pages(language)
        if id not in self._pages[language]:
            raise InputError("content.no-page", id=id, language=language)
        return self._pages[language][id]

    def chapters(self, language: str) -> tuple[Chapter, ...]:
        """The chapters that have pages, in the order of language.toml."""
        pages = self.pages(language)
        chapters = (
            Chapter(key, title, tuple(page for page in pages if page.chapter == key))
            for key, title in self.spoken(language).chapters.items()
        )
        return tuple(chapter for chapter in chapters if chapter.pages)

    def section_title(self, key: str, language: str) -> str:
        """The text of a standard heading."""
        return self.spoken(language).sections[key]

    def picture(self, name: str, language: str, *, colours: Mapping[str, str]) -> Picture:
        """A drawing with the words and figures of ``language``; see :func:`handbook.content.pictures.picture`."""
        return pictures.picture(name, language, colours=colours, fact=partial(self.fact, language=language))

    def picture_text(self, name: str, language: str) -> str:
        """What can be seen on a drawing, in words."""
        return pictures.description(name, language, fact=partial(self.fact, language=language))

    def fact(self, id: str, language: str) -> str:  # noqa: A002  # the name that the files give it
        """A figure with unit and hedge as ``language`` writes it: ``15–30 分钟``, ``at least 2 weeks``."""
        fact, spoken = self.facts[id], self.spoken(language)
        if fact.unit == "date":
            text = date_text(str(fact.value), spoken.dates.patterns, spoken.dates.names)
        else:
            text = amount(fact.value, power=fact.power, language=language)
            if fact.unit:
                text = with_unit(text, spoken.units[fact.unit], one=fact.value == 1 and not fact.power)
        if fact.about:
            text = hedged(text, spoken.bounds["about"])
        return hedged(text, spoken.bounds[fact.bound]) if fact.bound else text

    def date(self, value: date | str, language: str) -> str:
        """A date, or EDTF text of a source, as ``language`` writes it."""
        dates = self.spoken(language).dates
        return date_text(value, dates.patterns, dates.names)

    def resolves(self, link: str, language: str) -> bool:
        """Whether ``page:ID``, ``term:ID`` or ``source:ID`` leads somewhere for a reader of ``language``."""
        kind, _, target = link.partition(":")
        if kind == "page":
            self.pages(language)
            return target in self._pages[language]
        return target in self.glossary if kind == "term" else kind == "source" and target in self.sources

    def search(self, query: str, *, language: str | None = None, limit: int = 50) -> tuple[Hit, ...]:
        """Find pages and words, best first. ``language``: prefer hits in it. Never raises."""
        return self.index.search(query, language=language, limit=limit)

    def search_in(self, query: str, texts: Sequence[str], *, limit: int = 10) -> tuple[Passage, ...]:
        """Find ``query`` in texts that are not the book's, understood in the same way: the first ``limit`` of them.

        Never raises.
        """
        return self.index.search_in(query, texts, limit=limit)

    def marks(self, query: str, text: str, language: str) -> tuple[tuple[int, int], ...]:
        """Start and end of everything in ``text`` that ``query`` means, for finding in a page. Never raises."""
        return self.index.marks(query, text, language)

    @cached_property
    def index(self) -> Index:
        """What the search looks through; made by the first search, or ask for it when there is time."""
        from handbook.content.search import Index  # noqa: PLC0415  # only for those who search

        return Index(self)

    def _read(self, language: str, name: str) -> Page | None:
        file = f"{language}/{name}"
        read = self.files.page(file)
        if read is None:
            return None
        front, body, above = read
        if front.id != name.removesuffix(".md"):
            self.files.fault(file, 2, "id-not-file", id=front.id)
            return None
        if not self._placeholders_resolve(file, language, body, above):
            return None
        return self._page(language, front, body)

    def _placeholders_resolve(self, file: str, language: str, body: str, above: int) -> bool:
        """A page with a figure that cannot be written out is worse than no page."""
        good = True
        for match in PLACEHOLDER.finditer(body):
            kind, key = match.groups()
            if key in (self.facts if kind == "fact" else CLINIC_FIELDS):
                if kind == "fact" and not self._can_write(key, language):
                    good = False
                    self.files.fault(
                        file,
                        above + body.count("\n", 0, match.start()) + 1,
                        "fact-unit",
                        id=key,
                        unit=self.facts[key].unit,
                    )
                continue
            good = False
            line = above + body.count("\n", 0, match.start()) + 1
            self.files.fault(file, line, f"no-{kind}", id=key)
        return good

    def _can_write(self, key: str, language: str) -> bool:
        fact, spoken = self.facts[key], self._spoken[language]
        hedges = {fact.bound} - {""} | ({"about"} if fact.about else set())
        return (fact.unit in {"", "date"} or fact.unit in spoken.units) and hedges <= spoken.bounds.keys()

    def _page(self, language: str, front: FrontMatter, body: str) -> Page:
        return Page(
            id=front.id, language=language, title=front.title, chapter=front.chapter, order=front.order,
            article=front.article, sources=front.sources, reviewed=front.reviewed, approved_by=front.approved_by,
            brief=front.brief, family=front.family, source_hash=front.source_hash, body=body, parse=self._parse,
        )  # fmt: skip

    def _parse(self, page: Page) -> tuple[Block, ...]:
        def fact(key: str) -> FactSpan:
            return FactSpan(self.fact(key, page.language), key, self.facts[key].weak)

        sections = {title: key for key, title in self.spoken(page.language).sections.items()}
        return parse(page.body, fact=fact, resolves=lambda link: self.resolves(link, page.language), sections=sections)
