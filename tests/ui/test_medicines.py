"""Medicines as a person uses them: write, look, stop, delete, take back; by mouse and by keyboard."""

from datetime import date, timedelta

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from handbook.domain import UNKNOWN, Heard, HowKnown, InputError, Kind, LookBack, LookBackAnswer, Medicine, PartialDate
from handbook.ui import dialogs, sample
from handbook.ui.widgets.partial_dates import from_parts, parts_of
from handbook.ui.widgets.rows import PressRow, breakable
from handbook.ui.widgets.ruler import Bar, RulerBar, bar

TODAY = sample.NOW.date()


def pick(combo, key):
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())


def shown(page):
    return [part.text() for part in page.findChildren(QLabel) if part.isVisible()]


def press(page, name):
    (found,) = [part for part in page.findChildren(QPushButton, name) if part.isVisible()]
    return found


@pytest.fixture
def page(window, settled):
    window.go("medicines", "")
    settled()
    return window.page


@pytest.fixture
def form(window, page, settled, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    settled()
    return page.form


def test_an_empty_list_does_not_say_that_nothing_was_taken(page):
    assert page.say("empty") in shown(page)
    assert page.say("empty_words") in shown(page)
    assert not page.findChildren(RulerBar)


def test_the_name_alone_is_enough(window, page, form, settled, qtbot):
    assert window.focusWidget() is form.input("name")
    qtbot.keyClicks(form.input("name"), "aspirin")
    form.submit()
    settled()
    assert page.form is None
    (kept,) = window.context.state.medicines
    assert kept.name == "aspirin"
    assert (kept.start, kept.end, kept.kind, kept.how_known) == (UNKNOWN, None, Kind.NOT_SAID, HowKnown.NOT_SAID)
    assert window.foot.isVisible()
    assert window.focusWidget() is press(page, f"open {kept.id}")
    assert page.say("from_unknown") in shown(page)


def test_every_field_comes_back_as_it_was_written(window, page, form, settled, qtbot):
    for key in ("name", "strength", "dose", "how_often", "route", "reason", "prescriber", "told_by"):
        qtbot.keyClicks(form.input(key), f"{key} 1")
    form.input("note").setPlainText("two\nlines")
    pick(form.input("kind"), Kind.VACCINE.value)
    pick(form.input("how_known"), HowKnown.BOX_SEEN.value)
    pick(form.start.month, "8")
    assert form.start.year.text() == "2026"  # offered, to be seen and changed
    form.start.day.setText("１５")  # as a Chinese input method may give it
    form.start.about.click()
    form._taking.button(1).click()
    pick(form.end.month, "10")
    form.submit()
    settled()
    (kept,) = window.context.state.medicines
    assert [getattr(kept, key) for key in ("name", "strength", "dose", "how_often", "told_by")] == [
        f"{key} 1" for key in ("name", "strength", "dose", "how_often", "told_by")
    ]
    assert kept.note == "two\nlines"
    assert (kept.kind, kept.how_known) == (Kind.VACCINE, HowKnown.BOX_SEEN)
    assert kept.start == PartialDate(2026, 8, 15, about=True)
    assert kept.end == PartialDate(2026, 10)
    page.open(kept.id)
    assert page.form.draft["start"] == {"year": "2026", "month": "8", "day": "15", "about": "yes"}
    assert page.form.input("note").toPlainText() == "two\nlines"


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(window, page, form, settled, qtbot):
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    form.submit()
    assert form.fault("name")
    assert window.focusWidget() is form.input("name")
    assert not form.input("name").visibleRegion().isEmpty()
    qtbot.keyClicks(form.input("name"), "x" * 201)
    qtbot.keyClicks(form.start.day, "31")
    form.start.year.setText("2026")
    pick(form.start.month, "2")
    form.submit()
    assert form.fault("name")
    assert form.start.fault_text == page.phrases("dates.fault_day")
    assert form.start.day.text() == "31"
    form.input("name").setText("x")
    form.start.day.clear()
    form._taking.button(1).click()
    form.end.year.setText("2025")
    pick(form.end.month, "1")
    form.submit()
    assert form.end.fault_text == page.say("end_before_start")
    assert not window.context.state.medicines
    form.end.year.setText("2026")
    pick(form.end.month, "3")
    form.submit()
    settled()
    assert window.context.state.medicines[0].end == PartialDate(2026, 3)


def test_a_draft_survives_leaving_escape_larger_text_and_another_language(window, page, form, settled, qtbot):
    qtbot.keyClicks(form.input("name"), "half a na")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    settled()
    window.go("settings", "")
    window.go("medicines", "new")
    settled()
    assert window.page.form.input("name").text() == "half a na"
    window.context.keep(scale=150)
    window.context.keep(language="en")
    settled()
    assert window.page.form.input("name").text() == "half a na"
    assert window.heading.title.text() == "Add a medicine"
    window.page.form.left.emit()
    settled()
    assert window.page.form is None
    assert window.page.say("draft_new", name="half a na") in shown(window.page)
    go_on = next(b for b in window.page.findChildren(QPushButton) if b.text() == "Go on")
    go_on.click()
    settled()
    assert window.page.form.input("name").text() == "half a na"
    window.page.form.left.emit()
    next(b for b in window.page.findChildren(QPushButton) if b.text() == "Throw away").click()
    settled()
    assert window.page.say("draft_new", name="half a na") not in shown(window.page)


def test_a_written_form_does_not_open_again_when_the_window_is_rebuilt(window, page, form, settled, qtbot):
    qtbot.keyClicks(form.input("name"), "once")
    form.submit()
    settled()
    window.context.keep(scale=125)
    settled()
    assert window.page.form is None
    assert len(window.context.state.medicines) == 1


def test_three_lists(sample_window, settled):
    window = sample_window
    window.context.bridge.do(
        lambda store: store.add_medicine(Medicine(id="old", name="long ago", end=PartialDate(2025, 1)))
    )
    settled()
    window.go("medicines", "")
    settled()
    page = window.page
    rows = [row.objectName() for row in page.findChildren(PressRow)]
    assert rows == ["open sample-0", "open sample-1", "open sample-2", "open sample-3", "open old"]
    assert "2026\u00a0年\u00a08\u00a0月\u00a04\u00a0日" in window.heading.subtitle.text()
    assert page.say("ruler_note") in shown(page)
    assert len(page.findChildren(RulerBar)) == 4
    assert any("约" in text for text in shown(page))


def test_a_row_opens_by_mouse_and_by_enter(sample_window, settled, qtbot):
    window = sample_window
    window.go("medicines", "")
    settled()
    row = press(window.page, "open sample-2")
    assert "泼尼松片" in row.accessibleName()
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    settled()
    assert window.page.form.input("name").text() == "泼尼松片"
    window.page.form.left.emit()
    settled()
    row = press(window.page, "open sample-2")
    assert window.focusWidget() is row
    qtbot.keyClick(row, Qt.Key.Key_Return)
    settled()
    window.page.form.input("name").setText("改过的名字")
    window.page.form.submit()
    settled()
    assert window.page._medicine("sample-2").name == "改过的名字"


@pytest.mark.parametrize(
    ("answer", "end"),
    [
        ("today", PartialDate.exact(TODAY)),
        ("yesterday", PartialDate.exact(TODAY - timedelta(days=1))),
        ("unknown", UNKNOWN),
    ],
)
def test_stopping_asks_for_the_last_day_in_the_row(sample_window, settled, answer, end):
    window = sample_window
    window.go("medicines", "")
    settled()
    press(window.page, "stop sample-0").click()
    assert window.focusWidget() is press(window.page, "today sample-0")
    press(window.page, f"{answer} sample-0").click()
    settled()
    assert window.page._medicine("sample-0").end == end
    window.context.bridge.undo()
    settled()
    assert window.page._medicine("sample-0").end is None
    assert window.page.findChild(QPushButton, "stop sample-0") is not None


def test_another_day_is_written_in_the_form_and_the_question_can_be_closed(sample_window, settled):
    window = sample_window
    window.go("medicines", "")
    settled()
    press(window.page, "stop sample-1").click()
    closing = next(b for b in window.page.findChildren(QPushButton) if b.text() == window.page.say("stop_back"))
    closing.click()
    settled()
    assert window.page.findChild(QPushButton, "today sample-1") is None
    assert window.focusWidget() is press(window.page, "stop sample-1")
    press(window.page, "stop sample-1").click()
    press(window.page, "other sample-1").click()
    settled()
    form = window.page.form
    assert form.end.isVisible()
    form.submit()  # nothing known of the date: stopped all the same
    settled()
    assert window.page._medicine("sample-1").end == UNKNOWN


def test_a_form_that_is_resumed_does_not_take_back_what_was_done_meanwhile(sample_window, settled):
    window = sample_window
    window.go("medicines", "sample-0")
    settled()
    window.page.form.input("note").setPlainText("after breakfast")
    window.page.form.left.emit()
    settled()
    press(window.page, "stop sample-0").click()
    press(window.page, "today sample-0").click()
    settled()
    window.go("medicines", "sample-0")
    settled()
    assert window.page.form.input("note").toPlainText() == "after breakfast"
    assert window.page.form.end.isVisible()
    window.page.form.submit()
    settled()
    kept = window.page._medicine("sample-0")
    assert (kept.note, kept.end) == ("after breakfast", PartialDate.exact(TODAY))


def test_a_medicine_kept_unchanged_closes_its_form_and_the_next_one_can_be_written(sample_window, settled):
    window = sample_window
    window.go("medicines", "sample-0")
    settled()
    window.page.form.submit()
    settled()
    assert window.page.form is None
    window.go("medicines", "sample-1")
    settled()
    window.page.form.input("note").setPlainText("after breakfast")
    window.page.form.submit()
    settled()
    assert window.page._medicine("sample-1").note == "after breakfast"


def test_an_open_form_follows_undo_and_keeps_what_was_typed(sample_window, settled, act):
    window = sample_window
    act(lambda store: store.stop_medicine("sample-0", PartialDate.exact(TODAY)))
    window.go("medicines", "sample-0")
    settled()
    window.page.form.input("note").setPlainText("after breakfast")
    window.context.bridge.undo()
    settled()
    assert window.page.form.input("note").toPlainText() == "after breakfast"
    window.page.form.submit()
    settled()
    kept = window.page._medicine("sample-0")
    assert (kept.note, kept.end) == ("after breakfast", None)


def test_a_half_written_form_that_was_put_aside_comes_back_by_one_press(window, page, form, settled, qtbot):
    qtbot.keyClicks(form.input("name"), "half a na")
    form.left.emit()
    settled()
    drop = window.page.phrases("place.medicines.draft_drop")
    next(b for b in window.page.findChildren(QPushButton) if b.text() == drop and b.isVisible()).click()
    settled()
    assert window.page.say("draft_new", name="half a na") not in shown(window.page)
    window.foot.offer.click()
    settled()
    assert window.page.say("draft_new", name="half a na") in shown(window.page)


def test_deleting_asks_nothing_and_can_be_undone(sample_window, settled):
    window = sample_window
    window.go("medicines", "")
    settled()
    before = window.context.state.medicines
    press(window.page, "delete sample-1").click()
    settled()
    assert len(window.context.state.medicines) == len(before) - 1
    assert "复方甘草片" in window.foot.text
    window.foot.undo.click()
    settled()
    assert window.context.state.medicines == before
    assert press(window.page, "open sample-1")


def test_a_refused_medicine_stays_in_its_form(window, page, form, settled, qtbot):
    qtbot.keyClicks(form.input("name"), "kept")
    window.context.bridge.failed.emit(InputError("record.read-only", holder="x"))
    form.input("name").setText("\ud800")  # no file can hold it
    form._typed()
    form.submit()
    settled()
    assert page.form is form
    assert not window.context.state.medicines


def test_the_doctors_page_is_saved_where_the_person_says(sample_window, settled, act, tmp_path, monkeypatch, qtbot):
    window = sample_window
    window.go("medicines", "")
    settled()
    asked = []

    def answer(parent, title, suggested, kind):
        asked.append(suggested)
        return tmp_path / "page.pdf" if len(asked) > 1 else None

    monkeypatch.setattr(dialogs, "save_path", answer)
    act(lambda store: store.set_lookback(LookBackAnswer("kitchen", "2026-09", Heard.NONE, window.context.now())))
    window.page.doctor.click()  # went back in the dialog
    window.page.doctor.click()
    qtbot.waitUntil(lambda: not window.page.busy, timeout=20_000)
    pdf = pypdfium2.PdfDocument((tmp_path / "page.pdf").read_bytes())
    text = "".join(sheet.get_textpage().get_text_bounded() for sheet in pdf)
    assert "阿昔洛韦" in text
    assert "2026-09" in text, "what the interview heard is on it too"
    assert asked[0] == "用药记录-2026-11-08.pdf"
    assert str(tmp_path / "page.pdf") in window.foot.text


def test_a_folder_that_is_not_there_is_told(sample_window, settled, tmp_path, monkeypatch, qtbot):
    window = sample_window
    window.go("medicines", "")
    settled()
    monkeypatch.setattr(dialogs, "save_path", lambda *_: tmp_path / "absent" / "page.pdf")
    window.page.doctor.click()
    qtbot.waitUntil(lambda: not window.page.busy, timeout=20_000)
    assert "absent" in window.foot.text


# -- the ruler ---------------------------------------------------------------------------------------------------

WINDOW = LookBack(date(2026, 11, 2), 90)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-10-28", None, Bar(5, 0, (5, 0))),
        ("2026-09-20", "2026-10-12", Bar(43, 21, (43, 21))),
        ("2026-08", "2026-08", Bar(90, 63, None)),
        ("2026-08-15~", None, Bar(90, 0, (64, 0))),
        ("2026-10", "2026-10-20", Bar(32, 13, None)),
        ("2026-09", "2026-10-20~", Bar(62, 0, (33, 28))),
        ("", None, Bar(90, 0, None)),
        ("2026-01-01", "", Bar(90, 0, None)),
        ("2026-01-01", "2026-08-04", Bar(90, 90, (90, 90))),
        ("2026-01-01", "2026-08-03", None),
        ("2026-11-03", None, None),
    ],
)
def test_a_bar_is_drawn_where_the_days_fall_in(start, end, expected):
    ended = None if end is None else PartialDate.parse(end)
    assert bar(PartialDate.parse(start), ended, WINDOW, date(2026, 11, 8)) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-09-12~", None, Bar(51, 0, None)),
        ("2026-09-12", "2026-10-12~", Bar(51, 21, None)),
        ("2026-01-01", "2026-07-30~", Bar(90, 80, None)),
    ],
)
def test_what_is_taken_when_needed_is_drawn_as_it_is_written(start, end, expected):
    ended = None if end is None else PartialDate.parse(end)
    assert bar(PartialDate.parse(start), ended, WINDOW, date(2026, 11, 8), loose=True) == expected


