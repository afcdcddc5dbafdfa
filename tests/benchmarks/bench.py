"""``make bench``: what the program costs, each row measured in one run beside its yardstick.

Processes are started in turn, ours and the yardstick, so that a busy machine slows both; medians are compared.
"""

# ruff: noqa: T201

from __future__ import annotations

import compileall
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from statistics import median
from uuid import uuid4

import batch
import records

import handbook
from handbook import content, resources, tasks
from handbook.domain import ClinicNumbers, Medicine
from handbook.record import Record, unlock

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parents[1] / "packaging" / "sample-person.toml"
ROOT = str(resources.root())
HANDBOOK = [str(Path(sys.executable).with_name("handbook"))]
ROUNDS = 9
ENTRIES = 200
FRAME_MS = 16.0
KEYSTROKES = ("发", "发热", "发烧", "药", "f", "fe", "fev", "fever", "fare", "xibao", "激素", "CRS", "回输之后")


@dataclass(frozen=True)
class Row:
    """One line of the table; ``must`` is the largest ratio allowed."""

    what: str
    ours: float
    yardstick: float
    unit: str
    must: float

    def __str__(self) -> str:
        """Name, ours, yardstick, ratio, limit, verdict."""
        ratio = self.ours / self.yardstick
        verdict = "ok" if ratio <= self.must else "OVER"
        ours, yardstick = f"{self.ours:.2f} {self.unit}", f"{self.yardstick:.2f} {self.unit}"
        return f"{self.what:<34}{ours:>14}{yardstick:>14}{ratio:>9.2f}{self.must:>8.2f}  {verdict}"


