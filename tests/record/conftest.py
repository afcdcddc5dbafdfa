"""What the tests of the record share."""

import pytest

from handbook.record import keys


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """A guess at a passphrase costs nothing here."""
    monkeypatch.setattr(keys, "COST", keys.Cost(8, 1, 1))
