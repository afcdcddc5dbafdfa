"""Whose card it is: the fields of a person file or a row of a list (design: the command line, PERSON)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches

from handbook.domain.dates import parse_day
from handbook.domain.errors import FaultList, HandbookError, InputError

LONGEST = 200
LONGEST_ALLERGIES = 500
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

CHINESE_HEADINGS: Mapping[str, str] = {
    "name": "姓名", "name_latin": "拼音姓名", "birth_date": "出生日期", "record_number": "病历号",
    "product": "产品", "product_generic": "通用名", "batch": "批号", "disease": "疾病", "language": "语言",
    "infusion_date": "回输日期", "hospital": "医院", "department": "科室", "physician": "医生",
    "phone_24h": "24小时电话", "caregiver": "家属", "caregiver_phone": "家属电话", "allergies": "过敏",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """The person a card is made for. Text is NFC and trimmed; "" and None are "not filled in"."""

    name: str = ""
    name_latin: str = ""
    birth_date: date | None = None
    record_number: str = ""
    product: str = ""
    product_generic: str = ""
    batch: str = ""
    disease: str = ""
    language: str = ""
    infusion_date: date | None = None
    hospital: str = ""
    department: str = ""
    physician: str = ""
    phone_24h: str = ""
    caregiver: str = ""
    caregiver_phone: str = ""
    allergies: str = ""


KEYS = tuple(f.name for f in fields(Person))
DATE_KEYS = ("birth_date", "infusion_date")
LANGUAGES = ("zh-Hans", "en", "zh-Hans+en")


def clean_text(key: str, value: object, *, where: str = "", longest: int | None = None) -> str:
    """Check one text field: a string, no control characters or direction overrides, not too long.

    Raises:
        InputError: ``text.not-text``, ``text.control``, ``text.direction``, ``text.too-long`` (``longest``, ``over``).
    """
    if not isinstance(value, str):
        raise InputError("text.not-text", where=where, key=key, value=str(value)[:40])
    text = unicodedata.normalize("NFC", value).strip()
    if key == "allergies":
        text = " ".join(text.split("\n"))
    for char in text:
        if char in _BIDI_CONTROLS:
            raise InputError("text.direction", where=where, key=key, char=f"U+{ord(char):04X}")
        if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}:
            raise InputError("text.control", where=where, key=key, char=f"U+{ord(char):04X}")
    longest = longest or (LONGEST_ALLERGIES if key == "allergies" else LONGEST)
    if len(text) > longest:
        raise InputError("text.too-long", where=where, key=key, longest=longest, over=len(text) - longest)
    return text


def clean_field(key: str, value: object, *, where: str = "") -> str | date:
    """Check the value of one key: a date for ``DATE_KEYS``, a language for ``language``, else text."""
    if key in DATE_KEYS:
        try:
            return parse_day(value)
        except InputError as error:
            raise InputError("person.date", where=where, key=key, **error.params) from None
    text = clean_text(key, value, where=where)
    if key == "language" and text and text not in LANGUAGES:
        raise InputError("person.language", where=where, key=key, value=text[:40])
    return text


def person_from(values: Mapping[str, object], *, where: str = "") -> Person:
    """Make a person from the keys of a person file; all faults are reported at once.

    Raises:
        FaultList: of ``person.unknown-key`` (with ``nearest``), ``person.no-name``, ``person.date`` and the faults
            of :func:`clean_text`.
    """
    faults: list[HandbookError] = []
    kept: dict[str, str | date] = {}
    for key, value in values.items():
        if key not in KEYS:
            nearest = (get_close_matches(key, KEYS, n=1, cutoff=0.0) or [""])[0]
            faults.append(InputError("person.unknown-key", where=where, key=key[:40], nearest=nearest))
            continue
        try:
            cleaned = clean_field(key, value, where=where)
        except HandbookError as error:
            faults.append(error)
            continue
        if cleaned != "":
            kept[key] = cleaned
    if "name" not in kept and not any(fault.params.get("key") == "name" for fault in faults):
        faults.append(InputError("person.no-name", where=where, key="name"))
    if faults:
        raise FaultList(faults)
    return Person(**kept)  # type: ignore[arg-type]  # keys and kinds were checked one by one above
