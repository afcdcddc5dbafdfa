"""The work of the page that makes cards for many people: read, look, check, draw, each to be stopped at any moment.

Nothing here keeps anything of anybody: a list is in memory while its page shows it, and what is drawn goes to the file
that was chosen.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from handbook import tasks
from handbook.domain import KEYS, HandbookError, InputError
from handbook.paths import write_all, write_whole
from handbook.phrases import Phrases
from handbook.tasks import CardJob, Checked, PeopleTable, Rejected, Sheet
from handbook.ui.saving import PageImage, page_images

PREVIEW_DPI = 110.0
LEAST_SECONDS = 1.0
"""Before so much time has passed nobody can say how long the rest takes."""


class _Stopped(Exception):
    """A person pressed cancel."""


class Steps:
    """How far one piece of work is; written by the thread that works, read by the window."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.stage, self.done, self.count = "", 0, 0
        self._began = 0.0

    def tell(self, stage: str, done: int, count: int) -> None:
        """The progress that tasks report."""
        if self.stop.is_set():
            raise _Stopped
        if stage != self.stage:
            self.stage, self._began = stage, time.monotonic()
        self.done, self.count = done, count

    @property
    def left(self) -> int | None:
        """Seconds that the rest of this stage will take, None as long as it cannot be told."""
        passed = time.monotonic() - self._began
        if not self.done or passed < LEAST_SECONDS:
            return None
        return round(passed / self.done * (self.count - self.done))


@dataclass(frozen=True, slots=True)
class Chosen:
    """A list that was read: what it says, how many rows, its name without the folder, and where it lies."""

    table: PeopleTable
    rows: int
    path: Path


@dataclass(frozen=True, slots=True)
class Ready:
    """A list that was checked, and what its cards have in common."""

    table: PeopleTable
    checked: Checked
    job: CardJob


@dataclass(frozen=True, slots=True)
class HowToPrint:
    """What was chosen beside the list."""

    sheet_name: str = "a4-10"
    sheet: Sheet = field(default_factory=lambda: tasks.read_sheet("a4-10"))
    which: Literal["family", "doctor"] = "family"
    language: str = "zh-Hans"
    flip: tasks.Flip = "long"
    order: tasks.Order = "list"
    start: int = 1
    qr: bool = False
    outlines: bool = False
    blank: int = 10

    @property
    def at(self) -> int:
        """The first place, if this sheet has it."""
        return min(self.start, self.sheet.places)

    @property
    def outlined(self) -> Sheet:
        """The sheet with the outlines that were asked for, or that its own layout has."""
        return replace(self.sheet, outlines=self.sheet.outlines or self.outlines)


def replaced(how: HowToPrint, *, blank: int) -> HowToPrint:
    """The same with another number of blank cards."""
    return replace(how, blank=blank)


def read(path: Path) -> Chosen:
    """Read the list. Raises as :func:`handbook.tasks.read_people`, and ``people.no-rows``."""
    table = tasks.read_people(path, columns={}, lenient=True)
    rows = sum(1 for _ in table.rows())
    if not rows:
        raise InputError("people.no-rows", where=table.where)
    return Chosen(table, rows, path)


def remembered(table: PeopleTable, kept: dict[str, str]) -> PeopleTable:
    """The list understood as its headings were the last time."""
    columns = {key: at for key, at in table.columns.items() if kept.get(table.headings[at], key) == key}
    for at, heading in enumerate(table.headings):
        key = kept.get(heading, "")
        if key in KEYS and at not in columns.values():
            columns.setdefault(key, at)
    return table.with_columns(columns)


def to_remember(table: PeopleTable, guessed: PeopleTable) -> dict[str, str]:
    """What a person changed: heading and field, "" for one that is not used.

    Nothing where the first row looks like a person instead of headings: what is kept must never be about anybody.
    """
    if any(sum(char.isdecimal() for char in heading) > 3 for heading in table.headings):
        return {}
    before, now = (_by_heading(one) for one in (guessed, table))
    return {heading: now.get(heading, "") for heading in {*before, *now} if before.get(heading) != now.get(heading)}


