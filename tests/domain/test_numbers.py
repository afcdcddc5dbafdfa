"""Numbers, ranges, powers, bounds and dates as people read them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.numbers import amount, date_text, hedged, plain, with_unit

CHINESE = {"day": "{year} 年 {month} 月 {day} 日", "month": "{year} 年 {month} 月", "year": "{year} 年"}
ENGLISH = {"day": "{day} {month} {year}", "month": "{month} {year}", "year": "{year}"}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


@pytest.mark.parametrize(
    ("number", "text"),
    [(5, "5"), (38.0, "38.0"), (37.5, "37.5"), (0.25, "0.25"), (1.00004, "1.0"), (9999, "9999"), (10000, "10,000"),
     (-7, "-7"), (12345.5, "12,345.5")],
)  # fmt: skip
def test_plain(number: float, text: str) -> None:
    assert plain(number) == text


@pytest.mark.parametrize(
    ("value", "power", "language", "text"),
    [
        (15, 0, "", "15"),
        ((15, 30), 0, "", "15–30"),
        (2, 8, "en", "2×10⁸"),
        ((2, 3), 8, "zh-Hans", "(2–3)×10⁸"),
        (1, -3, "", "1×10⁻³"),
        ("IL-6", 0, "en", "IL-6"),
        (date(2024, 1, 2), 0, "en", "2024-01-02"),
        (1200000, 0, "zh-Hans", "120 万"),
        (1200000, 0, "en", "1,200,000"),
        (15500, 0, "zh-Hans", "1.55 万"),
        ((999000, 1290000), 0, "zh-Hans", "99.9–129 万"),
        ((999000, 1290000), 0, "en", "999,000–1,290,000"),
        ((5000, 20000), 0, "zh-Hans", "5000–20,000"),
    ],
)
def test_amount(value: object, power: int, language: str, text: str) -> None:
    assert amount(value, power=power, language=language) == text


@given(st.integers(-300, 300).filter(bool))
def test_a_power_is_never_written_as_plain_digits(power: int) -> None:
    assert not set(amount(7, power=power).removeprefix("7×10")) & set("0123456789-")


def test_with_unit() -> None:
    assert with_unit("15–30", "{n} 分钟") == "15–30 分钟"
    assert with_unit("120 万", "{n} 元") == "120 万元"
    assert with_unit("1", {"one": "{n} day", "other": "{n} days"}, one=True) == "1 day"
    assert with_unit("2", {"one": "{n} day", "other": "{n} days"}) == "2 days"


def test_hedged() -> None:
    assert hedged("3 天", "至少 {n}") == "至少 3 天"
    assert hedged("第 3 天", "至少 {n}") == "至少第 3 天"
    assert hedged("3 days", "at least {n}") == "at least 3 days"


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        ("2024-01-23", "2024 年 1 月 23 日", "23 January 2024"),
        (date(2024, 1, 3), "2024 年 1 月 3 日", "3 January 2024"),
        ("2021-06", "2021 年 6 月", "June 2021"),
        ("2017", "2017 年", "2017"),
        ("2022/2023", "2022–2023 年", "2022–2023"),
        ("2022-01/2023-02", "2022 年 1 月 – 2023 年 2 月", "January 2022 – February 2023"),
        ("2022-13", "2022-13", "2022-13"),
        ("soon", "soon", "soon"),
        ("2022/soon", "2022/soon", "2022/soon"),
        ("", "", ""),
    ],
)
def test_dates(value: object, chinese: str, english: str) -> None:
    assert date_text(value, CHINESE) == chinese
    assert date_text(value, ENGLISH, MONTHS) == english
