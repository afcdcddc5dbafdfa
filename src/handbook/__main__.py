"""The door of the program: ``handbook`` and ``python -m handbook``."""

from __future__ import annotations

import io
import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A character that the terminal lacks is shown escaped and never ends a job; files and pipes get UTF-8.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    from handbook.commands import cli  # noqa: PLC0415  # first the streams, so that every fault can be told

    cli.main()


if __name__ == "__main__":
    main()
