"""A PDF on its way to a printer: places on the paper, strips of pixels, and the order of a stack turned by hand."""

from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from handbook.domain import Correction, InputError
from handbook.tasks import PrintPages, place_page, turn_order

MM = 72 / 25.4
A4, LETTER, CARD = (210.0, 297.0), (215.9, 279.4), (85.6, 53.98)
NONE = Correction()


def pdf(*sizes, duplex=""):
    """Pages of these sizes in mm with a black square of 20 mm in the top left corner."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    if duplex:
        canvas.setViewerPreference("Duplex", duplex)
    for width, height in sizes:
        canvas.setPageSize((width * MM, height * MM))
        canvas.rect(0, (height - 20) * MM, 20 * MM, 20 * MM, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_page_of_the_paper_s_size_fills_it():
    placed = place_page(A4, A4, 10, correction=NONE)
    assert (placed.left, placed.top, placed.width, placed.height, placed.quarters) == (0, 0, 2100, 2970, 0)


def test_a_page_that_lies_across_is_turned():
    placed = place_page(A4[::-1], A4, 10, correction=NONE)
    assert (placed.width, placed.height, placed.quarters) == (2100, 2970, 3)
    assert place_page(A4[::-1], A4, 10, correction=NONE, turned=True).quarters == 1


def test_a_card_lies_in_the_middle_so_that_both_sides_meet():
    placed = place_page(CARD, A4, 10, correction=NONE)
    assert (placed.left, placed.top, placed.quarters) == (622, 1215, 0)
    assert place_page(CARD, A4, 10, correction=NONE, turned=True).quarters == 2


def test_an_offset_and_a_scale_move_and_stretch_it():
    placed = place_page(A4, A4, 10, correction=Correction(1.0, -2.0, 1.01, 0.99))
    assert (placed.left, placed.top, placed.width, placed.height) == (10, -20, 2121, 2940)
    tumbled = place_page(A4, A4, 10, correction=Correction(1.0, -2.0), tumbled=True)
    assert (tumbled.left, tumbled.top) == (-10, 20)


@pytest.mark.parametrize(("page", "paper"), [(A4, LETTER), (LETTER, A4), (A4[::-1], LETTER), (A4, CARD)])
def test_what_does_not_fit_is_told_and_not_shrunk(page, paper):
    with pytest.raises(InputError) as caught:
        place_page(page, paper, 10, correction=NONE)
    assert caught.value.code == "print.paper-small"
    assert caught.value.params["paper"] == f"{paper[0]:.0f} × {paper[1]:.0f}"


@pytest.mark.parametrize(
    ("duplex", "edge"),
    [("", "none"), ("Simplex", "none"), ("DuplexFlipLongEdge", "long"), ("DuplexFlipShortEdge", "short")],
)
def test_the_edge_is_read_from_the_pdf(duplex, edge):
    pages = PrintPages(pdf(A4, LETTER, duplex=duplex))
    assert pages.flip == edge
    assert pages.sizes == (pytest.approx(A4), pytest.approx(LETTER))
    pages.close()


def test_what_is_no_pdf_is_told():
    with pytest.raises(InputError) as caught:
        PrintPages(b"no")
    assert caught.value.code == "print.unreadable"


@pytest.mark.parametrize("quarters", [0, 3])
def test_a_page_comes_in_strips_that_make_up_the_whole(quarters):
    pages, dots = PrintPages(pdf(A4 if not quarters else A4[::-1])), 600 / 25.4
    placed = place_page(pages.sizes[0], A4, dots, correction=NONE)
    assert placed.quarters == quarters
    paper = (round(210 * dots), round(297 * dots))
    top, black = 0, []
    for strip in pages.strips(0, placed, paper):
        assert strip.top == top
        assert len(strip.data) == strip.stride * strip.height <= 4 * 1_500_000
        for row in range(0, strip.height, 100):
            pixels = strip.data[row * strip.stride : row * strip.stride + 4 * strip.width : 4]
            black += [(strip.top + row) / dots] if pixels[100] == 0 else []
        top += strip.height
    assert top == paper[1]
    # Turned against the clock, the top left corner of the page lies at the bottom left of the paper.
    first, last = (0, 20) if not quarters else (277, 297)
    assert (min(black), max(black)) == (pytest.approx(first, abs=4.3), pytest.approx(last, abs=4.3))
    pages.close()


def test_what_lies_beyond_the_paper_is_left():
    pages = PrintPages(pdf(A4))
    placed = place_page(A4, A4, 10, correction=Correction(-5.0, -5.0, 1.1, 1.1))
    strips = list(pages.strips(0, placed, (2100, 2970)))
    assert {(strip.left, strip.width) for strip in strips} == {(0, 2100)}
    assert strips[0].top == 0
    assert strips[-1].top + strips[-1].height == 2970
    pages.close()


def test_the_backs_follow_the_fronts_and_the_odd_sheet_goes_through_empty():
    assert turn_order((0, 1, 2, 3), last_first=False) == (1, 3)
    assert turn_order((0, 1, 2, 3), last_first=True) == (3, 1)
    assert turn_order((0, 1, 2), last_first=False) == (1, None)
    assert turn_order((0, 1, 2), last_first=True) == (None, 1)
