"""The diary: calls, shifts, the long-term record and the hand-over page, as a carer uses them."""

from __future__ import annotations

import time as time_
from datetime import datetime, timedelta, timezone

import pypdfium2
import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from handbook.domain import (
    Answer,
    MachineError,
    Medicine,
    PartialDate,
    PassportKind,
    Quantity,
    Reading,
    Shift,
    SymptomCard,
    TeamCall,
)
from handbook.record import Store
from handbook.ui import dialogs, sample
from handbook.ui.widgets.moment import on_the_clock, read_clock


@pytest.fixture
def page(window, settled):
    window.go("diary", "")
    settled()
    return window.page


def shown(page):
    return [part.text() for part in page.findChildren(QLabel) if part.isVisible()]


def press(page, name):
    page.findChild(QPushButton, name).click()


def write_call(page, write, settled, who="王护士", said="先观察，两小时后再打"):
    page.calls.new.click()
    write(page.calls._inputs["who"], who)
    page.calls._inputs["said"].setPlainText(said)
    press(page, "keep call")
    settled()


def test_a_call_is_written_now_and_stands_on_today(window, page, write, settled):
    write_call(page, write, settled)
    (call,) = window.context.state.calls
    assert (call.who, call.said, call.at) == ("王护士", "先观察，两小时后再打", sample.NOW)
    assert page.calls.draft is None
    assert any("王护士" in text for text in shown(page))
    window.go("today", "")
    settled()
    assert "和王护士通了电话：先观察，两小时后再打" in shown(window.page)


def test_an_empty_call_is_asked_about_and_nothing_is_kept(window, page, settled):
    page.calls.new.click()
    page.calls.submit()
    settled()
    assert page.calls._fields["who"].fault_text
    assert window.context.state.calls == ()
    assert page.calls.draft is not None


def test_a_call_of_yesterday_evening_is_written_with_its_own_time(window, page, write, settled):
    page.calls.new.click()
    write(page.calls._inputs["who"], "值班")
    when = page.calls._when
    when.other.click()
    write(when.day, (sample.NOW - timedelta(days=1)).date().isoformat())
    write(when.clock, "23点05")
    press(page, "keep call")
    settled()
    (call,) = window.context.state.calls
    assert call.at == datetime.combine((sample.NOW - timedelta(days=1)).date(), read_clock("23:05"), sample.NOW.tzinfo)


def test_a_time_that_is_none_is_told_and_keeps_what_was_typed(window, page, write, settled):
    page.calls.new.click()
    write(page.calls._inputs["who"], "值班")
    page.calls._when.other.click()
    write(page.calls._when.clock, "25:99")
    press(page, "keep call")
    settled()
    assert page.calls._when._fields["clock"].fault_text
    assert window.context.state.calls == ()
    assert page.calls._inputs["who"].text() == "值班"


def test_a_call_is_changed_deleted_and_brought_back(window, page, write, settled):
    write_call(page, write, settled)
    (call,) = window.context.state.calls
    press(page, f"change {call.id}")
    write(page.calls._inputs["who"], "李医生")
    press(page, "keep call")
    settled()
    assert [(one.id, one.who, one.at) for one in window.context.state.calls] == [(call.id, "李医生", call.at)]
    press(page, f"delete {call.id}")
    settled()
    assert window.context.state.calls == ()
    window.context.bridge.undo()
    settled()
    assert window.context.state.calls[0].who == "李医生"


def test_what_is_half_written_gives_way_to_no_other_entry_and_comes_back_when_put_aside(window, page, write, settled):
    write_call(page, write, settled)
    (call,) = window.context.state.calls
    page.calls.new.click()
    write(page.calls._inputs["who"], "值班医生")
    press(page, f"change {call.id}")
    settled()
    assert page.calls._inputs["who"].text() == "值班医生"
    assert window.foot.text == window.context.phrases("unfinished.first")
    page.calls._drop()
    settled()
    assert page.calls.draft is None
    press(page, f"change {call.id}")
    page.calls._drop()  # nothing was typed: there is nothing to bring back
    assert window.foot.text == window.context.phrases("unfinished.aside")
    window.foot.offer.click()
    settled()
    assert page.calls._inputs["who"].text() == "值班医生"
    press(page, "keep call")
    settled()
    assert {one.who for one in window.context.state.calls} == {"王护士", "值班医生"}


