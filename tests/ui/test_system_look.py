"""The window follows the system's look where that is asked for. Offscreen there is none, so the hints are given."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette

from handbook.ui import system_look
from handbook.ui.system_look import SystemLook


class _Contrast(QObject):
    contrastPreferenceChanged = Signal(Qt.ContrastPreference)  # noqa: N815  # Qt's names

    def __init__(self, preference):
        super().__init__()
        self.contrastPreference = lambda: preference


class _Hints(QObject):
    colorSchemeChanged = Signal(Qt.ColorScheme)  # noqa: N815

    def __init__(self, scheme, preference=Qt.ContrastPreference.NoPreference):
        super().__init__()
        self.scheme, self.contrast = scheme, _Contrast(preference)

    def colorScheme(self):  # noqa: N802
        return self.scheme

    def accessibility(self):
        return self.contrast


@pytest.fixture
def system(monkeypatch):
    """Have the system say this."""

    def says(hints):
        monkeypatch.setattr(system_look, "QGuiApplication", SimpleNamespace(styleHints=lambda: hints))
        return hints

    return says


SCHEMES = Qt.ColorScheme
HIGH = Qt.ContrastPreference.HighContrast


@pytest.mark.parametrize(
    ("hints", "name"),
    [
        ((SCHEMES.Unknown,), "day"),
        ((SCHEMES.Light,), "day"),
        ((SCHEMES.Dark,), "night"),
        ((SCHEMES.Dark, HIGH), "contrast"),
        ((SCHEMES.Light, HIGH), "contrast"),
    ],
)
def test_what_the_system_says_has_a_theme(qapp, system, hints, name):
    system(_Hints(*hints))
    assert SystemLook().name() == name


def test_the_window_turns_with_the_system_while_it_is_open(qapp, system, open_window, settled):
    hints = system(_Hints(SCHEMES.Light))
    window = open_window()
    context = window.context
    assert (context.settings.theme, context.theme.name) == ("system", "day")
    window.go("medicines", "new")
    settled(window)
    window.page.form._fields.inputs["name"].setText("写了一半")
    window.page.form._fields.read()
    hints.scheme = SCHEMES.Dark
    hints.colorSchemeChanged.emit(SCHEMES.Dark)
    settled(window)
    assert context.theme.name == "night"
    assert QGuiApplication.palette().color(QPalette.ColorRole.Window).name().upper() == context.theme.colours.paper
    assert window.page.form._fields.inputs["name"].text() == "写了一半"
    hints.contrast.contrastPreference = lambda: HIGH
    hints.contrast.contrastPreferenceChanged.emit(HIGH)
    settled(window)
    assert context.theme.name == "contrast"


def test_who_has_chosen_a_theme_keeps_it(qapp, system, open_window, settled):
    hints = system(_Hints(SCHEMES.Light))
    window = open_window()
    window.context.keep(theme="day")
    page = window.page
    hints.scheme = SCHEMES.Dark
    hints.colorSchemeChanged.emit(SCHEMES.Dark)
    settled(window)
    assert (window.context.theme.name, window.page) == ("day", page)
    window.context.keep(theme="system")
    settled(window)
    assert window.context.theme.name == "night"


def test_the_look_of_the_system_is_chosen_in_the_settings(window, settled):
    window.context.keep(theme="contrast")
    window.go("settings")
    settled()
    words = window.context.phrases("place.settings.theme_system")
    group = next(one for one in window.page._groups if one.objectName() == "theme")
    next(press for press in group.buttons() if press.text() == words).click()
    settled()
    assert window.context.settings.theme == "system"
    assert window.context.theme.name == "day"
