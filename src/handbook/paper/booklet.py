"""The booklet: one A4 page, printed on one side, cut once and folded into eight panels of 74.25 × 105 mm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate

from handbook.paper.blocks import Bar, Block, Frame, Gap, Pair, Para, Row, Ruled, fill
from handbook.paper.facts import Facts
from handbook.paper.formats import A4, FORMATS, MM, SMALL
from handbook.paper.parts import Parts, fitting, inside
from handbook.paper.sheet import HAIRLINE, HEAVY, RULE, Sheet
from handbook.paper.text import Style, set_lines

PLACES = {1: (3, 1), 2: (3, 0), 3: (2, 0), 4: (1, 0), 5: (0, 0), 6: (0, 1), 7: (1, 1), 8: (2, 1)}
"""Page of the booklet to (column, row) on the sheet; row 0 is the upper one, which stands on its head.

The sheet is folded lengthwise and cut between columns 1 and 3 along the middle; when the ends are pushed together the
four columns become four leaves: 8 is at the back of 7, 2 at the back of 1, and so on round.
"""

FORM = FORMATS["booklet"]
_WIDTH, _HEIGHT = FORM.width * MM, FORM.height * MM
_MEASURE, _DEPTH = inside(FORM)
_LINE = 20.0
"""Distance of lines to write on, in points: 7 mm."""

Build = Callable[[Parts], list[Block]]


def booklet(facts: Facts, languages: Sequence[str], which: str) -> bytes:
    """The page as PDF. ``which`` leaves the family's or the strangers' panels to notes."""
    sheet = Sheet(facts.words(languages[0])("card.title"), language=languages[0], printed_on=facts.printed_on)
    panels = _panels(facts, languages, which)
    with sheet.page(A4[1], A4[0]):
        for number in sorted(panels):
            column, row = PLACES[number]
            with sheet.panel(column * _WIDTH, row * _HEIGHT, _WIDTH, _HEIGHT, turned=row == 0):
                fill(sheet, panels[number], FORM.margin[0] * MM, FORM.margin[1] * MM, _MEASURE, _DEPTH)
        _marks(sheet, facts, languages[0])
    return sheet.bytes()


def _panels(facts: Facts, languages: Sequence[str], which: str) -> dict[int, list[Block]]:
    builds: dict[int, Build] = {number: partial(_notes, languages) for number in range(2, 7)}
    builds[1], builds[7], builds[8] = partial(_cover, languages), partial(_pen, languages), partial(_back, languages)
    if which != "doctor":
        builds[4] = partial(_windows, languages)
        if len(languages) > 1:
            builds[2], builds[3] = (partial(_short_list, language) for language in languages[:2])
    if which != "family":
        builds[5], builds[6] = (partial(_strangers, language) for language in ("zh-Hans", "en"))
    panels = {number: fitting(build, facts, FORM) for number, build in builds.items()}
    if which != "doctor" and len(languages) == 1:
        panels[2], panels[3] = _long_list(facts, languages[0])
    return panels


def _cover(languages: Sequence[str], parts: Parts) -> list[Block]:
    facts = parts.facts
    english = languages[0] == "en"
    first, second = ("en", "zh-Hans") if english else ("zh-Hans", "en")
    big, below = (Style(13, 18, bold=True), Style(11, 14)) if english else (Style(17, 22, bold=True), Style(10, 13))
    keys = ["product", "batch", "infusion_date", "disease", "hospital", "physician", "caregiver"]
    keys[:0] = [key for key in ("birth_date", "record_number") if facts.value(key, first)] or ["birth_date"]
    # Labels in two languages take the room of long values: where that is too little, they stand in the first only.
    spoken = languages[:1] if _tightest(parts) else languages
    label = parts.labels([f"label.{key}" for key in keys], spoken)
    name, style = facts.value("name", first), Style(12, 17, bold=True)
    return [
        Para(facts.words(first)("card.banner"), big, "card.banner"),
        Para(facts.words(second)("card.banner"), below, "card.banner"),
        Bar(HEAVY, above=3, below=4),
        Row(parts.both("label.name", spoken, " "), name, label, style, "name", parts.body, parts.pen),
        *(parts.row(key, spoken, label, strong=key in {"product", "infusion_date"}) for key in keys),
        Gap(spring=True),
        Bar(RULE, above=1, below=2),
        *_big_number(parts, languages),
        parts.small_line(languages[0]),
    ]


def _tightest(parts: Parts) -> bool:
    return parts.pen == FORM.types[-1][-1]


def _big_number(parts: Parts, languages: Sequence[str]) -> list[Block]:
    """The number on a line of its own, large, and the daytime number of a clinic that has one."""
    label = Para(parts.both("numbers.phone_24h", languages), parts.body, "numbers.phone_24h")
    style, phone, day = Style(20, 25, bold=True), parts.facts.phone, parts.facts.numbers.phone_day
    number = Para(phone, style, "phone_24h") if phone else Row("", "", 0, style, "phone_24h", style)
    blocks: list[Block] = [label, number]
    if day:
        daytime = parts.both("numbers.phone_day", languages)
        blocks.append(Pair(daytime, day, parts.body, parts.strong, "phone_day", parts.body.leading))
    return blocks


def _long_list(facts: Facts, language: str) -> tuple[list[Block], list[Block]]:
    """The full symptom list over two panels, both in the first size of type that holds it."""
    *generous, tight = FORM.types
    for kind in generous:
        first, second = _cut_list(language, Parts(facts, *kind))
        if sum(block.place(_MEASURE).height for block in second) <= _DEPTH:
            return first, second
    return _cut_list(language, Parts(facts, *tight))


def _cut_list(language: str, parts: Parts) -> tuple[list[Block], list[Block]]:
    """As many items as the first panel holds, and the rest; a heading stays with what follows."""
    first: list[Block] = [
        *parts.title("card.symptoms", [language]),
        Frame(parts.call(language), 2.5),
        Gap(4),
    ]
    room = _DEPTH - sum(block.place(_MEASURE).height for block in first)
    blocks = parts.symptoms(language)
    heights = accumulate(block.place(_MEASURE).height for block, _ in blocks)
    cut = sum(height <= room for height in heights)
    while cut and blocks[cut - 1][1]:
        cut -= 1
    gap = sum(isinstance(block, Gap) for block, _ in blocks[cut : cut + 1])
    second = [block for block, _ in blocks[cut + gap :]]
    return [*first, *(block for block, _ in blocks[:cut])], [*second, *_foot(parts, language)]


def _short_list(language: str, parts: Parts) -> list[Block]:
    return [
        *parts.title("card.symptoms", [language]),
        Frame(parts.call(language), 2.5),
        Gap(3),
        *parts.fever(language, short=True),
        Gap(2),
        parts.short_symptoms(language, 0 if _tightest(parts) else 2),
        *_foot(parts, language),
    ]


def _windows(languages: Sequence[str], parts: Parts) -> list[Block]:
    return [*parts.title("card.windows", languages), *parts.windows(languages), *_foot(parts, languages[0])]


def _foot(parts: Parts, language: str) -> list[Block]:
    """The number at the foot of a panel."""
    return [Gap(3, spring=True), Bar(RULE, above=1, below=1), parts.number([language], 13)]


def _strangers(language: str, parts: Parts) -> list[Block]:
    return [
        *parts.title("doctor.title", [language]),
        *parts.warning(language),
        Bar(HAIRLINE, above=3, below=3),
        *parts.rules(language, driving=False, columns=False),
        *_foot(parts, language),
    ]


def _pen(languages: Sequence[str], parts: Parts) -> list[Block]:
    allergies = parts.facts.person.allergies
    return [
        *parts.title("card.pen_allergies", languages),
        *([Para(allergies, parts.strong, "allergies"), Ruled(_LINE, 1)] if allergies else [Ruled(_LINE, 3)]),
        Gap(12),
        *parts.title("card.pen_medicines", languages),
        *(Para(parts.facts.words(language)("card.pen_how"), parts.body, "card.pen_how") for language in languages),
        Ruled(_LINE),
    ]


def _notes(languages: Sequence[str], parts: Parts) -> list[Block]:
    return [*parts.title("card.notes", languages), Ruled(_LINE)]


def _back(languages: Sequence[str], parts: Parts) -> list[Block]:
    words = parts.facts.words(languages[0])
    return [
        *_notes(languages, parts),
        Gap(4),
        Para(words("card.fold_title"), Style(9, 11.6, bold=True), "card.fold_title"),
        Para(words("card.fold"), Style(9, 11.6), "card.fold"),
    ]


def _marks(sheet: Sheet, facts: Facts, language: str) -> None:
    """Short ticks where the sheet is folded, and the one line that is cut."""
    width, height, tick, edge = A4[1] * MM, A4[0] * MM, 3 * MM, 4 * MM
    for column in (1, 2, 3):
        x = column * _WIDTH
        for y in (edge, height - edge - tick):
            sheet.rule(x, y, x, y + tick)
        sheet.rule(x, _HEIGHT - tick / 2, x, _HEIGHT + tick / 2)
    for x in (edge, width - edge - tick):
        sheet.rule(x, _HEIGHT, x + tick, _HEIGHT)
    sheet.rule(_WIDTH, _HEIGHT, 3 * _WIDTH, _HEIGHT, weight=RULE, dash=True)
    cut = set_lines(facts.words(language)("card.cut"), Style(SMALL, 8), _WIDTH, key="card.cut")
    sheet.lines(cut, _WIDTH - cut[0].width - 3, _HEIGHT + 2.4, 0)
