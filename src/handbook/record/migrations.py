"""The shape of record.db, version by version. A released migration is never changed, only followed by another.

A new minor version only adds, so that an older program can still work on the file; a new major version cannot be opened
by an older program. Every table has an explicit primary key and there are no triggers: without the one a changeset
records nothing, with the other it conflicts on redo. There are no foreign keys for the same reason: changesets are
applied row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from handbook.domain import InputError
from handbook.record.backup import back_up
from handbook.record.connection import transaction

if TYPE_CHECKING:
    import apsw

    from handbook.record.backup import Seal

APPLICATION_ID = 0x43415254
"""Marks record.db as this handbook's (the letters CART)."""


class Version(msgspec.Struct, frozen=True, order=True):
    """A version of the file, kept as ``user_version`` = major × 1000 + minor."""

    major: int
    minor: int = 0

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"

    @property
    def number(self) -> int:
        """As kept in the file."""
        return self.major * 1000 + self.minor


class Migration(msgspec.Struct, frozen=True):
    """Statements that bring the file from the version before to ``to``."""

    to: Version
    statements: str


# Times are kept twice: ``at`` as written, with its offset, and ``moment`` (whole microseconds since 1970 UTC) to sort
# by, because a journey can cross time zones. Dates are EDTF text; "" is "not known", end_date NULL "still taking".
_FIRST = """
CREATE TABLE medicine (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, strength TEXT NOT NULL, dose TEXT NOT NULL, route TEXT NOT NULL,
    how_often TEXT NOT NULL, reason TEXT NOT NULL, prescriber TEXT NOT NULL, kind TEXT NOT NULL,
    how_known TEXT NOT NULL, told_by TEXT NOT NULL, note TEXT NOT NULL, start_date TEXT NOT NULL, end_date TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE symptom_card (
    id TEXT PRIMARY KEY, begun TEXT NOT NULL, moment INTEGER NOT NULL, note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX symptom_card_moment ON symptom_card (moment);
CREATE TABLE symptom_answer (
    card TEXT NOT NULL, item TEXT NOT NULL, answer TEXT NOT NULL, at TEXT NOT NULL, moment INTEGER NOT NULL,
    observer TEXT NOT NULL, PRIMARY KEY (card, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE reading (
    id TEXT PRIMARY KEY, quantity TEXT NOT NULL, value REAL NOT NULL, at TEXT NOT NULL, moment INTEGER NOT NULL,
    site TEXT NOT NULL, observer TEXT NOT NULL, note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_moment ON reading (moment);
CREATE TABLE step_date (step TEXT PRIMARY KEY, day TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE team_number (
    key TEXT PRIMARY KEY, value TEXT NOT NULL, told_by TEXT NOT NULL, told_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE person_field (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE prepared (item TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- The history. kind: do, undo, redo; target: the action undone or redone; state of a "do": 0 in effect, 1 undone and
-- may be redone, 2 undone for good; schema: user_version when it was written.
CREATE TABLE action (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, target INTEGER, state INTEGER NOT NULL, name TEXT NOT NULL,
    subject TEXT NOT NULL, at TEXT NOT NULL, schema INTEGER NOT NULL, changeset BLOB
) STRICT;
CREATE INDEX action_state ON action (state, number) WHERE kind = 'do';
CREATE TABLE touched (
    action INTEGER NOT NULL, of_table TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (action, of_table, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX touched_entry ON touched (of_table, id, action);
"""

# What is written beside the book. A page is named by its id, "" is none; ticked is when a question was asked.
_BESIDE_THE_BOOK = """
CREATE TABLE star (page TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE note (
    id TEXT PRIMARY KEY, page TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL,
    moment INTEGER NOT NULL, ticked TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX note_moment ON note (moment);
"""

