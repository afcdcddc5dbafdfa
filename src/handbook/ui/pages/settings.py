"""Settings: language, theme, text size, and the way to our team's numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton

from handbook.content import approval
from handbook.settings import PACES, SCALES
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
        self._row("speech_pace", [(pace, self.say(f"pace_{pace}")) for pace in PACES], kept.speech_pace)
        for place in ("night", "keys"):
            sheet = Sheet(self.theme, self.phrases(f"place.{place}.name"))
            sheet.add(Measure(self.theme, label(self.phrases(f"place.{place}.open_why"), "soft"), size=15))
            press = button(self.phrases(f"place.{place}.open"), self._open)
            press.setProperty("place", place)
            sheet.add(flow(press))
            self.column.addWidget(sheet)
        team = Sheet(self.theme, self.phrases("place.team.name"))
        team.add(Measure(self.theme, label(self.say("team_why"), "soft"), size=15))
        team.add(flow(button(self.say("team"), self._team)))
        self.column.addWidget(team)
        give = Sheet(self.theme, self.phrases("place.give.title"))
        give.add(Measure(self.theme, label(self.phrases("place.give.open_why"), "soft"), size=15))
        give.add(flow(button(self.phrases("place.give.open"), self._give)))
        self.column.addWidget(give)
        keep = Sheet(self.theme, self.phrases("place.keep.title"))
        keep.add(Measure(self.theme, label(self.say("keep_why"), "soft"), size=15))
        keep.add(flow(button(self.say("keep"), self._keep)))
        self.column.addWidget(keep)
        kit = Sheet(self.theme, self.phrases("place.kit.title"))
        kit.add(Measure(self.theme, label(kit_sentence(context), "soft"), size=15))
        kit.add(flow(button(self.say("kit"), self._kit)))
        self.column.addWidget(kit)
        cards = Sheet(self.theme, self.phrases("place.batch.title"))
        cards.add(Measure(self.theme, label(self.phrases("place.batch.open_why"), "soft"), size=15))
        cards.add(flow(button(self.phrases("place.batch.open"), self._cards)))
        self.column.addWidget(cards)
        proof = Sheet(self.theme, self.phrases("place.proof.title"))
        proof.add(Measure(self.theme, label(self.say("proof_why"), "soft"), size=15))
        proof.add(flow(button(self.say("proof"), self._proof)))
        self.column.addWidget(proof)
        about, version = Sheet(self.theme, self.say("about")), context.book.version
        notice = approval(context.kit, context.words, version, context.today())
        about.add(Measure(self.theme, label(self.say("about_text", version=version, approval=notice))))
        about.add(label(self.say("folder", path=context.data_shown), "soft", selectable=True))
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
        # Once the key is done with: an arrow gives the focus to its button, which must not be gone by then.
        group.buttonClicked.connect(self._chosen, Qt.ConnectionType.QueuedConnection)
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
    def _open(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.context.go.emit(str(sender.property("place")), "")

    @Slot()
    def _team(self) -> None:
        self.context.go.emit("team", "")

    @Slot()
    def _keep(self) -> None:
        self.context.go.emit("keep", "")

    @Slot()
    def _cards(self) -> None:
        self.context.go.emit("batch", "")

    @Slot()
    def _give(self) -> None:
        self.context.go.emit("give", "")

    @Slot()
    def _kit(self) -> None:
        self.context.go.emit("kit", "")

    @Slot()
    def _proof(self) -> None:
        self.context.go.emit("proof", "")
