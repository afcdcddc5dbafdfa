"""What is read out on the telephone, in words: the call page shows it, its printout and the voice repeat it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from handbook.content import read_off_text
from handbook.domain import Answer, InputError, Medicine, Quantity, Reading, Site, SymptomCard, parse_day, taken_on
from handbook.ui.bridge import RECENT_DAYS
from handbook.ui.context import Context
from handbook.ui.heading import day_text
from handbook.ui.widgets.recent import called_day, symptom_names

TEMPERATURES = 3
"""How many of the last temperatures are read out."""

DOSE_HOURS = 24

_TIMED = re.compile(r"([01]\d|2[0-3]):([0-5]\d) (.+)")
"""A line of a note as the night page writes it (``place.night.note_line``)."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is read out: its name, and its lines. Without lines it is a blank to be filled by speaking."""

    name: str
    label: str
    lines: tuple[str, ...]


def opening(context: Context) -> str:
    """The first sentence on the telephone."""
    person, blank = context.state.person, context.phrases("place.call.blank")
    return context.phrases(
        "place.call.opening", name=person.get("name") or blank, product=person.get("product") or blank
    )


def to_read(context: Context) -> tuple[Said, ...]:
    """All that is read out, as it was entered.

    Who it is stays blank where it was not entered. A list with nothing in it says that nothing was written down, never
    that nothing happened; of a locked record there are no lists.
    """
    state, say = context.state, context.phrases
    person, journey = state.person, state.journey
    who = {
        "name": person.get("name", ""),
        "product": person.get("product", ""),
        "infusion": _infusion(context),
        "day": day_text(context, journey) if journey.infusion else "",
    }
    found = [Said(name, say(f"place.call.row_{name}"), (line,) if line else ()) for name, line in who.items()]
    if context.closed is not None:
        return tuple(found)
    lists = {
        "temperatures": _temperatures(context),
        "yes": _ticked(context),
        "doses": _doses(context),
        "medicines": [_medicine(context, one) for one in state.medicines if taken_on(one, context.today())],
        "allergies": [line for line in (person.get("allergies", ""),) if line],
    }
    for name, lines in lists.items():
        nothing = say(
            "place.call.no_temperatures" if name == "temperatures" else "place.call.not_written", n=RECENT_DAYS
        )
        found.append(Said(name, say(f"place.call.row_{name}"), tuple(lines or [nothing])))
    return tuple(found)


def _infusion(context: Context) -> str:
    day = context.state.journey.infusion
    if day is None:
        typed = context.state.person.get("infusion_date", "")
        try:
            day = parse_day(typed)
        except InputError:
            return typed
    planned = day > context.today()
    return context.phrases(f"place.call.{'planned' if planned else 'on_day'}", date=context.words.date(day))


def _temperatures(context: Context) -> list[str]:
    found = [one for one in context.state.readings if one.quantity is Quantity.TEMPERATURE]
    found.sort(key=lambda one: one.at, reverse=True)
    return [_at(context, one.at, _temperature(context, one)) for one in found[:TEMPERATURES]]


def _temperature(context: Context, one: Reading) -> str:
    value = read_off_text(one, context.words)
    if one.site is Site.NOT_SAID:
        return value
    return context.phrases("place.call.measured_at", value=value, site=context.words(f"sites.{one.site}"))


def _ticked(context: Context) -> list[str]:
    """What was answered with yes since yesterday at 0:00, newest first, and the notes of those cards in full."""
    now = context.now()
    since = datetime.combine(now.date() - timedelta(days=1), time(), now.tzinfo)
    names = symptom_names(context)
    lines = [
        (answer.at, names.get(answer.item, answer.item))
        for card in context.state.cards
        for answer in card.answers
        if answer.answer is Answer.YES and answer.at >= since
    ]
    for card in context.state.cards:
        if card.begun >= since:
            lines += _notes(context, card)
    lines.sort(key=lambda line: line[0], reverse=True)
    return [_at(context, at, what) for at, what in lines]


def _notes(context: Context, card: SymptomCard) -> list[tuple[datetime, str]]:
    """The lines of a card's note; the night page puts the time before each, all others have that of the card."""
    found = []
    for line in filter(None, map(str.strip, card.note.splitlines())):
        timed = _TIMED.fullmatch(line)
        at = card.begun.replace(hour=int(timed[1]), minute=int(timed[2])) if timed else card.begun
        found.append((at, context.phrases("place.call.note", note=timed[3] if timed else line)))
    return found


def _doses(context: Context) -> list[str]:
    """What was given within the last 24 hours, newest first."""
    since = context.now() - timedelta(hours=DOSE_HOURS)
    medicines = {one.id: one for one in context.state.medicines}
    lines = []
    for dose in sorted(context.state.doses, key=lambda one: one.at, reverse=True):
        if dose.at >= since:
            medicine = medicines.get(dose.medicine)
            named = [medicine.name, medicine.strength] if medicine else [context.words("diary.dose_unknown")]
            lines.append(_at(context, dose.at, _joined(context, [*named, dose.amount])))
    return lines


def _medicine(context: Context, one: Medicine) -> str:
    """As it stands on the list; one that is on hold or taken only when needed is not taken like the others."""
    words = context.words
    needed = words("medicine_list.as_needed") if one.as_needed else ""
    held = words("medicine_list.on_hold") if one.on_hold else ""
    strength = context.phrases("place.call.strength", strength=one.strength) if one.strength else ""
    return _joined(context, [one.name, strength, one.dose, one.how_often, needed, held])


def _joined(context: Context, parts: list[str]) -> str:
    return context.phrases("place.call.join").join(part for part in parts if part)


def _at(context: Context, at: datetime, what: str) -> str:
    here = at.astimezone(context.now().tzinfo)
    when = context.phrases("place.call.when", day=called_day(context, here.date()), time=f"{here:%H:%M}")
    return context.phrases("place.call.at", when=when, what=what)
