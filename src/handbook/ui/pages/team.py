"""Our team's numbers: what differs from centre to centre, typed in by the family with who said it and when."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit

from handbook.clinic import check_number
from handbook.content import clinic_text
from handbook.domain import NUMBER_KEYS, HandbookError, InputError, Told, parse_day
from handbook.ui.context import Context
from handbook.ui.kit_in_use import kit_sentence
from handbook.ui.pages.base import Page
from handbook.ui.widgets import Columns, Field, Sheet, button, flow, label, line_edit, rule

GROUPS = (
    ("phones", ("phone_24h", "phone_day", "name", "department", "address")),
    ("watch", ("fever_line", "temperature_per_day", "daily_checks_days")),
    ("windows", ("near_days", "company_days", "no_driving_days", "irradiated_from_days")),
)
"""How the fields lie on the page, in reading order."""


class TeamPage(Page):
    """A row a number. A number is kept when the reader leaves its field or presses Enter; nothing has to be saved."""

    place = "team"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        assert {key for _, keys in GROUPS for key in keys} == set(NUMBER_KEYS)  # noqa: S101  # a new field needs a place
        self.subtitle = self.say("subtitle")
        self._fields: dict[str, Field] = {}
        self._inputs: dict[tuple[str, str], QLineEdit] = {}
        for group, keys in GROUPS:
            sheet = Sheet(self.theme, self.say(f"group_{group}"), gap=16)
            for number, key in enumerate(keys):
                if number:
                    sheet.add(rule())
                self._row(sheet, key)
            self.column.addWidget(sheet)
        self.column.addWidget(label(kit_sentence(context), "soft"))
        self.column.addWidget(
            flow(button(self.say("kit"), self._kit), button(self.say("back"), self._back), gap=self.theme.px(8))
        )
        self.column.addStretch(1)
        self.refresh()

    def _row(self, sheet: Sheet, key: str) -> None:
        words = self.context.words
        name = words(f"numbers.{key}")
        gap = self.theme.px(14)
        line = Columns(least=self.theme.px(240), gap=gap, weights=(1, 1), below=self.theme.px(6))
        told = Columns(least=self.theme.px(150), gap=gap, weights=(1, 1), below=self.theme.px(6))
        parts = (
            ("value", name, self._hint(key)),
            ("by", self.say("by"), ""),
            ("on", self.say("on"), ""),
        )
        for part, title, hint in parts:
            control = line_edit(placeholder=words("unset") if part == "value" else "")
            control.setProperty("key", key)
            control.editingFinished.connect(self._edited)
            field = Field(self.theme, title, control, hint=hint)
            if part != "value":
                control.setAccessibleName(f"{name} {title}")
            self._inputs[key, part] = control
            self._fields[f"{key}.{part}"] = field
            (line if part == "value" else told).add(field)
        line.add(told)
        sheet.add(line)

    def _hint(self, key: str) -> str:
        """What belongs here; where the clinic's kit has the field, what it says, because that is what holds."""
        kit = self.context.kit
        if kit is None or getattr(kit.numbers, key) is None:
            return self.say(f"unit_{key}")
        return self.say("kit_holds", value=clinic_text(key, kit.numbers, self.context.words))

    def refresh(self) -> None:
        """Show what is kept, except where something is being typed or stands with a fault beside it."""
        for key in NUMBER_KEYS:
            told = self.context.state.numbers.get(key)
            shown = {
                "value": told.value if told else "",
                "by": told.by if told else "",
                "on": told.on.isoformat() if told and told.on else "",
            }
            for part, text in shown.items():
                control = self._inputs[key, part]
                draft = self.draft.get(f"{key}.{part}")
                if isinstance(draft, str):
                    control.setText(draft)
                    self._check(key)
                elif not control.hasFocus() and not control.isModified():
                    control.setText(text)

    @Slot()
    def _edited(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._keep(str(sender.property("key")))

    def _keep(self, key: str) -> None:
        parts = {part: self._inputs[key, part].text().strip() for part in ("value", "by", "on")}
        if not self._check(key):
            for part, text in parts.items():
                self.draft[f"{key}.{part}"] = text
            return
        kept = self.context.state.numbers.get(key)
        for part, text in parts.items():
            self.draft.pop(f"{key}.{part}", None)
            self._inputs[key, part].setModified(False)
            if text and kept is None and not parts["value"]:  # who said it, and the number is yet to come
                self.draft[f"{key}.{part}"] = text
        told = None
        if parts["value"]:
            told = Told(parts["value"], by=parts["by"], on=parse_day(parts["on"]) if parts["on"] else None)
        if told != kept:
            self.context.bridge.do(lambda store: store.set_number(key, told))

    def _check(self, key: str) -> bool:
        """Put a sentence beside what cannot be read; True if all of the row can be."""
        value, on = self._inputs[key, "value"].text().strip(), self._inputs[key, "on"].text().strip()
        return self._try(f"{key}.value", key, value) and self._try_day(f"{key}.on", on)

    def _try(self, field: str, key: str, value: str) -> bool:
        try:
            if value:
                check_number(key, value)
        except HandbookError as error:
            self._fields[field].fault(" ".join(self.phrases.error(error)))
            return False
        self._fields[field].fault("")
        return True

    def _try_day(self, field: str, text: str) -> bool:
        try:
            if text:
                parse_day(text)
        except InputError as error:
            self._fields[field].fault(" ".join(self.phrases.error(error)))
            return False
        self._fields[field].fault("")
        return True

    @Slot()
    def _back(self) -> None:
        self.context.go.emit("settings", "")

    @Slot()
    def _kit(self) -> None:
        self.context.go.emit("kit", "")
