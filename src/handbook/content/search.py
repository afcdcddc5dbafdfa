"""Search in memory: substrings of folded text in every language, synonyms, pinyin, marks; best first.

The page a carer would want first: a word in the title counts more than one in the glossary entry that leads to the
page, that more than one in the brief, a heading, the text; synonyms count nearly as much as the word itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from handbook.content.folding import Folding
from handbook.content.matching import Word, place, whole
from handbook.content.model import Hit, Passage
from handbook.content.pinyin import Readings
from handbook.content.tree import CALL, PICTURE, PLACEHOLDER
from handbook.domain import SOURCE_LANGUAGE, is_chinese

if TYPE_CHECKING:
    from handbook.content.book import Book
    from handbook.content.model import Page, Term
    from handbook.content.words import FixedWords

TITLE, ENTRY, TERM, BRIEF, HEADING, TEXT = 16.0, 9.0, 6.0, 4.0, 2.0, 1.0
LONGEST = 100
"""Characters of a query that are looked at."""

OWN_LONGEST = 80
"""Characters of a snippet of a text that is not the book's."""

MANUAL = 0.5
"""What counts of a hit in the manual: who types a symptom wants the book, though the manual says where to write it."""

_Marks = tuple[tuple[int, int], ...]
_SNIPPET = {True: 44, False: 110}  # Chinese, other
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_LEAD = re.compile(r"\s*(?:[-*+]|\d+[.)]|\|)\s+")
_APART = re.compile(r"[^\w+./%°-]+")
_LATIN = re.compile(r"[a-zü']+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BORDER = re.compile(r"(?<=[a-z0-9])(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])(?=[a-z0-9])")
_FILLER = re.compile(r"怎么办|为什么|是什么|能不能|要不要|可不可以|怎么|什么|可以|[了吗呢的]")


