"""Read all of a zip that a stranger may have made, and write the one form of zip that is signed.

Nothing is ever unpacked to disk. Sizes are bounded before anything is decompressed, and an archive with one unsafe
name is refused whole: such a file was made to do harm, whatever its other members say.
"""

from __future__ import annotations

import io
import stat
import struct
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from handbook.domain import InputError

if TYPE_CHECKING:
    import zipfile

MOST_MEMBERS = 500
LONGEST_UNPACKED = 50 * 1024 * 1024
LONGEST_MEMBER = 4 * 1024 * 1024
HIGHEST_RATIO = 100
"""Text and drawings shrink to a twentieth at best; what unpacks to more than this was made to fill the memory."""
_SMALL = 1024 * 1024
"""Below this size the ratio does not matter."""
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800


def unpack(data: bytes, *, where: str) -> dict[str, bytes]:
    """Every file in the zip ``data`` by its name; entries of mere folders are left out.

    Raises:
        InputError: ``clinic.damaged``, ``clinic.encrypted``, ``clinic.unsafe`` (``member``: a name that climbs out, is
            absolute, a link, or in no known encoding), ``clinic.member-twice`` (``member``; also names that differ
            only in case), ``clinic.too-large``.
    """
    import zipfile  # noqa: PLC0415  # a start without a kit does not need it

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_hidden(data, entries, where)
            _refuse_large(entries, where)
            _refuse_unsafe(entries, where)
            return {entry.filename: _content(archive, entry, where) for entry in entries if not entry.is_dir()}
    except (
        zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError,
    ):  # fmt: skip
        # ValueError: a name that is not the UTF-8 it claims to be; NotImplementedError: a newer zip than Python knows.
        raise InputError("clinic.damaged", where=where) from None


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, where: str) -> bytes:
    import zipfile  # noqa: PLC0415

    # Other methods could ask for gigabytes to unpack a few lines, and fail in ways of their own.
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise InputError("clinic.damaged", where=where)
    with archive.open(entry) as file:
        content = file.read(LONGEST_MEMBER + 1)  # bounded here, whatever the header claims
    if len(content) > LONGEST_MEMBER:
        raise InputError("clinic.too-large", where=where)
    return content


def _refuse_hidden(data: bytes, entries: list[zipfile.ZipInfo], where: str) -> None:
    """The directory must list as many members as its end says (PKWARE APPNOTE 4.3.16).

    Otherwise one wrong length could make an entry, the signature for example, part of its neighbour's comment, and a
    damaged signed kit would pass for an unsigned one.
    """
    (count,) = struct.unpack_from("<H", data, data.rindex(b"PK\x05\x06") + 10)
    if count != len(entries):
        raise InputError("clinic.damaged", where=where)


def _refuse_large(entries: list[zipfile.ZipInfo], where: str) -> None:
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_MEMBERS or total > LONGEST_UNPACKED or total > max(_SMALL, HIGHEST_RATIO * packed):
        raise InputError("clinic.too-large", where=where)


def _refuse_unsafe(entries: list[zipfile.ZipInfo], where: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        # ZipInfo cuts a name at its first zero byte and turns the system's own separator into "/".
        name = entry.orig_filename
        shown = "".join(char if char.isprintable() else "?" for char in name[:60])
        parts = name.replace("\\", "/").split("/")
        link = stat.S_ISLNK(entry.external_attr >> 16)
        # Without the flag the bytes of a name may be of any encoding; zipfile would take them for cp437.
        guessed = not name.isascii() and not entry.flag_bits & _UTF8_NAME
        if link or guessed or name.startswith(("/", "\\")) or ".." in parts or not name.isprintable() or ":" in name:
            raise InputError("clinic.unsafe", where=where, member=shown)
        if entry.flag_bits & _ENCRYPTED:
            raise InputError("clinic.encrypted", where=where)
        if name.casefold() in seen:
            raise InputError("clinic.member-twice", where=where, member=shown)
        seen.add(name.casefold())


def pack(members: Mapping[str, bytes]) -> bytes:
    """The one zip of these members: stored, in the order of their names, dated 1980-01-01, mode 644, no comments.

    Not compressed, because no two versions of zlib promise the same bytes; so two machines make the same file, and
    the reader of a signed kit can demand it byte for byte: nothing can hide between or behind the members.
    """
    import zipfile  # noqa: PLC0415

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, members[name])
    return made.getvalue()
