"""What is bundled, under which licence, with every text; and the same as a CycloneDX bill of materials.

Python packages are found by the files that PyInstaller took from them, so nothing that only builds or tests is named.
What hides inside them (Qt's own libraries, SQLite, PDFium) and what came from the building system is added by hand or
asked of the system's package manager.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path

from parts import Names

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TEXTS = HERE / "licences"
BOOTLOADER = "pyinstaller"
"""Its start-up code is the program file itself."""

ONLY_FOR = {
    "libavif": "PIL._avif", "libwebp": "PIL._webp", "Little CMS 2": "PIL._imagingcms",
    **dict.fromkeys(("FreeType", "FriBiDi", "fribidi-shim", "HarfBuzz", "raqm"), "PIL._imagingft"),
}  # fmt: skip
"""Parts of Pillow that serve one of its modules only; a module that is left out takes them with it."""

BESIDE = re.compile(r"/pillow\.libs/lib(\w+)-[0-9a-f]{8}\.so\.([\d.]+)$")
"""A library that a wheel for Linux brings along: name and version."""

LICENCES = {"apsw_sqlite3mc": "Zlib"}
"""Where the authors let one choose and name no licence of SPDX."""

MORE = {"cryptography": "cryptography-crates.md"}
"""A file of ours with the texts that a wheel should bring and does not."""

WORDS = ("licen", "copying", "notice", "copyright")


@dataclass(frozen=True, slots=True)
class Part:
    """Something bundled. ``licence`` is an SPDX expression or the words of its authors; ``texts`` are files."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...] = ()
    purl: str = ""
    inside: tuple[dict[str, str], ...] = field(default=())
    """Parts that it names itself in a bill of materials of its own: ``name``, ``version``, ``purl``."""


def collect(sources: Iterable[Path]) -> list[Part]:
    """Everything that the files ``sources`` of a frozen folder belong to, by name.

    Raises:
        LookupError: a part has no licence text; it must not be shipped without.
    """
    real = {str(path.resolve()) for path in sources}
    found = [_python(one, real) for one in distributions() if _shipped(one, real) or one.metadata["Name"] == BOOTLOADER]
    found += [*_within(found), *_system(real), *_own()]
    if bare := [part.name for part in found if not part.texts]:
        raise LookupError(", ".join(bare))
    return sorted(found, key=lambda part: part.name.lower())


def write_texts(parts: Iterable[Part], folder: Path) -> None:
    """A folder a part with its texts, and README.md with the list."""
    rows = ["| what | version | licence |", "|---|---|---|"]
    for part in parts:
        place = folder / part.name.replace("/", "-").replace(" ", "-")
        place.mkdir(parents=True)
        for text in part.texts:
            target = place / text.name
            if target.exists():
                target = place / f"{text.parent.name}-{text.name}"
            shutil.copyfile(text, target)
        licence = " ".join(part.licence.split()).replace("|", "/")
        rows.append(f"| {part.name} | {part.version} | {licence} |")
    head = (HERE / "licences" / "README.head.md").read_text(encoding="utf-8")
    (folder / "README.md").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


