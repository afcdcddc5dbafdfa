"""``handbook card``: the pocket card of one person, or a blank one."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from handbook import content, tasks
from handbook.commands import options
from handbook.commands.front import Front, pass_front
from handbook.commands.help import Command
from handbook.domain import UsageError, paper_languages


@click.command(cls=Command, name="card")
@click.option("--person", metavar="FILE")
@click.option("--blank", is_flag=True)
@options.output("OUT.pdf")
@options.clinic
@options.language(default=None)
@click.option("--format", "format_", type=click.Choice(["booklet", "bank"]), default="booklet")
@click.option("--card", "which", type=click.Choice(["family", "doctor", "both"]), default="both")
@click.option("--paper", type=click.Choice(["a4"]), default="a4")
@click.option("--printed-on", metavar="DATE")
@pass_front
def command(
    front: Front,
    *,
    person: str | None,
    blank: bool,
    output: str,
    clinic: Path | None,
    language: str | None,
    format_: Literal["booklet", "bank"],
    which: Literal["family", "doctor", "both"],
    paper: str,  # noqa: ARG001  # A4 is the one paper so far
    printed_on: str | None,
) -> None:
    """Make the pocket card."""
    if (person is None) != blank:
        raise UsageError("usage.person-or-blank")
    on = options.day(printed_on, "--printed-on") or front.today()
    who = None
    if person is not None:
        who = tasks.read_person(tasks.STANDARD_STREAM if person == tasks.STANDARD_STREAM else Path(person))
    kit, numbers = options.read_clinic(front, clinic)
    if who is not None:
        tasks.require_phone(who, numbers, where=str(person))
    # The language written in the person's own file goes before the option, as a row's does in a list of people.
    chosen = (who.language if who else "") or language or "zh-Hans"
    pdf = tasks.make_card(
        content.load(),
        who,
        kit=kit,
        numbers=numbers,
        languages=paper_languages(chosen),
        format=format_,
        which=which,
        printed_on=on,
    )
    options.deliver(output, pdf)