# The look-back interview, the diary, photos, the bin. ingredients: a list of [name, strength] as JSON. The bytes of
# photos are no part of any changeset, so ``photo`` is never attached to a session. ``bin`` keeps what was deleted as a
# row in JSON: deleting writes it in the same action, so undo takes it out again.
_DIARY_AND_BIN = """
ALTER TABLE medicine ADD COLUMN brand TEXT NOT NULL DEFAULT '';
ALTER TABLE medicine ADD COLUMN form TEXT NOT NULL DEFAULT '';
ALTER TABLE medicine ADD COLUMN bought_at TEXT NOT NULL DEFAULT '';
ALTER TABLE medicine ADD COLUMN daily_max TEXT NOT NULL DEFAULT '';
ALTER TABLE medicine ADD COLUMN side_effect TEXT NOT NULL DEFAULT '';
ALTER TABLE medicine ADD COLUMN as_needed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE medicine ADD COLUMN on_hold INTEGER NOT NULL DEFAULT 0;
ALTER TABLE medicine ADD COLUMN ingredients TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reading ADD COLUMN unit TEXT NOT NULL DEFAULT '';
CREATE TABLE lookback_answer (
    question TEXT NOT NULL, month TEXT NOT NULL, heard TEXT NOT NULL, at TEXT NOT NULL, how_known TEXT NOT NULL,
    told_by TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (question, month)
) STRICT, WITHOUT ROWID;
CREATE TABLE dose (
    id TEXT PRIMARY KEY, medicine TEXT NOT NULL, at TEXT NOT NULL, moment INTEGER NOT NULL, amount TEXT NOT NULL,
    observer TEXT NOT NULL, note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dose_moment ON dose (moment);
CREATE INDEX dose_medicine ON dose (medicine);
CREATE TABLE team_call (
    id TEXT PRIMARY KEY, at TEXT NOT NULL, moment INTEGER NOT NULL, who TEXT NOT NULL, by TEXT NOT NULL,
    said TEXT NOT NULL, note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX team_call_moment ON team_call (moment);
CREATE TABLE shift (
    id TEXT PRIMARY KEY, carer TEXT NOT NULL, begins TEXT NOT NULL, moment INTEGER NOT NULL, ends TEXT,
    note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX shift_moment ON shift (moment);
CREATE TABLE passport (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, day TEXT NOT NULL, what TEXT NOT NULL, place TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE medicine_photo (
    id TEXT PRIMARY KEY, medicine TEXT NOT NULL, at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX medicine_photo_medicine ON medicine_photo (medicine);
CREATE TABLE photo (id TEXT PRIMARY KEY, type TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
CREATE TABLE card_left_out (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE bin (
    id TEXT PRIMARY KEY, of_table TEXT NOT NULL, entry TEXT NOT NULL, subject TEXT NOT NULL, at TEXT NOT NULL,
    moment INTEGER NOT NULL, row TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX bin_moment ON bin (moment);
"""

# Half-written forms, a text a place. Never attached to a session: typing writes no history.
_UNFINISHED = "CREATE TABLE draft (place TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID"

MIGRATIONS: Sequence[Migration] = (
    Migration(Version(1), _FIRST),
    Migration(Version(1, 1), _BESIDE_THE_BOOK),
    Migration(Version(1, 2), _DIARY_AND_BIN),
    Migration(Version(1, 3), _UNFINISHED),
)


def version_of(connection: apsw.Connection) -> Version:
    """The version that the file says it has."""
    return Version(*divmod(connection.pragma("user_version"), 1000))


def check(connection: apsw.Connection) -> Version:
    """The file's version, if it is a record this program can work on.

    Raises:
        InputError: ``record.foreign`` (another program's file), ``record.newer`` (``found``, ``known``).
        apsw.Error: the file cannot be read.
    """
    if connection.pragma("application_id") != APPLICATION_ID:
        raise InputError("record.foreign")
    found, known = version_of(connection), MIGRATIONS[-1].to
    if found.major > known.major:
        raise InputError("record.newer", found=str(found), known=str(known))
    return found


def build(connection: apsw.Connection) -> None:
    """Make a new, empty record of the newest version in one transaction."""
    with transaction(connection):
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for migration in MIGRATIONS:
            _run(connection, migration)


def migrate(connection: apsw.Connection, backups: Path, now: datetime, seal: Seal | None = None) -> None:
    """Bring the file to the newest version, each step in one transaction, with a backup in ``backups`` before it.

    ``seal`` encrypts the backups as the record itself is encrypted.

    Raises:
        OSError, apsw.Error: a backup or a step failed; the file has the version before that step.
    """
    for migration in MIGRATIONS:
        if migration.to > version_of(connection):
            back_up(connection, backups / f"before-{migration.to}-{now:%Y%m%dT%H%M%S}.db", at=now, seal=seal)
            with transaction(connection):
                _run(connection, migration)


def _run(connection: apsw.Connection, migration: Migration) -> None:
    connection.execute(migration.statements).fetchall()  # to the end: apsw stops at a statement that gives a row
    connection.execute(f"PRAGMA user_version = {migration.to.number}")
