"""``make size``: the frozen program beside a bare frozen window, both measured in one run.

The yardstick is tests/benchmarks/bare_window.py, frozen by the same PyInstaller with nothing trimmed and no fonts of
its own; for start-up and memory it is given ours. The packages in dist/ must have been made (``make dist``).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import common
from common import DIST, ROOT
from parts import Names

sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))

from bench import Row, _resident, _turns  # measured in the same way

DOWNLOAD = 70.0
"""At most so many megabytes to download."""


def main() -> int:
    """Print the table; 1 if something is over."""
    names = Names.read(ROOT)
    ours = DIST / names.package
    downloads = sorted([*DIST.glob("*.tar.xz"), *DIST.glob("*.deb"), *DIST.glob("*.zip"), *DIST.glob("*-setup.exe")])
    if not ours.is_dir() or not downloads:
        print("not built: make dist")
        return 1
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as name:
        bare = freeze(Path(name))
        size = Row("frozen: installed folder", megabytes(ours), megabytes(bare), "MB", 1.15)
        rows = [size, *(Row(path.name[-34:], path.stat().st_size / 1e6, DOWNLOAD, "MB", 1.0) for path in downloads)]
        program = [str(ours / "handbook"), "--data-dir", str(Path(name) / "data")]
        window = [str(bare / "bare_window"), str(ROOT / "resources")]
        rows.append(
            Row("frozen: start to the first page", *_turns([*program, "--smoke"], [*window, "--smoke"]), "s", 1.5)
        )
        rows.append(Row("frozen: memory at rest", _resident(program), _resident(window), "MB", 1.6))
    print(*rows, sep="\n")
    return int(any(row.ours > row.must * row.yardstick for row in rows))


def freeze(folder: Path) -> Path:
    """The bare window as PyInstaller makes it when nobody interferes."""
    source = ROOT / "tests" / "benchmarks" / "bare_window.py"
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--onedir", "--log-level", "ERROR"),
            *("--distpath", str(folder / "dist"), "--workpath", str(folder / "work"), "--specpath", str(folder)),
            str(source),
        ],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    return folder / "dist" / "bare_window"


def megabytes(folder: Path) -> float:
    """What the files of a folder hold; a link counts nothing."""
    return sum(path.stat().st_size for path in common.files(folder) if path.is_file() and not path.is_symlink()) / 1e6


if __name__ == "__main__":
    sys.exit(main())
