"""Where the program's own files lie: one function for the source tree, an installed wheel and a frozen folder."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from handbook.domain import MachineError

LIST = "files.txt"
"""Size and name of every file, made when the program is packaged; a source tree has none."""


NAMED = 3
"""As many files are named as can be read out on the phone."""


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


def written(folder: Path) -> str:
    """The list of ``folder`` as :func:`damaged` reads it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != LIST)
    return "".join(f"{path.stat().st_size} {path.relative_to(folder).as_posix()}\n" for path in files)


def damaged() -> list[str]:
    """What a packaged program lacks, or has in another size, of its own files; only their sizes are asked for.

    A cleaner, a scanner for viruses or a bad stick takes single files away; the handbook goes on with the others.
    Raises as :func:`root`.
    """
    folder = root()
    try:
        lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    return [name for size, _, name in (line.partition(" ") for line in lines) if not _whole(folder / name, size)]


def fault() -> MachineError | None:
    """What :func:`damaged` finds as a fault to tell, with the first few names; None where all is well."""
    try:
        files = damaged()
    except MachineError as error:
        return error
    named = [*files[:NAMED], *["…"][: len(files) - NAMED]]
    return MachineError("resources.missing", where=", ".join(named)) if files else None


def _whole(path: Path, size: str) -> bool:
    try:
        return str(path.stat().st_size) == size
    except (OSError, ValueError):  # ValueError: a name that no system could have
        return False
