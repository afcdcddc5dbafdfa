"""Line drawings on a PDF page: the small part of SVG that the book's pictures and a clinic's plain logo keep to.

svg, g with a translation or a matrix, path (M L H V C Q A Z, absolute), line, polyline, polygon, rect, circle, ellipse,
text; fill, fill-rule, stroke, stroke-width, caps, joins and dashes as attributes, inherited as in SVG 1.1. Text is set
in the shipped fonts. See handbook.content.pictures and handbook.clinic.plainsvg.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import atan2, ceil, cos, degrees, hypot, radians, sin, sqrt, tan
from typing import TYPE_CHECKING

from handbook.domain import InputError
from handbook.paper.fonts import BOLD, REGULAR, font

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from reportlab.pdfgen.canvas import Canvas
    from reportlab.pdfgen.pathobject import PDFPathObject

Point = tuple[float, float]

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "A": 7, "Z": 0}
_TRANSFORM = re.compile(r"(translate|matrix)\(([^)]*)\)")
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_ROUND = 4 / 3 * tan(radians(90) / 4)
"""Length of the handles of a quarter circle, as part of the radius."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What an element hands down to those inside it."""

    fill: str = "#000000"
    stroke: str = "none"
    width: float = 1.0
    cap: str = "butt"
    join: str = "miter"
    dash: tuple[float, ...] = ()
    size: float = 16.0
    bold: bool = False
    anchor: str = "start"
    rule: str = "nonzero"

    def inside(self, own: Mapping[str, str]) -> _Look:
        """The look of an element with the attributes ``own``."""
        dash = own.get("stroke-dasharray")
        weight = own.get("font-weight")
        return replace(
            self,
            fill=own.get("fill", self.fill),
            stroke=own.get("stroke", self.stroke),
            width=float(own.get("stroke-width", self.width)),
            cap=own.get("stroke-linecap", self.cap),
            join=own.get("stroke-linejoin", self.join),
            dash=self.dash if dash is None else tuple(_numbers(dash)),
            size=float(own.get("font-size", self.size)),
            bold=self.bold if weight is None else weight in {"bold", "700"},
            anchor=own.get("text-anchor", self.anchor),
            rule=own.get("fill-rule", self.rule),
        )


def draw_svg(canvas: Canvas, svg: str, x: float, y: float, width: float) -> float:
    """Paint ``svg`` on ``canvas`` and return its height.

    Args:
        canvas: The page; its state is the same afterwards.
        svg: A drawing with a ``viewBox`` and its colours filled in.
        x: Left edge in points.
        y: Top edge in points, from the bottom of the page as reportlab counts.
        width: Width in points; the height follows from the ``viewBox``.

    Raises:
        InputError: ``paper.drawing`` (``reason``) for what is no such drawing; ``paper.no-glyph``.
    """
    from xml.etree import ElementTree as ET  # noqa: PLC0415  # only where a picture is printed

    try:
        root = ET.fromstring(svg)  # noqa: S314  # no doctype survives handbook.content.picture
        left, top, wide, high = _numbers(root.get("viewBox", ""))
        scale = width / wide
        canvas.saveState()
        canvas.transform(scale, 0, 0, -scale, x - left * scale, y + top * scale)
        try:
            _Painter(canvas).element(root, _Look())
        finally:
            canvas.restoreState()
    except (ET.ParseError, ValueError, KeyError, ZeroDivisionError) as error:
        raise InputError("paper.drawing", reason=str(error)) from None
    return high * scale


