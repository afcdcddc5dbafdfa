"""How one entry was before: every version that the history knows, and the way back to it as a new action."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook.domain import STEP_DATES
from handbook.record import Done, Store
from handbook.record.bin import AREAS, Cleared, Version
from handbook.ui import actions
from handbook.ui.context import Context
from handbook.ui.pages.version_words import version_lines
from handbook.ui.widgets import Field, Sheet, button, choice, flow, label
from handbook.ui.widgets.recent import short_date
from handbook.ui.widgets.rows import breakable

RECENT = 60
"""So many of the newest entries of each kind can be chosen."""


class VersionSheet(Sheet):
    """An entry is chosen, or named by the page that leads here."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, context.phrases("versions.title"), gap=10)
        self._context = context
        self._wanted = self._led_to = ""
        self._cleared: tuple[Cleared, ...] = ()
        say = context.phrases
        self.entries = choice([("", say("versions.choose"))])
        self.entries.currentIndexChanged.connect(self._chosen)
        self.add(Field(context.theme, say("versions.which"), self.entries))
        self._box = QWidget()
        self.add(self._box)
        self.refresh()

    def refresh(self) -> None:
        """The record has changed."""
        self._fill()
        self._context.bridge.ask(Store.cleared, self._cleared_arrived)
        self._ask()

    @Slot(object)
    def _cleared_arrived(self, cleared: tuple[Cleared, ...]) -> None:
        self._cleared = cleared
        self._fill()

    def show_entry(self, table: str, key: str) -> None:
        """Show one entry, however old it is."""
        self._led_to = f"{table}/{key}"
        self._fill()
        self.entries.setCurrentIndex(self.entries.findData(self._led_to))
        self.entries.setFocus()

    def _fill(self) -> None:
        chosen = self.entries.currentData()
        entries = [("", self._context.phrases("versions.choose")), *self._all()]
        if self._led_to and self._led_to not in dict(entries):  # older than those that can be chosen
            entries.append((self._led_to, self._context.phrases("versions.this")))
        if entries == [(self.entries.itemData(n), self.entries.itemText(n)) for n in range(self.entries.count())]:
            return
        self.entries.blockSignals(True)
        self.entries.clear()
        for key, words in entries:
            self.entries.addItem(words, key)
        self.entries.setCurrentIndex(max(0, self.entries.findData(chosen)))
        self.entries.blockSignals(False)

    def _all(self) -> list[tuple[str, str]]:
        context, state = self._context, self._context.state
        names = {one.id: one.name for one in state.medicines}
        found = [(f"medicine/{one.id}", one.name) for one in state.medicines]
        found += [
            (f"reading/{one.id}", self._dated(one.at, actions.reading(context, one))) for one in state.readings[:RECENT]
        ]
        found += [(f"dose/{one.id}", self._dated(one.at, names.get(one.medicine, ""))) for one in state.doses[:RECENT]]
        found += [
            (f"team_call/{one.id}", self._dated(one.at, one.who or one.said[:20])) for one in state.calls[:RECENT]
        ]
        found += [(f"shift/{one.id}", self._dated(one.begins, one.carer)) for one in state.shifts[:RECENT]]
        found += [(f"passport/{one.id}", one.what) for one in state.passport[:RECENT]]
        found += [(f"note/{one.id}", one.text.split("\n")[0][:40]) for one in state.notes[-RECENT:]]
        return found + self._answers()

    def _answers(self) -> list[tuple[str, str]]:
        """What has one value each: numbers, dates, fields of the pocket card, and answers."""
        context, state = self._context, self._context.state
        dates = [step for step in STEP_DATES if getattr(state.journey, step)]
        single = {"number": ("team_number", state.numbers), "date": ("step_date", dates)}
        single["person"] = ("person_field", [key for key in state.person if key not in {"infusion_date"}])
        found = [
            (f"{table}/{key}", actions.named(context, area, key))
            for area, (table, keys) in single.items()
            for key in keys
        ]
        given = [(card, one) for card in state.cards for one in card.answers][:RECENT]
        found += [
            (f"symptom_answer/{card.id}/{one.item}", self._dated(one.at, actions.named(context, "symptom", one.item)))
            for card, one in given
        ]
        for one in state.lookback:
            what = actions.named(context, "lookback", one.question)
            found.append((f"lookback_answer/{one.question}/{one.month}", f"{what} {one.month}".strip()))
        return found + [(one.entry, self._gone(one)) for one in self._cleared[:RECENT]]

    def _gone(self, one: Cleared) -> str:
        table, key, *more = one.entry.split("/")
        area = AREAS[table]
        key, more = (more[0], []) if area == "symptom" else (key, more)
        what = " ".join(filter(None, (actions.named(self._context, area, key), *more)))
        return self._dated(one.at, self._context.phrases("versions.gone", what=what))

    def _dated(self, at: datetime, words: str) -> str:
        here = at.astimezone(self._context.now().tzinfo)
        return self._context.phrases(
            "versions.dated", date=short_date(self._context, here.date()), time=f"{here:%H:%M}", what=words
        )

    @Slot()
    def _chosen(self) -> None:
        self._ask()

    def _ask(self) -> None:
        table, _, key = str(self.entries.currentData() or "").partition("/")
        self._wanted = f"{table}/{key}" if key else ""
        if key:
            self._context.bridge.ask(partial(_versions, table=table, key=key), self._arrived)
        else:
            self._show([])

    @Slot(object)
    def _arrived(self, answer: tuple[str, tuple[Version, ...]]) -> None:
        entry, versions = answer
        if entry == self._wanted:
            self._show([self._version(one, now=number == 0) for number, one in enumerate(versions)])

    def _show(self, parts: list[QWidget]) -> None:
        new = QWidget()
        column = QVBoxLayout(new)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._context.theme.px(10))
        for part in parts:
            column.addWidget(part)
        self.column.replaceWidget(self._box, new)
        self._box.hide()
        self._box.deleteLater()
        self._box = new

    def _version(self, version: Version, *, now: bool) -> QWidget:
        context, line = self._context, version.line
        say = context.phrases
        here = line.at.astimezone(context.now().tzinfo)
        done = actions.sentence(context, Done(line.number, line.name, line.subject))
        when = say("versions.at", date=context.words.date(here.date()), time=f"{here:%H:%M}", action=done)
        sheet = Sheet(context.theme, role="wash", gap=4)
        sheet.add(label(when, "soft"))
        table = self._wanted.partition("/")[0]
        there = version_lines(context, table, version.values) if version.values is not None else []
        sheet.add(label(breakable("\n".join(there or [say("versions.not_there")])), selectable=True))
        if now:
            sheet.add(label(say("versions.now"), "tag"))
        elif version.values is not None:
            press = button(say("versions.restore"), self._restore, name=say("versions.restore_name", when=when))
            press.setProperty("number", line.number)
            sheet.add(flow(press))
        return sheet

    @Slot()
    def _restore(self) -> None:
        table, _, key = self._wanted.partition("/")
        number = int(self.sender().property("number"))
        self._context.bridge.do(partial(Store.restore_version, table=table, key=key, number=number))


def _versions(store: Store, table: str, key: str) -> tuple[str, tuple[Version, ...]]:
    return f"{table}/{key}", store.versions(table, key)
