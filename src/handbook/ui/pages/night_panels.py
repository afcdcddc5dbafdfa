"""What the buttons of the night page open: one number, one line, or one more button to press."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from handbook.domain import Answer, Medicine, Quantity, Site, taken_on
from handbook.ui.context import Context
from handbook.ui.pages.readings import SiteChoice, UnitChoice, ValueField
from handbook.ui.pages.symptom_card import newest_today
from handbook.ui.widgets import Columns, Field, Sheet, button, flow, label, line_edit
from handbook.ui.widgets.cards import LargeButton
from handbook.ui.widgets.dates import DateField
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.moment import moment_words
from handbook.ui.widgets.rows import breakable
from handbook.ui.widgets.spoken import tell_apart


class TemperaturePanel(Sheet):
    """A number in large digits and Enter. ``draft`` keeps what is typed, and the site."""

    keep = Signal(object)
    """The reading, with the time at which it was sent."""
    wrong = Signal(object)
    """The control that has to be looked at."""

    def __init__(self, context: Context, draft: dict[str, Any]) -> None:
        super().__init__(context.theme, gap=14)
        self._context, self._draft, theme = context, draft, context.theme
        self.value = ValueField(context, self._say, Quantity.TEMPERATURE)
        self.value.input.setProperty("role", "digits")
        self.value.setMaximumWidth(theme.px(340))
        self.value.input.setText(draft.get("typed", ""))
        self.value.input.textEdited.connect(self._typed)
        self.value.input.returnPressed.connect(self.submit)
        self.unit = UnitChoice(context, self._say, self.value)
        self.submit_button = button(self._say("keep"), self.submit, role="primary")
        self.site = SiteChoice(context, self._say, draft)
        self.add(self.value, flow(self.unit), label(self._say("site"), "soft"), self.site)
        self.add(flow(self.submit_button))

    def _say(self, key: str, **params: object) -> str:
        return self._context.phrases(f"place.symptoms.{key}", **params)

    def ready(self) -> None:
        """Put the cursor into the number."""
        self.value.input.setFocus()

    @Slot()
    def _typed(self) -> None:
        self._draft["typed"] = self.value.input.text()

    @Slot()
    def submit(self) -> None:
        """Send ``keep``, or show beside the number what has to be looked at."""
        if not self.value.ready():
            self.wrong.emit(self.value.first())
            return
        reading = self.value.reading(self._context.now(), Site(self._draft.get("site", "")))
        if reading is None:
            self.value.field.fault(self._say("empty_measure"))
            self.wrong.emit(self.value.input)
        else:
            self.keep.emit(replace(reading, observer=self._context.settings.observer))


class ChangedPanel(Sheet):
    """A line of one's own words for the card's note, and every item of the symptom card as a button that says yes."""

    symptom = Signal(str)
    note = Signal(str)

    def __init__(self, context: Context, draft: dict[str, Any]) -> None:
        say, theme = context.phrases, context.theme
        super().__init__(theme, gap=12)
        self._draft = draft
        self.input = line_edit(draft.get("typed", ""))
        self.input.textEdited.connect(self._typed)
        self.input.textChanged.connect(self._typed)  # an input method writes without editing
        self.input.returnPressed.connect(self.submit)
        field = Field(theme, say("place.night.words"), self.input, hint=say("place.night.words_hint"))
        self.write = button(say("place.symptoms.keep"), self.submit)
        self.add(Measure(theme, field), flow(self.write))
        self.items: dict[str, LargeButton] = {}
        card = newest_today(context)
        for group in context.book.symptoms:
            self.add(label(group.name[context.language], "strong"))
            beside = Columns(least=theme.px(330), gap=theme.px(8), weights=(1, 1))
            for item in group.items:
                given = card.answer(item.id) if card else None
                yes = given is not None and given.answer is Answer.YES
                before = say("place.night.before", time=moment_words(context, given.at)) if given and yes else ""
                words = item.text[context.language]
                press = LargeButton(theme, words, before, icon=f"symptoms/{item.icon}", low=True)
                press.setProperty("item", item.id)
                press.clicked.connect(self._pressed)
                beside.add(press)
                self.items[item.id] = press
            self.add(beside)

    def ready(self) -> None:
        """Put the cursor into the line."""
        self.input.setFocus()

    @Slot()
    def _typed(self) -> None:
        self._draft["typed"] = self.input.text()

    @Slot()
    def submit(self) -> None:
        """Send the line, if there is one."""
        if words := self.input.text().strip():
            self.note.emit(words)

    @Slot()
    def _pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.symptom.emit(str(sender.property("item")))


class MedicinePanel(Sheet):
    """Each medicine that is taken now as a button, with what is written down of it; and a line for another one."""

    given = Signal(str)
    new = Signal(str)
    """The name of a medicine that is on no list yet."""

    def __init__(self, context: Context, draft: dict[str, Any]) -> None:
        say, theme = context.phrases, context.theme
        super().__init__(theme, gap=12)
        self._context, self._draft = context, draft
        self.presses: list[QWidget] = []
        taken = [medicine for medicine in context.state.medicines if taken_on(medicine, context.today())]
        self.add(label(say("place.night.which" if taken else "place.night.none"), "heading"))
        if taken:
            beside = Columns(least=theme.px(330), gap=theme.px(12), weights=(1, 1))
            for medicine in taken:
                press = LargeButton(theme, breakable(medicine.name), self._below(medicine))
                press.setProperty("medicine", medicine.id)
                press.clicked.connect(self._pressed)
                beside.add(press)
                self.presses.append(press)
            self.add(beside)
            tell_apart(say, self.presses)
        self.input = line_edit(draft.get("typed", ""))
        self.input.textChanged.connect(self._typed)
        self.input.returnPressed.connect(self.submit)
        field = Field(theme, say("place.night.other"), self.input, hint=say("place.night.other_hint"))
        self.write = button(say("place.symptoms.keep"), self.submit)
        self.add(Measure(theme, field), flow(self.write))

    def _below(self, medicine: Medicine) -> str:
        comma = self._context.phrases("book.comma")
        held = self._context.words("medicine_list.on_hold") if medicine.on_hold else ""
        return breakable(comma.join(part for part in (medicine.strength, medicine.dose, held) if part))

    def ready(self) -> None:
        """The first is reached at once; the line, if there is none or a name is half typed."""
        first = self.presses[0] if self.presses and not self.input.text() else self.input
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.given.emit(str(sender.property("medicine")))

    @Slot()
    def _typed(self) -> None:
        self._draft["typed"] = self.input.text()

    @Slot()
    def submit(self) -> None:
        """Send the name, if there is one."""
        if name := self.input.text().strip():
            self.new.emit(name)


class DatePanel(Sheet):
    """The infusion date and Enter: leaving the panel writes nothing, for a day half-typed may be a day as well."""

    entered = Signal(object)

    def __init__(self, context: Context, draft: dict[str, Any]) -> None:
        say, theme = context.phrases, context.theme
        super().__init__(theme, gap=12)
        self._draft = draft
        self.field = DateField(theme, say, say("place.today.infusion"))
        self.field.input.setMaximumWidth(theme.px(320))
        self.field.typed.connect(self._typed)
        self.field.input.returnPressed.connect(self.submit)
        self.write = button(say("place.symptoms.keep"), self.submit)
        self.add(self.field, flow(self.write))
        if typed := draft.get("typed"):
            self.field.set_draft(typed)

    def ready(self) -> None:
        """Put the cursor into the field."""
        self.field.input.setFocus()

    @Slot()
    def submit(self) -> None:
        """Enter the date as the button does."""
        if self.field.check() and (day := self.field.read(self.field.text.strip())) is not None:
            self.entered.emit(day)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._draft["typed"] = text
