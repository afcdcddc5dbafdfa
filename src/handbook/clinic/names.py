"""What the clinic's files in the data folder are called: to see that there are none needs no more than this."""

from __future__ import annotations

INSTALLED = "clinic.handbook-kit"
PREVIOUS = "clinic-previous.handbook-kit"
TRUSTED_KEYS = "trusted-keys.toml"
