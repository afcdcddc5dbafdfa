"""What stands beside the book's pages in the window: what a family wrote, results of the search, what is missing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from handbook.content import Hit
from handbook.ui.widgets.recent import short_date

if TYPE_CHECKING:
    from handbook.content import Page
    from handbook.domain import Note
    from handbook.ui.context import Context

QUESTIONS = "questions-for-the-team"
"""The page of the book on which all questions stand, with those that belong to no page."""

MANUAL_START = "use-start"
"""The first page of the manual."""

MANUAL_LOST = "use-lock"
"""The page of the manual for who has lost the passphrase."""

BEFORE_NOTES = 3
"""Results of the book that stand before own words: the page that a carer would want first stays first."""


def page_of(context: Context, key: str) -> Page | None:
    """A page in the language of the window, None for one that this book does not have."""
    return context.book.find(key, context.language)


def title_of(context: Context, key: str) -> str:
    """Its title, or ""."""
    page = page_of(context, key)
    return page.title if page is not None else ""


def missing_words(context: Context) -> str:
    """Says which pages of the book could not be read and are left out; "" where the book is whole."""
    say, titles = context.phrases, context.book.missing(context.language)
    return say("book.missing", n=len(titles), titles=say("book.comma").join(titles)) if titles else ""


def home(context: Context, note: Note) -> str:
    """The page under which a note is shown. What was written beside no page stands with the questions."""
    return note.page if title_of(context, note.page) else QUESTIONS


def dated(context: Context, at: datetime) -> str:
    """The day of a moment, in the window's words."""
    return short_date(context, at.date())


def search(context: Context, query: str, limit: int) -> tuple[Hit, ...]:
    """Results from the book and from own words, best first; of own words the newest first."""
    found = context.book.search(query, language=context.language, limit=limit)
    notes = list(reversed(context.state.notes))
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
