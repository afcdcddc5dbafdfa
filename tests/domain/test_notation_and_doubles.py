"""Amounts written safely, readings as typed, and two rows that may be one medicine."""

import re
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain import (
    FAHRENHEIT,
    UNKNOWN,
    HowKnown,
    Ingredient,
    Kind,
    Medicine,
    PartialDate,
    Quantity,
    Reading,
    differing,
    from_fahrenheit,
    look_alikes,
    merged,
    read_off,
    safe_notation,
    same_medicine,
    unusual,
)

AT = datetime(2026, 11, 24, 3, 5, tzinfo=UTC)
TYPED = st.text(st.sampled_from("0123456789.. UuIiµμ㎍gm万片每毫克eE-,/:No一第"), max_size=14)
LANGUAGES = st.sampled_from(["zh-Hans", "en"])


@pytest.mark.parametrize(
    ("typed", "english", "chinese"),
    [
        (".5 mg", "0.5 mg", "0.5 mg"),
        ("每次.5片", "每次0.5片", "每次0.5片"),
        ("0.25-.5 mg", "0.25-0.5 mg", "0.25-0.5 mg"),
        ("5.0 mg", "5 mg", "5 mg"),
        ("5.00", "5", "5"),
        ("2.50 mg", "2.5 mg", "2.5 mg"),
        ("1,000.0 mg", "1,000 mg", "1,000 mg"),
        (".50 mg", "0.5 mg", "0.5 mg"),
        ("10U", "10 units", "10 单位"),
        ("1 IU", "1 unit", "1 单位"),
        ("10 I.U. daily", "10 units daily", "10 单位 daily"),
        ("100 u/ml", "100 units/ml", "100 单位/ml"),
        ("300万U", "300 万 units", "300 万单位"),
        ("0.1µg", "0.1 mcg", "0.1 微克"),
        ("μg/kg", "mcg/kg", "微克/kg"),
        ("5 ug", "5 mcg", "5 微克"),
        ("2.50㎍", "2.5 mcg", "2.5 微克"),
    ],
)
def test_what_is_easily_misread_is_proposed_in_another_way(typed, english, chinese):
    assert (safe_notation(typed), safe_notation(typed, "zh-Hans")) == (english, chinese)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0.5 mg",
        "10.20 起",
        "2026.10.20",
        "10.0.0.1",
        "1.0E5",
        "No.5",
        "一.5mg",
        "U-100",
        "10 Uhr",
        "…5",
        "5.",
        "100单位",
    ],
)
def test_what_is_safe_or_may_be_something_else_stays(typed):
    assert safe_notation(typed) == safe_notation(typed, "zh-Hans") == typed


@given(TYPED, LANGUAGES)
def test_no_number_changes_its_value_and_a_second_look_finds_nothing(typed, language):
    proposed = safe_notation(typed, language)
    assert _numbers(proposed) == _numbers(typed)
    assert safe_notation(proposed, language) == proposed


def _numbers(text):
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?|\.\d+", text)]


@pytest.mark.parametrize(
    ("quantity", "value", "asked"),
    [
        (Quantity.TEMPERATURE, 38.5, False),
        (Quantity.TEMPERATURE, 385, True),
        (Quantity.TEMPERATURE, 101.3, True),
        (Quantity.TEMPERATURE, 25, False),
        (Quantity.PULSE, 12, True),
        (Quantity.OXYGEN, 100, False),
        (Quantity.OXYGEN, 101, True),
    ],
)
def test_a_slip_of_the_finger_is_asked_about(quantity, value, asked):
    assert unusual(quantity, value) is asked


def test_every_quantity_has_bounds_that_hold_its_everyday_values():
    everyday = {"temperature": 36.5, "pulse": 70, "systolic": 120, "diastolic": 80, "oxygen": 97, "weight": 60}
    assert not any(unusual(quantity, everyday[quantity]) for quantity in Quantity)


@given(st.decimals(0, 1000, places=3).map(float))
def test_fahrenheit_comes_back_as_it_was_typed(typed):
    reading = Reading("r", Quantity.TEMPERATURE, from_fahrenheit(typed), AT, unit=FAHRENHEIT)
    assert read_off(reading) == (typed, FAHRENHEIT)
    assert read_off(replace(reading, unit="")) == (reading.value, "")


def test_fahrenheit_is_kept_in_celsius():
    assert from_fahrenheit(100.4) == pytest.approx(38.0)


ACYCLOVIR = Medicine("m1", "阿昔洛韦 片", "0.2 g", start=PartialDate.parse("2026-08"))


@pytest.mark.parametrize(
    "other",
    [
        Medicine("m2", "阿昔洛韦片"),
        Medicine("m2", "Zovirax", "0.2g", brand="阿昔洛韦（片）"),
        Medicine("m2", "阿昔洛韦片", "0.2 G", end=PartialDate.parse("2026-08-02")),
        Medicine("m2", "阿昔洛韦片", start=PartialDate.parse("2026-11-01")),
    ],
)
def test_two_rows_that_may_be_one_product(other):
    assert same_medicine(ACYCLOVIR, other)
    assert same_medicine(other, ACYCLOVIR)


