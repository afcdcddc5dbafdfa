"""What the makers of packages share: where things lie, one fixed time, archives that come out the same twice."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tarfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parts import Names

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
DIST = ROOT / "dist"


class CannotBuildError(Exception):
    """One sentence: what is missing, and how to get it."""


@dataclass(frozen=True)
class Job:
    """What is packed: the folder that PyInstaller made, under which names and with which time on its files."""

    names: Names
    folder: Path
    out: Path
    epoch: int

    @property
    def date(self) -> str:
        """The day of the source, for documents."""
        return time.strftime("%Y-%m-%d", time.gmtime(self.epoch))


def epoch() -> int:
    """SOURCE_DATE_EPOCH; else the time of the newest commit, so that the same source makes the same files; else now."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        return int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return int(time.time())


def files(folder: Path) -> Iterator[Path]:
    """Everything in ``folder`` in an order that does not depend on the disk."""
    yield from sorted(folder.rglob("*"))


def tar_xz(folder: Path, target: Path, at: int, *, preset: int = 6) -> None:
    """Pack ``folder``, under its own name, with root as owner and ``at`` as time of everything."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = at
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    with tarfile.open(target, "w:xz", preset=preset) as archive:
        for path in [folder, *files(folder)]:
            archive.add(path, Path(folder.name) / path.relative_to(folder), recursive=False, filter=plain)


def sha256(path: Path) -> str:
    """The checksum as it stands in SHA256SUMS."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def run(*command: str, where: Path | None = None, at: int | None = None) -> str:
    """Run a tool and return what it says. Raises ``CannotBuildError`` with the tool's own words if it fails."""
    environment = dict(os.environ)
    if at is not None:
        environment["SOURCE_DATE_EPOCH"] = str(at)
    try:
        done = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False, env=environment)
    except FileNotFoundError:
        raise CannotBuildError(f"{command[0]} is not installed") from None
    if done.returncode:
        raise CannotBuildError(f"{command[0]}: {(done.stderr or done.stdout).strip()[-2000:]}")
    return done.stdout


def project() -> dict[str, str]:
    """The table of pyproject.toml in which names, version and licence stand."""
    found: dict[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def list_program(folder: Path) -> None:
    """Write down in the folder of a frozen program which files it has, for it to look at when it starts."""
    from handbook import resources  # noqa: PLC0415  # some scripts that share this file run where it is not installed

    inside = folder / "_internal"
    (inside / "resources" / resources.PROGRAM).write_text(resources.program_list(inside), encoding="utf-8")
