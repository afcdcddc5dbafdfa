"""A family's record on disk: a folder a person with record.db, card.toml and backups/.

One worker thread owns the connection; each action is one transaction with one stored changeset, and can be undone.
"""

from handbook.record.journal import Done, HistoryEntry
from handbook.record.store import ACTIONS, Store
from handbook.record.worker import Record

__all__ = ["ACTIONS", "Done", "HistoryEntry", "Record", "Store"]
