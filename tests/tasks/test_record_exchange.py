"""A record out and in again: entry by entry the same, and an import that one undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest

from handbook import content
from handbook.domain import (
    Answer,
    InputError,
    Medicine,
    Quantity,
    Reading,
    SymptomCard,
)
from handbook.exchange.json_record import Contents
from handbook.record import Record
from handbook.tasks import exchange
from record.record_helpers import MEDICINE, QUESTION, READING, START, do, fill, open_record

T = TypeVar("T")
BOOK = content.load()
WORDS = [BOOK.words(language) for language in BOOK.languages]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with closing(open_record(tmp_path / "one")) as opened:
        yield opened


def fill_all(record: Record) -> None:
    fill(record)
    for job in (
        lambda s: s.answer(SymptomCard("k2", START), "cough", Answer.YES, observer="", at=START),
        lambda s: s.set_card_note(SymptomCard("k3", START), "只有备注"),
    ):
        do(record, job)


def without_history(contents: Contents) -> dict[str, object]:
    """Nor ids and times of photos, which a record gives itself."""
    kept = {name: getattr(contents, name) for name in Contents.__slots__ if name not in ("history", "photos")}
    return kept | {"photos": [(photo.medicine, photo.type, photo.data) for photo in contents.photos]}


def export(record: Record) -> bytes:
    return do(record, lambda s: exchange.export_json(s, exported_at=START, content_version="1"))


def test_a_whole_record_goes_into_an_empty_one_entry_by_entry(record: Record, tmp_path: Path) -> None:
    fill_all(record)
    before = do(record, exchange.contents)
    assert all(without_history(before).values())
    assert len(before.history) > 20
    with closing(open_record(tmp_path / "two")) as other:
        assert do(other, lambda s: exchange.import_json(s, export(record))) > 20
        after = do(other, exchange.contents)
    assert without_history(after) == without_history(before)


def test_a_whole_record_is_never_put_over_another(record: Record) -> None:
    fill(record)
    data = export(record)
    with pytest.raises(InputError) as caught:
        do(record, lambda s: exchange.import_json(s, data, where="r.json"))
    assert (caught.value.code, caught.value.where) == ("exchange.not-empty", "r.json")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("第二格", "\u202e格", "text.direction"), ('"fever_line"', '"colour"', "exchange.field")],
)
def test_a_file_with_an_entry_that_no_record_takes_leaves_nothing_behind(
    record: Record, tmp_path: Path, old: str, new: str, code: str
) -> None:
    fill_all(record)
    data = export(record).replace(old.encode(), new.encode())
    with closing(open_record(tmp_path / "two")) as other:
        with pytest.raises(InputError) as caught:
            do(other, lambda s: exchange.import_json(s, data))
        assert caught.value.code == code
        after = do(other, exchange.contents)
        assert Contents(history=after.history) == after


def test_photos_can_be_left_out(record: Record) -> None:
    fill_all(record)
    data = do(record, lambda s: exchange.export_json(s, exported_at=START, content_version="1", photos=False))
    assert b'"photos": []' in data


def preview(record: Record, data: bytes, **more: object) -> exchange.ImportPreview:
    ids = (f"new-{n}" for n in count(1))
    options: dict[str, object] = {"kind": None, "now": START, "new_id": lambda: next(ids), "where": "t.csv"}
    options |= more
    return do(record, lambda s: exchange.preview_csv(data, store=s, words=WORDS, **options))


@pytest.mark.parametrize(("kind", "language"), [("medicines", 0), ("medicines", 1), ("readings", 0), ("readings", 1)])
def test_a_table_comes_back_into_another_record(record: Record, tmp_path: Path, kind: str, language: int) -> None:
    fill(record)
    data = do(record, lambda s: exchange.export_csv(s, kind, WORDS[language], now=START))
    entries: Callable[[Record], object] = lambda r: do(r, lambda s: getattr(s, kind)())  # noqa: E731
    with closing(open_record(tmp_path / "two")) as other:
        found = preview(other, data)
        assert (found.kind, found.refused, found.present) == (kind, (), ())
        assert entries(other) == ()
        done = do(other, lambda s: exchange.import_csv(s, found))
        assert entries(other) == entries(record)
        assert done is not None
        assert do(other, lambda s: s.undo()) == done
        assert entries(other) == ()


def test_what_is_there_is_left_alone(record: Record) -> None:
    fill(record)
    data = do(record, lambda s: exchange.export_csv(s, "readings", WORDS[0], now=START))
    found = preview(record, data)
    assert (found.entries, found.present) == ((), (2,))
    assert do(record, lambda s: exchange.import_csv(s, found)) is None


def test_rows_are_shown_before_anything_is_written(record: Record) -> None:
    table = "哪天,几点,项目,数值\n2026-11-02,7:05,体温,36.8\n2026-11-02,7:06,体温,热\n2026-11-02,8:00,脉搏,80\n"
    found = preview(record, table.encode(), columns={"day": "哪天", "time": "几点"})
    assert found.kind == "readings"
    assert found.rows == (2, 4)
    assert [(fault.row, fault.field) for fault in found.refused] == [(3, "value")]
    assert found.columns == (("哪天", "day"), ("几点", "time"), ("项目", "quantity"), ("数值", "value"))
    assert [type(entry) for entry in found.entries] == [Reading, Reading]
    assert found.entries[1] == Reading("new-3", Quantity.PULSE, 80, START.replace(hour=8, minute=0))


def test_one_entry_that_stands_twice_in_a_file_is_written_once(record: Record) -> None:
    found = preview(record, b"name,id\nAciclovir,7\nAciclovir,7\n")
    assert (found.entries, found.rows, found.present) == ((Medicine("7", "Aciclovir"),), (2,), (3,))


@pytest.mark.parametrize(
    ("data", "more", "code"),
    [
        (b"name\nx\n", {"columns": {"colour": "name"}}, "exchange.field"),
        (b"name\nx\n", {"kind": "readings"}, "exchange.no-column"),
        (b" " * (exchange.LONGEST_IMPORT + 1), {}, "file.too-large"),
    ],
)
def test_a_table_that_cannot_be_read_is_told(record: Record, data: bytes, more: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as caught:
        preview(record, data, **more)
    assert (caught.value.code, caught.value.where) == (code, "t.csv")


def test_what_the_helpers_hold_is_what_was_filled(record: Record) -> None:
    fill(record)
    held = do(record, exchange.contents)
    assert held.readings == (READING,)
    assert [note.id for note in held.notes] == ["n1", QUESTION.id]
    assert held.medicines[0].name == MEDICINE.name


def test_a_table_without_ids_that_is_taken_in_again_doubles_nothing(record: Record) -> None:
    twice = "2026-11-02,7:05,体温,100.4,°F\n" * 2
    table = f"日期,时间,项目,数值,单位\n{twice}2026-11-02,8:00,脉搏,80,\n".encode()
    first = preview(record, table)
    assert len(first.entries) == 3  # who measured twice in a minute wrote it twice
    do(record, lambda s: exchange.import_csv(s, first))
    again = preview(record, table + b"2026-11-02,9:00,pulse,81,\n")
    assert (again.present, [one.value for one in again.entries]) == ((2, 3, 4), [81])
