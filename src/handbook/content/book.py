"""The book: everything under resources/content, read once.

Start-up matters, so pages are parsed when they are shown, and the shared tables are read, by modules that are loaded
then, when they are first asked for. What cannot be read is left out and named; the rest of the book still opens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from handbook import domain, resources
from handbook.content.faults import Fault
from handbook.content.files import Files
from handbook.content.spoken import MANUAL_CHAPTER, MANUAL_FOLDER, OWN_CHAPTER, OWN_FOLDER, Language
from handbook.content.words import CLINIC_FIELDS, FixedWords
from handbook.domain import SOURCE_LANGUAGE, InputError
from handbook.domain.numbers import amount, date_text, hedged, with_unit
from handbook.paths import unreadable

if TYPE_CHECKING:
    from datetime import date

    from handbook.content.model import (
        Chapter,
        Fact,
        FrontMatter,
        Hit,
        LookBackGroup,
        MedicineName,
        Page,
        Passage,
        PreparationItem,
        Source,
        SymptomGroup,
        Term,
    )
    from handbook.content.names import MedicineNames
    from handbook.content.own import OwnPages
    from handbook.content.pictures import Picture
    from handbook.content.search import Index
    from handbook.content.tree import Block, FactSpan
    from handbook.domain import Words

_TITLE = r'^title\s*=\s*"(.+)"\s*$'


def load(root: Path | None = None, *, own: OwnPages | None = None) -> Book:
    """Open the book in ``root`` (a folder like resources/content; default: the one that is shipped).

    ``own``: pages that a clinic's kit brings along. The shipped book without any is the same one for all who ask.

    Raises:
        InputError: ``content.no-book`` if the folder holds no book at all, ``file.unreadable`` if the system does not
            let it be looked into. Any lesser fault is in ``left_out``.
    """
    return Book(root or resources.root() / "content", own) if root or own else _shipped(resources.root() / "content")


@cache
def _shipped(root: Path) -> Book:
    return Book(root)


class Book:
    """The book in all its languages. What two threads ask for at once may be read twice, to the same effect."""

    def __init__(self, root: Path, own: OwnPages | None = None) -> None:
        self.root, self.own = root, own
        self.files = Files(root, own.files if own else {})
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
        return tuple(language for language in self.languages if self._language(language))

    @property
    def left_out(self) -> tuple[Fault, ...]:
        """What could not be read. Reads everything that has not been asked for yet, but parses no page."""
        _ = (self.facts, self.sources, self.article, self.glossary, self.symptoms, self.preparation)
        _ = (self.lookback, self.medicine_names)
        for language in self.readable_languages:
            _ = (self.pages(language), self.manual(language), self.words(language).keys)
        return tuple(self.files.faults)

    def missing(self, language: str) -> tuple[str, ...]:
        """The titles of the pages in ``language`` that could not be read (a clinic's own pages aside).

        A title that cannot be made out either gives way to the name of the file.
        """
        self.pages(language)
        folder = f"{language}/"
        files = dict.fromkeys(fault.file for fault in self.files.faults)
        pages = [file for file in files if file.startswith(folder) and file.endswith(".md")]
        titles = ((file, re.search(_TITLE, self.files.text(file), re.MULTILINE)) for file in pages)
        return tuple(title[1] if title else file.removeprefix(folder) for file, title in titles)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source by its key."""
        from handbook.content.model import Source  # noqa: PLC0415

        return self.files.entries("sources.toml", Source)

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Every figure by its id; one that rests on a weak source is weak."""
        from handbook.content.model import Fact  # noqa: PLC0415

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
        from handbook.content.model import Term  # noqa: PLC0415

        return self.files.entries("glossary.toml", Term)

    @cached_property
    def symptoms(self) -> tuple[SymptomGroup, ...]:
        """The symptom list in its order."""
        from handbook.content.model import SymptomGroup  # noqa: PLC0415

        return self.files.items("symptoms.toml", "group", SymptomGroup)

    @cached_property
    def preparation(self) -> tuple[PreparationItem, ...]:
        """The preparation list in its order."""
        from handbook.content.model import PreparationItem  # noqa: PLC0415

        return self.files.items("preparation.toml", "item", PreparationItem)

    @cached_property
    def lookback(self) -> tuple[LookBackGroup, ...]:
        """What a family is asked about the medicines of the last months, in its order."""
        from handbook.content.model import LookBackGroup  # noqa: PLC0415

        return self.files.items("lookback.toml", "group", LookBackGroup)

    @cached_property
    def medicine_names(self) -> tuple[MedicineName, ...]:
        """Generic names that are offered while one is typed."""
        from handbook.content.model import MedicineName  # noqa: PLC0415

        return self.files.items("medicine-names.toml", "medicine", MedicineName)

    @cached_property
    def _languages(self) -> dict[str, Language | None]:
        return {}

    def _language(self, name: str) -> Language | None:
        """language.toml; a language without a good one has no pages."""
        if name not in self._languages:
            known = name in self.languages
            self._languages[name] = self.files.struct(f"{name}/language.toml", Language) if known else None
        return self._languages[name]

    @cached_property
    def _words(self) -> dict[str, FixedWords]:
        return {}

    @cached_property
    def _pages(self) -> dict[str, dict[str, Page]]:
        return {}

    @cached_property
    def _manuals(self) -> dict[str, dict[str, Page]]:
        return {}

    @cached_property
    def _held(self) -> dict[str, dict[str, Page]]:
        return {}

    def words(self, language: str) -> FixedWords:
        """The fixed words of ``language``."""
        if language not in self._words:
            self._words[language] = FixedWords(
                language, self.files.sentences(f"{language}/words.toml"), self.spoken(language)
            )
        return self._words[language]

    def spoken(self, language: str) -> Language:
        """How ``language`` writes headings, units and dates. Raises ``InputError("content.no-language")``."""
        if (spoken := self._language(language)) is None:
            raise InputError("content.no-language", language=language)
        return spoken

    def pages(self, language: str) -> tuple[Page, ...]:
        """The pages of ``language`` in reading order; () for a language without a readable language.toml."""
        if language not in self._pages:
            read = self._read_all(language) if self._language(language) else []
            pages = sorted((page for page in read if page), key=lambda page: (page.own, page.order, page.id))
            self._pages[language] = {page.id: page for page in pages}
        return tuple(self._pages[language].values())

    def manual(self, language: str) -> tuple[Page, ...]:
        """The pages of the manual in reading order; they are not among :meth:`pages` and read only when asked for."""
        if language not in self._manuals:
            folder = f"{language}/{MANUAL_FOLDER}"
            names = sorted(path.name for path in (self.root / folder).glob("*.md")) if self._language(language) else []
            read = [self._read(language, folder + name) for name in names]
            pages = sorted((page for page in read if page), key=lambda page: (page.order, page.id))
            self._manuals[language] = {page.id: page for page in pages}
        return tuple(self._manuals[language].values())

    def find(self, id: str, language: str) -> Page | None:  # noqa: A002  # the name that the front matter gives it
        """A page of the book or of its manual; None where there is none."""
        self.pages(language)
        if id in self._pages[language]:
            return self._pages[language][id]
        self.manual(language)
        return self._manuals[language].get(id)

    def page(self, id: str, language: str) -> Page:  # noqa: A002  # as above
        """The same. Raises ``InputError("content.no-page")`` where there is none."""
        page = self.find(id, language)
        if page is None:
            raise InputError("content.no-page", id=id, language=language)
        return page

    def beside(self, page: Page) -> tuple[Page, ...]:
        """The pages among which one turns the leaves at ``page``: those of the book, or those of the manual."""
        return self.manual(page.language) if page.manual else self.pages(page.language)

    def held(self, language: str) -> Mapping[str, Page]:
        """Pages that are left out although they can be read, by the name of their file: for who checks the book.

        Their id is not that of their file, or a figure on them cannot be written out.
        """
        _ = (self.pages(language), self.manual(language))
        return self._held.get(language, {})

    def chapters(self, language: str) -> tuple[Chapter, ...]:
        """The chapters that have pages, in the order of language.toml; the clinic's own at the end.

        The manual is not among them: see :meth:`manual_chapters`.
        """
        from handbook.content.model import Chapter  # noqa: PLC0415

        pages = self.pages(language)
        chapters = (
            Chapter(key, self.chapter_title(key, language), tuple(page for page in pages if page.chapter == key))
            for key in (*self.spoken(language).chapters, *([OWN_CHAPTER] if self.own else []))
        )
        return tuple(chapter for chapter in chapters if chapter.pages)

    def manual_chapters(self, language: str) -> tuple[Chapter, ...]:
        """The manual as the chapter that it is, () for a book without one."""
        from handbook.content.model import Chapter  # noqa: PLC0415

        pages = self.manual(language)
        return (Chapter(MANUAL_CHAPTER, self.chapter_title(MANUAL_CHAPTER, language), pages),) if pages else ()

    def chapter_title(self, key: str, language: str) -> str:
        """The title of a chapter; that of the clinic's own pages says whose they are and whether somebody signed."""
        if key == OWN_CHAPTER:
            clinic = self.own.clinic if self.own else ""
            return self.words(language)("own.chapter", name=clinic, mark=self.own_mark(language))
        return self.spoken(language).chapters[key]

    def own_mark(self, language: str) -> str:
        """What stands at the head of a page of the clinic's own: that it is one, and whether somebody signed."""
        signature = self.own.signature if self.own else domain.Signature.NONE
        return self.words(language)(f"own.mark_{signature}")

    def section_title(self, key: str, language: str) -> str:
        """The text of a standard heading."""
        return self.spoken(language).sections[key]

    def picture(self, name: str, language: str, *, colours: Mapping[str, str]) -> Picture:
        """A drawing with the words and figures of ``language``; see :func:`handbook.content.pictures.picture`."""
        from handbook.content import pictures  # noqa: PLC0415

        return pictures.picture(name, language, colours=colours, fact=partial(self.fact, language=language))

    def picture_text(self, name: str, language: str) -> str:
        """What can be seen on a drawing, in words."""
        from handbook.content import pictures  # noqa: PLC0415

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
            return self.find(target, language) is not None
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

    def suggest(self, text: str, own: Sequence[str], *, limit: int = 8) -> tuple[str, ...]:
        """Names of medicines for what was typed so far; see :class:`handbook.content.names.MedicineNames`."""
        return self._names.suggest(text, own, limit)

    @cached_property
    def _names(self) -> MedicineNames:
        from handbook.content.names import MedicineNames  # noqa: PLC0415  # only for those who write a medicine down

        return MedicineNames(self.root, self.medicine_names)

    @cached_property
    def index(self) -> Index:
        """What the search looks through; made by the first search, or ask for it when there is time."""
        from handbook.content.search import Index  # noqa: PLC0415  # only for those who search

        return Index(self)

    def _read_all(self, language: str) -> list[Page | None]:
        """The book's pages, and those of the kit that take no id of the book's."""
        names = sorted(path.name for path in (self.root / language).glob("*.md"))
        read = [self._read(language, f"{language}/{name}") for name in names]
        for file in sorted(self.own.files) if self.own else ():
            folder, _, name = file.removeprefix(OWN_FOLDER).partition("/")
            if folder == language and (name in names or (self.root / language / MANUAL_FOLDER / name).is_file()):
                self.files.faults.append(Fault(file, 0, "clinic.page-taken"))
            elif folder == language:
                read.append(self._read(language, file))
        return read

    def _read(self, language: str, file: str) -> Page | None:
        read = self.files.page(file)
        if read is None:
            return None
        front, body, above = read
        name = file.rpartition("/")[2].removesuffix(".md")
        good = self._placeholders_resolve(file, language, body, above)
        if front.id != name:
            self.files.fault(file, 2, "id-not-file", id=front.id)
            good = False
        page = self._page(language, front, body, file)
        if good:
            return page
        self._held.setdefault(language, {})[name] = replace(page, id=name)
        return None

    def _placeholders_resolve(self, file: str, language: str, body: str, above: int) -> bool:
        """A page with a figure that cannot be written out is worse than no page."""
        from handbook.content.tree import PLACEHOLDER  # noqa: PLC0415

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
        fact, spoken = self.facts[key], self.spoken(language)
        hedges = {fact.bound} - {""} | ({"about"} if fact.about else set())
        return (fact.unit in {"", "date"} or fact.unit in spoken.units) and hedges <= spoken.bounds.keys()

    def _page(self, language: str, front: FrontMatter, body: str, file: str) -> Page:
        from handbook.content.model import Page  # noqa: PLC0415

        own, manual = file.startswith(OWN_FOLDER), file.startswith(f"{language}/{MANUAL_FOLDER}")
        return Page(
            id=front.id, language=language, title=front.title,
            chapter=OWN_CHAPTER if own else MANUAL_CHAPTER if manual else front.chapter,
            order=front.order,
            article=front.article, sources=front.sources, reviewed=front.reviewed, approved_by=front.approved_by,
            brief=front.brief, family=front.family, source_hash=front.source_hash, body=body, parse=self._parse,
            own=own, manual=manual,
        )  # fmt: skip

    def _parse(self, page: Page) -> tuple[Block, ...]:
        from handbook.content.tree import FactSpan, parse  # noqa: PLC0415

        def fact(key: str) -> FactSpan:
            return FactSpan(self.fact(key, page.language), key, self.facts[key].weak)

        sections = {title: key for key, title in self.spoken(page.language).sections.items()}
        return parse(page.body, fact=fact, resolves=lambda link: self.resolves(link, page.language), sections=sections)
