"""Two buttons that put pages of the book on paper: print them, or save them as PDF."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook import tasks
from handbook.ui.context import Context
from handbook.ui.saving import SheetOut
from handbook.ui.widgets import button, flow

IDS = {"manual": "manual", "keys": "use-keys"}
"""What is printed, by the name under which its words stand in the catalogue: a chapter, or a page."""


class SheetRow(QWidget):
    """Prints and saves the handout called ``name``; its words are ``help.NAME_print`` and so on."""

    def __init__(self, context: Context, out: SheetOut, name: str) -> None:
        super().__init__()
        self._context, self._out, self._name = context, out, name
        say = context.phrases
        print_, save = say(f"help.{name}_print"), say("help.save")
        row = flow(button(print_, self._print), button(save, self._save, name=say(f"help.{name}_save")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(row)

    def _job(self) -> partial[bytes]:
        context = self._context
        return partial(
            tasks.make_handout,
            context.book,
            [IDS[self._name]],
            numbers=context.numbers,
            kit=context.kit,
            language=context.language,
            printed_on=context.today(),
        )

    @Slot()
    def _print(self) -> None:
        self._out.print(self._context.phrases(f"help.{self._name}_print"), self._job(), backs=False)

    @Slot()
    def _save(self) -> None:
        say = self._context.phrases
        self._out.save(say(f"help.{self._name}_save"), say(f"help.{self._name}_file"), self._job())
