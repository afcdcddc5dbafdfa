"""The geometry of the curve: everything in its place, nothing invented, nothing lost."""

from datetime import UTC, date, datetime, timedelta, timezone
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain import (
    UNKNOWN,
    Answer,
    Dose,
    Medicine,
    PartialDate,
    Quantity,
    Reading,
    Site,
    SymptomAnswer,
    TeamCall,
)
from handbook.domain.curve import COLUMNS, SPANS, Entries, Span, What, curve, happenings, last_days

ZONE = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 24, 21, 10, tzinfo=ZONE)
DAY = PartialDate.parse


def temperature(value, at, site=Site.ARMPIT):
    return Reading(f"{at}", Quantity.TEMPERATURE, value, at, site)


def drawn(entries, days=3, **more):
    return curve(entries, last_days(days, NOW), NOW, **more)


@pytest.mark.parametrize(
    ("days", "end"),
    [(1, "2026-11-24T22:00"), (3, "2026-11-25T00:00"), (7, "2026-11-25T00:00"), (30, "2026-11-25T00:00")],
)
def test_a_span_ends_where_the_next_mark_stands(days, end):
    span = last_days(days, NOW)
    assert span.end == datetime.fromisoformat(f"{end}+08:00")
    assert span.length == timedelta(days=days)
    assert span.holds(NOW)


def test_a_span_places_moments_and_days():
    span = Span(datetime(2026, 11, 1, 12, tzinfo=ZONE), datetime(2026, 11, 3, 12, tzinfo=ZONE))
    assert span.place(datetime(2026, 11, 2, 4, tzinfo=UTC)) == 0.5
    days = [span.day(date(2026, 11, n)) for n in range(1, 5)]
    assert days == [0.0, 0.25, 0.75, 1.0]
    assert (span.day(date.min), span.day(date.max)) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("days", "labels"), [(1, 8), (3, 7), (7, 8), (30, 7), (0.04, 0), (90, 9), (365, 10), (4000, 101)]
)
def test_labels_have_room(days, labels):
    span = Span(NOW - timedelta(days=days), NOW)
    ticks = curve(Entries(), span, NOW).ticks
    assert [0 <= tick.x <= 1 for tick in ticks].count(False) == 0
    assert len({tick.x for tick in ticks}) == len(ticks)
    assert sum(tick.labelled for tick in ticks) <= max(labels, 1)
    assert all(tick.at.hour == 0 for tick in ticks if tick.midnight)


def test_readings_stand_where_they_were_measured_and_the_line_is_the_clinics():
    begin = last_days(3, NOW).begin
    rows = [temperature(38.0, begin + timedelta(days=1.5)), temperature(36.0, begin + timedelta(days=1.4))]
    made = drawn(Entries(rows), fever_line=38.3)
    (panel,) = made.panels
    (series,) = panel.series
    (stroke,) = series.strokes
    assert (panel.name, panel.low, panel.high, panel.line) == ("temperature", 36, 40, 38.3)
    assert panel.line_y == pytest.approx(0.575)
    assert [(point.x, point.y) for point in stroke] == [pytest.approx((1.4 / 3, 0)), pytest.approx((0.5, 0.5))]
    assert (series.count, series.drawn, series.quantity, series.site) == (2, 2, Quantity.TEMPERATURE, Site.ARMPIT)
    assert made.now == pytest.approx(1 - (2 + 50 / 60) / 72)
    assert not made.empty


def test_without_anything_there_is_still_a_panel_for_the_clinics_line():
    made = drawn(Entries())
    assert made.empty
    assert [(panel.name, panel.line, panel.line_y, panel.series) for panel in made.panels] == [
        ("temperature", None, None, ())
    ]
    assert curve(Entries(), Span(NOW - timedelta(days=9), NOW - timedelta(days=2)), NOW).now is None


def test_sites_and_pressures_are_series_of_their_own():
    rows = [
        temperature(37, NOW, Site.EAR),
        temperature(36.5, NOW, Site.ARMPIT),
        Reading("s", Quantity.SYSTOLIC, 120, NOW),
        Reading("d", Quantity.DIASTOLIC, 80, NOW),
        Reading("o", Quantity.OXYGEN, 97, NOW),
    ]
    panels = drawn(Entries(rows)).panels
    assert [(panel.name, [(one.quantity, one.site) for one in panel.series]) for panel in panels] == [
        ("temperature", [(Quantity.TEMPERATURE, Site.ARMPIT), (Quantity.TEMPERATURE, Site.EAR)]),
        ("pressure", [(Quantity.SYSTOLIC, Site.NOT_SAID), (Quantity.DIASTOLIC, Site.NOT_SAID)]),
        ("oxygen", [(Quantity.OXYGEN, Site.NOT_SAID)]),
    ]


