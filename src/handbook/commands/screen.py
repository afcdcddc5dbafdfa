"""Whether there is a screen, and which system libraries of Qt are missing, by the name of their Debian package.

Qt itself ends the process with a loader's message when its platform plugin cannot be loaded; so this looks first.
Source of the table: the libraries that PySide6-Essentials 6.11 links to outside its own folder, on Debian 12.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from handbook.domain import MachineError

ALWAYS: Mapping[str, str] = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
}
X11: Mapping[str, str] = {
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
WAYLAND: Mapping[str, str] = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
PACKAGES = {**ALWAYS, **X11, **WAYLAND}
_LIBRARY = re.compile(r"lib[\w.+-]+?\.so(?:\.\d+)*")


def loads(library: str) -> bool:
    """Whether the system's loader finds ``library``."""
    import ctypes  # noqa: PLC0415  # only a window needs it

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def require(
    environ: Mapping[str, str] = os.environ,
    *,
    platform: str = sys.platform,
    loads: Callable[[str], bool] = loads,
    answers: Callable[[str], bool] | None = None,
) -> None:
    """Make sure that a window can open.

    Raises:
        MachineError: ``screen.none`` where there is no screen, ``screen.libraries`` where Qt lacks libraries of the
            system (``libraries`` and the Debian ``packages`` that bring them).
    """
    if platform != "linux" or environ.get("QT_QPA_PLATFORM"):
        return
    x11, wayland = bool(environ.get("DISPLAY")), _wayland_socket(environ)
    if not (wayland or (x11 and (answers or _x11_answers)(environ["DISPLAY"]))):
        raise MachineError("screen.none")
    lacking = _lacking(ALWAYS, loads)
    by_x11, by_wayland = _lacking(X11, loads), _lacking(WAYLAND, loads)
    # One way to the screen is enough; if both are barred, the libraries of the one that people have are named.
    if not ((wayland and not by_wayland) or (x11 and not by_x11)):
        lacking += by_x11 if x11 else by_wayland
    if lacking:
        raise _fault(lacking)


def missing_libraries(message: str) -> MachineError | None:
    """A loader's message (``libGL.so.1: cannot open shared object file``) as a fault that names the packages.

    The loader names the first library only; the others that are missing are named too. None for another message.
    """
    named = _LIBRARY.match(message)
    return _fault(dict.fromkeys([named[0], *_lacking(ALWAYS, loads)])) if named else None


def _lacking(libraries: Iterable[str], loads: Callable[[str], bool]) -> list[str]:
    return [library for library in libraries if not loads(library)]


def _fault(lacking: Iterable[str]) -> MachineError:
    names = list(lacking)
    # A library that is not in the table is still named; its package is then for the person's search.
    packages = dict.fromkeys(PACKAGES[name] for name in names if name in PACKAGES)
    return MachineError("screen.libraries", libraries=", ".join(names), packages=" ".join(packages) or "?")


def _wayland_socket(environ: Mapping[str, str]) -> bool:
    name = environ.get("WAYLAND_DISPLAY")
    return bool(name) and Path(environ.get("XDG_RUNTIME_DIR", "/"), str(name)).exists()


def _x11_answers(display: str) -> bool:
    """Whether the X server takes a connection; True where libxcb is missing, which is told with the libraries."""
    import ctypes  # noqa: PLC0415

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed
