"""The form of one medicine. Only the name is needed; whatever is typed goes into a draft at every key."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QPlainTextEdit, QRadioButton, QVBoxLayout, QWidget

from handbook.domain import UNKNOWN, HowKnown, InputError, Kind, Medicine, clean_text
from handbook.ui.context import Context
from handbook.ui.widgets import Columns, Field, Sheet, button, choice, flow, label, line_edit
from handbook.ui.widgets.partial_dates import PartialDateField, parts_of

NEW = "new"
"""The key of the draft of a medicine that is not in the record yet."""

LINES = ("name", "strength", "dose", "how_often", "route", "reason", "prescriber", "told_by", "note")
LONGEST = {"note": 1000}
Draft = dict[str, Any]
"""What stands in the form: text by field; the dates as the parts of their boxes; ``stopped`` "yes" or ""."""


def draft_of(medicine: Medicine | None) -> Draft:
    """The form as it is first seen: empty, or as the medicine stands in the record."""
    if medicine is None:
        medicine = Medicine(id="", name="")
    draft: Draft = {key: getattr(medicine, key) for key in LINES}
    draft["kind"], draft["how_known"] = medicine.kind.value, medicine.how_known.value
    draft["start"] = parts_of(medicine.start)
    draft["end"] = parts_of(medicine.end or UNKNOWN)
    draft["stopped"] = "" if medicine.end is None else "yes"
    return draft


class MedicineForm(QWidget):
    """Takes the place of the list while one medicine is written. ``draft`` is changed in place."""

    keep = Signal(object)
    """The ``Medicine`` to be written down; its id is "" for a new one."""
    wrong = Signal(object)
    """The control that has to be looked at."""
    left = Signal()
    """Back to the list; the draft stays."""

    def __init__(self, context: Context, draft: Draft, medicine: Medicine | None) -> None:
        super().__init__()
        self.draft = draft
        self._context, self._medicine = context, medicine
        self._inputs: dict[str, QLineEdit | QPlainTextEdit | QComboBox] = {}
        self._fields: dict[str, Field] = {}
        theme = context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(18))
        what = self._sheet("what")
        self._lines(what, "name", weights=(1,))
        self._lines(what, "strength", "dose", "how_often", "route")
        self._lines(what, "reason", "prescriber")
        words = context.words
        kinds = [(kind.value, words(f"kinds.{kind.value}")) for kind in Kind if kind.value]
        self._choice(what, "kind", kinds).add(QWidget())
        column.addWidget(what)
        column.addWidget(self._when())
        source = self._sheet("source")
        known = [(how.value, words(f"how_known.{how.value}")) for how in HowKnown if how.value]
        line = self._choice(source, "how_known", known)
        line.add(self._line("told_by"))
        self._note(source)
        column.addWidget(source)
        self._keep = button(self._say("keep_change" if medicine else "keep_new"), self.submit, role="primary")
        column.addWidget(flow(self._keep, button(self._say("back"), self.left.emit, role=""), gap=theme.px(12)))

    # -- building ----------------------------------------------------------------------------------------------

    def _say(self, key: str, **params: object) -> str:
        return self._context.phrases(f"place.medicines.{key}", **params)

    def _sheet(self, group: str) -> Sheet:
        return Sheet(self._context.theme, self._say(f"group_{group}"), gap=14)

    def _columns(self, weights: tuple[int, ...] = (1, 1)) -> Columns:
        theme = self._context.theme
        line = Columns(least=theme.px(250), gap=theme.px(16), weights=weights)
        line.setMaximumWidth(theme.px(38 * 22))
        return line

    def _line(self, key: str) -> Field:
        control = line_edit(self.draft[key])
        control.textEdited.connect(self._typed)
        self._inputs[key] = control
        self._fields[key] = Field(
            self._context.theme, self._say(f"field_{key}"), control, hint=self._say(f"hint_{key}")
        )
        return self._fields[key]

    def _lines(self, sheet: Sheet, *keys: str, weights: tuple[int, ...] = (1, 1)) -> None:
        line = self._columns(weights)
        for key in keys:
            line.add(self._line(key))
        sheet.add(line)

    def _choice(self, sheet: Sheet, key: str, options: list[tuple[str, str]]) -> Columns:
        control = choice([("", self._say("not_said")), *options], self.draft[key])
        control.activated.connect(self._typed)
        self._inputs[key] = control
        line = self._columns()
        line.add(Field(self._context.theme, self._say(f"field_{key}"), control))
        sheet.add(line)
        return line

    def _note(self, sheet: Sheet) -> None:
        control = QPlainTextEdit(self.draft["note"])
        control.setTabChangesFocus(True)
        control.setFixedHeight(self._context.theme.px(96))
        control.textChanged.connect(self._typed)
        self._inputs["note"] = control
        self._fields["note"] = Field(self._context.theme, self._say("field_note"), control)
        line = self._columns((1,))
        line.add(self._fields["note"])
        sheet.add(line)

    def _when(self) -> Sheet:
        context = self._context
        sheet = self._sheet("when")
        self.start = self._date("start")
        sheet.add(self.start)
        sheet.add(label(self._say("field_taking"), "soft"))
        self._taking = QButtonGroup(self)
        presses = []
        for number, key in enumerate(("taking", "taken")):
            press = QRadioButton(self._say(key))
            press.setAccessibleName(f"{self._say('field_taking')} {self._say(key)}")
            press.setChecked((key == "taken") == bool(self.draft["stopped"]))
            self._taking.addButton(press, number)
            presses.append(press)
        self._taking.idClicked.connect(self._taking_chosen)
        sheet.add(flow(*presses, gap=context.theme.px(18)))
        self.end = self._date("end")
        sheet.add(self.end)
        self.end.setVisible(bool(self.draft["stopped"]))
        return sheet

    def _date(self, key: str) -> PartialDateField:
        context = self._context
        made = PartialDateField(
            context.theme, context.phrases, self._say(f"field_{key}"), context.today(), hint=self._say(f"hint_{key}")
        )
        made.show_parts(self.draft[key])
        made.changed.connect(self._typed)
        return made

    # -- typing ------------------------------------------------------------------------------------------------

    @Slot()
    def _typed(self) -> None:
        for key, control in self._inputs.items():
            if isinstance(control, QComboBox):
                self.draft[key] = control.currentData()
            else:
                self.draft[key] = control.toPlainText() if isinstance(control, QPlainTextEdit) else control.text()
        self.draft["start"], self.draft["end"] = self.start.parts, self.end.parts
        self.draft["stopped"] = "yes" if self._taking.checkedId() else ""

    @Slot(int)
    def _taking_chosen(self, number: int) -> None:
        self.end.setVisible(bool(number))
        self._typed()

    def ready(self, part: str = "") -> None:
        """Put the cursor where one begins: the name, or, for ``"end"``, the day on which it was stopped."""
        if part == "end":
            self._taking.button(1).setChecked(True)
            self._taking_chosen(1)
            self.end.first_box().setFocus()
        else:
            self._inputs["name"].setFocus()

    def input(self, key: str) -> QWidget:
        """The control of a field."""
        return self._inputs[key]

    def fault(self, key: str) -> str:
        """The sentence that stands beside a field."""
        return self._fields[key].fault_text

    # -- writing it down ---------------------------------------------------------------------------------------

    @Slot()
    def submit(self) -> None:
        """Send ``keep``, or put a sentence beside what cannot be written down and the cursor there."""
        self._typed()
        wrong: list[QWidget] = [self._inputs[key] for key in LINES if not self._clean(key)]
        start = self.start.read()
        end = self.end.read() if self.draft["stopped"] else None
        if start is None:
            wrong.append(self.start.year)
        if self.draft["stopped"]:
            if end is None:
                wrong.append(self.end.year)
            elif start is not None and end.latest < start.earliest:
                self.end.fault(self._say("end_before_start"))
                wrong.append(self.end.year)
        if wrong:
            self.wrong.emit(wrong[0])
            return
        assert start is not None  # noqa: S101  # else it would be among what is wrong
        texts = {key: str(self.draft[key]).strip() for key in LINES}
        self.keep.emit(
            Medicine(
                id=self._medicine.id if self._medicine else "",
                kind=Kind(self.draft["kind"]),
                how_known=HowKnown(self.draft["how_known"]),
                start=start,
                end=end,
                **texts,
            )
        )

    def _clean(self, key: str) -> bool:
        """Whether the text of a field can be kept; if not, the sentence stands beside it."""
        text = str(self.draft[key]).strip()
        if key == "name" and not text:
            self._fields[key].fault(" ".join(self._context.phrases.error(InputError("record.no-name"))))
            return False
        try:
            lines = text.split("\n") if key == "note" else [text]
            for part in lines:
                clean_text(self._say(f"field_{key}"), part, longest=LONGEST.get(key))
        except InputError as error:
            self._fields[key].fault(" ".join(self._context.phrases.error(error)))
            return False
        self._fields[key].fault("")
        return True


assert {*LINES, "kind", "how_known", "start", "end", "id"} == {f.name for f in fields(Medicine)}  # noqa: S101
