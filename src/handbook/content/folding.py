"""Words as the search compares them: NFKC, without case, traditional characters read as simplified ones."""

from __future__ import annotations

import unicodedata
from pathlib import Path

_NAME = "traditional.txt"


class Folding(dict[int, str]):
    """A table for ``str.translate`` that fills itself, character by character.

    Every character becomes at least one, so that places in the folded text lead back to places in the text.
    """

    def __init__(self, simplified: dict[int, str]) -> None:
        super().__init__()
        self._simplified = simplified

    @classmethod
    def load(cls, root: Path) -> Folding:
        """Read the traditional characters that the book's folder brings along (``*/traditional.txt``), if any."""
        pairs: dict[int, str] = {}
        for path in sorted(root.glob(f"*/{_NAME}")):
            text = path.read_text(encoding="utf-8", errors="replace")
            lines = [line for line in text.splitlines() if line and not line.startswith("#")]
            if list(map(len, lines)) == list(map(len, lines[:1])) * 2:  # damaged, it would fold the wrong characters
                pairs |= {ord(old): new for old, new in zip(*lines, strict=True)}
        return cls(pairs)

    def __missing__(self, char: int) -> str:
        text = unicodedata.normalize("NFKC", chr(char)).casefold()
        if len(text) == 1:
            text = self._simplified.get(ord(text), text)
        if text in {"‘", "’"}:
            text = "'"
        self[char] = text
        return text

    def fold(self, text: str) -> str:
        """``text`` as it is compared."""
        return text.translate(self)

    def offsets(self, text: str) -> list[int]:
        """For every character of the folded text the place in ``text`` it comes from, and the end."""
        places = [at for at, char in enumerate(text) for _ in self[ord(char)]]
        return [*places, len(text)]
