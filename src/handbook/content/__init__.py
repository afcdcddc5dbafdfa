"""The book: pages, facts, symptoms, glossary, fixed words and search, in every language there is a folder for."""

from handbook.content.book import Book, load
from handbook.content.check import Readability, Report, check
from handbook.content.faults import Fault, fault_list
from handbook.content.kit_rows import KitRow, kit_notes, kit_rows
from handbook.content.model import (
    Chapter,
    Fact,
    Hit,
    Page,
    Passage,
    PreparationItem,
    Source,
    SymptomGroup,
    SymptomItem,
    Term,
)
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
from handbook.content.words import CLINIC_FIELDS, FixedWords, call_text, clinic_text, own_words

__all__ = [
    "CLINIC_FIELDS", "Block", "Book", "CallText", "Chapter", "ClinicSpan", "Drawing", "Fact", "FactSpan", "Fault",
    "FixedWords", "Heading", "Hit", "KitRow", "ListBlock", "Page", "Paragraph", "Passage", "Picture",
    "PreparationItem", "Readability", "Report", "Source", "Span", "SymptomGroup", "SymptomItem", "Table", "Term",
    "Text", "call_text", "check", "clinic_text", "fault_list", "kit_notes", "kit_rows", "load", "own_words",
    "picture_names", "plain_text",
]  # fmt: skip
