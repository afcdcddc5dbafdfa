"""The doctor's page on A4: what is taken now, what was stopped within the look-back, what lies further back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handbook.domain import Grouped, HowKnown, Kind, LookBack, Medicine, PartialDate
from handbook.paper.blocks import Bar, Block, Gap, Para, Placed, Stack, fill
from handbook.paper.breaks import BLANK
from handbook.paper.facts import Facts
from handbook.paper.formats import FORMATS, MM
from handbook.paper.parts import Parts, inside
from handbook.paper.sheet import HAIRLINE, HEAVY, RULE, Sheet
from handbook.paper.text import Content, Run, Style, does_not_fit, set_lines

FORM = FORMATS["medicines"]
_FOOT = 26.0
"""Height of the foot of each page, in points: the small line and the page number."""
_SHARES = (0.36, 0.36, 0.28)
_GUTTER = 10.0


@dataclass(frozen=True, slots=True)
class Cells:
    """Texts side by side, in fixed shares of the width."""

    texts: Sequence[Content]
    style: Style
    key: str

    def place(self, width: float) -> Placed:
        """Set each text in its column."""
        measures = [share * (width - 2 * _GUTTER) for share in _SHARES]
        columns = [
            set_lines(text, self.style, measure, key=self.key)
            for text, measure in zip(self.texts, measures, strict=True)
        ]
        count = max(len(lines) for lines in columns)

        def draw(sheet: Sheet, x: float, y: float) -> None:
            for lines, measure in zip(columns, measures, strict=True):
                sheet.lines(lines, x, y + self.style.ascent, self.style.leading)
                x += measure + _GUTTER

        return Placed(count * self.style.leading, draw, self.key, count, self.style.leading)


def doctorpage(facts: Facts, grouped: Grouped, window: LookBack, languages: Sequence[str]) -> bytes:
    """The pages as PDF, all of them in one language after the other."""
    parts = Parts(facts, *FORM.types[0])
    width, height = inside(FORM)
    first = languages[0]
    sheet = Sheet(facts.words(first)("medicine_list.title"), language=first, printed_on=facts.printed_on)
    x, y, foot = FORM.margin[0] * MM, FORM.margin[1] * MM, FORM.margin[1] * MM + height - _FOOT
    for language in languages:
        pages = _paginate(_blocks(parts, grouped, window, language), width, height - _FOOT)
        for number, blocks in enumerate(pages, 1):
            count = facts.words(language)("medicine_list.page", n=number, total=len(pages))
            with sheet.page(FORM.width, FORM.height):
                fill(sheet, blocks, x, y, width, height - _FOOT)
                rule = Bar(HAIRLINE, above=4, below=2)
                fill(sheet, [rule, Para(count, parts.body, "medicine_list.page", align=1.0)], x, foot, width, _FOOT)
                fill(sheet, [parts.small_line(language)], x, foot + 10, width * 0.7, 17)
    return sheet.bytes()


def _paginate(blocks: Sequence[tuple[Block, bool]], width: float, height: float) -> list[list[Block]]:
    """Fill page after page; True marks a block that stays with the next."""
    pages: list[list[Block]] = [[]]
    used, waiting = 0.0, list[Block]()
    for block, stays in blocks:
        waiting.append(block)
        if stays:
            continue
        placed = Stack(waiting).place(width)
        if used + placed.height > height and pages[-1]:
            pages.append([])
            used = 0.0
        if placed.height > height:
            raise does_not_fit(placed.key, placed.height - height, round((placed.height - height) / placed.leading) + 1)
        pages[-1] += waiting
        used += placed.height
        waiting = []
    return pages


def _blocks(parts: Parts, grouped: Grouped, window: LookBack, language: str) -> list[tuple[Block, bool]]:
    words = parts.facts.words(language)
    label = parts.labels([f"label.{key}" for key in ("name", "birth_date", "allergies")], [language])
    title = Style(20, 26, bold=True)
    span = words("medicine_list.window", days=window.days, first=window.first, last=window.anchor)
    head: list[Block] = [
        Para(words("medicine_list.title"), title, "medicine_list.title"),
        Para(words("medicine_list.subtitle"), parts.body, "medicine_list.subtitle"),
        Bar(HEAVY, above=3, below=5),
        parts.row("name", [language], label, strong=True),
        parts.row("birth_date", [language], label),
        parts.row("allergies", [language], label, strong=True),
        Gap(5),
        Para(span, parts.body, "medicine_list.window"),
    ]
    blocks: list[tuple[Block, bool]] = [(block, True) for block in head[:-1]] + [(head[-1], False)]
    lists = (("current", grouped.current), ("stopped", grouped.stopped), ("older", grouped.older))
    for key, medicines in lists:
        blocks += [
            (Gap(14), True),
            (Para(words(f"medicine_list.{key}"), Style(14, 20, bold=True), f"medicine_list.{key}"), True),
            (Bar(RULE, above=1, below=2), True),
        ]
        if not medicines:
            blocks.append((Para(words("medicine_list.none"), parts.body, "medicine_list.none"), False))
            continue
        names = [words(f"medicine_list.{column}") for column in ("medicine", "use", "dates")]
        blocks += [(Cells(names, parts.body, "medicine_list.medicine"), True), (Bar(HAIRLINE, 1, 2), True)]
        for medicine in medicines:
            blocks += _entry(parts, medicine, language)
    reviewed = f"{words('medicine_list.reviewed')} {BLANK}  {words('medicine_list.reviewed_on')} {BLANK}"
    blocks += [(Gap(22), True), (Para(reviewed, parts.body, "medicine_list.reviewed", blank=50 * MM), False)]
    return blocks


def _entry(parts: Parts, medicine: Medicine, language: str) -> list[tuple[Block, bool]]:
    """One medicine: name and strength, how it is taken, from and to; below, all else that was written down."""
    words, key = parts.facts.words(language), medicine.name
    name = [Run(medicine.name, bold=True)]
    if medicine.strength:
        name.append(Run(f" {medicine.strength}"))
    use = words("medicine_list.comma").join(filter(None, (medicine.dose, medicine.route, medicine.how_often)))
    more = [words(f"kinds.{medicine.kind}")] if medicine.kind is not Kind.NOT_SAID else []
    if medicine.how_known is not HowKnown.NOT_SAID:
        more.append(words(f"how_known.{medicine.how_known}"))
    told = {field: getattr(medicine, field) for field in ("reason", "prescriber", "told_by", "note")}
    more += [words(f"medicine_list.{field}", text=text) for field, text in told.items() if text]
    row: list[tuple[Block, bool]] = [(Cells([name, use, _dates(parts, medicine, language)], parts.body, key), True)]
    if more:
        row.append((Para(words("medicine_list.comma").join(more), parts.body, key), True))
    return [*row, (Bar(HAIRLINE, above=2, below=3), False)]


def _dates(parts: Parts, medicine: Medicine, language: str) -> str:
    words = parts.facts.words(language)
    start = words("medicine_list.start_unknown")
    if medicine.start.known:
        start = words("medicine_list.start", date=_date(parts, medicine.start, language))
    if medicine.end is None:
        end = words("medicine_list.ongoing")
    elif medicine.end.known:
        end = words("medicine_list.end", date=_date(parts, medicine.end, language))
    else:
        end = words("medicine_list.end_unknown")
    return f"{start}\n{end}"


def _date(parts: Parts, day: PartialDate, language: str) -> str:
    """``2026-08-15``, ``2026-08``, ``约 2026-08``."""
    text = str(replace(day, about=False))
    return parts.facts.words(language)("medicine_list.about", date=text) if day.about else text
