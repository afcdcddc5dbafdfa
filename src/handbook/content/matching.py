"""Where a word of a query stands in folded text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the query, and by language what means the same there.

    Synonyms are only looked for in their own language: English "car" is driving, Chinese text writes CAR for CAR-T.
    """

    own: str
    others: Mapping[str, tuple[str, ...]]

    def in_language(self, language: str) -> tuple[str, ...]:
        """The synonyms of one language."""
        return self.others.get(language, ())

    def places(self, folded: str, language: str) -> Iterator[tuple[int, int]]:
        """Start and end of everything in ``folded`` that means this word."""
        at = place(folded, self.own)
        while at >= 0:
            yield at, at + len(self.own)
            at = place(folded, self.own, at + len(self.own))
        for other in self.in_language(language):
            at = whole(folded, other)
            while at >= 0:
                yield at, at + len(other)
                at = whole(folded, other, at + len(other))

    def within(self, folded: str, language: str) -> Word:
        """This word with only those synonyms that occur in ``folded`` at all."""
        return Word(self.own, {language: tuple(other for other in self.in_language(language) if other in folded)})

    def stands_in(self, folded: str, language: str) -> bool:
        """Whether anything in ``folded`` means this word."""
        return next(self.places(folded, language), None) is not None


def place(folded: str, word: str, start: int = 0) -> int:
    """Where ``word`` stands from ``start`` on, or -1. One to three Latin letters must begin a word."""
    at = folded.find(word, start)
    if len(word) > 3 or not word.isascii():
        return at
    while at > 0 and folded[at - 1].isalnum() and folded[at - 1].isascii():
        at = folded.find(word, at + 1)
    return at


def whole(folded: str, word: str, start: int = 0) -> int:
    """Where ``word`` stands as a whole word (a plural s counts) if it is Latin, as any run of characters if not."""
    at = folded.find(word, start)
    if not word.isascii():
        return at
    while at >= 0:
        end = at + len(word)
        end += folded.startswith("s", end)
        if not _letter(folded[at - 1 : at]) and not _letter(folded[end : end + 1]):
            return at
        at = folded.find(word, at + 1)
    return at


def _letter(char: str) -> bool:
    return char == "-" or (char.isascii() and char.isalnum())
