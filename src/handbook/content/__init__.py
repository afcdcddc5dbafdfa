"""The book: pages, facts, symptoms, glossary, fixed words and search, in every language there is a folder for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.on_demand import exports

if TYPE_CHECKING:
    from handbook.content.book import Book, load
    from handbook.content.entry_words import (
        axis_text,
        date_texts,
        happening_text,
        read_off_text,
        reading_text,
        value_text,
    )
    from handbook.content.faults import Fault, fault_list
    from handbook.content.kit_table import KitRow, approval, kit_notes, kit_rows, page_approval, standing
    from handbook.content.model import (
        Chapter,
        Fact,
        Hit,
        LookBackGroup,
        LookBackQuestion,
        Page,
        Passage,
        PreparationItem,
        Source,
        SymptomGroup,
        SymptomItem,
        Term,
    )
    from handbook.content.own import OwnPages
    from handbook.content.pictures import Picture, picture_names
    from handbook.content.report import Readability, Report, check
    from handbook.content.spoken import MANUAL_CHAPTER, OWN_CHAPTER
    from handbook.content.text import plain_text
    from handbook.content.tree import (
        Block,
        CallText,
        ClinicSpan,
        Drawing,
        FactSpan,
        Heading,
        ListBlock,
        Paragraph,
        Span,
        Table,
        Text,
    )
    from handbook.content.words import CLINIC_FIELDS, FixedWords, call_owner, call_text, clinic_text, own_words

__all__ = [
    "CLINIC_FIELDS",
    "MANUAL_CHAPTER",
    "OWN_CHAPTER",
    "Block",
    "Book",
    "CallText",
    "Chapter",
    "ClinicSpan",
    "Drawing",
    "Fact",
    "FactSpan",
    "Fault",
    "FixedWords",
    "Heading",
    "Hit",
    "KitRow",
    "ListBlock",
    "LookBackGroup",
    "LookBackQuestion",
    "OwnPages",
    "Page",
    "Paragraph",
    "Passage",
    "Picture",
    "PreparationItem",
    "Readability",
    "Report",
    "Source",
    "Span",
    "SymptomGroup",
    "SymptomItem",
    "Table",
    "Term",
    "Text",
    "approval",
    "axis_text",
    "call_owner",
    "call_text",
    "check",
    "clinic_text",
    "date_texts",
    "fault_list",
    "happening_text",
    "kit_notes",
    "kit_rows",
    "load",
    "own_words",
    "page_approval",
    "picture_names",
    "plain_text",
    "read_off_text",
    "reading_text",
    "standing",
    "value_text",
]  # fmt: skip

__getattr__ = exports(__name__, {
    "book": "Book load",
    "entry_words": "axis_text date_texts happening_text read_off_text reading_text value_text",
    "faults": "Fault fault_list",
    "kit_table": "KitRow approval kit_notes kit_rows page_approval standing",
    "model": (
        "Chapter Fact Hit LookBackGroup LookBackQuestion Page Passage PreparationItem Source SymptomGroup "
        "SymptomItem Term"
    ),
    "own": "OwnPages",
    "pictures": "Picture picture_names",
    "report": "Readability Report check",
    "spoken": "MANUAL_CHAPTER OWN_CHAPTER",
    "text": "plain_text",
    "tree": "Block CallText ClinicSpan Drawing FactSpan Heading ListBlock Paragraph Span Table Text",
    "words": "CLINIC_FIELDS FixedWords call_owner call_text clinic_text own_words",
})  # fmt: skip
