"""Check a clinic's logo before anything draws it: its size from the header of a PNG, every element of an SVG."""

from __future__ import annotations

import re
import struct
import zlib

from handbook.domain import InputError

PNG, SVG = "logo.png", "logo.svg"
LONGEST_PNG = 4 * 1024 * 1024
LONGEST_SVG = 256 * 1024
MOST_PIXELS = 4_000_000
MOST_ELEMENTS = 20_000
DEEPEST = 50

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Drawing and nothing else: no script, style sheet, picture in the picture, text (fonts differ), link or reference
# that could be repeated into millions of shapes. What is not named here is refused.
_ELEMENTS = frozenset({
    "svg", "g", "defs", "title", "desc", "path", "line", "polyline", "polygon", "rect", "circle", "ellipse",
    "linearGradient", "radialGradient", "stop", "clipPath",
})  # fmt: skip
_NAMESPACE = "http://www.w3.org/2000/svg"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*\s*:", re.IGNORECASE)
_CODE = re.compile(r"//|@|expression|\\", re.IGNORECASE)
_URL = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE)


def check_logo(name: str, data: bytes, *, where: str) -> None:
    """Raise if the logo ``data`` must not be drawn; nothing is decoded.

    Raises:
        InputError: ``clinic.logo-damaged``, ``clinic.logo-large`` (``longest`` KB), ``clinic.logo-pixels`` (``width``,
            ``height``, ``most`` in millions), ``clinic.logo-unsafe`` (``what``: the element or attribute).
    """
    longest = LONGEST_PNG if name == PNG else LONGEST_SVG
    if len(data) > longest:
        raise InputError("clinic.logo-large", where=where, key=name, longest=longest // 1024)
    (_check_png if name == PNG else _check_svg)(data, name, where)


def _check_png(data: bytes, name: str, where: str) -> None:
    """The whole file is sound, and the size in its header is one that can be drawn."""
    kinds = _chunks(data)
    begins = data[8:16] == b"\0\0\0\x0dIHDR" and kinds.count(b"IHDR") == 1
    sound = begins and b"IDAT" in kinds and kinds[-1] == b"IEND"
    width, height = struct.unpack_from(">II", data, 16) if sound else (0, 0)
    if not (width and height):
        raise InputError("clinic.logo-damaged", where=where, key=name)
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        raise InputError("clinic.logo-pixels", where=where, key=name, width=width, height=height, most=most)


def _chunks(data: bytes) -> list[bytes]:
    """The kinds of a PNG's chunks; [] if one is cut short or has a wrong checksum (PNG, third edition, 5.3)."""
    at, kinds = len(_SIGNATURE), []
    while data.startswith(_SIGNATURE) and at < len(data):
        head = data[at : at + 8]
        length = int.from_bytes(head[:4], "big")
        checksum = data[at + 8 + length : at + 12 + length]
        if len(checksum) != 4 or zlib.crc32(data[at + 4 : at + 8 + length]) != int.from_bytes(checksum, "big"):
            return []
        kinds.append(head[4:])
        at += 12 + length
    return kinds


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


def _check_svg(data: bytes, name: str, where: str) -> None:
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
