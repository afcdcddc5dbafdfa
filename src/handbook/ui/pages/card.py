"""The pocket card: fill it, see it as it prints, print it, save it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from handbook import tasks
from handbook.domain import FaultList, HandbookError, Person, Told, clean_field
from handbook.ui import background
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.pages.card_choices import CardChoices
from handbook.ui.saving import SheetOut
from handbook.ui.widgets import Columns, Field, Sheet, button, flow, label, line_edit
from handbook.ui.widgets.drawing import Canvas
from handbook.ui.widgets.preview import Preview

GROUPS = (
    ("patient", ("name", "name_latin", "birth_date", "record_number", "allergies")),
    ("treatment", ("product", "product_generic", "batch", "disease", "infusion_date")),
    ("contacts", ("phone_24h", "hospital", "department", "physician", "caregiver", "caregiver_phone")),
)
"""The fields of the card, in reading order."""

OF_THE_TEAM = {"phone_24h": "phone_24h", "hospital": "name", "department": "department"}
"""Fields of the card whose one home is our team's numbers."""

LEAST, GAP = 330, 22
"""The least width of each of the two columns at 100 %, and the gap between them."""

AROUND, LOWEST = 150, 360
"""What stands above and below the preview at 100 %, and how high it may become in the lowest window."""

TYPING_MS = 350


@dataclass(frozen=True, slots=True)
class Made:
    """A card as it prints: the PDF, the size of its pages in points, and what is left to the pen."""

    pdf: bytes
    points: tuple[tuple[float, float], ...]
    missing: tuple[str, ...]


