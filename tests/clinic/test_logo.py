"""A logo is looked at from outside: no size that eats the memory, no drawing that does more than draw."""

from __future__ import annotations

import struct
import zlib

import pytest

from handbook.clinic.logo import DEEPEST, LONGEST_PNG, LONGEST_SVG, MOST_ELEMENTS, PNG, SVG, check_logo
from handbook.domain import InputError


def png(width: int = 1, height: int = 1, *, end: bytes = b"") -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(5))) + chunk(b"IEND", b"") + end


def svg(inside: str, *, head: str = "", root: str = "") -> bytes:
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"{root}>{inside}</svg>'.encode()


def refused(name: str, data: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        check_logo(name, data, where="kit")
    assert (caught.value.where, caught.value.params["key"]) == ("kit", name)
    return caught.value


@pytest.mark.parametrize("size", [(1, 1), (2000, 2000), (4_000_000, 1)])
def test_pictures_up_to_four_megapixels(size: tuple[int, int]) -> None:
    check_logo(PNG, png(*size), where="kit")


@pytest.mark.parametrize("size", [(2001, 2000), (10_000, 5000), (2**31 - 1, 2**31 - 1)])
def test_a_larger_one_is_refused_by_its_header(size: tuple[int, int]) -> None:
    fault = refused(PNG, png(*size))
    assert (fault.code, fault.params["width"], fault.params["height"]) == ("clinic.logo-pixels", *size)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"GIF89a", png()[:-1], png()[:20], png(end=b"x"), png(end=b"more than a chunk"), png(0, 1), png(1, 0),
        png() + png()[8:], b"\x89PNG\r\n\x1a\n", png().replace(b"IDAT", b"IDAX"), png()[:8] + png()[33:],
    ],
)  # fmt: skip
def test_a_damaged_picture(data: bytes) -> None:
    assert refused(PNG, data).code == "clinic.logo-damaged"


def test_the_size_of_the_file() -> None:
    assert refused(PNG, png() + bytes(LONGEST_PNG)).code == "clinic.logo-large"
    assert refused(SVG, svg(" " * LONGEST_SVG)).code == "clinic.logo-large"


def test_a_drawing_as_programs_save_it() -> None:
    inside = (
        '<title>Logo</title><defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<g transform="translate(1 2)" style="fill:url(#a);stroke:none"><path d="M0 0h1" fill="url(\'#a\')"/></g>'
        '<circle r="1" clip-path="url(#a)"/>'
    )
    check_logo(SVG, svg(inside, head='<?xml version="1.0" encoding="UTF-8"?>\n<!-- ours -->\n'), where="kit")


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<style>@import 'http://a'</style>", "<style>"),
        ('<image href="x.png"/>', "<image>"),
        ('<use href="#a"/>', "<use>"),
        ("<foreignObject/>", "<foreignObject>"),
        ("<text>a</text>", "<text>"),
        ("<svg/>", "<svg>"),
        ("<a/>", "<a>"),
        ("<animate/>", "<animate>"),
        ("<filter/>", "<filter>"),
        ('<g xmlns="http://www.w3.org/1999/xhtml"/>', "<g>"),
        ('<path onclick="x()"/>', "onclick"),
        ('<path ONLOAD="x()"/>', "ONLOAD"),
        ('<linearGradient xmlns:x="http://www.w3.org/1999/xlink" x:href="#a"/>', "href"),
        ('<path fill="url(http://a/b#c)"/>', "fill"),
        ('<path fill="url(//a)"/>', "fill"),
        ('<path fill="url(file.svg#a)"/>', "fill"),
        ('<path fill="url( data:image/png;base64,AA )"/>', "fill"),
        ('<path fill="URL(other.svg)"/>', "fill"),
        ('<path fill="u\\72l(http://a)"/>', "fill"),
        ('<path style="fill:url(http://a)"/>', "style"),
        ('<path style="fill:red;background:javascript:x"/>', "style"),
        ("<path style=\"@import 'a'\"/>", "style"),
        ('<path xml:base="http://a"/>', "base"),
        ("<?xml-stylesheet href='a.css'?>", "<?xml-stylesheet?>"),
        ("<g>" * (DEEPEST + 1) + "</g>" * (DEEPEST + 1), "<…>"),
        ("<g/>" * MOST_ELEMENTS, "<…>"),
    ],
)
def test_a_drawing_that_does_more_than_draw(inside: str, what: str) -> None:
    fault = refused(SVG, svg(inside))
    assert (fault.code, fault.params["what"]) == ("clinic.logo-unsafe", what)


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE svg>",
        '<!DOCTYPE svg SYSTEM "http://a/b.dtd">',
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_document_type_could_bring_anything(head: str) -> None:
    assert refused(SVG, svg("<title>x</title>", head=head)).params["what"] == "<!DOCTYPE>"


@pytest.mark.parametrize("data", [b"", b"<svg", b"\x00\xff", svg("&a;"), svg("<g>"), png()])
def test_what_is_no_drawing(data: bytes) -> None:
    assert refused(SVG, data).code == "clinic.logo-damaged"


def test_a_drawing_that_is_not_an_svg() -> None:
    assert refused(SVG, b"<html/>").params["what"] == "<html>"
    assert refused(SVG, b"<svg/>").params["what"] == "<svg>"
