"""Open the window, or say in one sentence what it lacks."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from handbook.commands import screen
from handbook.domain import MachineError

if TYPE_CHECKING:
    from handbook.commands.front import Front


def open_window(front: Front, *, smoke: bool, file: Path | None) -> int:
    """Run the window until it is closed and return its exit code. ``file`` is a kit or a backup to look at.

    Raises:
        MachineError: ``screen.none``, ``screen.libraries`` (``libraries``, ``packages``), ``screen.no-qt``.
    """
    screen.require()
    ui = load_ui()
    code: int = ui.run_window(front.data_dir, language=front.chosen, smoke=smoke, file=file)
    return code


def load_ui(*, offscreen: bool = False) -> ModuleType:
    """Import the window. ``offscreen`` draws without any screen, unless the person chose a platform of Qt.

    Raises ``MachineError`` as :func:`open_window`.
    """
    if offscreen:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        from handbook import ui  # noqa: PLC0415  # 200 ms and the system's graphics libraries: only for the window
    except ImportError as error:
        if missing := screen.missing_libraries(str(error)):
            raise missing from error
        if (error.name or "").partition(".")[0] in ("PySide6", "shiboken6"):
            raise MachineError("screen.no-qt") from error
        raise
    return ui
