"""The curve in black and white: panels of readings over rows of calls, symptoms and medicines, on one axis of time.

Everything is drawn as :mod:`handbook.domain.curve` has placed it. Sites differ by shape and dash, so nothing is lost on
a grey printer; the words are at the size of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from handbook.content import FixedWords
from handbook.content.entry_words import axis_text, value_text
from handbook.domain import Quantity, Site
from handbook.domain.curve import Bar, Curve, Mark, Panel, Point, Series, SymptomRow, TimeTick
from handbook.paper.blocks import Block, Gap, Para, Placed
from handbook.paper.breaks import BLANK
from handbook.paper.divide import divided_lines
from handbook.paper.formats import MM
from handbook.paper.sheet import Sheet
from handbook.paper.text import Line, Style, set_lines

LABELS = 36 * MM
"""Width of the column of labels to the left of the plot."""

LONGEST_LABEL = 60
"""Characters of a medicine's name beside its bar."""

_TALL = {"temperature": 42 * MM}
_LOW = 27 * MM
_ROW = 15.0
_R = 2.3
"""Radius of a mark in points."""

_DASHES: Mapping[Site, str] = {
    Site.ARMPIT: "", Site.MOUTH: "6 2", Site.EAR: "2 2", Site.FOREHEAD: "8 2 2 2", Site.NOT_SAID: "4 3",
}  # fmt: skip
_SITES: Mapping[Site, str] = {
    Site.ARMPIT: "dot", Site.MOUTH: "square", Site.EAR: "ring", Site.FOREHEAD: "diamond", Site.NOT_SAID: "cross",
}  # fmt: skip
_QUANTITIES: Mapping[Quantity, str] = {
    Quantity.PULSE: "dot", Quantity.SYSTOLIC: "down", Quantity.DIASTOLIC: "up", Quantity.OXYGEN: "dot",
    Quantity.WEIGHT: "square",
}  # fmt: skip


