"""TOML from people whom nobody knows: what could keep the reader busy for a minute is refused before it is read.

The standard library's reader takes time by the square of the number of dots in one key.
"""

from __future__ import annotations

import tomllib
from typing import Any

from handbook.domain.errors import InputError

LONGEST_TOML = 64 * 1024
"""Bytes. A person, a sheet of paper and a clinic's kit are all described in a tenth of it."""

MOST_DOTS = 256
"""On one line; no line that a person wrote has so many."""


def read_toml(text: str, *, where: str) -> dict[str, Any]:
    """The table that ``text`` describes, in less than a second whatever it is.

    Raises:
        InputError: ``file.too-large`` (``longest``), ``file.many-dots`` (``line``).
        tomllib.TOMLDecodeError, RecursionError, ValueError: it is no TOML, or holds a number that is far too long.
    """
    if len(text) > LONGEST_TOML:
        raise InputError("file.too-large", where=where, longest=LONGEST_TOML)
    check_dots(text, where=where)
    return tomllib.loads(text)


def check_dots(text: str, *, where: str) -> None:
    """Raise ``InputError("file.many-dots")`` (``line``) if a line has more dots than ``MOST_DOTS``."""
    for line, words in enumerate(text.split("\n"), start=1):
        if words.count(".") > MOST_DOTS:
            raise InputError("file.many-dots", where=where, line=line)
