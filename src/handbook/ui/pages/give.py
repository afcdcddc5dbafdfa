"""For the doctor, and to take along: the visit's pages, files for other programs, dates for a calendar, a table in."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, ClassVar

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from handbook.domain import STEP_DATES
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.pages.give_import import ImportSheet
from handbook.ui.pages.give_visit import VisitChoices, VisitPreview
from handbook.ui.saving import SheetOut
from handbook.ui.taking import FILES, save_calendar, save_file
from handbook.ui.widgets import Columns, Sheet, button, flow, label
from handbook.ui.widgets.measure import Measure

AROUND, LOWEST = 170, 420
"""What stands above and below the preview at 100 %, and how high it may become in the lowest window."""


class GivePage(Page):
    """Drafts: ``visit`` the choices of the doctor's pages, ``import`` the table that is being looked at."""

    place = "give"
    PARTS: ClassVar[tuple[str, ...]] = ("visit", "take", "calendar", "import")
    """The details that can be opened."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.subtitle = self.say("subtitle")
        self._out = SheetOut(context, self)
        self.visit = VisitChoices(context, self._kept("visit"), self._out)
        self.shown = VisitPreview(context, self.visit)
        self.take = self._take_sheet()
        self.calendar = self._calendar_sheet()
        self.table = ImportSheet(context, self._kept("import"))
        self.table.wrong.connect(self._show_part)
        across = Columns(least=self.theme.px(400), gap=self.theme.px(18), weights=(1, 1))
        across.add(self.visit)
        across.add(self.shown)
        for part in (across, self.take, self.calendar, self.table):
            self.column.addWidget(part)
        self.column.addStretch(1)
        for before, after in pairwise((self.visit.save, *self.shown.preview.controls)):
            QWidget.setTabOrder(before, after)

    def _kept(self, part: str) -> dict[str, Any]:
        kept = self.draft.setdefault(part, {})
        assert isinstance(kept, dict)  # noqa: S101  # made by the line above
        return kept

    def _take_sheet(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("take"), gap=12)
        sheet.add(Measure(self.theme, label(self.say("take_why"), "soft")))
        self.files: dict[str, QWidget] = {}
        across = Columns(least=self.theme.px(340), gap=self.theme.px(28), weights=(1, 1), below=self.theme.px(8))
        sheet.add(across)
        for what in FILES:
            press = button(self.say(f"{what}_save"), self._file)
            press.setProperty("what", what)
            self.files[what] = press
            across.add(label(self.say(what), "strong"), label(self.say(f"{what}_why"), "soft"), flow(press))
        return sheet

    def _calendar_sheet(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("calendar"), gap=12)
        self._calendar_why = label("", "soft")
        self.calendar_button = button(self.say("calendar_save"), self._calendar)
        sheet.add(Measure(self.theme, self._calendar_why), flow(self.calendar_button))
        return sheet

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pages of the preview are seen whole, with what stands above and below them."""
        super().resizeEvent(event)
        room = self.viewport().height() - self.theme.px(AROUND)
        self.shown.preview.view.set_room(max(room, self.theme.px(LOWEST)))

    @property
    def busy(self) -> bool:
        """Whether pages, a file or a table is being made or read."""
        return self._out.busy or self.shown.busy or self.table.busy

    def refresh(self) -> None:
        """Show the record as it stands."""
        dated = any(getattr(self.context.state.journey, step) for step in STEP_DATES)
        self.calendar_button.setEnabled(dated)
        self._calendar_why.setText(self.say("calendar_why" if dated else "calendar_none"))
        for part in (self.visit, self.shown, self.table):
            part.refresh()

    def open(self, detail: str) -> None:
        """One of ``PARTS`` puts the cursor there."""
        if detail in self.PARTS:
            first = {
                "visit": self.visit.print,
                "take": next(iter(self.files.values())),
                "calendar": self.calendar_button,
                "import": self.table.choose_button,
            }[detail]
            first.setFocus()
            QTimer.singleShot(0, self.show_focus)

    @Slot(object)
    def _show_part(self, widget: QWidget) -> None:
        self.ensureWidgetVisible(widget, 0, self.theme.px(110))

    @Slot()
    def _file(self) -> None:
        sender = self.sender()
        if sender is not None:
            save_file(self.context, self._out, str(sender.property("what")))

    @Slot()
    def _calendar(self) -> None:
        save_calendar(self.context, self._out)
