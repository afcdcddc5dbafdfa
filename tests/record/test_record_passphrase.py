"""A passphrase on a record with entries and backups: set, changed, taken off, wrong, stopped anywhere, damaged."""

import errno
import os
import random
import shutil
import tomllib
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import apsw
import pytest

from handbook.domain import HandbookError, InputError, MachineError, Medicine, Note, NoteKind
from handbook.record import (
    CARD_KEYS,
    Record,
    is_locked,
    keys,
    new_recovery_code,
    newest,
    passphrase_set_on,
    read_card,
    set_second_folder,
    try_backup,
    unlock,
    vault,
)
from handbook.record import backups as backups_module
from handbook.record.backup import back_up, read_backup
from record.record_helpers import MEDICINE, START, Clock, do, fill, open_record, raw, snapshot

WORDS = "窗台上的猫"
CODE = new_recovery_code()
PLANTED = tuple(f"PLANTED{n}词" for n in range(10))


def opened(folder, secret=WORDS, clock=None) -> Record:
    key = unlock(folder, secret) if is_locked(folder) else None
    return Record.open(folder, clock=clock or Clock(START + timedelta(days=3)), new_id=lambda: "x", key=key)


def refused(work, kind=InputError):
    with pytest.raises(kind) as caught:
        work()
    return caught.value


def everything(folder: Path) -> dict:
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != "record.lock"}


@pytest.fixture
def folder(tmp_path):
    """A filled record with two backups, open to anybody."""
    made = tmp_path / "妈妈 & co"
    with open_record(made) as record:
        fill(record)
        record.keep_backups().result()
        record.back_up(made / "backups" / "before-1.1.db").result()
    return made


@pytest.fixture
def locked(folder):
    with open_record(folder) as record:
        assert record.passphrase_set_at is None
        assert record.set_passphrase(WORDS, CODE).result() == ()
        assert START < record.passphrase_set_at < START + timedelta(hours=2)
    return folder


def plant(record):
    n = Note("planted", "fever", NoteKind.NOTE, PLANTED[0], START)
    for job in (
        lambda s: s.add_note(n),
        lambda s: s.add_medicine(
            Medicine("p", PLANTED[1], PLANTED[2], PLANTED[3], reason=PLANTED[4], prescriber=PLANTED[5], note=PLANTED[6])
        ),
        lambda s: s.set_person("disease", PLANTED[7]),
        lambda s: s.set_person("allergies", PLANTED[8]),
        lambda s: s.set_card_note(s.begin_card(), PLANTED[9]),
        lambda s: s.delete_medicine("p"),  # what was deleted must not be readable either
        lambda s: s.keep_drafts({"medicines": " ".join(PLANTED)}),
        lambda s: s.keep_drafts({"diary": PLANTED[3]}),  # nor what was typed and then thrown away
        lambda s: s.set_person("name", "李明"),
    ):
        do(record, job)


def found_in(*folders) -> set:
    words = [w.encode(code) for w in PLANTED for code in ("utf-8", "utf-16-le", "gb18030")]
    return {
        p for folder in folders for p in folder.rglob("*") if p.is_file() and any(w in p.read_bytes() for w in words)
    }


@pytest.mark.parametrize("typed_first", [True, False])
def test_no_planted_word_is_in_any_byte(tmp_path, monkeypatch, typed_first):
    temporary, folder, stick = tmp_path / "tmp", tmp_path / "data" / "record", tmp_path / "stick"
    temporary.mkdir()
    stick.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    with open_record(folder) as record:
        set_second_folder(folder, stick, new_id=lambda: "mark")
        if typed_first:
            plant(record)
            assert len(record.keep_backups().result().made) == 2
            (folder / "record.db.new").write_bytes(PLANTED[0].encode())
            (folder / "backups" / "2026-01-01.db.part").write_bytes(PLANTED[0].encode())
            assert len(found_in(tmp_path)) >= 4
        assert record.set_passphrase(WORDS, CODE).result() == ()
        if not typed_first:
            plant(record)
            assert len(record.keep_backups().result().made) == 2
        assert found_in(tmp_path) == set()
        do(record, lambda s: s.set_prepared("a", True))
        assert found_in(tmp_path) == set()
    assert found_in(tmp_path) == set()
    for backup in (*folder.glob("backups/*.db"), *stick.rglob("*.db")):
        tested = try_backup(backup, lambda envelope: envelope.open(WORDS))
        assert (tested.name, tested.entries) == ("李明", 2)
    with opened(folder) as record:
        assert PLANTED[8] in do(record, lambda s: s.person()).values()
        assert do(record, lambda s: s.drafts()) == {"diary": PLANTED[3]}


