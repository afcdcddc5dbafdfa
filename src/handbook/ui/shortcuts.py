"""The one table of keys: the window makes its shortcuts from it, and the sheet of shortcuts prints it."""

from __future__ import annotations

import msgspec


class Shortcut(msgspec.Struct, frozen=True):
    """What its keys do. ``place`` is what they open, with ``detail``; without one, the window or a page acts itself."""

    name: str
    keys: tuple[str, ...]
    place: str = ""
    detail: str = ""

    @property
    def shown(self) -> tuple[str, ...]:
        """The keys as this system writes them; of several for one thing the spare ones are not worth a line."""
        from PySide6.QtGui import QKeySequence  # noqa: PLC0415  # only for who shows them

        shown = self.keys[:1] if self.name in SPARE else self.keys
        return tuple(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in shown)


SPARE = frozenset({"keep", "larger", "redo"})
"""Their further keys are the same key on another keyboard, or a habit from another program."""

OPEN = (
    Shortcut("call", ("F1",), "call"),
    Shortcut("night", ("F2",), "night"),
    Shortcut("card", ("Ctrl+K",), "symptoms", "new"),
    Shortcut("temperature", ("Ctrl+T",), "symptoms", "temperature"),
    Shortcut("medicine", ("Ctrl+M",), "medicines", "new"),
    Shortcut("search", ("Ctrl+F",), "handbook", "search"),
    Shortcut("keys", ("Ctrl+/",), "keys"),
)
"""What opens a place."""

DO = (
    Shortcut("back", ("Esc", "Alt+Left")),
    Shortcut("forward", ("Alt+Right",)),
    Shortcut("keep", ("Ctrl+Return", "Ctrl+Enter")),
    Shortcut("print", ("Ctrl+P",)),
    Shortcut("undo", ("Ctrl+Z",)),
    Shortcut("redo", ("Ctrl+Y", "Ctrl+Shift+Z")),
    Shortcut("larger", ("Ctrl++", "Ctrl+=")),
    Shortcut("smaller", ("Ctrl+-",)),
    Shortcut("normal", ("Ctrl+0",)),
    Shortcut("lock", ("Ctrl+L",)),
)
"""What the window does wherever one is."""

BOOK = (
    Shortcut("find_next", ("F3",)),
    Shortcut("find_before", ("Shift+F3",)),
)
"""What the handbook does while it is shown."""
