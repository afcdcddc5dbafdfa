"""A clinic's kit that has been read, who stands behind it, and what a family was told without one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from handbook.domain.clinic import ClinicNumbers


@dataclass(frozen=True, slots=True)
class Told:
    """One of "our team's numbers": the value as typed, who said it, and when."""

    value: str
    by: str = ""
    on: date | None = None


class Signature(StrEnum):
    """Who stands behind a kit: nobody; somebody whom this computer does not know; somebody whom it trusts.

    A kit whose signature does not match is none of these: it is refused.
    """

    NONE = "none"
    UNKNOWN = "unknown"
    TRUSTED = "trusted"


@dataclass(frozen=True, slots=True)
class ClinicKit:
    """A kit that has been read and checked (``handbook.clinic``)."""

    numbers: ClinicNumbers
    version: str
    languages: tuple[str, ...] = ()
    review_by: date | None = None
    approved_content: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    accent: str = ""
    logo: bytes = field(default=b"", repr=False)
    """A PNG, or a drawing that screen and paper paint alike (``handbook.clinic.logo``); empty for none."""
    signature: Signature = Signature.NONE

    def approves(self, content_version: str) -> bool:
        """Whether this kit approves the book of that version.

        Only the kit of a trusted signer does: anybody can write a name behind ``approved_by``, and the words "not yet
        approved by a clinician" must never go away because somebody did.
        """
        approved = bool(self.approved_by) and self.approved_content == content_version
        return approved and self.signature is Signature.TRUSTED

    def expired(self, today: date) -> bool:
        """Whether the day by which the clinic wanted to review it is over. It stays in use, with a notice."""
        return self.review_by is not None and self.review_by < today
