from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain import UNKNOWN, InputError, LookBack, PartialDate, months_of, parse_day

DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))
PARTIAL = st.builds(
    lambda day, month_only, about: PartialDate(day.year, day.month, 0 if month_only else day.day, about=about),
    DAYS,
    st.booleans(),
    st.booleans(),
)


@given(PARTIAL | st.just(UNKNOWN))
def test_the_notation_comes_back_unchanged(day):
    assert PartialDate.parse(str(day)) == day


@given(PARTIAL)
def test_a_partial_date_spans_whole_days_in_order(day):
    assert day.earliest <= day.latest
    assert day.known
    if day.day and not day.about:
        assert day.earliest == day.latest


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-08-15~", date(2026, 7, 31), date(2026, 8, 30)),
        ("2026-08~", date(2026, 7, 17), date(2026, 9, 15)),
        ("0001-01~", date.min, date(1, 2, 15)),
        ("9999-12~", date(9999, 11, 16), date.max),
    ],
)
def test_what_a_partial_date_can_mean(text, earliest, latest):
    day = PartialDate.parse(text)
    assert (day.earliest, day.latest) == (earliest, latest)


def test_full_width_digits_are_digits():
    assert PartialDate.parse("２０２６-08") == PartialDate(2026, 8)


def test_unknown_can_be_any_day():
    assert PartialDate.parse("  ") == UNKNOWN
    assert not UNKNOWN.known
    assert (UNKNOWN.earliest, UNKNOWN.latest) == (date.min, date.max)
    assert PartialDate.exact(date(2026, 11, 2)) == PartialDate(2026, 11, 2)


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-02-30", "2026-8-1", "2026-08-00", "about", "0000-01"])
def test_anything_else_is_a_wrong_date(text):
    with pytest.raises(InputError) as caught:
        PartialDate.parse(text)
    assert caught.value.code == "date.wrong"


@pytest.mark.parametrize("text", ["2026-11-02", "2026/11/2", "2026年11月2日", " 2026.11.2 ", date(2026, 11, 2)])
def test_days_as_offices_write_them(text):
    assert parse_day(text) == date(2026, 11, 2)


@pytest.mark.parametrize("value", ["2026-02-30", "02/11/2026", "", 20261102, None, 3.5])
def test_other_days_are_refused(value):
    with pytest.raises(InputError):
        parse_day(value)


@given(DAYS, st.integers(30, 180))
def test_day_n_is_in_and_the_day_before_it_is_out(anchor, days):
    window = LookBack(anchor, days)
    edge = PartialDate.exact(anchor - timedelta(days=days))
    outside = PartialDate.exact(anchor - timedelta(days=days + 1))
    assert window.touches(outside, edge)
    assert not window.touches(outside, outside)
    assert not window.ended_before(edge)
    assert window.ended_before(outside)
    assert not window.touches(PartialDate.exact(anchor + timedelta(days=1)), None)
    assert window.touches(PartialDate.exact(anchor), None)


@given(DAYS)
def test_a_month_counts_if_any_day_of_it_falls_in(anchor):
    window = LookBack(anchor, 90)
    edge = window.first
    month = PartialDate(edge.year, edge.month)
    assert window.touches(month, month)
    assert not window.ended_before(month)
    assert window.ended_before(None) is False
    assert window.touches(UNKNOWN, UNKNOWN)


def test_a_look_back_at_the_beginning_of_time_does_not_overflow():
    assert LookBack(date(1, 1, 5), 90).first == date.min


@pytest.mark.parametrize(
    ("anchor", "days", "months"),
    [
        (date(2026, 11, 24), 90, ("2026-11", "2026-10", "2026-09", "2026-08")),
        (date(2026, 3, 1), 0, ("2026-03",)),
        (date(2026, 3, 1), 1, ("2026-03", "2026-02")),
        (date(2026, 1, 31), 31, ("2026-01", "2025-12")),
        (date(1, 1, 20), 90, ("0001-01",)),  # where the calendar begins
    ],
)
def test_the_months_of_a_look_back(anchor, days, months):
    assert months_of(LookBack(anchor, days), anchor) == months


@pytest.mark.parametrize(
    ("anchor", "months"),
    [
        (date(2026, 12, 20), ("2026-11", "2026-10", "2026-09")),
        (date(2027, 4, 10), ("2026-11",)),  # the look-back has not begun: this month is asked all the same
    ],
)
def test_months_that_have_not_come_are_not_asked(anchor, months):
    assert months_of(LookBack(anchor, 90), date(2026, 11, 8)) == months
