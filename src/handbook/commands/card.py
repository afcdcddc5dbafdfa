"""``handbook card``: the pocket card of one person, or a blank one."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click
from click.core import ParameterSource

from handbook import content, tasks
from handbook.commands import options
from handbook.commands.front import Front
from handbook.commands.help import Command, pass_front
from handbook.domain import UsageError, paper_languages


@click.command(cls=Command, name="card")
@click.option("--person", metavar="FILE")
@click.option("--blank", is_flag=True)
@options.output("OUT.pdf")
@options.clinic
@options.language(default=None)
@click.option("--format", "format_", type=click.Choice(["booklet", "fold", "bank"]), default="booklet")
@click.option("--card", "which", type=click.Choice(["family", "doctor", "both"]), default="both")
@options.paper
@click.option("--large-print", is_flag=True)
@click.option("--qr", is_flag=True)
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
    format_: Literal["booklet", "fold", "bank"],
    which: Literal["family", "doctor", "both"],
    paper: Literal["a4", "letter"],
    large_print: bool,
    qr: bool,
    printed_on: str | None,
) -> None:
    """Make the pocket card."""
    if (person is None) != blank:
        raise UsageError("usage.person-or-blank")
    if large_print:
        _check_large(which, qr=qr)
    elif qr and not tasks.CARD_OFFERS[format_].coded(which):
        raise UsageError("usage.code-doctor")
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
        format="large-print" if large_print else format_,
        which=which,
        paper_size=paper,
        qr=qr,
        printed_on=on,
    )
    options.deliver(output, pdf)


def _check_large(which: Literal["family", "doctor", "both"], *, qr: bool) -> None:
    """Large print is a format of its own; what it goes with stands in the table of formats."""
    offer = tasks.CARD_OFFERS["large-print"]
    if click.get_current_context().get_parameter_source("format_") is not ParameterSource.DEFAULT:
        raise UsageError("usage.large-format", name="--format")
    if qr and offer.codes == "none":
        raise UsageError("usage.large-format", name="--qr")
    if not offer.has(which):
        raise UsageError("usage.large-doctor")
