"""``handbook cards``: cards for a list of people, many to a sheet."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, Self

import click

from handbook import content, paper, tasks
from handbook.commands import options
from handbook.commands.front import Front, note
from handbook.commands.help import Command, pass_front
from handbook.domain import InputError, UsageError
from handbook.paths import write_all
from handbook.tasks import STANDARD_STREAM, PeopleTable, Rejected

MOST_LINES = 200
"""So many faults are told one by one; where every row has the same one, more lines say nothing new."""

MOST_HEADINGS = 10

MOST_BLANK = 1000


@click.command(cls=Command, name="cards")
@click.argument("people", metavar="PEOPLE.csv", required=False)
@click.option("--blank", type=click.IntRange(1, MOST_BLANK), metavar="N")
@click.option("-o", "output", metavar="OUT.pdf")
@options.clinic
@options.language()
@click.option("--sheet", "sheet_name", metavar="a4-10|letter-8|bank|FILE.toml", default="a4-10")
@click.option("--card", "which", type=click.Choice(["family", "doctor"]), default="family")
@click.option("--start", type=click.IntRange(min=1), default=1)
@click.option("--flip", type=click.Choice(["long", "short", "none", "manual"]), default="long")
@click.option("--outlines", is_flag=True)
@click.option("--order", type=click.Choice(["list", "stack"]), default="list")
@click.option("--qr", is_flag=True)
@click.option("--printed-on", metavar="DATE")
@click.option("--column", "columns", metavar="FIELD=HEADING", multiple=True)
@click.option("--rejects", metavar="FILE.csv")
@click.option("--report", metavar="FILE.json")
@click.option("--dry-run", is_flag=True)
@pass_front
def command(
    front: Front,
    *,
    people: str | None,
    blank: int | None,
    output: str | None,
    clinic: Path | None,
    language: str,
    sheet_name: str,
    which: Literal["family", "doctor"],
    start: int,
    flip: paper.Flip,
    outlines: bool,
    order: paper.Order,
    qr: bool,
    printed_on: str | None,
    columns: Sequence[str],
    rejects: str | None,
    report: str | None,
    dry_run: bool,
) -> int:
    """Make cards for everybody in a list."""
    if (people is None) == (blank is None) or (blank and (rejects or report or columns or dry_run)):
        raise UsageError("people.list-or-blank")
    if qr and which == "doctor":
        raise UsageError("usage.code-doctor")
    outputs = _Outputs(
        people or "", None if dry_run else output, rejects, report, needed=not dry_run, manual=flip == "manual"
    )
    named = _columns(columns)
    on = options.day(printed_on, "--printed-on") or front.today()
    try:
        kit, numbers = options.read_clinic(front, clinic)
        sheet = paper.read_sheet(sheet_name)
        sheet = replace(sheet, outlines=sheet.outlines or outlines)
        if start > sheet.places:
            raise UsageError("paper.start", start=start, places=sheet.places)
        if people is None:
            job = tasks.CardJob(content.load(), kit, numbers, language, which, qr, on)
            outputs.cards(*tasks.draw_blank(blank or 0, job, sheet=sheet, start=start, flip=flip))
            outputs.write()
            return 0
        source: Path | Literal["-"] = STANDARD_STREAM if people == STANDARD_STREAM else Path(people)
        table = tasks.read_people(source, columns=named)
        if table.unknown:
            front.notice("people.unknown", file=table.where, names=_listed(table.unknown))
        job = tasks.CardJob(content.load(), kit, numbers, language, which, qr, on)
        with _Progress(front) as progress:
            checked = tasks.check_people(table, job, progress=progress.show)
            if output and checked.good and not dry_run:
                pdfs = tasks.draw_people(
                    table, checked, job, sheet=sheet, start=start, flip=flip, order=order, progress=progress.show
                )
                outputs.cards(*pdfs)
    except InputError as fault:
        # A script waits for its report, whatever was wrong.
        outputs.report(tasks.fault_report(fault))
        outputs.write()
        raise
    _tell(front, table, checked.rejected)
    if rejects:
        outputs.rejects(tasks.rejects_csv(table, checked, lambda one: _sentence(front, table, one)))
    sheets = sheet.count(checked.places, start)
    outputs.report(tasks.batch_report(job, checked, sheets))
    outputs.write()
    if dry_run and STANDARD_STREAM not in {rejects, report}:
        click.echo(front.say("people.dry-run", good=checked.good, rows=checked.rows, sheets=sheets))
    return 1 if checked.rejected else 0


class _Outputs:
    """What the run leaves behind, all of it written at its end: stopped before, it leaves nothing."""

    def __init__(
        self, people: str, out: str | None, rejects: str | None, report: str | None, *, needed: bool, manual: bool
    ) -> None:
        """Raises ``UsageError``: ``people.no-output``, ``people.two-files``, ``people.same-file`` (``value``)."""
        if needed and out is None:
            raise UsageError("people.no-output")
        if manual and out == STANDARD_STREAM:
            raise UsageError("people.two-files")
        backs = Path(out).with_stem(f"{Path(out).stem}-backs") if out and out != STANDARD_STREAM else None
        self._out, self._rejects, self._report = out, rejects, report
        self._backs = str(backs) if backs and manual else None
        self._ready: list[tuple[str, bytes]] = []
        given = [path for path in (out, self._backs, rejects, report) if path]
        files = [_file(path) for path in given]
        for at, (path, file) in enumerate(zip(given, files, strict=True)):
            if file in files[:at] or (path != STANDARD_STREAM and file == _file(people)):
                raise UsageError("people.same-file", value=path[:200])

    def cards(self, fronts: bytes, backs: bytes | None) -> None:
        """The PDF, and that of the backs if they are printed apart."""
        self._add(self._out, fronts)
        if backs is not None:
            self._add(self._backs, backs)

    def rejects(self, data: bytes) -> None:
        """The rows to mend."""
        self._add(self._rejects, data)

    def report(self, found: dict[str, object]) -> None:
        """The report, if it was asked for."""
        self._add(self._report, json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n")

    def write(self) -> None:
        """All of it, files first."""
        write_all([(Path(path), data) for path, data in self._ready if path != STANDARD_STREAM])
        for path, data in self._ready:
            if path == STANDARD_STREAM:
                options.deliver(path, data)

    def _add(self, path: str | None, data: bytes) -> None:
        if path:
            self._ready.append((path, data))


class _Progress:
    """One line on the terminal with the time left; nothing where nobody is looking."""

    def __init__(self, front: Front) -> None:
        self._front, self._seen = front, sys.stderr.isatty()
        self._stage, self._began, self._shown = "", 0.0, 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._write("")

    def show(self, stage: str, done: int, count: int) -> None:
        """Say how far the work is, five times a second at most."""
        if not self._seen:
            return
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began, self._shown = stage, now, now
        elif now - self._shown > 0.2:
            self._shown = now
            left = round((now - self._began) / done * (count - done))
            self._write(self._front.say(f"people.progress-{stage}", done=done, count=count, left=left))

    def _write(self, line: str) -> None:
        if self._seen:
            click.echo(f"\r\x1b[K{line}", err=True, nl=False)


def _file(path: str) -> str:
    return path if path == STANDARD_STREAM else os.path.normcase(os.path.realpath(path))


def _columns(given: Sequence[str]) -> dict[str, str]:
    """``FIELD=HEADING`` of every ``--column``."""
    named: dict[str, str] = {}
    for text in given:
        key, equals, heading = (part.strip() for part in text.partition("="))
        if not (key and equals and heading):
            raise UsageError("people.column", value=text[:40])
        if key in named:
            raise UsageError("people.column-twice", value=key[:40])
        named[key] = heading
    return named


def _listed(names: Sequence[str]) -> str:
    shown = "、".join(name[:40] for name in names[:MOST_HEADINGS])
    return shown + (f" … (+{len(names) - MOST_HEADINGS})" if len(names) > MOST_HEADINGS else "")


def _tell(front: Front, table: PeopleTable, rejected: Sequence[Rejected]) -> None:
    """One line a fault: file, row, heading, what is wrong."""
    colon = "：" if front.language.startswith("zh") else ": "
    for one in rejected[:MOST_LINES]:
        place = front.say("people.row", row=one.row)
        heading = table.heading(one.field) if one.field else ""
        note(colon.join(part for part in (table.where, place, heading, _sentence(front, table, one)) if part))
    if len(rejected) > MOST_LINES:
        front.notice("people.more", count=len(rejected) - MOST_LINES)


def _sentence(front: Front, table: PeopleTable, one: Rejected) -> str:
    """What is wrong, with the field called as the list calls it."""
    return front.say(f"error.{one.error.code}", **tasks.fault_words(table, one))
