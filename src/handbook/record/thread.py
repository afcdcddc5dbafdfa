"""The one thread of a record, and what it owes to whoever gave it a job.

The same as an executor with one thread, of which a record needs so little that the logging and the queues it brings
along (three milliseconds of every start) are not worth it.
"""

from __future__ import annotations

import atexit
import sys
from collections import deque
from collections.abc import Callable
from threading import Condition, Event, Lock, Thread
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Future(Generic[T]):
    """The outcome of a job that is done or will be."""

    def __init__(self) -> None:
        self._over = Event()
        self._lock = Lock()
        self._value: Any = None
        self._error: BaseException | None = None
        self._wanted: list[Callable[[Future[T]], object]] = []

    def done(self) -> bool:
        """Whether there is an outcome."""
        return self._over.is_set()

    def result(self, timeout: float | None = None) -> T:
        """What the job returned; waits for it.

        Raises what the job raised, and ``TimeoutError`` after ``timeout`` seconds.
        """
        error = self.exception(timeout)
        try:
            if error is not None:
                raise error
        finally:
            del error  # or it would hold this frame, and this frame it
        value: T = self._value
        return value

    def exception(self, timeout: float | None = None) -> BaseException | None:
        """What the job raised, or None; waits as :meth:`result`."""
        if not self._over.wait(timeout):
            raise TimeoutError
        return self._error

    def add_done_callback(self, wanted: Callable[[Future[T]], object]) -> None:
        """Have ``wanted`` called with this: in the record's thread when the job is done, or now if it is.

        What it raises is a bug and goes to ``sys.excepthook``; the thread goes on.
        """
        with self._lock:
            if not self._over.is_set():
                self._wanted.append(wanted)
                return
        self._tell(wanted)

    def settle(self, value: object, error: BaseException | None) -> None:
        """The outcome; told to everybody who waits."""
        with self._lock:
            self._value, self._error = value, error
            self._over.set()
        wanted, self._wanted = self._wanted, []
        for call in wanted:
            self._tell(call)

    def _tell(self, wanted: Callable[[Future[T]], object]) -> None:
        try:
            wanted(self)
        except Exception:  # noqa: BLE001  # handed to the crash report
            sys.excepthook(*sys.exc_info())


class OneThread:
    """Does jobs in the order in which they are given, in one thread of its own."""

    def __init__(self, name: str) -> None:
        self._waiting: deque[tuple[Callable[[], object], Future[Any]] | None] = deque()
        self._news = Condition()
        self._ended = False
        # Daemon: a program that forgot to close its record must end all the same; what was submitted is done first.
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._thread.start()
        atexit.register(self.end)

    def submit(self, job: Callable[..., T], *given: object) -> Future[T]:
        """Have ``job(*given)`` done after everything before it. Raises ``RuntimeError`` after :meth:`end`."""
        future: Future[T] = Future()
        with self._news:
            if self._ended:
                raise RuntimeError("the record is closed")
            self._waiting.append((lambda: job(*given), future))
            self._news.notify()
        return future

    def end(self) -> None:
        """Do what was submitted, then end the thread."""
        with self._news:
            if not self._ended:
                self._ended = True
                self._waiting.append(None)
                self._news.notify()
        self._thread.join()
        atexit.unregister(self.end)

    def _work(self) -> None:
        while True:
            with self._news:
                while not self._waiting:
                    self._news.wait()
                task = self._waiting.popleft()
            if task is None:
                return
            _do(*task)
            del task  # what the job held must not wait in memory for the next one


def _do(job: Callable[[], object], future: Future[Any]) -> None:
    try:
        value = job()
    except BaseException as error:  # noqa: BLE001  # handed to whoever waits
        future.settle(None, error)
    else:
        future.settle(value, None)
    finally:
        del job, future  # an error holds this frame
