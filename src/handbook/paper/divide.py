"""What families type and no line or font can hold, made printable where it must be, so that the page is still printed.

Only for a family's own notes on its own pages. What a card says is printed as it stands or refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, replace
from functools import lru_cache
from itertools import pairwise

from handbook.domain import InputError, Person
from handbook.paper.breaks import BLANK, breaks
from handbook.paper.fonts import has_glyph
from handbook.paper.text import Content, Line, Run, Style, runs_of, set_lines

_WORDS = re.compile(r"\S+|\s+")
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_SHAPELESS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""What a text that was pasted brings along and nobody sees; overrides of the direction would even turn words round."""


def divided_lines(content: Content, style: Style, measure: float, *, key: str, blank: float = 0.0) -> tuple[Line, ...]:
    """As :func:`handbook.paper.text.set_lines`, but nothing is too wide and nothing lacks a glyph."""
    content = seen(content)
    try:
        return set_lines(content, style, measure, key=key, blank=blank)
    except InputError:  # too wide: every character has a glyph by now
        return set_lines(divided(content, style, measure, key=key), style, measure, key=key, blank=blank)


def divided(content: Content, style: Style, measure: float, *, key: str) -> tuple[Run, ...]:
    """``content`` with a line end wherever a word would be wider than ``measure``."""
    return tuple(
        Run("".join(_cut(word, run, style, measure, key) for word in _WORDS.findall(run.text)), run.bold)
        for run in seen(content)
    )


def seen(content: Content) -> tuple[Run, ...]:
    """``content`` as it can be seen: ordinary line ends and blanks, no shapeless characters, every character a glyph.

    One emoji must not keep the doctor's pages from being printed: it is named, ``〔thumbs up sign〕``, and so is a
    letter that the font lacks, ``〔U+1E900〕``.
    """
    return tuple(Run("".join(map(_drawn, _plain(run.text))), run.bold) for run in runs_of(content))


def shown(person: Person) -> Person:
    """The person as a family's own pages can print it: a nickname with an emoji must not stop them either."""
    texts = {one.name: value for one in fields(person) if isinstance(value := getattr(person, one.name), str)}
    return replace(person, **{name: seen(text)[0].text for name, text in texts.items()})  # type: ignore[arg-type]


def _plain(text: str) -> str:
    return _SHAPELESS.sub("", _LINE_ENDS.sub("\n", text).replace("\t", " "))


@lru_cache(maxsize=4096)
def _drawn(char: str) -> str:
    if char in {"\n", BLANK} or has_glyph(char):
        return char
    kind = unicodedata.category(char)
    if kind in {"Mn", "Me", "Sk"} or char.isspace():  # a colour or shape for the sign before it, or a kind of blank
        return " " if char.isspace() else ""
    name = unicodedata.name(char, "").lower() if kind == "So" else ""
    return f"〔{name or f'U+{ord(char):04X}'}〕"


def _cut(word: str, run: Run, style: Style, measure: float, key: str) -> str:
    """A run without blanks; of its parts between two places where a line may end, those too wide for one in pieces."""

    def wide(text: str) -> bool:
        return set_lines([Run(text, run.bold)], style, 99999, key=key)[0].width > measure

    if word.isspace() or not wide(word):
        return word
    ends = [0, *sorted(breaks(word)[0]), len(word)]
    return "".join(_pieces(word[start:end], wide) for start, end in pairwise(ends))


def _pieces(part: str, wide: Callable[[str], bool]) -> str:
    """A part that no line can hold, with line ends in it."""
    if not part or not wide(part):
        return part
    pieces = [""]
    for char in part:
        if pieces[-1] and wide(pieces[-1] + char):
            pieces.append("")
        pieces[-1] += char
    return "\n".join(pieces)
