"""A bit that falls over in a record without a passphrase: told as damage or without effect, never a crash."""

import os
import random
import shutil

import apsw
import pytest

from handbook.domain import HandbookError, InputError
from handbook.record import Record, newest
from handbook.tasks import exchange
from record.record_helpers import Clock, do, fill, open_record, raw, snapshot

FULL = os.environ.get("HANDBOOK_FAULTS") == "full"
FLIPS = 4000 if FULL else 150
DAMAGE = {
    "a moment": "UPDATE reading SET at = '202v-11-02T23:50:00+08:00'",
    "an offset": "UPDATE dose SET at = '2026-11-02T23:50:00'",
    "a day": "UPDATE medicine SET start_date = '2026-1x~'",
    "a word": "UPDATE symptom_answer SET answer = 'yer'",
    "a list": "UPDATE medicine SET ingredients = '[[1'",
    "half a character": "UPDATE person_field SET value = CAST(x'e5bc' AS TEXT)",
    "a step": "UPDATE step_date SET step = 'infusioo'",
    "a date": "UPDATE step_date SET day = '2026-11-0 '",
    "a place": "UPDATE passport SET day = 'x'",
    "a name in the file's own plan": "ALTER TABLE dose RENAME COLUMN note TO mote",
}


@pytest.fixture
def filled(tmp_path):
    folder = tmp_path / "record"
    with open_record(folder) as record:
        fill(record)
        record.keep_backups().result()
    return folder


def test_no_flipped_bit_crashes_and_none_is_written_over(filled, tmp_path):
    whole = (filled / "record.db").read_bytes()
    chance = random.Random(5)
    outcomes = {"read": 0, "told": 0}
    for _ in range(FLIPS):
        folder = tmp_path / "flipped"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        (folder / "record.db").write_bytes(data)
        try:
            with Record.open(folder, clock=Clock(), new_id=str) as record:
                snapshot(record)
                do(record, exchange.contents)
            outcomes["read"] += 1
        except HandbookError as error:
            assert error.code in {"record.damaged", "record.foreign", "record.newer"}  # noqa: PT017
            outcomes["told"] += 1
        assert len((folder / "record.db").read_bytes()) == len(whole)
    assert min(outcomes.values()) > 0, outcomes


@pytest.mark.parametrize("what", DAMAGE)
def test_what_was_never_written_is_told_as_damage(filled, what):
    connection = raw(filled)
    connection.execute(DAMAGE[what])
    connection.close()
    with pytest.raises(InputError) as caught, open_record(filled) as record:  # of some it is known when it is opened
        snapshot(record)
    assert caught.value.code == "record.damaged"
    assert newest(filled) is not None


def test_a_bug_in_a_job_stays_a_bug(filled):
    with open_record(filled) as record, pytest.raises(ValueError, match="bug"):
        do(record, lambda _store: int("bug"))
    with open_record(filled) as record, pytest.raises(apsw.SQLError):
        do(record, lambda store: store._connection.execute("SELECT nothing"))
