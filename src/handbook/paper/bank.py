"""The card of a bank card's size: pages of exactly 85.60 × 53.98 mm, fronts and backs in turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from handbook.domain import is_chinese
from handbook.paper.blocks import Bar, Block, Gap, Pair, Row, fill
from handbook.paper.facts import Facts
from handbook.paper.formats import FORMATS, MM
from handbook.paper.parts import Parts, fitting, inside
from handbook.paper.sheet import HAIRLINE, RULE, Sheet
from handbook.paper.text import Run, Style

FORM = FORMATS["bank"]


def bank(facts: Facts, languages: Sequence[str], which: str) -> bytes:
    """The pages as PDF: the family card once in each language, then the doctor card once in each."""
    faces: list[Callable[[str, Parts], list[Block]]] = []
    if which != "doctor":
        faces += [_family_front, _family_back]
    doctor = [_doctor_front, _doctor_back] if which != "family" else []
    builds = [partial(face, language) for language in languages for face in faces]
    builds += [partial(face, language) for language in languages for face in doctor]
    sheet = Sheet(
        facts.words(languages[0])("card.title"),
        language=languages[0],
        printed_on=facts.printed_on,
        duplex="DuplexFlipLongEdge",
    )
    width, height = inside(FORM)
    for build in builds:
        blocks = fitting(build, facts, FORM)
        with sheet.page(FORM.width, FORM.height):
            fill(sheet, blocks, FORM.margin[0] * MM, FORM.margin[1] * MM, width, height)
    return sheet.bytes()


def _family_front(language: str, parts: Parts) -> list[Block]:
    """Who, what, where, and the number."""
    facts, words = parts.facts, parts.facts.words(language)
    other = facts.words("zh-Hans" if language == "en" else "en")
    label = parts.labels(
        [f"label.{key}" for key in ("name", "product", "batch", "infusion_date", "hospital", "caregiver")], [language]
    )
    rows: list[Block] = [_name(parts, language, label, "birth_date")]
    rows += [
        parts.row(key, [language], label, strong=key in {"product", "infusion_date"})
        for key in ("product", "batch", "infusion_date", "hospital", "caregiver")
    ]
    return [
        Pair(words("card.banner"), other("card.banner"), Style(11, 14, bold=True), parts.body, "card.banner", 14),
        Bar(RULE, above=1, below=2),
        *rows,
        *([] if is_chinese(language) else [Gap(2), *parts.fever(language, short=True)]),
        Gap(2, spring=True),
        Bar(RULE, above=0, below=1),
        parts.number([language], 16),
        parts.small_line(language),
    ]


def _family_back(language: str, parts: Parts) -> list[Block]:
    """120, the number and the short list. English takes more room: its fever line stands on the front."""
    chinese = is_chinese(language)
    return [
        *parts.call(language),
        parts.number([language], 11 if chinese else 10.5),
        Bar(HAIRLINE, above=1, below=1) if parts.facts.phone else Gap(1.5),
        *(parts.fever(language, short=True) if chinese else []),
        parts.short_symptoms(language, 3 if chinese else 0),
    ]


def _doctor_front(language: str, parts: Parts) -> list[Block]:
    """Who, what has been given, and what may look like something else."""
    words = parts.facts.words(language)
    label = parts.labels([f"label.{key}" for key in ("name", "product", "infusion_date", "allergies")], [language])
    return [
        Pair(words("card.banner"), words("doctor.short"), Style(11, 14, bold=True), parts.body, "doctor.short", 14),
        Bar(RULE, above=1, below=2),
        _name(parts, language, label, "record_number"),
        *(parts.row(key, [language], label) for key in ("product", "infusion_date", "allergies")),
        Gap(2.5),
        *parts.warning(language),
    ]


def _doctor_back(language: str, parts: Parts) -> list[Block]:
    """What holds for months, whom to call, and how old the card is."""
    return [
        *parts.rules(language, driving=True, columns=is_chinese(language)),
        Gap(2, spring=True),
        Bar(RULE, above=1, below=1),
        parts.number([language], 14),
        parts.small_line(language),
    ]


def _name(parts: Parts, language: str, label: float, second: str) -> Row:
    """The name with a second identifier beside it."""
    facts = parts.facts
    name, beside = facts.value("name", language), facts.value(second, language)
    value = [Run(name, bold=True), Run(f"  {beside}" if beside else "")] if name else ""
    style = Style(parts.size + 1, parts.body.leading + 1.5)
    return Row(facts.words(language)("label.name"), value, label, style, "name", parts.body, parts.pen)
