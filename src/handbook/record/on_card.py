"""Which of its few words the family lets stand in card.toml, which anybody can read while the record is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.record.actions import Actions
from handbook.record.card_file import CARD_KEYS

if TYPE_CHECKING:
    from handbook.record.journal import Done


class OnCard(Actions):
    """The part of the store that says what stays readable."""

    def left_off_card(self) -> frozenset[str]:
        """Those of ``CARD_KEYS`` that the family has taken out of card.toml; the record itself keeps them."""
        return frozenset(str(key) for (key,) in self._connection.execute("SELECT key FROM card_left_out"))

    def set_on_card(self, key: str, shown: bool) -> Done:
        """Let one of ``CARD_KEYS`` stand in card.toml, or take it out of there."""
        if key not in CARD_KEYS:
            raise KeyError(key)
        if shown:
            return self._clear("card.put-back", "DELETE FROM card_left_out WHERE key = ?", key)

        def change() -> str:
            self._connection.execute("INSERT INTO card_left_out (key) VALUES (?) ON CONFLICT DO NOTHING", (key,))
            return key

        return self._act("card.leave-out", change)
