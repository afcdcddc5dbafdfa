"""Where a line may end: UAX #14, and on top of it the Chinese punctuation rules and numbers that keep their units.

uniseg takes 1 ms for ten characters, most of it the same few questions again. So a text is cut where UAX #14 always
breaks (between two Han characters, after a space between letters …), what is left is reduced to a pattern, and a
pattern is asked for once; those of the handbook's own words are kept in known_breaks.py, which keeps uniseg out of most
jobs.
"""

from __future__ import annotations

import re
from functools import lru_cache

from handbook.paper.known_breaks import KNOWN

BLANK = "\ufffc"
"""Stands in a text for a line to write on; it breaks like a number."""

CLOSING = frozenset("，。、；：！？）」』》〉】〕］｝”’…—～·,.;:!?)]}%％℃°‰々")
OPENING = frozenset("（「『《〈【〔［｛“‘([{")
"""No line begins with the one or ends with the other (GB/T 15834-2011, 5.1; W3C CLREQ 3.1.6)."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002fffd\U00030000-\U0003fffd"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_ANY_HAN, _ANY_LETTER, _ANY_DIGIT = re.compile(f"[{_HAN}]"), re.compile("[A-Za-z]"), re.compile("[0-9]")

# Places where UAX #14 breaks whatever stands further left or right. 中, a and 0 stand for their whole class.
_ALWAYS = re.compile(
    r"(?<=中)(?=[中a0（「『《〈])|(?<=[a0])(?=中)|(?<=[中a0] )(?=[中a0])|(?<=[，。、；：！？）」』》〉])(?=中)"
)
_RUN = re.compile(r"a+|0+|.", re.DOTALL)

_UNITS = "平方米|国际单位|个月|小时|分钟|毫克|毫升|微克|千克|公斤|毫米|厘米|公里|单位|周岁|包装|个半月"
_DASHES = "–−~/.,:×+⁰¹²³⁴⁵⁶⁷⁸⁹⁻-"
_GLUED = re.compile(
    rf"\d{{4}} ?年(?: ?\d{{1,2}} ?月(?: ?\d{{1,2}} ?日)?)?"  # a Chinese date
    rf"|(?:第 ?|(?:[{_HAN}]{{1,3}} ?|[{_LATIN}]+ )(?={BLANK}))?"  # what leads up to a number or a blank …
    rf"[\d{BLANK}](?:[\d{BLANK}{_DASHES}]*[\d{BLANK}⁰¹²³⁴⁵⁶⁷⁸⁹])?"  # … a number, range, date or power …
    rf"(?: (?=\d)[\d-]+)*"  # … or telephone number in groups …
    rf"(?:[ /-]?(?:{_UNITS}|[{_HAN}]|[{_LATIN}µ%℃℉°‰][{_LATIN}0-9/²³%°]*))?"  # … with its unit
    rf"|[{_HAN}]+\u00a0[\d{_DASHES}]*"  # Chinese words that a no-break space ties to a number
    rf"|[{_LATIN}0-9]+(?:[-–/'’.+&@_:]+[{_LATIN}0-9]+)+"  # a word with a hyphen or the like
)


def breaks(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Offsets at which a line may end, and those that may be used where a piece is too long for any line.

    The second set holds the first; it also has the places between number and unit, and after a hyphen. The end of
    the text is in neither.
    """
    allowed = {
        at
        for at in _uax14(text)
        if text[at] not in CLOSING and text[:at].rstrip()[-1:] not in OPENING and text[at] != " "
    }
    glued = {at for match in _GLUED.finditer(text) for at in range(match.start() + 1, match.end())}
    return frozenset(allowed - glued), frozenset(allowed)


def _uax14(text: str) -> set[int]:
    """The break opportunities of ``text`` by UAX #14, without its end."""
    reduced = _ANY_DIGIT.sub("0", _ANY_LETTER.sub("a", _ANY_HAN.sub("中", text.replace(BLANK, "0"))))
    cuts = [match.start() for match in _ALWAYS.finditer(reduced)]
    found = set(cuts)
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        runs = [match.start() for match in _RUN.finditer(reduced, start, end)]
        pattern = "".join(reduced[at] for at in runs)
        found.update(runs[at] for at in _of_pattern(pattern))
    return found


@lru_cache(maxsize=4096)
def _of_pattern(pattern: str) -> tuple[int, ...]:
    if len(pattern) < 2 or pattern in KNOWN:
        return KNOWN.get(pattern, ())
    from uniseg.linebreak import line_break_boundaries  # noqa: PLC0415  # 50 ms, and seldom needed

    return tuple(at for at in line_break_boundaries(pattern) if 0 < at < len(pattern))
