"""The card of a bank card's size: pages of exactly 85.60 × 53.98 mm, fronts and backs in turn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from handbook.domain import is_chinese
from handbook.paper.blocks import Bar, Beside, Block, Gap, Pair, Para, Row, Ruled, fill
from handbook.paper.codes import Code, family_words
from handbook.paper.faces import Face, Words
from handbook.paper.facts import Facts
from handbook.paper.formats import FORMATS, MM
from handbook.paper.parts import Parts, fitting, inside, labelled_rule, named, phone, product, rule_text, value
from handbook.paper.sheet import HAIRLINE, RULE, Sheet
from handbook.paper.text import Content, Style

FORM = FORMATS["bank"]


def bank(facts: Facts, languages: Sequence[str], which: str, *, qr: bool = False) -> bytes:
    """The pages as PDF: the family card once in each language, then the doctor card once in each.

    ``qr`` adds to every family card a card with the code, and room for notes at its back.
    """
    family = [face for language in languages for face in family_card(language, qr=qr)] if which != "doctor" else []
    doctor = [(face, language) for language in languages for face in DOCTOR] if which != "family" else []
    sheet = Sheet(
        facts.words(languages[0])("card.title"),
        language=languages[0],
        printed_on=facts.printed_on,
        duplex="DuplexFlipLongEdge",
    )
    width, height = inside(FORM)
    for face, language in [*family, *doctor]:
        blocks = fitting(partial(face.build, language), facts, FORM)
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
    tight = _tightest(parts)  # what the small line says of a kit takes a second line
    rows: list[Block] = [_name(parts, language, label, "birth_date")]
    rows += [
        parts.row(key, [language], label, strong=key in {"product", "infusion_date"})
        for key in ("product", "batch", "infusion_date", "hospital", "caregiver")
    ]
    return [
        Pair(words("card.banner"), other("card.banner"), Style(11, 14, bold=True), parts.body, "card.banner", 14),
        Bar(RULE, above=1, below=2),
        *rows,
        *([] if is_chinese(language) else [Gap(0.5 if tight else 2), *parts.fever(language, short=True)]),
        Gap(0.5 if tight else 2, spring=True),
        Bar(RULE, above=0, below=1),
        parts.number([language], 13 if tight else 16),
        parts.small_line(language),
    ]


def _family_back(language: str, parts: Parts) -> list[Block]:
    """120, the number and the short list. English takes more room: its line for fever stands on the front."""
    chinese = is_chinese(language)
    return [
        *parts.call(language),
        parts.number([language], 11 if chinese else 10.5),
        Bar(HAIRLINE, above=1, below=1) if parts.facts.phone else Gap(1.5),
        *(parts.fever(language, short=True) if chinese else []),
        parts.short_symptoms(language, 3 if chinese else 0, fever=not chinese),
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
    content = named(second)(facts, language)
    style = Style(parts.size + 1, parts.body.leading + (0.8 if _tightest(parts) else 1.5))
    return Row(facts.words(language)("label.name"), content, label, style, "name", parts.body, parts.pen)


def _tightest(parts: Parts) -> bool:
    return parts.pen == FORM.types[-1][-1]  # the same on the fold card


def _rule(key: str) -> Words:
    """A rule of the doctor card's back as it stands there: English has its label before it."""

    def content(facts: Facts, language: str) -> Content:
        return rule_text(key, facts, language) if is_chinese(language) else labelled_rule(key, facts, language)

    return content


def _code(language: str, parts: Parts) -> list[Block]:
    """The family card's words as a code, and what it holds."""
    words = parts.facts.words(language)
    text = [
        *parts.title("code.title", [language]),
        Para(words("code.holds"), parts.body, "code.holds"),
        Gap(6),
        parts.small_line(language),
    ]
    return [Beside(Code(family_words(parts.facts, language), inside(FORM)[1]), text, 3 * MM)]


def _notes(language: str, parts: Parts) -> list[Block]:
    return [*parts.title("card.notes", [language]), Ruled(20)]


_WHO = ("batch", "infusion_date", "hospital", "caregiver")
FAMILY = (
    Face(
        "family-front",
        _family_front,
        {"name": named("birth_date"), "product": product, **{key: value(key) for key in _WHO}, "phone_24h": phone},
    ),
    Face("family-back", _family_back, {"phone_24h": phone}),
)
DOCTOR = (
    Face(
        "doctor-front",
        _doctor_front,
        {"name": named("record_number"), **{key: value(key) for key in ("product", "infusion_date", "allergies")}},
    ),
    Face(
        "doctor-back",
        _doctor_back,
        {"doctor.blood": _rule("blood"), "doctor.driving": _rule("driving"), "phone_24h": phone},
    ),
)
CODE = (
    Face("code", _code, {}),
    Face("notes", _notes, {}),
)
"""Fronts and backs of the cards."""


def card_faces(which: str, *, qr: bool) -> list[tuple[Face, Face]]:
    """Front and back of the cards that one person gets in one language."""
    return [DOCTOR] if which == "doctor" else [FAMILY, *([CODE] if qr else [])]


def family_card(language: str, *, qr: bool) -> list[tuple[Face, str]]:
    """The faces of the family card in the order of pages."""
    return [(face, language) for pair in card_faces("family", qr=qr) for face in pair]
