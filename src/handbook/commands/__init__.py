"""The command line: stable names, options and exit codes, because other people's scripts use them."""

from handbook.commands.app import cli

__all__ = ["cli"]
