"""The booklet: one page of A4 or Letter, printed on one side, cut once and folded into eight panels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate

from handbook.paper.blocks import Bar, Block, Frame, Gap, Para, Picture, Row, Ruled, fill
from handbook.paper.codes import Code, family_words
from handbook.paper.facts import Facts
from handbook.paper.formats import FORMATS, MM, SMALL, Format
from handbook.paper.howto import FOLD_BOOKLET
from handbook.paper.parts import Build, Parts, fitting, inside
from handbook.paper.sheet import HAIRLINE, HEAVY, RULE, Sheet
from handbook.paper.text import Run, Style, set_lines

PLACES = {1: (3, 1), 2: (3, 0), 3: (2, 0), 4: (1, 0), 5: (0, 0), 6: (0, 1), 7: (1, 1), 8: (2, 1)}
"""Page of the booklet to (column, row) on the sheet; row 0 is the upper one, which stands on its head.

The sheet is folded lengthwise and cut between columns 1 and 3 along the middle; when the ends are pushed together the
four columns become four leaves: 8 is at the back of 7, 2 at the back of 1, and so on round.
"""

FORMS = {"a4": FORMATS["booklet"], "letter": FORMATS["booklet-letter"]}
_LINE = 20.0
"""Distance of lines to write on, in points: 7 mm."""
_ONE_LANGUAGE = FORMATS["booklet"].types[-2][-1]  # the same on Letter
_CODE = 38.0
"""Side of the QR code in mm."""


def booklet(facts: Facts, languages: Sequence[str], which: str, *, paper: str = "a4", qr: bool = False) -> bytes:
    """The page as PDF. ``which`` leaves the family's or the strangers' panels to notes; ``qr`` puts a code on the last.

    The code holds the family card's words in the first language, so there is none without the family's panels.
    """
    form = FORMS[paper]
    width, height = form.width * MM, form.height * MM
    sheet = Sheet(facts.words(languages[0])("card.title"), language=languages[0], printed_on=facts.printed_on)
    panels = _Panels(facts, languages, which, form, qr=qr and which != "doctor").all()
    with sheet.page(4 * form.width, 2 * form.height):
        for number in sorted(panels):
            column, row = PLACES[number]
            with sheet.panel(column * width, row * height, width, height, turned=row == 0):
                fill(sheet, panels[number], form.margin[0] * MM, form.margin[1] * MM, *inside(form))
        _marks(sheet, facts, languages[0], width, height)
    return sheet.bytes()


class _Panels:
    """What stands on the eight panels of one booklet."""

    def __init__(self, facts: Facts, languages: Sequence[str], which: str, form: Format, *, qr: bool) -> None:
        self.facts, self.languages, self.which, self.form, self.qr = facts, languages, which, form, qr
        self.measure, self.depth = inside(form)

    def all(self) -> dict[int, list[Block]]:
        """The blocks by the number of the panel."""
        facts, languages = self.facts, self.languages
        builds: dict[int, Build] = {number: partial(_notes, languages) for number in range(2, 7)}
        builds[1], builds[7], builds[8] = partial(_cover, languages), partial(_pen, languages), self.back
        if self.which != "doctor":
            builds[4] = partial(_windows, languages)
            if len(languages) > 1:
                builds[2], builds[3] = (partial(_short_list, language) for language in languages[:2])
        if self.which != "family":
            builds[5], builds[6] = (partial(_strangers, language) for language in ("zh-Hans", "en"))
        panels = {number: fitting(build, facts, self.form) for number, build in builds.items()}
        if self.which != "doctor" and len(languages) == 1:
            panels[2], panels[3] = self.long_list(languages[0])
        return panels

    def long_list(self, language: str) -> tuple[list[Block], list[Block]]:
        """The full symptom list over two panels, both in the first size of type that holds it."""
        *generous, tight = self.form.types
        for kind in generous:
            first, second = self.cut_list(language, Parts(self.facts, *kind))
            if sum(block.place(self.measure).height for block in second) <= self.depth:
                return first, second
        return self.cut_list(language, Parts(self.facts, *tight))

    def cut_list(self, language: str, parts: Parts) -> tuple[list[Block], list[Block]]:
        """As many items as the first panel holds, and the rest; a heading stays with what follows."""
        first: list[Block] = [
            *parts.title("card.symptoms", [language]),
            Frame(parts.call(language), 2.5),
            Gap(4),
        ]
        room = self.depth - sum(block.place(self.measure).height for block in first)
        blocks = parts.symptoms(language)
        heights = accumulate(block.place(self.measure).height for block, _ in blocks)
        cut = sum(height <= room for height in heights)
        while cut and blocks[cut - 1][1]:
            cut -= 1
        gap = sum(isinstance(block, Gap) for block, _ in blocks[cut : cut + 1])
        second = [block for block, _ in blocks[cut + gap :]]
        return [*first, *(block for block, _ in blocks[:cut])], [*second, *_foot(parts, language)]

    def back(self, parts: Parts) -> list[Block]:
        """The code if asked for, else lines to write on; and how to fold."""
        words = self.facts.words(self.languages[0])
        top = self.code(parts) if self.qr else _notes(self.languages, parts)
        return [
            *top,
            Gap(4, spring=self.qr),
            Para(words("card.fold_title"), Style(9, 11.6, bold=True), "card.fold_title"),
            Picture(FOLD_BOOKLET, min(self.measure, 60 * MM)),
            Para(words("card.fold"), Style(9, 10.8), "card.fold"),
        ]

    def code(self, parts: Parts) -> list[Block]:
        """The QR code under its title, and what it holds."""
        text = family_words(self.facts, self.languages[0])
        words = self.facts.words(self.languages[0])
        side = _CODE * MM
        return [
            *parts.title("code.title", self.languages),
            Code(text, side, indent=(self.measure - side) / 2),
            Para(words("code.holds"), Style(9, 10.8), "code.holds"),
        ]


def _cover(languages: Sequence[str], parts: Parts) -> list[Block]:
    facts = parts.facts
    english = languages[0] == "en"
    first, second = ("en", "zh-Hans") if english else ("zh-Hans", "en")
    big, below = (Style(13, 18, bold=True), Style(11, 14)) if english else (Style(17, 22, bold=True), Style(10, 13))
    keys = ["product", "batch", "infusion_date", "disease", "hospital", "physician", "caregiver"]
    keys[:0] = [key for key in ("birth_date", "record_number") if facts.value(key, first)] or ["birth_date"]
    # Labels in two languages take the room of long values: where that is too little, they stand in the first only,
    # and where that does not help, what is large stands closer.
    tight = _tightest(parts)
    spoken = languages[:1] if parts.pen <= _ONE_LANGUAGE else languages
    label = parts.labels([f"label.{key}" for key in keys], spoken)
    name, style = facts.value("name", first), Style(11, 14, bold=True) if tight else Style(12, 17, bold=True)
    if tight:
        big, below = (replace(one, leading=one.leading - 1.5) for one in (big, below))
    return [
        Para(facts.words(first)("card.banner"), big, "card.banner"),
        Para(facts.words(second)("card.banner"), below, "card.banner"),
        Bar(HEAVY, above=2, below=2) if tight else Bar(HEAVY, above=3, below=4),
        Row(parts.both("label.name", spoken, " "), name, label, style, "name", parts.body, parts.pen),
        *(parts.row(key, spoken, label, strong=key in {"product", "infusion_date"}) for key in keys),
        Gap(spring=True),
        Bar(RULE, above=1, below=2),
        *_big_number(parts, languages),
        parts.small_line(languages[0]),
    ]


def _tightest(parts: Parts) -> bool:
    return parts.pen == FORMATS["booklet"].types[-1][-1]  # the same on Letter


def _big_number(parts: Parts, languages: Sequence[str]) -> list[Block]:
    """The number on a line of its own, large, and the daytime number of a clinic that has one."""
    label = Para(parts.both("numbers.phone_24h", languages), parts.body, "numbers.phone_24h")
    style = Style(18, 20, bold=True) if _tightest(parts) else Style(20, 25, bold=True)
    phone, day = parts.facts.phone, parts.facts.numbers.phone_day
    number = Para(phone, style, "phone_24h") if phone else Row("", "", 0, style, "phone_24h", style)
    blocks: list[Block] = [label, number]
    if day:
        # One paragraph: two labels and a number with its extension may need a second line.
        daytime = (Run(parts.both("numbers.phone_day", languages) + "  "), Run(day, bold=True))
        blocks.append(Para(daytime, parts.body, "phone_day"))
    return blocks


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


def _marks(sheet: Sheet, facts: Facts, language: str, panel: float, row: float) -> None:
    """Short ticks where the sheet is folded, and the one line that is cut. Panels are ``panel`` by ``row`` points."""
    width, height, tick, edge = 4 * panel, 2 * row, 3 * MM, 4 * MM
    for column in (1, 2, 3):
        x = column * panel
        for y in (edge, height - edge - tick):
            sheet.rule(x, y, x, y + tick)
        sheet.rule(x, row - tick / 2, x, row + tick / 2)
    for x in (edge, width - edge - tick):
        sheet.rule(x, row, x + tick, row)
    sheet.rule(panel, row, 3 * panel, row, weight=RULE, dash=True)
    cut = set_lines(facts.words(language)("card.cut"), Style(SMALL, 8), panel, key="card.cut")
    sheet.lines(cut, panel - cut[0].width - 3, row + 2.4, 0)
