"""Numbered migrations on a real file of version 1.0: a backup before each, undo stops, history stays readable.

tests/data/record-1.0.db was written by the first released format and is never written again.
"""

import errno
import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import apsw
import pytest

from handbook.domain import Answer, Journey, Kind, MachineError, Medicine, PartialDate, Told
from handbook.record import migrations
from handbook.record.migrations import Migration, Version
from record.record_helpers import DOSE, MEDICINE, NOTE, QUESTION, READING, do, fill, open_record, raw, snapshot

FIRST = Path(__file__).parents[1] / "data" / "record-1.0.db"
BEFORE = FIRST.with_name("record-1.1.db")
LATEST = FIRST.with_name("record-1.2.db")
VERSIONS = ["1.1", "1.2", "1.3"]
MINOR = Migration(Version(1, 4), "CREATE TABLE later (id TEXT PRIMARY KEY, data BLOB) STRICT, WITHOUT ROWID")
MAJOR = Migration(Version(2), "ALTER TABLE medicine ADD COLUMN starred INTEGER NOT NULL DEFAULT 0")


@pytest.fixture
def folder(tmp_path):
    shutil.copy(FIRST, tmp_path / "record.db")
    return tmp_path


@pytest.fixture
def later(monkeypatch):
    """As if there were two more versions."""
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, MINOR, MAJOR))


def expect_everything(record, *, undone=0) -> None:
    fish_oil = Medicine("m2", "鱼油", kind=Kind.SUPPLEMENT, end=PartialDate())
    stopped = replace(MEDICINE, end=PartialDate.parse("2026-10-30"))
    assert do(record, lambda s: s.medicines()) == (stopped, fish_oil)
    (card,) = do(record, lambda s: s.cards())
    assert {a.item: a.answer for a in card.answers} == {"fever": Answer.YES, "confused": Answer.NO}
    assert (card.begun.isoformat(), card.note) == ("2026-11-02T23:52:00+08:00", "打了电话")
    assert do(record, lambda s: s.readings()) == (READING,)
    assert do(record, lambda s: s.journey()) == Journey(infusion=date(2026, 11, 5))
    assert do(record, lambda s: s.numbers()) == {"fever_line": Told("38.0", "护士长", date(2026, 10, 20))}
    assert do(record, lambda s: s.person()) == {"name": "张𫖯", "infusion_date": "2026-11-05"}
    assert do(record, lambda s: s.prepared()) == {"medicine-list"}
    entries = do(record, lambda s: s.history())[2 * undone :]
    assert [e.kind for e in entries[:3]] == ["undo", "do", "do"]
    assert len(entries) == 13


def test_a_record_of_the_first_format_gets_stars_and_notes(folder):
    with open_record(folder) as record:
        expect_everything(record)
        assert do(record, lambda s: (s.stars(), s.notes())) == (frozenset(), ())
        assert do(record, lambda s: s.undoable()) is None
        do(record, lambda s: s.set_star("crs", True))
        do(record, lambda s: s.add_note(NOTE))
    with open_record(folder) as record:
        assert do(record, lambda s: (s.stars(), s.notes())) == ({"crs"}, (NOTE,))
        assert [do(record, lambda s: s.undo()).name for _ in range(2)] == ["note.add", "page.star"]
        assert do(record, lambda s: s.undo()) is None
        expect_everything(record, undone=2)
    first, second, _ = _backups(folder)
    assert first.name == "before-1.1-20261102T235100.db"
    assert _pages(first) == (1000, [("m1",), ("m2",)])
    assert (second.name, _pages(second)[0]) == ("before-1.2-20261102T235100.db", 1001)


