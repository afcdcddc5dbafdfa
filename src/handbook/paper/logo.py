"""A clinic's logo at the head of its sheets; cards have none: their places are fixed, and full.

A PNG is laid on white and made no finer than a printer can show; both kinds are cut at their own edge, so that nothing
of a drawing can cover what stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from handbook.paper.blocks import Block, Placed, Stack
from handbook.paper.formats import MM

if TYPE_CHECKING:
    from reportlab.lib.utils import ImageReader

    from handbook.domain import ClinicKit
    from handbook.paper.sheet import Sheet

HIGH, WIDE = 11 * MM, 42 * MM
"""The box of a logo at the head of a page; it is as large as fits, in its own proportions."""
_GUTTER = 5 * MM
_FINEST = 600
"""Pixels to the inch."""
_PNG = b"\x89PNG"


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo (``ClinicKit.logo``) in a box of ``wide`` by ``high`` points, to the left and in the middle of it."""

    data: bytes
    wide: float = WIDE
    high: float = HIGH

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        across, down = _proportions(self.data)
        scale = min(self.wide / across, self.high / down)
        return across * scale, down * scale

    def place(self, width: float) -> Placed:  # noqa: ARG002  # its box is its own
        """As high as it is drawn."""
        wide, high = self.size

        def draw(sheet: Sheet, x: float, y: float) -> None:
            with sheet.cut(x, y, wide, high):
                if self.data.startswith(_PNG):
                    sheet.image(_image(self.data), x, y, wide, high)
                else:
                    sheet.picture(self.data.decode(), x, y, wide)

        return Placed(high, draw)


def with_logo(kit: ClinicKit | None, blocks: Sequence[Block], *, wide: float = WIDE, high: float = HIGH) -> Block:
    """The blocks one under the other; beside the clinic's logo, if it has one."""
    if kit is None or not kit.logo:
        return Stack(blocks)
    return _Headed(Logo(kit.logo, wide, high), Stack(blocks))


@dataclass(frozen=True, slots=True)
class _Headed:
    """A logo, and text beside it; the lower of the two stands in the middle of the other."""

    logo: Logo
    text: Block

    def place(self, width: float) -> Placed:
        """The text takes what the logo leaves."""
        left = self.logo.size[0] + _GUTTER
        logo, text = self.logo.place(width), self.text.place(width - left)
        height = max(logo.height, text.height)

        def draw(sheet: Sheet, x: float, y: float) -> None:
            logo.draw(sheet, x, y + (height - logo.height) / 2)
            text.draw(sheet, x + left, y + (height - text.height) / 2)

        return replace(text, height=height, draw=draw)


def _proportions(data: bytes) -> tuple[float, float]:
    if data.startswith(_PNG):
        return float(int.from_bytes(data[16:20], "big")), float(int.from_bytes(data[20:24], "big"))
    box = data.split(b'viewBox="', 1)[1].split(b'"', 1)[0].split()
    return float(box[2]), float(box[3])


@lru_cache(maxsize=4)
def _image(data: bytes) -> ImageReader:
    """The pixels on white, eight bits a colour; any kind of PNG: palette, grey, transparent, sixteen bits."""
    from PIL import Image  # noqa: PLC0415  # few kits have a logo, fewer a PNG
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415

    picture: Image.Image = Image.open(BytesIO(data))
    if picture.mode.startswith("I"):  # sixteen bits of grey; converted as it is, all but the darkest would be white
        picture = picture.point(lambda level: level / 256).convert("L")
    coloured = picture.convert("RGBA")
    paper = Image.new("RGBA", coloured.size, "white")
    paper.alpha_composite(coloured)
    most = (round(WIDE / MM / 25.4 * _FINEST), round(HIGH / MM / 25.4 * _FINEST))
    paper.thumbnail(most, Image.Resampling.LANCZOS)
    return ImageReader(paper.convert("RGB"))
