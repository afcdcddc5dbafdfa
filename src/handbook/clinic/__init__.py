"""The clinic kit: read, check, sign, trust, install; and the numbers that a family was told by its team.

The names below are loaded when they are first used: most runs have no kit, and reading one needs cryptography.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.on_demand import exports

if TYPE_CHECKING:
    from handbook.clinic.installed import (
        install_kit,
        installed_kit,
        previous_kit,
        remove_kit,
        take_back,
    )
    from handbook.clinic.kit import KIT_FILE
    from handbook.clinic.kitfile import KitFile, build_kit, kit_from_bytes, open_kit, read_kit, sign_kit
    from handbook.clinic.names import INSTALLED, PREVIOUS, TRUSTED_KEYS
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
    from handbook.clinic.trusted import TrustedKey, distrust, trust, trusted_keys

__all__ = [
    "INSTALLED",
    "KIT_FILE",
    "LONGEST_KEY_FILE",
    "PREVIOUS",
    "TRUSTED_KEYS",
    "KitFile",
    "TrustedKey",
    "build_kit",
    "check_number",
    "distrust",
    "fingerprint",
    "install_kit",
    "installed_kit",
    "is_locked",
    "kit_from_bytes",
    "load_key",
    "new_key",
    "numbers_from_told",
    "open_kit",
    "previous_kit",
    "read_kit",
    "remove_kit",
    "same_fingerprint",
    "sign_kit",
    "signed_bytes",
    "take_back",
    "trust",
    "trusted_keys",
]  # fmt: skip

__getattr__ = exports(__name__, {
    "installed": "install_kit installed_kit previous_kit remove_kit take_back",
    "kit": "KIT_FILE",
    "kitfile": "KitFile build_kit kit_from_bytes open_kit read_kit sign_kit",
    "names": "INSTALLED PREVIOUS TRUSTED_KEYS",
    "numbers": "check_number numbers_from_told",
    "signing": "LONGEST_KEY_FILE fingerprint is_locked load_key new_key same_fingerprint signed_bytes",
    "trusted": "TrustedKey distrust trust trusted_keys",
})  # fmt: skip
