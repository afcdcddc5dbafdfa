"""The fold card: one side of one page, pieces of 85.60 × 107.96 mm, each folded once to the size of a bank card.

The lower half of a piece is its front. The upper half is its back and stands on its head: folded back at the top edge
of the front, it is upright when the card is turned like the page of a book.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from handbook.domain import is_chinese
from handbook.paper.bank import FAMILY
from handbook.paper.blocks import Beside, Block, Gap, Para, Picture, fill
from handbook.paper.breaks import BLANK
from handbook.paper.codes import Code, family_words
from handbook.paper.facts import Facts
from handbook.paper.formats import CARD, FORMATS, MM, PAGE_LEAST, PAPERS
from handbook.paper.howto import FOLD_CARD
from handbook.paper.parts import Build, Parts, fitting, inside, named
from handbook.paper.sheet import HAIRLINE, Sheet
from handbook.paper.text import Run, Style

FORM = FORMATS["fold"]
PIECE = (CARD[0], 2 * CARD[1])
_GAP, _TOP = 10.0, 14.0
"""Between pieces, and above the first row, in mm."""
_TICK, _AWAY = 3.0, 1.0
"""The marks of the fold: how long, and how far from the piece. A piece is cut along its outline."""
_BANNER, _CLOSE_BANNER = Style(10, 13), Style(10, 12)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands on the two halves; a piece without a back is not folded."""

    front: Build
    back: Build | None


def place(number: int, paper: str) -> tuple[float, float]:
    """Left and top of piece ``number`` (from 0, two in a row) in mm."""
    row, column = divmod(number, 2)
    left = (PAPERS[paper][0] - 2 * PIECE[0] - _GAP) / 2
    return left + column * (PIECE[0] + _GAP), _TOP + row * (PIECE[1] + _GAP)


def fold(facts: Facts, languages: Sequence[str], which: str, *, paper: str = "a4", qr: bool = False) -> bytes:
    """The page as PDF: a family card in each language and a doctor card in Chinese and English.

    ``qr`` adds the code of the first language beside the instructions, on a piece of a single card's size.
    """
    sheet = Sheet(facts.words(languages[0])("card.title"), language=languages[0], printed_on=facts.printed_on)
    with sheet.page(*PAPERS[paper]):
        pieces = list(_pieces(languages, which))
        for number, piece in enumerate(pieces):
            _draw(sheet, facts, piece, *place(number, paper))
        left, top = place(len(pieces), paper)
        coded = qr and which != "doctor"
        _instructions(sheet, facts, languages[:1] if coded else languages, left, top)
        if coded:
            code = _Piece(partial(_code, languages[0]), None)
            _draw(sheet, facts, code, left, top + PIECE[1] - CARD[1])
    return sheet.bytes()


def _pieces(languages: Sequence[str], which: str) -> Iterator[_Piece]:
    if which != "doctor":
        front, back = FAMILY
        for language in languages:
            yield _Piece(partial(front.build, language), partial(back.build, language))
    if which != "family":
        yield _Piece(partial(doctor, "zh-Hans"), partial(doctor, "en"))


def _draw(sheet: Sheet, facts: Facts, piece: _Piece, left: float, top: float) -> None:
    """One piece with its marks; ``left`` and ``top`` in mm."""
    width, height = CARD[0] * MM, CARD[1] * MM
    x, y = left * MM, top * MM
    halves = ((piece.back, 0.0, True), (piece.front, height, False)) if piece.back else ((piece.front, 0.0, False),)
    for build, below, turned in halves:
        with sheet.panel(x, y + below, width, height, turned=turned):
            fill(sheet, fitting(build, facts, FORM), FORM.margin[0] * MM, FORM.margin[1] * MM, *inside(FORM))
    near, far = _AWAY * MM, (_AWAY + _TICK) * MM
    sheet.box(x, y, width, len(halves) * height, weight=HAIRLINE)
    if piece.back:
        for start in (x - far, x + width + near):
            sheet.rule(start, y + height, start + far - near, y + height, dash=True)


def _instructions(sheet: Sheet, facts: Facts, languages: Sequence[str], left: float, top: float) -> None:
    """The picture, and what to do in words."""
    blocks: list[Block] = []
    for language in languages:
        words = facts.words(language)
        blocks += [
            Para(words("fold.title"), Style(PAGE_LEAST, 18, bold=True), "fold.title"),
            Para(words("fold.how"), Style(PAGE_LEAST, 16), "fold.how"),
            Gap(5),
        ]
    picture = Picture(FOLD_CARD, 0.78 * CARD[0] * MM)
    fill(sheet, [picture, Gap(5), *blocks], left * MM, top * MM, CARD[0] * MM, PIECE[1] * MM)


def doctor(language: str, parts: Parts) -> list[Block]:
    """Everything for a doctor who does not know CAR-T on one half, in short words; the clinic's own come first."""
    facts, words = parts.facts, parts.facts.words(language)
    label = f"  {words('doctor.short')}"
    strangers = facts.clinic_words("strangers", language) or words("doctor.brief_look")
    steroids = facts.clinic_words("steroids", language) or words("doctor.brief_steroids")
    rules = [words(f"doctor.brief_{key}") for key in ("vaccines", "donation", "hiv")]
    between = "" if is_chinese(language) else " "
    tight = parts.pen == FORM.types[-1][-1]  # what the small line says of a kit takes a second line
    text = between.join(["", facts.blood(language, brief=True), *rules])
    return [
        Para([Run(words("card.banner"), bold=True), Run(label)], _CLOSE_BANNER if tight else _BANNER, "card.banner"),
        *_who(language, parts),
        Gap(0, spring=True),
        Para(strangers, parts.body, "strangers"),
        Para([Run(steroids, bold=True), Run(text)], parts.body, "steroids"),
        Gap(0, spring=True),
        parts.number([language], 11.5 if tight else 12),
        parts.small_line(language),
    ]


def _who(language: str, parts: Parts) -> list[Block]:
    """Name, product and day of infusion without labels; rows to write in where they are not known."""
    facts, words = parts.facts, parts.facts.words(language)
    person = facts.person
    if not person.name:
        label = parts.labels(["label.name"], [language])
        blanks = [f"{words(f'label.{key}')} {BLANK}" for key in ("product", "infusion_date")]
        rest = Para("  ".join(blanks), parts.body, "label.product", blank=23 * MM)
        return [parts.row("name", [language], label), rest]
    day = facts.value("infusion_date", language)
    told = " · ".join(
        filter(None, (facts.value("product", language), words("doctor.infusion", date=day) if day else ""))
    )
    runs = [*named("birth_date")(facts, language), Run(f" · {told}" if told else "")]
    return [Para(runs, parts.body, "name")]


def _code(language: str, parts: Parts) -> list[Block]:
    """The family card's words as a code, and what it holds."""
    words = parts.facts.words(language)
    text = [*parts.title("code.title", [language]), Para(words("code.holds"), parts.body, "code.holds")]
    return [Beside(Code(family_words(parts.facts, language), inside(FORM)[1]), text, 2 * MM)]
