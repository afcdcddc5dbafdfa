"""What stands where the record would be while it is locked or cannot be opened: why, the way back, the numbers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot

from handbook.domain import HandbookError
from handbook.record import BackupFile, newest
from handbook.ui import opening, people
from handbook.ui.beside import MANUAL_LOST
from handbook.ui.context import Context
from handbook.ui.errands import Errands
from handbook.ui.lock import Unlocking
from handbook.ui.pages.base import Page
from handbook.ui.pages.keep_restore import RestoreBeside
from handbook.ui.widgets import Columns, Sheet, button, flow, label
from handbook.ui.widgets.callframe import CallFrame
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.secret import SecretField

NUMBERS = ("phone_24h", "caregiver_phone")


class ShutPage(Page):
    """A wrong passphrase is told and nothing else happens: nothing is counted, nothing is ever destroyed."""

    place = "shut"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._errands = Errands(context, self)
        self.secret: SecretField | None = None
        self.restoring: RestoreBeside | None = None
        why = context.closed
        locked = why is None or why.code == "record.locked"
        self.title = self.say("locked_title" if locked else "title")
        across = Columns(least=self.theme.px(400), gap=self.theme.px(18), weights=(5, 4))
        across.add(*([self._unlock()] if locked else [self._why(why), self._way_back()]), *self._people())
        across.add(CallFrame(context, large=True), *self._numbers(), self._free())
        self.column.addWidget(across)
        self.column.addStretch(1)
        if not locked:
            self._errands.run(partial(newest, context.folder), self._found)

    @property
    def busy(self) -> bool:
        """Whether the record is being opened or a backup looked for."""
        restoring = self.restoring is not None and self.restoring.errands.busy
        return self.context.unlocking or self._errands.busy or restoring

    def open(self, detail: str) -> None:
        """The cursor stands in the field for the passphrase at once."""
        if self.secret is not None and not detail:
            self.secret.edit.setFocus()

    # -- locked ------------------------------------------------------------------------------------------------

    def _unlock(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("unlock"), gap=12)
        self.secret = SecretField(self.theme, self.say("secret"), self.phrases("secret.show"))
        self.secret.edit.returnPressed.connect(self._try)
        self.press = button(self.say("open"), self._try, role="primary")
        lost = button(self.phrases("help.lost"), self._lost, role="link")
        sheet.add(self.secret, flow(self.press, lost, gap=self.theme.px(14)))
        sheet.add(Measure(self.theme, label(self.say("unlock_why"), "soft"), size=15))
        return sheet

    @Slot()
    def _lost(self) -> None:
        self.context.go.emit("handbook", MANUAL_LOST)

    @Slot()
    def _try(self) -> None:
        if self.secret is None or not self.secret.text or self.context.unlocking:
            return
        self.secret.field.fault("")
        self.press.setEnabled(False)
        self.press.setText(self.say("opening"))
        self._trying = Unlocking(self.context)
        self._trying.refused.connect(self._refused)
        self._trying.begin(self.secret.text)

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:
        self.press.setEnabled(True)
        self.press.setText(self.say("open"))
        if self.secret is not None:
            self.secret.field.fault(" ".join(self.phrases.error(error)))
            self.secret.edit.selectAll()
            self.secret.edit.setFocus()

    # -- not to be opened --------------------------------------------------------------------------------------

    def _why(self, why: HandbookError | None) -> Sheet:
        sheet = Sheet(self.theme)
        for sentence in self.phrases.error(why) if why else []:
            sheet.add(label(sentence, selectable=True))
        sheet.add(label(self.say("untouched"), "soft"))
        sheet.add(flow(button(self.say("again"), self._again)))
        return sheet

    @Slot()
    def _again(self) -> None:
        self.context.change.emit(opening.beside(self.context, self.context.folder))

    def _way_back(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("way_back"), gap=12)
        self.backup = label(self.say("looking"), selectable=True)
        self.restoring = RestoreBeside(self.context)
        sheet.add(self.backup, self.restoring)
        self.restoring.hide()
        return sheet

    @Slot(object)
    def _found(self, found: BackupFile | None) -> None:
        assert self.restoring is not None  # noqa: S101  # made with what asked
        if found is None:
            self.backup.setText(self.say("no_backup"))
            return
        made = found.made_at
        when = f"{self.context.words.date(made.date())} {made:%H:%M}" if made else found.path.stem
        self.backup.setText(self.say("newest", when=when))
        self.restoring.offer(found.path)
        self.restoring.show()

    # -- either way --------------------------------------------------------------------------------------------

    def _numbers(self) -> list[Sheet]:
        sheets = []
        for key in NUMBERS:
            if number := self.context.state.person.get(key):
                sheet = Sheet(self.theme, gap=0)
                sheet.add(label(self.say(key), "call-soft"), label(number, "digits", selectable=True))
                sheets.append(sheet)
        return sheets

    def _free(self) -> Sheet:
        sheet = Sheet(self.theme, role="wash")
        sheet.add(label(self.say("free"), "soft"))
        sheet.add(
            flow(button(self.say("book"), self._book), button(self.say("call"), self._call), gap=self.theme.px(8))
        )
        return sheet

    def _people(self) -> list[Sheet]:
        """The records beside this one: who cannot open one may still need another."""
        others = [one for one in people.everybody(self.context.data_dir) if one.folder != self.context.folder]
        if not others:
            return []
        sheet = Sheet(self.theme, self.say("others"))
        presses = []
        for one in others:
            press = button(people.called(self.phrases, one), self._other)
            press.setProperty("folder", str(one.folder))
            presses.append(press)
        sheet.add(flow(*presses, gap=self.theme.px(8)))
        return [sheet]

    @Slot()
    def _other(self) -> None:
        folder = str(self.sender().property("folder"))
        for one in people.everybody(self.context.data_dir):
            if str(one.folder) == folder:
                self.context.change.emit(opening.beside(self.context, one.folder))
                return

    @Slot()
    def _book(self) -> None:
        self.context.go.emit("handbook", "")

    @Slot()
    def _call(self) -> None:
        self.context.go.emit("call", "")
