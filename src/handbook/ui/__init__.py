"""The window: the only importer of PySide6."""

from handbook.ui.app import run_window
from handbook.ui.tour import tour

__all__ = ["run_window", "tour"]
