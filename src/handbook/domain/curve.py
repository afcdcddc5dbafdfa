"""The curve: readings, medicines, symptoms and calls on one axis of time. Geometry only, painted by screen and paper.

Every length is a share of the plot: ``x`` from 0 (the begin of the span) to 1 (its end), ``y`` from 0 (the foot of a
panel) to 1 (its top). Nothing here says whether a reading is good or bad: there is no colour and no grade, and the one
line across is the clinic's own number. What is thinned out for drawing is counted, and the highest and the lowest value
of every stretch stay in; the table (:func:`happenings`) leaves nothing out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from math import ceil, floor
from operator import itemgetter

from handbook.domain.dates import PartialDate
from handbook.domain.diary import Answer, Quantity, Reading, Site, SymptomAnswer, TeamCall
from handbook.domain.medicines import Dose, Medicine

SPANS = (1, 3, 7, 30)
"""The lengths, in days, that the window offers."""

COLUMNS = 480
"""Into so many stretches a span is cut when there are more entries than can be told apart."""


@dataclass(frozen=True, slots=True)
class Span:
    """The time that is shown; both ends carry the same offset and belong to it. ``begin`` lies before ``end``."""

    begin: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """From begin to end."""
        return self.end - self.begin

    def place(self, at: datetime) -> float:
        """Where a moment lies: 0 to 1 within the span."""
        return (at - self.begin) / (self.end - self.begin)

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies within."""
        return self.begin <= at <= self.end

    def day(self, day: date) -> float:
        """Where a day begins, in the offset of the span; 0 or 1 for a day before or after it."""
        if day <= self.begin.date():
            return 0.0
        if day > self.end.date():
            return 1.0
        return min(1.0, self.place(datetime.combine(day, time(), self.end.tzinfo)))


def last_days(days: int, now: datetime) -> Span:
    """The last ``days`` days: to the next full hour for one day, the next quarter of a day for three, else midnight."""
    step = 1 if days <= 1 else 6 if days <= 3 else 24
    hour = now.replace(minute=0, second=0, microsecond=0)
    end = hour + timedelta(hours=step - hour.hour % step)
    return Span(end - timedelta(days=days), end)


@dataclass(frozen=True, slots=True)
class Entries:
    """What the curve is drawn from, in any order; what lies outside the span is left out."""

    readings: Sequence[Reading] = ()
    medicines: Sequence[Medicine] = ()
    doses: Sequence[Dose] = ()
    answers: Sequence[SymptomAnswer] = ()
    calls: Sequence[TeamCall] = ()


@dataclass(frozen=True, slots=True)
class TimeTick:
    """A mark on the axis of time. ``midnight``: a day begins here; ``labelled``: there is room to say which."""

    x: float
    at: datetime
    midnight: bool
    labelled: bool


@dataclass(frozen=True, slots=True)
class ValueTick:
    """A mark on the axis of values."""

    y: float
    value: float


@dataclass(frozen=True, slots=True)
class Point:
    """One reading. ``beyond`` is 1 or -1 if it lies above or below the axis and is drawn at its edge, else 0."""

    x: float
    y: float
    value: float
    at: datetime
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """Readings of one kind at one site: strokes of points that may be joined, a gap in the notes between strokes.

    ``count`` is how many readings there are; more than ``drawn`` if some were thinned out.
    """

    quantity: Quantity
    site: Site
    strokes: tuple[tuple[Point, ...], ...]
    count: int

    @property
    def drawn(self) -> int:
        """How many points there are to draw."""
        return sum(map(len, self.strokes))


