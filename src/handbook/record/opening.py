"""Opening the file of a record: new, old, locked, damaged, lost or somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from handbook.domain import InputError
from handbook.record import keys, migrations, vault
from handbook.record.connection import MAGIC, SEALED_MAGIC, connect, fault, folder_fault, use_wal
from handbook.record.vault import FILE_NAME, NEW, head_of

if TYPE_CHECKING:
    from handbook.domain import HandbookError
    from handbook.record.backup import Seal
    from handbook.record.lock import FolderLock

BACKUPS = "backups"


def open_file(
    folder: Path, lock: FolderLock, clock: Callable[[], datetime], key: bytes | None
) -> tuple[apsw.Connection, Seal | None]:
    """The connection, and what the file is encrypted with. Raises ``HandbookError`` as ``Record.open``."""
    path = folder / FILE_NAME
    connection = None
    try:
        # Sizes are asked of the system: opening and closing the file here would drop the locks that another connection
        # of this process holds on it.
        whole = not any(_size(path.with_name(FILE_NAME + ending)) for ending in ("-wal", "-journal"))
        if lock.held:
            if not path.exists():
                _create(path)
            vault.tidy(folder)
        elif not path.exists():
            raise InputError("record.in-use", holder=lock.holder)  # noqa: TRY301
        seal = vault.seal_of(folder, key)
        connection = connect(path, read_only=not lock.held, key=seal.key if seal else None)
        _check_size(connection, path, whole=whole)
        _prepare(connection, path, lock, clock, seal)
    except BaseException as error:
        told = _fault(error, connection, path)
        if connection is not None:
            connection.close()
        if told is not None:
            raise told from error
        raise
    return connection, seal


def _check_size(connection: apsw.Connection, path: Path, *, whole: bool) -> None:
    """See that the file ends where a page ends; SQLite would read a cut last page as if zeros followed.

    ``whole`` says that no log was waiting to be copied into it. A record is never empty: it is put in place whole.
    """
    size = _size(path)
    if size == 0 or (whole and size % connection.pragma("page_size")):
        raise InputError("record.damaged")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _prepare(
    connection: apsw.Connection, path: Path, lock: FolderLock, clock: Callable[[], datetime], seal: Seal | None
) -> None:
    version = migrations.check(connection)
    if lock.held:
        migrations.migrate(connection, path.with_name(BACKUPS), clock(), seal)
        use_wal(connection)
    elif version < migrations.MIGRATIONS[-1].to:
        raise InputError("record.in-use", holder=lock.holder)


def _create(path: Path) -> None:
    """Make an empty record beside its place and put it there whole, so that a crash leaves it absent or complete."""
    # A log without its file, a key without its lock, or backups without a record: it was lost, and a new one must not
    # take its place unseen. SQLite would even read the old log into the new file.
    traces = (path.with_name(f"{FILE_NAME}-wal"), path.with_name(keys.FILE_NAME))
    if any(trace.exists() for trace in traces) or any(path.with_name(BACKUPS).glob("*.db")):
        raise InputError("record.lost")
    vault.tidy(path.parent)
    new = path.with_name(FILE_NAME + NEW)
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
    """Whether a file that SQLite does not know was a record.

    It begins like one, or with zeros as after a failed disk, or a key lies beside it.
    """
    head = head_of(path)
    return (
        MAGIC.startswith(head)
        or head.startswith(SEALED_MAGIC)
        or SEALED_MAGIC.startswith(head)
        or not any(head)
        or path.with_name(keys.FILE_NAME).exists()
    )
