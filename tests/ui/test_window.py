"""The frame of the window: places, keys, the corner with the number, text size, the way back, the crash report."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from handbook import settings as settings_file
from handbook.domain import InputError, MachineError, Told
from handbook.settings import View
from handbook.ui import background, crash
from handbook.ui.pages import MAIN, MODULES
from ui.test_reach import cut


@pytest.mark.parametrize("place", MAIN)
def test_a_click_on_the_bar_opens_the_place(window, settled, qtbot, place):
    qtbot.mouseClick(window.places.entry(place), Qt.MouseButton.LeftButton)
    settled()
    assert window.place == place
    assert window.places.entry(place).isChecked()
    assert window.page.title


@pytest.mark.parametrize(
    ("key", "modifier", "place"),
    [
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, "call"),
        (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, "symptoms"),
        (Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier, "medicines"),
        (Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier, "symptoms"),
        (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier, "handbook"),
        (Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier, "card"),
    ],
)
def test_a_key_opens_its_place_and_escape_goes_back(window, settled, qtbot, key, modifier, place):
    qtbot.keyClick(window, key, modifier)
    settled()
    assert window.place == place
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    settled()
    assert window.place == "today"


def test_the_number_stands_in_the_corner_of_every_page(window, settled, act):
    act(lambda store: store.set_number("phone_24h", Told("021-0000 1111")))
    for place in MODULES:
        window.go(place, "")
        settled()
        shown = [part.text() for part in window.heading.phone.findChildren(QLabel)]
        assert "021-0000 1111" in shown
        assert "021-0000 1111" in window.heading.phone.accessibleName()
    window.heading.phone.click()
    settled()
    assert window.place == "call"


def test_text_size_by_keys_buttons_and_after_a_restart(window, settled, qtbot, context):
    qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert context.theme.scale == 125
    window.places.larger.click()
    settled()
    assert context.theme.scale == 150
    assert settings_file.load(context.data_dir).views == {"record": View(scale=150)}
    window.places.smaller.click()
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert context.theme.scale == 100
    assert not window.places.smaller.isEnabled()


@pytest.mark.parametrize(("language", "scale"), [("zh-Hans", 100), ("en", 200)])
def test_nothing_is_cut_or_outside_in_a_small_window_while_nothing_is_written(window, settled, language, scale):
    window.context.keep(language=language, scale=scale)
    window.resize(1024, 640)
    found = {}
    for place in MODULES:
        window.go(place, "")
        settled()
        assert window.width() == 1024
        if wrong := cut(window):
            found[place] = wrong
    assert found == {}


def test_every_place_is_made_anew_in_the_other_language(window, settled, context):
    for place in MODULES:
        window.go(place, "")
        settled()
        before = window.page.title
        context.keep(language="en" if context.language != "en" else "zh-Hans")
        settled()
        assert window.place == place
        assert window.page.title != before


def test_undo_and_redo_by_keys_name_the_action(window, settled, qtbot, context, act):
    act(lambda store: store.set_number("near_days", Told("28")))
    assert context.state.numbers["near_days"].value == "28"
    first = window.foot.text
    assert first
    assert window.foot.undo.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert "near_days" not in context.state.numbers
    assert window.foot.text != first
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert context.state.numbers["near_days"].value == "28"


def test_a_refused_action_is_told_and_changes_nothing(window, settled, context):
    context.bridge.do(_refuse)
    settled()
    assert window.foot.text == context.phrases("error.record.io")
    assert not window.foot.undo.isVisible()


def _refuse(store):
    raise MachineError("record.io")


def test_settings_that_cannot_be_kept_still_hold_and_are_told(window, settled, context, monkeypatch):
    def full(folder, settings):
        raise MachineError("file.no-space", where="settings.toml")

    monkeypatch.setattr(settings_file, "save", full)
    context.keep(theme="night")
    settled()
    assert context.theme.name == "night"
    assert "settings.toml" in window.foot.text


def test_a_bug_is_reported_once_without_what_was_typed(window, settled, context, capsys):
    hook = crash.CrashHook(context.data_dir, window)
    hook.happened.connect(window.tell_crash)
    told = []
    hook.happened.connect(told.append)
    for _ in range(2):
        with pytest.raises(ValueError, match="秘密") as caught:
            _secret()
        hook(caught.type, caught.value, caught.value.__traceback__)
    settled()
    report = (context.data_dir / crash.FILE_NAME).read_text("utf-8")
    assert "ValueError" in report
    assert "test_window.py" in report
    assert "秘密" not in report + capsys.readouterr().err
    assert len(told) == 1
    assert str(context.data_dir) in window.foot.text


def _secret():
    raise ValueError("张某的秘密")


def test_a_page_that_is_gone_gets_nothing_from_the_background(window, settled, qtbot):
    answers = []

    class Owner(QScrollArea):
        def take(self, value):
            answers.append(value)

    owner = Owner()
    background.run(lambda: 1, done=owner.take, failed=owner.take, bug=owner.take)
    background.run(_fail, done=owner.take, failed=owner.take, bug=owner.take)
    background.run(lambda: 1 // 0, done=owner.take, failed=owner.take, bug=owner.take)
    qtbot.waitUntil(lambda: len(answers) == 3)
    assert {type(answer).__name__ for answer in answers} == {"int", "InputError", "ZeroDivisionError"}
    for _ in range(50):
        background.run(lambda: 2, done=owner.take, failed=owner.take, bug=owner.take)
    owner.deleteLater()
    QApplication.sendPostedEvents(None, 52)
    assert background.drain()
    settled()
    assert answers.count(2) < 50


def _fail():
    raise InputError("date.wrong", value="x")


class _Shown(QObject):
    """Notes every window that is shown beside the main one."""

    def __init__(self):
        super().__init__()
        self.windows = []

    def eventFilter(self, watched, event):  # noqa: N802
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


@pytest.mark.parametrize(("place", "entry"), [("lookback", "medicines"), ("diary", "today"), ("keep", "settings")])
def test_the_bar_shows_what_a_place_without_an_entry_of_its_own_belongs_to(window, settled, place, entry):
    window.go(place, "")
    settled()
    assert [name for name in (*MAIN, "settings") if window.places.entry(name).isChecked()] == [entry]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_nothing_flashes_up_as_a_window_of_its_own(window, settled, qapp, context, language):
    """A part that is shown before it has its place takes the focus from the window, and with it every key."""
    watcher = _Shown()
    qapp.installEventFilter(watcher)
    context.keep(language=language, scale=125)
    for place in MODULES:
        window.go(place, "")
        settled()
    qapp.removeEventFilter(watcher)
    assert watcher.windows == []
    assert qapp.activeWindow() is window
