"""What a package gives: the names that type checkers see are those that are found, and none of them hides a module."""

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

import handbook

PACKAGES = sorted(
    f"handbook.{one.name}" for one in pkgutil.iter_modules(handbook.__path__) if one.ispkg and one.name != "commands"
)


def imported_for_types(package):
    """Name and home of everything that stands under ``if TYPE_CHECKING`` in the package's own file."""
    tree = ast.parse(Path(package.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    return {alias.name: node.module for node in block.body for alias in node.names}


def test_every_package_is_looked_at():
    assert {name.removeprefix("handbook.") for name in PACKAGES} == {
        "clinic", "content", "domain", "exchange", "paper", "record", "tasks", "ui",
    }  # fmt: skip


@pytest.mark.parametrize("name", PACKAGES)
def test_every_name_is_found_where_type_checkers_look_for_it(name):
    package = importlib.import_module(name)
    homes = imported_for_types(package)
    assert sorted(homes) == sorted(package.__all__)
    for one, home in homes.items():
        assert getattr(package, one) is getattr(importlib.import_module(home), one)
    assert not set(homes) & {module.name for module in pkgutil.iter_modules(package.__path__)}
    with pytest.raises(AttributeError, match="nonsense"):
        _ = package.nonsense
