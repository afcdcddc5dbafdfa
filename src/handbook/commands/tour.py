"""``handbook tour``: a picture of every place of the window."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.commands.front import Front
from handbook.commands.help import Command, pass_front
from handbook.commands.window import load_ui
from handbook.domain import LANGUAGES, paper_languages
from handbook.paths import machine_error


@click.command(cls=Command, name="tour")
@click.option("-o", "output", required=True, metavar="DIR", type=click.Path(path_type=Path))
@click.option("--language", multiple=True, type=click.Choice(LANGUAGES), default=["zh-Hans"])
@click.option("--theme", "themes", multiple=True, type=click.Choice(["day", "night", "contrast"]), default=["day"])
@click.option("--scale", "scales", multiple=True, type=click.IntRange(100, 200), default=[100])
@pass_front
def command(
    front: Front,  # noqa: ARG001  # the pictures show a sample family, never this person's data
    *,
    output: Path,
    language: tuple[str, ...],
    themes: tuple[str, ...],
    scales: tuple[int, ...],
) -> None:
    """Draw the window's places into a folder."""
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise machine_error(error, output) from None
    ui = load_ui(offscreen=True)
    # One after the other, each once, as with the other options that may be given several times.
    spoken = tuple(dict.fromkeys(one for given in language for one in paper_languages(given)))
    for path in ui.draw_tour(
        output, languages=spoken, themes=tuple(dict.fromkeys(themes)), scales=tuple(dict.fromkeys(scales))
    ):
        click.echo(path)
