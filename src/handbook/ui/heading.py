"""The heading of the window: what the page is called, which day it is, and the number to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from handbook.ui import fonts
from handbook.ui.widgets import label, picture, show_part
from handbook.ui.widgets.measure import Measure

if TYPE_CHECKING:
    from handbook.domain import Journey
    from handbook.ui.context import Context
    from handbook.ui.pages import Page


DAY = 104
"""Day +N has at least so many pixels at 100 % beside the number."""


class Heading(QGridLayout):
    """Title and subtitle of the page, and the corner. ``narrow``: below each other; ``low``: the corner alone."""

    call_pressed = Signal()
    phone: Corner

    def __init__(self, context: Context, *, narrow: bool, low: bool) -> None:
        super().__init__()
        look = context.theme
        self._context, self._narrow, self._low = context, narrow, low
        self._shown: object = None
        self.setContentsMargins(0, 0, look.px(16), 0)
        self.setHorizontalSpacing(look.px(24))
        self.setVerticalSpacing(look.px(8 if narrow else 2))
        self.title = label("", "title-narrow" if narrow else "title")
        self.subtitle = label("", "subtitle")
        self._corner = QGridLayout()
        self._corner.setVerticalSpacing(look.px(4))
        if narrow:  # the words then need the whole width
            self.addLayout(self._corner, 0, 0)
            self.addWidget(self.title, 1, 0)
            self.addWidget(Measure(look, self.subtitle), 2, 0)
        else:
            self.addWidget(self.title, 0, 0)
            self.addWidget(Measure(look, self.subtitle), 1, 0, Qt.AlignmentFlag.AlignTop)
            self.addLayout(self._corner, 0, 1, 2, 1)
            self.setRowStretch(1, 1)
        self.setColumnStretch(0, 1)
        self.fill_corner()

    def fill_corner(self) -> None:
        """Number and Day +N as they are now; what says the same stays, and with it the cursor."""
        context = self._context
        shown = (phone_of(context), day_text(context, context.state.journey), context.today())
        if shown == self._shown:
            return
        had = self._shown is not None and self.phone.hasFocus()
        self._shown = shown
        while (item := self._corner.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        narrow = self._narrow
        self.day = context.today()
        self.phone = Corner(context, narrow=narrow, low=self._low)
        self.phone.clicked.connect(self.call_pressed)
        day = label(day_text(context, context.state.journey), "soft", wrap=narrow)
        if narrow:  # else a long number would leave it room for one character a line
            day.setMinimumWidth(context.theme.px(DAY))
        right = Qt.AlignmentFlag.AlignRight
        if narrow:  # beside each other
            self._corner.addWidget(day, 0, 0)
            self._corner.addWidget(self.phone, 0, 1, right | Qt.AlignmentFlag.AlignVCenter)
            self._corner.setColumnStretch(0, 1)
        else:
            self._corner.addWidget(self.phone, 0, 0, right)
            self._corner.addWidget(day, 1, 0, right)
            self._corner.setRowStretch(2, 1)
        self._fit(self.geometry().width())
        if had:
            self.phone.show()
            self.phone.setFocus()

    def setGeometry(self, rect: QRect) -> None:
        """The number as large as there is room for it."""
        self._fit(rect.width())
        super().setGeometry(rect)

    def _fit(self, width: int) -> None:
        look = self._context.theme
        if width > 0:
            self.phone.fit(width - look.px(16 + DAY + 12) if self._narrow else width // 2)

    def show_page(self, page: Page) -> None:
        """Say what this page is called; in a low window its heading scrolls with it, so that there is room to read."""
        self.title.setText(page.title)
        role = page.title_role or ("title-narrow" if self._narrow else "title")
        if role != self.title.property("role"):
            self.title.setProperty("role", role)
            self.title.style().polish(self.title)
        self.subtitle.setText(page.subtitle)
        show_part(self.title, shown=not self._low)
        show_part(self.subtitle, shown=bool(page.subtitle) and not self._low)
        if self._low:
            page.show_lead()


class Corner(QPushButton):
    """The 24-hour number, in the same corner of every page; pressing it opens the call page."""

    def __init__(self, context: Context, *, narrow: bool, low: bool) -> None:
        super().__init__()
        self._size = 0
        self.setProperty("role", "call")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme, phrases = context.theme, context.phrases
        line = QHBoxLayout(self)
        side, ends = theme.px(10 if narrow else 16), theme.px(4 if narrow else 6)
        line.setContentsMargins(side, ends, side, ends)
        line.setSpacing(theme.px(8 if narrow else 12))
        phone = phone_of(context)
        if phone or not narrow:
            line.addWidget(picture(theme, "places/phone", 26 if narrow else 30, theme.colours.call))
        column = QVBoxLayout()
        column.setSpacing(0)
        heading = label(phrases("app.phone"), "call-soft", wrap=False)
        self._phone = phone
        self._sizes = (theme.text("small"), theme.text("digits"))
        self._number = number = label(
            phone or phrases("app.phone_unset"), "digits" if phone else "call-strong", wrap=False
        )
        if not (phone and low):  # there one line is all there is room for: the drawing says what the number is
            column.addWidget(heading)
        column.addWidget(number)
        line.addLayout(column)
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(f"{phrases('app.phone')} {phone or phrases('app.phone_unset')}")

    def fit(self, width: int) -> None:
        """Write the number so that it is ``width`` pixels wide at most: smaller, then in lines as well."""
        if not self._phone:
            return
        layout, least, size = self.layout(), *self._sizes
        assert layout is not None  # noqa: S101  # made with it
        room = width - (layout.sizeHint().width() - self._number.sizeHint().width())
        while size > least and bold(size).horizontalAdvance(self._phone) > room:
            size -= 1
        lines = number_lines(self._phone, bold(size), room)
        if (size, lines) != (self._size, self._number.text()):
            self._size = size
            self._number.setText(lines)
            self._number.setStyleSheet(f"font-size: {size}px;")

    def sizeHint(self) -> QSize:
        """As large as what lies in it."""
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Never smaller than the number."""
        return self.sizeHint()


def phone_of(context: Context) -> str:
    """The 24-hour number from the pocket card, else from our team's numbers; "" if neither has one."""
    return context.state.person.get("phone_24h") or context.numbers.phone_24h or ""


def bold(size: int) -> QFontMetrics:
    """Of the digits of telephone numbers."""
    face = fonts.font(size)
    face.setBold(True)
    return QFontMetrics(face)


def number_lines(number: str, metrics: QFontMetrics, room: int) -> str:
    """A number on as many lines as it needs, broken at its spaces, and between digits where it has none."""
    lines = [""]
    for part in number.split(" "):
        longer, rest = f"{lines[-1]} {part}".strip(), part
        if metrics.horizontalAdvance(longer) <= room:
            lines[-1] = longer
            continue
        while metrics.horizontalAdvance(rest) > room:  # a digit that is cut off makes another number of it
            fits = max(1, sum(metrics.horizontalAdvance(rest[: at + 1]) <= room for at in range(len(rest))))
            if fits == len(rest):
                break
            lines.append(rest[:fits])
            rest = rest[fits:]
        lines.append(rest)
    return "\n".join(line for line in lines if line)


def day_text(context: Context, journey: Journey) -> str:
    """Day +N in words; a count of days and nothing else."""
    day = journey.day(context.today())
    if day is None:
        return context.words("day.none")
    if day == 0:
        return context.words("day.zero")
    return context.words("day.after", n=day) if day > 0 else context.words("day.before", n=-day)
