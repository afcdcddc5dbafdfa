"""``handbook medicines``: the medicines of a record, for the doctor or for a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from handbook import content, tasks
from handbook.commands import options
from handbook.commands.front import Front, clock, pass_front
from handbook.commands.help import Command
from handbook.domain import LookBack, UsageError

_KINDS: dict[str, Literal["pdf", "csv"]] = {"": "pdf", ".pdf": "pdf", ".csv": "csv"}


@click.command(cls=Command, name="medicines")
@options.output("OUT")
@click.option("--as", "as_", type=click.Choice(["pdf", "csv"]))
@click.option("--record", required=True, metavar="DIR", type=click.Path(path_type=Path))
@click.option("--until", metavar="DATE")
@click.option("--days", type=click.IntRange(1, 3650), default=90)
@options.language()
@pass_front
def command(
    front: Front,
    *,
    output: str,
    as_: Literal["pdf", "csv"] | None,
    record: Path,
    until: str | None,
    days: int,
    language: str,
) -> None:
    """Make the list of medicines."""
    kind = as_ or _kind(output)
    on = front.today()
    anchor = options.day(until, "--until")
    family = tasks.read_record(record, clock=clock)
    window = LookBack(anchor, days) if anchor else tasks.look_back(family.journey, on, days)
    data = tasks.make_medicines(
        content.load(),
        family.medicines,
        as_=kind,
        window=window,
        person=family.person if family.person.name else None,
        language=language,
        printed_on=on,
    )
    options.deliver(output, data)


def _kind(output: str) -> Literal["pdf", "csv"]:
    """Without ``--as`` the file's ending says what it is to be."""
    suffix = "" if output == tasks.STANDARD_STREAM else Path(output).suffix.lower()
    if suffix not in _KINDS:
        raise UsageError("usage.ending", value=suffix[:40])
    return _KINDS[suffix]
