"""What was done, in a sentence: the record names things by their ids, a person by their words."""

from __future__ import annotations

from handbook.record import Done
from handbook.ui.context import Context


def sentence(context: Context, done: Done) -> str:
    """``药「阿昔洛韦片」加上了`` for the action ``medicine.add``; one sentence an action (``action.NAME``)."""
    return context.phrases(f"action.{done.name}", subject=subject(context, done))


def subject(context: Context, done: Done) -> str:
    """What a person calls the thing that an action was about."""
    area, key = done.name.partition(".")[0], done.subject
    phrases, words = context.phrases, context.words
    if area == "symptom":
        return symptom(context, key)
    if area == "reading":
        quantity, _, value = key.partition(" ")
        return measured(context, quantity, value)
    if area == "person":
        name = f"place.card.field_{key}"
        return phrases(name) if name in phrases.keys else key
    if area == "page":
        pages = context.book.pages(context.language)
        return next((page.title for page in pages if page.id == key), key)
    if area == "preparation":
        return next((item.text[context.language] for item in context.book.preparation if item.id == key), key)
    named = {"date": "stages", "number": "numbers"}.get(area, "")
    return words.get(f"{named}.{key}") or key  # a medicine is called by its name


def symptom(context: Context, item: str) -> str:
    """The words of one item of the symptom card; the id itself if this book no longer has it."""
    items = (entry for group in context.book.symptoms for entry in group.items)
    return next((entry.text[context.language] for entry in items if entry.id == item), item)


def measured(context: Context, quantity: str, value: float | str) -> str:
    """``体温 38.2 ℃``: a reading with its name and unit, as it was read off."""
    shown = f"{value:g}" if isinstance(value, float) else value
    if quantity == "temperature" and "." not in shown:
        shown += ".0"
    return context.phrases(f"measured.{quantity}", value=shown)
