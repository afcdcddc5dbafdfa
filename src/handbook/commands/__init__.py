"""The command line: stable names, options and exit codes, because other people's scripts use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.on_demand import exports

if TYPE_CHECKING:
    from handbook.commands.app import cli

__all__ = ["cli"]

__getattr__ = exports(__name__, {"app": "cli"})
