"""Where the program's own files lie: one function for the source tree, an installed wheel and a frozen folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from zlib import crc32

from handbook.domain import MachineError

LIST = "files.txt"
"""Size, checksum (CRC-32) and name of every file, made when the program is packaged; a source tree has none."""


PROGRAM = "program.txt"
"""Size and name of every other file of a packaged program; macOS has no such list: signing changes them."""

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
        with suppress(OSError):  # a folder that may not be looked into
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
        if not _whole(f"{folder}/{name}", size, checksum if read and (fonts or not name.startswith("fonts/")) else "")
    ]


def program_list(folder: Path) -> str:
    """The list of what lies in ``folder`` beside the resources, as :func:`lacking` reads it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    names = ((path.stat().st_size, path.relative_to(folder).as_posix()) for path in files)
    return "".join(f"{size} {name}\n" for size, name in names if not name.startswith("resources/"))


def lacking() -> list[str]:
    """What a packaged program lacks of its libraries: gone, of another size, or beginning with zeros.

    To be asked before any of them is loaded: half a library ends the process without a word. Takes 2 ms.
    """
    home, found = getattr(sys, "_MEIPASS", ""), []
    try:
        lines = Path(home, "resources", PROGRAM).read_text(encoding="utf-8").splitlines() if home else []
    except (OSError, ValueError):
        return []
    for size, _, name in (line.partition(" ") for line in lines):
        try:
            real, head = _look(f"{home}/{name}", 4)
        except (OSError, ValueError):
            real, head = -1, b""
        if str(real) != size or head == bytes(4):
            found.append(name)
    return found


def fault(*, read: bool = False, fonts: bool = False) -> MachineError | None:
    """What :func:`damaged` finds as a fault to tell, with the first few names; None where all is well."""
    try:
        files = damaged(read=read, fonts=fonts)
    except MachineError as error:
        return error
    return MachineError("resources.missing", where=first_of(files)) if files else None


def first_of(names: Sequence[str]) -> str:
    """The first few names, and that there are more."""
    return ", ".join([*names[:NAMED], *["…"][: len(names) - NAMED]])


def _whole(path: str, size: str, checksum: str) -> bool:
    try:
        real, data = _look(path, int(size) + 1 if checksum else 0)
    except (OSError, ValueError):  # ValueError: a name that no system could have
        return False
    return str(real) == size and (not checksum or f"{crc32(data):08x}" == checksum)


def _look(path: str, most: int) -> tuple[int, bytes]:
    """How long a file is and what it begins with, in the least time: hundreds are looked at when the program starts."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.fstat(file).st_size, os.read(file, most) if most else b""
    finally:
        os.close(file)
