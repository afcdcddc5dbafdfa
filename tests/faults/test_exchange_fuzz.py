"""Damaged and invented tables and records: understood, or refused by a sentence; never a traceback.

A seeded sample here; 100 000 cases of each under ``make faults``.
"""

import os
import random
from datetime import datetime, timedelta, timezone

import pytest

from handbook import content
from handbook.domain import InputError, LookBack, Medicine, PartialDate, Quantity, Reading, Site, group
from handbook.exchange import medicines_table, read_medicines, read_readings, readings_table
from handbook.exchange.json_record import Contents, decode, encode
from handbook.phrases import Phrases

FULL = os.environ.get("HANDBOOK_FAULTS") == "full"
CASES = 100_000 if FULL else 1_500
NOW = datetime(2026, 11, 24, 21, 10, tzinfo=timezone(timedelta(hours=8)))
BOOK = content.load()
WORDS = [BOOK.words(language) for language in BOOK.languages]
SAY = Phrases.load("zh-Hans")
MEDICINES = (
    Medicine("m1", "阿昔洛韦", strength='0.2 "g"', note="=1\n2", start=PartialDate.parse("2026-08~")),
    Medicine("m2", "Fish, oil", end=PartialDate()),
)
READINGS = (
    Reading("r1", Quantity.TEMPERATURE, 38.2, NOW, Site.EAR, "女儿", "刚睡醒"),
    Reading("r2", Quantity.PULSE, 88, NOW),
)
PIECES = (
    b"\0", b'"', b",", b";", b"\t", b"\r", b"\n", b"'", b"=", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"9" * 400,
    b"-", b"~", b"{", b"}", b"[", b"]", b"null", b"1e999", b"NaN", "℃".encode("gb18030"), b"2026-13-01",
    b"+25:00", "体温".encode(),
)  # fmt: skip


def damaged(chance: random.Random, data: bytes) -> bytes:
    """A file cut, doubled, overwritten or filled in at random places."""
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(5):
            case 0:
                data = data[:at]
            case 1:
                data = data[:at] + data[to:]
            case 2:
                data = data[:at] + data[at : at + 40] + data[at:]
            case 3:
                data = data[:at] + chance.choice(PIECES) + data[at:]
            case _:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
    return data


def told(error):
    """There is a sentence for it, with all that the sentence names."""
    assert SAY.error(error)


def tables(kind):
    window = LookBack(NOW.date(), 90)
    make = {
        "medicines": lambda words: medicines_table(group(MEDICINES, window, NOW.date()), words),
        "readings": lambda words: readings_table(READINGS, words),
    }[kind]
    written = [make(words) for words in WORDS]
    return [*written, *(data.decode("utf-8-sig").encode("gb18030") for data in written)]


def read(kind, data):
    options = {"new_id": lambda: "new", "columns": {}, "where": "t.csv"}
    if kind == "medicines":
        return read_medicines(data, WORDS, **options)
    return read_readings(data, WORDS, now=NOW, **options)


@pytest.mark.parametrize("kind", ["medicines", "readings"])
def test_a_damaged_table_is_read_or_refused(kind):
    chance, files = random.Random(20261124), tables(kind)
    understood = 0
    for _ in range(CASES):
        try:
            found = read(kind, damaged(chance, chance.choice(files)))
        except InputError as error:
            told(error)
            continue
        understood += 1
        assert all(SAY.error(refused.error) for refused in found.refused)
        assert len(found.entries) == len(found.rows)
    assert understood > CASES / 10


def test_a_damaged_record_is_read_or_refused():
    whole = encode(Contents(medicines=MEDICINES, readings=READINGS), exported_at=NOW, content_version="1")
    chance = random.Random(20261124)
    understood = 0
    for _ in range(CASES):
        try:
            assert isinstance(decode(damaged(chance, whole), where="r.json"), Contents)
            understood += 1
        except InputError as error:
            told(error)
    assert 0 < understood < CASES


def test_invented_bytes_are_refused():
    chance = random.Random(20261125)
    for _ in range(CASES):
        data = chance.randbytes(chance.randrange(200))
        for attempt in (lambda data=data: read("medicines", data), lambda data=data: decode(data)):
            with pytest.raises(InputError) as caught:
                attempt()
            assert SAY.error(caught.value)
