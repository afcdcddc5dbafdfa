"""Names offered while a medicine is typed: the family's own, then the short list that is shipped.

A name is a spelling. Nothing is inferred from it, and nothing is filled in for the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from handbook.content import pinyin
from handbook.content.folding import Folding
from handbook.content.model import MedicineName

_LETTERS = re.compile(r"[a-z]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_NOT = 9


class MedicineNames:
    """Finds names by what they contain, by pinyin from the start of a syllable, and by initials."""

    def __init__(self, root: Path, shipped: Iterable[MedicineName]) -> None:
        self._folding = Folding.load(root)
        self._syllables = pinyin.syllables(root)
        self._shipped = [
            (name, tuple(one.pinyin.split()) if _HAN.match(name) else ())
            for one in shipped
            for name in dict.fromkeys(one.name.values())
        ]

    def suggest(self, text: str, own: Sequence[str], limit: int = 8) -> tuple[str, ...]:
        """The best ``limit`` names for what was typed so far, the family's own first.

        A name in ``own`` may stand there more than once. () for nothing typed, and when what was typed is the only
        name that fits.
        """
        typed = self._folding.fold(text).strip()
        if not typed:
            return ()
        found: dict[str, str] = {}
        mine = [(name, self._read(name)) for name in dict.fromkeys(own)]
        for rows in (mine, self._shipped):
            ranked = [
                (self._rank(typed, name, syllables), number, name) for number, (name, syllables) in enumerate(rows)
            ]
            for rank, _, name in sorted(ranked):
                if rank < _NOT:
                    found.setdefault(self._folding.fold(name).strip(), name)
        if list(found) == [typed]:
            return ()
        return tuple(found.values())[:limit]

    def _read(self, name: str) -> tuple[str, ...]:
        """The syllables of a name of the family's own; "?" for what has none."""
        return tuple(self._syllables.get(self._folding.fold(char), "?") for char in name)

    def _rank(self, typed: str, name: str, syllables: tuple[str, ...]) -> int:
        folded = self._folding.fold(name)
        if typed in folded:
            return 0 if folded.startswith(typed) else 2
        letters = _letters(typed)
        if not _LETTERS.fullmatch(letters):
            return _NOT
        spelled = [start for start, rest in enumerate(_tails(syllables)) if _letters(rest).startswith(letters)]
        if spelled:
            return 1 if spelled[0] == 0 else 3
        initials = "".join(syllable[0] for syllable in syllables)
        return 4 if letters in initials else _NOT


def _letters(typed: str) -> str:
    """Pinyin as it is compared: the ü of 氯 is typed as v or as u."""
    return typed.replace(" ", "").replace("'", "").replace("v", "u").replace("ü", "u")


def _tails(syllables: tuple[str, ...]) -> Iterator[str]:
    return ("".join(syllables[start:]) for start in range(len(syllables)))
