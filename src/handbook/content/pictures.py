"""The pictures of the book: one drawing a picture (resources/pictures), its words filled in for a language.

A drawing keeps to a small part of SVG that Qt and the PDF painter (handbook.paper.drawing) paint alike: svg, g with a
translation, path (M L H V C Q A Z), line, polyline, polygon, rect, circle, ellipse, text. Its colours are roles:
``currentColor`` is ink, ``class="accent"`` makes it the accent, ``class="wash"`` and ``class="paper"`` fill a shape.
Every text names its words by ``data-key``; ``data-fact`` says whose value a position follows.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from handbook import resources
from handbook.content.spoken import Strict
from handbook.domain import InputError, Words
from handbook.paths import read_bytes

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FAMILY = "Noto Sans SC"
_SVG = "{http://www.w3.org/2000/svg}"
_TABLE = "pictures.toml"
_FACT = re.compile(r"\{fact:([a-z0-9-]+)\}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in one language and one set of colours.

    ``svg`` is complete and carries no style sheet; ``width`` and ``height`` are its units, one pixel each at 100 %;
    ``description`` says in words what can be seen.
    """

    svg: str
    width: float
    height: float
    description: str


class _Entry(Strict, frozen=True, kw_only=True):
    """One table of pictures.toml."""

    description: Words
    words: Mapping[str, Words] = {}


def picture_names(root: Path | None = None) -> tuple[str, ...]:
    """The pictures that have words, in the order of pictures.toml. ``root``: a folder like resources/pictures."""
    return tuple(_entries(root or resources.root() / "pictures"))


def picture(
    name: str, language: str, *, colours: Mapping[str, str], fact: Callable[[str], str], root: Path | None = None
) -> Picture:
    """The drawing ``name`` with the words of ``language``.

    Args:
        name: As in ``picture_names()``.
        language: Language of the words.
        colours: ``#RRGGBB`` by role: ink, accent, wash, paper.
        fact: A figure of facts.toml by its id, with its unit, in the same language (``Book.fact``).
        root: A folder like resources/pictures; default: the one that is shipped.

    Raises:
        InputError: ``content.no-picture``, ``content.no-language``, ``content.picture`` (it cannot be read; ``reason``)
            or an error of reading the file.
    """
    # Imported only when a picture is shown. Expat itself refuses entities that blow up.
    from xml.etree import ElementTree as ET  # noqa: PLC0415

    root = root or resources.root() / "pictures"
    entry = _entry(root, name, language)
    path = root / f"{name}.svg"
    try:
        drawing = ET.fromstring(read_bytes(path))  # noqa: S314
        _, _, width, height = map(float, drawing.get("viewBox", "").split())
        words = {key: _write(text[language], fact) for key, text in entry.words.items()}
        _paint(drawing, words, colours, colours["ink"])
    except (ET.ParseError, ValueError, KeyError) as error:
        raise InputError("content.picture", where=str(path), reason=str(error)) from None
    drawing.set("xmlns", _SVG.strip("{}"))
    drawing.set("width", f"{width:g}")
    drawing.set("height", f"{height:g}")
    drawing.set("font-family", FAMILY)
    svg = ET.tostring(drawing, encoding="unicode")
    return Picture(svg, width, height, _write(entry.description[language], fact))


def description(name: str, language: str, *, fact: Callable[[str], str], root: Path | None = None) -> str:
    """What can be seen on a picture, in words. Arguments and errors as for :func:`picture`."""
    return _write(_entry(root or resources.root() / "pictures", name, language).description[language], fact)


def _write(text: str, fact: Callable[[str], str]) -> str:
    return _FACT.sub(lambda match: fact(match[1]), text)


def _entry(root: Path, name: str, language: str) -> _Entry:
    entry = _entries(root).get(name)
    if entry is None:
        raise InputError("content.no-picture", id=name)
    if language not in entry.description:
        raise InputError("content.no-language", language=language)
    return entry


def _entries(root: Path) -> Mapping[str, _Entry]:
    path = root / _TABLE
    try:
        return _parse(read_bytes(path))
    except (ValueError, msgspec.ValidationError) as error:
        raise InputError("content.picture", where=str(path), reason=str(error)) from None


@lru_cache(maxsize=4)
def _parse(table: bytes) -> Mapping[str, _Entry]:
    """Kept, because the TOML takes longer than all the rest of a picture."""
    return msgspec.convert(tomllib.loads(table.decode()), dict[str, _Entry])


def _paint(element: Element, words: Mapping[str, str], colours: Mapping[str, str], current: str) -> None:
    """Replace roles by colours and keys by words, in place and downwards. ``current`` stands for currentColor."""
    element.tag = element.tag.removeprefix(_SVG)
    roles = element.attrib.pop("class", "").split()
    element.attrib.pop("data-fact", None)
    if "accent" in roles:
        current = colours["accent"]
        if element.tag != "text":
            element.attrib.setdefault("stroke", current)
        else:
            element.set("fill", current)
    for role in ("wash", "paper"):
        if role in roles:
            element.set("fill", colours[role])
    for name in ("fill", "stroke"):
        if element.get(name) == "currentColor":
            element.set(name, current)
    key = element.attrib.pop("data-key", None)
    if key is not None:
        element.text = words[key]
    for child in element:
        _paint(child, words, colours, current)
