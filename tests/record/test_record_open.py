"""Opening: new, damaged, foreign, lost, newer, held by someone else; and what the folder looks like afterwards."""

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import apsw
import pytest

from handbook.domain import InputError, MachineError, Medicine
from handbook.record import lock, migrations
from handbook.record.connection import fault
from record.record_helpers import MEDICINE, do, fill, open_record, raw, snapshot


@pytest.fixture
def closed(tmp_path):
    """The folder of a filled record that nobody has open."""
    folder = tmp_path / "家人"
    with open_record(folder) as record:
        fill(record)
    return folder


def refusal(folder) -> InputError:
    """Try to open, and see that record.db was left as it is."""
    path = folder / "record.db"
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(InputError) as caught:
        open_record(folder)
    assert (path.read_bytes() if path.exists() else None) == before
    return caught.value


def test_a_new_record_makes_its_folder_for_this_person_only(tmp_path):
    folder = tmp_path / "a" / "b"
    with open_record(folder) as record:
        assert not record.read_only
        assert record.holder == ""
        assert set(do(record, lambda s: s.counts()).values()) == {0}
    if sys.platform != "win32":
        assert folder.stat().st_mode & 0o077 == 0
    assert sorted(p.name for p in folder.iterdir()) == ["card.toml", "record.db", "record.lock"]


def test_settings_of_the_connection(tmp_path):
    with open_record(tmp_path) as record:
        pragma = do(record, lambda s: s._connection.pragma)
        names = ("journal_mode", "synchronous", "temp_store", "fullfsync")
        assert [do(record, lambda s, n=n: pragma(n)) for n in names] == ["wal", 2, 2, 1]
        worker = do(record, lambda s: threading.current_thread().name)
        assert worker != threading.current_thread().name


def test_closing_waits_for_what_was_submitted_and_may_be_repeated(tmp_path):
    record = open_record(tmp_path)
    futures = [record.submit(lambda s, n=n: s.add_medicine(Medicine(str(n), "药"))) for n in range(20)]
    record.close()
    record.close()
    assert all(f.done() for f in futures)
    with open_record(tmp_path) as record:
        assert len(do(record, lambda s: s.medicines())) == 20


@pytest.mark.parametrize("size", [0, 1, 15, 16, 100, 512, 4096, 6000, -4096, -1])
def test_a_truncated_file_is_damaged(closed, size):
    path = closed / "record.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:size])
    assert refusal(closed).code == "record.damaged"


def test_a_zeroed_file_is_damaged(closed):
    path = closed / "record.db"
    path.write_bytes(bytes(path.stat().st_size))
    assert refusal(closed).code == "record.damaged"


def test_a_broken_page_is_damaged_when_it_is_met(closed):
    path = closed / "record.db"
    outside = raw(closed)
    page = outside.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'medicine'").get
    outside.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    with open_record(closed) as record, pytest.raises(InputError) as caught:
        do(record, lambda s: s.medicines())
    assert caught.value.code == "record.damaged"


@pytest.mark.parametrize("content", [b"hello", "今天吃了什么\n".encode() * 1000, b"PK\x03\x04" + bytes(9000)])
def test_a_file_of_another_kind_is_foreign(tmp_path, content):
    (tmp_path / "record.db").write_bytes(content)
    assert refusal(tmp_path).code == "record.foreign"


def test_another_programs_database_is_foreign(tmp_path):
    other = apsw.Connection(str(tmp_path / "record.db"))
    other.execute("CREATE TABLE t(x)")
    other.close()
    assert refusal(tmp_path).code == "record.foreign"


def test_a_newer_major_version_is_refused_a_newer_minor_is_not(closed):
    outside = raw(closed)
    outside.execute("PRAGMA user_version = 1999")
    outside.close()
    with open_record(closed) as record:
        assert do(record, lambda s: s.medicine("m1")).name == MEDICINE.name
        do(record, lambda s: s.set_person("name", "x"))
    outside = raw(closed)
    outside.execute("PRAGMA user_version = 2001")
    outside.close()
    error = refusal(closed)
    assert (error.code, error.params) == ("record.newer", {"found": "2.1", "known": str(migrations.MIGRATIONS[-1].to)})


@pytest.mark.parametrize("left", ["record.db-wal", "backups/before-2.0.db"])
def test_a_record_that_was_lost_is_not_replaced_by_an_empty_one(tmp_path, left):
    (tmp_path / left).parent.mkdir(exist_ok=True)
    (tmp_path / left).write_bytes(b"x")
    assert refusal(tmp_path).code == "record.lost"
    assert not (tmp_path / "record.db").exists()


