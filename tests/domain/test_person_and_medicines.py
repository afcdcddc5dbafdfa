import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain import (
    KEYS,
    UNKNOWN,
    Answer,
    FaultList,
    HandbookError,
    InputError,
    LookBack,
    Medicine,
    PartialDate,
    SymptomAnswer,
    SymptomCard,
    clean_field,
    clean_text,
    group,
    person_from,
)
from handbook.domain.person import CHINESE_HEADINGS


def _faults(values):
    with pytest.raises(FaultList) as caught:
        person_from(values, where="p.toml")
    return {(fault.code, fault.params.get("key")) for fault in caught.value.faults}


def test_a_person_is_made_from_good_keys():
    person = person_from({"name": " 张𫖯 ", "infusion_date": date(2026, 11, 2), "birth_date": "1958/3/2", "batch": ""})
    assert person.name == "张𫖯"
    assert (person.infusion_date, person.birth_date, person.batch) == (date(2026, 11, 2), date(1958, 3, 2), "")


def test_all_faults_are_told_at_once_and_name_their_key():
    values = {"nme": "x", "birth_date": "31.2.1958", "allergies": "a" * 5000, "product": 5, "language": "fr"}
    assert _faults(values) == {
        ("person.unknown-key", "nme"),
        ("person.date", "birth_date"),
        ("text.too-long", "allergies"),
        ("text.not-text", "product"),
        ("person.language", "language"),
        ("person.no-name", "name"),
    }


def test_an_unknown_key_gets_the_nearest_known_one():
    with pytest.raises(FaultList) as caught:
        person_from({"name": "x", "phone24h": "1"})
    assert caught.value.faults[0].params["nearest"] == "phone_24h"


def test_a_faulty_name_is_not_also_called_missing():
    assert _faults({"name": "a\x07"}) == {("text.control", "name")}


@pytest.mark.parametrize("char", ["\u202e", "\u2066", "\u200f"])
def test_direction_overrides_are_refused(char):
    with pytest.raises(InputError) as caught:
        clean_text("name", f"张{char}某")
    assert caught.value.code == "text.direction"


def test_line_breaks_in_allergies_become_spaces_and_elsewhere_are_refused():
    assert clean_text("allergies", "青霉素\n花生") == "青霉素 花生"
    with pytest.raises(InputError):
        clean_text("name", "张\n某")


@given(st.text(max_size=300), st.sampled_from(KEYS))
def test_any_text_is_either_kept_as_nfc_or_refused_with_a_code(text, key):
    kept = _cleaned(key, text)
    assert isinstance(kept, date) or kept == unicodedata.normalize("NFC", kept).strip()


def _cleaned(key, text):
    """The kept value, or the code of the refusal, which must name the key."""
    try:
        return clean_field(key, text)
    except HandbookError as error:
        return error.code if error.params["key"] == key else ""


def test_every_key_has_its_chinese_heading():
    assert set(CHINESE_HEADINGS) == set(KEYS)


WINDOW = LookBack(date(2026, 11, 2), 90)
TODAY = date(2026, 11, 24)


def _medicine(name, start="", end=None):
    return Medicine(name, name, start=PartialDate.parse(start), end=None if end is None else PartialDate.parse(end))


def test_medicines_fall_into_three_lists():
    rows = [
        _medicine("now", "2026-10-28"),
        _medicine("also now"),
        _medicine("stopped on the edge", "2026-01-01", "2026-08-04"),
        _medicine("older", "2026-01-01", "2026-08-03"),
        _medicine("month", "2026-07", "2026-08"),
        _medicine("end not known", "2020-01-01", ""),
    ]
    grouped = group(rows, WINDOW, TODAY)
    assert [m.name for m in grouped.current] == ["now", "also now"]
    assert {m.name for m in grouped.stopped} == {"stopped on the edge", "month", "end not known"}
    assert [m.name for m in grouped.older] == ["older"]
    assert rows[5].end == UNKNOWN


@given(st.permutations([_medicine(str(n), f"2026-0{n}-01", "2026-10-01") for n in range(1, 9)]))
def test_the_order_does_not_depend_on_the_order_of_entry(rows):
    assert [m.name for m in group(rows, WINDOW, TODAY).stopped] == ["8", "7", "6", "5", "4", "3", "2", "1"]


@given(st.lists(st.sampled_from(["", "2026-05", "2026-08-03", "2026-08-04", "2026-10~"]), max_size=6))
def test_nothing_is_lost_in_grouping(ends):
    rows = [_medicine(str(n), "", end) for n, end in enumerate(ends)]
    grouped = group(rows, WINDOW, TODAY)
    assert sorted(m.id for m in grouped.current + grouped.stopped + grouped.older) == [m.id for m in rows]


def test_a_card_knows_what_was_asked():
    now = datetime(2026, 11, 8, 7, 10, tzinfo=UTC)
    card = SymptomCard("c", now, (SymptomAnswer("fever", Answer.YES, now, "daughter"),))
    assert card.answer("fever").answer is Answer.YES
    assert card.answer("cough") is None


def test_a_last_day_that_is_still_to_come_changes_nothing_yet():
    ahead = Medicine("1", "药", end=PartialDate.parse("2026-12-24"))
    today_ = Medicine("2", "药", end=PartialDate.parse("2026-11-24"))
    unknown = Medicine("3", "药", end=PartialDate())
    month = Medicine("4", "药", end=PartialDate.parse("2026-12"))
    grouped = group([ahead, today_, unknown, month], WINDOW, TODAY)
    assert {m.id for m in grouped.current} == {"1", "4"}
    assert {m.id for m in grouped.stopped} == {"2", "3"}
