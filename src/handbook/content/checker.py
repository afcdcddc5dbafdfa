"""What ``check`` looks at beyond a single page: the shared tables, the languages side by side, coverage, glyphs."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from handbook.content import pinyin
from handbook.content.check_page import PageCheck
from handbook.content.faults import Fault, toml_line
from handbook.content.prose import Prose, readable
from handbook.content.readability import measure, size
from handbook.content.report import Report
from handbook.content.spoken import MANUAL_FOLDER
from handbook.domain import SOURCE_LANGUAGE, Words, is_chinese
from handbook.sentences import flatten

if TYPE_CHECKING:
    from handbook.content.book import Book
    from handbook.content.model import Fact, LookBackQuestion, PreparationItem, SymptomItem

LONGEST_SYMPTOM = {"text": {True: 18, False: 9}, "short": {True: 8, False: 4}}
"""Chinese characters, or words, by ``is_chinese``."""


class Checker:
    """All checks of one book; ``glyphs`` says whether a character can be drawn."""

    def __init__(self, book: Book, glyphs: Callable[[str], bool]) -> None:
        self.book, self.glyphs = book, glyphs
        self.languages = book.languages
        self.read = book.readable_languages
        shorts = [short for source in book.sources.values() for short in source.short.values()]
        self.prose = {language: Prose(language, shorts) for language in self.languages}

    def report(self) -> Report:
        """Every fault by file and line, and what else there is to say."""
        faults = [*self.book.left_out]
        pages = [page for language in self.read for page in (*self.book.pages(language), *self.book.manual(language))]
        for part in (
            self.languages_agree, self.facts, self.texts, self.glossary, self.symptoms, self.preparation,
            self.lookback, self.medicine_names,
            self.pages, self.coverage, self.characters, self.pinyin,
        ):  # fmt: skip
            faults += part()
        covered = {topic for page in pages for topic in page.article} & self.book.article.keys()
        readability = tuple(measure(page.file, page.language, map(readable, page.body.splitlines())) for page in pages)
        once = {(fault.file, fault.line, fault.code, str(fault.params)): fault for fault in faults}
        ordered = tuple(once[key] for key in sorted(once))
        return Report(ordered, len(pages), len(covered), len(self.book.article), readability)

    def languages_agree(self) -> Iterator[Fault]:
        """Same headings, chapters, units, hedges and fixed words with the same parameters in every language."""
        first, *others = self.read or ("",)
        for language in others:
            for file, mine, theirs in (
                ("language.toml", self.keys(language), self.keys(first)),
                ("words.toml", self.words(language), self.words(first)),
            ):
                for key in sorted(theirs.keys() - mine.keys()):
                    yield Fault(f"{language}/{file}", 0, "content.no-key", {"key": key, "language": first})
                for key in sorted(mine.keys() - theirs.keys()):
                    yield Fault(f"{first}/{file}", 0, "content.no-key", {"key": key, "language": language})
                for key in sorted(mine.keys() & theirs.keys()):
                    if mine[key] != theirs[key]:
                        line = toml_line(self.book.files.text(f"{language}/{file}"), "", key.rpartition(".")[2])
                        yield Fault(f"{language}/{file}", line, "content.params", {"key": key, "language": first})

    def keys(self, language: str) -> dict[str, frozenset[str]]:
        """The keys of language.toml that every language must have."""
        spoken = self.book.spoken(language)
        tables = {"sections": spoken.sections, "chapters": spoken.chapters, "units": spoken.units}
        return {f"{name}.{key}": frozenset[str]() for name, table in tables.items() for key in table} | {
            f"bounds.{key}": frozenset() for key in spoken.bounds
        }

    def words(self, language: str) -> dict[str, frozenset[str]]:
        """The fixed words with their parameters."""
        sentences = flatten(self.book.files.table(f"{language}/words.toml"))
        return {key: _params(sentence) for key, sentence in sentences.items()}

    def facts(self) -> Iterator[Fault]:
        """Facts lead to sources, topics, units and later facts that there are."""
        for key, fact in self.book.facts.items():
            for problem, params in self.fact(fact):
                line = toml_line(self.book.files.text("facts.toml"), key, str(params.pop("key", "")))
                yield Fault("facts.toml", line, f"content.{problem}", {"entry": key, **params})

    def fact(self, fact: Fact) -> Iterator[tuple[str, dict[str, object]]]:
        """What is wrong with one fact: code and parameters; ``key`` names the line."""
        if fact.source not in self.book.sources:
            yield "no-source", {"key": "source", "id": fact.source}
        if fact.section and fact.section not in self.book.article:
            yield "no-topic", {"key": "section", "id": fact.section}
        for later in fact.later:
            if later not in self.book.facts:
                yield "no-fact", {"key": "later", "id": later}
        for language in self.read:
            spoken = self.book.spoken(language)
            if fact.unit not in {"", "date"} and fact.unit not in spoken.units:
                yield "no-unit", {"key": "unit", "id": fact.unit, "language": language}
            if fact.bound and fact.bound not in spoken.bounds:
                yield "no-unit", {"key": "bound", "id": fact.bound, "language": language}
            if fact.note and language not in fact.note:
                yield "no-text", {"key": "note", "name": "note", "language": language}

    def texts(self) -> Iterator[Fault]:
        """Sources and topics have their words in every language."""
        for key, source in self.book.sources.items():
            yield from self.complete("sources.toml", key, {"title": source.title, "short": source.short})
        for key, topic in self.book.article.items():
            yield from self.complete("article.toml", key, {"": topic})

    def complete(self, file: str, entry: str, texts: Mapping[str, Words], *, by_id: bool = False) -> Iterator[Fault]:
        """Every language has every text."""
        for name, words in texts.items():
            for language in self.languages:
                if not words.get(language, "").strip():
                    line = toml_line(self.book.files.text(file), entry, name, by_id=by_id)
                    params: dict[str, object] = {"entry": entry, "name": name, "language": language}
                    yield Fault(file, line, "content.no-text", params)

    def figures(self, file: str, entry: str, texts: Mapping[str, Words], *, by_id: bool = False) -> Iterator[Fault]:
        """No figure stands in a text of a shared table."""
        for name, words in texts.items():
            for language in self.languages:
                for code, figure in self.prose[language].figures(words.get(language, "")):
                    line = toml_line(self.book.files.text(file), entry, f"{name}.{language}", by_id=by_id)
                    yield Fault(file, line, f"content.{code}", {"figure": figure})

    def glossary(self) -> Iterator[Fault]:
        """The glossary is complete in every language and leads to pages that there are."""
        for key, term in self.book.glossary.items():
            texts = {"term": term.term, "plain": term.plain}
            yield from self.complete("glossary.toml", key, texts)
            yield from self.figures("glossary.toml", key, {"plain": term.plain})
            if term.page:
                yield from self.page_exists("glossary.toml", key, term.page)

    def page_exists(self, file: str, entry: str, page: str, *, by_id: bool = False) -> Iterator[Fault]:
        """A page that an entry leads to is there."""
        read = self.read
        if not any(self.book.resolves(f"page:{page}", name) or page in self.book.held(name) for name in read):
            line = toml_line(self.book.files.text(file), entry, "page", by_id=by_id)
            yield Fault(file, line, "content.link", {"link": f"page:{page}"})

    def symptoms(self) -> Iterator[Fault]:
        """The symptom list is complete, its ids are unique."""
        seen: set[str] = set()
        for group in self.book.symptoms:
            yield from self.complete("symptoms.toml", group.id, {"name": group.name}, by_id=True)
            for item in group.items:
                yield from self.item("symptoms.toml", item, {"text": item.text, "short": item.short}, seen)
                yield from self.symptom(item)

    def symptom(self, item: SymptomItem) -> Iterator[Fault]:
        """The icon is there and the words fit their places."""
        icons = self.book.root.parent / "icons" / "symptoms"
        text = self.book.files.text("symptoms.toml")
        if icons.is_dir() and not (icons / f"{item.icon}.svg").is_file():
            yield Fault(
                "symptoms.toml", toml_line(text, item.id, "icon", by_id=True), "content.icon", {"id": item.icon}
            )
        for key, words in (("text", item.text), ("short", item.short)):
            for language, words_there in words.items():
                longest = LONGEST_SYMPTOM[key][is_chinese(language)]
                if (length := size(words_there, language)) > longest:
                    params: dict[str, object] = {"key": key, "longest": longest, "over": length - longest}
                    yield Fault(
                        "symptoms.toml",
                        toml_line(text, item.id, f"{key}.{language}", by_id=True),
                        "content.too-long",
                        params,
                    )

    def preparation(self) -> Iterator[Fault]:
        """The preparation list is complete, its ids are unique."""
        seen: set[str] = set()
        for item in self.book.preparation:
            yield from self.item("preparation.toml", item, {"text": item.text, "detail": item.detail}, seen)
            yield from self.page_exists("preparation.toml", item.id, item.page, by_id=True)

    def lookback(self) -> Iterator[Fault]:
        """The questions of the look-back are complete, their ids and those of their groups unique."""
        file, seen = "lookback.toml", set[str]()
        for group in self.book.lookback:
            if group.id in seen:
                yield Fault(
                    file,
                    toml_line(self.book.files.text(file), group.id, by_id=True),
                    "content.id-twice",
                    {"id": group.id},
                )
            seen.add(group.id)
            yield from self.complete(
                file, group.id, {"text": group.text, "short": group.short, "why": group.why}, by_id=True
            )
            for question in group.questions:
                yield from self.item(file, question, {"text": question.text, "examples": question.examples}, seen)

    def medicine_names(self) -> Iterator[Fault]:
        """The names are complete and stand once, their sources are there, each Chinese character has a syllable."""
        file, seen = "medicine-names.toml", set[str]()
        lines = self.book.files.text(file).splitlines()
        for one in self.book.medicine_names:
            name = one.name.get(SOURCE_LANGUAGE, "")
            line = next((number for number, text in enumerate(lines, 1) if f'"{name}"' in text), 0)
            for fault in self.complete(file, name, {"name": one.name}):
                yield Fault(file, line, fault.code, fault.params)
            if name in seen:
                yield Fault(file, line, "content.id-twice", {"id": name})
            seen.add(name)
            if len(one.pinyin.split()) != len(name):
                yield Fault(file, line, "content.pinyin-stale", {"count": 1, "example": name})
            for source in one.source:
                if source not in self.book.sources:
                    yield Fault(file, line, "content.no-source", {"entry": name, "id": source})

    def item(
        self,
        file: str,
        item: SymptomItem | PreparationItem | LookBackQuestion,
        texts: Mapping[str, Words],
        seen: set[str],
    ) -> Iterator[Fault]:
        """What symptoms and preparation have in common."""
        if item.id in seen:
            line = toml_line(self.book.files.text(file), item.id, by_id=True)
            yield Fault(file, line, "content.id-twice", {"id": item.id})
        seen.add(item.id)
        yield from self.complete(file, item.id, texts, by_id=True)
        yield from self.figures(file, item.id, texts, by_id=True)
        for source in item.source:
            if source not in self.book.sources:
                line = toml_line(self.book.files.text(file), item.id, "source", by_id=True)
                yield Fault(file, line, "content.no-source", {"entry": item.id, "id": source})

    def pages(self) -> Iterator[Fault]:
        """Every page by itself, and against the page it was made from."""
        checks = {language: self.page_checks(language) for language in self.read}
        for language in self.read:
            for check_page in checks[language].values():
                yield from check_page.faults()
        originals = checks.get(SOURCE_LANGUAGE, {})
        for language in self.read:
            if language == SOURCE_LANGUAGE:
                continue
            for name in sorted(originals.keys() ^ checks[language].keys()):
                where = language if name in originals else SOURCE_LANGUAGE
                there = originals.get(name) or checks[language][name]
                file = replace(there.page, language=where).file
                if not any(fault.file == file for fault in self.book.left_out):
                    yield Fault(file, 0, "content.no-such-page", {"language": where})
            for name in sorted(originals.keys() & checks[language].keys()):
                mine, original = checks[language][name], originals[name]
                yield from mine.against(original)
                yield from mine.translated_from(self.book.files.data(original.file))

    def page_checks(self, language: str) -> dict[str, PageCheck]:
        """The checks of one language by page id, with those of pages that are left out but can be read."""
        book = self.book
        pages = [*book.pages(language), *book.manual(language), *book.held(language).values()]
        return {page.id: PageCheck(self.book, page, self.prose[language]) for page in pages}

    def coverage(self) -> Iterator[Fault]:
        """Every topic of the article is on some page of the source language."""
        pages = [page for language in self.read[:1] for page in self.page_checks(language).values()]
        covered = {topic for check_page in pages for topic in check_page.page.article}
        for topic in self.book.article:
            if topic not in covered:
                line = toml_line(self.book.files.text("article.toml"), topic)
                yield Fault("article.toml", line, "content.topic-uncovered", {"id": topic})

    def characters(self) -> Iterator[Fault]:
        """Every character of every text can be drawn; comments in TOML files may hold anything."""
        root = self.book.root
        kinds = ("*.toml", "*/*.toml", "*/*.md", f"*/{MANUAL_FOLDER}*.md")
        paths = [path for kind in kinds for path in root.glob(kind)]
        known: dict[str, bool] = {}
        for name in (*sorted(path.relative_to(root).as_posix() for path in paths), *sorted(self.book.files.given)):
            told: set[str] = set()
            for number, line in enumerate(self.book.files.text(name).splitlines(), 1):
                if name.endswith(".toml") and line.lstrip().startswith("#"):
                    continue
                for char in dict.fromkeys(line):
                    if char not in known:
                        known[char] = self.glyphs(char)
                    if not known[char] and char not in told:
                        told.add(char)
                        params: dict[str, object] = {"char": char, "code_point": f"U+{ord(char):04X}"}
                        yield Fault(name, number, "content.glyph", params)

    def pinyin(self) -> Iterator[Fault]:
        """The list of readings has every word of titles, glossary and symptoms."""
        if SOURCE_LANGUAGE in self.read and (self.book.root / pinyin.NAME).is_file():
            lacking = pinyin.stale(self.book)
            self.book.files.text(pinyin.NAME)
            unreadable = [fault for fault in self.book.files.faults if fault.file == pinyin.NAME]
            yield from unreadable
            if lacking and not unreadable:
                params: dict[str, object] = {"count": len(lacking), "example": lacking[0]}
                yield Fault(pinyin.NAME, 0, "content.pinyin-stale", params)


def _params(sentence: str) -> frozenset[str]:
    """The parameters of a sentence; one that cannot be read has a parameter that no other has."""
    try:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)
    except ValueError:
        return frozenset({sentence})
