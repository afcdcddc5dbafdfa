"""Read what a job needs of a family's record, without ever making one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.domain import HandbookError, InputError, Journey, Medicine, Person, clean_field
from handbook.paths import is_file

if TYPE_CHECKING:
    from handbook.record import Store

RECORD_FILE = "record.db"


@dataclass(frozen=True, slots=True)
class FamilyRecord:
    """What paper prints of a record."""

    medicines: tuple[Medicine, ...]
    journey: Journey
    person: Person


def read_record(folder: Path, *, clock: Callable[[], datetime]) -> FamilyRecord:
    """Read the record in ``folder``, which may be open in a window at the same time.

    Raises:
        InputError: ``record.absent`` if there is no record there, ``file.unreadable`` if the system will not say, and
            the faults of ``Record.open``.
        MachineError: as ``Record.open``.
    """
    if not is_file(folder / RECORD_FILE):
        raise InputError("record.absent", where=str(folder))
    # Most jobs of the command line have no record; the database would cost each of them a tenth of its start.
    from handbook.record import Record  # noqa: PLC0415

    # Reading makes no entries, so no ids either.
    with closing(Record.open(folder, clock=clock, new_id=str)) as record:
        return record.submit(_read).result()


def _read(store: Store) -> FamilyRecord:
    return FamilyRecord(store.medicines(), store.journey(), readable_person(store.person()))


def readable_person(kept: Mapping[str, str]) -> Person:
    """The kept fields that can be read; one that cannot has its sentence beside it on the page of the pocket card."""
    values = {}
    for key, text in kept.items():
        try:
            values[key] = clean_field(key, text)
        except HandbookError:
            continue
    return Person(**{key: value for key, value in values.items() if value})  # type: ignore[arg-type]
