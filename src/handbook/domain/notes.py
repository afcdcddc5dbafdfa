"""What a family writes beside the book: notes, and questions for the team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handbook.domain.errors import InputError
from handbook.domain.person import clean_text

LONGEST_NOTE = 2000
"""Characters of one note."""

_SHORT = 24


class NoteKind(StrEnum):
    """A note, or a question for the team, which can be ticked off as asked."""

    NOTE = "note"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Note:
    """One note or question. ``page`` is the id of the page it was written beside, "" for none.

    ``at`` carries its offset; ``ticked`` says when a question was asked, None while it is open.
    """

    id: str
    page: str
    kind: NoteKind
    text: str
    at: datetime
    ticked: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it is a question that was not asked yet."""
        return self.kind is NoteKind.QUESTION and self.ticked is None

    @property
    def short(self) -> str:
        """Its first line, cut to what a sentence can hold."""
        line = self.text.split("\n", 1)[0]
        return line if len(line) <= _SHORT else line[:_SHORT] + "…"


def clean_note(text: str) -> str:
    """Check the text of a note: as :func:`clean_text`, but with lines; a tab becomes a space.

    Raises:
        InputError: ``record.no-text`` if there is none, ``text.control``, ``text.direction``, ``text.too-long``
            (``longest``, ``over``).
    """
    lines = text.replace("\r\n", "\n").replace("\t", " ").strip().split("\n")
    cleaned = "\n".join(clean_text("text", line, longest=max(len(line), 1)) for line in lines)
    if not cleaned:
        raise InputError("record.no-text", key="text")
    if len(cleaned) > LONGEST_NOTE:
        raise InputError("text.too-long", key="text", longest=LONGEST_NOTE, over=len(cleaned) - LONGEST_NOTE)
    return cleaned
