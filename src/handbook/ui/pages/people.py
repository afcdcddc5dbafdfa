"""Several people on one computer: a record each, a name and a colour each, one open at a time."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame

from handbook.ui import opening, people
from handbook.ui.context import Context
from handbook.ui.errands import Errands
from handbook.ui.pages.base import Page
from handbook.ui.people import Someone
from handbook.ui.widgets import Answers, Field, Sheet, button, flow, label, line_edit
from handbook.ui.widgets.measure import Measure


class PeoplePage(Page):
    """Opening one closes the other first to last: nothing of it stays in the window."""

    place = "people"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.subtitle = self.say("subtitle")
        self._errands = Errands(context, self)
        self.column.addWidget(Measure(self.theme, label(self.say("seen"), "soft"), size=15))
        self.sheets: dict[int, _PersonSheet] = {}
        self._everybody = people.everybody(context.data_dir)
        for one in self._everybody:
            self.sheets[one.number] = _PersonSheet(self, one)
            self.column.addWidget(self.sheets[one.number])
        new = Sheet(self.theme, self.say("new"))
        self.name = line_edit(str(self.draft.get("name", "")), longest=people.LONGEST_NAME)
        self.name.textChanged.connect(self._typed)
        self.name.returnPressed.connect(self._add)
        self._field = Field(self.theme, self.say("new_name"), self.name, hint=self.say("new_hint"))
        new.add(self._field, flow(button(self.say("add"), self._add)))
        self.column.addWidget(new)
        self.column.addWidget(flow(button(self.say("back"), self._back)))
        self.column.addStretch(1)

    @property
    def busy(self) -> bool:
        """Whether a name is being written."""
        return self._errands.busy

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.draft["name"] = text

    @Slot()
    def _add(self) -> None:
        name = " ".join(self.name.text().split())
        if not name or len(name) > people.LONGEST_NAME:
            self._field.fault(self.say("no_name" if not name else "long_name"))
            return
        folder = people.next_folder(self.context.data_dir)
        number = 1 + max(one.number for one in self._everybody)
        taken = {one.colour for one in self._everybody}
        free = [colour for colour in range(people.COLOURS) if colour not in taken]
        colour = free[0] if free else (number - 1) % people.COLOURS
        self.name.clear()
        self.keep(Someone(folder, number, name, colour), name, colour)

    def keep(self, someone: Someone, name: str, colour: int) -> None:
        """Write down a name and a colour; the window is then built anew, its bar shows both."""
        self._errands.run(partial(people.call, someone, name, colour), self._kept)

    @Slot(object)
    def _kept(self, _nothing: object) -> None:
        self.context.looks_changed.emit()

    def show_person(self, someone: Someone) -> None:
        """Close this record and open another."""
        self.context.change.emit(opening.beside(self.context, someone.folder))

    @Slot()
    def _back(self) -> None:
        self.context.go.emit("settings", "")


class _PersonSheet(Sheet):
    """One person: band, name, colours, the button that opens."""

    def __init__(self, page: PeoplePage, someone: Someone) -> None:
        context = page.context
        own = context.state.person.get("name", "") if someone.folder == context.folder else ""
        called = people.called(context.phrases, someone, own)
        super().__init__(page.theme, called)
        self._page, self._someone = page, someone
        band = QFrame()
        band.setFixedHeight(page.theme.px(6))
        band.setStyleSheet(f"background: {page.theme.people[someone.colour]}; border: none;")
        self.column.insertWidget(0, band)
        if someone.folder == context.folder:
            self.add(label(page.say("open_now"), "tag"))
        else:
            self.opens = button(page.say("open"), self._open, name=page.say("open_name", name=called))
            self.add(flow(self.opens))
        self.name = line_edit(someone.name or own, longest=people.LONGEST_NAME)
        self.name.editingFinished.connect(self._renamed)
        self._field = Field(page.theme, page.say("name"), self.name)
        self.name.setAccessibleName(page.say("name_of", name=called))
        self.add(self._field)
        colours = [(str(colour), page.say(f"colour_{colour}")) for colour in range(people.COLOURS)]
        self.colours = Answers(page.theme, called, colours, str(someone.colour), wrap=True)
        self.colours.changed = self._coloured
        self.add(label(page.say("colour"), "soft"), self.colours)

    @Slot()
    def _open(self) -> None:
        self._page.show_person(self._someone)

    @Slot()
    def _renamed(self) -> None:
        name = " ".join(self.name.text().split())
        if len(name) > people.LONGEST_NAME:
            self._field.fault(self._page.say("long_name"))
        elif name and name != self._someone.name and self.name.isModified():
            self.name.setModified(False)
            self._page.keep(self._someone, name, self._someone.colour)

    def _coloured(self, colour: str) -> None:
        kept = int(colour) if colour else self._someone.colour
        self.colours.show_answer(str(kept))
        if kept != self._someone.colour:
            self._page.keep(self._someone, self._someone.name, kept)
