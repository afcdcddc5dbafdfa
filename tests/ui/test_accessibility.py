"""What a screen reader is given: Qt's own tree of roles, names, states and values, on every page, in both languages."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QTextBrowser,
    QWidget,
)
from test_reach import STATES, show

from handbook.domain import Dose, Medicine
from handbook.ui.pages.curve_sheet import CurveSheet
from handbook.ui.pages.diary_entries import EntrySheet

Role = QAccessible.Role
NAME, VALUE = QAccessible.Text.Name, QAccessible.Text.Value
CONTROLS = {
    Role.Button, Role.ButtonMenu, Role.CheckBox, Role.RadioButton, Role.EditableText, Role.ComboBox, Role.Slider,
    Role.SpinBox, Role.List, Role.Table, Role.Link,
}  # fmt: skip
PICTURES = {Role.Chart, Role.Graphic}
TEXTS = {Role.StaticText, Role.Document, Role.Paragraph}
CLOSED = {Role.ComboBox, Role.List, Role.Table, Role.ScrollBar}
"""What is not looked into: their rows are named after their contents."""


@pytest.fixture(autouse=True)
def _active():
    """As if a screen reader were running."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def walk(node):
    """All that a screen reader can see below a node, the node first."""
    if node.state().invisible:
        return
    yield node
    if node.role() not in CLOSED:
        for number in range(node.childCount()):
            child = node.child(number)
            if child is not None and child.isValid():
                yield from walk(child)


def labels_of(node):
    """What is named as the label of a control."""
    return [other.text(NAME) for other, kind in node.relations() if kind & QAccessible.RelationFlag.Label]


def heard(node):
    """What is said of a control. A drop-down's own name is what is chosen in it: there its label is said before."""
    name = node.text(NAME)
    if node.role() is Role.ComboBox:
        return " ".join([*labels_of(node), name]) if labels_of(node) else ""
    return name


def said(node, widget):
    """What a reader is told of a control's state and value, and what is so."""
    state, text = node.state(), node.textInterface()
    if isinstance(widget, QAbstractButton):
        return (state.checkable, state.checked), (widget.isCheckable(), widget.isChecked())
    if isinstance(widget, QLineEdit):
        secret = widget.echoMode() is not QLineEdit.EchoMode.Normal
        shown = widget.displayText() if secret else widget.text()
        return (state.passwordEdit, text is not None, node.text(VALUE)), (secret, True, shown)
    if isinstance(widget, QPlainTextEdit):
        return (text is not None and text.characterCount()), len(widget.toPlainText())
    if isinstance(widget, QComboBox):
        return node.text(VALUE), widget.currentText()
    if isinstance(widget, QSlider):
        return int(node.valueInterface().currentValue()), widget.value()
    return None, None


def state_faults(node, widget):
    """What a control says of itself that is not so."""
    if node.state().disabled == widget.isEnabled():
        yield "enabled"
    told, true = said(node, widget)
    if told != true:
        yield f"says {told}, is {true}"


def faults(window):
    """What a screen reader cannot tell its listener about the page that is shown."""
    found, names = [], Counter()
    for node in walk(QAccessible.queryAccessibleInterface(window)):
        widget, role = node.object(), node.role()
        focusable = isinstance(widget, QWidget) and widget.focusPolicy().value & 1 and node.state().focusable
        if focusable and role not in CONTROLS | PICTURES | TEXTS:
            found.append(("role", role.name, type(widget).__name__))
        if role in CONTROLS or focusable:
            if not heard(node).strip():
                found.append(("unnamed", role.name, type(widget).__name__))
            elif not isinstance(widget, QTextBrowser):  # text is named after what it belongs to
                names[heard(node), role.name] += 1
            if isinstance(widget, QWidget):
                found += [(fault, heard(node), type(widget).__name__) for fault in state_faults(node, widget)]
        if (
            role in PICTURES
            and isinstance(widget, QWidget)
            and getattr(widget, "spoken_role", None)
            and not node.text(NAME)
        ):
            found.append(("unnamed picture", type(widget).__name__))
    found += [("twice", *name) for name, times in names.items() if times > 1]
    return found


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_control_has_role_name_state_and_value_in_the_tree(sample_window, settled, language):
    window = sample_window
    show(window, settled, (language, 100), (1280, 820))
    seen, poor = set(), []
    for place, detail in STATES:
        window.go(place, detail)
        settled()
        poor += [(place, detail, *fault) for fault in faults(window)]
        seen |= {node.role() for node in walk(QAccessible.queryAccessibleInterface(window))}
    assert poor == []
    assert {Role.Button, Role.CheckBox, Role.RadioButton, Role.EditableText, Role.ComboBox} <= seen
    assert {Role.Chart, Role.Graphic, Role.Slider} <= seen