@dataclass(frozen=True, slots=True)
class _Line:
    weight: float
    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: Literal["page", "term"]
    id: str
    language: str
    title: str
    brief: str
    order: int
    lines: tuple[_Line, ...]
    folded: str
    share: float


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry that matched; ``as_typed``: by what was typed, not only by a synonym."""

    entry: _Entry
    score: float
    as_typed: bool


class Index:
    """Everything the search looks through. Making it takes some tens of milliseconds, a search some tenths."""

    def __init__(self, book: Book) -> None:
        self._folding = Folding.load(book.root)
        self._readings = Readings.load(book.root)
        self._synonyms = self._all_synonyms(book)
        known = (word for word in self._synonyms if len(word) > 1 and _HAN.search(word))
        self._vocabulary = sorted(known, key=len, reverse=True)
        self._entries: list[_Entry] = []
        self._folded: dict[str, str] = {}
        self._languages = book.readable_languages
        for language in self._languages:
            words = book.words(language)
            pages = (*book.pages(language), *book.manual(language))
            self._entries += [self._page(book, words, page) for page in pages]
            self._entries += [
                self._term(key, language, term) for key, term in book.glossary.items() if language in term.term
            ]
        self._everything = "\n".join(entry.folded for entry in self._entries)

    def search(self, query: str, *, language: str | None = None, limit: int = 50) -> tuple[Hit, ...]:
        """Pages and words for ``query``, best first, each once; in ``language`` where it was found there too."""
        for words, every in self._readings_of(self._fold_query(query)):
            # Most readings of a long query fail: one look at everything is quicker than one at each page.
            here = [word for word in words if self._occurs(word)]
            found = self._find(here, every=every) if here and (len(here) == len(words) or not every) else []
            if found:
                return self._hits(found, words, language, limit)
        return ()

    def search_in(self, query: str, texts: Sequence[str], *, limit: int) -> tuple[Passage, ...]:
        """The first of ``texts`` in which every word of the query stands. They may be in any language."""
        languages, before = self._languages, self._folded
        # Folded once, not at each keystroke; what is no longer asked about is forgotten.
        folded = self._folded = {text: before.get(text) or self._folding.fold(text) for text in texts}
        for words, every in self._readings_of(self._fold_query(query)):
            if not every:
                continue
            found: list[Passage] = []
            for number, text in enumerate(texts):
                if len(found) >= limit:
                    break
                if all(any(word.stands_in(folded[text], language) for language in languages) for word in words):
                    found.append(Passage(number, *_snippet(text, self._marks(text, words, languages), OWN_LONGEST)))
            if found:
                return tuple(found)
        return ()

    def marks(self, query: str, text: str, language: str) -> tuple[tuple[int, int], ...]:
        """Where in ``text`` what the query means stands, understood as :meth:`search` would if it saw only this."""
        folded = self._folding.fold(text)
        for words, every in self._readings_of(self._fold_query(query)):
            here = [word for word in words if word.stands_in(folded, language)]
            if here and (len(here) == len(words) or not every):
                return self._marks(text, here, (language,))
        return ()

    def _fold_query(self, query: str) -> str:
        return self._folding.fold(unicodedata.normalize("NFC", query[:LONGEST])).strip()

    def _occurs(self, word: Word) -> bool:
        return word.own in self._everything or any(
            other in self._everything for others in word.others.values() for other in others
        )

    def _readings_of(self, query: str) -> Iterator[tuple[list[Word], bool]]:
        """Ways to understand the query, the strictest first; the flag says whether every word must occur."""
        parts = [part.strip("-./'") for part in _APART.sub(" ", query).split()]
        parts = [part for part in parts if part]
        if not parts:
            return
        whole = " ".join(parts)
        if len(parts) > 1 and whole in self._synonyms:
            yield [self._word(whole)], True
        words = [self._word(part) for part in parts]
        yield words, True
        apart = _BORDER.sub(" ", whole)  # the book writes 24 小时, people type 24小时
        if apart != whole:
            yield [self._word(apart)], True
        if len(parts) > 1 and all(_LATIN.fullmatch(part) for part in parts):
            yield [Word(whole, {SOURCE_LANGUAGE: self._spelled("".join(parts))})], True
        inside = list(self._known_inside(whole))
        if inside:
            yield [self._word(word) for word in inside], True
            yield [self._word(word) for word in inside], False
        if len(parts) > 1:
            yield words, False
        pieces = [piece for piece in _FILLER.sub(" ", whole).split() if piece]
        if pieces and pieces != parts:
            yield [self._word(piece) for piece in pieces], True
        pairs = [a + b for piece in pieces for a, b in pairwise(piece) if _HAN.match(a) and _HAN.match(b)]
        if pairs:
            yield [Word(pair, {}) for pair in dict.fromkeys(pairs)], False

    def _known_inside(self, query: str) -> Iterator[str]:
        """Words of the glossary that stand in the query, the longest first, none within another."""
        for word in self._vocabulary:
            if word in query:
                yield word
                query = query.replace(word, " ")

    def _word(self, part: str) -> Word:
        same = self._synonyms.get(part) or self._synonyms.get(part.removesuffix("s"), {})
        others = {language: dict.fromkeys(words) for language, words in same.items()}
        for spelled in self._spelled(part) if _LATIN.fullmatch(part) else ():
            meant = {SOURCE_LANGUAGE: (spelled,)} | self._synonyms.get(spelled, {})
            for language, words in meant.items():
                others.setdefault(language, {}).update(dict.fromkeys(words))
        return Word(
            part, {language: tuple(word for word in words if word != part) for language, words in others.items()}
        )

    def _spelled(self, letters: str) -> tuple[str, ...]:
        return self._readings.words(letters.replace("'", "").replace("ü", "v"))

    def _find(self, words: Sequence[Word], *, every: bool) -> list[_Found]:
        found = []
        for entry in self._entries:
            scores = []
            for word in words:
                scores.append(self._score(entry, word))
                if every and not scores[-1]:
                    break
            if any(scores) and (scores[-1] or not every):
                as_typed = any(place(entry.folded, word.own) >= 0 for word in words)
                found.append(_Found(entry, sum(scores) * entry.share, as_typed))
        return found

    def _score(self, entry: _Entry, word: Word) -> float:
        best = 0.0
        if place(entry.folded, word.own) >= 0:
            best = _best_line(entry, word.own, place) + 0.3
        for other in word.in_language(entry.language):
            if other in entry.folded and best < entry.lines[0].weight * 1.6:
                best = max(best, _best_line(entry, other, whole))
        return best

    def _hits(
        self, found: Sequence[_Found], words: Sequence[Word], language: str | None, limit: int
    ) -> tuple[Hit, ...]:
        best: dict[tuple[str, str], _Found] = {}
        for new in found:
            key = (new.entry.kind, new.entry.id)
            old = best.get(key)
            if old is None:
                best[key] = new
                continue
            # Shown in the language asked for, else in the one whose own words were typed, else where it fits best.
            shown = max(old, new, key=lambda one: (one.entry.language == language, one.as_typed, one.score))
            best[key] = _Found(shown.entry, max(old.score, new.score), shown.as_typed)
        rows = sorted(best.values(), key=lambda one: (-one.score, one.entry.kind, one.entry.order, one.entry.id))
        return tuple(self._hit(one.entry, words) for one in rows[: max(limit, 0)])

    def _hit(self, entry: _Entry, words: Sequence[Word]) -> Hit:
        here = [word.within(entry.folded, entry.language) for word in words]
        text = entry.brief
        for line in reversed(entry.lines):  # the text first, then the brief
            if line.weight in {TEXT, BRIEF} and any(word.stands_in(line.folded, entry.language) for word in here):
                text = line.text
                break
        marks = self._marks(text, here, (entry.language,))
        snippet, marks = _snippet(text, marks, _SNIPPET[is_chinese(entry.language)])
        return Hit(entry.kind, entry.id, entry.language, entry.title, snippet, marks)

    def _marks(self, text: str, words: Sequence[Word], languages: Sequence[str]) -> _Marks:
        folded = self._folding.fold(text)
        places = range(len(text) + 1) if len(folded) == len(text) else self._folding.offsets(text)
        marks: list[tuple[int, int]] = []
        for begin, stop in sorted({span for word in words for one in languages for span in word.places(folded, one)}):
            start, end = places[begin], places[stop - 1] + 1
            if marks and start <= marks[-1][1]:
                marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
            else:
                marks.append((start, end))
        return tuple(marks)

    def _all_synonyms(self, book: Book) -> dict[str, dict[str, tuple[str, ...]]]:
        """For every word of the glossary all words of its entries, by language."""
        groups: dict[str, dict[str, dict[str, None]]] = {}
        for term in book.glossary.values():
            group = {
                language: [self._folding.fold(word) for word in (name, *term.also.get(language, ())) if word]
                for language, name in term.term.items()
            }
            for word in dict.fromkeys(word for words in group.values() for word in words):
                for language, words in group.items():
                    groups.setdefault(word, {}).setdefault(language, {}).update(dict.fromkeys(words))
        return {
            word: {language: tuple(words) for language, words in group.items()} for word, group in groups.items()
        }  # fmt: skip

    def _page(self, book: Book, words: FixedWords, page: Page) -> _Entry:
        lines = [(TITLE, page.title), (BRIEF, page.brief)]
        for term in book.glossary.values():
            if term.page == page.id:
                names = (term.term.get(page.language, ""), *term.also.get(page.language, ()))
                lines += [(TERM, name) for name in names]
        lines += list(_body(book, words, page))
        return self._entry(
            kind="page",
            id=page.id,
            language=page.language,
            title=page.title,
            brief=page.brief,
            order=page.order,
            lines=lines,
            share=MANUAL if page.manual else 1.0,
        )

    def _term(self, key: str, language: str, term: Term) -> _Entry:
        title, plain = term.term[language], term.plain.get(language, "")
        lines = [(ENTRY, title), (BRIEF, plain), *((TERM, name) for name in term.also.get(language, ()))]
        return self._entry(kind="term", id=key, language=language, title=title, brief=plain, order=0, lines=lines)

    def _entry(
        self,
        *,
        kind: Literal["page", "term"],
        id: str,  # noqa: A002  # the name of the field
        language: str,
        title: str,
        brief: str,
        order: int,
        lines: Sequence[tuple[float, str]],
        share: float = 1.0,
    ) -> _Entry:
        made = [_Line(weight, text, self._folding.fold(text)) for weight, text in lines if text]
        made.sort(key=lambda line: -line.weight)
        prose = sum(1 for line in made if line.weight == TEXT)
        made[len(made) - prose :] = reversed(made[len(made) - prose :])  # looked through from the end: first line first
        return _Entry(
            kind, id, language, title, brief, order, tuple(made), "\n".join(line.folded for line in made), share
        )  # fmt: skip


def _snippet(text: str, marks: _Marks, longest: int) -> tuple[str, _Marks]:
    if len(text) <= longest:
        return text, marks
    first = marks[0][0] if marks else 0
    start = max(0, min(first - longest // 4, len(text) - longest))
    if start and " " in text[start:first]:  # do not begin inside a word
        start = text.index(" ", start) + 1
    end = start + longest
    cut = "…" if start else ""
    shift = len(cut) - start
    snippet = cut + text[start:end] + ("…" if end < len(text) else "")
    return snippet, tuple((a + shift, min(b, end) + shift) for a, b in marks if start <= a < end)


def _best_line(entry: _Entry, word: str, find: Callable[[str, str], int]) -> float:
    """The weight of the best line with ``word``, more the more of the line it fills."""
    best = 0.0
    for line in entry.lines:
        if line.weight * 1.6 <= best:
            break  # lines are sorted by weight: no better one can follow
        if find(line.folded, word) >= 0:
            best = max(best, line.weight * (1 + 0.6 * len(word) / len(line.folded)))
    return best


def _body(book: Book, words: FixedWords, page: Page) -> Iterator[tuple[float, str]]:
    """The lines of a page as they read, without parsing Markdown: the subset is small and this is ten times faster."""

    def fill(match: re.Match[str]) -> str:
        kind, key = match.groups()
        return book.fact(key, page.language) if kind == "fact" else words.get(f"numbers.{key}") or ""

    for line in page.body.splitlines():
        text = _LINK.sub(r"\1", line).replace("**", "").replace("|", " ")
        if text == CALL:
            yield TEXT, words.get("fixed.call") or ""
        elif PICTURE.fullmatch(text):
            continue
        elif text.startswith("#"):
            yield HEADING, text.lstrip("# ")
        elif text.strip(" -:"):
            yield TEXT, " ".join(PLACEHOLDER.sub(fill, _LEAD.sub("", text, count=1)).split())
