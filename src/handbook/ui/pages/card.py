"""The pocket card: fill it, see it as it prints, print it, save it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QLineEdit, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from handbook import tasks
from handbook.domain import HandbookError, Person, Told, clean_field, paper_languages
from handbook.ui import background
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.saving import SheetOut, page_images
from handbook.ui.widgets import Columns, Field, Sheet, button, flow, label, line_edit

GROUPS = (
    ("patient", ("name", "name_latin", "birth_date", "record_number", "allergies")),
    ("treatment", ("product", "product_generic", "batch", "disease", "infusion_date")),
    ("contacts", ("phone_24h", "hospital", "department", "physician", "caregiver", "caregiver_phone")),
)
"""The fields of the card, in reading order."""

OF_THE_TEAM = {"phone_24h": "phone_24h", "hospital": "name", "department": "department"}
"""Fields of the card whose one home is our team's numbers."""

FORMATS = ("booklet", "bank")
LEAST, GAP = 330, 22
"""The least width of each of the two columns at 100 %, and the gap between them."""

TYPING_MS = 350
PREVIEW_DPI = 130.0


@dataclass(frozen=True, slots=True)
class Rendered:
    """A card as it prints: its pages, the size of a page in millimetres, and what is left to the pen."""

    images: list[QImage]
    size_mm: tuple[float, float]
    missing: tuple[str, ...]


class Preview(QWidget):
    """The pages of the PDF below each other, as wide as there is room, never larger than was rendered."""

    def __init__(self, gap: int, name: str) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(gap)
        self._pages: list[tuple[QLabel, QPixmap]] = []
        self._name = name

    def show_pages(self, pixmaps: list[QPixmap]) -> None:
        """Show the pages of a new rendering."""
        for old, _ in self._pages:
            old.hide()
            old.deleteLater()
        self._pages = []
        for number, pixmap in enumerate(pixmaps, start=1):
            sheet = QLabel()
            sheet.setAccessibleName(f"{self._name} {number}")
            sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            sheet.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._column.addWidget(sheet)
            self._pages.append((sheet, pixmap))
        self._fit()

    @property
    def count(self) -> int:
        """How many pages are shown."""
        return len(self._pages)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for sheet, pixmap in self._pages:
            ratio = self.devicePixelRatioF()
            wide = min(round(self.width() * ratio), pixmap.width())
            shown = pixmap.scaledToWidth(max(1, wide), Qt.TransformationMode.SmoothTransformation)
            shown.setDevicePixelRatio(ratio)
            sheet.setPixmap(shown)
            sheet.setFixedHeight(round(shown.height() / ratio))


