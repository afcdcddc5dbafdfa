"""The PDF painter against Qt's: the same drawing must leave the same ink."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from reportlab.pdfgen.canvas import Canvas

from handbook.content import load
from handbook.content.pictures import picture, picture_names
from handbook.domain import InputError
from handbook.paper.drawing import draw_svg
from handbook.paper.fonts import REGULAR, font

BLACK = {"ink": "#000000", "accent": "#000000", "wash": "#FFFFFF", "paper": "#FFFFFF"}
BOOK = load()


def page(svg: str, width: float, height: float) -> bytes:
    """A PDF page filled by the drawing."""
    font(REGULAR)
    out = BytesIO()
    canvas = Canvas(out, pagesize=(width, height), initialFontName=REGULAR, invariant=1)
    drawn = draw_svg(canvas, svg, 0, height, width)
    assert drawn == pytest.approx(height)
    canvas.save()
    return out.getvalue()


def from_pdf(svg: str, width: int, height: int) -> QImage:
    document = pypdfium2.PdfDocument(page(svg, width, height))
    bitmap = document[0].render(scale=1, grayscale=True)
    image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_Grayscale8)
    copied = image.copy()
    document.close()
    return copied


def from_qt(svg: str, width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, width, height))
    painter.end()
    return image


def ink(image: QImage) -> float:
    """How much of the page is black, 0 to 1."""
    small = image.scaled(image.width() // 8, image.height() // 8, Qt.AspectRatioMode.IgnoreAspectRatio, SMOOTH)
    return sum(255 - value for value in values(small)) / 255 / small.width() / small.height()


def values(image: QImage) -> list[int]:
    return [QColor(image.pixel(x, y)).red() for y in range(image.height()) for x in range(image.width())]


SMOOTH = Qt.TransformationMode.SmoothTransformation


def apart(one: QImage, two: QImage, cell: int = 8) -> int:
    """The largest difference of grey, 0 to 255, when both are looked at through squares of ``cell`` pixels."""
    assert one.size() == two.size()
    size = one.width() // cell, one.height() // cell
    seen = [values(image.scaled(*size, Qt.AspectRatioMode.IgnoreAspectRatio, SMOOTH)) for image in (one, two)]
    return max(abs(a - b) for a, b in zip(*seen, strict=True))


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("name", picture_names())
def test_a_picture_prints_as_it_is_shown(qapp: object, name: str, language: str) -> None:
    drawn = picture(name, language, colours=BLACK, fact=lambda key: BOOK.fact(key, language))
    size = int(drawn.width), int(drawn.height)
    paper, screen = from_pdf(drawn.svg, *size), from_qt(drawn.svg, *size)
    assert ink(paper) == pytest.approx(ink(screen), rel=0.06)
    assert apart(paper, screen, 24) < 32  # Qt kerns, so letters of a long line lie up to three pixels apart


def test_the_words_of_a_picture_can_be_copied_from_the_pdf() -> None:
    drawn = picture("when-symptoms", "zh-Hans", colours=BLACK, fact=lambda key: BOOK.fact(key, "zh-Hans"))
    document = pypdfium2.PdfDocument(page(drawn.svg, drawn.width / 2, drawn.height / 2))
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "一半人在 2–3 天内" in text
    assert "Yescarta 美国说明书" in text


SHAPES = {
    "line": '<line x1="10" y1="20" x2="90" y2="70"/>',
    "polyline": '<polyline points="10,10 50,90 90,10"/>',
    "polygon": '<polygon points="10,10 50,90 90,10" fill="#000000"/>',
    "rect": '<rect x="10" y="20" width="70" height="50" fill="#000000"/>',
    "rounded": '<rect x="10" y="20" width="70" height="50" rx="16"/>',
    "too round": '<rect x="10" y="20" width="70" height="30" rx="99"/>',
    "two radii": '<rect x="10" y="20" width="70" height="50" rx="30" ry="8"/>',
    "other radius": '<rect x="10" y="20" width="70" height="50" ry="20"/>',
    "circle": '<circle cx="50" cy="40" r="30"/>',
    "ellipse": '<ellipse cx="50" cy="40" rx="35" ry="15" fill="#000000"/>',
    "moved": '<g transform="translate(30 -10)"><g transform="translate(5)"><circle cx="30" cy="50" r="10"/></g></g>',
    "turned": '<g transform="matrix(0.7 0.4 -0.3 0.8 30 -5)"><rect x="20" y="20" width="50" height="30"/></g>',
    "hole": '<path fill-rule="evenodd" d="M 10 10 H 90 V 90 H 10 Z M 30 30 H 70 V 70 H 30 Z"/>',
    "curves": '<path d="M 10 90 C 10 10 90 10 90 90 Q 50 40 10 90 Z L 50 95"/>',
    "straight": '<path d="M 10 10 H 90 V 90 L 50 50 10 90"/>',
    "moves on": '<path d="M 10 10 40 60 90 20"/>',
    "arc": '<path d="M 20 50 A 30 30 0 0 1 80 50"/>',
    "large arc": '<path d="M 30 50 A 25 30 0 1 0 70 50"/>',
    "small arc": '<path d="M 30 50 A 25 30 0 0 0 70 50"/>',
    "other way": '<path d="M 30 50 A 25 30 0 1 1 70 50"/>',
    "turned arc": '<path d="M 20 60 A 40 15 30 1 1 70 60"/>',
    "too small radii": '<path d="M 10 50 A 5 5 0 0 1 90 50"/>',
    "nowhere": '<path d="M 10 50 A 9 9 0 0 1 10 50 L 60 50"/>',
    "overlap": '<path d="M 10 10 H 90 V 90 H 10 Z M 30 30 H 70 V 70 H 30 Z" fill="#000000" stroke="none"/>',
    "dashes": '<path d="M 10 50 H 90" stroke-dasharray="12 9" stroke-linecap="butt"/>',
    "corner": '<path d="M 10 80 L 50 10 L 90 80" stroke-width="9" stroke-linejoin="bevel" stroke-linecap="square"/>',
    "nothing": '<path d="M 10 10 H 90 V 90 Z" stroke="none"/><circle cx="50" cy="50" r="9"/>',
}


def drawing(inside: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100" fill="none" '
        'stroke="#000000" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" font-family="Noto Sans SC">'
        f"{inside}</svg>"
    )


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_a_shape_is_painted_as_qt_paints_it(qapp: object, shape: str) -> None:
    svg = drawing(shape)
    paper, screen = from_pdf(svg, 400, 400), from_qt(svg, 400, 400)
    assert 0 < ink(paper) == pytest.approx(ink(screen), rel=0.06)  # the two smooth their edges differently
    assert apart(paper, screen) < 32


def test_an_arc_without_a_radius_is_a_line() -> None:
    """As SVG has it; Qt draws nothing."""
    arc, line = (from_pdf(drawing(f'<path d="M 10 50 {way} 90 80"/>'), 400, 400) for way in ("A 0 5 0 0 1", "L"))
    assert ink(arc) > 0
    assert apart(arc, line) < 8


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
@pytest.mark.parametrize("weight", ["bold", "700", "normal"])
def test_words_stand_where_qt_sets_them(qapp: object, anchor: str, weight: str) -> None:
    svg = drawing(
        f'<g fill="#000000" stroke="none" font-size="20" text-anchor="{anchor}" font-weight="{weight}">'
        '<text x="50" y="60">T 细</text><text x="50" y="80"/></g>'
    )
    paper, screen = from_pdf(svg, 400, 400), from_qt(svg, 400, 400)
    assert 0 < ink(paper) == pytest.approx(ink(screen), rel=0.06)
    assert apart(paper, screen, 16) < 40


def test_a_drawing_may_begin_elsewhere_and_leaves_the_page_as_it_was(qapp: object) -> None:
    svg = drawing(SHAPES["circle"]).replace('viewBox="0 0 100 100"', 'viewBox="20 -10 100 100"')
    assert apart(from_pdf(svg, 400, 400), from_qt(svg, 400, 400)) < 32
    font(REGULAR)
    canvas = Canvas(BytesIO(), initialFontName=REGULAR)
    before = canvas._currentMatrix, canvas._lineWidth, canvas._fillColorObj
    assert draw_svg(canvas, svg, 72, 500, 50) == 50
    assert (canvas._currentMatrix, canvas._lineWidth, canvas._fillColorObj) == before


@pytest.mark.parametrize(
    ("svg", "reason"),
    [
        ("<svg", "unclosed"),
        ("<svg/>", "values"),
        ('<svg viewBox="0 0 0 5"/>', "zero"),
        (drawing("<image/>"), "image"),
        (drawing('<path d="M 1 1 l 2 2"/>'), "l"),
        (drawing('<path d="M 1"/>'), "M"),
        (drawing('<path d="M"/>'), "M"),
        (drawing('<g transform="rotate(9)"/>'), "rotate"),
        (drawing('<g transform="matrix(1 2 3)"/>'), "matrix"),
        (drawing('<circle r="5" fill="red"/>'), "red"),
        (drawing('<polygon points="1 2 3"/>'), "zip"),
    ],
)
def test_what_is_no_such_drawing_is_refused(svg: str, reason: str) -> None:
    canvas = Canvas(BytesIO())
    with pytest.raises(InputError) as caught:
        draw_svg(canvas, svg, 0, 100, 100)
    assert caught.value.code == "paper.drawing"
    assert reason in str(caught.value.params["reason"])
    canvas.showPage()  # every saved state has been given back


def test_a_character_without_a_glyph_is_named() -> None:
    svg = drawing('<text x="1" y="20" fill="#000000" stroke="none">𠮷</text>')
    with pytest.raises(InputError) as caught:
        draw_svg(Canvas(BytesIO()), svg, 0, 100, 100)
    assert caught.value.code == "paper.no-glyph"
    assert caught.value.params["char"] == "𠮷"
