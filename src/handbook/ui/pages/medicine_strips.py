"""What stands above the list while something waits for a person: an unfinished form, entries that look alike."""

from __future__ import annotations

from handbook.ui.context import Context
from handbook.ui.pages.medicine_compare import Pair, pair_key
from handbook.ui.pages.medicine_fields import Draft
from handbook.ui.pages.medicine_form import NEW
from handbook.ui.widgets import Sheet, button, flow, label
from handbook.ui.widgets.rows import breakable

COMPARE = "compare"
"""The detail that compares two entries; their ids follow."""


class UnfinishedStrip(Sheet):
    """One form that was not written down: go on with it, or throw it away. ``name`` is the one in the record."""

    def __init__(self, context: Context, key: str, form: Draft, name: str) -> None:
        super().__init__(context.theme, role="wash", gap=6)
        typed = str(form["name"]).strip()
        words = "draft_change" if key != NEW else "draft_new" if typed else "draft_nameless"
        self.add(label(context.phrases(f"place.medicines.{words}", name=breakable(name or typed)), "strong"))
        self.go_on = button(context.phrases("place.medicines.draft_on"))
        self.drop = button(context.phrases("place.medicines.draft_drop"), role="")
        for press in (self.go_on, self.drop):
            press.setProperty("medicine", key)
        self.add(flow(self.go_on, self.drop, gap=context.theme.px(8)))


class AlikeStrip(Sheet):
    """Two entries that may be one product. One pair at a time: a list that begins with questions is not read."""

    def __init__(self, context: Context, pairs: list[Pair]) -> None:
        super().__init__(context.theme, role="wash", gap=6)
        one, other = pairs[0]
        words = "alike" if one.name == other.name else "alike_two"
        sentence = context.phrases(f"place.medicines.{words}", name=one.name, other=other.name)
        self.add(label(breakable(sentence), "strong"))
        if len(pairs) > 1:
            self.add(label(context.phrases("place.medicines.alike_more", n=len(pairs) - 1), "soft"))
        self.compare = button(context.phrases("place.medicines.alike_compare"))
        self.compare.setObjectName(COMPARE)
        self.compare.setProperty("pair", pair_key(pairs[0]))
        self.add(flow(self.compare))
