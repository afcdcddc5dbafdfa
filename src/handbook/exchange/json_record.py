"""A whole record as JSON: every entry of every table, described in docs/record-json.md, and read back the same.

The shape is that of the domain: an object for each entry with the names of its fields. A day is ``2026-08-15``, a day
that may be partial has the notation of :class:`handbook.domain.PartialDate`, a moment is ISO 8601 with its offset, a
word of a list is its code, an absent day is null.
"""

from __future__ import annotations

import types
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from math import isfinite
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from handbook.domain import (
    Dose,
    InputError,
    Journey,
    LookBackAnswer,
    Medicine,
    Note,
    PartialDate,
    PassportEntry,
    Reading,
    Shift,
    SymptomCard,
    TeamCall,
    Told,
)

FORMAT = "car-t-handbook-record"
VERSION = 1
"""Raised when a program that knows the number before could misunderstand the file; new fields alone do not raise it."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of a box. ``type`` is a media type; ``data`` the file as it was taken in."""

    id: str
    medicine: str
    at: datetime
    type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class PastAction:
    """One line of the history: what was done to what, and when; not the values before it."""

    number: int
    kind: str
    name: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that a record says. The history comes along to be read; it is not written into another record."""

    person: Mapping[str, str] = field(default_factory=dict)
    left_off_card: tuple[str, ...] = ()
    journey: Journey = Journey()  # noqa: RUF009  # frozen
    numbers: Mapping[str, Told] = field(default_factory=dict)
    prepared: tuple[str, ...] = ()
    stars: tuple[str, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    doses: tuple[Dose, ...] = ()
    look_back: tuple[LookBackAnswer, ...] = ()
    symptom_cards: tuple[SymptomCard, ...] = ()
    readings: tuple[Reading, ...] = ()
    calls: tuple[TeamCall, ...] = ()
    shifts: tuple[Shift, ...] = ()
    passport: tuple[PassportEntry, ...] = ()
    notes: tuple[Note, ...] = ()
    photos: tuple[Photo, ...] = ()
    history: tuple[PastAction, ...] = ()


def encode(contents: Contents, *, exported_at: datetime, content_version: str) -> bytes:
    """The record as JSON in UTF-8, indented, so that it can be read without a program."""
    head = {"format": FORMAT, "version": VERSION, "exported_at": exported_at.isoformat()}
    body = head | {"content_version": content_version} | _plain(contents)
    return msgspec.json.format(msgspec.json.encode(body), indent=2) + b"\n"


def medicines_json(medicines: Iterable[Medicine], *, exported_at: datetime, content_version: str) -> bytes:
    """Medicines alone, in the order given, in the form of a whole record without anything else."""
    return encode(Contents(medicines=tuple(medicines)), exported_at=exported_at, content_version=content_version)


def decode(data: bytes, *, where: str = "") -> Contents:
    """Read what :func:`encode` wrote. Keys that are not known are left out: a newer program may have added them.

    Raises:
        InputError: ``exchange.not-json``, ``exchange.not-record``, ``exchange.newer`` (``found``, ``known``),
            ``exchange.json-value`` (``key``: the place, such as ``medicines[3].start``; ``value``).
    """
    try:
        body = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InputError("exchange.not-json", where=where) from None
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise InputError("exchange.not-record", where=where)
    version = body.get("version")
    if type(version) is not int or version < 1:
        raise InputError("exchange.json-value", where=where, key="version", value=str(version)[:40])
    if version > VERSION:
        raise InputError("exchange.newer", where=where, found=version, known=VERSION)
    try:
        read = _read(Contents, body, "")
    except _Wrong as wrong:
        raise InputError("exchange.json-value", where=where, key=wrong.place or "-", value=wrong.value) from None
    assert isinstance(read, Contents)  # noqa: S101  # for the type checker
    return read


class _Wrong(Exception):
    """A value that is not what its place wants."""

    def __init__(self, place: str, value: object) -> None:
        super().__init__(place)
        self.place, self.value = place, str(value)[:40]


def _plain(value: object) -> Any:  # noqa: ANN401, PLR0911  # whatever JSON has a form for
    if isinstance(value, PartialDate):
        return str(value)
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, value: object, place: str) -> object:  # noqa: ANN401, PLR0911  # a type as its annotation says
    """``value`` as ``kind``. Raises :class:`_Wrong`."""
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        inner = next(one for one in get_args(kind) if one is not type(None))
        return None if value is None else _read(inner, value, place)
    if origin is tuple:
        item = get_args(kind)[0]
        return tuple(_read(item, one, f"{place}[{number}]") for number, one in enumerate(_as(list, value, place)))
    if origin is not None:  # a mapping
        item = get_args(kind)[1]
        return {_text(key, place): _read(item, one, f"{place}.{key}") for key, one in _as(dict, value, place).items()}
    if kind is PartialDate or issubclass(kind, (date, bytes, Enum)):
        return _word(kind, _text(value, place), place)
    if isinstance(kind, type) and is_dataclass(kind):
        return _entry(kind, _as(dict, value, place), place)
    if kind is str:
        return _text(value, place)
    if kind is float:
        number = value if type(value) in {int, float} else None
        if number is None or not isfinite(_float(number, place)):
            raise _Wrong(place, value)
        return _float(number, place)
    return _as(kind, value, place)


def _entry(kind: type, value: Mapping[str, object], place: str) -> object:
    """An entry; a field that it does not have keeps its usual value, if it has one."""
    dot = f"{place}." if place else ""
    hints = _hints(kind)
    given = {name: _read(hints[name], value[name], f"{dot}{name}") for name in hints if name in value}
    try:
        return kind(**given)
    except TypeError:
        missing = next(name for name in hints if name not in value)
        raise _Wrong(f"{dot}{missing}", None) from None


def _word(kind: Any, text: str, place: str) -> object:  # noqa: ANN401  # a type
    """Text as a day, a moment, a partial date, one of a list of words, or bytes."""
    try:
        if kind is PartialDate:
            return PartialDate.parse(text)
        if kind is bytes:
            return b64decode(text, validate=True)
        if kind is datetime:
            return _with_offset(datetime.fromisoformat(text))
        return date.fromisoformat(text) if kind is date else kind(text)
    except (ValueError, InputError):
        raise _Wrong(place, text) from None


def _with_offset(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(at)
    return at


def _float(number: Any, place: str) -> float:  # noqa: ANN401  # an int or a float
    try:
        return float(number)
    except OverflowError:
        raise _Wrong(place, number) from None


def _text(value: object, place: str) -> str:
    text: str = _as(str, value, place)
    if "\0" in text:
        raise _Wrong(place, text)
    return text


def _as(kind: type[T], value: object, place: str) -> Any:  # noqa: ANN401  # what was asked for
    if type(value) is not kind:
        raise _Wrong(place, value)
    return value
