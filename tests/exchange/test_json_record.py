"""A record as JSON: whole, and read back the same; anything else is told by its place."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain import (
    Answer,
    Dose,
    Heard,
    HowKnown,
    Ingredient,
    InputError,
    Journey,
    Kind,
    LookBackAnswer,
    Medicine,
    Note,
    NoteKind,
    PartialDate,
    PassportEntry,
    PassportKind,
    Quantity,
    Reading,
    Shift,
    Site,
    SymptomAnswer,
    SymptomCard,
    TeamCall,
    Told,
)
from handbook.exchange import medicines_json
from handbook.exchange.json_record import FORMAT, VERSION, Contents, PastAction, Photo, decode, encode

NOW = datetime(2026, 11, 24, 21, 10, tzinfo=timezone(timedelta(hours=8)))
WHOLE = Contents(
    person={"name": "张𫖯"},
    left_off_card=("product",),
    journey=Journey(infusion=date(2026, 11, 20)),
    numbers={"fever_line": Told("38.0", "护士长", date(2026, 10, 20))},
    prepared=("medicine-list",),
    stars=("fever",),
    medicines=(Medicine("m1", "药", kind=Kind.VACCINE, ingredients=(Ingredient("甲", "1 g"),), end=PartialDate()),),
    doses=(Dose("d1", "m1", NOW, "1 片"),),
    look_back=(LookBackAnswer("kitchen", "2026-08", Heard.NOT_KNOWN, NOW, HowKnown.MEMORY),),
    symptom_cards=(SymptomCard("c1", NOW, (SymptomAnswer("fever", Answer.YES, NOW, "女儿"),), "备注"),),
    readings=(Reading("r1", Quantity.TEMPERATURE, 38.2, NOW, Site.EAR),),
    calls=(TeamCall("t1", NOW, "护士", "女儿", "来"),),
    shifts=(Shift("s1", "儿子", NOW, None),),
    passport=(PassportEntry("p1", PassportKind.VACCINE, PartialDate.parse("2026-03~"), "流感疫苗"),),
    notes=(Note("n1", "", NoteKind.QUESTION, "几点？", NOW),),
    photos=(Photo("f1", "m1", NOW, "image/png", b"\x89PNG\x00"),),
    history=(PastAction(1, "do", "medicine.add", "药", NOW),),
)


def file(**changes: Any) -> bytes:
    body = json.loads(encode(WHOLE, exported_at=NOW, content_version="2026.1"))
    return json.dumps(body | changes).encode()


def test_everything_comes_back() -> None:
    data = encode(WHOLE, exported_at=NOW, content_version="2026.1")
    assert decode(data) == WHOLE
    body = json.loads(data)
    assert (body["format"], body["version"], body["exported_at"]) == (FORMAT, VERSION, NOW.isoformat())
    assert body["medicines"][0]["end"] == ""
    assert body["medicines"][0]["ingredients"] == [{"name": "甲", "strength": "1 g"}]
    assert "张𫖯" in data.decode()


def test_what_a_newer_program_added_is_left_out() -> None:
    read = decode(
        file(weather=[1], readings=[{"id": "r", "quantity": "pulse", "value": 80, "at": NOW.isoformat(), "x": 1}])
    )
    assert read.readings == (Reading("r", Quantity.PULSE, 80, NOW),)


def test_medicines_alone_have_the_same_form() -> None:
    assert decode(medicines_json(WHOLE.medicines, exported_at=NOW, content_version="1")) == Contents(
        medicines=WHOLE.medicines
    )


READING = {"id": "r", "quantity": "pulse", "value": 80, "at": NOW.isoformat()}


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"readings": [READING, READING | {"value": "80"}]}, "readings[1].value"),
        ({"readings": [READING | {"value": True}]}, "readings[0].value"),
        ({"readings": [READING | {"value": 10**400}]}, "readings[0].value"),
        ({"readings": [READING | {"at": "2026-11-24T21:10"}]}, "readings[0].at"),
        ({"readings": [READING | {"at": 5}]}, "readings[0].at"),
        ({"readings": [READING | {"quantity": "mood"}]}, "readings[0].quantity"),
        ({"readings": [{"id": "r"}]}, "readings[0].quantity"),
        ({"readings": {}}, "readings"),
        ({"medicines": [{"id": "m", "name": "药", "start": "2026-13"}]}, "medicines[0].start"),
        ({"medicines": [{"id": "m", "name": "a\0b"}]}, "medicines[0].name"),
        ({"medicines": [{"id": "m", "name": "a", "as_needed": 1}]}, "medicines[0].as_needed"),
        ({"journey": {"infusion": "yesterday"}}, "journey.infusion"),
        ({"person": {"name": 5}}, "person.name"),
        (
            {"photos": [{"id": "f", "medicine": "m", "at": NOW.isoformat(), "type": "image/png", "data": "?"}]},
            "photos[0].data",
        ),
        ({"version": "1"}, "version"),
        ({"version": 0}, "version"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(changes: dict[str, Any], key: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(file(**changes), where="r.json")
    assert (caught.value.code, caught.value.params["key"]) == ("exchange.json-value", key)
    assert caught.value.where == "r.json"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "exchange.not-json"),
        (b"\xff\xfe", "exchange.not-json"),
        (b"[" * 100_000, "exchange.not-json"),
        (b'{"a": "\\ud800"}', "exchange.not-json"),
        (b"[]", "exchange.not-record"),
        (b'{"format": "other"}', "exchange.not-record"),
        (file(version=VERSION + 1), "exchange.newer"),
    ],
)
def test_another_file_is_told_apart(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data)
    assert caught.value.code == code


ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
ZONES = st.integers(-1380, 1380).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(timezones=ZONES | st.just(UTC))
DAYS = st.sampled_from(["", "2026-08-15", "2026-08", "2026-08-15~", "2026-08~"]).map(PartialDate.parse)
TEXTS = dict.fromkeys(("name", "strength", "dose", "note", "brand", "side_effect", "told_by"), ANY)


@given(
    st.builds(
        Contents,
        person=st.dictionaries(ANY, ANY, max_size=2),
        medicines=st.lists(
            st.builds(
                Medicine, ANY, **TEXTS, kind=st.sampled_from(Kind), start=DAYS, end=st.none() | DAYS,
                as_needed=st.booleans(), ingredients=st.lists(st.builds(Ingredient, ANY, ANY), max_size=2).map(tuple),
            ),
            max_size=2,
        ).map(tuple),
        readings=st.lists(
            st.builds(
                Reading, ANY, st.sampled_from(Quantity), st.floats(allow_nan=False, allow_infinity=False), MOMENTS,
                st.sampled_from(Site), ANY, ANY,
            ),
            max_size=2,
        ).map(tuple),
        shifts=st.lists(st.builds(Shift, ANY, ANY, MOMENTS, st.none() | MOMENTS, ANY), max_size=2).map(tuple),
        photos=st.lists(st.builds(Photo, ANY, ANY, MOMENTS, ANY, st.binary(max_size=9)), max_size=1).map(tuple),
    )
)  # fmt: skip
def test_whatever_is_in_a_record_comes_back(contents: Contents) -> None:
    assert decode(encode(contents, exported_at=NOW, content_version="1")) == contents


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ANY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY, inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(json.loads(file()))), JSON)
@settings(max_examples=200)
def test_no_value_in_any_place_ends_in_a_traceback(key: str, value: object) -> None:
    with suppress(InputError):
        assert isinstance(decode(file(**{key: value})), Contents)
