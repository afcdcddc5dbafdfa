"""Garbage is looked for in the GUI thread and nowhere else.

Python looks for it in whatever thread happens to make an object, and destroys what it finds there. A page of Qt's that
was let go of must not be destroyed by the thread that is drawing a card, while the window connects a signal: the two
wait for each other for ever, or the program falls over.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

OFTEN_MS = 500


class Garbage(QObject):
    """Does in the GUI thread what Python would have done by itself."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(OFTEN_MS)

    @Slot()
    def look(self) -> None:
        """Look through the oldest generation that is due, by Python's own measure."""
        gc.disable()  # whatever has switched it on again
        due = [
            n for n, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > most
        ]
        if due:
            gc.collect(due[-1])


def watch(app: QCoreApplication) -> None:
    """Have garbage looked for in the GUI thread from now on; once for a program."""
    if app.findChild(Garbage) is None:
        Garbage(app)
