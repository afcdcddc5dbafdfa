"""What a person asks for, once for both fronts: the window and the command line."""

from handbook.tasks.person_file import STANDARD_STREAM, read_person
from handbook.tasks.pictures import Picture, render
from handbook.tasks.printing import (
    blank_fields,
    look_back,
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
    "STANDARD_STREAM", "Picture", "blank_fields", "look_back", "make_card", "make_checklist", "make_handout",
    "make_medicines", "make_questions", "own_numbers", "read_person", "read_record", "render", "require_phone",
]  # fmt: skip
