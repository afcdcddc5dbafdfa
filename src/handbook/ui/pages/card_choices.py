"""Beside the pocket card: print it, save it, and how it is printed."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from handbook import tasks
from handbook.domain import paper_languages
from handbook.tasks.printing import Format, Paper, Which
from handbook.ui.context import Context
from handbook.ui.widgets import Sheet, flow, label

FORMATS: tuple[Format, ...] = ("booklet", "fold", "bank", "large-print")
LANGUAGES = ("zh-Hans", "en", "zh-Hans+en")
WHICH: tuple[Which, ...] = ("both", "family", "doctor")
PAPERS: tuple[Paper, ...] = ("a4", "letter")


class CardChoices(Sheet):
    """How the card is printed. What does not go with the format is not offered, and a sentence says why.

    Format, language, paper and code are habits and kept in the settings. Which card is asked for this time is not: who
    printed the doctor's card once must not be without the family's a month later.
    """

    changed = Signal()

    def __init__(self, context: Context, draft: dict[str, object]) -> None:
        super().__init__(context.theme, gap=6)
        self._context, self._draft = context, draft
        self._groups: list[QButtonGroup] = []
        kept = context.settings
        self._add("format", "card_format", [(name, self._say(f"format_{name}")) for name in FORMATS], kept.card_format)
        words = [(name, self._say(f"language_{name.replace('+', '_')}")) for name in LANGUAGES]
        self._add("language", "card_language", words, kept.card_language)
        self._which = self._add("which", "which", [(name, self._say(f"which_{name}")) for name in WHICH], self.which)
        self._paper = self._add("paper", "paper", [(name, self._say(f"paper_{name}")) for name in PAPERS], kept.paper)
        self._code = QCheckBox(self._say("qr"))
        self._code.setAccessibleName(self._say("qr"))
        self._code.setChecked(kept.card_qr)
        self._code.clicked.connect(self._code_chosen)
        self._note = label("", "soft")
        self.add(self._code, self._note)
        self._settle()

    def _say(self, key: str) -> str:
        return self._context.phrases(f"place.card.{key}")

    def _add(self, heading: str, name: str, options: list[tuple[str, str]], current: str) -> tuple[QWidget, ...]:
        group = QButtonGroup(self)
        group.setObjectName(name)
        made = []
        for key, words in options:
            press = QRadioButton(words)
            press.setAccessibleName(f"{self._say(heading)} {words}")
            press.setCursor(Qt.CursorShape.PointingHandCursor)
            press.setProperty("key", key)
            press.setChecked(key == current)
            group.addButton(press)
            made.append(press)
        group.buttonClicked.connect(self._chosen)
        self._groups.append(group)
        parts = label(self._say(heading), "soft"), flow(*made, gap=self._context.theme.px(4))
        self.add(*parts)
        return parts

    @property
    def last(self) -> QWidget:
        """What Tab reaches last."""
        return self._code

    # -- what holds --------------------------------------------------------------------------------------------

    @property
    def format(self) -> Format:
        """The format."""
        return self._context.settings.card_format

    @property
    def languages(self) -> tuple[str, ...]:
        """One language tag or two."""
        return paper_languages(self._context.settings.card_language)

    @property
    def offer(self) -> tasks.CardOffer:
        """What there is to choose beside the format."""
        return tasks.CARD_OFFERS[self.format]

    @property
    def which(self) -> Which:
        """The card that is asked for, as far as the format has it."""
        wanted = cast("Which", self._draft.get("which", "both"))
        return wanted if self.offer.has(wanted) else "both"

    @property
    def paper(self) -> Paper:
        """What lies in the printer."""
        return self._context.settings.paper

    @property
    def code(self) -> bool:
        """Whether a code is asked for where there can be one."""
        return self._context.settings.card_qr and self.offer.coded(self.which)

    def _settle(self) -> None:
        """Offer what goes with what is chosen."""
        offer = self.offer
        for parts, offered in ((self._which, len(offer.parts) > 1), (self._paper, bool(offer.papers))):
            for part in parts:
                part.setVisible(offered)
        self._code.setVisible(offer.coded(self.which))
        note = ""
        if offer.codes == "none":
            note = self._say("note_large-print")
        elif not offer.coded(self.which):
            note = self._say("note_doctor")
        elif self.code and offer.codes == "one" and len(self.languages) > 1:
            note = self._say("note_code")
        elif not offer.papers:
            note = self._say("note_bank")
        self._note.setText(note)
        self._note.setVisible(bool(note))

    @Slot(object)
    def _chosen(self, press: QRadioButton) -> None:
        sender = self.sender()
        if not isinstance(sender, QButtonGroup):
            return
        name, key = sender.objectName(), str(press.property("key"))
        if name == "which":
            self._draft["which"] = key
        else:
            self._context.keep(**{name: key})
        self._settle()
        self.changed.emit()

    @Slot(bool)
    def _code_chosen(self, wanted: bool) -> None:
        self._context.keep(card_qr=wanted)
        self._settle()
        self.changed.emit()
