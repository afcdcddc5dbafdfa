"""What was typed into forms and not yet written down, so that it is still there after the program was closed.

It is kept inside the record because it says as much about a person as an entry does: with a passphrase it is encrypted
like everything else. It is no entry: it makes no line of the history and nothing undoes it.
"""

from __future__ import annotations

from collections.abc import Mapping

from handbook.domain import InputError
from handbook.record.actions import Actions
from handbook.record.connection import transaction


class Unfinished(Actions):
    """The part of the store that keeps half-written forms, a text a place. What the text means is the window's."""

    def drafts(self) -> dict[str, str]:
        """The texts by place."""
        return {str(place): str(text) for place, text in self._connection.execute("SELECT place, text FROM draft")}

    def keep_drafts(self, drafts: Mapping[str, str]) -> None:
        """Have exactly these texts kept. Raises as any action, ``InputError("record.read-only")`` included."""
        if self._holder is not None:
            raise InputError("record.read-only", holder=self._holder)
        with transaction(self._connection):
            self._connection.execute("DELETE FROM draft")
            self._connection.executemany("INSERT INTO draft (place, text) VALUES (?, ?)", sorted(drafts.items()))
