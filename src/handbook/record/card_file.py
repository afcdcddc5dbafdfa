"""card.toml: the few things that can be read while the record is locked, for the call page and the emergency card."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import apsw
import tomli_w

from handbook.domain import HandbookError, read_toml
from handbook.paths import read_bytes, write_whole
from handbook.record.connection import fault

FILE_NAME = "card.toml"
_PERSON_KEYS = ("name", "product", "hospital", "phone_24h", "caregiver_phone")
_INFUSION = "infusion_date"
CARD_KEYS = (*_PERSON_KEYS, _INFUSION)
"""What can stand in the file; each may be taken out by the family."""

LONGEST = 64 * 1024
# What the family wrote under "our team's numbers" stands in where the pocket card has a blank.
_FALLBACKS = {"hospital": "name", "phone_24h": "phone_24h"}


class CardFile:
    """Keeps card.toml equal to the record. It cannot fail an action, which is on disk by then: the next one retries."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._written: bytes | None = None
        self.fault: HandbookError | None = None

    def refresh(self, connection: apsw.Connection) -> None:
        """Write the file if its words have changed; ``fault`` says afterwards whether it is out of date."""
        self.fault = None
        try:
            data = _content(connection)
            if self._written is None and self._path.exists():
                self._written = read_bytes(self._path)
            if data != self._written:
                write_whole(self._path, data)
                self._written = data
        except HandbookError as error:
            self.fault = error
        except apsw.Error as error:
            self.fault = fault(error, connection)


def read_card(folder: Path) -> dict[str, str | date]:
    """The words of card.toml, by ``CARD_KEYS``; those that can be read, so none at all of a file that is damaged.

    For the call page, which must open whatever has happened to the record.
    """
    try:
        kept = read_toml(read_bytes(folder / FILE_NAME, longest=LONGEST).decode(), where=FILE_NAME)
    except (HandbookError, ValueError, RecursionError):
        return {}
    return {key: kept[key] for key in CARD_KEYS if isinstance(kept.get(key), date if key == _INFUSION else str)}


def _content(connection: apsw.Connection) -> bytes:
    person = {str(key): value for key, value in connection.execute("SELECT key, value FROM person_field")}
    told = {str(key): value for key, value in connection.execute("SELECT key, value FROM team_number")}
    left_out = {str(key) for (key,) in connection.execute("SELECT key FROM card_left_out")}
    values: dict[str, object] = {"format": 1}
    for key in _PERSON_KEYS:
        value = person.get(key) or told.get(_FALLBACKS.get(key, ""))
        if value and key not in left_out:
            values[key] = value
    day = connection.execute("SELECT day FROM step_date WHERE step = 'infusion'").fetchone()
    if day is not None and _INFUSION not in left_out:
        values[_INFUSION] = date.fromisoformat(day[0])
    return tomli_w.dumps(values).encode()
