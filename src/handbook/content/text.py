"""A page as plain text, for the command line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from handbook.content.tree import Block, CallText, ClinicSpan, Drawing, FactSpan, Heading, ListBlock, Paragraph, Span
from handbook.content.words import FixedWords, call_owner, call_text, clinic_text
from handbook.domain import ClinicNumbers, is_chinese

if TYPE_CHECKING:
    from handbook.content.book import Book


def plain_text(blocks: Iterable[Block], numbers: ClinicNumbers, words: FixedWords, book: Book) -> str:
    """Write blocks as text: a blank line between blocks, ``-`` and ``1.`` before items, columns set apart.

    A weak figure carries its mark, a link to another page its id in brackets; the call text says whose words it is.
    """
    return _Writer(numbers, words, book).blocks(blocks)


class _Writer:
    def __init__(self, numbers: ClinicNumbers, words: FixedWords, book: Book) -> None:
        self.numbers, self.words, self.book = numbers, words, book
        self.brackets = "（{}）" if is_chinese(words.language) else " ({})"

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n\n".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        if isinstance(block, Heading):
            return f"{'#' * block.level} {self.spans(block.spans)}"
        if isinstance(block, Paragraph):
            return self.spans(block.spans)
        if isinstance(block, CallText):
            return f"{call_text(self.numbers, self.words)}\n{call_owner(self.numbers, self.words)}"
        if isinstance(block, Drawing):
            return f"[{self.book.picture_text(block.name, self.words.language)}]"
        if isinstance(block, ListBlock):
            return "\n".join(
                self.item(f"{number}. " if block.ordered else "- ", item) for number, item in enumerate(block.items, 1)
            )
        return self.table([[self.spans(cell) for cell in row] for row in (block.header, *block.rows)])

    def item(self, mark: str, blocks: Sequence[Block]) -> str:
        lines = "\n".join(self.block(block) for block in blocks).splitlines() or [""]
        return "\n".join([mark + lines[0], *(" " * len(mark) + line for line in lines[1:])])

    def table(self, rows: list[list[str]]) -> str:
        widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
        return "\n".join(
            "  ".join(
                cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
            ).rstrip()
            for row in rows
        )  # fmt: skip

    def spans(self, spans: Iterable[Span]) -> str:
        return "".join(self.span(span) for span in spans)

    def span(self, span: Span) -> str:
        if isinstance(span, ClinicSpan):
            return clinic_text(span.field, self.numbers, self.words)
        if isinstance(span, FactSpan):
            return span.text + (self.brackets.format(self.words("fixed.weak")) if span.weak else "")
        kind, _, target = span.link.partition(":")
        readable = kind == "page" and self.book.resolves(span.link, self.words.language)
        return span.text + (self.brackets.format(target) if readable else "")


def _width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