def test_locked_means_that_only_the_card_can_be_read(locked):
    before = everything(locked)
    assert is_locked(locked)
    assert not is_locked(locked / "nothing here")
    assert refused(lambda: open_record(locked)).code == "record.locked"
    assert refused(lambda: raw(locked).execute("SELECT 1 FROM medicine"), apsw.NotADBError)
    assert read_card(locked)["name"] == "张𫖯"
    assert passphrase_set_on(locked) - START.date() <= timedelta(days=1)
    assert everything(locked) == before


def test_it_opens_with_the_passphrase_and_the_code_and_holds_everything(folder):
    with open_record(folder) as record:
        expected = snapshot(record)
        record.set_passphrase(WORDS, CODE).result()
        assert snapshot(record) == expected  # without being opened again
        do(record, lambda s: s.add_medicine(Medicine("m9", "药")))
        do(record, lambda s: s.undo())
    for secret in (WORDS, CODE):
        with opened(folder, secret) as record, opened(folder, secret) as reader:
            assert snapshot(record) == snapshot(reader) == expected
            assert reader.read_only
            assert len(do(record, lambda s: s.history())) >= 17
            assert do(record, lambda s: s.redo()).subject == "药"
            do(record, lambda s: s.undo())


@pytest.mark.parametrize("secret", ["", "x", WORDS + "!"])
def test_a_wrong_word_changes_nothing(locked, secret):
    before = everything(locked)
    for _ in range(3):
        assert refused(lambda: unlock(locked, secret)).code == "record.wrong-passphrase"
    other = keys.new_data_key()
    with pytest.raises(InputError) as caught:
        Record.open(locked, clock=Clock(), new_id=str, key=other)
    assert caught.value.code == "record.other-key"
    assert everything(locked) == before


def test_the_raw_key_opens_it_as_any_sqlcipher_tool_would(locked):
    key = unlock(locked, WORDS)
    for file in (locked / "record.db", newest(locked).path):
        tool = apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY)
        for line in ("cipher = 'sqlcipher'", "legacy = 4", f"key = \"x'{key.hex()}'\""):
            tool.execute(f"PRAGMA {line}").fetchall()
        assert tool.execute("SELECT name FROM medicine WHERE id = 'm1'").get == MEDICINE.name
        assert tool.pragma("integrity_check") == "ok"
        tool.close()


def test_changing_it_changes_the_backups_too_and_keeps_the_code(locked):
    with opened(locked) as record:
        assert record.set_passphrase("new words").result() == ()
    assert refused(lambda: unlock(locked, WORDS)).code == "record.wrong-passphrase"
    for backup in locked.glob("backups/*.db"):
        envelope = read_backup(backup, whole=True).envelope
        assert envelope.open("new words") == envelope.open(CODE) == unlock(locked, CODE)
    other = new_recovery_code()
    with opened(locked, CODE) as record:
        record.set_passphrase("newer", other).result()
    assert refused(lambda: unlock(locked, CODE)).code == "record.wrong-code"
    assert unlock(locked, other) == unlock(locked, "newer")


