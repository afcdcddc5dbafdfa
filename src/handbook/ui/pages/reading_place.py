"""How far down a page the reader was: for every page while the program runs, for the last one in the settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QScrollBar

from handbook.ui.context import Context

SETTLE_MS = 250
"""While the layout of a page settles, its length changes; until then the place where it was left is kept."""


class ReadingPlace(QObject):
    """Remembers places as parts of the whole (0 to 1), which hold at every width and text size."""

    arrived = Signal()
    """The page has settled."""

    def __init__(
        self, context: Context, draft: dict[str, object], bar: QScrollBar, building: Callable[[], bool]
    ) -> None:
        """``building``: whether parts of the page are still to come, so that it cannot have settled."""
        super().__init__(bar)
        self._building = building
        self._context, self._draft, self._bar = context, draft, bar
        self._wanted: float | None = None
        self._put = 0
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self._settled)
        bar.rangeChanged.connect(self._restore)

    @property
    def _places(self) -> dict[str, float]:
        settings = self._context.settings
        kept = {settings.last_page: settings.last_position} if settings.last_page else {}
        return cast("dict[str, float]", self._draft.setdefault("places", kept))

    def remember(self, page: str) -> float:
        """Remember where ``page``, which is shown, is being read."""
        bar = self._bar
        # A page that has not got back to its place yet is not read anywhere else, unless the reader has scrolled.
        if self._wanted is None or bar.value() != min(self._put, bar.maximum()):
            self._places[page] = bar.value() / bar.maximum() if bar.maximum() else 0.0
        return self._places.get(page, 0.0)

    def go_back(self, page: str) -> None:
        """Put ``page`` where it was left, as soon as it is long enough again."""
        self._wanted = self._places.get(page, 0.0)
        self._restore()

    def wait(self) -> None:
        """``arrived`` follows when the page has settled."""
        self._settling.start(SETTLE_MS)

    def stop(self) -> None:
        """The reader goes elsewhere on the page."""
        self._wanted = None

    @Slot()
    def _restore(self) -> None:
        if self._wanted is not None:
            self._put = round(self._wanted * self._bar.maximum())
            self._bar.setValue(self._put)
            self.wait()  # it has not settled as long as its length changes, however slow the machine

    @Slot()
    def _settled(self) -> None:
        if self._building():
            self.wait()
            return
        self.stop()
        self.arrived.emit()