def test_a_record_of_the_format_before_keeps_everything(tmp_path):
    """What the interview, the diary, photos and the bin need is added; what stood there stands there."""
    shutil.copy(BEFORE, tmp_path / "record.db")
    with open_record(tmp_path) as record:
        fish_oil = Medicine("m2", "鱼油", kind=Kind.SUPPLEMENT, end=PartialDate())
        assert do(record, lambda s: s.medicines()) == (replace(MEDICINE, end=PartialDate(2026, 10, 30)), fish_oil)
        (card,) = do(record, lambda s: s.cards())
        assert [(a.item, a.answer, a.observer) for a in card.answers] == [
            ("fever", Answer.YES, "儿子"), ("confused", Answer.NO, "儿子"),
        ]  # fmt: skip
        assert card.note == "打了电话"
        assert do(record, lambda s: s.readings()) == (READING,)
        assert do(record, lambda s: s.journey()) == Journey(infusion=date(2026, 11, 5))
        assert do(record, lambda s: s.numbers()) == {"fever_line": Told("38.0", "护士长", date(2026, 10, 20))}
        assert do(record, lambda s: s.person()) == {"name": "张𫖯", "infusion_date": "2026-11-05"}
        assert do(record, lambda s: (s.prepared(), s.stars())) == ({"medicine-list"}, {"fever"})
        asked = replace(QUESTION, ticked=datetime.fromisoformat("2026-11-03T00:11:00+08:00"))
        assert do(record, lambda s: s.notes()) == (NOTE, asked)
        history = do(record, lambda s: s.history())
        assert [(e.number, e.name) for e in history[::14]] == [(15, "question.tick"), (1, "medicine.add")]
        assert do(record, lambda s: (s.undoable(), s.redoable())) == (None, None)
        assert do(record, lambda s: s.add_dose(DOSE)).number == 16
        (line,) = [v for v in do(record, lambda s: s.versions("medicine", "m1")) if v.line.name == "medicine.add"]
        do(record, lambda s: s.change_medicine(replace(MEDICINE, brand="Zovirax")))
        do(record, lambda s: s.restore_version("medicine", "m1", line.line.number))
        assert do(record, lambda s: s.medicine("m1")) == MEDICINE  # no brand was known of then
    assert [p.name for p in _backups(tmp_path)] == [f"before-{v}-20261102T235100.db" for v in VERSIONS[1:]]
    assert _pages(_backups(tmp_path)[0]) == (1001, [("m1",), ("m2",)])


