"""The note of a symptom card: typed for one card, kept as a draft, and written down when the cursor leaves it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit

from handbook.domain import SymptomCard
from handbook.record import Done
from handbook.ui.context import Context
from handbook.ui.widgets import Field


def note_of(draft: dict[str, object]) -> str:
    """The id of the card for which a note is being typed, or ""."""
    typed = cast("dict[str, str]", draft.get("note") or {})
    return typed.get("card", "")


class Note(QPlainTextEdit):
    """Some lines of text; ``left`` is sent when the cursor leaves them. Tab goes on instead of writing a tab."""

    left = Signal()

    def __init__(self, height: int) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(height)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Time to keep what was typed."""
        super().focusOutEvent(event)
        self.left.emit()


class CardNote(Field):
    """The field of the note. ``in_use`` gives the card that is shown, ``card`` one by its id, which may be new.

    ``draft`` is the page's own: under ``note`` it has what is being typed (``text``) and for which ``card``, and
    ``waiting`` while the record is asked to keep it.
    """

    def __init__(
        self,
        context: Context,
        words: tuple[str, str],
        draft: dict[str, object],
        *,
        in_use: Callable[[], SymptomCard],
        card: Callable[[str], SymptomCard],
    ) -> None:
        theme = context.theme
        self.input = Note(theme.px(92))
        super().__init__(theme, words[0], self.input, hint=words[1])
        self._context, self._draft, self._in_use, self._card = context, draft, in_use, card
        self.setMaximumWidth(theme.px(38 * 18))
        self.input.textChanged.connect(self._typed)
        self.input.left.connect(self.keep)

    @property
    def draft(self) -> dict[str, Any] | None:
        """What is being typed and for which card, or None."""
        return cast("dict[str, Any] | None", self._draft.get("note"))

    def show_of(self, card: SymptomCard) -> None:
        """What is kept, unless something is being typed for this card."""
        typed = self.draft
        text = typed["text"] if typed and typed["card"] == card.id else card.note
        if self.input.toPlainText() != text:
            self.input.blockSignals(True)
            self.input.setPlainText(text)
            self.input.blockSignals(False)

    @Slot()
    def _typed(self) -> None:
        self._draft["note"] = {"card": self._in_use().id, "text": self.input.toPlainText()}

    @Slot()
    def keep(self) -> None:
        """Write the note down if it differs from what is kept: when the cursor leaves it, not at every key."""
        typed = self.draft
        if typed is None or typed.get("waiting"):
            return
        card, text = self._card(typed["card"]), typed["text"]
        if text == card.note:
            self._draft.pop("note")
            return
        typed["waiting"] = True
        self._context.bridge.do(lambda store: store.set_card_note(card, text))

    def saved(self, done: Done) -> None:
        """The record has kept something: the draft goes if it was this."""
        typed = self.draft
        if typed is not None and typed.get("waiting") and done.name == "symptom.note":
            self._draft.pop("note")

    def refused(self) -> str:
        """The record could not keep something: the card whose note it was, which is typed on as before, or ""."""
        typed = self.draft
        return str(typed["card"]) if typed is not None and typed.pop("waiting", False) else ""
