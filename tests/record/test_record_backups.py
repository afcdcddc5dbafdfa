"""Backups that make themselves: how many are kept, a second folder, the test without restoring, and the way back."""

import errno
import os
import random
import shutil
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain import InputError, MachineError, Medicine
from handbook.record import (
    Kept,
    all_files,
    is_locked,
    new_recovery_code,
    newest,
    restore,
    second_folder,
    set_second_folder,
    try_backup,
    unlock,
)
from handbook.record import backups as module
from handbook.record.backup import read_backup
from handbook.record.backups import DAILY, WEEKLY, superfluous
from handbook.record.worker import Record
from record.record_helpers import BEIJING, do, fill, open_record, snapshot

DAY = date(2026, 11, 3)
CODE = new_recovery_code()


class Calendar:
    """A clock that a test sets."""

    def __init__(self, day=DAY):
        self.now = datetime(day.year, day.month, day.day, 9, tzinfo=BEIJING)

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now

    def pass_days(self, days):
        self.now += timedelta(days=days)


@pytest.fixture
def calendar():
    return Calendar()


@pytest.fixture
def record(tmp_path, calendar):
    ids = iter(range(1000))
    with Record.open(tmp_path / "r", clock=calendar, new_id=lambda: f"id-{next(ids)}") as opened:
        yield opened


def write(record, n=[0]):  # noqa: B006
    n[0] += 1
    do(record, lambda s: s.add_medicine(Medicine(f"m{n[0]}", "药")))


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.glob("*"))


def refused(work, kind=InputError):
    with pytest.raises(kind) as caught:
        work()
    return caught.value


def days_of(*numbers) -> set[date]:
    return {DAY - timedelta(days=number) for number in numbers}


# Which are kept


def test_seven_days_and_four_weeks_stay():
    every = days_of(*range(100))
    kept = every - superfluous(every)
    assert len(kept) == DAILY + WEEKLY
    assert kept >= days_of(*range(7))
    assert all(day.isoweekday() == 7 or day == DAY - timedelta(days=7) for day in kept - days_of(*range(7)))
    assert superfluous(days_of(*range(7))) == superfluous([]) == frozenset()


@given(st.sets(st.dates(date(2020, 1, 1), date(2032, 1, 1)), max_size=60))
def test_what_goes_is_never_the_newest_and_going_twice_changes_nothing(days):
    gone = superfluous(days)
    kept = days - gone
    assert gone <= days
    assert len(kept) <= DAILY + WEEKLY
    assert len(kept) >= min(len(days), DAILY)
    assert set(sorted(days)[-DAILY:]) <= kept
    assert superfluous(kept) == frozenset()


@given(st.lists(st.integers(1, 12), min_size=1, max_size=90))
def test_day_by_day_comes_to_the_same_as_all_at_once(gaps):
    day, every, kept = date(2026, 1, 1), set(), set()
    for gap in gaps:
        day += timedelta(days=gap)
        every.add(day)
        kept.add(day)
        kept -= superfluous(kept)
    assert kept == every - superfluous(every)
    if len(every) > 60 and max(gaps) == 1:
        assert min(kept) <= day - timedelta(days=28)


def test_a_year_of_days(record, calendar, tmp_path):
    for _ in range(80):
        write(record)
        record.keep_backups().result()
        calendar.pass_days(1)
    assert len(names(tmp_path / "r" / "backups")) == DAILY + WEEKLY


# When


def test_one_a_day_and_only_if_something_changed(record, calendar, tmp_path):
    backups = tmp_path / "r" / "backups"
    assert record.keep_backups().result() == Kept()  # nothing to keep yet
    write(record)
    (made,) = record.keep_backups().result().made
    assert made == backups / "2026-11-03.db"
    write(record)
    assert record.keep_backups().result() == Kept()
    calendar.pass_days(1)
    assert names(backups) == ["2026-11-03.db"]
    assert record.keep_backups().result().made == (backups / "2026-11-04.db",)
    calendar.pass_days(1)
    assert record.keep_backups().result() == Kept()  # nothing changed since
    do(record, lambda s: s.undo())
    assert record.keep_backups().result().made == (backups / "2026-11-05.db",)


