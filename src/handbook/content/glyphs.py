"""Which characters the shipped fonts can draw: the cmap table, read without a font library.

Source: OpenType specification 1.9, "cmap", subtable formats 4 and 12.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

from handbook import resources
from handbook.domain import MachineError

FONT = Path("fonts", "NotoSansSC-Regular.ttf")
RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
"""Powers of ten are drawn as raised digits, so these need no glyph of their own."""


def has_glyph(char: str) -> bool:
    """Whether screen and paper can draw ``char``. Raises ``MachineError("content.font")`` if the font is damaged."""
    return char in RAISED or char == "\n" or ord(char) in _shipped()


@cache
def _shipped() -> frozenset[int]:
    return characters(resources.root() / FONT)


def characters(path: Path) -> frozenset[int]:
    """The code points that a TrueType font has a glyph for. Raises ``MachineError("content.font")``."""
    try:
        with path.open("rb") as file:
            tables = struct.unpack(">4xH6x", file.read(12))[0]
            directory = file.read(16 * tables)
            rows = struct.iter_unpack(">4s4xII", directory)
            offset, length = next((start, size) for tag, start, size in rows if tag == b"cmap")
            file.seek(offset)
            return _characters(file.read(length))
    except (OSError, struct.error, StopIteration, IndexError):
        raise MachineError("content.font", where=str(path)) from None


def _characters(cmap: bytes) -> frozenset[int]:
    count = struct.unpack_from(">2xH", cmap)[0]
    found: set[int] = set()
    for number in range(count):
        offset = struct.unpack_from(">4xI", cmap, 4 + 8 * number)[0]
        kind = struct.unpack_from(">H", cmap, offset)[0]
        if kind == 12:
            found |= _format_12(cmap, offset)
        elif kind == 4:
            found |= _format_4(cmap, offset)
    return frozenset(found)


def _format_12(cmap: bytes, offset: int) -> set[int]:
    groups = struct.unpack_from(">12xI", cmap, offset)[0]
    found: set[int] = set()
    for start, end, glyph in struct.iter_unpack(">III", cmap[offset + 16 : offset + 16 + 12 * groups]):
        found.update(range(start + (glyph == 0), end + 1))  # glyph 0 is the empty box
    return found


def _format_4(cmap: bytes, offset: int) -> set[int]:
    double = struct.unpack_from(">6xH", cmap, offset)[0]  # twice the number of segments

    def column(number: int, kind: str = "H") -> tuple[int, ...]:
        at = offset + 14 + number * double + (2 if number else 0)  # one padding word after the ends
        return struct.unpack_from(f">{double // 2}{kind}", cmap, at)

    ends, starts, deltas, ranges = column(0), column(1), column(2, "h"), column(3)
    base = offset + 16 + 3 * double
    found: set[int] = set()
    for number, (start, end, delta, where) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if where:
                glyph = struct.unpack_from(">H", cmap, base + 2 * number + where + 2 * (code - start))[0]
                if glyph == 0:
                    continue
            if (glyph + delta) & 0xFFFF:
                found.add(code)
    return found
