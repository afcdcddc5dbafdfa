"""The passphrase: set with a recovery code on paper, changed, taken off."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from handbook import tasks
from handbook.domain import HandbookError
from handbook.record import new_recovery_code, read_recovery_code
from handbook.ui.context import Context
from handbook.ui.saving import SheetOut
from handbook.ui.widgets import Field, Sheet, button, flow, label, line_edit
from handbook.ui.widgets.later import Later
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.secret import SecretField


class PassphraseSheet(Sheet):
    """Two steps: the passphrase twice, then the code, which must be on paper before anything is encrypted.

    Nothing of either is a draft: a window that is built anew asks again.
    """

    changed = Signal()
    """The record has another passphrase, or none."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(context.theme, context.phrases("passphrase.title"), gap=12)
        self._context = context
        self._say = context.phrases
        self._new = ""
        self._code = ""
        self._busy = False
        self.out = SheetOut(context, page)
        theme, say = context.theme, self._say
        self.state = label("", selectable=True)
        self.add(Measure(theme, self.state))
        self.add(Measure(theme, label(say("passphrase.plainly"), "strong")))
        # Step one
        self.first = SecretField(theme, say("passphrase.new"), say("secret.show"), hint=say("passphrase.hint"))
        self.again = SecretField(theme, say("passphrase.again"), "")
        self.again.follow(self.first)
        self.again.edit.returnPressed.connect(self._typed)
        self.begin = self.first.edit
        self.new_code = QCheckBox(say("passphrase.also_code"))
        self.go_on = button(say("passphrase.go_on"), self._typed)
        self._code_why = label(say("passphrase.also_code_why"), "soft")
        self._one = _below(theme.px(10), self.first, self.again, self.new_code, self._code_why, flow(self.go_on))
        self.add(self._one)
        # Step two
        self.code = label("", "title-narrow", selectable=True)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.print = button(say("passphrase.print"), self._print)
        self.typed_back = line_edit()
        self._back_field = Field(
            theme, say("passphrase.type_back"), self.typed_back, hint=say("passphrase.type_back_hint")
        )
        self.on_paper = QCheckBox(say("passphrase.on_paper"))
        self.set = button(say("passphrase.set"), self._set, role="primary")
        self.leave = button(say("passphrase.leave"), self._left)
        self._two = _below(
            theme.px(10), label(say("passphrase.code_title"), "heading"),
            Measure(theme, label(say("passphrase.code_why"))), self.code, flow(self.print), self._back_field,
            self.on_paper, flow(self.leave, self.set, gap=theme.px(8)),
        )  # fmt: skip
        self.add(self._two)
        self._two.hide()
        self.result = label("", selectable=True)
        self._result = Measure(theme, self.result)
        self.add(self._result)
        self._result.hide()
        waiting = context.drafts.setdefault("keep", {}).setdefault("off", {})
        self.off = Later(
            context, waiting, say("passphrase.off"), soon=say("passphrase.off_soon"), leave=say("passphrase.leave_on"),
            pressed=self._take_off,
        )  # fmt: skip
        self.off.say(say("passphrase.off_what"))
        self.add(self.off)
        self._show_state()

    def _show_state(self) -> None:
        set_at = None if self._context.closed else self._context.bridge.record.passphrase_set_at
        say = self._say
        if set_at is None:
            self.state.setText(say("passphrase.none"))
        else:
            self.state.setText(say("passphrase.is_set", date=self._context.words.date(set_at.date())))
        self.go_on.setText(say("passphrase.go_on" if set_at is None else "passphrase.change"))
        self.go_on.setAccessibleName(self.go_on.text())
        self.new_code.setVisible(set_at is not None)
        self._code_why.setVisible(set_at is not None)
        self.off.setVisible(set_at is not None)

    @property
    def _protected(self) -> bool:
        return self._context.bridge.record.passphrase_set_at is not None

    @Slot()
    def _typed(self) -> None:
        say = self._say
        self.first.field.fault("" if self.first.text.strip() else say("error.record.empty-passphrase"))
        same = self.first.text == self.again.text
        self.again.field.fault("" if same or not self.first.text.strip() else say("passphrase.differs"))
        if not self.first.text.strip() or not same or self._busy:
            return
        self._new = self.first.text
        if self._protected and not self.new_code.isChecked():
            self._write()
            return
        self._code = new_recovery_code()
        self.code.setText(self._code.replace("-", "  "))
        self.typed_back.clear()
        self.on_paper.setChecked(False)
        self._back_field.fault("")
        self._one.hide()
        self._two.show()
        self.print.setFocus()

    @Slot()
    def _print(self) -> None:
        job = partial(
            tasks.make_recovery_sheet, self._context.book, self._code,
            language=self._context.language, printed_on=self._context.today(),
        )  # fmt: skip
        self.out.print(self._say("passphrase.print"), job, backs=False)

    @Slot()
    def _set(self) -> None:
        typed = read_recovery_code(self.typed_back.text())
        if self.typed_back.text().strip() and typed != read_recovery_code(self._code):
            self._back_field.fault(self._say("error.record.wrong-code"))
        elif typed is None and not self.on_paper.isChecked():
            self._back_field.fault(self._say("passphrase.first_paper"))
        elif not self._busy:
            self._write()

    def _write(self) -> None:
        self._busy = True
        bridge = self._context.bridge
        bridge.follow(bridge.record.set_passphrase(self._new, self._code), self._written, self._refused)

    @Slot()
    def _left(self) -> None:
        """Nothing was encrypted; the code is forgotten."""
        self._forget()
        self._tell(self._say("passphrase.left"))

    def _forget(self) -> None:
        self._busy = False
        self._new = self._code = ""
        self.code.clear()
        self.typed_back.clear()
        for field in (self.first, self.again):
            field.clear()
        self._two.hide()
        self._one.show()

    def _tell(self, sentence: str) -> None:
        self.result.setText(sentence)
        self._result.show()

    @Slot(object)
    def _written(self, left: tuple[Path, ...]) -> None:
        self._forget()
        self._done("passphrase.done", left)

    @Slot(object)
    def _taken_off(self, left: tuple[Path, ...]) -> None:
        self._busy = False
        self._done("passphrase.off_done", left)

    def _done(self, key: str, left: tuple[Path, ...]) -> None:
        words = [self._say(key)]
        if left:
            words.append(self._say("passphrase.not_reached", paths="\n".join(map(str, left))))
        self._tell("\n".join(words))
        self._context.keep()  # without, or again with, who writes here
        self._show_state()
        self.changed.emit()

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:
        self._busy = False
        self._tell(" ".join(self._say.error(error)))
        self._show_state()

    @Slot()
    def _take_off(self) -> None:
        if not self._busy:
            self._busy = True
            bridge = self._context.bridge
            bridge.follow(bridge.record.take_off_passphrase(), self._taken_off, self._refused)


def _below(gap: int, *parts: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for part in parts:
        column.addWidget(part)
    return made
