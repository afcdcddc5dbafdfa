"""The way through treatment: one picture, a step opened, the list that is ticked, dates written once."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from handbook.domain import Told
from handbook.ui.pages.steps import AFTER, STEPS
from handbook.ui.widgets.book import BookText, CallFrame
from handbook.ui.widgets.dates import DateField


def texts(page):
    shown = [part for part in page.findChildren(BookText) if part.isVisible()]
    return "\n".join(
        [part.toPlainText() for part in shown] + [p.text() for p in page.findChildren(QLabel) if p.isVisible()]
    )


def buttons(page):
    return {b.accessibleName(): b for b in page.findChildren(QPushButton) if b.isVisible()}


def enter(qtbot, field, text):
    field.input.setFocus()
    field.input.selectAll()
    typed = QInputMethodEvent()  # as an input method hands over Chinese
    typed.setCommitString(text)
    QApplication.sendEvent(field.input, typed)
    qtbot.keyClick(field.input, Qt.Key.Key_Return)


@pytest.fixture(params=["zh-Hans", "en"])
def steps(open_window, request, settled):
    window = open_window(language=request.param)
    window.go("steps", "")
    settled(window)
    return window


def test_the_picture_shows_the_whole_way(steps):
    book, language, shown = steps.context.book, steps.context.language, texts(steps.page)
    for key in STEPS:
        page = book.page(key, language)
        assert page.brief in shown
        assert page.family in shown
        assert steps.page.cards[key].accessibleDescription().endswith(page.brief)
    for key in AFTER:
        assert book.page(key, language).title in shown
    for item in book.preparation:
        assert item.text[language] in shown


@pytest.mark.parametrize("key", STEPS)
def test_a_step_opens_with_everything_the_family_needs(steps, settled, qtbot, key):
    page = steps.page
    qtbot.mouseClick(page.cards[key], Qt.MouseButton.LeftButton)
    settled(steps)
    book, language = steps.context.book, steps.context.language
    source = book.page(key, language)
    shown = texts(page)
    assert page.title == source.title
    for section in ("happens", "do", "call", "ask", "article", "since"):
        if source.section(section):
            assert book.section_title(section, language) in shown
    assert source.section("call")
    assert any(frame.isVisible() for frame in page.findChildren(CallFrame))
    for name in source.sources:
        assert book.sources[name].title[language] in shown
    assert steps.context.words("fixed.not_approved") in shown
    assert steps.context.words.date(source.reviewed) in shown
    qtbot.keyClick(steps, Qt.Key.Key_Escape)
    settled(steps)
    assert page.cards[key].isVisible()


def test_a_step_opens_by_keyboard_and_leads_to_its_neighbours(window, settled, qtbot):
    window.go("steps", "")
    settled()
    page = window.page
    page.cards[STEPS[0]].setFocus()
    qtbot.keyClick(page.cards[STEPS[0]], Qt.Key.Key_Return)
    settled()
    assert page.opened == STEPS[0]
    for expected in STEPS[1:]:
        next(b for name, b in buttons(page).items() if name.startswith("下一步：")).click()
        settled()
        assert page.opened == expected
    next(b for name, b in buttons(page).items() if name.startswith("上一步：")).click()
    settled()
    assert page.opened == STEPS[2]
    buttons(page)["回到全图"].click()
    settled()
    assert page.opened == ""


def test_what_follows_opens_in_the_handbook(window, settled):
    window.go("steps", "")
    settled()
    title = window.context.book.page("second-cancers", "zh-Hans").title
    buttons(window.page)[f"读：{title}"].click()
    settled()
    assert (window.place, window.page.opened) == ("handbook", "second-cancers")


def test_links_stay_on_the_way_where_they_lead_to_a_step(window, settled):
    window.go("steps", STEPS[0])
    settled()
    text = next(t for t in window.page.findChildren(BookText) if 'href="page:step-2-making"' in t.toHtml())
    text.link.emit("page:step-2-making")
    settled()
    assert (window.place, window.page.opened) == ("steps", STEPS[1])
    text = next(t for t in window.page.findChildren(BookText) if 'href="page:' in t.toHtml())
    text.link.emit("page:fever")
    settled()
    assert (window.place, window.page.opened) == ("handbook", "fever")


def test_the_list_is_ticked_kept_and_undone(open_window, settled, qtbot):
    window = open_window()
    window.go("steps", "")
    settled(window)
    first, second = list(window.page._lists[0].ticks.values())[:2]
    qtbot.mouseClick(first.box, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton, pos=second.rect().center())
    settled(window)
    assert "勾了 2 项，共 5 项" in texts(window.page)
    window.close()
    again = open_window()
    again.go("steps", "preparing")
    settled(again)
    ticks = again.page._lists[-1].ticks.values()
    assert [tick.box.isChecked() for tick in ticks] == [True, True, False, False, False]
    detail = again.context.book.preparation[0].detail["zh-Hans"]
    assert detail in texts(again.page)
    qtbot.keyClick(again, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(again)
    assert [tick.box.isChecked() for tick in ticks] == [True, False, False, False, False]


@pytest.mark.parametrize("typed", ["2026-10-05", "2026/10/5", "2026年10月5日"])
def test_dates_are_written_once_and_stand_under_their_step(open_window, settled, qtbot, typed):
    window = open_window()
    window.go("steps", "")
    settled(window)
    assert texts(window.page).count("日期还没有写") == 3
    enter(qtbot, window.page.fields["collection"], typed)
    settled(window)
    enter(qtbot, window.page.fields["infusion"], "2026-12-01")
    settled(window)
    shown = texts(window.page)
    assert "2026 年 10 月 5 日" in shown
    assert "计划 2026 年 12 月 1 日" in shown
    assert window.context.state.journey.collection == date(2026, 10, 5)
    window.close()
    again = open_window()
    again.go("steps", "dates")
    settled(again)
    assert again.page.fields["infusion"].text == "2026-12-01"
    assert "2026 年 10 月 5 日" in texts(again.page)
    enter(qtbot, again.page.fields["collection"], "")
    again.page.fields["collection"].input.clear()
    qtbot.keyClick(again.page.fields["collection"].input, Qt.Key.Key_Return)
    settled(again)
    assert again.context.state.journey.collection is None


def test_a_date_that_cannot_be_read_stays_with_its_sentence(window, settled, qtbot):
    window.go("steps", "")
    settled()
    enter(qtbot, window.page.fields["chemotherapy"], "十月底")
    settled()
    field = window.page.fields["chemotherapy"]
    assert "十月底" in field.fault_text
    window.larger_text()
    settled()
    field = window.page.fields["chemotherapy"]
    assert field.text == "十月底"
    assert field.fault_text
    assert window.context.state.journey.chemotherapy is None
    enter(qtbot, field, "2026-10-28")
    settled()
    assert field.fault_text == ""
    assert window.context.state.journey.chemotherapy == date(2026, 10, 28)


def test_an_opened_step_follows_the_record(window, settled, act):
    window.go("steps", "preparing")
    settled()
    assert "未设定：请问治疗团队" in texts(window.page)
    act(lambda store: store.set_number("phone_24h", Told("021-0000 1111")))
    settled()
    assert "24 小时电话：021-0000 1111" in texts(window.page)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize(("scale", "width"), [(100, 1280), (100, 1024), (200, 1024), (200, 1920)])
def test_nothing_is_cut_off(open_window, settled, language, scale, width):
    window = open_window(language=language)
    window.context.keep(scale=scale)
    window.resize(width, 800)
    for detail in ("", "preparing", *STEPS):
        window.go("steps", detail)
        settled(window)
        assert window.page.horizontalScrollBar().maximum() == 0, detail
        for part in window.page.findChildren(QLabel):
            if part.isVisible() and part.text():
                assert part.width() >= part.minimumSizeHint().width(), part.text()
                assert part.height() >= part.heightForWidth(part.width()) - 1, part.text()


def test_a_date_field_tells_a_change_once(window, qtbot):
    field = DateField(window.context.theme, window.context.phrases, "日期", date(2026, 11, 2))
    told = []
    field.changed.connect(told.append)
    assert field.value == date(2026, 11, 2)
    field.input.setText("2026/11/3")
    field.input.editingFinished.emit()
    field.input.editingFinished.emit()
    assert told == [date(2026, 11, 3)]
    assert field.text == "2026-11-03"
    field.set_draft("x")
    field.set_value(date(2026, 1, 1))
    assert field.text == "x"
