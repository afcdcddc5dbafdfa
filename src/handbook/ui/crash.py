"""What happens when the program has a bug: a report without anything about a patient, and one sentence to the person.

The report holds the kind of exception and the lines of code it passed, never its message or any value: both could
quote what a family typed.
"""

from __future__ import annotations

import sys
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from handbook import __version__
from handbook.paths import write_whole

FILE_NAME = "crash-report.txt"


def report(error: BaseException, at: datetime) -> str:
    """The text of the report."""
    lines = [f"car-t-handbook {__version__}, Python {sys.version.split()[0]}, {sys.platform}, {at.isoformat()}"]
    seen: set[int] = set()
    chain: BaseException | None = error
    while chain is not None and id(chain) not in seen:
        seen.add(id(chain))
        lines.append(type(chain).__name__)
        frames = traceback.extract_tb(chain.__traceback__)
        lines += [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
        chain = chain.__cause__ or chain.__context__
    return "\n".join(lines) + "\n"


class CrashHook(QObject):
    """Installed as ``sys.excepthook``.

    It may be called in any thread and from within painting, so it only writes the report and sends a signal; the
    window shows one sentence, once, however often the bug repeats.
    """

    happened = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._told = False

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Take an exception that nobody caught."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.take(error)

    def take(self, error: BaseException) -> None:
        """Write the report and tell the person once."""
        text = report(error, datetime.now().astimezone())
        sys.stderr.write(text)
        path = self._folder / FILE_NAME
        with suppress(Exception):  # a full disk must not turn one fault into two
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode())
        if not self._told:
            self._told = True
            self.happened.emit(str(path))
