"""``handbook calibrate``: the printer proof."""

from __future__ import annotations

from typing import Literal

import click

from handbook import content, tasks
from handbook.commands import options
from handbook.commands.front import Front
from handbook.commands.help import Command, pass_front


@click.command(cls=Command, name="calibrate")
@options.output("OUT.pdf")
@options.paper
@pass_front
def command(front: Front, *, output: str, paper: Literal["a4", "letter"]) -> None:
    """Make the printer proof."""
    pdf = tasks.make_calibration(content.load(), paper_size=paper, printed_on=front.today())
    options.deliver(output, pdf)
