"""Two entries that may be one product, side by side; merged only if the person says so."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from handbook.domain import HowKnown, Kind, Medicine, differing, look_alikes, merged
from handbook.ui.context import Context
from handbook.ui.pages.medicine_list import dates_of
from handbook.ui.widgets import Sheet, button, flow, label, rule
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.rows import breakable

Pair = tuple[Medicine, Medicine]

SHOWN = (
    "name", "brand", "strength", "form", "dose", "how_often", "route", "as_needed", "daily_max", "reason", "prescriber",
    "bought_at", "kind", "dates", "on_hold", "side_effect", "ingredients", "how_known", "told_by", "note",
)  # fmt: skip
"""In the order of the form; ``dates`` are start and end."""

_CAPTIONS = ("compare_one", "compare_other")


def alike(medicines: Iterable[Medicine], different: Iterable[str]) -> list[Pair]:
    """Pairs that may be one product, but for those that a person called different (:func:`pair_key`)."""
    apart = set(different)
    return [pair for pair in look_alikes(medicines) if pair_key(pair) not in apart]


def pair_key(pair: Pair) -> str:
    """The two ids, in one order."""
    return " ".join(sorted(one.id for one in pair))


class Compare(QWidget):
    """Takes the place of the list while two entries are compared."""

    apart = Signal()
    """They are different products."""
    left = Signal()
    """Back to the list; nothing is decided."""

    def __init__(self, context: Context, pair: Pair) -> None:
        super().__init__()
        self._context, self.pair = context, pair
        theme = context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(18))
        sheet = Sheet(theme, gap=10)
        sheet.add(Measure(theme, label(self._say("compare_words"))), self._table())
        column.addWidget(sheet)
        self.different = button(self._say("compare_different"), self.apart.emit)
        self.back = button(self._say("back_list"), self.left.emit, role="")
        column.addWidget(flow(self.different, self.back, gap=theme.gap))

    def _say(self, key: str, **params: object) -> str:
        return self._context.phrases(f"place.medicines.{key}", **params)

    def _table(self) -> QWidget:
        theme = self._context.theme
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(4))
        for number, caption in enumerate(_CAPTIONS):
            grid.setColumnStretch(number, 1)
            grid.addWidget(label(self._say(caption), "heading"), 0, number)
        unlike = set(differing(*self.pair)) | set(differing(self.pair[1], self.pair[0]))
        if unlike & {"start", "end"}:
            unlike.add("dates")
        for key in SHOWN:
            texts = [self._text(one, key) for one in self.pair]
            if any(texts):
                self._line(grid, key, texts, unlike=key in unlike)
        # Where nothing would be lost there is nothing to choose, and one button is enough.
        keys = ("compare_keep_one", "compare_keep_other") if unlike else ("compare_merge",)
        self.keep = [button(self._say(key), self._merge) for key in keys]
        for number, press in enumerate(self.keep):
            press.setProperty("number", number)
        grid.addWidget(rule(), grid.rowCount(), 0, 1, 2)
        grid.addWidget(flow(*self.keep, gap=theme.gap), grid.rowCount(), 0, 1, 2)
        return table

    def _line(self, grid: QGridLayout, key: str, texts: list[str], *, unlike: bool) -> None:
        """What both say of one thing, and in words whether they differ."""
        at = grid.rowCount()
        grid.addWidget(rule(), at, 0, 1, 2)
        own = {"dates": "compare_dates", "ingredients": "ingredients"}
        caption = self._say(own.get(key, f"field_{key}"))
        head = [label(caption, "soft", wrap=False)]
        head[0].setContentsMargins(0, self._context.theme.px(3), 0, 0)  # on one line with the tag
        head += [label(self._say("compare_unlike"), "tag", wrap=False)] if unlike else []
        grid.addWidget(flow(*head, gap=self._context.theme.px(8)), at + 1, 0, 1, 2)
        for number, text in enumerate(texts):
            cell = label(breakable(text) or self._say("not_said"), "strong" if unlike else "")
            cell.setAccessibleName(f"{self._say(_CAPTIONS[number])}, {caption}: {text}")
            cell.setMinimumWidth(1)
            grid.addWidget(cell, at + 2, number, Qt.AlignmentFlag.AlignTop)

    def _text(self, medicine: Medicine, key: str) -> str:
        context = self._context
        if key == "dates":
            return dates_of(context, medicine).replace("\u00a0", " ")  # half a page may be narrower than a date
        if key == "ingredients":
            parts = (" ".join(filter(None, (one.name, one.strength))) for one in medicine.ingredients)
            return self._say("comma").join(parts)
        value = getattr(medicine, key)
        if isinstance(value, bool):
            return self._say("yes") if value else ""
        if isinstance(value, Kind | HowKnown):
            group = "kinds" if isinstance(value, Kind) else "how_known"
            return context.words(f"{group}.{value}") if value else ""
        return str(value)

    @Slot()
    def _merge(self) -> None:
        sender = self.sender()
        if sender is not None:
            number = int(sender.property("number"))
            stands, goes = self.pair[number], self.pair[1 - number]
            both, other = merged(stands, goes), goes.id
            self._context.bridge.do(lambda store: store.merge_medicines(both, other))
