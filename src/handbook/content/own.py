"""The pages that a clinic's kit brings along: a chapter of the clinic's own at the end of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handbook.domain import Signature


@dataclass(frozen=True, slots=True)
class OwnPages:
    """The files of the pages by their names in the kit (``pages/LANGUAGE/ID.md``), whose they are, and who signed."""

    clinic: str
    signature: Signature
    files: Mapping[str, bytes] = field(repr=False)
