"""Wrong usage in one sentence: click's own messages are English and several lines long."""

from __future__ import annotations

from difflib import get_close_matches

import click
from click.exceptions import NoSuchCommand, NoSuchOption

from handbook.phrases import Phrases


def sentence(error: click.UsageError, say: Phrases) -> str:
    """What is wrong with the command line, and where to look."""
    path = error.ctx.command_path if error.ctx else "handbook"
    return f"{_fault(error, say)}{say('usage.look', command=path)}"


def _fault(error: click.UsageError, say: Phrases) -> str:
    match error:
        case NoSuchOption():
            text = _unknown(say, "option", error.option_name, _options(error.ctx))
        case NoSuchCommand():
            text = _unknown(say, "command", error.command_name, _commands(error.ctx))
        case click.MissingParameter():
            text = say("usage.missing", name=_name(error))
        case click.BadParameter():
            text = _value(error, say)
        case click.BadOptionUsage():
            text = say("usage.option", name=error.option_name)
        case _:
            text = say("usage.wrong")
    return text


def _value(error: click.BadParameter, say: Phrases) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return say("usage.choice", name=_name(error), choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        return say("usage.range", name=_name(error), low=kind.min, high=kind.max)
    return say("usage.value", name=_name(error))


def _unknown(say: Phrases, kind: str, name: str, known: list[str]) -> str:
    bare = {option.lstrip("-"): option for option in known}  # the dashes are alike in all and must not count
    if near := get_close_matches(name.lstrip("-"), bare, n=1):
        return say(f"usage.{kind}-near", name=name[:40], nearest=bare[near[0]])
    return say(f"usage.no-{kind}", name=name[:40])


def _options(ctx: click.Context | None) -> list[str]:
    return [name for option in ctx.command.get_params(ctx) for name in option.opts] if ctx else []


def _commands(ctx: click.Context | None) -> list[str]:
    return ctx.command.list_commands(ctx) if ctx and isinstance(ctx.command, click.Group) else []


def _name(error: click.BadParameter) -> str:
    if not error.param:
        return ""
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return error.param.human_readable_name
