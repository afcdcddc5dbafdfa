"""The one tree that screen and paper draw: Markdown read into blocks and spans, placeholders resolved.

``markdown_it`` takes some 40 ms to import, so it is imported with the first page that is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

PLACEHOLDER = re.compile(r"\{(fact|clinic):([\w-]+)\}")
CALL = "{call}"
PICTURE = re.compile(r"\{picture:([\w-]+)\}")
LINK = re.compile(r"(page|term|source):[\w-]+")


@dataclass(frozen=True, slots=True)
class Text:
    """Words. ``link`` is ``page:ID``, ``term:ID``, ``source:ID`` or ""; powers of ten are Unicode (10⁸)."""

    text: str
    strong: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class FactSpan:
    """A figure with its unit, written out; ``weak`` asks for the mark of a weak source."""

    text: str
    id: str
    weak: bool
    strong: bool = False


@dataclass(frozen=True, slots=True)
class ClinicSpan:
    """A clinic's own number; :func:`handbook.content.clinic_text` writes it out."""

    field: str
    strong: bool = False


Span = Text | FactSpan | ClinicSpan


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3; ``key`` names a standard section."""

    level: int
    spans: tuple[Span, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; an item is a sequence of blocks, usually one paragraph."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one header row and any number of rows; a cell is a sequence of spans."""

    header: tuple[tuple[Span, ...], ...]
    rows: tuple[tuple[tuple[Span, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class CallText:
    """The place of the call text (:func:`handbook.content.call_text`)."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The place of one of the book's pictures (:func:`handbook.content.picture`)."""

    name: str


Block = Heading | Paragraph | ListBlock | Table | CallText | Drawing


@cache
def reader(*, html: bool = False) -> MarkdownIt:
    """The Markdown that the book uses: CommonMark and tables. ``html`` reads raw HTML apart instead of as text."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  # slow to import

    return MarkdownIt("commonmark", {"html": html}).enable("table")


def parse(
    markdown: str,
    *,
    fact: Callable[[str], FactSpan],
    resolves: Callable[[str], bool] = lambda _link: True,
    sections: dict[str, str] | None = None,
) -> tuple[Block, ...]:
    """Read the body of a page.

    Args:
        markdown: the text below the front matter.
        fact: writes out the fact of an id.
        resolves: whether a link leads somewhere; one that does not becomes plain words.
        sections: the standard headings of the language, heading text → key.
    """
    return tuple(_Parser(fact, resolves, sections or {}).blocks(reader().parse(markdown)))


class _Parser:
    def __init__(
        self, fact: Callable[[str], FactSpan], resolves: Callable[[str], bool], sections: dict[str, str]
    ) -> None:
        self.fact, self.resolves, self.sections = fact, resolves, sections

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        at = 0
        while at < len(tokens):
            token, end = tokens[at], _closing(tokens, at)
            inside = tokens[at + 1 : end]
            if token.type == "heading_open":
                spans = self.spans(inside[0])
                yield Heading(int(token.tag[1]), spans, self.sections.get(inside[0].content, ""))
            elif token.type == "paragraph_open":
                yield self.paragraph(inside[0])
            elif token.type in {"bullet_list_open", "ordered_list_open"}:
                yield ListBlock(token.type == "ordered_list_open", tuple(self.items(inside)))
            elif token.type == "table_open":
                rows = tuple(self.rows(inside))
                yield Table(rows[0], rows[1:])
            elif token.type == "blockquote_open":
                yield from self.blocks(inside)
            elif token.content:  # code of any kind: not used in the book, kept as words
                yield Paragraph((Text(token.content.strip()),))
            at = end + 1

    def paragraph(self, inline: Token) -> Block:
        if inline.content == CALL:
            return CallText()
        picture = PICTURE.fullmatch(inline.content)
        return Drawing(picture[1]) if picture else Paragraph(self.spans(inline))

    def items(self, tokens: Sequence[Token]) -> Iterator[tuple[Block, ...]]:
        at = 0
        while at < len(tokens):
            end = _closing(tokens, at)
            yield tuple(self.blocks(tokens[at + 1 : end]))
            at = end + 1

    def rows(self, tokens: Sequence[Token]) -> Iterator[tuple[tuple[Span, ...], ...]]:
        row: list[tuple[Span, ...]] = []
        for token in tokens:
            if token.type == "inline":
                row.append(self.spans(token))
            elif token.type == "tr_close":
                yield tuple(row)
                row = []

    def spans(self, inline: Token) -> tuple[Span, ...]:
        found: list[Span] = []
        strong, link = 0, ""
        children = inline.children or []
        for at, token in enumerate(children):
            if token.type in {"strong_open", "strong_close"}:
                strong += token.nesting
            elif token.type == "link_open":
                href = str(token.attrGet("href"))
                link = href if LINK.fullmatch(href) and self.resolves(href) else ""
            elif token.type == "link_close":
                link = ""
            elif token.type in {"softbreak", "hardbreak"}:
                found.append(Text(_joint(children, at), bool(strong), link))
            elif token.content:
                found.extend(self.placeholders(token.content, strong=bool(strong), link=link))
        return _merged(found)

    def placeholders(self, text: str, *, strong: bool, link: str) -> Iterator[Span]:
        end = 0
        for match in PLACEHOLDER.finditer(text):
            yield Text(text[end : match.start()], strong, link)
            if match[1] == "fact":
                span = self.fact(match[2])
                yield FactSpan(span.text, span.id, span.weak, strong)
            else:
                yield ClinicSpan(match[2], strong)
            end = match.end()
        yield Text(text[end:], strong, link)


def _closing(tokens: Sequence[Token], at: int) -> int:
    """The index of the token that closes the one at ``at`` (itself if it is complete)."""
    depths = accumulate(token.nesting for token in islice(tokens, at, None))
    return at + next(index for index, depth in enumerate(depths) if depth == 0)


def _joint(children: Sequence[Token], at: int) -> str:
    """What a line break in the file stands for: nothing between Chinese characters, else a space."""
    before = children[at - 1].content[-1:] if at else ""
    after = children[at + 1].content[:1] if at + 1 < len(children) else ""
    return "" if _wide(before) and _wide(after) else " "


def _wide(char: str) -> bool:
    return "\u2e80" <= char <= "\uffef"


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Neighbours of the same kind as one, empty ones gone."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if isinstance(span, Text):
            if not span.text:
                continue
            if isinstance(last, Text) and (last.strong, last.link) == (span.strong, span.link):
                merged[-1] = Text(last.text + span.text, span.strong, span.link)
                continue
        merged.append(span)
    return tuple(merged)
