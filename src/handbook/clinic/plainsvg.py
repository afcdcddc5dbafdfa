"""A clinic's drawing in the small part of SVG that screen and paper paint alike (``handbook.content.pictures``).

Programs write the same shape in many ways: relative paths, styles, named colours, turned groups. All of these are
written out here. What neither painter knows (gradients, clipping, half-transparent colours) is refused by name; a
clinic that needs them has a PNG.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import cos, isfinite, radians, sin, tan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 1e6
"""Of a coordinate: no drawing needs more, and a PDF may not hold more."""

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NEXT = re.compile(rf"[\s,]*({_NUMBER.pattern})")
_FLAG = re.compile(r"[\s,]*([01])")
_LETTER = re.compile(r"[\s,]*([A-Za-z]?)")
_LENGTH = re.compile(rf"({_NUMBER.pattern})\s*(px|pt|pc|mm|cm|in)?")
_UNITS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_STEP = re.compile(r"\s*(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)\s*,?")
_SHAPES = {
    "path": (), "polyline": (), "polygon": (),
    "line": ("x1", "y1", "x2", "y2"), "rect": ("x", "y", "width", "height", "rx", "ry"),
    "circle": ("cx", "cy", "r"), "ellipse": ("cx", "cy", "rx", "ry"),
}  # fmt: skip
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_KEPT = {
    "stroke-linecap": {"butt", "round", "square"}, "stroke-linejoin": {"miter", "round", "bevel"},
    "fill-rule": {"nonzero", "evenodd"},
}  # fmt: skip
_NOT_DRAWN = {"clip-path": "none", "mask": "none", "filter": "none", "visibility": "visible", "opacity": "1"}
_UNSEEN = frozenset({"title", "desc", "defs", "linearGradient", "radialGradient", "clipPath"})
_COLOURS = {
    "black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000", "blue": "#0000ff",
    "yellow": "#ffff00", "orange": "#ffa500", "purple": "#800080", "gray": "#808080", "grey": "#808080",
    "silver": "#c0c0c0", "maroon": "#800000", "navy": "#000080", "teal": "#008080", "olive": "#808000",
    "lime": "#00ff00", "aqua": "#00ffff", "cyan": "#00ffff", "fuchsia": "#ff00ff", "magenta": "#ff00ff",
    "currentcolor": "#000000",
}  # fmt: skip
_RGB = re.compile(r"rgb\(\s*(\d{1,3}%?)\s*,\s*(\d{1,3}%?)\s*,\s*(\d{1,3}%?)\s*\)")
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")


class CannotDrawError(Exception):
    """What the drawing has that is not drawn here: an attribute with its value, or an element."""


def plain_svg(data: bytes) -> tuple[str, float, float]:
    """The drawing written out, its width and its height.

    Args:
        data: An SVG of which :mod:`handbook.clinic.logo` has looked at every element: no document type, no script.

    Raises:
        CannotDrawError: it has something that is not drawn here.
    """
    from xml.etree import ElementTree as ET  # noqa: PLC0415  # few kits have a drawing

    root = ET.fromstring(data)  # noqa: S314  # see above: nothing that could blow up is left in it
    left, top, wide, high = _view(root)
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{_text((left, top, wide, high))}">']
    lines += _inside(root)
    return "".join([*lines, "</svg>"]), wide, high


def _view(root: Element) -> tuple[float, ...]:
    box = root.get("viewBox")
    if box is not None:
        view = tuple(_numbers(box, "viewBox"))
    else:
        view = (0.0, 0.0, *(_length(root.get(name, ""), name) for name in ("width", "height")))
    if len(view) != 4 or min(view[2:]) <= 0:
        raise CannotDrawError("viewBox")
    return view


def _inside(parent: Element) -> Iterator[str]:
    """The shapes and groups within an element."""
    for element in parent:
        name = element.tag.rpartition("}")[2]
        own = _attributes(element)
        if name in _UNSEEN or own.get("display") == "none":
            continue
        look = "".join(f' {key}="{value}"' for key, value in _look(own).items())
        moved = _matrix(own.get("transform", ""))
        before, after = (f'<g transform="matrix({_text(moved)})">', "</g>") if moved else ("", "")
        if name == "g":
            yield f"{before}<g{look}>"
            yield from _inside(element)
            yield f"</g>{after}"
        else:
            shape = "".join(f' {key}="{value}"' for key, value in _shape(name, own).items())
            yield f"{before}<{name}{shape}{look}/>{after}"


def _attributes(element: Element) -> dict[str, str]:
    """The attributes of an element; what its style says comes before them."""
    pairs = (part.partition(":") for part in element.get("style", "").split(";") if ":" in part)
    own = {key.rpartition("}")[2]: value.strip() for key, value in element.attrib.items()}
    return own | {key.strip(): value.strip() for key, _, value in pairs}


def _look(own: Mapping[str, str]) -> dict[str, str]:
    """Colours and lines. Opacity of nothing at all is no colour; anything between is not drawn."""
    look: dict[str, str] = {}
    for key, usual in _NOT_DRAWN.items():
        if own.get(key, usual) != usual:
            raise CannotDrawError(key)
    for key in ("fill", "stroke"):
        if own.get(key, "inherit") != "inherit":
            look[key] = _colour(own[key], key)
        if _opacity(own, f"{key}-opacity") == 0:
            look[key] = "none"
    if "stroke-width" in own:
        look["stroke-width"] = _text([_length(own["stroke-width"], "stroke-width")])
    if (dash := own.get("stroke-dasharray", "none")) != "none":
        look["stroke-dasharray"] = _text(_numbers(dash, "stroke-dasharray"))
    for key, known in _KEPT.items():
        if own.get(key) in known:
            look[key] = own[key]
    return look


def _opacity(own: Mapping[str, str], key: str) -> float:
    share = own.get(key, "1")
    percent = share.endswith("%")
    found = _number(share.removesuffix("%"), key) / (100 if percent else 1)
    if 0 < found < 1:
        raise CannotDrawError(key)
    return found


def _colour(text: str, key: str) -> str:
    plain = text.lower()
    if plain in {"none", "transparent"}:
        return "none"
    if plain in _COLOURS:
        return _COLOURS[plain]
    if found := _HEX.fullmatch(plain):
        return plain if len(found[1]) == 6 else "#" + "".join(2 * digit for digit in found[1])
    if found := _RGB.fullmatch(plain):
        parts = [int(part.removesuffix("%")) * (2.55 if part.endswith("%") else 1) for part in found.groups()]
        return "#" + "".join(f"{min(round(part), 255):02x}" for part in parts)
    raise CannotDrawError(f"{key}: {text}")


def _shape(name: str, own: Mapping[str, str]) -> dict[str, str]:
    """The geometry of one shape."""
    if name == "path":
        return {"d": _path(own.get("d", ""))}
    if name in {"polyline", "polygon"}:
        points = _numbers(own.get("points", ""), "points")
        if not points or len(points) % 2:
            raise CannotDrawError("points")
        return {"points": _text(points)}
    return {key: _text([_length(own[key], key)]) for key in _SHAPES[name] if key in own}


def _path(data: str) -> str:
    """A path in absolute commands, of which each has its letter; S and T are written out as C and Q."""
    written: list[str] = []
    x = y = start_x = start_y = 0.0
    handle: tuple[str, float, float] = ("", 0.0, 0.0)
    for letter, given in _commands(data):
        kind, a = letter.upper(), list(given)
        if letter != kind:
            if kind == "A":
                a[5:] = [a[5] + x, a[6] + y]
            elif kind == "V":
                a = [a[0] + y]
            else:
                a = [value + (y if number % 2 else x) for number, value in enumerate(a)]
        if kind in "ST":
            full = {"S": "C", "T": "Q"}[kind]
            mirrored = (2 * x - handle[1], 2 * y - handle[2]) if handle[0] == full else (x, y)
            kind, a = full, [*mirrored, *a]
        written.append(kind + _text(a))
        if kind == "Z":
            x, y = start_x, start_y
        else:
            x, y = (a[0], y) if kind == "H" else (x, a[0]) if kind == "V" else (a[-2], a[-1])
        if kind == "M":
            start_x, start_y = x, y
        handle = (kind, a[-4], a[-3]) if kind in "CQ" else ("", 0.0, 0.0)
    return "".join(written)


def _commands(data: str) -> Iterator[tuple[str, Sequence[float]]]:
    """The commands of a path with their numbers; what repeats without its letter has it written out."""
    at, letter, end = 0, "", len(data.rstrip(" ,\t\r\n"))
    while at < end:
        found = _LETTER.match(data, at)
        fresh = found[1] if found else ""
        at = found.end() if found else at
        if not letter and fresh not in {"M", "m"}:
            raise CannotDrawError("d")
        letter = fresh or letter
        count = _ARGUMENTS.get(letter.upper())
        if count is None or not (fresh or count):  # no such command; or something behind Z
            raise CannotDrawError("d")
        numbers: list[float] = []
        for place in range(count):
            # The two flags of an arc may stand without anything between them.
            number = (_FLAG if letter in "Aa" and place in {3, 4} else _NEXT).match(data, at)
            if number is None:
                raise CannotDrawError("d")
            numbers.append(_number(number[1], "d"))
            at = number.end()
        yield letter, numbers
        letter = {"M": "L", "m": "l"}.get(letter, letter)


def _matrix(text: str) -> tuple[float, ...]:
    """A list of transformations as the six numbers of one; () for none."""
    whole: tuple[float, ...] = ()
    at = 0
    while at < len(text.rstrip()):
        found = _STEP.match(text, at)
        if found is None:
            raise CannotDrawError("transform")
        step = _step(found[1], _numbers(found[2], "transform"))
        whole = _product(whole, step) if whole else step
        at = found.end()
    return whole


def _step(kind: str, n: Sequence[float]) -> tuple[float, ...]:
    if kind == "matrix" and len(n) == 6:
        return tuple(n)
    if kind == "translate" and 1 <= len(n) <= 2:
        return (1, 0, 0, 1, n[0], n[1] if len(n) > 1 else 0.0)
    if kind == "scale" and 1 <= len(n) <= 2:
        return (n[0], 0, 0, n[-1], 0, 0)
    if kind == "rotate" and len(n) in {1, 3}:
        c, s = cos(radians(n[0])), sin(radians(n[0]))
        turned = (c, s, -s, c, 0.0, 0.0)
        if len(n) == 1:
            return turned
        return _product(_product((1, 0, 0, 1, n[1], n[2]), turned), (1, 0, 0, 1, -n[1], -n[2]))
    if kind in {"skewX", "skewY"} and len(n) == 1:
        slope = tan(radians(n[0]))
        return (1, 0, slope, 1, 0, 0) if kind == "skewX" else (1, slope, 0, 1, 0, 0)
    raise CannotDrawError("transform")


def _product(m: Sequence[float], n: Sequence[float]) -> tuple[float, ...]:
    """First ``n``, then ``m``."""
    a, b, c, d, e, f = m
    return (
        a * n[0] + c * n[1], b * n[0] + d * n[1], a * n[2] + c * n[3], b * n[2] + d * n[3],
        a * n[4] + c * n[5] + e, b * n[4] + d * n[5] + f,
    )  # fmt: skip


def _length(text: str, key: str) -> float:
    """A length in units of the drawing; one in per cent is not drawn."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        raise CannotDrawError(key)
    return _number(found[1], key) * _UNITS[found[2] or "px"]


def _numbers(text: str, key: str) -> list[float]:
    return [_number(part, key) for part in _NUMBER.findall(text)]


def _number(text: str, key: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise CannotDrawError(key) from None
    if not isfinite(number) or abs(number) > LARGEST:
        raise CannotDrawError(key)
    return number


def _text(numbers: Sequence[float]) -> str:
    """Numbers as a drawing has them."""
    return " ".join(f"{number:.8g}" for number in numbers)
