"""A family's record on disk: a folder a person with record.db, card.toml and backups/.

One worker thread owns the connection; each action is one transaction with one stored changeset, and can be undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.on_demand import exports

if TYPE_CHECKING:
    from handbook.record.backup import BackupFile
    from handbook.record.backups import (
        Kept,
        Tested,
        all_files,
        newest,
        restore,
        second_folder,
        set_second_folder,
        try_backup,
    )
    from handbook.record.card_file import CARD_KEYS, read_card
    from handbook.record.journal import Done, HistoryEntry
    from handbook.record.keys import new_recovery_code, read_recovery_code
    from handbook.record.lock import computer
    from handbook.record.store import ACTIONS, Store
    from handbook.record.thread import Future
    from handbook.record.vault import is_locked, passphrase_set_on, unlock
    from handbook.record.worker import Record

__all__ = [
    "ACTIONS",
    "CARD_KEYS",
    "BackupFile",
    "Done",
    "Future",
    "HistoryEntry",
    "Kept",
    "Record",
    "Store",
    "Tested",
    "all_files",
    "computer",
    "is_locked",
    "new_recovery_code",
    "newest",
    "passphrase_set_on",
    "read_card",
    "read_recovery_code",
    "restore",
    "second_folder",
    "set_second_folder",
    "try_backup",
    "unlock",
]  # fmt: skip

__getattr__ = exports(__name__, {
    "backup": "BackupFile",
    "backups": "Kept Tested all_files newest restore second_folder set_second_folder try_backup",
    "card_file": "CARD_KEYS read_card",
    "journal": "Done HistoryEntry",
    "keys": "new_recovery_code read_recovery_code",
    "lock": "computer",
    "store": "ACTIONS Store",
    "thread": "Future",
    "vault": "is_locked passphrase_set_on unlock",
    "worker": "Record",
})  # fmt: skip
