"""Where the program's own files lie: one function for the source tree, an installed wheel and a frozen folder."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from handbook.domain import MachineError


def root() -> Path:
    """The ``resources`` folder. Raises ``MachineError("resources.missing")`` if the installation is damaged."""
    return _found(__file__, getattr(sys, "_MEIPASS", None))


@cache
def _found(module: str, frozen: str | None) -> Path:
    here = Path(module).resolve().parent
    candidates = [Path(frozen) / "resources"] if frozen else [here.parents[1] / "resources", here / "resources"]
    for folder in candidates:
        if (folder / "content").is_dir():
            return folder
    raise MachineError("resources.missing", where=str(candidates[0]))
