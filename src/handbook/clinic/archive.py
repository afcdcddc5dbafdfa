"""Take one member out of a zip that a stranger may have made: sizes bounded, no name that leaves the folder."""

from __future__ import annotations

import io
import stat
import zlib
from typing import TYPE_CHECKING

from handbook.domain import InputError

if TYPE_CHECKING:
    import zipfile

MOST_MEMBERS = 500
LONGEST_UNPACKED = 50 * 1024 * 1024


def member(data: bytes, name: str, *, longest: int, where: str) -> bytes:
    """The content of ``name`` in the zip ``data``; at most ``longest`` bytes.

    Nothing is ever unpacked to disk. The whole archive is refused when any of its names is unsafe: such a file was
    made to do harm, whatever its other members say.

    Raises:
        InputError: ``clinic.damaged``, ``clinic.unsafe`` (``member``), ``clinic.too-large``, ``clinic.no-kit-file``.
    """
    import zipfile  # noqa: PLC0415  # a start without a kit does not need it

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_unsafe(entries, where)
            found = [entry for entry in entries if entry.filename == name]
            if not found:
                raise InputError("clinic.no-kit-file", where=where)
            # Other methods could ask for gigabytes to unpack a few lines, and fail in ways of their own.
            if len(found) > 1 or found[0].compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise InputError("clinic.damaged", where=where)
            with archive.open(found[0]) as file:
                content = file.read(longest + 1)  # bounded here, whatever the header claims
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        # RuntimeError: the member is encrypted; NotImplementedError: a newer zip than Python knows.
        raise InputError("clinic.damaged", where=where) from None
    if len(content) > longest:
        raise InputError("clinic.too-large", where=where)
    return content


def _refuse_unsafe(entries: list[zipfile.ZipInfo], where: str) -> None:
    if len(entries) > MOST_MEMBERS or sum(entry.file_size for entry in entries) > LONGEST_UNPACKED:
        raise InputError("clinic.too-large", where=where)
    for entry in entries:
        # ZipInfo cuts a name at its first zero byte and turns the system's own separator into "/".
        name = entry.orig_filename
        parts = name.replace("\\", "/").split("/")
        link = stat.S_ISLNK(entry.external_attr >> 16)
        if link or name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\0" in name:
            raise InputError("clinic.unsafe", where=where, member=name[:60].replace("\0", "?"))
