"""Times and days that are likelier a slip: asked about beside the field, never refused, never changed unasked."""

from datetime import timedelta

import pytest

from handbook.domain import Medicine, PartialDate, Quantity, TeamCall
from handbook.record import Store
from handbook.ui import sample

NOW = sample.NOW.replace(hour=0, minute=10)


@pytest.fixture
def window(open_window):
    return open_window(clock=lambda: NOW)


def measure(window, write, settled, *, day="", clock="", minus=0):
    window.go("symptoms", "temperature")
    settled(window)
    form = window.page.form
    write(form.values[Quantity.TEMPERATURE].input, "38.2")
    if day or clock:
        form.when.other.click()
        write(form.when.clock, clock)
        if day:
            write(form.when.day, day)
    for _ in range(minus):
        form.when.minus[2].click()
    form.submit()
    settled(window)
    return form


def kept(window):
    return [reading.at for reading in window.context.bridge.record.submit(Store.readings).result()]


def test_this_evening_after_midnight_is_asked_about_and_made_yesterday_by_one_press(window, write, settled):
    form = measure(window, write, settled, clock="23:50")
    assert kept(window) == []
    assert form.when.doubt.text == "今天 23:50还没有到。也许是昨天 23:50？"
    assert window.focusWidget() is form.when.doubt.take
    assert (form.when.day.text(), form.when.clock.text()) == (f"{NOW.date()}", "23:50")
    form.when.doubt.take.click()
    assert form.when.words.text() == "昨天 23:50"
    assert form.when.day.text() == f"{NOW.date() - timedelta(days=1)}"
    assert not form.when.doubt.asked
    form.submit()
    settled()
    assert kept(window) == [NOW - timedelta(minutes=20)]


def test_a_time_ahead_is_kept_when_the_family_says_so(window, write, settled):
    form = measure(window, write, settled, clock="23:50")
    form.when.doubt.stay.click()
    window.context.keep(scale=150)  # said once, also for a window that is built anew
    settled()
    window.page.form.submit()
    settled()
    assert kept(window) == [NOW.replace(hour=23, minute=50)]
    assert window.page.form.when.doubt.isHidden()
    again = measure(window, write, settled, clock="23:50")  # it was said of the other one
    assert again.when.doubt.asked


@pytest.mark.parametrize(("day", "key"), [
    ("2062-11-08", "ahead"), ("9999-12-31", "ahead"), ("0001-01-01", "long_ago"), ("2025-11-01", "long_ago"),
])  # fmt: skip
def test_another_year_is_asked_about_without_a_guess(window, write, settled, day, key):
    form = measure(window, write, settled, day=day, clock="00:05")
    assert kept(window) == []
    say = window.context.phrases
    date = window.context.words.date(form.when.at.date()).replace(" ", "\u00a0")
    assert form.when.doubt.text == say(f"moment.{key}", time=f"{date} 00:05")
    assert form.when.doubt.take.isHidden()
    assert window.focusWidget() is form.when.doubt.stay
    write(form.when.day, f"{NOW.date()}")  # typing takes the question away
    assert not form.when.doubt.asked
    form.submit()
    settled()
    assert kept(window) == [NOW - timedelta(minutes=5)]


def test_what_is_usual_is_not_asked_about(window, write, settled):
    for options in ({}, {"minus": 3}, {"clock": "00:14"}, {"day": "2025-11-10", "clock": "07:00"}):
        assert not measure(window, write, settled, **options).when.doubt.asked
    assert len(kept(window)) == 4


def test_the_diary_and_the_doses_ask_too_but_not_again_when_an_entry_is_changed(window, write, settled):
    bridge = window.context.bridge
    bridge.do(lambda store: store.add_call(TeamCall("c", NOW + timedelta(days=2), "值班")))
    bridge.do(lambda store: store.add_medicine(Medicine("m", "阿昔洛韦")))
    window.go("diary", "")
    settled()
    calls, shifts = window.page.calls, window.page.shifts
    calls._begin("c", calls.texts(window.context.state.calls[0]), window.context.state.calls[0])
    write(calls._inputs["said"], "来医院")
    calls.submit()
    settled()
    assert window.context.state.calls[0].said == "来医院"
    window.page.open("shift")
    write(shifts._inputs["carer"], "女儿")
    shifts._when.other.click()
    write(shifts._when.clock, "22:00")
    shifts.submit()
    settled()
    assert shifts._when.doubt.asked
    shifts._when.doubt.take.click()
    shifts.submit()
    settled()
    assert window.context.state.shifts[0].begins == NOW - timedelta(hours=2, minutes=10)
    window.go("medicines", "dose")
    settled()
    doses = window.page.doses
    doses._when.other.click()
    write(doses._when.clock, "2200")
    doses.submit()
    assert window.focusWidget() is doses._when.doubt.take


def test_days_of_a_medicine_that_have_not_come_are_asked_about_once(window, write, settled):
    window.go("medicines", "new")
    form = window.page.form
    write(form.input("name"), "阿昔洛韦")
    form.start.show_parts({"year": "2027", "month": "1", "day": "", "about": ""})
    form._taking.button(1).click()
    form.end.show_parts({"year": "2027", "month": "2", "day": "3", "about": ""})
    form.submit()
    settled()
    assert window.context.state.medicines == ()
    assert form.start.doubt.text == "写的是 2027\u00a0年\u00a01\u00a0月，还没有到。对吗？"
    assert window.focusWidget() is form.start.doubt.stay
    form.start.doubt.stay.click()
    form.submit()
    assert window.focusWidget() is form.end.doubt.stay
    assert not form.start.doubt.asked
    form.end.day.setText("4")
    form.end.day.textEdited.emit("4")
    assert not form.end.doubt.asked
    form.submit()
    form.end.doubt.stay.click()
    form.submit()
    settled()
    (medicine,) = window.context.state.medicines
    assert (medicine.start, medicine.end) == (PartialDate(2027, 1), PartialDate(2027, 2, 4))
