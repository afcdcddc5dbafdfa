"""A backup: one file that needs no other, a copy of the record with a note about itself behind it.

Behind the last page of the copy, filled up to whole pages so that SQLite and every SQLCipher tool read the file as if
nothing followed: a few lines of TOML (when it was made, after which action, and key.toml if the record is encrypted),
zeros, the SHA-256 of all before, the length of the TOML (8 bytes), and ``MARK``.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import tomli_w

from handbook.domain import InputError, read_toml
from handbook.paths import unreadable
from handbook.record.connection import MAGIC, SEALED_MAGIC, copy_into
from handbook.record.keys import Envelope

if TYPE_CHECKING:
    import apsw

MARK = b"HANDBOOK-BACKUP1"
HALF = ".part"
"""Ends the name of a file that is still being written."""

_PAGE = 4096
_TAIL = 32 + 8 + len(MARK)
_CHUNK = 1 << 20
_HEADER = 100


class Seal(msgspec.Struct, frozen=True):
    """What encrypts a record: its data key and its key.toml."""

    key: bytes
    envelope: Envelope


class BackupFile(msgspec.Struct, frozen=True):
    """What a backup says of itself without being opened.

    ``made_at`` and ``action`` (the number of the newest action in it) are None in a backup of the first programs.
    ``check`` names the key of an encrypted one; ``envelope`` opens it. ``size`` is the copy's alone, in bytes.
    """

    path: Path
    made_at: datetime | None
    action: int | None
    check: bytes | None
    envelope: Envelope | None
    size: int


def back_up(
    source: apsw.Connection, target: Path, *, at: datetime, seal: Seal | None = None, action: int | None = None
) -> None:
    """Copy the whole record to ``target``; it appears whole or not at all, and is on the disk then.

    Args:
        source: The open record.
        target: The file; its folder is made when absent.
        at: Now.
        seal: Encrypts the copy.
        action: The number of the newest action; read from the record unless given.

    Raises:
        OSError, apsw.Error: it could not be written; nothing is left behind.
    """
    target.parent.mkdir(mode=0o700, exist_ok=True)
    half = target.with_name(f"{target.name}{HALF}")
    half.unlink(missing_ok=True)
    if action is None:
        action = newest_action(source)
    try:
        copy_into(source, half, seal.key if seal else None)
        half.chmod(0o600)
        _note_behind(half, at, action, seal)
        half.replace(target)
    except BaseException:
        with suppress(OSError):
            half.unlink()
        raise


def newest_action(connection: apsw.Connection) -> int:
    """The number of the newest action of an open record; 0 for none."""
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM action").get)


def read_backup(path: Path, *, whole: bool = False) -> BackupFile:
    """What the backup says of itself; ``whole`` also sees that no byte of it has changed.

    Raises:
        InputError: ``file.absent``, ``file.unreadable``, ``backup.foreign``, ``backup.damaged``.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(_HEADER)
            file.seek(max(0, size - _TAIL))
            tail = file.read()
    except FileNotFoundError:
        raise InputError("file.absent", where=str(path)) from None
    except OSError as error:
        raise unreadable(error, path) from None
    head = start[: len(MAGIC)]
    sealed = head.startswith(SEALED_MAGIC)
    if not sealed and head != MAGIC:
        empty = not any(head) or MAGIC.startswith(head) or SEALED_MAGIC.startswith(head)
        raise InputError("backup.damaged" if empty or tail.endswith(MARK) else "backup.foreign", where=str(path))
    check = head[len(SEALED_MAGIC) :] if sealed else None
    if not tail.endswith(MARK) or len(tail) < _TAIL:
        if sealed or size != _size_told(start):
            raise InputError("backup.damaged", where=str(path))
        return BackupFile(path, None, None, None, None, size)  # of a program that left no note
    return _with_note(path, size, tail, check, whole=whole)


def _size_told(start: bytes) -> int:
    """The length that an unencrypted file gives itself: pages and bytes a page (https://sqlite.org/fileformat2.html)."""
    return int.from_bytes(start[28:32], "big") * int.from_bytes(start[16:18], "big")


def _with_note(path: Path, size: int, tail: bytes, check: bytes | None, *, whole: bool) -> BackupFile:
    length = int.from_bytes(tail[32:40], "big")
    start = size - -(-(length + _TAIL) // _PAGE) * _PAGE
    if start < _PAGE or (whole and _sum(path, size - _TAIL) != tail[:32]):
        raise InputError("backup.damaged", where=str(path))
    try:
        with path.open("rb") as file:
            file.seek(start)
            note = read_toml(file.read(length).decode(), where=str(path))
        kept = note.get("key_toml")
        if (kept is None) != (check is None):
            raise ValueError(kept)  # noqa: TRY301  # like every other way in which it can be wrong
        return BackupFile(
            path,
            datetime.fromisoformat(note["made_at"]),
            int(note["action"]),
            check,
            Envelope.from_bytes(kept.encode(), where=str(path)) if kept is not None else None,
            start,
        )
    except OSError as error:
        raise unreadable(error, path) from None
    except (InputError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise InputError("backup.damaged", where=str(path)) from None


def _note_behind(path: Path, at: datetime, action: int, seal: Seal | None) -> None:
    note: dict[str, str | int] = {"format": 1, "made_at": at.isoformat(), "action": action}
    if seal:
        note["key_toml"] = seal.envelope.to_bytes().decode()
    text = tomli_w.dumps(note).encode()
    filled = text + bytes(-(len(text) + _TAIL) % _PAGE)
    from hashlib import sha256  # noqa: PLC0415

    total = sha256()
    with path.open("r+b") as file:
        while chunk := file.read(_CHUNK):
            total.update(chunk)
        total.update(filled)
        file.write(filled + total.digest() + len(text).to_bytes(8, "big") + MARK)
        file.flush()
        os.fsync(file.fileno())


def _sum(path: Path, size: int) -> bytes:
    from hashlib import sha256  # noqa: PLC0415

    total = sha256()
    with path.open("rb") as file:
        while size and (chunk := file.read(min(_CHUNK, size))):
            total.update(chunk)
            size -= len(chunk)
    return total.digest()
