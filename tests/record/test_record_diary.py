"""Doses, calls, shifts, the long-term record, the look-back answers and merging, on a real file."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handbook.domain import (
    FAHRENHEIT,
    UNKNOWN,
    Heard,
    InputError,
    LookBackAnswer,
    Medicine,
    PartialDate,
    PassportEntry,
    PassportKind,
    Quantity,
    Reading,
    TeamCall,
    from_fahrenheit,
    merged,
    read_off,
)
from handbook.record import Done
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
    do,
    open_record,
    snapshot,
)


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path) as opened:
        yield opened


KINDS = {
    "dose": (DOSE, replace(DOSE, amount="2 片"), "阿昔洛韦片", "doses"),
    "call": (CALL, replace(CALL, said=""), "值班护士", "calls"),
    "shift": (SHIFT, replace(SHIFT, ends=None), "儿子", "shifts"),
    "passport": (ENTRY, replace(ENTRY, day=UNKNOWN, kind=PassportKind.OTHER), "流感疫苗", "passport"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_comes_back_as_written_is_changed_and_deleted(record, kind):
    entry, changed, subject, many = KINDS[kind]
    do(record, lambda s: s.add_medicine(MEDICINE))

    def listed():
        return do(record, lambda s: getattr(s, many)())

    def act(verb, what):
        return do(record, lambda s: getattr(s, f"{verb}_{kind}")(what))

    assert act("add", entry) == Done(2, f"{kind}.add", subject)
    assert listed() == (entry,)
    with pytest.raises(InputError) as caught:
        act("add", entry)
    assert caught.value.code == "record.already-there"
    assert act("change", changed) == Done(3, f"{kind}.change", subject)
    assert act("change", changed).number == 0
    assert listed() == (changed,)
    assert act("delete", entry.id) == Done(4, f"{kind}.delete", subject)
    assert listed() == ()
    for verb, what in (("change", entry), ("delete", entry.id)):
        with pytest.raises(InputError) as caught:
            act(verb, what)
        assert caught.value.code == "record.no-entry"
    assert [do(record, lambda s: s.undo()).name for _ in range(2)] == [f"{kind}.delete", f"{kind}.change"]
    assert listed() == (entry,)


@pytest.mark.parametrize(
    ("job", "code"),
    [
        (lambda s: s.add_call(TeamCall("c", START, " ", note="x")), "record.no-text"),
        (lambda s: s.add_shift(replace(SHIFT, carer="\n")), "record.no-carer"),
        (lambda s: s.add_passport(PassportEntry("p", PassportKind.OTHER, where="医院")), "record.no-text"),
        (lambda s: s.add_dose(replace(DOSE, amount="\0")), "text.control"),
        (lambda s: s.add_passport(replace(ENTRY, where="\ud800")), "text.control"),
        (lambda s: s.set_lookback(replace(ANSWER, note="\0")), "text.control"),
        (lambda s: s.add_reading(replace(READING, unit="\0")), "text.control"),
        (lambda s: s.merge_medicines(MEDICINE, "m2"), "record.no-entry"),
        (lambda s: s.add_many([MEDICINE, Medicine("m2", " ")]), "record.no-name"),
    ],
)
def test_what_says_nothing_or_cannot_be_kept_is_refused(record, job, code):
    do(record, lambda s: s.add_note(NOTE))
    before = do(record, lambda s: s.history()), snapshot(record)
    with pytest.raises(InputError) as caught:
        do(record, job)
    assert caught.value.code == code
    assert (do(record, lambda s: s.history()), snapshot(record)) == before


def test_newest_first_and_since(record):
    later = START + timedelta(hours=3)
    for n, at in enumerate((later, START)):
        do(record, lambda s, n=n, at=at: s.add_dose(replace(DOSE, id=f"d{n}", at=at)))
        do(record, lambda s, n=n, at=at: s.add_call(replace(CALL, id=f"c{n}", at=at)))
        do(record, lambda s, n=n, at=at: s.add_shift(replace(SHIFT, id=f"s{n}", begins=at)))
    for name in ("doses", "calls", "shifts"):
        listed = do(record, lambda s, name=name: [e.id[1] for e in getattr(s, name)()])
        assert listed == ["0", "1"]
        assert len(do(record, lambda s, name=name: getattr(s, name)(later))) == 1
        assert do(record, lambda s, name=name: getattr(s, name)(later + timedelta(microseconds=1))) == ()


def test_what_lies_further_back_is_known_and_who_has_not_left_is_there(record):
    do(record, lambda s: s.add_call(replace(CALL, at=START)))
    do(record, lambda s: s.add_shift(replace(SHIFT, id="s", begins=START, ends=None)))
    do(record, lambda s: s.add_shift(replace(SHIFT, id="t", begins=START, ends=START + timedelta(hours=8))))
    after = START + timedelta(seconds=1)
    assert do(record, lambda s: s.older(after)) == {"call", "shift"}
    assert do(record, lambda s: s.older(START)) == frozenset()
    assert [one.id for one in do(record, lambda s: s.shifts(after))] == ["s"]
    assert [one.id for one in do(record, lambda s: s.shifts())] == ["s", "t"]


def test_the_long_term_record_has_what_has_no_day_last(record):
    for n, day in enumerate(("", "2026-08", "2027-01-02")):
        do(record, lambda s, n=n, day=day: s.add_passport(replace(ENTRY, id=f"p{n}", day=PartialDate.parse(day))))
    assert [e.id for e in do(record, lambda s: s.passport())] == ["p2", "p1", "p0"]


def test_a_long_name_is_shortened_for_the_history_and_a_lost_medicine_has_none(record):
    long = "神经内科值班的张护士和李医生一起打来的电话，说了很多话"
    done = do(record, lambda s: s.add_call(replace(CALL, who="", said=f"{long}\n{long}")))
    assert (len(done.subject), done.subject[-1]) == (24, "…")
    assert do(record, lambda s: s.add_dose(DOSE)).subject == ""


def test_answers_of_the_look_back_replace_each_other_month_by_month(record):
    whole = LookBackAnswer("transplant", "", Heard.NONE, START)
    assert do(record, lambda s: s.set_lookback(ANSWER)) == Done(1, "lookback.set", "kitchen")
    do(record, lambda s: s.set_lookback(whole))
    do(record, lambda s: s.set_lookback(replace(ANSWER, month="2026-10", heard=Heard.NOT_KNOWN)))
    changed = replace(ANSWER, heard=Heard.NONE, told_by="儿子")
    do(record, lambda s: s.set_lookback(changed))
    answers = do(record, lambda s: s.lookback_answers())
    assert answers == (changed, replace(ANSWER, month="2026-10", heard=Heard.NOT_KNOWN), whole)
    assert do(record, lambda s: s.clear_lookback("kitchen", "2026-09")) == Done(5, "lookback.clear", "kitchen")
    assert do(record, lambda s: s.clear_lookback("kitchen", "2026-09")).number == 0
    assert do(record, lambda s: s.lookback_answers()) == answers[1:]
    do(record, lambda s: s.undo())
    assert do(record, lambda s: s.lookback_answers()) == answers


def test_many_answers_are_one_action(record):
    more = [ANSWER, replace(ANSWER, question="bag")]
    done = do(record, lambda s: s.set_lookbacks(more))
    assert (done.number, done.name) == (1, "lookback.rest")
    assert set(do(record, lambda s: s.lookback_answers())) == set(more)
    do(record, lambda s: s.undo())
    assert do(record, lambda s: s.lookback_answers()) == ()


def test_many_answers_never_replace_one(record):
    do(record, lambda s: s.set_lookback(ANSWER))
    other = replace(ANSWER, question="bag", heard=Heard.NONE)
    more = [replace(ANSWER, heard=Heard.NONE), other]
    assert do(record, lambda s: s.set_lookbacks(more)) == Done(2, "lookback.rest", "1")
    assert set(do(record, lambda s: s.lookback_answers())) == {ANSWER, other}
    assert do(record, lambda s: s.set_lookbacks(more)).number == 0


def test_an_import_is_one_action_and_one_undo(record):
    medicines = [Medicine(f"m{n}", f"药{n}") for n in range(30)]
    assert do(record, lambda s: s.add_many(medicines)) == Done(1, "medicine.many", "30")
    readings = [replace(READING, id=f"r{n}") for n in range(3)]
    assert do(record, lambda s: s.add_many(readings)) == Done(2, "reading.many", "3")
    assert do(record, lambda s: s.add_many([])).number == 0
    do(record, lambda s: s.undo())
    do(record, lambda s: s.undo())
    assert do(record, lambda s: (s.medicines(), s.readings())) == ((), ())


def test_upper_and_lower_pressure_are_one_action(record):
    pair = [
        replace(READING, id=q.value, quantity=q, value=v)
        for q, v in ((Quantity.SYSTOLIC, 120), (Quantity.DIASTOLIC, 80))
    ]
    assert do(record, lambda s: s.add_readings(pair)).subject == "systolic 120;diastolic 80"
    do(record, lambda s: s.undo())
    assert do(record, lambda s: s.readings()) == ()


def test_a_temperature_read_off_in_fahrenheit_is_kept_in_celsius_and_told_as_typed(record):
    do(
        record,
        lambda s: s.add_reading(Reading("r", Quantity.TEMPERATURE, from_fahrenheit(101.3), START, unit=FAHRENHEIT)),
    )
    (kept,) = do(record, lambda s: s.readings())
    assert read_off(kept) == (101.3, FAHRENHEIT)
    assert kept.value == pytest.approx(38.5)


def test_merging_moves_doses_and_photos_and_is_one_undo(record):
    other = Medicine("m2", "阿昔洛韦片", brand="Zovirax")
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.add_medicine(other))
    do(record, lambda s: s.add_dose(replace(DOSE, medicine="m2")))
    do(record, lambda s: s.add_photo("m2", PHOTO))
    before = snapshot(record)
    both = merged(MEDICINE, other)
    assert do(record, lambda s: s.merge_medicines(both, "m2")) == Done(5, "medicine.merge", "阿昔洛韦片")
    assert do(record, lambda s: s.medicines()) == (both,)
    assert [d.medicine for d in do(record, lambda s: s.doses())] == ["m1"]
    assert len(do(record, lambda s: s.photos("m1"))) == 1
    assert [b.entry for b in do(record, lambda s: s.bin())] == ["m2"]
    do(record, lambda s: s.undo())
    assert snapshot(record) == before


def test_what_is_brought_back_after_a_merge_belongs_to_the_medicine_that_is_left(record):
    """From the bin, and as an earlier version, whether the entry is still there or not."""
    other = Medicine("m2", "阿昔洛韦片", brand="Zovirax")
    dose = replace(DOSE, medicine="m2")
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.add_medicine(other))
    added = [do(record, lambda s, id_=id_: s.add_dose(replace(dose, id=id_))).number for id_ in ("d1", "d2", "d3")]
    do(record, lambda s: s.delete_dose("d2"))
    do(record, lambda s: s.merge_medicines(merged(MEDICINE, other), "m2"))
    do(record, lambda s: s.change_dose(replace(dose, id="d1", medicine="m1", amount="9 片")))
    do(record, lambda s: s.delete_dose("d3"))
    binned = next(one.id for one in do(record, lambda s: s.bin()) if one.entry == "d2")
    do(record, lambda s: s.restore_from_bin(binned))
    do(record, lambda s: s.restore_version("dose", "d1", added[0]))
    do(record, lambda s: s.restore_version("dose", "d3", added[2]))
    kept = do(record, lambda s: s.doses())
    assert {(one.id, one.medicine, one.amount) for one in kept} == {(n, "m1", DOSE.amount) for n in ("d1", "d2", "d3")}


def test_a_merge_is_not_undone_by_halves_after_the_bin_was_emptied(record):
    """Its doses and photos would belong to a medicine that is gone for good."""
    do(record, lambda s: s.add_medicine(MEDICINE))
    do(record, lambda s: s.add_medicine(Medicine("m2", "阿昔洛韦片", brand="Zovirax")))
    do(record, lambda s: s.add_dose(replace(DOSE, medicine="m2")))
    do(record, lambda s: s.add_photo("m2", PHOTO))
    do(record, lambda s: s.merge_medicines(MEDICINE, "m2"))
    do(record, lambda s: s.empty_bin())
    assert do(record, lambda s: s.undoable()).name != "medicine.merge"
    assert [one.medicine for one in do(record, lambda s: s.doses())] == ["m1"]
    assert len(do(record, lambda s: s.photos("m1"))) == 1


def test_an_earlier_version_whose_medicine_is_nowhere_keeps_its_name_for_it(record):
    do(record, lambda s: s.add_medicine(MEDICINE))
    added = do(record, lambda s: s.add_dose(DOSE)).number
    do(record, lambda s: s.delete_dose("d1"))
    do(record, lambda s: s.delete_medicine("m1"))
    do(record, lambda s: s.empty_bin())
    with pytest.raises(InputError, match=r"record\.no-entry"):
        do(record, lambda s: s.restore_version("dose", "d1", added))


def test_cards_since_a_time_go_beyond_the_limit(record):
    for n in range(4):
        card = replace(do(record, lambda s: s.begin_card()), begun=START + timedelta(hours=n))
        do(record, lambda s, card=card: s.set_card_note(card, "x"))
    assert len(do(record, lambda s: s.cards(1))) == 1
    assert len(do(record, lambda s: s.cards(1, START + timedelta(hours=1)))) == 3


def test_a_medicine_on_no_list_and_its_dose_are_one_action(record):
    before = snapshot(record)
    given = replace(DOSE, medicine="m1")
    assert do(record, lambda s: s.add_new_and_dose(MEDICINE, given)) == Done(1, "dose.new", MEDICINE.name)
    assert do(record, lambda s: s.medicines()) == (MEDICINE,)
    assert do(record, lambda s: s.doses()) == (given,)
    with pytest.raises(InputError, match=r"record\.already-there"):
        do(record, lambda s: s.add_new_and_dose(MEDICINE, replace(given, id="d2")))
    assert do(record, lambda s: s.doses()) == (given,)
    do(record, lambda s: s.undo())
    assert snapshot(record) == before
    do(record, lambda s: s.redo())
    assert do(record, lambda s: s.doses()) == (given,)
