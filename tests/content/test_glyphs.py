"""The reader of the font's character table."""

import struct
from pathlib import Path

import pytest

from handbook import resources
from handbook.content import glyphs
from handbook.domain import MachineError


def font(path: Path, *subtables: bytes) -> Path:
    """A font file that has a cmap and nothing else."""
    cmap = struct.pack(">HH", 0, len(subtables))
    at = 4 + 8 * len(subtables)
    for table in subtables:
        cmap += struct.pack(">HHI", 3, 1, at)
        at += len(table)
    cmap += b"".join(subtables)
    head = struct.pack(">IH6x", 0x00010000, 2) + struct.pack(">4sIII", b"OS/2", 0, 0, 0)
    path.write_bytes(head + struct.pack(">4sIII", b"cmap", 0, 44, len(cmap)) + cmap)
    return path


def format_4(segments: list[tuple[int, int, int, int]], glyph_ids: list[int]) -> bytes:
    count = len(segments)
    ends, starts, deltas, ranges = (
        list(column) for column in zip(*[(e, s, d, r) for s, e, d, r in segments], strict=True)
    )
    body = struct.pack(f">HHHH{count}H2x{count}H{count}h{count}H", 2 * count, 0, 0, 0, *ends, *starts, *deltas, *ranges)
    return struct.pack(">HHH", 4, 0, 0) + body + struct.pack(f">{len(glyph_ids)}H", *glyph_ids)


def test_format_12(tmp_path: Path) -> None:
    table = struct.pack(">HHIII", 12, 0, 0, 0, 2) + struct.pack(">IIIIII", 0x40, 0x42, 0, 0x2B5AF, 0x2B5AF, 7)
    assert glyphs.characters(font(tmp_path / "f.ttf", table)) == {0x41, 0x42, 0x2B5AF}


def test_format_4(tmp_path: Path) -> None:
    segments = [
        (0x41, 0x43, -0x41, 0),  # A would be glyph 0
        (0x61, 0x63, 0, 4),  # through the array: a, c
        (0xFFFF, 0xFFFF, 1, 0),
    ]
    table = format_4(segments, [5, 0, 6])
    assert glyphs.characters(font(tmp_path / "f.ttf", table)) == {0x42, 0x43, 0x61, 0x63}


def test_other_formats_are_passed_over(tmp_path: Path) -> None:
    table = struct.pack(">HHH", 6, 10, 0)
    assert glyphs.characters(font(tmp_path / "f.ttf", table)) == frozenset()


@pytest.mark.parametrize("content", [b"", b"\0\1\0\0\0\1", struct.pack(">IH6x", 0x00010000, 0)])
def test_a_damaged_font_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "f.ttf").write_bytes(content)
    for path in (tmp_path / "f.ttf", tmp_path / "absent.ttf"):
        with pytest.raises(MachineError) as error:
            glyphs.characters(path)
        assert (error.value.code, error.value.where) == ("content.font", str(path))


def test_the_shipped_fonts() -> None:
    assert all(map(glyphs.has_glyph, "药𫖯℃–⁸⁻\n"))
    assert not any(map(glyphs.has_glyph, "☐𠮷😀"))
    folder = resources.root() / "fonts"
    regular, bold = (glyphs.characters(folder / f"NotoSansSC-{weight}.ttf") for weight in ("Regular", "Bold"))
    assert regular == bold, "what one weight draws, the other draws too"
