"""Open the window, or say in one sentence what it lacks."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import ModuleType

from handbook import paths
from handbook.commands import screen
from handbook.commands.front import UI_LANGUAGES, Front
from handbook.domain import MachineError


def asked(args: Sequence[str]) -> Callable[[], int] | None:
    """What opens the window if ``args`` ask for nothing else, and returns the exit code of the program.

    The same as click would understand, without it: the window is what most people start, and reading a command line of
    at most three options would take it a tenth of its time. None for everything else, wrong values included.
    """
    given, smoke, rest = {"--data-dir": "", "--ui-language": ""}, False, iter(args)
    for arg in rest:
        name, equals, value = arg.partition("=")
        if arg == "--smoke":
            smoke = True
            continue
        given[name] = value if equals else next(rest, "")
        if len(given) > 2 or not given[name] or given[name].startswith("-"):
            return None
    if given["--ui-language"] not in ("", *UI_LANGUAGES):
        return None
    folder = Path(given["--data-dir"]) if given["--data-dir"] else paths.data_dir()
    front = Front(folder, given["--ui-language"])
    return partial(front.run, partial(open_window, front, smoke=smoke))


def open_window(front: Front, *, smoke: bool, file: Path | None = None) -> int:
    """Run the window until it is closed and return its exit code. ``file`` is a kit or a backup to look at.

    Raises:
        MachineError: ``screen.none``, ``screen.libraries`` (``libraries``, ``packages``), ``screen.no-qt``.
    """
    screen.require()
    gc.disable()  # almost all that is made until the first page is drawn stays; then the window looks for garbage
    try:
        code: int = load_ui().run_window(front.data_dir, language=front.chosen, smoke=smoke, file=file, leave=_leave)
    except MachineError:
        gc.enable()
        raise
    return code


def _leave(code: int) -> None:
    """End the process when its window has been closed.

    Everything is on disk by then. Python would take the window apart object by object, which takes as long as drawing
    it; so the process ends at once, unless something (the writing of a file) is still at work.
    """
    if threading.active_count() == 1 and load_ui().end():
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


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
