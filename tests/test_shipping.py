"""What is shipped: parts, packages, licences, the installer, the workflows. Nothing is frozen here."""

from __future__ import annotations

import json
import plistlib
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import pytest

from handbook import __version__, resources

ROOT = Path(__file__).parents[1]
PACKAGING = ROOT / "packaging"
EPOCH = 1_780_000_000


@pytest.fixture(scope="module")
def packaging() -> Iterator[ModuleType]:
    """The scripts of packaging/, which import each other by their bare names."""
    sys.path.insert(0, str(PACKAGING))
    import common  # noqa: PLC0415
    import icons  # noqa: PLC0415
    import licences  # noqa: PLC0415
    import linux_packages  # noqa: PLC0415
    import macos_packages  # noqa: PLC0415
    import parts  # noqa: PLC0415
    import smoke_installed  # noqa: PLC0415
    import smoke_test  # noqa: PLC0415
    import windows_packages  # noqa: PLC0415

    found = ModuleType("packaging")
    found.__dict__.update(
        common=common, icons=icons, licences=licences, linux=linux_packages, macos=macos_packages, parts=parts,
        smoke=smoke_test, smoke_installed=smoke_installed, windows=windows_packages,
    )  # fmt: skip
    yield found
    sys.path.remove(str(PACKAGING))


@pytest.fixture
def job(packaging, tmp_path):
    """A folder that stands in for the frozen one: two real programs and a library, some resources, the licences."""
    folder = tmp_path / "car-t-handbook"
    (folder / "_internal" / "PySide6" / "Qt" / "plugins" / "printsupport").mkdir(parents=True)
    (folder / "_internal" / "resources").mkdir()
    (folder / "licences").mkdir()
    (folder / "licences" / "README.md").write_text("licences")
    shutil.copy2("/bin/true", folder / "handbook")
    shutil.copy2("/bin/true", folder / "_internal" / "libxcb-cursor.so.0")
    plugin = folder / "_internal" / "PySide6" / "Qt" / "plugins" / "printsupport" / "libcupsprintersupport.so"
    shutil.copy2(shutil.which("pdftotext"), plugin)
    (folder / "_internal" / "link").symlink_to("libxcb-cursor.so.0")
    (tmp_path / "out").mkdir()
    return packaging.common.Job(packaging.parts.Names.read(ROOT), folder, tmp_path / "out", EPOCH)


# -- which parts ---------------------------------------------------------------------------------------------------

KEPT = (
    "PySide6/QtWidgets.abi3.so", "PySide6/Qt/lib/libQt6Core.so.6", "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/Qt/plugins/platforms/libqoffscreen.so", "PySide6/Qt/plugins/platforms/libqwayland.so",
    "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
    "PySide6/Qt/plugins/platforminputcontexts/libcomposeplatforminputcontextplugin.so",
    "PySide6/Qt/plugins/imageformats/libqsvg.so", "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
    "PySide6/Qt/translations/qtbase_zh_CN.qm", "PySide6/Qt/lib/libicudata.so.73", "libQt6Core.so.6",
    "PySide6/libpyside6.abi3.so.6.11", "shiboken6/libshiboken6.abi3.so.6.11", "libpython3.11.so.1.0",
    r"PySide6\Qt6Core.dll", r"PySide6\plugins\platforms\qwindows.dll", r"PySide6\MSVCP140.dll",
    r"PySide6\translations\qtbase_zh_CN.qm", r"PySide6\plugins\styles\qmodernwindowsstyle.dll",
    r"PySide6\QtCore.pyd", r"PySide6\pyside6.abi3.dll", "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
    "PySide6/Qt/plugins/platforms/libqcocoa.dylib", "PySide6/Qt/plugins/styles/libqmacstyle.dylib",
    "resources/content/content.toml", "pillow.libs/libjpeg-6dc8d115.so.62.4.0", "python313.dll", "libpython3.13.dylib",
)  # fmt: skip
LEFT_OUT = (
    "PySide6/QtNetwork.abi3.so", "PySide6/Qt/lib/libQt6Network.so.6", "libQt6Network.so.6", "libQt6Qml.so.6",
    "PySide6/Qt/lib/libQt6Quick.so.6", "PySide6/Qt/plugins/tls/libqopensslbackend.so",
    "PySide6/Qt/plugins/networkinformation/libqglib.so", "PySide6/Qt/plugins/platforms/libqvnc.so",
    "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", "PySide6/Qt/lib/libQt6Pdf.so.6",
    "PySide6/Qt/plugins/imageformats/libqpdf.so", "PySide6/Qt/translations/qtbase_zh_TW.qm",
    "PySide6/Qt/plugins/sqldrivers/libqsqlpsql.so", r"PySide6\Qt6Network.dll", r"PySide6\opengl32sw.dll",
    r"PySide6\plugins\tls\qschannelbackend.dll", "PySide6/Qt/lib/QtNetwork.framework/Versions/A/QtNetwork",
    "pillow.libs/libavif-c6062d5f.so.16.4.2", "click-8.5.1.dist-info/METADATA", "pypinyin/core.pyi", "Qt6Qml.dll",
)  # fmt: skip


