"""What a person asks for, once for both fronts: the window and the command line.

The batch is loaded when it is first used: every other command would start a hundredth of a second later for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from handbook.tasks.kits import KitDifference, compare_kits, make_kit_sheet, rows_of
from handbook.tasks.person_file import STANDARD_STREAM, read_person
from handbook.tasks.pictures import Picture, render
from handbook.tasks.printing import (
    blank_fields,
    look_back,
    make_calibration,
    make_card,
    make_checklist,
    make_handout,
    make_medicines,
    make_questions,
    own_numbers,
    require_phone,
)
from handbook.tasks.records import read_record, readable_person

if TYPE_CHECKING:
    from handbook.exchange import PeopleTable
    from handbook.tasks.batch import (
        CardJob,
        Checked,
        Rejected,
        batch_report,
        check_people,
        draw_people,
        fault_report,
        preview_people,
        read_people,
        rejects_csv,
    )

__all__ = [
    "STANDARD_STREAM", "CardJob", "Checked", "KitDifference", "PeopleTable", "Picture", "Rejected",
    "batch_report", "blank_fields", "check_people", "compare_kits", "draw_people", "fault_report", "look_back",
    "make_calibration", "make_card", "make_checklist", "make_handout", "make_kit_sheet", "make_medicines",
    "make_questions", "own_numbers", "preview_people", "read_people", "read_person", "read_record", "readable_person",
    "rejects_csv", "render", "require_phone", "rows_of",
]  # fmt: skip

_BATCH = {
    "CardJob", "Checked", "PeopleTable", "Rejected", "batch_report", "check_people", "draw_people", "fault_report",
    "preview_people", "read_people", "rejects_csv",
}  # fmt: skip


def __getattr__(name: str) -> object:
    if name in _BATCH:
        return getattr(import_module("handbook.tasks.batch"), name)
    raise AttributeError(name)