@dataclass(frozen=True, slots=True)
class Panel:
    """Series on one axis of values. ``line`` is the clinic's own number, ``line_y`` its place; None if it has none."""

    name: str
    low: float
    high: float
    ticks: tuple[ValueTick, ...]
    series: tuple[Series, ...]
    line: float | None = None
    line_y: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at ``x``; ``count`` of them where they cannot be told apart."""

    x: float
    count: int = 1


@dataclass(frozen=True, slots=True)
class Bar:
    """A medicine: taken for certain from ``begin`` to ``end``, perhaps from ``may_begin`` to ``may_end``.

    ``begin`` equals ``end`` if no day is certain. ``ongoing``: still taken; the bar ends at the present, not later.
    """

    medicine: Medicine
    may_begin: float
    begin: float
    end: float
    may_end: float
    ongoing: bool
    doses: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class SymptomRow:
    """One item of the symptom card that was answered yes at least once in the span; where nothing is, nobody asked."""

    item: str
    yes: tuple[Mark, ...]
    no: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """All that is drawn. ``now`` is where the present lies, None outside the span."""

    span: Span
    now: float | None
    ticks: tuple[TimeTick, ...]
    panels: tuple[Panel, ...]
    bars: tuple[Bar, ...]
    symptoms: tuple[SymptomRow, ...]
    calls: tuple[Mark, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing at all was written down in the span."""
        return not (any(panel.series for panel in self.panels) or self.bars or self.symptoms or self.calls)


@dataclass(frozen=True, slots=True)
class _Scale:
    """An axis of values: what it always shows, how far it may stretch, and how it is stepped, in the kept unit."""

    quantities: tuple[Quantity, ...]
    low: float | None
    high: float | None
    least: float
    most: float
    step: float


# Only so that two sheets look alike: what an axis shows says nothing about what is normal.
_SCALES: Mapping[str, _Scale] = {
    "temperature": _Scale((Quantity.TEMPERATURE,), 36, 40, 30, 45, 1),
    "pulse": _Scale((Quantity.PULSE,), 40, 140, 0, 300, 20),
    "pressure": _Scale((Quantity.SYSTOLIC, Quantity.DIASTOLIC), 40, 180, 0, 300, 20),
    "oxygen": _Scale((Quantity.OXYGEN,), 80, 100, 0, 100, 5),
    "weight": _Scale((Quantity.WEIGHT,), None, None, 0, 300, 5),
}
_GAPS = ((1, 6), (3, 12), (7, 24))
"""Days of the span, hours: readings further apart are not joined, because nobody knows what lay between."""
_LONGEST_GAP = 48
_LABELS = (3, 6, 12, 24, 48, 120, 240, 480, 960)
"""Hours between two labels of the axis of time."""
_MOST_LABELS, _MOST_MIDNIGHTS = 9, 40

_Timed = tuple[float, float, datetime]
"""A reading as seconds since 1970, value and moment."""


def curve(
    entries: Entries, span: Span, now: datetime, *, fever_line: float | None = None, columns: int = COLUMNS
) -> Curve:
    """Work out the drawing of ``span``.

    Args:
        entries: From the record.
        span: What to show, for example :func:`last_days`.
        now: The present, where bars of what is still taken end.
        fever_line: The clinic's own line in ℃, None if it is not set.
        columns: Into how many stretches the span is cut where there is more than can be drawn.
    """
    present = min(max(span.place(now), 0.0), 1.0)
    return Curve(
        span,
        span.place(now) if span.holds(now) else None,
        tuple(_time_ticks(span)),
        tuple(_panels(entries.readings, span, fever_line, columns)),
        tuple(_bars(entries, span, present, columns)),
        tuple(_symptoms(entries.answers, span, columns)),
        _marks((call.at for call in entries.calls), span, columns),
    )


