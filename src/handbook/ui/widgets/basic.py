"""The small parts that every page is made of.

Each takes its words where it is made, so that it has a name for screen readers from the start, and its sizes from
the theme, so that one factor scales everything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from handbook.ui import icons
from handbook.ui.widgets.layouts import Flow
from handbook.ui.widgets.press import Press
from handbook.ui.widgets.spoken import announce

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import (
        QLayout,
    )

    from handbook.ui.theme import Theme


def label(text: str, role: str = "", *, wrap: bool = True, selectable: bool = False) -> QLabel:
    """A piece of text in one of the style sheet's roles (title, heading, strong, soft, tag, call …)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if role in {"tag", "unset"}:
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def picture(theme: Theme, name: str, pixels: float, colour: str = "") -> QLabel:
    """A line drawing that only repeats the words beside it, so it has no name of its own."""
    made = QLabel()
    size = theme.px(pixels)
    made.setPixmap(icons.pixmap(name, colour or theme.colours.accent, size, icons.sharpest()))
    made.setFixedSize(size, size)
    made.setScaledContents(True)
    return made


def button(
    text: str,
    pressed: Callable[[], object] | None = None,
    *,
    role: str = "second",
    theme: Theme | None = None,
    icon: str = "",
    name: str = "",
    shortcut: str = "",
) -> QPushButton:
    """A button. ``pressed`` must be a bound method or a function that captures no page (a captured page never dies).

    Roles: primary (one a page), second, plain (""), link, call.
    """
    made = Press(text)
    made.setProperty("role", role)
    made.setAccessibleName(name or text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon and theme:
        colour = theme.colours.on_accent if role == "primary" else theme.colours.accent
        made.setIcon(icons.icon(icon, theme.colours.call if role == "call" else colour, theme.px(24)))
        made.setIconSize(QSize(theme.px(24), theme.px(24)))
    if shortcut:
        made.setShortcut(shortcut)
    if pressed is not None:
        made.clicked.connect(pressed)
    return made


def tab_after(before: QWidget, part: QWidget) -> None:
    """Have Tab reach what lies on ``part`` right after ``before``: what is made last would be reached last."""
    for one in part.findChildren(QWidget):
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus:
            QWidget.setTabOrder(before, one)
            before = one


def show_part(part: QWidget, *, shown: bool) -> None:
    """Show a part of a page, or hide it.

    Qt dresses what is told to show itself at once: a part of a page that is just being made would be dressed twice, and
    the first time without the style sheet.
    """
    if not shown or part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
        part.setVisible(shown)


def rule() -> QFrame:
    """A thin line that divides."""
    made = QFrame()
    made.setProperty("role", "rule")
    return made


class Sheet(QFrame):
    """A sheet lying on the paper: a frame with a column in it. ``role`` is sheet, wash or call."""

    def __init__(self, theme: Theme, heading: str = "", *, role: str = "sheet", gap: float = 10) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.column = QVBoxLayout(self)
        margin = theme.px(22)
        self.column.setContentsMargins(margin, theme.px(18), margin, theme.px(18))
        self.column.setSpacing(theme.px(gap))
        if heading:
            self.heading = label(heading, "heading")
            self.column.addWidget(self.heading)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below each other."""
        for widget in widgets:
            self.column.addWidget(widget)


def row(*widgets: QWidget, gap: int = 0, stretch: bool = True) -> QWidget:
    """Widgets side by side, pushed to the left."""
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(gap)
    for widget in widgets:
        line.addWidget(widget)
    if stretch:
        line.addStretch(1)
    return made


class Field(QWidget):
    """A label above an input, with a place for a hint and for what is wrong. The label names the input for readers."""

    def __init__(self, theme: Theme, words: str, control: QWidget, *, hint: str = "") -> None:
        super().__init__()
        self.control = control
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self._label = label(words, "soft")
        self._label.setBuddy(control)
        control.setAccessibleName(words)
        if hint:
            control.setAccessibleDescription(hint)
        column.addWidget(self._label)
        column.addWidget(control)
        self._hint = label(hint, "soft")
        column.addWidget(self._hint)
        show_part(self._hint, shown=bool(hint))
        self._fault = label("", "error")
        self._fault.hide()
        column.addWidget(self._fault)
        column.addStretch(1)  # labels of neighbours stand on one line, whatever hangs below the inputs

    def fault(self, sentence: str) -> None:
        """Show what is wrong beside the field; "" takes it away. What was typed stays."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        self.control.setAccessibleDescription(sentence or self._hint.text())
        if self.isVisible():
            announce(self.control, sentence)

    @property
    def fault_text(self) -> str:
        """The sentence that stands beside the field."""
        return self._fault.text()


def line_edit(text: str = "", *, longest: int = 200, placeholder: str = "") -> QLineEdit:
    """One line of text. More than ``longest`` characters may be typed: the field then says so, it never cuts."""
    made = QLineEdit(text)
    made.setMaxLength(max(10 * longest, 32767))
    made.setPlaceholderText(placeholder)
    return made


class _Choice(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()


def choice(options: list[tuple[str, str]], current: str = "") -> QComboBox:
    """A drop-down of (key, words); ``currentData()`` is the key as plain text."""
    made = _Choice()
    # The wheel scrolls the page; it must not change a value that it happens to pass over.
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for key, words in options:
        made.addItem(words, str(key))
    made.setCurrentIndex(max(0, made.findData(str(current))))
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(4)
    return made


class Answers(QWidget):
    """Buttons of which one or none is down; pressing the one that is down lifts it again ("not asked").

    ``wrap``: on to the next line when the line is full.
    """

    def __init__(
        self,
        theme: Theme,
        subject: str,
        options: list[tuple[str, str]],
        current: str = "",
        *,
        wrap: bool = False,
    ) -> None:
        super().__init__()
        self.changed: Callable[[str], object] | None = None
        # No QButtonGroup: Tab would reach one of its buttons only, and of a group that may be empty no key the others.
        self._presses: dict[str, QPushButton] = {}
        line: QLayout = Flow(self, gap=theme.px(8)) if wrap else QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(8))
        for key, words in options:
            press = button(words, self._pressed, role="answer", name=f"{subject} {words}")
            press.setCheckable(True)
            press.setProperty("key", key)
            self._presses[key] = press
            line.addWidget(press)
        self.show_answer(current)

    def show_answer(self, key: str) -> None:
        """Put down the button of ``key``; "" lifts all."""
        for name, press in self._presses.items():
            press.setChecked(name == key)

    def press(self, key: str) -> QPushButton:
        """The button of ``key``."""
        return self._presses[key]

    @Slot()
    def _pressed(self) -> None:
        sender = self.sender()
        if not isinstance(sender, QPushButton):
            return
        key = str(sender.property("key")) if sender.isChecked() else ""
        self.show_answer(key)
        if self.changed is not None:
            self.changed(key)
