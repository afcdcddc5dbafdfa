"""The one place where a connection is opened, and where SQLite's refusals become codes."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from handbook.domain import InputError, MachineError
from handbook.record.keys import check_of

if TYPE_CHECKING:
    from handbook.domain import HandbookError

BUSY_MILLISECONDS = 5000
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}

_MACHINE = (
    (apsw.FullError, "record.no-space"),
    (apsw.IOError, "record.io"),
    ((apsw.BusyError, apsw.LockedError), "record.busy"),
    ((apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError, apsw.AuthError), "record.cannot-open"),
)


VFS: str | None = None
"""The system's own; a test puts one that fails in its place."""

MAGIC = b"SQLite format 3\0"
SEALED_MAGIC = b"CARTBOOK"
"""How an encrypted record begins, followed by the check of its key: the salt that SQLCipher keeps in that place.

It is mixed only into a random key, so it needs not be random itself; so a locked record can be told from any other
file, and from one of another key, without being opened.
"""


def connect(path: Path, *, read_only: bool = False, create: bool = False, key: bytes | None = None) -> apsw.Connection:
    """Open ``path``, with ``key`` if it is encrypted. Raises ``apsw.Error``."""
    if read_only:
        flags = apsw.SQLITE_OPEN_READONLY
    else:
        flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    # An absolute path is never taken for a URI; the flag is for copies, whose key is named in theirs.
    connection = apsw.Connection(str(path.absolute()), flags=flags | apsw.SQLITE_OPEN_URI, vfs=VFS)
    try:
        if key is not None:
            for pragma in ("cipher = 'sqlcipher'", "legacy = 4", f"key = \"x'{key.hex()}'\""):
                connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.set_busy_timeout(BUSY_MILLISECONDS)
        for pragma in (
            "temp_store = MEMORY",  # nothing personal in the system's temp folder
            "trusted_schema = OFF",
            "synchronous = FULL",
            "fullfsync = ON",  # macOS: a plain fsync does not reach the disk there
            "checkpoint_fullfsync = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except apsw.Error:
        connection.close()
        raise
    return connection


def use_wal(connection: apsw.Connection) -> None:
    """Switch the file to write-ahead logging, in which a second window can read while this one writes."""
    connection.execute("PRAGMA journal_mode = WAL").fetchall()


def copy_into(source: apsw.Connection, target: Path, key: bytes | None) -> None:
    """Write all of ``source`` to a new file, encrypted with ``key`` if there is one; its own keys do not matter.

    Nothing that was deleted goes along. Raises ``apsw.Error``; half a file may be left then.
    """
    # An empty key says "not encrypted"; without a word the copy would take the key of the source.
    told = f"cipher=sqlcipher&legacy=4&key=x%27{key.hex()}{(SEALED_MAGIC + check_of(key)).hex()}%27" if key else "key="
    try:
        source.execute("VACUUM INTO ?", (f"{target.absolute().as_uri()}?{told}",)).fetchall()
    except apsw.Error as error:
        raise type(error)("copy") from None  # SQLite's own words may quote the key


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """All of what happens inside, or nothing; apsw's own context manager trips over a rollback by SQLite itself."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite has already rolled back after some I/O errors
            connection.execute("ROLLBACK")
        raise


def fault(error: apsw.Error, connection: apsw.Connection | None = None) -> HandbookError | None:
    """The code for an expected refusal of SQLite or the system; None if ``error`` is a bug.

    ``record.no-space``, ``record.io``, ``record.busy``, ``record.cannot-open`` are the machine's; ``record.damaged`` is
    the file's.
    """
    if isinstance(error, apsw.IOError | apsw.CantOpenError) and connection and connection.system_errno in _NO_SPACE:
        return MachineError("record.no-space")
    if getattr(error, "extendedresult", 0) == apsw.SQLITE_IOERR_SHMSIZE:  # 32 kB beside the file, before it is open
        return MachineError("record.no-space")
    if isinstance(error, apsw.CorruptError | apsw.NotADBError | apsw.FormatError):
        return InputError("record.damaged")
    return next((MachineError(code) for kinds, code in _MACHINE if isinstance(error, kinds)), None)


def folder_fault(error: OSError) -> MachineError:
    """The system's refusal to make or lock something in the record's folder."""
    return MachineError("record.no-space" if error.errno in _NO_SPACE else "record.cannot-open")
