"""The fields of a medicine's form: what each control is, and the draft behind all of them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from handbook.domain import UNKNOWN, InputError, Kind, Medicine, clean_text
from handbook.ui.context import Context
from handbook.ui.widgets import Columns, Field, choice, line_edit
from handbook.ui.widgets.partial_dates import parts_of
from handbook.ui.widgets.safer import Safer

USUAL = ("name", "strength", "dose", "how_often", "route", "reason", "prescriber", "told_by", "note")
MORE = ("brand", "form", "daily_max", "bought_at", "side_effect")
LINES = (*USUAL, *MORE)
CHECKS = ("as_needed", "on_hold")
AMOUNTS = frozenset({"strength", "dose", "daily_max"})
"""Lines in which an amount is looked at for how it is written."""

LAID_OUT_MS = 200
"""After this time what was unfolded in a long form has been laid out."""

LONGEST = {"note": 1000}
BASE = "base"
"""The part of a draft that says how the form was when it was opened."""

Draft = dict[str, Any]
"""What stands in the form: text by field; the dates as the parts of their boxes; ``stopped`` and the ticks "yes" or
"", ``stopped`` None as long as nobody said; ``ingredients`` as pairs of name and strength; ``kept``: amounts, by
field, that the person wants as they are."""


def draft_of(medicine: Medicine | None) -> Draft:
    """The form as it is first seen: empty, or as the medicine stands in the record."""
    if medicine is None:
        medicine = Medicine(id="", name="")
    draft: Draft = {key: getattr(medicine, key) for key in LINES}
    draft |= {key: "yes" if getattr(medicine, key) else "" for key in CHECKS}
    draft["kind"], draft["how_known"] = medicine.kind.value, medicine.how_known.value
    draft["ingredients"] = [[one.name, one.strength] for one in medicine.ingredients]
    draft["start"] = parts_of(medicine.start)
    draft["end"] = parts_of(medicine.end or UNKNOWN)
    draft["stopped"] = "" if medicine.end is None else "yes"
    draft["kept"] = {}
    return draft


def draft_asked(kind: Kind) -> Draft:
    """The form after a "yes" of the interview: it was taken in that time; whether it still is has not been said."""
    return {**draft_of(None), "kind": kind.value, "stopped": None}


def resumed(draft: Draft, medicine: Medicine | None) -> Draft:
    """A form that is opened (again): what was typed in it, over the medicine as it stands in the record by now.

    The medicine may have been stopped from the list meanwhile; the form must not take that back unasked.
    """
    now, base = draft_of(medicine), draft.get(BASE, {})
    typed = {key: value for key, value in draft.items() if key != BASE and (key not in base or value != base[key])}
    return {**now, **typed, BASE: now}


def unchanged(draft: Draft, medicine: Medicine | None) -> bool:
    """Whether a form says no more than the record does, now or when it was opened."""
    said = {key: value for key, value in draft.items() if key != BASE}
    return said in (draft_of(medicine), draft.get(BASE))


def untouched(draft: Draft, medicine: Medicine | None) -> bool:
    """:func:`unchanged`, or no more than the question of the interview that led to the form."""
    return unchanged(draft, medicine) or (
        medicine is None and unchanged({**draft, BASE: draft_asked(Kind(draft["kind"]))}, None)
    )


class Fields(QObject):
    """Makes the controls and keeps ``draft`` as they stand; ``before`` is the draft of what is in the record."""

    typed = Signal()
    """Something was typed or chosen; the draft has it already."""

    def __init__(self, context: Context, draft: Draft, medicine: Medicine | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.context, self.draft, self.before = context, draft, draft_of(medicine)
        self.inputs: dict[str, QLineEdit | QPlainTextEdit | QComboBox | QCheckBox] = {}
        self.safer: dict[str, Safer] = {}
        self._fields: dict[str, Field] = {}

    def say(self, key: str, **params: object) -> str:
        """A sentence of the place."""
        return self.context.phrases(f"place.medicines.{key}", **params)

    # -- making ------------------------------------------------------------------------------------------------

    def columns(self, weights: tuple[int, ...] = (1, 1)) -> Columns:
        """Fields side by side where there is room."""
        theme = self.context.theme
        line = Columns(least=theme.px(250), gap=theme.px(16), weights=weights)
        line.setMaximumWidth(theme.px(38 * 22))
        return line

    def lines(self, *keys: str, weights: tuple[int, ...] = (1, 1)) -> Columns:
        """Lines of text side by side."""
        columns = self.columns(weights)
        for key in keys:
            columns.add(*self.line(key))
        return columns

    def line(self, key: str, control: QLineEdit | None = None) -> list[QWidget]:
        """One line of text, below it what is safer to write, where an amount is written."""
        control = control or line_edit(self.draft[key])
        self.inputs[key] = control
        field = Field(self.context.theme, self.say(f"field_{key}"), control, hint=self.say(f"hint_{key}"))
        self._fields[key] = field
        if key not in AMOUNTS:
            control.textEdited.connect(self.read)
            return [field]
        control.textEdited.connect(self.read)
        self.safer[key] = safer = Safer(self.context, control, self.draft["kept"].get(key, self.before[key]))
        safer.setProperty("field", key)
        safer.kept.connect(self._kept)
        return [field, safer]

    def choice(self, key: str, options: list[tuple[str, str]]) -> Field:
        """A drop-down."""
        control = choice([("", self.say("not_said")), *options], self.draft[key])
        control.activated.connect(self.read)
        self.inputs[key] = control
        return Field(self.context.theme, self.say(f"field_{key}"), control)

    def check(self, key: str) -> QCheckBox:
        """A box to tick."""
        made = QCheckBox(self.say(f"field_{key}"))
        made.setChecked(bool(self.draft[key]))
        made.toggled.connect(self.read)
        self.inputs[key] = made
        return made

    def note(self) -> Field:
        """Room for some lines."""
        control = QPlainTextEdit(self.draft["note"])
        control.setTabChangesFocus(True)
        control.setFixedHeight(self.context.theme.px(96))
        control.textChanged.connect(self.read)
        self.inputs["note"] = control
        self._fields["note"] = Field(self.context.theme, self.say("field_note"), control)
        return self._fields["note"]

    # -- reading -----------------------------------------------------------------------------------------------

    @Slot()
    def read(self) -> None:
        """Put what stands in the controls into the draft."""
        draft = self.draft
        for key, control in self.inputs.items():
            if isinstance(control, QComboBox):
                draft[key] = control.currentData()
            elif isinstance(control, QCheckBox):
                draft[key] = "yes" if control.isChecked() else ""
            else:
                draft[key] = control.toPlainText() if isinstance(control, QPlainTextEdit) else control.text()
        draft["kept"] = {key: text for key, text in draft["kept"].items() if draft[key] == text}
        self.typed.emit()

    @Slot(str)
    def _kept(self, text: str) -> None:
        sender = self.sender()
        if sender is not None:
            self.draft["kept"] = {**self.draft["kept"], str(sender.property("field")): text}

    def fault(self, key: str) -> str:
        """The sentence that stands beside a field."""
        return self._fields[key].fault_text

    def wrong(self) -> list[QWidget]:
        """The lines that cannot be written down; a sentence stands beside each."""
        return [self.inputs[key] for key in LINES if not self._clean(key)]

    def _clean(self, key: str) -> bool:
        """Whether the text of a field can be kept; if not, the sentence stands beside it."""
        text = str(self.draft[key]).strip()
        if key == "name" and not text:
            self._fields[key].fault(" ".join(self.context.phrases.error(InputError("record.no-name"))))
            return False
        try:
            lines = text.split("\n") if key == "note" else [text]
            for part in lines:
                clean_text(self.say(f"field_{key}"), part, longest=LONGEST.get(key))
        except InputError as error:
            self._fields[key].fault(" ".join(self.context.phrases.error(error)))
            return False
        self._fields[key].fault("")
        return True
