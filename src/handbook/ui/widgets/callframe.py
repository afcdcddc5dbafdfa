"""The fixed call text: on the first page, the call page, the night page, and wherever the book has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.content import call_owner, call_text
from handbook.ui.widgets.basic import Sheet, label
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.rows import unbroken

if TYPE_CHECKING:
    from handbook.ui.context import Context


class CallFrame(Sheet):
    """The fixed call text in its frame, with the line that says whose words it is. The same for every reader."""

    def __init__(self, context: Context, *, large: bool = False) -> None:
        super().__init__(context.theme, role="call", gap=6)
        numbers, said = context.numbers, context.words
        words = call_text(numbers, said)
        text = label(unbroken(words), "call-large" if large else "call-strong", selectable=True)
        text.setAccessibleName(words)
        self.add(Measure(context.theme, text))
        approved = context.kit is not None and context.kit.approves(context.book.version)
        owner = call_owner(numbers, said, approved=approved)
        self.add(Measure(context.theme, label(owner, "call-soft"), size=15))
