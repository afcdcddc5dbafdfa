"""The record of one person: its folder, its lock, and the worker thread that owns the connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

import apsw

from handbook.domain import InputError, MachineError
from handbook.record import backups, keys, vault
from handbook.record.backup import Seal, back_up
from handbook.record.card_file import CardFile
from handbook.record.connection import fault, folder_fault
from handbook.record.lock import FolderLock
from handbook.record.opening import open_file
from handbook.record.store import Store
from handbook.record.thread import Future, OneThread

if TYPE_CHECKING:
    from handbook.domain import HandbookError

T = TypeVar("T")


class Record:
    """An open record. Every read and write goes through :meth:`submit`, in order, on one thread.

    ``read_only`` is true for a second opener, in this process or another; ``holder`` then says who writes
    (``"computer (process number)"``). ``card_fault`` is what kept card.toml from being brought up to date, if anything.

    To lock a record is to close it: the key goes with it. ``vault.unlock`` gives the key to open it again.
    """

    def __init__(
        self,
        folder: Path,
        lock: FolderLock,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        key: bytes | None,
    ) -> None:
        self.folder = folder
        self._lock = lock
        self.holder = lock.holder
        self.read_only = not lock.held
        self._card_file = CardFile(folder)
        self._clock = clock
        self._new_id = new_id
        self._key = key
        self._seal: Seal | None = None
        self._connection: apsw.Connection | None = None
        self._store: Store | None = None
        self._closed = False
        self._worker = OneThread("record")
        try:
            self._worker.submit(self._open).result()
        except BaseException:
            self._worker.submit(self._close).result()
            self._worker.end()
            raise

    @classmethod
    def open(
        cls, folder: Path, *, clock: Callable[[], datetime], new_id: Callable[[], str], key: bytes | None = None
    ) -> Record:
        """Open the record in ``folder``; the folder and an empty record are made when absent.

        Args:
            folder: The person's folder.
            clock: Gives the time with its offset.
            new_id: Gives a text that is never given twice.
            key: Opens a locked record, from :func:`handbook.record.unlock`; not used by another.

        Raises:
            InputError: ``record.newer`` (``found``, ``known``), ``record.damaged``, ``record.foreign``, ``record.lost``
                (backups or a key, but no record), ``record.in-use`` (``holder``: an older program, or one that is just
                making the record), ``record.locked`` (a key is needed), ``record.other-key`` and the faults of the key
                file as :func:`handbook.record.unlock`. No file is changed then.
            MachineError: ``record.cannot-open``, ``record.no-space``, ``record.io``, ``record.busy``.
        """
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FolderLock.take(folder)
        except OSError as error:
            raise folder_fault(error) from error
        try:
            return cls(folder, lock, clock, new_id, key)
        except BaseException:
            lock.release()
            raise

    def again(self) -> Record:
        """The same record opened anew beside this one, for a reader who wants to write. Raises as :meth:`open`."""
        return Record.open(self.folder, clock=self._clock, new_id=self._new_id, key=self._key)

    @property
    def card_fault(self) -> HandbookError | None:
        """Why card.toml is out of date; None if it is not."""
        return self._card_file.fault

    @property
    def passphrase_set_at(self) -> datetime | None:
        """When the passphrase was set; None for a record without one."""
        return self._seal.envelope.set_at if self._seal else None

    def submit(self, job: Callable[[Store], T]) -> Future[T]:
        """Have ``job`` run by the worker after what was submitted before it.

        When the future is done, what the job changed is on disk. It raises ``HandbookError`` for what a person can be
        told; anything else is a bug.
        """
        return self._worker.submit(self._run, job)

    def set_passphrase(self, passphrase: str, code: str = "") -> Future[tuple[Path, ...]]:
        """Lock the record with a passphrase, or change the one it has, and encrypt its backups alike.

        Args:
            passphrase: The new one.
            code: The recovery code (``new_recovery_code()``), which the family should hold on paper by now. On a
                change it may be "": then the old one still holds.

        Returns:
            The backups and folders that were out of reach or are of another key: they open as they did before.

        Raises:
            InputError: ``record.empty-passphrase``, ``record.wrong-code``, ``record.read-only``, ``record.damaged``,
                ``record.in-other-window``. The record is as it was.
            MachineError: as for any action; the record opens as before or, if it says so, as after.
        """
        return self._worker.submit(self._with_files, lambda _store: self._set_passphrase(passphrase, code))

    def take_off_passphrase(self) -> Future[tuple[Path, ...]]:
        """Keep record and backups without a passphrase again; returns and raises as :meth:`set_passphrase`.

        Raises ``InputError("record.no-passphrase")`` if there is none.
        """
        return self._worker.submit(self._with_files, lambda _store: self._take_off_passphrase())

    def back_up(self, target: Path) -> Future[None]:
        """Copy the whole record to one file. Raises ``MachineError`` as for any action."""

        def copy(_store: Store) -> None:
            assert self._connection is not None  # noqa: S101  # there is a store
            back_up(self._connection, target, at=self._clock(), seal=self._seal)

        return self._worker.submit(self._with_files, copy)

    def keep_backups(self) -> Future[backups.Kept]:
        """Make today's backup if something has changed since the last one, and let the oldest go.

        Before that, what has lain in the bin too long leaves the record. To be called after opening, now and then, and
        before closing. A second folder that cannot be reached is told in the result. Does nothing in a second window.
        Raises as :meth:`back_up` if the first folder cannot be written.
        """

        def keep(store: Store) -> backups.Kept:
            assert self._connection is not None  # noqa: S101  # there is a store
            if self.read_only:
                return backups.Kept()
            with suppress(MachineError):  # for want of room to overwrite it; a backup is worth trying all the same
                store.empty_old_bin()
            return backups.keep(self.folder, self._connection, self._clock(), self._seal)

        return self._worker.submit(self._with_files, keep)

    def close(self) -> None:
        """Wait for what was submitted, then close and forget the key. Closing again does nothing."""
        if not self._closed:
            self._closed = True
            self._worker.submit(self._close).result()
            self._worker.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # On the worker's thread

    def _open(self) -> None:
        self._connection, self._seal = open_file(self.folder, self._lock, self._clock, self._key)
        self._key = self._seal.key if self._seal else None
        self._store = Store(
            self._connection,
            self._card_file,
            clock=self._clock,
            new_id=self._new_id,
            holder=self.holder if self.read_only else None,
        )
        if not self.read_only:
            with self._told():
                self._card_file.refresh(self._connection)

    def _run(self, job: Callable[[Store], T]) -> T:
        with self._told():
            if self._store is None:  # another file was put in place, and then it could not be opened
                self._open()
            assert self._store is not None  # noqa: S101
            return job(self._store)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What a person can be told of, as ``HandbookError``; a bug stays what it is."""
        try:
            yield
        except apsw.Error as error:
            if told := fault(error, self._connection):
                raise told from error
            self._tell_of_damage(error)
            raise
        except (ValueError, TypeError, KeyError) as error:
            self._tell_of_damage(error)
            raise

    def _tell_of_damage(self, error: Exception) -> None:
        """A bug of ours, unless the file holds what was never written into it: a bit that fell over on the disk."""
        from handbook.record.sound import understood  # noqa: PLC0415  # only when something is amiss

        if self._connection is not None and not understood(self._connection):
            raise InputError("record.damaged") from error

    def _with_files(self, job: Callable[[Store], T]) -> T:
        """What touches files beside the record can also fail in the system's own way."""
        try:
            return self._run(job)
        except OSError as error:
            raise folder_fault(error) from error

    def _set_passphrase(self, passphrase: str, code: str) -> tuple[Path, ...]:
        self._may_write()
        now = self._clock()
        if self._seal:
            old = self._seal.key
            envelope = self._seal.envelope.with_passphrase(old, passphrase, now)
            if code:
                envelope = envelope.with_code(old, code)
            vault.write_key_file(self.folder, envelope)
            self._seal = Seal(old, envelope)
        else:
            old = None
            key = keys.new_data_key()
            self._exchange(Seal(key, keys.Envelope.seal(key, passphrase, code, now)))
        return backups.recode(self.folder, self._seal, old)

    def _take_off_passphrase(self) -> tuple[Path, ...]:
        self._may_write()
        if not self._seal:
            raise InputError("record.no-passphrase")
        old = self._seal.key
        self._exchange(None)
        return backups.recode(self.folder, None, old)

    def _may_write(self) -> None:
        if self.read_only:
            raise InputError("record.read-only", holder=self.holder)

    def _exchange(self, seal: Seal | None) -> None:
        connection = self._connection
        assert connection is not None  # noqa: S101  # there is a store
        # Whichever file is in place afterwards: the one without a key does not mind being given one.
        self._key = seal.key if seal else self._key
        self._store = None
        try:
            vault.exchange_file(connection, self.folder, seal)
        finally:
            connection.close()
            self._connection = None
            self._open()

    def _close(self) -> None:
        self._store = self._seal = self._key = None
        try:
            # Everything is in the log and synced; a checkpoint that fails here is made at the next opening.
            if self._connection is not None:
                with suppress(apsw.Error):
                    self._connection.close()
        finally:
            self._lock.release()
