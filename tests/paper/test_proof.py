"""The printer proof is true to the millimetre."""

import re

import pytest
from cards import PRINTED, flat, sizes, texts
from pictures import DPI, render, turned_over
from PIL import ImageChops

from handbook.content import load
from handbook.paper import calibration, howto_picture
from handbook.paper.formats import MM, PAPERS
from handbook.paper.proof import crosses

BOOK = load()
DOTS = DPI / 25.4


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_both_sides_in_both_languages(paper):
    pdf = calibration(BOOK, paper=paper, printed_on=PRINTED)
    assert sizes(pdf) == [pytest.approx([length * MM for length in PAPERS[paper]], abs=0.1)] * 2
    front, back = map(flat, texts(pdf))
    for language in BOOK.languages:
        words = BOOK.words(language)
        assert flat(words("calibration.steps")) in front
        assert flat(words("calibration.back")) in back
        for key in ("bar_across", "bar_down", "across", "down"):  # four things are measured on each side
            assert all(
                flat(words(f"calibration.{key}", line="").split("：")[0].split(":")[0]) in side
                for side in (front, back)
            )
    assert b"/Duplex /DuplexFlipLongEdge" in pdf
    assert pdf == calibration(BOOK, paper=paper, printed_on=PRINTED)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_printed_again_it_has_nothing_to_write_down(paper):
    pdf = calibration(BOOK, paper=paper, again=True, printed_on=PRINTED)
    for side in map(flat, texts(pdf)):
        for language in BOOK.languages:
            words = BOOK.words(language)
            assert flat(words("calibration.again")) in side
            assert flat(words("calibration.steps")) not in side
        assert "__" not in side


def test_the_drawings_for_the_screen_take_its_colours():
    for name in ("turn-stack", "measure-proof"):
        drawn = howto_picture(name, ink="#111111", wash="#222222", paper="#333333")
        assert drawn.width > 200
        assert drawn.height > 100
        assert "#111111" in drawn.svg
        assert "#333333" in drawn.svg
        assert not {"#000000", "#E8E8E8", "#FFFFFF"} & set(re.findall("#[0-9A-F]{6}", drawn.svg))


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_lines_are_a_hundred_millimetres(paper, side):
    page = render(calibration(BOOK, paper=paper, printed_on=PRINTED), side)
    width, height = PAPERS[paper]

    def dark(box, axis):
        part = page.crop([round(length * DOTS) for length in box]).point(lambda value: 255 * (value < 128))
        ink = part.getbbox()
        return (ink[2] - ink[0]) / DOTS if axis == "x" else (ink[3] - ink[1]) / DOTS

    across = dark(((width - 104) / 2, 24.5, (width + 104) / 2, 26.5), "x")
    down = dark((21.5, (height - 104) / 2, 23.5, (height + 104) / 2), "y")
    thickness = 0.4 / MM  # the strokes at the ends; measured from middle to middle
    assert across - thickness == pytest.approx(100, abs=0.1)
    assert down - thickness == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("edge", ["vertical", "horizontal"])
def test_the_crosses_meet_however_the_sheet_is_turned(paper, edge):
    pdf = calibration(BOOK, paper=paper, printed_on=PRINTED)
    front, back = render(pdf, 0), turned_over(render(pdf, 1), edge)
    meet = ImageChops.lighter(front, back)  # ink where both have ink
    for x, y in crosses(paper):
        part = meet.crop([round(length * DOTS) for length in (x - 11, y - 11, x + 11, y + 11)])
        ink = part.point(lambda value: 255 * (value < 200)).getbbox()
        middle = [(ink[n] + ink[n + 2]) / 2 / DOTS for n in (0, 1)]
        assert middle == pytest.approx([11, 11], abs=0.1)
        assert (ink[2] - ink[0]) / DOTS == pytest.approx(20, abs=0.2)
