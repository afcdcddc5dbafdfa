"""What was done, in a sentence: the record names things by their ids, a person by their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from handbook import domain

if TYPE_CHECKING:
    from handbook.domain import Reading
    from handbook.record import Done
    from handbook.ui.context import Context


def sentence(context: Context, done: Done) -> str:
    """``药「阿昔洛韦片」加上了`` for the action ``medicine.add``; one sentence an action (``action.NAME``)."""
    return context.phrases(f"action.{done.name}", subject=subject(context, done))


def subject(context: Context, done: Done) -> str:
    """What a person calls the thing that an action was about; most things are called by their own words."""
    if done.name in {"reading.many", "lookback.rest"}:
        return done.subject  # how many
    return named(context, done.name.partition(".")[0], done.subject)


def named(context: Context, area: str, key: str) -> str:
    """What a person calls the thing that the actions of an area name ``key``."""
    return _SUBJECTS[area](context, key) if area in _SUBJECTS else key


def _page(context: Context, key: str) -> str:
    page = context.book.find(key, context.language)
    return page.title if page is not None else key


def _person(context: Context, key: str) -> str:
    name = f"place.card.field_{key}"
    return context.phrases(name) if name in context.phrases.keys else key


def _prepared(context: Context, key: str) -> str:
    return next((item.text[context.language] for item in context.book.preparation if item.id == key), key)


def _asked(context: Context, key: str) -> str:
    asked = (question for group in context.book.lookback for question in group.questions)
    return next((question.text[context.language] for question in asked if question.id == key), key)


def _readings(context: Context, key: str) -> str:
    """One or more readings that were measured together: ``systolic 120;diastolic 80``."""
    parts = (part.partition(" ") for part in key.split(";"))
    return context.phrases("book.comma").join(measured(context, quantity, value) for quantity, _, value in parts)


def _date(context: Context, key: str) -> str:
    return context.words.get(f"stages.{key}") or key


def _number(context: Context, key: str) -> str:
    return context.words.get(f"numbers.{key}") or key


def _symptom(context: Context, key: str) -> str:
    """An item of the symptom card and its answer, ``fever yes``; an item alone where an older program wrote it.

    An item that this book no longer has goes by its id.
    """
    item, _, answer = key.partition(" ")
    items = (entry for group in context.book.symptoms for entry in group.items)
    what = next((entry.text[context.language] for entry in items if entry.id == item), item)
    return context.words("diary.symptom", what=what, answer=context.words(f"diary.{answer}")) if answer else what


def measured(context: Context, quantity: str, value: float | str) -> str:
    """``体温 38.2 ℃``: a reading with its name and unit, as it was read off; ``value`` may carry its ``°F``."""
    shown = f"{value:g}" if isinstance(value, float) else value
    kind = "fahrenheit" if shown.endswith(domain.FAHRENHEIT) else quantity
    shown = shown.removesuffix(domain.FAHRENHEIT)
    if quantity == "temperature" and "." not in shown:
        shown += ".0"
    return context.phrases(f"measured.{kind}", value=shown)


def reading(context: Context, one: Reading) -> str:
    """``体温 38.2 ℃``: what was read off, in words."""
    value, unit = domain.read_off(one)
    return measured(context, one.quantity.value, f"{value:g}{unit}")


def entry(context: Context, table: str, subject: str) -> str:
    """``药「阿昔洛韦片」``: an entry of a table by what a person calls it."""
    called = _readings(context, subject) if table == "reading" else subject
    return context.phrases(f"entry.{table}", subject=called)


_SUBJECTS: Mapping[str, Callable[[Context, str], str]] = {
    "card": _person,
    "date": _date,
    "lookback": _asked,
    "number": _number,
    "page": _page,
    "person": _person,
    "preparation": _prepared,
    "reading": _readings,
    "symptom": _symptom,
}
"""How the subjects of an area's actions are turned into words."""
