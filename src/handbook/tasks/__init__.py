"""What a person asks for, once for both fronts: the window and the command line.

What not every command needs is loaded when it is first used: each would start some hundredths of a second later for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from handbook.tasks.card_choices import CARD_OFFERS, CardOffer, fold_picture
from handbook.tasks.kit_fit import kit_faults
from handbook.tasks.person_file import STANDARD_STREAM, read_person
from handbook.tasks.printing import (
    blank_fields,
    howto_picture,
    look_back,
    make_calibration,
    make_call_sheet,
    make_card,
    make_checklist,
    make_handout,
    make_medicines,
    make_questions,
    make_recovery_sheet,
    own_numbers,
    require_phone,
)

if TYPE_CHECKING:
    from handbook.exchange import PeopleTable
    from handbook.paper import Flip, Order, Sheet, read_sheet
    from handbook.tasks.batch import (
        CardJob,
        Checked,
        Rejected,
        blank_places,
        check_people,
        draw_blank,
        draw_people,
        preview_people,
        read_people,
    )
    from handbook.tasks.batch_outcome import batch_report, fault_report, fault_words, rejects_csv
    from handbook.tasks.kits import KitDifference, compare_kits, make_kit_sheet, own_pages, rows_of
    from handbook.tasks.pictures import Picture, page_points, render, render_part
    from handbook.tasks.print_pages import Edge, Placed, PrintPages, Side, Strip, place_page, turn_order
    from handbook.tasks.records import open_record, read_record, readable_person, with_store
    from handbook.tasks.visit import VISIT_PARTS, make_calendar, make_handover, make_visit, read_diary

__all__ = [
    "CARD_OFFERS", "STANDARD_STREAM", "VISIT_PARTS", "CardJob", "CardOffer", "Checked", "Edge", "Flip", "KitDifference",
    "Order", "PeopleTable", "Picture", "Placed", "PrintPages", "Rejected", "Sheet", "Side", "Strip", "batch_report",
    "blank_fields", "blank_places", "check_people", "compare_kits", "draw_blank", "draw_people", "fault_report",
    "fault_words", "fold_picture", "howto_picture", "kit_faults", "look_back", "make_calendar", "make_calibration",
    "make_call_sheet", "make_card", "make_checklist", "make_handout", "make_handover", "make_kit_sheet",
    "make_medicines", "make_questions", "make_recovery_sheet", "make_visit", "open_record", "own_numbers", "own_pages",
    "page_points", "place_page",
    "preview_people", "read_diary", "read_people", "read_person", "read_record", "read_sheet", "readable_person",
    "rejects_csv", "render", "render_part", "require_phone", "rows_of", "turn_order", "with_store",
]  # fmt: skip

_BATCH = {
    "CardJob", "Checked", "PeopleTable", "Rejected", "blank_places", "check_people", "draw_blank", "draw_people",
    "preview_people", "read_people",
}  # fmt: skip
_OUTCOME = {"batch_report", "fault_report", "fault_words", "rejects_csv"}
_VISIT = {"VISIT_PARTS", "make_calendar", "make_handover", "make_visit", "read_diary"}
_PAPER = {"Flip", "Order", "Sheet", "read_sheet"}
_HOMES = {
    "KitDifference": "kits",
    "compare_kits": "kits",
    "make_kit_sheet": "kits",
    "own_pages": "kits",
    "rows_of": "kits",
    "Picture": "pictures",
    "page_points": "pictures",
    "render": "pictures",
    "render_part": "pictures",
    "Edge": "print_pages",
    "Placed": "print_pages",
    "PrintPages": "print_pages",
    "Side": "print_pages",
    "Strip": "print_pages",
    "place_page": "print_pages",
    "turn_order": "print_pages",
    "open_record": "records",
    "read_record": "records",
    "readable_person": "records",
    "with_store": "records",
}


def __getattr__(name: str) -> object:
    if name in _BATCH:
        return getattr(import_module("handbook.tasks.batch"), name)
    if name in _OUTCOME:
        return getattr(import_module("handbook.tasks.batch_outcome"), name)
    if name in _VISIT:
        return getattr(import_module("handbook.tasks.visit"), name)
    if name in _HOMES:
        return getattr(import_module(f"handbook.tasks.{_HOMES[name]}"), name)
    if name in _PAPER:
        return getattr(import_module("handbook.paper"), name)
    raise AttributeError(name)
