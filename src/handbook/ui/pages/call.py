"""The call page (F1): whom to call, in digits that can be read from the bed, and what to read out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from handbook import tasks
from handbook.content import call_text, kit_notes
from handbook.ui.context import Context
from handbook.ui.heading import bold, number_lines, phone_of
from handbook.ui.pages.base import Page
from handbook.ui.pages.call_words import Said, opening, to_read
from handbook.ui.saving import SheetOut
from handbook.ui.theme import Theme
from handbook.ui.widgets import Columns, Sheet, button, flow, label
from handbook.ui.widgets.callframe import CallFrame
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.read_aloud import ReadAloud
from handbook.ui.widgets.rows import breakable

EMERGENCY = "120"


class Digits(QLabel):
    """A telephone number, in one line if that is possible with digits no smaller than those at 100 %; none is cut."""

    def __init__(self, theme: Theme, number: str, role: str) -> None:
        super().__init__(number)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sizes = (theme.at(100).text(role), theme.text(role))
        self._size, self._number = theme.text(role), number

    def minimumSizeHint(self) -> QSize:
        """Some digits: it finds its size and its lines in whatever width it gets."""
        size = super().minimumSizeHint()
        return QSize(min(size.width(), bold(self._sizes[0]).horizontalAdvance("0" * 5)), size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the size of the digits for the new width, and break them into lines where they are still too wide."""
        super().resizeEvent(event)
        (least, size), room = self._sizes, self.contentsRect().width()
        while size > least and bold(size).horizontalAdvance(self._number) > room:
            size -= 1
        if size != self._size:
            self._size = size
            self.setStyleSheet(f"font-size: {size}px;")
        if (lines := number_lines(self._number, bold(size), room)) != self.text():
            self.setText(lines)


def _spelled(number: str) -> str:
    """Digit by digit: a voice would make one great number of it."""
    return " ".join(number.replace("-", " ").replace(" ", ""))


