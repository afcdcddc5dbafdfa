"""What a family writes beside the book: stars on pages, notes, and questions for the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook import domain
from handbook.record import rows
from handbook.record.actions import Actions, there

if TYPE_CHECKING:
    from handbook.domain import Note
    from handbook.record.journal import Done


class BesideTheBook(Actions):
    """The part of the store that belongs to the pages of the book. The record knows them by id only."""

    def stars(self) -> frozenset[str]:
        """The ids of the pages with a star."""
        return frozenset(str(page) for (page,) in self._connection.execute("SELECT page FROM star"))

    def set_star(self, page: str, starred: bool) -> Done:
        """Put a star on a page, or take it away. Raises ``InputError("text.control")``."""
        if not starred:
            return self._clear("page.unstar", "DELETE FROM star WHERE page = ?", page)

        def change() -> str:
            self._connection.execute(
                "INSERT INTO star (page, at) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (rows.text("page", page), self._clock().isoformat()),
            )
            return page

        return self._act("page.star", change)

    def notes(self) -> tuple[Note, ...]:
        """Own notes and questions for the team, in the order they were written."""
        return tuple(map(rows.note, self._connection.execute(rows.SELECT_NOTE + " ORDER BY moment, id")))

    def add_note(self, note: Note) -> Done:
        """Add a new one; ``note.add`` or ``question.add``.

        Raises ``InputError``: ``record.no-text``, ``text.control``, ``text.direction``, ``text.too-long``,
        ``record.already-there``.
        """

        def change() -> str:
            rows.insert(self._connection, "note", rows.note_row(note))
            return note.short

        return self._act(f"{note.kind.value}.add", change)

    def change_note(self, note: Note) -> Done:
        """Replace the one with the same id; a question that becomes a note loses its tick. Raises as ``add_note``."""

        def change() -> str:
            self._note(note.id)
            rows.put(self._connection, "note", rows.note_row(note))
            return note.short

        return self._act(f"{note.kind.value}.change", change)

    def delete_note(self, id: str) -> Done:  # noqa: A002
        """Into the bin."""
        kind = self._note(id).kind

        def change() -> str:
            short = self._note(id).short
            self._to_bin("note", id, short)
            return short

        return self._act(f"{kind.value}.delete", change)

    def tick_question(self, id: str, asked: bool) -> Done:  # noqa: A002
        """Tick a question off as asked now, or open it again. A time that stands there stays."""

        def change() -> str:
            found = self._note(id)
            question = there(found if found.kind is domain.NoteKind.QUESTION else None)
            if asked == question.open:
                ticked = self._clock().isoformat() if asked else None
                self._connection.execute("UPDATE note SET ticked = ? WHERE id = ?", (ticked, id))
            return question.short

        return self._act("question.tick" if asked else "question.untick", change)

    def _note(self, id: str) -> Note:  # noqa: A002
        return rows.note(there(self._connection.execute(rows.SELECT_NOTE + " WHERE id = ?", (id,)).fetchone()))
