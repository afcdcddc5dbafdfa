"""The rows of what a product is made of: a name and a strength each."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from handbook.domain import Ingredient, InputError, clean_text
from handbook.ui.pages.medicine_fields import Fields
from handbook.ui.widgets import Columns, button, flow, label, line_edit, row
from handbook.ui.widgets.safer import Safer


class Ingredients(QWidget):
    """Rows that are added and taken away one by one; rows in which nothing stands are not kept."""

    offered = Signal(object, object)
    """A new row and the button below it, both to be seen."""

    def __init__(self, fields: Fields) -> None:
        super().__init__()
        self._made = fields
        self._say, self._theme = fields.say, fields.context.theme
        self._names: list[QLineEdit] = []
        self._strengths: list[QLineEdit] = []
        self._fault = label("", "error")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(self._theme.px(6))
        self._column.addWidget(label(self._say("ingredients"), "soft"))
        self._body = QWidget()
        self._column.addWidget(self._body)
        self._column.addWidget(self._fault)
        self._fault.hide()
        self.add = button(self._say("ingredient_add"), self._add)
        self._column.addWidget(flow(self.add))
        self._build(fields.draft["ingredients"])

    def boxes(self, number: int) -> tuple[QLineEdit, QLineEdit]:
        """Name and strength of a row, counted from 0."""
        return self._names[number], self._strengths[number]

    def remove(self, number: int) -> QPushButton:
        """The button that takes a row away."""
        return self._removes[number]

    def safer(self, number: int) -> Safer:
        """What is proposed for the strength of a row."""
        return self._safer[number]

    def _build(self, pairs: list[list[str]]) -> None:
        theme = self._theme
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self._names, self._strengths = [], []
        self._removes: list[QPushButton] = []
        self._safer: list[Safer] = []
        settled = {strength for _, strength in self._made.before["ingredients"]}
        head = self._across()
        for key in ("ingredient_name", "ingredient_strength"):
            head.add(label(self._say(key), "soft"))
        column.addWidget(head)
        for number, (name, strength) in enumerate(pairs):
            place = {"n": number + 1}
            boxes = line_edit(name), line_edit(strength)
            for box, key in zip(boxes, ("ingredient_name", "ingredient_strength"), strict=True):
                box.setAccessibleName(f"{self._say('ingredient', **place)} {self._say(key)}")
                box.textEdited.connect(self.read)
            self._names.append(boxes[0])
            self._strengths.append(boxes[1])
            away = button(self._say("ingredient_remove"), self._remove, role="link")
            away.setAccessibleName(self._say("ingredient_remove_name", **place))
            away.setProperty("number", number)
            self._removes.append(away)
            across = self._across()
            across.add(boxes[0])
            across.add(row(boxes[1], away, gap=theme.px(10), stretch=False))
            self._safer.append(Safer(self._made.context, boxes[1], strength if strength in settled else ""))
            column.addWidget(across)
            column.addWidget(self._safer[-1])
        self._column.replaceWidget(self._body, rows)
        self._body.hide()
        self._body.deleteLater()
        self._body = rows
        rows.setVisible(bool(pairs))

    def _across(self) -> Columns:
        """Name and strength side by side, below each other in a narrow window."""
        gap = self._theme.px(10)
        return Columns(least=self._theme.px(200), gap=gap, weights=(1, 1), below=self._theme.px(4))

    @property
    def rows(self) -> list[list[str]]:
        """Name and strength of every row as they stand in the boxes, empty ones too."""
        return [[name.text(), strength.text()] for name, strength in zip(self._names, self._strengths, strict=True)]

    @Slot()
    def read(self) -> None:
        """Put the rows into the draft."""
        self._made.draft["ingredients"] = [pair for pair in self.rows if any(text.strip() for text in pair)]

    @Slot()
    def _add(self) -> None:
        self._build([*self.rows, ["", ""]])
        self._names[-1].setFocus()
        QTimer.singleShot(0, self._offer)

    @Slot()
    def _offer(self) -> None:
        if self._names:
            self.offered.emit(self._names[-1], self.add)

    @Slot()
    def _remove(self) -> None:
        sender = self.sender()
        if sender is not None:
            number = int(sender.property("number"))
            pairs = self.rows
            del pairs[number]
            self._build(pairs)
            self.read()
            following = self._names[min(number, len(pairs) - 1)] if pairs else self.add
            following.setFocus()

    def wrong(self) -> list[QWidget]:
        """The boxes that cannot be written down; a sentence stands below the rows."""
        self._fault.setText("")
        found: list[QWidget] = []
        for number, (name, strength) in enumerate(zip(self._names, self._strengths, strict=True), 1):
            which = self._say("ingredient", n=number)
            if strength.text().strip() and not name.text().strip():
                found.append(self._refused(name, self._say("ingredient_no_name", n=number)))
            for box in (name, strength):
                try:
                    clean_text(which, box.text())
                except InputError as error:
                    found.append(self._refused(box, " ".join(self._made.context.phrases.error(error))))
        self._fault.setVisible(bool(found))
        return found

    def _refused(self, box: QLineEdit, sentence: str) -> QLineEdit:
        self._fault.setText("\n".join(filter(None, (self._fault.text(), sentence))))
        return box

    @property
    def fault_text(self) -> str:
        """What stands below the rows."""
        return self._fault.text()

    def kept(self) -> tuple[Ingredient, ...]:
        """The rows as the record keeps them."""
        return tuple(Ingredient(name.strip(), strength.strip()) for name, strength in self._made.draft["ingredients"])
