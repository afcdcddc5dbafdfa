"""Every page, opened as far as it opens: nothing cut, all of it reached by keyboard, and seen when reached."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTextBrowser,
    QWidget,
)

from handbook.domain import Answer
from handbook.ui.pages import MODULES

STATES = (
    *((place, "") for place in MODULES),
    ("steps", "preparing"),
    ("steps", "step-4-infusion"),
    ("medicines", "new"),
    ("handbook", "crs"),
    ("handbook", "term:crs"),
    ("handbook", "search"),
    ("symptoms", "temperature"),
    ("night", "temperature"),
    ("night", "changed"),
    ("night", "medicine"),
    ("night", "date"),
)
CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTextBrowser, QAbstractItemView)
LOOKS = [("zh-Hans", 100), ("zh-Hans", 200), ("en", 150), ("en", 200)]


def name_of(widget):
    """What a reader hears, with the kind."""
    text = widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")
    return f"{type(widget).__name__} {text[:40]}"


def place_of(widget, whole):
    """Where a widget lies in ``whole``."""
    return QRect(widget.mapTo(whole, QPoint(0, 0)), widget.size())


def cut_label(label):
    """What of a label cannot be read."""
    if label.wordWrap() and label.height() < label.heightForWidth(label.width()):
        yield "low"
    if not label.wordWrap() and label.width() < label.sizeHint().width():
        yield "cut"
    if not label.parentWidget().rect().contains(label.geometry()):
        yield "beyond its sheet"


def cut_control(control, theme):
    """What of a control cannot be read or pressed."""
    if isinstance(control, QTextBrowser):
        if control.document().size().height() > control.viewport().height() + 1:
            yield "low"
        return
    if isinstance(control, QPushButton) and control.text() and control.width() < control.sizeHint().width():
        yield "cut"
    # The slim bar of a low window shares out the height that there is; the words of a box are pressed like the box.
    least = theme.px(34) if control.property("role") == "place-short" else theme.target
    if control.height() < least or (control.width() < theme.target and not isinstance(control, QCheckBox)):
        yield f"small {control.width()} x {control.height()}"


def cut(window):
    """What is cut off, lies outside, or is too small to be pressed."""
    found = ["sideways"] if window.page.content.width() > window.page.viewport().width() else []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        place = place_of(widget, window)
        faults = ["outside"] if place.left() < 0 or place.right() >= window.width() else []
        if isinstance(widget, QLabel) and widget.text():
            faults += cut_label(widget)
        if isinstance(widget, (QAbstractButton, QLineEdit, QComboBox, QTextBrowser)):
            faults += cut_control(widget, window.context.theme)
        found += [(fault, name_of(widget)) for fault in faults]
    return found


def show(window, settled, look, size):
    """The window of the sample family in one look."""
    language, scale = look
    window.context.keep(language=language, scale=scale)
    window.resize(*size)
    settled()


@pytest.mark.parametrize("size", [(1024, 640), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_cut_however_far_a_page_is_opened(sample_window, settled, look, size):
    show(sample_window, settled, look, size)
    for place, detail in STATES:
        sample_window.go(place, detail)
        settled()
        assert sample_window.size().toTuple() == size
        assert cut(sample_window) == [], (place, detail)


def walk(window, qtbot):
    """Tab from the first control once around; returns what was reached, and what could not be seen when it was."""
    page = window.page
    start = window.phone if page.alone else window.places.entry("today")
    start.setFocus(Qt.FocusReason.TabFocusReason)
    order, unseen = [], []
    for _ in range(400):
        now = window.focusWidget()
        assert now is not None, order[-1:]
        if order and now is start:
            return order, unseen
        if not order or order[-1] is not now:
            order.append(now)
        if page.content.isAncestorOf(now):
            seen, place = place_of(page.viewport(), window), place_of(now, window)
            whole = place.height() <= seen.height() and not isinstance(now, QTextBrowser)
            if not (seen.contains(place) if whole else seen.intersects(place)):
                unseen.append(name_of(now))
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    raise AssertionError("never around")


@pytest.mark.parametrize("look", LOOKS)
def test_tab_reaches_everything_and_what_it_reaches_is_seen(sample_window, settled, qtbot, look):
    window = sample_window
    show(window, settled, look, (1024, 640))
    for place, detail in STATES:
        window.go(place, detail)
        settled()
        order, unseen = walk(window, qtbot)
        assert unseen == [], (place, detail)
        # Of a group of round buttons Tab reaches one, and arrows the others.
        missed = [
            name_of(widget)
            for widget in window.findChildren(QWidget)
            if isinstance(widget, CONTROLS)
            and not isinstance(widget, QRadioButton)
            and widget.isVisible()
            and widget.isEnabled()
            and widget not in order
        ]
        assert missed == [], (place, detail)


@pytest.mark.parametrize("look", [("zh-Hans", 200), ("en", 200)])
def test_in_one_column_tab_only_goes_down(sample_window, settled, qtbot, look):
    window = sample_window
    show(window, settled, look, (1024, 640))
    for place, detail in STATES:
        window.go(place, detail)
        settled()
        content = window.page.content
        order = [part for part in walk(window, qtbot)[0] if content.isAncestorOf(part)]
        up = [
            (name_of(before), name_of(after))
            for before, after in pairwise(order)
            if place_of(after, content).bottom() < place_of(before, content).top()
        ]
        assert up == [], (place, detail)


def test_no_is_answered_by_keyboard_alone(sample_window, settled, qtbot):
    window = sample_window
    window.go("symptoms", "")
    settled()
    row = next(line for line in window.page._rows if line.item == "headache")
    row.answers.press(Answer.YES.value).setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    settled()
    assert window.page.card.answer("headache").answer is Answer.NO


def test_a_place_is_opened_by_keyboard_from_a_page_that_is_not_on_the_bar(window, settled, qtbot):
    window.go("call", "")
    settled()
    window.places.entry("today").setFocus()
    for _ in range(3):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    settled()
    assert window.place == "medicines"
    assert window.places.entry("medicines").isChecked()


def test_the_text_size_is_turned_twice_without_losing_the_button(window, settled, qtbot, context):
    window.places.larger.setFocus()
    for _ in range(2):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
        settled()
    assert context.theme.scale == 150
    assert window.focusWidget() is window.places.larger


def test_a_key_leads_to_something_that_is_seen(sample_window, settled, qtbot):
    window = sample_window
    show(window, settled, ("en", 200), (1024, 640))
    window.go("handbook", "crs")
    settled()
    window.page.verticalScrollBar().setValue(window.page.verticalScrollBar().maximum())
    for key in (Qt.Key.Key_F, Qt.Key.Key_P, Qt.Key.Key_M, Qt.Key.Key_T):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        settled()
        reached = window.focusWidget()
        assert window.page.content.isAncestorOf(reached)
        seen = place_of(window.page.viewport(), window)
        qtbot.waitUntil(lambda seen=seen, reached=reached: seen.contains(place_of(reached, window)))


def test_on_a_wide_screen_a_page_is_no_wider_than_can_be_read(sample_window, settled):
    window = sample_window
    show(window, settled, ("en", 100), (3840, 2160))
    for place, detail in STATES:
        window.go(place, detail)
        settled()
        assert window.page.width() <= 1320
        assert abs(window.phone.mapTo(window, QPoint(0, 0)).x() - window.width() / 2) < 1320