def _by_heading(table: PeopleTable) -> dict[str, str]:
    return {table.headings[at]: key for key, at in table.columns.items() if 0 < len(table.headings[at]) <= 40}


def look(table: PeopleTable, job: CardJob, how: HowToPrint) -> list[PageImage] | None:
    """The first sheet before the whole list is checked; None without a good row."""
    data = tasks.preview_people(table, job, sheet=how.outlined, start=how.at, flip=_flip(how))
    return page_images(data, PREVIEW_DPI)[:2] if data else None


def look_checked(ready: Ready, how: HowToPrint) -> list[PageImage] | None:
    """The first sheet of a list that was checked, in the order of a stack too; None without a good row."""
    return page_images(_drawn(ready, how, most=1)[0], PREVIEW_DPI)[:2] if ready.checked.good else None


def check(table: PeopleTable, job: CardJob, steps: Steps) -> Checked | None:
    """Check every row; None if it was stopped."""
    try:
        return tasks.check_people(table, job, progress=steps.tell)
    except _Stopped:
        return None


def save(ready: Ready, how: HowToPrint, path: Path, steps: Steps) -> Path | None:
    """Draw all good rows and write them, fronts and backs apart if they are turned by hand; None if it was stopped.

    Raises ``MachineError`` as :func:`handbook.paths.write_all`; there is then no file.
    """
    try:
        return _written(path, _drawn(ready, how, steps=steps), steps)
    except _Stopped:
        return None


def save_blank(job: CardJob, how: HowToPrint, path: Path, steps: Steps) -> Path | None:
    """Write cards for a pen; None if it was stopped. Raises as :func:`save`."""
    try:
        made = tasks.draw_blank(how.blank, job, sheet=how.outlined, start=how.at, flip=_flip(how))
        return _written(path, made, steps)
    except _Stopped:
        return None


def printable(ready: Ready, how: HowToPrint) -> bytes:
    """All good rows for the printer. Where a stack is turned by hand, the window asks for it while it prints."""
    return _drawn(ready, how, by_hand=False)[0]


def write_rejects(ready: Ready, phrases: Phrases, path: Path) -> Path:
    """The rows to mend, as CSV."""
    write_whole(path, tasks.rejects_csv(ready.table, ready.checked, lambda one: sentence(phrases, ready.table, one)))
    return path


def write_report(ready: Ready, how: HowToPrint, path: Path) -> Path:
    """The report, which knows nobody, as JSON."""
    found = tasks.batch_report(ready.job, ready.checked, how.sheet.count(ready.checked.places, how.at))
    write_whole(path, json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n")
    return path


def sentence(phrases: Phrases, table: PeopleTable, one: Rejected) -> str:
    """What is wrong with a row."""
    return said(phrases, one.error, tasks.fault_words(table, one))


def said(phrases: Phrases, error: HandbookError, params: dict[str, object] | None = None) -> str:
    """A fault of a list, without its folder; where the command line names its options, in words of our own."""
    own = f"place.batch.fault.{error.code}"
    return phrases(own if own in phrases.keys else f"error.{error.code}", **(params or error.params))


def _written(path: Path, made: tuple[bytes, bytes | None], steps: Steps) -> Path:
    fronts, backs = made
    if steps.stop.is_set():
        raise _Stopped
    files = [(path, fronts)]
    if backs is not None:
        files.append((path.with_stem(f"{path.stem}-backs"), backs))
    write_all(files)
    return path


def _flip(how: HowToPrint, *, by_hand: bool = True) -> tasks.Flip:
    return how.flip if by_hand or how.flip != "manual" else "long"


def _drawn(
    ready: Ready,
    how: HowToPrint,
    *,
    most: int | None = None,
    by_hand: bool = True,
    steps: Steps | None = None,
) -> tuple[bytes, bytes | None]:
    return tasks.draw_people(
        ready.table, ready.checked, ready.job, sheet=how.outlined, start=how.at, flip=_flip(how, by_hand=by_hand),
        order=how.order, most=most, progress=steps.tell if steps else None,
    )  # fmt: skip
