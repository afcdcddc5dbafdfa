"""The QR code: the family card's words as plain text in UTF-8, drawn as black squares without any link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.content import call_text, own_words
from handbook.domain import InputError
from handbook.paper.blocks import Placed
from handbook.paper.facts import CALL_120, Facts
from handbook.paper.formats import MM
from handbook.paper.sheet import Sheet
from handbook.paper.text import does_not_fit

LEAST_MODULE, GOOD_MODULE = 0.25, 0.33
"""Side of the smallest square that a phone reads from a home printer, and of one that leaves room for more redundancy.
In mm; at 300 dpi the smallest is three dots."""
QUIET = 4
"""White squares around the code (ISO/IEC 18004, 5.3.8)."""

_WHO = ("name", "birth_date", "product", "batch", "infusion_date", "hospital", "caregiver")
_LOW, _MEDIUM = 1, 0  # ISO/IEC 18004 table 12: levels L and M as they are coded


def family_words(facts: Facts, language: str) -> str:
    """What the family card says, line by line; what is blank there is left out."""
    words = facts.words(language)
    colon, semicolon = words("handout.colon"), words("medicine_list.comma")
    lines = [words("card.banner")]
    for key in _WHO:
        if text := facts.value(key, language):
            lines.append(f"{words(f'label.{key}')}{colon}{text}")
    if facts.phone:
        lines.append(f"{words('numbers.phone_24h')}{colon}{facts.phone}")
    lines.append(call_text(facts.numbers, words))
    named = frozenset()
    if own_words(facts.numbers, words):
        named = CALL_120
        lines.append(words("card.call_own"))
    if facts.numbers.fever_line is None:
        lines += [next(item.text[language] for item in _items(facts) if item.id == "fever"), words("card.fever_note_short")]
    else:
        lines.append(words("card.fever_short", line=facts.fever_line(language)))
    shown = [item.short[language] for item in _items(facts) if item.id != "fever" and item.id not in named]
    return "\n".join([*lines, semicolon.join(shown), facts.small_line(language).replace("\u00a0", " ")])
