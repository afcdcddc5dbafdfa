"""Read a person file: JSON if it begins with ``{``, else TOML (design: the command line, PERSON)."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any, Literal

from handbook.domain import LONGEST_TOML, InputError, Person, person_from, read_toml
from handbook.paths import read_bytes

STANDARD_STREAM: Literal["-"] = "-"
LONGEST_FILE = LONGEST_TOML
_TOML_PLACE = re.compile(r"line (\d+), column (\d+)")


class _RepeatedKeyError(Exception):
    pass


def read_person(path: Path | Literal["-"]) -> Person:
    """The person described by the file at ``path``, or by standard input if it is ``"-"``.

    Raises:
        FaultList: every fault of the file (:func:`handbook.domain.person_from`), each with the file as ``where``.
        InputError: ``person.not-utf8``, ``person.not-toml`` and ``person.not-json`` (``line``, ``column``),
            ``person.repeated-key``, ``person.no-table``, ``person.huge-number``, and the faults of
            :func:`handbook.domain.read_toml` and
            :func:`handbook.paths.read_bytes`.
    """
    where = str(path)
    text = _text(path, where)
    if text.startswith("\ufeff"):
        text = text[1:]
    try:
        values = _from_json(text, where) if text.lstrip().startswith("{") else _from_toml(text, where)
        return person_from(values, where=where)
    except RecursionError:
        raise InputError("person.no-table", where=where) from None
    except ValueError:
        # Python refuses to write out a whole number of thousands of digits; no field is a number anyway.
        raise InputError("person.huge-number", where=where) from None


def _text(path: Path | Literal["-"], where: str) -> str:
    if path == STANDARD_STREAM:
        data = sys.stdin.buffer.read(LONGEST_FILE + 1)
        if len(data) > LONGEST_FILE:
            raise InputError("file.too-large", where=where, longest=LONGEST_FILE)
    else:
        data = read_bytes(Path(path), longest=LONGEST_FILE)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError("person.not-utf8", where=where) from None


def _from_toml(text: str, where: str) -> dict[str, Any]:
    try:
        return read_toml(text, where=where)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        # "at end of document" names no place: it is the last line.
        line, column = place.groups() if place else (text.count("\n") + 1, 1)
        raise InputError("person.not-toml", where=where, line=line, column=column) from None


def _from_json(text: str, where: str) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(pairs)
        if len(table) < len(pairs):
            keys = [key for key, _ in pairs]
            raise _RepeatedKeyError(next(key for key in keys if keys.count(key) > 1))
        return table

    try:
        table: dict[str, Any] = json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise InputError("person.not-json", where=where, line=error.lineno, column=error.colno) from None
    except _RepeatedKeyError as error:
        raise InputError("person.repeated-key", where=where, key=str(error)[:40]) from None
    return table
