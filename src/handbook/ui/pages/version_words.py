"""What stood in an entry, column by column, so that two versions that differ never look alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from handbook.domain import PartialDate, Quantity, Reading
from handbook.ui import actions
from handbook.ui.beside import title_of
from handbook.ui.context import Context
from handbook.ui.widgets.moment import moment_words
from handbook.ui.widgets.partial_dates import date_words
from handbook.ui.widgets.rows import capital

_MEDICINE, _DIARY = "place.medicines.field_", "place.diary."
_FIELDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "medicine": (
        *((name, f"{_MEDICINE}{name}") for name in ("name", "brand", "form", "strength")),
        ("ingredients", "place.medicines.ingredients"),
        *((name, f"{_MEDICINE}{name}") for name in (
            "dose", "how_often", "route", "daily_max", "as_needed", "on_hold", "reason", "prescriber", "kind",
            "bought_at",
        )),
        ("start_date", f"{_MEDICINE}start"), ("end_date", f"{_MEDICINE}end"),
        *((name, f"{_MEDICINE}{name}") for name in ("side_effect", "how_known", "told_by", "note")),
    ),
    "reading": (
        ("at", "place.symptoms.when"), ("site", "place.symptoms.site"), ("observer", "place.symptoms.observer"),
        ("note", f"{_MEDICINE}note"),
    ),
    "dose": (
        ("medicine", f"{_DIARY}dose_medicine"), ("at", f"{_DIARY}dose_when"), ("amount", f"{_DIARY}dose_amount"),
        ("observer", f"{_DIARY}dose_observer"), ("note", f"{_DIARY}dose_note"),
    ),
    "team_call": (
        ("at", f"{_DIARY}call_when"), ("who", f"{_DIARY}call_who"), ("by", f"{_DIARY}call_by"),
        ("said", f"{_DIARY}call_said"), ("note", f"{_MEDICINE}note"),
    ),
    "shift": (
        ("carer", f"{_DIARY}shift_carer"), ("begins", f"{_DIARY}shift_when"), ("ends", "versions.shift_ends"),
        ("note", f"{_DIARY}shift_note"),
    ),
    "passport": (
        ("kind", f"{_DIARY}passport_kind"), ("what", f"{_DIARY}passport_what"), ("day", f"{_DIARY}passport_day"),
        ("place", f"{_DIARY}passport_where"), ("note", f"{_DIARY}passport_note"),
    ),
    "note": (
        ("text", "versions.note_text"), ("kind", "versions.note_kind"), ("page", "versions.note_page"),
        ("ticked", "versions.note_ticked"),
    ),
    "symptom_answer": (
        ("answer", "versions.answer"), ("at", "versions.answered_at"), ("observer", "place.symptoms.observer"),
    ),
    "lookback_answer": (
        ("heard", "versions.answer"), ("month", "versions.month"), ("how_known", f"{_MEDICINE}how_known"),
        ("told_by", f"{_MEDICINE}told_by"), ("at", "versions.answered_at"), ("note", f"{_MEDICINE}note"),
    ),
    "team_number": (
        ("value", "versions.value"), ("told_by", f"{_MEDICINE}told_by"), ("told_on", "versions.told_on"),
    ),
    "step_date": (("day", "versions.day"),),
    "person_field": (("value", "versions.value"),),
}  # fmt: skip
"""The columns of each table in reading order, each with the sentence that names it where it is written."""


def version_lines(context: Context, table: str, values: Mapping[str, Any]) -> list[str]:
    """The columns of ``values`` in words, a line each; what was left empty has none."""
    lines = [_reading(context, values)] if table == "reading" else []
    for name, field in _FIELDS[table]:
        value = values.get(name)
        if name in {"as_needed", "on_hold"}:
            if value:
                lines.append(context.phrases(field))
        elif name == "end_date" and value is None:
            lines.append(_line(context, f"{_MEDICINE}taking", context.phrases("place.medicines.taking")))
        elif value and (words := _VALUES.get((table, name), _VALUES.get(("", name), _as_it_is))(context, str(value))):
            lines.append(_line(context, field, words))
    return lines


def _line(context: Context, field: str, value: str) -> str:
    return context.phrases("versions.field", field=context.phrases(field), value=value)


def _reading(context: Context, values: Mapping[str, Any]) -> str:
    """As it was read off, in the unit of the thermometer."""
    at = datetime.fromisoformat(str(values["at"]))
    quantity, unit = Quantity(str(values["quantity"])), str(values.get("unit", ""))
    words = actions.reading(context, Reading("", quantity, float(values["value"]), at, unit=unit))
    return capital(words)


def _as_it_is(_context: Context, value: str) -> str:
    return value


def _moment(context: Context, value: str) -> str:
    return moment_words(context, datetime.fromisoformat(value).astimezone(context.now().tzinfo))


def _day(context: Context, value: str) -> str:
    return date_words(context.phrases, context.words.date, PartialDate.parse(value))


def _medicine(context: Context, value: str) -> str:
    names = {one.id: one.name for one in context.state.medicines}
    return names.get(value) or context.words("diary.dose_unknown")


def _ingredients(context: Context, value: str) -> str:
    parts = (" ".join(filter(None, pair)) for pair in json.loads(value))
    return context.words("medicine_list.and").join(parts)


_VALUES: Mapping[tuple[str, str], Callable[[Context, str], str]] = {
    ("", "at"): _moment,
    ("", "begins"): _moment,
    ("", "ends"): _moment,
    ("", "ticked"): _moment,
    ("", "day"): _day,
    ("", "month"): _day,
    ("", "told_on"): _day,
    ("", "start_date"): _day,
    ("", "end_date"): _day,
    ("", "site"): lambda context, value: context.words(f"sites.{value}"),
    ("", "how_known"): lambda context, value: context.words(f"how_known.{value}"),
    ("", "medicine"): _medicine,
    ("", "ingredients"): _ingredients,
    ("medicine", "kind"): lambda context, value: context.words.get(f"kinds.{value}") or value,
    ("passport", "kind"): lambda context, value: context.phrases(f"place.diary.passport_kind_{value}"),
    ("note", "kind"): lambda context, value: context.phrases(f"versions.kind_{value}"),
    ("note", "page"): title_of,
    ("symptom_answer", "answer"): lambda context, value: context.words(f"diary.{value}"),
    ("lookback_answer", "heard"): lambda context, value: context.words(f"visit.heard.{value}"),
}
"""How a column is put into words, by table and column, or by column alone; all others are a person's own words."""
