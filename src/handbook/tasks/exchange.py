"""A record for other programs and back again: JSON whole, medicines and readings as tables, with a look before writing.

All functions that take a store run inside a job of :meth:`handbook.record.Record.submit`.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeVar

from handbook.content import FixedWords
from handbook.domain import STEP_DATES, HandbookError, InputError, Medicine, Reading, group, unusual
from handbook.exchange import cells, medicines_table, read_medicines, read_readings, readings_table
from handbook.exchange.cells import ReadTable, RefusedRow
from handbook.exchange.json_record import Contents, PastAction, Photo, decode, encode
from handbook.exchange.medicines_csv import HEADINGS as MEDICINE_HEADINGS
from handbook.exchange.readings_csv import HEADINGS as READING_HEADINGS
from handbook.tasks.printing import look_back

if TYPE_CHECKING:
    from handbook.record import Store
    from handbook.record.journal import Done

Kind = Literal["medicines", "readings"]
E = TypeVar("E", Medicine, Reading)
LONGEST_IMPORT = 32 << 20
"""Bytes: far more than a family writes in years."""

_ALL = 1 << 62
COLUMNS: Mapping[Kind, cells.Headings] = {"medicines": MEDICINE_HEADINGS, "readings": READING_HEADINGS}
"""The columns of each kind of table: field, Chinese and English heading."""

NO_COLUMN = " "
"""As the heading of a field: no column at all. A heading of a file never is a space."""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would write, before anything is written.

    ``entries`` stand in the rows ``rows`` of the file; rows in ``present`` name an entry that the record has and are
    left alone, and so are those in ``changed``, which say something else of it. A slip of the finger is likelier than
    what rows in ``unusual`` say; they are named and taken in unchanged. ``columns`` are the headings with the field
    that each was taken for, "" for those that are not used.
    """

    kind: Kind
    entries: tuple[Medicine, ...] | tuple[Reading, ...]
    rows: tuple[int, ...]
    refused: tuple[RefusedRow, ...]
    present: tuple[int, ...]
    columns: tuple[tuple[str, str], ...]
    changed: tuple[int, ...] = ()
    unusual: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TableLook:
    """What the first row of a table says: what kind of entries stand in it, and each heading with its field or ""."""

    kind: Kind
    columns: tuple[tuple[str, str], ...]


def look_at(data: bytes, kind: Kind | None = None, *, where: str = "") -> TableLook:
    """Take the first look at a table; ``kind`` None tells it from the headings.

    Raises ``InputError``: ``file.too-large``, and what keeps a file from being read as a table.
    """
    if len(data) > LONGEST_IMPORT:
        raise InputError("file.too-large", where=where, longest=LONGEST_IMPORT)
    kind = kind or _kind(data, {}, where)
    names = cells.headings_of(data, COLUMNS[kind], where)
    return TableLook(kind, tuple(zip(names, cells.matched(names, COLUMNS[kind], {}), strict=True)))


def preview_csv(
    data: bytes,
    kind: Kind | None,
    *,
    store: Store,
    words: Sequence[FixedWords],
    now: datetime,
    new_id: Callable[[], str],
    columns: Mapping[str, str] | None = None,
    where: str = "",
) -> ImportPreview:
    """Read a table without writing anything.

    Args:
        data: The file: a table of this handbook, or any CSV with a column of names or of dates, kinds and values.
        kind: What stands in it; None tells it from the headings.
        store: The record, for what it already has.
        words: Every language of the book.
        now: Its offset is that of times without one.
        new_id: Ids for rows that name no entry.
        columns: Field to heading where a person says which column is which.
        where: The file, for sentences.

    Raises:
        InputError: ``file.too-large``, ``exchange.no-column`` (``names``), ``exchange.field`` (``value``), and what
            keeps a file from being read as a table.
    """
    if len(data) > LONGEST_IMPORT:
        raise InputError("file.too-large", where=where, longest=LONGEST_IMPORT)
    chosen = columns or {}
    kind = kind or _kind(data, chosen, where)
    unknown = next((field for field in chosen if field not in COLUMNS[kind]), None)
    if unknown is not None:
        raise InputError("exchange.field", where=where, value=unknown[:40])
    made: set[str] = set()

    def fresh() -> str:
        made.add(id_ := new_id())
        return id_

    if kind == "medicines":
        medicines = read_medicines(data, words, new_id=fresh, columns=chosen, where=where)
        return _preview(kind, medicines, store.medicines(), made)
    readings = read_readings(data, words, now=now, new_id=fresh, columns=chosen, where=where)
    return _preview(kind, readings, store.readings(), made)


def _preview(kind: Kind, read: ReadTable[E], kept: Sequence[E], made: set[str]) -> ImportPreview:
    """What of a table is new; an entry that stands twice in it is taken once.

    A row that names no entry (its id is one of ``made``) is in the record if an entry there says just the same: a table
    of another program that is taken in again doubles nothing.
    """
    new, rows, present, changed = list[E](), list[int](), list[int](), list[int]()
    kept_by_id = {one.id: one for one in kept}
    there = set(kept_by_id)
    said = {replace(one, id="") for one in kept} if made else set()
    for entry, row in zip(read.entries, read.rows, strict=True):
        if entry.id in there or (entry.id in made and replace(entry, id="") in said):
            differs = entry.id in kept_by_id and entry != kept_by_id[entry.id]
            (changed if differs else present).append(row)
        else:
            there.add(entry.id)
            new.append(entry)
            rows.append(row)
    odd = tuple(
        row for one, row in zip(new, rows, strict=True) if isinstance(one, Reading) and unusual(one.quantity, one.value)
    )
    return ImportPreview(kind, tuple(new), tuple(rows), read.refused, tuple(present), read.columns, tuple(changed), odd)


