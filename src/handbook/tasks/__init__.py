"""What a person asks for, once for both fronts: the window and the command line."""

from handbook.exchange import PeopleTable
from handbook.tasks.batch import (
    CardJob,
    Checked,
    Rejected,
    batch_report,
    check_people,
    draw_people,
    fault_report,
    read_people,
    rejects_csv,
)
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
from handbook.tasks.records import read_record

__all__ = [
    "STANDARD_STREAM", "CardJob", "Checked", "PeopleTable", "Rejected", "batch_report", "check_people", "draw_people",
    "fault_report", "read_people", "rejects_csv",
    "KitDifference", "Picture", "blank_fields", "compare_kits", "look_back", "make_calibration", "make_card",
    "make_checklist", "make_handout", "make_kit_sheet", "make_medicines", "make_questions", "own_numbers",
    "read_person", "read_record", "render", "require_phone", "rows_of",
]  # fmt: skip