def test_taking_it_off_brings_everything_back(locked):
    with opened(locked) as record:
        expected = snapshot(record)
        assert record.take_off_passphrase().result() == ()
        assert snapshot(record) == expected
        assert record.passphrase_set_at is None
        assert refused(lambda: record.take_off_passphrase().result()).code == "record.no-passphrase"
    assert not is_locked(locked)
    assert not (locked / "key.toml").exists()
    assert refused(lambda: unlock(locked, WORDS)).code == "record.no-passphrase"
    for backup in locked.glob("backups/*.db"):
        assert try_backup(backup, lambda _: None).entries >= 6
    with opened(locked) as record:
        assert snapshot(record) == expected


def test_what_keeps_it_from_being_set(folder, monkeypatch):
    monkeypatch.setattr("handbook.record.connection.BUSY_MILLISECONDS", 10)
    before = everything(folder)
    with open_record(folder) as record:
        assert refused(lambda: record.set_passphrase("", CODE).result()).code == "record.empty-passphrase"
        assert refused(lambda: record.set_passphrase(WORDS).result()).code == "record.wrong-code"
        with open_record(folder) as reader:
            assert refused(lambda: reader.set_passphrase(WORDS, CODE).result()).code == "record.read-only"
            assert refused(lambda: reader.take_off_passphrase().result()).code == "record.read-only"
            assert refused(lambda: record.set_passphrase(WORDS, CODE).result()).code == "record.in-other-window"
            do(record, lambda s: s.medicines())
            do(reader, lambda s: s.medicines())
    assert everything(folder) == before


def test_backups_out_of_reach_are_named(folder, tmp_path):
    stick = tmp_path / "stick"
    set_second_folder(folder, stick, new_id=lambda: "mark")
    broken = folder / "backups" / "2026-01-02.db"
    broken.write_bytes(b"hello")
    with open_record(folder) as record:
        assert record.set_passphrase(WORDS, CODE).result() == (stick, broken)
        assert record.take_off_passphrase().result() == (stick, broken)
    (folder / "backups.toml").write_text("?", encoding="utf-8")
    with open_record(folder) as record:
        assert record.set_passphrase(WORDS, CODE).result() == (folder / "backups.toml", broken)


def test_a_backup_of_another_key_is_left_and_named(locked, tmp_path):
    kept = tmp_path / "kept.db"
    shutil.copy(newest(locked).path, kept)
    with opened(locked) as record:
        record.take_off_passphrase().result()
        old = shutil.copy(kept, locked / "backups" / "2026-01-02.db")
        assert record.set_passphrase("second", CODE).result() == (Path(old),)
    assert read_backup(Path(old)).envelope.open(WORDS)


def test_what_a_stop_left_plain_is_encrypted_at_the_next_chance(locked, monkeypatch, tmp_path):
    plain = tmp_path / "plain"
    with open_record(plain) as record:
        fill(record)
        record.back_up(locked / "backups" / "2026-02-03.db").result()
    with opened(locked) as record:
        record.keep_backups().result()
    assert all(read_backup(p).envelope for p in locked.glob("backups/*.db"))


# Stopped anywhere


STEPS = ((Path, "replace"), (Path, "unlink"), (os, "fsync"), (vault, "copy_into"), (vault, "write_key_file"))


@contextmanager
def counted(monkeypatch, at_each):
    """Call ``at_each`` before and after every step that touches the disk."""
    with monkeypatch.context() as patched:
        for owner, name in STEPS:
            real = getattr(owner, name)

            def step(*args, _real=real, **named):
                at_each()
                result = _real(*args, **named)
                at_each()
                return result

            patched.setattr(owner, name, step)
        yield


def works_after(folder, secret, expected):
    """It opens, says the same, and takes an entry; its backups open too."""
    with opened(folder, secret) as record:
        assert snapshot(record) == expected
        assert do(record, lambda s: s.add_medicine(Medicine("after", "药"))).number
        record.keep_backups().result()
    for backup in folder.glob("backups/*.db"):
        assert try_backup(backup, lambda e: e.open(secret)).entries >= 6
    assert not list(folder.rglob("*.part"))
    assert not (folder / "record.db.new").exists()


