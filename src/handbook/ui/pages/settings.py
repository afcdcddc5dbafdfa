"""Settings: language, theme, text size, and the way to our team's numbers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from handbook.content import approval
from handbook.settings import PACES
from handbook.ui import theme
from handbook.ui.beside import MANUAL_START
from handbook.ui.context import Context
from handbook.ui.kit_in_use import kit_sentence
from handbook.ui.pages.base import Page
from handbook.ui.widgets import Sheet, button, flow, label
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.more import More

LANGUAGES = (("zh-Hans", "简体中文"), ("en", "English"))


class SettingsPage(Page):
    """Everything here takes effect at once; there is nothing to confirm."""

    place = "settings"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        kept = context.settings
        help_ = self._door(
            self.phrases("help.name"), self.phrases("help.open_why"), self.phrases("help.open"), self._manual
        )
        self.column.addWidget(help_)  # first: who is lost looks here
        self._groups: list[QButtonGroup] = []
        self._row("language", list(LANGUAGES), kept.language)
        themes = [(name, self.say(f"theme_{name}")) for name in ("system", *theme.NAMES)]
        self._row("theme", themes, kept.theme)
        view = context.view
        sizes = theme.scales(elder=view.elder)
        self._row("scale", [(str(size), f"{size} %") for size in sizes], str(min(view.scale, sizes[-1])))
        views = [("", self.say("elder_off")), ("elder", self.say("elder_on"))]
        elder = self._row("elder", views, "elder" if view.elder else "")
        elder.add(Measure(self.theme, label(self.say("elder_why"), "soft"), size=15))
        self._row("speech_pace", [(pace, self.say(f"pace_{pace}")) for pace in PACES], kept.speech_pace)
        say, text = self.say, self.phrases
        more: list[QWidget] = []
        for place in ("night", "keys"):
            door = (text(f"place.{place}.open_why"), text(f"place.{place}.open"), self._open)
            more.append(self._door(text(f"place.{place}.name"), *door, place=place))
        more += [
            self._door(text("place.team.name"), say("team_why"), say("team"), self._team),
            self._door(text("place.give.title"), text("place.give.open_why"), text("place.give.open"), self._give),
            self._door(text("place.keep.title"), say("keep_why"), say("keep"), self._keep),
            self._door(text("place.kit.title"), kit_sentence(context), say("kit"), self._kit),
            self._door(text("place.batch.title"), text("place.batch.open_why"), text("place.batch.open"), self._cards),
            self._door(text("place.proof.title"), say("proof_why"), say("proof"), self._proof),
        ]
        about, version = Sheet(self.theme, self.say("about")), context.book.version
        notice = approval(context.kit, context.words, version, context.today())
        about.add(Measure(self.theme, label(self.say("about_text", version=version, approval=notice))))
        about.add(label(self.say("folder", path=context.data_shown), "soft", selectable=True))
        more.append(about)
        self.column.addWidget(More(self.theme, self.phrases, *more))
        self.column.addStretch(1)

    def _door(self, title: str, why: str, words: str, pressed: Callable[[], object], place: str = "") -> Sheet:
        """A sheet that leads to another page."""
        sheet = Sheet(self.theme, title)
        sheet.add(Measure(self.theme, label(why, "soft"), size=15))
        press = button(words, pressed)
        press.setProperty("place", place)
        sheet.add(flow(press))
        return sheet

    def _row(self, name: str, options: list[tuple[str, str]], current: str) -> Sheet:
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
        return sheet

    @Slot(object)
    def _chosen(self, press: QRadioButton) -> None:
        sender = self.sender()
        assert isinstance(sender, QButtonGroup)  # noqa: S101  # connected above
        name, key = sender.objectName(), str(press.property("key"))
        self.context.keep(**{name: {"scale": int, "elder": bool}.get(name, str)(key)})

    @Slot()
    def _open(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.context.go.emit(str(sender.property("place")), "")

    @Slot()
    def _manual(self) -> None:
        self.context.go.emit("handbook", MANUAL_START)

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
