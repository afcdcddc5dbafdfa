"""Tables and files for other programs."""

from handbook.exchange.medicines_csv import medicines_csv
from handbook.exchange.people_csv import PeopleRow, PeopleTable

__all__ = ["PeopleRow", "PeopleTable", "medicines_csv"]
