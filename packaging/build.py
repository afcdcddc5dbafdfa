"""``make dist``: the folder that is shipped, and the packages that this system can make of it, into ``dist/``.

Runs in an environment of its own (``.ship``), made from requirements.lock and requirements-ship.lock. Says at the end
what was made and what only another system can make; its exit code is 1 if something that this one should make failed.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import common
import icons
import licences
import parts
from common import BUILD, DIST, ROOT, CannotBuildError, Job
from parts import Names

from handbook import resources

SOURCES = BUILD / "sources.json"
ONLY_THERE = {
    "linux": "Linux: .tar.xz and .deb",
    "win32": "Windows: the folder as .zip and the installer",
    "darwin": "macOS: the .app in a .dmg",
}


def main() -> int:
    """Make everything; 0 if all that this system can make is there."""
    job = Job(Names.read(ROOT), DIST / Names.read(ROOT).package, DIST, common.epoch())
    try:
        freeze(job)
        found = packages()(job)
        found.append(bill(job))
    except (CannotBuildError, LookupError) as error:
        print(f"not made: {error}", file=sys.stderr)
        return 1
    sums = DIST / "SHA256SUMS"
    sums.write_text("".join(f"{common.sha256(path)}  {path.name}\n" for path in sorted(found)), encoding="ascii")
    for path in [*found, sums]:
        print(f"{path.stat().st_size / 1e6:8.1f} MB  {path.relative_to(ROOT)}")
    for system, what in ONLY_THERE.items():
        if system != sys.platform:
            print(f"not made here: {what} (needs that system; .github/workflows/release.yml makes it)")
    return 0


def freeze(job: Job) -> None:
    """Make the folder: PyInstaller, licences, the check of what is in it."""
    shutil.rmtree(DIST, ignore_errors=True)
    icons.write_all(BUILD / "icons")
    print("Freezing …", flush=True)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(job.epoch), "PYTHONHASHSEED": "0"}
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", str(DIST), "--workpath", str(BUILD), str(ROOT / "packaging" / "handbook.spec")),
        ],
        check=True,
        env=environment,
    )
    if sys.platform == "linux":  # 5 MB of names for debuggers
        for library in job.folder.glob("_internal/libpython*"):
            common.run("strip", "--strip-unneeded", str(library))
    listed = resources.written(ROOT / "resources")
    if resources.written(job.folder / "_internal" / "resources") != listed:
        raise CannotBuildError("the resources in the folder are not those of the source")
    if sys.platform != "darwin":
        common.list_program(job.folder)
    found = shipped()
    licences.write_texts(found, job.folder / "licences")
    for name in ("LICENSE", "LICENSE-CONTENT"):
        shutil.copyfile(ROOT / name, job.folder / "licences" / name)
    if strangers := parts.foreign(job.folder):
        raise CannotBuildError(f"these do not belong into the folder: {', '.join(strangers)}")


def shipped() -> list[licences.Part]:
    """Everything bundled, from the list of files that handbook.spec has left."""
    return licences.collect(Path(one) for one in json.loads(SOURCES.read_text(encoding="utf-8")))


def packages() -> Callable[[Job], list[Path]]:
    """What makes the packages of this system."""
    if sys.platform == "win32":
        import windows_packages  # noqa: PLC0415  # each needs tools of its own system

        return windows_packages.make
    if sys.platform == "darwin":
        import macos_packages  # noqa: PLC0415

        return macos_packages.make
    import linux_packages  # noqa: PLC0415

    return linux_packages.make


def bill(job: Job) -> Path:
    """The bill of materials beside the packages."""
    path = DIST / f"{job.names.package}-{job.names.version}-{sys.platform}-{platform.machine()}.cdx.json"
    path.write_text(licences.bill(shipped(), job.epoch), encoding="utf-8")
    return path


if __name__ == "__main__":
    sys.exit(main())
