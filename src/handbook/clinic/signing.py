"""Sign a kit and say who signed it: Ed25519 (RFC 8032) over a list of SHA-256 sums.

**The bytes that are signed**: for every member of the kit but ``signature``, in the order of their names (all names are
ASCII), one line: the SHA-256 of the member's content as 64 lower-case hexadecimal digits, two spaces, the name, one
line feed. That is what ``sha256sum kit.toml logo.svg pages/en/x.md …`` prints.

**The member ``signature``** is two lines of TOML, and no other form of them is taken::

    public_key = "<32 bytes in base64>"
    signature = "<64 bytes in base64>"

**The fingerprint** of a public key is its SHA-256 as one large number (most significant byte first), of which the last
32 decimal digits are shown in eight groups of four: digits can be read out on the phone in any language, and about 106
bits are far too many to find a second key for.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from handbook.domain import InputError, read_toml

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNATURE = "signature"
FINGERPRINT_DIGITS = 32
LONGEST_KEY_FILE = 16 * 1024


def signed_bytes(members: Mapping[str, bytes]) -> bytes:
    """What the signature of a kit with these members is made over; see above."""
    names = sorted(name for name in members if name != SIGNATURE)
    return "".join(f"{sha256(members[name]).hexdigest()}  {name}\n" for name in names).encode()


def fingerprint(public_key: bytes) -> str:
    """The fingerprint of a public key (32 bytes): ``1234 5678 …``, eight groups of four digits."""
    number = int.from_bytes(sha256(public_key).digest(), "big") % 10**FINGERPRINT_DIGITS
    return " ".join(re.findall("....", f"{number:0{FINGERPRINT_DIGITS}d}"))


def same_fingerprint(typed: str, public_key: bytes) -> bool:
    """Whether somebody wrote down this key's fingerprint; anything between the digits is fine."""
    digits = "".join(str(int(char)) for char in typed if char.isdecimal())
    return digits == fingerprint(public_key).replace(" ", "")


def signer(members: Mapping[str, bytes], *, where: str) -> bytes | None:
    """The public key (32 bytes) that signed these members; None if nobody did.

    Raises:
        InputError: ``clinic.forged`` if the signature is not that of these members, ``clinic.damaged`` if it cannot be
            read.
    """
    if SIGNATURE not in members:
        return None
    # Most kits that families are handed are printed from, not signed: 40 ms only for those that are.
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        table = read_toml(members[SIGNATURE].decode("ascii"), where=where)
        public_key, signature = b64decode(table["public_key"]), b64decode(table["signature"])
        key = Ed25519PublicKey.from_public_bytes(public_key)
    except (InputError, ValueError, KeyError, TypeError, RecursionError):
        raise InputError("clinic.damaged", where=where) from None
    if members[SIGNATURE] != _member(public_key, signature):
        raise InputError("clinic.damaged", where=where)
    try:
        key.verify(signature, signed_bytes(members))
    except InvalidSignature:
        raise InputError("clinic.forged", where=where) from None
    return public_key


def sign(members: Mapping[str, bytes], key: Ed25519PrivateKey) -> dict[str, bytes]:
    """The same members with the signature of ``key``; one that was there is replaced."""
    kept = {name: content for name, content in members.items() if name != SIGNATURE}
    return {**kept, SIGNATURE: _member(public_bytes(key), key.sign(signed_bytes(kept)))}


def _member(public_key: bytes, signature: bytes) -> bytes:
    lines = (("public_key", public_key), ("signature", signature))
    return "".join(f'{name} = "{b64encode(value).decode()}"\n' for name, value in lines).encode()


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The public half of a key, 32 bytes."""
    return key.public_key().public_bytes_raw()


def new_key(passphrase: str = "") -> tuple[bytes, bytes]:
    """A new private key as a PEM file (PKCS #8), locked with the passphrase if there is one, and its public key."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    key = Ed25519PrivateKey.generate()
    lock = serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
    return pem, public_bytes(key)


def is_locked(pem: bytes) -> bool:
    """Whether a key file asks for a passphrase."""
    return b"ENCRYPTED" in pem


def load_key(pem: bytes, passphrase: str = "", *, where: str) -> Ed25519PrivateKey:
    """The private key in a PEM file.

    Raises:
        InputError: ``clinic.not-a-key``, ``clinic.key-locked`` (it has a passphrase and none was given),
            ``clinic.key-passphrase`` (another passphrase).
    """
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    locked = is_locked(pem)
    if locked and not passphrase:
        raise InputError("clinic.key-locked", where=where)
    try:
        key = serialization.load_pem_private_key(pem, passphrase.encode() if locked else None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise InputError("clinic.key-passphrase" if locked else "clinic.not-a-key", where=where) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError("clinic.not-a-key", where=where)
    return key
