"""The two shipped fonts as reportlab fonts: read fast, embedded as subsets, every character given back as it went in.

Lengths are in points; a font size is the em. Fonts: Noto Sans SC Regular and Bold (SIL OFL), resources/fonts.
"""

from __future__ import annotations

import mmap
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from struct import unpack_from

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFError, TTFont, TTFontFace

from handbook import resources
from handbook.domain import MachineError

# The font has no raised digits, so each is drawn with the glyph of its plain form, small and raised (text.py). It keeps
# its own code in the PDF: what is copied, searched or read aloud is ⁸, not 8.
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789−+", strict=True))
RAISED_SIZE = 0.62
RAISED_BY = 0.3
"""Size and shift of a raised character, as parts of the size around it; above 0.32 pdftotext sees another line."""

_PLAIN = {ord(raised): ord(plain) for raised, plain in RAISED.items()} | {0xA0: 0x20}
_UNICODE_FULL, _FORMAT_12, _LONG = (3, 10), 12, 1
_CODES_A_BLOCK = 100  # the most that a CMap may list in one block (Adobe Technical Note 5014)


class _Glyphs(Mapping[int, int]):
    """Character code to glyph number, looked up in the font's own table (cmap format 12) instead of a copy of it."""

    def __init__(self, data: mmap.mmap, start: int) -> None:
        (count,) = unpack_from(">H", data, start + 2)
        tables = {unpack_from(">HH", data, start + 4 + 8 * n): start + 8 + 8 * n for n in range(count)}
        at = start + unpack_from(">L", data, tables[_UNICODE_FULL])[0]
        assert unpack_from(">H", data, at)[0] == _FORMAT_12  # noqa: S101  # the shipped fonts have it
        groups = unpack_from(f">{3 * unpack_from('>L', data, at + 12)[0]}L", data, at + 16)
        self._firsts, self._lasts, self._glyphs = groups[0::3], groups[1::3], groups[2::3]

    def __getitem__(self, code: int) -> int:
        code = _PLAIN.get(code, code)
        group = bisect_right(self._firsts, code) - 1
        if group < 0 or code > self._lasts[group]:
            raise KeyError(code)
        glyph: int = self._glyphs[group] + code - self._firsts[group]
        return glyph

    def __iter__(self) -> Iterator[int]:
        for first, last in zip(self._firsts, self._lasts, strict=True):
            yield from range(first, last + 1)

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in zip(self._firsts, self._lasts, strict=True))


class _Table:
    """A table of the font of which only the slices that are asked for are read."""

    def __init__(self, data: mmap.mmap, start: int) -> None:
        self._data, self._start = data, start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


class _Places:
    """Where each glyph begins in its table, in bytes (loca, long form)."""

    def __init__(self, data: mmap.mmap, start: int) -> None:
        self._data, self._start = data, start

    def __getitem__(self, glyph: int) -> int:
        place: int = unpack_from(">L", self._data, self._start + 4 * glyph)[0]
        return place


class _Metrics:
    """(advance, left side bearing) of each glyph in units of the font (hmtx)."""

    def __init__(self, data: mmap.mmap, start: int, full: int) -> None:
        self._data, self._start, self._full = data, start, full

    def __getitem__(self, glyph: int) -> tuple[int, int]:
        # Beyond the first `full` glyphs the table repeats the last advance and lists bearings only.
        advance, bearing = unpack_from(">HH", self._data, self._start + 4 * min(glyph, self._full - 1))
        if glyph >= self._full:
            (bearing,) = unpack_from(">H", self._data, self._start + 4 * self._full + 2 * (glyph - self._full))
        return advance, bearing


class _Face(TTFontFace):  # type: ignore[misc]  # reportlab has no types
    """A face that looks things up in the file. reportlab copies the tables of 30 000 characters, 75 ms a font."""

    def readFile(self, f: str) -> None:  # noqa: N802  # reportlab's name
        self.filename = f
        with Path(f).open("rb") as file:
            self._ttf_data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._pos = 0

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803, ARG002  # reportlab's name and signature
        super().extractInfo(charInfo=0)
        data = self._ttf_data
        assert unpack_from(">h", data, self.get_table_pos("head")[0] + 50)[0] == _LONG  # noqa: S101  # as shipped
        assert self.unitsPerEm == 1000  # noqa: S101  # so that units are thousandths of the em
        (full,) = unpack_from(">H", data, self.get_table_pos("hhea")[0] + 34)
        self.charToGlyph = _Glyphs(data, self.get_table_pos("cmap")[0])
        self.hmetrics = _Metrics(data, self.get_table_pos("hmtx")[0], full)
        self.glyphPos = _Places(data, self.get_table_pos("loca")[0])
        self.defaultWidth = self.hmetrics[0][0]

    def getCharWidth(self, code: int) -> int:  # noqa: N802  # reportlab's name
        width: int = self.hmetrics[self.charToGlyph.get(code, 0)][0]
        return width

    def get_table(self, tag: str) -> bytes | _Table:
        start, length = self.get_table_pos(tag)
        return _Table(self._ttf_data, start) if tag == "glyf" else self._ttf_data[start : start + length]


