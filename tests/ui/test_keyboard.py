"""The focus ring as it is seen, in pixels, and forms that lose nothing by Esc."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QLineEdit, QPlainTextEdit, QWidget
from test_looks import contrast
from test_reach import CONTROLS, STATES

OUT = 3
RING = 3
"""How wide the ring must be at 100 %, in pixels."""


def kind_of(control):
    """What the look of a control depends on: what it is, its role, whether it is down, what it lies on."""
    down = control.isChecked() if isinstance(control, QAbstractButton) and control.isCheckable() else False
    on = control.parentWidget()
    while on is not None and not (isinstance(on, QFrame) and on.property("role") in {"bar", "sheet", "wash", "call"}):
        on = on.parentWidget()
    ground = on.property("role") if on is not None else "paper"
    return type(control).__name__, str(control.property("role") or ""), down, ground


def focusable(window):
    """All that can have the focus now, in the order of the tree."""
    return [
        part
        for part in window.findChildren(QWidget)
        if part.isVisible()
        and part.isEnabled()
        and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.focusProxy() is None
        and isinstance(part, CONTROLS) | (part.focusPolicy() == Qt.FocusPolicy.StrongFocus)
    ]


def sides(image, place, step):
    """Four lines of pixels from two outside into the control, ``step`` pixels past its rounded corners."""
    left, top, right, bottom = place.left(), place.top(), place.right(), place.bottom()
    depth = range(-OUT, 8 * RING)
    lines = {
        "left": [(left + n, top + step) for n in depth],
        "right": [(right - n, bottom - step) for n in depth],
        "top": [(left + step, top + n) for n in depth],
        "bottom": [(right - step, bottom - n) for n in depth],
    }
    return {side: [image.pixelColor(*at).name() for at in line] for side, line in lines.items()}


def ring_faults(window, control, ratio):
    """What is wrong with the ring of a control that has the focus, by side."""
    colours = window.context.theme.colours
    focus = QColor(colours.on_bar if kind_of(control)[3] == "bar" else colours.focus).name()
    place = QRect(control.mapTo(window, QPoint(0, 0)), control.size())
    image = window.grab().toImage()
    step = min(round(12 * ratio), place.height() // 2, place.width() // 2)
    for side, line in sides(image, place, step).items():
        if focus not in line[OUT : OUT + 2]:
            yield side, "no ring", line
            continue
        first = line.index(focus, OUT)
        width = next((n for n, pixel in enumerate(line[first:]) if pixel != focus), len(line) - first)
        if width < round(RING * ratio):
            yield side, "thin", width
        outside = max(line[first - OUT : first], key=lambda pixel: contrast(focus, pixel))  # past a dividing hairline
        poor = [pixel for pixel in (outside, line[first + width + 1]) if contrast(focus, pixel) < 3]
        if poor:
            yield side, "not seen", poor


@pytest.mark.parametrize(("theme", "scale"), [("day", 100), ("night", 200), ("contrast", 150)])
def test_the_focus_ring_is_three_pixels_wide_all_round_and_stands_out(sample_window, settled, theme, scale):
    window = sample_window
    window.context.keep(theme=theme, scale=scale)
    window.resize(1280, 820)
    window.foot.tell("…", undo=True, lasting=True)
    seen, faults = set(), []
    for place, detail in STATES:
        window.go(place, detail)
        settled()
        for control in focusable(window):
            kind = (kind_of(control), window.context.theme.name)
            if kind in seen:
                continue
            control.setFocus(Qt.FocusReason.TabFocusReason)
            window.page.show_focus()
            QApplication.processEvents()
            if window.page.content.isAncestorOf(control):
                area = QRect(window.page.viewport().mapTo(window, QPoint(0, 0)), window.page.viewport().size())
                if not area.contains(QRect(control.mapTo(window, QPoint(0, 0)), control.size())):
                    continue  # longer than the page: measured where one of its kind is seen whole
            seen.add(kind)
            faults += [(place, detail, kind[0], *fault) for fault in ring_faults(window, control, scale / 100)]
    assert faults == []
    kinds = {kind[0] for kind, _ in seen}
    assert {"Press", "QLineEdit", "QRadioButton", "QCheckBox", "_Choice", "BookText", "LargeButton"} <= kinds
    assert ("Press", "", False, "bar") in {kind for kind, _ in seen}


FORMS = (
    ("today", ""),
    ("steps", "dates"),
    ("symptoms", ""),
    ("symptoms", "temperature"),
    ("medicines", "new"),
    ("medicines", "sample-0"),
    ("medicines", "dose"),
    ("diary", "call"),
    ("diary", "shift"),
    ("diary", "passport"),
    ("card", ""),
    ("team", ""),
    ("handbook", "search"),
    ("people", ""),
    ("night", "temperature"),
    ("night", "changed"),
    ("night", "medicine"),
)


def lines_of(window):
    """The fields of the page in which one can write now, in the order of the tree."""
    return [
        part
        for kind in (QLineEdit, QPlainTextEdit)
        for part in window.page.findChildren(kind)
        if part.isVisible() and part.isEnabled() and not part.isReadOnly()
    ]


def text_of(field):
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()


def test_escape_discards_nothing_that_was_typed_in_any_form(sample_window, settled, qtbot):
    window, lost = sample_window, []
    for place, detail in FORMS:
        window.go("settings", "")
        window.go(place, detail)
        settled()
        fields, typed = lines_of(window), {}
        assert fields, (place, detail)
        for number, field in enumerate(fields):
            field.setFocus()
            qtbot.keyClicks(field, "7")
            typed[number] = field.accessibleName(), text_of(field)
            assert "7" in typed[number][1]
            if number % 8 == 7:  # each field that is left is written down
                settled()
        for _ in range(2):
            if window.place == place:  # what was open on the page is closed first
                qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
                settled()
        assert window.place != place
        window.go(place, detail)
        settled()
        found = [text_of(field) for field in lines_of(window)]
        assert len(found) == len(fields), (place, detail)
        lost += [(place, detail, *pair) for number, pair in typed.items() if pair[1] != found[number]]
    assert lost == []