def test_the_list_of_parts_on_three_systems(packaging):
    assert [name for name in KEPT if not packaging.parts.kept(name)] == []
    assert [name for name in LEFT_OUT if packaging.parts.kept(name)] == []
    for name, kept in (("libcups.so.2", False), ("libffi.so.8", True), ("libpython3.11.so.1.0", True)):
        assert packaging.parts.kept(name, f"/lib/x86_64-linux-gnu/{name}") is kept


def test_every_binding_that_the_program_imports_is_shipped(packaging):
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    used = set(re.findall(r"(?:from|import) PySide6\.(\w+)", source))
    assert used
    assert used - packaging.parts.BINDINGS == set()
    assert not {f"PySide6.{name}" for name in packaging.parts.BINDINGS} & set(packaging.parts.LEFT_OUT)


def test_a_stranger_in_the_built_folder_is_found(packaging, tmp_path):
    for name in ("_internal/PySide6/Qt/lib/libQt6Core.so.6", "_internal/resources/fonts/a.ttf", "handbook"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert packaging.parts.foreign(tmp_path) == []
    strangers = (
        "_internal/PySide6/Qt/lib/libQt6Network.so.6", "_internal/libssl.so.3", "_internal/libcurl.so.4",
        "_internal/python3.11/lib-dynload/_socket.cpython-311-x86_64-linux-gnu.so", "_internal/_ssl.pyd",
        "_internal/PySide6/Qt/plugins/tls/libqcertonlybackend.so", "_internal/libcups.so.2",
    )  # fmt: skip
    for name in strangers:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert packaging.parts.foreign(tmp_path) == sorted(strangers)


def test_modules_that_reach_a_network_are_known_by_name(packaging):
    known = ("socket", "http.client", "email.utils", "urllib.request", "asyncio.events")
    assert all(packaging.parts.reaches_a_network(name) for name in known)
    assert not any(packaging.parts.reaches_a_network(name) for name in ("urllib.parse", "httpx2", "handbook.ui"))
    assert set(packaging.parts.NETWORK) <= set(packaging.parts.LEFT_OUT)


def test_names_and_version_stand_in_one_place(packaging):
    names = packaging.parts.Names.read(ROOT)
    assert (names.package, names.version) == ("car-t-handbook", __version__)
    assert ".".join(map(str, names.four)).startswith(__version__)
    written = [p for p in PACKAGING.rglob("*") if p.is_file() and "licences/" not in str(p) and ".pyc" not in p.name]
    assert [p.name for p in written if re.search(rf"\b{re.escape(__version__)}\b", p.read_text("utf-8"))] == []


def test_icons_are_drawn_in_every_size(packaging, tmp_path, qapp):
    from PIL import Image  # noqa: PLC0415

    packaging.icons.write_all(tmp_path)
    for size in packaging.icons.SIZES:
        with Image.open(tmp_path / f"{size}.png") as drawn:
            assert drawn.size == (size, size)
            assert drawn.getpixel((0, 0))[3] == 0
            assert drawn.getpixel((size // 2, size - max(2, size // 12)))[3] == 255
    with Image.open(tmp_path / "handbook.ico") as drawn:
        assert {16, 32, 48, 256} <= {width for width, _ in drawn.info["sizes"]}
    with Image.open(tmp_path / "handbook.icns") as drawn:
        assert max(drawn.info["sizes"])[0] >= 512


# -- Linux ---------------------------------------------------------------------------------------------------------


def test_the_deb_holds_what_a_desktop_wants(packaging, job, tmp_path, qapp):
    made = packaging.linux.deb(job)
    again = made.read_bytes()
    assert packaging.linux.deb(job).read_bytes() == again, "the same source makes the same file"
    root = tmp_path / "root"
    subprocess.run(["dpkg-deb", "--raw-extract", made, root], check=True)
    inside = root / "usr/lib/car-t-handbook/_internal"
    listed = (inside / "resources" / resources.PROGRAM).read_text("utf-8")
    assert listed == resources.program_list(inside), "what Debian brings itself is not missed"
    assert "libxcb-cursor" not in listed
    assert "libcupsprintersupport.so" in listed
    control = (root / "DEBIAN" / "control").read_text("utf-8")
    fields = dict(line.split(": ", 1) for line in control.splitlines() if not line.startswith(" "))
    assert (fields["Package"], fields["Version"]) == ("car-t-handbook", __version__)
    assert re.search(r"\blibc6 \(>= 2\.\d+\)", fields["Depends"])
    assert "poppler" in fields["Recommends"], "what only printing needs is recommended"
    assert "poppler" not in fields["Depends"]
    assert "libc6" not in fields["Recommends"]
    inside = [
        path for path in root.rglob("*") if path.is_file() and not path.is_symlink() and "DEBIAN" not in str(path)
    ]
    assert int(fields["Installed-Size"]) == sum(-(-path.stat().st_size // 1024) for path in inside)
    subprocess.run(["md5sum", "--check", "--quiet", "DEBIAN/md5sums"], cwd=root, check=True)
    assert len((root / "DEBIAN" / "md5sums").read_text().splitlines()) == len(inside)
    assert (root / "usr/bin/handbook").resolve() == root / "usr/lib/car-t-handbook/handbook"
    assert not (root / "usr/lib/car-t-handbook/_internal/libxcb-cursor.so.0").exists(), "Debian has it"
    assert {path.stat().st_mode & 0o777 for path in inside} == {0o644, 0o755}
    said = subprocess.run(["dpkg-deb", "--contents", made], capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in said.splitlines()} == {"root/root"}
    for number, (section, words) in enumerate({"man1": "SYNOPSIS", "zh_CN/man1": "用法"}.items()):
        page = root / "usr/share/man" / section / "handbook.1.gz"
        text = subprocess.run(["gzip", "-dc", page], capture_output=True, check=True).stdout.decode()
        assert words in text
        assert "$" not in text
        assert text.count(".TP\n.B ") >= 10, number
    sizes = {path.parent.parent.name for path in (root / "usr/share/icons/hicolor").rglob("*.png")}
    assert {"16x16", "48x48", "512x512"} <= sizes
    for name in ("car-t-handbook", "car-t-handbook-open"):
        desktop = root / f"usr/share/applications/{name}.desktop"
        assert subprocess.run(["desktop-file-validate", desktop], capture_output=True, check=True).stdout == b""
    metainfo = root / "usr/share/metainfo/car-t-handbook.metainfo.xml"
    # The project has no domain of its own yet, which a name turned round would have to come from.
    asked = ["appstreamcli", "validate", "--no-net", "--override=cid-desktopapp-is-not-rdns=info", metainfo]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
    assert f'version="{__version__}"' in metainfo.read_text("utf-8")


def test_what_the_desktop_entry_opens_the_program_knows(packaging):
    from click.testing import CliRunner  # noqa: PLC0415

    from handbook.commands import cli  # noqa: PLC0415

    folder = PACKAGING / "linux"
    commands = [re.search(r"^Exec=handbook *(\S*)", p.read_text("utf-8"), re.M)[1] for p in folder.glob("*.desktop")]
    assert sorted(commands) == ["", "--open"]
    assert "--open FILE" in CliRunner().invoke(cli, ["--help"]).output
    types = set(re.findall(r'mime-type type="([^"]+)"', (folder / "car-t-handbook.mime.xml").read_text("utf-8")))
    opened = re.search(r"MimeType=(.*);", (folder / "car-t-handbook-open.desktop").read_text("utf-8"))[1]
    assert set(opened.split(";")) == types
    assert set(re.findall(r"<mediatype>(.*)</", (folder / "car-t-handbook.metainfo.xml").read_text("utf-8"))) == types


def test_the_archive_is_the_same_twice_and_belongs_to_nobody(packaging, job):
    made = packaging.linux.archive(job)
    first = made.read_bytes()
    assert packaging.linux.archive(job).read_bytes() == first
    with tarfile.open(made) as archive:
        members = {member.name: member for member in archive.getmembers()}
    assert {(one.uid, one.uname, one.mtime) for one in members.values()} == {(0, "root", EPOCH)}
    assert members["car-t-handbook/handbook"].mode == 0o755
    assert members["car-t-handbook/licences/README.md"].mode == 0o644
    assert members["car-t-handbook/_internal/link"].issym()


def test_a_library_that_is_not_here_is_named(packaging, job):
    library = job.folder / "_internal" / "strange.so"
    data = Path("/bin/true").read_bytes().replace(b"libc.so.6", b"libq.so.9")
    library.write_bytes(data)
    with pytest.raises(packaging.common.CannotBuildError, match=r"libq\.so\.9"):
        packaging.linux.dependencies(job.folder)


# -- Windows and macOS ---------------------------------------------------------------------------------------------


def test_the_installer_compiles_without_a_warning(packaging, job, tmp_path, qapp):
    packaging.icons.write_all(tmp_path / "icons")
    shutil.copy2("/bin/true", job.folder / f"{job.names.windows_door}.exe")
    made = packaging.windows.installer(job, tmp_path / "out" / "handbook-setup.exe", tmp_path / "icons")
    assert made.read_bytes()[:2] == b"MZ"
    script = packaging.windows.SCRIPT.read_text("utf-8")
    for words in re.findall(r"^LangString (\w+) \$\{LANG_ENGLISH\}", script, re.M):
        assert f"LangString {words} ${{LANG_SIMPCHINESE}}" in script
    assert "RequestExecutionLevel user" in script
    assert not re.search(r'RMDir /r "\$INSTDIR"', script), "what a family keeps beside the program is not ours"
    assert not re.search(r"(RMDir|Delete).*APPDATA", script)


def test_a_tool_that_is_missing_or_complains_is_told_in_one_sentence(packaging, job, tmp_path, monkeypatch):
    with pytest.raises(packaging.common.CannotBuildError, match="makensis"):
        packaging.windows.installer(job, tmp_path / "out" / "x-setup.exe", tmp_path / "no-icons")
    with pytest.raises(packaging.common.CannotBuildError, match="not installed"):
        packaging.common.run("no-such-tool")
    monkeypatch.setattr(packaging.windows.shutil, "which", lambda _name: None)
    with pytest.raises(packaging.common.CannotBuildError, match="not installed"):
        packaging.windows.installer(job, tmp_path / "out" / "x-setup.exe", tmp_path)


def test_what_people_start_on_windows_is_signed_before_it_is_packed(packaging, job, tmp_path, monkeypatch):
    """By a stand-in that adds a line; without a key nothing is touched."""
    tool = tmp_path / "signtool"
    tool.write_text('#!/bin/sh\nfor last; do :; done\necho "$@" >> "$0.said"\necho signed >> "$last"\n')
    tool.chmod(0o755)
    program = job.folder / "handbook.exe"
    program.write_bytes(b"program\n")
    monkeypatch.setattr(packaging.windows, "installer", lambda _job, target, _icons: (target.touch(), target)[1])
    job.out.mkdir(exist_ok=True)
    plain = packaging.windows.make(job)
    assert not Path(f"{tool}.said").exists()
    monkeypatch.setenv("SIGNTOOL", str(tool))
    monkeypatch.setenv("WINDOWS_KEY", "key.pfx")
    archive, setup = packaging.windows.make(job)
    assert [archive, setup] == plain
    with zipfile.ZipFile(archive) as packed:
        assert packed.read("car-t-handbook/handbook.exe") == b"program\nsigned\n"
    assert setup.read_bytes() == b"signed\n"
    assert "sign /fd SHA256 /f key.pfx" in Path(f"{tool}.said").read_text()


def test_the_uninstaller_is_signed_while_the_installer_is_made(packaging, job, tmp_path, monkeypatch):
    packaging.icons.write_all(tmp_path / "icons")
    shutil.copy2("/bin/true", job.folder / f"{job.names.windows_door}.exe")
    tool = tmp_path / "a folder" / "signtool"
    tool.parent.mkdir()
    tool.write_text('#!/bin/sh\nfor last; do :; done\nhead -c 2 "$last" > "$0.saw"\necho "$5" > "$0.said"\n')
    tool.chmod(0o755)
    monkeypatch.setenv("SIGNTOOL", str(tool))
    monkeypatch.setenv("WINDOWS_KEY", "the key.pfx")
    packaging.windows.installer(job, tmp_path / "out" / "handbook-setup.exe", tmp_path / "icons")
    assert Path(f"{tool}.saw").read_text() == "MZ"
    assert Path(f"{tool}.said").read_text() == "the key.pfx\n"
    tool.write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(packaging.common.CannotBuildError):
        packaging.windows.installer(job, tmp_path / "out" / "handbook-setup.exe", tmp_path / "icons")


def test_the_zip_is_the_same_twice(packaging, job, tmp_path):
    made = packaging.windows.archive(job, tmp_path / "a.zip").read_bytes()
    assert packaging.windows.archive(job, tmp_path / "b.zip").read_bytes() == made
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert "car-t-handbook/licences/README.md" in archive.namelist()


def test_what_macos_is_told(packaging):
    about = packaging.macos.about(packaging.parts.Names.read(ROOT))
    (kind,) = about["CFBundleDocumentTypes"]
    (declared,) = about["UTExportedTypeDeclarations"]
    assert kind["LSItemContentTypes"] == [declared["UTTypeIdentifier"]]
    assert declared["UTTypeTagSpecification"]["public.filename-extension"] == ["handbook-kit"]
    assert plistlib.loads(packaging.macos.ENTITLED.read_bytes())


# -- licences and the bill of materials ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bundled(packaging):
    """What the files of some packages, and of one library of the system, belong to."""
    names = ("click", "apsw-sqlite3mc", "PySide6_Essentials", "pillow", "cryptography", "pypdfium2")
    files = [next(f for f in distribution(name).files if f.suffix in (".py", ".so")) for name in names]
    files += [f for f in distribution("pillow").files if "_imaging." in f.name or "libzstd" in f.name]
    sources = [Path(str(file.locate())) for file in files]
    return packaging.licences.collect(
        [*sources, Path("/usr/lib/x86_64-linux-gnu/libxcb-cursor.so.0"), Path("/nowhere")]
    )


def test_everything_bundled_has_a_licence_and_its_text(packaging, bundled, tmp_path):
    names = {part.name for part in bundled}
    assert {"click", "Qt", "SQLite", "Python", "Noto Sans SC", "Health Icons", "pillow", "libxcb-cursor0"} <= names
    assert "pytest" not in names, "only what is shipped"
    assert all(part.licence and part.texts for part in bundled)
    packaging.licences.write_texts(bundled, tmp_path / "licences")
    listed = (tmp_path / "licences" / "README.md").read_text("utf-8")
    for part in bundled:
        assert f"| {part.name} | {part.version} |" in listed
        texts = list((tmp_path / "licences" / part.name.replace(" ", "-")).iterdir())
        assert len(texts) == len(part.texts)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (tmp_path / "licences/Qt/LGPL-3.0.txt").read_text()


def test_crates_that_leave_no_choice_are_told_of_by_name(packaging, bundled):
    told = next(text for part in bundled if part.name == "cryptography" for text in part.texts if "crates" in text.name)
    words = told.read_text("utf-8")
    named = next(file for file in distribution("cryptography").files if file.name == "cryptography-rust.cyclonedx.json")
    crates = json.loads(Path(str(named.locate())).read_text("utf-8"))["components"]
    strict = [
        one["name"] for one in crates if one["licenses"][0]["expression"] in ("MIT", "BSD-3-Clause", "Apache-2.0")
    ]
    assert {"pem", "openssl", "openssl-sys", "asn1"} <= set(strict)
    assert [name for name in strict if f"## {name}\n" not in words and name != "asn1_derive"] == []  # which only builds


def test_a_part_without_a_text_is_not_shipped(packaging, monkeypatch):
    monkeypatch.setattr(packaging.licences, "WORDS", ("no such word",))
    source = Path(str(next(f for f in distribution("click").files if f.suffix == ".py").locate()))
    with pytest.raises(LookupError, match="click"):
        packaging.licences.collect([source])


def test_the_bill_of_materials_keeps_to_its_schema(packaging, bundled):
    from cyclonedx.schema import SchemaVersion  # noqa: PLC0415
    from cyclonedx.validation.json import JsonStrictValidator  # noqa: PLC0415

    text = packaging.licences.bill(bundled, EPOCH)
    assert text == packaging.licences.bill(bundled, EPOCH)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    assert bill["metadata"]["component"]["version"] == __version__
    by_name = {one["name"]: one for one in bill["components"]}
    assert set(by_name) == {part.name for part in bundled}
    assert by_name["click"]["purl"].startswith("pkg:pypi/click@")
    inside = {one["name"] for one in by_name["pillow"]["components"]}
    assert {"PIL._imaging", "libtiff", "libzstd"} <= inside, "what it has inside is named too"
    assert not {"PIL._webp", "libwebp", "FreeType"} & inside, "what was left out is not"
    assert {"ICU", "PCRE2", "HarfBuzz"} <= {one["name"] for one in by_name["Qt"]["components"]}
    assert {"PDFium", "SQLite3 Multiple Ciphers"} <= set(by_name)


# -- the smoke tests and the workflows -----------------------------------------------------------------------------


def test_a_trace_shows_what_was_written_and_reached(packaging):
    lines = (
        '12 openat(AT_FDCWD, "/home/x/.local/share/app/record.db", O_RDWR|O_CREAT, 0644) = 3',
        '12 openat(AT_FDCWD, "/home/x/.config/elsewhere", O_WRONLY|O_CREAT, 0644) = 4',
        '12 openat(AT_FDCWD, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 4',
        '12 openat(AT_FDCWD, "relative.txt", O_WRONLY|O_CREAT, 0644) = 4',
        '12 openat(AT_FDCWD, "/home/x/refused", O_WRONLY|O_CREAT, 0644) = -1 EACCES (Permission denied)',
        '12 mkdir("/home/x/.local", 0700)     = 0',
        '12 mkdir("/home/x/.local/other", 0700) = 0',
        '12 rename("/home/x/.local/share/app/a", "/tmp/b") = 0',
        "12 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 5",
        "12 socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP) = 6",
        '12 openat(AT_FDCWD, "/etc/resolv.conf", O_RDONLY) = 7',
    )
    trace = "\n".join(lines)
    wrote = list(packaging.smoke.written(trace, "/home/x", ("/home/x/.local/share/app",)))
    assert wrote == ["/home/x/.config/elsewhere", "/home/x/relative.txt", "/home/x/.local/other", "/tmp/b"]
    assert len(list(packaging.smoke.reached(trace))) == 2


@pytest.mark.parametrize(
    "script", ["exit 0", "exit 3", "echo strange >&2; echo handbook 1", "echo handbook 1; touch ~/left"]
)
def test_the_short_smoke_test_can_fail(packaging, tmp_path, script, monkeypatch):
    """That it passes on a sound program is seen by `make smoke` and in the release."""
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(packaging.smoke_installed.FailedError):
        packaging.smoke_installed.smoke(["sh", "-c", f"{script}; printf %%PDF- > {tmp_path}/card.pdf", "sh"], tmp_path)


def test_the_workflows_pin_their_actions_and_call_what_is_there():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for name in ("ci", "release"):
        text = (ROOT / f".github/workflows/{name}.yml").read_text("utf-8")
        assert "\t" not in text
        assert all(len(line) - len(line.lstrip()) in range(0, 20, 2) for line in text.splitlines())
        used = re.findall(r"uses: (.*)", text)
        assert used
        assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", one) for one in used)  # tags move
        for target in re.findall(r"run: make (\S+)", text):
            assert re.search(rf"^{target}:", makefile, re.M), target
        for script in re.findall(r"packaging/[\w/]+\.py", text):
            assert (ROOT / script).is_file(), script
        assert "permissions:\n  contents: read" in text
    release = (ROOT / ".github/workflows/release.yml").read_text("utf-8")
    jobs = dict(
        zip(*[iter(re.split(r"^  (\w+):\n", release.partition("\njobs:\n")[2], flags=re.M)[1:])] * 2, strict=True)
    )
    assert list(jobs) == ["linux", "windows", "macos", "publish"]
    assert all("runs-on:" in job and "upload-artifact" in job for name, job in jobs.items() if name != "publish")
    assert "needs: [linux, windows, macos]" in jobs["publish"]
    assert {"arm64", "x86_64"} == set(re.findall(r"processor: (\w+)", jobs["macos"]))
    for step in re.findall(r"- name: (?:Sign|Take|Have).*\n +if: (.*)", release):
        told = re.search(r"env\.(\w+)", step)
        assert "!= ''" in step or f"{told[1]}: ${{{{ secrets." in release, "without keys these steps are left out"
        assert "!= ''" in step or "== 'true'" in step
