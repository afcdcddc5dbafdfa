"""Tables and files for other programs."""

from handbook.exchange.medicines_csv import medicines_csv

__all__ = ["medicines_csv"]
