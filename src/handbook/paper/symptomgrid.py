"""The answers of the symptom card over some days, as a table: a group of the card with the days above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handbook.domain import Answer
from handbook.paper.blocks import Gap, Placed
from handbook.paper.divide import divided_lines
from handbook.paper.doctorpage import Kept
from handbook.paper.parts import Parts
from handbook.paper.sheet import Sheet
from handbook.paper.text import Run, Style, set_lines

_DAY_WIDTH = 28.0
"""Width of a day's column in the table of symptoms, in points."""
_NAMES = 0.34
"""Share of the width for the items' words."""


def days_across(width: float) -> int:
    """How many days have room beside each other."""
    return int(width * (1 - _NAMES) / _DAY_WIDTH)


def symptom_grid(
    parts: Parts, language: str, given: Mapping[str, Mapping[date, Answer]], days: Sequence[date]
) -> list[Kept]:
    """The table of at most :func:`days_across` days; no page divides a group, and each has the days above it.

    ``given``: item to its answers by day, a yes over a no; an item that the book no longer has goes by its id.
    """
    words, book, found = parts.facts.words(language), parts.facts.book, list[Kept]()
    letters = {Answer.YES: words("diary.yes"), Answer.NO: words("diary.no")}
    texts = {item.id: item.text[language] for group in book.symptoms for item in group.items}
    # The month stands where it begins; a day's number has room in its column, month and day have not.
    heads = [
        words("curve.day", month=day.month, day=day.day) if not at or day.day < days[at - 1].day else f"{day.day}"
        for at, day in enumerate(days)
    ]
    groups = [(one.name[language], [item.id for item in one.items]) for one in book.symptoms]
    for name, items in (*groups, ("", [item for item in given if item not in texts])):
        shown = [item for item in items if item in given and any(day in given[item] for day in days)]
        if not shown:
            continue
        found += [(Gap(4), True), (_Grid(name, heads, parts.body, bold=True), True)]
        for item in shown:
            cells = [letters[given[item][day]] if day in given[item] else "" for day in days]
            found.append((_Grid(texts.get(item, item), cells, parts.body, letters[Answer.YES]), True))
        found[-1] = (found[-1][0], False)
    return found


@dataclass(frozen=True, slots=True)
class _Grid:
    """A row of the table of symptoms: words at the left, a short word a day, ``strong`` ones in bold."""

    text: str
    cells: Sequence[str]
    style: Style
    strong: str = ""
    bold: bool = False

    def place(self, width: float) -> Placed:
        """The words may take several lines; each cell stands in the middle of its column."""
        start = width * _NAMES
        text = [Run(self.text, self.bold)]
        lines = divided_lines(text, self.style, start - 6, key="symptoms") if self.text else ()
        cells = [
            set_lines([Run(cell, cell == self.strong)], self.style, 99, key="symptoms")[0] if cell else None
            for cell in self.cells
        ]
        height = max(1, len(lines)) * self.style.leading + 2

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.lines(lines, x, y + self.style.ascent, self.style.leading)
            for number, cell in enumerate(cells):
                left = x + start + number * _DAY_WIDTH
                if cell:
                    sheet.lines([cell], left + (_DAY_WIDTH - cell.width) / 2, y + self.style.ascent, 0)
            sheet.rule(x, y + height, x + start + len(cells) * _DAY_WIDTH, y + height)

        return Placed(height, draw, "symptoms", max(1, len(lines)), self.style.leading)
