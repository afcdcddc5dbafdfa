"""The places of the window: one place, one module, made when it is first visited."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from handbook.ui.pages.base import Page

MODULES = {
    "today": "TodayPage",
    "steps": "StepsPage",
    "symptoms": "SymptomsPage",
    "medicines": "MedicinesPage",
    "lookback": "LookBackPage",
    "diary": "DiaryPage",
    "give": "GivePage",
    "card": "CardPage",
    "handbook": "HandbookPage",
    "team": "TeamPage",
    "kit": "KitPage",
    "batch": "BatchPage",
    "proof": "ProofPage",
    "screen": "ScreenPage",
    "call": "CallPage",
    "night": "NightPage",
    "keys": "KeysPage",
    "settings": "SettingsPage",
    "keep": "KeepPage",
    "history": "HistoryPage",
    "people": "PeoplePage",
    "shut": "ShutPage",
}
"""Place and the class in the module of the same name."""

MAIN = ("today", "steps", "symptoms", "medicines", "card", "handbook")
"""The six places of the bar on the left."""

ESSENTIAL = ("today", "symptoms", "medicines", "handbook")
"""Those that the bar of the elder view shows at once; the others and the gear are behind its "More"."""

PART_OF = {
    "lookback": "medicines", "give": "medicines", "diary": "today", "proof": "card", "screen": "card",
    "team": "settings", "kit": "settings", "batch": "settings", "keys": "settings", "keep": "settings",
    "history": "settings", "people": "settings",
}  # fmt: skip
"""The entry of the bar that a place without one of its own belongs to; the call and the night page belong to none."""

SHUT = ("shut", "handbook")
"""The places of the bar while there is no record: it is locked, or cannot be opened."""

OPEN_TO_ALL = (*SHUT, "call", "settings", "keys")
"""What can be seen without the record; every other place leads to the first."""


def page_class(place: str) -> type[Page]:
    """The class of a place; its module is imported here, so that the first page does not wait for the others."""
    return cast("type[Page]", getattr(import_module(f"handbook.ui.pages.{place}"), MODULES[place]))


__all__ = ["ESSENTIAL", "MAIN", "MODULES", "OPEN_TO_ALL", "PART_OF", "SHUT", "Page", "page_class"]
