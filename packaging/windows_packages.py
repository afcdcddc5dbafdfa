"""For Windows: the folder as a zip, and the installer; signed where a key is named, else unsigned.

The installer is compiled on Linux too, by the tests.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import zipfile
from pathlib import Path

import common
from common import BUILD, ROOT, CannotBuildError, Job
from parts import Names

SCRIPT = Path(__file__).resolve().parent / "windows" / "installer.nsi"
STAMPS = "http://timestamp.digicert.com"
"""Where Windows' own tool has the time of a signature witnessed; asked by the build only."""
INSTALLED_AT = "C:/Program Files (x86)/NSIS/makensis.exe"


def make(job: Job) -> list[Path]:
    """Both, in ``job.out``. Raises ``CannotBuildError``."""
    architecture = {"AMD64": "x86_64"}.get(platform.machine(), platform.machine().lower())
    stem = f"{job.names.package}-{job.names.version}-windows-{architecture}"
    sign(*sorted(job.folder.glob("*.exe")))  # before they are packed
    setup = installer(job, job.out / f"{stem}-setup.exe", BUILD / "icons")
    sign(setup)
    return [archive(job, job.out / f"{stem}.zip"), setup]


def sign(*programs: Path) -> None:
    """Sign, or do nothing without a key. Raises ``CannotBuildError``."""
    if command := signing():
        common.run(*command, *map(str, programs))


def signing() -> list[str]:
    """Signs the files named after it with the key of WINDOWS_KEY, by the signtool of SIGNTOOL; empty without a key."""
    key = os.environ.get("WINDOWS_KEY")
    password = os.environ.get("WINDOWS_KEY_PASSWORD", "")
    how = ["sign", "/fd", "SHA256", "/f", key or "", "/p", password, "/td", "SHA256", "/tr", STAMPS]
    return [os.environ.get("SIGNTOOL", "signtool"), *how] if key else []


def archive(job: Job, target: Path) -> Path:
    """A folder to unpack and start; ``portable.txt`` beside the program keeps the data there too."""
    import time  # noqa: PLC0415

    at = time.gmtime(max(job.epoch, 315532800))[:6]  # zip knows no time before 1980
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in common.files(job.folder):
            if path.is_file():
                member = zipfile.ZipInfo(f"{job.folder.name}/{path.relative_to(job.folder).as_posix()}", at)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.external_attr = 0o644 << 16
                packed.writestr(member, path.read_bytes())
    return target


def installer(job: Job, target: Path, icons: Path) -> Path:
    """The installer, by makensis. Raises ``CannotBuildError`` with its words; a warning counts."""
    compiler = shutil.which("makensis") or (INSTALLED_AT if Path(INSTALLED_AT).is_file() else None)
    if compiler is None:
        raise CannotBuildError("makensis is not installed (NSIS 3)")
    names: Names = job.names
    words = {
        "VERSION": names.version, "FOUR": ".".join(map(str, names.four)), "NAME": names.package,
        "FOLDER": str(job.folder.resolve()), "DOOR": names.windows_door, "OUT": str(target.resolve()),
        "LICENCE": str(ROOT / "LICENSE"), "ICON": str((icons / "handbook.ico").resolve()),
    }  # fmt: skip
    if command := signing():
        words["SIGN"] = subprocess.list2cmdline(command)  # the uninstaller exists only while the installer is made
    given = [f"-D{key}={value}" for key, value in words.items()]
    common.run(compiler, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *given, str(SCRIPT), at=job.epoch)
    return target
