"""A record is locked with the computer's screen: over a real bus on Linux, asked for on Windows and macOS."""

import ctypes
import os
import subprocess
import sys

import pytest

from handbook.ui import session_lock
from handbook.ui.lock import IdleWatch
from ui.test_keep import protect

LISTENER = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from handbook.ui.session_lock import SessionLock
app = QCoreApplication([])
heard = SessionLock(app)
heard.locked.connect(app.quit)
QTimer.singleShot(20_000, lambda: app.exit(1))
print("listening", flush=True)
sys.exit(app.exec())
"""


@pytest.fixture(scope="module")
def bus():
    """A session bus of the test's own."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        yield daemon.stdout.readline().strip()
        daemon.kill()


@pytest.mark.parametrize(
    ("path", "signal", "argument"),
    [
        ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", ["boolean:true"]),
        ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", ["boolean:true"]),
        ("/org/freedesktop/login1/session/_31", "org.freedesktop.login1.Session.Lock", []),
        ("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", ["boolean:true"]),
    ],
)
def test_the_desktop_says_that_the_screen_is_locked(bus, path, signal, argument):
    where = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus}
    command = [sys.executable, "-c", LISTENER]
    with subprocess.Popen(command, env=where, stdout=subprocess.PIPE, text=True) as listener:
        assert listener.stdout.readline() == "listening\n"
        send = ["dbus-send", "--session", "--type=signal", path, signal]
        if argument:  # first the news that it is open again, which locks nothing
            subprocess.run([*send, "boolean:false"], env=where, check=True)
        subprocess.run([*send, *argument], env=where, check=True)
        assert listener.wait(20) == 0


def test_without_a_bus_nothing_is_heard_and_nothing_fails(qapp, monkeypatch, tmp_path):
    for name in ("SESSION", "SYSTEM"):
        monkeypatch.setenv(f"DBUS_{name}_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    assert session_lock.SessionLock(qapp).parent() is qapp
    assert session_lock.screen_is_locked() is False


def test_a_locked_screen_locks_a_record_that_has_a_passphrase(window, settled):
    window._idle._listen()
    first = window._idle._session
    window._idle._listen()
    assert window._idle._session is first
    first._saver(True)
    assert window.context.closed is None  # no passphrase
    protect(window, settled)
    window.context.keep(lock_after=0)
    first._saver(False)
    window._idle.look()
    assert window.context.closed is None  # what was locked before there was a passphrase is forgotten
    first._locked()
    assert window.context.closed is not None
    first._locked()  # locked already
    settled(window)


def test_where_the_system_must_be_asked_it_is_asked(window, settled, monkeypatch):
    protect(window, settled)
    monkeypatch.setattr("handbook.ui.lock.screen_is_locked", lambda: True)
    window._idle.look()
    assert window.context.closed is not None
    settled(window)


def test_a_window_that_is_closed_listens_no_more(window, settled):
    window.close()
    watch = window._idle
    assert isinstance(watch, IdleWatch)
    watch._session = None
    watch._listen()
    assert watch._session is None


class _Call:
    """A function of a foreign library: settable like one, and it answers."""

    def __init__(self, answer):
        self.answer, self.asked = answer, []

    def __call__(self, *arguments):
        self.asked.append(arguments)
        return self.answer


class _Library:
    def __init__(self, **answers):
        self.__dict__.update({name: _Call(answer) for name, answer in answers.items()})


@pytest.mark.parametrize(("desktop", "locked"), [(None, True), (4711, False)])
def test_windows_is_asked_for_the_desktop_that_gets_the_keys(monkeypatch, desktop, locked):
    user32 = _Library(OpenInputDesktop=desktop, CloseDesktop=1)
    windll = _Library()
    windll.user32 = user32
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", windll, raising=False)
    assert session_lock.screen_is_locked() is locked
    assert user32.OpenInputDesktop.asked == [(0, False, 0x0100)]
    assert user32.CloseDesktop.asked == ([] if locked else [(4711,)])


@pytest.mark.parametrize(
    ("notes", "mark", "value", "locked"), [(None, 0, 0, False), (1, None, 0, False), (1, 2, 0, False), (1, 2, 1, True)]
)
def test_macos_is_asked_for_its_notes_on_the_session(monkeypatch, notes, mark, value, locked):
    graphics = _Library(CGSessionCopyCurrentDictionary=notes)
    core = _Library(
        CFStringCreateWithCString=7, CFDictionaryGetValue=mark, CFBooleanGetValue=value, CFRelease=None
    )  # fmt: skip
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(ctypes, "CDLL", lambda path: core if path.endswith("CoreFoundation") else graphics)
    assert session_lock.screen_is_locked() is locked
    assert len(core.CFRelease.asked) == (2 if notes else 0)


def test_a_system_without_these_functions_is_not_locked(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(ctypes, "windll", raising=False)
    assert session_lock.screen_is_locked() is False
