"""The family's dates and the clinic's windows for a calendar program: all-day events, no alarm, nobody's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from handbook.content import FixedWords
from handbook.domain import STEP_DATES, WINDOWS, ClinicNumbers, Journey, window_end


def calendar_file(journey: Journey, numbers: ClinicNumbers, words: FixedWords, *, owner: str, now: datetime) -> bytes:
    """An iCalendar file (RFC 5545) of the dates that are written down and of what the clinic's windows reach.

    A window is one day, on which stands "at least to that day, and until the team says so"; it never becomes a span
    with an end. An event keeps its identity for the same ``owner``, so that a moved date moves in the calendar too.

    Args:
        journey: The family's own dates.
        numbers: The clinic's numbers; what is not set gives no event.
        words: The language of the events.
        owner: What tells this record from another one; it cannot be read back from the file.
        now: When the file is made.
    """
    # Loaded by the one job that needs it: the package costs 60 ms.
    from icalendar import Calendar, Event  # noqa: PLC0415

    made = Calendar()
    made.add("prodid", "-//CAR-T Handbook//handbook//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", words("title"))
    for key, day, summary in _events(journey, numbers, words):
        event = Event()
        event.add("uid", f"{uuid5(NAMESPACE_OID, f'car-t-handbook/{owner}/{key}')}")
        event.add("dtstamp", now)
        event.add("dtstart", day)
        if day < date.max:  # the end of a day is the next one; without it an all-day event lasts one day just as well
            event.add("dtend", day + timedelta(days=1))
        event.add("summary", summary)
        event.add("description", words("calendar.window" if key not in STEP_DATES else "calendar.own"))
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        made.add_component(event)
    return bytes(made.to_ical())


def _events(journey: Journey, numbers: ClinicNumbers, words: FixedWords) -> Iterator[tuple[str, date, str]]:
    """Key, day and words of each event."""
    for step in STEP_DATES:
        if day := getattr(journey, step):
            yield step, day, words("calendar.step", what=words(f"stages.{step}"))
    if journey.infusion is None:
        return
    for key in WINDOWS:
        days = getattr(numbers, key)
        if days is not None:
            reached = window_end(journey.infusion, days)
            until = words("fixed.window", date=reached)
            yield key, reached, words("calendar.until", what=words(f"numbers.{key}"), until=until)
    if numbers.irradiated_from_days is not None:
        begins = window_end(journey.infusion, numbers.irradiated_from_days)
        yield "irradiated_from_days", begins, words("doctor.blood_from", date=begins)
