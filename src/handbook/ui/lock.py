"""Unlocking, and when a record is locked by itself: the screen was locked, or nobody has stirred for a while.

Not every system tells that its screen was locked, and a program that sleeps hears nothing. So the time of the last key
or click is also compared with the wall clock every few seconds, which goes on while the computer sleeps: on waking up,
and when the window is shown again after a long time, the first look locks.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from handbook.ui import background, opening
from handbook.ui.session_lock import SessionLock, screen_is_locked

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

    from handbook.domain import HandbookError
    from handbook.record import Record
    from handbook.ui.context import Context

LOOK_SECONDS = 10
LISTEN_MS = 1000
"""After the window is shown, so that it does not wait for the system's bus."""
STIRS = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.InputMethod,
    }
)  # fmt: skip
"""Signs that somebody is there."""


class Unlocking(QObject):
    """One try of a passphrase or recovery code, off the GUI thread; it outlives the page on which it was typed.

    The record that it opens is shown, or closed again if the window has meanwhile turned to another one.
    """

    refused = Signal(object)
    """The ``HandbookError``; nothing has happened to the record."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def begin(self, secret: str) -> None:
        """Try ``secret``; does nothing while another one is being tried."""
        if not self._context.unlocking:
            self._context.unlocking = True
            _trying.add(self)
            job = opening.unlocking(self._context, secret)
            background.run(job, done=self._opened, failed=self._failed, bug=self._bug)

    @Slot(object)
    def _opened(self, record: Record) -> None:
        self._over()
        if self._context.bridge.gone:
            record.close()
            return
        try:
            context = opening.with_record(self._context, record)
        except HandbookError as error:  # it opens, and what is written in it cannot be read
            context = opening.without_record(self._context, record.folder, error)
        self._context.change.emit(context)

    @Slot(object)
    def _failed(self, error: HandbookError) -> None:
        self._over()
        self.refused.emit(error)

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self._over()
        if not self._context.bridge.gone:
            self._context.bridge.crashed.emit(error)

    def _over(self) -> None:
        self._context.unlocking = False
        _trying.discard(self)


_trying: set[Unlocking] = set()


class IdleWatch(QObject):
    """Asks for the lock of the record in use; does nothing for one without a passphrase or when told never to."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._last = context.now()
        self._watched: QWindow | None = None
        self._over = False
        self._session: SessionLock | None = None
        self._screen_locked = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_SECONDS * 1000)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)  # noqa: S101  # there is no window without one
        app.applicationStateChanged.connect(self._state)

    def watch(self, window: QWindow | None) -> None:
        """Take keys and clicks that reach ``window`` as signs of life."""
        if window is not None and window is not self._watched and not self._over:
            self._watched = window
            window.installEventFilter(self)
            QTimer.singleShot(LISTEN_MS, self._listen)

    @Slot()
    def _listen(self) -> None:
        """Hear of a locked screen; not needed before the first page is there."""
        if self._session is None and not self._over:
            self._session = SessionLock(self)
            self._session.locked.connect(self._screen)

    @Slot()
    def _screen(self) -> None:
        self._screen_locked = True
        self.look()

    def use(self, context: Context) -> None:
        """Watch over another record."""
        self._context = context
        self._last = context.now()
        self._screen_locked = False

    def stop(self) -> None:
        """Watch no longer: the window closes. A filter must not be met by the events of a window that is taken down."""
        self._timer.stop()
        self._over = True
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note the time; what happens goes on its way, unless the record must be locked before it does."""
        if event.type() in STIRS:
            self.look()
            self._last = self._context.now()
        return False

    @Slot()
    def look(self) -> None:
        """Lock if it is time."""
        if self._over or self._context.closed is not None:
            return
        if self._context.bridge.record.passphrase_set_at is None:
            self._last, self._screen_locked = self._context.now(), False  # begins when there is something to lock
            return
        self._screen_locked = self._screen_locked or screen_is_locked()
        if not (self._screen_locked or self._idle()):
            return
        if (asking := QApplication.activeModalWidget()) is not None:
            asking.close()  # its page cannot go while it waits for an answer: locked at the next look
            return
        self._last, self._screen_locked = self._context.now(), False
        self._context.lock.emit()

    def _idle(self) -> bool:
        minutes = self._context.settings.lock_after
        return bool(minutes) and self._context.now() - self._last >= timedelta(minutes=minutes)

    @Slot(Qt.ApplicationState)
    def _state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.look()
