"""Background jobs of one page or sheet: counted, their refusals told at the foot of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Slot

from handbook.domain import HandbookError
from handbook.ui import background
from handbook.ui.context import Context


class Errands(QObject):
    """Runs jobs that touch files beside the record. ``busy`` while one is on its way; all end with their owner."""

    def __init__(self, context: Context, owner: QObject) -> None:
        super().__init__(owner)
        self._context = context
        self._running = 0

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._running > 0

    def run(
        self, job: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[Any], object] | None = None
    ) -> None:
        """``done`` gets what ``job`` returns, ``failed`` its ``HandbookError``; ``job`` holds data only."""
        self._running += 1
        one = _Errand(self, done, failed or self.tell)
        background.run(job, done=one.done, failed=one.failed, bug=one.bug)

    @Slot(object)
    def tell(self, error: HandbookError) -> None:
        """Say at the foot of the window what went wrong."""
        self._context.message.emit(" ".join(self._context.phrases.error(error)))

    def answered(self) -> None:
        """One has come back."""
        self._running -= 1

    def crash(self, error: BaseException) -> None:
        """A bug."""
        self._context.bridge.crashed.emit(error)


class _Errand(QObject):
    def __init__(self, owner: Errands, done: Callable[[Any], object], failed: Callable[[Any], object]) -> None:
        super().__init__(owner)
        self._owner, self._done, self._failed = owner, done, failed

    @Slot(object)
    def done(self, result: object) -> None:
        self._over()
        self._done(result)

    @Slot(object)
    def failed(self, error: HandbookError) -> None:
        self._over()
        self._failed(error)

    @Slot(object)
    def bug(self, error: BaseException) -> None:
        self._over()
        self._owner.crash(error)

    def _over(self) -> None:
        self._owner.answered()
        self.deleteLater()
