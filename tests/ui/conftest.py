"""A real main window on an empty data folder at a fixed moment."""

from itertools import count

import pytest
from PySide6.QtGui import QInputMethodEvent

from handbook.ui import sample
from handbook.ui.app import application, make_context
from handbook.ui.tour import settle
from handbook.ui.window import MainWindow


@pytest.fixture
def open_window(qapp, qtbot, tmp_path):
    """Opens a window on a data folder; called again after ``close()``, it is a restart."""
    numbers = count(1)
    opened = []

    def open_(folder=tmp_path / "data", *, language="", clock=lambda: sample.NOW):
        application()
        context = make_context(folder, language=language, clock=clock, new_id=lambda: f"id-{next(numbers)}")
        window = MainWindow(context)
        window.show()
        opened.append(window)
        settle(qapp, window)
        return window

    yield open_
    for window in opened:
        window.close()
        window.deleteLater()


@pytest.fixture
def window(open_window):
    """One window, in Chinese, on an empty record."""
    return open_window()


@pytest.fixture
def reopen(open_window):
    """Close a window and start the program again."""

    def again(window):
        window.close()
        return open_window()

    return again


@pytest.fixture
def context(window):
    return window.context


@pytest.fixture
def settled(qapp, request):
    """Wait until what was asked of the record, the background and the layout has happened."""

    def wait(which=None):
        which = which or request.getfixturevalue("window")
        settle(qapp, which)
        assert not which.context.bridge.busy
        assert not which.page.busy

    return wait


@pytest.fixture
def act(window, settled):
    """Do one action in the record, as a page would."""

    def run(action):
        window.context.bridge.do(action)
        settled()

    return run


@pytest.fixture
def sample_window(window, settled):
    """The window of the sample family."""
    window.context.bridge.record.submit(sample.fill).result()
    window.context.bridge.refresh()
    settled()
    return window


@pytest.fixture
def write(qapp):
    """Type into a field as an input method does: QTest's keys know no Chinese."""

    def type_(control, text):
        control.setFocus()
        control.clear()
        event = QInputMethodEvent()
        event.setCommitString(text)
        qapp.sendEvent(control, event)
        if hasattr(control, "editingFinished"):
            control.editingFinished.emit()
        control.clearFocus()

    return type_
