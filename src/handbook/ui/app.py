"""Start the window: the one QApplication, fonts, Qt's own words in the reader's language, an orderly end."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from handbook import resources, settings
from handbook.domain import HandbookError
from handbook.phrases import sentences
from handbook.ui import background, fonts, garbage, opening, people
from handbook.ui.crash import CrashHook
from handbook.ui.window import MainWindow

if TYPE_CHECKING:
    from handbook.domain import MachineError
    from handbook.settings import Settings
    from handbook.ui.context import Context


LATEST_MS = 10_000
"""A window that nobody can see yet (another desktop, a locked screen) is not drawn; it starts all the same."""


def clock() -> datetime:
    """Now, with the offset of this computer."""
    return datetime.now().astimezone()


def new_id() -> str:
    """A new random name for an entry."""
    import uuid  # noqa: PLC0415  # two milliseconds; asked for with the first entry

    return uuid.uuid4().hex


PRINT_SERVICE = "/run/cups/cups.sock"


def application() -> QApplication:
    """The one QApplication, with the shipped fonts registered."""
    if sys.platform == "linux":
        # The print service of this computer, by the one way that is no network: left alone, its library goes on to
        # port 631 of this computer, or to another one. Whoever wants that sets CUPS_SERVER.
        os.environ.setdefault("CUPS_SERVER", PRINT_SERVICE)
        # Without an address the library of D-Bus starts a bus of its own, which asks the kernel by a socket of netlink.
        bus = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}") / "bus"
        os.environ.setdefault("DBUS_SESSION_BUS_ADDRESS", f"unix:path={bus}")
        # The plugin of fcitx is built for another Qt and cannot come along; fcitx 5 answers as ibus too.
        if os.environ.get("QT_IM_MODULE", "").startswith("fcitx"):
            os.environ["QT_IM_MODULE"] = "ibus"
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)  # noqa: S101  # a bare QCoreApplication has no windows
    app.setApplicationName("car-t-handbook")
    app.setApplicationDisplayName("CAR-T Handbook")
    app.setDesktopFileName("car-t-handbook")
    app.setStyle("Fusion")  # the style sheet is written for it; native styles ignore parts of one
    app.setCursorFlashTime(0)  # nothing blinks, and nothing slides or fades, whatever the system is set to
    for effect in Qt.UIEffect:
        app.setEffectEnabled(effect, False)
    fonts.register()
    garbage.watch(app)
    return app


def make_context(
    data_dir: Path,
    *,
    language: str = "",
    clock: Callable[[], datetime] = clock,
    new_id: Callable[[], str] = new_id,
) -> Context:
    """Open the settings, the book, the record of the person seen last, and the clinic's kit of ``data_dir``.

    Raises as ``Record.open``.
    """
    kept, folder = _begin(data_dir, language)
    return opening.open_context(data_dir, folder, settings=kept, clock=clock, new_id=new_id)


def run_window(
    data_dir: Path,
    *,
    language: str = "",
    smoke: bool = False,
    file: Path | None = None,
    leave: Callable[[int], object] | None = None,
) -> int:
    """Open the window and stay until it is closed; ``smoke`` quits after the first page is drawn.

    ``file`` is a clinic's kit or a backup, whose check is shown.

    A record that is locked or cannot be opened leaves the book and the numbers of card.toml in the window. Returns the
    exit code of what keeps a record from being opened; a lock does not. In a damaged installation the window opens with
    what is left of it and says so. ``leave`` says that the process is this window and nothing else: it is called with
    the exit code while the window is still there.

    Raises:
        MachineError: ``resources.missing``; the window has said it, and could say nothing else.
    """
    try:
        return _run(data_dir, language=language, smoke=smoke, file=file, leave=leave)
    except Exception as error:
        from handbook.ui import damage  # noqa: PLC0415  # not for the first page

        if (told := damage.told_by(error)) is None:
            raise  # a bug
    damage.say_only(sentences(language or settings.load(data_dir).language, told), smoke=smoke)
    raise told


def _run(
    data_dir: Path, *, language: str, smoke: bool, file: Path | None, leave: Callable[[int], object] | None
) -> int:
    app = application()
    fault = None
    try:
        context = make_context(data_dir, language=language)
    except HandbookError as error:
        context = _closed(data_dir, language, error)
        if error.code != "record.locked":
            fault = error
            sys.stderr.write("\n".join([*context.phrases.error(error), ""]))
    hook = CrashHook(data_dir, app)
    sys.excepthook = hook
    window = MainWindow(context)
    window.crashed.connect(hook.take)
    hook.happened.connect(window.tell_crash)
    start = _Start(window, smoke=smoke, file=file, program=leave is not None)
    window.drawn.connect(start.drawn)
    QTimer.singleShot(LATEST_MS, start.stay)
    window.show()
    code = app.exec()
    if start.hurt is not None:
        code = start.hurt.exit_code
    elif fault and window.context.closed is fault:
        code = fault.exit_code
    if leave is not None:
        leave(code)
    return code


class _Start(QObject):
    """What waits until the first page is drawn: a file that was given, a look at the installation."""

    def __init__(self, window: MainWindow, *, smoke: bool, file: Path | None, program: bool) -> None:
        super().__init__(window)
        self._window, self._smoke, self._file, self._program = window, smoke, file, program
        self.hurt: MachineError | None = None
        """What of the program's own files is missing."""

    @Slot()
    def drawn(self) -> None:
        """The first page is there."""
        from handbook.ui import damage  # noqa: PLC0415  # not for the first page

        window = self._window
        if self._file is not None or sys.platform == "darwin":
            from handbook.ui.given import GivenFile  # noqa: PLC0415  # few starts have a file

            given = GivenFile(window)
            if self._file is not None:
                given.take(self._file)
        self._tell_hurt(damage.found(read=self._smoke))
        if self._smoke:
            window.close()
            return
        if self.hurt is None:  # then whether each of them is what it was, beside the window
            whole = partial(resources.fault, read=True, fonts=True)
            background.run(whole, done=self._tell_hurt, failed=self._tell_hurt, bug=self._bug)
        self.stay()

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self._window.crashed.emit(error)

    @Slot(object)
    def _tell_hurt(self, hurt: MachineError | None) -> None:
        self.hurt = hurt
        if hurt is not None:
            lines = self._window.context.phrases.error(hurt)
            sys.stderr.write("\n".join([*lines, ""]))
            self._window.foot.tell(" ".join(lines), lasting=True)

    @Slot()
    def stay(self) -> None:
        """What has been made so far stays as long as the window: of the rest only is looked for garbage."""
        if self._program:
            gc.freeze()


def end() -> bool:
    """Hand over what was copied here, which others may still want to paste; False if something is still at work."""
    app, clipboard = QApplication.instance(), QApplication.clipboard()
    if app is None or not background.drain(0):
        return False
    if clipboard.ownsClipboard() or clipboard.ownsSelection():
        app.shutdown()
    return True


def _begin(data_dir: Path, language: str) -> tuple[Settings, Path]:
    kept = settings.load(data_dir)
    if language:
        kept = settings.with_language(kept, language)
    return kept, people.last_opened(data_dir, kept.person_folder)


def _closed(data_dir: Path, language: str, why: HandbookError) -> Context:
    kept, folder = _begin(data_dir, language)
    return opening.closed_context(data_dir, folder, why, settings=kept, clock=clock, new_id=new_id)
