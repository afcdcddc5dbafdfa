"""Start the window: the one QApplication, fonts, Qt's own words in the reader's language, an orderly end."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from handbook import settings
from handbook.domain import HandbookError
from handbook.phrases import Phrases
from handbook.settings import Settings
from handbook.ui import fonts, opening, people
from handbook.ui.context import Context
from handbook.ui.crash import CrashHook
from handbook.ui.window import MainWindow


def clock() -> datetime:
    """Now, with the offset of this computer."""
    return datetime.now().astimezone()


def new_id() -> str:
    """A new random name for an entry."""
    return uuid.uuid4().hex


def application() -> QApplication:
    """The one QApplication, with the shipped fonts registered."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)  # noqa: S101  # a bare QCoreApplication has no windows
    app.setApplicationName("car-t-handbook")
    app.setApplicationDisplayName("CAR-T Handbook")
    app.setDesktopFileName("car-t-handbook")
    app.setStyle("Fusion")  # the style sheet is written for it; native styles ignore parts of one
    fonts.register()
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


def run_window(data_dir: Path, *, language: str = "", smoke: bool = False) -> int:
    """Open the window and stay until it is closed; ``smoke`` quits after the first page is drawn.

    A record that is locked or cannot be opened leaves the book and the numbers of card.toml in the window. Returns the
    exit code of what keeps a record from being opened; a lock does not.
    """
    app = application()
    fault = None
    try:
        context = make_context(data_dir, language=language)
    except HandbookError as error:
        context = _closed(data_dir, language, error)
        if error.code != "record.locked":
            fault = error
            sys.stderr.write("\n".join([*Phrases.load(context.language).error(error), ""]))
    hook = CrashHook(data_dir, app)
    sys.excepthook = hook
    window = MainWindow(context)
    window.crashed.connect(hook.take)
    hook.happened.connect(window.tell_crash)
    window.show()
    if smoke:
        QTimer.singleShot(0, window.close)
    code = app.exec()
    return fault.exit_code if fault and window.context.closed is fault else code


def _begin(data_dir: Path, language: str) -> tuple[Settings, Path]:
    kept = settings.load(data_dir)
    if language:
        kept = settings.with_language(kept, language)
    return kept, people.last_opened(data_dir, kept.person_folder)


def _closed(data_dir: Path, language: str, why: HandbookError) -> Context:
    kept, folder = _begin(data_dir, language)
    return opening.closed_context(data_dir, folder, why, settings=kept, clock=clock, new_id=new_id)
