"""``handbook record``: made, shown, backed up, tested, restored, locked; and other commands on a locked record."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import apsw
import click
import pytest

from handbook import settings as settings_file
from handbook.commands import secrets
from handbook.commands.front import clock
from handbook.record import Record, keys, read_recovery_code

PRIVATE = Path("pw")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    monkeypatch.setattr(keys, "COST", keys.Cost(8, 1, 1))
    monkeypatch.delenv(secrets.VARIABLE, raising=False)
    monkeypatch.delenv(secrets.NEW_VARIABLE, raising=False)


@pytest.fixture
def words(monkeypatch, tmp_path):
    """Give the passphrase, and the next one, as files."""

    def give(now: str = "", then: str = "") -> None:
        for variable, text in ((secrets.VARIABLE, now), (secrets.NEW_VARIABLE, then)):
            if text:
                file = tmp_path / f"{variable}.txt"
                file.write_text(f"{text}\n", encoding="utf-8")
                monkeypatch.setenv(variable, str(file))
            else:
                monkeypatch.delenv(variable, raising=False)

    return give


@pytest.fixture
def mother(run):
    assert run("record", "new", "mother", "--name", "李明").code == 0
    return Path("mother")


@pytest.fixture
def locked(run, mother, words):
    words("窗台上的猫")
    ran = run("record", "passphrase", "mother")
    assert ran.code == 0, ran.err
    return ran.text.strip()


def test_a_new_record_is_never_made_over_another(run, mother):
    before = (mother / "record.db").read_bytes()
    ran = run("--ui-language", "en", "record", "new", "mother")
    assert (ran.code, ran.out) == (1, b"")
    assert "already" in ran.err
    assert (mother / "record.db").read_bytes() == before
    assert run("record", "new", "other").code == 0


def test_an_entry_that_cannot_be_read_is_told_with_the_way_back(run, mother):
    with closing(apsw.Connection(str(mother / "record.db"))) as connection:
        connection.execute(
            "INSERT INTO dose VALUES ('d', 'm', '202v-11-02T08:00:00+00:00', 9223372036854775807, '', '', '')"
        )
    for words in (("visit", "--record", "mother", "-o", "v.pdf"), ("record", "export", "mother", "-o", "e.json")):
        ran = run("--ui-language", "en", *words)
        assert (ran.code, "damaged" in ran.err, "Traceback" in ran.err) == (1, True, False), ran.err


def test_show(run, mother):
    ran = run("--ui-language", "en", "record", "show", "mother")
    rows = dict(line.split("\t") for line in ran.text.splitlines())
    assert (rows["name"], rows["medicines"], rows["passphrase set on"], rows["newest backup"]) == (
        "李明", "0", "none", "none",
    )  # fmt: skip
    assert run("record", "show", "nowhere").code == 1
    assert not Path("nowhere").exists()


def test_backup_verify_restore(run, mother):
    assert run("record", "backup", "mother", "-o", "b.db").code == 0
    ran = run("--ui-language", "en", "record", "verify", "b.db")
    assert ran.code == 0
    assert ran.text.startswith("李明: 0 entries, last 20")
    assert run("record", "restore", "b.db", "again").code == 0
    assert run("record", "restore", "b.db", "again").code == 1
    assert run("record", "show", "again").text == run("record", "show", "mother").text
    assert run("record", "backup", "mother", "-o", "b.db").code == 1
    ran = run("record", "backup", "mother", "-o", "-")
    assert (ran.code, ran.err) == (0, "")
    Path("piped.db").write_bytes(ran.out)
    assert run("record", "verify", "piped.db").code == 0
    assert list(mother.rglob("*.part")) == []
    assert run("record", "backup", "mother", "-o", "none/b.db").code == 3
    Path("c.db").write_bytes(Path("b.db").read_bytes()[:-1])
    for command in (("verify", "c.db"), ("restore", "c.db", "new"), ("verify", "none.db")):
        ran = run("record", *command)
        assert (ran.code, len(ran.lines)) == (1, 1)
    assert not Path("new").exists()


def test_locked_with_a_passphrase(run, locked, words):
    assert read_recovery_code(locked)
    words()
    ran = run("--ui-language", "en", "record", "show", "mother")
    assert (ran.code, ran.out) == (1, b"")
    assert "locked" in ran.err
    for words_given in ("窗台上的猫", locked.lower().replace("-", " ")):
        words(words_given)
        rows = run("--ui-language", "en", "record", "show", "mother").text
        assert "passphrase set on\t20" in rows
    words("falsch")
    ran = run("record", "show", "mother")
    assert (ran.code, len(ran.lines)) == (1, 1)


def test_a_passphrase_takes_out_who_wrote_last_beside_the_record(run, mother, words):
    settings_file.save(mother.parent, settings_file.Settings(observer="三姨"))
    words("窗台上的猫")
    assert run("record", "passphrase", "mother").code == 0
    assert "三姨" not in (mother.parent / settings_file.FILE_NAME).read_text(encoding="utf-8")


def test_changed_and_taken_off(run, locked, words):
    words("窗台上的猫")
    ran = run("record", "passphrase", "mother")
    assert ran.code == 1  # nobody said what the new one is
    words("窗台上的猫", "狗")
    ran = run("record", "passphrase", "mother")
    assert (ran.code, ran.out) == (0, b"")
    words("狗", "鸟")
    ran = run("record", "passphrase", "mother", "--new-code")
    assert ran.code == 0
    assert read_recovery_code(ran.text.strip())
    words(locked)
    assert run("record", "show", "mother").code == 1
    words("鸟")
    Path("mother/backups").mkdir()
    Path("mother/backups/x.db").write_bytes(b"x")
    ran = run("record", "passphrase", "mother", "--off")
    assert ran.code == 0
    assert ran.lines[-1].endswith("x.db")
    words()
    assert run("record", "show", "mother").code == 0


def test_a_locked_backup(run, locked, words):
    assert run("record", "backup", "mother", "-o", "b.db").code == 0
    ran = run("record", "verify", "b.db")
    assert "李明" in ran.text
    words()
    ran = run("--ui-language", "en", "record", "verify", "b.db")
    assert (ran.code, ran.out) == (0, b"")
    assert "passphrase that was set on 20" in ran.lines[0]
    ran = run("record", "restore", "b.db", "again")
    assert (ran.code, len(ran.lines)) == (0, 2)
    words("窗台上的猫")
    assert run("record", "show", "again").code == 0
    words("falsch")
    assert run("record", "verify", "b.db").code == 1


def test_the_raw_key(run, mother, locked, words):
    ran = run("record", "export-key", "mother")
    assert ran.code == 0
    tool = apsw.Connection(str(mother / "record.db"), flags=apsw.SQLITE_OPEN_READONLY)
    for line in ("cipher = 'sqlcipher'", "legacy = 4", f"key = \"x'{ran.text.strip()}'\""):
        tool.execute(f"PRAGMA {line}").fetchall()
    assert tool.execute("SELECT value FROM person_field").get == "李明"
    tool.close()
    words()
    assert run("record", "export-key", "mother").code == 1
    assert run("record", "export-key", "nowhere").code == 1
    run("record", "new", "open")
    words("x")
    assert run("record", "export-key", "open").code == 1


@pytest.mark.parametrize("command", [("medicines", "-o", "x.csv"), ("visit", "-o", "x.pdf")])
def test_other_commands_open_a_locked_record_too(run, locked, words, command):
    assert run(*command, "--record", "mother").code == 0
    words()
    Path(command[-1]).unlink()
    ran = run(*command, "--record", "mother")
    assert (ran.code, len(ran.lines)) == (1, 1)
    assert not Path(command[-1]).exists()


def test_what_was_lost_is_told_with_the_way_back(run, mother, locked, words):
    (mother / "backups").mkdir()
    assert run("record", "backup", "mother", "-o", "mother/backups/2026-11-03.db").code == 0
    good = (mother / "record.db").read_bytes()
    for damage in (lambda: (mother / "record.db").write_bytes(good[:5000]), (mother / "record.db").unlink):
        damage()
        for command in (("record", "show", "mother"), ("medicines", "-o", "x.csv", "--record", "mother")):
            ran = run("--ui-language", "en", *command)
            assert (ran.code, len(ran.lines)) == (1, 2)
            assert "handbook record restore mother/backups/2026-11-03.db mother-restored" in ran.lines[1]
    assert run(*ran.lines[1].split("handbook ")[1].split()).code == 0
    assert run("record", "show", "mother-restored").code == 0
    shutil.rmtree(mother / "backups")
    assert len(run("record", "show", "mother").lines) == 1  # the key alone is a trace too


def test_import_is_one_step_and_export_is_all(run, mother):
    table = "name,dose\n阿昔洛韦,0.2 g\n鱼油,\n,1\n"
    Path("list.csv").write_text(table, encoding="utf-8")
    ran = run("--ui-language", "en", "record", "import", "mother", "list.csv", "--dry-run")
    assert ran.code == 1
    assert ran.lines[-1].startswith("2 entries would be added")
    assert json.loads(run("record", "export", "mother", "-o", "-").out)["medicines"] == []
    Path("list.csv").write_text(table.removesuffix(",1\n"), encoding="utf-8")
    ran = run("--ui-language", "en", "record", "import", "mother", "list.csv", "--kind", "medicines")
    assert (ran.code, ran.out) == (0, b"")
    assert run("record", "export", "mother", "-o", "m.json").code == 0
    said = json.loads(Path("m.json").read_text(encoding="utf-8"))
    assert [m["name"] for m in said["medicines"]] == ["阿昔洛韦", "鱼油"]
    with Record.open(mother, clock=clock, new_id=str) as record:
        assert record.submit(lambda s: s.undoable()).result().number == 2
    assert run("record", "import", "mother", "none.csv").code == 1
    assert run("record", "import", "mother", "-", stdin="name\n维生素\n").code == 0
    assert "维生素" in run("record", "export", "mother", "-o", "-").text


def test_it_is_asked_on_a_terminal(run, mother, monkeypatch):
    monkeypatch.setattr(secrets, "on_terminal", lambda: True)
    asked = []

    def prompt(text, **_):
        asked.append(text)
        return "猫"

    monkeypatch.setattr(click, "prompt", prompt)
    assert run("record", "passphrase", "mother").code == 0
    assert run("record", "show", "mother").code == 0
    assert run("record", "passphrase", "mother").code == 0
    assert len(asked) == 4
    assert len(set(asked)) == 2


def test_a_whole_record_goes_out_as_json_and_into_an_empty_one(run, mother):
    Path("a.csv").write_text("名称,每次用量\n阿昔洛韦片,1/2 片\n", encoding="utf-8")
    assert run("record", "import", "mother", "a.csv").code == 0
    assert run("record", "export", "mother", "-o", "all.json").code == 0
    assert run("record", "new", "other").code == 0
    ran = run("--ui-language", "en", "record", "import", "other", "all.json")
    assert (ran.code, "whole record was taken in" in ran.err) == (0, True)
    assert run("record", "export", "other", "-o", "again.json").code == 0
    first, again = (json.loads(Path(name).read_text("utf-8")) for name in ("all.json", "again.json"))
    assert again["medicines"] == first["medicines"]
    assert again["person"] == first["person"]
    ran = run("--ui-language", "en", "record", "import", "other", "all.json")
    assert (ran.code, "Traceback" in ran.err) == (1, False)  # it is not empty any more


def test_a_dry_run_of_a_whole_record_writes_nothing(run, mother):
    Path("a.csv").write_text("名称,每次用量\n阿昔洛韦片,1 片\n鱼油,2 粒\n", encoding="utf-8")
    assert run("record", "import", "mother", "a.csv").code == 0
    assert run("record", "export", "mother", "-o", "all.json").code == 0
    Path("all.json").write_bytes(b"\xef\xbb\xbf" + Path("all.json").read_bytes())  # as some editors save it
    assert run("record", "new", "other").code == 0
    for _ in range(2):
        ran = run("--ui-language", "en", "record", "import", "other", "all.json", "--dry-run")
        assert (ran.code, "2 entries would be added" in ran.err) == (0, True)
    assert run("record", "import", "other", "all.json").code == 0
    ran = run("record", "import", "other", "all.json", "--dry-run")
    assert ran.code == 1  # it is not empty any more


def test_rows_that_say_something_else_are_named_and_change_nothing(run, mother):
    Path("a.csv").write_text("名称,每次用量\n阿昔洛韦片,1 片\n鱼油,2 粒\n", encoding="utf-8")
    assert run("record", "import", "mother", "a.csv").code == 0
    assert run("medicines", "--record", "mother", "--as", "csv", "-o", "out.csv").code == 0
    table = Path("out.csv").read_text("utf-8-sig")
    Path("out.csv").write_text(table.replace("1 片", "9 片"), encoding="utf-8-sig", newline="")
    ran = run("--ui-language", "en", "record", "import", "mother", "out.csv")
    assert ran.code == 0
    assert "Nothing new to add: 1 were there already" in ran.err
    assert "One undo" not in ran.err
    changed = next(n for n, line in enumerate(table.splitlines(), 1) if "1 片" in line)
    assert f"left as it is: {changed}." in ran.err
    assert run("medicines", "--record", "mother", "--as", "csv", "-o", "out.csv").code == 0
    assert "9 片" not in Path("out.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("more", [("--dry-run",), ()])
def test_an_unlikely_value_is_named_and_taken_in_as_it_stands(run, mother, more):
    rows = "日期,时间,项目,数值\n2026-11-02,08:00,体温,385\n2026-11-02,09:00,体温,38.5\n"
    Path("r.csv").write_text(rows, encoding="utf-8")
    ran = run("--ui-language", "en", "record", "import", "mother", "r.csv", *more)
    assert ran.code == 0
    assert "Rows with an unlikely value, perhaps a slip of the finger: 2." in ran.err
    assert run("record", "export", "mother", "-o", "all.json").code == 0
    values = [one["value"] for one in json.loads(Path("all.json").read_text(encoding="utf-8"))["readings"]]
    assert sorted(values) == ([] if more else [38.5, 385])
