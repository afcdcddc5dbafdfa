"""The items of the symptom card, in groups: icon, plain words, yes and no. Nothing here depends on what is ticked."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from handbook.content import SymptomGroup, SymptomItem, clinic_text
from handbook.domain import Answer, SymptomAnswer, SymptomCard
from handbook.ui.context import Context
from handbook.ui.widgets import Answers, Flow, Sheet, button, label, line_edit, picture, rule
from handbook.ui.widgets.moment import moment_words

FEVER = "fever"
"""The item beside which the clinic's own line stands."""

BESIDE = 330
"""From this width of a row on (at 100 %) yes and no stand beside the words."""

NAMES = 4
"""How many observers are offered."""


def newest_today(context: Context) -> SymptomCard | None:
    """The newest card that was begun today."""
    cards = context.state.cards
    return cards[0] if cards and cards[0].begun.date() == context.today() else None


class ItemRow(QWidget):
    """One item. ``pressed`` carries its id and the new answer: ``yes``, ``no``, or "" for "not asked"."""

    pressed = Signal(str, str)

    def __init__(self, context: Context, item: SymptomItem) -> None:
        super().__init__()
        self.item = item.id
        self._context = context
        theme, language = context.theme, context.language
        words = item.text[language]
        note = ""
        if item.id == FEVER:
            unset = context.numbers.fever_line is None
            fever = clinic_text("fever_line", context.numbers, context.words)
            words = (
                context.words("fixed.fever_unset")
                if unset
                else context.words("fixed.fever", line=fever.replace(" ", "\u00a0"))
            )
            note = context.words("fixed.fever_note") if unset else ""
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, theme.px(5), 0, theme.px(5))
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(picture(theme, f"symptoms/{item.icon}", 30), 0, 0, Qt.AlignmentFlag.AlignVCenter)
        self._words = QWidget()
        column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(label(words))
        if note:
            column.addWidget(label(note, "soft"))
        self._said = label("", "soft")
        self._said.hide()
        column.addWidget(self._said)
        self._grid.addWidget(self._words, 0, 1)
        options = [(answer.value, context.phrases(f"place.symptoms.{answer.value}")) for answer in Answer]
        self.answers = Answers(theme, item.text[language], options)
        self.answers.changed = self._changed
        self._beside: bool | None = None
        self._arrange()

    def _arrange(self) -> None:
        """The answers beside the words, or below them where a line would hold too few words."""
        beside = self.width() >= self._context.theme.px(BESIDE)
        if beside == self._beside:
            return
        self._beside = beside
        self._grid.removeWidget(self.answers)
        place = (0, 2) if beside else (1, 1)
        self._grid.addWidget(self.answers, *place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose by the new width."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the words, or the answers, below each other: never what stands side by side now."""
        widest = max(self._words.minimumSizeHint().width(), self.answers.minimumSizeHint().width())
        icon = self._context.theme.px(30 + 12)
        return QSize(icon + widest, super().minimumSizeHint().height())

    def _changed(self, key: str) -> None:
        self.pressed.emit(self.item, key)

    def show_answer(self, given: SymptomAnswer | None, read: date | None) -> None:
        """Put down the button that was pressed; on a card that is only read, words stand in place of the buttons.

        ``read`` is the day of that card: a time of another day is written with its date.
        """
        phrases = self._context.phrases
        self.answers.setVisible(read is None)
        self.answers.show_answer(given.answer.value if given else "")
        self._said.setVisible(read is not None)
        if read is not None:
            self._said.setText(
                phrases(
                    "place.symptoms.said",
                    answer=phrases(f"place.symptoms.{given.answer.value}"),
                    time=f"{given.at:%H:%M}" if given.at.date() == read else moment_words(self._context, given.at),
                    observer=given.observer,
                ).strip()
                if given
                else phrases("place.symptoms.not_asked")
            )
            self._said.setProperty("role", "strong" if given else "soft")
            self._said.style().polish(self._said)


class GroupSheet(Sheet):
    """One group of the card on its sheet."""

    def __init__(self, context: Context, group: SymptomGroup) -> None:
        super().__init__(context.theme, group.name[context.language], gap=0)
        self.column.addSpacing(context.theme.px(6))
        self.rows = [ItemRow(context, item) for item in group.items]
        for number, line in enumerate(self.rows):
            if number:
                self.add(rule())
            self.add(line)


class ObserverBar(QWidget):
    """Who is writing: typed once, kept in the settings; those who have written before are offered as buttons."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._presses: list[QPushButton] = []
        theme = context.theme
        words = context.phrases("place.symptoms.observer")
        self.input: QLineEdit = line_edit(context.settings.observer)
        self.input.setFixedWidth(theme.px(220))
        self.input.setAccessibleName(words)
        self.input.editingFinished.connect(self._typed)
        caption = label(words, "soft", wrap=False)
        caption.setMinimumHeight(theme.target)
        caption.setBuddy(self.input)
        self._line = Flow(self, gap=theme.px(10))
        self._line.addWidget(caption)
        self._line.addWidget(self.input)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def name(self) -> str:
        """The observer of everything that is pressed now."""
        return self.input.text().strip()

    def show_names(self) -> None:
        """Offer those who have written here before, and the carer of the pocket card."""
        state = self._context.state
        written = [answer.observer for card in state.cards for answer in card.answers]
        written += [reading.observer for reading in state.readings]
        names = dict.fromkeys([state.person.get("caregiver", ""), *written])
        offered = [name for name in names if name and name != self.name][:NAMES]
        if offered == [press.property("observer") for press in self._presses]:
            return
        for press in self._presses:
            self._line.removeWidget(press)
            press.hide()
            press.deleteLater()
        self._presses = []
        for name in offered:
            spoken = self._context.phrases("place.symptoms.observer_pick", name=name)
            press = button(name, self._chosen, role="", name=spoken)
            press.setProperty("observer", name)
            self._line.addWidget(press)
            QWidget.setTabOrder(self._presses[-1] if self._presses else self.input, press)
            self._presses.append(press)

    @property
    def offered(self) -> list[QPushButton]:
        """The buttons with names."""
        return self._presses

    @Slot()
    def _typed(self) -> None:
        if self.name != self._context.settings.observer:
            self._context.keep(observer=self.name)
            self.show_names()

    @Slot()
    def _chosen(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.input.setText(str(sender.property("observer")))
            self.input.setFocus()
            self._typed()


class TwoColumns(QWidget):
    """The call frame and the groups: side by side where there is room, else all in the order of the book.

    The frame stands at the head of the right column or above everything, so that it is met before the items; ``tail``
    stands below everything: what it does to the items that are left is done when all of them have been seen.
    """

    def __init__(self, context: Context, frame: QWidget, groups: list[tuple[QWidget, bool]], tail: QWidget) -> None:
        super().__init__()
        self._theme = theme = context.theme
        self._frame, self._groups = frame, groups
        self._wide: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(theme.px(18))
        self._columns = (self._column(), self._column())
        for number, (cell, _) in enumerate(self._columns):
            self._grid.addWidget(cell, 0, number)
        self.arrange(wide=False)
        self._grid.addWidget(tail, 1, 0, 1, 2)  # last, so that the keyboard comes to it last

    def _column(self) -> tuple[QWidget, QVBoxLayout]:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(18))
        column.addStretch(1)
        return cell, column

    def arrange(self, *, wide: bool) -> None:
        """Two columns or one."""
        if wide == self._wide:
            return
        self._wide = wide
        for part, left in ((self._frame, False), *self._groups):
            for _, column in self._columns:
                column.removeWidget(part)
            column = self._columns[wide and not left][1]
            column.insertWidget(column.count() - 1, part)
        self._grid.setHorizontalSpacing(self._theme.px(22) if wide else 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, int(wide))
        self._columns[1][0].setVisible(wide)