@pytest.mark.parametrize("act", ["set", "change", "off"])
def test_killed_at_any_step_it_opens_before_or_after(folder, tmp_path, monkeypatch, act):
    with open_record(folder) as record:
        expected = snapshot(record)
        if act != "set":
            record.set_passphrase("old", CODE).result()
    copies = []

    def photograph():
        copies.append(tmp_path / f"copy{len(copies)}" / "r")
        shutil.copytree(folder, copies[-1])

    with opened(folder, "old") as record, counted(monkeypatch, photograph):
        work = record.take_off_passphrase if act == "off" else lambda: record.set_passphrase(WORDS, CODE)
        work().result()
    assert len(copies) > 8
    ends = set()
    for copy in copies:
        secret = "old"
        if is_locked(copy):
            try:
                unlock(copy, "old")
            except InputError:
                secret = WORDS
        ends.add((is_locked(copy), secret))
        check = CODE if is_locked(copy) else ""
        works_after(copy, check or secret, expected) if act != "off" or check else opened(copy).close()
        if not check:
            with opened(copy) as record:
                assert snapshot(record)["person"] == expected["person"]
    assert len(ends) == 2


@pytest.mark.parametrize("act", ["set", "change", "off"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_failure_at_any_step_is_told_and_the_next_action_works(folder, tmp_path, monkeypatch, act, number):
    with open_record(folder) as record:
        expected = snapshot(record)
        if act != "set":
            record.set_passphrase("old", CODE).result()
    n = 0
    while True:
        n += 1
        copy = tmp_path / f"copy{n}"
        shutil.copytree(folder, copy)
        count = 0

        def fail():
            nonlocal count
            count += 1
            if count == n:  # noqa: B023
                raise OSError(number, os.strerror(number))

        with opened(copy, "old") as record:
            with counted(monkeypatch, fail):
                work = record.take_off_passphrase if act == "off" else lambda: record.set_passphrase(WORDS, CODE)
                try:
                    left = work().result()
                except HandbookError as error:
                    assert error.code.partition(".")[0] in {"record", "file"}  # noqa: PT017
                    left = None
            assert snapshot(record) == expected
            assert do(record, lambda s: s.add_medicine(Medicine("after", "药"))).number
        works = CODE if is_locked(copy) else ""
        with opened(copy, works) as record:
            assert len(do(record, lambda s: s.medicines())) == 3
        if count < n:
            assert left == ()
            break
    assert n > 5


def test_a_copy_that_is_not_the_same_is_never_put_in_place(folder, monkeypatch):
    real = vault._rows
    seen = []

    def rows(connection):
        seen.append(connection)
        return {**real(connection), "medicine": len(seen)}

    monkeypatch.setattr(vault, "_rows", rows)
    with open_record(folder) as record:
        assert refused(lambda: record.set_passphrase(WORDS, CODE).result()).code == "record.damaged"
        assert len(do(record, lambda s: s.medicines())) == 2
    assert not is_locked(folder)


def test_a_record_that_could_not_be_opened_again_is_opened_by_the_next_action(folder, monkeypatch):
    def fail(*_args, **_kwargs):
        raise apsw.IOError

    with open_record(folder) as record:
        expected = snapshot(record)
        with monkeypatch.context() as patched:
            patched.setattr("handbook.record.opening.connect", fail)
            assert refused(lambda: record.set_passphrase(WORDS, CODE).result(), MachineError).code == "record.io"
            assert refused(lambda: do(record, lambda s: s.medicines()), MachineError).code == "record.io"
        record.set_passphrase("other", CODE).result()
        assert snapshot(record) == expected
        with monkeypatch.context() as patched:
            patched.setattr("handbook.record.opening.connect", fail)
            assert refused(lambda: record.take_off_passphrase().result(), MachineError).code == "record.io"
        assert snapshot(record) == expected
        with monkeypatch.context() as patched:
            patched.setattr("handbook.record.opening.connect", fail)
            assert refused(lambda: record.set_passphrase(WORDS, CODE).result(), MachineError).code == "record.io"
    assert is_locked(folder)  # and closed without having been opened again
    with opened(folder) as record:
        assert snapshot(record) == expected


def test_a_bug_on_the_way_stays_one(folder, monkeypatch):
    with open_record(folder) as record:
        monkeypatch.setattr(vault, "exchange_file", lambda *_: record._connection.execute("nonsense"))
        with pytest.raises(apsw.SQLError):
            record.set_passphrase(WORDS, CODE).result()
        assert len(do(record, lambda s: s.medicines())) == 2


# Damage is told apart


def refusal(folder, secret=WORDS) -> str:
    before = everything(folder)
    error = refused(lambda: opened(folder, secret))
    assert everything(folder) == before
    return error.code


@pytest.mark.parametrize("size", [0, 1, 8, 12, 100, 4096, 6000, -4096, -1])
def test_a_cut_file_is_damaged(locked, size):
    path = locked / "record.db"
    path.write_bytes(path.read_bytes()[:size])
    assert refusal(locked) == "record.damaged"


def test_a_zeroed_or_foreign_file(locked):
    path = locked / "record.db"
    size = path.stat().st_size
    path.write_bytes(bytes(size))
    assert refusal(locked) == "record.damaged"
    path.write_bytes(b"PK\x03\x04" * 5000)
    assert refusal(locked) == "record.damaged"  # a key lies beside it, so there was a record
    (locked / "key.toml").unlink()
    assert refusal(locked) == "record.foreign"


def test_a_flipped_bit_is_seen_wherever_it_is(locked):
    path = locked / "record.db"
    data = path.read_bytes()
    chance = random.Random(5)
    told = set()
    for at in (*range(0, 16, 3), *(chance.randrange(16, len(data)) for _ in range(20))):
        changed = bytearray(data)
        changed[at] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        try:
            with opened(locked) as record:
                do(record, lambda s: s._connection.pragma("integrity_check"))
                do(record, lambda s: (s.medicines(), s.history(), s.person()))
                do(record, lambda s: s._connection.execute("ANALYZE").fetchall())
        except InputError as error:
            told.add(error.code)
        path.write_bytes(data)
        for left in ("record.db-wal", "record.db-shm"):
            (locked / left).unlink(missing_ok=True)
    assert "record.damaged" in told
    assert told <= {"record.damaged", "record.other-key"}


def test_key_files_are_told_apart_from_records(locked, tmp_path):
    key_file = locked / "key.toml"
    good = key_file.read_bytes()
    key_file.unlink()
    assert refusal(locked) == "record.key-lost"
    for data, code in (
        (b"", "record.key-damaged"),
        (bytes(500), "record.key-damaged"),
        (good[:300], "record.key-damaged"),
        (good.replace(b"passes = 1", b"passes = 2"), "record.key-damaged"),
        (b"[x]\ny = 1\n", "record.key-foreign"),
    ):
        key_file.write_bytes(data)
        assert refusal(locked) == code
    other = tmp_path / "other"
    with open_record(other) as record:
        record.set_passphrase(WORDS, CODE).result()
    shutil.copy(other / "key.toml", key_file)
    assert refusal(locked) == "record.other-key"
    key_file.write_bytes(good)
    opened(locked).close()
    (locked / "record.db").unlink()
    assert refused(lambda: open_record(locked)).code == "record.lost"
    shutil.rmtree(locked / "backups")
    assert refused(lambda: open_record(locked)).code == "record.lost"


def test_the_key_comes_back_from_a_backup(locked, tmp_path):
    (locked / "key.toml").unlink()
    backups_module.restore(newest(locked).path, tmp_path / "beside")
    shutil.copy(tmp_path / "beside" / "key.toml", locked)
    with opened(locked) as record:
        assert do(record, lambda s: s.medicine("m1")).name == MEDICINE.name


def test_a_newer_record_behind_a_passphrase(locked):
    with opened(locked) as record:
        do(record, lambda s: s._connection.execute("PRAGMA user_version = 2001").fetchall())
    assert refusal(locked) == "record.newer"


def test_a_disk_that_refuses_to_say(locked, monkeypatch):
    def fail(_path):
        raise apsw.IOError

    monkeypatch.setattr(vault, "head_of", fail)
    assert refused(lambda: is_locked(locked), MachineError).code == "record.io"

    def bug(_path):
        raise apsw.SQLError

    monkeypatch.setattr(vault, "head_of", bug)
    with pytest.raises(apsw.SQLError):
        is_locked(locked)


def test_an_encrypted_record_is_backed_up_before_a_migration(locked, monkeypatch):
    from handbook.record import migrations  # noqa: PLC0415

    step = migrations.Migration(migrations.Version(1, 999), "CREATE TABLE later (id TEXT PRIMARY KEY) STRICT")
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, step))
    with opened(locked) as record:
        assert do(record, lambda s: s.medicine("m1"))
    (backup,) = locked.glob("backups/before-1.999-*.db")
    assert read_backup(backup, whole=True).envelope.open(WORDS)


