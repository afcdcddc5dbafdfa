"""How many pixels a millimetre has on a screen: measured once with a bank card, else as the system says."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from handbook.settings import Screen
from handbook.ui.context import Context

CARD = (85.60, 53.98)
"""A bank card in mm: ISO/IEC 7810, ID-1. Identity and insurance cards have the same size."""

_MM = 25.4
_CREDIBLE = (60.0, 500.0)
"""Dots an inch that a screen may have; what a system says beyond (a projector, no size at all) is not believed."""
_USUAL = 96.0


def dots(context: Context, widget: QWidget) -> float:
    """Logical pixels in a millimetre on the screen that ``widget`` is on."""
    kept = measured(context, widget)
    if kept is not None:
        return kept.dots / widget.devicePixelRatioF()
    inch = widget.screen().physicalDotsPerInch()
    return (inch if _CREDIBLE[0] <= inch <= _CREDIBLE[1] else _USUAL) / _MM


def measured(context: Context, widget: QWidget) -> Screen | None:
    """What was measured on this screen, None if nothing was."""
    return context.settings.screens.get(widget.screen().name())


def keep(context: Context, widget: QWidget, wide: int, on: date) -> None:
    """Keep that a bank card is ``wide`` device pixels wide on this screen."""
    screens = {**context.settings.screens, widget.screen().name(): Screen(wide / CARD[0], on)}
    context.keep(screens=screens)


def forget(context: Context, widget: QWidget) -> None:
    """Take what the system says of this screen."""
    name = widget.screen().name()
    context.keep(screens={key: kept for key, kept in context.settings.screens.items() if key != name})