def test_after_erasing_everything_the_same_number_is_another_action(record, calendar, tmp_path):
    write(record)
    assert len(record.keep_backups().result().made) == 1
    do(record, lambda s: s.erase_everything())
    calendar.pass_days(1)
    write(record)
    assert record.keep_backups().result().made == (tmp_path / "r" / "backups" / "2026-11-04.db",)


def test_names_of_others_are_left_alone_and_a_damaged_one_does_not_count(record, calendar, tmp_path):
    backups = tmp_path / "r" / "backups"
    write(record)
    record.keep_backups().result()
    others = ["2026-13-45.db", "before-1.1.db", "x.txt"]
    for name in others:
        (backups / name).write_bytes(b"x")
    (backups / "2026-11-03.db").write_bytes(b"x")
    (backups / "2026-11-01.db.part").write_bytes(b"x")
    calendar.pass_days(1)
    assert len(record.keep_backups().result().made) == 1
    assert names(backups) == sorted([*others, "2026-11-03.db", "2026-11-04.db"])


def test_no_room_for_it_is_told(record, monkeypatch):
    write(record)

    def fail(*_):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fail)
        assert refused(lambda: record.keep_backups().result(), MachineError).code == "record.no-space"
    with monkeypatch.context() as patched:
        patched.setattr(module, "_keep_in", lambda *_: record._connection.execute("nonsense"))
        with pytest.raises(apsw.SQLError):
            record.keep_backups().result()
    assert len(record.keep_backups().result().made) == 1


def test_a_clock_that_was_set_back_makes_a_backup_that_stays(record, calendar):
    for _ in range(DAILY + WEEKLY + 1):
        write(record)
        assert record.keep_backups().result().made
        calendar.pass_days(7)
    calendar.pass_days(-3650)
    write(record)
    (made,) = record.keep_backups().result().made
    assert made.exists()


# The second folder


def test_a_second_folder_gets_the_same_and_may_be_away(record, calendar, tmp_path):
    folder, stick = tmp_path / "r", tmp_path / "stick"
    assert second_folder(folder) is None
    set_second_folder(folder, stick, new_id=lambda: "ab-12")
    assert second_folder(folder) == stick
    write(record)
    kept = record.keep_backups().result()
    assert len(kept.made) == 1
    ((where, why),) = kept.unreached
    assert (where, why.code) == (stick, "file.no-folder")
    assert not stick.exists()
    stick.mkdir()
    kept = record.keep_backups().result()
    assert kept.made == (stick / "handbook-ab12" / "2026-11-03.db",)
    own = folder / "backups" / "2026-11-03.db"
    assert all_files(folder) == ((own, *kept.made), None)
    stick.rename(tmp_path / "away")
    assert all_files(folder) == ((own,), stick)
    (tmp_path / "away").rename(stick)
    assert try_backup(kept.made[0], lambda _: None).entries == 1
    assert record.keep_backups().result() == Kept()
    set_second_folder(folder, None, new_id=str)
    set_second_folder(folder, None, new_id=str)
    calendar.pass_days(1)
    write(record)
    assert len(record.keep_backups().result().made) == 1


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (OSError(errno.EIO, "x"), "file.cannot-write"), (apsw.FullError(), "record.no-space"),
        (MachineError("file.no-permission"), "file.no-permission"),
    ],
)  # fmt: skip
def test_a_second_folder_that_fails_stops_nothing(record, tmp_path, monkeypatch, fault, code):
    folder, stick = tmp_path / "r", tmp_path / "stick"
    stick.mkdir()
    set_second_folder(folder, stick, new_id=lambda: "x")
    write(record)
    real = module._keep_in

    def fail(place, *rest):
        if place.is_relative_to(stick):
            raise fault
        return real(place, *rest)

    monkeypatch.setattr(module, "_keep_in", fail)
    kept = record.keep_backups().result()
    assert len(kept.made) == 1
    assert [(where, why.code) for where, why in kept.unreached] == [(stick, code)]


