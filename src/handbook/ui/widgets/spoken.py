"""What a screen reader is told beyond what Qt tells it: what our drawings are, and what has just changed."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

PICTURE, CHART = QAccessible.Role.Graphic, QAccessible.Role.Chart
"""The ``spoken_role`` of a widget that draws itself: to Qt it would be a mere panel, which readers pass over."""


def _interface(_kind: str, of: QObject) -> QAccessibleInterface | None:
    role = getattr(of, "spoken_role", None)
    return QAccessibleWidget(of, role) if isinstance(of, QWidget) and isinstance(role, QAccessible.Role) else None


@cache
def install() -> None:
    """Have Qt ask here first; once for the program. Nothing is asked unless a reader runs."""
    QAccessible.installFactory(_interface)


def announce(of: QObject, sentence: str) -> None:
    """Have readers say ``sentence`` now, wherever the cursor is."""
    if sentence:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(of, sentence))
