"""What is wrong with a file of the book, with file and line; and the place of things in TOML files."""

from __future__ import annotations

import re

import msgspec

from handbook.domain import FaultList, InputError


class Fault(msgspec.Struct, frozen=True):
    """One fault of the book's files. ``file`` is relative to the book's folder; ``line`` counts from 1, 0 is "none".

    ``code`` and ``params`` are those of an ``InputError`` whose sentence stands under ``error.CODE``.
    """

    file: str
    line: int
    code: str
    params: dict[str, object] = msgspec.field(default_factory=dict)

    def error(self) -> InputError:
        """The fault as an error whose ``where`` is ``file:line``."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return InputError(self.code, where=where, **self.params)


def fault_list(faults: tuple[Fault, ...] | list[Fault]) -> FaultList:
    """Several faults as the one error that the command line prints line by line."""
    return FaultList([fault.error() for fault in faults])


def toml_line(text: str, entry: str, key: str = "", *, by_id: bool = False) -> int:
    """The line on which ``entry`` (a table, or the value of an ``id``), or its ``key``, stands; 0 if not found.

    ``entry`` "" means the top of the file. Good enough to send a writer to the right place in files as ours are
    written; it is no TOML parser.
    """
    name = re.escape(entry)
    if by_id:
        start = re.compile(rf'\s*id\s*=\s*"{name}"')
    elif entry:
        start = re.compile(rf'\s*(\["?{name}"?\]|"?{name}"?\s*=)')
    else:
        start = re.compile("")
    wanted = re.compile(rf'\s*\[*([\w"-]+\.)?"?{re.escape(key)}"?(\.[\w-]+)?\s*[=\]]') if key else None
    # Where the entry is over: at the next table that is not its own.
    after = re.compile(r"\s*\[\[") if by_id else re.compile(rf'\[(?!"?{name}"?[.\]])') if entry else re.compile(r"(?!)")
    found = 0
    for number, line in enumerate(text.splitlines(), 1):
        if found and after.match(line):
            return found
        if not found and start.match(line):
            found = number
        if found and (wanted is None or wanted.match(line)):
            return number
    return found
