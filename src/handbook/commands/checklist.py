"""``handbook checklist``: the symptom list to tick by day."""

from __future__ import annotations

from pathlib import Path

import click

from handbook import content, tasks
from handbook.commands import options
from handbook.commands.front import Front
from handbook.commands.help import Command, pass_front
from handbook.domain import paper_languages


@click.command(cls=Command, name="checklist")
@options.output("OUT.pdf")
@options.language()
@options.clinic
@click.option("--days", type=click.IntRange(1, 31), default=7)
@click.option("--large-print", is_flag=True)
@pass_front
def command(front: Front, *, output: str, language: str, clinic: Path | None, days: int, large_print: bool) -> None:
    """Make the symptom checklist."""
    on = front.today()
    kit, numbers = options.read_clinic(front, clinic)
    pdf = tasks.make_checklist(
        content.load(),
        numbers=numbers,
        kit=kit,
        languages=paper_languages(language),
        days=days,
        large_print=large_print,
        printed_on=on,
    )
    options.deliver(output, pdf)
