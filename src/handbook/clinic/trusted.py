"""Whom this computer trusts: the public keys that a person has compared on the phone (``trusted-keys.toml``)."""

from __future__ import annotations

import tomllib
from base64 import b64encode
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from handbook.clinic.names import TRUSTED_KEYS
from handbook.domain import InputError
from handbook.paths import is_file, machine_error, read_bytes, write_whole

_LONGEST = 256 * 1024


class TrustedKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One key: whose it was said to be, its 32 bytes (base64 in the file), and since when it is trusted."""

    name: str
    public_key: Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
    since: date


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: tuple[TrustedKey, ...] = ()


def trusted_keys(folder: Path) -> tuple[TrustedKey, ...]:
    """The keys that are trusted according to ``folder``; none where there is no such file.

    Raises:
        InputError: ``clinic.trusted-keys`` if the file cannot be understood. Whoever reads kits then trusts nobody:
            a kit falls back to "unknown signer", never the other way round.
    """
    path = folder / TRUSTED_KEYS
    if not is_file(path):
        return ()
    try:
        return msgspec.convert(tomllib.loads(read_bytes(path, longest=_LONGEST).decode()), _File).key
    except (ValueError, RecursionError, msgspec.ValidationError):  # not UTF-8, no TOML, or not of this shape
        raise InputError("clinic.trusted-keys", where=str(path)) from None


def trust(folder: Path, key: TrustedKey) -> None:
    """Trust ``key`` from now on. Raises as :func:`trusted_keys` and :func:`handbook.paths.write_whole`."""
    others = [known for known in trusted_keys(folder) if known.public_key != key.public_key]
    _write(folder, [*others, key])


def distrust(folder: Path, public_key: bytes) -> None:
    """Trust this key no longer. Raises as :func:`trust`."""
    _write(folder, [known for known in trusted_keys(folder) if known.public_key != public_key])


def _write(folder: Path, keys: Iterable[TrustedKey]) -> None:
    import tomli_w  # noqa: PLC0415

    table = {
        "key": [
            {"name": key.name, "public_key": b64encode(key.public_key).decode(), "since": key.since} for key in keys
        ]
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise machine_error(error, folder) from error
    write_whole(folder / TRUSTED_KEYS, tomli_w.dumps(table).encode())
