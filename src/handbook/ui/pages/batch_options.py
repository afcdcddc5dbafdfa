"""A part of the page of cards for many people: how they are printed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit

from handbook import tasks
from handbook.domain import LANGUAGES, HandbookError
from handbook.ui import dialogs
from handbook.ui.batch_work import HowToPrint
from handbook.ui.context import Context
from handbook.ui.widgets import Columns, Field, Sheet, choice, label
from handbook.ui.widgets.places import Places

OWN, YES = "own", "yes"
SHEETS = ("a4-10", "letter-8", "bank", OWN)
CHOICES = (
    ("which", ("family", "doctor")),
    ("language", LANGUAGES),
    ("flip", ("long", "short", "none", "manual")),
    ("order", ("list", "stack")),
)


class Number(QLineEdit):
    """A whole number from 1 to ``most``; what cannot be one is not taken, and the last number comes back."""

    changed = Signal(int)
    """Another number was typed and the field left, or Enter pressed."""

    def __init__(self, value: int, most: int) -> None:
        super().__init__(str(value))
        self.value, self.most = value, most
        self.editingFinished.connect(self._typed)

    @Slot(int)
    def take(self, value: int) -> None:
        """Another number, as if it had been typed."""
        value = max(1, min(value, self.most))
        self.setText(str(value))
        if value != self.value:
            self.value = value
            self.changed.emit(value)

    @Slot()
    def _typed(self) -> None:
        text = self.text().strip()
        self.take(int(text) if text.isdecimal() and len(text) < 10 else self.value)  # any more is too much


class Options(Sheet):
    """Sheet, card, language, sides, order, first place, code."""

    changed = Signal(object)
    """How to print now."""

    def __init__(self, context: Context, how: HowToPrint) -> None:
        super().__init__(context.theme, context.phrases("place.batch.how"), gap=12)
        self._context, self.how = context, how
        columns = Columns(least=self._px(190), gap=self._px(14), weights=(1, 1), below=self._px(10))
        self.sheet = choice(self._sheets(), how.sheet_name if how.sheet_name in SHEETS else OWN)
        self.sheet.currentIndexChanged.connect(self._sheet_chosen)
        self._sheet_field = Field(context.theme, self._say("sheet"), self.sheet)
        columns.add(self._sheet_field)
        self.choices: dict[str, QComboBox] = {}
        for key, values in CHOICES:
            made = choice(
                [(value, self._say(f"{key}_{value.replace('+', '_')}")) for value in values], getattr(how, key)
            )
            made.setProperty("key", key)
            made.currentIndexChanged.connect(self._chosen)
            self.choices[key] = made
            columns.add(Field(context.theme, self._say(key), made))
        self.outlines, self.qr = self._flag("outlines", on=how.outlines), self._flag("qr", on=how.qr)
        self._flags = {made: Field(context.theme, self._say(key), made) for key, made in
                       (("outlines", self.outlines), ("qr", self.qr))}  # fmt: skip
        for field in self._flags.values():
            columns.add(field)
        self.start = Number(how.at, how.sheet.places)
        self.start.changed.connect(self._start_chosen)
        self.places = Places(context.theme)
        self.places.picked.connect(self.start.take)
        self._explained = label("", "soft")
        self.add(columns, self._explained)
        self.add(Field(context.theme, self._say("start"), self.start, hint=self._say("start_why")), self.places)
        self._show()

    def _flag(self, key: str, *, on: bool) -> QComboBox:
        """Yes or no. Not a box to tick: its words do not wrap where the text is large."""
        made = choice([("", self._say(f"{key}_no")), (YES, self._say(f"{key}_yes"))], YES if on else "")
        made.setProperty("key", key)
        made.currentIndexChanged.connect(self._flag_chosen)
        return made

    def _px(self, length: float) -> int:
        return self._context.theme.px(length)

    def _say(self, key: str, **params: object) -> str:
        return self._context.phrases(f"place.batch.{key}", **params)

    def _sheets(self) -> list[tuple[str, str]]:
        return [(name, self._say(f"sheet_{name.replace('-', '_')}")) for name in SHEETS]

    def _show(self) -> None:
        sheet = self.how.sheet
        boxes = [
            (place.x, place.y, sheet.card_width, sheet.card_height)
            for place in map(sheet.front, range(min(sheet.places, 200)))
        ]
        said = self._say("begins", start=self.how.at, places=sheet.places)
        self.places.show_sheet((sheet.width, sheet.height), boxes, self.how.at, said)
        self._flags[self.outlines].setVisible(sheet.places > 1)  # else the edge of the page is that of the card
        self._flags[self.qr].setVisible(self.how.which == "family")  # the code holds the family card's words
        explained = self.how.flip in {"none", "manual"}
        self._explained.setText(self._say(f"{self.how.flip}_why") if explained else "")
        self._explained.setVisible(explained)

    def _set(self, **changes: object) -> None:
        self.how = replace(self.how, **changes)  # type: ignore[arg-type]  # named by their controls
        self._show()
        self.changed.emit(self.how)

    @Slot()
    def _chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, QComboBox):
            self._set(**{str(sender.property("key")): str(sender.currentData())})

    @Slot(int)
    def _start_chosen(self, number: int) -> None:
        self._set(start=number)

    @Slot()
    def _flag_chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, QComboBox):
            self._set(**{str(sender.property("key")): sender.currentData() == YES})

    @Slot()
    def _sheet_chosen(self) -> None:
        name = str(self.sheet.currentData())
        self._sheet_field.fault("")
        if name != OWN:
            self._use(name, name)
            return
        path = dialogs.open_path(self, self._say("sheet_own"), "TOML (*.toml)")
        if path is None or not self._use(name, str(path)):
            self.sheet.blockSignals(True)
            self.sheet.setCurrentIndex(SHEETS.index(self.how.sheet_name))
            self.sheet.blockSignals(False)

    def _use(self, name: str, source: str) -> bool:
        """Take another sheet; False, and why beside the choice, if it cannot be."""
        try:
            sheet = tasks.read_sheet(source)
        except HandbookError as error:
            self._sheet_field.fault("\n".join(self._context.phrases.error(error)))
            return False
        self.start.most = sheet.places
        self.start.blockSignals(True)
        self.start.take(self.start.value)
        self.start.blockSignals(False)
        self._set(sheet_name=name, sheet=sheet, start=self.start.value)
        return True
