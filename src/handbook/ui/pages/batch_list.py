"""Parts of the page of cards for many people: what was understood of the list, and what is wrong with it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from handbook.domain import KEYS
from handbook.tasks import Checked, PeopleTable
from handbook.ui import batch_work
from handbook.ui.batch_work import Chosen
from handbook.ui.context import Context
from handbook.ui.widgets import Columns, Field, Sheet, button, choice, flow, label, rule
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.rows import breakable

MOST_HEADINGS, MOST_NAMED = 300, 8
"""So many headings are offered for a field, and so many that are not used are named."""

MOST_FAULTS = 60
"""So many are shown; the file of the rows to mend has them all."""

ENCODINGS = {"utf-8": "UTF-8", "gb18030": "GB18030"}
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}


class Mapping(Columns):
    """For each field of a card the column that holds it."""

    changed = Signal(object)
    """The list understood as it is chosen now."""

    def __init__(self, context: Context, table: PeopleTable) -> None:
        gap, below = context.theme.px(14), context.theme.px(10)
        super().__init__(least=context.theme.px(190), gap=gap, weights=(1, 1), below=below)
        self._table = table
        say = context.phrases
        headings = [
            (str(at), name[:40] or say("place.batch.column", number=at + 1)) for at, name in enumerate(table.headings)
        ]
        offered = [("", say("place.batch.no_column")), *headings[:MOST_HEADINGS]]
        self.choices: dict[str, QComboBox] = {}
        for key in KEYS:
            made = choice(offered, str(table.columns.get(key, "")))
            made.setProperty("key", key)
            made.currentIndexChanged.connect(self._chosen)
            self.choices[key] = made
            self.add(Field(context.theme, field_name(context, key), made))

    @Slot()
    def _chosen(self) -> None:
        sender = self.sender()
        if not isinstance(sender, QComboBox):
            return
        key, at = str(sender.property("key")), str(sender.currentData())
        columns = dict(self._table.columns)
        columns.pop(key, None)
        if at:
            for other in [name for name, column in columns.items() if column == int(at)]:  # one column, one field
                columns.pop(other)
                self.choices[other].blockSignals(True)
                self.choices[other].setCurrentIndex(0)
                self.choices[other].blockSignals(False)
            columns[key] = int(at)
        self._table = self._table.with_columns(columns)
        self.changed.emit(self._table)


def field_name(context: Context, key: str) -> str:
    """What a field is called."""
    own = f"place.batch.field_{key}"
    return context.phrases(own if own in context.phrases.keys else f"place.card.field_{key}")


def understood(context: Context, chosen: Chosen) -> str:
    """Encoding, delimiter and number of rows, in one line."""
    say, table = context.phrases, chosen.table
    parts = (
        say("place.batch.rows", count=chosen.rows),
        ENCODINGS[table.encoding],
        say(f"place.batch.delimiter_{DELIMITERS[table.delimiter]}"),
    )
    return " · ".join(parts)


def not_used(context: Context, table: PeopleTable) -> str:
    """The headings that are not used, "" if there are none."""
    names = table.unknown
    if not names:
        return ""
    shown = context.phrases("place.batch.list").join(name[:40] for name in names[:MOST_NAMED])
    more = f" … (+{len(names) - MOST_NAMED})" if len(names) > MOST_NAMED else ""
    return context.phrases("place.batch.unused", names=shown + more)


class ListSheet(Sheet):
    """The list that is open: its name, what was understood of it, what its columns hold, and what is wrong with it."""

    changed = Signal(object)
    """The list understood as it is chosen now."""

    def __init__(self, context: Context) -> None:
        self._context, say = context, context.phrases
        super().__init__(context.theme, say("place.batch.list_heading"), gap=12)
        self._name = label("", "strong")
        self.state = label("", "soft")
        self._fault = label("", "error", selectable=True)
        self._fault.setObjectName("fault")
        self.choose_button = button(say("place.batch.choose"))
        self.forget_button = button(say("place.batch.forget"), role="")
        headings = label(say("place.batch.columns"), "strong"), label(say("place.batch.columns_why"), "soft")
        self._parts = (rule(), *headings)
        self.unused = label("", "soft")
        self.mapping: Mapping | None = None
        self._why = Measure(context.theme, label(say("place.batch.why"), "soft"))
        self.add(
            self._why, self._name, self.state, flow(self.choose_button, self.forget_button, gap=context.theme.px(8))
        )
        self.add(self._fault, *self._parts, self.unused)

    def show_list(self, chosen: Chosen | None) -> None:
        """Another list, or none."""
        if self.mapping is not None:
            self.mapping.hide()
            self.column.removeWidget(self.mapping)
            self.mapping.deleteLater()
            self.mapping = None
        self._fault.hide()
        self._why.setVisible(chosen is None)
        for part in (self._name, self.state, self.forget_button, *self._parts):
            part.setVisible(chosen is not None)
        text = self._context.phrases(f"place.batch.{'choose' if chosen is None else 'choose_other'}")
        self.choose_button.setText(text)
        self.choose_button.setAccessibleName(text)
        if chosen is not None:
            self._name.setText(chosen.path.name)
            self.state.setText(understood(self._context, chosen))
            self.mapping = Mapping(self._context, chosen.table)
            self.mapping.changed.connect(self.changed)
            self.column.insertWidget(self.column.indexOf(self.unused), self.mapping)
            for before, after in pairwise((self.forget_button, *self.mapping.choices.values())):
                QWidget.setTabOrder(before, after)

    def show_unused(self, chosen: Chosen | None) -> None:
        """The headings that are not used."""
        unused = not_used(self._context, chosen.table) if chosen else ""
        self.unused.setText(unused)
        self.unused.setVisible(bool(unused))

    def show_reading(self) -> None:
        """It is being read."""
        self.state.setText(self._context.phrases("place.batch.reading"))
        self.state.show()

    def show_refused(self, sentence: str, chosen: Chosen | None) -> None:
        """It could not be read, or not be used."""
        self.state.setVisible(chosen is not None)
        self.show_fault(sentence)

    def show_fault(self, sentence: str) -> None:
        """What is wrong with the list, "" if nothing is."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))


class Faults(QWidget):
    """Row, field and reason of what cannot be printed, as a table."""

    def __init__(self, context: Context, table: PeopleTable, checked: Checked) -> None:
        super().__init__()
        theme, say = context.theme, context.phrases
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 5)
        for column, key in enumerate(("row", "field", "reason")):
            grid.addWidget(label(say(f"place.batch.{key}"), "soft"), 0, column)
        self.rows: list[tuple[QLabel, QLabel, QLabel]] = []
        for number, one in enumerate(checked.rejected[:MOST_FAULTS], start=1):
            heading = table.heading(one.field) if one.field else "–"
            texts = (str(one.row), breakable(heading[:60]), breakable(batch_work.sentence(say, table, one)))
            cells = (label(texts[0], "strong", wrap=False), label(texts[1]), label(texts[2], selectable=True))
            for column, cell in enumerate(cells):
                grid.addWidget(cell, number, column, Qt.AlignmentFlag.AlignTop)
            self.rows.append(cells)
        if len(checked.rejected) > MOST_FAULTS:
            more = say("place.batch.more", count=len(checked.rejected) - MOST_FAULTS)
            grid.addWidget(label(more, "soft"), MOST_FAULTS + 1, 0, 1, 3)
