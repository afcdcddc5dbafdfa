"""Which choices of a pocket card go together: one table for the window and the command line.

One code holds the words of one family card in one language. Two languages are some 1.7 kB: squares of 0.26 mm in the
booklet's 38 mm, and with a longer name under the 0.25 mm that phones read from a home printer. So the booklet and the
fold card carry one code, in the first language; bank cards carry one in each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from handbook import paper
from handbook.tasks.printing import Format, Paper, Which


@dataclass(frozen=True, slots=True)
class CardOffer:
    """What there is to choose beside a format.

    ``parts`` are the cards it has, "both" being all of them; ``papers`` is empty where a page has the card's own size;
    ``codes`` says in how many languages it can carry a code; ``step`` is how many pages belong together as the sides of
    one card; ``folded`` names its drawing of how to fold (:func:`fold_picture`), "" where nothing is folded.
    """

    parts: tuple[Literal["family", "doctor"], ...]
    papers: tuple[Paper, ...]
    codes: Literal["none", "one", "each"]
    step: int = 1
    folded: Literal["", "fold-booklet", "fold-card"] = ""

    def has(self, which: Which) -> bool:
        """Whether ``which`` can be asked for."""
        return which == "both" or which in self.parts

    def coded(self, which: Which) -> bool:
        """Whether a code can stand on it: its words are the family card's."""
        return self.codes != "none" and which != "doctor"


_BOTH: tuple[Literal["family", "doctor"], ...] = ("family", "doctor")
_PAPERS: tuple[Paper, ...] = ("a4", "letter")

CARD_OFFERS: dict[Format, CardOffer] = {
    "booklet": CardOffer(_BOTH, _PAPERS, "one", folded="fold-booklet"),
    "fold": CardOffer(_BOTH, _PAPERS, "one", folded="fold-card"),
    "bank": CardOffer(_BOTH, (), "each", step=2),
    "large-print": CardOffer(("family",), _PAPERS, "none"),
}


def fold_picture(
    name: Literal["fold-booklet", "fold-card"], *, ink: str, wash: str, paper_colour: str
) -> paper.ScreenPicture:
    """How to fold what was printed: a line drawing without words, in these colours (``#RRGGBB``)."""
    return paper.howto_picture(name, ink=ink, wash=wash, paper=paper_colour)
