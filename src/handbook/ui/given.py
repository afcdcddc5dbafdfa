"""A file that was handed to the program: by ``--open``, by a double click, or by macOS while it runs.

Nothing is done with it. A clinic's kit is shown with what would change, a backup with what is in it.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Protocol, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Slot
from PySide6.QtGui import QFileOpenEvent

from handbook.domain import InputError
from handbook.ui.window import MainWindow

KIT = ".handbook-kit"


class LooksInto(Protocol):
    """A page that can show what is in a file: that of the kit, and that of the backups."""

    def look_into(self, path: Path) -> None:
        """Show what is in it."""


class GivenFile(QObject):
    """Shows files in ``window``; one that comes while the record is shut waits until it is open."""

    def __init__(self, window: MainWindow, *, platform: str = sys.platform) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: Path | None = None
        window.record_shown.connect(self._look)
        app = QCoreApplication.instance()
        if platform == "darwin" and app is not None:  # elsewhere a second process is started with the file's name
            app.installEventFilter(self)

    def take(self, path: Path) -> None:
        """Show ``path`` now, or as soon as a record is open. What has no end, as a pipe or a device, is not read."""
        if path.exists() and not (path.is_file() or path.is_dir()):
            told = InputError("file.unreadable", where=str(path), reason=os.strerror(errno.EINVAL))
            self._window.context.message.emit(" ".join(self._window.context.phrases.error(told)))
            return
        self._waiting = path.absolute()
        self._look()
        if self._waiting is not None:
            context = self._window.context
            context.message.emit(context.phrases("app.given_waits", file=path.name))

    @Slot()
    def _look(self) -> None:
        path, window = self._waiting, self._window
        if path is None or window.context.closed is not None:
            return
        self._waiting = None
        window.go("kit" if path.suffix.lower() == KIT else "keep")
        cast("LooksInto", window.page).look_into(path)  # a page's module is imported when it is opened, not before

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """What the Finder opens with the program."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.take(Path(event.file()))
            return True
        return False
