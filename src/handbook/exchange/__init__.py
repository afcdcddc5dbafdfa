"""Tables and files for other programs. Each format is loaded when it is first used: most runs need none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.on_demand import exports

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

__getattr__ = exports(__name__, {
    "calendar": "calendar_file",
    "fhir": "summary",
    "html_list": "html_page",
    "json_record": "medicines_json",
    "medicines_csv": "medicines_table read_medicines",
    "people_csv": "PeopleRow PeopleTable",
    "readings_csv": "read_readings readings_table",
})  # fmt: skip