# What stays readable


def test_each_word_of_the_card_can_be_taken_out(tmp_path):
    with open_record(tmp_path) as record:
        for key, value in zip(CARD_KEYS, ("张三", "药", "医院", "120", "139", "2026-11-05"), strict=True):
            do(record, lambda s, k=key, v=value: s.set_person(k, v))
        full = read_card(tmp_path)
        assert tuple(full) == CARD_KEYS
        for key in CARD_KEYS:
            assert do(record, lambda s, k=key: s.set_on_card(k, False)).name == "card.leave-out"
            assert do(record, lambda s, k=key: s.set_on_card(k, False)).number == 0
            assert key not in read_card(tmp_path)
        assert tomllib.loads((tmp_path / "card.toml").read_text(encoding="utf-8")) == {"format": 1}
        assert do(record, lambda s: s.left_off_card()) == set(CARD_KEYS)
        do(record, lambda s: s.undo())
        assert read_card(tmp_path) == {"infusion_date": full["infusion_date"]}
        assert do(record, lambda s: s.set_on_card("name", True)).name == "card.put-back"
        assert read_card(tmp_path)["name"] == "张三"
        assert do(record, lambda s: s.person())["hospital"] == "医院"
        with pytest.raises(KeyError):
            do(record, lambda s: s.set_on_card("allergies", False))


