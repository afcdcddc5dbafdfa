"""The bin, photos, earlier versions, and forgetting: looked for in every byte of the folder."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import apsw
import pytest

from handbook.domain import Answer, Heard, InputError, MachineError, Medicine, SymptomCard, Told
from handbook.record import Done, Record, journal, symptoms
from handbook.record.bin import BIN_DAYS, ENTRY_TABLES, LARGEST_PHOTO
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
    fill,
    open_record,
    raw,
    snapshot,
)

CARD = SymptomCard("c1", START)


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path) as opened:
        yield opened


def found(folder: Path, words: str | bytes) -> list[str]:
    """The files of the folder, or the file, that hold these words."""
    looked_for = words.encode() if isinstance(words, str) else words
    files = folder.rglob("*") if folder.is_dir() else [folder]
    return [path.name for path in files if path.is_file() and looked_for in path.read_bytes()]


def refused(record, job) -> str:
    before = do(record, lambda s: s.history()), snapshot(record)
    with pytest.raises(InputError) as caught:
        do(record, job)
    assert (do(record, lambda s: s.history()), snapshot(record)) == before
    return caught.value.code


def test_what_was_deleted_lies_in_the_bin_and_comes_back(record):
    jobs = {
        "medicine": (lambda s: s.add_medicine(MEDICINE), lambda s: s.delete_medicine("m1"), "阿昔洛韦片"),
        "reading": (lambda s: s.add_reading(READING), lambda s: s.delete_reading("r1"), "temperature 38.2"),
        "note": (lambda s: s.add_note(NOTE), lambda s: s.delete_note("n1"), "体温计在抽屉里"),
        "dose": (lambda s: s.add_dose(DOSE), lambda s: s.delete_dose("d1"), ""),
        "team_call": (lambda s: s.add_call(CALL), lambda s: s.delete_call("c1"), "值班护士"),
        "shift": (lambda s: s.add_shift(SHIFT), lambda s: s.delete_shift("s1"), "儿子"),
        "passport": (lambda s: s.add_passport(ENTRY), lambda s: s.delete_passport("p1"), "流感疫苗"),
    }
    for add, _, _ in jobs.values():
        do(record, add)
    full = snapshot(record)
    for _, delete, _ in jobs.values():
        do(record, delete)
    empty = snapshot(record)
    assert not any(empty[key] for key in ("medicines", "readings", "notes", "doses", "calls", "shifts", "passport"))
    binned = do(record, lambda s: s.bin())
    assert {b.table: b.subject for b in binned} == {table: subject for table, (_, _, subject) in jobs.items()} | {
        "dose": ""
    }
    assert [b.table for b in binned] == list(reversed(jobs))
    assert binned[0].at > START
    for one in binned:
        assert do(record, lambda s, one=one: s.restore_from_bin(one.id)) == Done(
            do(record, lambda s: s.undoable()).number, "bin.restore", one.subject
        )
    assert snapshot(record) == full
    for _ in binned:
        do(record, lambda s: s.undo())
    assert snapshot(record) == empty


def test_undo_of_deleting_takes_it_out_of_the_bin(record):
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.delete_medicine("m1"))
    do(record, lambda s: s.undo())
    assert do(record, lambda s: (s.bin(), s.medicines())) == ((), (MEDICINE,))
    do(record, lambda s: s.redo())
    assert [b.entry for b in do(record, lambda s: s.bin())] == ["m1"]


def test_what_cannot_be_put_back_is_refused(record):
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.delete_medicine("m1"))
    (binned,) = do(record, lambda s: s.bin())
    do(record, lambda s: s.add_medicine(MEDICINE))
    assert refused(record, lambda s: s.restore_from_bin(binned.id)) == "record.already-there"
    assert refused(record, lambda s: s.restore_from_bin("none")) == "record.no-entry"
    assert refused(record, lambda s: s.add_photo("none", PHOTO)) == "record.no-entry"
    assert refused(record, lambda s: s.add_photo("m1", b"GIF89a")) == "photo.kind"
    assert refused(record, lambda s: s.add_photo("m1", PHOTO + bytes(LARGEST_PHOTO))) == "photo.large"
    assert refused(record, lambda s: s.delete_photo("none")) == "record.no-entry"
    assert refused(record, lambda s: s.photo_bytes("none")) == "record.no-entry"
    with pytest.raises(KeyError):
        do(record, lambda s: s.restore_version("action", "1", 1))


def test_a_photo_is_kept_inside_but_in_no_changeset(record, tmp_path):
    do(record, lambda s: s.add_medicine(MEDICINE))
    assert do(record, lambda s: s.add_photo("m1", PHOTO)) == Done(2, "photo.add", "阿昔洛韦片")
    do(record, lambda s: s.add_photo("m1", b"\xff\xd8\xff a jpeg"))
    first, second = do(record, lambda s: s.photos("m1"))
    assert (first.medicine, first.type, second.type) == ("m1", "image/png", "image/jpeg")
    assert do(record, lambda s: s.photo_bytes(first.id)) == PHOTO
    outside = raw(tmp_path)
    changesets = b"".join(bytes(c) for (c,) in outside.execute("SELECT changeset FROM action"))
    outside.close()
    assert PHOTO not in changesets
    assert do(record, lambda s: s.delete_photo(first.id)).name == "photo.delete"
    assert do(record, lambda s: s.photos("m1")) == (second,)
    do(record, lambda s: s.undo())
    assert do(record, lambda s: (s.photos("m1"), s.photo_bytes(first.id))) == ((first, second), PHOTO)


def test_a_photo_of_a_lost_medicine_can_be_deleted(record):
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.add_photo("m1", PHOTO))
    (photo,) = do(record, lambda s: s.photos("m1"))
    do(record, lambda s: s.delete_medicine("m1"))
    assert do(record, lambda s: s.delete_photo(photo.id)).subject == ""


def test_an_earlier_version_is_brought_back_as_a_new_action(record):
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.change_medicine(replace(MEDICINE, name="药片", dose="2 片")))
    do(record, lambda s: s.undo())
    do(record, lambda s: s.delete_medicine("m1"))
    versions = do(record, lambda s: s.versions("medicine", "m1"))
    assert [(v.line.kind, v.line.name) for v in versions] == [
        ("do", "medicine.delete"), ("undo", "medicine.change"), ("do", "medicine.change"), ("do", "medicine.add"),
    ]  # fmt: skip
    assert [v.values and (v.values["name"], v.values["dose"], v.values["note"]) for v in versions] == [
        None, ("阿昔洛韦片", "1 片", "饭后\n吃"), ("药片", "2 片", "饭后\n吃"), ("阿昔洛韦片", "1 片", "饭后\n吃"),
    ]  # fmt: skip
    number = versions[2].line.number
    assert do(record, lambda s: s.restore_version("medicine", "m1", number)) == Done(5, "version.restore", "药片")
    assert do(record, lambda s: s.medicine("m1")) == replace(MEDICINE, name="药片", dose="2 片")
    assert do(record, lambda s: s.bin()) == ()
    assert refused(record, lambda s: s.restore_version("medicine", "m1", versions[0].line.number)) == "record.no-entry"
    assert refused(record, lambda s: s.restore_version("medicine", "m1", 99)) == "record.no-entry"
    do(record, lambda s: s.undo())
    assert do(record, lambda s: [b.entry for b in s.bin()]) == ["m1"]


def test_a_version_of_a_reading_goes_by_the_words_of_its_line(record):
    do(record, lambda s: s.add_reading(READING))
    do(record, lambda s: s.change_reading(replace(READING, value=38.4)))
    assert do(record, lambda s: s.restore_version("reading", "r1", 1)).subject == "temperature 38.2"
    assert do(record, lambda s: s.readings()) == (READING,)


def test_what_was_cleared_is_named_while_it_is_gone(record):
    do(record, lambda s: s.set_number("phone_day", Told("021-1")))
    do(record, lambda s: s.set_number("fever_line", Told("021-2")))
    do(record, lambda s: s.answer(CARD, "fever", Answer.YES, observer="儿子"))
    assert do(record, lambda s: s.cleared()) == ()
    do(record, lambda s: s.set_number("phone_day", None))
    do(record, lambda s: s.answer(CARD, "fever", None, observer=""))
    gone = do(record, lambda s: s.cleared())
    assert {one.entry for one in gone} == {"team_number/phone_day", "symptom_answer/c1/fever"}
    assert {one.at for one in gone} == {one.at for one in do(record, lambda s: s.history(2))}
    number = do(record, lambda s: s.versions("team_number", "phone_day"))[-1].line.number
    do(record, lambda s: s.restore_version("team_number", "phone_day", number))
    assert [one.entry for one in do(record, lambda s: s.cleared())] == ["symptom_answer/c1/fever"]


@pytest.mark.parametrize(
    ("first", "then", "where", "called"),
    [
        (
            lambda s: s.answer(CARD, "fever", Answer.YES, observer="儿子"),
            lambda s: s.answer(CARD, "fever", None, observer=""),
            ("symptom_answer", "c1/fever"), Done(3, "symptom.restore", "fever yes"),
        ),
        (
            lambda s: s.set_lookback(ANSWER), lambda s: s.set_lookback(replace(ANSWER, heard=Heard.NONE)),
            ("lookback_answer", "kitchen/2026-09"), Done(3, "lookback.restore", "kitchen"),
        ),
        (
            lambda s: s.set_number("fever_line", Told("38.0", "护士长", date(2026, 10, 20))),
            lambda s: s.set_number("fever_line", None),
            ("team_number", "fever_line"), Done(3, "number.restore", "fever_line"),
        ),
        (
            lambda s: s.set_date("infusion", date(2026, 11, 5)), lambda s: s.set_date("infusion", date(2026, 11, 6)),
            ("step_date", "infusion"), Done(3, "date.restore", "infusion"),
        ),
        (
            lambda s: s.set_person("name", "张三"), lambda s: s.set_person("name", "张四"),
            ("person_field", "name"), Done(3, "person.restore", "name"),
        ),
    ],
)  # fmt: skip
def test_what_has_one_value_is_brought_back_too(record, first, then, where, called):
    do(record, first)
    before = snapshot(record)
    do(record, then)
    assert snapshot(record) != before
    assert do(record, lambda s: s.restore_version(*where, 1)) == called
    assert snapshot(record) == before
    do(record, lambda s: s.undo())
    assert snapshot(record) != before


def test_emptying_the_bin_leaves_no_word_of_it_behind(record, tmp_path):
    """Changed, deleted, put back, deleted again: the history held each of these words more than once."""
    secret = replace(MEDICINE, id="m9", name="绝密的药名", note="绝密的话")
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.add_medicine(secret))
    do(record, lambda s: s.change_medicine(replace(secret, dose="绝密的量")))
    do(record, lambda s: s.add_photo("m9", PHOTO))
    do(record, lambda s: s.add_photo("m9", PHOTO + b"second"))
    do(record, lambda s: s.delete_photo(s.photos("m9")[0].id))
    do(record, lambda s: s.add_dose(replace(DOSE, medicine="m9")))
    do(record, lambda s: s.add_dose(replace(DOSE, id="d2", medicine="m9")))
    do(record, lambda s: s.delete_dose("d2"))
    do(record, lambda s: s.delete_medicine("m9"))
    do(record, lambda s: s.restore_from_bin(s.bin()[0].id))
    do(record, lambda s: s.delete_medicine("m9"))
    for words in ("绝密", PHOTO):
        assert found(tmp_path, words)
    assert do(record, lambda s: s.empty_bin()) == 3
    for words in ("绝密", PHOTO):
        assert found(tmp_path, words) == []
    assert do(record, lambda s: (s.bin(), s.medicines())) == ((), (MEDICINE,))
    assert [d.medicine for d in do(record, lambda s: s.doses())] == ["m9"]
    newest = do(record, lambda s: s.history())[0]
    assert (newest.name, newest.subject) == ("bin.empty", "3")
    assert do(record, lambda s: s.undo()).name == "dose.add"  # the first dose is still an entry
    assert do(record, lambda s: s.undo()) == Done(1, "medicine.add", "阿昔洛韦片")
    assert do(record, lambda s: s.undo()) is None
    assert do(record, lambda s: (s.medicines(), s.doses(), s.bin())) == ((), (), ())


def test_an_entry_brought_in_again_keeps_its_photos_and_its_history(record, tmp_path):
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.add_photo("m1", PHOTO))
    do(record, lambda s: s.delete_medicine("m1"))
    do(record, lambda s: s.add_many([replace(MEDICINE, note="")]))
    assert do(record, lambda s: s.empty_bin()) == 1
    assert do(record, lambda s: s.bin()) == ()
    assert len(do(record, lambda s: s.photos("m1"))) == 1
    assert [v.line.name for v in do(record, lambda s: s.versions("medicine", "m1"))] == [
        "medicine.many", "medicine.delete", "medicine.add",
    ]  # fmt: skip
    outside = raw(tmp_path)
    changesets = b"".join(
        bytes(c) for (c,) in outside.execute("SELECT changeset FROM action WHERE name LIKE '%delete'")
    )
    outside.close()
    assert b'"note"' not in changesets  # the row that lay in the bin
    do(record, lambda s: s.restore_version("medicine", "m1", 1))
    assert do(record, lambda s: s.medicine("m1")) == MEDICINE


def test_emptying_forgets_words_that_a_merge_has_moved_on(record, tmp_path):
    other = Medicine("m9", "绝密药")
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.add_medicine(other))
    do(record, lambda s: s.add_dose(replace(DOSE, medicine="m9", note="绝密的事")))
    do(record, lambda s: s.add_dose(replace(DOSE, id="d2", medicine="m9")))
    do(record, lambda s: s.delete_dose(DOSE.id))
    do(record, lambda s: s.merge_medicines(MEDICINE, "m9"))
    do(record, lambda s: s.restore_from_bin(next(b.id for b in s.bin() if b.table == "dose")))
    do(record, lambda s: s.delete_dose(DOSE.id))
    assert found(tmp_path, "绝密")
    do(record, lambda s: s.add_photo("m1", PHOTO))
    assert do(record, lambda s: s.empty_bin()) == 2
    assert found(tmp_path, "绝密") == []
    assert [d.medicine for d in do(record, lambda s: s.doses())] == ["m1"]


def test_emptying_forgets_the_name_in_the_lines_of_what_once_belonged_to_it(record, tmp_path):
    other = Medicine("m9", "绝密药")
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.add_medicine(other))
    do(record, lambda s: s.add_photo("m9", PHOTO))
    do(record, lambda s: s.add_dose(replace(DOSE, medicine="m9")))
    do(record, lambda s: s.delete_dose(DOSE.id))
    do(record, lambda s: s.restore_from_bin(s.bin()[0].id))
    do(record, lambda s: s.change_dose(replace(DOSE, medicine="m1")))
    do(record, lambda s: s.merge_medicines(MEDICINE, "m9"))
    assert do(record, lambda s: s.empty_bin()) == 1
    assert found(tmp_path, "绝密") == []
    assert [d.medicine for d in do(record, lambda s: s.doses())] == ["m1"]
    assert len(do(record, lambda s: s.photos("m1"))) == 1


def test_only_what_is_old_leaves_the_bin(record, tmp_path):
    do(record, lambda s: s.add_call(CALL))
    do(record, lambda s: s.add_shift(SHIFT))
    do(record, lambda s: s.delete_call("c1"))
    first = do(record, lambda s: s.bin())[0].at
    do(record, lambda s: s.delete_shift("s1"))
    assert do(record, lambda s: s.empty_bin(first)) == 0
    assert do(record, lambda s: s.history(1))[0].name == "shift.delete"
    assert do(record, lambda s: s.empty_bin(first + timedelta(seconds=1))) == 1
    assert [b.table for b in do(record, lambda s: s.bin())] == ["shift"]
    assert found(tmp_path, CALL.said) == []
    assert BIN_DAYS == 90


def test_keeping_backups_lets_go_of_what_has_lain_in_the_bin_for_ninety_days(tmp_path):
    with open_record(tmp_path) as record:
        do(record, lambda s: s.add_call(CALL))
        do(record, lambda s: s.delete_call("c1"))
        record.keep_backups().result()
        (deleted,) = do(record, lambda s: s.bin())
    for days, left in ((89, 1), (91, 0)):
        later = Clock(deleted.at + timedelta(days=days))
        with Record.open(tmp_path, clock=later, new_id=str) as record:
            record.keep_backups().result()
            assert len(do(record, lambda s: s.bin())) == left
    assert found(tmp_path / "record.db", CALL.said) == []


def test_what_is_left_of_an_action_can_still_be_undone(record):
    do(record, lambda s: s.add_many([MEDICINE, Medicine("m2", "鱼油")]))
    do(record, lambda s: s.delete_medicine("m2"))
    do(record, lambda s: s.empty_bin())
    assert do(record, lambda s: s.undo()) == Done(1, "medicine.many", "")
    assert do(record, lambda s: s.medicines()) == ()
    do(record, lambda s: s.redo())
    assert do(record, lambda s: s.medicines()) == (MEDICINE,)


def test_the_picture_of_an_undone_photo_goes_when_it_cannot_be_redone(record, tmp_path):
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.add_photo("m1", PHOTO))
    do(record, lambda s: s.undo())
    assert do(record, lambda s: s.empty_bin()) == 0
    do(record, lambda s: s.redo())
    assert len(do(record, lambda s: s.photos("m1"))) == 1
    do(record, lambda s: s.undo())
    do(record, lambda s: s.set_person("name", "张三"))
    assert do(record, lambda s: s.empty_bin()) == 0
    assert found(tmp_path, PHOTO) == []
    assert do(record, lambda s: s.history(1))[0].name == "person.set"


def test_erasing_everything_says_what_goes_and_leaves_an_empty_record(record, tmp_path):
    empty = snapshot(record)
    fill(record)
    do(record, lambda s: s.answer(s.begin_card(), "fever", Answer.YES, observer="绝密的人"))
    do(record, lambda s: s.set_person("name", "绝密的名"))
    counted = do(record, lambda s: s.counts())
    assert {kind for kind, count in counted.items() if not count} == set()
    words = [
        MEDICINE.note,
        MEDICINE.prescriber,
        "绝密",
        PHOTO,
        CALL.said,
        NOTE.text,
        ENTRY.what,
        DOSE.note,
        "冰箱里",
        "前台",
    ]
    for one in words:
        assert found(tmp_path, one), one
    assert do(record, lambda s: s.erase_everything()) == counted
    for one in words:
        assert found(tmp_path, one) == [], one
    assert snapshot(record) == empty
    assert do(record, lambda s: (s.history(), s.undo(), s.redo())) == ((), None, None)
    assert do(record, lambda s: s.add_medicine(MEDICINE)).number == 1


def test_erasing_takes_what_a_newer_program_added_too(record, tmp_path):
    outside = raw(tmp_path)
    outside.execute("CREATE TABLE later (id TEXT PRIMARY KEY) STRICT; INSERT INTO later VALUES ('绝密')")
    outside.close()
    do(record, lambda s: s.erase_everything())
    assert found(tmp_path, "绝密") == []


class NoRoom:
    """The connection on a disk that has no room to write the file anew."""

    def __init__(self, connection):
        self.connection = connection

    def __getattr__(self, name):
        return getattr(self.connection, name)

    def execute(self, statement, *rest):
        if statement == "VACUUM":
            raise apsw.FullError("full")
        return self.connection.execute(statement, *rest)


@pytest.mark.parametrize("job", [lambda s: s.erase_everything(), lambda s: s.empty_bin()])
def test_without_room_to_overwrite_it_is_said_and_done_again(record, tmp_path, job):
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.delete_medicine("m1"))

    def without_room(store):
        connection, store._connection = store._connection, NoRoom(store._connection)
        try:
            return job(store)
        finally:
            store._connection = connection

    with pytest.raises(MachineError) as caught:
        do(record, without_room)
    assert caught.value.code == "record.not-overwritten"
    assert do(record, lambda s: s.bin()) == ()
    do(record, job)
    assert found(tmp_path, MEDICINE.note) == []


def test_erasing_while_another_program_reads(tmp_path):
    """The log cannot be emptied then; it is when the last one closes."""
    with open_record(tmp_path) as record:
        do(record, lambda s: s.add_medicine(MEDICINE))
        reader = apsw.Connection(str(tmp_path / "record.db"), flags=apsw.SQLITE_OPEN_READONLY)
        reader.execute("BEGIN; SELECT * FROM medicine").fetchall()
        do(record, lambda s: s._connection.set_busy_timeout(50))
        do(record, lambda s: s.erase_everything())
        assert do(record, lambda s: s.medicines()) == ()
        reader.close()
    assert found(tmp_path, MEDICINE.note) == []


def test_a_second_window_erases_nothing(record, tmp_path):
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.add_call(CALL))
    do(record, lambda s: s.delete_call("c1"))
    with open_record(tmp_path) as second:
        for job in (
            lambda s: s.erase_everything(),
            lambda s: s.empty_bin(),
            lambda s: s.restore_version("medicine", "m1", 1),
        ):
            assert refused(second, job) == "record.read-only"


def test_no_list_reads_the_whole_record(record, tmp_path):
    """With 100 000 entries, what is shown of the last days must not cost more than with 100."""
    outside = raw(tmp_path)
    for table in ("reading", "dose", "team_call", "shift"):
        plan = _plan(outside, f"SELECT * FROM {table} WHERE moment >= 5 ORDER BY moment DESC, id")
        assert f"USING INDEX {table}_moment (moment>?)" in plan, plan
    for statement in (
        symptoms._NEWEST.replace("?", "5"),
        "SELECT * FROM action JOIN touched ON action = number WHERE of_table = 'a' AND id = 'b' ORDER BY number",
        "SELECT id FROM dose WHERE medicine = 'm1'",
        "SELECT id FROM medicine_photo WHERE medicine = 'm1'",
        "SELECT id FROM bin WHERE moment < 5",
        f"SELECT number FROM action WHERE {journal._UNDOABLE}",
        f"SELECT number FROM action WHERE {journal._REDOABLE}",
    ):
        plan = _plan(outside, statement)
        whole = [line for line in plan.splitlines() if line.startswith("SCAN") and "COVERING" not in line]
        assert whole in ([], ["SCAN chosen"]), plan
    outside.close()


def _plan(connection, statement: str) -> str:
    return "\n".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))


def test_each_table_of_the_bin_has_an_id(record, tmp_path):
    outside = raw(tmp_path)
    for table in ENTRY_TABLES:
        keys = [name for _, name, _, _, _, key in outside.execute(f"PRAGMA table_info({table})") if key]
        assert keys == ["id"], table
    bin_columns = [row[1] for row in outside.execute("PRAGMA table_info(bin)")]
    outside.close()
    assert bin_columns[:3] == ["id", "of_table", "entry"]  # as the journal reads them in a changeset
