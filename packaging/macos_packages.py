"""For macOS: the .app, with what kinds of file it opens, in a .dmg. Signed where a key is named; else unsigned."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from pathlib import Path

import common
from common import Job
from parts import Names

ENTITLED = Path(__file__).resolve().parent / "macos" / "entitlements.plist"

LEAST = "13.0"
"""The oldest macOS of the Qt that is shipped."""


def make(job: Job) -> list[Path]:
    """The image, in ``job.out``. Raises ``CannotBuildError``."""
    app = job.out / f"{job.names.display_en}.app"  # the spec has made it; the licences came after
    shutil.copytree(job.folder / "licences", app / "Contents" / "Resources" / "licences", dirs_exist_ok=True)
    sign(app)
    return [image(job, app)]


def about(names: Names) -> dict[str, object]:
    """What Info.plist says besides what PyInstaller writes: names, languages, what a double click opens with it."""
    kit = f"{names.package}.kit"
    return {
        "CFBundleName": names.display_en,
        "CFBundleDisplayName": names.display_en,
        "CFBundleDevelopmentRegion": "zh-Hans",
        "CFBundleLocalizations": ["zh-Hans", "en"],
        "CFBundleVersion": names.version,
        "LSMinimumSystemVersion": LEAST,
        "LSApplicationCategoryType": "public.app-category.medical",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "CAR-T Handbook clinic kit",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [kit],
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": kit,
                "UTTypeDescription": "CAR-T Handbook clinic kit",
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {"public.filename-extension": ["handbook-kit"]},
            }
        ],
    }


def sign(app: Path) -> None:
    """Sign with the identity that MACOS_IDENTITY names; without one, for this machine only, as macOS demands."""
    identity = os.environ.get("MACOS_IDENTITY") or "-"
    hardened = [] if identity == "-" else ["--options", "runtime", "--timestamp", "--entitlements", str(ENTITLED)]
    common.run("codesign", "--force", "--deep", *hardened, "--sign", identity, str(app))


def image(job: Job, app: Path) -> Path:
    """The disk image: the application, and the way into the folder of applications."""
    target = job.out / f"{job.names.package}-{job.names.version}-macos-{platform.machine()}.dmg"
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(app, Path(name) / app.name, symlinks=True)
        (Path(name) / "Applications").symlink_to("/Applications")
        common.run(
            "hdiutil",
            "create",
            "-volname",
            job.names.display_en,
            "-srcfolder",
            name,
            "-format",
            "ULMO",
            "-ov",
            str(target),
        )
    return target
