"""The fixed call text: on the first page, the call page, the night page, and wherever the book has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handbook.content import call_owner, call_text, own_words
from handbook.ui.widgets.basic import Sheet, label
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.rows import unbroken

if TYPE_CHECKING:
    from handbook.ui.context import Context


_SENTENCE = re.compile(r"(?<=[。.]) ?(?=\w)")
"""Between two sentences."""


def in_lines(words: str) -> str:
    """The handbook's own words, a sentence a line: whoever is in a hurry sees which of them is for now."""
    return _SENTENCE.sub("\n", unbroken(words))


class CallFrame(Sheet):
    """The fixed call text in its frame, with the line that says whose words it is. The same for every reader."""

    def __init__(self, context: Context, *, large: bool = False) -> None:
        super().__init__(context.theme, role="call", gap=6)
        words = call_text(context.numbers, context.words)
        self._role = "call-large" if large else "call-strong"
        self._words = unbroken(words)
        # A clinic has set its words as it wants them.
        self._lines = in_lines(words) if own_words(context.numbers, context.words) else self._words
        self._text = label(self._lines, self._role, selectable=True)
        self._text.setAccessibleName(words)
        self.add(Measure(context.theme, self._text))
        self._owner = Measure(context.theme, label(whose_call(context), "call-soft"), size=15)
        self.add(self._owner)
        self._margins = self.column.contentsMargins()

    def set_low(self, low: bool) -> None:
        """Where there is little height: as running text, and without the owner's line."""
        role = "call-strong" if low else self._role
        self._text.setText(self._words if low else self._lines)
        if role != self._text.property("role"):
            self._text.setProperty("role", role)
            self._text.style().polish(self._text)
        self._owner.setVisible(not low)
        side = self._margins
        ends = side.top() // 3 if low else side.top()
        self.column.setContentsMargins(side.left(), ends, side.right(), ends)


def whose_call(context: Context) -> str:
    """The line below the fixed call text: whose words it is, and who has approved it."""
    approved = context.kit is not None and context.kit.approves(context.book.version)
    return unbroken(call_owner(context.numbers, context.words, approved=approved))