class _Svg:
    """A drawing of so many points, put together line by line."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.parts: list[str] = []

    def line(  # two places
        self, x1: float, y1: float, x2: float, y2: float, *, weight: float = 0.5, dash: str = "", grey: bool = False
    ) -> None:
        """A straight line; grey only for the grid, which carries no meaning of its own."""
        colour = "#9A9A9A" if grey else "#000000"
        self.parts.append(
            f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" stroke="{colour}" stroke-width="{weight}"'
            f' stroke-dasharray="{dash}" fill="none"/>'
        )

    def stroke(self, points: Sequence[tuple[float, float]], *, dash: str) -> None:
        """A broken line through points."""
        text = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
        self.parts.append(
            f'<polyline points="{text}" stroke="#000000" stroke-width="0.8" stroke-dasharray="{dash}" fill="none"/>'
        )

    def mark(self, shape: str, x: float, y: float, r: float = _R) -> None:
        """A mark with its middle at a place."""
        if shape in {"dot", "ring"}:
            fill = "#000000" if shape == "dot" else "#FFFFFF"
            self.parts.append(
                f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{r}" fill="{fill}" stroke="#000000" stroke-width="0.8"/>'
            )
        elif shape == "line":
            self.line(x - 8, y, x + 6, y, weight=1.2, dash="6 2")
        elif shape == "cross":
            self.line(x - r, y - r, x + r, y + r, weight=0.9)
            self.line(x - r, y + r, x + r, y - r, weight=0.9)
        else:
            corners = {
                "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)), "diamond": ((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)),
                "up": ((0, -1.2), (1.2, 1), (-1.2, 1)), "down": ((0, 1.2), (1.2, -1), (-1.2, -1)),
            }[shape]  # fmt: skip
            points = " ".join(f"{x + r * dx:.2f},{y + r * dy:.2f}" for dx, dy in corners)
            self.parts.append(f'<polygon points="{points}" fill="#000000" stroke="none"/>')

    def text(self) -> str:
        """The drawing."""
        box = f'viewBox="0 0 {self.width:.2f} {self.height:.2f}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{"".join(self.parts)}</svg>'


Paint = Callable[[_Svg], None]


@dataclass(frozen=True, slots=True)
class _Strip:
    """A strip of the plot with its label at the left: what is painted, and words within the plot by their place."""

    label: Sequence[Line]
    style: Style
    height: float
    paint: Paint
    beside: Sequence[tuple[float, float, Line]] = field(default=())
    """Words at (x, baseline) from the top left corner of the strip."""

    def place(self, width: float) -> Placed:
        """As high as the label or the drawing."""
        height = max(self.height, len(self.label) * self.style.leading)

        def draw(sheet: Sheet, x: float, y: float) -> None:
            drawing = _Svg(width - LABELS, height)
            self.paint(drawing)
            sheet.picture(drawing.text(), x + LABELS, y, width - LABELS)
            sheet.lines(self.label, x, y + self.style.ascent, self.style.leading)
            for left, baseline, line in self.beside:
                sheet.lines([line], x + left, y + baseline, 0)

        return Placed(height, draw, "curve", max(1, len(self.label)), self.style.leading)


class CurveBlocks:
    """Makes the blocks of a curve; ``width`` is that of the column they will stand in, in points."""

    def __init__(self, curve: Curve, words: FixedWords, style: Style, width: float) -> None:
        self.curve, self.words, self.style = curve, words, style
        self.width, self.plot = width, width - LABELS

    def panels(self) -> list[list[Block]]:
        """For each panel what must stay together: the drawing, its axis of time, its legend."""
        bold = Style(self.style.size, self.style.leading, bold=True)
        return [
            [
                Para(axis_text(panel.name, self.words), bold, "curve"),
                Gap(3),  # the topmost number of the axis stands as high as the drawing
                self._panel(panel),
                self._times(),
                *self._legend(panel),
            ]
            for panel in self.curve.panels
        ]

    def rows(self, names: Mapping[str, str]) -> list[Block]:
        """Calls, symptoms and medicines, a strip each, with the axis of time above and below.

        ``names``: items of the symptom card by id; an item that the book no longer has goes by its id.
        """
        curve, words = self.curve, self.words
        rows: list[Block] = []
        if curve.calls:
            rows.append(self._row(words("curve.calls"), partial(self._marks, marks=curve.calls, shape="diamond")))
        rows += [
            self._row(names.get(symptom.item, symptom.item), partial(self._answers, row=symptom))
            for symptom in curve.symptoms
        ]
        rows += [self._row(bar.medicine.name, partial(self._bar, bar=bar)) for bar in curve.bars]
        return [self._times(), *rows, self._times()] if rows else []

    def _line(self, text: str) -> Line:
        return set_lines(text, self.style, 9999, key="curve")[0]

    def _grid(self, svg: _Svg) -> None:
        for tick in self.curve.ticks:
            x = tick.x * svg.width
            svg.line(x, 0, x, svg.height, weight=0.4, dash="" if tick.midnight else "1 2", grey=True)
        if self.curve.now is not None:
            x = self.curve.now * svg.width
            svg.line(x, 0, x, svg.height, weight=0.8, dash="1 1.5")

    def _panel(self, panel: Panel) -> Block:
        tall = _TALL.get(panel.name, _LOW)
        pad = _R + 1
        down = tall - 2 * pad

        def at(y: float) -> float:
            return pad + (1 - y) * down

        beside: list[tuple[float, float, Line]] = []
        above = tall + self.style.size
        for tick in panel.ticks:
            if above - at(tick.y) < self.style.size:
                continue  # no room between it and the one below
            above = at(tick.y)
            line = self._line(f"{tick.value:g}")
            beside.append((LABELS - line.width - 5, at(tick.y) + 0.36 * self.style.size, line))

        def paint(svg: _Svg) -> None:
            self._grid(svg)
            for tick in panel.ticks:
                svg.line(0, at(tick.y), svg.width, at(tick.y), weight=0.4, grey=True)
            svg.line(0, 0, 0, svg.height)
            svg.line(0, svg.height, svg.width, svg.height)
            if panel.line_y is not None:
                svg.line(0, at(panel.line_y), svg.width, at(panel.line_y), weight=1.2, dash="9 3")
            for series in panel.series:
                self._series(svg, series, at)

        for series in panel.series:
            beside += self._beyond(series, at)
        return _Strip((), self.style, tall, paint, beside)

    def _series(self, svg: _Svg, series: Series, at: Callable[[float], float]) -> None:
        dash = _DASHES[series.site] if series.quantity is Quantity.TEMPERATURE else ""
        for stroke in series.strokes:
            points = [(point.x * svg.width, at(point.y)) for point in stroke]
            if len(points) > 1:
                svg.stroke(points, dash=dash)
            for (x, y), point in zip(points, stroke, strict=True):
                svg.mark("up" if point.beyond > 0 else "down" if point.beyond < 0 else _shape(series), x, y)

    def _beyond(self, series: Series, at: Callable[[float], float]) -> list[tuple[float, float, Line]]:
        """The reading beside each arrow of what lies outside the axis."""
        found = []
        for point in _beyond(series):
            line = self._line(f"{point.value:g}")
            right = LABELS + point.x * self.plot + 5
            left = right if right + line.width <= self.width else right - 10 - line.width
            found.append((left, at(point.y) + (9 if point.beyond > 0 else -1), line))
        return found

    def _times(self) -> Block:
        """The labels of the axis of time; those that would run into each other give way."""
        beside: list[tuple[float, float, Line]] = []
        for tick in (tick for tick in self.curve.ticks if tick.labelled):
            line = self._line(self._time(tick))
            left = min(LABELS + tick.x * self.plot - line.width / 2, self.width - line.width)
            overlaps = any(abs(left - other) < max(line.width, before.width) + 6 for other, _, before in beside)
            if not overlaps:
                beside.append((left, self.style.ascent, line))
        return _Strip((), self.style, self.style.leading, lambda _svg: None, beside)

    def _time(self, tick: TimeTick) -> str:
        if tick.midnight:
            return self.words("curve.day", month=tick.at.month, day=tick.at.day)
        return f"{tick.at:%H:%M}"

    def _legend(self, panel: Panel) -> list[Block]:
        """Which shape is which, the clinic's line by its name, what was thinned out, what the arrows are."""
        words, blocks = self.words, list[Block]()
        kinds = [(_shape(series), self._kind(panel, series)) for series in panel.series]
        if panel.line is not None:
            kinds.append(("line", words("curve.line", value=value_text(Quantity.TEMPERATURE, panel.line, words))))
        if len(kinds) > 1 or (kinds and panel.name == "temperature"):
            blocks.append(_Legend([(shape, self._line(text)) for shape, text in kinds], self.style))
        if panel.name == "temperature" and panel.line is None:
            blocks.append(self._note("curve.line_unset"))
        blocks += [
            self._note("curve.thinned", what=self._kind(panel, one), count=one.count, drawn=one.drawn)
            for one in panel.series
            if one.drawn < one.count
        ]
        if any(_beyond(series) for series in panel.series):
            blocks.append(self._note("curve.beyond"))
        return blocks

    def _note(self, key: str, **params: object) -> Block:
        return Para(self.words(key, **params), self.style, key, indent=LABELS)

    def _kind(self, panel: Panel, series: Series) -> str:
        if panel.name == "temperature":
            return self.words(f"sites.{series.site}") if series.site else self.words("curve.site_unsaid")
        return self.words(f"quantities.{series.quantity}")

    def _row(self, label: str, paint: Paint) -> Block:
        shown = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"  # whole in the list
        lines = divided_lines(shown.replace(BLANK, " "), self.style, LABELS - 8, key="curve")
        height = max(_ROW, len(lines) * self.style.leading) + 2

        def painted(svg: _Svg) -> None:
            self._grid(svg)
            svg.line(-LABELS, svg.height, svg.width, svg.height, weight=0.4, grey=True)
            paint(svg)

        return _Strip(lines, self.style, height, painted)

    def _answers(self, svg: _Svg, row: SymptomRow) -> None:
        self._marks(svg, row.no, "minus")
        self._marks(svg, row.yes, "square")

    @staticmethod
    def _marks(svg: _Svg, marks: Sequence[Mark], shape: str) -> None:
        for mark in marks:
            x, y = mark.x * svg.width, svg.height / 2
            if shape == "minus":
                svg.line(x - _R, y, x + _R, y, weight=1)
            else:
                svg.mark(shape, x, y, 2.8)

    @staticmethod
    def _bar(svg: _Svg, bar: Bar) -> None:
        y, wide = svg.height / 2, svg.width
        if bar.may_end > bar.may_begin:
            svg.line(bar.may_begin * wide, y, bar.may_end * wide, y, weight=1.2, dash="3 2")
        if bar.end > bar.begin:
            svg.line(bar.begin * wide, y, bar.end * wide, y, weight=4)
        for mark in bar.doses:
            svg.mark("ring", mark.x * wide, y, 2.8)


