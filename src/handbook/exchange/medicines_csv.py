"""The medicines as a table that a spreadsheet opens and that is read back without loss."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from handbook.content import FixedWords
from handbook.domain import Grouped, HowKnown, Ingredient, InputError, Kind, Medicine, PartialDate, is_chinese
from handbook.exchange import cells
from handbook.exchange.cells import NOT_KNOWN, YES_NO, Headings, ReadTable

HEADINGS: Headings = {
    "group": ("分组", "Group"),
    "name": ("名称", "Name"),
    "brand": ("商品名", "Brand"),
    "strength": ("规格", "Strength"),
    "form": ("剂型", "Form"),
    "ingredients": ("成分", "Ingredients"),
    "dose": ("每次用量", "Dose"),
    "route": ("怎样用", "Route"),
    "how_often": ("多久一次", "How often"),
    "as_needed": ("需要时才用", "As needed"),
    "daily_max": ("一天最多", "Most in a day"),
    "on_hold": ("暂停", "On hold"),
    "reason": ("为什么用", "Reason"),
    "prescriber": ("谁开的", "Prescribed by"),
    "bought_at": ("哪里买的", "Bought at"),
    "kind": ("种类", "Kind"),
    "start": ("开始", "Start"),
    "end": ("停用", "End"),
    "side_effect": ("不良反应", "Side effect"),
    "how_known": ("怎么知道的", "How known"),
    "told_by": ("谁说的", "Told by"),
    "note": ("备注", "Note"),
    "id": ("编号", "Entry"),
}
"""Column, Chinese heading, English heading; the order of the table."""

GROUPS: Mapping[str, tuple[str, str]] = {
    "current": ("正在用", "Taken now"),
    "stopped": ("回看期内或之后停用", "Stopped within the look-back or since"),
    "older": ("更早", "Older"),
}
STILL = ("还在用", "still taking")

_TEXTS = (
    "name", "brand", "strength", "form", "dose", "route", "how_often", "daily_max", "reason", "prescriber", "bought_at",
    "side_effect", "told_by", "note",
)  # fmt: skip
_PART = re.compile(r"((?:[^\\;:]|\\.)*)(?:: ((?:[^\\;]|\\.)*))?", re.DOTALL)

E = TypeVar("E", bound=StrEnum)


def medicines_table(grouped: Grouped, words: FixedWords) -> bytes:
    """All medicines as CSV: UTF-8 with BOM, commas, CRLF, headings and fixed words in the language of ``words``.

    Dates are ``2026-08-15``, ``2026-08`` (month only), ``2026-08-15~`` (about); "still taking" and "not known" are told
    apart. The last column names the entry, so that the table can be read back.
    """
    column = 0 if is_chinese(words.language) else 1
    rows = (
        {**_row(medicine, words, column), "group": names[column]}
        for name, names in GROUPS.items()
        for medicine in getattr(grouped, name)
    )
    return cells.written(HEADINGS, rows, column)


def read_medicines(
    data: bytes,
    words: Sequence[FixedWords],
    *,
    new_id: Callable[[], str],
    columns: Mapping[str, str],
    where: str = "",
) -> ReadTable[Medicine]:
    """Medicines from a table of :func:`medicines_table`, or from any table that has a column of names.

    Args:
        data: The file.
        words: Every language of the book; a table may be in any of them.
        new_id: Ids for rows that name no entry.
        columns: Field to heading where a person says which column is which.
        where: The file, for sentences.

    Raises:
        InputError: as :func:`handbook.exchange.cells.read`.
    """
    kinds, how = _named(words, "kinds", Kind), _named(words, "how_known", HowKnown)

    def medicine(row: Mapping[str, str]) -> Medicine:
        texts = {field: cells.text(row, field) for field in _TEXTS}
        if not texts["name"].strip():
            raise InputError("exchange.no-name", key="name", field="name")
        return Medicine(
            cells.text(row, "id") or new_id(),
            **texts,
            ingredients=_ingredients(cells.text(row, "ingredients")),
            as_needed=cells.yes_or_no(row, "as_needed"),
            on_hold=cells.yes_or_no(row, "on_hold"),
            kind=cells.choice(row, "kind", kinds, Kind.NOT_SAID),
            how_known=cells.choice(row, "how_known", how, HowKnown.NOT_SAID),
            start=cells.day(row, "start"),
            end=_end(row),
        )

    return cells.read(data, HEADINGS, ("name",), columns, where, medicine)


def _end(row: Mapping[str, str]) -> PartialDate | None:
    """Where a table has no such column, or nothing in it, nobody has said that it was stopped."""
    cell = row.get("end", "").strip().casefold()
    return None if not cell or cell in STILL else cells.day(row, "end")


def _row(medicine: Medicine, words: FixedWords, column: int) -> dict[str, str]:
    row = {key: getattr(medicine, key) for key in _TEXTS}
    row["id"] = medicine.id
    row["kind"] = words(f"kinds.{medicine.kind}") if medicine.kind else ""
    row["how_known"] = words(f"how_known.{medicine.how_known}") if medicine.how_known else ""
    row["as_needed"] = YES_NO[0][column] if medicine.as_needed else ""
    row["on_hold"] = YES_NO[0][column] if medicine.on_hold else ""
    row["ingredients"] = "; ".join(map(_part, medicine.ingredients))
    row["start"] = _date(medicine.start, column)
    row["end"] = STILL[column] if medicine.end is None else _date(medicine.end, column)
    return row


def _date(day: PartialDate, column: int) -> str:
    return str(day) or NOT_KNOWN[column]


def _part(one: Ingredient) -> str:
    """``name: strength``; what parts them is marked with a backslash where it belongs to the text."""
    name, strength = (re.sub(r"([\\;:])", r"\\\1", text) for text in (one.name, one.strength))
    return f"{name}: {strength}" if strength else name


def _ingredients(cell: str) -> tuple[Ingredient, ...]:
    if not cell:
        return ()
    found, at = [], 0
    while True:
        match = _PART.match(cell, at)
        name, strength = (match[1], match[2] or "") if match else ("", "")
        at = match.end() if match else at
        rest = cell[at:]
        if rest and not rest.startswith("; "):
            raise InputError("exchange.ingredients", key="ingredients", field="ingredients", value=cell[:40])
        found.append(Ingredient(*(re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL) for text in (name, strength))))
        if not rest:
            return tuple(found)
        at += 2


def _named(words: Sequence[FixedWords], table: str, kinds: type[E]) -> dict[str, E]:
    """The members of an enumeration by their name in every language, and by their own."""
    named = {one.value: one for one in kinds if one.value}
    return {said(f"{table}.{one.value}").casefold(): one for said in words for one in kinds if one.value} | named
