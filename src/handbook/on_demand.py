"""The public names of a package, each loaded when it is first asked for.

Start-up is part of every job: a package that imported all of its modules at once would make a card wait for the
record, and the first page for reportlab. Type checkers read the imports under ``TYPE_CHECKING`` instead; a test holds
the three lists of a package together.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def exports(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The ``__getattr__`` of ``package``.

    ``homes``: its modules with the names that each one gives, parted by spaces; a module of another package is named in
    full.
    """
    where = {name: module for module, names in homes.items() for name in names.split()}
    found = vars(sys.modules[package])

    def get(name: str) -> object:
        module = where.get(name)
        if module is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = module if "." in module else f"{package}.{module}"
        value = found[name] = getattr(import_module(module), name)
        return value

    return get
