"""The people whose records lie in one data folder: a folder each, with the name and colour that the window shows.

The first record lies in ``record``, further ones in ``record-2``, ``record-3`` … ``person.toml`` in such a folder holds
the name and the number of the colour; like card.toml it can be read while the record is locked, and the page on which
it is written says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from handbook.domain import HandbookError, read_toml
from handbook.paths import machine_error, read_bytes, write_whole
from handbook.record import read_card

if TYPE_CHECKING:
    from handbook.phrases import Phrases

FIRST = "record"
COLOURS = 6
"""How many colours a theme has for people."""

LONGEST_NAME = 40

_FILE = "person.toml"
_LONGEST = 4096
_FOLDER = re.compile(rf"{FIRST}(?:-([1-9][0-9]{{0,3}}))?")


class Someone(msgspec.Struct, frozen=True):
    """One of the people. ``name`` is "" where nothing readable names him; ``colour`` counts from 0."""

    folder: Path
    number: int
    name: str
    colour: int


def everybody(data_dir: Path) -> tuple[Someone, ...]:
    """All whose folder is there, the first one first, also before it has been made."""
    numbers = {1: data_dir / FIRST, **dict(_others(data_dir))}
    return tuple(_someone(numbers[number], number) for number in sorted(numbers))


def one_of(data_dir: Path, folder: Path) -> Someone:
    """Whose folder it is; a record outside of the data folder is nobody's."""
    for one in everybody(data_dir):
        if one.folder == folder:
            return one
    return _someone(folder, 0)


def last_opened(data_dir: Path, name: str) -> Path:
    """The folder called ``name`` if it is one of the people's, else the first."""
    known = {one.folder.name: one.folder for one in everybody(data_dir)}
    return known.get(name, data_dir / FIRST)


def next_folder(data_dir: Path) -> Path:
    """Where the record of one more person would lie; not made yet."""
    number = 1 + max(one.number for one in everybody(data_dir))
    return data_dir / f"{FIRST}-{number}"


def call(someone: Someone, name: str, colour: int) -> None:
    """Keep a name and a colour; the folder is made when absent. Raises ``MachineError`` as ``write_whole``."""
    try:
        someone.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise machine_error(error, someone.folder) from error
    import tomli_w  # noqa: PLC0415  # only for who writes

    write_whole(someone.folder / _FILE, tomli_w.dumps({"name": name, "colour": colour}).encode(), private=True)


def forget(folder: Path) -> None:
    """Take the name away. Raises ``MachineError``."""
    try:
        (folder / _FILE).unlink(missing_ok=True)
    except OSError as error:
        raise machine_error(error, folder) from error


def called(phrases: Phrases, someone: Someone, name: str = "") -> str:
    """The name in words: his own, else ``name`` (the pocket card's), else his number."""
    return someone.name or name or phrases("people.number", n=someone.number or 1)


def _others(data_dir: Path) -> Iterator[tuple[int, Path]]:
    with suppress(OSError):
        for path in data_dir.iterdir():
            found = _FOLDER.fullmatch(path.name)
            if found and found[1] and int(found[1]) > 1 and path.is_dir():
                yield int(found[1]), path


def _someone(folder: Path, number: int) -> Someone:
    kept: dict[str, object] = {}
    with suppress(HandbookError, ValueError, RecursionError):  # a damaged one names nobody
        kept = read_toml(read_bytes(folder / _FILE, longest=_LONGEST).decode(), where=_FILE)
    name, colour = kept.get("name"), kept.get("colour")
    return Someone(
        folder,
        number,
        (name if isinstance(name, str) else "") or str(read_card(folder).get("name", "")),
        colour if type(colour) is int and 0 <= colour < COLOURS else max(0, number - 1) % COLOURS,
    )
