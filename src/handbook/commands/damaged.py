"""The program's own libraries are damaged: what is said before, and without, any of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress

from handbook import resources
from handbook.commands import screen
from handbook.phrases import NO_RESOURCES

EXIT = 3
"""As for every other fault of the machine."""

_OF_A_WINDOW = ("PySide6", "shiboken6", "lib")
"""How the names of what a window needs begin."""

_WINDOWED = ("--data-dir", "--ui-language", "--smoke", "--open")
"""With which options a command line begins that asks for the window; more than that is for somebody at a terminal."""


def tell(names: Sequence[str], args: Sequence[str]) -> int:
    """Say it on standard error and, if ``args`` ask for a window and one can still be made, in a window; the exit code.

    No language is known without the settings, so it is said in both.
    """
    lines = [NO_RESOURCES, resources.first_of(names)]
    with suppress(OSError):
        sys.stderr.write("\n".join([*lines, ""]))
    if not args or args[0].partition("=")[0] in _WINDOWED:
        if not any(name.startswith(_OF_A_WINDOW) for name in names):
            with suppress(Exception):  # whatever else is broken
                screen.require()
                from handbook.ui import damage  # noqa: PLC0415  # may be what is damaged

                damage.say_only(lines, smoke="--smoke" in args)
        elif sys.platform == "win32":
            import ctypes  # noqa: PLC0415

            ctypes.windll.user32.MessageBoxW(0, "\n".join(lines), "CAR-T Handbook", 0x10)
    return EXIT
