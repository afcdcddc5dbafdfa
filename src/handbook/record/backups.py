"""Backups that make themselves, their number, their test, and the way back.

``backups/2026-11-03.db`` was made on that day. The seven newest are kept, and of those that are older the last of each
of four weeks. A second folder, named in ``backups.toml`` beside the record, gets the same under ``handbook-MARK``, so
that several people can share a stick. Files of other names are never taken away.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import apsw
import msgspec
import tomli_w

from handbook.domain import HandbookError, InputError, MachineError, read_toml
from handbook.paths import machine_error, read_bytes, sync_folder, unreadable, write_whole
from handbook.record import keys, migrations
from handbook.record.backup import HALF, back_up, newest_action, read_backup
from handbook.record.connection import connect, fault, folder_fault
from handbook.record.rows import stored_moment
from handbook.record.vault import FILE_NAME

if TYPE_CHECKING:
    from handbook.record.backup import BackupFile, Seal

FOLDER = "backups"
SETTINGS = "backups.toml"
DAILY, WEEKLY = 7, 4
_ENTRIES = (
    "medicine", "lookback_answer", "symptom_card", "reading", "dose", "team_call", "shift", "passport", "note",
)  # fmt: skip
_CHUNK = 1 << 20


class Kept(msgspec.Struct, frozen=True):
    """What :func:`keep` has done: files made, folders out of reach and why."""

    made: tuple[Path, ...] = ()
    unreached: tuple[tuple[Path, HandbookError], ...] = ()


class Tested(msgspec.Struct, frozen=True):
    """What a backup holds. ``name``, ``entries`` and ``last`` are None if it is locked and no key was given.

    ``last`` is when the newest entry of its history was written, None also for an empty one.
    """

    file: BackupFile
    name: str | None = None
    entries: int | None = None
    last: datetime | None = None


def superfluous(days: Collection[date]) -> frozenset[date]:
    """Of the days on which backups were made, those whose backup may go."""
    newest_first = sorted(days, reverse=True)
    kept = newest_first[:DAILY]
    weeks: dict[tuple[int, int], date] = {}
    for day in newest_first[DAILY:]:
        weeks.setdefault(day.isocalendar()[:2], day)
    return frozenset(days) - {*kept, *list(weeks.values())[:WEEKLY]}


def keep(folder: Path, connection: apsw.Connection, now: datetime, seal: Seal | None) -> Kept:
    """Make the backups that are due, encrypt those that are not yet, and let the oldest go.

    Raises:
        OSError, apsw.Error: it could not be done in the record's own folder.
    """
    made = []
    unreached: list[tuple[Path, HandbookError]] = []
    own = folder / FOLDER
    if path := _keep_in(own, connection, now, seal):
        made.append(path)
    try:
        second = _second_place(folder)
        if second and (path := _keep_in(second, connection, now, seal)):
            made.append(path)
    except HandbookError as error:
        unreached.append((second_folder_or_none(folder) or folder / SETTINGS, error))
    except OSError as error:
        unreached.append((_told_second(folder), machine_error(error, _told_second(folder))))
    except apsw.Error as error:
        told = fault(error)
        if told is None:
            raise
        unreached.append((_told_second(folder), told))
    if seal:
        recode(folder, seal, seal.key)
    return Kept(tuple(made), tuple(unreached))


def recode(folder: Path, seal: Seal | None, old: bytes | None) -> tuple[Path, ...]:
    """Have every backup within reach encrypted with ``seal`` (None: not at all), by the newest passphrase.

    Args:
        folder: The record's folder.
        seal: As the record is encrypted now.
        old: The key it had before.

    Returns:
        Those that were left as they are: of another key, damaged, or a folder out of reach.
    """
    left: list[Path] = []
    places = [folder / FOLDER]
    try:
        places += [place] if (place := _second_place(folder)) else []
    except HandbookError:
        left.append(_told_second(folder))
    keys_known = {keys.check_of(key): key for key in (old, seal.key if seal else None) if key}
    for place in places:
        with suppress(OSError):
            _tidy(place)
        for path in sorted(place.glob("*.db")):
            try:
                _recode_one(path, seal, keys_known)
            except (HandbookError, OSError, apsw.Error):
                left.append(path)
    return tuple(left)


def try_backup(path: Path, key: Callable[[keys.Envelope], bytes | None]) -> Tested:
    """See that a backup is whole, and what it holds, without restoring it.

    Args:
        path: The file.
        key: Asked for the key of a locked one; None if nobody knows it: then only its bytes are seen to be whole.

    Raises:
        InputError: ``file.absent``, ``file.unreadable``, ``backup.foreign``, ``backup.damaged``, ``record.newer``,
            ``record.other-key`` for a wrong key, and what ``key`` raises.
        MachineError: as ``Record.open``.
    """
    file = read_backup(path, whole=True)
    opened = None
    if file.envelope:
        opened = key(file.envelope)
        if opened is None:
            return Tested(file)
        if keys.check_of(opened) != file.check:
            raise InputError("record.other-key", where=str(path))
    try:
        with closing(connect(path, read_only=True, key=opened)) as connection:
            _check_kind(connection, path)
            return _contents(connection, file)
    except apsw.Error as error:
        told = fault(error)
        if told is None:
            raise
        if told.code == "record.damaged":
            raise InputError("backup.damaged", where=str(path)) from error
        raise told from error


def restore(path: Path, folder: Path) -> None:
    """Make a record of a backup in ``folder``, which must not exist or be empty; it appears whole or not at all.

    No passphrase is needed for that, only for opening it afterwards: the one it had when the backup was made.

    Raises:
        InputError: ``record.restore-exists`` and as :func:`try_backup`.
        MachineError: as ``write_whole``.
    """
    file = read_backup(path, whole=True)
    if not file.envelope:
        try_backup(path, lambda _envelope: None)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError("record.restore-exists", where=str(folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".handbook-"))
        try:
            _unpack(file, half)
            with suppress(FileNotFoundError):
                folder.rmdir()  # Windows does not rename over an empty one
            half.rename(folder)
        except BaseException:
            rmtree(half, ignore_errors=True)
            raise
        sync_folder(folder.parent)
    except OSError as error:
        raise machine_error(error, folder) from error


def newest(folder: Path) -> BackupFile | None:
    """The newest backup in the record's own folder that says when it was made; else the youngest file there."""
    found = []
    with suppress(OSError):  # a folder that may not be looked into
        for path in (folder / FOLDER).glob("*.db"):
            with suppress(HandbookError):
                found.append(read_backup(path))
    return max(found, key=lambda file: (file.made_at.timestamp() if file.made_at else 0.0, file.path), default=None)