def test_a_bug_in_the_second_folder_stays_one(record, tmp_path, monkeypatch):
    set_second_folder(tmp_path / "r", tmp_path, new_id=lambda: "x")
    write(record)
    record.keep_backups().result()

    def fail(place, *_):
        if "handbook-" in place.name:
            raise apsw.SQLError

    monkeypatch.setattr(module, "_keep_in", fail)
    with pytest.raises(apsw.SQLError):
        record.keep_backups().result()


@pytest.mark.parametrize("text", ["", "?", "second = '/x'", "a.b = 1", "\0"])
def test_a_choice_that_cannot_be_read_is_told(record, tmp_path, text):
    (tmp_path / "r" / "backups.toml").write_text(text, encoding="utf-8")
    write(record)
    kept = record.keep_backups().result()
    assert [(where.name, why.code) for where, why in kept.unreached] == [("backups.toml", "backup.second-unclear")]
    assert refused(lambda: second_folder(tmp_path / "r")).code == "backup.second-unclear"


def test_a_folder_that_cannot_be_looked_at(tmp_path, monkeypatch):
    (tmp_path / "backups.toml").mkdir()
    with pytest.raises(MachineError):
        set_second_folder(tmp_path, None, new_id=str)
    (tmp_path / "backups.toml").rmdir()
    set_second_folder(tmp_path, tmp_path / "s", new_id=lambda: "x")

    def fail(_self):
        raise OSError(errno.EACCES, "no")

    monkeypatch.setattr(Path, "is_dir", fail)
    assert refused(lambda: module._second_place(tmp_path), MachineError).code == "file.no-permission"


# Test without restoring, restore


@pytest.fixture
def backup(tmp_path):
    """A backup of a filled record, outside its folder."""
    target = tmp_path / "stick" / "b.db"
    with open_record(tmp_path / "r") as record:
        fill(record)
        record.back_up(target).result()
    return target


@pytest.fixture
def locked_backup(tmp_path, backup):
    target = tmp_path / "stick" / "locked.db"
    with open_record(tmp_path / "r") as record:
        record.set_passphrase("猫", CODE).result()
        record.back_up(target).result()
    return target


def test_what_is_in_it_is_told_without_restoring(backup, locked_backup, tmp_path):
    before = sorted(p.name for p in backup.parent.iterdir())
    tested = try_backup(backup, lambda _: None)
    assert (tested.name, tested.last.date()) == ("张𫖯", DAY)
    assert tested.entries >= 6
    assert tested.file.made_at > tested.last
    tested = try_backup(locked_backup, lambda _: None)
    assert (tested.name, tested.entries, tested.last) == (None, None, None)
    assert tested.file.envelope.set_at.date() in days_of(0, 1)
    tested = try_backup(locked_backup, lambda envelope: envelope.open("猫"))
    assert tested.entries >= 6
    assert refused(lambda: try_backup(locked_backup, lambda _: bytes(32))).code == "record.other-key"
    assert sorted(p.name for p in backup.parent.iterdir()) == before
    if os.name != "nt":
        assert backup.stat().st_mode & 0o077 == 0


def test_an_empty_record_is_a_backup_too(tmp_path):
    with open_record(tmp_path / "r") as record:
        record.back_up(tmp_path / "b.db").result()
    tested = try_backup(tmp_path / "b.db", lambda _: None)
    assert (tested.name, tested.entries, tested.last) == ("", 0, None)