class CardPage(Page):
    """On the left what is written and how it is printed, on the right the card itself."""

    place = "card"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.subtitle = self.say("subtitle")
        self._inputs: dict[str, QLineEdit] = {}
        self._fields: dict[str, Field] = {}
        self._out = SheetOut(context, self)
        self._making = 0
        self._wanted = False
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._make)
        self._beside = True
        across = Columns(least=self.theme.px(LEAST), gap=self.theme.px(GAP), weights=(9, 13))
        self._left_cell = across.add(self._options(), *self._form())
        self._right_cell = across.add(self._preview_sheet())
        self.column.addWidget(across)
        self.column.addStretch(1)
        self.verticalScrollBar().valueChanged.connect(self._keep_in_sight)
        self.refresh()

    # -- what is on the page -----------------------------------------------------------------------------------

    def _options(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("format"))
        kept = self.context.settings
        sheet.add(
            self._radios("card_format", [(name, self.say(f"format_{name}")) for name in FORMATS], kept.card_format)
        )
        sheet.add(label(self.say("language"), "heading"))
        languages = [(name, self.say(f"language_{name.replace('+', '_')}")) for name in ("zh-Hans", "en", "zh-Hans+en")]
        sheet.add(self._radios("card_language", languages, kept.card_language))
        sheet.add(label(self.say("missing"), "heading"))
        self._missing = label("")
        sheet.add(self._missing)
        self.print_button = button(self.say("print"), self.print_card, role="primary")
        self.save_button = button(self.say("save"), self.save_card)
        self.blank_button = button(self.say("blank"), self.save_blank)
        sheet.add(self.print_button, self.save_button, self.blank_button)
        return sheet

    def _radios(self, name: str, options: list[tuple[str, str]], current: str) -> QWidget:
        group = QButtonGroup(self)
        group.setObjectName(name)
        made = []
        for key, words in options:
            press = QRadioButton(words)
            press.setAccessibleName(words)
            press.setProperty("key", key)
            press.setChecked(key == current)
            group.addButton(press)
            made.append(press)
        group.buttonClicked.connect(self._option_chosen)
        return flow(*made, gap=self.theme.px(14))

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
        self.preview = Preview(self.theme.px(14), self.say("preview"))
        self._size = label("", "soft")
        self._fault = label("", "error")
        self._fault.hide()
        self._sheet.add(self._fault, self.preview, self._size)
        column.addWidget(self._sheet)
        column.addStretch(1)
        return cell

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is one column the card stands below its choices, not below the whole form."""
        super().resizeEvent(event)
        beside = self.viewport().width() >= self.theme.px(2 * LEAST + GAP + 32)
        if beside == self._beside:
            return
        self._beside = beside
        self._above.setFixedHeight(0)
        column = (self._right_cell if beside else self._left_cell).layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, self._sheet)
        self._right_cell.setVisible(beside)

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
        self._above.setFixedHeight(max(0, min(value - top, room)))

    # -- what is written ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what is kept, except where something is being typed or stands with a fault beside it."""
        kept = self._kept()
        for key, control in self._inputs.items():
            draft = self.draft.get(key)
            if isinstance(draft, str):
                control.setText(draft)
                self._cleaned(key)
            elif not control.hasFocus() and not control.isModified():
                control.setText(kept[key])
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
        self._fields[key].fault("")
        return value

    def _person(self) -> Person | None:
        """The person as typed; None while nothing is written, which prints the blank card."""
        values = {key: value for key in self._inputs if (value := self._cleaned(key))}
        return Person(**values) if values else None  # type: ignore[arg-type]  # checked field by field

    # -- the card ----------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether a preview is being made."""
        return self._making > 0 or self._typing.isActive() or self._out.busy

    def _job(self, person: Person | None) -> partial[bytes]:
        context = self.context
        return partial(
            tasks.make_card,
            context.book,
            person,
            kit=context.kit,
            numbers=context.numbers,
            languages=paper_languages(context.settings.card_language),
            format=context.settings.card_format,
            which="both",
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
        languages = paper_languages(self.context.settings.card_language)
        missing = partial(tasks.blank_fields, self.context.book, person, self.context.numbers, languages)
        background.run(
            partial(_rendered, self._job(person), missing), done=self._made, failed=self._failed, bug=self._bug
        )

    @Slot(object)
    def _made(self, result: Rendered) -> None:
        self._fault.hide()
        self.preview.show_pages([QPixmap.fromImage(image) for image in result.images])
        width, height = result.size_mm
        count = len(result.images)
        self._size.setText(self.say("size", width=f"{round(width, 2):g}", height=f"{round(height, 2):g}", pages=count))
        self._show_missing(result.missing)
        self._over()

    @Slot(object)
    def _failed(self, error: HandbookError) -> None:
        self._fault.setText(" ".join(self.phrases.error(error)))
        self._fault.show()
        self._over()

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

    @Slot(object)
    def _option_chosen(self, press: QRadioButton) -> None:
        sender = self.sender()
        if sender is not None:
            self.context.keep(**{sender.objectName(): press.property("key")})
            self._make()

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
    def print_card(self) -> None:
        """Print what is shown, through the system's print dialog."""
        self._out.print(self.say("print"), self._job(self._person()))


def _rendered(job: partial[bytes], missing: partial[tuple[str, ...]]) -> Rendered:
    pages = page_images(job(), PREVIEW_DPI)
    return Rendered([image for image, _ in pages], pages[0][1], missing())
