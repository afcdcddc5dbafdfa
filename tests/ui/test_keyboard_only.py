"""Everything a first day needs, by keyboard alone: no click, no slot called, nothing but keys sent to the window.

Chinese is committed as an input method does it. What is sought is sought by the name that a screen reader would say.
"""

from datetime import date

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sheets_of_paper import Chosen

from handbook.domain import Answer
from handbook.ui import dialogs

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TAB, BACK, SPACE, ENTER = Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Space, Qt.Key.Key_Return
WORDS = {
    "zh-Hans": {"first": "阿昔洛韦片", "second": "复方甘草片", "dose": "一次 2 片", "name": "样张·张某"},
    "en": {"first": "Aciclovir tablets", "second": "Cough tablets", "dose": "2 tablets", "name": "Zhang (sample)"},
}


class Keys:
    """A person at the keyboard."""

    def __init__(self, window, settled):
        self.window, self.settled, self.pressed = window, settled, 0

    @property
    def heard(self):
        """What a screen reader says of what has the focus."""
        return QAccessible.queryAccessibleInterface(QApplication.focusWidget()).text(QAccessible.Text.Name)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.window.windowHandle(), key, modifier)
        self.pressed += 1
        self.settled(self.window)

    def reach(self, name, key=TAB):
        """Go on until ``name`` is heard; how many keys that took."""
        for count in range(60):
            if self.heard == name:
                return count
            self.press(key)
        raise AssertionError(f"{name} is out of reach")

    def write(self, text):
        """ASCII by keys, anything else by the input method."""
        if text.isascii():
            for char in text:
                QTest.keyClick(self.window.windowHandle(), char)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(QApplication.focusWidget(), event)
        self.settled(self.window)


@pytest.mark.parametrize(("language", "scale"), [("zh-Hans", 100), ("en", 200)])
def test_a_first_day_by_keyboard_alone(open_window, settled, qtbot, monkeypatch, tmp_path, language, scale):
    printed, saved = Chosen(tmp_path / "printed.pdf"), tmp_path / "saved.pdf"
    monkeypatch.setattr(dialogs, "choose_printer", printed)
    monkeypatch.setattr(dialogs, "turns_sheets", lambda _: True)
    monkeypatch.setattr(dialogs, "save_path", lambda *_: saved)
    window = open_window()
    QTest.qWaitForWindowActive(window)
    window.resize(1280, 820)
    context, words, keys = window.context, WORDS[language], Keys(window, settled)

    def say(key, **params):
        return context.phrases(key, **params)

    # The first start: nothing is asked. The text is made larger, the language chosen in the settings.
    assert window.place == "today"
    while context.theme.scale < scale:
        keys.press(Qt.Key.Key_Plus, CONTROL)
    keys.reach(say("place.settings.name"))
    keys.press(SPACE)
    keys.reach(f"{say('place.settings.language')} 简体中文")
    if language == "en":
        keys.press(Qt.Key.Key_Right)
    assert context.language == language
    keys.reach(say("place.today.name"), BACK)
    keys.press(SPACE)
    assert (window.place, context.theme.scale) == ("today", scale)

    # The infusion date.
    keys.reach(say("place.today.infusion"))
    keys.write("2026-11-02")
    keys.press(ENTER)
    assert context.state.journey.infusion == date(2026, 11, 2)

    # Two medicines.
    for which in ("first", "second"):
        keys.press(Qt.Key.Key_M, CONTROL)
        assert keys.heard == say("place.medicines.field_name")
        keys.write(words[which])
        keys.reach(say("place.medicines.field_dose"))
        keys.write(words["dose"])
        keys.press(ENTER, CONTROL)
    assert {(one.name, one.dose) for one in context.state.medicines} == {
        (words["first"], words["dose"]), (words["second"], words["dose"]),
    }  # fmt: skip

    # A symptom card: one yes, all else no.
    keys.press(Qt.Key.Key_K, CONTROL)
    keys.press(SPACE)
    keys.reach(say("place.symptoms.rest"), BACK)
    keys.press(SPACE)
    (card,) = context.state.cards
    items = [item for group in context.book.symptoms for item in group.items]
    assert card.answer(items[0].id).answer is Answer.YES
    assert sum(one.answer is Answer.NO for one in card.answers) == len(items) - 1

    # A temperature.
    keys.press(Qt.Key.Key_T, CONTROL)
    keys.write("38.2")
    keys.press(ENTER)
    assert [reading.value for reading in context.state.readings] == [38.2]

    # The card: filled, printed, saved.
    keys.press(Qt.Key.Key_P, CONTROL)
    keys.reach(say("place.card.field_name"))
    keys.write(words["name"])
    keys.press(ENTER)
    assert context.state.person["name"] == words["name"]
    keys.press(Qt.Key.Key_P, CONTROL)
    assert keys.heard == say("place.card.print")
    keys.press(SPACE)
    qtbot.waitUntil(lambda: not window.page.busy, timeout=20_000)
    assert printed.path.exists()
    keys.press(TAB)
    assert keys.heard == say("place.card.save")
    keys.press(SPACE)
    qtbot.waitUntil(lambda: saved.exists() and not window.page.busy, timeout=20_000)
    document = pypdfium2.PdfDocument(saved)
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    assert "".join(words["name"].split()) in text
    assert keys.pressed < 120


def test_what_is_written_in_a_form_is_kept_by_one_key_and_its_faults_are_told(window, settled):
    keys = Keys(window, settled)
    QTest.qWaitForWindowActive(window)
    keys.press(Qt.Key.Key_M, CONTROL)
    keys.press(ENTER, CONTROL)
    assert window.context.state.medicines == ()
    assert window.page.form.fault("name")
    keys.reach(window.context.phrases("place.medicines.field_note"))
    keys.write("备注")
    keys.reach(window.context.phrases("place.medicines.field_name"), BACK)
    keys.write("甲药")
    keys.reach(window.context.phrases("place.medicines.field_note"))
    keys.press(Qt.Key.Key_Enter, CONTROL)  # on the keypad, from a field of several lines
    assert [(one.name, one.note) for one in window.context.state.medicines] == [("甲药", "备注")]
    keys.press(Qt.Key.Key_F1)
    keys.press(ENTER, CONTROL)  # where there is no form nothing happens
    assert window.place == "call"
