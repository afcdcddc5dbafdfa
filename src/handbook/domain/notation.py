"""Amounts written so that nobody misreads them: 0.5 not .5, 5 not 5.0, "units" not U or IU, mcg not µg.

The rules are those of medical.md 3.1 (NHS service manual, PAGB layout advice) and of the lists of error-prone
notation that it names. What is found is proposed beside what was typed; nothing is replaced unasked.
"""

from __future__ import annotations

import re
import unicodedata

from handbook.domain.language import ENGLISH, is_chinese

_UNITS = (
    r"(?:mcg|[µμ]g|ug|㎍|mg|kg|g|m?l|mmol|iu|i\.u\.|u|units?|%|％|毫克|微克|千克|公斤|克|毫升|升|国际单位|单位|片|粒|丸"
    r"|支|瓶|袋|滴|喷|tablets?|tabs?|capsules?|drops?|puffs?)"
)
# A point that begins a number: not after a digit, a letter ("No.5"), a numeral, a unit or another point.
_LEADING = re.compile(r"(?<![\w.。．])\.(?=[0-9])|(?<=[^\W\d_A-Za-z一二三四五六七八九十百千万亿〇零两位克])\.(?=[0-9])")
# "5.0" is 5 wherever it stands; "2.50" is 2.5 only before a unit, because "10.20" may be a day in October.
_NUMBER = r"(?<![\d.])(\d+)"
_END = r"(?!\d|\.\d|[eE][+-]?\d)"
_ALL_ZEROS = re.compile(rf"{_NUMBER}\.0+{_END}", re.ASCII)
_LAST_ZEROS = re.compile(rf"{_NUMBER}(\.\d*[1-9])0+(?=\s*{_UNITS}(?![A-Za-z])){_END}", re.IGNORECASE | re.ASCII)
_INTERNATIONAL = re.compile(
    r"(?P<number>[0-9.]*[0-9])\s*(?P<myriad>[万亿]?)\s*(?:I\.U\.|IU|U)(?![A-Za-z0-9])", re.IGNORECASE
)
_MICROGRAMS = re.compile(r"(?:(?<=[0-9])\s*)?(?:[µμ]g|㎍)(?![A-Za-z])|(?<=[0-9])\s*ug(?![A-Za-z])", re.IGNORECASE)


# The digits of a Chinese keyboard, with a full-width point or the like between them.
_WIDE = re.compile(r"[０-９](?:[０-９．，]*[０-９])?|(?<=[0-9])．(?=[0-9０-９])")


def safe_notation(text: str, language: str = ENGLISH) -> str:
    """``text`` with every amount written safely; the same text if there is nothing to propose.

    In Chinese the unit is written out in Chinese: 单位, 微克. No number changes its value.
    """
    chinese = is_chinese(language)
    text = _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = _LEADING.sub("0.", text)
    text = _ALL_ZEROS.sub(r"\1", text)
    text = _LAST_ZEROS.sub(r"\1\2", text)

    def units(match: re.Match[str]) -> str:
        number, myriad = match["number"], match["myriad"]
        if chinese:
            return f"{number} {myriad}单位"
        one = number == "1" and not myriad
        return f"{number}{' ' + myriad if myriad else ''} {'unit' if one else 'units'}"

    def micrograms(match: re.Match[str]) -> str:
        after_number = text[max(match.start() - 1, 0)].isdigit()
        return f"{' ' if after_number else ''}{'微克' if chinese else 'mcg'}"

    text = _INTERNATIONAL.sub(units, text)
    return _MICROGRAMS.sub(micrograms, text)
