"""Sentences by dotted key out of TOML, each table read when one of its sentences is first asked for.

The window has thousands of sentences and shows forty of them when it opens.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from threading import Lock

_HEADING = re.compile(r"^\[([\w.-]+)\]", re.MULTILINE)


class Sentences:
    """What stands in some texts of TOML whose tables are all headed ``[a.b]`` and hold sentences only.

    ``damaged`` is called for a table that is no TOML, which then counts as empty; without it, its error is raised.
    """

    def __init__(self, texts: Iterable[str], *, damaged: Callable[[], object] | None = None) -> None:
        self._damaged = damaged
        self._read: dict[str, str] = {}
        self._unread: dict[str, list[str]] = {}
        self._reading = Lock()  # long work tells of itself from a thread of its own
        for text in texts:
            pieces = _HEADING.split(text)
            for name, table in zip(["", *pieces[1::2]], pieces[::2], strict=True):
                self._unread.setdefault(name, []).append(table)

    @property
    def keys(self) -> frozenset[str]:
        """Every dotted key."""
        with self._reading:
            for table in list(self._unread):
                self._understand(table)
        return frozenset(self._read)

    def get(self, key: str) -> str | None:
        """The sentence of ``key``, or None."""
        if key not in self._read:
            with self._reading:  # it stands in one of the tables that its key begins with
                table = key
                while table and key not in self._read:
                    table = table.rpartition(".")[0]
                    self._understand(table)
        return self._read.get(key)

    def __getitem__(self, key: str) -> str:
        """The sentence of ``key``. Raises ``KeyError``."""
        if (sentence := self.get(key)) is None:
            raise KeyError(key)
        return sentence

    def _understand(self, name: str) -> None:
        for table in self._unread.pop(name, ()):
            try:
                self._read |= flatten(tomllib.loads(table), f"{name}." if name else "")
            except tomllib.TOMLDecodeError:
                if self._damaged is None:
                    raise
                self._damaged()


def flatten(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Nested tables as one with dotted keys."""
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = str(value)
    return flat
