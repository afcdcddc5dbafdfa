"""What the words mean: frozen dataclasses and pure functions, standard library only, no clock, no files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.on_demand import exports

if TYPE_CHECKING:
    from handbook.domain.clinic import NUMBER_KEYS, WORD_KEYS, ClinicNumbers
    from handbook.domain.dates import UNKNOWN, LookBack, PartialDate, months_of, parse_day
    from handbook.domain.diary import (
        FAHRENHEIT,
        Answer,
        PassportEntry,
        PassportKind,
        Quantity,
        Reading,
        Shift,
        Site,
        SymptomAnswer,
        SymptomCard,
        TeamCall,
        from_fahrenheit,
        read_off,
        unusual,
    )
    from handbook.domain.errors import FaultList, HandbookError, InputError, MachineError, UsageError
    from handbook.domain.journey import STEP_DATES, WINDOWS, Journey, Stage, window_end
    from handbook.domain.kit import ClinicKit, Signature, Told
    from handbook.domain.language import ENGLISH, SOURCE_LANGUAGE, Words, is_chinese, paper_languages
    from handbook.domain.lookback import Heard, LookBackAnswer
    from handbook.domain.medicines import (
        Dose,
        Grouped,
        HowKnown,
        Ingredient,
        Kind,
        Medicine,
        differing,
        group,
        look_alikes,
        merged,
        same_medicine,
        taken_on,
    )
    from handbook.domain.notation import safe_notation
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
    from handbook.domain.printers import (
        BAR,
        BAR_RANGE,
        CROSS,
        CROSS_RANGE,
        Correction,
        Measured,
        PrinterSides,
        read_length,
    )
    from handbook.domain.toml import LONGEST_TOML, check_dots, read_toml

__all__ = [
    "BAR",
    "BAR_RANGE",
    "CHINESE_HEADINGS",
    "CROSS",
    "CROSS_RANGE",
    "DATE_KEYS",
    "ENGLISH",
    "FAHRENHEIT",
    "KEYS",
    "LANGUAGES",
    "LONGEST_NOTE",
    "LONGEST_TOML",
    "NUMBER_KEYS",
    "SOURCE_LANGUAGE",
    "STEP_DATES",
    "UNKNOWN",
    "WINDOWS",
    "WORD_KEYS",
    "Answer",
    "ClinicKit",
    "ClinicNumbers",
    "Correction",
    "Dose",
    "FaultList",
    "Grouped",
    "HandbookError",
    "Heard",
    "HowKnown",
    "Ingredient",
    "InputError",
    "Journey",
    "Kind",
    "LookBack",
    "LookBackAnswer",
    "MachineError",
    "Measured",
    "Medicine",
    "Note",
    "NoteKind",
    "PartialDate",
    "PassportEntry",
    "PassportKind",
    "Person",
    "PrinterSides",
    "Quantity",
    "Reading",
    "Shift",
    "Signature",
    "Site",
    "Stage",
    "SymptomAnswer",
    "SymptomCard",
    "TeamCall",
    "Told",
    "UsageError",
    "Words",
    "check_dots",
    "clean_field",
    "clean_note",
    "clean_text",
    "differing",
    "from_fahrenheit",
    "group",
    "is_chinese",
    "look_alikes",
    "merged",
    "months_of",
    "paper_languages",
    "parse_day",
    "person_from",
    "read_length",
    "read_off",
    "read_toml",
    "safe_notation",
    "same_medicine",
    "taken_on",
    "unusual",
    "window_end",
]  # fmt: skip

__getattr__ = exports(__name__, {
    "clinic": "NUMBER_KEYS WORD_KEYS ClinicNumbers",
    "dates": "UNKNOWN LookBack PartialDate months_of parse_day",
    "diary": (
        "FAHRENHEIT Answer PassportEntry PassportKind Quantity Reading Shift Site SymptomAnswer SymptomCard "
        "TeamCall from_fahrenheit read_off unusual"
    ),
    "errors": "FaultList HandbookError InputError MachineError UsageError",
    "journey": "STEP_DATES WINDOWS Journey Stage window_end",
    "kit": "ClinicKit Signature Told",
    "language": "ENGLISH SOURCE_LANGUAGE Words is_chinese paper_languages",
    "lookback": "Heard LookBackAnswer",
    "medicines": (
        "Dose Grouped HowKnown Ingredient Kind Medicine differing group look_alikes merged same_medicine taken_on"
    ),
    "notation": "safe_notation",
    "notes": "LONGEST_NOTE Note NoteKind clean_note",
    "person": "CHINESE_HEADINGS DATE_KEYS KEYS LANGUAGES Person clean_field clean_text person_from",
    "printers": "BAR BAR_RANGE CROSS CROSS_RANGE Correction Measured PrinterSides read_length",
    "toml": "LONGEST_TOML check_dots read_toml",
})  # fmt: skip
