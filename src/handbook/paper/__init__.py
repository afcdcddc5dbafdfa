"""Everything printed: cards, the daily sheet, the doctor's page, handouts as PDF. The only importer of reportlab.

The names below are loaded when they are first used, because reportlab costs 70 ms and most runs print nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.on_demand import exports

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
    "LEAVE_OUT",
    "Flip",
    "Order",
    "Question",
    "ScreenPicture",
    "Sheet",
    "VisitRecord",
    "calibration",
    "call_sheet",
    "card",
    "cards",
    "checklist",
    "fits",
    "handout",
    "handover_page",
    "has_glyph",
    "howto_picture",
    "kit_sheet",
    "medicines",
    "missing",
    "places",
    "questions",
    "read_sheet",
    "recovery_sheet",
    "small_line",
    "visit_pages",
]  # fmt: skip

__getattr__ = exports(__name__, {
    "batch": "Order cards fits places",
    "callsheet": "call_sheet",
    "facts": "missing",
    "fonts": "has_glyph",
    "handouts": "handout",
    "handover": "handover_page",
    "howto": "ScreenPicture howto_picture",
    "imposition": "Flip Sheet read_sheet",
    "jobs": "card checklist medicines",
    "kitsheet": "kit_sheet",
    "proof": "calibration",
    "questionsheet": "questions",
    "recoverysheet": "recovery_sheet",
    "visit": "LEAVE_OUT Question VisitRecord small_line visit_pages",
})  # fmt: skip
