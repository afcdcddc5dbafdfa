"""Two buttons that put pages of the book on paper: print them, or save them as PDF."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook import tasks
from handbook.ui.context import Context
from handbook.ui.saving import SheetOut
from handbook.ui.widgets import button, flow

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')
"""What Windows does not let stand in the name of a file."""


class SheetRow(QWidget):
    """Prints and saves a handout. Its words are ``help.NAME_print``, ``_save`` and ``_file``.

    Args:
        context: The window's.
        out: The way to file and printer; the page that shows this is busy while it is.
        name: ``page``, ``manual`` or ``keys``.
        what: The id of a page, or the key of a chapter.
        title: The title of that page, where the words name it.
    """

    def __init__(self, context: Context, out: SheetOut, name: str, what: str, *, title: str = "") -> None:
        super().__init__()
        self._context, self._out, self._what = context, out, what
        say = context.phrases
        self._print_name = say(f"help.{name}_print_name", title=title) if title else say(f"help.{name}_print")
        self._save_name = say(f"help.{name}_save", title=title)
        self._file = _NOT_IN_NAMES.sub("", say(f"help.{name}_file", title=title))
        row = flow(
            button(say(f"help.{name}_print"), self._print, name=self._print_name),
            button(say("help.save"), self._save, name=self._save_name),
            gap=context.theme.px(8),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(row)

    def _job(self) -> partial[bytes]:
        context = self._context
        return partial(
            tasks.make_handout,
            context.book,
            [self._what],
            numbers=context.numbers,
            kit=context.kit,
            language=context.language,
            printed_on=context.today(),
        )

    @Slot()
    def _print(self) -> None:
        self._out.print(self._print_name, self._job(), backs=False)

    @Slot()
    def _save(self) -> None:
        self._out.save(self._save_name, self._file, self._job())
