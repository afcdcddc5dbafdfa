"""What the search box found: in the page that is open, in the book, and in one's own words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook.content import Hit
from handbook.ui import beside
from handbook.ui.context import Context
from handbook.ui.pages.reader import Reader
from handbook.ui.widgets import button, flow, label
from handbook.ui.widgets.book import show_rect
from handbook.ui.widgets.find import places, text_of
from handbook.ui.widgets.hits import HitList
from handbook.ui.widgets.spoken import announce

LIMIT = 30
"""Results of the book that are shown."""


class Results(QWidget):
    """Takes the place of the page while something stands in the search box."""

    chosen = Signal(object)
    """The ``Hit`` to open."""
    find_here = Signal()
    """Leave the results and find in the page that was open."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._query = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(14))
        say = context.phrases
        self._count = label("", "soft")
        self.here = button("", self.find_here.emit)
        kinds = {kind: say(f"place.handbook.kind_{kind}") for kind in ("page", "term")}
        kinds["note"] = say("reading.kind_note")
        self.hits = HitList(context.theme, say("place.handbook.results"), kinds)
        self.hits.chosen.connect(self.chosen)
        column.addWidget(flow(self.here))
        column.addWidget(self._count)
        column.addWidget(self.hits)

    def show_query(self, query: str, reader: Reader) -> None:
        """Search for ``query``; the same query again keeps what is chosen."""
        again, self._query = query == self._query, query
        row = self.hits.currentRow() if again else 0
        found = beside.search(self._context, query, LIMIT)
        self.hits.show_hits(found)
        self.hits.setCurrentRow(min(max(row, 0), len(found) - 1))
        self.hits.setVisible(bool(found))
        self._count.setText(self._words(query, found))
        if not again:
            announce(self, self._count.text())
        say, page = self._context.phrases, reader.page
        here = len(places(self._context, query, list(map(text_of, reader.parts)))) if page is not None else 0
        self.here.setVisible(bool(here))
        if page is not None and here:
            self.here.setText(say("reading.here", n=here))
            self.here.setAccessibleName(say("reading.here_name", title=page.title, query=query, n=here))

    def _words(self, query: str, found: Sequence[Hit]) -> str:
        say = self._context.phrases
        if own := sum(hit.kind == "note" for hit in found):
            return say("reading.found_with_notes", n=len(found), own=own)
        return say("place.handbook.found", n=len(found)) if found else say("place.handbook.none", query=query)

    @Slot(int)
    def step(self, rows: int) -> None:
        """Choose the one ``rows`` further down, and bring it into sight."""
        self.hits.step(rows)
        show_rect(self.hits.viewport(), self.hits.current_rect())