def test_a_record_of_version_1_2_gets_room_for_what_is_half_written(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    shutil.copy(LATEST, old / "record.db")
    with open_record(old) as record, open_record(new) as filled:
        fill(filled)
        assert snapshot(record) == snapshot(filled)
        assert do(record, lambda s: s.history()) == do(filled, lambda s: s.history())
        do(record, lambda s: s.keep_drafts({"diary": "half"}))
        assert do(record, lambda s: s.drafts()) == {"diary": "half"}
    assert [p.name for p in _backups(old)] == ["before-1.3-20261102T235100.db"]


def test_the_program_before_works_on_a_record_with_a_diary(tmp_path, monkeypatch):
    """A minor version only adds: old statements, which name their columns, still write and old changesets apply."""
    with open_record(tmp_path) as record:
        do(record, lambda s: s.add_dose(DOSE))
    outside = raw(tmp_path)
    old = "id, name, strength, dose, route, how_often, reason, prescriber, kind, how_known, told_by, note, start_date"
    outside.execute(f"INSERT INTO medicine ({old}) VALUES ('m1', '药', '', '', '', '', '', '', '', '', '', '', '')")
    outside.close()
    with open_record(tmp_path) as record:
        assert do(record, lambda s: s.medicines()) == (Medicine("m1", "药", end=None),)
        assert do(record, lambda s: s.undo()).name == "dose.add"


def _backups(folder: Path) -> list[Path]:
    return sorted((folder / "backups").glob("*.db"))


def _pages(path: Path) -> tuple[int, list]:
    opened = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    found = opened.pragma("user_version"), opened.execute("SELECT id FROM medicine ORDER BY id").fetchall()
    assert opened.pragma("integrity_check") == "ok"
    assert opened.pragma("journal_mode") == "delete"
    opened.close()
    return found


@pytest.mark.usefixtures("later")
def test_each_step_is_backed_up_and_undo_stops_there(folder):
    with open_record(folder) as record:
        assert (do(record, lambda s: s.undoable()), do(record, lambda s: s.undo())) == (None, None)
        assert (do(record, lambda s: s.redoable()), do(record, lambda s: s.redo())) == (None, None)
        assert do(record, lambda s: s.counts())["actions"] == 13
        done = do(record, lambda s: s.set_person("name", "李四"))
        assert do(record, lambda s: s.undo()) == done
        assert do(record, lambda s: s.undo()) is None
        expected = ["undo", "do"]
        assert [e.kind for e in do(record, lambda s: s.history(2))] == expected
    backups = _backups(folder)
    assert [p.name for p in backups] == [f"before-{v}-20261102T235100.db" for v in (*VERSIONS, "1.4", "2.0")]
    assert [_pages(p) for p in backups] == [(number, [("m1",), ("m2",)]) for number in (1000, 1001, 1002, 1003, 1004)]
    outside = raw(folder)
    assert outside.pragma("user_version") == 2000
    outside.close()
    with open_record(folder):
        assert len(_backups(folder)) == 5


def test_a_backup_opens_as_a_record(folder):
    open_record(folder).close()
    backup = _backups(folder)[-1]
    other = folder / "other"
    other.mkdir()
    shutil.copy(backup, other / "record.db")
    with open_record(other) as record:
        expect_everything(record)


def test_an_older_program_leaves_alone_what_a_newer_minor_version_added(folder):
    open_record(folder).close()
    outside = raw(folder)
    outside.execute("ALTER TABLE medicine ADD COLUMN colour TEXT")
    outside.execute("UPDATE medicine SET colour = 'red'; PRAGMA user_version = 1999")
    with open_record(folder) as record:
        do(record, lambda s: s.change_medicine(replace(MEDICINE, dose="2 片")))
        do(record, lambda s: s.add_medicine(Medicine("m3", "药")))
        colours = outside.execute("SELECT id, colour FROM medicine ORDER BY id").fetchall()
        assert colours == [("m1", "red"), ("m2", "red"), ("m3", None)]
        assert [do(record, lambda s: s.undo()).subject for _ in range(2)] == ["药", MEDICINE.name]
    outside.close()


@pytest.mark.usefixtures("later")
def test_a_new_record_has_the_newest_shape_and_no_backup(tmp_path):
    open_record(tmp_path).close()
    outside = raw(tmp_path)
    assert outside.pragma("user_version") == 2000
    assert outside.execute("SELECT starred FROM medicine").fetchall() == []
    outside.close()
    assert not (tmp_path / "backups").exists()


def test_a_step_that_fails_leaves_the_version_before(folder, monkeypatch):
    open_record(folder).close()
    broken = Migration(Version(1, 4), "CREATE TABLE half (id TEXT PRIMARY KEY); nonsense")
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
        with pytest.raises(apsw.SQLError):
            open_record(folder)
    outside = raw(folder)
    assert outside.pragma("user_version") == 1003
    assert outside.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").get == 0
    outside.close()
    with open_record(folder) as record:
        expect_everything(record)


def test_without_a_backup_there_is_no_step(folder, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        with pytest.raises(MachineError) as caught:
            open_record(folder)
    assert caught.value.code == "record.no-space"
    assert list((folder / "backups").iterdir()) == []
    with open_record(folder) as record:
        expect_everything(record)


def test_every_table_can_be_recorded(tmp_path):
    """A table without its own primary key, or with a trigger, would break undo without a word."""
    open_record(tmp_path).close()
    outside = raw(tmp_path)
    tables = [name for (name,) in outside.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    assert len(tables) == 22
    for table in tables:
        assert any(key for *_, key in outside.execute(f"PRAGMA table_info({table})")), table
    assert outside.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'").get == 0
    outside.close()
