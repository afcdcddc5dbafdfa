"""Undo and redo: across restarts, to empty and back to full, and when someone else changed the file."""

import os
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from handbook.domain import (
    KEYS,
    NUMBER_KEYS,
    STEP_DATES,
    Answer,
    Dose,
    Heard,
    InputError,
    LookBackAnswer,
    Medicine,
    Note,
    NoteKind,
    PartialDate,
    Quantity,
    Reading,
    SymptomCard,
    Told,
)
from handbook.record import Done
from record.record_helpers import BEIJING, MEDICINE, PHOTO, READING, do, fill, open_record, raw, snapshot

FULL = os.environ.get("HANDBOOK_FAULTS") == "full"


def test_undo_names_the_action_and_survives_a_restart(tmp_path):
    with open_record(tmp_path) as record:
        empty = snapshot(record)
        do(record, lambda s: s.add_medicine(MEDICINE))
        one = snapshot(record)
        do(record, lambda s: s.delete_medicine("m1"))
    with open_record(tmp_path) as record:
        assert do(record, lambda s: s.undoable()) == Done(2, "medicine.delete", "阿昔洛韦片")
        assert do(record, lambda s: s.undo()) == Done(2, "medicine.delete", "阿昔洛韦片")
        assert snapshot(record) == one
        assert do(record, lambda s: s.undo()) == Done(1, "medicine.add", "阿昔洛韦片")
        assert snapshot(record) == empty
        assert do(record, lambda s: (s.undoable(), s.undo())) == (None, None)
    with open_record(tmp_path) as record:
        assert do(record, lambda s: s.redo()) == Done(1, "medicine.add", "阿昔洛韦片")
        assert snapshot(record) == one
        assert do(record, lambda s: s.redoable()) == Done(2, "medicine.delete", "阿昔洛韦片")


def test_a_new_action_ends_redo_and_nothing_leaves_the_history(tmp_path):
    with open_record(tmp_path) as record:
        do(record, lambda s: s.set_person("name", "张三"))
        do(record, lambda s: s.set_person("name", "李四"))
        do(record, lambda s: s.undo())
        do(record, lambda s: s.set_person("product", "X"))
        assert do(record, lambda s: (s.redoable(), s.redo())) == (None, None)
        do(record, lambda s: s.undo())
        do(record, lambda s: s.undo())
        assert snapshot(record)["person"] == {}
        entries = [(e.kind, e.name, e.undone) for e in reversed(do(record, lambda s: s.history()))]
    assert entries == [
        ("do", "person.set", True), ("do", "person.set", True), ("undo", "person.set", False),
        ("do", "person.set", True), ("undo", "person.set", False), ("undo", "person.set", False),
    ]  # fmt: skip


def _meddled(folder: Path, statement: str) -> None:
    outside = raw(folder)
    outside.execute(statement)
    outside.close()


@pytest.mark.parametrize(
    "meddling",
    [
        "DELETE FROM medicine",
        "UPDATE medicine SET name = 'x'",
        "DROP TABLE medicine",
        "ALTER TABLE medicine RENAME TO pills",  # the changeset then applies to nothing and says nothing
    ],
)
def test_an_undo_that_does_not_fit_changes_nothing(tmp_path, meddling):
    with open_record(tmp_path) as record:
        do(record, lambda s: s.set_person("name", "张三"))
        do(record, lambda s: s.add_medicine(MEDICINE))
        _meddled(tmp_path, meddling)
        history = do(record, lambda s: s.history())
        with pytest.raises(InputError) as caught:
            do(record, lambda s: s.undo())
        assert caught.value.code == "record.undo-conflict"
        assert do(record, lambda s: s.history()) == history
        assert do(record, lambda s: s.undoable()) == Done(2, "medicine.add", "阿昔洛韦片")
        assert do(record, lambda s: s.set_person("name", "李四")).number == 3


def test_a_conflict_halfway_rolls_back_the_first_half(tmp_path):
    with open_record(tmp_path) as record:
        card = do(record, lambda s: s.begin_card())
        do(record, lambda s: s.answer_rest(card, ["a", "b", "c"], observer=""))
        _meddled(tmp_path, "UPDATE symptom_answer SET observer = 'x' WHERE item = 'b'")
        before = snapshot(record)
        with pytest.raises(InputError):
            do(record, lambda s: s.undo())
        assert snapshot(record) == before


