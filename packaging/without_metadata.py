"""Runs before the frozen program: uniseg asks for its own version when it is imported.

Python's answer would bring `email` and with it `socket` into a program that must have neither.
"""

import sys
from types import ModuleType


class PackageNotFoundError(ModuleNotFoundError):
    """As in importlib.metadata; uniseg expects it."""


def version(name: str) -> str:
    """There is no metadata in the frozen folder."""
    raise PackageNotFoundError(name)


stand_in = ModuleType("importlib.metadata")
stand_in.PackageNotFoundError = PackageNotFoundError
stand_in.version = version
sys.modules["importlib.metadata"] = stand_in