@pytest.mark.parametrize(
    "other",
    [
        ACYCLOVIR,  # itself
        Medicine("m2", "伐昔洛韦片"),
        Medicine("m2", "？"),
        Medicine("m2", "阿昔洛韦片", "0.4 g"),
        Medicine("m2", "阿昔洛韦片", end=PartialDate.parse("2026-07-31")),  # an earlier course
    ],
)
def test_two_rows_that_are_not(other):
    assert not same_medicine(ACYCLOVIR, other)
    assert not same_medicine(other, ACYCLOVIR)


def test_a_row_whose_name_is_only_signs_is_like_no_other():
    assert not same_medicine(Medicine("m1", "？"), Medicine("m2", "！"))


def test_pairs_that_look_alike_are_told_once():
    other = Medicine("m2", "阿昔洛韦片", brand="阿昔洛韦 片")
    third = Medicine("m3", "Zovirax", brand="阿昔洛韦片")
    assert look_alikes([third, Medicine("m4", "鱼油"), other, ACYCLOVIR]) == (
        (third, ACYCLOVIR), (third, other), (ACYCLOVIR, other),
    )  # fmt: skip
    assert look_alikes([]) == ()


def test_merging_fills_what_was_empty_and_names_what_differs():
    keep = replace(ACYCLOVIR, dose="1 片", note="饭后", end=UNKNOWN, kind=Kind.PRESCRIPTION)
    other = Medicine(
        "m2", "阿昔洛韦片", dose="2 片", brand="Zovirax", how_known=HowKnown.BOX_SEEN, note="饭后", as_needed=True,
        start=PartialDate.parse("2026-09"), end=PartialDate.parse("2026-10"), ingredients=(Ingredient("阿昔洛韦"),),
    )  # fmt: skip
    assert merged(keep, other) == replace(
        keep, brand="Zovirax", how_known=HowKnown.BOX_SEEN, as_needed=True, end=PartialDate.parse("2026-10"),
        ingredients=(Ingredient("阿昔洛韦"),),
    )  # fmt: skip
    assert differing(keep, other) == ("name", "dose", "start")
    assert merged(other, keep).note == "饭后"
    assert merged(replace(keep, note=""), replace(other, note="医院拿的")).note == "医院拿的"
    assert merged(keep, replace(other, note="医院拿的")).note == "饭后\n医院拿的"


@pytest.mark.parametrize(
    ("mine", "theirs", "end", "differs"),
    [
        (None, None, None, ()),
        (None, UNKNOWN, None, ("end",)),  # one says "still taking", the other "stopped"
        (UNKNOWN, None, UNKNOWN, ("end",)),
        (UNKNOWN, UNKNOWN, UNKNOWN, ()),
        (PartialDate(2026, 8), UNKNOWN, PartialDate(2026, 8), ()),
        (UNKNOWN, PartialDate(2026, 8), PartialDate(2026, 8), ()),
        (PartialDate(2026, 8), PartialDate(2026, 9), PartialDate(2026, 8), ("end",)),
    ],
)
def test_still_taking_and_stopped_are_never_mixed_up(mine, theirs, end, differs):
    keep, other = Medicine("m1", "药", end=mine), Medicine("m2", "药", end=theirs)
    assert merged(keep, other).end == end
    assert differing(keep, other) == differs


def test_on_hold_is_what_the_kept_row_says():
    keep, other = Medicine("m1", "药"), Medicine("m2", "药", on_hold=True)
    assert not merged(keep, other).on_hold
    assert differing(keep, other) == ("on_hold",)


@given(
    st.builds(Medicine, st.just("m1"), st.just("药"), dose=st.sampled_from(["", "1", "2"]), note=st.sampled_from("ab")),
    st.builds(Medicine, st.just("m2"), st.just("药"), dose=st.sampled_from(["", "1", "2"]), note=st.sampled_from("ab")),
)
def test_what_is_not_named_as_differing_is_in_the_merged_row(keep, other):
    both = merged(keep, other)
    for name in {one.name for one in fields(Medicine)} - {"id", "note", "end"} - set(differing(keep, other)):
        assert getattr(other, name) in (getattr(both, name), "", False, (), UNKNOWN)
    assert set(both.note.split("\n")) == {keep.note, other.note}


@pytest.mark.parametrize(
    ("typed", "safe"),
    [("5．0毫克", "5毫克"), ("２.０ mg", "2 mg"), ("０．５片", "0.5片"), ("１２ 片", "12 片"), ("一．二", "一．二")],
)
def test_the_digits_of_a_chinese_keyboard_are_read_as_digits(typed, safe):
    assert safe_notation(typed, "zh-Hans") == safe


@pytest.mark.parametrize(
    ("one", "other"), [("5 毫克", "5mg"), ("100mg", "100.0 mg"), ("0.50 克", "0.5g"), ("40 微克", "40µg")]
)
def test_a_strength_is_the_same_however_it_is_written(one, other):
    assert same_medicine(Medicine("1", "泼尼松片", strength=one), Medicine("2", "泼尼松片", strength=other))
    assert not same_medicine(Medicine("1", "泼尼松片", strength=one), Medicine("2", "泼尼松片", strength="7 mg"))