def test_a_redo_that_does_not_fit_changes_nothing(tmp_path):
    with open_record(tmp_path) as record:
        do(record, lambda s: s.add_medicine(MEDICINE))
        do(record, lambda s: s.undo())
        _meddled(
            tmp_path, f"INSERT INTO medicine VALUES ('m1', {', '.join(12 * [repr('')])}, NULL, '','','','','',0,0,'[]')"
        )
        before = snapshot(record)
        with pytest.raises(InputError):
            do(record, lambda s: s.redo())
        assert snapshot(record) == before


def test_everything_there_is_can_be_undone_and_redone(tmp_path):
    with open_record(tmp_path) as record:
        empty = snapshot(record)
        fill(record)
        full = snapshot(record)
        while do(record, lambda s: s.undo()):
            pass
        assert snapshot(record) == empty
    with open_record(tmp_path) as record:
        while do(record, lambda s: s.redo()):
            pass
        assert snapshot(record) == full


ids = st.sampled_from(["a", "b", "c"])
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
names = words.filter(str.strip)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
partial = st.one_of(
    st.just(PartialDate()),
    st.builds(lambda d, about: replace(PartialDate.exact(d), about=about), days, st.booleans()),
    st.builds(lambda d: PartialDate(d.year, d.month), days),
)
times = st.datetimes(timezones=st.just(BEIJING))
medicines = st.builds(Medicine, ids, names, note=words, start=partial, end=st.none() | partial)
numbers = st.floats(allow_nan=False, allow_infinity=False).map(lambda x: x + 0.0)  # without −0, which equals 0
readings = st.builds(Reading, ids, st.sampled_from(Quantity), numbers, times, observer=words)
cards = st.builds(lambda i: SymptomCard(i, READING.at), ids)
notes = st.builds(
    lambda id_, page, kind, text, at: Note(id_, page, kind, text.strip(), at),
    ids, st.sampled_from(["", "crs"]), st.sampled_from(NoteKind), st.sampled_from([" ", "问", "一\n二"]), times,
)  # fmt: skip
told = st.builds(Told, words, words, st.none() | days)


