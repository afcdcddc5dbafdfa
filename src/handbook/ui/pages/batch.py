"""Cards for many people: a clinic's list, what was understood of it, the first sheet, what must be mended, the PDF."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QPixmap

from handbook import tasks
from handbook.domain import HandbookError
from handbook.tasks import CardJob, Checked, PeopleTable
from handbook.ui import background, batch_work, dialogs
from handbook.ui.batch_saving import BatchSaving, Job
from handbook.ui.batch_work import Chosen, HowToPrint, Ready, Steps
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.pages.batch_check import CheckSheet
from handbook.ui.pages.batch_list import Faults, ListSheet, Mapping
from handbook.ui.pages.batch_options import Number, Options
from handbook.ui.saving import PageImage, SheetOut
from handbook.ui.widgets import Columns, Field, Sheet, button, flow, label
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.sheets import Sheets

LEAST, GAP = 330, 22
POLL_MS = 200
MOST_BLANK = 1000
MOST_KEPT = 200
"""Headings that are remembered."""

CHOSEN, GUESSED, HOW, SAVING = "chosen", "guessed", "how", "saving"
"""Kept with the drafts, in memory only: the list, how it was understood at first, how it is to be printed, and what is
being saved."""


class BatchPage(Page):
    """On the left the list and how it is printed, on the right what comes of it."""

    place = "batch"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.subtitle = self.say("subtitle")
        self._out = SheetOut(context, self)
        self._running = 0
        self._turn = 0
        self._steps = Steps()
        self._checked: Checked | None = None
        self._checked_for: tuple[PeopleTable, CardJob] | None = None
        self._shown_for: object = None
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._show_progress)
        across = Columns(least=self.theme.px(LEAST), gap=self.theme.px(GAP), weights=(1, 1))
        self.options = Options(context, self._how)
        self.options.changed.connect(self._how_changed)
        across.add(self._list_sheet(), self.options)
        self._mend = Sheet(self.theme, self.say("to_mend"), gap=12)
        across.add(self._check_sheet(), self._look_sheet(), self._mend, self._blank_sheet())
        self.column.addWidget(across)
        self.column.addWidget(flow(button(self.say("settings"), self._settings)))
        self.column.addStretch(1)
        if self._saving is not None:
            self._follow(self._saving)
        self._show_list()

    # -- what is on the page -----------------------------------------------------------------------------------

    def _list_sheet(self) -> ListSheet:
        self._list = ListSheet(self.context)
        self.choose_button, self.forget_button = self._list.choose_button, self._list.forget_button
        self.choose_button.clicked.connect(self.choose)
        self.forget_button.clicked.connect(self.forget)
        self._list.changed.connect(self._mapping_changed)
        return self._list

    @property
    def mapping(self) -> Mapping | None:
        """The columns of the list that is open."""
        return self._list.mapping

    def _blank_sheet(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("blank"), gap=12)
        sheet.add(Measure(self.theme, label(self.say("blank_why"), "soft")))
        self.blank_count = Number(self._how.blank, MOST_BLANK)
        self.blank_count.changed.connect(self._blank_changed)
        self.blank_button = button(self.say("blank_save"), self.save_blank)
        sheet.add(Field(self.theme, self.say("blank_count"), self.blank_count), flow(self.blank_button))
        return sheet

    def _look_sheet(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("look"), role="wash")
        self._waiting = Measure(self.theme, label(self.say("waiting"), "soft"))
        self.preview = Sheets(self.theme, self.say("page"))
        sheet.add(self._waiting, self.preview)
        return sheet

    def _check_sheet(self) -> CheckSheet:
        sheet = CheckSheet(self.context)
        self.save_button, self.print_button = sheet.save_button, sheet.print_button
        self.rejects_button, self.report_button = sheet.rejects_button, sheet.report_button
        for press, pressed in (
            (sheet.stop_button, self.stop),
            (self.save_button, self.save),
            (self.print_button, self.print),
            (self.rejects_button, self.save_rejects),
            (self.report_button, self.save_report),
        ):
            press.clicked.connect(pressed)
        self.faults: Faults | None = None
        self._check = sheet
        return sheet

    # -- the list ----------------------------------------------------------------------------------------------

    @property
    def _how(self) -> HowToPrint:
        kept = self.draft.setdefault(HOW, HowToPrint(language=self.context.settings.card_language))
        assert isinstance(kept, HowToPrint)  # noqa: S101  # nothing else is kept under this name
        return kept

    @property
    def chosen(self) -> Chosen | None:
        """The list that is open."""
        found = self.draft.get(CHOSEN)
        return found if isinstance(found, Chosen) else None

    @property
    def busy(self) -> bool:
        """Whether something is read, checked or made."""
        return self._running > 0 or self._out.busy or self._saving is not None

    @property
    def _saving(self) -> BatchSaving | None:
        found = self.draft.get(SAVING)
        return found if isinstance(found, BatchSaving) and found.runs_in(self.context) else None

    @Slot()
    def choose(self) -> None:
        """Ask for a list and read it."""
        path = dialogs.open_path(self, self.say("choose_title"), self.say("filter"))
        if path is None:
            return
        self.forget()
        self._list.show_reading()
        self._start(partial(batch_work.read, path), self._read)

    @Slot(object)
    def _read(self, result: tuple[int, Chosen]) -> None:
        turn, chosen = result
        self._running -= 1
        if turn != self._turn:
            return
        self.draft[GUESSED] = chosen.table
        table = batch_work.remembered(chosen.table, dict(self.context.settings.card_columns))
        self.draft[CHOSEN] = Chosen(table, chosen.rows, chosen.path)
        self._show_list()

    @Slot()
    def forget(self) -> None:
        """Put the list away: nothing of it stays, in memory neither."""
        self._turn += 1
        self._steps.stop.set()
        for key in (CHOSEN, GUESSED):
            self.draft.pop(key, None)
        self._checked = self._checked_for = None
        self._show_list()

    def _show_list(self) -> None:
        """Everything that follows from the list: made anew when another one was read."""
        self._list.show_list(self.chosen)
        self._renew()

    @Slot(object)
    def _mapping_changed(self, table: PeopleTable) -> None:
        chosen = self.chosen
        if chosen is not None:
            self.draft[CHOSEN] = Chosen(table, chosen.rows, chosen.path)
            self._renew()

    @Slot(object)
    def _how_changed(self, how: HowToPrint) -> None:
        self.draft[HOW] = how
        self._renew()

    @Slot(int)
    def _blank_changed(self, count: int) -> None:
        self.options.how = self.draft[HOW] = batch_work.replaced(self._how, blank=count)

    def refresh(self) -> None:
        """The clinic's numbers stand on the cards: another kit means another check."""
        if self.chosen is not None and self._shown_for != self._wanted():
            self._renew()

    # -- checking and looking ----------------------------------------------------------------------------------

    def _job(self) -> CardJob:
        context, how = self.context, self._how
        return CardJob(context.book, context.kit, context.numbers, how.language, how.which, how.qr, context.today())

    def _wanted(self) -> object:
        return self.chosen, self._how, self._job()

    def _renew(self) -> None:
        """Look and check again, in the order in which each is ready first."""
        chosen, job = self.chosen, self._job()
        self._shown_for = self._wanted()
        self._turn += 1
        self._steps.stop.set()
        self._steps = Steps()
        self._list.show_unused(chosen)
        named = chosen is not None and "name" in chosen.table.columns
        self._waiting.setVisible(not named)
        if chosen is None or not named:
            self._checked = self._checked_for = None
            self.preview.show_pages([])
            if chosen is not None:
                count = len(chosen.table.headings)
                self._list.show_fault(self.say("fault.people.no-name-column", count=count))
            self._show_checked()
            return
        self._list.show_fault("")
        if self._checked_for == (chosen.table, job):
            self._show_checked()
        else:
            self._checked = self._checked_for = None
            self._show_checked()
        if self._how.order == "list":
            self._start(partial(batch_work.look, chosen.table, job, self._how), self._looked)
        else:
            self._looked((self._turn, None))

    @Slot(object)
    def _looked(self, result: tuple[int, list[PageImage] | None]) -> None:
        """The first sheet is there; now the whole list, or, for a stack, the other way round."""
        turn, pages = result
        chosen, stack = self.chosen, self._how.order == "stack"
        if not stack:
            self._running -= 1
        if turn != self._turn or chosen is None:
            return
        if not stack:
            self._show_pages(pages)
        if self._checked is None:
            self._checked_for = (chosen.table, self._job())
            self._start(partial(batch_work.check, *self._checked_for, self._steps), self._check_done)
            self._poll.start()
        elif stack:
            self._look_at_stack()

    @Slot(object)
    def _check_done(self, result: tuple[int, Checked | None]) -> None:
        turn, checked = result
        self._running -= 1
        if turn != self._turn:
            return
        self._checked = checked
        if checked is None:
            self._checked_for = None
        self._show_checked()
        if checked is not None and (self._how.order == "stack" or not self.preview.count):
            self._look_at_stack()

    def _look_at_stack(self) -> None:
        if (ready := self._ready()) is not None:
            self._start(partial(batch_work.look_checked, ready, self._how), self._stack_looked)

    @Slot(object)
    def _stack_looked(self, result: tuple[int, list[PageImage] | None]) -> None:
        turn, pages = result
        self._running -= 1
        if turn == self._turn:
            self._show_pages(pages)

    def _show_pages(self, pages: list[PageImage] | None) -> None:
        self.preview.show_pages([QPixmap.fromImage(image) for image, _ in pages or []])

    def _show_checked(self) -> None:
        """What the check found, and what can be done with it."""
        checked, chosen = self._checked, self.chosen
        if self.faults is not None:
            self.faults.hide()
            self._mend.column.removeWidget(self.faults)
            self.faults.deleteLater()
            self.faults = None
        self._show_progress()
        free = self._saving is None
        self._check.show_result(checked if chosen is not None else None, self._how, free=free)
        if checked is not None and chosen is not None and checked.rejected:
            self.faults = Faults(self.context, chosen.table, checked)
            self._mend.add(self.faults)
        self._mend.setVisible(self.faults is not None)
        self._check.setVisible(chosen is not None and "name" in chosen.table.columns)
        self.blank_button.setEnabled(free)

    @Slot()
    def _show_progress(self) -> None:
        """How far it is, with the time left, five times a second."""
        saving = self._saving
        steps = saving.steps if saving else (self._steps if self._checked is None and self._running else None)
        self._check.show_progress(steps)
        if steps is None:
            self._poll.stop()

    @Slot()
    def stop(self) -> None:
        """Stop what runs; a file that was being made is not written."""
        (self._saving.steps if self._saving else self._steps).stop.set()

    # -- saving and printing -----------------------------------------------------------------------------------

    def _ready(self) -> Ready | None:
        if self._checked is None or self._checked_for is None or self._saving is not None:
            return None
        return Ready(self._checked_for[0], self._checked, self._checked_for[1])

    @Slot()
    def save(self) -> None:
        """Save the cards of all good rows."""
        ready = self._ready()
        path = ready and self._where("save", "file_name", "pdf", "PDF (*.pdf)")
        if ready and path:
            self._remember(ready.table)
            self._save_with(partial(batch_work.save, ready, self._how, path), ready.checked.places)

    @Slot()
    def save_blank(self) -> None:
        """Save cards for a pen."""
        path = self._where("blank_save", "file_name_blank", "pdf", "PDF (*.pdf)") if self._saving is None else None
        if path:
            job = self._job()
            count = tasks.blank_places(self._how.blank, job)
            self._save_with(partial(batch_work.save_blank, job, self._how, path), count)

    @Slot()
    def save_rejects(self) -> None:
        """Save the rows to mend."""
        ready = self._ready()
        path = ready and self._where("rejects", "file_name_rejects", "csv", "CSV (*.csv)")
        if ready and path:
            self._start(partial(batch_work.write_rejects, ready, self.phrases, path), self._file_saved)

    @Slot()
    def save_report(self) -> None:
        """Save the report."""
        ready = self._ready()
        path = ready and self._where("report", "file_name_report", "json", "JSON (*.json)")
        if ready and path:
            self._start(partial(batch_work.write_report, ready, self._how, path), self._file_saved)

    @Slot()
    def print(self) -> None:
        """Print the cards of all good rows."""
        ready = self._ready()
        if ready:
            self._remember(ready.table)
            self._out.print(self.say("print"), partial(batch_work.printable, ready, self._how))

    def _where(self, title: str, name: str, ending: str, kinds: str) -> Path | None:
        """Where a file is to be kept; never where the list lies."""
        path = dialogs.save_path(self, self.say(title), f"{self.say(name)}.{ending}", kinds)
        if path is not None and self.chosen is not None and path.resolve() == self.chosen.path.resolve():
            self.context.message.emit(self.phrases("error.people.same-file", value=path.name))
            return None
        return path

    def _remember(self, table: PeopleTable) -> None:
        """Keep what a person changed about headings, once cards were made with it."""
        guessed = self.draft.get(GUESSED)
        if isinstance(guessed, PeopleTable) and (new := batch_work.to_remember(table, guessed)):
            kept = {**{k: v for k, v in self.context.settings.card_columns.items() if k not in new}, **new}
            self.context.keep(card_columns=dict(list(kept.items())[-MOST_KEPT:]))

    def _save_with(self, job: Job, count: int) -> None:
        saving = self.draft[SAVING] = BatchSaving(self.context, count)
        self._follow(saving)
        saving.start(job)
        self._show_checked()

    def _follow(self, saving: BatchSaving) -> None:
        saving.over.connect(self._saved)
        self._poll.start()

    @Slot()
    def _saved(self) -> None:
        self.draft.pop(SAVING, None)
        self._show_checked()

    @Slot(object)
    def _file_saved(self, result: tuple[int, Path]) -> None:
        self._running -= 1
        self.context.message.emit(self.say("saved_file", path=result[1]))

    # -- the thread --------------------------------------------------------------------------------------------

    def _start(self, job: Callable[[], object], done: Callable[[Any], object]) -> None:
        self._running += 1
        background.run(partial(_with_turn, self._turn, job), done=done, failed=self._failed, bug=self._bug)

    @Slot(object)
    def _failed(self, error: HandbookError) -> None:
        self._running -= 1
        if error.exit_code > 1:
            self.context.message.emit(" ".join(self.phrases.error(error)))
        else:
            self._list.show_refused(batch_work.said(self.phrases, error), self.chosen)

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self._running -= 1
        self.context.bridge.crashed.emit(error)

    @Slot()
    def _settings(self) -> None:
        self.context.go.emit("settings", "")


def _with_turn(turn: int, job: Callable[[], object]) -> tuple[int, object]:
    return turn, job()