class CallPage(Page):
    """Everything here is as it was entered; a field that is empty stays a blank line."""

    place = "call"
    to_read = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.subtitle = self.say("subtitle")
        self._out = SheetOut(context, self)
        self._shown: object = None
        self._body: QWidget | None = None
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Draw the page anew when the record has changed."""
        seen = (self.context.state, self.context.numbers, self.context.now().replace(second=0, microsecond=0))
        if seen == self._shown:
            return
        self._shown = seen
        focused, name = self.focusWidget(), ""
        if self._body is not None:
            name = focused.accessibleName() if focused is not None and self._body.isAncestorOf(focused) else ""
            self._body.hide()
            self._body.deleteLater()
            self.column.takeAt(0)
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(18))
        across = Columns(least=self.theme.px(400), gap=self.theme.px(18), weights=(4, 5))
        across.add(*self._numbers())
        read = self._to_read()
        across.add(read)
        column.addWidget(across)
        self.column.insertWidget(0, self._body)
        if name:  # Ctrl+Z and Ctrl+Y draw the page anew under the cursor
            self._body.show()
            presses = self._body.findChildren(QPushButton)
            next((press for press in presses if press.accessibleName() == name), self._print).setFocus()

    # -- whom --------------------------------------------------------------------------------------------------

    @property
    def phone(self) -> str:
        """The 24-hour number."""
        return phone_of(self.context)

    def _numbers(self) -> list[QWidget]:
        frame = CallFrame(self.context, large=True)
        if not self.phone:
            return [frame, self._number(self.say("emergency"), EMERGENCY), self._missing(), *self._daytime()]
        return [
            self._own_number(), self._number(self.say("emergency"), EMERGENCY), frame, *self._daytime(),
        ]  # fmt: skip

    def _own_number(self) -> Sheet:
        """The 24-hour number; where it is a kit's that is unsigned or overdue, that is said below it."""
        sheet, kit = self._number(self.say("phone_24h"), self.phone), self.context.kit
        if kit is not None and kit.numbers.phone_24h == self.phone:
            for note in kit_notes(kit, self.context.words, self.context.today()):
                sheet.add(label(note, "soft"))
        return sheet

    def _daytime(self) -> list[QWidget]:
        phone = self.context.numbers.phone_day
        return [self._number(self.say("phone_day"), phone)] if phone else []

    def _number(self, name: str, number: str) -> Sheet:
        sheet = Sheet(self.theme, gap=0)
        digits = Digits(self.theme, number, "huge")
        digits.setAccessibleName(self.say("number", name=name, number=number))
        sheet.add(label(name, "call-soft"), digits)
        return sheet

    def _missing(self) -> Sheet:
        if self.context.closed is not None:  # the card may keep it to itself; that says nothing of the record
            sheet = Sheet(self.theme, self.say("missing_shut"))
            sheet.add(label(self.say("missing_shut_why")))
            return sheet
        sheet = Sheet(self.theme, self.say("missing"))
        sheet.add(label(self.say("missing_why")))
        sheet.add(flow(button(self.say("write_number"), self._team, theme=self.theme, icon="places/team")))
        return sheet

    # -- what to say -------------------------------------------------------------------------------------------

    def _to_read(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("read_out"), gap=14)
        sheet.add(Measure(self.theme, label(opening(self.context), selectable=True)))
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(10))
        for said in to_read(self.context):
            column.addWidget(self._row(said))
        sheet.add(made)
        if self.context.closed is not None:
            sheet.add(label(self.say("shut")))
            sheet.add(flow(button(self.say("open_record"), self._shut)))
        sheet.add(label(self._as_entered(), "soft"))
        self.aloud = ReadAloud(self.context, self._said)
        self._print = button(self.say("print"), self.print_page)
        sheet.add(flow(self._print, self.aloud, gap=self.theme.px(12)))
        sheet.column.addStretch(1)
        return sheet

    def _said(self) -> list[str]:
        """The page for ears: the fixed text, the numbers, then what is read out."""
        context, empty = self.context, self.phrases("speech.empty")
        lines = [call_text(context.numbers, context.words)]
        lines.append(self.say("number", name=self.say("phone_24h"), number=_spelled(self.phone) or empty))
        lines.append(self.say("number", name=self.say("emergency"), number=_spelled(EMERGENCY)))
        rows = to_read(context)
        lines += [self.say("row", name=said.label, value=self.say("join").join(said.lines) or empty) for said in rows]
        return [*lines, self._as_entered()]

    def _as_entered(self) -> str:
        return self.say("as_entered" if self.context.closed is None else "as_entered_shut")

    def _row(self, said: Said) -> QWidget:
        top = Qt.AlignmentFlag.AlignTop
        head = label(said.label, "soft")
        head.setAlignment(top)
        words = "\n".join(said.lines) or self.say("blank")
        value = label(breakable(words), selectable=True)
        value.setAlignment(top)
        value.setAccessibleName(self.say("row", name=said.label, value=words))
        value.setObjectName(f"say_{said.name}")
        # In a slim window the name stands above: lines that are read out must not break at every third word.
        line = Columns(least=self.theme.px(220), gap=self.theme.px(18), weights=(1, 3), below=0)
        line.add(head)
        line.add(value)
        return line

    @property
    def busy(self) -> bool:
        """Whether the sheet is being made or printed."""
        return self._out.busy

    @Slot()
    def print_page(self) -> bool:
        """Send what stands here to the printer: fixed text, numbers, what to read out."""
        context = self.context
        job = partial(
            tasks.call_sheet,
            context.book,
            opening=opening(context),
            rows=tuple((said.label, said.lines) for said in to_read(context)),
            foot=(self.say("shut"), self._as_entered()) if context.closed is not None else (self._as_entered(),),
            at=context.now(),
            phone=self.phone,
            numbers=context.numbers,
            kit=context.kit,
            language=context.language,
        )
        self._out.print(self.say("print_title"), job, backs=False)
        return True

    @Slot()
    def _shut(self) -> None:
        self.context.go.emit("shut", "")

    @Slot()
    def _team(self) -> None:
        self.context.go.emit("team", "phone_24h")
