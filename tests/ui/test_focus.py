"""Where the keyboard is after something under it was made anew: never nowhere, never somewhere else."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from test_keep import WORDS, protect, unlock

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_the_corner_and_the_foot_keep_it_when_the_text_grows(sample_window, settled, qtbot):
    window = sample_window
    window.heading.phone.setFocus()
    window.larger_text()
    settled()
    assert window.focusWidget() is window.heading.phone
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    settled()
    qtbot.keyClicks(window.focusWidget(), "38.2")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    settled()
    window.foot.undo.setFocus()
    window.larger_text()
    settled()
    assert window.foot.isVisible()
    assert window.focusWidget() is window.foot.undo


def test_the_corner_keeps_it_when_its_number_is_taken_back(sample_window, settled, qtbot, act):
    window = sample_window
    window.go("today")
    act(lambda store: store.set_person("phone_24h", "021-0000 2222"))
    window.heading.phone.setFocus()
    window._undo()
    settled()
    assert "000-1234 5678" in window.heading.phone.accessibleName()
    assert window.focusWidget() is window.heading.phone


def test_coming_back_from_the_night_page_there_is_a_cursor(window, settled, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    settled()
    qtbot.keyClick(window, Qt.Key.Key_F2)
    settled()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    settled()
    assert window.place == "symptoms"
    assert window.page.content.isAncestorOf(window.focusWidget())


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_an_opened_step_has_it_and_gives_it_back_to_its_card(window, settled, qtbot, language):
    window.context.keep(language=language)
    window.go("steps")
    settled()
    card = next(b for b in window.page.findChildren(QPushButton) if b.property("page") == "step-1-collection")
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Space)
    settled()
    assert window.detail == "step-1-collection"
    assert window.page.content.isAncestorOf(window.focusWidget())
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    settled()
    assert window.focusWidget().property("page") == "step-1-collection"


def test_after_unlocking_there_is_a_cursor_and_the_night_page_that_was_asked_for(window, settled, qtbot):
    protect(window, settled)
    window.lock()
    settled()
    qtbot.keyClick(window, Qt.Key.Key_F2)
    settled()
    assert window.place == "shut"
    assert window.context.theme.dark
    unlock(window, settled, WORDS)
    assert window.place == "night"
    assert window.context.theme.dark
    assert window.page.isAncestorOf(window.focusWidget())


def test_undo_is_reached_after_the_page_and_the_corner_after_the_bar(window, settled, qtbot):
    window.go("team")
    settled()
    field = next(iter(window.page._inputs.values()))
    field.setFocus()
    qtbot.keyClicks(field, "021-0000 1111")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settled()
    assert window.foot.undo.isVisible()
    order, part = [], window
    while (part := part.nextInFocusChain()) is not window:
        if part.isVisible() and part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value:
            order.append(part)
    inside = [order.index(part) for part in order if window.page.content.isAncestorOf(part)]
    assert order.index(window.places.entry("settings")) < order.index(window.heading.phone) < min(inside)
    assert max(inside) < order.index(window.foot.undo)
