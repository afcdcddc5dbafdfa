"""key.toml: the record's random data key, sealed once by the passphrase and once by the printed recovery code.

::

    format = 1
    set_at = "2026-11-03T04:10:00+08:00"    # when this passphrase was set; people know it by this date
    check = "<8 bytes>"                      # HMAC-SHA256(data key, "car-t-handbook record")[:8]; also in record.db
    kdf = "argon2id"
    memory_kib = 65536
    passes = 3
    lanes = 4
    salt = "<16 bytes>"
    passphrase_key = "<12 bytes of nonce, 48 of ChaCha20-Poly1305>"
    code_key = "<the same, under HKDF-SHA256 of the 128 bits of the recovery code>"
    sum = "<SHA-256 of all other lines>"

All bytes are hexadecimal. The sum tells a damaged file from a wrong passphrase; the check tells whose key it is.
"""

from __future__ import annotations

import os
import unicodedata
from datetime import datetime
from pathlib import Path

import msgspec
import tomli_w

from handbook.domain import InputError, read_toml
from handbook.paths import read_bytes

FILE_NAME = "key.toml"
KEY_BYTES = 32
CHECK_BYTES = 8
LONGEST = 16 * 1024

_FORMAT = 1
_NONCE, _SALT, _SEALED = 12, 16, 12 + KEY_BYTES + 16
_PASSPHRASE, _CODE = b"car-t-handbook passphrase", b"car-t-handbook recovery code"

_CODE_BYTES = 16
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O, U
_ALIKE = str.maketrans("OIL", "011")
_GROUP, _GROUPS = 4, 7
_CHECKSUM_BITS = 5 * _GROUP * _GROUPS - 8 * _CODE_BYTES


class Cost(msgspec.Struct, frozen=True):
    """What one guess of a passphrase costs: Argon2id's memory (KiB), passes over it, and lanes."""

    memory_kib: int
    passes: int
    lanes: int


COST = Cost(64 * 1024, 3, 4)
"""A few tenths of a second on an old laptop."""
_DEAREST = Cost(1024 * 1024, 64, 64)


class Envelope(msgspec.Struct, frozen=True):
    """What key.toml says. ``set_at`` is when the passphrase was set, ``check`` names the data key."""

    set_at: datetime
    check: bytes
    cost: Cost
    salt: bytes
    passphrase_key: bytes
    code_key: bytes

    @classmethod
    def seal(cls, key: bytes, passphrase: str, code: str, at: datetime) -> Envelope:
        """Seal ``key`` (32 bytes). Takes as long as a guess costs.

        Raises:
            InputError: ``record.empty-passphrase``, ``record.wrong-code``.
        """
        bits = read_recovery_code(code)
        if bits is None:
            raise InputError("record.wrong-code")
        empty = cls(at, check_of(key), COST, b"", b"", _seal(_code_key(bits), key, _CODE))
        return empty.with_passphrase(key, passphrase, at)

    def with_passphrase(self, key: bytes, passphrase: str, at: datetime) -> Envelope:
        """The same key under another passphrase; the recovery code stays."""
        if not passphrase.strip():
            raise InputError("record.empty-passphrase")
        salt = os.urandom(_SALT)
        sealed = _seal(_passphrase_key(passphrase, salt, COST), key, _PASSPHRASE)
        return msgspec.structs.replace(self, set_at=at, cost=COST, salt=salt, passphrase_key=sealed)

    def with_code(self, key: bytes, code: str) -> Envelope:
        """The same key and passphrase with another recovery code; raises as :meth:`seal`."""
        bits = read_recovery_code(code)
        if bits is None:
            raise InputError("record.wrong-code")
        return msgspec.structs.replace(self, code_key=_seal(_code_key(bits), key, _CODE))

    def open(self, secret: str) -> bytes:
        """The data key, by the passphrase or the recovery code.

        Raises:
            InputError: ``record.wrong-passphrase`` (``set_on``), ``record.wrong-code`` for what looks like a code.
        """
        bits = read_recovery_code(secret)
        key = _unseal(_code_key(bits), self.code_key, _CODE) if bits else None
        key = key or _unseal(_passphrase_key(secret, self.salt, self.cost), self.passphrase_key, _PASSPHRASE)
        if key is None:
            if _looks_like_code(secret):
                raise InputError("record.wrong-code")
            raise InputError("record.wrong-passphrase", set_on=self.set_at.date())
        return key

    def to_bytes(self) -> bytes:
        """As kept in key.toml and inside backups."""
        lines: dict[str, str | int] = {
            "format": _FORMAT,
            "set_at": self.set_at.isoformat(),
            "check": self.check.hex(),
            "kdf": "argon2id",
            "memory_kib": self.cost.memory_kib,
            "passes": self.cost.passes,
            "lanes": self.cost.lanes,
            "salt": self.salt.hex(),
            "passphrase_key": self.passphrase_key.hex(),
            "code_key": self.code_key.hex(),
        }
        return tomli_w.dumps({**lines, "sum": _sum(lines)}).encode()

    @classmethod
    def from_bytes(cls, data: bytes, *, where: str = "") -> Envelope:
        """Read what :meth:`to_bytes` wrote.

        Raises:
            InputError: ``record.key-foreign`` (readable, but none of ours), ``record.key-newer``,
                ``record.key-damaged``.
        """
        try:
            lines = read_toml(data.decode(), where=where)
        except (InputError, ValueError, RecursionError):  # ValueError: not UTF-8, not TOML
            raise InputError("record.key-damaged", where=where) from None
        if not {"format", "check", "kdf", "sum"} & lines.keys():
            raise InputError("record.key-foreign" if lines else "record.key-damaged", where=where)
        kept = lines.pop("sum", None)
        if kept != _sum(lines):
            raise InputError("record.key-damaged", where=where)
        if lines.get("format") != _FORMAT or lines.get("kdf") != "argon2id":
            raise InputError("record.key-newer", where=where)
        try:
            cost = Cost(lines["memory_kib"], lines["passes"], lines["lanes"])
            _check_cost(cost)
            return cls(
                datetime.fromisoformat(lines["set_at"]),
                _bytes(lines["check"], CHECK_BYTES),
                cost,
                _bytes(lines["salt"], _SALT),
                _bytes(lines["passphrase_key"], _SEALED),
                _bytes(lines["code_key"], _SEALED),
            )
        except (KeyError, TypeError, ValueError):
            raise InputError("record.key-damaged", where=where) from None