class Font(TTFont):  # type: ignore[misc]  # reportlab has no types
    """A font that writes the right text layer for every character."""

    def __init__(self, name: str, path: Path) -> None:
        # TTFont.__init__ would read the file with its own face class.
        self.fontName = name
        self.face = _Face(str(path))
        self.encoding = _Encoding()
        self.state: dict[object, object] = {}
        self._asciiReadable = 0
        self.shapable = False

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802, ARG002
        """Width of drawn text in points; reportlab asks for it to know where the next text would begin."""
        return sum(self.face.getCharWidth(ord(char)) for char in text) * size / 1000

    def advance(self, char: str) -> float:
        """Width of one character in thousandths of the em; ``KeyError`` if there is no glyph."""
        width: float = self.face.hmetrics[self.face.charToGlyph[ord(char)]][0]
        return width * RAISED_SIZE if char in RAISED else width

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:  # noqa: N802  # reportlab's name
        """Put the subsets that ``doc`` used into it.

        Replaces reportlab's method because its ToUnicode map writes every character as ``<%04X>``, which is wrong
        beyond U+FFFF: 张𫖯 is drawn right and copied as 张⭚ (reportlab 5.1, ``ttfonts.makeToUnicodeCMap``).
        """
        state = self.state.pop(doc)
        for number, codes in enumerate(state.subsets):  # type: ignore[attr-defined]
            name = f"{state.internalName}+{number}"  # type: ignore[attr-defined]
            base = f"{SUBSETN(number).decode()}+{self.face.name.decode()}"
            text = pdfdoc.PDFStream()
            text.content = _to_unicode(base, codes)
            text.filters = [pdfdoc.PDFZCompress]
            font = pdfdoc.PDFTrueTypeFont()
            font.Name, font.BaseFont = name, base
            font.FirstChar, font.LastChar = 0, len(codes) - 1
            font.Widths = pdfdoc.PDFArray([self.face.getCharWidth(code) for code in codes])
            font.ToUnicode = doc.Reference(text, f"toUnicodeCMap:{base}")
            font.FontDescriptor = self.face.addSubsetObjects(doc, base, codes)
            doc.Reference(font, name)
            doc.idToObject["BasicFonts"].dict[name] = font


class _Encoding:
    name = "UTF-8"


def _to_unicode(name: str, codes: list[int]) -> str:
    """The CMap that gives back the text: UTF-16BE, surrogate pairs included (ISO 32000-1, 9.10.3)."""
    pairs = [f"<{n:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for n, code in enumerate(codes)]
    blocks = [pairs[n : n + _CODES_A_BLOCK] for n in range(0, len(pairs), _CODES_A_BLOCK)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def", "/CMapType 2 def",
            "1 begincodespacerange", "<00> <FF>", "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end",
        ]
    )  # fmt: skip


REGULAR = "HandbookRegular"
BOLD = "HandbookBold"
_FILES = {REGULAR: "NotoSansSC-Regular.ttf", BOLD: "NotoSansSC-Bold.ttf"}


@cache
def font(name: str) -> Font:
    """The font ``REGULAR`` or ``BOLD``, read and registered once in a process. Raises ``MachineError``."""
    path = resources.root() / "fonts" / _FILES[name]
    try:
        made = Font(name, path)
    except (OSError, ValueError, TTFError) as error:  # ValueError: an empty file cannot be mapped
        raise MachineError("font.unreadable", where=str(path)) from error
    pdfmetrics.registerFont(made)
    return made


def has_glyph(char: str) -> bool:
    """Whether ``char`` can be printed, in both weights."""
    return all(ord(char) in font(name).face.charToGlyph for name in _FILES)
