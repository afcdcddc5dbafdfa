"""Backups as the family sees them: the last one, one more where they choose, a test, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook.domain import HandbookError
from handbook.record import BackupFile, Kept, Tested, newest, second_folder, set_second_folder, try_backup
from handbook.record.keys import Envelope
from handbook.ui import dialogs
from handbook.ui.context import Context
from handbook.ui.errands import Errands
from handbook.ui.pages.keep_restore import RestoreBeside
from handbook.ui.widgets import Sheet, button, flow, label, rule
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.secret import SecretField

ENDING = "Backup (*.db)"


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies in the folders: the newest backup, how many there are, the second folder or why it is unclear."""

    newest: BackupFile | None
    count: int
    second: Path | None
    fault: HandbookError | None


class BackupSheet(Sheet):
    """Everything takes place beside the record; nothing here changes a word of it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, context.phrases("keeping.title"), gap=12)
        self._context = context
        self._errands = Errands(context, self)
        self._testing: Path | None = None
        self._given = False
        """Whether that file was handed to the program, so that the way back is offered with it."""
        say, theme = context.phrases, context.theme
        self.state = label("", selectable=True)
        self.add(Measure(theme, self.state))
        self.add(Measure(theme, label(say("keeping.by_itself"), "soft"), size=15))
        self.now = button(say("keeping.now"), self._back_up)
        self.test = button(say("keeping.test"), self._test)
        self.back = button(say("keeping.restore"), self._choose_restore)
        self.add(flow(self.now, self.test, self.back, gap=theme.px(8)))
        self.result = label("", selectable=True)
        self._result = Measure(theme, self.result)
        self.add(self._result)
        self._result.hide()
        self.secret = SecretField(theme, say("keeping.secret"), say("secret.show"))
        self.unlock = button(say("keeping.look_inside"), self._look_inside)
        self.secret.edit.returnPressed.connect(self._look_inside)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.secret)
        column.addWidget(flow(self.unlock))
        self.add(self._inside)
        self._inside.hide()
        self.restoring = RestoreBeside(context)
        self.add(self.restoring)
        self.restoring.hide()
        self.add(rule())
        self.second = label("", selectable=True)
        self.add(Measure(theme, self.second))
        self.choose = button(say("keeping.choose_second"), self._choose_second)
        self.forget = button(say("keeping.forget_second"), self._forget_second)
        self.add(flow(self.choose, self.forget, gap=theme.px(8)))
        self.forget.setEnabled(False)

    @property
    def busy(self) -> bool:
        """Whether a file is being read or written."""
        return self._errands.busy or self.restoring.errands.busy

    def look(self) -> None:
        """See what lies there now."""
        self._errands.run(partial(_lying, self._context.folder), self._seen)

    @Slot(object)
    def _seen(self, lying: Lying) -> None:
        say = self._context.phrases
        if lying.newest is None:
            self.state.setText(say("keeping.none"))
        else:
            made = lying.newest.made_at
            when = self._moment(made) if made else lying.newest.path.stem
            self.state.setText(say("keeping.last", when=when, n=lying.count))
        if lying.fault is not None:
            self.second.setText(" ".join(say.error(lying.fault)))
        elif lying.second is not None:
            self.second.setText(say("keeping.second_is", path=str(lying.second)))
        else:
            self.second.setText(say("keeping.no_second"))
        self.forget.setEnabled(lying.second is not None or lying.fault is not None)

    def _moment(self, at: datetime) -> str:
        here = at.astimezone(self._context.now().tzinfo)
        return self._context.phrases("keeping.moment", date=self._context.words.date(here.date()), time=f"{here:%H:%M}")

    def _tell(self, sentence: str) -> None:
        self._inside.hide()
        self.result.setText(sentence)
        self._result.show()

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:
        self._tell(" ".join(self._context.phrases.error(error)))

    # -- one more --

    @Slot()
    def _back_up(self) -> None:
        say, context = self._context.phrases, self._context
        path = dialogs.save_path(self, say("keeping.now"), f"car-t-{context.today()}.db", ENDING)
        if path is None:
            return
        if _same(path.parent, context.folder):
            self._tell(say("keeping.not_there"))
            return
        self._made = path
        context.bridge.follow(context.bridge.record.back_up(path), self._backed_up, self._refused)

    @Slot(object)
    def _backed_up(self, _nothing: object) -> None:
        self._tell(self._context.phrases("keeping.made", path=str(self._made)))

    # -- a test --

    @Slot()
    def _test(self) -> None:
        path = dialogs.open_path(self, self._context.phrases("keeping.test"), ENDING)
        if path is not None:
            self._try(path)

    def _try(self, path: Path, *, given: bool = False) -> None:
        self._testing, self._given = path, given
        self._errands.run(partial(try_backup, path, _nobody), self._tested, self._refused)

    def look_into(self, path: Path) -> None:
        """Say what is in a backup, and if it is one, offer the way back; nothing is restored yet."""
        self.restoring.hide()
        self._try(path, given=True)

    @Slot()
    def _look_inside(self) -> None:
        if self._testing is not None and self.secret.text:
            job = partial(try_backup, self._testing, partial(_by, self.secret.text))
            self._errands.run(job, self._tested, self._wrong)

    @Slot(object)
    def _wrong(self, error: HandbookError) -> None:
        self.secret.field.fault(" ".join(self._context.phrases.error(error)))

    @Slot(object)
    def _tested(self, tested: Tested) -> None:
        say = self._context.phrases
        self.secret.clear()
        if self._given:
            self._offer(tested.file.path)
        if tested.entries is None:
            assert tested.file.envelope is not None  # noqa: S101  # else its entries were counted
            set_on = self._context.words.date(tested.file.envelope.set_at.date())
            self._tell(say("keeping.tested_locked", file=tested.file.path.name, set_on=set_on))
            self._inside.show()
            self.secret.edit.setFocus()
            return
        last = self._moment(tested.last) if tested.last else say("keeping.never")
        name = tested.name or say("keeping.unnamed")
        words = say("keeping.tested", file=tested.file.path.name, name=name, n=tested.entries, last=last)
        if tested.file.envelope is not None:
            set_on = self._context.words.date(tested.file.envelope.set_at.date())
            words = " ".join([words, say("keeping.opens_with", set_on=set_on)])
        self._tell(words)

    # -- the way back --

    @Slot()
    def _choose_restore(self) -> None:
        path = dialogs.open_path(self, self._context.phrases("keeping.restore"), ENDING)
        if path is not None:
            self._offer(path)
            self.restoring.here.setFocus()

    def _offer(self, path: Path) -> None:
        self.restoring.offer(path)
        self.restoring.show()

    # -- the second folder --

    @Slot()
    def _choose_second(self) -> None:
        chosen = dialogs.folder_path(self, self._context.phrases("keeping.choose_second"))
        if chosen is not None:
            self._set_second(chosen)

    @Slot()
    def _forget_second(self) -> None:
        self._set_second(None)

    def _set_second(self, chosen: Path | None) -> None:
        context = self._context
        self._errands.run(partial(set_second_folder, context.folder, chosen, new_id=context.new_id), self._second_set)

    @Slot(object)
    def _second_set(self, _nothing: object) -> None:
        bridge = self._context.bridge
        bridge.follow(bridge.record.keep_backups(), self._kept)

    @Slot(object)
    def _kept(self, kept: Kept) -> None:
        say = self._context.phrases
        for path, error in kept.unreached:
            self._tell(say("keeping.second", path=str(path), why=" ".join(say.error(error))))
        self.look()


def _lying(folder: Path) -> Lying:
    second, fault = None, None
    try:
        second = second_folder(folder)
    except HandbookError as error:
        fault = error
    return Lying(newest(folder), len(list(folder.glob("backups/*.db"))), second, fault)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _nobody(_envelope: object) -> None:
    return None


def _by(secret: str, envelope: Envelope) -> bytes:
    return envelope.open(secret)
