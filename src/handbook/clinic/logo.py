"""Check a clinic's logo before anything draws it: every chunk and byte of a PNG, every element of an SVG."""

from __future__ import annotations

import re
import struct
import zlib

from handbook.clinic.plainsvg import CannotDrawError, plain_svg
from handbook.domain import InputError

PNG, SVG = "logo.png", "logo.svg"
LONGEST_PNG = 4 * 1024 * 1024
LONGEST_SVG = 256 * 1024
MOST_PIXELS = 4_000_000
MOST_ELEMENTS = 20_000
DEEPEST = 50
WIDEST, TALLEST = 8, 2
"""A logo is at most so many times as wide as high, and as high as wide: a line or a dot is none."""
LEAST_PIXELS = 24
"""Of the shorter side: with fewer it is a blot on paper."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Drawing and nothing else: no script, style sheet, picture in the picture, text (fonts differ), link or reference
# that could be repeated into millions of shapes. What is not named here is refused.
_ELEMENTS = frozenset({
    "svg", "g", "defs", "title", "desc", "path", "line", "polyline", "polygon", "rect", "circle", "ellipse",
    "linearGradient", "radialGradient", "stop", "clipPath",
})  # fmt: skip
# By kind of colour and bits a channel: how many channels (PNG, third edition, table 12).
_CHANNELS = {
    **{(0, depth): 1 for depth in (1, 2, 4, 8, 16)}, **{(3, depth): 1 for depth in (1, 2, 4, 8)},
    **{(colour, depth): count for colour, count in ((2, 3), (4, 2), (6, 4)) for depth in (8, 16)},
}  # fmt: skip
_PALETTE = 3
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_DRAWN = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_NAMESPACE = "http://www.w3.org/2000/svg"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*\s*:", re.IGNORECASE)
_CODE = re.compile(r"//|@|expression|\\", re.IGNORECASE)
_URL = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE)


def read_logo(name: str, data: bytes, *, where: str) -> bytes:
    """The logo ``data`` as screen and paper draw it: the PNG without what is not the picture, or a plain SVG.

    Raises:
        InputError: ``clinic.logo-damaged``, ``clinic.logo-large`` (``longest`` KB), ``clinic.logo-pixels`` (``width``,
            ``height``, ``most`` in millions), ``clinic.logo-small`` (``least``), ``clinic.logo-shape`` (``widest``,
            ``tallest``), ``clinic.logo-unsafe`` (``what``: the element or attribute), ``clinic.logo-drawing``
            (``what``: harmless, but not drawn here).
    """
    longest = LONGEST_PNG if name == PNG else LONGEST_SVG
    if len(data) > longest:
        raise InputError("clinic.logo-large", where=where, key=name, longest=longest // 1024)
    return (_read_png if name == PNG else _read_svg)(data, name, where)


def _read_png(data: bytes, name: str, where: str) -> bytes:
    """The whole file is sound, and the size in its header is one that can be drawn."""
    chunks = _chunks(data)
    kinds = [kind for kind, _ in chunks]
    if kinds[:1] != [b"IHDR"] or kinds.count(b"IHDR") != 1 or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        raise InputError("clinic.logo-damaged", where=where, key=name)
    header = chunks[0][1]
    if len(header) != 13:
        raise InputError("clinic.logo-damaged", where=where, key=name)
    width, height, depth, colour, packing, filtering, interlaced = struct.unpack(">IIBBBBB", header)
    channels = _CHANNELS.get((colour, depth), 0)
    if not (width and height and channels) or packing or filtering or interlaced > 1:
        raise InputError("clinic.logo-damaged", where=where, key=name)
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        raise InputError("clinic.logo-pixels", where=where, key=name, width=width, height=height, most=most)
    raster = b"".join(content for kind, content in chunks if kind == b"IDAT")
    palette = b"PLTE" in kinds or colour != _PALETTE
    if not palette or not _whole(raster, _raster_length(width, height, channels * depth, interlaced=bool(interlaced))):
        raise InputError("clinic.logo-damaged", where=where, key=name)
    if min(width, height) < LEAST_PIXELS:
        raise InputError("clinic.logo-small", where=where, key=name, least=LEAST_PIXELS)
    _check_shape(width, height, name, where)
    # Notes, profiles and animations are no part of the picture, and each has a decoder that something could be done to.
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks if kind in _DRAWN)


def _check_shape(width: float, height: float, name: str, where: str) -> None:
    if width > WIDEST * height or height > TALLEST * width:
        raise InputError("clinic.logo-shape", where=where, key=name, widest=WIDEST, tallest=TALLEST)


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a PNG; [] if one is cut short or has a wrong checksum (PNG, third edition, 5.3)."""
    at, chunks = len(_SIGNATURE), []
    while data.startswith(_SIGNATURE) and at < len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        content = data[at + 8 : at + 8 + length]
        if data[at : at + 12 + length] != _chunk(kind, content):
            return []
        chunks.append((kind, content))
        at += 12 + length
    return chunks


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _raster_length(width: int, height: int, bits: int, *, interlaced: bool) -> int:
    """Bytes of the unpacked picture, each row with its filter (PNG, third edition, 8.1 and 9.2)."""
    length = 0
    for x, y, step_x, step_y in _PASSES if interlaced else ((0, 0, 1, 1),):
        across, down = -(-(width - x) // step_x), -(-(height - y) // step_y)
        length += down * (1 + -(-across * bits // 8)) if across > 0 and down > 0 else 0
    return length


def _whole(raster: bytes, length: int) -> bool:
    """Whether the picture unpacks to exactly so many bytes; no more is ever unpacked."""
    unpacker = zlib.decompressobj()
    try:
        return len(unpacker.decompress(raster, length + 1)) == length and unpacker.eof
    except zlib.error:
        return False


class _SvgReader:
    """Looks at every element and attribute as expat meets them, and stops at the first that does more than draw."""

    def __init__(self, name: str, where: str) -> None:
        self.name, self.where = name, where
        self.depth = self.count = 0

    def refuse(self, what: str) -> InputError:
        """What the file does that a logo must not."""
        return InputError("clinic.logo-unsafe", where=self.where, key=self.name, what=what[:60])

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """One element. Expat gives ``namespace name``."""
        namespace, _, local = tag.rpartition(" ")
        self.depth += 1
        self.count += 1
        if namespace != _NAMESPACE or local not in _ELEMENTS or (local == "svg") != (self.depth == 1):
            raise self.refuse(f"<{local}>")
        if self.depth > DEEPEST or self.count > MOST_ELEMENTS:
            raise self.refuse("<…>")
        for attribute, value in attributes.items():
            key = attribute.rpartition(" ")[2]
            inside = _URL.sub(lambda match: "" if match[2].startswith("#") else match[0], value)
            if key.lower().startswith("on") or key in {"href", "base"} or "url(" in inside.lower():
                raise self.refuse(key)
            # In a style a colon stands behind each property; in its values, as in all other attributes, none may.
            values = [part.partition(":")[2] for part in inside.split(";")] if key == "style" else [inside]
            if _CODE.search(inside) or any(map(_SCHEME.search, values)):
                raise self.refuse(key)

    def end(self, _tag: str) -> None:
        """The element is over."""
        self.depth -= 1

    def doctype(self, *_: object) -> None:
        """A document type could define entities."""
        raise self.refuse("<!DOCTYPE>")

    def instruction(self, target: str, _data: str) -> None:
        """A processing instruction could name a style sheet."""
        raise self.refuse(f"<?{target}?>")


def _read_svg(data: bytes, name: str, where: str) -> bytes:
    from xml.parsers import expat  # noqa: PLC0415  # most kits have no drawing

    reader = _SvgReader(name, where)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.ProcessingInstructionHandler = reader.instruction
    try:
        parser.Parse(data, True)  # expat takes no keyword
    except (expat.ExpatError, ValueError, LookupError):
        raise InputError("clinic.logo-damaged", where=where, key=name) from None
    try:
        svg, wide, high = plain_svg(data)
    except CannotDrawError as error:
        raise InputError("clinic.logo-drawing", where=where, key=name, what=str(error)[:60]) from None
    _check_shape(wide, high, name, where)
    return svg.encode()
