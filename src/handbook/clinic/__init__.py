"""The clinic kit: read, check, sign, trust, install; and the numbers that a family was told by its team.

The names below are loaded when they are first used: most runs have no kit, and reading one needs cryptography.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handbook.clinic.installed import (
        INSTALLED,
        PREVIOUS,
        install_kit,
        installed_kit,
        previous_kit,
        remove_kit,
        take_back,
    )
    from handbook.clinic.kit import KIT_FILE
    from handbook.clinic.kitfile import KitFile, build_kit, kit_from_bytes, open_kit, read_kit, sign_kit
    from handbook.clinic.numbers import check_number, numbers_from_told
    from handbook.clinic.signing import (
        LONGEST_KEY_FILE,
        fingerprint,
        is_locked,
        load_key,
        new_key,
        same_fingerprint,
        signed_bytes,
    )
    from handbook.clinic.trusted import TRUSTED_KEYS, TrustedKey, distrust, trust, trusted_keys

__all__ = [
    "INSTALLED", "KIT_FILE", "LONGEST_KEY_FILE", "PREVIOUS", "TRUSTED_KEYS", "KitFile", "TrustedKey", "build_kit",
    "check_number", "distrust", "fingerprint", "install_kit", "installed_kit", "is_locked", "kit_from_bytes",
    "load_key", "new_key", "numbers_from_told", "open_kit", "previous_kit", "read_kit", "remove_kit",
    "same_fingerprint", "sign_kit", "signed_bytes", "take_back", "trust", "trusted_keys",
]  # fmt: skip

_HOMES = {
    "INSTALLED": "installed",
    "KIT_FILE": "kit",
    "KitFile": "kitfile",
    "LONGEST_KEY_FILE": "signing",
    "PREVIOUS": "installed",
    "TRUSTED_KEYS": "trusted",
    "TrustedKey": "trusted",
    "build_kit": "kitfile",
    "check_number": "numbers",
    "distrust": "trusted",
    "fingerprint": "signing",
    "install_kit": "installed",
    "installed_kit": "installed",
    "is_locked": "signing",
    "kit_from_bytes": "kitfile",
    "load_key": "signing",
    "new_key": "signing",
    "numbers_from_told": "numbers",
    "open_kit": "kitfile",
    "previous_kit": "installed",
    "read_kit": "kitfile",
    "remove_kit": "installed",
    "same_fingerprint": "signing",
    "sign_kit": "kitfile",
    "signed_bytes": "signing",
    "take_back": "installed",
    "trust": "trusted",
    "trusted_keys": "trusted",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"handbook.clinic.{_HOMES[name]}"), name)
    raise AttributeError(name)
