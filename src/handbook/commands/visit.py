"""``handbook visit``: the pages for the doctor's visit, from a record."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

import click

from handbook import content, tasks
from handbook.commands import options
from handbook.commands.front import Front, clock
from handbook.commands.help import Command, pass_front
from handbook.domain import UsageError

_DAYS = 30
"""How far back the pages reach where nobody says so."""


@click.command(cls=Command, name="visit")
@options.output("OUT.pdf")
@click.option("--record", required=True, metavar="DIR", type=click.Path(path_type=Path))
@click.option("--since", metavar="DATE")
@click.option("--days", type=click.IntRange(1, 3650), default=90)
@options.language()
@click.option("--leave-out", multiple=True, type=click.Choice(tasks.VISIT_PARTS))
@options.clinic
@pass_front
def command(
    front: Front,
    *,
    output: str,
    record: Path,
    since: str | None,
    days: int,
    language: str,
    leave_out: tuple[str, ...],
    clinic: Path | None,
) -> None:
    """Make the pages for the doctor."""
    on = front.today()
    now = clock()
    if on != now.date():  # SOURCE_DATE_EPOCH: the same record on the same day gives the same bytes
        now = datetime.combine(on, time(23, 59), now.tzinfo)
    first = options.day(since, "--since") or on - timedelta(days=_DAYS)
    if first > on:
        raise UsageError("usage.since", value=first)
    begin = datetime.combine(first, time(), now.tzinfo)
    kit, _ = options.read_clinic(front, clinic)
    diary = options.with_store(front, record, lambda store: tasks.read_diary(store, begin))
    data = tasks.make_visit(
        content.load(),
        since=first,
        now=now,
        **diary.given(),
        window=tasks.look_back(diary.journey, on, days),
        look_back=diary.look_back,
        passport=diary.passport,
        numbers=tasks.own_numbers(diary.numbers, kit),
        kit=kit,
        leave_out=leave_out,
        language=language,
        printed_on=on,
    )
    options.deliver(output, data)
