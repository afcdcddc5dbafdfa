"""The clinic's kit that this window shows numbers from, and what must be said about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from handbook import clinic
from handbook.domain import HandbookError
from handbook.paths import is_file

if TYPE_CHECKING:
    from handbook.clinic import KitFile, TrustedKey
    from handbook.domain import ClinicKit
    from handbook.ui.context import Context


class KitInUse(msgspec.Struct, frozen=True):
    """The installed kit, if any; whom this computer trusts; and why the kit, or the list of keys, cannot be read."""

    file: KitFile | None = None
    trusted: tuple[TrustedKey, ...] = ()
    fault: HandbookError | None = None

    @classmethod
    def read(cls, folder: Path) -> KitInUse:
        """What is installed in ``folder``. Never raises: the book must open whatever lies there."""
        known, fault = known_keys(folder)
        try:
            if not is_file(folder / clinic.INSTALLED):
                return cls(trusted=known, fault=None)
            return cls(clinic.installed_kit(folder, trusted=known), known, fault)
        except HandbookError as error:
            return cls(trusted=known, fault=error)

    @property
    def kit(self) -> ClinicKit | None:
        """What pages and paper need of it."""
        return self.file.kit if self.file else None


def known_keys(folder: Path) -> tuple[tuple[TrustedKey, ...], HandbookError | None]:
    """Whom this computer trusts: nobody, and why, where the list is damaged."""
    try:
        # Most families have no kit: to see that needs none of what reads one.
        return clinic.trusted_keys(folder) if is_file(folder / clinic.TRUSTED_KEYS) else (), None
    except HandbookError as error:
        return (), error


def kit_sentence(context: Context) -> str:
    """One sentence on the kit in use, for the pages that lead to its own."""
    kit, phrases = context.kit, context.phrases
    if kit is None:
        return phrases("place.kit.line_fault" if context.kit_in_use.fault else "place.kit.line_none")
    state = phrases(f"place.kit.state_{kit.signature}")
    return phrases("place.kit.line", name=kit.numbers.name, version=kit.version, state=state)
