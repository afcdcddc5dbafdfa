"""For Linux: an archive to unpack anywhere, and a .deb with everything a desktop wants to know."""

from __future__ import annotations

import gzip
import platform
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from string import Template

import common
import icons
from common import CannotBuildError, Job
from parts import SYSTEM

HERE = Path(__file__).resolve().parent / "linux"
COMMAND = "handbook"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
OPTIONAL = re.compile(r"libcupsprintersupport|[Ww]ayland|libxdg-shell|WlShellIntegration|libbradient")
"""Parts that only some desktops load; what they need is recommended, not required."""

MAINTAINER = "The authors of the CAR-T Handbook <authors@car-t-handbook.invalid>"


def make(job: Job) -> list[Path]:
    """Both packages, in ``job.out``. Raises ``CannotBuildError``."""
    return [archive(job), deb(job)]


def archive(job: Job) -> Path:
    """A folder to unpack and start, for every Linux with a C library as new as that of the builder."""
    target = job.out / f"{job.names.package}-{job.names.version}-linux-{platform.machine()}.tar.xz"
    common.tar_xz(job.folder, target, job.epoch)
    return target


def deb(job: Job) -> Path:
    """The Debian package."""
    architecture = ARCHITECTURES[platform.machine()]
    target = job.out / f"{job.names.package}_{job.names.version}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "root"
        tree(job, root)
        control(job, root, architecture)
        common.run("dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(root), str(target), at=job.epoch)
    return target


def tree(job: Job, root: Path) -> None:
    """Everything that is installed, below ``root``."""
    names = job.names
    home = root / "usr" / "lib" / names.package
    # What Debian has itself comes from Debian, with its security updates, and stands among the dependencies.
    shutil.copytree(job.folder, home, symlinks=True, ignore=_of_debian)
    common.list_program(home)
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin" / COMMAND).symlink_to(f"../lib/{names.package}/{COMMAND}")
    for desktop in HERE.glob("*.desktop"):
        _put(root / "usr/share/applications" / desktop.name, desktop.read_bytes())
    _put(root / f"usr/share/metainfo/{names.package}.metainfo.xml", metainfo(job).encode())
    _put(root / f"usr/share/mime/packages/{names.package}.xml", (HERE / f"{names.package}.mime.xml").read_bytes())
    hicolor = root / "usr/share/icons/hicolor"
    for size in icons.SIZES:
        _put(hicolor / f"{size}x{size}/apps/{names.package}.png", icons.draw(size))
    _put(hicolor / f"scalable/apps/{names.package}.svg", icons.DRAWING.read_bytes())
    for language, folder in ("en", "man1"), ("zh-Hans", "zh_CN/man1"):
        page = gzip.compress(manual(job, language).encode(), mtime=0)
        _put(root / "usr/share/man" / folder / f"{COMMAND}.1.gz", page)
    documents = root / "usr/share/doc" / names.package
    _put(documents / "copyright", copyright_file(job).encode())
    changes = (
        f"{names.package} ({names.version}) stable; urgency=low\n\n  * Version {names.version}.\n\n -- {MAINTAINER}  "
    )
    _put(documents / "changelog.gz", gzip.compress(f"{changes}{_mail_date(job)}\n".encode(), mtime=0))
    for path in common.files(root):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def control(job: Job, root: Path, architecture: str) -> None:
    """The package's description of itself: computed dependencies, size, a checksum for every file."""
    inside = [path for path in common.files(root) if path.is_file() and not path.is_symlink()]
    required, recommended = dependencies(root / "usr" / "lib" / job.names.package)
    size = sum(-(-path.stat().st_size // 1024) for path in inside)
    sums = "".join(f"{_md5(path)}  {path.relative_to(root)}\n" for path in inside)
    words = {
        "Package": job.names.package, "Version": job.names.version, "Architecture": architecture,
        "Maintainer": MAINTAINER, "Installed-Size": str(size), "Depends": ", ".join(required),
        "Recommends": ", ".join(recommended), "Section": "misc", "Priority": "optional",
        "Description": f"{job.names.summary}\n"
        " 给 CAR-T 治疗家庭的离线手册：治疗步骤、症状卡、用药记录、随身卡。\n"
        " It never goes online, it records and prints, and it does not judge.",
    }  # fmt: skip
    folder = root / "DEBIAN"
    _put(folder / "control", "".join(f"{key}: {value}\n" for key, value in words.items() if value).encode())
    _put(folder / "md5sums", sums.encode())


def dependencies(home: Path) -> tuple[list[str], list[str]]:
    """What the libraries of the folder need from Debian, by dpkg-shlibdeps: required, and recommended.

    Raises:
        CannotBuildError: a library is not installed here, so that its package cannot be known.
    """
    binaries = [path for path in common.files(home) if _elf(path)]
    optional = [path for path in binaries if OPTIONAL.search(path.name)]
    required = _shlibdeps(home, [path for path in binaries if path not in optional])
    required += ["tzdata"]  # a calendar names its time zone, and no library says so
    bare = {entry.split(" ")[0] for entry in required}
    return required, [entry for entry in _shlibdeps(home, optional) if entry.split(" ")[0] not in bare]


def _shlibdeps(home: Path, binaries: Iterable[Path]) -> list[str]:
    folders = sorted({str(path.parent) for path in common.files(home) if _elf(path)})
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "debian").mkdir()
        (Path(name) / "debian" / "control").write_text("Source: x\n\nPackage: x\nArchitecture: any\n")
        said = common.run(
            "dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", *(f"-l{folder}" for folder in folders),
            *(f"-e{path}" for path in binaries), where=Path(name),
        )  # fmt: skip
    found = next((line for line in said.splitlines() if line.startswith("shlibs:Depends=")), "")
    return [entry.strip() for entry in found.removeprefix("shlibs:Depends=").split(",") if entry.strip()]


def metainfo(job: Job) -> str:
    """What software centres show."""
    project = common.project()
    template = Template((HERE / f"{job.names.package}.metainfo.xml").read_text(encoding="utf-8"))
    return template.substitute(licence=project["license"], version=job.names.version, date=job.date)


def manual(job: Job, language: str) -> str:
    """The manual page; the list of commands comes from the program's own help."""
    from handbook.commands.app import NAMES  # noqa: PLC0415  # the program is not needed to make an archive
    from handbook.phrases import Phrases  # noqa: PLC0415

    say = Phrases.load(language)
    lines = [f".TP\n.B {name}\n{_roff(say(f'commands.{name}.help').partition(chr(10))[0])}" for name in NAMES]
    page = HERE / ("handbook.1" if language == "en" else "handbook.zh_CN.1")
    return Template(page.read_text(encoding="utf-8")).substitute(
        package=job.names.package, version=job.names.version, date=job.date, commands="\n".join(lines)
    )


def copyright_file(job: Job) -> str:
    """Debian's file about rights: what it is, and where the texts of everything bundled lie."""
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        f"Upstream-Name: {job.names.display_en}\n"
        "Comment: The licences of everything that is bundled, with their texts, lie in\n"
        f" /usr/lib/{job.names.package}/licences; the list is licences/README.md there.\n\n"
        "Files: *\nCopyright: The authors of the CAR-T Handbook\nLicense: Apache-2.0\n"
        " On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.\n"
        " The book's text is under CC BY 4.0, see licences/LICENSE-CONTENT.\n"
    )


def _of_debian(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if SYSTEM.fullmatch(name) and not name.startswith("libpython")]


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _roff(text: str) -> str:
    return text.replace("\\", "\\e").replace("-", "\\-")


def _elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _md5(path: Path) -> str:
    import hashlib  # noqa: PLC0415

    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()


def _mail_date(job: Job) -> str:
    from email.utils import formatdate  # noqa: PLC0415

    return formatdate(job.epoch)


__all__ = ["CannotBuildError", "make"]