def main() -> int:
    """Print the table."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # As an installed program is: Python would otherwise compile the checkout at every start where it may not keep it.
    compileall.compile_dir(Path(handbook.__file__).parent, quiet=1)
    print(f"{'what':<34}{'ours':>14}{'yardstick':>14}{'ratio':>9}{'must':>8}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        cards = (cards_preview, cards_1000, cards_10000, cards_memory, cards_size)
        kept = (entry, entry_locked, opening, opening_locked, scrolling, curve, unlocking)
        for row in (start, memory, card, *cards, keystroke, own_keystroke, *kept, place, page, theme):
            try:
                print(row(folder), flush=True)
            except subprocess.CalledProcessError as error:
                print(f"{row.__name__:<34}could not be measured: {' '.join(map(str, error.cmd[-3:]))}")
    return frozen()


def frozen() -> int:
    """The rows of the frozen program, by its own script in its own environment; says so where it is not built."""
    home = HERE.parents[1]
    python = home / ".ship" / "bin" / "python"
    if not python.exists() or not (home / "dist").is_dir():
        print("frozen: not built (make dist)")
        return 0
    return subprocess.call([python, home / "packaging" / "size.py"])


def start(folder: Path) -> Row:
    """Start to the first page drawn; the yardstick is a bare window with the same two fonts."""
    ours, bare = _turns([*HANDBOOK, "--data-dir", str(folder / "data"), "--smoke"], [*_bare("window"), "--smoke"])
    return Row("start to the first page", ours, bare, "s", 1.5)


def memory(folder: Path) -> Row:
    """Resident memory at rest, a window each."""
    ours = _resident([*HANDBOOK, "--data-dir", str(folder / "data")])
    return Row("memory at rest", ours, _resident(_bare("window")), "MB", 1.6)


def card(folder: Path) -> Row:
    """``handbook card`` as a process; the yardstick is a bare reportlab script with the two fonts."""
    ours, bare = _turns(
        [*HANDBOOK, "card", "--person", str(SAMPLE), "-o", str(folder / "card.pdf")],
        [*_bare("card"), str(folder / "bare.pdf")],
    )
    return Row("handbook card", ours, bare, "s", 1.3)


def cards_1000(folder: Path) -> Row:
    """Two-sided cards for 1 000 people; the yardstick is typst on the same layout and fields."""
    found = batch.measure(folder, 1_000)
    return Row("1 000 cards", found.ours, found.typst, "s", 2.0)


def cards_10000(folder: Path) -> Row:
    """The same for 10 000."""
    found = batch.measure(folder, 10_000)
    return Row("10 000 cards", found.ours, found.typst, "s", 1.0)


def cards_preview(folder: Path) -> Row:
    """Reading a list of 10 000 and drawing its first sheet, before the list is checked; at most 1 s."""
    people = folder / "people-10000.csv"
    batch.write(people, 10_000)
    job = tasks.CardJob(
        content.load(), None, ClinicNumbers(), "zh-Hans", "family", qr=False, printed_on=datetime(2026, 11, 22).date()
    )
    sheet = tasks.read_sheet("a4-10")

    def look() -> None:
        data = tasks.preview_people(tasks.read_people(people, columns={}), job, sheet=sheet, start=1, flip="long")
        assert data
        assert list(tasks.render(data, dpi=110.0))

    return Row("first sheet of 10 000", _milliseconds(look, 1)[0] / 1000, 1.0, "s", 1.0)


def cards_memory(folder: Path) -> Row:
    """Memory for 10 000 cards beside that for 1 000."""
    many, few = (batch.measure(folder, count).megabytes for count in (10_000, 1_000))
    return Row("memory, 10 000 beside 1 000 cards", many, few, "MB", 1.3)


def cards_size(folder: Path) -> Row:
    """Bytes a card in the file of 1 000, fonts and fixed part included; at most 500."""
    return Row("bytes a card", batch.measure(folder, 1_000).size / 1_000, 500.0, "B", 1.0)


def keystroke(_folder: Path) -> Row:
    """One search, as at each keystroke; must take 5 ms of a frame of 16."""
    book = content.load()
    book.search("x")  # makes the index
    slowest = max(median(_milliseconds(lambda typed=typed: book.search(typed), 7)) for typed in KEYSTROKES)
    return Row("a search keystroke (slowest)", slowest, FRAME_MS, "ms", 5 / FRAME_MS)


def own_keystroke(_folder: Path) -> Row:
    """The same with a hundred own notes of a thousand characters each to look through."""
    book = content.load()
    text = "".join(page.body for language in book.readable_languages for page in book.pages(language))
    notes = [text[at : at + 1000] for at in range(0, 100_000, 1000)]
    book.search_in("x", notes)

    def search(typed: str) -> None:
        book.search(typed)
        book.search_in(typed, notes)

    slowest = max(median(_milliseconds(lambda typed=typed: search(typed), 7)) for typed in (*KEYSTROKES, "没有的词句"))
    return Row("the same with 100 long own notes", slowest, FRAME_MS, "ms", 5 / FRAME_MS)


def entry(folder: Path) -> Row:
    """A medicine on disk; the yardstick is a bare SQLite insert and commit, equally durable."""
    return _entry("a durable entry", folder / "entries")


def entry_locked(folder: Path) -> Row:
    """The same in a record with a passphrase."""
    folder /= "entries-locked"
    records.write(folder / "record", 0, locked=True)
    return _entry("a durable entry, locked", folder, unlock(folder / "record", records.PASSPHRASE))


def _entry(name: str, folder: Path, key: bytes | None = None) -> Row:
    folder.mkdir(exist_ok=True)
    with closing(Record.open(folder / "record", clock=_now, new_id=lambda: uuid4().hex, key=key)) as record:

        def add() -> None:
            medicine = Medicine(uuid4().hex, "阿昔洛韦", dose="0.2 g", how_often="每天两次")
            record.submit(lambda store: store.add_medicine(medicine)).result()

        with closing(sqlite3.connect(folder / "bare.db")) as bare:
            bare.execute("PRAGMA journal_mode=WAL")
            bare.execute("PRAGMA synchronous=FULL")
            bare.execute("CREATE TABLE medicine (id TEXT PRIMARY KEY, name TEXT, dose TEXT, how_often TEXT)")

            def insert() -> None:
                bare.execute("INSERT INTO medicine VALUES (?, ?, ?, ?)", (uuid4().hex, "阿昔洛韦", "0.2 g", "每天两次"))
                bare.commit()

            times = [(_milliseconds(add, 1)[0], _milliseconds(insert, 1)[0]) for _ in range(ENTRIES)]
    return Row(name, median(t[0] for t in times), median(t[1] for t in times), "ms", 5.0)


def opening(folder: Path) -> Row:
    """Opening a record of 100 000 entries beside one of 100."""
    large, small = records.measure(folder, locked=False)
    return Row("opening 100 000 entries", large, small, "ms", 1.5)


def opening_locked(folder: Path) -> Row:
    """The same from the passphrase on."""
    large, small = records.measure(folder, locked=True)
    return Row("opening 100 000 entries, locked", large, small, "ms", 1.5)


def scrolling(_folder: Path) -> Row:
    """Work on the GUI thread for one step of scrolling, at the slowest place of a record of 100 000 entries."""
    return Row("scrolling, 100 000 entries", _measured("large")["scroll"], FRAME_MS, "ms", 1.0)


def curve(_folder: Path) -> Row:
    """The longest stretch of work on the GUI thread while the curve of such a record changes its span or kind."""
    return Row("the curve, 100 000 entries", _measured("large")["curve"], FRAME_MS, "ms", 1.0)


def unlocking(_folder: Path) -> Row:
    """The longest stretch of work on the GUI thread while the passphrase of such a record is tried and it is opened."""
    return Row("unlocking, 100 000 entries", _measured("large")["unlock"], FRAME_MS, "ms", 1.0)


def place(_folder: Path) -> Row:
    """Work on the GUI thread while changing place; must fit a frame."""
    return Row("changing place", _measured("places")["place"], FRAME_MS, "ms", 1.0)


def page(_folder: Path) -> Row:
    """The longest stretch of work while changing page of the book or opening a step, at the slowest page."""
    return Row("changing page (slowest)", _measured("places")["page"], FRAME_MS, "ms", 1.0)


def theme(_folder: Path) -> Row:
    """Work on the GUI thread while changing theme; must fit a frame."""
    return Row("changing theme", _measured("places")["theme"], FRAME_MS, "ms", 1.0)


@cache
def _measured(script: str) -> dict[str, float]:
    """What ``SCRIPT.py`` beside this file prints, measured once."""
    done = subprocess.run([sys.executable, str(HERE / f"{script}.py")], check=True, capture_output=True)
    times: dict[str, float] = json.loads(done.stdout)
    return times


def _bare(name: str) -> list[str]:
    return [sys.executable, str(HERE / f"bare_{name}.py"), ROOT]


def _turns(ours: list[str], bare: list[str]) -> tuple[float, float]:
    """Median seconds of both, run in turn; one round before that warms the disk and makes the data folder."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS + 1):
        for command, kept in zip((ours, bare), times, strict=True):
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            if number:
                kept.append(time.perf_counter() - began)
    return median(times[0]), median(times[1])


def _resident(command: list[str]) -> float:
    """Megabytes resident once the figure has stood still for a second; Linux only."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        sizes: list[float] = []
        while len(sizes) < 100 and (len(sizes) < 15 or max(sizes[-5:]) - min(sizes[-5:]) > 0.2):
            time.sleep(0.2)
            if process.poll() is not None:
                raise subprocess.CalledProcessError(process.returncode, command)
            status = Path(f"/proc/{process.pid}/status").read_text()
            sizes.append(int(status.split("VmRSS:")[1].split()[0]) / 1024)
        return sizes[-1]
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()


def _milliseconds(work: Callable[[], object], times: int) -> list[float]:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def _now() -> datetime:
    return datetime.now().astimezone()


if __name__ == "__main__":
    sys.exit(main())
