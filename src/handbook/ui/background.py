"""Long work off the GUI thread. The result comes back to bound methods; a page deleted meanwhile gets nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from handbook.domain import HandbookError


class _Relay(QObject):
    done = Signal(object)
    failed = Signal(object)
    bug = Signal(object)
    over = Signal()

    @Slot()
    def release(self) -> None:
        """Let go in the GUI thread, where this object lives."""
        _running.discard(self)
        self.deleteLater()


_running: set[_Relay] = set()


class _Job(QRunnable):
    def __init__(self, job: Callable[[], Any], relay: _Relay) -> None:
        super().__init__()
        self._job = job
        self._relay = relay

    def run(self) -> None:
        try:
            self._relay.done.emit(self._job())
        except HandbookError as error:
            self._relay.failed.emit(error)
        except Exception as error:  # noqa: BLE001  # handed to the crash report in the GUI thread
            self._relay.bug.emit(error)
        finally:
            self._relay.over.emit()


def run(
    job: Callable[[], Any],
    *,
    done: Callable[[Any], object],
    failed: Callable[[Any], object],
    bug: Callable[[Any], object],
) -> None:
    """Run ``job`` in the pool. The three answers must be bound methods of a QObject; ``job`` holds data only."""
    relay = _Relay()
    relay.done.connect(done, Qt.ConnectionType.QueuedConnection)
    relay.failed.connect(failed, Qt.ConnectionType.QueuedConnection)
    relay.bug.connect(bug, Qt.ConnectionType.QueuedConnection)
    relay.over.connect(relay.release, Qt.ConnectionType.QueuedConnection)
    _running.add(relay)
    QThreadPool.globalInstance().start(_Job(job, relay))


def drain(milliseconds: int = 10_000) -> bool:
    """Wait for everything that runs; called once before the program ends."""
    return QThreadPool.globalInstance().waitForDone(milliseconds)
