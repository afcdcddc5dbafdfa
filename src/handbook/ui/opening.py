"""Open a record for the window, or show what can be seen without one: the book and the words of card.toml."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from handbook import content
from handbook.domain import HandbookError, InputError, Journey, MachineError
from handbook.record import Record, computer, read_card, unlock
from handbook.settings import with_language
from handbook.ui import unfinished
from handbook.ui.bridge import Snapshot
from handbook.ui.context import Context

if TYPE_CHECKING:
    from handbook.content import Book
    from handbook.settings import Settings

_HOLDER = re.compile(r"(?P<computer>.*) \((?P<process>\d+)\)")
"""How a record names who holds it."""


def open_context(
    data_dir: Path,
    folder: Path,
    *,
    settings: Settings,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    book: Book | None = None,
) -> Context:
    """A context with the record in ``folder``. Raises as ``Record.open``, and for entries that cannot be read."""
    record = Record.open(folder, clock=clock, new_id=new_id)
    return _context(data_dir, folder, settings=settings, clock=clock, new_id=new_id, book=book, record=record)


def closed_context(
    data_dir: Path,
    folder: Path,
    why: HandbookError,
    *,
    settings: Settings,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    book: Book | None = None,
) -> Context:
    """A context without a record: the book, and of the person only what card.toml says. Touches nothing."""
    return _context(
        data_dir, folder, settings=settings, clock=clock, new_id=new_id, book=book, closed=why, shown=_of_card(folder)
    )


def beside(context: Context, folder: Path) -> Context:
    """A context for the record in ``folder``, open if it can be; everything else as in ``context``."""
    try:
        return with_record(context, Record.open(folder, clock=context.clock, new_id=context.new_id))
    except HandbookError as error:
        return without_record(context, folder, error)


def read_only(context: Context) -> bool:
    """Whether the record is shown, and somebody else writes in it."""
    return context.closed is None and context.bridge.record.read_only


def again(context: Context) -> Context | None:
    """A context in which the record of ``context`` can be written; None while somebody else still has it open.

    What was typed here comes along. A record that cannot be opened any more is shown as such.
    """
    try:
        record = context.bridge.record.again()
    except HandbookError as error:
        return without_record(context, context.folder, error)
    if record.read_only:
        record.close()
        return None
    made = with_record(context, record)
    unfinished.bring(context, made)
    return made


def elsewhere(context: Context, *, low: bool = False) -> str:
    """Says who has the record open: on this computer or on which other one, and the number of the process.

    In a ``low`` window there is room for no more than that somebody has.
    """
    say = context.phrases
    if low:
        return say("elsewhere.low")
    found = _HOLDER.fullmatch(context.bridge.record.holder)
    if found is None:  # its disk was full, or it was not quite there yet
        return say("elsewhere.open")
    here = found["computer"] == computer()
    where = say("elsewhere.here" if here else "elsewhere.there", computer=found["computer"], process=found["process"])
    return say("elsewhere.open_at", where=where)


def with_record(context: Context, record: Record) -> Context:
    """A context for a record that is open; everything else as in ``context``. Raises as :func:`open_context`."""
    return _context(
        context.data_dir, record.folder, settings=context.settings, clock=context.clock, new_id=context.new_id,
        book=context.book, record=record,
    )  # fmt: skip


def without_record(context: Context, folder: Path, why: HandbookError) -> Context:
    """A context without a record; everything else as in ``context``."""
    return closed_context(
        context.data_dir, folder, why, settings=context.settings, clock=context.clock, new_id=context.new_id,
        book=context.book,
    )  # fmt: skip


def locked(context: Context) -> Context:
    """What is seen of the record of ``context`` once it is locked."""
    return without_record(context, context.folder, InputError("record.locked"))


def unlocking(context: Context, secret: str) -> Callable[[], Record]:
    """The job that opens the locked record with its passphrase or recovery code; for the background, half a second."""
    return partial(_unlocked, context.folder, secret, context.clock, context.new_id)


def _unlocked(folder: Path, secret: str, clock: Callable[[], datetime], new_id: Callable[[], str]) -> Record:
    return Record.open(folder, clock=clock, new_id=new_id, key=unlock(folder, secret))


def _context(
    data_dir: Path,
    folder: Path,
    *,
    settings: Settings,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    book: Book | None,
    record: Record | None = None,
    closed: HandbookError | None = None,
    shown: Snapshot | None = None,
) -> Context:
    try:
        book = book or content.load()
        language = _language(book, settings.language)
        if language != settings.language:  # a damaged installation: the other language is better than no book
            settings = with_language(settings, language)
        context = Context(
            data_dir=data_dir, record=record, book=book, settings=settings, clock=clock, new_id=new_id, folder=folder,
            closed=closed, shown=shown,
        )  # fmt: skip
    except BaseException:  # an entry or a file of the program's own cannot be read: who is told opens nothing
        if record is not None:
            record.close()
        raise
    context.load_kit()
    if record is not None and not record.read_only:
        context.drafts |= unfinished.load(record)
    return context


_ALWAYS = "day.none"
"""A sentence of the book that the first page may need."""


def _language(book: Book, wanted: str) -> str:
    for language in (wanted, *book.languages):
        with suppress(InputError):  # content.no-language
            if book.words(language).get(_ALWAYS):
                return language
    raise MachineError("resources.missing", where=str(book.root))


def _of_card(folder: Path) -> Snapshot:
    words = read_card(folder)
    day = words.get("infusion_date")
    person = {key: value for key, value in words.items() if isinstance(value, str)}
    return Snapshot(person=person, journey=Journey(infusion=day if isinstance(day, date) else None))


def free_folder(chosen: Path, today: date) -> Path:
    """Where a backup can be restored to: the folder itself if it is empty, else a new one in it."""
    try:
        empty = not any(chosen.iterdir())
    except OSError:
        return chosen  # restoring says why
    return chosen if empty else chosen / f"car-t-handbook-{today.isoformat()}"