@pytest.mark.parametrize("place", ["new", "a/b/new", "empty"])
def test_restored_beside(backup, locked_backup, tmp_path, place):
    (tmp_path / "empty").mkdir()
    restore(backup, tmp_path / place)
    assert names(tmp_path / place) == ["record.db"]
    with open_record(tmp_path / place) as record, open_record(tmp_path / "again") as other:
        fill(other)
        assert snapshot(record).keys() == snapshot(other).keys()
        assert do(record, lambda s: s.counts())["medicines"] == 2
        assert do(record, lambda s: s.undo())
    shutil.rmtree(tmp_path / place)
    restore(locked_backup, tmp_path / place)
    assert names(tmp_path / place) == ["key.toml", "record.db"]
    assert is_locked(tmp_path / place)
    key = unlock(tmp_path / place, CODE)
    with Record.open(tmp_path / place, clock=Calendar(), new_id=str, key=key) as record:
        assert do(record, lambda s: s.counts())["medicines"] == 2
    assert not list(tmp_path.glob(".handbook-*"))


def test_never_over_anything(backup, tmp_path):
    before = (tmp_path / "r" / "record.db").read_bytes()
    assert refused(lambda: restore(backup, tmp_path / "r")).code == "record.restore-exists"
    assert refused(lambda: restore(backup, backup)).code == "record.restore-exists"
    assert (tmp_path / "r" / "record.db").read_bytes() == before


