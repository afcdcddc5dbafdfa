"""Ctrl+Z where the cursor is: the words being typed first, then what was written down."""

import pytest
from PySide6.QtCore import Qt

CONTROL = Qt.KeyboardModifier.ControlModifier


def keys(qtbot, window, text, key=Qt.Key.Key_Return):
    qtbot.keyClicks(window.focusWidget(), text)
    qtbot.keyClick(window.focusWidget(), key)


def undo(qtbot, window, settled):
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Z, CONTROL)
    settled()


def test_a_temperature_is_taken_back_from_the_field_it_was_typed_in(window, settled, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    settled()
    keys(qtbot, window, "38.2")
    settled()
    assert len(window.context.state.readings) == 1
    undo(qtbot, window, settled)
    assert window.context.state.readings == ()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Y, CONTROL)
    settled()
    assert len(window.context.state.readings) == 1


def test_words_being_typed_are_taken_back_before_what_was_written_down(window, settled, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    settled()
    keys(qtbot, window, "38.2")
    settled()
    field = window.focusWidget()
    qtbot.keyClicks(field, "39")
    undo(qtbot, window, settled)
    assert (field.text(), len(window.context.state.readings)) == ("", 1)
    undo(qtbot, window, settled)
    assert window.context.state.readings == ()


def test_a_date_that_stays_in_its_field_is_taken_back_in_the_record(window, settled, qtbot):
    window.go("today", "")
    settled()
    field = window.page.field.input
    field.setFocus()
    keys(qtbot, window, "2026-11-02")
    settled()
    assert window.context.state.journey.infusion is not None
    undo(qtbot, window, settled)
    assert window.context.state.journey.infusion is None


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_note_of_the_card_is_taken_back_once_it_was_written_down(window, settled, qtbot, language):
    window.context.keep(language=language)
    window.go("symptoms", "")
    settled()
    note = window.page.note.input
    note.setFocus()
    qtbot.keyClicks(note, "ok")
    note.left.emit()
    settled()
    assert window.context.state.cards[0].note == "ok"
    undo(qtbot, window, settled)
    assert window.context.state.cards == ()
    assert note.toPlainText() == ""
