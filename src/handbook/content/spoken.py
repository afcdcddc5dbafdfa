"""How a language writes headings, units, hedges and dates (language.toml): all that the fixed words need of it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from handbook.domain import Words

Unit = str | Mapping[str, str]

OWN_FOLDER = "pages/"
"""Where a kit keeps the clinic's own pages; no file of the book stands in a folder of that name."""

MANUAL_FOLDER = "manual/"
"""Where the manual lies in the folder of a language: pages of the same make that say how the program is used."""

MANUAL_CHAPTER = "manual"
"""The key of the chapter that the manual is."""

OWN_CHAPTER = "own"
"""The key of the chapter that a clinic's kit brings along; language.toml has no such one."""


class Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table in which every key must be known."""


class Dates(Strict, frozen=True, kw_only=True):
    """How a language writes dates; ``names`` are the months where they are words."""

    day: str
    month: str
    year: str
    names: tuple[str, ...] = ()

    @property
    def patterns(self) -> dict[str, str]:
        """The three patterns by precision."""
        return {"day": self.day, "month": self.month, "year": self.year}


class Language(Strict, frozen=True, kw_only=True):
    """language.toml: headings, chapters, units, hedges and dates of one language."""

    name: str
    sections: Words
    chapters: Words
    units: Mapping[str, Unit]
    bounds: Words
    dates: Dates
