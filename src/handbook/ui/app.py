"""Start the window: the one QApplication, fonts, Qt's own words in the reader's language, an orderly end."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from handbook import content, settings
from handbook.domain import HandbookError
from handbook.phrases import Phrases
from handbook.record import Record
from handbook.ui import fonts, theme
from handbook.ui.context import Context
from handbook.ui.crash import CrashHook
from handbook.ui.unopened import UnopenedWindow
from handbook.ui.window import MainWindow

RECORD_FOLDER = "record"
"""The record's folder in the data folder."""


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
    """Open the settings, the book, the record and the clinic's kit of ``data_dir``."""
    kept = settings.load(data_dir)
    if language:
        kept = settings.with_language(kept, language)
    record = Record.open(data_dir / RECORD_FOLDER, clock=clock, new_id=new_id)
    book = content.load()
    context = Context(data_dir=data_dir, record=record, book=book, settings=kept, clock=clock, new_id=new_id)
    context.load_kit()
    return context


def run_window(data_dir: Path, *, language: str = "", smoke: bool = False) -> int:
    """Open the window and stay until it is closed; ``smoke`` quits after the first page is drawn."""
    app = application()
    try:
        context = make_context(data_dir, language=language)
    except HandbookError as error:
        return _say_why(app, error, data_dir, language, smoke=smoke)
    hook = CrashHook(data_dir, app)
    sys.excepthook = hook
    context.bridge.crashed.connect(hook.take)
    window = MainWindow(context)
    hook.happened.connect(window.tell_crash)
    window.show()
    if smoke:
        QTimer.singleShot(0, window.close)
    return app.exec()


def _say_why(app: QApplication, error: HandbookError, data_dir: Path, language: str, *, smoke: bool) -> int:
    """The record cannot be opened: say so in a window and on standard error, and show whom to call."""
    kept = settings.load(data_dir)
    phrases = Phrases.load(language or kept.language)
    sys.stderr.write("\n".join([*phrases.error(error), ""]))
    window = UnopenedWindow(
        error,
        book=content.load(),
        phrases=phrases,
        look=theme.load(kept.theme, kept.scale),
        folder=data_dir / RECORD_FOLDER,
    )
    window.show()
    if smoke:
        QTimer.singleShot(0, window.close)
    app.exec()
    return error.exit_code
