"""A file made to keep the reader busy is refused at once."""

from __future__ import annotations

import time

import pytest

from handbook.domain import LONGEST_TOML, InputError, read_toml

BUSY = ("a." * 30_000 + "a = 1", "[" + "a." * 30_000 + "a]", '"="' + ".a" * 30_000 + " = 1", "x = {" + "a." * 9_000)


@pytest.mark.parametrize("text", BUSY, ids=["key", "table", "equals sign", "inline"])
def test_a_key_of_thousands_of_parts_is_refused_by_its_line(text: str) -> None:
    began = time.monotonic()
    with pytest.raises(InputError, match=r"file\.many-dots") as raised:
        read_toml(f"name = 1\n{text}\n", where="a.toml")
    assert (raised.value.where, raised.value.params) == ("a.toml", {"line": 2})
    assert time.monotonic() - began < 1


def test_what_is_longer_than_anybody_writes_is_refused_by_its_length() -> None:
    assert len(str(read_toml("a = '" + "x" * (LONGEST_TOML - 6) + "'", where="")["a"])) == LONGEST_TOML - 6
    with pytest.raises(InputError, match=r"file\.too-large"):
        read_toml("a = 1\n" * LONGEST_TOML, where="")


def test_the_slowest_that_is_let_through_takes_less_than_a_second() -> None:
    text = "\n".join("a." * 250 + f"b{number} = 1" for number in range(120))
    began = time.monotonic()
    assert read_toml(text, where="")
    assert time.monotonic() - began < 1
