"""The symptom cards' tables: a card is written with its first answer or note and goes with its last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from handbook import domain
from handbook.record import rows

if TYPE_CHECKING:
    import apsw

    from handbook.domain import SymptomAnswer, SymptomCard

# One statement for cards and answers, so that a second window never sees a card without what was written with it.
_ANSWERS = """SELECT id, begun, note, item, answer, at, observer FROM chosen LEFT JOIN symptom_answer ON card = id
ORDER BY chosen.moment DESC, id, symptom_answer.moment, item"""
_NEWEST = f"""WITH chosen AS MATERIALIZED (SELECT * FROM symptom_card WHERE moment >= ? OR id IN
(SELECT id FROM symptom_card ORDER BY moment DESC, id LIMIT ?)) {_ANSWERS}"""  # noqa: S608  # fixed words
_ONE = f"WITH chosen AS (SELECT * FROM symptom_card WHERE id = ?) {_ANSWERS}"  # noqa: S608  # fixed words


def newest(connection: apsw.Connection, limit: int, since: datetime | None = None) -> tuple[SymptomCard, ...]:
    """The newest ``limit`` cards and all since ``since``, newest first, with their answers as they were given."""
    earliest = (1 << 63) - 1 if since is None else rows.moment(since)
    return _read(connection.execute(_NEWEST, (earliest, limit)))


def one(connection: apsw.Connection, card: str) -> SymptomCard | None:
    """The card with that id."""
    return next(iter(_read(connection.execute(_ONE, (card,)))), None)


def begin(connection: apsw.Connection, card: SymptomCard) -> None:
    """Write the card itself unless that was done before."""
    connection.execute(
        "INSERT INTO symptom_card (id, begun, moment, note) VALUES (?, ?, ?, '') ON CONFLICT DO NOTHING",
        (card.id, card.begun.isoformat(), rows.moment(card.begun)),
    )


def write(connection: apsw.Connection, card: SymptomCard, given: SymptomAnswer) -> None:
    """Write one answer in place of the one before."""
    begin(connection, card)
    row = {
        "card": card.id,
        "item": given.item,
        "answer": given.answer.value,
        "at": given.at.isoformat(),
        "moment": rows.moment(given.at),
        "observer": rows.text("observer", given.observer),
    }
    rows.put(connection, "symptom_answer", row)


def take_back(connection: apsw.Connection, card: str, item: str) -> None:
    """Remove one answer."""
    connection.execute("DELETE FROM symptom_answer WHERE card = ? AND item = ?", (card, item))


def drop_if_empty(connection: apsw.Connection, card: str) -> None:
    """Remove a card with nothing on it, which would otherwise stand among the others."""
    connection.execute(
        "DELETE FROM symptom_card WHERE id = ?1 AND note = ''"
        " AND NOT EXISTS (SELECT 1 FROM symptom_answer WHERE card = ?1)",
        (card,),
    )


def _read(found: Iterable[tuple[Any, ...]]) -> tuple[SymptomCard, ...]:
    cards: dict[str, SymptomCard] = {}
    for id_, begun, note, item, answer, at, observer in found:
        card = cards.setdefault(id_, domain.SymptomCard(id_, rows.stored_moment(begun), (), note))
        if item is not None:
            given = domain.SymptomAnswer(item, domain.Answer(answer), rows.stored_moment(at), observer)
            cards[id_] = replace(card, answers=(*card.answers, given))
    return tuple(cards.values())
