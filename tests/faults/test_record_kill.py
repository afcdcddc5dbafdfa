"""Killing the program at any moment after "saved" loses nothing.

A child writes entries and prints a line after each acknowledgement; it is killed at a random moment and everything that
it had printed must be there. Another one also makes a backup every few entries, and sets or takes off the passphrase.
"""

import os
import random
import subprocess
import sys
import time
import tomllib

import pytest

from handbook.record import Record, try_backup
from record.record_helpers import Clock, do

FULL = os.environ.get("HANDBOOK_FAULTS") == "full"
ROUNDS = 200 if FULL else 5
MOST = 1000 if FULL else 60
"""A round is killed after at most so many entries."""

SAME_FOLDER = 10
"""So many rounds go on in one folder, so that a record is also killed that was recovered before."""

CHILD = """
import sys
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from handbook.domain import Answer, Medicine, Quantity, Reading, SymptomCard
from handbook.record import Record, keys

keys.COST = keys.Cost(8, 1, 1)
keys.new_data_key = lambda: bytes(32)
now = datetime(2026, 11, 2, 3, tzinfo=timezone(timedelta(hours=8)))
clock = lambda: now + timedelta(days=n if locking else 0)
n, locking = int(sys.argv[2]), sys.argv[3] == "locking"
record = Record.open(Path(sys.argv[1]), clock=clock, new_id=str, key=bytes(32))
print("open", flush=True)
for n in count(int(sys.argv[2])):
    jobs = (
        lambda s: s.add_medicine(Medicine(f"m{n}", "药", note="长" * (n * 37 % 4000))),
        lambda s: s.add_reading(Reading(f"r{n}", Quantity.PULSE, n, now)),
        lambda s: s.answer(SymptomCard(f"c{n // 40}", now), f"i{n}", Answer.YES, observer="儿子"),
        lambda s: s.set_person("name", f"n{n}"),
    )
    record.submit(jobs[n % 4]).result()
    print(n, flush=True)
    if n % 7 == 0:
        record.submit(lambda s: s.undo()).result()
        record.submit(lambda s: s.redo()).result()
    if locking and n % 3 == 0:
        record.keep_backups().result()
    if locking and n % 5 == 0:
        code = keys.new_recovery_code()
        (record.take_off_passphrase() if record.passphrase_set_at else record.set_passphrase("猫", code)).result()
"""


@pytest.mark.parametrize("mode", ["writing", "locking"])
def test_what_was_acknowledged_is_there(tmp_path, mode):
    chance = random.Random(11)
    start, last, acknowledged = 0, -1, 0
    for number in range(ROUNDS):
        folder = tmp_path / str(number // SAME_FOLDER)
        if number % SAME_FOLDER == 0:
            start, last = 0, -1
        with subprocess.Popen(
            [sys.executable, "-c", CHILD, str(folder), str(start), mode], stdout=subprocess.PIPE, text=True
        ) as child:
            # Some die while the record is being made or opened, most in the middle of the work.
            if number % 9 == 8:
                time.sleep(chance.uniform(0.02, 0.4))
            else:
                assert child.stdout.readline() == "open\n"
                for _ in range(chance.randrange(1, MOST if mode == "writing" else 60)):
                    last = int(child.stdout.readline())
                time.sleep(chance.uniform(0, 0.004))
            child.kill()
            printed = [line for line in child.stdout.read().splitlines() if line.isdigit()]
        last = int(printed[-1]) if printed else last
        acknowledged += last + 1 - start if last >= start else 0
        start = check(folder, max(last + 1, start))
    assert acknowledged > 10 * ROUNDS


def opened(folder) -> Record:
    return Record.open(folder, clock=Clock(), new_id=str, key=bytes(32))


def check(folder, kept_before) -> int:
    """See that the first ``kept_before`` are there, and at most the one that was under way; give where to go on."""
    with opened(folder) as record:
        assert not record.read_only
        assert do(record, lambda s: s._connection.pragma("integrity_check")) == "ok"
        kept = {int(m.id[1:]) for m in do(record, lambda s: s.medicines())}
        kept |= {int(r.id[1:]) for r in do(record, lambda s: s.readings())}
        kept |= {int(a.item[1:]) for c in do(record, lambda s: s.cards(10_000)) for a in c.answers}
        name = do(record, lambda s: s.person()).get("name", "n-1")
        redoable = do(record, lambda s: s.redoable())
        if redoable:  # killed between undo and redo of an entry that was acknowledged
            do(record, lambda s: s.redo())
            return check_after_redo(record, folder, kept_before)
    everything = kept | set(range(3, int(name[1:]) + 1, 4))
    assert everything >= set(range(kept_before))
    assert len(everything) <= kept_before + 1
    for backup in folder.glob("backups/*.db"):
        assert try_backup(backup, lambda _: bytes(32)).entries
    assert not list(folder.glob("record.db.new*"))
    card = tomllib.loads((folder / "card.toml").read_text(encoding="utf-8"))
    assert card.get("name", "n-1") == name
    return max(everything, default=-1) + 1


def check_after_redo(record, folder, kept_before) -> int:
    record.close()
    return check(folder, kept_before)