@pytest.mark.parametrize("data", [None, b"", b"\xff", b"name = 3\nhospital = 'x'", b"[" * 5000])
def test_a_card_that_cannot_be_read_is_empty(tmp_path, data):
    if data is not None:
        (tmp_path / "card.toml").write_bytes(data)
    assert read_card(tmp_path) == ({"hospital": "x"} if data and b"hospital" in data else {})


def test_a_backup_of_a_read_only_window(locked, tmp_path):
    with opened(locked), opened(locked) as reader:
        assert reader.keep_backups().result() == backups_module.Kept()
        reader.back_up(tmp_path / "b.db").result()
        with pytest.raises(MachineError):
            reader.back_up(tmp_path / "none" / "none" / "b.db").result()
    assert try_backup(tmp_path / "b.db", lambda e: e.open(WORDS)).entries >= 6


def test_nothing_half_is_left_of_a_backup_that_failed(folder, tmp_path, monkeypatch):
    with open_record(folder) as record:

        def fail(*_):
            raise OSError(errno.ENOSPC, "full")

        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", fail)
            with pytest.raises(MachineError) as caught:
                record.back_up(tmp_path / "b.db").result()
        assert caught.value.code == "record.no-space"
        assert not list(tmp_path.glob("b.db*"))
        do(record, lambda s: back_up(s._connection, tmp_path / "b.db", at=START))
    assert (tmp_path / "b.db").exists()