def test_a_restore_that_fails_leaves_nothing(backup, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(errno.ENOSPC, "full")

    for owner, name, code in ((os, "fsync", "record.no-space"), (Path, "rename", "file.no-space")):
        with monkeypatch.context() as patched:
            patched.setattr(owner, name, fail)
            assert refused(lambda: restore(backup, tmp_path / "new"), MachineError).code == code
        assert not (tmp_path / "new").exists()
        assert not list(tmp_path.glob(".handbook-*"))
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(MachineError):
        restore(backup, tmp_path / "file" / "new")


def test_a_backup_that_goes_away_while_it_is_read(backup, tmp_path, monkeypatch):
    file = read_backup(backup)
    backup.unlink()
    monkeypatch.setattr(module, "read_backup", lambda *_args, **_named: file)
    monkeypatch.setattr(module, "try_backup", lambda *_: None)
    assert refused(lambda: restore(backup, tmp_path / "new")).code == "file.unreadable"


def test_damage_is_told_apart(backup, locked_backup, tmp_path):
    bad = tmp_path / "bad.db"
    chance = random.Random(9)

    def told(data) -> str:
        bad.write_bytes(data)
        error = refused(lambda: try_backup(bad, lambda e: e.open("猫")))
        assert refused(lambda: restore(bad, tmp_path / "new")).code == error.code
        assert not (tmp_path / "new").exists()
        assert bad.read_bytes() == data
        return error.code

    for source in (backup, locked_backup):
        whole = source.read_bytes()
        for size in (0, 5, 20, 3000, 4096, 8192, len(whole) - 4000, len(whole) - 1):
            assert told(whole[:size]) == "backup.damaged"
        assert told(bytes(len(whole))) == "backup.damaged"
        for at in (3, 12, len(whole) - 20, *(chance.randrange(100, len(whole) - 16) for _ in range(25))):
            changed = bytearray(whole)
            changed[at] ^= 1 << chance.randrange(8)
            assert told(bytes(changed)) == "backup.damaged"
        assert told(b"\0" * 16 + whole[16:]) == "backup.damaged"
    for foreign in (b"hello", b"PK\x03\x04" + bytes(9000), "今天\n".encode() * 2000):
        assert told(foreign) == "backup.foreign"
    assert refused(lambda: try_backup(tmp_path / "none", lambda _: None)).code == "file.absent"
    assert refused(lambda: try_backup(tmp_path, lambda _: None)).code == "file.unreadable"


def test_a_disk_that_goes_away_behind_the_beginning(backup, monkeypatch):
    real, looks = Path.open, []

    def opened(path, *args, **named):
        looks.append(path)
        if len(looks) > 1:
            raise OSError(errno.EIO, "gone")
        return real(path, *args, **named)

    monkeypatch.setattr(Path, "open", opened)
    assert refused(lambda: read_backup(backup)).code == "file.unreadable"


def test_another_programs_database_and_a_newer_record(backup, tmp_path):
    other = apsw.Connection(str(tmp_path / "o.db"))
    other.execute("CREATE TABLE t(x)")
    other.close()
    assert refused(lambda: try_backup(tmp_path / "o.db", lambda _: None)).code == "backup.foreign"
    with open_record(tmp_path / "r") as record:
        do(record, lambda s: s._connection.execute("PRAGMA user_version = 2001").fetchall())
        record.back_up(tmp_path / "newer.db").result()
    assert refused(lambda: try_backup(tmp_path / "newer.db", lambda _: None)).code == "record.newer"


def test_a_backup_of_the_first_programs_has_no_note(tmp_path):
    first = Path(__file__).parents[1] / "data" / "record-1.0.db"
    tested = try_backup(first, lambda _: None)
    assert (tested.entries, tested.file.made_at, tested.file.action) == (4, None, None)
    restore(first, tmp_path / "new")
    assert (tmp_path / "new" / "record.db").read_bytes() == first.read_bytes()
    with open_record(tmp_path / "r") as record:
        fill(record)
        (tmp_path / "r" / "backups").mkdir()
        old = Path(shutil.copy(first, tmp_path / "r" / "backups" / "before-1.1.db"))
        assert newest(tmp_path / "r").path == old
        record.set_passphrase("猫", CODE).result()
        assert read_backup(old).envelope
        (made,) = record.keep_backups().result().made
        assert newest(tmp_path / "r").path in {made, old}
    assert newest(tmp_path / "none") is None


@pytest.mark.parametrize("content", ["not TOML", "no such length", "a key to an open file"])
def test_a_note_made_by_hand(backup, tmp_path, content):
    data = bytearray(backup.read_bytes())
    start = len(data) - 4096
    if content == "no such length":
        data[-24:-16] = (1 << 40).to_bytes(8, "big")
    elif content == "not TOML":
        data[start : start + 6] = b"forma="
    else:
        text = b'made_at = "2026-11-03T09:00:00+08:00"\naction = 1\nkey_toml = ""\n'
        data[start : start + len(text)] = text
        data[-24:-16] = len(text).to_bytes(8, "big")
    bad = tmp_path / "bad.db"
    bad.write_bytes(data)
    assert refused(lambda: read_backup(bad)).code == "backup.damaged"


def test_a_sound_note_behind_a_broken_page(backup, tmp_path, monkeypatch):
    data = bytearray(backup.read_bytes())
    with closing(apsw.Connection(str(backup))) as plain:
        page = plain.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'medicine'").get
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    bad = tmp_path / "bad.db"
    bad.write_bytes(data)
    real = read_backup
    monkeypatch.setattr(module, "read_backup", lambda path, **_named: real(path))
    assert refused(lambda: try_backup(bad, lambda _: None)).code == "backup.damaged"
    data = bytearray(backup.read_bytes())
    data[39] ^= 5  # pages that are said to be free
    bad.write_bytes(data)
    assert refused(lambda: try_backup(bad, lambda _: None)).code == "backup.damaged"
    for error, told in ((apsw.IOError, "record.io"), (apsw.SQLError, None)):

        def fail(*_args, _error=error, **_named):
            raise _error

        monkeypatch.setattr(module, "connect", fail)
        if told:
            assert refused(lambda: try_backup(backup, lambda _: None), MachineError).code == told
        else:
            with pytest.raises(apsw.SQLError):
                try_backup(backup, lambda _: None)


def test_a_backup_of_a_newer_record_is_left_when_the_passphrase_is_set(tmp_path, backup):
    with open_record(tmp_path / "r") as record:
        before = do(record, lambda s: s._connection.pragma("user_version"))
        do(record, lambda s: s._connection.execute("PRAGMA user_version = 2001").fetchall())
        record.back_up(tmp_path / "r" / "backups" / "n.db").result()
        do(record, lambda s: s._connection.execute(f"PRAGMA user_version = {before}").fetchall())
        left = record.set_passphrase("猫", CODE).result()
    assert [path.name for path in left] == ["n.db"]
