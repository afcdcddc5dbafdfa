"""Reading the book's files: TOML into structs and pages into front matter and body, every fault kept with its line."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from handbook.content.faults import Fault, toml_line
from handbook.domain import InputError, check_dots
from handbook.paths import read_bytes
from handbook.sentences import Sentences

if TYPE_CHECKING:
    from handbook.content.model import FrontMatter

T = TypeVar("T")
_TOML_LINE = r"\(at line (\d+)"
_AT = r" - at `(?:key in )?\$(?:\[\.\.\.\])?\.?([\w-]*)"
_FIELD = r"`([\w-]+)`"
_FENCE = "+++\n"


class Files:
    """The files of one book's folder; what cannot be read is left out and kept in ``faults``.

    ``given``: files by name that do not lie in the folder (a kit's pages).
    """

    def __init__(self, root: Path, given: Mapping[str, bytes] | None = None) -> None:
        self.root, self.given = root, given or {}
        self.faults: list[Fault] = []
        self.texts: dict[str, str] = {}

    def fault(self, file: str, line: int, code: str, **params: object) -> None:
        """Note a fault."""
        self.faults.append(Fault(file, line, f"content.{code}", params))

    def text(self, name: str) -> str:
        """The text of a file, "" with a fault where it is absent or not UTF-8."""
        if name not in self.texts:
            self.texts[name] = ""
            try:
                data = self.data(name)
                self.texts[name] = data.decode("utf-8").replace("\r\n", "\n")
            except InputError as error:
                self.faults.append(Fault(name, 0, error.code, error.params))
            except UnicodeDecodeError as error:
                self.fault(name, data.count(b"\n", 0, error.start) + 1, "not-utf8")
        return self.texts[name]

    def data(self, name: str) -> bytes:
        """A file as it is. Raises as :func:`handbook.paths.read_bytes`."""
        return self.given[name] if name in self.given else read_bytes(self.root / name)

    def table(self, name: str) -> dict[str, object]:
        """A TOML file as a table; dates become ISO text, as EDTF is kept. {} with a fault where it is no TOML."""
        return self._toml(name, self.text(name), 0)

    def _toml(self, name: str, text: str, before: int) -> dict[str, object]:
        try:
            check_dots(text, where=name)
            table: dict[str, object] = _dates_as_text(tomllib.loads(text))
        except InputError as error:
            self.faults.append(Fault(name, before + 1, error.code, error.params))
            return {}
        except tomllib.TOMLDecodeError as error:
            match = re.search(_TOML_LINE, str(error))
            line = int(match[1]) if match else text.count("\n") + 1
            self.fault(name, before + line, "toml", reason=str(error).partition(" (at")[0])
            return {}
        return table

    def sentences(self, name: str) -> Sentences:
        """A TOML file of sentences. What is no TOML in it is noted as a fault when its sentences are asked for."""
        text = self.text(name)
        try:
            check_dots(text, where=name)
        except InputError:
            self.table(name)  # notes the fault
            text = ""
        return Sentences([text], damaged=partial(self._once, name))

    def _once(self, name: str) -> None:
        """Read the whole file for the sake of its fault and its line."""
        if not any(fault.file == name for fault in self.faults):
            self.table(name)

    def struct(self, name: str, kind: type[T]) -> T | None:
        """A TOML file as one struct, or None with a fault."""
        return self.convert(name, self.table(name), kind) if self.text(name) else None

    def entries(self, name: str, kind: type[T]) -> dict[str, T]:
        """A TOML file as structs by key; an entry that is wrong is left out with a fault."""
        table = self.table(name)
        found = {key: self.convert(name, value, kind, entry=key) for key, value in table.items()}
        return {key: value for key, value in found.items() if value is not None}

    def items(self, name: str, key: str, kind: type[T]) -> tuple[T, ...]:
        """An array of tables of a TOML file; one that is wrong is left out with a fault."""
        table = self.table(name)
        for other in table.keys() - {key}:
            self.fault(name, toml_line(self.text(name), "", other), "entry", entry=other, reason=f"not {key}")
        rows = table.get(key, [])
        if not isinstance(rows, list):
            self.fault(name, toml_line(self.text(name), "", key), "entry", entry=key, reason="not a list of tables")
            return ()
        found = []
        for row in rows:
            entry = str(row.get("id", "")) if isinstance(row, dict) else ""
            found.append(self.convert(name, row, kind, entry=entry, by_id=True))
        return tuple(value for value in found if value is not None)

    def convert(
        self, name: str, value: object, kind: type[T], *, entry: str = "", by_id: bool = False, before: int = 0
    ) -> T | None:
        """Check one table against its struct, or None with a fault at the line of the key that is wrong."""
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            reason = str(error)
            at, named = re.search(_AT, reason), re.search(_FIELD, reason)
            key = at[1] if at else named[1] if named else ""
            text = "\n".join(self.text(name).splitlines()[before:])
            line = before + max(toml_line(text, entry, key, by_id=by_id), 1)
            self.fault(name, line, "entry", entry=entry or key, reason=reason.replace(" - at ", ", ").replace("`", ""))
            return None

    def page(self, name: str) -> tuple[FrontMatter, str, int] | None:
        """A page's front matter, its body, and the number of lines above the body; None with a fault."""
        from handbook.content.model import FrontMatter  # noqa: PLC0415  # only for who reads a page

        text = self.text(name)
        if not text:
            if not any(fault.file == name for fault in self.faults):
                self.fault(name, 0, "no-front-matter")
            return None
        head, fence, body = text.removeprefix(_FENCE).partition("\n" + _FENCE)
        if not text.startswith(_FENCE) or not fence:
            self.fault(name, 1, "no-front-matter")
            return None
        faults = len(self.faults)
        table = self._toml(name, head, 1)
        if len(self.faults) > faults:
            return None
        front = self.convert(name, table, FrontMatter, before=1)
        return (front, body, head.count("\n") + 3) if front else None


def _dates_as_text(value: object) -> dict[str, object]:
    """Every date of a decoded TOML table as ISO text, in place."""

    def change(item: object) -> object:
        if isinstance(item, dict):
            return {key: change(inner) for key, inner in item.items()}
        if isinstance(item, list):
            return [change(inner) for inner in item]
        return item.isoformat() if isinstance(item, dt.date | dt.time) else item

    changed = change(value)
    assert isinstance(changed, dict)  # noqa: S101  # a TOML document is a table
    return changed
