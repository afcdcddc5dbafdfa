"""Two entries that may be one product: offered, compared, merged by the person or called different."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from handbook.domain import HowKnown, Ingredient, Kind, Medicine, PartialDate

ONE = Medicine(
    id="one", name="阿司匹林", brand="拜阿司匹灵", dose="1 片", kind=Kind.PRESCRIPTION, how_known=HowKnown.BOX_SEEN,
    start=PartialDate(2026, 9), as_needed=True, ingredients=(Ingredient("乙酰水杨酸", "100 mg"),),
)  # fmt: skip
OTHER = Medicine(id="two", name="阿司匹林", dose="2 片", reason="心脏", start=PartialDate(2026, 10, 3))


def texts(page):
    return [part.text() for part in page.findChildren(QLabel) if part.isVisible()]


def offer(page):
    return next((part for part in page.findChildren(QPushButton, "compare") if part.isVisible()), None)


@pytest.fixture
def page(window, settled, act):
    act(lambda store: store.add_many([ONE, OTHER]))
    window.go("medicines", "")
    settled()
    return window.page


def test_two_that_look_alike_are_shown_side_by_side_and_merged_in_one_step(window, page, settled, qtbot):
    assert page.say("alike", name="阿司匹林", other="阿司匹林") in texts(page)
    assert len(window.context.state.medicines) == 2
    qtbot.mouseClick(offer(page), Qt.MouseButton.LeftButton)
    settled()
    compare = page.compare
    assert window.heading.title.text() == page.say("compare")
    assert window.focusWidget() is compare.back
    shown = texts(page)
    for words in ("1 片", "2 片", "心脏", "乙酰水杨酸 100 mg", page.say("compare_unlike"), page.say("yes")):
        assert words in shown
    compare.keep[1].click()
    settled()
    assert page.compare is None
    (both,) = window.context.state.medicines
    assert (both.id, both.dose, both.reason, both.brand) == ("two", "2 片", "心脏", "拜阿司匹灵")
    assert both.ingredients == ONE.ingredients
    assert offer(page) is None
    window.foot.undo.click()
    settled()
    assert {one.id: one for one in window.context.state.medicines} == {"one": ONE, "two": OTHER}


def test_nothing_differs_so_there_is_nothing_to_choose(window, page, act, settled):
    act(lambda store: store.change_medicine(replace(ONE, id="two")))
    offer(page).click()
    settled()
    (press,) = page.compare.keep
    assert press.text() == page.say("compare_merge")
    assert page.say("compare_unlike") not in texts(page)
    press.click()
    settled()
    assert [one.id for one in window.context.state.medicines] == ["one"]


def test_different_ones_are_not_offered_again(window, page, settled, act):
    act(lambda store: store.add_medicine(replace(OTHER, id="three", name="拜阿司匹灵")))
    assert page.say("alike_more", n=1) in texts(page)
    for left in (1, 0):
        offer(page).click()
        settled()
        page.compare.different.click()
        settled()
        assert page.compare is None
        assert (offer(page) is not None) == bool(left)
    window.context.keep(scale=125)
    settled()
    assert offer(window.page) is None
    assert len(window.context.state.medicines) == 3


def test_going_back_decides_nothing_and_a_rebuilt_window_still_compares(window, page, settled):
    offer(page).click()
    settled()
    window.context.keep(scale=150)
    settled()
    page = window.page
    assert page.compare is not None
    page.compare.back.click()
    settled()
    assert page.compare is None
    assert offer(page) is not None
    assert window.heading.title.text() == page.phrases("place.medicines.title")


def test_the_question_waits_for_an_unfinished_change(window, page, settled, qtbot):
    page.open("one")
    qtbot.keyClicks(page.form.input("reason"), "x")
    page.form.left.emit()
    settled()
    assert offer(page) is None
    window.go("medicines", "compare one two")
    settled()
    assert page.compare is None
    window.go("medicines", "compare one")
    settled()
    assert page.compare is None


def test_an_entry_that_goes_meanwhile_closes_the_comparison(window, page, settled, act):
    offer(page).click()
    settled()
    act(lambda store: store.delete_medicine("two"))
    assert page.compare is None
    assert offer(page) is None


def test_nothing_goes_beyond_a_small_window_in_the_largest_text(window, page, settled, act):
    long = replace(OTHER, id="three", name="Paracetamolum" * 6, ingredients=ONE.ingredients, side_effect="x" * 90)
    act(lambda store: store.add_many([long, replace(long, id="four", dose="y" * 60)]))
    window.resize(1024, 640)
    window.context.keep(scale=200, language="en")
    settled()
    for detail in ("", "compare one two", "compare four three", "three", "new"):
        window.go("medicines", detail)
        settled()
        page = window.page
        if detail == "new":
            page.form.unfold.setVisible(True)
            page.form.unfold.click()
            page.form.ingredients.add.click()
            page.form.input("strength").setText(".5 mg")
            page.form.fields.safer["strength"].look()
            settled()
        assert page.widget().width() <= page.viewport().width(), detail
        assert page.widget().minimumSizeHint().width() <= page.viewport().width(), detail
        labels = [part for part in page.findChildren(QLabel) if part.isVisible() and part.text() and part.wordWrap()]
        low = [part.text()[:30] for part in labels if part.height() < part.heightForWidth(part.width())]
        assert low == [], detail
        presses = [part for part in page.findChildren(QPushButton) if part.isVisible() and part.text()]
        assert [part.text() for part in presses if part.width() < part.minimumSizeHint().width()] == []
