"""A disk that fails at the n-th write, sync, truncate or open of a family's day, for every n.

After each failure the person is told, the record is as it was before the action, and the next action works.
"""

import os
import random
import re
import shutil
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import count

import apsw
import pytest

from handbook.domain import Answer, MachineError, PartialDate, SymptomCard, Told
from handbook.record import Record, connection, is_locked, keys, migrations, try_backup
from handbook.record.migrations import Migration, Version
from record.record_helpers import (
    ANSWER,
    CALL,
    DOSE,
    ENTRY,
    MEDICINE,
    NOTE,
    PHOTO,
    READING,
    SHIFT,
    START,
    Clock,
    do,
    raw,
    snapshot,
)

FULL = os.environ.get("HANDBOOK_FAULTS") == "full"
KEY = bytes(range(32))
CODE = keys.new_recovery_code()
CARD = SymptomCard("c1", START)
LATER = START + timedelta(hours=1)
STEP = Migration(Version(1, 999), "CREATE TABLE later (id TEXT PRIMARY KEY, data BLOB) STRICT, WITHOUT ROWID")
BEFORE = migrations.MIGRATIONS[-1].to.number


class Disk:
    """Counts what is asked of the disk and refuses the n-th; if ``lasting``, everything after it too until healed."""

    def __init__(self):
        self.asked = 0
        self.fail_at = 0
        self.error = apsw.IOError
        self.lasting = False
        self.broken = False
        self.refused = 0
        self.kinds = set()

    def ask(self, kind):
        self.asked += 1
        self.kinds.add(kind)
        if self.asked == self.fail_at or self.broken:
            self.broken = self.lasting
            self.refused += 1
            raise self.error("refused")

    def heal(self):
        self.broken = False


class File(apsw.VFSFile):
    def __init__(self, base, disk, name, flags):
        super().__init__(base, name, flags)
        self.disk = disk

    def xWrite(self, data, offset):  # noqa: N802
        self.disk.ask("write")
        super().xWrite(data, offset)

    def xSync(self, flags):  # noqa: N802
        self.disk.ask("sync")
        super().xSync(flags)

    def xTruncate(self, size):  # noqa: N802
        self.disk.ask("truncate")
        super().xTruncate(size)


class Shim(apsw.VFS):
    def __init__(self, disk):
        self.disk = disk
        # Below the layer that encrypts, which is put on top of it when a connection asks for it by name.
        self.base = apsw.vfs_names()[0].removeprefix("multipleciphers-")
        super().__init__("failing", self.base)

    def xOpen(self, name, flags):  # noqa: N802
        self.disk.ask("open")
        return File(self.base, self.disk, name, flags)


@cache
def shim():
    """The one of this process: the layer above keeps a pointer to it for ever."""
    return Shim(Disk())


@pytest.fixture
def disk(monkeypatch):
    made = shim().disk = Disk()
    monkeypatch.setattr(connection, "VFS", "multipleciphers-failing")
    yield made
    shim().disk = Disk()


DAY = (
    lambda s: s.set_person("name", "张三"),
    lambda s: s.add_medicine(MEDICINE),
    lambda s: s.add_medicine(replace(MEDICINE, id="m2", note="长" * 20_000)),
    lambda s: s.answer(CARD, "fever", Answer.YES, observer="儿子", at=START),
    lambda s: s.answer(CARD, "chills", Answer.NO, observer="儿子", at=START),
    lambda s: s.stop_medicine("m1", PartialDate.parse("2026-11")),
    lambda s: s.undo(),
    lambda s: s.add_reading(READING),
    lambda s: s.undo(),
    lambda s: s.redo(),
    lambda s: s.set_number("fever_line", Told("38.0", "护士长", date(2026, 10, 20))),
    lambda s: s.set_date("infusion", date(2026, 11, 5)),
    lambda s: s.delete_medicine("m2"),
    lambda s: s.add_reading(replace(READING, id="r2", at=LATER)),
    lambda s: s.set_prepared("medicine-list", True),
    lambda s: s.add_dose(DOSE),
    lambda s: s.add_call(CALL),
    lambda s: s.add_shift(SHIFT),
    lambda s: s.add_passport(ENTRY),
    lambda s: s.set_lookback(ANSWER),
    lambda s: s.add_note(NOTE),
    lambda s: s.add_photo("m1", PHOTO),
)