class _Painter:
    """Walks down a drawing. The canvas runs downwards, one unit of the drawing is one unit of it."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.shapes: Mapping[str, Callable[[Element, PDFPathObject], None]] = {
            "path": _path, "line": _line, "polyline": _polyline, "polygon": _polygon, "rect": _rect,
            "circle": _ellipse, "ellipse": _ellipse,
        }  # fmt: skip

    def element(self, element: Element, look: _Look) -> None:
        """Paint one element and what is inside it."""
        name = element.tag.rpartition("}")[2]
        look = look.inside(element.attrib)
        if name in {"svg", "g"}:
            self.canvas.saveState()
            if "transform" in element.attrib:
                self.canvas.transform(*_transform(element.attrib["transform"]))
            for child in element:
                self.element(child, look)
            self.canvas.restoreState()
        elif name == "text":
            self.text(element, look)
        else:
            path = self.canvas.beginPath()
            self.shapes[name](element, path)
            self.paint(path, look)

    def paint(self, path: PDFPathObject, look: _Look) -> None:
        """Fill and stroke."""
        canvas = self.canvas
        fill, stroke = look.fill != "none", look.stroke != "none"
        if fill:
            canvas.setFillColorRGB(*_colour(look.fill))
        if stroke:
            canvas.setStrokeColorRGB(*_colour(look.stroke))
            canvas.setLineWidth(look.width)
            canvas.setLineCap(_CAPS[look.cap])
            canvas.setLineJoin(_JOINS[look.join])
            canvas.setDash(list(look.dash))
        if fill or stroke:
            canvas.drawPath(path, stroke=int(stroke), fill=int(fill), fillMode=int(look.rule != "evenodd"))

    def text(self, element: Element, look: _Look) -> None:
        """One line of words."""
        words = element.text or ""
        name = BOLD if look.bold else REGULAR
        face = font(name)
        width = 0.0
        for char in words:
            try:
                width += face.advance(char) * look.size / 1000
            except KeyError:
                raise InputError("paper.no-glyph", key="picture", char=char, point=f"U+{ord(char):04X}") from None
        shift = {"start": 0.0, "middle": width / 2, "end": width}[look.anchor]
        canvas = self.canvas
        canvas.saveState()
        canvas.setFillColorRGB(*_colour(look.fill))
        # Letters stand upright: the page runs downwards here, the font does not.
        canvas.transform(1, 0, 0, -1, _number(element, "x") - shift, _number(element, "y"))
        canvas.setFont(name, look.size)
        canvas.drawString(0, 0, words)
        canvas.restoreState()


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]


def _number(element: Element, name: str, default: float = 0.0) -> float:
    return float(element.get(name, default))


def _colour(text: str) -> tuple[float, float, float]:
    """``#RRGGBB`` as parts of one."""
    if not re.fullmatch("#[0-9A-Fa-f]{6}", text):
        raise ValueError(text)
    red, green, blue = (int(text[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


def _transform(text: str) -> tuple[float, ...]:
    """A translation, or a matrix, as the six numbers of a matrix."""
    match = _TRANSFORM.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    numbers = _numbers(match[2])
    if match[1] == "translate":
        return (1, 0, 0, 1, *(*numbers, 0.0)[:2])
    if len(numbers) != 6:
        raise ValueError(text)
    return tuple(numbers)


def _points(element: Element) -> list[Point]:
    numbers = _numbers(element.get("points", ""))
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _line(element: Element, path: PDFPathObject) -> None:
    path.moveTo(_number(element, "x1"), _number(element, "y1"))
    path.lineTo(_number(element, "x2"), _number(element, "y2"))


def _polyline(element: Element, path: PDFPathObject) -> None:
    first, *others = _points(element)
    path.moveTo(*first)
    for point in others:
        path.lineTo(*point)


def _polygon(element: Element, path: PDFPathObject) -> None:
    _polyline(element, path)
    path.close()


def _rect(element: Element, path: PDFPathObject) -> None:
    left, top = _number(element, "x"), _number(element, "y")
    width, height = _number(element, "width"), _number(element, "height")
    rx = _number(element, "rx", _number(element, "ry"))
    rx, ry = min(rx, width / 2), min(_number(element, "ry", rx), height / 2)
    right, bottom = left + width, top + height
    if not rx or not ry:
        path.rect(left, top, width, height)
        return
    hx, hy = rx * (1 - _ROUND), ry * (1 - _ROUND)
    path.moveTo(left + rx, top)
    path.lineTo(right - rx, top)
    path.curveTo(right - hx, top, right, top + hy, right, top + ry)
    path.lineTo(right, bottom - ry)
    path.curveTo(right, bottom - hy, right - hx, bottom, right - rx, bottom)
    path.lineTo(left + rx, bottom)
    path.curveTo(left + hx, bottom, left, bottom - hy, left, bottom - ry)
    path.lineTo(left, top + ry)
    path.curveTo(left, top + hy, left + hx, top, left + rx, top)
    path.close()


def _ellipse(element: Element, path: PDFPathObject) -> None:
    cx, cy, r = _number(element, "cx"), _number(element, "cy"), _number(element, "r")
    rx, ry = _number(element, "rx", r), _number(element, "ry", r)
    path.ellipse(cx - rx, cy - ry, 2 * rx, 2 * ry)


def _path(element: Element, path: PDFPathObject) -> None:
    at = start = (0.0, 0.0)
    for command, a in _commands(element.get("d", "")):
        if command == "Z":
            path.close()
            at = start
            continue
        end = (a[0], at[1]) if command == "H" else (at[0], a[0]) if command == "V" else (a[-2], a[-1])
        if command == "M":
            path.moveTo(*end)
            start = end
        elif command == "C":
            path.curveTo(*a)
        elif command == "Q":  # one handle becomes two, each two thirds of the way to it
            handles = [p + (q - p) * 2 / 3 for p, q in zip((*at, *end), (a[0], a[1]) * 2, strict=True)]
            path.curveTo(*handles, *end)
        elif command == "A":
            for curve in _arc(at, a, end):
                path.curveTo(*curve)
        else:
            path.lineTo(*end)
        at = end


def _commands(data: str) -> Iterator[tuple[str, Sequence[float]]]:
    """The commands of a path with their numbers; what repeats without its letter is written out."""
    for letter, rest in _COMMAND.findall(data):
        count = _ARGUMENTS[letter]
        numbers = _numbers(rest)
        if not count:
            yield letter, ()
            continue
        if not numbers or len(numbers) % count:
            raise ValueError(letter + rest)
        for n in range(0, len(numbers), count):
            yield ("L" if letter == "M" and n else letter), numbers[n : n + count]


def _arc(start: Point, a: Sequence[float], end: Point) -> Iterator[tuple[float, ...]]:
    """An elliptical arc as curves of at most a quarter turn (SVG 1.1, F.6.5)."""
    rx, ry, turn, large, sweep = abs(a[0]), abs(a[1]), radians(a[2]), bool(a[3]), bool(a[4])
    if start == end:
        return
    if not rx or not ry:
        yield (*start, *end, *end)
        return
    c, s = cos(turn), sin(turn)
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    px, py = c * dx + s * dy, c * dy - s * dx
    grow = max(1.0, hypot(px / rx, py / ry))  # radii that are too small reach just far enough
    rx, ry = rx * grow, ry * grow
    part = (px / rx) ** 2 + (py / ry) ** 2
    root = sqrt(max(0.0, 1 / part - 1)) * (1 if large != sweep else -1)
    qx, qy = root * rx * py / ry, -root * ry * px / rx
    first = degrees(atan2((py - qy) / ry, (px - qx) / rx))
    last = degrees(atan2((-py - qy) / ry, (-px - qx) / rx))
    sweep_by = (last - first) % 360 if sweep else -((first - last) % 360)
    pieces = max(1, ceil(abs(sweep_by) / 90 - 1e-9))
    cx, cy = c * qx - s * qy + (start[0] + end[0]) / 2, s * qx + c * qy + (start[1] + end[1]) / 2

    def place(u: float, v: float) -> Point:
        return cx + c * rx * u - s * ry * v, cy + s * rx * u + c * ry * v

    stops = [radians(first + sweep_by * n / pieces) for n in range(pieces + 1)]
    for one, two in pairwise(stops):
        k = 4 / 3 * tan((two - one) / 4)
        yield (
            *place(cos(one) - k * sin(one), sin(one) + k * cos(one)),
            *place(cos(two) + k * sin(two), sin(two) - k * cos(two)),
            *place(cos(two), sin(two)),
        )
