"""What can go wrong, as codes with parameters.

Lower layers raise these; only ``ui`` and ``commands`` turn a code into a sentence (``handbook.phrases``, key
``error.CODE``). Anything else that is raised is a bug.
"""

from __future__ import annotations


class HandbookError(Exception):
    """A fault that a person can be told about: a code and what the sentence needs to know.

    ``where`` names the file, row or key (for example ``"person.toml: birth_date"``) and may be empty.
    ``code`` is a dotted name in kebab-case, for example ``"person.unknown-key"``.
    """

    exit_code = 1

    def __init__(self, code: str, *, where: str = "", **params: object) -> None:
        super().__init__(code, where, params)
        self.code = code
        self.where = where
        self.params = params


class InputError(HandbookError):
    """The input is wrong, absent or unreadable (exit code 1)."""


class UsageError(HandbookError):
    """Options that do not go together (exit code 2)."""

    exit_code = 2


class MachineError(HandbookError):
    """The machine failed: output cannot be written, disk full, no permission (exit code 3)."""

    exit_code = 3


class FaultList(InputError):
    """Several faults of one input, all reported at once."""

    def __init__(self, faults: list[HandbookError]) -> None:
        super().__init__("several-faults", count=len(faults))
        self.faults = tuple(faults)
