"""Words that no line can hold, as families type them: divided where they must be, so that the page is still printed."""

from __future__ import annotations

import re

from handbook.domain import InputError
from handbook.paper.text import Content, Line, Run, Style, runs_of, set_lines

_WORDS = re.compile(r"\S+|\s+")
_BEGINNING = 30
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_SHAPELESS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""What a text that was pasted brings along and nobody sees; overrides of the direction would even turn words round."""


def divided_lines(content: Content, style: Style, measure: float, *, key: str, blank: float = 0.0) -> tuple[Line, ...]:
    """As :func:`handbook.paper.text.set_lines`, but nothing is too wide. Raises ``InputError("paper.no-glyph")``."""
    content = seen(content)
    try:
        return set_lines(content, style, measure, key=key, blank=blank)
    except InputError as error:
        if error.code != "paper.does-not-fit":
            raise
        return set_lines(divided(content, style, measure, key=key), style, measure, key=key, blank=blank)


def divided(content: Content, style: Style, measure: float, *, key: str) -> tuple[Run, ...]:
    """``content`` with a line end wherever a word would be wider than ``measure``."""
    return tuple(
        Run("".join(_cut(word, run, style, measure, key) for word in _WORDS.findall(run.text)), run.bold)
        for run in seen(content)
    )


def seen(content: Content) -> tuple[Run, ...]:
    """``content`` as it can be seen: ordinary line ends and blanks, no shapeless characters."""
    return tuple(
        Run(_SHAPELESS.sub("", _LINE_ENDS.sub("\n", run.text).replace("\t", " ")), run.bold) for run in runs_of(content)
    )


def beginning(content: Content) -> str:
    """The first words, by which a person finds an entry that cannot be printed."""
    text = " ".join("".join(run.text for run in runs_of(content)).split())
    return text if len(text) <= _BEGINNING else f"{text[:_BEGINNING]}…"


def _cut(word: str, run: Run, style: Style, measure: float, key: str) -> str:
    """The word in pieces of at most ``measure``."""

    def wide(text: str) -> bool:
        return set_lines([Run(text, run.bold)], style, 99999, key=key)[0].width > measure

    if word.isspace() or not wide(word):
        return word
    pieces = [""]
    for char in word:
        if pieces[-1] and wide(pieces[-1] + char):
            pieces.append("")
        pieces[-1] += char
    return "\n".join(pieces)