@pytest.mark.parametrize(("days", "hours"), [(1, 6), (3, 12), (7, 24), (30, 48)])
def test_a_gap_is_not_bridged(days, hours):
    first = NOW - timedelta(hours=hours)
    joined = drawn(Entries([temperature(37, first), temperature(38, NOW)]), days).panels[0].series[0]
    parted = drawn(Entries([temperature(37, first - timedelta(seconds=1)), temperature(38, NOW)]), days)
    assert len(joined.strokes) == 1
    assert [len(stroke) for stroke in parted.panels[0].series[0].strokes] == [1, 1]


def test_a_slip_of_the_pen_is_drawn_at_the_edge_with_its_number():
    rows = [temperature(378, NOW), temperature(3.7, NOW - timedelta(hours=1)), temperature(37, NOW)]
    points = [point for stroke in drawn(Entries(rows)).panels[0].series[0].strokes for point in stroke]
    assert [(point.value, point.y, point.beyond) for point in points] == [
        (3.7, 0, -1),
        (378, 1, 1),
        (37, 0.25, 0),
    ]


@pytest.mark.parametrize(
    ("quantity", "values", "low", "high"),
    [
        (Quantity.WEIGHT, [61.5], 55, 70),
        (Quantity.WEIGHT, [60], 55, 65),
        (Quantity.WEIGHT, [0], 0, 10),
        (Quantity.WEIGHT, [900], 295, 305),
        (Quantity.WEIGHT, [40, 90], 40, 90),
        (Quantity.PULSE, [30, 210], 20, 220),
        (Quantity.TEMPERATURE, [44.2], 36, 45),
        (Quantity.TEMPERATURE, [34.9], 34, 40),
    ],
)
def test_an_axis_holds_what_was_read_off(quantity, values, low, high):
    rows = [Reading(str(n), quantity, value, NOW) for n, value in enumerate(values)]
    panel = next(p for p in drawn(Entries(rows)).panels if p.series)
    assert (panel.low, panel.high) == (low, high)
    assert 2 <= len(panel.ticks) <= 10
    assert all(0 <= tick.y <= 1 for tick in panel.ticks)


def bar(start, end=None, *, days=7, doses=(), **more):
    medicine = Medicine("m", "药", start=DAY(start), end=end if end is None else DAY(end), **more)
    found = drawn(Entries(medicines=[medicine], doses=doses), days).bars
    return found[0] if found else None


def test_a_bar_runs_from_the_first_day_to_the_end_of_the_last():
    made = bar("2026-11-20", "2026-11-21")
    assert (made.may_begin, made.begin) == (pytest.approx(2 / 7), pytest.approx(2 / 7))
    assert (made.end, made.may_end, made.ongoing) == (pytest.approx(4 / 7), pytest.approx(4 / 7), False)


def test_what_is_still_taken_ends_at_the_present():
    made = bar("2026-01")
    assert (made.may_begin, made.begin, made.ongoing) == (0, 0, True)
    assert made.end == made.may_end == pytest.approx(last_days(7, NOW).place(NOW))


def test_what_is_not_certain_is_said_to_be():
    month = bar("2026-11", "2026-11-23")
    assert (month.may_begin, month.begin, month.end) == (0, pytest.approx(6 / 7), pytest.approx(6 / 7))
    unknown = bar("", "")
    assert (unknown.may_begin, unknown.may_end) == (0, 1)
    assert unknown.begin == unknown.end
    planned = bar("2026-11-25~", "2026-11-24")
    assert planned.begin == planned.end
    paused = bar("2026-11-20", on_hold=True)
    assert paused.may_begin < paused.begin == paused.end == paused.may_end
    backwards = bar("2026-11-22", "2026-11-20")
    assert backwards.may_begin < backwards.may_end
    future = curve(
        Entries(medicines=[Medicine("m", "药", start=DAY("2026-11-24"))]),
        Span(datetime(2026, 11, 20, tzinfo=ZONE), datetime(2026, 11, 26, tzinfo=ZONE)),
        datetime(2026, 11, 21, tzinfo=ZONE),
    ).bars[0]
    assert future.may_begin == future.may_end


def test_a_medicine_that_lies_outside_has_a_bar_only_if_it_was_given_within():
    assert bar("2026-12-01") is None
    assert bar("2026-01", "2026-02") is None
    given_late = bar("2026-01", "2026-02", doses=[Dose("d", "m", NOW), Dose("e", "m", NOW), Dose("f", "x", NOW)])
    assert [mark.count for mark in given_late.doses] == [2]
    assert given_late.begin == given_late.end


