"""Kits that the tests of clinic, commands and window share."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.clinic import KIT_FILE, TrustedKey, load_key, new_key
from handbook.clinic.archive import pack
from handbook.clinic.signing import sign

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

GOOD = (Path(__file__).parents[1] / "data" / "kit" / KIT_FILE).read_text(encoding="utf-8")


@cache
def _keys(number: int) -> Ed25519PrivateKey:
    return load_key(new_key()[0], where=f"key {number}")


def key(number: int = 0) -> Ed25519PrivateKey:
    """A signing key; another one for each number."""
    return _keys(number)


def public(number: int = 0) -> bytes:
    return key(number).public_key().public_bytes_raw()


def trusted(number: int = 0, *, name: str = "示例医院") -> TrustedKey:
    return TrustedKey(name=name, public_key=public(number), since=date(2026, 11, 1))


def kit(text: str = GOOD, **files: bytes) -> bytes:
    """An unsigned kit."""
    return pack({KIT_FILE: text.encode(), **files})


def signed(text: str = GOOD, number: int = 0, **files: bytes) -> bytes:
    """A kit signed with the key of that number."""
    return pack(sign({KIT_FILE: text.encode(), **files}, key(number)))
