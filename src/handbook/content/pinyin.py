"""Pinyin and initials for the words that people search for, from a list that is made ahead.

``pypinyin`` takes 200 ms to import, more than a keystroke may, so the readings of titles, glossary and symptom words
stand in zh-Hans/pinyin.txt. ``python -m handbook.content.pinyin`` writes that file again; ``check`` says when to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from handbook.content.book import Book, load
from handbook.domain import SOURCE_LANGUAGE
from handbook.paths import write_whole

if TYPE_CHECKING:
    from pathlib import Path

NAME = f"{SOURCE_LANGUAGE}/pinyin.txt"
CHARACTERS = f"{SOURCE_LANGUAGE}/syllables.txt"
_HAN = re.compile(r"[\u3400-\u9fff]+")
_HEADER = (
    "# Readings for the search, made by python -m handbook.content.pinyin; a line is a word, a tab, its syllables.\n"
)
_MOST = 12


class Readings:
    """Which Chinese words a run of Latin letters can stand for."""

    def __init__(self, rows: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._rows = []
        for word, syllables in rows:
            starts, at = {}, 0
            for number, syllable in enumerate(syllables):
                starts[at] = number
                at += len(syllable)
            self._rows.append((word, "".join(syllables), "".join(s[0] for s in syllables), starts, at))

    @classmethod
    def load(cls, root: Path) -> Readings:
        """Read the list, empty where a book has none."""
        return cls(kept(root))

    def words(self, letters: str) -> tuple[str, ...]:
        """The runs of characters that ``letters`` spell, by pinyin (the last syllable may be begun) or by initials.

        Whole words come first; at least two letters and two characters, so that "e" does not find everything.
        """
        if len(letters) < 2:
            return ()
        found: dict[str, tuple[bool, bool, int]] = {}
        for word, spelled, initials, starts, end in self._rows:
            begun = dict(_spelled(word, spelled, letters, starts, end))
            for run in (*begun, *_initials(word, initials, letters)):
                rank = (begun.get(run, False), run != word, len(run))
                found[run] = min(found.get(run, rank), rank)
        if not all(begun for begun, _, _ in found.values()):  # "jisu" is spelled out by 激素, so 记随 is not meant
            found = {run: rank for run, rank in found.items() if not rank[0]}
        return tuple(sorted(found, key=lambda run: found[run])[:_MOST])


def _spelled(word: str, spelled: str, letters: str, starts: dict[int, int], end: int) -> Iterator[tuple[str, bool]]:
    """Runs that begin with ``letters``, and whether their last syllable was only begun."""
    at = spelled.find(letters)
    while at >= 0:
        if at in starts:
            typed = stop = at + len(letters)
            while stop < end and stop not in starts:
                stop += 1
            run = word[starts[at] : starts.get(stop, len(word))]
            if len(run) > 1:
                yield run, stop > typed
        at = spelled.find(letters, at + 1)


def _initials(word: str, initials: str, letters: str) -> Iterator[str]:
    at = initials.find(letters)
    while at >= 0:
        yield word[at : at + len(letters)]
        at = initials.find(letters, at + 1)


def kept(root: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The list that is there; a damaged one costs the search by pinyin, never the search."""
    path = root / NAME
    return _rows(path.read_text(encoding="utf-8", errors="replace") if path.is_file() else "")


def _rows(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in text.splitlines():
        word, tab, syllables = line.partition("\t")
        if tab:
            yield word, tuple(syllables.split())


def wanted(book: Book) -> tuple[str, ...]:
    """The runs of Chinese characters in titles, glossary and symptom words, sorted."""
    texts = [page.title for page in (*book.pages(SOURCE_LANGUAGE), *book.manual(SOURCE_LANGUAGE))]
    for term in book.glossary.values():
        texts += [term.term.get(SOURCE_LANGUAGE, ""), *term.also.get(SOURCE_LANGUAGE, ())]
    for group in book.symptoms:
        for item in group.items:
            texts += [item.text.get(SOURCE_LANGUAGE, ""), item.short.get(SOURCE_LANGUAGE, "")]
    return tuple(sorted({run for text in texts for run in _HAN.findall(text)}))


def stale(book: Book) -> tuple[str, ...]:
    """The words that the list lacks."""
    known = {word for word, _ in kept(book.root)}
    return tuple(word for word in wanted(book) if word not in known)


def make(book: Book) -> str:
    """The list of readings for a book."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # 200 ms

    rows = (f"{word}\t{' '.join(lazy_pinyin(word))}\n" for word in wanted(book))
    return _HEADER + "".join(rows)


def syllables(root: Path) -> dict[str, str]:
    """The commonest syllable of each everyday character, for words that stand in no list."""
    path = root / CHARACTERS
    rows = _rows(path.read_text(encoding="utf-8", errors="replace") if path.is_file() else "")
    return {char: syllable for syllable, groups in rows for char in "".join(groups)}


def make_characters() -> str:
    """The list of characters by syllable: all of GB 2312."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # 200 ms

    found: dict[str, str] = {}
    for code in range(0xB0A1, 0xF7FF):
        try:
            char = code.to_bytes(2, "big").decode("gb2312")
        except UnicodeDecodeError:
            continue
        found[lazy_pinyin(char)[0]] = found.get(lazy_pinyin(char)[0], "") + char
    return _HEADER + "".join(f"{syllable}\t{found[syllable]}\n" for syllable in sorted(found))


def write(root: Path | None = None) -> None:
    """Make the lists for the book in ``root`` (default: the shipped one) and keep them there."""
    book = load(root)
    write_whole(book.root / NAME, make(book).encode())
    write_whole(book.root / CHARACTERS, make_characters().encode())


if __name__ == "__main__":  # pragma: no cover  # write() is what is tested
    write()