class What(StrEnum):
    """What sort of line of the table it is."""

    READING = "reading"
    DOSE = "dose"
    SYMPTOM = "symptom"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the table: when, what sort, and the entry as it was written."""

    at: datetime
    what: What
    entry: Reading | Dose | SymptomAnswer | TeamCall


def happenings(entries: Entries, span: Span) -> tuple[Happening, ...]:
    """The same as a table, oldest first: every entry of the span that has a time, none thinned out."""
    found = [
        *(Happening(reading.at, What.READING, reading) for reading in entries.readings if span.holds(reading.at)),
        *(Happening(dose.at, What.DOSE, dose) for dose in entries.doses if span.holds(dose.at)),
        *(Happening(answer.at, What.SYMPTOM, answer) for answer in entries.answers if span.holds(answer.at)),
        *(Happening(call.at, What.CALL, call) for call in entries.calls if span.holds(call.at)),
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def _time_ticks(span: Span) -> Iterator[TimeTick]:
    hours = span.length / timedelta(hours=1)
    step = next((step for step in _LABELS if hours / step <= _MOST_LABELS), _LABELS[-1])
    zone, first = span.end.tzinfo, span.begin.date()
    days = [first + timedelta(days=n) for n in range((span.end.date() - first).days + 1)]
    for number, day in enumerate(reversed(days)):
        apart = max(1, step // 24)
        for hour in range(0, 24, step) if step < 24 else (0,):
            at = datetime.combine(day, time(hour), zone)
            labelled = number % apart == 0
            if span.holds(at) and (labelled or len(days) <= _MOST_MIDNIGHTS):
                yield TimeTick(span.place(at), at, hour == 0, labelled)


def _panels(readings: Iterable[Reading], span: Span, fever_line: float | None, columns: int) -> Iterator[Panel]:
    """A panel for each scale that has readings; temperature always, because the clinic's line stands in it."""
    begin, end = span.begin.timestamp(), span.end.timestamp()
    kinds: dict[tuple[Quantity, Site], list[_Timed]] = defaultdict(list)
    for reading in readings:
        seconds = reading.at.timestamp()
        if begin <= seconds <= end:
            kinds[reading.quantity, reading.site].append((seconds, reading.value, reading.at))
    for name, scale in _SCALES.items():
        line = fever_line if name == "temperature" else None
        keys = [(quantity, site) for quantity in scale.quantities for site in Site if (quantity, site) in kinds]
        values = [value for key in keys for _, value, _ in kinds[key]]
        if not keys and name != "temperature":
            continue
        low, high, ticks = _axis(scale, values if line is None else [*values, line])
        series = []
        for key in keys:
            rows = sorted(kinds[key], key=itemgetter(0))
            strokes = (_thin(stroke, begin, end, columns) for stroke in _strokes(rows, span))
            drawn = tuple(tuple(_point(row, span, low, high) for row in stroke) for stroke in strokes)
            series.append(Series(*key, drawn, len(rows)))
        line_y = None if line is None else (min(max(line, low), high) - low) / (high - low)
        yield Panel(name, low, high, ticks, tuple(series), line, line_y)


def _axis(scale: _Scale, values: Sequence[float]) -> tuple[float, float, tuple[ValueTick, ...]]:
    """Low, high and the marks of an axis that holds ``values``.

    What lies beyond all reason (378 for 37.8) does not press the others flat: it is drawn at the edge with its number.
    """
    inside = [value for value in values if scale.least <= value <= scale.most]
    if not inside and scale.low is None:
        inside = [min(max(value, scale.least), scale.most) for value in values]
    step = scale.step
    low = min([*inside, *(() if scale.low is None else (scale.low,))])
    high = max([*inside, *(() if scale.high is None else (scale.high,))])
    low, high = floor(low / step) * step, ceil(high / step) * step
    if high - low < 2 * step:
        low, high = (low - step, high + step) if low > scale.least else (low, low + 2 * step)
    while (high - low) / step > 8:
        step *= 2
    first = ceil(low / step)
    marks = (number * step for number in range(first, floor(high / step) + 1))
    return low, high, tuple(ValueTick((value - low) / (high - low), value) for value in marks)


def _point(row: _Timed, span: Span, low: float, high: float) -> Point:
    _, value, at = row
    held = min(max(value, low), high)
    return Point(span.place(at), (held - low) / (high - low), value, at, (value > high) - (value < low))


