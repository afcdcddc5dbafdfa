"""The group of all commands. A command's module is imported when it is asked for: start-up is part of every job."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from handbook import __version__, paths, resources
from handbook.commands.front import STOPPED, UI_LANGUAGES, Front, note, stdout_fault
from handbook.commands.help import Helped
from handbook.commands.usage import sentence
from handbook.domain import HandbookError

NAMES = ("card", "cards", "checklist", "medicines", "visit", "record", "clinic", "content", "calibrate", "tour")


@contextmanager
def _reader_there() -> Iterator[None]:
    """A reader that has gone away is told like every other output that cannot be written.

    click would end the process with 1 and no word; to a script that says that the input is wrong.
    """
    try:
        yield
    except BrokenPipeError as error:
        raise stdout_fault(error) from None


class Handbook(Helped, click.Group):
    """``handbook``: every fault becomes a sentence and an exit code here, and nowhere else."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names in reading order."""
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in NAMES:
            return None
        command: click.Command = import_module(f"handbook.commands.{cmd_name}").command
        return command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401  # click's own signature
    ) -> click.Context:
        """Read the command line; ``--help`` and ``--version`` write here."""
        with _reader_there():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # click's own signature
        """Run what was asked for."""
        with _reader_there():
            return super().invoke(ctx)

    def main(  # type: ignore[override]  # always ends the process, as a program does
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        **extra: object,  # noqa: ARG002  # click's other ways to run would let faults through as exceptions
    ) -> None:
        """Run one command line and leave with its exit code: 0, 1 input, 2 usage, 3 machine."""
        given = list(sys.argv[1:] if args is None else args)
        front = Front.of(given)

        def job() -> object:
            try:
                return super(Handbook, self).main(given, prog_name or "handbook", standalone_mode=False, obj=front)
            except click.UsageError as error:
                try:
                    note(sentence(error, front.say))
                except HandbookError as damaged:
                    front.tell(damaged)
                return 2
            except click.Abort:
                return STOPPED

        sys.exit(front.run(job))


@click.command(cls=Handbook, name="handbook", invoke_without_command=True)
@click.option("--data-dir", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--ui-language", type=click.Choice(UI_LANGUAGES))
@click.option("--open", "file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--smoke", is_flag=True)
@click.version_option(__version__, prog_name="handbook", message="%(prog)s %(version)s", help="")
@click.pass_context
def cli(
    ctx: click.Context, *, data_dir: Path | None, ui_language: str | None, file: Path | None, smoke: bool
) -> int | None:
    """Open the window, or run a command."""
    ctx.obj = front = Front(data_dir or paths.data_dir(), ui_language or "")
    if ctx.invoked_subcommand is None:
        from handbook.commands.window import open_window  # noqa: PLC0415  # only here is a screen needed

        return open_window(front, smoke=smoke, file=file)
    # Better no card than one without its symptoms. The window opens with what is left, and says so.
    if damage := resources.fault(read=True):
        raise damage
    return None