def import_csv(store: Store, preview: ImportPreview) -> Done | None:
    """Write what was previewed, in one action that one undo takes back; None if there is nothing to write."""
    return store.add_many(preview.entries) if preview.entries else None


def export_csv(store: Store, kind: Kind, words: FixedWords, *, now: datetime) -> bytes:
    """All medicines or readings as a table that :func:`preview_csv` reads back the same."""
    if kind == "readings":
        return readings_table(store.readings(), words)
    window = look_back(store.journey(), now.date(), 90)
    return medicines_table(group(store.medicines(), window, now.date()), words)


def _kind(data: bytes, columns: Mapping[str, str], where: str) -> Kind:
    """What the headings are those of: the kind that more of them belong to."""
    names = {name.casefold() for name in cells.headings_of(data, {**MEDICINE_HEADINGS, **READING_HEADINGS}, where)}

    def known(kind: Kind) -> int:
        headings = COLUMNS[kind]
        words = {word.casefold() for field, both in headings.items() for word in (field, *both)}
        return len(names & words) + 2 * sum(field in headings for field in columns)

    return "readings" if known("readings") > known("medicines") else "medicines"


def contents(store: Store, *, photos: bool = True) -> Contents:
    """Everything that the record says."""
    medicines = store.medicines()
    pictures = [
        Photo(photo.id, photo.medicine, photo.at, photo.type, store.photo_bytes(photo.id))
        for medicine in (medicines if photos else ())
        for photo in store.photos(medicine.id)
    ]
    history = (PastAction(h.number, h.kind, h.name, h.subject, h.at) for h in store.history(_ALL))
    return Contents(
        person=store.person(),
        left_off_card=tuple(sorted(store.left_off_card())),
        journey=store.journey(),
        numbers=store.numbers(),
        prepared=tuple(sorted(store.prepared())),
        stars=tuple(sorted(store.stars())),
        medicines=medicines,
        doses=store.doses(),
        look_back=store.lookback_answers(),
        symptom_cards=store.cards(_ALL),
        readings=store.readings(),
        calls=store.calls(),
        shifts=store.shifts(),
        passport=store.passport(),
        notes=store.notes(),
        photos=tuple(pictures),
        history=tuple(history),
    )


def export_json(store: Store, *, exported_at: datetime, content_version: str, photos: bool = True) -> bytes:
    """The whole record as JSON, as docs/record-json.md describes it."""
    return encode(contents(store, photos=photos), exported_at=exported_at, content_version=content_version)


def read_json(store: Store, data: bytes, *, where: str = "") -> Contents:
    """What :func:`import_json` would write, before anything is written.

    Raises ``InputError``: ``exchange.not-empty``, and the faults of :func:`handbook.exchange.json_record.decode`.
    """
    read = decode(data.removeprefix(codecs.BOM_UTF8), where=where)
    before = contents(store, photos=False)
    if before != Contents(history=before.history):
        raise InputError("exchange.not-empty", where=where)
    return read


def entries_of(read: Contents) -> int:
    """How many entries of the family stand in it; fields, dates, ticks and stars are none."""
    lists = (read.medicines, read.readings, read.doses, read.look_back, read.calls, read.shifts, read.passport)
    return sum(map(len, (*lists, read.notes, read.symptom_cards, read.photos)))


def import_json(store: Store, data: bytes, *, where: str = "") -> int:
    """Write a file of :func:`export_json` into a record with nothing in it; returns how many actions that took.

    An entry that the record does not take leaves it as empty as it was.

    The history, the times of ticks and stars, and ids and times of photos are those of the import.

    Raises:
        InputError: ``exchange.not-empty``, the faults of :func:`handbook.exchange.json_record.decode`, and those of
            the entry that the record does not take.
    """
    read = read_json(store, data, where=where)
    jobs: list[Callable[[], Done]] = [partial(store.set_person, key, value) for key, value in read.person.items()]
    jobs += [partial(store.set_on_card, key, False) for key in read.left_off_card]
    dates = {step: getattr(read.journey, step) for step in STEP_DATES}
    jobs += [partial(store.set_date, step, day) for step, day in dates.items() if day]
    jobs += [partial(store.set_number, key, told) for key, told in read.numbers.items()]
    jobs += [partial(store.set_prepared, item, True) for item in read.prepared]
    jobs += [partial(store.set_star, page, True) for page in read.stars]
    jobs += [partial(store.add_many, some) for some in (read.medicines, read.readings) if some]
    jobs += [partial(store.add_dose, one) for one in read.doses]
    jobs += [partial(store.set_lookback, one) for one in read.look_back]
    jobs += [partial(store.add_call, one) for one in read.calls]
    jobs += [partial(store.add_shift, one) for one in read.shifts]
    jobs += [partial(store.add_passport, one) for one in read.passport]
    jobs += [partial(store.add_note, one) for one in read.notes]
    for card in read.symptom_cards:
        jobs += [partial(store.answer, card, a.item, a.answer, observer=a.observer, at=a.at) for a in card.answers]
        jobs += [partial(store.set_card_note, card, card.note)] if card.note else []
    jobs += [partial(store.add_photo, one.medicine, one.data) for one in read.photos]
    written = 0
    try:
        for job in jobs:
            written += job().number > 0
    except (HandbookError, KeyError) as error:
        for _ in range(written):
            store.undo()
        if isinstance(error, KeyError):  # a field or a number that no record has
            raise InputError("exchange.field", where=where, value=str(error.args[0])[:40]) from None
        raise
    return written
