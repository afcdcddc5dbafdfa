"""Which encoding a table is in: UTF-8 with or without BOM, or GB18030. Anything else is refused by name.

Many a file can be read in both without an error, one of them giving nonsense, so the rows are weighed against each
other, and a file that mixes the two is never guessed at.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from enum import Enum

from handbook.domain import InputError

UTF_8 = "utf-8"
GB18030 = "gb18030"

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1a"))
_HEAD = 1 << 16
_CHUNK = 1 << 16
_NAMED = 5


class _Kind(Enum):
    PLAIN = "ASCII, or as good in one as in the other"
    UTF_8 = "UTF-8"
    GB = "GB18030"
    NEITHER = "neither"


def encoding_of(data: bytes, rows: Iterable[tuple[int, bytes]], *, marked: bool, where: str) -> str:
    """The codec that reads ``data``: ``UTF_8`` or ``GB18030``.

    Args:
        data: The whole file without its UTF-8 mark.
        rows: Its rows with their numbers, still as bytes; asked for only if it is not UTF-8 throughout.
        marked: Whether it began with the mark (BOM) of UTF-8.
        where: The file, for sentences.

    Raises:
        InputError: ``people.workbook``, ``people.utf16``, ``people.not-text``, ``people.mixed-encodings`` (``rows``:
            the numbers of the first few that are not like the others).
    """
    if data.startswith(_WORKBOOKS):
        raise InputError("people.workbook", where=where)
    head = data[:_HEAD]
    if data.startswith(_UTF_16) or _is_wide(head):
        raise InputError("people.utf16", where=where)
    # No character of more than one byte has a control among its bytes, in either encoding.
    if len(head) - len(head.translate(None, _CONTROLS)) > max(3, len(head) // 200):
        raise InputError("people.not-text", where=where)
    if _is_utf8(data):
        return UTF_8
    return _weigh([(number, _kind(row)) for number, row in rows], marked=marked, where=where)


def _is_wide(head: bytes) -> bool:
    """Whether every second byte of many is zero: UTF-16 without its mark."""
    zeros = (head[0::2].count(0), head[1::2].count(0))
    return sum(zeros) > max(2, len(head) // 20) and min(zeros) * 10 < max(zeros)


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), _CHUNK):
            decoder.decode(data[at : at + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _weigh(kinds: list[tuple[int, _Kind]], *, marked: bool, where: str) -> str:
    """Choose by the mark, else by the headings, else by the number of rows; every other row must agree."""
    found = [kind for _, kind in kinds]
    if not found:  # bytes that are spaces in neither encoding, and nothing else
        raise InputError("people.not-text", where=where)
    gb, neither = found.count(_Kind.GB), found.count(_Kind.NEITHER)
    is_utf8 = marked or found[0] is _Kind.UTF_8 or (found[0] is not _Kind.GB and found.count(_Kind.UTF_8) > gb)
    main = _Kind.UTF_8 if is_utf8 else _Kind.GB
    if neither * 2 >= len(found):
        raise InputError("people.not-text", where=where)
    others = [number for number, kind in kinds if kind not in {main, _Kind.PLAIN}]
    if others:
        named = ", ".join(map(str, others[:_NAMED])) + (" …" if len(others) > _NAMED else "")
        raise InputError("people.mixed-encodings", where=where, rows=named)
    return GB18030


def _kind(row: bytes) -> _Kind:
    """Which encoding one row is in, as far as it can be told from the row alone."""
    if row.isascii():
        return _Kind.PLAIN
    chinese = _decoded(row, GB18030)
    if _decoded(row, "utf-8") is None:
        return _Kind.NEITHER if chinese is None else _Kind.GB
    # UTF-8 that is read as GB18030 is full of characters that nobody uses; GB18030 that happens to be UTF-8 is not.
    if chinese is not None and _is_everyday(chinese):
        return _Kind.PLAIN
    return _Kind.UTF_8


def _is_everyday(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _decoded(row: bytes, encoding: str) -> str | None:
    try:
        return row.decode(encoding)
    except UnicodeDecodeError:
        return None
