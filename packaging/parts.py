"""What may lie in the folder that is shipped: an allow-list for Qt, for libraries of the system, and for Python.

Used twice: by handbook.spec while the folder is made, and by build.py on the folder that came out.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parent

NETWORK = (
    "socket", "_socket", "socketserver", "ssl", "_ssl", "http", "urllib.request", "urllib.error", "urllib.response",
    "asyncio", "ftplib", "smtplib", "imaplib", "poplib", "nntplib", "telnetlib", "xmlrpc", "webbrowser", "email",
    "wsgiref", "requests", "urllib3", "httpx", "aiohttp",
)  # fmt: skip
"""Modules of Python that reach a network, or exist for one. None is in the folder."""

LEFT_OUT = [
    *NETWORK, "multiprocessing", "_multiprocessing", "_posixshmem", "distutils", "setuptools", "pkg_resources",
    "unittest", "pydoc", "doctest", "pdb", "tkinter", "readline", "syslog", "_hashlib", "importlib.metadata",
    "typing_extensions", "trove_classifiers", "packaging", "defusedxml", "cffi.setuptools_ext", "sqlite3",
    "PIL.ImageTk", "PIL._imagingtk", "PIL._avif", "PIL._webp", "PIL._imagingcms", "PIL._imagingft", "PIL.ImageQt",
    "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtTest", "PySide6.QtSql",
    "apsw.tests", "apsw.shell", "apsw.ext", "apsw.aio", "apsw.trace", "apsw.speedtest", "apsw.fts5",
]  # fmt: skip
"""Modules that PyInstaller does not follow: some other library would like to have them, none needs them."""

# The same parts are called libQt6Core.so.6, Qt6Core.dll, and QtCore.framework.
QT = {
    "Core", "Gui", "Widgets", "Svg", "PrintSupport", "DBus", "OpenGL", "XcbQpa", "WaylandClient",
    "WlShellIntegration",
}  # fmt: skip
# DBus: whether the screen was locked; a socket of this computer.
BINDINGS = {"QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPrintSupport", "QtDBus"}
PLUGINS = {
    "platforms": {"xcb", "wayland", "offscreen", "minimal", "windows", "cocoa"},
    "imageformats": {"svg", "jpeg", "webp", "gif", "tiff"},  # what photographs of medicine boxes come as
    "iconengines": {"svgicon"},
    "styles": {"modernwindowsstyle", "macstyle"},
    # Chinese input. fcitx brings its own plugin with the system's Qt, built for that Qt; it cannot be shipped. fcitx 5
    # also answers as ibus, and ui/app.py has it do so.
    "platforminputcontexts": {"ibusplatforminputcontextplugin", "composeplatforminputcontextplugin"},
    "platformthemes": {"xdgdesktopportal"},  # the desktop's own file dialogs
    "printsupport": {"cupsprintersupport"},
    "xcbglintegrations": set(),
    "wayland-shell-integration": {"xdg-shell"},
    "wayland-decoration-client": {"bradient"},
    "wayland-graphics-integration-client": set(),
}
"""Kind of plugin and names, without ``lib`` and ``q`` in front."""
TRANSLATIONS = {"qtbase_zh_CN.qm"}
_RUNTIME = re.compile(
    r"(?:lib)?(?:pyside6|shiboken6)[.\w-]*|libicu(?:data|i18n|uc)\.so\.\d+|msvcp140\w*\.dll|vcruntime140\w*\.dll"
    r"|concrt140\.dll|__init__\.pyi?|_config\.py|_git_pyside_version\.py",
    re.IGNORECASE,
)

SYSTEM = re.compile(
    r"libpython3[.\d]+so[.\d]*|libffi\.so.*|libbz2\.so.*|liblzma\.so.*|libuuid\.so.*"
    # What a plain desktop lacks most often; without them Qt shows nothing on X11.
    r"|libxcb-(?:cursor|icccm|image|keysyms|render-util|util|xkb)\.so.*|libxkbcommon(?:-x11)?\.so.*"
)
"""Libraries of the Linux that builds, which are shipped; all others must come from the Linux that runs the program."""

_PILLOW = re.compile(r"lib(?:jpeg|openjp2|tiff|zstd|lzma|webp|sharpyuv|xcb|Xau)-[0-9a-f]+\.so.*")
_DROPPED_DATA = re.compile(r"uniseg/docs/.*|.*\.pyi|.*/py\.typed|.*\.dist-info/.*|setuptools/.*|.*\.c|.*\.h")
_FOREIGN = re.compile(
    r"(?:lib)?(?:qt6?|pyside6?)?(?:network|qml\w*|quick\w*|websockets|webengine\w*|httpserver)\b.*"
    r"|_ssl\..*|_socket\..*|lib(?:ssl|curl|nghttp2|gnutls|cups|gio-2\.0|krb5|gssapi_krb5)[.\d-]*(?:so|dylib|dll).*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Names:
    """What pyproject.toml says; nothing here is written twice."""

    package: str
    version: str
    summary: str

    display_zh = "CAR-T 手册"
    display_en = "CAR-T Handbook"
    windows_door = "CAR-T Handbook"

    @classmethod
    def read(cls, root: Path) -> Names:
        """Read ``root``/pyproject.toml."""
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return cls(project["name"], project["version"], project["description"])

    @property
    def four(self) -> tuple[int, int, int, int]:
        """The version as Windows wants it: four numbers."""
        numbers = [int(part) for part in re.findall(r"\d+", self.version)][:4]
        first, second, third, fourth = [*numbers, 0, 0, 0, 0][:4]
        return first, second, third, fourth


def kept(destination: str, source: str = "") -> bool:
    """Whether a file that PyInstaller found goes into the folder.

    Args:
        destination: Where it would lie, relative to the folder.
        source: Where it lies now; tells libraries of the system from those that came with a Python package.
    """
    path = PurePosixPath(destination.replace("\\", "/"))
    if _DROPPED_DATA.fullmatch(str(path)):
        return False
    if path.parts[0] == "PySide6":
        return _qt(path)
    if path.parts[0] == "pillow.libs":
        return _PILLOW.fullmatch(path.name) is not None
    if len(path.parts) == 1:
        name = path.name
        if name.startswith(("libQt6", "Qt6", "Qt")):
            return _qt_library(name)
        if source.startswith(("/lib/", "/usr/lib/")):
            return SYSTEM.fullmatch(name) is not None
    return True


def _qt(path: PurePosixPath) -> bool:
    parts = [part for part in path.parts[1:] if part != "Qt"]
    if parts[0] == "plugins":
        kind, name = parts[1], PurePosixPath(parts[2]).stem
        stem = name.removeprefix("lib").removesuffix("d" if name.endswith("pluginsd") else "")
        return stem in PLUGINS.get(kind, set()) or stem.removeprefix("q") in PLUGINS.get(kind, set())
    if parts[0] == "translations":
        return parts[-1] in TRANSLATIONS
    if any(part.endswith(".framework") for part in parts):
        return _qt_library(next(part for part in parts if part.endswith(".framework")))
    name = parts[-1]
    if _RUNTIME.fullmatch(name):
        return True
    if parts[0] == "lib" or name.startswith(("Qt6", "libQt6")):
        return _qt_library(name)
    return name.split(".")[0] in BINDINGS


def _qt_library(name: str) -> bool:
    return re.sub(r"^(?:lib)?Qt6?|\.(?:so|dll|dylib|framework).*$", "", name) in QT


def reaches_a_network(module: str) -> bool:
    """Whether a module of Python is one of those, or lies in one."""
    return any(module == one or module.startswith(f"{one}.") for one in NETWORK)


def foreign(folder: Path) -> list[str]:
    """Files of a built folder that could reach a network or that the lists above do not name, relative and sorted."""
    found = []
    for path in folder.rglob("*"):
        if path.is_dir() or path.is_symlink():
            continue
        inside = path.relative_to(folder).as_posix()
        bare = inside.removeprefix("_internal/").removeprefix("Contents/Frameworks/")
        if "/resources/" in f"/{inside}":
            continue
        if _FOREIGN.fullmatch(path.name) or not kept(bare):
            found.append(inside)
    return sorted(found)


def windows_version(root: Path) -> object:
    """The version that Windows shows among the properties of a file; only PyInstaller on Windows can make one."""
    from PyInstaller.utils.win32 import versioninfo as info  # noqa: PLC0415  # not there on other systems

    names = Names.read(root)
    words = {
        "ProductName": names.display_en, "FileDescription": f"{names.display_zh} / {names.display_en}",
        "ProductVersion": names.version, "FileVersion": names.version, "OriginalFilename": "handbook.exe",
        "LegalCopyright": "Apache-2.0; CC BY 4.0",
    }  # fmt: skip
    table = info.StringTable("040904B0", [info.StringStruct(key, value) for key, value in words.items()])
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=names.four, prodvers=names.four),
        kids=[info.StringFileInfo([table]), info.VarFileInfo([info.VarStruct("Translation", [1033, 1200])])],
    )
