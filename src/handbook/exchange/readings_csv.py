"""Readings as a table that a spreadsheet opens and that is read back without loss."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from math import isfinite

from handbook.content import FixedWords
from handbook.domain import FAHRENHEIT, InputError, Quantity, Reading, Site, from_fahrenheit, is_chinese, read_off
from handbook.exchange import cells
from handbook.exchange.cells import Headings, ReadTable

HEADINGS: Headings = {
    "day": ("日期", "Date"),
    "time": ("时间", "Time"),
    "offset": ("时区", "Offset"),
    "quantity": ("项目", "What"),
    "value": ("数值", "Value"),
    "unit": ("单位", "Unit"),
    "site": ("部位", "Site"),
    "observer": ("谁量的", "Taken by"),
    "note": ("备注", "Note"),
    "id": ("编号", "Entry"),
}
"""Column, Chinese heading, English heading; the order of the table."""

UNITS: Mapping[Quantity, tuple[str, ...]] = {
    Quantity.TEMPERATURE: ("℃", "°c", "c"),
    Quantity.PULSE: ("/min", "次/分", "bpm"),
    Quantity.SYSTOLIC: ("mmHg", "mmhg"),
    Quantity.DIASTOLIC: ("mmHg", "mmhg"),
    Quantity.OXYGEN: ("%",),
    Quantity.WEIGHT: ("kg", "公斤", "千克"),
}
"""The unit in which a quantity is kept and written, and other ways to write the same one."""

_FAHRENHEIT = {"°f", "℉", "f"}


# 36,8 is how half of Europe writes it; with three digits behind it nobody knows what a comma means.
_COMMA = re.compile(r"-?\d+,\d{1,2}")


def readings_table(readings: Iterable[Reading], words: FixedWords) -> bytes:
    """Readings as CSV, oldest first: UTF-8 with BOM, commas, CRLF; day, time and offset in columns of their own."""
    column = 0 if is_chinese(words.language) else 1
    rows = (_row(reading, words) for reading in sorted(readings, key=lambda one: (one.at, one.id)))
    return cells.written(HEADINGS, rows, column)


def read_readings(
    data: bytes,
    words: Sequence[FixedWords],
    *,
    now: datetime,
    new_id: Callable[[], str],
    columns: Mapping[str, str],
    where: str = "",
) -> ReadTable[Reading]:
    """Readings from a table of :func:`readings_table`, or from any table with columns for date, what and value.

    A number stays as it was read off, a temperature in °F too; a row in any other unit is refused, never converted.

    Args:
        data: The file.
        words: Every language of the book.
        now: Its offset is that of times without one.
        new_id: Ids for rows that name no entry.
        columns: Field to heading where a person says which column is which.
        where: The file, for sentences.

    Raises:
        InputError: as :func:`handbook.exchange.cells.read`.
    """
    quantities = {one.value: one for one in Quantity}
    sites = {one.value: one for one in Site if one}
    quantities |= {said(f"quantities.{one}").casefold(): one for said in words for one in Quantity}
    sites |= {said(f"sites.{one}").casefold(): one for said in words for one in Site if one}

    def reading(row: Mapping[str, str]) -> Reading:
        quantity = cells.choice(row, "quantity", quantities, None)
        if quantity is None:
            raise InputError("exchange.no-quantity", key="quantity", field="quantity")
        unit = row.get("unit", "").strip()
        fahrenheit = quantity is Quantity.TEMPERATURE and unit.casefold() in _FAHRENHEIT
        if unit and not fahrenheit and unit.casefold() not in {one.casefold() for one in UNITS[quantity]}:
            raise InputError("exchange.unit", key="unit", field="unit", value=unit[:40], unit=UNITS[quantity][0])
        return Reading(
            cells.text(row, "id") or new_id(),
            quantity,
            from_fahrenheit(_value(row.get("value", ""))) if fahrenheit else _value(row.get("value", "")),
            cells.moment(row, now),
            cells.choice(row, "site", sites, Site.NOT_SAID),
            cells.text(row, "observer"),
            cells.text(row, "note"),
            FAHRENHEIT if fahrenheit else "",
        )

    return cells.read(data, HEADINGS, ("day", "quantity", "value"), columns, where, reading)


def _row(reading: Reading, words: FixedWords) -> dict[str, str]:
    value, unit = read_off(reading)
    return {
        **cells.moment_cells(reading.at),
        "quantity": words(f"quantities.{reading.quantity}"),
        "value": repr(float(value)).removesuffix(".0"),
        "unit": unit or UNITS[reading.quantity][0],
        "site": words(f"sites.{reading.site}") if reading.site else "",
        "observer": reading.observer,
        "note": reading.note,
        "id": reading.id,
    }


def _value(cell: str) -> float:
    text = cell.strip().removeprefix("'")
    try:
        value = float(text.replace(",", ".") if _COMMA.fullmatch(text) else text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise InputError("exchange.value", key="value", field="value", value=text[:40])
    return value
