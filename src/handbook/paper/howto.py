"""The small line drawings that show what to do with a printed sheet: fold it, cut it, turn it. Without words, SVG."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ScreenPicture:
    """A drawing as SVG, and its size in its own units."""

    svg: str
    width: float
    height: float


def _svg(width: float, height: float, body: str) -> str:
    look = 'fill="none" stroke="#000000" stroke-width="1.2" stroke-linecap="round" stroke-linejoin="round"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"><g {look}>{body}</g></svg>'


def _line(x1: float, y1: float, x2: float, y2: float, extra: str = "") -> str:
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" {extra}/>'


def _shape(points: str, extra: str = "") -> str:
    return f'<polygon points="{points}" {extra}/>'


def _curve(data: str, extra: str = "") -> str:
    return f'<path d="{data}" {extra}/>'


def _step(x: float, body: str) -> str:
    return f'<g transform="translate({x:g} 0)">{body}</g>'


_DASH = 'stroke-width="0.7" stroke-dasharray="2 2"'
_HEAVY = 'stroke-width="2.2"'
_WASH = 'fill="#E8E8E8"'
_ARROW = 'fill="#000000" stroke="none"'

# 1 three folds and the cut; 2 folded lengthwise; 3 the ends pushed to the middle; 4 the booklet.
_SHEET = (
    '<rect x="2" y="6" width="56" height="40"/>'
    + "".join(_line(x, 6, x, 46, _DASH) for x in (16, 30, 44))
    + _line(2, 26, 16, 26, _DASH) + _line(44, 26, 58, 26, _DASH) + _line(16, 26, 44, 26, _HEAVY)
)  # fmt: skip
_LONG = (
    _shape("2,46 58,46 58,22 2,22", _WASH)
    + "".join(_line(x, 22, x, 46, _DASH) for x in (16, 30, 44))
    + _line(16, 22, 44, 22, _HEAVY)
    + _curve("M 30 4 Q 42 6 40 16") + _shape("37,14 43,15 39,20", _ARROW)
)  # fmt: skip
_PUSH = (
    _shape("2,24 16,24 30,12 44,24 58,24 58,46 44,46 30,36 16,46 2,46", _WASH)
    + _line(16, 24, 30, 34) + _line(30, 34, 44, 24) + _line(16, 24, 16, 46, _DASH) + _line(44, 24, 44, 46, _DASH)
    + _line(0, 8, 14, 8) + _shape("14,5 20,8 14,11", _ARROW) + _line(60, 8, 46, 8) + _shape("46,5 40,8 46,11", _ARROW)
)  # fmt: skip
_BOOK = (
    _shape("18,8 42,8 42,46 18,46", _WASH)
    + _line(42, 8, 45, 10) + _line(45, 10, 45, 48) + _line(45, 48, 42, 46)
    + _line(45, 48, 21, 48) + _line(21, 48, 18, 46)
    + _line(23, 16, 37, 16, _HEAVY) + _line(23, 22, 37, 22) + _line(23, 27, 33, 27)
)  # fmt: skip
FOLD_BOOKLET = _svg(272, 54, "".join(_step(n * 70, body) for n, body in enumerate((_SHEET, _LONG, _PUSH, _BOOK))))

# 1 cut out along the line; 2 fold the upper half back; 3 the card.
_PIECE = (
    '<rect x="10" y="4" width="40" height="50"/>' + _line(10, 29, 50, 29, _DASH)
    + _line(18, 40, 42, 40, _HEAVY) + _line(18, 46, 36, 46)
    + _line(42, 18, 18, 18, _HEAVY) + _line(42, 12, 24, 12)
)  # fmt: skip
_HALF = (
    _shape("10,29 50,29 50,54 10,54", _WASH) + _shape("10,29 50,29 56,12 16,12")
    + _line(18, 40, 42, 40, _HEAVY) + _line(18, 46, 36, 46)
    + _curve("M 40 4 Q 62 6 61 24") + _shape("57.5,22 64.5,22 61,29", _ARROW)
)  # fmt: skip
_CARD = _shape("8,20 52,20 52,48 8,48", _WASH) + _line(17, 30, 43, 30, _HEAVY) + _line(17, 38, 36, 38)
FOLD_CARD = _svg(216, 58, "".join(_step(n * 74, body) for n, body in enumerate((_PIECE, _HALF, _CARD))))

# 1 the stack as it comes out, printed side up; 2 turned sideways like a page; 3 back in the tray, blank side up.
_STACK = (
    _curve("M 14 8 L 14 82 L 66 82 L 66 8 Z", _WASH)
    + _line(18, 86, 70, 86) + _line(70, 86, 70, 12) + _line(22, 90, 74, 90) + _line(74, 90, 74, 16)
)  # fmt: skip
_PRINTED = _STACK + "".join(
    f'<rect x="{x}" y="{y}" width="21" height="13"/>'
    + _line(x + 4, y + 5, x + 15, y + 5) + _line(x + 4, y + 9, x + 12, y + 9)
    for x in (18, 41) for y in (14, 30, 46, 62)
)  # fmt: skip
_UP = _line(40, 2, 40, 7, 'stroke-width="2"') + _shape("36.5,4 43.5,4 40,-2", _ARROW)
_TURNED = (
    _line(44, 6, 44, 88, _DASH) + _shape("44,10 92,16 92,92 44,84", _WASH) + _line(44, 10, 44, 84)
    + _curve("M 84 8 Q 48 -8 14 10") + _shape("18,4 18.5,12.5 9,13", _ARROW)
    + _curve("M 44 10 L 6 18 L 6 92 L 44 84", _DASH)
)  # fmt: skip
_TRAY = (
    _curve("M 14 8 L 14 82 L 66 82 L 66 8 Z", 'fill="#FFFFFF"')
    + _line(18, 86, 70, 86) + _line(70, 86, 70, 12) + _line(22, 90, 74, 90) + _line(74, 90, 74, 16)
    + _curve("M 4 70 L 4 98 L 84 98 L 84 70", 'stroke-width="2"')
)  # fmt: skip
TURN_STACK = _svg(
    318, 108,
    '<g transform="translate(0 5)">'
    + _step(0, _PRINTED + _UP) + _step(116, _TURNED) + _step(230, _TRAY + _UP)
    + "</g>",
)  # fmt: skip

# The printer proof: 1 and 2 the lines of 100 mm, 3 and 4 how far the cross stands from the left and the top edge.
_LABEL = 'fill="#000000" stroke="none" font-size="17" font-weight="bold" text-anchor="middle"'
_SPAN = 'stroke-width="0.9"'


def _number(x: float, y: float, text: str) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="12" fill="#FFFFFF"/><text x="{x:g}" y="{y + 6:g}" {_LABEL}>{text}</text>'


MEASURE = _svg(
    220, 300,
    '<rect x="10" y="10" width="200" height="280" fill="#FFFFFF"/>'
    + _line(92, 52, 182, 52, _HEAVY) + _line(92, 44, 92, 60) + _line(182, 44, 182, 60)
    + _line(52, 116, 52, 226, _HEAVY) + _line(44, 116, 60, 116) + _line(44, 226, 60, 226)
    + _line(36, 52, 68, 52) + _line(52, 36, 52, 68)
    + _line(14, 78, 52, 78, _SPAN) + _shape("10,78 16,75 16,81", _ARROW) + _shape("52,78 46,75 46,81", _ARROW)
    + _line(52, 70, 52, 82, _DASH)
    + _line(78, 14, 78, 52, _SPAN) + _shape("78,10 75,16 81,16", _ARROW) + _shape("78,52 75,46 81,46", _ARROW)
    + _line(70, 52, 82, 52, _DASH)
    + _number(137, 74, "1") + _number(76, 171, "2") + _number(31, 94, "3") + _number(100, 30, "4"),
)  # fmt: skip


_FOR_SCREENS = {
    "turn-stack": TURN_STACK,
    "measure-proof": MEASURE,
    "fold-booklet": FOLD_BOOKLET,
    "fold-card": FOLD_CARD,
}
Howto = Literal["turn-stack", "measure-proof", "fold-booklet", "fold-card"]


def howto_picture(name: Howto, *, ink: str, wash: str, paper: str) -> ScreenPicture:
    """One of these drawings in the colours of a screen (``#RRGGBB``)."""
    svg = _FOR_SCREENS[name]
    _, _, width, height = map(float, svg.split('viewBox="')[1].split('"')[0].split())
    colours = {"#000000": ink, "#E8E8E8": wash, "#FFFFFF": paper}
    # All at once: one after the other would turn white ink into the colour of the paper.
    return ScreenPicture(re.sub("|".join(colours), lambda drawn: colours[drawn[0]], svg), width, height)
