"""PySide6 imported without three things that it does at every start and that nobody here has asked for.

It compiles from text a hundred kilobytes of Python that describe the arguments of its functions, for messages about
wrong calls and for the maker of its stub files: those modules are compiled here when something of them is first asked
for. And it puts an import of its own in the place of Python's, which from then on reads the source of every module, to
see whether it asks for ``__feature__``; no module here does. Together they are a third of the time that an empty window
takes to open, and nine megabytes.

Should another release of PySide6 be made otherwise, nothing is put off and everything works as before; a test says so.
"""

from __future__ import annotations

import builtins
import enum
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any, SupportsIndex

if TYPE_CHECKING:
    from importlib.abc import Loader, MetaPathFinder

PUT_OFF = frozenset(
    f"shibokensupport.signature.{name}"
    for name in ("errorhandler", "layout", "lib.enum_sig", "lib.pyi_generator", "lib.tool", "mapping", "parser")
)
"""Modules of PySide6 that are asked for nothing until a call is wrong or a signature is looked at."""

_MAPPING = "shibokensupport.signature.mapping"
_EMBEDDED = "EmbeddableZipImporter"
"""The class with which PySide6 imports modules that lie as text in its library."""


class _Later:
    """Loads a module when the first of its names is asked for."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, _spec: ModuleSpec) -> None:
        """As Python makes it."""

    def exec_module(self, module: ModuleType) -> None:
        spec = module.__spec__
        assert spec is not None  # noqa: S101  # the import system has just made the module from it
        name = spec.name

        def get(attribute: str) -> object:
            del module.__getattr__  # set below
            moved, spec.name = spec.name, name  # PySide6 moves its modules once they are imported
            try:
                self._loader.exec_module(module)
            finally:
                spec.name = moved
            return getattr(module, attribute)

        module.__getattr__ = get  # type: ignore[method-assign]  # Python's own hook
        if name == _MAPPING:
            # The one name that is looked for past that hook, by the library itself when it explains a wrong call.
            vars(module)["update_mapping"] = lambda: module.type_map and module.update_mapping()


class _Embedded:
    """PySide6's own finder, with the modules above loaded later."""

    def __init__(self, finder: MetaPathFinder) -> None:
        self.finder = finder

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        spec = self.finder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None and name in PUT_OFF:
            spec.loader = _Later(spec.loader)  # type: ignore[assignment]  # it is one in all but name
        return spec


class _Finders(list[Any]):
    """``sys.meta_path`` while PySide6 is imported and adds its own finder."""

    def insert(self, index: SupportsIndex, finder: Any) -> None:  # noqa: ANN401  # whatever finds modules
        if type(finder).__name__ == _EMBEDDED:
            finder = _Embedded(finder)
        super().insert(index, finder)

    def remove(self, finder: object) -> None:
        for place, one in enumerate(self):
            if one is finder or (isinstance(one, _Embedded) and one.finder is finder):
                del self[place]
                return
        raise ValueError(finder)


@contextmanager
def _put_off() -> Iterator[None]:
    own = sys.meta_path
    sys.meta_path = finders = _Finders(own)
    try:
        yield
    finally:
        own[:] = finders
        sys.meta_path = own
        if (import_ := getattr(builtins, "__orig_import__", None)) is not None:
            builtins.__import__ = import_


def _make_quickly(makes: Any, unchecked: Any) -> None:  # noqa: ANN401  # both of them Python's own
    """Have ``makes``, the class of enumerations, make those of PySide6 with ``unchecked``: the same without checks."""
    checked = makes._create_  # what ``Enum(name, members)`` calls

    def create(cls: object, class_name: str, names: object, *, boundary: object = None, **options: object) -> object:
        if boundary is enum.KEEP and isinstance(names, list):  # as PySide6 asks for one
            return unchecked(cls, boundary=boundary)(type(class_name, (), dict(names)))
        return checked(cls, class_name, names, boundary=boundary, **options)

    makes._create_ = create


if hasattr(enum, "_simple_enum"):  # with which Python makes its own, since 3.11
    _make_quickly(enum.EnumType, enum._simple_enum)  # noqa: SLF001

with _put_off():
    import PySide6.QtWidgets  # noqa: F401  # for what it does
