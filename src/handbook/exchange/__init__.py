"""Tables and files for other programs. Each format is loaded when it is first used: most runs need none of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handbook.exchange.calendar import calendar_file
    from handbook.exchange.fhir import summary
    from handbook.exchange.html_list import html_page
    from handbook.exchange.json_record import medicines_json
    from handbook.exchange.medicines_csv import medicines_table, read_medicines
    from handbook.exchange.people_csv import PeopleRow, PeopleTable
    from handbook.exchange.readings_csv import read_readings, readings_table

__all__ = [
    "PeopleRow", "PeopleTable", "calendar_file", "html_page", "medicines_json", "medicines_table", "read_medicines",
    "read_readings", "readings_table", "summary",
]  # fmt: skip

_HOMES = {
    "PeopleRow": "people_csv", "PeopleTable": "people_csv", "calendar_file": "calendar", "html_page": "html_list",
    "medicines_table": "medicines_csv", "medicines_json": "json_record", "read_medicines": "medicines_csv",
    "read_readings": "readings_csv", "readings_table": "readings_csv", "summary": "fhir",
}  # fmt: skip


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"handbook.exchange.{_HOMES[name]}"), name)
    raise AttributeError(name)