def bill(parts: Iterable[Part], at: int) -> str:
    """The parts as CycloneDX 1.6 JSON; the same parts and time give the same text."""
    from cyclonedx.contrib.license.factories import LicenseFactory  # noqa: PLC0415  # only when packages are made
    from cyclonedx.model.bom import Bom  # noqa: PLC0415
    from cyclonedx.model.component import Component, ComponentType  # noqa: PLC0415
    from cyclonedx.output.json import JsonV1Dot6  # noqa: PLC0415
    from packageurl import PackageURL  # noqa: PLC0415

    names = Names.read(ROOT)
    make = LicenseFactory().make_from_string
    whole = Component(
        name=names.package, version=names.version, type=ComponentType.APPLICATION, bom_ref=names.package,
        licenses=[make(_own_licence())],
    )  # fmt: skip
    bom = Bom(serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"{names.package} {names.version} {at}"))
    bom.metadata.timestamp = datetime.fromtimestamp(at, UTC)
    bom.metadata.component = whole

    def piece(name: str, version: str, purl: str, ref: str) -> Component:
        where = PackageURL.from_string(purl) if purl else None
        return Component(name=name, version=version or None, type=ComponentType.LIBRARY, bom_ref=ref, purl=where)

    pieces = []
    for part in parts:
        made = piece(part.name, part.version, part.purl, part.name)
        made.licenses.add(make(" ".join(part.licence.split())[:200]))
        for number, one in enumerate(part.inside):
            made.components.add(piece(one["name"], one["version"], one["purl"], f"{part.name}/{number}"))
        bom.components.add(made)
        pieces.append(made)
    bom.register_dependency(whole, pieces)
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def _shipped(one: Distribution, real: set[str]) -> bool:
    base = Path(str(one.locate_file(""))).resolve()
    return any(f"{base}{os.sep}{Path(file)}" in real for file in one.files or ())


def _python(one: Distribution, real: set[str]) -> Part:
    about = one.metadata
    licence = about.get("License-Expression") or about.get("License") or ""
    if not licence or licence.startswith("OSI Approved"):
        named = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or () if line.startswith("License ::")]
        licence = " AND ".join(named) or licence
    within = [file for file in one.files or () if any(".dist-info" in part for part in file.parts)]
    texts = [Path(str(one.locate_file(f))) for f in within if any(word in str(f).lower() for word in WORDS)]
    bills = [Path(str(one.locate_file(f))) for f in within if "sboms/" in f.as_posix() and f.suffix == ".json"]
    name, version = about["Name"], one.version
    licence = LICENCES.get(name, licence)
    if name in MORE:
        texts.append(TEXTS / MORE[name])
    if name.lower().startswith(("pyside6", "shiboken6")):  # its wheel brings no text
        texts = [TEXTS / "LGPL-3.0.txt", TEXTS / "GPL-3.0.txt"]
        licence = "LGPL-3.0-only"
    return Part(
        name, version, licence.splitlines()[0] if licence else "", tuple(t for t in texts if t.is_file()),
        f"pkg:pypi/{name.lower().replace('_', '-')}@{version}",
        tuple(_really(_named(bills), real) if name == "pillow" else _named(bills)),
    )  # fmt: skip


def _named(bills: Iterable[Path]) -> Iterable[dict[str, str]]:
    seen = set()
    for path in bills:
        for one in json.loads(path.read_text(encoding="utf-8")).get("components", ()):
            piece = {key: str(one.get(key) or "") for key in ("name", "version", "purl")}
            if tuple(piece.values()) not in seen:
                seen.add(tuple(piece.values()))
                yield piece


def _really(named: Iterable[dict[str, str]], real: set[str]) -> Iterable[dict[str, str]]:
    """Of what a package says to hold the parts that are shipped, and the libraries beside it that it does not name."""
    seen = ""
    for one in named:
        module = ONLY_FOR.get(one["name"]) or (one["name"] if one["name"].startswith("PIL._") else "")
        if not module or any(f"/{module.replace('.', '/')}." in path for path in real):
            seen += one["name"].lower() + " "
            yield one
    if seen:
        for match in filter(None, map(BESIDE.search, sorted(real))):
            if match[1].lower()[:6] not in seen:  # openjp2 is OpenJPEG
                yield {"name": f"lib{match[1]}", "version": match[2], "purl": ""}


