"""Cards by the hundred on sheets: what is fixed is drawn once and referred to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Literal

from handbook.domain import ClinicKit, ClinicNumbers, Person
from handbook.paper.imposition import Flip, Sheet

if TYPE_CHECKING:
    from handbook.content import Book


def cards(
    book: Book,
    people: Iterable[Person],
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    *,
    language_of: Callable[[Person], tuple[str, ...]],
    sheet: Sheet,
    which: Literal["family", "doctor"],
    start: int,
    flip: Flip,
    qr: bool,
    printed_on: date,
    progress: Callable[[int], bool] | None = None,
) -> tuple[bytes, bytes | None]:
    raise NotImplementedError


def fits(
    book: Book,
    person: Person,
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    *,
    languages: tuple[str, ...],
    which: Literal["family", "doctor"],
    qr: bool,
) -> None:
    raise NotImplementedError
