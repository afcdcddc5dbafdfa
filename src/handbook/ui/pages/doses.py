"""Each time a medicine was given: now with two presses, or long after, with its time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from handbook.domain import Dose, taken_on
from handbook.record import Done, Store
from handbook.ui.pages.diary_entries import Draft, EntrySheet, Job
from handbook.ui.unfinished import BEGUN, as_begun
from handbook.ui.widgets import Field, choice
from handbook.ui.widgets.moment import MomentChoice, moment_words
from handbook.ui.widgets.recent import dose_text
from handbook.ui.widgets.rows import capital
from handbook.ui.widgets.safer import Safer


class DosesSheet(EntrySheet[Dose]):
    """The doses of the last month, newest first. Which medicine it was is chosen, unless only one is taken now."""

    place = "medicines"
    kind = "dose"
    fields = ("amount", "observer", "note")

    def entries(self) -> Sequence[Dose]:
        """Newest first."""
        return self.context.state.doses

    def words(self, entry: Dose) -> tuple[str, str]:
        """Time and medicine; below, who gave it and the note."""
        time = moment_words(self.context, entry.at)
        comma = self.context.phrases("book.comma")
        names = {medicine.id: medicine.name for medicine in self.context.state.medicines}
        line = comma.join((capital(time), dose_text(self.context, entry, names)))
        return line, comma.join(part for part in (entry.observer, entry.note) if part)

    def texts(self, entry: Dose) -> dict[str, str]:
        """As they are kept."""
        return {name: str(getattr(entry, name)) for name in self.fields}

    def begin(self, draft: Draft, old: Dose | None) -> None:
        """Which medicine, and who writes; one that is changed keeps its time."""
        if old is not None:
            draft["medicine"] = old.medicine
            draft["at"] = draft["sure"] = old.at.isoformat()
            return
        taken = [medicine for medicine in self.context.state.medicines if taken_on(medicine, self.context.today())]
        # Enter pressed twice must not write down a medicine that nobody chose.
        draft["medicine"] = taken[0].id if len(taken) == 1 else ""
        draft["observer"] = self.context.settings.observer

    def begin_with(self, medicine: str) -> None:
        """Open the form for one medicine, with its usual amount."""
        dose = next((one.dose for one in self.context.state.medicines if one.id == medicine), "")
        key = self.context.new_id()
        self._begin(key, {"amount": dose, "observer": "", "note": ""}, None)
        if (draft := self.draft) is not None and draft["id"] == key:
            draft["medicine"] = medicine
            self._medicine.setCurrentIndex(self._medicine.findData(medicine))
            draft[BEGUN] = as_begun(draft)

    def more(self, column: QVBoxLayout, draft: Draft) -> None:
        """Which medicine, and when; below the amount what is safer to write."""
        amount = self._inputs["amount"]
        assert isinstance(amount, QLineEdit)  # noqa: S101  # for the type checker: a note is the only long text
        self.safer = Safer(self.context, amount, draft["amount"])
        column.insertWidget(column.indexOf(self._fields["amount"]) + 1, self.safer)
        options = [("", "—"), *((medicine.id, medicine.name) for medicine in self.context.state.medicines)]
        if draft["medicine"] not in dict(options):  # it was taken off the list meanwhile
            options.append((draft["medicine"], self.context.words("diary.dose_unknown")))
        self._medicine: QComboBox = choice(options, draft["medicine"])
        self._medicine.activated.connect(self._chosen)
        self._medicine_field = Field(self.context.theme, self.say("dose_medicine"), self._medicine)
        column.addWidget(self._medicine_field)
        self._when = MomentChoice(self.context, self.say("dose_when"), draft)
        column.addWidget(self._when)

    @Slot()
    def _chosen(self) -> None:
        if (draft := self.draft) is not None:
            draft["medicine"] = str(self._medicine.currentData())

    def more_fault(self) -> QWidget | None:
        """No medicine chosen, or a time that cannot be read."""
        chosen = bool(self.draft and self.draft["medicine"])
        self._medicine_field.fault("" if chosen else self.say("dose_which"))
        if not chosen:
            return self._medicine
        return None if self._when.ready() else self._when.first()

    def write(self, draft: Draft, old: Dose | None) -> Job:
        """Add it, or change it."""
        texts = {name: draft[name].strip() for name in self.fields}
        dose = Dose(id=draft["id"], medicine=draft["medicine"], at=self._when.at, **texts)
        return (lambda store: store.change_dose(dose)) if old else (lambda store: store.add_dose(dose))

    def remove(self, store: Store, key: str) -> Done:
        """Into the bin."""
        return store.delete_dose(key)
