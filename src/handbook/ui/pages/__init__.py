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
    "card": "CardPage",
    "handbook": "HandbookPage",
    "team": "TeamPage",
    "kit": "KitPage",
    "call": "CallPage",
    "settings": "SettingsPage",
}
"""Place and the class in the module of the same name."""

MAIN = ("today", "steps", "symptoms", "medicines", "card", "handbook")
"""The six places of the bar on the left."""


def page_class(place: str) -> type[Page]:
    """The class of a place; its module is imported here, so that the first page does not wait for the others."""
    return cast("type[Page]", getattr(import_module(f"handbook.ui.pages.{place}"), MODULES[place]))


__all__ = ["MAIN", "MODULES", "Page", "page_class"]
