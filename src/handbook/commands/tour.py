"""``handbook tour``: a picture of every place of the window."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.commands import options
from handbook.commands.front import Front, pass_front
from handbook.commands.help import Command
from handbook.commands.window import load_ui
from handbook.domain import paper_languages
from handbook.paths import machine_error


@click.command(cls=Command, name="tour")
@click.option("-o", "output", required=True, metavar="DIR", type=click.Path(path_type=Path))
@options.language()
@click.option("--theme", "themes", multiple=True, type=click.Choice(["day", "night", "contrast"]), default=["day"])
@click.option("--scale", "scales", multiple=True, type=click.IntRange(100, 200), default=[100])
@pass_front
def command(
    front: Front,  # noqa: ARG001  # the pictures show a sample family, never this person's data
    *,
    output: Path,
    language: str,
    themes: tuple[str, ...],
    scales: tuple[int, ...],
) -> None:
    """Draw the window's places into a folder."""
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise machine_error(error, output) from None
    ui = load_ui(offscreen=True)
    for path in ui.tour(output, languages=paper_languages(language), themes=themes, scales=scales):
        click.echo(path)
