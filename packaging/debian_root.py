"""``make deb-test``: the .deb in a fresh Debian, installed, driven, removed. Needs root, debootstrap and the registry.

A minimal Debian is made (once; ``--root`` keeps it for the next run), the package is installed there with what it asks
for and nothing else, the smoke test drives it as an ordinary person under an X server outside of that root, and then it
is removed. What may be left of it is that person's data, and nothing else: the root is compared, file by file, with
what it was when the package's dependencies were installed and the package was not.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from common import DIST, ROOT
from parts import Names
from smoke_test import FailedError

RELEASE = "bookworm"
OWN = ("/tmp/", "/proc/", "/dev/", "/sys/", "/var/log/", "/var/lib/dpkg/", "/var/lib/apt/", "/var/cache/")
"""Where the system keeps its own books of what is installed; compared apart, by asking dpkg."""

PROBES = (
    (("dpkg", "--verify"), "what was installed is what the package holds"),
    (("test", "-L", "/usr/bin/handbook"), "the command is on the path"),
    (("test", "-f", "/usr/share/man/zh_CN/man1/handbook.1.gz"), "the manual page is there"),
)


def main() -> int:
    """0 if the package passes."""
    options = argparse.ArgumentParser(description="Try the .deb in a fresh Debian.")
    options.add_argument("--root", type=Path, help="where the Debian is; made if absent, kept afterwards")
    given = options.parse_args()
    names = Names.read(ROOT)
    packages = list(DIST.glob(f"{names.package}_{names.version}_*.deb"))
    if os.geteuid() != 0 or len(packages) != 1:
        print("needs root, and one .deb in dist/ (make dist)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="handbook-debian-") as name:
        root = given.root or Path(name) / "root"
        if not (root / "etc/debian_version").exists():
            print(f"making a fresh Debian {RELEASE} …", flush=True)
            subprocess.run(
                ["debootstrap", "--variant=minbase", RELEASE, str(root)], check=True, stdout=subprocess.DEVNULL
            )
        try:
            with mounted(root):
                tried(root, packages[0], names.package)
        except FailedError as error:
            print(f"FAILED: {error}", file=sys.stderr)
            return 1
        finally:
            for person in root.glob("tmp/handbook-person-*"):
                shutil.rmtree(person)
    return 0


def tried(root: Path, deb: Path, package: str) -> None:
    """Install, drive, remove; every step says what it saw. Raises ``FailedError``."""
    shutil.copy(deb, root / "tmp" / deb.name)
    inside(root, "apt-get", "update", "--quiet")
    needed = inside(root, "dpkg-deb", "--field", f"/tmp/{deb.name}", "Depends")
    # Only what the package asks for; recommendations are left out, so that they prove to be no more than that.
    inside(root, "apt-get", "install", "--yes", "--quiet", "--no-install-recommends", f"/tmp/{deb.name}")
    print(f"installed {deb.name}; it asked for {needed.count(',') + 1} packages", flush=True)
    for command, what in PROBES:
        nothing(what, inside(root, *command).split("\n"))
        print(f"  {what}")
    before = tree(root)
    smoke = Path(__file__).with_name("smoke_test.py")
    done = subprocess.run([sys.executable, smoke, "--keep", "--root", root, "/usr/bin/handbook"], check=False)
    if done.returncode:
        raise FailedError("the smoke test")
    nothing("running it changed the system", before ^ tree(root))
    owned = set(inside(root, "dpkg", "--listfiles", package).split("\n"))
    inside(root, "apt-get", "purge", "--yes", "--quiet", package)
    after = tree(root)
    nothing("removing it took away", before - after - owned)
    nothing("new after the removal", after - before)
    nothing("still there", {path for path in after if package in path or path == "/usr/bin/handbook"})
    known = inside(root, "sh", "-c", f"dpkg-query --show {package} 2>/dev/null || true")
    nothing("dpkg still knows it", known.split("\n"))
    kept = list(root.glob(f"tmp/handbook-person-*/.local/share/{package}/record/record.db"))
    if len(kept) != 1:
        raise FailedError("the person's record is gone")
    print(f"removed: {len(before - after)} files and folders are gone, no other; the person's record is still there")


def nothing(what: str, found: Iterable[str]) -> None:
    """Raises ``FailedError`` if something was found."""
    if there := sorted(one for one in found if one):
        raise FailedError(f"{what}: {there}")


def tree(root: Path) -> set[str]:
    """Every file and folder of the root but the system's own books, as paths inside of it."""
    found = set()
    for folder, folders, files in os.walk(root):
        at = f"/{Path(folder).relative_to(root)}".replace("/.", "")
        folders[:] = [name for name in folders if f"{at}/{name}/" not in OWN]
        found |= {f"{at}/{name}" for name in (*folders, *files)}
    return found


def inside(root: Path, *command: str) -> str:
    """Run a command in the root; its standard output. Raises ``CalledProcessError``."""
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LANG": "C.UTF-8"}
    proxies = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    done = subprocess.run(
        ["chroot", str(root), *command], env=environment | proxies, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:], sep="\n", file=sys.stderr)
        done.check_returncode()
    return done.stdout


@contextmanager
def mounted(root: Path) -> Iterator[None]:
    """/proc, /dev and the sockets of X servers inside of the root, and the names of our registry."""
    sockets = Path("/tmp/.X11-unix")
    sockets.mkdir(mode=0o1777, exist_ok=True)
    places = {Path("/proc"): "proc", Path("/dev"): "dev", sockets: "tmp/.X11-unix"}
    for name in ("resolv.conf", "hosts"):
        shutil.copy(Path("/etc") / name, root / "etc" / name)
    for source, target in places.items():
        (root / target).mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "--bind", str(source), str(root / target)], check=True)
    try:
        yield
    finally:
        for target in reversed(places.values()):
            subprocess.run(["umount", str(root / target)], check=False)


if __name__ == "__main__":
    sys.exit(main())