def opened(folder) -> Record:
    ids = count()
    return Record.open(folder, clock=Clock(), new_id=lambda: str(next(ids)), key=KEY)


def state_of(record) -> dict:
    """What a person sees; of bin and photos only what is there, because their times are those of the last attempt."""
    state = snapshot(record)
    photos = [one.medicine for some in state["photos"] for one in some]
    return {**state, "bin": [one.entry for one in state["bin"]], "photos": photos}


def begin(folder, monkeypatch, locked) -> None:
    """An empty record, with a passphrase or without."""
    monkeypatch.setattr(keys, "COST", keys.Cost(8, 1, 1))
    monkeypatch.setattr(keys, "new_data_key", lambda: KEY)
    with opened(folder) as record:
        if locked:
            record.set_passphrase("猫", CODE).result()
    assert is_locked(folder) == locked


def told(job, disk):
    """Run ``job``; a person hears of a failure as a MachineError and frees the disk. Gives the result, or None."""
    try:
        return job()
    except MachineError as error:
        assert error.code in {"record.io", "record.no-space", "record.cannot-open", "record.not-overwritten"}  # noqa: PT017
        assert disk.refused, "nothing was refused"
        return None
    finally:
        disk.heal()


def live_through(folder, disk, states):
    """The day; with ``states`` of a day without failures, see that the record is as it should be after each action."""
    seen = []
    for part in (
        DAY[:9],
        DAY[9:],
    ):  # closed and opened again in the middle, so that opening is tried with a full record
        record = told(lambda: opened(folder), disk) or opened(folder)
        for action in part:
            done = told(lambda: do(record, action), disk)  # noqa: B023
            state = state_of(record)
            if states and done is None:
                assert state == states[len(seen)]  # told that it was not saved, so it was not
                assert do(record, action)
                state = state_of(record)
            seen.append(state)
            if states:
                assert state == states[len(seen)]
        record.close()
        disk.heal()
    return seen


def check_afterwards(folder, disk, states):
    disk.fail_at = 0
    with opened(folder) as record:
        assert do(record, lambda s: s._connection.pragma("integrity_check")) == "ok"
        assert record.card_fault is None
        assert state_of(record) == states[-1]
        while do(record, lambda s: s.undo()):
            pass
        assert state_of(record) == states[0]
    left = {re.sub(r"^\.card\.toml\..*", "card", p.name) for p in folder.iterdir()} - {"backups", "key.toml"}
    assert left == {"card.toml", "record.db", "record.lock"}


@pytest.mark.parametrize("locked", [False, True], ids=["open", "locked"])
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "until-freed"])
@pytest.mark.parametrize("error", [apsw.IOError, apsw.FullError])
def test_every_failure_is_told_and_leaves_the_state_before(tmp_path, disk, monkeypatch, error, lasting, locked):
    quiet = tmp_path / "quiet"
    begin(quiet, monkeypatch, locked)
    with opened(quiet) as record:
        empty = state_of(record)
    disk.asked = 0
    states = [empty, *live_through(quiet, disk, None)]
    total = disk.asked
    assert disk.kinds >= {"write", "sync", "open", "truncate"}
    moments = range(1, total + 1)
    if not FULL:
        moments = sorted({1, 2, total, *random.Random(7).sample(moments, 7)})
    for n in moments:
        folder = tmp_path / f"{n}"
        if locked:
            begin(folder, monkeypatch, locked)
        disk.asked, disk.refused, disk.fail_at, disk.error, disk.lasting = 0, 0, n, error, lasting
        live_through(folder, disk, states)
        assert disk.refused or not locked  # a record that is being made asks more
        check_afterwards(folder, disk, states)
        assert is_locked(folder) == locked


