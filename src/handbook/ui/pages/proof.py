"""The printer proof: print it, measure it, print it again. What was measured is kept for this printer."""

from __future__ import annotations

from functools import partial
from typing import Literal

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from handbook import tasks
from handbook.domain import BAR, BAR_RANGE, CROSS, CROSS_RANGE, InputError, Measured, PrinterSides, read_length
from handbook.ui import dialogs
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.saving import SheetOut
from handbook.ui.widgets import Columns, Field, Sheet, button, choice, flow, label, line_edit
from handbook.ui.widgets.drawing import Canvas
from handbook.ui.widgets.measure import Measure

SIDES = ("front", "back")
MEASURES = {
    "across": (BAR, BAR_RANGE), "down": (BAR, BAR_RANGE), "left": (CROSS, CROSS_RANGE), "top": (CROSS, CROSS_RANGE),
}  # fmt: skip
"""What is measured on each side: what it should be, and what it can be."""
PAPERS: tuple[Literal["a4", "letter"], ...] = ("a4", "letter")


class ProofPage(Page):
    """Three sheets, a step each. What is typed is kept as a draft until it is taken over for a printer."""

    place = "proof"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.subtitle = self.say("subtitle")
        self._out = SheetOut(context, self)
        self._out.printed.connect(self._printed_on)
        self._inputs: dict[tuple[str, str], QLineEdit] = {}
        self._fields: dict[tuple[str, str], Field] = {}
        self._names = list(dict.fromkeys([*dialogs.printer_names(), *context.settings.printers]))
        self._before: tuple[str, PrinterSides | None] = ("", None)
        self.column.addWidget(self._printing())
        self._measuring_sheet, self._result_sheet = self._measuring(), self._result()
        self.column.addWidget(self._measuring_sheet)
        self.column.addWidget(self._result_sheet)
        for sheet in (self._measuring_sheet, self._result_sheet):
            sheet.setVisible(bool(self._names))
        self.column.addWidget(flow(button(self.say("to_card"), self._to_card)))
        self.column.addStretch(1)
        self._show_kept()

    # -- the three steps ---------------------------------------------------------------------------------------

    def _printing(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("step_1" if self._names else "step_alone"))
        sheet.add(Measure(self.theme, label(self.say("step_1_text"))))
        self.printers = choice([(name, name) for name in self._names], str(self.draft.get("printer", "")))
        self.printers.currentIndexChanged.connect(self._printer_chosen)
        which = Field(self.theme, self.say("printer"), self.printers)
        sheet.add(Measure(self.theme, which, size=12))
        which.setVisible(bool(self._names))
        if not self._names:
            sheet.add(Measure(self.theme, label(self.say("no_printer"), "strong")))
        group = QButtonGroup(self)
        group.buttonClicked.connect(self._paper_chosen)
        papers = []
        for paper in PAPERS:
            press = QRadioButton(self.say(f"paper_{paper}"))
            press.setAccessibleName(f"{self.say('paper')} {self.say(f'paper_{paper}')}")
            press.setProperty("key", paper)
            press.setChecked(paper == self._paper)
            group.addButton(press)
            papers.append(press)
        sheet.add(flow(*papers, gap=self.theme.px(14)))
        self.print_button = button(self.say("print"), self.print_proof, role="primary")
        self.save_button = button(self.say("save"), self.save_proof)
        self.print_button.setVisible(bool(self._names))
        sheet.add(flow(self.print_button, self.save_button, gap=self.theme.gap))
        return sheet

    def _measuring(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("step_2"))
        sheet.add(Measure(self.theme, label(self.say("step_2_text"))))
        colours = self.theme.colours
        drawn = tasks.howto_picture("measure-proof", ink=colours.ink, wash=colours.wash, paper_colour=colours.sheet)
        canvas = Canvas(drawn.svg, drawn.width, drawn.height, self.theme.px(drawn.width))
        canvas.setAccessibleName(self.say("picture"))
        across = Columns(least=self.theme.px(240), gap=self.theme.px(24), weights=(1, 1, 1))
        across.add(canvas)
        for side in SIDES:
            across.add(*self._side(side))
        sheet.add(across)
        self._fault = label("", "error")
        self._fault.hide()
        self.keep_button = button(self.say("keep"), self.keep)
        sheet.column.addSpacing(self.theme.gap)
        sheet.add(self._fault, flow(self.keep_button))
        return sheet

    def _side(self, side: str) -> list[QWidget]:
        made: list[QWidget] = [label(self.say(side), "heading")]
        for key, (length, _) in MEASURES.items():
            control = line_edit(str(self.draft.get(f"{side}.{key}", "")), longest=10)
            control.setProperty("key", f"{side}.{key}")
            control.textEdited.connect(self._typed)
            field = Field(self.theme, self.say(key), control, hint=self.say("should", length=f"{length:g}"))
            control.setAccessibleName(f"{self.say(side)} {self.say(key)}")
            self._inputs[side, key], self._fields[side, key] = control, field
            made.append(field)
        return made

    def _result(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("step_3"))
        self._kept = label("")
        sheet.add(Measure(self.theme, self._kept))
        self.again_button = button(self.say("again"), self.print_again)
        self.forget_button = button(self.say("forget"), self.forget)
        self._after = flow(self.again_button, self.forget_button, gap=self.theme.gap)
        sheet.add(self._after)
        return sheet

    # -- state -------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether something is being made or printed."""
        return self._out.busy

    @property
    def _printer(self) -> str:
        return str(self.printers.currentData() or "")

    @property
    def _paper(self) -> Literal["a4", "letter"]:
        return "letter" if self.draft.get("paper") == "letter" else "a4"

    @Slot(object)
    def _paper_chosen(self, press: QRadioButton) -> None:
        self.draft["paper"] = press.property("key")

    @Slot()
    def _printer_chosen(self) -> None:
        self.draft["printer"] = self._printer
        self._show_kept()

    @Slot(str)
    def _printed_on(self, name: str) -> None:
        """What lies in the tray is from this printer, whichever one was chosen here before."""
        if self.printers.findData(name) < 0:
            self.printers.addItem(name, name)
        self.printers.setCurrentIndex(self.printers.findData(name))

    @Slot(str)
    def _typed(self, text: str) -> None:
        sender = self.sender()
        if isinstance(sender, QLineEdit):
            self.draft[str(sender.property("key"))] = text
            side, key = str(sender.property("key")).split(".")
            self._fields[side, key].fault("")
            self._fault.hide()

    def _show_kept(self) -> None:
        kept = self.context.settings.printers.get(self._printer)
        self._after.setVisible(kept is not None)
        if kept is None:
            self._kept.setText(self.say("none"))
            return
        sides = [self._in_words(side, getattr(kept, side)) for side in SIDES]
        self._kept.setText("\n".join([self.say("kept_for", printer=self._printer), *sides, self.say("from_now")]))

    def _in_words(self, side: str, measured: Measured) -> str:
        if measured == Measured():
            return self.say("exact", side=self.say(side))
        right, low = measured.left - CROSS, measured.top - CROSS
        across = self.say("right" if right > 0 else "left_off", n=f"{abs(right):g}") if right else ""
        down = self.say("low" if low > 0 else "high", n=f"{abs(low):g}") if low else ""
        return self.say(
            "side",
            side=self.say(side),
            across=across or self.say("level_across"),
            down=down or self.say("level_down"),
            bars=self.say("bars", across=f"{measured.across:g}", down=f"{measured.down:g}"),
        )

    # -- what is pressed ---------------------------------------------------------------------------------------

    def _job(self, *, again: bool) -> partial[bytes]:
        return partial(
            tasks.make_calibration,
            self.context.book,
            paper_size=self._paper,
            again=again,
            printed_on=self.context.today(),
        )

    @Slot()
    def print_proof(self) -> None:
        """Print it as the printer prints, faults and all."""
        self._out.print(self.say("print"), self._job(again=False), corrected=False, printer=self._printer)

    @Slot()
    def print_again(self) -> None:
        """Print it with what is kept, to see whether it is right."""
        self._out.print(self.say("again"), self._job(again=True), printer=self._printer)

    @Slot()
    def save_proof(self) -> None:
        """Save the PDF where the person says."""
        self._out.save(self.say("save"), self.say("file_name"), self._job(again=False))

    @Slot()
    def keep(self) -> None:
        """Keep what was measured, or say beside the field what cannot be taken."""
        measured = [self._measured(side) for side in SIDES]
        if any(found is None for found in measured):
            first = next(field for field in self._fields.values() if field.fault_text)
            self.look_at(first.control)
            return
        front, back = (found or Measured() for found in measured)
        if not any(control.text().strip() for control in self._inputs.values()):
            self._fault.setText(self.say("nothing"))
            self._fault.show()
            return
        self._change(self._printer, PrinterSides(front, back), "kept")
        for (side, key), control in self._inputs.items():
            control.clear()
            self.draft.pop(f"{side}.{key}", None)
        self.look_at(self.again_button)

    def _measured(self, side: str) -> Measured | None:
        """One side as typed; None if a field has a fault beside it. A side with nothing in it is as it should be."""
        texts = {key: self._inputs[side, key].text().strip() for key in MEASURES}
        found: dict[str, float] = {}
        for key, text in texts.items():
            self._fields[side, key].fault("")
            if not text and any(texts.values()):
                self._fields[side, key].fault(self.say("unfilled"))
            elif text:
                try:
                    found[key] = read_length(text, *MEASURES[key][1])
                except InputError as error:
                    self._fields[side, key].fault(" ".join(self.phrases.error(error)))
        if any(self._fields[side, key].fault_text for key in MEASURES):
            return None
        return Measured(**found)

    @Slot()
    def forget(self) -> None:
        """Print on this printer as it is; can be taken back."""
        self._change(self._printer, None, "forgotten")
        self.print_button.setFocus()

    def _change(self, printer: str, sides: PrinterSides | None, said: str) -> None:
        kept = dict(self.context.settings.printers)
        self._before = (printer, kept.pop(printer, None))
        if sides is not None:
            kept[printer] = sides
        self.context.keep(printers=kept)
        self._show_kept()
        self.context.offered.emit(self.say(said, printer=printer), self.say("take_back"), self.take_back, False)

    @Slot()
    def take_back(self) -> None:
        """Bring back what was kept before the last change."""
        printer, sides = self._before
        kept = dict(self.context.settings.printers)
        kept.pop(printer, None)
        if sides is not None:
            kept[printer] = sides
        self.context.keep(printers=kept)
        self.context.message.emit(self.say("taken_back", printer=printer))
        self._show_kept()

    @Slot()
    def _to_card(self) -> None:
        self.context.go.emit("card", "")
