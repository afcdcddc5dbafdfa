"""Person files, good and bad: TOML and JSON, from a file and from standard input."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain import KEYS, FaultList, InputError, Person
from handbook.tasks import read_person


@pytest.fixture
def person(tmp_path: Path):
    def write(text: str | bytes) -> Path:
        path = tmp_path / "person.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def codes(path: Path) -> list[tuple[str, object]]:
    with pytest.raises(InputError) as caught:
        read_person(path)
    error = caught.value
    found = error.faults if isinstance(error, FaultList) else (error,)
    assert {fault.where for fault in found} == {str(path)}
    return [(fault.code, fault.params.get("key")) for fault in found]


def test_toml_and_json_say_the_same(person) -> None:
    toml = read_person(
        person('name = "张𫖯"\nbirth_date = 1961-03-04\ninfusion_date = "2026-11-02"\nallergies = "青霉素"')
    )
    text = json.dumps(
        {"name": "张𫖯", "birth_date": "1961-03-04", "infusion_date": "2026-11-02", "allergies": "青霉素"}
    )
    assert toml == Person(name="张𫖯", birth_date=date(1961, 3, 4), infusion_date=date(2026, 11, 2), allergies="青霉素")
    assert read_person(person(text)) == read_person(person("\ufeff\n " + text)) == toml


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO('name = "张三"'.encode())))
    assert read_person("-").name == "张三"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"#" * 65_537)))
    with pytest.raises(InputError) as caught:
        read_person("-")
    assert (caught.value.code, caught.value.where) == ("file.too-large", "-")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("person.no-name", "name")]),
        ('name = ""', [("person.no-name", "name")]),
        ('nmae = "x"', [("person.unknown-key", "nmae"), ("person.no-name", "name")]),
        ('name = "x"\n[person]\nname = "y"', [("person.unknown-key", "person")]),
        ("name = 5", [("text.not-text", "name")]),
        ('name = "x"\nphone_24h = 120', [("text.not-text", "phone_24h")]),
        ('name = "x"\nbirth_date = "04.13.1961"', [("person.date", "birth_date")]),
        ('name = "x"\nbirth_date = 1961-03-04T10:00:00', [("person.date", "birth_date")]),
        ('name = "x"\nlanguage = "fr"', [("person.language", "language")]),
        (f'name = "x"\nallergies = "{"x" * 5000}"', [("text.too-long", "allergies")]),
        ('name = "x\\u0007"', [("text.control", "name")]),
        ('name = "x\\u202Ey"', [("text.direction", "name")]),
        (
            'name = 1\nbirth_date = "x"\nproduct = "a\\u0000"',
            [("text.not-text", "name"), ("person.date", "birth_date"), ("text.control", "product")],
        ),
        ("name = x", [("person.not-toml", None)]),
        ('name = "x', [("person.not-toml", None)]),
        ('name = "a"\nname = "b"', [("person.not-toml", None)]),
        ('{"name": "x"', [("person.not-json", None)]),
        ('{"name": "x"} {}', [("person.not-json", None)]),
        ('{"name": "x", "name": "y"}', [("person.repeated-key", "name")]),
        ('{"name": null}', [("text.not-text", "name")]),
        ('{"name": ["x"]}', [("text.not-text", "name")]),
        ('{"a":' * 10_000, [("person.no-table", None)]),
        ("a = " + "[" * 60_000, [("person.no-table", None)]),
        ('{"name": ' + "9" * 5000 + "}", [("person.huge-number", None)]),
        ("name = 0x" + "f" * 5000, [("person.huge-number", None)]),
        ('name = "张三"'.encode("gb18030"), [("person.not-utf8", None)]),
        (b"#" * 65_537, [("file.too-large", None)]),
    ],
)
def test_each_fault_is_named(person, text: str | bytes, found: list[tuple[str, object]]) -> None:
    assert codes(person(text)) == found


@pytest.mark.parametrize(
    ("text", "place"),
    [("name = \n", (1, 8)), ('name = "x"\n\nx = 1x', (3, 6)), ('name = "x"\nproduct = """abc\n', (3, 1))],
)
def test_the_place_of_a_slip_is_given(person, text: str, place: tuple[int, int]) -> None:
    with pytest.raises(InputError) as caught:
        read_person(person(text))
    assert (int(str(caught.value.params["line"])), int(str(caught.value.params["column"]))) == place


def test_absent_and_unreadable(tmp_path: Path) -> None:
    assert codes(tmp_path / "none.toml") == [("file.absent", None)]
    assert codes(tmp_path) == [("file.unreadable", None)]


def outcome(text: bytes) -> Person | str:
    """The person that standard input describes, or the code of the fault."""
    stdin = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(text))
    try:
        return read_person("-")
    except InputError as error:
        return error.code
    finally:
        sys.stdin = stdin


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_file_brings_the_program_down(data: bytes) -> None:
    found = outcome(data)
    assert found == "several-faults" or isinstance(found, Person) or found.startswith("person.")


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.dates().map(str)


@given(st.dictionaries(st.sampled_from([*KEYS, "other"]), VALUES, max_size=6))
def test_no_values_bring_the_program_down(values: dict[str, object]) -> None:
    texts = [json.dumps(values), tomli_w.dumps({k: v for k, v in values.items() if v is not None})]
    for text in texts:
        found = outcome(text.encode())
        assert found in ("several-faults", "person.not-toml") or isinstance(found, Person)
        if isinstance(found, Person):
            assert found.name == unicodedata.normalize("NFC", str(values["name"])).strip()
