"""Help in the language of the window, filled in only when somebody asks for it."""

from __future__ import annotations

import click

from handbook.commands.front import Front
from handbook.phrases import Phrases


class Helped(click.Command):
    """A command whose own help and options' help come from ``commands.NAME.*``, else ``commands.shared.*``."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help page."""
        say = _front(ctx).say
        self.help = say(f"commands.{self._area(ctx)}.help")
        for option in self.get_params(ctx):
            if isinstance(option, click.Option):
                option.help = self._option(say, self._area(ctx), option)
        super().format_help(ctx, formatter)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how the command is written."""
        prefix = _front(ctx).say("commands.headings.usage")
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=prefix)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options, and the commands of a group."""
        options = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        rows = [row for option in options if (row := option.get_help_record(ctx)) is not None]
        with formatter.section(_front(ctx).say("commands.headings.options")):
            formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show examples, each with what it does; a line to be typed is never broken."""
        from handbook.commands.examples import EXAMPLES  # noqa: PLC0415  # only for those who ask

        say, area = _front(ctx).say, self._area(ctx)
        with formatter.section(say("commands.headings.examples")):
            for name, line in EXAMPLES[area].items():
                formatter.write_text(say(f"commands.{area}.example-{name}"))
                formatter.write(f"{'':{formatter.current_indent + 2}}{line}\n")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands of a group with one line each."""
        if isinstance(self, click.Group):
            say, area = _front(ctx).say, self._area(ctx)
            prefix = "" if area == "handbook" else f"{area}-"
            # What stands below the first line, such as an example, is for the command's own page.
            texts = {name: say(f"commands.{prefix}{name}.help") for name in self.list_commands(ctx)}
            rows = [(name, text.partition("\n")[0]) for name, text in texts.items()]
            with formatter.section(say("commands.headings.commands")):
                formatter.write_dl(rows)

    def _area(self, ctx: click.Context) -> str:
        """``card``, ``content``, ``content-show``; ``handbook`` for the whole."""
        names = []
        at: click.Context | None = ctx
        while at is not None and at.parent is not None:
            names.append(str(at.command.name))
            at = at.parent
        return "-".join(reversed(names)) or "handbook"

    @staticmethod
    def _option(say: Phrases, area: str, option: click.Option) -> str:
        # click's own name for its help option begins with an underscore and is none of ours
        name = "show_help" if "--help" in option.opts else str(option.name)
        own = f"commands.{area}.{name}"
        return say(own if own in say.keys else f"commands.shared.{name}")


class Command(Helped):
    """One command."""


class Group(Helped, click.Group):
    """A command with commands of its own."""


pass_front = click.make_pass_decorator(Front)


def _front(ctx: click.Context) -> Front:
    return ctx.ensure_object(Front)
