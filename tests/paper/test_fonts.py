import subprocess
import sys
from datetime import date

import pytest
from cards import run, texts
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

import handbook.paper
from handbook import resources
from handbook.paper import has_glyph
from handbook.paper.blocks import Para, fill
from handbook.paper.fonts import BOLD, RAISED, REGULAR, _Metrics, font
from handbook.paper.sheet import Sheet
from handbook.paper.text import Run, Style


def page(content) -> bytes:
    sheet = Sheet("t", language="zh-Hans", printed_on=date(2026, 11, 8))
    with sheet.page(100, 100):
        fill(sheet, [Para(content, Style(12, 16), "key")], 10, 10, 250, 250)
    return sheet.bytes()


@pytest.mark.parametrize("name", [REGULAR, BOLD])
def test_tables_are_read_as_reportlab_reads_them(name):
    ours = font(name).face
    theirs = TTFont("yardstick", ours.filename).face
    raised = {ord(char) for char in RAISED}
    assert {code: glyph for code, glyph in ours.charToGlyph.items() if code not in raised} == {
        code: glyph for code, glyph in theirs.charToGlyph.items() if code not in raised | {0xA0}
    } | ({0xA0: theirs.charToGlyph[0xA0]} if 0xA0 in list(ours.charToGlyph) else {})
    for code, width in theirs.charWidths.items():
        assert code in raised or ours.getCharWidth(code) == width
    glyphs = len(theirs.hmetrics)
    assert [ours.hmetrics[n] for n in range(glyphs)] == [tuple(pair) for pair in theirs.hmetrics]
    assert [ours.glyphPos[n] for n in range(glyphs + 1)] == list(theirs.glyphPos)
    assert len(ours.charToGlyph) == len(list(ours.charToGlyph))
    assert ours.charToGlyph[0xA0] == ours.charToGlyph[0x20]


def test_bearings_beyond_the_last_advance_are_found():
    data = bytes.fromhex("0001 0002 0003 0004 0005 0006".replace(" ", ""))
    metrics = _Metrics(data, 0, 2)  # type: ignore[arg-type]  # any buffer will do
    assert [metrics[n] for n in range(4)] == [(1, 2), (3, 4), (3, 5), (3, 6)]


def test_a_font_is_read_once_and_measures_what_it_draws():
    assert font(REGULAR) is font(REGULAR)
    assert pdfmetrics.stringWidth("药 a", REGULAR, 10) == pytest.approx(
        10 * sum(font(REGULAR).advance(char) for char in "药 a") / 1000
    )


@pytest.mark.parametrize("char", "张𫖯𬭸𬱖立生高长喆镕㛃⁸℃A—")
def test_characters_that_can_be_printed(char):
    assert has_glyph(char)


@pytest.mark.parametrize("char", ["𠮷", "☐", "\u202e", "😀", "\t", "\U0010ffff"])
def test_characters_that_cannot(char):
    assert not has_glyph(char)


def test_text_comes_out_as_it_went_in():
    content = [Run("张𫖯 𬭸𬱖 2×10⁸/kg、10⁻³ "), Run("喆镕㛃 é–ß", bold=True)]
    pdf = page(content)
    expected = "张𫖯 𬭸𬱖 2×10⁸/kg、10⁻³ 喆镕㛃 é–ß"
    assert texts(pdf)[0].strip() == expected
    assert run("pdftotext", pdf, "-raw").strip() == expected


def test_more_characters_than_a_subset_holds():
    many = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 600) if has_glyph(chr(code)))
    sheet = Sheet("t", language="en", printed_on=date(2026, 11, 8))
    with sheet.page(210, 297):
        fill(sheet, [Para(many, Style(9, 12), "key")], 10, 10, 500, 800)
    pdf = sheet.bytes()
    assert texts(pdf)[0].strip() == many
    assert run("pdftotext", pdf, "-raw").replace("\n", "").strip("\f") == many
    assert len(run("pdffonts", pdf).splitlines()[2:]) == 3


def test_importing_the_package_is_cheap():
    code = "import sys, handbook.paper; sys.exit('reportlab' in sys.modules or 'uniseg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_unknown_name_of_the_package_is_an_attribute_error():
    with pytest.raises(AttributeError):
        _ = handbook.paper.nothing


def test_the_font_files_are_the_shipped_ones():
    assert font(BOLD).face.filename == str(resources.root() / "fonts" / "NotoSansSC-Bold.ttf")
