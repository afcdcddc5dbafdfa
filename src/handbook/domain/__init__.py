"""What the words mean: frozen dataclasses and pure functions, standard library only, no clock, no files."""

from handbook.domain.clinic import NUMBER_KEYS, WORD_KEYS, ClinicKit, ClinicNumbers, Signature, Told
from handbook.domain.dates import UNKNOWN, LookBack, PartialDate, parse_day
from handbook.domain.diary import Answer, Quantity, Reading, Site, SymptomAnswer, SymptomCard
from handbook.domain.errors import FaultList, HandbookError, InputError, MachineError, UsageError
from handbook.domain.journey import STEP_DATES, WINDOWS, Journey, Stage, window_end
from handbook.domain.language import ENGLISH, SOURCE_LANGUAGE, Words, is_chinese, paper_languages
from handbook.domain.medicines import Grouped, HowKnown, Kind, Medicine, group
from handbook.domain.notes import LONGEST_NOTE, Note, NoteKind, clean_note
from handbook.domain.person import (
    CHINESE_HEADINGS,
    DATE_KEYS,
    KEYS,
    LANGUAGES,
    Person,
    clean_field,
    clean_text,
    person_from,
)

__all__ = [
    "CHINESE_HEADINGS", "DATE_KEYS", "ENGLISH", "KEYS", "LANGUAGES", "LONGEST_NOTE", "NUMBER_KEYS",
    "SOURCE_LANGUAGE", "STEP_DATES", "UNKNOWN", "WINDOWS", "WORD_KEYS", "Answer", "ClinicKit", "ClinicNumbers",
    "FaultList", "Grouped", "HandbookError", "HowKnown", "InputError", "Journey", "Kind", "LookBack",
    "MachineError", "Medicine", "Note", "NoteKind", "PartialDate", "Person", "Quantity", "Reading", "Signature", "Site",
    "Stage", "SymptomAnswer", "SymptomCard", "Told", "UsageError", "Words", "clean_field", "clean_note", "clean_text",
    "group", "is_chinese", "paper_languages", "parse_day", "person_from", "window_end",
]  # fmt: skip