@pytest.mark.parametrize("act", ["set", "off", "backup"])
@pytest.mark.parametrize("error", [apsw.IOError, apsw.FullError])
def test_a_passphrase_is_set_whole_or_not_at_all(tmp_path, disk, monkeypatch, error, act):
    base = tmp_path / "base"
    begin(base, monkeypatch, act != "set")
    with opened(base) as record:
        for action in DAY[:9]:
            do(record, action)
        record.keep_backups().result()
        expected = state_of(record)
    works = {
        "set": lambda r: r.set_passphrase("猫", CODE),
        "off": lambda r: r.take_off_passphrase(),
        "backup": lambda r: r.back_up(r.folder / "backups" / "other.db"),
    }
    n, left = 0, 0
    while True:
        n += 1 if FULL or n < 4 else 5
        folder = tmp_path / f"{n}"
        shutil.copytree(base, folder)
        disk.asked, disk.refused, disk.fail_at, disk.error, disk.lasting = 0, 0, 0, error, False
        record = opened(folder)
        disk.asked, disk.fail_at = 0, n
        done = told(lambda: works[act](record).result() or (), disk)  # noqa: B023
        refused, disk.fail_at = disk.refused, 0
        assert state_of(record) == expected
        assert do(record, DAY[10]).number
        record.close()
        left += bool(done)  # backups that could not be encrypted are named
        for path in done or ():
            assert path.exists()
        with opened(folder) as record:
            assert do(record, lambda s: s._connection.pragma("integrity_check")) == "ok"
            record.keep_backups().result()
        assert not list(folder.rglob("*.part"))
        assert not list(folder.glob("record.db.new"))
        for backup in folder.glob("backups/*.db"):
            assert try_backup(backup, lambda _: KEY).entries
        if not refused:
            assert done == ()
            break
    assert n > 5


@pytest.mark.parametrize("job", [lambda s: s.empty_bin(), lambda s: s.erase_everything()], ids=["bin", "everything"])
@pytest.mark.parametrize("error", [apsw.IOError, apsw.FullError])
def test_what_is_to_go_for_good_goes_or_is_still_there(tmp_path, disk, monkeypatch, error, job):
    base = tmp_path / "base"
    begin(base, monkeypatch, locked=False)
    with opened(base) as record:
        for action in DAY:
            do(record, action)
        before = state_of(record)
    assert before["bin"]
    shutil.copytree(base, tmp_path / "whole")
    with opened(tmp_path / "whole") as record:
        do(record, job)
        after = state_of(record)
    n = 0
    while True:
        n += 1 if FULL or n < 4 else 5
        folder = tmp_path / f"{n}"
        shutil.copytree(base, folder)
        disk.fail_at = 0
        with opened(folder) as record:
            disk.asked, disk.refused, disk.fail_at, disk.error = 0, 0, n, error
            done = told(lambda: do(record, job), disk)
            refused, disk.fail_at = disk.refused, 0
            assert state_of(record) in ((after,) if done is not None else (before, after))
            do(record, job)  # once there is room it goes
            assert state_of(record) == after
            assert do(record, lambda s: s.set_person("name", "李四")).number
            assert do(record, lambda s: s._connection.pragma("integrity_check")) == "ok"
        if not refused:
            break
    assert n > 5


@pytest.mark.parametrize("error", [apsw.IOError, apsw.FullError])
def test_a_migration_happens_whole_or_not_at_all(tmp_path, disk, monkeypatch, error):
    n = 0
    while True:
        n += 1 if FULL or n < 4 else 4
        folder = tmp_path / f"{n}"
        disk.fail_at = 0
        with opened(folder) as record:
            do(record, DAY[2])
            expected = state_of(record)
        with monkeypatch.context() as patched:
            patched.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, STEP))
            disk.asked, disk.refused, disk.fail_at, disk.error = 0, 0, n, error
            record = told(lambda: opened(folder), disk)  # noqa: B023
            if record is None:
                outside = raw(folder)
                assert outside.pragma("user_version") in {BEFORE, 1999}
                outside.close()
                record = opened(folder)
            assert state_of(record) == expected
            record.close()
            assert not list(folder.glob("backups/*.part*"))
        if not disk.refused:
            break
    assert n > 5
