"""What drawing programs write in many ways is written out in one; what is not drawn here is named."""

from __future__ import annotations

import pytest

from clinic.kits import svg
from handbook.clinic.plainsvg import CannotDrawError, plain_svg


def inside(text: str) -> str:
    drawn, _, _ = plain_svg(svg(text))
    return drawn.split(">", 1)[1].removesuffix("</svg>")


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("M1 2L3 4", "M1 2L3 4"),
        (" m1,2 l3,4 5-6.5.5.5 ", "M1 2L4 6L9 -0.5L9.5 0"),
        ("M1 2 3 4m1 1 1 1z l1 0", "M1 2L3 4M4 5L5 6ZL5 5"),
        ("m1 2h3v4H0V0", "M1 2H4V6H0V0"),
        ("M0 0c1 1 2 2 3 3s1 1 2 2S9 9 10 10", "M0 0C1 1 2 2 3 3C4 4 4 4 5 5C6 6 9 9 10 10"),
        ("M1 1s1 1 2 2", "M1 1C1 1 2 2 3 3"),
        ("M0 0q1 1 2 0t2 0T9 9", "M0 0Q1 1 2 0Q3 -1 4 0Q5 1 9 9"),
        ("M1 1t2 0", "M1 1Q1 1 3 1"),
        ("M0 0a1 2 30 0110 5A1 1 0 1 0 3 4", "M0 0A1 2 30 0 1 10 5A1 1 0 1 0 3 4"),
        ("M0 0L1e1 1E-1z,", "M0 0L10 0.1Z"),
        ("", ""),
    ],
)
def test_paths(path: str, plain: str) -> None:
    assert inside(f'<path d="{path}"/>') == f'<path d="{plain}"/>'


@pytest.mark.parametrize(
    "path", ["L1 2", "1 2", "M1", "M1 2 X3", "M0 0z1 2", "M0 0a1 1 0 2 0 1 1", "M0 0L1e9 0", "M0 x"]
)
def test_paths_that_nobody_could_draw(path: str) -> None:
    with pytest.raises(CannotDrawError, match=r"^d$"):
        inside(f'<path d="{path}"/>')


@pytest.mark.parametrize(
    ("transform", "matrix"),
    [
        ("translate(3)", "1 0 0 1 3 0"),
        ("translate(3,4)", "1 0 0 1 3 4"),
        ("scale(2)", "2 0 0 2 0 0"),
        ("scale(2 3) translate(1 1)", "2 0 0 3 2 3"),
        ("matrix(1 2 3 4 5 6)", "1 2 3 4 5 6"),
        ("rotate(90 10 0)", "6.123234e-17 1 -1 6.123234e-17 10 -10"),
        ("skewX(45)", "1 0 1 1 0 0"),
        ("skewY(45) , ", "1 1 0 1 0 0"),
    ],
)
def test_groups_that_are_moved(transform: str, matrix: str) -> None:
    assert inside(f'<g transform="{transform}"/>') == f'<g transform="matrix({matrix})"><g></g></g>'.replace(
        "0.99999999", "1"
    )


@pytest.mark.parametrize(
    "transform", ["turn(3)", "translate()", "scale(1 2 3)", "matrix(1)", "rotate(1 2)", "skewX(1 2)"]
)
def test_moves_that_there_are_not(transform: str) -> None:
    with pytest.raises(CannotDrawError, match="transform"):
        inside(f'<g transform="{transform}"/>')


@pytest.mark.parametrize(
    ("colour", "plain"),
    [
        ("red", "#ff0000"), ("RED", "#ff0000"), ("#AbC", "#aabbcc"), ("#0C5458", "#0c5458"), ("none", "none"),
        ("transparent", "none"), ("currentColor", "#000000"), ("rgb(12, 84,88)", "#0c5458"),
        ("rgb(100%,0%,999)", "#ff00ff"),
    ],
)  # fmt: skip
def test_colours(colour: str, plain: str) -> None:
    assert inside(f'<path style="fill: {colour}; x"/>') == f'<path d="" fill="{plain}"/>'


def test_what_is_said_of_lines() -> None:
    own = (
        'fill="inherit" stroke="#000" stroke-width="1mm" stroke-linecap="round" stroke-linejoin="odd" '
        'stroke-dasharray="1,2" fill-rule="evenodd" fill-opacity="0" stroke-opacity="100%" stroke-miterlimit="4"'
    )
    assert inside(f"<path {own}/>") == (
        '<path d="" fill="none" stroke="#000000" stroke-width="3.7795276" stroke-dasharray="1 2" '
        'stroke-linecap="round" fill-rule="evenodd"/>'
    )
    assert inside('<path stroke-dasharray="none"/>') == '<path d=""/>'


def test_shapes() -> None:
    text = (
        '<rect x="1" y="2" width="3px" height="4" rx="1"/><circle cx="1" cy="2" r="3"/><ellipse rx="1" ry="2"/>'
        '<line x1="1" x2="2"/><polygon points="0,0 1,1"/><polyline points="0 0 1 1"/>'
    )
    assert inside(text) == text.replace("px", "").replace("0,0 1,1", "0 0 1 1")


def test_what_is_not_seen_is_not_drawn() -> None:
    assert inside('<title>x</title><g display="none"><path/></g><path style="display:none"/>') == ""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<path fill="url(#a)"/>', "fill: url(#a)"),
        ('<path stroke="hsl(1,2%,3%)"/>', "stroke: hsl(1,2%,3%)"),
        ('<path fill-opacity=".5"/>', "fill-opacity"),
        ('<path stroke-opacity="x"/>', "stroke-opacity"),
        ('<g opacity="0.5"/>', "opacity"),
        ('<g clip-path="url(#a)"/>', "clip-path"),
        ('<g mask="url(#a)"/>', "mask"),
        ('<g style="filter:url(#a)"/>', "filter"),
        ('<g visibility="hidden"/>', "visibility"),
        ('<rect width="50%"/>', "width"),
        ('<rect width="1e999"/>', "width"),
        ('<polygon points="1 2 3"/>', "points"),
        ("<polyline/>", "points"),
    ],
)
def test_what_is_not_drawn_here(text: str, what: str) -> None:
    with pytest.raises(CannotDrawError) as caught:
        inside(text)
    assert str(caught.value) == what


@pytest.mark.parametrize(
    ("root", "view"),
    [
        ('viewBox="1,2 30 20"', (30, 20)),
        ('width="30" height="20px"', (30, 20)),
        ('width="3in" height="2in"', (288, 192)),
    ],
)
def test_the_size(root: str, view: tuple[int, int]) -> None:
    _, wide, high = plain_svg(svg("<path/>", root=root))
    assert (wide, high) == view


@pytest.mark.parametrize(
    ("root", "what"),
    [
        ('viewBox="0 0 1"', "viewBox"),
        ('viewBox="0 0 0 1"', "viewBox"),
        ("", "width"),
        ('width="9"', "height"),
        ('width="0" height="1"', "viewBox"),
    ],
)
def test_a_drawing_without_a_size(root: str, what: str) -> None:
    with pytest.raises(CannotDrawError, match=what):
        plain_svg(svg("<path/>", root=root))
