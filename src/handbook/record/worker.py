"""The record of one person: its folder, its lock, and the worker thread that owns the connection."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import apsw

from handbook.domain import HandbookError, InputError
from handbook.record import migrations
from handbook.record.card_file import CardFile
from handbook.record.connection import connect, fault, folder_fault, use_wal
from handbook.record.lock import FolderLock
from handbook.record.store import Store

FILE_NAME = "record.db"
BACKUPS = "backups"
_MAGIC = b"SQLite format 3\0"

T = TypeVar("T")


class Record:
    """An open record. Every read and write goes through :meth:`submit`, in order, on one thread.

    ``read_only`` is true for a second opener, in this process or another; ``holder`` then says who writes
    (``"computer (process number)"``). ``card_fault`` is what kept card.toml from being brought up to date, if anything.
    """

    def __init__(
        self, folder: Path, lock: FolderLock, clock: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        self._lock = lock
        self.holder = lock.holder
        self.read_only = not lock.held
        self._card_file = CardFile(folder)
        self._closed = False
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="record")
        try:
            self._connection = self._worker.submit(_open, folder, lock, clock).result()
            self._store = Store(
                self._connection,
                self._card_file,
                clock=clock,
                new_id=new_id,
                holder=self.holder if self.read_only else None,
            )
            if not self.read_only:
                self._worker.submit(self._card_file.refresh, self._connection).result()
        except BaseException:
            self._worker.shutdown()
            raise

    @classmethod
    def open(cls, folder: Path, *, clock: Callable[[], datetime], new_id: Callable[[], str]) -> Record:
        """Open the record in ``folder``; the folder and an empty record are made when absent.

        Args:
            folder: The person's folder.
            clock: Gives the time with its offset.
            new_id: Gives a text that is never given twice.

        Raises:
            InputError: ``record.newer`` (``found``, ``known``), ``record.damaged``, ``record.foreign``, ``record.lost``
                (backups, but no record), ``record.in-use`` (``holder``: an older program, or one that is just making
                the record). No file is changed then.
            MachineError: ``record.cannot-open``, ``record.no-space``, ``record.io``, ``record.busy``.
        """
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FolderLock.take(folder)
        except OSError as error:
            raise folder_fault(error) from error
        try:
            return cls(folder, lock, clock, new_id)
        except BaseException:
            lock.release()
            raise

    @property
    def card_fault(self) -> HandbookError | None:
        """Why card.toml is out of date; None if it is not."""
        return self._card_file.fault

    def submit(self, job: Callable[[Store], T]) -> Future[T]:
        """Have ``job`` run by the worker after what was submitted before it.

        When the future is done, what the job changed is on disk. It raises ``HandbookError`` for what a person can be
        told; anything else is a bug.
        """
        return self._worker.submit(self._run, job)

    def close(self) -> None:
        """Wait for what was submitted, then close. Closing again does nothing."""
        if not self._closed:
            self._closed = True
            self._worker.submit(self._close).result()
            self._worker.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, job: Callable[[Store], T]) -> T:
        try:
            return job(self._store)
        except apsw.Error as error:
            if told := fault(error, self._connection):
                raise told from error
            raise

    def _close(self) -> None:
        try:
            # Everything is in the log and synced; a checkpoint that fails here is made at the next opening.
            with suppress(apsw.Error):
                self._connection.close()
        finally:
            self._lock.release()


def _open(folder: Path, lock: FolderLock, clock: Callable[[], datetime]) -> apsw.Connection:
    path = folder / FILE_NAME
    connection = None
    try:
        # Sizes are asked of the system: opening and closing the file here would drop the locks that another connection
        # of this process holds on it.
        whole = not any(_size(path.with_name(FILE_NAME + ending)) for ending in ("-wal", "-journal"))
        connection = _connect(path, lock)
        _check_size(connection, path, whole=whole)
        _prepare(connection, path, lock, clock)
    except BaseException as error:
        told = _fault(error, connection, path)
        if connection is not None:
            connection.close()
        if told is not None:
            raise told from error
        raise
    return connection


def _connect(path: Path, lock: FolderLock) -> apsw.Connection:
    if lock.held:
        if not path.exists():
            _create(path)
    elif not path.exists():
        raise InputError("record.in-use", holder=lock.holder)
    return connect(path, read_only=not lock.held)


def _check_size(connection: apsw.Connection, path: Path, *, whole: bool) -> None:
    """See that the file ends where a page ends; SQLite would read a cut last page as if zeros followed.

    ``whole`` says that no log was waiting to be copied into it. A record is never empty: it is put in place whole.
    """
    size = _size(path)
    if size == 0 or (whole and size % connection.pragma("page_size")):
        raise InputError("record.damaged")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _prepare(connection: apsw.Connection, path: Path, lock: FolderLock, clock: Callable[[], datetime]) -> None:
    version = migrations.check(connection)
    if lock.held:
        migrations.migrate(connection, path.with_name(BACKUPS), clock())
        use_wal(connection)
    elif version < migrations.MIGRATIONS[-1].to:
        raise InputError("record.in-use", holder=lock.holder)


def _create(path: Path) -> None:
    """Make an empty record beside its place and put it there whole, so that a crash leaves it absent or complete."""
    # A log without its file, or backups without a record: it was lost, and a new one must not take its place unseen.
    # SQLite would even read the old log into the new file.
    if path.with_name(f"{FILE_NAME}-wal").exists() or any(path.with_name(BACKUPS).glob("*.db")):
        raise InputError("record.lost")
    new = path.with_name(f"{FILE_NAME}.new")
    for leftover in (new, new.with_name(f"{new.name}-journal")):
        leftover.unlink(missing_ok=True)
    connection = connect(new, create=True)
    try:
        migrations.build(connection)
    finally:
        connection.close()
    # The folder itself is synced when the log is made beside it, before anything can be acknowledged.
    new.replace(path)


def _fault(error: BaseException, connection: apsw.Connection | None, path: Path) -> HandbookError | None:
    if isinstance(error, OSError):
        return folder_fault(error)
    if isinstance(error, apsw.NotADBError):
        return InputError("record.damaged" if _was_a_record(path) else "record.foreign")
    return fault(error, connection) if isinstance(error, apsw.Error) else None


def _was_a_record(path: Path) -> bool:
    """Whether a file that SQLite does not know begins like one of its files, or with zeros, as after a failed disk."""
    with path.open("rb") as file:
        head = file.read(len(_MAGIC))
    return _MAGIC.startswith(head) or not any(head)