class CardPage(Page):
    """On the left what is written and how it is printed, on the right the card itself."""

    place = "card"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.subtitle = self.say("subtitle")
        self._inputs: dict[str, QLineEdit] = {}
        self._fields: dict[str, Field] = {}
        self._too_long: dict[str, str] = {}
        self._out = SheetOut(context, self)
        self._making = 0
        self._wanted = False
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._make)
        self._beside = True
        across = Columns(least=self.theme.px(LEAST), gap=self.theme.px(GAP), weights=(9, 13))
        beside = [] if self.theme.elder else self._form()
        self._left_cell = across.add(self._printing(), self._options(), *beside)
        self._right_cell = across.add(self._preview_sheet())
        self.column.addWidget(across)
        if self.theme.elder:  # in large type a line of the form needs the whole width
            for sheet in self._form():
                self.column.addWidget(sheet)
        self.column.addStretch(1)
        self.verticalScrollBar().valueChanged.connect(self._keep_in_sight)
        self.refresh()

    # -- what is on the page -----------------------------------------------------------------------------------

    def _printing(self) -> Sheet:
        """First of all, so that nobody has to look for it."""
        sheet = Sheet(self.theme)
        self.print_button = button(self.say("print"), self.print_card, role="primary")
        self.save_button = button(self.say("save"), self.save_card)
        self.blank_button = button(self.say("blank"), self.save_blank)
        self._missing = label("", "soft")
        others = flow(self.save_button, self.blank_button, gap=self.theme.px(8))
        sheet.add(self.print_button, others, self._missing)
        return sheet

    def _options(self) -> Sheet:
        self.choices = CardChoices(self.context, self.draft)
        self.choices.changed.connect(self._make)
        return self.choices

    def _form(self) -> list[Sheet]:
        sheets = []
        for group, keys in GROUPS:
            sheet = Sheet(self.theme, self.say(f"group_{group}"), gap=12)
            for key in keys:
                control = line_edit()
                control.setProperty("key", key)
                control.textEdited.connect(self._typed)
                control.editingFinished.connect(self._left)
                field = Field(self.theme, self.say(f"field_{key}"), control, hint=self.say(f"hint_{key}"))
                self._inputs[key], self._fields[key] = control, field
                sheet.add(field)
            sheets.append(sheet)
        return sheets

    def _preview_sheet(self) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._above = QWidget()
        self._above.setFixedHeight(0)
        column.addWidget(self._above)
        self._sheet = Sheet(self.theme, role="wash")
        self.preview = Preview(self.context)
        self._size = label("", "soft")
        self._size.setMinimumHeight(self.theme.target)
        self._size.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.proof_button = button(self.phrases("place.proof.name"), self._proof, role="link")
        self._paper = flow(self._size, self.proof_button, gap=self.theme.px(8))
        self._fault = label("", "error")
        self._fault.hide()
        self._sheet.add(self._fault, self.preview, self._paper, self._folding())
        column.addWidget(self._sheet)
        column.addStretch(1)
        return cell

    def _folding(self) -> QWidget:
        """How to fold what was printed, a picture and words for each format that is folded."""
        colours = self.theme.colours
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(8))
        column.addWidget(label(self.context.words("fold.title"), "strong"))
        self._folds: dict[str, tuple[QWidget, ...]] = {}
        hows: tuple[tuple[Literal["fold-booklet", "fold-card"], str], ...]
        hows = (("fold-booklet", "card.fold"), ("fold-card", "fold.how"))
        for name, how in hows:
            drawn = tasks.fold_picture(name, ink=colours.ink, wash=colours.paper, paper_colour=colours.sheet)
            canvas = Canvas(drawn.svg, drawn.width, drawn.height, self.theme.px(1.6 * drawn.width))
            canvas.setAccessibleName(self.context.words("fold.title"))
            self._folds[name] = (canvas, label(self.context.words(how)))
            for part in self._folds[name]:
                column.addWidget(part)
        self._fold = whole
        return whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is one column the card stands below its choices, not below the whole form."""
        super().resizeEvent(event)
        room = self.viewport().height() - self.theme.px(AROUND)
        self.preview.view.set_room(max(room, self.theme.px(LOWEST)))
        beside = self.viewport().width() >= self.theme.px(2 * LEAST + GAP + 32)
        if beside == self._beside:
            return
        self._beside = beside
        self._above.setFixedHeight(0)
        column = (self._right_cell if beside else self._left_cell).layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1 if beside else 2, self._sheet)
        self._right_cell.setVisible(beside)
        self._order_of_tab()

    def _order_of_tab(self) -> None:
        """Tab follows the eye: to the card after the choices, or after the form beside it."""
        inputs, shown = list(self._inputs.values()), [*self.preview.controls, self.proof_button]
        seen = [*shown, *inputs] if not self._beside else [*inputs, *shown]
        for before, after in pairwise([self.choices.last, *seen]):
            QWidget.setTabOrder(before, after)

    @Slot(int)
    def _keep_in_sight(self, value: int) -> None:
        """Let the card follow while the form beside it is scrolled."""
        if not self._beside:
            return
        cell = self._sheet.parentWidget()
        if cell is None:
            return
        top = cell.mapTo(self.content, cell.rect().topLeft()).y()
        room = cell.height() - self._sheet.height()
        beyond = max(0, self._sheet.height() - self.viewport().height())
        self._above.setFixedHeight(max(0, min(value - top - beyond, room)))

    # -- what is written ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what is kept, except where something is being typed or stands with a fault beside it."""
        kept = self._kept()
        for key, control in self._inputs.items():
            draft = self.draft.get(key)
            if isinstance(draft, str):
                control.setText(draft)
                control.setCursorPosition(0)
                self._cleaned(key)
            elif not control.hasFocus() and not control.isModified():
                control.setText(kept[key])
                control.setCursorPosition(0)  # the beginning of a long text is what is looked for
        self._make()

    def open(self, detail: str) -> None:
        """``print`` puts the focus on the print button, a field's key on that field."""
        if detail == "print":
            self.print_button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif detail in self._inputs:
            self._inputs[detail].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _kept(self) -> dict[str, str]:
        state = self.context.state
        shown = {key: state.person.get(key, "") for key in self._inputs}
        for key, number in OF_THE_TEAM.items():
            shown[key] = state.numbers[number].value if number in state.numbers else ""
        return shown

    @Slot(str)
    def _typed(self, _text: str) -> None:
        sender = self.sender()
        if isinstance(sender, QLineEdit):
            self.draft[str(sender.property("key"))] = sender.text()
        self._typing.start()

    @Slot()
    def _left(self) -> None:
        sender = self.sender()
        if not isinstance(sender, QLineEdit):
            return
        key, text = str(sender.property("key")), sender.text().strip()
        if self._cleaned(key) is None:
            return
        self.draft.pop(key, None)
        sender.setModified(False)
        if text == self._kept()[key]:
            return
        if key in OF_THE_TEAM:
            number, old = OF_THE_TEAM[key], self.context.state.numbers.get(OF_THE_TEAM[key])
            told = Told(text, old.by if old else "", old.on if old else None) if text else None
            self.context.bridge.do(lambda store: store.set_number(number, told))
        else:
            self.context.bridge.do(lambda store: store.set_person(key, text))

    def _cleaned(self, key: str) -> object | None:
        """The checked value of a field, "" if empty, None (and a sentence beside it) if it cannot be taken."""
        text = self._inputs[key].text().strip()
        try:
            value = clean_field(key, text) if text else ""
        except HandbookError as error:
            self._fields[key].fault(" ".join(self.phrases.error(error)))
            return None
        self._fields[key].fault(self._too_long.get(key, ""))
        return value

    def _person(self) -> Person | None:
        """The person as typed; None while nothing is written, which prints the blank card."""
        values = {key: value for key in self._inputs if (value := self._cleaned(key))}
        return Person(**values) if values else None  # type: ignore[arg-type]  # checked field by field

    # -- the card ----------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether a preview is being made."""
        return self._making > 0 or self._typing.isActive() or self._out.busy or self.preview.busy

    def _job(self, person: Person | None) -> partial[bytes]:
        context = self.context
        return partial(
            tasks.make_card,
            context.book,
            person,
            kit=context.kit,
            numbers=context.numbers,
            languages=self.choices.languages,
            format=self.choices.format,
            which=self.choices.which,
            paper_size=self.choices.paper,
            qr=self.choices.code,
            printed_on=context.today(),
        )

    @Slot()
    def _make(self) -> None:
        self._typing.stop()
        if self._making:
            self._wanted = True  # one at a time; the newest wins
            return
        self._making += 1
        person = self._person()
        self._step, folded = self.choices.offer.step, self.choices.offer.folded
        self._fold.setVisible(bool(folded))
        for name, parts in self._folds.items():
            for part in parts:
                part.setVisible(name == folded)
        missing = partial(tasks.blank_fields, self.context.book, person, self.context.numbers, self.choices.languages)
        background.run(partial(_made, self._job(person), missing), done=self._made, failed=self._failed, bug=self._bug)

    @Slot(object)
    def _made(self, result: Made) -> None:
        self._show_faults({})
        self._fault.hide()
        for part in (self.preview, self._paper):
            part.show()
        self.preview.show_pdf(result.pdf, result.points, self._step)
        width, height = (points * 25.4 / 72 for points in result.points[0])
        count = len(result.points)
        self._size.setText(self.say("size", width=f"{round(width, 2):g}", height=f"{round(height, 2):g}", pages=count))
        self._show_missing(result.missing)
        self._over()

    @Slot(object)
    def _failed(self, error: HandbookError) -> None:
        """No card can be made: what is wrong stands beside the field and in place of the card, never an older card."""
        faults = error.faults if isinstance(error, FaultList) else (error,)
        beside: dict[str, str] = {}
        sentences = []
        for fault in faults:
            key = str(fault.params.get("key", ""))
            if key in self._inputs:  # in the words of the window
                named = fault.params | {"key": self.say(f"field_{key}")}
                fault = type(fault)(fault.code, where=fault.where, **named)  # noqa: PLW2901
                beside[key] = " ".join(self.phrases.error(fault))
            sentences += self.phrases.error(fault)
        self._show_faults(beside)
        self._fault.setText("\n".join(sentences))
        self._fault.show()
        for part in (self.preview, self._paper):
            part.hide()
        self._over()

    def _show_faults(self, beside: dict[str, str]) -> None:
        """What does not fit on paper, beside its field; a fault of the typing goes before."""
        changed = self._too_long.keys() | beside.keys()
        self._too_long = beside
        for key in changed:
            self._cleaned(key)

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self._over()
        self.context.bridge.crashed.emit(error)

    def _over(self) -> None:
        self._making -= 1
        if self._wanted:
            self._wanted = False
            self._make()

    def _show_missing(self, keys: tuple[str, ...]) -> None:
        words = self.context.words
        fields = [self.say(f"field_{key}") for key in keys if key in self._inputs]
        numbers = [words(f"numbers.{key}") for key in keys if key not in self._inputs]
        lines = [
            self.say(kind, names=self.say("list").join(names))
            for kind, names in (("missing_fields", fields), ("missing_numbers", numbers))
            if names
        ]
        self._missing.setText("\n".join(lines) or self.say("missing_nothing"))

    # -- printing and saving -----------------------------------------------------------------------------------

    @Slot()
    def save_card(self) -> None:
        """Save the PDF where the person says."""
        self._out.save(self.say("save"), self.say("file_name"), self._job(self._person()))

    @Slot()
    def save_blank(self) -> None:
        """Save a card with nothing on it but lines for a pen."""
        self._out.save(self.say("save"), self.say("file_name_blank"), self._job(None))

    @Slot()
    def _proof(self) -> None:
        self.context.go.emit("proof", "")

    @Slot()
    def print_card(self) -> None:
        """Print what is shown, through the system's print dialog."""
        self._out.print(self.say("print"), self._job(self._person()))


def _made(job: partial[bytes], missing: partial[tuple[str, ...]]) -> Made:
    pdf = job()
    return Made(pdf, tasks.page_points(pdf), missing())
