"""One field of a clinic at a time, as people type it: fever line, whole days, telephone numbers, plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from handbook import domain
from handbook.domain import HandbookError, InputError

if TYPE_CHECKING:
    from handbook.domain import ClinicNumbers, Told

FEVER_LINE = (35.0, 42.0)
DAYS = (0, 3650)
# Irradiated blood may begin before the infusion (day 0), so its first day may be negative.
DAYS_FROM = (-3650, 3650)
PER_DAY = (1, 24)
RANGES: Mapping[str, tuple[int, int]] = {
    "daily_checks_days": DAYS,
    "near_days": DAYS,
    "no_driving_days": DAYS,
    "company_days": DAYS,
    "temperature_per_day": PER_DAY,
    "irradiated_from_days": DAYS_FROM,
}
PHONES = ("phone_24h", "phone_day")
LONGEST_PHONE = 40

_DEGREES = re.compile(r"(\d{1,3}(?:[.,。]\d{1,2})?)\s*(?:°\s*c|c|度)?", re.IGNORECASE)
_WHOLE = re.compile(r"([+-]?\d{1,6})\s*(?:天|日|次|days?|times?)?", re.IGNORECASE)
_FEWEST_DIGITS = 3  # 120 is a telephone number


def check_number(key: str, text: str, *, where: str = "") -> str | float | int | None:
    """Read one of ``NUMBER_KEYS`` as a person typed it; empty text is None, "not set".

    A comma for the point, full-width digits and a unit behind the number are understood; nothing is rounded or guessed.

    Returns:
        ℃ as float for ``fever_line``, whole days or times a day as int, else the trimmed text.

    Raises:
        InputError: ``clinic.fever-line``, ``clinic.whole-number`` or ``clinic.range`` (``low``, ``high``),
            ``clinic.phone``, and the faults of :func:`handbook.domain.clean_text`.
    """
    # NFKC turns full-width digits, ＋, （ ）, ． and ℃ into their plain forms.
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("–", "-")
    if not plain:
        return None
    if key == "fever_line":
        return _fever_line(key, plain, where)
    if key in RANGES:
        return _whole_number(key, plain, where)
    if key in PHONES:
        return check_phone(key, plain, where=where)
    return domain.clean_text(key, text, where=where)


def _fever_line(key: str, plain: str, where: str) -> float:
    match = _DEGREES.fullmatch(plain)
    if not match:
        raise InputError("clinic.fever-line", where=where, key=key, value=plain[:40])
    degrees = float(match[1].replace(",", ".").replace("。", "."))
    low, high = FEVER_LINE
    if not low <= degrees <= high:
        raise InputError("clinic.range", where=where, key=key, value=plain[:40], low=low, high=high)
    return degrees


def _whole_number(key: str, plain: str, where: str) -> int:
    match = _WHOLE.fullmatch(plain)
    if not match:
        raise InputError("clinic.whole-number", where=where, key=key, value=plain[:40])
    number = int(match[1])
    low, high = RANGES[key]
    if not low <= number <= high:
        raise InputError("clinic.range", where=where, key=key, value=plain[:40], low=low, high=high)
    return number


def check_phone(key: str, text: str, *, where: str = "") -> str:
    """A telephone number as printed: digits, spaces, ``+ - ( )`` and words such as ``转`` or ``ext.``; at most 40.

    Raises:
        InputError: ``clinic.phone`` (``longest``), and the faults of :func:`handbook.domain.clean_text`.
    """
    cleaned = domain.clean_text(key, text, where=where)
    digits = sum(char.isdecimal() for char in cleaned)
    allowed = all(char.isalnum() or char in " +-()/,.;:#*" for char in cleaned)
    if digits < _FEWEST_DIGITS or not allowed or len(cleaned) > LONGEST_PHONE:
        raise InputError("clinic.phone", where=where, key=key, value=cleaned[:40], longest=LONGEST_PHONE)
    return cleaned


def numbers_from_told(told: Mapping[str, Told]) -> ClinicNumbers:
    """What the family wrote down as numbers to print; a value that cannot be read counts as not set."""
    values: dict[str, str | float | int | None] = {}
    for key in domain.NUMBER_KEYS:
        if key in told:
            try:
                values[key] = check_number(key, told[key].value)
            except HandbookError:
                # The sentence stands beside the field where it was typed; on paper the field stays a blank line.
                values[key] = None
    return domain.ClinicNumbers(**values)  # type: ignore[arg-type]  # check_number gives each key its own kind
