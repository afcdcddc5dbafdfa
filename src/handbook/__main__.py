"""The door of the program: ``handbook`` and ``python -m handbook``."""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import NoReturn


def main() -> None:
    """Run the command line and end the process with its exit code."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        # A character that the terminal lacks is shown escaped and never ends a job; files and pipes get UTF-8.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    gc.disable()  # what is imported stays: there is no garbage to look for
    try:
        _look_at_libraries()
        from handbook.commands import window  # noqa: PLC0415  # first the streams, so that every fault can be told

        if open_window := window.asked(sys.argv[1:]):
            sys.exit(open_window())
        gc.enable()
        from handbook.commands import cli  # noqa: PLC0415  # click and what it brings

        cli.main()
    except ImportError as error:
        if not hasattr(sys, "_MEIPASS"):
            raise
        _end_damaged([error.name or str(error)])
    finally:
        _flush_errors()


def _look_at_libraries() -> None:
    """In a packaged program, before any of its libraries is loaded."""
    if hasattr(sys, "_MEIPASS"):
        from handbook import resources  # noqa: PLC0415

        if names := resources.lacking():
            _end_damaged(names)


def _end_damaged(names: list[str]) -> NoReturn:
    from handbook.commands import damaged  # noqa: PLC0415  # few starts need it

    sys.exit(damaged.tell(names, sys.argv[1:]))


def _flush_errors() -> None:
    """Write out what was told; where that is impossible (a full disk), the exit code must still be the job's own.

    Python would try again at its end, fail, and end with 120.
    """
    try:
        sys.stderr.flush()
    except OSError:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _open_closed_streams() -> None:
    """Put something in the place of each standard stream that whoever started us has closed (``handbook … >&-``).

    Python has None there, and the next file to be opened, the record perhaps, would get its number. Reading finds
    nothing; what is written to standard output fails as on a full disk, and is told.
    """
    for name, flags, mode in ("stdin", os.O_RDONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))


if __name__ == "__main__":
    main()
