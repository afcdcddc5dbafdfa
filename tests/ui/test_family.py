"""The main job end to end: a family writes, closes, opens again and finds everything; undo to empty, redo to full."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from handbook.domain import Answer, PartialDate
from handbook.ui.tour import settle


@pytest.fixture(params=[("zh-Hans", 100), ("zh-Hans", 200), ("en", 100), ("en", 200)], ids=lambda p: f"{p[0]}-{p[1]}")
def opened(request, open_window, qapp, qtbot, tmp_path):
    """Opens the same family's window, again and again, in one language and size."""
    language, scale = request.param

    def open_():
        window = open_window(tmp_path / "family", language=language)
        window.resize(1024, 720)
        window.context.keep(scale=scale)
        wait(window)
        return window

    def wait(window):
        qtbot.waitUntil(lambda: not window.context.bridge.busy and not window.page.busy, timeout=10_000)
        settle(qapp, window)

    open_.wait = wait
    return open_


def write_medicine(window, wait, qtbot, name, *, stopped=False):
    window.go("medicines", "new")
    form = window.page.form
    qtbot.keyClicks(form.input("name"), name)
    qtbot.keyClicks(form.input("dose"), "2")
    form.start.month.setCurrentIndex(8)
    form.start.month.activated.emit(8)
    if stopped:
        form._taking.button(1).click()
    form.submit()
    wait(window)


def tick(window, item, key):
    next(row for row in window.page._rows if row.item == item).answers.press(key).click()


def write_everything(window, wait, qtbot):
    """Seven actions."""
    write_medicine(window, wait, qtbot, "aciclovir")
    write_medicine(window, wait, qtbot, "prednisone", stopped=True)
    window.go("symptoms", "")
    tick(window, "fever", "no")
    tick(window, "confused", "yes")
    window.page.note.input.setPlainText("slept badly")
    window.page.note.keep()
    window.page.rest.click()
    window.page.form.values[next(iter(window.page.form.values))].input.setText("37,4")
    window.page.form.submit()
    wait(window)


ACTIONS = 7


def content(window):
    state = window.context.state
    return state.medicines, state.cards, state.readings


def all_shown(page):
    return " ".join(part.text() for part in page.findChildren(QLabel) if part.isVisible())


def test_everything_is_found_again_after_closing(opened, qtbot):
    window = opened()
    write_everything(window, opened.wait, qtbot)
    before = content(window)
    window.close()

    window = opened()
    assert content(window) == before
    medicines, (card,), (reading,) = before
    assert [(m.name, m.dose, m.start) for m in medicines] == [
        ("aciclovir", "2", PartialDate(2026, 8)),
        ("prednisone", "2", PartialDate(2026, 8)),
    ]
    assert medicines[1].end is not None
    assert card.answer("confused").answer is Answer.YES
    assert card.answer("headache").answer is Answer.NO
    assert card.note == "slept badly"
    assert reading.value == 37.4
    window.go("medicines", "")
    opened.wait(window)
    assert "aciclovir" in all_shown(window.page)
    assert "prednisone" in all_shown(window.page)
    window.go("symptoms", "")
    opened.wait(window)
    assert next(r for r in window.page._rows if r.item == "confused").answers.press("yes").isChecked()
    assert window.page.note.input.toPlainText() == "slept badly"
    assert "37.4" in all_shown(window.page)


def test_undo_to_empty_and_redo_to_full_also_across_a_restart(opened, qtbot):
    window = opened()
    empty = content(window)
    write_everything(window, opened.wait, qtbot)
    full = content(window)
    for _ in range(3):
        window.context.bridge.undo()
    opened.wait(window)
    window.close()

    window = opened()
    for _ in range(ACTIONS - 3):
        assert window.context.state.undoable is not None
        window.context.bridge.undo()
        opened.wait(window)
    assert content(window) == empty
    assert window.context.state.undoable is None
    window.go("medicines", "")
    opened.wait(window)
    assert window.page.say("empty") in all_shown(window.page)
    for _ in range(4):
        window.context.bridge.redo()
    opened.wait(window)
    window.close()

    window = opened()
    for _ in range(ACTIONS - 4):
        assert window.context.state.redoable is not None
        window.context.bridge.redo()
        opened.wait(window)
    assert content(window) == full
    assert window.context.state.redoable is None


def test_nothing_on_these_pages_is_wider_than_the_window(opened, qtbot):
    window = opened()
    write_everything(window, opened.wait, qtbot)
    medicine = window.context.state.medicines[0].id
    for place, detail in (("medicines", ""), ("medicines", "new"), ("medicines", medicine), ("symptoms", "")):
        window.go(place, detail)
        opened.wait(window)
        page = window.page
        assert page.widget().width() <= page.viewport().width(), (place, detail)
        for part in (*page.findChildren(QLabel), *page.findChildren(QPushButton)):
            if part.isVisible():
                left = part.mapTo(page.content, part.rect().topLeft()).x()
                assert left >= 0
                assert left + part.width() <= page.content.width() + 1, (place, part.text())
            if part.isVisible() and isinstance(part, QLabel) and part.text() and not part.wordWrap():
                assert part.width() >= part.sizeHint().width(), (place, part.text())


class Shows(QObject):
    """Remembers every window that appears."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):  # noqa: N802  # Qt spells it so
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_no_part_of_a_page_flashes_up_as_a_window_of_its_own(opened, qtbot, qapp):
    window = opened()
    shows = Shows()
    qapp.installEventFilter(shows)
    write_everything(window, opened.wait, qtbot)
    window.go("medicines", "")
    opened.wait(window)
    window.resize(1280, 820)
    opened.wait(window)
    qapp.removeEventFilter(shows)
    assert shows.seen == []


def test_everything_that_can_have_the_focus_has_a_name(opened, qtbot):
    window = opened()
    write_everything(window, opened.wait, qtbot)
    for place, detail in (("medicines", ""), ("medicines", "new"), ("symptoms", "")):
        window.go(place, detail)
        opened.wait(window)
        first = last = window.page.content
        names = []
        while (last := last.nextInFocusChain()) is not first:
            if last.isVisible() and window.page.content.isAncestorOf(last) and last.focusPolicy() & 1:
                names.append((type(last).__name__, last.accessibleName()))
        assert len(names) > 5
        assert [kind for kind, name in names if not name] == []
