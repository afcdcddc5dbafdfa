"""The clinic's numbers that hold for a family; apart from the sheets, because every page of the window shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.clinic import numbers_from_told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.domain import ClinicKit, ClinicNumbers, Told


def own_numbers(told: Mapping[str, Told], kit: ClinicKit | None) -> ClinicNumbers:
    """The numbers that hold: the kit's field by field, else what the family wrote down."""
    own = numbers_from_told(told)
    return kit.numbers.over(own) if kit else own
