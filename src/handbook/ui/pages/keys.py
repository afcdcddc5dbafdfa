"""The sheet of shortcuts (Ctrl+/): every key of the window and what it does, from the table that makes them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from handbook.ui import shortcuts
from handbook.ui.beside import MANUAL_START
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.pages.sheet_row import SheetRow
from handbook.ui.saving import SheetOut
from handbook.ui.shortcuts import Shortcut
from handbook.ui.widgets import Columns, Sheet, button, flow, label
from handbook.ui.widgets.measure import Measure


class KeysPage(Page):
    """What opens a place, and what is done in the handbook, on the left; what is done wherever one is on the right."""

    place = "keys"
    to_read = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.column.addWidget(Measure(self.theme, label(self.say("how"))))
        across = Columns(least=self.theme.px(380), gap=self.theme.px(18), weights=(1, 1))
        across.add(self._sheet("open", shortcuts.OPEN), self._sheet("book", shortcuts.BOOK))
        across.add(self._sheet("do", shortcuts.DO))
        self.column.addWidget(across)
        self._out = SheetOut(context, self)
        self.column.addWidget(SheetRow(context, self._out, "keys", "use-keys"))
        manual = button(self.phrases("help.open"), self._manual)
        self.column.addWidget(flow(manual, button(self.say("back"), context.back.emit), gap=self.theme.px(8)))
        self.column.addStretch(1)

    @property
    def busy(self) -> bool:
        """Whether the sheet is being put on paper."""
        return self._out.busy

    @Slot()
    def _manual(self) -> None:
        self.context.go.emit("handbook", MANUAL_START)

    def _sheet(self, name: str, table: Sequence[Shortcut]) -> Sheet:
        sheet = Sheet(self.theme, self.say(f"group_{name}"))
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self.theme.px(18))
        grid.setVerticalSpacing(self.theme.px(10))
        grid.setColumnStretch(1, 1)
        for number, one in enumerate(table):
            words = self.say(f"does_{one.name}")
            keys = label("\n".join(one.shown), "strong", wrap=False)
            keys.setAccessibleName(self.say("row", keys=self.say("or").join(one.shown), words=words))
            said = label(words)
            for column, part in enumerate((keys, said)):
                part.setAlignment(Qt.AlignmentFlag.AlignTop)
                grid.addWidget(part, number, column)
        sheet.add(rows)
        sheet.column.addStretch(1)
        return sheet