def _strokes(rows: Sequence[_Timed], span: Span) -> Iterator[Sequence[_Timed]]:
    """Cut where two readings lie too far apart to be joined."""
    days = span.length / timedelta(days=1)
    longest = 3600 * next((hours for most, hours in _GAPS if days <= most), _LONGEST_GAP)
    cuts = [0, *(n for n, (a, b) in enumerate(pairwise(rows), 1) if b[0] - a[0] > longest), len(rows)]
    return (rows[start:stop] for start, stop in pairwise(cuts))


def _thin(rows: Sequence[_Timed], begin: float, end: float, columns: int) -> list[_Timed]:
    """At most four of each stretch: its first, lowest, highest and last, so that the drawn line looks the same."""
    if len(rows) <= columns:
        return list(rows)
    edges = [begin + (end - begin) * number / columns for number in range(1, columns)]
    times = [row[0] for row in rows]
    cuts = [0, *(bisect_left(times, edge) for edge in edges), len(rows)]
    kept: list[_Timed] = []
    for start, stop in pairwise(cuts):
        if stop - start <= 4:
            kept += rows[start:stop]
            continue
        values = [row[1] for row in rows[start:stop]]
        ends = {start, start + values.index(min(values)), start + values.index(max(values)), stop - 1}
        kept += (rows[at] for at in sorted(ends))
    return kept


def _marks(times: Iterable[datetime], span: Span, columns: int) -> tuple[Mark, ...]:
    """A mark for each moment within the span, one for those that fall into the same stretch."""
    places = sorted(span.place(at) for at in times if span.holds(at))
    stretches = (list(same) for _, same in groupby(places, key=lambda x: int(x * columns)))
    return tuple(Mark(same[0], len(same)) for same in stretches)


def _bars(entries: Entries, span: Span, present: float, columns: int) -> Iterator[Bar]:
    """The medicines of which a day can fall into the span: earliest begin first, then by name."""
    given: dict[str, list[datetime]] = defaultdict(list)
    for dose in entries.doses:
        given[dose.medicine].append(dose.at)
    for medicine in sorted(entries.medicines, key=lambda m: (m.start.earliest, m.name, m.id)):
        doses = _marks(given[medicine.id], span, columns)
        early = medicine.start.earliest > span.end.date()
        late = medicine.end is not None and medicine.end.latest < span.begin.date()
        if doses or not (early or late):
            yield _bar(medicine, span, present, doses)


def _bar(medicine: Medicine, span: Span, present: float, doses: tuple[Mark, ...]) -> Bar:
    may_begin, begin = span.day(medicine.start.earliest), span.day(medicine.start.latest)
    if medicine.end is None:
        end = may_end = max(present, may_begin)
    else:
        end, may_end = _after(span, medicine.end, first=True), _after(span, medicine.end, first=False)
    may_begin, may_end = min(may_begin, may_end), max(may_begin, may_end)
    # Nobody says since when it is paused; and what is taken when it is needed is not taken for certain on any day.
    if begin > end or medicine.on_hold or medicine.as_needed:
        begin = end = may_end
    return Bar(medicine, may_begin, begin, end, may_end, medicine.end is None, doses)


def _after(span: Span, end: PartialDate, *, first: bool) -> float:
    """Where the last day is over, at the earliest or at the latest it can be."""
    day = end.earliest if first else end.latest
    return span.day(day + timedelta(days=1)) if day < span.end.date() else 1.0


def _symptoms(answers: Iterable[SymptomAnswer], span: Span, columns: int) -> Iterator[SymptomRow]:
    """The items answered yes in the span, in the order of their first answer."""
    given: dict[str, tuple[list[datetime], list[datetime]]] = {}
    for answer in sorted(answers, key=lambda one: one.at):
        if span.holds(answer.at):
            given.setdefault(answer.item, ([], []))[answer.answer is Answer.NO].append(answer.at)
    for item, (yes, no) in given.items():
        if yes:
            yield SymptomRow(item, _marks(yes, span, columns), _marks(no, span, columns))
