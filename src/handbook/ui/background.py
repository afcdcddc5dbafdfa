"""Long work off the GUI thread. The result comes back to bound methods; a page deleted meanwhile gets nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from PySide6.QtCore import QRunnable, QThreadPool

from handbook.domain import HandbookError
from handbook.ui.courier import Courier

Answer = Callable[[Any], object]


@cache
def _courier() -> Courier:
    """For the whole program: asked for in the GUI thread first."""
    return Courier()


class _Job(QRunnable):
    def __init__(self, job: Callable[[], Any], done: Answer, failed: Answer, bug: Answer) -> None:
        super().__init__()
        self._job, self._done, self._failed, self._bug = job, done, failed, bug

    def run(self) -> None:
        send = _courier().send
        try:
            send(self._done, self._job())
        except HandbookError as error:
            send(self._failed, error)
        except Exception as error:  # noqa: BLE001  # handed to the crash report in the GUI thread
            send(self._bug, error)
        finally:  # Qt may hold on to the runnable for a while; it must not hold a family's entries
            del self._job, self._done, self._failed, self._bug


def run(
    job: Callable[[], Any],
    *,
    done: Answer,
    failed: Answer,
    bug: Answer,
) -> None:
    """Run ``job`` in the pool. The three answers must be bound methods of a QObject; ``job`` holds data only."""
    _courier()
    QThreadPool.globalInstance().start(_Job(job, done, failed, bug))


def drain(milliseconds: int = 10_000) -> bool:
    """Wait for everything that runs; called once before the program ends."""
    return QThreadPool.globalInstance().waitForDone(milliseconds)
