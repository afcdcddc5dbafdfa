"""Our team's numbers, as a family types them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.clinic import check_number, numbers_from_told
from handbook.domain import NUMBER_KEYS, HandbookError, InputError, Told


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("fever_line", "38", 38.0),
        ("fever_line", "38.5", 38.5),
        ("fever_line", "38,5", 38.5),
        ("fever_line", "３８．５", 38.5),
        ("fever_line", "３８，５ ", 38.5),
        ("fever_line", "38.5℃", 38.5),
        ("fever_line", "38.5 °C", 38.5),
        ("fever_line", "38.5 度", 38.5),
        ("fever_line", "35", 35.0),
        ("fever_line", "42", 42.0),
        ("near_days", "28", 28),
        ("near_days", " ２８ 天", 28),
        ("near_days", "28 days", 28),
        ("near_days", "0", 0),
        ("near_days", "3650", 3650),
        ("temperature_per_day", "2 次", 2),
        ("irradiated_from_days", "-7", -7),
        ("irradiated_from_days", "−7", -7),
        ("irradiated_from_days", "－７", -7),
        ("irradiated_from_days", "+3", 3),
        ("phone_24h", "120", "120"),
        ("phone_24h", "+86 (21) 5555-0120 ext. 8", "+86 (21) 5555-0120 ext. 8"),
        ("phone_day", "０２１－５５５５ 转 ８", "021-5555 转 8"),
        ("address", " 示例路 1 号 ", "示例路 1 号"),
        ("name", "", None),
        ("fever_line", " ", None),
        ("phone_24h", "\u3000", None),
    ],
)
def test_what_is_understood(key: str, typed: str, value: object) -> None:
    read = check_number(key, typed)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("key", "typed", "code"),
    [
        ("fever_line", "385", "clinic.range"),
        ("fever_line", "34.9", "clinic.range"),
        ("fever_line", "42.1", "clinic.range"),
        ("fever_line", "100.4 F", "clinic.fever-line"),
        ("fever_line", "38-39", "clinic.fever-line"),
        ("fever_line", "nan", "clinic.fever-line"),
        ("fever_line", "三十八", "clinic.fever-line"),
        ("near_days", "28.5", "clinic.whole-number"),
        ("near_days", "4 周", "clinic.whole-number"),
        ("near_days", "-1", "clinic.range"),
        ("near_days", "3651", "clinic.range"),
        ("temperature_per_day", "0", "clinic.range"),
        ("phone_24h", "12", "clinic.phone"),
        ("phone_24h", "护士站", "clinic.phone"),
        ("phone_24h", "021<5555", "clinic.phone"),
        ("phone_24h", "1" * 41, "clinic.phone"),
        ("phone_24h", "021\u202e5555", "text.direction"),
        ("name", "a\x07b", "text.control"),
        ("name", "长" * 201, "text.too-long"),
    ],
)
def test_what_is_told_beside_the_field(key: str, typed: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        check_number(key, typed, where="x")
    assert (caught.value.code, caught.value.params["key"], caught.value.where) == (code, key, "x")


def test_what_cannot_be_read_is_not_set_on_paper() -> None:
    told = {
        "fever_line": Told("38,0", "护士"),
        "near_days": Told("一个月"),
        "phone_24h": Told("021-5555"),
        "gone": Told("from an older program"),
    }
    numbers = numbers_from_told(told)
    assert (numbers.fever_line, numbers.near_days, numbers.phone_24h) == (38.0, None, "021-5555")
    assert numbers.company_days is None
    assert numbers.words == {}


@given(st.sampled_from(NUMBER_KEYS), st.text(max_size=60))
def test_any_text_is_either_read_or_told(key: str, typed: str) -> None:
    try:
        value = check_number(key, typed)
    except HandbookError as error:
        named = error.params["key"]
        assert named == key
    else:
        assert getattr(numbers_from_told({key: Told(typed)}), key) == value
        if isinstance(value, str):
            assert check_number(key, value) == value, "what was cleaned once stays as it is"


@given(st.floats(35, 42).map(lambda degrees: round(degrees, 1)))
def test_a_fever_line_comes_back_from_its_own_text(degrees: float) -> None:
    for typed in (str(degrees), str(degrees).replace(".", ","), f"{degrees} ℃"):
        assert check_number("fever_line", typed) == degrees