def test_an_entry_kept_unchanged_closes_its_form_and_the_next_one_can_be_written(window, page, write, settled):
    write_call(page, write, settled)
    (call,) = window.context.state.calls
    press(page, f"change {call.id}")
    press(page, "keep call")
    settled()
    assert page.calls.draft is None
    write_call(page, write, settled, who="李医生")
    assert {one.who for one in window.context.state.calls} == {"王护士", "李医生"}


def test_of_two_half_written_forms_neither_is_lost_by_bringing_one_back(window, page, write, settled):
    page.calls.new.click()
    write(page.calls._inputs["who"], "第一位")
    page.calls._drop()
    page.calls.new.click()
    write(page.calls._inputs["who"], "第二位")
    window.foot.offer.click()
    settled()
    assert page.calls._inputs["who"].text() == "第一位"
    window.foot.offer.click()
    settled()
    assert page.calls._inputs["who"].text() == "第二位"


def test_a_time_that_was_chosen_counts_as_written(window, page, settled):
    page.calls.new.click()
    page.calls._when.minus[2].click()
    page.calls._drop()
    window.foot.offer.click()
    settled()
    assert page.calls._when.at == sample.NOW - timedelta(hours=1)


def test_an_untouched_form_gives_way_to_another_entry(window, page, write, settled):
    window.context.keep(observer="女儿")
    write_call(window.page, write, settled)
    (call,) = window.context.state.calls
    window.page.calls.new.click()
    press(window.page, f"change {call.id}")
    assert window.page.calls.draft["id"] == call.id


def test_a_form_that_cannot_be_written_stays_when_another_entry_is_deleted_meanwhile(
    window, page, write, settled, monkeypatch
):
    write_call(page, write, settled)
    (call,) = window.context.state.calls
    page.calls.new.click()
    write(page.calls._inputs["who"], "值班医生")

    def full(*_args):
        raise MachineError("record.no-space")

    monkeypatch.setattr(Store, "add_call", full)
    press(page, f"delete {call.id}")
    press(page, "keep call")
    settled()
    assert window.context.state.calls == ()
    assert page.calls._inputs["who"].text() == "值班医生"


def test_a_form_that_was_begun_survives_leaving_and_another_text_size(window, page, write, settled):
    page.calls.new.click()
    write(page.calls._inputs["who"], "值班医生")
    window.go("today", "")
    window.context.keep(scale=150)
    window.go("diary", "")
    settled()
    assert window.page.calls._inputs["who"].text() == "值班医生"
    press(window.page, "new call")
    assert window.page.calls._inputs["who"].text() == "值班医生"


def test_what_lies_further_back_than_a_month_is_reached_step_by_step(window, settled, act, monkeypatch):
    long_ago = sample.NOW - timedelta(days=40)
    act(lambda store: store.add_call(TeamCall("c", long_ago, "老护士")))
    act(lambda store: store.add_shift(Shift("s", "女儿", long_ago)))
    act(lambda store: store.add_reading(Reading("r", Quantity.TEMPERATURE, 37.2, long_ago)))
    act(lambda store: store.answer(SymptomCard("k", long_ago), "fever", Answer.NO, observer=""))
    window.go("today", "")
    settled()
    assert not window.page.empty
    window.go("diary", "")
    settled()
    page = window.page
    assert page.findChild(QPushButton, "end s"), "who has not left is there, however long"
    assert not any("老护士" in text for text in shown(page))
    made = []
    monkeypatch.setattr(page._out, "save", lambda _title, _name, job: made.append(job()))
    page.handover.since.show_at(sample.NOW - timedelta(days=60))
    page.handover.save.click()
    page.handover.since.doubt.stay.click()
    page.handover.save.click()
    pages = pypdfium2.PdfDocument(made[0])
    assert "老护士" in "".join(sheet.get_textpage().get_text_bounded() for sheet in pages)
    next(b for b in page.calls.findChildren(QPushButton) if b.text() == page.calls.say("more")).click()
    settled()
    assert any("老护士" in text for text in shown(page))
    assert not any(b.text() == page.calls.say("more") for b in page.calls.findChildren(QPushButton) if b.isVisible())
    window.go("symptoms", "")
    settled()
    assert any("37.2" in text for text in shown(window.page))


