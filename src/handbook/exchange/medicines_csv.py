"""The medicines as a table that a spreadsheet opens and that can be read back without loss."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from handbook.content import FixedWords
from handbook.domain import Grouped, Medicine, PartialDate, is_chinese

HEADINGS: Mapping[str, tuple[str, str]] = {
    "group": ("分组", "Group"),
    "name": ("名称", "Name"),
    "strength": ("规格", "Strength"),
    "dose": ("每次用量", "Dose"),
    "route": ("怎样用", "Route"),
    "how_often": ("多久一次", "How often"),
    "reason": ("为什么用", "Reason"),
    "prescriber": ("谁开的", "Prescribed by"),
    "kind": ("种类", "Kind"),
    "start": ("开始", "Start"),
    "end": ("停用", "End"),
    "how_known": ("怎么知道的", "How known"),
    "told_by": ("谁说的", "Told by"),
    "note": ("备注", "Note"),
    "id": ("编号", "Entry"),
}
"""Column, Chinese heading, English heading; the order of the table."""

GROUPS: Mapping[str, tuple[str, str]] = {
    "current": ("正在用", "Taken now"),
    "stopped": ("回看期内停用", "Stopped within the look-back"),
    "older": ("更早", "Older"),
}
STILL = ("还在用", "still taking")
NOT_KNOWN = ("不清楚", "not known")

# A spreadsheet takes a cell that begins so for a formula. The apostrophe that guards it also guards itself, so that
# taking one away always gives back what was written.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """``text`` so that no spreadsheet runs it; undone by taking one leading apostrophe away."""
    return f"'{text}" if text.startswith(RISKY) else text


def medicines_csv(grouped: Grouped, words: FixedWords) -> bytes:
    """All medicines as CSV: UTF-8 with BOM, commas, CRLF, headings and fixed words in the language of ``words``.

    Dates are ``2026-08-15``, ``2026-08`` (month only), ``2026-08-15~`` (about); "still taking" and "not known" are told
    apart. The last column names the entry, so that the table can be read back.
    """
    column = 0 if is_chinese(words.language) else 1
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings[column] for headings in HEADINGS.values())
    for name, group in GROUPS.items():
        for medicine in getattr(grouped, name):
            row = _row(medicine, words, column)
            writer.writerow([group[column], *(guarded(row[key]) for key in HEADINGS if key != "group")])
    return out.getvalue().encode("utf-8-sig")


def _row(medicine: Medicine, words: FixedWords, column: int) -> dict[str, str]:
    row = {key: str(getattr(medicine, key)) for key in HEADINGS if key not in ("group", "start", "end")}
    row["kind"] = words(f"kinds.{medicine.kind}") if medicine.kind else ""
    row["how_known"] = words(f"how_known.{medicine.how_known}") if medicine.how_known else ""
    row["start"] = _date(medicine.start, column)
    row["end"] = STILL[column] if medicine.end is None else _date(medicine.end, column)
    return row


def _date(day: PartialDate, column: int) -> str:
    return str(day) or NOT_KNOWN[column]
