"""A logo is looked at from outside: no size that eats the memory, no drawing that does more than draw."""

from __future__ import annotations

import struct
import zlib

import pytest

from clinic.kits import chunk, png, svg
from handbook.clinic.logo import DEEPEST, LEAST_PIXELS, LONGEST_PNG, LONGEST_SVG, MOST_ELEMENTS, PNG, SVG, read_logo
from handbook.domain import InputError

MAGIC = png()[:8]


def refused(name: str, data: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read_logo(name, data, where="kit")
    assert (caught.value.where, caught.value.params["key"]) == ("kit", name)
    return caught.value


@pytest.mark.parametrize("size", [(24, 24), (192, 24), (24, 48), (2000, 2000)])
def test_pictures_up_to_four_megapixels(size: tuple[int, int]) -> None:
    assert read_logo(PNG, png(*size), where="kit") == png(*size)


@pytest.mark.parametrize(
    ("colour", "depth", "pixel"),
    [(0, 8, b"1"), (0, 16, b"12"), (2, 8, b"123"), (2, 16, b"123456"), (4, 8, b"12"), (4, 16, b"1234"),
     (6, 16, b"12345678")],
)  # fmt: skip
def test_every_kind_of_colour(colour: int, depth: int, pixel: bytes) -> None:
    data = png(colour=colour, depth=depth, pixel=pixel)
    assert read_logo(PNG, data, where="kit") == data
    assert refused(PNG, png(colour=colour, depth=depth, pixel=pixel + b"1")).code == "clinic.logo-damaged"


@pytest.mark.parametrize("depth", [1, 2, 4, 8])
@pytest.mark.parametrize("interlaced", [0, 1])
def test_palettes_and_woven_pictures(depth: int, interlaced: int) -> None:
    # The rows of the seven passes over 30 × 27 pixels (PNG, third edition, 8.1).
    passes = [(4, 4), (4, 4), (8, 3), (7, 7), (15, 7), (15, 14), (30, 13)] if interlaced else [(30, 27)]
    raster = b"".join((b"\0" + bytes(-(-wide * depth // 8))) * high for wide, high in passes)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30, 27, depth, 3, 0, 0, interlaced))
    palette = chunk(b"PLTE", b"\x0c\x54\x58")
    rest = chunk(b"IDAT", zlib.compress(raster)) + chunk(b"IEND", b"")
    assert read_logo(PNG, MAGIC + head + palette + rest, where="kit")
    assert refused(PNG, MAGIC + head + rest).code == "clinic.logo-damaged"


def test_what_is_not_the_picture_is_left_out() -> None:
    notes = chunk(b"tEXt", b"Comment\0x") + chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(10_000_000)))
    assert read_logo(PNG, png(more=notes), where="kit") == png()


@pytest.mark.parametrize("size", [(2001, 2000), (10_000, 5000), (2**31 - 1, 2**31 - 1)])
def test_a_larger_one_is_refused_by_its_header(size: tuple[int, int]) -> None:
    fault = refused(PNG, png(*size, raster=b""))
    assert (fault.code, fault.params["width"], fault.params["height"]) == ("clinic.logo-pixels", *size)


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((1, 1), "clinic.logo-small"), ((4_000_000, 1), "clinic.logo-small"), ((500, 23), "clinic.logo-small"),
        ((193, 24), "clinic.logo-shape"), ((24, 49), "clinic.logo-shape"),
    ],
)  # fmt: skip
def test_a_dot_or_a_line_is_no_logo(size: tuple[int, int], code: str) -> None:
    fault = refused(PNG, png(*size, colour=0, pixel=b"1"))
    assert (fault.code, fault.params.get("least", LEAST_PIXELS)) == (code, LEAST_PIXELS)
    if code == "clinic.logo-shape":
        root = f'viewBox="0 0 {size[0]} {size[1]}"'
        assert refused(SVG, svg("<path/>", root=root)).code == code


@pytest.mark.parametrize(
    "data",
    [
        b"", b"GIF89a", png()[:-1], png()[:20], png() + b"x", png() + b"more than a chunk", png(0, 24), png(24, 0),
        png() + png()[8:], MAGIC, png().replace(b"IDAT", b"IDAX"), MAGIC + png()[33:], png(depth=3), png(colour=1),
        png(raster=b""), png(raster=b"no zlib"), png(raster=zlib.compress(bytes(25 * 193))[:-1]),
        png(raster=zlib.compress(bytes(24 * 193 - 1))), png(raster=zlib.compress(bytes(24 * 193 + 1))),
        MAGIC + chunk(b"IHDR", b"short") + png()[33:],
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
        '<g transform="translate(1 2)" style="fill:#FFF;stroke:none"><path d="M0 0h1" class="b"/></g>'
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- ours -->\n'
    drawn = read_logo(SVG, svg(inside, head=head), where="kit").decode()
    assert drawn == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><g transform="matrix(1 0 0 1 1 2)">'
        '<g fill="#ffffff" stroke="none"><path d="M0 0H1"/></g></g></svg>'
    )


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
