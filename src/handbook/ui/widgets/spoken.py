"""What a screen reader is told beyond what Qt tells it: what our drawings are, and what has just changed.

Qt's classes for this take some milliseconds to load, so they are loaded when there is something to tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAccessibleInterface
    from PySide6.QtWidgets import QWidget

    from handbook.phrases import Phrases

PICTURE, CHART = "Graphic", "Chart"
"""The ``spoken_role`` of a widget that draws itself: to Qt it would be a mere panel, which readers pass over."""


def _interface(_kind: str, of: QObject) -> QAccessibleInterface | None:
    from PySide6.QtGui import QAccessible  # noqa: PLC0415
    from PySide6.QtWidgets import QAccessibleWidget, QWidget  # noqa: PLC0415

    role = getattr(of, "spoken_role", None)
    return QAccessibleWidget(of, QAccessible.Role[role]) if role is not None and isinstance(of, QWidget) else None


@cache
def install() -> None:
    """Have Qt ask here first; once for the program. Nothing is asked unless a reader runs."""
    from PySide6.QtGui import QAccessible  # noqa: PLC0415

    QAccessible.installFactory(_interface)


def tell_apart(phrases: Phrases, controls: Iterable[QWidget]) -> None:
    """Number those of the controls that would be called the same: two equal entries are two all the same."""
    times: Counter[str] = Counter()
    for control in controls:
        if name := control.accessibleName():
            times[name] += 1
            if times[name] > 1:
                control.setAccessibleName(phrases("app.alike", name=name, n=times[name]))


def name_parts_of(phrases: Phrases, whole: str, controls: Iterable[QWidget]) -> None:
    """Say with each of the controls what it is a part of, where a page has several forms that are built alike."""
    for control in controls:
        if name := control.accessibleName():
            control.setAccessibleName(phrases("app.of", whole=whole, part=name))


def announce(of: QObject, sentence: str) -> None:
    """Have readers say ``sentence`` now, wherever the cursor is."""
    if sentence:
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(of, sentence))
