"""Kits that the tests of clinic, commands and window share."""

from __future__ import annotations

import struct
import zlib
from datetime import date
from functools import cache
from hashlib import sha256
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


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(
    width: int = 48,
    height: int = 24,
    *,
    colour: int = 6,
    depth: int = 8,
    pixel: bytes = b"\x0c\x54\x58\xff",
    more: bytes = b"",
    raster: bytes | None = None,
) -> bytes:
    """A PNG of one colour; ``pixel`` is that of a whole number of bytes, ``raster`` the packed picture itself."""
    if raster is None:
        raster = zlib.compress((b"\0" + pixel * width) * height)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + more + chunk(b"IDAT", raster) + chunk(b"IEND", b"")


def svg(inside: str, *, head: str = "", root: str = 'viewBox="0 0 60 20"') -> bytes:
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg" {root}>{inside}</svg>'.encode()


LOGO = svg('<rect width="60" height="20" fill="#0C5458"/><circle cx="10" cy="10" r="6" fill="white"/>')

PAGE_HEAD = """+++
id = "{id}"
title = "{title}"
order = 1
article = []
sources = [{sources}]
reviewed = 2026-11-01
approved_by = "{by}"
brief = "{title}"
{more}+++

"""


def pages(
    chinese: str = "进来先洗手。见[发热](page:fever)。\n",
    english: str = "Please wash your hands first. See [fever](page:fever).\n",
    *,
    id_: str = "our-ward",
    by: str = "",
    sources: str = "",
) -> dict[str, bytes]:
    """The members of one page of a clinic's own in both languages."""
    first = (PAGE_HEAD.format(id=id_, title="我们病区", by=by, sources=sources, more="") + chinese).encode()
    more = f'source_hash = "{sha256(first).hexdigest()[:16]}"\n'
    second = PAGE_HEAD.format(id=id_, title="Our ward", by=by, sources=sources, more=more) + english
    return {f"pages/zh-Hans/{id_}.md": first, f"pages/en/{id_}.md": second.encode()}
