"""Numbers, ranges, powers of ten, bounds, units and dates, written out for people in the language of the book."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from handbook.domain.language import is_chinese

_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_MYRIAD = 10_000

Value = float | int | tuple[float, float] | date | str
Unit = str | Mapping[str, str]
"""A pattern such as ``"{n} 分钟"``, or ``{"one": "{n} minute", "other": "{n} minutes"}``."""


def plain(number: float) -> str:
    """A number as it was written: 38.0 keeps its zero, whole numbers have commas from 10 000."""
    if isinstance(number, int):
        return f"{number:,}" if abs(number) >= _MYRIAD else str(number)
    text = f"{number:,.4f}" if abs(number) >= _MYRIAD else f"{number:.4f}"
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.rstrip('0') or '0'}"


def amount(value: Value, *, power: int = 0, language: str = "") -> str:
    """``15``, ``15–30``, ``2×10⁸``, ``(2–3)×10⁸``; in Chinese ``120 万``; text as it is and dates as ISO.

    ``power`` is the power of ten that the value is multiplied with; ``language`` is a tag or "" for none.
    """
    if isinstance(value, tuple):
        low, high = value
        if is_chinese(language) and min(value) >= _MYRIAD:
            return f"{_in_myriads(low)}–{_in_myriads(high)} 万"
        text = f"{plain(low)}–{plain(high)}"
    elif isinstance(value, int | float):
        if is_chinese(language) and value >= _MYRIAD:
            return f"{_in_myriads(value)} 万"
        text = plain(value)
    else:
        return str(value)
    if not power:
        return text
    raised = str(power).translate(_SUPERSCRIPT)
    return f"({text})×10{raised}" if isinstance(value, tuple) else f"{text}×10{raised}"


def _in_myriads(number: float) -> str:
    return f"{number / _MYRIAD:.4f}".rstrip("0").rstrip(".")


def with_unit(number: str, unit: Unit, *, one: bool = False) -> str:
    """Put ``number`` into the language's pattern for a unit, for example ``"{n} 分钟"`` or a table of one and other."""
    pattern = unit if isinstance(unit, str) else unit["one" if one else "other"]
    if number.endswith("万"):  # 120 万元, not 120 万 元
        pattern = pattern.replace("{n} ", "{n}")
    return pattern.replace("{n}", number)


def date_text(value: str | date, patterns: Mapping[str, str], months: tuple[str, ...] = ()) -> str:
    """A day, a month, a year or a span of years (``2022/2023``) as the language writes it.

    ``value`` is a date or EDTF text. ``patterns`` has ``day``, ``month``, ``year`` with ``{year}``, ``{month}``,
    ``{day}``; ``months`` names the twelve months where they are not written as numbers. Text that is no date comes
    back as it is.
    """
    first, _, last = str(value).partition("/")
    if last and _DATE.fullmatch(first) and _DATE.fullmatch(last):
        if len(first) == len(last) == 4:
            return patterns["year"].format(year=f"{first}–{last}")
        return f"{date_text(first, patterns, months)} – {date_text(last, patterns, months)}"
    match = _DATE.fullmatch(str(value))
    if not match or not 1 <= int(match[2] or 1) <= 12:
        return str(value)
    year, month, day = match.groups()
    named = {"year": year}
    if month:
        named["month"] = months[int(month) - 1] if months else str(int(month))
    if day:
        named["day"] = str(int(day))
    return patterns["day" if day else "month" if month else "year"].format(**named)


def hedged(text: str, pattern: str) -> str:
    """Put a number with its unit into a hedge such as ``"至少 {n}"``; no space before a Chinese character."""
    if text[:1] > "\u2e80":
        pattern = pattern.replace(" {n}", "{n}")
    return pattern.replace("{n}", text)
