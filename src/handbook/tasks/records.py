"""Read what a job needs of a family's record, without ever making one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from handbook.domain import (
    HandbookError,
    InputError,
    Journey,
    LookBackAnswer,
    Medicine,
    PassportEntry,
    Person,
    clean_field,
)
from handbook.paths import is_file

if TYPE_CHECKING:
    from handbook.record import Record, Store

RECORD_FILE = "record.db"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FamilyRecord:
    """What paper prints of a record."""

    medicines: tuple[Medicine, ...]
    journey: Journey
    person: Person
    look_back: tuple[LookBackAnswer, ...] = ()
    passport: tuple[PassportEntry, ...] = ()


def read_record(
    folder: Path, *, clock: Callable[[], datetime], secret: Callable[[], str] | None = None
) -> FamilyRecord:
    """What paper needs of the record in ``folder``. Raises as :func:`with_store`."""
    return with_store(folder, _read, clock=clock, secret=secret)


def with_store(
    folder: Path, job: Callable[[Store], T], *, clock: Callable[[], datetime], secret: Callable[[], str] | None = None
) -> T:
    """Run ``job`` on the record in ``folder``, which may be open in a window at the same time.

    Raises as :func:`open_record`.
    """
    # Reading makes no entries, so no ids either.
    with closing(open_record(folder, clock=clock, new_id=str, secret=secret)) as record:
        return record.submit(job).result()


def open_record(
    folder: Path,
    *,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    secret: Callable[[], str] | None = None,
) -> Record:
    """Open the record that lies in ``folder``; none is made.

    Args:
        folder: The record's folder.
        clock: Gives the time with its offset.
        new_id: Gives a text that is never given twice.
        secret: Asked for the passphrase or the recovery code of a locked record; "" if nobody knows it.

    Raises:
        InputError: ``record.absent`` if there is no record there, ``file.unreadable`` if the system will not say,
            ``record.locked`` without a passphrase, and the faults of ``record.unlock`` and ``Record.open``.
        MachineError: as ``Record.open``.
    """
    if not any(map(is_file, (folder / RECORD_FILE, folder / "key.toml"))) and not any(folder.glob("backups/*.db")):
        raise InputError("record.absent", where=str(folder))  # traces without a record are told as a lost one
    # Most jobs of the command line have no record; the database would cost each of them a tenth of its start.
    from handbook.record import Record, is_locked, unlock  # noqa: PLC0415

    given = secret() if secret and is_locked(folder) else ""
    return Record.open(folder, clock=clock, new_id=new_id, key=unlock(folder, given) if given else None)


def _read(store: Store) -> FamilyRecord:
    return FamilyRecord(
        store.medicines(), store.journey(), readable_person(store.person()), store.lookback_answers(), store.passport()
    )


def readable_person(kept: Mapping[str, str]) -> Person:
    """The kept fields that can be read; one that cannot has its sentence beside it on the page of the pocket card."""
    values = {}
    for key, text in kept.items():
        try:
            values[key] = clean_field(key, text)
        except HandbookError:
            continue
    return Person(**{key: value for key, value in values.items() if value})  # type: ignore[arg-type]
