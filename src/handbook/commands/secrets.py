"""Passphrases: from the file that HANDBOOK_PASSPHRASE_FILE names, or asked on the terminal; never an argument."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from handbook.commands.front import Front
from handbook.domain import InputError
from handbook.paths import read_bytes

VARIABLE = "HANDBOOK_PASSPHRASE_FILE"
NEW_VARIABLE = "HANDBOOK_NEW_PASSPHRASE_FILE"
"""Names the file with the next passphrase where the one before is needed too."""
_LONGEST = 4096


def on_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def passphrase(front: Front, *, new: bool = False, ask: str = "", variable: str = VARIABLE) -> str:
    """The passphrase; "" where none is given and nobody can be asked.

    Args:
        front: The run.
        new: Ask twice, and say that it may be left empty.
        ask: The key of another question.
        variable: Names the file.

    Raises:
        InputError: ``passphrase.not-utf8`` and the faults of :func:`handbook.paths.read_bytes`.
    """
    file = os.environ.get(variable)
    if file:
        try:
            # An editor ends the line; the passphrase is what stands before that.
            return read_bytes(Path(file), longest=_LONGEST).decode().removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError:
            raise InputError("passphrase.not-utf8", where=file) from None
    if not on_terminal():
        return ""
    given: str = click.prompt(
        front.say(ask or ("ask.new-passphrase" if new else "ask.passphrase")),
        default="" if new else None,
        hide_input=True,
        show_default=False,
        confirmation_prompt=front.say("ask.again") if new else False,
        err=True,
    )
    return given
