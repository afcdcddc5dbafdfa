"""The window: the only importer of PySide6."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.on_demand import exports
from handbook.ui import binding as binding  # first: whoever imports the window learns at once what Qt lacks

if TYPE_CHECKING:
    from handbook.ui.app import end, run_window
    from handbook.ui.tour import draw_tour

__all__ = ["draw_tour", "end", "run_window"]

__getattr__ = exports(__name__, {"app": "end run_window", "tour": "draw_tour"})
