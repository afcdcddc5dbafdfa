"""The look-back interview: month by month and place by place, then by name, then what lies further back.

Every answer is on disk at once, so the interview can be left at any point; it goes on where something is unanswered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from handbook import tasks
from handbook.content import LookBackGroup, LookBackQuestion
from handbook.domain import Heard, HowKnown, LookBack, LookBackAnswer, PartialDate, months_of
from handbook.ui import fonts
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.pages.medicine_form import NEW
from handbook.ui.pages.medicine_list import ruler_sheet
from handbook.ui.widgets import Answers, Columns, Field, Sheet, button, choice, flow, label, line_edit, rule
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.partial_dates import date_words

DAYS = (30, 60, 90, 120, 180)
"""The lengths of the look-back that are offered."""


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on the page at one time: the questions of a group, for one month if they are asked monthly."""

    key: str
    group: LookBackGroup
    month: str = ""

    def asked(self, answers: Sequence[LookBackAnswer]) -> dict[str, LookBackAnswer]:
        """The answers of this part by question."""
        return {a.question: a for a in answers if a.month == self.month}


class LookBackPage(Page):
    """Drafts: ``part`` the key of the part that is shown, ``told_by`` and ``how_known`` for the next answers."""

    place = "lookback"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        face = fonts.font(self.theme.text("body"))
        face.setBold(True)
        self._bold = QFontMetrics(face)  # the part that is shown is written bold, and no button changes its width
        self._shown: object = None
        self.rows: dict[str, QuestionRow] = {}
        self.head = self._head()
        self.column.addWidget(self.head)
        self._body = QWidget()
        self.column.addWidget(self._body)
        self.column.addStretch(1)
        self.refresh()

    # -- parts -------------------------------------------------------------------------------------------------

    @property
    def window_days(self) -> LookBack:
        """The days that count."""
        context = self.context
        return tasks.look_back(context.state.journey, context.today(), context.settings.look_back_days)

    @property
    def parts(self) -> list[Part]:
        """All parts in the order in which they are asked: the newest month first, because it is remembered best."""
        months = months_of(self.window_days, self.context.today())
        made = []
        for group in self.context.book.lookback:
            if group.monthly:
                made += [Part(f"{group.id} {month}", group, month) for month in months]
            else:
                made.append(Part(group.id, group))
        return made

    @property
    def part(self) -> Part:
        """The part that is shown: the one chosen, else the first with something unanswered, else the first."""
        parts = self.parts
        chosen = next((part for part in parts if part.key == self.draft.get("part")), None)
        return chosen or next((part for part in parts if self.left(part)), parts[0])

    def left(self, part: Part) -> list[LookBackQuestion]:
        """What of a part has no answer yet."""
        asked = part.asked(self.context.state.lookback)
        return [question for question in part.group.questions if question.id not in asked]

    def name(self, part: Part, *, short: bool = True) -> str:
        """What a part is called."""
        if not part.month:
            return (part.group.short if short else part.group.text)[self.context.language]
        return date_words(self.phrases, self.context.words.date, PartialDate.parse(part.month))

    # -- building ----------------------------------------------------------------------------------------------

    def _head(self) -> Sheet:
        sheet = Sheet(self.theme, gap=12)
        self.told_by: QLineEdit = line_edit(str(self.draft.get("told_by", self._who())))
        self.told_by.textEdited.connect(self._told)
        words = self.context.words
        options = [("", "—"), *((how.value, words(f"how_known.{how.value}")) for how in HowKnown if how.value)]
        self.how_known = choice(options, str(self.draft.setdefault("how_known", "")))
        self.how_known.activated.connect(self._told)
        days = [(str(n), self.say("days", n=n)) for n in DAYS]
        if str(self.context.settings.look_back_days) not in dict(days):  # set by hand in settings.toml
            n = self.context.settings.look_back_days
            days.append((str(n), self.say("days", n=n)))
        self.days = choice(days, str(self.context.settings.look_back_days))
        self.days.activated.connect(self._days_chosen)
        across = Columns(least=self.theme.px(210), gap=self.theme.px(14), weights=(1, 1, 1))
        across.add(Field(self.theme, self.say("told_by"), self.told_by))
        across.add(Field(self.theme, self.say("how_known"), self.how_known))
        across.add(Field(self.theme, self.say("look_back"), self.days))
        sheet.add(across, Measure(self.theme, label(self.say("head"), "soft"), size=15))
        return sheet

    def _who(self) -> str:
        """Who told it last: an interview that is resumed goes on with the same person."""
        newest = max(self.context.state.lookback, key=lambda one: one.at, default=None)
        return newest.told_by if newest else self.context.settings.observer

    def refresh(self) -> None:
        """Show the record as it stands; a part is built anew only when another one is shown or the days change."""
        part, state = self.part, self.context.state
        self.draft["part"] = part.key
        self._drop_known()
        window = self.window_days
        shown = (part.key, window, state.medicines, len(self.parts))
        if shown != self._shown:
            focused = self.focusWidget()
            name = focused.objectName() if focused is not None and self._body.isAncestorOf(focused) else None
            self._shown = shown
            body = self._build(part)
            self.column.replaceWidget(self._body, body)
            self._body.hide()
            self._body.deleteLater()
            self._body = body
            body.show()
            if name:
                (body.findChild(QPushButton, name) or self.next).setFocus()
        self._fill(part)

    def _build(self, part: Part) -> QWidget:
        theme = self.theme
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(18))
        self._parts: list[QPushButton] = []
        for one in self.parts:
            press = button("", self._part_chosen, role="answer")
            press.setCheckable(True)
            press.setProperty("part", one.key)
            press.setObjectName(f"part {one.key}")
            self._parts.append(press)
        column.addWidget(flow(*self._parts, gap=theme.px(8)))
        sheet = Sheet(theme, self.name(part, short=False), gap=10)
        group = part.group
        if part.month:
            sheet.add(label(group.text[self.context.language], "strong"))
        sheet.add(Measure(theme, label(group.why[self.context.language], "soft"), size=15))
        self.rows = {}
        for question in group.questions:
            row = self.rows[question.id] = QuestionRow(self.context, self.say, question)
            row.answered.connect(self._answered)
            row.written.connect(self._write)
            sheet.add(rule(), row)
        self.rest = button(self.say("rest"), self._rest)
        self.rest.setObjectName("rest")
        sheet.add(rule(), flow(self.rest), label(self.say("rest_why"), "soft"))
        column.addWidget(sheet)
        self.next = button("", self._next, role="primary")
        self.next.setObjectName("next")
        back = button(self.say("to_list"), self._to_list)
        back.setObjectName("to list")
        column.addWidget(flow(self.next, back, gap=theme.px(12)))
        column.addWidget(ruler_sheet(self.context, self.context.state.medicines, self.window_days))
        return body

    def _fill(self, part: Part) -> None:
        """Show what is answered, and how much is left."""
        parts, answers = self.parts, self.context.state.lookback
        total = sum(len(one.group.questions) for one in parts)
        left = sum(len(self.left(one)) for one in parts)
        window = self.window_days
        ends = (PartialDate.exact(day) for day in (window.first, window.anchor))
        first, last = (date_words(self.phrases, self.context.words.date, day) for day in ends)
        key = "subtitle" if left else "subtitle_done"
        subtitle = self.say(key, first=first, last=last, done=total - left, total=total)
        self.show_heading(self.phrases("place.lookback.title"), subtitle)
        for press, one in zip(self._parts, parts, strict=True):
            done = len(one.group.questions) - len(self.left(one))
            press.setText(self.say("part", name=self.name(one), done=done, total=len(one.group.questions)))
            press.setAccessibleName(press.text())
            press.setChecked(one.key == part.key)
            press.setMinimumWidth(self._bold.horizontalAdvance(press.text()) + self.theme.px(34))
        asked = part.asked(answers)
        for question, row in self.rows.items():
            answer = asked.get(question)
            row.show_answer(answer, self._said(answer) if answer else "")
        self.rest.setEnabled(bool(self.left(part)))
        after = self._after(part)
        self.next.setText(self.say("next", name=self.name(after)) if after else self.say("finish"))
        self.next.setAccessibleName(self.next.text())

    def _said(self, answer: LookBackAnswer) -> str:
        how = self.context.words(f"how_known.{answer.how_known.value}") if answer.how_known.value else ""
        by = self.say("said_by", by=answer.told_by) if answer.told_by else ""
        return self.phrases("book.comma").join(part for part in (by, how) if part)

    def _after(self, part: Part) -> Part | None:
        """The next part with something unanswered, in a circle; None when all is answered."""
        parts = self.parts
        at = next(number for number, one in enumerate(parts) if one.key == part.key)
        return next((one for one in [*parts[at + 1 :], *parts[:at]] if self.left(one)), None)

    # -- what a person does ------------------------------------------------------------------------------------

    def _answer(self, question: str, heard: Heard) -> LookBackAnswer:
        return LookBackAnswer(
            question, self.part.month, heard, self.context.now(), HowKnown(str(self.draft["how_known"])),
            self.told_by.text().strip(),
        )  # fmt: skip

    @Slot(str, str)
    def _answered(self, question: str, heard: str) -> None:
        if heard:
            answer = self._answer(question, Heard(heard))
            self.context.bridge.do(lambda store: store.set_lookback(answer))
        else:
            month = self.part.month
            self.context.bridge.do(lambda store: store.clear_lookback(question, month))

    @Slot()
    def _rest(self) -> None:
        answers = tuple(self._answer(question.id, Heard.NONE) for question in self.left(self.part))
        self.context.bridge.do(lambda store: store.set_lookbacks(answers))

    @Slot(str)
    def _write(self, kind: str) -> None:
        self.context.go.emit("medicines", f"{NEW} {kind}")

    @Slot()
    def _next(self) -> None:
        after = self._after(self.part)
        if after is None:
            self._to_list()
            return
        self._show_part(after.key)

    @Slot()
    def _part_chosen(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._show_part(str(sender.property("part")))

    def _show_part(self, key: str) -> None:
        self.draft["part"] = key
        self.refresh()
        self.verticalScrollBar().setValue(0)

    @Slot()
    def _to_list(self) -> None:
        self.context.go.emit("medicines", "")

    def _drop_known(self) -> None:
        """Who tells it waits for the first answer; with one it is written down, and no draft any more."""
        if self.draft.get("told_by") == self._who():
            self.draft.pop("told_by")

    @Slot()
    def _told(self) -> None:
        self.draft["told_by"] = self.told_by.text()
        self._drop_known()
        self.draft["how_known"] = str(self.how_known.currentData())

    @Slot()
    def _days_chosen(self) -> None:
        self.context.keep(look_back_days=int(self.days.currentData()))
        self.refresh()


class QuestionRow(QWidget):
    """One question with its three answers; after a "yes", a link that writes the medicine down."""

    answered = Signal(str, str)
    """The question and the answer; "" takes it back to "not asked"."""
    written = Signal(str)
    """The kind of the medicine that is to be written down."""

    def __init__(self, context: Context, say: Callable[..., str], question: LookBackQuestion) -> None:
        super().__init__()
        self._question = question.id
        self._kind = question.kind.value
        theme, language = context.theme, context.language
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        across = Columns(least=theme.px(300), gap=theme.px(14), weights=(1, 1), below=theme.px(6))
        whole.addWidget(across)
        across.add(label(question.text[language], "strong"), label(question.examples[language], "soft"))
        options = [(heard.value, say(f"heard_{heard.value}")) for heard in Heard]
        self.answers = Answers(theme, question.text[language], options, wrap=True)
        self.answers.changed = self._changed
        self.note = label("", "soft")
        name = say("write_name", question=question.text[language])
        self.write = button(say("write"), self._write, role="link", name=name)
        self.write.setObjectName(f"write {question.id}")
        across.add(self.answers, self.note, flow(self.write))
        self.write.hide()

    def show_answer(self, answer: LookBackAnswer | None, note: str) -> None:
        """Put the button down that was pressed, and say who told and how it is known."""
        self.answers.show_answer(answer.heard.value if answer else "")
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.write.setVisible(answer is not None and answer.heard is Heard.YES)

    def _changed(self, key: str) -> None:
        self.answered.emit(self._question, key)

    @Slot()
    def _write(self) -> None:
        self.written.emit(self._kind)
