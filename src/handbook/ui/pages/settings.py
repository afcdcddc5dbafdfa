"""Settings: language, theme, text size, and the way to our team's numbers."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton

from handbook.settings import SCALES
from handbook.ui import theme
from handbook.ui.context import Context
from handbook.ui.kit_in_use import kit_sentence
from handbook.ui.pages.base import Page
from handbook.ui.widgets import Sheet, button, flow, label
from handbook.ui.widgets.measure import Measure

LANGUAGES = (("zh-Hans", "简体中文"), ("en", "English"))


class SettingsPage(Page):
    """Everything here takes effect at once; there is nothing to confirm."""

    place = "settings"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        kept = context.settings
        self._groups: list[QButtonGroup] = []
        self._row("language", list(LANGUAGES), kept.language)
        self._row("theme", [(name, self.say(f"theme_{name}")) for name in theme.NAMES], kept.theme)
        self._row("scale", [(str(scale), f"{scale} %") for scale in SCALES], str(kept.scale))
        team = Sheet(self.theme, self.phrases("place.team.name"))
        team.add(Measure(self.theme, label(self.say("team_why"), "soft"), size=15))
        team.add(flow(button(self.say("team"), self._team)))
        self.column.addWidget(team)
        kit = Sheet(self.theme, self.phrases("place.kit.title"))
        kit.add(Measure(self.theme, label(kit_sentence(context), "soft"), size=15))
        kit.add(flow(button(self.say("kit"), self._kit)))
        self.column.addWidget(kit)
        about = Sheet(self.theme, self.say("about"))
        about.add(Measure(self.theme, label(self.say("about_text", version=context.book.version))))
        about.add(label(self.say("folder", path=str(context.data_dir)), "soft", selectable=True))
        self.column.addWidget(about)
        self.column.addStretch(1)

    def _row(self, name: str, options: list[tuple[str, str]], current: str) -> None:
        sheet = Sheet(self.theme, self.say(name))
        group = QButtonGroup(self)
        group.setObjectName(name)
        buttons = []
        for number, (key, words) in enumerate(options):
            press = QRadioButton(words)
            press.setAccessibleName(f"{self.say(name)} {words}")
            press.setProperty("key", key)
            press.setChecked(key == current)
            group.addButton(press, number)
            buttons.append(press)
        group.buttonClicked.connect(self._chosen)
        self._groups.append(group)
        sheet.add(flow(*buttons, gap=self.theme.px(18)))
        self.column.addWidget(sheet)

    @Slot(object)
    def _chosen(self, press: QRadioButton) -> None:
        sender = self.sender()
        assert isinstance(sender, QButtonGroup)  # noqa: S101  # connected above
        key = press.property("key")
        self.context.keep(**{sender.objectName(): int(key) if sender.objectName() == "scale" else key})

    @Slot()
    def _team(self) -> None:
        self.context.go.emit("team", "")

    @Slot()
    def _kit(self) -> None:
        self.context.go.emit("kit", "")
