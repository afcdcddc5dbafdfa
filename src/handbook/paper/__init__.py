"""Everything printed: cards, the daily sheet, the doctor's page, handouts as PDF. The only importer of reportlab.

The names below are loaded when they are first used, because reportlab costs 70 ms and most runs print nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handbook.paper.batch import Order, cards, fits, places
    from handbook.paper.callsheet import call_sheet
    from handbook.paper.facts import missing
    from handbook.paper.fonts import has_glyph
    from handbook.paper.handouts import handout
    from handbook.paper.handover import handover_page
    from handbook.paper.howto import ScreenPicture, howto_picture
    from handbook.paper.imposition import Flip, Sheet, read_sheet
    from handbook.paper.jobs import card, checklist, medicines
    from handbook.paper.kitsheet import kit_sheet
    from handbook.paper.proof import calibration
    from handbook.paper.questionsheet import questions
    from handbook.paper.recoverysheet import recovery_sheet
    from handbook.paper.visit import LEAVE_OUT, Question, VisitRecord, small_line, visit_pages

__all__ = [
    "LEAVE_OUT", "Flip", "Order", "Question", "ScreenPicture", "Sheet", "VisitRecord", "calibration", "call_sheet",
    "card", "cards", "checklist", "fits", "handout", "handover_page", "has_glyph", "howto_picture", "kit_sheet",
    "medicines", "missing", "places", "questions", "read_sheet", "recovery_sheet", "small_line", "visit_pages",
]  # fmt: skip

_HOMES = {
    "Flip": "imposition", "Order": "batch", "ScreenPicture": "howto", "Sheet": "imposition",
    "calibration": "proof", "call_sheet": "callsheet", "card": "jobs", "cards": "batch",
    "checklist": "jobs", "fits": "batch", "handout": "handouts", "has_glyph": "fonts", "medicines": "jobs",
    "missing": "facts", "howto_picture": "howto", "kit_sheet": "kitsheet", "places": "batch",
    "questions": "questionsheet", "read_sheet": "imposition", "LEAVE_OUT": "visit", "Question": "visit",
    "recovery_sheet": "recoverysheet", "VisitRecord": "visit", "handover_page": "handover",
    "small_line": "visit", "visit_pages": "visit",
}  # fmt: skip


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"handbook.paper.{_HOMES[name]}"), name)
    raise AttributeError(name)
