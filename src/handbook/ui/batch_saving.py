"""A batch of cards on its way to a file: it belongs to the window's context, so that a page drawn anew finds it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from handbook.domain import HandbookError
from handbook.ui import background
from handbook.ui.batch_work import Steps
from handbook.ui.context import Context

Job = Callable[[Steps], Path | None]
"""Makes and writes; gives back where, None if it was stopped. Holds data only."""


class BatchSaving(QObject):
    """What runs, how far it is, and in the end a sentence at the foot of the window, whatever page it shows then."""

    over = Signal()
    """Written, stopped or failed; it has been told."""

    def __init__(self, context: Context, count: int) -> None:
        """``count`` cards are made."""
        super().__init__(context)
        self._context, self._count, self._ended = context, count, False
        self.steps = Steps()

    def start(self, job: Job) -> None:
        """Begin."""
        background.run(partial(job, self.steps), done=self._done, failed=self._failed, bug=self._bug)

    def runs_in(self, context: Context) -> bool:
        """Whether it still runs, and for this window's record: a context that was closed tells nobody any more."""
        return not self._ended and self._context is context

    @Slot(object)
    def _done(self, path: Path | None) -> None:
        say = self._context.phrases
        self._end(say("place.batch.saved", count=self._count, path=path) if path else say("place.batch.stopped"))

    @Slot(object)
    def _failed(self, error: HandbookError) -> None:
        self._end(" ".join(self._context.phrases.error(error)))

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self._context.bridge.crashed.emit(error)
        self._end("")

    def _end(self, sentence: str) -> None:
        self._ended = True
        self.over.emit()
        if sentence:
            self._context.message.emit(sentence)
        self.deleteLater()
