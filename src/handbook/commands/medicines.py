"""``handbook medicines``: the medicines of a record, for the doctor or for a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from handbook import content, tasks
from handbook.commands import options
from handbook.commands.front import Front, clock
from handbook.commands.help import Command, pass_front
from handbook.domain import LookBack, UsageError
from handbook.tasks.printing import MedicinesAs

_KINDS: dict[str, MedicinesAs] = {
    "": "pdf", ".pdf": "pdf", ".csv": "csv", ".json": "json", ".html": "html", ".htm": "html",
}  # fmt: skip


@click.command(cls=Command, name="medicines")
@options.output("OUT")
@click.option("--as", "as_", type=click.Choice(get_args(MedicinesAs)))
@click.option("--record", required=True, metavar="DIR", type=click.Path(path_type=Path))
@click.option("--until", metavar="DATE")
@click.option("--days", type=click.IntRange(1, 3650), default=90)
@options.language()
@pass_front
def command(
    front: Front,
    *,
    output: str,
    as_: MedicinesAs | None,
    record: Path,
    until: str | None,
    days: int,
    language: str,
) -> None:
    """Make the list of medicines."""
    kind = as_ or _kind(output)
    on = front.today()
    anchor = options.day(until, "--until")
    with options.way_back(front, record):
        family = tasks.read_record(record, clock=clock, secret=options.record_secret(front))
    window = LookBack(anchor, days) if anchor else tasks.look_back(family.journey, on, days)
    data = tasks.make_medicines(
        content.load(),
        family.medicines,
        as_=kind,
        window=window,
        person=family.person,
        language=language,
        printed_on=on,
        look_back=family.look_back,
        passport=family.passport,
    )
    options.deliver(output, data)


def _kind(output: str) -> MedicinesAs:
    """Without ``--as`` the file's ending says what it is to be."""
    suffix = "" if output == tasks.STANDARD_STREAM else Path(output).suffix.lower()
    if suffix not in _KINDS:
        raise UsageError("usage.ending", value=suffix[:40])
    return _KINDS[suffix]
