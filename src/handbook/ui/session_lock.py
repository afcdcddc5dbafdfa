"""Whether the computer's own screen is locked. Qt has no signal for it, so each system is asked in its own way.

On Linux the desktop says so on D-Bus (a local socket of the system's, never the network): the screen saver of
freedesktop.org and of GNOME, and logind. Windows and macOS are asked every few seconds. Where nobody answers, a record
is still locked when nobody has stirred for a while.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import SLOT, QObject, Signal, Slot

_SIGNALS = (
    ("org.freedesktop.ScreenSaver", "ActiveChanged", "_saver(bool)"),
    ("org.gnome.ScreenSaver", "ActiveChanged", "_saver(bool)"),
    ("org.freedesktop.login1.Session", "Lock", "_locked()"),
    ("org.freedesktop.login1.Manager", "PrepareForSleep", "_saver(bool)"),
)
"""Interface, signal and slot, whoever sends it: a lock too many costs a passphrase, one too few the diary."""

_SWITCH_DESKTOP = 0x0100
_UTF8 = 0x08000100
_FRAMEWORKS = "/System/Library/Frameworks"


class SessionLock(QObject):
    """Tells that the screen was locked, where the system says so by itself."""

    locked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        if sys.platform.startswith("linux"):
            self._listen()

    def _listen(self) -> None:
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415  # only where there may be somebody to listen to

        for bus in (QDBusConnection.sessionBus(), QDBusConnection.systemBus()):
            if bus.isConnected():
                for interface, name, slot in _SIGNALS:
                    bus.connect("", "", interface, name, self, SLOT(slot))  # type: ignore[call-overload]  # a str

    @Slot(bool)
    def _saver(self, on: bool) -> None:
        if on:
            self.locked.emit()

    @Slot()
    def _locked(self) -> None:
        self.locked.emit()


def screen_is_locked() -> bool:
    """Whether the screen is locked now; False where the system has to be listened to, or cannot be asked."""
    try:
        if sys.platform == "win32":
            return _windows()
        if sys.platform == "darwin":
            return _macos()
    except (OSError, AttributeError):  # a system without these functions
        return False
    return False


def _windows() -> bool:
    """The desktop that gets the keys cannot be opened while it is the locked one, or that of a question for rights."""
    import ctypes  # noqa: PLC0415  # only where it is the way to ask

    user32 = ctypes.windll.user32  # type: ignore[attr-defined,unused-ignore]
    user32.OpenInputDesktop.restype = ctypes.c_void_p
    user32.CloseDesktop.argtypes = [ctypes.c_void_p]
    desktop = user32.OpenInputDesktop(0, False, _SWITCH_DESKTOP)
    if not desktop:
        return True
    user32.CloseDesktop(desktop)
    return False


def _macos() -> bool:
    """The window server's own notes on this session have a mark while its screen is locked."""
    import ctypes  # noqa: PLC0415

    graphics = ctypes.CDLL(f"{_FRAMEWORKS}/CoreGraphics.framework/CoreGraphics")
    core = ctypes.CDLL(f"{_FRAMEWORKS}/CoreFoundation.framework/CoreFoundation")
    graphics.CGSessionCopyCurrentDictionary.restype = ctypes.c_void_p
    core.CFStringCreateWithCString.restype = ctypes.c_void_p
    core.CFStringCreateWithCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
    core.CFDictionaryGetValue.restype = ctypes.c_void_p
    core.CFDictionaryGetValue.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    core.CFBooleanGetValue.argtypes = core.CFRelease.argtypes = [ctypes.c_void_p]
    notes = graphics.CGSessionCopyCurrentDictionary()
    if not notes:
        return False
    key = core.CFStringCreateWithCString(None, b"CGSSessionScreenIsLocked", _UTF8)
    mark = core.CFDictionaryGetValue(notes, key)
    locked = bool(mark and core.CFBooleanGetValue(mark))
    core.CFRelease(key)
    core.CFRelease(notes)
    return locked