def test_an_older_reading_is_not_told_to_be_none_at_all(window, settled, act):
    act(lambda store: store.add_reading(Reading("r", Quantity.TEMPERATURE, 37.2, sample.NOW - timedelta(days=400))))
    window.go("symptoms", "")
    settled()
    assert window.page.say("readings_none") not in shown(window.page)
    for _ in range(2):  # a month, four, sixteen
        next(b for b in window.page.findChildren(QPushButton) if b.text() == window.page.say("readings_more")).click()
        settled()
    assert any("37.2" in text for text in shown(window.page))


def test_a_shift_begins_and_ends(window, page, write, settled):
    page.shifts.new.click()
    write(page.shifts._inputs["carer"], "女儿")
    page.shifts._when.minus[2].click()
    press(page, "keep shift")
    settled()
    (shift,) = window.context.state.shifts
    assert (shift.carer, shift.begins, shift.ends) == ("女儿", sample.NOW - timedelta(hours=1), None)
    press(page, f"end {shift.id}")
    settled()
    assert window.context.state.shifts[0].ends == sample.NOW
    assert page.findChild(QPushButton, f"end {shift.id}") is None


def test_a_shift_does_not_begin_after_its_end(window, page, settled, act):
    act(
        lambda store: store.add_shift(
            Shift("s", "女儿", sample.NOW - timedelta(hours=8), sample.NOW - timedelta(hours=2))
        )
    )
    press(page, "change s")
    page.shifts._when.now.click()
    press(page, "keep shift")
    settled()
    assert any("来得不能比这晚" in text for text in shown(page))
    assert window.context.state.shifts[0].begins == sample.NOW - timedelta(hours=8)
    for _ in range(3):
        page.shifts._when.minus[2].click()
    press(page, "keep shift")
    settled()
    assert window.context.state.shifts[0].begins == sample.NOW - timedelta(hours=3)


def test_an_entry_of_the_long_term_record_may_know_only_its_month(window, page, write, settled):
    sheet = page.passport
    sheet.new.click()
    write(sheet._inputs["what"], "丙球 10 克")
    sheet._kind.setCurrentIndex(sheet._kind.findData(PassportKind.IMMUNOGLOBULIN.value))
    sheet._kind.activated.emit(0)
    write(sheet._day.year, "2026")
    sheet._day.month.setCurrentIndex(10)
    sheet._day.changed.emit()
    press(page, "keep passport")
    settled()
    (entry,) = window.context.state.passport
    assert (entry.kind, entry.what, entry.day) == (
        PassportKind.IMMUNOGLOBULIN, "丙球 10 克", PartialDate(2026, 10),
    )  # fmt: skip
    assert any("丙球：丙球 10 克" in text for text in shown(page))


def test_the_hand_over_page_says_what_was_written_since(window, page, write, settled, tmp_path, monkeypatch):
    write_call(page, write, settled)
    target = tmp_path / "交接单.pdf"
    monkeypatch.setattr(dialogs, "save_path", lambda *_: target)
    page.handover.save.click()
    settled()
    text = "".join(sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(target.read_bytes()))
    assert "王护士" in text
    assert "两小时后再打" in text


def test_the_hand_over_begins_where_the_last_shift_began(window, page, write, settled):
    assert page.handover.since.at == sample.NOW - timedelta(hours=12)
    page.shifts.new.click()
    write(page.shifts._inputs["carer"], "儿子")
    page.shifts._when.minus[2].click()
    press(page, "keep shift")
    settled()
    assert page.handover.since.at == sample.NOW - timedelta(hours=1)
    page.handover.since.minus[2].click()
    page.refresh()
    assert page.handover.since.at == sample.NOW - timedelta(hours=2)


def test_more_than_six_entries_are_shown_on_demand(window, page, write, settled):
    for number in range(8):
        write_call(page, write, settled, who=f"护士 {number}")
    rows = [row for row in page.calls.findChildren(QPushButton) if row.objectName().startswith("change ")]
    assert len(rows) == 6
    next(one for one in page.calls.findChildren(QPushButton) if one.text() == "看更早的").click()
    settled()
    rows = [row for row in page.calls.findChildren(QPushButton) if row.objectName().startswith("change ")]
    assert len(rows) == 8


def test_a_dose_is_given_now_and_an_older_one_added_later(window, act, write, settled):
    act(lambda store: store.add_medicine(Medicine("m1", "对乙酰氨基酚", dose="1 片")))
    window.go("medicines", "dose")
    settled()
    sheet = window.page.doses
    assert sheet._medicine.currentData() == "m1"
    press(window.page, "keep dose")
    settled()
    sheet.new.click()
    sheet._when.minus[2].click()
    sheet._when.minus[2].click()
    press(window.page, "keep dose")
    settled()
    assert [dose.at for dose in window.context.state.doses] == [sample.NOW, sample.NOW - timedelta(hours=2)]
    window.go("today", "")
    settled()
    assert "用了对乙酰氨基酚" in shown(window.page)


def test_a_safer_way_to_write_a_given_amount_is_shown_and_taken_only_when_asked(window, act, settled):
    act(lambda store: store.add_medicine(Medicine("m1", "对乙酰氨基酚", dose=".5 g")))
    window.go("medicines", "dose")
    settled()
    sheet = window.page.doses
    amount = sheet._inputs["amount"]
    amount.setText(".25 g")
    amount.textEdited.emit(".25 g")
    sheet.safer.look()
    assert (sheet.safer.isVisible(), sheet.safer.proposed) == (True, "0.25 g")
    assert sheet.draft["amount"] == ".25 g"
    sheet.safer.take.click()
    assert not sheet.safer.isVisible()
    press(window.page, "keep dose")
    settled()
    assert [dose.amount for dose in window.context.state.doses] == ["0.25 g"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("23:05", (23, 5)), ("7.30", (7, 30)), ("２３：０５", (23, 5)), ("2305", (23, 5)), ("730", (7, 30)),
        ("23。05", (23, 5)),
        ("7点", (7, 0)), ("7 点 05 分", (7, 5)), ("24:00", None), ("12:60", None), ("", None), ("noon", None),
    ],
)  # fmt: skip
def test_times_as_people_type_them(text, expected):
    read = read_clock(text)
    assert (read and (read.hour, read.minute)) == expected


def test_a_time_that_is_typed_has_the_offset_of_its_season(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time_.tzset()
    try:
        winter = datetime(2026, 11, 8, 7, 20).astimezone()
        assert on_the_clock(datetime(2026, 10, 20, 7, 0), winter).isoformat() == "2026-10-20T07:00:00+02:00"
        abroad = datetime(2026, 11, 8, 7, 20, tzinfo=timezone(timedelta(hours=8)))
        assert on_the_clock(datetime(2026, 10, 20, 7, 0), abroad).isoformat() == "2026-10-20T07:00:00+08:00"
    finally:
        monkeypatch.undo()
        time_.tzset()


def test_with_several_medicines_none_is_chosen_beforehand(window, act, settled):
    act(lambda store: store.add_medicine(Medicine("m1", "阿昔洛韦片")))
    act(lambda store: store.add_medicine(Medicine("m2", "对乙酰氨基酚")))
    window.go("medicines", "dose")
    settled()
    sheet = window.page.doses
    sheet.submit()
    settled()
    assert window.context.state.doses == ()
    assert sheet._medicine_field.fault_text
    sheet._medicine.setCurrentIndex(sheet._medicine.findData("m2"))
    sheet._medicine.activated.emit(0)
    sheet.submit()
    settled()
    assert [dose.medicine for dose in window.context.state.doses] == ["m2"]
