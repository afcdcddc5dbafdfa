"""What a person takes along as a file: the dates for a calendar, the medicines, the readings, the whole record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, cast

from handbook import tasks
from handbook.tasks import exchange

if TYPE_CHECKING:
    from handbook.record import Record, Store
    from handbook.tasks.printing import MedicinesAs
    from handbook.ui.context import Context
    from handbook.ui.saving import SheetOut

FILES: Mapping[str, tuple[str, str]] = {
    "medicines_html": ("html", "HTML"),
    "medicines_csv": ("csv", "CSV"),
    "readings_csv": ("csv", "CSV"),
    "medicines_fhir": ("json", "FHIR"),
    "medicines_json": ("json", "JSON"),
    "record_json": ("json", "JSON"),
}
"""What can be taken along, with the ending of its file and what such a file is called."""


def save_file(context: Context, out: SheetOut, what: str) -> None:
    """Ask where, then write one of ``FILES``."""
    ending, kind = FILES[what]
    say = context.phrases
    name = say(f"place.give.{what}_file", date=context.today().isoformat())
    out.save(say(f"place.give.{what}_save"), name, _job(context, what), ending=ending, kind=kind)


def save_calendar(context: Context, out: SheetOut) -> None:
    """Ask where, then write the dates and the clinic's windows for a calendar program."""
    job = partial(
        tasks.make_calendar,
        context.book,
        context.state.journey,
        context.numbers,
        language=context.language,
        owner=str(context.bridge.record.folder),
        now=context.now(),
    )
    say = context.phrases
    out.save(say("place.give.calendar_save"), say("place.give.calendar_file"), job, ending="ics", kind="iCalendar")


def of_record(record: Record, job: Callable[[Store], bytes]) -> bytes:
    """What a job of the record makes; waits for it, so it is called in the background only."""
    return record.submit(job).result()


def _job(context: Context, what: str) -> Callable[[], bytes]:
    now = context.now()
    if what == "record_json":
        whole = partial(exchange.export_json, exported_at=now, content_version=context.book.version)
        return partial(of_record, context.bridge.record, whole)
    if what == "readings_csv":
        table = partial(exchange.export_csv, kind="readings", words=context.words, now=now)
        return partial(of_record, context.bridge.record, table)
    return medicines(context, cast("MedicinesAs", what.removeprefix("medicines_")))


def medicines(context: Context, as_: MedicinesAs) -> Callable[[], bytes]:
    """What makes the list of medicines; called in the background."""
    state = context.state
    return partial(
        tasks.make_medicines,
        context.book,
        state.medicines,
        as_=as_,
        window=tasks.look_back(state.journey, context.today(), context.settings.look_back_days),
        person=tasks.readable_person(state.person),
        language=context.language,
        printed_on=context.today(),
        look_back=state.lookback,
        passport=state.passport,
        now=context.now(),
    )
