"""A clinic's logo at the head of its sheets: any kind of file, never over the text, never at the cost of the text."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest
from cards import KIT, NUMBERS, PRINTED, texts

from clinic.kits import LOGO, chunk, png, svg
from handbook.clinic.logo import PNG, SVG, read_logo
from handbook.content import kit_rows, load
from handbook.paper import card, checklist, handout, kit_sheet
from handbook.paper.formats import MM

BOOK = load()
GREEN = (0x0C, 0x54, 0x58)
CLINIC = replace(NUMBERS, name="示例医院")


def kit(logo=b""):
    return replace(KIT, numbers=CLINIC, logo=logo)


def drawing(inside, root='viewBox="0 0 60 20"'):
    return read_logo(SVG, svg(inside, root=root), where="")


def sheet(name, logo, language="zh-Hans", *, large=False):
    """A sheet of that name with the logo, as PDF."""
    if name == "handout":
        return handout(
            BOOK, ["fever"], CLINIC, kit(logo), language=language, large_print=large, printed_on=PRINTED
        )  # fmt: skip
    if name == "checklist":
        return checklist(
            BOOK, CLINIC, kit(logo), languages=(language,), large_print=large, printed_on=PRINTED
        )  # fmt: skip
    rows = kit_rows(kit(logo), BOOK.words(language))
    return kit_sheet(BOOK, rows, kit=kit(logo), language=language, printed_on=PRINTED)


@cache
def picture(pdf, page=0):
    """The top 30 mm of a page at 144 dpi."""
    image = pypdfium2.PdfDocument(pdf)[page].render(scale=2).to_pil().convert("RGB")
    return image.crop((0, 0, image.width, round(60 * MM)))


def painted(pdf, colour=GREEN, page=0):
    """How many pixels have about that colour."""
    image = picture(pdf, page)
    near = (max(abs(a - b) for a, b in zip(dot, colour, strict=True)) < 12 for dot in image.get_flattened_data())
    return sum(near)


@pytest.mark.parametrize("name", ["handout", "checklist", "kit"])
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("logo", [read_logo(SVG, LOGO, where=""), png(480, 160)], ids=["svg", "png"])
def test_it_stands_at_the_head_and_all_words_stay(name, language, logo):
    with_logo, without = sheet(name, logo, language), sheet(name, b"", language)
    assert painted(with_logo) > 1000
    assert painted(without) == 0
    assert len(texts(with_logo)) == len(texts(without))
    assert sorted("".join(texts(with_logo))) == sorted("".join(texts(without)))


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("shape", ["0 0 8 1", "0 0 1 2", "0 0 3 1"])
@pytest.mark.parametrize("large", [False, True])
def test_the_daily_sheet_has_room_for_the_widest(language, shape, large):
    logo = drawing('<rect width="99" height="99" fill="#0C5458"/>', f'viewBox="{shape}"')
    pdf = sheet("checklist", logo, language, large=large)
    assert painted(pdf) > 100
    assert len(texts(pdf)) == len(texts(sheet("checklist", b"", language, large=large)))


def test_nothing_of_it_covers_what_stands_beside_it():
    logo = drawing('<rect x="-9999" y="-9999" width="99999" height="99999" fill="#0C5458"/>')
    image = picture(sheet("handout", logo))
    columns = [x for x in range(image.width) if any(image.getpixel((x, y)) == GREEN for y in range(image.height))]
    rows = [y for y in range(image.height) if any(image.getpixel((x, y)) == GREEN for x in range(image.width))]
    assert len(columns) <= 2 * 42 * MM
    assert len(rows) <= 2 * 11 * MM + 2


def test_cards_have_none():
    for shape in ("booklet", "fold", "bank", "large-print"):
        made = [
            card(BOOK, None, CLINIC, kit(logo), languages=("zh-Hans",), format=shape, printed_on=PRINTED)
            for logo in (png(480, 160), b"")
        ]
        assert made[0] == made[1]


def indexed(*, transparent=False):
    raster = zlib.compress((b"\0" + bytes(24)) * 24)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 24, 24, 8, 3, 0, 0, 0))
    more = chunk(b"PLTE", bytes(GREEN)) + (chunk(b"tRNS", b"\0") if transparent else b"")
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", raster) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "colour"),
    [
        (indexed(), GREEN),
        (png(colour=2, pixel=bytes(GREEN)), GREEN),
        (png(colour=2, depth=16, pixel=b"\x0c\x00\x54\x00\x58\x00"), GREEN),
        (png(colour=6, depth=16, pixel=b"\x0c\x00\x54\x00\x58\x00\xff\xff"), GREEN),
        (png(colour=0, pixel=b"\x60"), (0x60, 0x60, 0x60)),
        (png(colour=0, depth=16, pixel=b"\x60\x00"), (0x60, 0x60, 0x60)),
        (png(colour=4, pixel=b"\x60\xff"), (0x60, 0x60, 0x60)),
        (png(colour=6, pixel=b"\x00\x00\x00\x80"), (127, 127, 127)),
    ],
    ids=["palette", "rgb", "rgb 16", "rgba 16", "grey", "grey 16", "grey alpha", "half"],
)
def test_every_kind_of_picture_has_its_colour(data, colour):
    pdf = sheet("handout", read_logo(PNG, data, where=""))
    assert painted(pdf, colour) > 1000


@pytest.mark.parametrize(
    ("data", "size"), [(indexed(transparent=True), (24, 24)), (png(pixel=bytes(4)), (48, 24))], ids=["palette", "alpha"]
)
def test_what_is_transparent_is_paper(data, size):
    white = sheet("handout", png(*size, pixel=b"\xff\xff\xff\xff"))
    assert picture(sheet("handout", read_logo(PNG, data, where=""))) == picture(white)


def test_a_large_picture_is_kept_once_and_no_finer_than_a_printer():
    noise = zlib.compress(b"".join(b"\0" + bytes((x * y * 7) % 251 for x in range(6000)) for y in range(600)))
    large = read_logo(PNG, png(2000, 600, colour=2, raster=noise), where="")
    rows = [*kit_rows(kit(large), BOOK.words("en"))] * 4
    many = kit_sheet(BOOK, rows, kit=kit(large), language="en", printed_on=PRINTED)
    one = sheet("kit", large, "en")
    assert len(texts(many)) > len(texts(one)) + 2
    assert len(many) - len(one) < 60_000
    assert len(one) < 1_200_000


def test_same_input_same_bytes():
    assert sheet("handout", png(480, 160)) == sheet("handout", png(480, 160))
