"""Large print: the family card's words and the full symptom list on one side of one page, 16 pt and more."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import accumulate

from handbook.content import call_text
from handbook.paper.blocks import HEAVY, Bar, Block, Columns, Frame, Gap, Para, Row, fill
from handbook.paper.facts import Facts
from handbook.paper.formats import FORMATS, MM
from handbook.paper.parts import Parts, fitting, inside, named, product
from handbook.paper.sheet import HAIRLINE, Sheet
from handbook.paper.text import Content, Style

FORMS = {"a4": FORMATS["large-print"], "letter": FORMATS["large-print-letter"]}
_GUTTER = 16.0
_WHO = ("product", "batch", "infusion_date", "hospital", "caregiver")


def large_print(facts: Facts, languages: Sequence[str], *, paper: str = "a4") -> bytes:
    """The pages as PDF, one a language."""
    form = FORMS[paper]
    sheet = Sheet(facts.words(languages[0])("card.title"), language=languages[0], printed_on=facts.printed_on)
    for language in languages:
        blocks = fitting(partial(_page, language), facts, form)
        with sheet.page(form.width, form.height):
            fill(sheet, blocks, form.margin[0] * MM, form.margin[1] * MM, *inside(form))
    return sheet.bytes()


def _page(language: str, parts: Parts) -> list[Block]:
    facts, words = parts.facts, parts.facts.words(language)
    label = parts.labels([f"label.{key}" for key in ("name", *_WHO)], [language])

    def row(key: str, content: Content) -> Row:
        return Row(words(f"label.{key}"), content, label, parts.body, key, parts.body, parts.pen)

    contents = {key: facts.value(key, language) for key in _WHO} | {"product": product(facts, language)}
    return [
        Para(words("card.banner"), Style(24, 30, bold=True), "card.banner"),
        Bar(HEAVY, above=2, below=4),
        row("name", named("birth_date")(facts, language)),
        *(row(key, contents[key]) for key in _WHO),
        Gap(3),
        parts.number([language], 28),
        Gap(3),
        Frame(_call(parts, language), 5, weight=HEAVY),
        Gap(2, spring=True),
        Bar(HAIRLINE, above=1, below=3),
        _symptoms(parts, language),
        Gap(2, spring=True),
        Para(facts.small_line(language), parts.body, "card.small-line"),
    ]


def _call(parts: Parts, language: str) -> list[Block]:
    """The fixed call text, and whose words these are, in the same size."""
    words, numbers = parts.facts.words(language), parts.facts.numbers
    mark = parts.facts.call_own(language)
    own = [Para(mark, parts.body, "card.call_own")] if mark else []
    return [Para(call_text(numbers, words), parts.strong, "call"), *own]


def _symptoms(parts: Parts, language: str) -> Block:
    """The full list in two columns of about the same height; a heading stays with what follows."""
    blocks = parts.symptoms(language)
    column = (inside(FORMS["a4"])[0] - _GUTTER) / 2
    heights = list(accumulate(block.place(column).height for block, _ in blocks))
    ends = [number for number, (_, leads) in enumerate(blocks[:-1], 1) if not leads]
    cut = min(ends, key=lambda number: abs(heights[number - 1] - heights[-1] / 2))
    second = [block for number, (block, _) in enumerate(blocks[cut:]) if number or not isinstance(block, Gap)]
    return Columns([[block for block, _ in blocks[:cut]], second], _GUTTER)
