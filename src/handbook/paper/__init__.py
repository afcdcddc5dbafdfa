"""Everything printed: cards, the daily sheet, the doctor's page, handouts as PDF. The only importer of reportlab.

The names below are loaded when they are first used, because reportlab costs 70 ms and most runs print nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handbook.paper.facts import missing
    from handbook.paper.fonts import has_glyph
    from handbook.paper.handouts import handout
    from handbook.paper.jobs import card, checklist, medicines

__all__ = ["card", "checklist", "handout", "has_glyph", "medicines", "missing"]

_HOMES = {
    "card": "jobs", "checklist": "jobs", "medicines": "jobs", "handout": "handouts", "missing": "facts",
    "has_glyph": "fonts",
}  # fmt: skip


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"handbook.paper.{_HOMES[name]}"), name)
    raise AttributeError(name)
