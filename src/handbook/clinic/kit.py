"""Read and check ``kit.toml``, the heart of a clinic kit (design: the record and the kit).

All faults of a kit are reported at once, each with its key, so that a clinic mends them in one round.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Literal, TypeVar, get_args

import msgspec

from handbook.clinic.numbers import DAYS, DAYS_FROM, FEVER_LINE, PER_DAY, PHONES, check_phone
from handbook.domain import (
    LONGEST_TOML,
    NUMBER_KEYS,
    ClinicKit,
    ClinicNumbers,
    HandbookError,
    InputError,
    clean_text,
    read_toml,
)

KIT_FILE = "kit.toml"
FORMAT = 1
LONGEST_KIT_FILE = LONGEST_TOML
LONGEST_WORDS = 400
"""The clinic's own sentences stand on a card; what still does not fit there is measured and reported by paper."""

_Days = Annotated[int, msgspec.Meta(ge=DAYS[0], le=DAYS[1])]
_Language = Literal["zh-Hans", "en"]
T = TypeVar("T", bound=msgspec.Struct)
_TOML_PLACE = re.compile(r"line (\d+), column (\d+)")


class _Words(msgspec.Struct, frozen=True, kw_only=True):
    call: str | None = None
    steroids: str | None = None
    strangers: str | None = None


class _AllWords(msgspec.Struct, frozen=True, kw_only=True, rename={"zh_hans": "zh-Hans"}):
    zh_hans: _Words = _Words()
    en: _Words = _Words()


class _Colours(msgspec.Struct, frozen=True, kw_only=True):
    accent: Annotated[str, msgspec.Meta(pattern=r"^#[0-9A-Fa-f]{6}$")] = ""


class _KitFile(msgspec.Struct, frozen=True, kw_only=True):
    """``kit.toml``, key by key."""

    format: Literal[1]
    name: str
    version: str
    review_by: date
    phone_24h: str
    department: str | None = None
    phone_day: str | None = None
    address: str | None = None
    languages: tuple[_Language, ...] = ("zh-Hans", "en")
    fever_line: Annotated[float, msgspec.Meta(ge=FEVER_LINE[0], le=FEVER_LINE[1])] | None = None
    daily_checks_days: _Days | None = None
    near_days: _Days | None = None
    no_driving_days: _Days | None = None
    company_days: _Days | None = None
    temperature_per_day: Annotated[int, msgspec.Meta(ge=PER_DAY[0], le=PER_DAY[1])] | None = None
    irradiated_from_days: Annotated[int, msgspec.Meta(ge=DAYS_FROM[0], le=DAYS_FROM[1])] | None = None
    approved_content: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    words: _AllWords = _AllWords()
    colours: _Colours = _Colours()


_APPROVAL = ("approved_content", "approved_by", "approved_on")
_NEVER_EMPTY = ("name", "version", "phone_24h")
_SPECIAL = {"format": "clinic.format", "languages": "clinic.language", "colours.accent": "clinic.colour"}
_KINDS = {str: "clinic.not-text", int: "clinic.not-whole", float: "clinic.not-number", date: "clinic.not-date"}


def parse_kit(data: bytes, *, where: str, faults: list[HandbookError]) -> ClinicKit | None:
    """The kit that ``kit.toml`` describes, as an unsigned one; None with every fault of it in ``faults``.

    The faults are ``clinic.unknown-key`` (``nearest``), ``clinic.missing-key``, ``clinic.not-text``,
    ``clinic.not-whole``, ``clinic.not-number``, ``clinic.not-date``, ``clinic.not-table``, ``clinic.range``,
    ``clinic.format``, ``clinic.colour``, ``clinic.phone``, ``clinic.language``, ``clinic.approval`` and those of
    :func:`handbook.domain.clean_text`.

    Raises:
        InputError: ``clinic.newer``, ``clinic.too-large``, ``clinic.not-toml``, ``clinic.not-utf8``, and the faults
            of :func:`handbook.domain.read_toml`.
    """
    if len(data) > LONGEST_KIT_FILE:
        raise InputError("clinic.too-large", where=where)
    try:
        table = read_toml(data.decode("utf-8-sig"), where=where)
    except UnicodeDecodeError:
        raise InputError("clinic.not-utf8", where=where) from None
    except (ValueError, RecursionError) as error:
        place = _TOML_PLACE.search(str(error))
        line, column = place.groups() if place else ("1", "1")
        raise InputError("clinic.not-toml", where=where, line=line, column=column) from None
    number = table.get("format")
    if type(number) is int and number > FORMAT:
        # Another format may mean anything by its keys; naming them one by one would mislead.
        raise InputError("clinic.newer", where=where, number=str(number)[:20])
    before = len(faults)
    file = _convert(_KitFile, table, "", where, faults)
    if file and any(getattr(file, key) for key in _APPROVAL):
        faults += [InputError("clinic.approval", where=where, key=key) for key in _APPROVAL if not getattr(file, key)]
    return _kit(file) if file and len(faults) == before else None