def _within(found: Iterable[Part]) -> list[Part]:
    """What lies inside the packages: Python itself, Qt with its libraries, SQLite with its ciphers, PDFium."""
    by_name = {part.name.lower().replace("_", "-"): part for part in found}
    number = sys.version.split()[0]
    texts, inside = _first(*_python_texts()), TEXTS / "python-third-party.md"
    made = [
        Part(
            "Python",
            number,
            "PSF-2.0",
            (*texts, inside) if texts else (),
            f"pkg:generic/python@{number}",
            _listed(inside),
        )
    ]
    if qt := by_name.get("pyside6-essentials"):
        third = TEXTS / "qt-third-party.md"
        lgpl = (*qt.texts, third, TEXTS / "CC0-1.0.txt")
        made.append(Part("Qt", qt.version, "LGPL-3.0-only", lgpl, f"pkg:generic/qt@{qt.version}", _listed(third)))
    if "apsw-sqlite3mc" in by_name:
        import apsw  # noqa: PLC0415

        version = apsw.sqlite_lib_version()
        made.append(Part("SQLite", version, "blessing", (TEXTS / "sqlite.txt",), f"pkg:generic/sqlite@{version}"))
        ciphers, _, version = apsw.mc_version.rpartition(" ")
        made.append(
            Part(
                ciphers,
                version,
                "MIT",
                (TEXTS / "sqlite3mc.txt",),
                f"pkg:github/utelle/SQLite3MultipleCiphers@v{version}",
            )
        )
    if pdfium := by_name.get("pypdfium2"):
        import pypdfium2_raw  # noqa: PLC0415

        told = json.loads((Path(pypdfium2_raw.__file__).parent / "version.json").read_text("utf-8"))
        version = ".".join(str(told[part]) for part in ("major", "minor", "build", "patch"))
        texts = tuple(text for text in pdfium.texts if text.name == "pdfium.txt")
        made.append(Part("PDFium", version, "BSD-3-Clause AND Apache-2.0", texts, f"pkg:generic/pdfium@{version}"))
    return made


def _listed(text: Path) -> tuple[dict[str, str], ...]:
    """What the table of one of our own texts names."""
    rows = [line.split(" | ")[0].removeprefix("| ") for line in text.read_text("utf-8").splitlines() if " | " in line]
    return tuple({"name": name, "version": "", "purl": ""} for name in rows[1:])


def _python_texts() -> Iterable[Path]:
    yield Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    yield Path(sys.base_prefix) / "LICENSE.txt"
    yield Path(f"/usr/share/doc/python{sys.version_info[0]}.{sys.version_info[1]}/copyright")


def _first(*texts: Path) -> tuple[Path, ...]:
    return next(((text,) for text in texts if text.is_file()), ())


def _system(real: set[str]) -> list[Part]:
    """Libraries of a Debian system that were copied into the folder, by package."""
    copied = sorted(Path(name) for name in real if name.startswith("/usr/lib/") and ".so" in name)
    made = {}
    for path in copied:
        owner = ""
        for name in (path, Path(str(path).removeprefix("/usr"))):
            asked = subprocess.run(["dpkg", "-S", str(name)], capture_output=True, text=True, check=False)
            owner = owner or asked.stdout.partition(": ")[0].split(",")[0]
        package = owner.split(":")[0] or path.name
        shown = subprocess.run(["dpkg-query", "-Wf", "${Version}", owner], capture_output=True, text=True, check=False)
        version = shown.stdout.strip()
        text = Path("/usr/share/doc") / package / "copyright"
        made[package] = Part(
            package, version, "see the text", (text,) if text.is_file() else (), f"pkg:deb/debian/{package}@{version}"
        )
    return list(made.values())


def _own() -> list[Part]:
    """What lies in the source tree and is not ours."""
    fonts, icons = ROOT / "resources" / "fonts", ROOT / "resources" / "icons"
    return [
        Part("Noto Sans SC", "", "OFL-1.1", (fonts / "OFL.txt",)),
        Part("Health Icons", "2.0.0", "MIT", (icons / "LICENSE-healthicons.txt",)),
        Part("OpenCC TSCharacters", "", "Apache-2.0", (ROOT / "LICENSE",)),
    ]


def _own_licence() -> str:
    import common  # noqa: PLC0415

    return common.project()["license"]
