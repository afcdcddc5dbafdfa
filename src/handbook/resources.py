"""Where the program's own files lie: one function for the source tree, an installed wheel and a frozen folder."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from zlib import crc32

from handbook.domain import MachineError

LIST = "files.txt"
"""Size, checksum (CRC-32) and name of every file, made when the program is packaged; a source tree has none."""


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
    sums = ((path.stat().st_size, crc32(path.read_bytes()), path.relative_to(folder).as_posix()) for path in files)
    return "".join(f"{size} {checksum:08x} {name}\n" for size, checksum, name in sums)


def damaged(*, read: bool = False, fonts: bool = False) -> list[str]:
    """What a packaged program lacks, or has in another size, of its own files; ``read``: or with other bytes.

    A cleaner, a scanner for viruses or a bad stick takes single files away, and a power cut leaves zeros in their
    place; the handbook goes on with the others. The fonts are read only for ``fonts``: they are 21 MB, and whoever
    draws with one finds out by himself. Raises as :func:`root`.
    """
    folder = root()
    try:
        lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        lines = []
    if not lines:
        return [LIST] if hasattr(sys, "_MEIPASS") else []
    told = [line.split(" ", 2) for line in lines]
    if any(len(parts) != len(("size", "checksum", "name")) for parts in told):
        return [LIST]
    return [
        name
        for size, checksum, name in told
        if not _whole(folder / name, size, checksum if read and (fonts or not name.startswith("fonts/")) else "")
    ]


def fault(*, read: bool = False, fonts: bool = False) -> MachineError | None:
    """What :func:`damaged` finds as a fault to tell, with the first few names; None where all is well."""
    try:
        files = damaged(read=read, fonts=fonts)
    except MachineError as error:
        return error
    named = [*files[:NAMED], *["…"][: len(files) - NAMED]]
    return MachineError("resources.missing", where=", ".join(named)) if files else None


def _whole(path: Path, size: str, checksum: str) -> bool:
    try:
        if str(path.stat().st_size) != size:
            return False
        return not checksum or f"{crc32(path.read_bytes()):08x}" == checksum
    except (OSError, ValueError):  # ValueError: a name that no system could have
        return False
