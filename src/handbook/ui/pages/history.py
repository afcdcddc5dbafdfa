"""What was done, newest first; what was deleted; how an entry was before; and taking everything away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from handbook.domain import HandbookError
from handbook.record import Done, HistoryEntry, Store
from handbook.record.bin import BIN_DAYS, Binned
from handbook.ui import actions
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.pages.history_erase import EraseSheet
from handbook.ui.pages.history_versions import VersionSheet
from handbook.ui.widgets import Sheet, button, flow, label
from handbook.ui.widgets.later import Later
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.rows import breakable
from handbook.ui.widgets.spoken import tell_apart

FIRST, MORE = 30, 100
"""Lines of the history at first, and with each press for more."""


@dataclass(frozen=True, slots=True)
class Past:
    """What one look into the record brings."""

    lines: tuple[HistoryEntry, ...]
    binned: tuple[Binned, ...]


class HistoryPage(Page):
    """Detail ``TABLE/ID`` shows how that entry was before, ``bin`` leads to the bin."""

    place = "history"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.subtitle = self.say("subtitle")
        self._limit = FIRST
        self._shown: Past | None = None
        self.lines = Sheet(self.theme, self.say("lines"), gap=8)
        self._line_box = QWidget()
        self.lines.add(self._line_box)
        self.more = button(self.say("more"), self._more)
        self.lines.add(flow(self.more))
        self.column.addWidget(self.lines)
        self.versions = VersionSheet(context)
        self.column.addWidget(self.versions)
        self.bin = Sheet(self.theme, self.say("bin"), gap=10)
        self.bin.add(Measure(self.theme, label(self.say("bin_why", days=BIN_DAYS), "soft"), size=15))
        self._bin_box = QWidget()
        self.bin.add(self._bin_box)
        waiting = self.draft.setdefault("empty", {})
        assert isinstance(waiting, dict)  # noqa: S101  # made by the line above
        self.empty = Later(
            context, waiting, self.say("empty"), soon=self.say("empty_soon"), leave=self.say("leave"),
            pressed=self._empty,
        )  # fmt: skip
        self.bin.add(self.empty)
        self.column.addWidget(self.bin)
        self.erase = EraseSheet(context)
        self.column.addWidget(self.erase)
        self.column.addWidget(flow(button(self.say("back"), self._back)))
        self.column.addStretch(1)

    def refresh(self) -> None:
        """Read again."""
        self.context.bridge.ask(partial(_past, limit=self._limit), self._arrived)
        self.versions.refresh()
        self.erase.refresh()

    def open(self, detail: str) -> None:
        """Show how one entry was before."""
        table, _, key = detail.partition("/")
        if key:
            self.versions.show_entry(table, key)
        elif detail == "bin":
            self.look_at(self.empty.press)

    def leave(self) -> None:
        """Who empties the bin and closes the window has emptied it."""
        self.empty.now()

    @Slot()
    def _more(self) -> None:
        self._limit += MORE
        self.refresh()

    @Slot(object)
    def _arrived(self, past: Past) -> None:
        if past == self._shown:
            return
        self._shown = past
        self._line_box = _instead(self.lines, self._line_box, self._days(past.lines[: self._limit]))
        if not past.lines:
            self.more.hide()
        self.more.setVisible(len(past.lines) > self._limit)
        self._bin_box = _instead(
            self.bin, self._bin_box, [self._binned(one) for one in past.binned] or [label(self.say("bin_none"))]
        )
        tell_apart(self.phrases, self._bin_box.findChildren(QPushButton))
        self.empty.setVisible(bool(past.binned))
        self.empty.say(self.say("empty_what", n=len(past.binned)))

    def _days(self, lines: tuple[HistoryEntry, ...]) -> list[QWidget]:
        """A heading a day, and a line a step."""
        zone = self.context.now().tzinfo
        parts: list[QWidget] = []
        for day, steps in groupby(lines, lambda line: line.at.astimezone(zone).date()):
            parts.append(label(self.context.words.date(day), "strong"))
            parts += [self._line(step) for step in steps]
        return parts

    def _line(self, line: HistoryEntry) -> QWidget:
        here = line.at.astimezone(self.context.now().tzinfo)
        done = actions.sentence(self.context, Done(line.number, line.name, line.subject)) if line.subject else ""
        words = self.say(f"kind_{line.kind}", action=done or self.say("forgotten"))
        if line.undone:
            words = self.say("undone", action=words)
        made = label(breakable(self.say("at", time=f"{here:%H:%M}", words=words)))
        if line.undone or line.kind != "do":
            made.setProperty("role", "soft")
        return made

    def _binned(self, one: Binned) -> QWidget:
        here = one.at.astimezone(self.context.now().tzinfo)
        called = actions.entry(self.context, one.table, one.subject)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(2))
        words = self.say("binned", what=called, date=self.context.words.date(here.date()), time=f"{here:%H:%M}")
        column.addWidget(label(breakable(words), selectable=True))
        press = button(self.say("put_back"), self._put_back, name=self.say("put_back_name", what=words))
        press.setProperty("entry", one.id)
        column.addWidget(flow(press))
        return made

    @Slot()
    def _put_back(self) -> None:
        self.context.bridge.do(partial(Store.restore_from_bin, id=str(self.sender().property("entry"))))

    def _empty(self) -> None:
        self.context.bridge.ask(Store.empty_bin, self._emptied, self._refused)

    @Slot(object)
    def _emptied(self, count: int) -> None:
        self.context.message.emit(self.say("emptied", n=count))
        self.context.bridge.refresh()

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:
        """The entries may be gone all the same: show what there is."""
        self.context.message.emit(" ".join(self.phrases.error(error)))
        self.context.bridge.refresh()

    @Slot()
    def _back(self) -> None:
        self.context.go.emit("keep", "")


def _past(store: Store, limit: int) -> Past:
    return Past(store.history(limit + 1), store.bin())


def _instead(sheet: Sheet, old: QWidget, parts: list[QWidget]) -> QWidget:
    """A box with other parts in the place of ``old``."""
    new = QWidget()
    column = QVBoxLayout(new)
    column.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        column.addWidget(part)
    sheet.column.replaceWidget(old, new)
    old.hide()
    old.deleteLater()
    return new
