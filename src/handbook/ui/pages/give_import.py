"""Reading a table into the record: choose it, see what was understood, say which column is which, then write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from handbook.domain import FaultList, HandbookError, is_chinese
from handbook.paths import read_bytes
from handbook.record import Done, Store
from handbook.tasks import exchange
from handbook.tasks.exchange import ImportPreview, Kind, TableLook
from handbook.ui import background, dialogs
from handbook.ui.context import Context
from handbook.ui.pages.give_table import Refused, Understood
from handbook.ui.widgets import Columns, Field, Sheet, button, choice, flow, label
from handbook.ui.widgets.rows import breakable

FILE = "file"
"""Kept with the drafts, in memory only: the table that was chosen and which column is which."""

KINDS: tuple[Kind, ...] = ("medicines", "readings")
MOST_COLUMNS, MOST_ROWS_NAMED = 40, 20


@dataclass(frozen=True, slots=True)
class Chosen:
    """A table that was read; ``columns`` is heading to field ("" for not used), ``open`` whether they are shown."""

    name: str
    data: bytes
    kind: Kind
    columns: Mapping[str, str] = field(default_factory=dict)
    open: bool = False

    @classmethod
    def seen(cls, name: str, data: bytes, look: TableLook) -> Chosen:
        """A table as its headings say it is; the columns are shown at once where some are not understood."""
        columns = {heading: found for heading, found in reversed(look.columns) if heading}
        return cls(name, data, look.kind, dict(reversed(columns.items())), open="" in columns.values())

    @property
    def fields(self) -> dict[str, str]:
        """Field to heading for every field that there is, so that nothing is guessed any more."""
        none = dict.fromkeys(exchange.COLUMNS[self.kind], exchange.NO_COLUMN)
        return none | {found: heading for heading, found in self.columns.items() if found}


Result = tuple[int, Chosen, "ImportPreview | HandbookError"]
"""Which question it answers, the table, and what an import would write or why there is none."""


class ImportSheet(Sheet):
    """Nothing is written before it was shown. ``draft`` keeps the table, in memory only."""

    wrong = Signal(object)
    """Something that has to be seen."""

    def __init__(self, context: Context, draft: dict[str, Any]) -> None:
        super().__init__(context.theme, context.phrases("place.give.import"), gap=12)
        self._context, self._draft = context, draft
        self._running = self._turn = 0
        self._seen: object = None
        self._preview: ImportPreview | None = None
        self._waiting = False
        self.mapping: ColumnChoices | None = None
        self._why = label(self._say("import_why"), "soft")
        self._name = label("", "strong")
        self.choose_button = button(self._say("import_choose"), self.choose)
        self.forget_button = button(self._say("import_forget"), self.forget, role="")
        self._fault = label("", "error", selectable=True)
        self._fault.setObjectName("import fault")
        self.kind = choice([(kind, self._say(f"kind_{kind}")) for kind in KINDS])
        self.kind.setMaximumWidth(context.theme.px(320))
        self.kind.activated.connect(self._kind_chosen)
        self._kind_field = Field(context.theme, self._say("import_kind"), self.kind)
        self.columns_button = button(self._say("columns"), self._columns_pressed, role="link")
        self._columns = flow(self.columns_button)
        self._count = label("", "strong")
        self._count.setObjectName("import count")
        self.write_button = button("", self.write)
        self._write = flow(self.write_button)
        self._present = label("", "soft")
        self._changed = label("")
        self._unusual = label("", "strong")
        self._body: QWidget | None = None
        self.add(
            self._why,
            self._name,
            flow(self.choose_button, self.forget_button, gap=context.theme.px(8)),
            self._fault,
            self._kind_field,
        )
        self.add(self._columns, self._count, self._unusual, self._write, self._present, self._changed)
        context.bridge.saved.connect(self._saved)
        context.bridge.failed.connect(self._refused)
        self._show()

    def _say(self, key: str, **params: object) -> str:
        return self._context.phrases(f"place.give.{key}", **params)

    @property
    def busy(self) -> bool:
        """Whether a table is being read."""
        return self._running > 0

    @property
    def chosen(self) -> Chosen | None:
        """The table that is open."""
        found = self._draft.get(FILE)
        return found if isinstance(found, Chosen) else None

    @property
    def preview(self) -> ImportPreview | None:
        """What would be written."""
        return self._preview

    # -- the file ----------------------------------------------------------------------------------------------

    @Slot()
    def choose(self) -> None:
        """Ask for a table and look at it."""
        path = dialogs.open_path(self, self._say("import_title"), self._say("import_filter"))
        if path is not None:
            self.forget()
            self._look(partial(_read, path))

    def _look(self, job: partial[Chosen]) -> None:
        self._running += 1
        background.run(job, done=self._looked, failed=self._unread, bug=self._bug)

    @Slot(object)
    def _looked(self, chosen: Chosen) -> None:
        self._running -= 1
        self._draft[FILE] = chosen
        self._show()

    @Slot(object)
    def _unread(self, error: HandbookError) -> None:
        self._running -= 1
        self._tell_fault(error)

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self._running -= 1
        self._context.bridge.crashed.emit(error)

    @Slot()
    def forget(self) -> None:
        """Put the table away: nothing of it stays."""
        self._draft.pop(FILE, None)
        self._show()

    # -- what it says ------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """What the record already has may have changed."""
        if self.chosen is not None and self._context.state is not self._seen:
            self._ask()

    def _show(self) -> None:
        """Everything that follows from the table: made anew when another one was chosen."""
        chosen = self.chosen
        self._turn += 1
        self._preview = None
        self._fault.hide()
        self._why.setVisible(chosen is None)
        text = self._say("import_choose" if chosen is None else "import_choose_other")
        self.choose_button.setText(text)
        self.choose_button.setAccessibleName(text)
        for part in (self._name, self.forget_button, self._kind_field, self._columns):
            part.setVisible(chosen is not None)
        if self.mapping is not None:
            self.mapping.hide()
            self.column.removeWidget(self.mapping)
            self.mapping.deleteLater()
            self.mapping = None
        self._show_result()
        if chosen is None:
            return
        self._name.setText(breakable(chosen.name))
        self.kind.setCurrentIndex(KINDS.index(chosen.kind))
        if chosen.open:
            self.mapping = ColumnChoices(self._context, chosen)
            self.mapping.changed.connect(self._mapped)
            self.column.insertWidget(self.column.indexOf(self._columns) + 1, self.mapping)
            for before, after in pairwise((self.columns_button, *self.mapping.choices.values())):
                QWidget.setTabOrder(before, after)
        self._ask()

    def _ask(self) -> None:
        chosen, context = self.chosen, self._context
        if chosen is None:
            return
        self._turn += 1
        self._running += 1
        self._seen = context.state
        book = context.book
        job = partial(
            _previewed,
            self._turn,
            chosen,
            partial(
                exchange.preview_csv,
                chosen.data,
                chosen.kind,
                words=[book.words(language) for language in book.languages],
                now=context.now(),
                new_id=context.new_id,
                columns=chosen.fields,
            ),
        )
        context.bridge.ask(job, self._previewed)

    @Slot(object)
    def _previewed(self, result: Result) -> None:
        turn, chosen, found = result
        self._running -= 1
        if turn != self._turn:
            return
        if isinstance(found, HandbookError):
            self._preview = None
            self._show_result()
            self._tell_fault(found)
            if found.code == "exchange.no-column" and not chosen.open:
                self._draft[FILE] = replace(chosen, open=True)
                self._show()
            return
        self._fault.hide()
        self._preview = found
        self._show_result()

    def _rows(self, numbers: Sequence[int]) -> str:
        rows = [str(row) for row in numbers[:MOST_ROWS_NAMED]]
        return self._say("list").join([*rows, "…"] if len(numbers) > MOST_ROWS_NAMED else rows)

    def _show_result(self) -> None:
        """How many rows were understood, what they say, and what was not understood."""
        found = self._preview
        if self._body is not None:
            self._body.hide()
            self.column.removeWidget(self._body)
            self._body.deleteLater()
            self._body = None
        for part in (self._count, self._unusual, self._write, self._present, self._changed):
            part.setVisible(found is not None)
        if found is None:
            return
        new, refused, present = len(found.entries), len(found.refused), len(found.present)
        parts = [self._say("count_new", n=new)]
        parts += [self._say("count_refused", n=refused)] if refused else []
        parts += [self._say("count_present", n=present)] if present else []
        parts += [self._say("count_changed", n=len(found.changed))] if found.changed else []
        self._count.setText(self._say("count", parts=self._say("comma").join(parts)))
        words = self._say("write", n=new) if new else self._say("write_none")
        self.write_button.setText(words)
        self.write_button.setAccessibleName(words)
        self.write_button.setEnabled(bool(new))
        self._present.setText(self._say("present", rows=self._rows(found.present)))
        self._present.setVisible(bool(present))
        self._changed.setText(self._say("changed", rows=self._rows(found.changed)))
        self._changed.setVisible(bool(found.changed))
        self._unusual.setText(self._say("unusual", rows=self._rows(found.unusual)))
        self._unusual.setVisible(bool(found.unusual))
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._context.theme.px(14))
        if refused:
            column.addWidget(label(self._say("refused"), "strong"))
            column.addWidget(Refused(self._context, found))
        if new:
            column.addWidget(label(self._say("understood"), "strong"))
            column.addWidget(Understood(self._context, found))
        self.add(self._body)

    def _tell_fault(self, error: HandbookError) -> None:
        first = error.faults[0] if isinstance(error, FaultList) else error
        self._fault.setText(self._context.phrases(f"error.{first.code}", **first.params))
        self._fault.show()
        self.wrong.emit(self.choose_button)

    # -- what a person says ------------------------------------------------------------------------------------

    @Slot()
    def _kind_chosen(self) -> None:
        chosen = self.chosen
        kind = KINDS[self.kind.currentIndex()]
        if chosen is not None and kind != chosen.kind:
            self._look(partial(_seen, chosen.name, chosen.data, kind))

    @Slot()
    def _columns_pressed(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            self._draft[FILE] = replace(chosen, open=not chosen.open)
            self._show()
            self.columns_button.setFocus()

    @Slot(object)
    def _mapped(self, columns: dict[str, str]) -> None:
        chosen = self.chosen
        if chosen is not None:
            self._draft[FILE] = replace(chosen, columns=columns)
            self._ask()

    @Slot()
    def write(self) -> None:
        """Write what is shown, in one action."""
        found = self._preview
        if found is not None and found.entries and not self._waiting:
            self._waiting = True
            self._context.bridge.do(partial(exchange.import_csv, preview=found))

    @Slot(object)
    def _saved(self, done: Done) -> None:
        if self._waiting and done.name.endswith(".many"):
            self._waiting = False
            self.forget()
            self.choose_button.setFocus()

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:  # noqa: ARG002  # the window says why; the table stays
        if self._waiting:
            self._waiting = False
            self._ask()


class ColumnChoices(Columns):
    """For each heading of the table the field that it holds."""

    changed = Signal(object)
    """Heading to field as it is chosen now."""

    def __init__(self, context: Context, chosen: Chosen) -> None:
        super().__init__(least=context.theme.px(220), gap=context.theme.px(14), weights=(1, 1, 1))
        self._columns = dict(chosen.columns)
        words = 0 if is_chinese(context.language) else 1
        fields = [(name, both[words]) for name, both in exchange.COLUMNS[chosen.kind].items()]
        offered = [("", context.phrases("place.give.no_field")), *fields]
        self.choices: dict[str, QComboBox] = {}
        for heading, found in list(self._columns.items())[:MOST_COLUMNS]:
            made = choice(offered, found)
            made.setProperty("heading", heading)
            made.currentIndexChanged.connect(self._chosen)
            self.choices[heading] = made
            self.add(Field(context.theme, context.phrases("place.give.column", name=breakable(heading[:60])), made))

    @Slot()
    def _chosen(self) -> None:
        sender = self.sender()
        if not isinstance(sender, QComboBox):
            return
        heading, found = str(sender.property("heading")), str(sender.currentData())
        for other in [name for name, taken in self._columns.items() if found and taken == found]:  # one field, once
            self._columns[other] = ""
            if other in self.choices and other != heading:
                self.choices[other].blockSignals(True)
                self.choices[other].setCurrentIndex(0)
                self.choices[other].blockSignals(False)
        self._columns[heading] = found
        self.changed.emit(dict(self._columns))


def _read(path: Path) -> Chosen:
    return _seen(path.name, read_bytes(path, longest=exchange.LONGEST_IMPORT), None)


def _seen(name: str, data: bytes, kind: Kind | None) -> Chosen:
    return Chosen.seen(name, data, exchange.look_at(data, kind))


def _previewed(turn: int, chosen: Chosen, job: Callable[..., ImportPreview], store: Store) -> Result:
    """A table that cannot be read is an answer too, so that an old one is not taken for a new one."""
    try:
        return turn, chosen, job(store=store)
    except HandbookError as error:
        return turn, chosen, error