def test_what_a_crash_left_of_a_new_record_is_in_nobodys_way(tmp_path):
    (tmp_path / "record.db.new").write_bytes(b"half")
    (tmp_path / "record.db.new-journal").write_bytes(b"half")
    (tmp_path / "record.lock").write_text("somebody (1)", encoding="utf-8")
    with open_record(tmp_path) as record:
        assert not record.read_only
    assert sorted(p.name for p in tmp_path.iterdir()) == ["card.toml", "record.db", "record.lock"]


def test_a_second_window_of_this_program_reads_only(closed):
    with open_record(closed) as writer, open_record(closed) as reader:
        assert reader.read_only
        assert f"({os.getpid()})" in reader.holder
        assert snapshot(reader) == snapshot(writer)
        for job in (lambda s: s.undo(), lambda s: s.redo(), lambda s: s.set_person("name", "x")):
            with pytest.raises(InputError) as caught:
                do(reader, job)
            assert (caught.value.code, caught.value.params) == ("record.read-only", {"holder": reader.holder})
        assert do(reader, lambda s: (s.undoable(), s.redoable())) == (None, None)
        do(writer, lambda s: s.set_person("name", "新名"))
        assert do(reader, lambda s: s.person())["name"] == "新名"
        assert len(do(reader, lambda s: s.history())) > 15
    with open_record(closed) as again:
        assert not again.read_only


def test_a_reader_left_alone_goes_on_reading(closed):
    writer = open_record(closed)
    reader = open_record(closed)
    writer.close()
    assert do(reader, lambda s: s.medicine("m1")).name == MEDICINE.name
    with open_record(closed) as second:
        assert not second.read_only
        do(second, lambda s: s.delete_medicine("m1"))
        assert [m.id for m in do(reader, lambda s: s.medicines())] == ["m2"]
    reader.close()


HOLD = """
import sys
from pathlib import Path
from datetime import datetime
from handbook.record import Record
record = Record.open(Path(sys.argv[1]), clock=lambda: datetime.now().astimezone(), new_id=str)
print("open", flush=True)
sys.stdin.read()
"""


def test_another_process_holds_it_until_it_dies(closed):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(closed)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "open\n"
        with open_record(closed) as reader:
            assert reader.read_only
            assert f"({other.pid})" in reader.holder
            assert do(reader, lambda s: s.medicine("m1")).name == MEDICINE.name
        other.kill()
        other.wait()
    assert str(other.pid) in (closed / "record.lock").read_text(encoding="utf-8")
    with open_record(closed) as record:
        assert not record.read_only


def test_a_reader_waits_for_a_record_that_is_being_made_or_is_too_old(closed):
    held = lock.FolderLock.take(closed)
    outside = raw(closed)
    outside.execute("PRAGMA user_version = 999")
    outside.close()
    error = refusal(closed)
    assert error.code == "record.in-use"
    assert f"({os.getpid()})" in error.params["holder"]
    (closed / "record.db").unlink()
    assert refusal(closed).code == "record.in-use"
    held.release()
    held.release()


def test_the_holder_without_a_name(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(lock.os, "write", full)
    with open_record(tmp_path) as writer, open_record(tmp_path) as reader:
        assert not writer.read_only
        assert (reader.read_only, reader.holder) == (True, "?")


def test_a_lock_file_that_cannot_be_locked(tmp_path, monkeypatch):
    def unsupported(*_):
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(lock, "_lock", unsupported)
    with pytest.raises(MachineError) as caught:
        open_record(tmp_path)
    assert caught.value.code == "record.cannot-open"


@pytest.mark.parametrize(("number", "code"), [(errno.EACCES, "record.cannot-open"), (errno.ENOSPC, "record.no-space")])
def test_a_folder_that_cannot_be_made(tmp_path, monkeypatch, number, code):
    def refuse(*_args, **_kwargs):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(MachineError) as caught:
        open_record(tmp_path / "new")
    assert caught.value.code == code


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "x").write_text("", encoding="utf-8")
    with pytest.raises(MachineError) as caught:
        open_record(tmp_path / "x")
    assert caught.value.code == "record.cannot-open"


def test_a_folder_in_the_place_of_the_file(tmp_path):
    (tmp_path / "record.db").mkdir()
    with pytest.raises(MachineError) as caught:
        open_record(tmp_path)
    assert caught.value.code == "record.cannot-open"


