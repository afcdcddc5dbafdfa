"""The book's tree written as the rich text that Qt understands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from handbook.content import (
    Block,
    ClinicSpan,
    FactSpan,
    Heading,
    ListBlock,
    Page,
    Paragraph,
    Span,
    Table,
    clinic_text,
)
from handbook.ui.context import Context
from handbook.ui.widgets.rows import whole

_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading of level 2; the first section of a page has no title."""

    title: str
    key: str
    blocks: tuple[Block, ...]


def sections(page: Page) -> list[Section]:
    """A page cut at its headings of level 2, in reading order. The main message is the first section's first block."""
    found = [Section("", "", ())]
    for block in page.blocks:
        if isinstance(block, Heading) and block.level <= 2:
            found.append(Section(words_of(block.spans), block.key, ()))
        else:
            last = found[-1]
            found[-1] = Section(last.title, last.key, (*last.blocks, block))
    return found


def words_of(spans: Iterable[Span]) -> str:
    """The bare words of spans (a heading holds no clinic field)."""
    return "".join("" if isinstance(span, ClinicSpan) else span.text for span in spans)


class Writer:
    """Writes blocks as the rich text that Qt understands, in the colours and sizes of the window."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.colours = context.theme.colours
        self.small = context.theme.text("small")

    def blocks(self, blocks: Iterable[Block], *, stacked: bool) -> str:
        """All blocks; ``stacked`` writes a table row by row below each other, for a column too slim for a table."""
        return "".join(self.block(block, stacked=stacked) for block in blocks)

    def block(self, block: Block, *, stacked: bool) -> str:
        """One block."""
        if isinstance(block, Heading):
            return f"<h3>{self.spans(block.spans)}</h3>"
        if isinstance(block, Paragraph):
            return f"<p>{self.spans(block.spans)}</p>"
        if isinstance(block, ListBlock):
            kind = "ol" if block.ordered else "ul"
            return f"<{kind}>{''.join(self.item(item, stacked=stacked) for item in block.items)}</{kind}>"
        if isinstance(block, Table):
            return self.stack(block) if stacked else self.table(block)
        return ""  # the call text and pictures are widgets of their own

    def item(self, blocks: Sequence[Block], *, stacked: bool) -> str:
        """One item of a list: a first paragraph stands on the line of the bullet."""
        first, rest = blocks[:1], blocks[1:]
        head = self.spans(first[0].spans) if first and isinstance(first[0], Paragraph) else ""
        return f"<li>{head}{self.blocks(rest if head else blocks, stacked=stacked)}</li>"

    def table(self, table: Table) -> str:
        """A table across the whole column."""
        pad = self.context.theme.px(8)
        head = "".join(f'<th align="left" bgcolor="{self.colours.wash}">{self.spans(c)}</th>' for c in table.header)
        rows = "".join("<tr>" + "".join(f"<td>{self.spans(c)}</td>" for c in row) + "</tr>" for row in table.rows)
        return (
            f'<table width="100%" border="1" cellspacing="0" cellpadding="{pad}" '
            f'style="border-collapse:collapse; border-color:{self.colours.outline}; border-style:solid; '
            f'margin-top:{self.context.theme.px(6)}px; margin-bottom:{self.context.theme.px(12)}px;">'
            f"<tr>{head}</tr>{rows}</table>"
        )

    def stack(self, table: Table) -> str:
        """A table as one short list a row: the first cell names it, the others carry their column's name."""
        parts = []
        for row in table.rows:
            parts.append(f"<p><b>{self.spans(row[0])}</b></p>" if row else "")
            cells = zip(table.header[1:], row[1:], strict=False)
            lines = [
                self.context.phrases("book.cell", name=self.spans(name), value=self.spans(cell)) for name, cell in cells
            ]
            parts.append("<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>")
        return "".join(parts)

    def spans(self, spans: Iterable[Span]) -> str:
        """Running text."""
        return "".join(self.span(span) for span in spans)

    def span(self, span: Span) -> str:
        """One span: words, a figure with the mark of a weak source, or the clinic's own number."""
        if isinstance(span, ClinicSpan):
            text = words(clinic_text(span.field, self.context.numbers, self.context.words))
            if getattr(self.context.numbers, span.field) is None:
                return f'<a href="team:{span.field}">{text}</a>'
            return f"<b>{text}</b>"
        text = words(span.text)
        if isinstance(span, FactSpan):
            text += self.weak_mark() if span.weak else ""
        elif span.link:
            text = f'<a href="{escape(span.link)}">{text}</a>'
        return f"<b>{text}</b>" if span.strong else text

    def weak_mark(self) -> str:
        """The mark that a figure or a source is second-hand."""
        c = self.colours
        # Never broken over two lines.
        mark = "\u2060".join(escape(self.context.words("fixed.weak").replace(" ", "\u00a0")))
        style = f"background-color:{c.wash}; color:{c.accent}; font-size:{self.small}px;"
        return f' <span style="{style}">\u00a0{mark}\u00a0</span>'


def words(text: str) -> str:
    """Text as HTML. Powers are raised by the layout, because the shipped face has no raised figures.

    An unseen ``^`` stands before them, so that what is copied or read aloud is 10^8 and never 108.
    """
    hidden = '<span style="font-size:1px; color:transparent;">^</span>'
    return _RAISED.sub(lambda match: f"{hidden}<sup>{match[0].translate(_LOWERED)}</sup>", escape(whole(text)))
