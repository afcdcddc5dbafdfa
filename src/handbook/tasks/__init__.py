"""What a person asks for, once for both fronts: the window and the command line.

What not every command needs is loaded when it is first used: each would start some hundredths of a second later for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.on_demand import exports

if TYPE_CHECKING:
    from handbook.exchange import PeopleTable
    from handbook.paper import Flip, Order, Sheet, call_sheet, read_sheet
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
    from handbook.tasks.card_choices import CARD_OFFERS, CardOffer, fold_picture
    from handbook.tasks.kit_fit import kit_faults
    from handbook.tasks.kits import KitDifference, compare_kits, make_kit_sheet, own_pages, rows_of
    from handbook.tasks.numbers import own_numbers
    from handbook.tasks.person_file import STANDARD_STREAM, read_person
    from handbook.tasks.pictures import Picture, page_points, render, render_part
    from handbook.tasks.print_pages import Edge, Placed, PrintPages, Side, Strip, place_page, turn_order
    from handbook.tasks.printing import (
        blank_fields,
        howto_picture,
        look_back,
        make_calibration,
        make_card,
        make_checklist,
        make_handout,
        make_medicines,
        make_questions,
        make_recovery_sheet,
        require_phone,
    )
    from handbook.tasks.records import open_record, read_record, readable_person, with_store
    from handbook.tasks.visit import VISIT_PARTS, make_calendar, make_handover, make_visit, read_diary

__all__ = [
    "CARD_OFFERS",
    "STANDARD_STREAM",
    "VISIT_PARTS",
    "CardJob",
    "CardOffer",
    "Checked",
    "Edge",
    "Flip",
    "KitDifference",
    "Order",
    "PeopleTable",
    "Picture",
    "Placed",
    "PrintPages",
    "Rejected",
    "Sheet",
    "Side",
    "Strip",
    "batch_report",
    "blank_fields",
    "blank_places",
    "call_sheet",
    "check_people",
    "compare_kits",
    "draw_blank",
    "draw_people",
    "fault_report",
    "fault_words",
    "fold_picture",
    "howto_picture",
    "kit_faults",
    "look_back",
    "make_calendar",
    "make_calibration",
    "make_card",
    "make_checklist",
    "make_handout",
    "make_handover",
    "make_kit_sheet",
    "make_medicines",
    "make_questions",
    "make_recovery_sheet",
    "make_visit",
    "open_record",
    "own_numbers",
    "own_pages",
    "page_points",
    "place_page",
    "preview_people",
    "read_diary",
    "read_people",
    "read_person",
    "read_record",
    "read_sheet",
    "readable_person",
    "rejects_csv",
    "render",
    "render_part",
    "require_phone",
    "rows_of",
    "turn_order",
    "with_store",
]  # fmt: skip

__getattr__ = exports(__name__, {
    "handbook.exchange": "PeopleTable",
    "handbook.paper": "Flip Order Sheet call_sheet read_sheet",
    "batch": "CardJob Checked Rejected blank_places check_people draw_blank draw_people preview_people read_people",
    "batch_outcome": "batch_report fault_report fault_words rejects_csv",
    "card_choices": "CARD_OFFERS CardOffer fold_picture",
    "kit_fit": "kit_faults",
    "kits": "KitDifference compare_kits make_kit_sheet own_pages rows_of",
    "numbers": "own_numbers",
    "person_file": "STANDARD_STREAM read_person",
    "pictures": "Picture page_points render render_part",
    "print_pages": "Edge Placed PrintPages Side Strip place_page turn_order",
    "printing": (
        "blank_fields howto_picture look_back make_calibration make_card make_checklist make_handout "
        "make_medicines make_questions make_recovery_sheet require_phone"
    ),
    "records": "open_record read_record readable_person with_store",
    "visit": "VISIT_PARTS make_calendar make_handover make_visit read_diary",
})  # fmt: skip