def _convert(
    kind: type[T], table: Mapping[str, object], prefix: str, where: str, faults: list[HandbookError]
) -> T | None:
    """Fill the struct ``kind`` from ``table`` field by field; what cannot be filled goes to ``faults``."""
    before = len(faults)
    known = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for key in table:
        if key not in known:
            nearest = (get_close_matches(key, known, n=1, cutoff=0.0) or [""])[0]
            faults.append(
                InputError("clinic.unknown-key", where=where, key=f"{prefix}{key}"[:60], nearest=f"{prefix}{nearest}")
            )
    values: dict[str, object] = {}
    for key, field in known.items():
        full = prefix + key
        if key not in table:
            if field.required:
                faults.append(InputError("clinic.missing-key", where=where, key=full))
            continue
        value = table[key]
        try:
            if not (isinstance(field.type, type) and issubclass(field.type, msgspec.Struct)):
                values[field.name] = _value(field.type, value, full, where)
            elif isinstance(value, dict):
                values[field.name] = _convert(field.type, value, f"{full}.", where, faults)
            else:
                raise InputError("clinic.not-table", where=where, key=full)
        except HandbookError as error:
            faults.append(error)
    return None if len(faults) > before else kind(**values)


def _value(kind: object, value: object, key: str, where: str) -> object:
    """One value of ``kit.toml``, of its kind, in its range, its text clean."""
    try:
        converted = msgspec.convert(value, kind)
    except msgspec.ValidationError:
        raise _fault(kind, value, key, where) from None
    if not isinstance(converted, str):
        return converted
    if key in PHONES and converted.strip():
        return check_phone(key, converted, where=where)
    cleaned = clean_text(key, converted, where=where, longest=LONGEST_WORDS if key.startswith("words.") else None)
    if not cleaned and key in _NEVER_EMPTY:
        raise InputError("clinic.missing-key", where=where, key=key)
    # Elsewhere an empty line means the same as a missing one: not set.
    return cleaned or (None if type(None) in get_args(kind) else "")


def _fault(kind: object, value: object, key: str, where: str) -> InputError:
    """Why msgspec refused ``value``: out of its range, or of another kind."""
    if special := _SPECIAL.get(key):
        return InputError(special, where=where, key=key)
    plain = next((part for part in get_args(kind) if part is not type(None)), kind)
    base, *extra = get_args(plain) or (plain,)
    for limits in extra:
        # A number of the right kind can only have been refused for its size. bool is an int, and never meant.
        if type(value) is int or (type(value) is float and base is float):
            return InputError(
                "clinic.range", where=where, key=key, value=str(value)[:40], low=limits.ge, high=limits.le
            )
    return InputError(_KINDS[base], where=where, key=key)


def _kit(file: _KitFile) -> ClinicKit:
    words = {"zh-Hans": _set_words(file.words.zh_hans), "en": _set_words(file.words.en)}
    numbers = ClinicNumbers(
        **{key: getattr(file, key) for key in NUMBER_KEYS},
        words={language: given for language, given in words.items() if given},
    )
    return ClinicKit(
        numbers=numbers,
        version=file.version,
        languages=file.languages,
        review_by=file.review_by,
        approved_content=file.approved_content,
        approved_by=file.approved_by,
        approved_on=file.approved_on,
        accent=file.colours.accent,
    )


def _set_words(words: _Words) -> dict[str, str]:
    return {key: text for key, text in msgspec.structs.asdict(words).items() if text}