def test_symptoms_have_a_row_once_they_were_answered_yes():
    rows = [
        SymptomAnswer("fever", Answer.NO, NOW - timedelta(days=1)),
        SymptomAnswer("fever", Answer.YES, NOW),
        SymptomAnswer("cough", Answer.NO, NOW),
        SymptomAnswer("rash", Answer.YES, NOW - timedelta(days=300)),
    ]
    made = drawn(Entries(answers=rows, calls=[TeamCall("c", NOW, "护士")]))
    assert [(row.item, len(row.yes), len(row.no)) for row in made.symptoms] == [("fever", 1, 1)]
    assert [mark.x for mark in made.calls] == [made.now]


def test_the_table_has_every_entry_oldest_first():
    entries = Entries(
        [temperature(37, NOW)],
        doses=[Dose("d", "m", NOW - timedelta(hours=1))],
        answers=[SymptomAnswer("fever", Answer.NO, NOW - timedelta(hours=2))],
        calls=[TeamCall("c", NOW - timedelta(hours=3)), TeamCall("old", NOW - timedelta(days=30))],
    )
    found = happenings(entries, last_days(3, NOW))
    assert [one.what for one in found] == [What.CALL, What.SYMPTOM, What.DOSE, What.READING]


MOMENTS = st.datetimes(datetime(2026, 10, 20), datetime(2026, 11, 25)).map(lambda at: at.replace(tzinfo=ZONE))
READINGS = st.builds(
    Reading,
    st.uuids().map(str),
    st.sampled_from(Quantity),
    st.floats(-1e6, 1e6),
    MOMENTS,
    st.sampled_from(Site),
)
PARTIAL = st.sampled_from(["", "2026-11", "2026-11-20", "2026-11-20~", "2025-01", "2027-01-01", "0001-01-01~"]).map(DAY)
MEDICINES = st.builds(Medicine, st.uuids().map(str), st.just("药"), start=PARTIAL, end=st.none() | PARTIAL)


@given(st.lists(READINGS, max_size=60), st.lists(MEDICINES, max_size=6), st.sampled_from(SPANS), st.integers(1, 20))
def test_nothing_is_lost_invented_or_out_of_place(readings, medicines, days, columns):
    span = last_days(days, NOW)
    made = curve(Entries(readings, medicines), span, NOW, fever_line=38.0, columns=columns)
    for panel in made.panels:
        for series in panel.series:
            own = [
                r.value for r in readings
                if (r.quantity, r.site) == (series.quantity, series.site) and span.holds(r.at)
            ]  # fmt: skip
            points = [point for stroke in series.strokes for point in stroke]
            assert series.count == len(own)
            assert {min(own), max(own)} <= {point.value for point in points} <= set(own)
            assert [point.at for point in points] == sorted(point.at for point in points)
            assert all(0 <= point.x <= 1 and 0 <= point.y <= 1 for point in points)
            for point in points:
                assert point.beyond == (point.value > panel.high) - (point.value < panel.low)
        assert all(0 <= tick.y <= 1 for tick in panel.ticks)
        assert panel.low < panel.high
    counted = sum(series.count for panel in made.panels for series in panel.series)
    assert counted == sum(span.holds(reading.at) for reading in readings)
    for one in made.bars:
        assert 0 <= one.may_begin <= one.begin <= one.end <= one.may_end <= 1


def test_a_hundred_thousand_readings_are_thinned_and_keep_their_extremes():
    begin = last_days(30, NOW).begin
    rows = [temperature(37 + (n % 997) / 1000, begin + timedelta(seconds=25 * n)) for n in range(100_000)]
    rows[40_123] = temperature(39.9, rows[40_123].at)
    rows[70_001] = temperature(34.9, rows[70_001].at)
    started = perf_counter()
    (series,) = curve(Entries(rows), last_days(30, NOW), NOW).panels[0].series
    taken = perf_counter() - started
    values = [point.value for stroke in series.strokes for point in stroke]
    assert (series.count, max(values), min(values)) == (100_000, 39.9, 34.9)
    assert series.drawn <= 4 * COLUMNS
    assert taken < 2


def test_the_start_of_a_day_that_is_not_known_is_no_day():
    assert not UNKNOWN.known
    assert bar("").may_begin == 0


def test_what_is_taken_when_it_is_needed_is_certain_on_no_day():
    medicine = Medicine("m", "对乙酰氨基酚", start=PartialDate.exact(NOW.date() - timedelta(days=5)), as_needed=True)
    (bar,) = curve(Entries(medicines=[medicine]), last_days(7, NOW), NOW).bars
    assert bar.begin == bar.end == bar.may_end
    assert bar.may_begin < bar.may_end
