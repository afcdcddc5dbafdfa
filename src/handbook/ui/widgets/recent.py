"""What was written down lately, as lines of plain words: nothing is sorted by value and nothing is judged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from handbook import domain
from handbook.ui import actions
from handbook.ui.widgets.rows import capital

if TYPE_CHECKING:
    from handbook.domain import Dose, Reading, SymptomCard
    from handbook.ui.context import Context

AHEAD = timedelta(minutes=5)
"""A time so little ahead of the clock here is now: clocks differ."""


class Line(msgspec.Struct, frozen=True):
    """One line: when, what, and who saw it."""

    at: datetime
    text: str
    observer: str


def reading_text(context: Context, reading: Reading) -> str:
    """A reading in words with its unit; a temperature says where it was taken, if that was written down."""
    text = actions.reading(context, reading)
    text = capital(text)
    if reading.site is domain.Site.NOT_SAID:
        return text
    return context.phrases("recent.at_site", reading=text, site=context.words(f"sites.{reading.site}"))


def dose_text(context: Context, dose: Dose, names: Mapping[str, str]) -> str:
    """``用了「名字」，1 片``: a medicine given; ``names`` are those on the list by id."""
    name = names.get(dose.medicine) or context.words("diary.dose_unknown")
    return context.phrases("recent.dose_amount" if dose.amount else "recent.dose", name=name, amount=dose.amount)


def symptom_names(context: Context) -> dict[str, str]:
    """The plain words of every item of the symptom list."""
    return {item.id: item.text[context.language] for group in context.book.symptoms for item in group.items}


def recent(context: Context, since: datetime) -> list[Line]:
    """Readings, symptom answers and notes, doses, calls and shifts from ``since`` to now, newest first."""
    say, until = context.phrases, context.now() + AHEAD
    lines = [
        Line(reading.at, reading_text(context, reading), reading.observer)
        for reading in context.state.readings
        if since <= reading.at <= until
    ]
    names = symptom_names(context) if context.state.cards else {}
    for card in context.state.cards:
        lines += _answers(context, card, since, names)
        if card.note and since <= card.begun <= until:
            lines.append(Line(card.begun, say("recent.note", note=card.note), ""))
    given = {medicine.id: medicine.name for medicine in context.state.medicines}
    for dose in context.state.doses:
        if since <= dose.at <= until:
            lines.append(Line(dose.at, dose_text(context, dose, given), dose.observer))
    for call in context.state.calls:
        if since <= call.at <= until:
            who = say("recent.call", who=call.who) if call.who else say("recent.call_unsaid")
            lines.append(Line(call.at, say("recent.said", call=who, said=call.said) if call.said else who, call.by))
    for shift in context.state.shifts:
        for key, at in (("recent.shift_begins", shift.begins), ("recent.shift_ends", shift.ends)):
            if at is not None and since <= at <= until:
                lines.append(Line(at, say(key, carer=shift.carer), ""))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _answers(context: Context, card: SymptomCard, since: datetime, names: dict[str, str]) -> list[Line]:
    """One line for all that was answered with yes on a card, one for the number of items answered with no."""
    made = []
    for answer in domain.Answer:
        given = [a for a in card.answers if a.answer is answer and a.at >= since]
        if not given:
            continue
        comma = context.phrases("book.comma")
        if answer is domain.Answer.YES:
            text = context.phrases("recent.yes", names=comma.join(names.get(a.item, a.item) for a in given))
        else:
            text = context.phrases("recent.no", n=len(given))
        observers = dict.fromkeys(a.observer for a in given if a.observer)
        made.append(Line(max(a.at for a in given), text, comma.join(observers)))
    return made


def day_name(context: Context, day: date) -> str:
    """``今天　11 月 8 日，星期日``: the day as it is called, its date and its day of the week."""
    return _called(
        context, day, context.phrases("recent.day", date=short_date(context, day), weekday=weekday(context, day))
    )


def called_day(context: Context, day: date) -> str:
    """``今天　11 月 8 日``: the same without the day of the week."""
    return _called(context, day, short_date(context, day))


def _called(context: Context, day: date, named: str) -> str:
    back = (context.today() - day).days
    if back in {0, 1}:
        return context.phrases("recent.today" if back == 0 else "recent.yesterday", day=named)
    return named


def weekday(context: Context, day: date) -> str:
    """The name of the day of the week."""
    return context.phrases(f"recent.weekday_{day.isoweekday()}")


def short_date(context: Context, day: date) -> str:
    """Day and month; with the year where it is another year than today's."""
    if day.year != context.today().year:
        return context.words.date(day)
    months = context.phrases("recent.months").split(",")
    return context.phrases("recent.short_date", month=months[day.month - 1], day=day.day)
