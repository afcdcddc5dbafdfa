"""The form of one medicine. Only the name is needed; whatever is typed goes into a draft at every key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from handbook.domain import HowKnown, Kind, Medicine
from handbook.ui.context import Context
from handbook.ui.pages.medicine_fields import CHECKS, LAID_OUT_MS, LINES, MORE, Draft, Fields
from handbook.ui.pages.medicine_ingredients import Ingredients
from handbook.ui.pages.medicine_photos import Photos
from handbook.ui.widgets import Sheet, button, flow, label
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.names import NameEdit
from handbook.ui.widgets.partial_dates import PartialDateField

__all__ = ["NEW", "Draft", "MedicineForm"]

NEW = "new"
"""The key of the draft of a medicine that is not in the record yet."""

STOPPED = ("", "yes")
"""What the draft keeps for "still taking it" and for "stopped"."""

UNFOLDED = "more"
"""In the drafts of the place: whoever looked at the further fields once has them before him in the next form too."""


class MedicineForm(QWidget):
    """Takes the place of the list while one medicine is written. ``draft`` is changed in place."""

    keep = Signal(object)
    """The ``Medicine`` to be written down; its id is "" for a new one."""
    wrong = Signal(object)
    """The control that has to be looked at."""
    offered = Signal(object, object)
    """A control and what has appeared below it, both to be seen."""
    left = Signal()
    """Back to the list; the draft stays."""

    def __init__(self, context: Context, draft: Draft, medicine: Medicine | None) -> None:
        super().__init__()
        self.draft = draft
        self._context, self._medicine = context, medicine
        self._fields = fields = Fields(context, draft, medicine, self)
        fields.typed.connect(self._typed)
        theme, words = context.theme, context.words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(18))
        what = self._sheet("what")
        name = NameEdit(context, draft["name"], self, self._names)
        name.taken.connect(fields.read)
        name.offered.connect(self._offered)
        whole = fields.columns((1,))
        whole.add(*fields.line("name", name))
        what.add(whole, fields.lines("strength", "dose", "how_often", "route"), fields.lines("reason", "prescriber"))
        kind = fields.columns()
        kind.add(fields.choice("kind", [(kind.value, words(f"kinds.{kind.value}")) for kind in Kind if kind.value]))
        kind.add(QWidget())
        what.add(kind)
        column.addWidget(what)
        column.addWidget(self._when())
        source = self._sheet("source")
        known = fields.columns()
        known.add(
            fields.choice("how_known", [(how.value, words(f"how_known.{how.value}")) for how in HowKnown if how.value])
        )
        known.add(*fields.line("told_by"))
        note = fields.columns((1,))
        note.add(fields.note())
        source.add(known, note)
        column.addWidget(source)
        self.more = self._more()
        column.addWidget(self.more)
        self.photos = Photos(context, medicine)
        self.photos.offered.connect(self.offered)
        column.addWidget(self.photos)
        self._keep = button(self._say("keep_change" if medicine else "keep_new"), self.submit, role="primary")
        column.addWidget(flow(self._keep, button(self._say("back"), self.left.emit, role=""), gap=theme.px(12)))

    # -- building ----------------------------------------------------------------------------------------------

    def _say(self, key: str, **params: object) -> str:
        return self._context.phrases(f"place.medicines.{key}", **params)

    def _sheet(self, group: str) -> Sheet:
        return Sheet(self._context.theme, self._say(f"group_{group}"), gap=14)

    def _names(self, typed: str) -> Sequence[str]:
        medicines = self._context.state.medicines
        own = tuple(name for one in medicines for name in (one.name, one.brand) if name)
        return self._context.book.suggest(typed, own)

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
            press.setChecked(self.draft["stopped"] == STOPPED[number])
            self._taking.addButton(press, number)
            presses.append(press)
        self._taking.idClicked.connect(self._taking_chosen)
        self._unsaid = label("", "error")
        self._unsaid.hide()
        sheet.add(flow(*presses, gap=context.theme.px(18)), self._unsaid)
        self.end = self._date("end")
        sheet.add(self.end)
        self.end.setVisible(bool(self.draft["stopped"]))
        return sheet

    def _date(self, key: str) -> PartialDateField:
        made = PartialDateField(self._context, self._say(f"field_{key}"), hint=self._say(f"hint_{key}"))
        made.show_parts(self.draft[key])
        made.changed.connect(self._typed)
        return made

    def _more(self) -> Sheet:
        """What is asked for less often, folded away as long as nothing of it is filled in."""
        fields, theme = self._fields, self._context.theme
        sheet = self._sheet("more")
        self.unfold = button(self._say("more"), self._unfold, name=self._say("more_name"))
        self._folded = QWidget()
        column = QVBoxLayout(self._folded)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        column.addWidget(fields.lines("brand", "form"))
        column.addWidget(fields.lines("bought_at", "daily_max"))
        column.addWidget(flow(*(fields.check(key) for key in CHECKS), gap=theme.px(18)))
        column.addWidget(fields.lines("side_effect", weights=(1,)))
        self.ingredients = Ingredients(fields)
        self.ingredients.offered.connect(self.offered)
        across = fields.columns((1,))
        across.add(self.ingredients)
        column.addWidget(across)
        self._cover = QWidget()
        cover = QVBoxLayout(self._cover)
        cover.setContentsMargins(0, 0, 0, 0)
        cover.setSpacing(theme.px(10))
        cover.addWidget(Measure(theme, label(self._say("more_words"), "soft"), size=15))
        cover.addWidget(flow(self.unfold))
        sheet.add(self._cover, self._folded)
        shown = bool(self._context.drafts.get("medicines", {}).get(UNFOLDED)) or self._fills_more()
        self._folded.setVisible(shown)
        self._cover.setVisible(not shown)
        return sheet

    def _fills_more(self) -> bool:
        return any(self.draft[key] for key in (*MORE, *CHECKS, "ingredients"))

    @Slot()
    def _unfold(self) -> None:
        self._context.drafts.setdefault("medicines", {})[UNFOLDED] = True
        self._folded.show()
        self._fields.inputs["brand"].setFocus()
        self._cover.hide()
        for pause in (0, LAID_OUT_MS):
            QTimer.singleShot(pause, self._show_more)

    @Slot()
    def _show_more(self) -> None:
        self.offered.emit(self._fields.inputs["brand"], self._folded)

    # -- typing ------------------------------------------------------------------------------------------------

    @Slot()
    def _typed(self) -> None:
        self.draft["start"], self.draft["end"] = self.start.parts, self.end.parts
        chosen = self._taking.checkedId()
        self.draft["stopped"] = STOPPED[chosen] if chosen >= 0 else None

    @Slot(object)
    def _offered(self, names: QWidget) -> None:
        self.offered.emit(self._fields.inputs["name"], names)

    @Slot(int)
    def _taking_chosen(self, number: int) -> None:
        self.end.setVisible(bool(number))
        self._say_unsaid("")
        self._typed()

    def _say_unsaid(self, sentence: str) -> None:
        """Ask beside the two answers which it is; "" takes the question away."""
        self._unsaid.setText(sentence)
        self._unsaid.setVisible(bool(sentence))
        for press in self._taking.buttons():
            press.setAccessibleDescription(sentence)

    def ready(self, part: str = "") -> None:
        """Put the cursor where one begins: the name, or, for ``"end"``, the day on which it was stopped."""
        if part == "end":
            self._taking.button(1).setChecked(True)
            self._taking_chosen(1)
            self.end.first_box().setFocus()
        else:
            self._fields.inputs["name"].setFocus()

    @property
    def fields(self) -> Fields:
        """All lines, ticks and drop-downs."""
        return self._fields

    def input(self, key: str) -> QWidget:
        """The control of a field."""
        return self._fields.inputs[key]

    def fault(self, key: str) -> str:
        """The sentence that stands beside a field."""
        return self._fields.fault(key)

    @property
    def busy(self) -> bool:
        """Whether a picture is still being read or made."""
        return self.photos.busy

    # -- writing it down ---------------------------------------------------------------------------------------

    @Slot()
    def submit(self) -> None:
        """Send ``keep``, or put a sentence beside what cannot be written down and the cursor there."""
        self._fields.read()
        self.ingredients.read()
        wrong = self._fields.wrong()
        start = self.start.read()
        end = self.end.read() if self.draft["stopped"] else None
        if start is None:
            wrong.append(self.start.first_box())
        if self.draft["stopped"] is None:
            self._say_unsaid(self._say("taking_unsaid"))
            wrong.append(self._taking.button(0))
        elif self.draft["stopped"]:
            if end is None:
                wrong.append(self.end.first_box())
            elif start is not None and end.latest < start.earliest:
                self.end.fault(self._say("end_before_start"))
                wrong.append(self.end.first_box())
        wrong += self.ingredients.wrong()
        if wrong:
            self.wrong.emit(wrong[0])
            return
        assert start is not None  # noqa: S101  # else it would be among what is wrong
        values: dict[str, Any] = {key: str(self.draft[key]).strip() for key in LINES}
        values |= {key: bool(self.draft[key]) for key in CHECKS}
        self.keep.emit(
            replace(
                self._medicine or Medicine("", ""),
                kind=Kind(self.draft["kind"]),
                how_known=HowKnown(self.draft["how_known"]),
                start=start,
                end=end,
                ingredients=self.ingredients.kept(),
                **values,
            )
        )
