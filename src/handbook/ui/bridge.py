"""Between the GUI thread and the record's worker: jobs go down, results come back to bound methods.

A bound method of a page that has been deleted meanwhile is skipped; a lambda would run on a dead object.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from handbook.domain import (
    HandbookError,
    InputError,
    Journey,
)
from handbook.record import Store
from handbook.ui.courier import Courier

if TYPE_CHECKING:
    from handbook.domain import (
        Dose,
        LookBackAnswer,
        Medicine,
        Note,
        PassportEntry,
        Reading,
        Shift,
        SymptomCard,
        TeamCall,
        Told,
    )
    from handbook.record import Done, Future, Record

RECENT_DAYS = 31
"""How far back the snapshot reaches at first."""

FURTHER = 4
"""So many times further with each step back."""


class Snapshot(msgspec.Struct, frozen=True):
    """What the pages show of the record, read in one job after every action."""

    medicines: tuple[Medicine, ...] = ()
    cards: tuple[SymptomCard, ...] = ()
    readings: tuple[Reading, ...] = ()
    doses: tuple[Dose, ...] = ()
    calls: tuple[TeamCall, ...] = ()
    shifts: tuple[Shift, ...] = ()
    passport: tuple[PassportEntry, ...] = ()
    lookback: tuple[LookBackAnswer, ...] = ()
    journey: Journey = msgspec.field(default_factory=Journey)
    numbers: dict[str, Told] = msgspec.field(default_factory=dict)
    person: dict[str, str] = msgspec.field(default_factory=dict)
    prepared: frozenset[str] = frozenset()
    stars: frozenset[str] = frozenset()
    notes: tuple[Note, ...] = ()
    undoable: Done | None = None
    redoable: Done | None = None
    older: frozenset[str] = frozenset()
    """Kinds of which there is more from before the snapshot (:meth:`handbook.record.Store.older`)."""


class _Outcome(msgspec.Struct, frozen=True):
    done: Done | None
    snapshot: Snapshot | None
    fault: HandbookError | None


def _nothing(_store: Store) -> None:
    """The action of a mere refresh."""


def _unchanged(before: Snapshot, now: Snapshot) -> Snapshot:
    """``now`` with the very objects of ``before`` where nothing changed: pages then compare in no time."""
    pairs = ((name, getattr(before, name), getattr(now, name)) for name in Snapshot.__struct_fields__)
    return msgspec.structs.replace(now, **{name: old for name, old, new in pairs if old == new})


class Bridge(QObject):
    """The window's door to the record."""

    changed = Signal()
    """The snapshot is new."""
    saved = Signal(object)
    """An action is on disk; carries its ``Done``, with number 0 where nothing had to change."""
    undone = Signal(object)
    """An action was taken back; carries its ``Done``."""
    redone = Signal(object)
    failed = Signal(object)
    """A ``HandbookError`` that a person must be told; nothing was changed."""
    crashed = Signal(object)
    """Anything else that was raised in the worker: a bug, handed to the crash report."""

    def __init__(
        self,
        record: Record | None,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
        *,
        shown: Snapshot | None = None,
    ) -> None:
        """``record`` None: nothing can be written or asked, and ``shown`` is all there is to see."""
        super().__init__(parent)
        self._record = record
        self._clock = clock
        self._courier = Courier(self)
        self._days = RECENT_DAYS
        self.snapshot = record.submit(self._read).result() if record else shown or Snapshot()
        self._waiting = 0
        self.gone = False
        """Whether the window has turned to another record."""

    @property
    def record(self) -> Record:
        """The open record. Raises ``InputError("record.locked")`` when there is none."""
        if self._record is None:
            raise InputError("record.locked")
        return self._record

    def close(self) -> None:
        """Wait for what was submitted, close the record, and hold nothing of it any more."""
        record, self._record = self._record, None
        self.gone = True
        self.blockSignals(True)  # what is still on its way belongs to pages that go
        if record is not None:
            record.close()
        self.snapshot = Snapshot()

    @property
    def busy(self) -> bool:
        """Whether something that was submitted has not come back yet."""
        return self._waiting > 0

    def do(self, action: Callable[[Store], Done | None]) -> None:
        """Run one action; ``saved`` and ``changed`` follow when it is on disk, ``failed`` if it was refused."""
        self._send(action, self._action_arrived)

    def undo(self) -> None:
        """Take back the newest action."""
        self._send(Store.undo, self._undo_arrived)

    def redo(self) -> None:
        """Bring back what was taken back last."""
        self._send(Store.redo, self._redo_arrived)

    def refresh(self) -> None:
        """Read the record again."""
        self._send(_nothing, self._action_arrived)

    def reach(self, at: datetime) -> None:
        """Read as far back as ``at`` from now on, with the next reading."""
        self._days = max(self._days, (self._clock() - at).days + 2)

    def reach_further(self) -> None:
        """Read it again, and more of what lies further back; this goes on until the window is closed."""
        self._days = min(self._days * FURTHER, 365 * 100)
        self.refresh()

    def ask(
        self, job: Callable[[Store], Any], done: Callable[[Any], object], failed: Callable[[Any], object] | None = None
    ) -> None:
        """Read what the snapshot does not hold; nothing is announced.

        ``done`` gets what ``job`` returns, ``failed`` its ``HandbookError`` (else ``failed`` is emitted): both must be
        bound methods of a QObject.
        """
        try:
            self.follow(self.record.submit(job), done, failed)
        except InputError as error:
            self.failed.emit(error)

    def follow(
        self, future: Future[Any], done: Callable[[Any], object], failed: Callable[[Any], object] | None = None
    ) -> None:
        """Have the outcome of a job of the record's own told as :meth:`ask` tells it."""
        send, refused = self._courier.send, failed or self.failed.emit
        self._waiting += 1

        def deliver(future: Future[Any]) -> None:
            error = future.exception()
            if error is None:
                send(done, future.result())
            else:
                send(refused if isinstance(error, HandbookError) else self.crashed.emit, error)
            send(self._answered, None)

        future.add_done_callback(deliver)

    @Slot(object)
    def _answered(self, _nothing: object) -> None:
        self._waiting -= 1

    def _read(self, store: Store) -> Snapshot:
        since = self._clock() - timedelta(days=self._days)
        return Snapshot(
            medicines=store.medicines(),
            cards=store.cards(since=since),
            readings=store.readings(since),
            doses=store.doses(since),
            calls=store.calls(since),
            shifts=store.shifts(since),
            passport=store.passport(),
            lookback=store.lookback_answers(),
            journey=store.journey(),
            numbers=store.numbers(),
            person=store.person(),
            prepared=store.prepared(),
            stars=store.stars(),
            notes=store.notes(),
            undoable=store.undoable(),
            redoable=store.redoable(),
            older=store.older(since),
        )

    def _act_and_read(self, action: Callable[[Store], Done | None], store: Store) -> _Outcome:
        done = action(store)
        try:
            return _Outcome(done, _unchanged(self.snapshot, self._read(store)), None)
        except HandbookError as error:  # the action is on disk all the same and must be announced as such
            return _Outcome(done, None, error)

    def _send(self, action: Callable[[Store], Done | None], slot: Callable[[object], None]) -> None:
        if self._record is None:
            self.failed.emit(InputError("record.locked"))
            return
        send = self._courier.send
        self._waiting += 1

        def deliver(future: Future[Any]) -> None:
            error = future.exception()
            send(slot, future.result() if error is None else error)

        self._record.submit(partial(self._act_and_read, action)).add_done_callback(deliver)

    def _take(self, result: object) -> Done | None:
        self._waiting -= 1
        if self._record is None:  # closed meanwhile: the snapshot that comes must not bring its words back
            return None
        if isinstance(result, HandbookError):
            self.failed.emit(result)
            return None
        if isinstance(result, BaseException):
            self.crashed.emit(result)
            return None
        assert isinstance(result, _Outcome)  # noqa: S101  # what the job above returned
        if result.snapshot is not None:
            self.snapshot = result.snapshot
            self.changed.emit()
        if result.fault is not None:
            self.failed.emit(result.fault)
        return result.done

    @Slot(object)
    def _action_arrived(self, result: object) -> None:
        if (done := self._take(result)) is not None:
            self.saved.emit(done)

    @Slot(object)
    def _undo_arrived(self, result: object) -> None:
        if (done := self._take(result)) is not None:
            self.undone.emit(done)

    @Slot(object)
    def _redo_arrived(self, result: object) -> None:
        if (done := self._take(result)) is not None:
            self.redone.emit(done)
