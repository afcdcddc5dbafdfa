"""What a family wrote beside the book, as the window shows it: titles, dates, and results of the search."""

from __future__ import annotations

from datetime import datetime

from handbook.content import Hit
from handbook.domain import Note
from handbook.ui.context import Context
from handbook.ui.widgets.recent import short_date

QUESTIONS = "questions-for-the-team"
"""The page of the book on which all questions stand, with those that belong to no page."""

BEFORE_NOTES = 3
"""Results of the book that stand before own words: the page that a carer would want first stays first."""


def title_of(context: Context, page: str) -> str:
    """The title of a page, "" for one that this book does not have."""
    return next((one.title for one in context.book.pages(context.language) if one.id == page), "")


def belongs(context: Context, note: Note, page: str) -> bool:
    """Whether a note is shown under a page. What was written beside no page stands under the questions."""
    if title_of(context, note.page):
        return note.page == page
    return page == QUESTIONS


def dated(context: Context, at: datetime) -> str:
    """The day of a moment, in the window's words."""
    return short_date(context, at.date())


def search(context: Context, query: str, limit: int) -> tuple[Hit, ...]:
    """Results from the book and from own words, best first; of own words the newest first."""
    found = context.book.search(query, language=context.language, limit=limit)
    notes = [note for note in reversed(context.state.notes)]
    texts = [" ".join(note.text.split("\n")) for note in notes]
    own = [
        Hit(
            "note",
            notes[one.number].id,
            context.language,
            title_of(context, notes[one.number].page) or context.phrases("reading.no_page"),
            one.snippet,
            one.marks,
        )
        for one in context.book.search_in(query, texts)
    ]
    return (*found[:BEFORE_NOTES], *own, *found[BEFORE_NOTES:])
