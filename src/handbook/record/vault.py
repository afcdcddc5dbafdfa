"""Locked and unlocked: what lies in a record's folder, and putting a file of another key in its place."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import apsw

from handbook.domain import InputError
from handbook.paths import sync_folder, write_whole
from handbook.record import keys
from handbook.record.backup import Seal
from handbook.record.connection import MAGIC, SEALED_MAGIC, connect, copy_into, fault

FILE_NAME = "record.db"
NEW = ".new"
"""Ends the name of a record that is being made beside its place."""


def head_of(path: Path) -> bytes:
    """The first 16 bytes of a database, or as many as there are; b"" if there is no file.

    Read by SQLite's own hand: closing a file that was opened in another way would drop the locks that another
    connection of this process holds on it. Raises ``apsw.Error``.
    """
    if not path.exists():
        return b""
    if not path.is_file():
        raise apsw.CantOpenError
    vfs = apsw.vfs_names()[0].removeprefix("multipleciphers-")
    file = apsw.VFSFile(vfs, str(path.absolute()), [apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_READONLY, 0])
    try:
        return file.xRead(min(len(MAGIC), file.xFileSize()), 0)
    finally:
        file.xClose()


def is_locked(folder: Path) -> bool:
    """Whether the record in ``folder`` can be opened only with a key. Raises ``MachineError`` as ``Record.open``."""
    try:
        return head_of(folder / FILE_NAME).startswith(SEALED_MAGIC)
    except apsw.Error as error:
        if told := fault(error):
            raise told from error
        raise


def passphrase_set_on(folder: Path) -> date:
    """The day on which the passphrase of a locked record was set. Raises as :func:`unlock`."""
    return _envelope(folder, head_of(folder / FILE_NAME)).set_at.date()


def unlock(folder: Path, secret: str) -> bytes:
    """The key of the record in ``folder``, by its passphrase or its recovery code; for ``Record.open``.

    Takes some tenths of a second and touches nothing: to be called off the thread that draws. Nothing is counted and
    nothing is ever destroyed by a wrong word.

    Raises:
        InputError: ``record.wrong-passphrase`` (``set_on``), ``record.wrong-code``; ``record.no-passphrase`` if the
            record is not locked; ``record.key-lost``, ``record.key-damaged``, ``record.key-foreign``,
            ``record.key-newer``, ``record.other-key`` (the key file of another record), ``file.unreadable``.
        MachineError: as ``Record.open``.
    """
    if not is_locked(folder):
        raise InputError("record.no-passphrase")
    return _envelope(folder, head_of(folder / FILE_NAME)).open(secret)


def seal_of(folder: Path, key: bytes | None) -> Seal | None:
    """What the record in ``folder`` is opened with; None for one that is not encrypted, whatever ``key`` is.

    Raises:
        InputError: ``record.locked`` without a key, ``record.other-key`` for a wrong one, and as :func:`unlock`.
        apsw.Error: the file cannot be read.
    """
    head = head_of(folder / FILE_NAME)
    if not head.startswith(SEALED_MAGIC):
        return None
    envelope = _envelope(folder, head)
    if key is None:
        raise InputError("record.locked")
    if keys.check_of(key) != envelope.check:
        raise InputError("record.other-key")
    return Seal(key, envelope)


def write_key_file(folder: Path, envelope: keys.Envelope) -> None:
    """Put key.toml in place, whole. Raises ``MachineError`` as ``write_whole``."""
    write_whole(folder / keys.FILE_NAME, envelope.to_bytes(), private=True)


def exchange_file(connection: apsw.Connection, folder: Path, seal: Seal | None) -> None:
    """Put a copy of the open record, encrypted with ``seal`` or not at all, in its place.

    Whatever stops it, the folder holds the record as it was or as it shall be, with the key file that opens it. The
    connection is of no use afterwards: it must be closed and the record opened again.

    Raises:
        InputError: ``record.in-other-window`` (it is open elsewhere), ``record.damaged``.
        HandbookError, OSError, apsw.Error: it could not be written.
    """
    path = folder / FILE_NAME
    key_file = folder / keys.FILE_NAME
    new = path.with_name(FILE_NAME + NEW)
    try:
        # Ends the log, with everything in it copied into the file: an old log would keep the words it was written in.
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    except apsw.BusyError:
        raise InputError("record.in-other-window") from None
    try:
        new.unlink(missing_ok=True)
        copy_into(connection, new, seal.key if seal else None)
        _compare(connection, new, seal)
        _sync(new)
        if seal:
            # First the key, then what it opens: a key file beside a record that needs none is in nobody's way.
            write_key_file(folder, seal.envelope)
        connection.close()
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    sync_folder(folder)
    if not seal:
        key_file.unlink(missing_ok=True)


def tidy(folder: Path) -> None:
    """Take away what a crash has left half made; never anything that was in use. Raises ``OSError``."""
    for name in (FILE_NAME + NEW, f"{FILE_NAME}{NEW}-journal"):
        (folder / name).unlink(missing_ok=True)


def _envelope(folder: Path, head: bytes) -> keys.Envelope:
    """The key file of the encrypted record that begins with ``head``."""
    check = head[len(SEALED_MAGIC) :]
    if len(check) < keys.CHECK_BYTES:
        raise InputError("record.damaged")
    envelope = keys.read_key_file(folder / keys.FILE_NAME)
    if envelope.check != check:
        raise InputError("record.other-key")
    return envelope


def _compare(connection: apsw.Connection, path: Path, seal: Seal | None) -> None:
    """See that the copy is sound and holds as many rows of each table."""
    with closing(connect(path, read_only=True, key=seal.key if seal else None)) as copy:
        sound = copy.pragma("integrity_check") == "ok"
        if not sound or _rows(copy) != _rows(connection):
            raise InputError("record.damaged")


def _rows(connection: apsw.Connection) -> dict[str, int]:
    tables = [str(name) for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {table: connection.execute(f'SELECT count(*) FROM "{table}"').get for table in tables}  # noqa: S608


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())
