"""Make sure that what the tests need from Debian is there: install it where that is allowed, else name it.

Runs before there is a virtual environment, so it needs the standard library only.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

LIST = Path(__file__).with_name("debian-tools.txt")


def wanted(text: str) -> dict[str, str]:
    """Package → what it brings, from the list; ``#`` begins a remark."""
    lines = [line.split("#")[0].split() for line in text.splitlines()]
    return {line[0]: line[1] for line in lines if line}


def there(what: str) -> bool:
    """Whether a command is on the path, or the loader finds a library."""
    if ".so" not in what:
        return shutil.which(what) is not None
    try:
        ctypes.CDLL(what)
    except OSError:
        return False
    return True


def missing(lists: Sequence[Path] = (LIST,)) -> list[str]:
    """The packages of the lists whose content is not there."""
    asked = {package: what for path in lists for package, what in wanted(path.read_text(encoding="utf-8")).items()}
    return [package for package, what in asked.items() if not there(what)]


def install(packages: list[str]) -> None:
    """Install with apt-get; Debian's list of packages is fetched only when the first try needs it."""
    if not _apt("install", "--yes", "--no-install-recommends", *packages):
        _apt("update")
        _apt("install", "--yes", "--no-install-recommends", *packages, loud=True)


def _apt(*arguments: str, loud: bool = False) -> bool:
    to = None if loud else subprocess.DEVNULL
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["apt-get", "--quiet", *arguments], env=environment, stdout=to, stderr=to, check=False)
    return done.returncode == 0


def main(lists: Sequence[Path] = (LIST,)) -> int:
    """0 if everything is there at the end, 1 if something is not."""
    lacking = missing(lists)
    if lacking and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing from Debian: {' '.join(lacking)} …", flush=True)
        install(lacking)
        lacking = missing(lists)
    if lacking:
        print(f"These packages of Debian are needed: apt install {' '.join(lacking)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]] or (LIST,)))