def read_key_file(path: Path) -> Envelope:
    """Read key.toml.

    Raises:
        InputError: ``record.key-lost`` if it is not there, ``file.unreadable``, and as :meth:`Envelope.from_bytes`.
    """
    try:
        data = read_bytes(path, longest=LONGEST)
    except InputError as error:
        if error.code == "file.absent":
            raise InputError("record.key-lost", where=str(path)) from None
        if error.code == "file.too-large":
            raise InputError("record.key-foreign", where=str(path)) from None
        raise
    return Envelope.from_bytes(data, where=str(path))


def new_data_key() -> bytes:
    """A random data key."""
    return os.urandom(KEY_BYTES)


def check_of(key: bytes) -> bytes:
    """Eight bytes that name a data key and tell nothing about it."""
    import hmac  # noqa: PLC0415  # brings OpenSSL's library, and most records have no key
    from hashlib import sha256  # noqa: PLC0415

    return hmac.digest(key, b"car-t-handbook record", sha256)[:CHECK_BYTES]


def new_recovery_code() -> str:
    """A new code to print: 128 random bits and a checksum, ``7QZK-…`` in seven groups of four."""
    return _written(os.urandom(_CODE_BYTES))


def read_recovery_code(text: str) -> bytes | None:
    """The 128 bits of a typed code; None if it is none. Case, spaces, hyphens, O for 0 and I or L for 1 do not matter.

    Full-width characters, as a Chinese keyboard gives them, are read like plain ones.
    """
    typed = _typed(text)
    if not _looks_like_code(text):
        return None
    number = 0
    for letter in typed:
        number = number * 32 + _LETTERS.index(letter)
    bits = (number >> _CHECKSUM_BITS).to_bytes(_CODE_BYTES, "big")
    return bits if number & ((1 << _CHECKSUM_BITS) - 1) == _checksum(bits) else None


def _written(bits: bytes) -> str:
    number = int.from_bytes(bits, "big") << _CHECKSUM_BITS | _checksum(bits)
    letters = "".join(_LETTERS[number >> 5 * place & 31] for place in reversed(range(_GROUP * _GROUPS)))
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def _typed(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).upper().translate(_ALIKE)
    return "".join(char for char in plain if not (char.isspace() or unicodedata.category(char) == "Pd"))


def _looks_like_code(text: str) -> bool:
    typed = _typed(text)
    return len(typed) == _GROUP * _GROUPS and set(typed) <= set(_LETTERS)


def _checksum(bits: bytes) -> int:
    from hashlib import sha256  # noqa: PLC0415

    return int.from_bytes(sha256(bits).digest()[:2], "big") >> 16 - _CHECKSUM_BITS


def _passphrase_key(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415  # most records have no key

    # The same words typed on another keyboard or system may come as other code points.
    words = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    derive = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    return derive.derive(words)


def _code_key(bits: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=_CODE).derive(bits)


def _seal(by: bytes, key: bytes, what: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

    nonce = os.urandom(_NONCE)
    return nonce + ChaCha20Poly1305(by).encrypt(nonce, key, what)


def _unseal(by: bytes, sealed: bytes, what: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

    try:
        return ChaCha20Poly1305(by).decrypt(sealed[:_NONCE], sealed[_NONCE:], what)
    except InvalidTag:
        return None


def _sum(lines: dict[str, str | int]) -> str:
    from hashlib import sha256  # noqa: PLC0415

    return sha256("\n".join(f"{key} = {value}" for key, value in sorted(lines.items())).encode()).hexdigest()


def _bytes(text: str, length: int) -> bytes:
    data = bytes.fromhex(text)
    if len(data) != length:
        raise ValueError(length)
    return data


def _check_cost(cost: Cost) -> None:
    """A file that was made by hand must not keep a machine busy for hours."""
    if not (
        1 <= cost.passes <= _DEAREST.passes
        and 1 <= cost.lanes <= _DEAREST.lanes
        and 8 * cost.lanes <= cost.memory_kib <= _DEAREST.memory_kib
    ):
        raise ValueError(cost)
