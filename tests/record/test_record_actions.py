"""Every action and every read, on a real file."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from handbook.domain import (
    Answer,
    InputError,
    Journey,
    Medicine,
    NoteKind,
    PartialDate,
    Quantity,
    Reading,
    SymptomAnswer,
    Told,
)
from handbook.record import ACTIONS, Done
from record.record_helpers import BEIJING, MEDICINE, NOTE, QUESTION, READING, START, do, open_record, raw, snapshot


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path) as opened:
        yield opened


def refused(record, job) -> str:
    before = do(record, lambda s: s.history()), snapshot(record)
    with pytest.raises(InputError) as caught:
        do(record, job)
    assert (do(record, lambda s: s.history()), snapshot(record)) == before
    return caught.value.code


def test_a_medicine_comes_back_as_it_was_written(record):
    assert do(record, lambda s: s.add_medicine(MEDICINE)) == Done(1, "medicine.add", "阿昔洛韦片")
    assert do(record, lambda s: s.medicine("m1")) == MEDICINE
    changed = replace(MEDICINE, dose="2 片", start=PartialDate())
    assert do(record, lambda s: s.change_medicine(changed)).name == "medicine.change"
    assert do(record, lambda s: s.medicines()) == (changed,)


@pytest.mark.parametrize("end", ["2026-10-30", "2026-10", "2026-10-30~", ""])
def test_stopping_keeps_the_precision_of_the_date(record, end):
    do(record, lambda s: s.add_medicine(MEDICINE))
    assert do(record, lambda s: s.stop_medicine("m1", PartialDate.parse(end))).name == "medicine.stop"
    assert do(record, lambda s: s.medicine("m1")) == replace(MEDICINE, end=PartialDate.parse(end))


def test_deleting_a_medicine_names_it(record):
    do(record, lambda s: s.add_medicine(MEDICINE))
    assert do(record, lambda s: s.delete_medicine("m1")) == Done(2, "medicine.delete", "阿昔洛韦片")
    assert do(record, lambda s: s.medicines()) == ()


@pytest.mark.parametrize(
    ("job", "code"),
    [
        (lambda s: s.add_medicine(Medicine("m2", " ")), "record.no-name"),
        (lambda s: s.add_medicine(Medicine("m2", "药", note="a\ud800")), "text.control"),
        (lambda s: s.add_medicine(Medicine("m2", "药\0")), "text.control"),
        (lambda s: s.add_medicine(MEDICINE), "record.already-there"),
        (lambda s: s.change_medicine(Medicine("m2", "药")), "record.no-entry"),
        (lambda s: s.stop_medicine("m2", PartialDate()), "record.no-entry"),
        (lambda s: s.delete_medicine("m2"), "record.no-entry"),
        (lambda s: s.add_reading(READING), "record.already-there"),
        (lambda s: s.add_reading(replace(READING, id="r2", value=float("nan"))), "record.no-number"),
        (lambda s: s.change_reading(replace(READING, id="r2")), "record.no-entry"),
        (lambda s: s.delete_reading("r2"), "record.no-entry"),
        (lambda s: s.card("none"), "record.no-entry"),
        (lambda s: s.answer_rest(s.begin_card(), ["fever"], observer="\0"), "text.control"),  # after the card itself
        (lambda s: s.set_card_note("none", "x"), "record.no-entry"),
        (lambda s: s.set_person("birth_date", "yesterday"), "person.date"),
        (lambda s: s.set_star("\0", True), "text.control"),
        (lambda s: s.add_note(NOTE), "record.already-there"),
        (lambda s: s.add_note(replace(NOTE, id="n2", text=" \n")), "record.no-text"),
        (lambda s: s.add_note(replace(NOTE, id="n2", page="\ud800")), "text.control"),
        (lambda s: s.change_note(replace(NOTE, text="夜里\n\x07")), "text.control"),
        (lambda s: s.change_note(replace(NOTE, id="n2")), "record.no-entry"),
        (lambda s: s.delete_note("n2"), "record.no-entry"),
        (lambda s: s.tick_question("n2", True), "record.no-entry"),
        (lambda s: s.tick_question("n1", True), "record.no-entry"),  # a note, not a question
        (lambda s: s.set_person("name", "\u202e"), "text.direction"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_no_trace(record, job, code):
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.add_reading(READING))
    do(record, lambda s: s.add_note(NOTE))
    assert refused(record, job) == code


@pytest.mark.parametrize(
    "job",
    [
        lambda s: s.set_date("birthday", None),
        lambda s: s.set_number("fever", None),
        lambda s: s.set_person("height", "1"),
        lambda s: s.add_reading(replace(READING, at=datetime(2026, 11, 2))),
    ],
)
def test_unknown_keys_and_times_without_offset_are_bugs(record, job):
    with pytest.raises((KeyError, TypeError)):
        do(record, job)
    assert do(record, lambda s: s.history()) == ()


def test_a_card_is_written_with_its_first_answer(record):
    card = do(record, lambda s: s.begin_card())
    assert do(record, lambda s: s.cards()) == ()
    done = do(record, lambda s: s.answer(card, "fever", Answer.YES, observer="儿子"))
    assert done == Done(1, "symptom.answer", "fever yes")
    kept = do(record, lambda s: s.card(card.id))
    assert kept.begun == card.begun
    assert [(a.item, a.answer, a.observer) for a in kept.answers] == [("fever", Answer.YES, "儿子")]
    assert kept.answers[0].at > card.begun


def test_an_answer_is_replaced_and_taken_back(record):
    card = do(record, lambda s: s.begin_card())
    at = datetime(2026, 11, 3, 3, 0, tzinfo=BEIJING)
    do(record, lambda s: s.answer(card, "fever", Answer.YES, observer=""))
    do(record, lambda s: s.answer(card, "fever", Answer.NO, observer="女儿", at=at))
    do(record, lambda s: s.answer(card, "chills", Answer.YES, observer="", at=at + timedelta(minutes=1)))
    assert do(record, lambda s: s.card(card.id)).answer("fever") == SymptomAnswer("fever", Answer.NO, at, "女儿")
    assert do(record, lambda s: s.answer(card, "fever", None, observer="")) == Done(4, "symptom.clear", "fever")
    assert [a.item for a in do(record, lambda s: s.card(card.id)).answers] == ["chills"]


def test_a_card_goes_with_its_last_answer_unless_it_has_a_note(record):
    card = do(record, lambda s: s.begin_card())
    do(record, lambda s: s.answer(card, "fever", Answer.YES, observer=""))
    do(record, lambda s: s.answer(card, "fever", None, observer=""))
    assert do(record, lambda s: s.cards()) == ()
    do(record, lambda s: s.set_card_note(card, "手抖"))
    do(record, lambda s: s.answer(card, "fever", Answer.YES, observer=""))
    do(record, lambda s: s.answer(card, "fever", None, observer=""))
    assert do(record, lambda s: s.cards())[0].note == "手抖"
    assert do(record, lambda s: s.set_card_note(card.id, "")).name == "symptom.note"
    assert do(record, lambda s: s.cards()) == ()


def test_none_of_these_never_replaces_an_answer(record):
    card = do(record, lambda s: s.begin_card())
    do(record, lambda s: s.answer(card, "fever", Answer.YES, observer="儿子"))
    items = ["fever", "chills", "confused"]
    assert do(record, lambda s: s.answer_rest(card, items, observer="女儿")) == Done(2, "symptom.rest", "")
    kept = do(record, lambda s: s.card(card.id))
    assert {a.item: (a.answer, a.observer) for a in kept.answers} == {
        "fever": (Answer.YES, "儿子"), "chills": (Answer.NO, "女儿"), "confused": (Answer.NO, "女儿"),
    }  # fmt: skip
    assert do(record, lambda s: s.answer_rest(card, items, observer="女儿")).number == 0


def test_cards_come_newest_first_whatever_their_offset(record):
    tokyo_later = datetime(2026, 11, 3, 1, 0, tzinfo=UTC)
    beijing_earlier = datetime(2026, 11, 3, 8, 30, tzinfo=BEIJING)  # 00:30 UTC, though it reads later
    for id_, begun in (("a", beijing_earlier), ("b", tokyo_later)):
        card = replace(do(record, lambda s: s.begin_card()), id=id_, begun=begun)
        do(record, lambda s, c=card: s.answer(c, "fever", Answer.NO, observer=""))
    assert [c.id for c in do(record, lambda s: s.cards())] == ["b", "a"]
    assert [c.id for c in do(record, lambda s: s.cards(1))] == ["b"]


def test_readings_newest_first_and_since(record):
    later = replace(READING, id="r2", quantity=Quantity.PULSE, value=110, at=START + timedelta(hours=1))
    do(record, lambda s: s.add_reading(later))
    assert do(record, lambda s: s.add_reading(READING)) == Done(2, "reading.add", "temperature 38.2")
    assert do(record, lambda s: s.readings()) == (later, READING)
    assert do(record, lambda s: s.readings(later.at)) == (later,)
    assert do(record, lambda s: s.readings(later.at + timedelta(microseconds=1))) == ()
    warmer = replace(READING, value=38.4)
    assert do(record, lambda s: s.change_reading(warmer)) == Done(3, "reading.change", "temperature 38.4")
    assert do(record, lambda s: s.delete_reading("r2")) == Done(4, "reading.delete", "pulse 110")
    assert do(record, lambda s: s.readings()) == (warmer,)


def test_a_reading_before_1970_and_with_an_odd_offset_is_kept(record):
    odd = Reading("r", Quantity.WEIGHT, 61, datetime.fromisoformat("1927-12-31T23:59:59.000001+08:05:43"))
    do(record, lambda s: s.add_reading(odd))
    assert do(record, lambda s: s.readings()) == (odd,)


def test_dates_numbers_and_ticks(record):
    day = date(2026, 11, 5)
    assert do(record, lambda s: s.set_date("collection", day)) == Done(1, "date.set", "collection")
    assert do(record, lambda s: s.journey()) == Journey(collection=day)
    assert do(record, lambda s: s.set_date("collection", None)).name == "date.clear"
    assert do(record, lambda s: s.journey()) == Journey()

    told, undated = Told("38.0", "护士长", day), Told("021-1234")
    assert do(record, lambda s: s.set_number("fever_line", told)).name == "number.set"
    do(record, lambda s: s.set_number("phone_day", undated))
    assert do(record, lambda s: s.numbers()) == {"fever_line": told, "phone_day": undated}
    assert do(record, lambda s: s.set_number("fever_line", None)) == Done(5, "number.clear", "fever_line")
    assert do(record, lambda s: s.numbers()) == {"phone_day": undated}

    assert do(record, lambda s: s.set_prepared("list", True)).name == "preparation.tick"
    assert do(record, lambda s: s.set_prepared("list", True)).number == 0
    assert do(record, lambda s: s.prepared()) == {"list"}
    assert do(record, lambda s: s.set_prepared("list", False)).name == "preparation.untick"
    assert do(record, lambda s: s.prepared()) == frozenset()


def test_a_star_is_put_on_a_page_and_taken_away(record):
    assert do(record, lambda s: s.set_star("crs", True)) == Done(1, "page.star", "crs")
    assert do(record, lambda s: s.set_star("crs", True)).number == 0
    assert do(record, lambda s: s.set_star("fever", False)).number == 0
    assert do(record, lambda s: s.stars()) == {"crs"}
    assert do(record, lambda s: s.set_star("crs", False)) == Done(2, "page.unstar", "crs")
    assert do(record, lambda s: s.stars()) == frozenset()


def test_notes_and_questions_come_back_as_written_in_the_order_they_were_written(record):
    assert do(record, lambda s: s.add_note(QUESTION)) == Done(1, "question.add", "夜里打哪个电话？")
    assert do(record, lambda s: s.add_note(NOTE)) == Done(2, "note.add", "体温计在抽屉里")
    assert do(record, lambda s: s.notes()) == (NOTE, QUESTION)
    longer = replace(NOTE, text="第一行很长很长很长很长很长很长很长很长很长很长很长很长", page="crs")
    done = do(record, lambda s: s.change_note(longer))
    assert done == Done(3, "note.change", "第一行很长很长很长很长很长很长很长很长很长很长很…")
    assert do(record, lambda s: s.notes()) == (longer, QUESTION)
    assert do(record, lambda s: s.delete_note("q1")).name == "question.delete"
    assert do(record, lambda s: s.delete_note("n1")).name == "note.delete"
    assert do(record, lambda s: s.notes()) == ()


def test_a_question_is_ticked_off_with_its_time_and_opened_again(record):
    do(record, lambda s: s.add_note(QUESTION))
    assert do(record, lambda s: s.tick_question("q1", False)).number == 0
    assert do(record, lambda s: s.tick_question("q1", True)) == Done(2, "question.tick", "夜里打哪个电话？")
    (asked,) = do(record, lambda s: s.notes())
    assert asked.ticked > START
    assert not asked.open
    assert do(record, lambda s: s.tick_question("q1", True)).number == 0
    assert do(record, lambda s: s.notes()) == (asked,)
    assert do(record, lambda s: s.tick_question("q1", False)).name == "question.untick"
    assert do(record, lambda s: s.notes()) == (QUESTION,)


def test_a_question_that_becomes_a_note_loses_its_tick(record):
    do(record, lambda s: s.add_note(QUESTION))
    do(record, lambda s: s.tick_question("q1", True))
    (asked,) = do(record, lambda s: s.notes())
    assert do(record, lambda s: s.change_note(replace(asked, kind=NoteKind.NOTE))).name == "note.change"
    assert do(record, lambda s: s.notes()) == (replace(QUESTION, kind=NoteKind.NOTE),)
    do(record, lambda s: s.undo())
    assert do(record, lambda s: s.notes()) == (asked,)


def test_the_pocket_card_and_the_journey_share_the_infusion_date(record):
    do(record, lambda s: s.set_person("phone_24h", " 010-88 "))
    do(record, lambda s: s.set_person("birth_date", "1961/3/8"))
    assert do(record, lambda s: s.set_person("infusion_date", "2026-11-05")).name == "date.set"
    assert do(record, lambda s: s.journey()).infusion == date(2026, 11, 5)
    expected = {"birth_date": "1961-03-08", "infusion_date": "2026-11-05", "phone_24h": "010-88"}
    assert do(record, lambda s: s.person()) == expected
    assert do(record, lambda s: s.set_person("infusion_date", "")) == Done(4, "date.clear", "infusion")
    assert do(record, lambda s: s.set_person("birth_date", " ")) == Done(5, "person.clear", "birth_date")
    assert do(record, lambda s: s.person()) == {"phone_24h": "010-88"}


def test_nothing_changed_is_no_action_and_keeps_redo(record):
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.set_person("name", "张三"))
    do(record, lambda s: s.undo())
    assert do(record, lambda s: s.change_medicine(MEDICINE)) == Done(0, "medicine.change", "阿昔洛韦片")
    assert do(record, lambda s: s.redoable()) == Done(2, "person.set", "name")


def test_counts_and_every_name_is_announced(record):
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.add_reading(READING))
    card = do(record, lambda s: s.begin_card())
    do(record, lambda s: s.answer(card, "fever", Answer.NO, observer=""))
    counted = {kind: count for kind, count in do(record, lambda s: s.counts()).items() if count}
    assert counted == {"medicines": 1, "cards": 1, "readings": 1, "actions": 3}
    assert {e.name for e in do(record, lambda s: s.history())} <= set(ACTIONS)


def test_jobs_run_in_the_order_they_were_given(record):
    futures = [record.submit(lambda s, n=n: s.add_medicine(Medicine(f"m{n}", str(n)))) for n in range(50)]
    assert [f.result().number for f in futures] == list(range(1, 51))


def test_history_says_when_and_can_be_cut(record):
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.set_person("name", "张三"))
    newest, oldest = do(record, lambda s: s.history())
    assert (newest.name, oldest.name) == ("person.set", "medicine.add")
    assert newest.at > oldest.at >= START
    assert do(record, lambda s: s.history(1)) == (newest,)


def test_what_an_action_touched_can_be_looked_up(record, tmp_path):
    card = do(record, lambda s: s.begin_card())
    do(record, lambda s: s.answer(card, "fever", Answer.YES, observer=""))
    do(record, lambda s: s.undo())
    outside = raw(tmp_path)
    rows = outside.execute("SELECT action, of_table, id FROM touched ORDER BY 1, 2").fetchall()
    outside.close()
    assert rows == [
        (1, "symptom_answer", "id-1/fever"), (1, "symptom_card", "id-1"),
        (2, "symptom_answer", "id-1/fever"), (2, "symptom_card", "id-1"),
    ]  # fmt: skip


def test_half_written_forms_are_kept_and_are_no_history(tmp_path):
    with open_record(tmp_path) as record:
        do(record, lambda s: s.add_medicine(MEDICINE))
        before = do(record, lambda s: s.history()), snapshot(record), do(record, lambda s: s.redoable())
        for drafts in ({"diary": "{一}", "team": "2"}, {"diary": "{二}"}):
            do(record, lambda s, drafts=drafts: s.keep_drafts(drafts))
            assert do(record, lambda s: s.drafts()) == drafts
        assert (do(record, lambda s: s.history()), snapshot(record), do(record, lambda s: s.redoable())) == before
        with open_record(tmp_path) as reader:
            assert do(reader, lambda s: s.drafts()) == {"diary": "{二}"}
            with pytest.raises(InputError) as caught:
                do(reader, lambda s: s.keep_drafts({}))
            assert caught.value.code == "record.read-only"
        assert do(record, lambda s: s.undo()).name == "medicine.add"
    with open_record(tmp_path) as record:
        assert do(record, lambda s: s.drafts()) == {"diary": "{二}"}
        do(record, lambda s: s.erase_everything())
        assert do(record, lambda s: s.drafts()) == {}