@dataclass(frozen=True, slots=True)
class _Legend:
    """Shapes with their names, one after the other, as many lines as they need."""

    kinds: Sequence[tuple[str, Line]]
    style: Style

    def place(self, width: float) -> Placed:
        """Shapes and words on one baseline."""
        places: list[tuple[float, float]] = []
        x, y = LABELS, 0.0
        for _, line in self.kinds:
            if x > LABELS and x + 16 + line.width > width:
                x, y = LABELS, y + self.style.leading
            places.append((x, y))
            x += 16 + line.width + 16
        height = y + self.style.leading

        def draw(sheet: Sheet, left: float, top: float) -> None:
            drawing = _Svg(width, height)
            for (shape, line), (across, down) in zip(self.kinds, places, strict=True):
                drawing.mark(shape, across + 7, down + self.style.leading / 2)
                sheet.lines([line], left + across + 16, top + down + self.style.ascent, 0)
            sheet.picture(drawing.text(), left, top, width)

        return Placed(height, draw, "curve", 1, self.style.leading)


def _shape(series: Series) -> str:
    return _SITES[series.site] if series.quantity is Quantity.TEMPERATURE else _QUANTITIES[series.quantity]


def _beyond(series: Series) -> list[Point]:
    return [point for stroke in series.strokes for point in stroke if point.beyond]
