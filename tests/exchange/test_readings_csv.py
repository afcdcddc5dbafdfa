"""Readings as a table: opened by a spreadsheet, read back without loss, never converted."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta, timezone
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook import content
from handbook.domain import FAHRENHEIT, Quantity, Reading, Site, from_fahrenheit
from handbook.exchange import read_readings, readings_table
from handbook.exchange.cells import ReadTable, guarded, unguarded

BOOK = content.load()
WORDS = [BOOK.words(language) for language in BOOK.languages]
ZONE = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 24, 21, 10, tzinfo=ZONE)
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
OFFSETS = st.timedeltas(timedelta(hours=-23, minutes=-59), timedelta(hours=23, minutes=59)).map(timezone)
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=OFFSETS)


def read(data: bytes, **columns: str) -> ReadTable[Reading]:
    ids = map(str, count(1))
    return read_readings(data, WORDS, now=NOW, new_id=lambda: next(ids), columns=columns, where="r.csv")


def test_day_time_and_offset_stand_in_cells_of_their_own() -> None:
    reading = Reading("r1", Quantity.TEMPERATURE, 38.0, NOW, Site.EAR, "女儿", "=1")
    data = readings_table([reading], BOOK.words("zh-Hans"))
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == [
        ["日期", "时间", "时区", "项目", "数值", "单位", "部位", "谁量的", "备注", "编号"],
        ["2026-11-24", "21:10", "UTC+08:00", "体温", "38", "℃", "耳朵", "女儿", "'=1", "r1"],
    ]
    assert read(data).entries == (reading,)


@given(
    st.lists(
        st.builds(
            Reading,
            ANY.filter(str.strip),
            st.sampled_from(Quantity),
            st.floats(allow_nan=False, allow_infinity=False),
            MOMENTS,
            st.sampled_from(Site),
            ANY,
            ANY,
        ),
        max_size=4,
    ),
    st.sampled_from(["zh-Hans", "en"]),
)
def test_everything_comes_back_unchanged(readings: list[Reading], language: str) -> None:
    back = read(readings_table(readings, BOOK.words(language)))
    assert back.refused == ()
    assert sorted(back.entries, key=repr) == sorted(readings, key=repr)
    assert [one.at.utcoffset() for one in back.entries] == [
        one.at.utcoffset() for one in sorted(readings, key=lambda r: (r.at, r.id))
    ]


@given(st.integers(800, 1200), st.sampled_from(["zh-Hans", "en"]))
def test_a_temperature_read_off_in_fahrenheit_comes_back_as_it_was_read(tenths: int, language: str) -> None:
    typed = tenths / 10
    reading = Reading("r1", Quantity.TEMPERATURE, from_fahrenheit(typed), NOW, unit=FAHRENHEIT)
    data = readings_table([reading], BOOK.words(language))
    assert f",{typed:g},°F," in data.decode("utf-8-sig")
    assert read(data).entries == (reading,)


@pytest.mark.parametrize(
    ("row", "at"),
    [
        ("2026/11/2,7:05,,体温,36.8,", datetime(2026, 11, 2, 7, 5, tzinfo=ZONE)),
        ("2026-11-02 07:05:09,,,temperature,'36.8,°C", datetime(2026, 11, 2, 7, 5, 9, tzinfo=ZONE)),
        (
            "2026年11月2日,07:05,UTC-5,Temperature,36.8,℃",
            datetime(2026, 11, 2, 7, 5, tzinfo=timezone(timedelta(hours=-5))),
        ),
        ('2026-11-02T07:05,,,体温,"36,8",', datetime(2026, 11, 2, 7, 5, tzinfo=ZONE)),
    ],
)
def test_other_peoples_tables_are_understood(row: str, at: datetime) -> None:
    back = read(f"日期,时间,时区,项目,数值,单位\n{row}\n".encode())
    assert back.refused == ()
    assert [(one.value, one.at, one.at.utcoffset()) for one in back.entries] == [(36.8, at, at.utcoffset())]


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (",7:05,,体温,36.8,", "day", "exchange.no-day"),
        ("gestern,7:05,,体温,36.8,", "day", "date.wrong"),
        ("2026-11-02,,,体温,36.8,", "time", "exchange.time"),
        ("2026-11-02,25:00,,体温,36.8,", "time", "exchange.time"),
        ("2026-11-02,7:05,nowhere,体温,36.8,", "time", "exchange.time"),
        ("2026-11-02,7:05,+99:00,体温,36.8,", "time", "exchange.time"),
        ("0001-01-01,0:00,,体温,36.8,", "time", "exchange.time"),
        ("2026-11-02,7:05,,,36.8,", "quantity", "exchange.no-quantity"),
        ("2026-11-02,7:05,,心情,36.8,", "quantity", "exchange.choice"),
        ("2026-11-02,7:05,,体温,310,K", "unit", "exchange.unit"),
        ("2026-11-02,7:05,,体温,热,", "value", "exchange.value"),
        ("2026-11-02,7:05,,体温,nan,", "value", "exchange.value"),
        ('2026-11-02,7:05,,脉搏,"1,000",', "value", "exchange.value"),
    ],
)
def test_a_row_that_is_not_understood_is_refused_not_guessed(row: str, field: str, code: str) -> None:
    back = read(f"日期,时间,时区,项目,数值,单位\n{row}\n2026-11-02,8:00,,脉搏,80,\n".encode())
    assert [(fault.row, fault.field, fault.error.code) for fault in back.refused] == [(2, field, code)]
    assert [(one.quantity, one.value) for one in back.entries] == [(Quantity.PULSE, 80)]


@given(ANY)
def test_a_guard_is_taken_away_and_nothing_else(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_an_apostrophe_that_guards_nothing_stays() -> None:
    assert unguarded("'t Hart") == "'t Hart"