def test_what_goes_on_is_not_drawn_into_days_to_come():
    start = PartialDate(2026, 10, 1)
    assert bar(start, None, WINDOW, date(2026, 10, 20)) == Bar(32, 13, (32, 13))


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.none() | st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_a_bar_never_leaves_the_ruler(start, end):
    drawn = bar(PartialDate.exact(start), None if end is None else PartialDate.exact(end), WINDOW, date(2026, 11, 8))
    if drawn is not None:
        assert 90 >= drawn.oldest >= drawn.newest >= 0
        assert WINDOW.touches(PartialDate.exact(start), None if end is None else PartialDate.exact(end))


# -- dates in boxes ----------------------------------------------------------------------------------------------


@given(st.dates(date(1900, 1, 1)), st.booleans(), st.booleans())
def test_a_date_comes_back_out_of_its_boxes(day, month_only, about):
    value = PartialDate(day.year, day.month, 0 if month_only else day.day, about=about)
    assert from_parts(parts_of(value)) == value


def test_empty_boxes_are_not_known():
    assert from_parts(parts_of(UNKNOWN)) == UNKNOWN
    assert from_parts({**parts_of(UNKNOWN), "about": "yes"}) == UNKNOWN


@pytest.mark.parametrize(
    ("year", "month", "day", "part"),
    [
        ("", "8", "", "year"),
        ("26", "8", "", "year"),
        ("abc", "", "", "year"),
        ("2026", "", "3", "month"),
        ("2026", "2", "30", "day"),
        ("2026", "2", "x", "day"),
    ],
)
def test_the_box_that_is_wrong_is_named(year, month, day, part):
    with pytest.raises(InputError) as told:
        from_parts({"year": year, "month": month, "day": day, "about": ""})
    assert told.value.params["part"] == part


def test_a_long_run_can_break_and_chinese_stays_as_it_is():
    assert "\u200b" in breakable("x" * 60)
    assert breakable("x" * 60).replace("\u200b", "") == "x" * 60
    assert breakable("党参黄芪煎剂（党参、黄芪、白术、甘草）") == "党参黄芪煎剂（党参、黄芪、白术、甘草）"