def all_files(folder: Path) -> tuple[tuple[Path, ...], Path | None]:
    """The backups within reach, and the second folder (or the file that names it) if it is out of reach."""
    places, beyond = [folder / FOLDER], None
    try:
        places += [place] if (place := _second_place(folder)) else []
    except HandbookError:
        beyond = _told_second(folder)
    return tuple(path for place in places for path in sorted(place.glob("*.db"))), beyond


def second_folder(folder: Path) -> Path | None:
    """The second folder for backups, if the family has chosen one. Raises ``InputError("backup.second-unclear")``."""
    kept = _settings(folder)
    return Path(kept["second"]) if kept else None


def second_folder_or_none(folder: Path) -> Path | None:
    """The same; None also where the file cannot be understood."""
    try:
        return second_folder(folder)
    except InputError:
        return None


def set_second_folder(folder: Path, second: Path | None, *, new_id: Callable[[], str]) -> None:
    """Choose it, or none. What lies in the old one stays. Raises ``MachineError`` as ``write_whole``."""
    path = folder / SETTINGS
    if second is None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise machine_error(error, path) from error
        return
    text = {"second": str(second.absolute()), "mark": re.sub(r"\W", "", new_id())[:12]}
    write_whole(path, tomli_w.dumps(text).encode())


def _settings(folder: Path) -> dict[str, str]:
    path = folder / SETTINGS
    try:
        kept = read_toml(read_bytes(path).decode(), where=str(path))
        return {key: str(kept[key]) for key in ("second", "mark")}
    except (HandbookError, ValueError, RecursionError, KeyError) as error:
        if isinstance(error, HandbookError) and error.code == "file.absent":
            return {}
        raise InputError("backup.second-unclear", where=str(path)) from None


