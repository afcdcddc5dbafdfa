"""Fixed words and a clinic's numbers put into words."""

from datetime import UTC, date, datetime

import pytest

import handbook.content
from handbook.content import (
    CLINIC_FIELDS,
    Book,
    call_owner,
    call_text,
    clinic_text,
    load,
    own_words,
    read_off_text,
    reading_text,
)
from handbook.domain import FAHRENHEIT, ClinicNumbers, Quantity, Reading, Site, from_fahrenheit


def test_words_by_key(book: Book) -> None:
    words = book.words("zh-Hans")
    assert words.language == "zh-Hans"
    assert words("fixed.window", date="11 月 3 日") == "至少到 11 月 3 日"
    assert words.get("fixed.weak") == "来源较弱"
    assert words.get("fixed.nothing") is None
    assert "numbers.fever_line" in words.keys
    assert words is book.words("zh-Hans")
    assert words.date(date(2026, 11, 3)) == "2026 年 11 月 3 日"
    with pytest.raises(KeyError):
        words("fixed.nothing")


@pytest.mark.parametrize("field", CLINIC_FIELDS)
def test_what_is_not_set_says_so(book: Book, field: str) -> None:
    assert clinic_text(field, ClinicNumbers(), book.words("zh-Hans")) == "未设定：请问治疗团队"


@pytest.mark.parametrize(
    ("field", "value", "chinese", "english"),
    [
        ("fever_line", 38.0, "38.0 ℃", "38.0 °C"),
        ("fever_line", 37.5, "37.5 ℃", "37.5 °C"),
        ("temperature_per_day", 2, "每天 2 次", "2 times a day"),
        ("near_days", 28, "至少 28 天", "at least 28 days"),
        ("company_days", 1, "至少 1 天", "at least 1 day"),
        ("irradiated_from_days", -7, "回输前 7 天", "7 days before the infusion"),
        ("irradiated_from_days", 0, "回输后第 0 天", "day 0 after the infusion"),
        ("phone_24h", "021-555 0100", "021-555 0100", "021-555 0100"),
    ],
)
def test_clinic_numbers_in_words(book: Book, field: str, value: object, chinese: str, english: str) -> None:
    numbers = ClinicNumbers(**{field: value})
    assert clinic_text(field, numbers, book.words("zh-Hans")) == chinese
    assert clinic_text(field, numbers, book.words("en")) == english


def test_the_call_text_is_the_clinics_where_it_has_one(book: Book) -> None:
    numbers = ClinicNumbers(words={"zh-Hans": {"call": "先打病房。"}})
    assert call_text(numbers, book.words("zh-Hans")) == "先打病房。"
    assert not own_words(numbers, book.words("zh-Hans"))
    assert call_text(numbers, book.words("en")).startswith("Cannot be woken")
    assert own_words(numbers, book.words("en"))


@pytest.mark.parametrize(("typed", "shown"), [(101.3, "101.3 °F"), (101.0, "101.0 °F")])
def test_a_temperature_reads_as_it_was_read_off(typed: float, shown: str) -> None:
    at = datetime(2026, 11, 8, 7, 20, tzinfo=UTC)
    reading = Reading("r", Quantity.TEMPERATURE, from_fahrenheit(typed), at, Site.EAR, unit=FAHRENHEIT)
    words = load().words("en")
    assert read_off_text(reading, words) == shown
    assert reading_text(reading, words).startswith(f"Temperature {shown}")


def test_whose_words_the_call_text_is() -> None:
    words = load().words("zh-Hans")
    own, clinic = ClinicNumbers(), ClinicNumbers(words={"zh-Hans": {"call": "打这个电话。"}})
    assert "未经医生审核" in call_owner(own, words)
    assert "未经医生审核" not in call_owner(own, words, approved=True)
    assert "本手册的话" in call_owner(own, words, approved=True)
    assert call_owner(clinic, words) == call_owner(clinic, words, approved=True) == words("fixed.call_owner_clinic")


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        _ = handbook.content.nothing