def test_the_walk_finds_what_is_mute_or_there_twice(window, settled):
    assert faults(window) == []
    for made in (QPushButton(), QPushButton("A"), QPushButton("A"), QComboBox(), QLineEdit("typed")):
        window.page.column.addWidget(made)
    settled()
    assert sorted(faults(window)) == [
        ("twice", "A", "Button"),
        ("unnamed", "Button", "QPushButton"),
        ("unnamed", "ComboBox", "QComboBox"),
        ("unnamed", "EditableText", "QLineEdit"),
    ]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_forms_that_are_open_at_once_are_told_apart(sample_window, settled, language):
    window = sample_window
    window.context.keep(language=language)
    window.go("diary", "")
    for sheet in window.page.findChildren(EntrySheet):
        sheet.new.click()
        settled()
    assert len([sheet for sheet in window.page.findChildren(EntrySheet) if sheet.draft is not None]) == 3
    assert faults(window) == []
    keep = window.page.findChild(QPushButton, "keep call")
    assert keep.accessibleName() == {"zh-Hans": "和团队的电话：记下", "en": "Calls with the team: Write down"}[language]


def test_the_time_of_the_answers_is_told_apart_from_that_of_the_readings(window, settled):
    window.go("symptoms")
    window.page.earlier.click()
    settled()
    assert faults(window) == []


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_both_dates_of_a_medicine_are_told_apart(sample_window, settled, language):
    window = sample_window
    window.context.keep(language=language)
    medicine = next(one for one in window.context.state.medicines if one.end is not None)
    window.go("medicines", medicine.id)
    settled()
    assert window.page.form.end.isVisible()
    assert faults(window) == []


def test_entries_that_are_equal_are_numbered(window, settled, act):
    for number in "12":
        medicine = Medicine(id=number, name="同名药", strength="5 毫克")
        act(lambda store, medicine=medicine: store.add_medicine(medicine))
        dose = Dose(f"d{number}", number, window.context.now(), amount="1 片")
        act(lambda store, dose=dose: store.add_dose(dose))
    for place, detail in (("medicines", ""), ("night", "medicine")):
        window.go(place, detail)
        settled()
        assert faults(window) == []
        names = [press.accessibleName() for press in window.page.findChildren(QPushButton) if press.isVisible()]
        assert any(name.endswith("（第 2 个）") for name in names)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_drawing_says_its_values_and_its_table_is_the_next_press(sample_window, settled, qtbot, language):
    window = sample_window
    show(window, settled, (language, 100), (1280, 820))
    window.go("symptoms", "")
    settled()
    charts = [node for node in walk(QAccessible.queryAccessibleInterface(window)) if node.role() is Role.Chart]
    told = " ".join(node.text(QAccessible.Text.Description) for node in charts)
    for value in ("37.4", "37.9", "37.6", "37.2"):
        assert value in told
    curve = window.page.findChild(CurveSheet)
    assert curve.kind.text() in told
    curve.kind.setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    settled()
    words = " ".join(node.text(NAME) for node in walk(QAccessible.queryAccessibleInterface(curve)))
    for value in ("37.4", "37.9", "37.6", "37.2"):
        assert value in words


@pytest.fixture
def announced(monkeypatch):
    """What readers are told without the focus moving."""
    told = []

    def take(event):
        if event.type() == QAccessible.Event.Announcement:
            told.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(take))
    return told


def test_what_changes_is_told_where_the_cursor_is_not(sample_window, settled, qtbot, announced, write):
    window = sample_window
    window.go("symptoms", "temperature")  # another page
    settled()
    assert announced.pop().startswith(window.page.title)
    field = window.focusWidget()
    qtbot.keyClicks(field, "385")
    qtbot.keyClick(field, Qt.Key.Key_Return)  # a question beside the field
    assert "38.5" in announced.pop()
    field.clear()
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Return)  # a fault beside the field
    assert announced.pop() == QAccessible.queryAccessibleInterface(field).text(QAccessible.Text.Description)
    field.clear()
    qtbot.keyClicks(field, "38.2")
    qtbot.keyClick(field, Qt.Key.Key_Return)  # written down
    settled()
    assert announced[-1] == window.foot.text
    assert "38.2" in announced[-1]
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # undone
    settled()
    assert announced[-1] == window.foot.text != ""
    window.go("handbook", "search")
    settled()
    announced.clear()
    qtbot.keyClicks(window.page.search, "CRS")  # how much was found
    settled()
    count = announced[-1]
    assert any(char.isdigit() for char in count)
    window.page.refresh()
    assert announced[-1] is count  # the same is not said again
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    settled()
    assert announced[-1].startswith(window.page.title)