def _told_second(folder: Path) -> Path:
    return second_folder_or_none(folder) or folder / SETTINGS


def _second_place(folder: Path) -> Path | None:
    """Where in the second folder the backups of this record lie. A stick that is not there is never made."""
    kept = _settings(folder)
    if not kept:
        return None
    second = Path(kept["second"])
    try:
        if not second.is_dir():
            raise MachineError("file.no-folder", where=str(second))
    except OSError as error:
        raise machine_error(error, second) from error
    return second / f"handbook-{kept['mark']}"


def _keep_in(place: Path, connection: apsw.Connection, now: datetime, seal: Seal | None) -> Path | None:
    dated = dict(_dated(place))
    action = newest_action(connection)
    made = None
    if action and now.date() not in dated and not _has_all(dated, connection, action):
        made = place / f"{now.date()}.db"
        back_up(connection, made, at=now, seal=seal, action=action)
        dated[now.date()] = made
    for day in superfluous(dated):
        if dated[day] != made:  # a clock that was set back: what was made just now is never among the oldest
            dated[day].unlink()
    _tidy(place)
    return made


def _tidy(place: Path) -> None:
    """Take away what a crash has left half written; it may hold words that are to be encrypted."""
    for half in place.glob(f"*{HALF}"):
        half.unlink(missing_ok=True)


def _dated(place: Path) -> Iterator[tuple[date, Path]]:
    for path in place.glob("????-??-??.db"):
        with suppress(ValueError):
            yield date.fromisoformat(path.stem), path


def _has_all(dated: dict[date, Path], connection: apsw.Connection, action: int) -> bool:
    """Whether the newest backup holds the record as it is.

    When everything was erased the numbers of actions begin again: the same number may be of a later one.
    """
    if not dated:
        return False
    try:
        file = read_backup(dated[max(dated)])
    except HandbookError:
        return False  # a damaged one is none
    at = stored_moment(str(connection.execute("SELECT at FROM action WHERE number = ?", (action,)).get))
    return file.action == action and file.made_at is not None and at <= file.made_at


def _recode_one(path: Path, seal: Seal | None, keys_known: dict[bytes, bytes]) -> None:
    file = read_backup(path)
    if file.envelope == (seal.envelope if seal else None) and file.check == (seal and keys.check_of(seal.key)):
        return
    key = keys_known.get(file.check) if file.check else None
    if file.check and not key:
        raise InputError("record.other-key", where=str(path))
    with closing(connect(path, read_only=True, key=key)) as connection:
        _check_kind(connection, path)
        made_at = file.made_at or datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        new = path.with_name(f"{path.name}.new{HALF}")
        back_up(connection, new, at=made_at, seal=seal, action=file.action)
    new.replace(path)  # once it is closed: Windows does not replace an open file


def _check_kind(connection: apsw.Connection, path: Path) -> None:
    try:
        migrations.check(connection)
    except InputError as error:
        if error.code == "record.foreign":
            raise InputError("backup.foreign", where=str(path)) from None
        raise


def _contents(connection: apsw.Connection, file: BackupFile) -> Tested:
    if connection.pragma("integrity_check") != "ok":
        raise apsw.CorruptError
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    entries = sum(
        connection.execute(f"SELECT count(*) FROM {table}").get  # noqa: S608  # one of a fixed list
        for table in _ENTRIES
        if table in tables
    )
    name = connection.execute("SELECT value FROM person_field WHERE key = 'name'").get
    last = connection.execute("SELECT at FROM action ORDER BY number DESC LIMIT 1").get
    return Tested(file, name or "", entries, datetime.fromisoformat(last) if last else None)


def _unpack(file: BackupFile, folder: Path) -> None:
    try:
        with file.path.open("rb") as source, (folder / FILE_NAME).open("xb") as target:
            left = file.size
            while chunk := source.read(min(_CHUNK, left)):
                target.write(chunk)
                left -= len(chunk)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        raise (unreadable(error, file.path) if error.filename == str(file.path) else folder_fault(error)) from error
    (folder / FILE_NAME).chmod(0o600)
    if file.envelope:
        write_whole(folder / keys.FILE_NAME, file.envelope.to_bytes(), private=True)
