"""``check``: everything that can be wrong with the book's files, all at once, each with file and line.

Only the shape of the answer stands here, because opening the book must not load what only a check needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from handbook import resources
from handbook.content.book import Book
from handbook.content.faults import Fault
from handbook.content.own import OwnPages
from handbook.domain import InputError


@dataclass(frozen=True, slots=True)
class Readability:
    """One page: its sentences, how many are long, the longest, and the grade (English only, else None)."""

    file: str
    language: str
    sentences: int
    long: int
    longest: str
    grade: float | None

    def __str__(self) -> str:
        """One line for a table: file, sentences, long ones, grade or "-", the longest."""
        grade = "-" if self.grade is None else f"{self.grade:.1f}"
        return "\t".join((self.file, str(self.sentences), str(self.long), grade, self.longest))


@dataclass(frozen=True, slots=True)
class Report:
    """What ``check`` found. ``pages`` counts files over all languages; topics are those of the article."""

    faults: tuple[Fault, ...]
    pages: int = 0
    topics_covered: int = 0
    topics: int = 0
    readability: tuple[Readability, ...] = ()


def check(
    root: Path | None = None, *, own: OwnPages | None = None, glyphs: Callable[[str], bool] | None = None
) -> Report:
    """Check the book in ``root`` (default: the shipped one).

    Args:
        root: a folder like resources/content.
        own: pages that a clinic's kit brings along; the names of their files begin with ``pages/``.
        glyphs: whether a character can be drawn; default: the shipped font has it.
    """
    from handbook.content.checker import Checker  # noqa: PLC0415  # see above
    from handbook.content.glyphs import has_glyph  # noqa: PLC0415

    root = root or resources.root() / "content"
    try:
        book = Book(root, own)
    except InputError as error:
        return Report((Fault(str(root), 0, error.code, error.params),))
    return Checker(book, glyphs or has_glyph).report()