class Days(RuleBasedStateMachine):
    """Random actions; the model is the list of states that undo and redo walk along."""

    def __init__(self):
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.record = open_record(Path(self._folder.name))
        self.states = [snapshot(self.record)]
        self.here = 0

    def act(self, job):
        try:
            done = do(self.record, job)
        except InputError:  # an entry that is not there, or there already: the invariant sees that nothing changed
            return
        if done.number:
            self.here += 1
            self.states[self.here :] = [snapshot(self.record)]
            assert self.states[self.here] != self.states[self.here - 1]

    @rule(m=medicines)
    def add_medicine(self, m):
        self.act(lambda s: s.add_medicine(m))

    @rule(m=medicines)
    def change_medicine(self, m):
        self.act(lambda s: s.change_medicine(m))

    @rule(id_=ids, end=partial)
    def stop_medicine(self, id_, end):
        self.act(lambda s: s.stop_medicine(id_, end))

    @rule(id_=ids)
    def delete_medicine(self, id_):
        self.act(lambda s: s.delete_medicine(id_))

    @rule(card=cards, item=ids, answer=st.none() | st.sampled_from(Answer), at=times)
    def answer(self, card, item, answer, at):
        self.act(lambda s: s.answer(card, item, answer, observer="", at=at))

    @rule(card=cards, items=st.lists(ids))
    def answer_rest(self, card, items):
        self.act(lambda s: s.answer_rest(card, items, observer="儿子"))

    @rule(card=cards, note=words)
    def note(self, card, note):
        self.act(lambda s: s.set_card_note(card, note))

    @rule(r=readings)
    def add_reading(self, r):
        self.act(lambda s: s.add_reading(r))

    @rule(r=readings)
    def change_reading(self, r):
        self.act(lambda s: s.change_reading(r))

    @rule(id_=ids)
    def delete_reading(self, id_):
        self.act(lambda s: s.delete_reading(id_))

    @rule(step=st.sampled_from(STEP_DATES), day=st.none() | days)
    def set_date(self, step, day):
        self.act(lambda s: s.set_date(step, day))

    @rule(key=st.sampled_from(NUMBER_KEYS), value=st.none() | told)
    def set_number(self, key, value):
        self.act(lambda s: s.set_number(key, value))

    @rule(
        key=st.sampled_from([k for k in KEYS if k.startswith(("name", "p"))]), value=st.sampled_from(["", "张三", "B"])
    )
    def set_person(self, key, value):
        self.act(lambda s: s.set_person(key, value))

    @rule(item=ids, done=st.booleans())
    def set_prepared(self, item, done):
        self.act(lambda s: s.set_prepared(item, done))

    @rule(page=ids, starred=st.booleans())
    def set_star(self, page, starred):
        self.act(lambda s: s.set_star(page, starred))

    @rule(n=notes)
    def add_note(self, n):
        self.act(lambda s: s.add_note(n))

    @rule(n=notes)
    def change_note(self, n):
        self.act(lambda s: s.change_note(n))

    @rule(id_=ids)
    def delete_note(self, id_):
        self.act(lambda s: s.delete_note(id_))

    @rule(id_=ids, asked=st.booleans())
    def tick_question(self, id_, asked):
        self.act(lambda s: s.tick_question(id_, asked))

    @rule(id_=ids, medicine=ids, at=times, amount=words)
    def add_dose(self, id_, medicine, at, amount):
        self.act(lambda s: s.add_dose(Dose(id_, medicine, at, amount)))

    @rule(id_=ids)
    def delete_dose(self, id_):
        self.act(lambda s: s.delete_dose(id_))

    @rule(medicine=ids)
    def add_photo(self, medicine):
        self.act(lambda s: s.add_photo(medicine, PHOTO))

    @rule(merged=medicines, other=ids)
    def merge(self, merged, other):
        if merged.id != other:
            self.act(lambda s: s.merge_medicines(merged, other))

    @rule(question=ids, heard=st.none() | st.sampled_from(Heard), at=times)
    def look_back(self, question, heard, at):
        if heard is None:
            self.act(lambda s: s.clear_lookback(question, ""))
        else:
            self.act(lambda s: s.set_lookback(LookBackAnswer(question, "", heard, at)))

    @rule(which=st.integers(0, 2))
    def restore_from_bin(self, which):
        binned = do(self.record, lambda s: s.bin())
        self.act(lambda s: s.restore_from_bin(binned[which].id if which < len(binned) else "none"))

    @rule(table=st.sampled_from(["medicine", "reading", "note", "dose"]), id_=ids, which=st.integers(0, 5))
    def restore_version(self, table, id_, which):
        numbers = [version.line.number for version in do(self.record, lambda s: s.versions(table, id_))]
        self.act(lambda s: s.restore_version(table, id_, numbers[which] if which < len(numbers) else 0))

    @rule()
    def undo(self):
        done = do(self.record, lambda s: s.undo())
        assert (done is None) == (self.here == 0)
        self.here = max(0, self.here - 1)

    @rule()
    def redo(self):
        done = do(self.record, lambda s: s.redo())
        assert (done is None) == (self.here == len(self.states) - 1)
        self.here = min(len(self.states) - 1, self.here + 1)

    @precondition(lambda self: self.here)
    @rule()
    def reopen(self):
        self.record.close()
        self.record = open_record(Path(self._folder.name))

    @invariant()
    def as_the_model_says(self):
        assert snapshot(self.record) == self.states[self.here]

    def teardown(self):
        try:
            while do(self.record, lambda s: s.undo()):
                self.here -= 1
                assert snapshot(self.record) == self.states[self.here]
            assert self.here == 0
            while do(self.record, lambda s: s.redo()):
                self.here += 1
                assert snapshot(self.record) == self.states[self.here]
            assert self.here == len(self.states) - 1
        finally:
            self.record.close()
            self._folder.cleanup()


TestDays = Days.TestCase
TestDays.settings = settings(
    max_examples=200 if FULL else 15, stateful_step_count=40 if FULL else 25, deadline=None, derandomize=not FULL
)