def test_no_room_to_put_a_new_record_in_its_place(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        with pytest.raises(MachineError) as caught:
            open_record(tmp_path)
    assert caught.value.code == "record.no-space"
    with open_record(tmp_path) as record:
        assert not record.read_only


def test_a_file_that_another_program_keeps_locked(closed, monkeypatch):
    monkeypatch.setattr("handbook.record.connection.BUSY_MILLISECONDS", 10)
    with open_record(closed) as record:
        outside = raw(closed)
        outside.execute("BEGIN IMMEDIATE")
        with pytest.raises(MachineError) as caught:
            do(record, lambda s: s.delete_medicine("m1"))
        assert caught.value.code == "record.busy"
        outside.execute("ROLLBACK")
        outside.close()
        assert do(record, lambda s: s.delete_medicine("m1")).number > 15


def test_a_fault_of_the_program_stays_one(tmp_path):
    with open_record(tmp_path) as record:
        with pytest.raises(apsw.SQLError):
            do(record, lambda s: s._connection.execute("nonsense"))
        with pytest.raises(ZeroDivisionError):
            do(record, lambda s: 1 / 0)
        assert do(record, lambda s: s.add_medicine(MEDICINE)).number == 1


def test_an_action_that_sqlite_has_rolled_back_itself(tmp_path, monkeypatch):
    def fail(journal, *_):
        journal._connection.execute("ROLLBACK")
        raise apsw.IOError

    with open_record(tmp_path) as record:
        with monkeypatch.context() as patched:
            patched.setattr("handbook.record.journal.Journal._write", fail)
            with pytest.raises(MachineError):
                do(record, lambda s: s.add_medicine(MEDICINE))
        assert do(record, lambda s: s.medicines()) == ()
        assert do(record, lambda s: s.add_medicine(MEDICINE)).number == 1


def test_a_bug_while_opening_lets_the_folder_go(tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("handbook.record.migrations.build", lambda connection: connection.execute("nonsense"))
        with pytest.raises(apsw.SQLError):
            open_record(tmp_path)
        patched.setattr("handbook.record.opening.connect", lambda path, **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            open_record(tmp_path)
    with open_record(tmp_path) as record:
        assert not record.read_only


class FullDisk:
    system_errno = errno.ENOSPC


def no_room_beside():
    """What SQLite says where the 32 kB that all openers share do not fit beside the file."""
    error = apsw.IOError()
    error.extendedresult = apsw.SQLITE_IOERR_SHMSIZE
    return error


@pytest.mark.parametrize(
    ("error", "connection", "code"),
    [
        (apsw.FullError(), None, "record.no-space"),
        (apsw.IOError(), None, "record.io"),
        (apsw.IOError(), FullDisk(), "record.no-space"),
        (no_room_beside(), None, "record.no-space"),
        (apsw.CantOpenError(), FullDisk(), "record.no-space"),
        (apsw.CantOpenError(), None, "record.cannot-open"),
        (apsw.ReadOnlyError(), None, "record.cannot-open"),
        (apsw.LockedError(), None, "record.busy"),
        (apsw.CorruptError(), FullDisk(), "record.damaged"),
    ],
)
def test_refusals_have_a_code(error, connection, code):
    assert fault(error, connection).code == code


DAY = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from record.record_helpers import MEDICINE, do, fill, open_record
from handbook.domain import Medicine
with open_record(Path(sys.argv[1])) as record:
    fill(record)
    for n in range(200):
        record.submit(lambda s, n=n: s.add_medicine(Medicine(f"x{n}", "药", note="长" * 5000)))
    while do(record, lambda s: s.undo()):
        pass
    try:
        do(record, lambda s: s.add_medicine(Medicine("y", "阿昔洛韦\\0")))
    except Exception as error:
        print(repr(error))
"""


def test_nothing_is_written_outside_the_folder_and_nothing_said(tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    before = temporary.stat()
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"), str(temporary))}
    done = subprocess.run(
        [sys.executable, "-c", DAY, str(tmp_path / "record"), str(Path(__file__).parents[1])],
        env=environment, cwd=temporary, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "InputError('text.control', '', {'key': 'name', 'char': 'U+0000'})\n"
    assert done.stderr == ""
    after = temporary.stat()
    assert (after.st_mtime_ns, after.st_nlink) == (before.st_mtime_ns, before.st_nlink)
