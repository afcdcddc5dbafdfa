"""The book: pages, facts, symptoms, glossary, fixed words and search, in every language there is a folder for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from handbook.content.book import Book, load
from handbook.content.check import Readability, Report, check
from handbook.content.faults import Fault, fault_list
from handbook.content.kit_rows import KitRow, approval, kit_notes, kit_rows, page_approval, standing
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
from handbook.content.own import OWN_CHAPTER, OwnPages
from handbook.content.pictures import Picture, picture_names
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

if TYPE_CHECKING:
    from handbook.content.entry_words import date_texts, happening_text, read_off_text, reading_text, value_text

__all__ = [
    "CLINIC_FIELDS",
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

_ENTRY_WORDS = {"date_texts", "happening_text", "read_off_text", "reading_text", "value_text"}
"""Loaded when they are first used: a card knows nothing of entries."""


def __getattr__(name: str) -> object:
    if name in _ENTRY_WORDS:
        return getattr(import_module("handbook.content.entry_words"), name)
    raise AttributeError(name)
