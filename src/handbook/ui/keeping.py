"""Backups that make themselves while the window is open. The record's own thread makes them; the window never waits."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from handbook.domain import HandbookError

if TYPE_CHECKING:
    from handbook.record import Kept
    from handbook.ui.context import Context

HOURLY_MS = 60 * 60 * 1000
"""So often it is seen whether a day has begun; at most one backup a day is made."""


class Keeping(QObject):
    """Looks after the backups of one open record: every hour, when it is closed, and when it is told to."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self._told: set[tuple[str, str]] = set()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep)
        self._timer.start(HOURLY_MS)

    @Slot()
    def keep(self) -> None:
        """Make today's backup if there is none yet."""
        bridge = self._context.bridge
        bridge.follow(bridge.record.keep_backups(), self._kept, self._failed)

    def stop(self) -> None:
        """The last one before the record is closed; a fault was told when it was new."""
        self._timer.stop()
        with suppress(HandbookError):
            self._context.bridge.record.keep_backups().result()

    @Slot(object)
    def _kept(self, kept: Kept) -> None:
        say = self._context.phrases
        for path, error in kept.unreached:
            if (str(path), error.code) not in self._told:
                self._told.add((str(path), error.code))
                why = " ".join(say.error(error))
                self._context.message.emit(say("keeping.second", path=str(path), why=why))

    @Slot(object)
    def _failed(self, error: HandbookError) -> None:
        if ("", error.code) not in self._told:
            self._told.add(("", error.code))
            self._context.message.emit(
                self._context.phrases("keeping.first", why=" ".join(self._context.phrases.error(error)))
            )
