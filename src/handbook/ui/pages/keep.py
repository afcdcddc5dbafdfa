"""Keeping the record: backups, passphrase, lock, what stays readable, and the ways to history and people."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton

from handbook.record import CARD_KEYS, Store
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.pages.keep_backups import BackupSheet
from handbook.ui.pages.keep_passphrase import PassphraseSheet
from handbook.ui.widgets import Sheet, button, flow, label
from handbook.ui.widgets.measure import Measure

MINUTES = (0, 5, 15, 30)


class KeepPage(Page):
    """Nothing here has to be done: without a passphrase the record is kept just as safely against loss."""

    place = "keep"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.subtitle = self.say("subtitle")
        self.backups = BackupSheet(context)
        self.column.addWidget(self.backups)
        self.passphrase = PassphraseSheet(context, self)
        self.passphrase.changed.connect(self._passphrase_changed)
        self.column.addWidget(self.passphrase)
        self.column.addWidget(self._lock())
        self.column.addWidget(self._card())
        more = Sheet(self.theme, self.say("more"))
        more.add(Measure(self.theme, label(self.say("history_why"), "soft"), size=15))
        more.add(
            flow(
                button(self.say("history"), self._history),
                button(self.say("people"), self._people),
                gap=self.theme.px(8),
            )
        )
        self.column.addWidget(more)
        self.column.addWidget(flow(button(self.say("back"), self._back)))
        self.column.addStretch(1)
        self._passphrase_changed()

    @property
    def busy(self) -> bool:
        """Whether a file beside the record is being read or written."""
        return self.backups.busy

    def refresh(self) -> None:
        """See what lies in the folders, and what card.toml may say."""
        self.backups.look()
        self.context.bridge.ask(Store.left_off_card, self._left_off)

    def open(self, detail: str) -> None:
        """``passphrase`` leads to that field."""
        if detail == "passphrase":
            QTimer.singleShot(0, self._to_passphrase)

    def look_into(self, path: Path) -> None:
        """Show what is in a backup."""
        self.look_at(self.backups)
        self.backups.look_into(path)

    @Slot()
    def _to_passphrase(self) -> None:
        self.look_at(self.passphrase.begin)

    def _lock(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("lock_title"), gap=12)
        self._lock_words = label("", selectable=False)
        sheet.add(Measure(self.theme, self._lock_words))
        self.lock_now = button(self.say("lock_now"), self.context.lock.emit)
        sheet.add(flow(self.lock_now))
        sheet.add(label(self.say("idle"), "soft"))
        self.idle = QButtonGroup(self)
        presses = []
        for minutes in MINUTES:
            words = self.say("minutes", n=minutes) if minutes else self.say("never")
            press = QRadioButton(words)
            press.setAccessibleName(f"{self.say('idle')} {words}")
            press.setChecked(minutes == self.context.settings.lock_after)
            self.idle.addButton(press, minutes)
            presses.append(press)
        self.idle.idClicked.connect(self._idle_chosen)
        sheet.add(flow(*presses, gap=self.theme.px(18)))
        sheet.add(Measure(self.theme, label(self.say("idle_why"), "soft"), size=15))
        return sheet

    @Slot(int)
    def _idle_chosen(self, minutes: int) -> None:
        self.context.keep(lock_after=minutes)

    @Slot()
    def _passphrase_changed(self) -> None:
        protected = self.context.closed is None and self.context.bridge.record.passphrase_set_at is not None
        self._lock_words.setText(self.say("lock_why" if protected else "lock_needs"))
        self.lock_now.setEnabled(protected)
        self.backups.look()

    def _card(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("card_title"), gap=6)
        sheet.add(Measure(self.theme, label(self.say("card_why"), "soft"), size=15))
        self.on_card: dict[str, QCheckBox] = {}
        for key in CARD_KEYS:
            box = QCheckBox(self.say(f"card_{key}"))
            box.setProperty("key", key)
            box.setAccessibleName(f"{self.say('card_title')} {box.text()}")
            box.clicked.connect(self._card_pressed)
            self.on_card[key] = box
        sheet.add(flow(*self.on_card.values(), gap=self.theme.px(18)))
        return sheet

    @Slot(object)
    def _left_off(self, keys: frozenset[str]) -> None:
        for key, box in self.on_card.items():
            box.setChecked(key not in keys)

    @Slot()
    def _card_pressed(self) -> None:
        sender = self.sender()
        if isinstance(sender, QCheckBox):
            self.context.bridge.do(
                partial(Store.set_on_card, key=str(sender.property("key")), shown=sender.isChecked())
            )

    @Slot()
    def _history(self) -> None:
        self.context.go.emit("history", "")

    @Slot()
    def _people(self) -> None:
        self.context.go.emit("people", "")

    @Slot()
    def _back(self) -> None:
        self.context.go.emit("settings", "")
