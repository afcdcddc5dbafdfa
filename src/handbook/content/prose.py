"""Figures that stand in prose instead of in facts.toml, and other things that a line of text must not hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handbook.content.tree import PLACEHOLDER
from handbook.domain import is_chinese

# Names, the ambulance, the 24-hour number, the article's year and small ordinals may stand as they are.
_ALLOWED = re.compile(
    r"[A-Za-z]*[A-Z][A-Za-z]*-?\d+[A-Za-z]*"
    r"|(?<!\d)120(?!\d)"
    r"|24 ?小时(?=.{0,6}(?:电话|号码))"
    r"|24-hour(?= (?:number|phone|line))"
    r"|2021(?= ?年?的?(?:那篇)?文章)|文章（2021(?= ?年?）)|2021(?= article)|article (?:of |from |\()2021"
    r"|第 ?\d ?步|[Ss]tep \d|第 ?0 ?天|[Dd]ay 0"
)
_LINK_TARGET = re.compile(r"\]\([^)]*\)")
_LIST_NUMBER = re.compile(r"^\s*\d+[.)]\s")
_FIGURE = re.compile(r"[<>≥≤±+-]?\d+(?:[.,:/–~～-]\d+)*%?")
_PHONE = re.compile(r"\d{3,4}-\d{7,8}|1\d{10}|\b\d{7,}")
_DEGREES = re.compile(r"\s*(?:℃|°\s?C|度|degrees)")
_WORDS_ZH = re.compile(
    r"(?:[两三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]?[百千万])"
    r"[多几]?(?:个半?)?(?:天|周|星期|月|小时|钟头|分钟|年|岁|度|毫升|倍)"
)
_WORDS_EN = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety"
    r"|hundred)(?:-\w+)?[ -](?:hours?|days?|weeks?|months?|years?|minutes?|percent|degrees)\b",
    re.IGNORECASE,
)


class Prose:
    """Looks at lines of one language. ``shorts`` are the short names of sources, whose years are no figures."""

    def __init__(self, language: str, shorts: Iterable[str]) -> None:
        self._language = language
        names = sorted({short for short in shorts if re.search(r"\d", short)}, key=len, reverse=True)
        self._shorts = re.compile("|".join(map(re.escape, names)) or r"(?!)", re.IGNORECASE)

    def figures(self, line: str) -> Iterator[tuple[str, str]]:
        """Every (code, figure) of ``line``: ``clinic-number`` for degrees and phone numbers, else ``figure``."""
        text = _LINK_TARGET.sub("]", _LIST_NUMBER.sub("", PLACEHOLDER.sub(" ", line)))
        text = self._shorts.sub(" ", text)
        for match in _PHONE.finditer(text):
            yield "clinic-number", match[0]
        text = _ALLOWED.sub(" ", _PHONE.sub(" ", text))
        for match in _FIGURE.finditer(text):
            yield "clinic-number" if _DEGREES.match(text, match.end()) else "figure", match[0]
        spelled = _WORDS_ZH if is_chinese(self._language) else _WORDS_EN
        for match in spelled.finditer(text):
            yield "figure", match[0]


def readable(line: str) -> str:
    """A line of Markdown as it reads, placeholders as one word."""
    text = PLACEHOLDER.sub("X", line).replace("**", "")
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"^\s*(?:#+|[-*+]|\d+[.)])\s+", "", text)
