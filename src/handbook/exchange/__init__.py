"""Tables and files for other programs. What reads lists of people is loaded when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.exchange.medicines_csv import medicines_csv

if TYPE_CHECKING:
    from handbook.exchange.people_csv import PeopleRow, PeopleTable

__all__ = ["PeopleRow", "PeopleTable", "medicines_csv"]


def __getattr__(name: str) -> object:
    if name in {"PeopleRow", "PeopleTable"}:
        from handbook.exchange import people_csv  # noqa: PLC0415

        return getattr(people_csv, name)
    raise AttributeError(name)
